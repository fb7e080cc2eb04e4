/* head.c - the story's head: title, first and last day, places, a key that does not hang on the
 * order of reports.
 *
 * In: the finished record. Out: record->title, from, to, places, key. The title is the headline
 * that shares most words with the other reports (so that no outlet's slant stands alone), or the
 * main event where no report has one. */
#include "collate/join.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

static uint32_t title_weight(const Join *join, uint32_t report)
{ /* how many names of the story stand in it, weighed by the reports that use them */
    const Record *r = join->record;
    Slice title = r->report[report]->title;
    uint32_t weight = 0;
    for (uint32_t i = 0; i < r->entities.n; i++) {
        const RecordEntity *e = &r->entities.at[i];
        uint32_t most = 0;
        for (uint32_t s = 0; s < e->spellings.n && s < 8; s++)
            if (e->spellings.at[s].reports.n > most &&
                slice_find(title, e->spellings.at[s].text) != SIZE_MAX)
                most = e->spellings.at[s].reports.n;
        weight += most;
    }
    return weight;
}

#define MAX_TITLES                                                                                 \
    512 /* each is looked through for every name of the story; of a pile of thousands the first by \
           their bytes compete */

static void set_title(Join *join)
{
    Record *r = join->record;
    uint32_t best = NONE, most = 0, titles = 0;
    for (uint32_t k = 0; k < r->n_reports && titles < MAX_TITLES; k++) {
        uint32_t report = join->order[k];
        if (!r->report[report]->title.n) continue;
        titles++;
        uint32_t weight = title_weight(join, report);
        if (best == NONE || weight > most) {
            best = report;
            most = weight;
        }
    }
    if (best != NONE) r->title = r->report[best]->title;
}

/* Days of the events that are not background, told by dates of a month at most; else of the
 * reports. */
static void set_days(Join *join)
{
    Record *r = join->record;
    for (uint32_t i = 0; i < r->events.n; i++) {
        const RecordEvent *e = &r->events.at[i];
        if (e->background || e->from == DAY_UNKNOWN || e->to - e->from > 31) continue;
        if (r->from == DAY_UNKNOWN || e->from < r->from) r->from = e->from;
        if (r->to == DAY_UNKNOWN || e->to > r->to) r->to = e->to;
    }
    for (uint32_t i = 0; i < r->n_reports && r->from == DAY_UNKNOWN; i++)
        if (join->day[i] != DAY_UNKNOWN) r->from = r->to = join->day[i];
}

static dln_status set_places(Join *join)
{
    Record *r = join->record;
    uint32_t *count = ARENA_ARRAY(join->scratch, uint32_t, r->entities.n + 1);
    if (!count) return arena_status(join->scratch);
    for (uint32_t i = 0; i < r->events.n; i++)
        if (r->events.at[i].place < r->entities.n && !r->events.at[i].background)
            count[r->events.at[i].place] += r->events.at[i].mentions.n;
    for (uint32_t round = 0; round < 3; round++) {
        uint32_t best = NONE;
        for (uint32_t i = 0; i < r->entities.n; i++)
            if (count[i] && (best == NONE || count[i] > count[best])) best = i;
        if (best == NONE) break;
        count[best] = 0;
        if (!VEC_PUSH(&r->arena, &r->places, best)) return arena_status(&r->arena);
    }
    return DLN_OK;
}

static void set_key(Join *join)
{
    uint64_t high = 0, low = 0;
    for (uint32_t k = 0; k < join->in->n; k++) {
        Slice sha = {join->record->report[join->order[k]]->sha256, 64};
        Slice bytes = sha.p[0] ? sha : join->record->report[join->order[k]]->text;
        high = hash_bytes(bytes, high + 1);
        low = hash_bytes(bytes, low + 2);
    }
    snprintf(join->record->key, sizeof join->record->key, "%016llx%016llx",
             (unsigned long long)high, (unsigned long long)low);
}

dln_status build_head(Join *join)
{
    set_title(join);
    set_days(join);
    set_key(join);
    return set_places(join);
}
