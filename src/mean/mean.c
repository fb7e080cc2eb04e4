/* mean.c - names of the enumerations of mean.h, as the record prints them, and searches in its
 * arrays. */
#include "mean/mean.h"

const char *const entity_kind_name[ENTITY_KINDS] = {"person", "organisation", "place", "other"};
const char *const form_name[FORM_COUNT] = {"name", "nominal", "pronoun"};
const char *const time_type_name[TIME_TYPES] = {"date", "time", "duration", "set", "range"};
const char *const bound_name[BOUND_COUNT] = {"",        "about",     "at least", "more than",
                                             "at most", "less than", "vague"};
const char *const bound_sign[BOUND_COUNT] = {"", "~", ">=", ">", "<=", "<", "~"};
const char *const quantity_kind_name[QUANTITY_KINDS] = {
    "count",       "money",     "percent", "distance", "area",  "mass",  "volume", "speed",
    "temperature", "magnitude", "age",     "rank",     "ratio", "other", "score"};
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

uint32_t mentions_from(const Findings *findings, uint32_t at)
{
    uint32_t low;
    LIST_FIRST(low, findings->mentions.n, findings->mentions.at[low].span.b < at);
    return low;
}
uint32_t times_from(const Findings *findings, uint32_t at)
{
    uint32_t low;
    LIST_FIRST(low, findings->times.n, findings->times.at[low].span.b < at);
    return low;
}
bool time_of_post(const Findings *findings, uint32_t time)
{
    enum { HANDLE = 40 };
    const char *text = findings->report->text.p;
    uint32_t e = findings->times.at[time].span.b, b;
    while (e > 0 && text[e - 1] == ' ')
        e--;
    if (e == 0 || text[e - 1] != ')') return false;
    for (b = e - 1; b > 0 && e - b < HANDLE && text[b] != '('; b--)
        ;
    return text[b] == '(' && text[b + 1] == '@';
}
uint32_t quantities_from(const Findings *findings, uint32_t at)
{
    uint32_t low;
    LIST_FIRST(low, findings->quantities.n, findings->quantities.at[low].span.b < at);
    return low;
}
uint32_t events_from(const Findings *findings, uint32_t at)
{
    uint32_t low;
    LIST_FIRST(low, findings->events.n, findings->events.at[low].sentence.b < at);
    return low;
}

static uint32_t statement_begin(const Statement *s)
{
    return s->content.n ? s->content.at[0].b : 0;
}

uint32_t statements_until(const Findings *findings, uint32_t at)
{
    uint32_t low;
    LIST_FIRST(low, findings->statements.n, statement_begin(&findings->statements.at[low]) <= at);
    return low;
}

bool entity_is_named(const Findings *findings, const Entity *entity)
{
    for (uint32_t i = 0; i < entity->mentions.n; i++)
        if (findings->mentions.at[entity->mentions.at[i]].form == FORM_NAME) return true;
    return false;
}
