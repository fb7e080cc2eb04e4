/* gdelt.c - events as GDELT 2.0 rows: the 61 tab-separated columns of its event table, then five
 * of ours: how sure the event is told to be, the evidence ("1:27-137" report and bytes; several
 * parted by blanks), outlet, day and file#entry of the first report that tells it. GlobalEventID is
 * a whole number: the event's, times a hundred, and the dyad's.
 *
 * In: a Record. Out: one line a dyad (actor, recipient); where all act together, each with each, as
 * CAMEO counts.
 *
 * Not known to us and left empty: tone, coordinates, administrative codes. Goldstein values are
 * those of the root codes. QuadClass follows CAMEO (root 08 is material cooperation). DATEADDED is
 * the latest publication day of the reports, not the time of the run. */
#include "base/civil.h"
#include "base/mem.h"
#include "write/writers.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* A cell of the reports' words: no tab or line end; one that a spreadsheet would take for a formula
 * ("=HYPERLINK(...)", "+Verin") begins with an apostrophe, which it does not show. */
static void column(Sink *sink, Slice text)
{
    if (text.n && memchr("=+-@", text.p[0], 4)) sink_text(sink, "'");
    sink_line(sink, text);
    sink_text(sink, "\t");
}
static void columns_empty(Sink *sink, uint32_t n)
{
    while (n-- > 0)
        sink_text(sink, "\t");
}

/* SQLDATE, MonthYear, Year, FractionDate */
static void date_columns(Sink *sink, int32_t day)
{
    int32_t year;
    uint32_t month, dom;
    if (day == DAY_UNKNOWN) {
        columns_empty(sink, 4);
        return;
    }
    civil_from_day(day, &year, &month, &dom);
    sink_printf(sink, "%04d%02u%02u\t%04d%02u\t%04d\t%.4f\t", year, month, dom, year, month, year,
                (double)year + (month * 30.0 + dom) / 365.0);
}

static bool is_group(Slice code)
{
    static const char *const groups[] = {"IGO", "NGO", "NGM", "IMG", "MNC", "INT", "UIS", "---"};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (slice_starts(code, slice_of(groups[i]))) return true;
    return false;
}

/* Code, Name, Country, KnownGroup, Ethnic, Religion1, Religion2, Type1, Type2, Type3 */
static void actor_columns(Sink *sink, const Record *record, const RecordPart *part)
{
    if (!part || part->entity == NONE) {
        columns_empty(sink, 1);
        column(sink, part ? part->text : (Slice){"", 0});
        columns_empty(sink, 8);
        return;
    }
    const RecordEntity *e = &record->entities.at[part->entity];
    Slice code = e->actor, rest = code.n >= 3 ? (Slice){code.p + 3, code.n - 3} : (Slice){"", 0};
    bool group = is_group(code);
    column(sink, code);
    column(sink, e->name);
    column(sink, group || code.n < 3 ? (Slice){"", 0} : (Slice){code.p, 3});
    column(sink, group && rest.n >= 3 ? (Slice){rest.p, 3} : (Slice){"", 0});
    columns_empty(sink, 3);
    if (group) rest = code;
    for (size_t i = 0; i < 3; i++)
        column(sink, rest.n >= 3 * i + 3 ? (Slice){rest.p + 3 * i, 3} : (Slice){"", 0});
}

/* What holds for all rows. */
typedef struct Rows {
    const Record *record;
    const dln_write_options *options;
    int32_t added;     /* latest day of publication */
    uint32_t *counted; /* [n_reports] number of the last row that counted the report */
    uint32_t number;   /* of the row in hand, from 1 */
} Rows;

static uint32_t quad_of(uint32_t root)
{
    return root <= 5 ? 1 : root <= 9 ? 2 : root <= 13 ? 3 : 4;
}

/* IsRootEvent .. AvgTone */
static void code_columns(Sink *sink, const RecordEvent *event, Rows *rows)
{
    static const double goldstein[21] = {0,  0,  3,  4,    1,    3.5, 6,  7,  5,   -2, -5,
                                         -2, -4, -6, -6.5, -7.2, -4,  -7, -9, -10, -10};
    char root_text[3] = {event->cameo.n > 1 ? event->cameo.p[0] : '0',
                         event->cameo.n > 1 ? event->cameo.p[1] : '0', 0};
    uint32_t root = (uint32_t)strtoul(root_text, NULL, 10), articles = 0;
    if (root > 20) root = 0;
    rows->number++;
    for (uint32_t i = 0; i < event->mentions.n; i++) {
        uint32_t *counted = &rows->counted[event->mentions.at[i].report];
        articles += *counted != rows->number;
        *counted = rows->number;
    }
    sink_printf(sink, "%d\t", !event->background);
    column(sink, event->cameo);
    column(sink, (Slice){event->cameo.p, event->cameo.n > 3 ? 3 : event->cameo.n});
    sink_printf(sink, "%s\t%u\t%.1f\t%u\t%u\t%u\t\t", root_text, quad_of(root), goldstein[root],
                event->mentions.n, articles, articles);
}

/* Type, FullName, Country, ADM1, ADM2, Lat, Long, FeatureID */
static void place_columns(Sink *sink, const Record *record, uint32_t entity)
{
    if (entity == NONE) {
        columns_empty(sink, 8);
        return;
    }
    const RecordEntity *e = &record->entities.at[entity];
    sink_printf(sink, "%d\t", slice_starts(e->key, SLICE("country:")) ? 1 : 4);
    column(sink, e->name);
    column(sink, slice_of(e->country));
    columns_empty(sink, 4);
    column(sink, e->key);
}

/* Outlet, day of publication, file#entry of the first report that tells it. */
static void our_columns(Sink *sink, const Report *r)
{
    if (!r) {
        columns_empty(sink, 2);
        return;
    }
    column(sink, r->outlet.n ? r->outlet : r->agencies.n ? r->agencies.at[0] : (Slice){"", 0});
    column(sink, r->published.value);
    if (r->source.n && memchr("=+-@", r->source.p[0], 4)) sink_text(sink, "'");
    sink_line(sink, r->source);
    if (r->member.n) sink_text(sink, "#");
    sink_line(sink, r->member);
}

static void end_columns(Sink *sink, const Rows *rows, const RecordEvent *event)
{
    const Record *record = rows->record;
    int32_t added = rows->added, year;
    uint32_t month, dom, first = event->mentions.n ? event->mentions.at[0].report : 0;
    if (added == DAY_UNKNOWN)
        sink_text(sink, "\t");
    else {
        civil_from_day(added, &year, &month, &dom);
        sink_printf(sink, "%04d%02u%02u000000\t", year, month, dom);
    }
    if (first < record->n_reports)
        column(sink, record->report[first]->url.n ? record->report[first]->url
                                                  : record->report[first]->source);
    else
        sink_text(sink, "\t");
    sink_text(sink, modality_name[event->modality]);
    sink_text(sink, "\t");
    for (uint32_t i = 0; i < event->mentions.n; i++) {
        sink_printf(sink, "%s%u:%u-%u", i ? " " : "",
                    id_base(rows->options, 'r') + event->mentions.at[i].report + 1,
                    event->mentions.at[i].trigger.b, event->mentions.at[i].trigger.e);
    }
    sink_text(sink, "\t");
    our_columns(sink, first < record->n_reports ? record->report[first] : NULL);
    sink_text(sink, "\n");
}

static void row(Sink *sink, Rows *rows, uint32_t index, uint32_t dyad, const RecordPart *actor,
                const RecordPart *other)
{
    const Record *record = rows->record;
    const RecordEvent *event = &record->events.at[index];
    uint64_t event_id = (uint64_t)id_base(rows->options, 'v') + index + 1;
    uint64_t row_id = event_id * 100 + dyad + 1;
    sink_printf(sink, "%" PRIu64 "\t", row_id);
    date_columns(sink, event->from);
    actor_columns(sink, record, actor);
    actor_columns(sink, record, other);
    code_columns(sink, event, rows);
    columns_empty(sink, 16); /* places of the actors: not claimed */
    place_columns(sink, record, event->place);
    end_columns(sink, rows, event);
}

#define DYADS_MAX 64u

/* Has the event somebody in the role who is sure enough? `role` PART_ROLES: in any. The first;
 * NULL. */
static const RecordPart *first_shown(const Rows *rows, const RecordEvent *event, PartRole role)
{
    for (uint32_t i = 0; i < event->parts.n; i++) {
        const RecordPart *p = &event->parts.at[i];
        if ((role == PART_ROLES || p->role == role) && part_shown(rows->options, p)) return p;
    }
    return NULL;
}

static void event_rows(Sink *sink, Rows *rows, uint32_t index)
{
    const RecordEvent *event = &rows->record->events.at[index];
    uint32_t written = 0;
    bool recipients = first_shown(rows, event, PART_RECIPIENT) != NULL;
    for (uint32_t i = 0; i < event->parts.n; i++) {
        for (uint32_t k = 0; k < event->parts.n && written < DYADS_MAX; k++) {
            const RecordPart *a = &event->parts.at[i], *b = &event->parts.at[k];
            if (i == k || a->role != PART_ACTOR ||
                b->role != (recipients ? PART_RECIPIENT : PART_ACTOR) ||
                !part_shown(rows->options, a) || !part_shown(rows->options, b))
                continue;
            row(sink, rows, index, written++, a, b);
        }
    }
    if (written) return;
    const RecordPart *only = first_shown(rows, event, PART_ROLES);
    bool actor = only && only->role == PART_ACTOR;
    row(sink, rows, index, 0, actor ? only : NULL, only && !actor ? only : NULL);
}

void out_gdelt(const Record *record, const dln_write_options *options, Sink *sink)
{
    size_t bytes = (record->n_reports + 1) * sizeof(uint32_t);
    Rows rows = {
        .record = record, .options = options, .added = DAY_UNKNOWN, .counted = mem_alloc(bytes)};
    if (!rows.counted) {
        sink->failed = true;
        return;
    }
    memset(rows.counted, 0, bytes);
    for (uint32_t r = 0; r < record->n_reports; r++)
        if (record->report[r]->published.day > rows.added)
            rows.added = record->report[r]->published.day;
    for (uint32_t i = 0; i < record->events.n; i++)
        if (record->events.at[i].cameo.n && event_shown(options, &record->events.at[i]))
            event_rows(sink, &rows, i);
    mem_free(rows.counted);
}
