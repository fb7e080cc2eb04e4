/* settle.c - the desk's stories joined (desk.h).
 *
 * In: reports of the store. Out: a story's record; the rows by which stories are listed. A story is
 * joined again only when it gained a report.
 *
 * Known to get wrong: a story of more than 200 reports is joined from the latest 200. */
#include "desk/desk.h"
#include "desk/query.h"
#include "base/map.h"

enum {
    STORY_ROOM = 200, /* reports of a story that are joined */
    TAGS = 400,       /* of a story */
    TAG_BYTES = 200
};

static dln_status load_story(dln_desk *desk, int64_t story, dln_run **run)
{
    int64_t id[STORY_ROOM];
    uint32_t n;
    TRY(store_story_reports(desk->store, story, id, STORY_ROOM, &n));
    if (!n) return DLN_ERR_EMPTY;
    TRY(dln_run_new(desk->engine, run));
    dln_status status = DLN_OK;
    for (uint32_t i = 0; i < n && status == DLN_OK; i++) {
        Analysed *a;
        status = desk_load(desk, id[i], &a);
        if (status == DLN_OK && (status = run_keep(*run, a)) != DLN_OK) desk_drop(a);
    }
    if (status != DLN_OK) {
        dln_run_free(*run);
        *run = NULL;
    }
    return status;
}

dln_status dln_desk_record(dln_desk *desk, int64_t story, dln_run **run, dln_record **record)
{
    if (!desk || !run || !record) return DLN_ERR_USAGE;
    *run = NULL;
    *record = NULL;
    desk->message[0] = 0;
    dln_status status = load_story(desk, story, run);
    if (status == DLN_OK) status = dln_run_story(*run, record);
    if (status != DLN_OK) {
        dln_run_free(*run);
        *run = NULL;
    }
    return status == DLN_ERR_EMPTY ? desk_say(desk, status, "no such story")
                                   : desk_failed(desk, status);
}

/* Tags of a story, each once. */
typedef struct Tags {
    Arena *arena;
    Map known;
    VEC(Slice) list;
} Tags;

static void add_whole(Tags *tags, Slice tag)
{
    if (!tag.p || tags->list.n >= TAGS || map_get(&tags->known, tag, NULL)) return;
    if (map_put(&tags->known, tag, 1)) (void)VEC_PUSH(tags->arena, &tags->list, tag);
}

/* "KIND:NAME", where there is a name and room. */
static void add_tag(Tags *tags, const char *kind, Slice name)
{
    if (!name.n || name.n > TAG_BYTES || tags->list.n >= TAGS) return;
    add_whole(tags, arena_printf(tags->arena, "%s:%.*s", kind, (int)name.n, name.p));
}

/* Who spoke, by name; "the mayor" is none. */
static void add_speakers(Tags *tags, const Record *r)
{
    for (uint32_t i = 0; i < r->statements.n; i++) {
        uint32_t speaker = r->statements.at[i].speaker;
        if (speaker == NONE) continue;
        const RecordEntity *e = &r->entities.at[speaker];
        bool named = false;
        for (uint32_t k = 0; k < e->mentions.n && !named; k++)
            named = e->mentions.at[k].form == FORM_NAME;
        if (named) add_tag(tags, "by", e->name);
    }
}

/* "verdict:CONFLICT", "type:ASSAULT", "by:Ana Lint", "outlet:Coast Daily": what a search may ask a
 * story for, and whose pages it is on. */
static dln_status tag_story(dln_desk *desk, int64_t id, const Record *r, Arena *arena)
{
    Tags tags = {.arena = arena};
    map_init(&tags.known, arena);
    for (uint32_t i = 0; i < r->facts.n; i++)
        add_whole(&tags, desk_verdict_tag(r->facts.at[i].verdict, arena));
    for (uint32_t i = 0; i < r->events.n; i++)
        add_tag(&tags, "type", r->events.at[i].type);
    for (uint32_t i = 0; i < r->n_reports; i++)
        add_tag(&tags, "outlet", desk_outlet(r->report[i]));
    add_speakers(&tags, r);
    TRY(arena_status(arena));
    return store_story_tags(desk->store, id, tags.list.at, tags.list.n);
}

/* Rows of reports say what their story does: the outlet, and the day that a sister gave the year
 * of.
 */
static dln_status tell_reports(dln_desk *desk, const Record *r)
{
    for (uint32_t i = 0; i < r->n_reports; i++) {
        const Report *report = r->report[i];
        StoreReport row = {.outlet = desk_outlet(report),
                           .published = report->published.value,
                           .day = report->published.day};
        TRY(store_known(desk->store, slice_of(report->sha256), report->member, &row.id));
        if (row.id) TRY(store_report_told(desk->store, &row));
    }
    return DLN_OK;
}

static uint32_t outlets_of(const Record *r)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->n_reports; i++) {
        bool first = true;
        Slice mine = r->report[i]->outlet.n ? r->report[i]->outlet : r->report[i]->source;
        for (uint32_t k = 0; k < i && first; k++) {
            const Report *o = r->report[k];
            first = !slice_eq(mine, o->outlet.n ? o->outlet : o->source);
        }
        n += first;
    }
    return n;
}

/* Reports without those that a later version speaks for. */
static uint32_t speaking(const Record *r)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->n_reports; i++)
        n += !report_replaced(r, i);
    return n;
}

dln_status desk_settle_story(dln_desk *desk, int64_t id, int64_t now)
{
    dln_run *run;
    dln_record *record;
    Arena arena;
    dln_status status = dln_desk_record(desk, id, &run, &record);
    if (status == DLN_ERR_EMPTY) return DLN_OK; /* it was merged */
    TRY(status);
    const Record *r = &record->record;
    StoreStory row = {.id = id,
                      .changed = now,
                      .from = r->from,
                      .to = r->to,
                      .reports = speaking(r),
                      .outlets = outlets_of(r),
                      .title = r->title};
    for (uint32_t i = 0; i < r->facts.n; i++) {
        row.conflicts += r->facts.at[i].verdict == DLN_CONFLICT;
        row.refined += r->facts.at[i].verdict == DLN_REFINED;
        row.agree += r->facts.at[i].verdict == DLN_AGREE;
    }
    arena_init(&arena, 0);
    status = store_story(desk->store, &row);
    if (status == DLN_OK) status = tag_story(desk, id, r, &arena);
    if (status == DLN_OK) status = tell_reports(desk, r);
    arena_free(&arena);
    dln_record_free(record);
    dln_run_free(run);
    return status;
}

/* Is the row's number of reports not that of the record? What cannot be joined is not known. */
static dln_status is_uneven(dln_desk *desk, int64_t id, bool *uneven)
{
    dln_run *run;
    dln_record *record;
    uint32_t listed;
    *uneven = false;
    TRY(store_story_counts(desk->store, id, &listed));
    dln_status status = dln_desk_record(desk, id, &run, &record);
    if (status == DLN_ERR_IO || status == DLN_ERR_NOMEM) return status;
    if (status != DLN_OK) return DLN_OK;
    *uneven = speaking(&record->record) != listed;
    dln_record_free(record);
    dln_run_free(run);
    return DLN_OK;
}

/* The store knows addresses as they are written, a record as they are meant: it has the last word.
 */
dln_status desk_uneven(dln_desk *desk, Arena *arena, StoreIds *ids)
{
    StoreIds may;
    uint32_t n = 0;
    TRY(store_uneven(desk->store, desk->settled, STORY_ROOM, arena, &may));
    for (uint32_t i = 0; i < may.n; i++) {
        bool uneven;
        TRY(is_uneven(desk, may.at[i], &uneven));
        if (uneven) may.at[n++] = may.at[i];
    }
    may.n = n;
    *ids = may;
    return DLN_OK;
}

/* Joins the stories of the reports that came since the last settling; `last` is the newest. */
static dln_status settle_all(dln_desk *desk, int64_t last, int64_t now)
{
    Arena arena;
    StoreIds story;
    arena_init(&arena, 0);
    dln_status status = store_touched(desk->store, desk->settled, &arena, &story);
    for (uint32_t i = 0; status == DLN_OK && i < story.n; i++)
        status = desk_settle_story(desk, story.at[i], now);
    arena_free(&arena);
    if (status == DLN_OK)
        status = store_keep(desk->store, "settled", (Slice){(const char *)&last, sizeof last});
    return status;
}

dln_status dln_desk_settle(dln_desk *desk, int64_t now)
{
    int64_t last, newest;
    if (!desk) return DLN_ERR_USAGE;
    if (!desk->write) return DLN_OK;
    desk->message[0] = 0;
    TRY(desk_failed(desk, store_index(desk->store)));
    TRY(desk_failed(desk, store_last_report(desk->store, &last)));
    if (last == desk->settled) return DLN_OK;
    TRY(desk_failed(desk, store_begin(desk->store)));
    /* another writer may have added or settled meanwhile */
    dln_status status = store_last_report(desk->store, &last);
    if (status == DLN_OK) status = desk_settled(desk);
    /* with a clock set back, what changes now is still what changed last */
    if (status == DLN_OK) status = store_newest(desk->store, &newest);
    if (status == DLN_OK) status = settle_all(desk, last, now > newest ? now : newest);
    if (status == DLN_OK) status = store_commit(desk->store);
    if (status != DLN_OK) {
        desk_failed(desk, status);
        store_rollback(desk->store);
        return status;
    }
    desk->settled = last;
    return DLN_OK;
}
