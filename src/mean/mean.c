/* mean.c - names of the enumerations of mean.h, as the record prints them, and searches in its
 * arrays. */
#include "mean/mean.h"

const char *const entity_kind_name[ENTITY_KINDS] = {"person", "organisation", "place", "other"};
const char *const form_name[FORM_COUNT] = {"name", "nominal", "pronoun"};
const char *const time_type_name[TIME_TYPES] = {"date", "time", "duration", "set", "range"};
const char *const bound_name[BOUND_COUNT] = {"",        "about",     "at least", "more than",
                                             "at most", "less than", "vague"};
const char *const quantity_kind_name[QUANTITY_KINDS] = {
    "count", "money",       "percent",   "distance", "area", "mass",  "volume",
    "speed", "temperature", "magnitude", "age",      "rank", "ratio", "other"};
const char *const statement_kind_name[STATEMENT_KINDS] = {"direct", "mixed", "indirect"};
const char *const polarity_name[POLARITY_COUNT] = {"says",   "denies", "accuses", "promises",
                                                   "orders", "asks",   "warns",   "doubts"};
const char *const modality_name[MODALITY_COUNT] = {"happened", "planned", "possible",   "denied",
                                                   "alleged",  "asked",   "conditional"};
const char *const claim_kind_name[CLAIM_KINDS] = {"time",   "figure", "name",
                                                  "phrase", "clause", "quote"};
const char *const claim_role_name[CLAIM_ROLES] = {"none",    "predicate", "subject", "object",
                                                  "oblique", "clause",    "naming"};
const char *const claim_sure_name[CLAIM_SURES] = {"sure", "guessed", "part"};
const char *const part_role_name[PART_ROLES] = {"actor", "recipient", "other"};

#define FIRST_FROM(list, key, wanted)          \
    uint32_t low = 0, high = (list).n;         \
    while (low < high) {                       \
        uint32_t mid = low + (high - low) / 2; \
        if ((list).at[mid].key < (wanted))     \
            low = mid + 1;                     \
        else                                   \
            high = mid;                        \
    }                                          \
    return low

uint32_t mentions_from(const Findings *findings, uint32_t at)
{
    FIRST_FROM(findings->mentions, span.b, at);
}
uint32_t times_from(const Findings *findings, uint32_t at)
{
    FIRST_FROM(findings->times, span.b, at);
}
uint32_t quantities_from(const Findings *findings, uint32_t at)
{
    FIRST_FROM(findings->quantities, span.b, at);
}
uint32_t events_from(const Findings *findings, uint32_t at)
{
    FIRST_FROM(findings->events, sentence.b, at);
}

static uint32_t statement_begin(const Statement *s)
{
    return s->content.n ? s->content.at[0].b : 0;
}

uint32_t statements_until(const Findings *findings, uint32_t at)
{
    uint32_t low = 0, high = findings->statements.n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (statement_begin(&findings->statements.at[mid]) <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}
