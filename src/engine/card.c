/* card.c - see card.h; and the card of a report of a record.
 *
 * In: a record, or a line of JSON. Out: a line of JSON, or a report as story/ takes it.
 *
 * Idea: what grouping reads of a report is its title, its own words, its day and its outlet; with
 * these on one line the making of stories needs nothing of the machine that read the page.
 *
 * Known to get wrong: NUL characters, which JSON may hold, end nothing but are kept as they are. */
#include "engine/card.h"
#include "base/buf.h"
#include "story/follow.h"
#include <jansson.h>

/* ---- out ---- */

static bool tells(BlockKind kind)
{
    return kind != BLOCK_LINK && kind != BLOCK_NOTE && kind != BLOCK_BYLINE && kind != BLOCK_DATE &&
           kind != BLOCK_MARKUP;
}

dln_status dln_card_write(const dln_record *record, size_t report, const char *id,
                          dln_write_fn write, void *context)
{
    if (!record || !id || !*id || !write || report >= record->record.n_reports)
        return DLN_ERR_USAGE;
    const Report *r = record->record.report[report];
    Sink sink;
    Json json;
    sink_init(&sink, write, context);
    jw_init(&json, &sink, false);
    jw_begin(&json, '{');
    jw_member(&json, "format", SLICE("dateline.card/1"));
    jw_member(&json, "id", slice_of(id));
    jw_member(&json, "language", r->language);
    jw_member(&json, "published", r->published.value);
    jw_key(&json, "day");
    if (r->published.day == DAY_UNKNOWN)
        jw_null(&json);
    else
        jw_int(&json, r->published.day);
    jw_member(&json, "outlet", r->outlet);
    jw_member(&json, "url", r->url);
    jw_member(&json, "title", r->title);
    jw_key(&json, "text");
    jw_string(&json, r->text);
    jw_key(&json, "quiet"), jw_begin(&json, '[');
    for (uint32_t i = 0; i < r->blocks.n; i++)
        if (!tells(r->blocks.at[i].kind)) jw_span(&json, r->blocks.at[i].span);
    jw_end(&json, ']');
    jw_end(&json, '}');
    sink_text(&sink, "\n");
    return sink_end(&sink);
}

/* ---- in ---- */

/* A text member, copied; empty where it is null or not there. False: of another kind. */
static bool take_text(const json_t *card, const char *key, Arena *arena, Slice *out)
{
    const json_t *value = json_object_get(card, key);
    *out = (Slice){"", 0};
    if (!value || json_is_null(value)) return true;
    if (!json_is_string(value)) return false;
    *out = arena_copy(arena, (Slice){json_string_value(value), json_string_length(value)});
    return true;
}

static uint32_t digits(const char *p, int n, bool *good)
{
    uint32_t value = 0;
    for (int i = 0; i < n; i++) {
        *good = *good && p[i] >= '0' && p[i] <= '9';
        value = value * 10 + (uint32_t)(p[i] - '0') % 10;
    }
    return value;
}

/* "2024-05-13..." to its day. */
static int32_t day_of(Slice when)
{
    bool good = when.n >= 10 && when.p[4] == '-' && when.p[7] == '-';
    if (!good) return DAY_UNKNOWN;
    uint32_t year = digits(when.p, 4, &good), month = digits(when.p + 5, 2, &good),
             day = digits(when.p + 8, 2, &good);
    if (!good || month < 1 || month > 12 || day < 1 || day > month_length((int32_t)year, month))
        return DAY_UNKNOWN;
    return day_from_civil((int32_t)year, month, day);
}

enum { DAY_MOST = 100000000 };

static bool take_day(const json_t *card, PileReport *report)
{
    const json_t *value = json_object_get(card, "day");
    report->day = day_of(report->when);
    if (!value || json_is_null(value)) return true;
    if (!json_is_integer(value)) return false;
    json_int_t day = json_integer_value(value);
    if (day < -DAY_MOST || day > DAY_MOST) return false;
    report->day = (int32_t)day;
    return true;
}

/* [begin, end) inside `n` bytes. */
static bool take_span(const json_t *pair, size_t n, Span *out)
{
    const json_t *b = json_array_get(pair, 0), *e = json_array_get(pair, 1);
    if (json_array_size(pair) != 2 || !json_is_integer(b) || !json_is_integer(e)) return false;
    json_int_t begin = json_integer_value(b), end = json_integer_value(e);
    if (begin < 0 || end < begin || (uint64_t)end > n) return false;
    *out = (Span){(uint32_t)begin, (uint32_t)end};
    return true;
}

/* The text with what does not tell blanked. */
static dln_status take_told(const json_t *card, Arena *arena, PileReport *report)
{
    const json_t *quiet = json_object_get(card, "quiet");
    Span span;
    if (quiet && !json_is_null(quiet) && !json_is_array(quiet)) return DLN_ERR_FORMAT;
    report->told = arena_copy(arena, report->text);
    if (!report->told.p) return arena_status(arena);
    for (size_t i = 0; i < json_array_size(quiet); i++) {
        if (!take_span(json_array_get(quiet, i), report->text.n, &span)) return DLN_ERR_FORMAT;
        memset((char *)(uintptr_t)report->told.p + span.b, ' ', span.e - span.b);
    }
    return DLN_OK;
}

static bool take_outlet(const json_t *card, Arena *arena, PileReport *report)
{
    Slice url;
    if (!take_text(card, "outlet", arena, &report->outlet) || !take_text(card, "url", arena, &url))
        return false;
    if (!report->outlet.n) report->outlet = engine_host_of(url);
    return true;
}

static dln_status take_card(const json_t *card, Arena *arena, Card *out)
{
    PileReport *report = &out->report;
    *out = (Card){.id = {"", 0}};
    if (!json_is_object(card) || !take_text(card, "id", arena, &out->id) ||
        !take_text(card, "text", arena, &report->text) ||
        !take_text(card, "title", arena, &report->title) ||
        !take_text(card, "published", arena, &report->when) || !take_outlet(card, arena, report) ||
        !take_day(card, report) || !out->id.n || out->id.n > ID_MOST ||
        !json_is_string(json_object_get(card, "text")) || report->text.n >= INT32_MAX)
        return arena_status(arena) == DLN_OK ? DLN_ERR_FORMAT : arena_status(arena);
    TRY(take_told(card, arena, report));
    return arena_status(arena);
}

dln_status card_read(Slice line, Arena *arena, Card *card)
{
    json_error_t error;
    json_t *root = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &error);
    if (!root) return DLN_ERR_FORMAT;
    dln_status status = take_card(root, arena, card);
    json_decref(root);
    return status;
}
