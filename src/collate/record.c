/* record.c - see record.h: names of its enumerations, questions to a record. */
#include "collate/record.h"

const char *const verdict_name[4] = {"agree", "refined", "conflict", "only"};

Slice record_role(const RecordEntity *entity)
{
    for (uint32_t i = 0; i < entity->roles.n; i++)
        if (slice_has_capital(entity->roles.at[i].text)) return entity->roles.at[i].text;
    return entity->roles.n ? entity->roles.at[0].text : (Slice){"", 0};
}

/* Voices of the value that a report gives inside `words`; 0 none. */
static uint32_t voices_inside(const RecordFact *f, uint32_t report, Span words)
{
    uint32_t voices = 0;
    for (uint32_t v = 0; v < f->values.n; v++) {
        const RecordValue *value = &f->values.at[v];
        for (uint32_t k = 0; k < value->evidence.n; k++)
            if (value->evidence.at[k].report == report &&
                span_in(value->evidence.at[k].span, words))
                voices = value->voices;
    }
    return voices;
}

bool record_outvoiced(const Record *r, uint32_t report, Span words)
{
    for (uint32_t i = 0; i < r->facts.n; i++) {
        const RecordFact *f = &r->facts.at[i];
        uint32_t most = 0;
        if (f->verdict != DLN_CONFLICT) break; /* conflicts stand first */
        if (f->between_parties) continue;
        for (uint32_t v = 0; v < f->values.n; v++)
            if (f->values.at[v].voices > most) most = f->values.at[v].voices;
        uint32_t mine = voices_inside(f, report, words);
        if (mine && mine < most) return true;
    }
    return false;
}
