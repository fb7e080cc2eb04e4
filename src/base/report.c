/* report.c - see report.h. */
#include "base/report.h"

const char *const basis_name[BASIS_COUNT] = {"none", "explicit",  "metadata", "dateline", "text",
                                             "url",  "published", "story",    "context"};
const char *const block_name[BLOCK_KINDS] = {"body", "title", "byline", "date",   "caption",
                                             "link", "note",  "markup", "heading"};

BlockKind report_block_at(const Report *report, uint32_t at)
{
    uint32_t low;
    if (!report->blocks.n) return BLOCK_BODY;
    LIST_FIRST(low, report->blocks.n, report->blocks.at[low].span.e <= at);
    bool inside = low < report->blocks.n && report->blocks.at[low].span.b <= at;
    return inside ? report->blocks.at[low].kind : BLOCK_MARKUP;
}

Slice report_cut(const Report *report)
{
    static const char *const codes[] = {NOTE_TIME_LIMIT, NOTE_STORY_LIMIT, NOTE_MEMORY_LIMIT,
                                        NOTE_WORDS_LIMIT};
    for (size_t k = 0; k < sizeof codes / sizeof *codes && report->partial; k++)
        for (uint32_t i = 0; i < report->notes.n; i++)
            if (strcmp(report->notes.at[i].code, codes[k]) == 0) return report->notes.at[i].detail;
    return report->partial ? SLICE("cut short by a limit") : (Slice){"", 0};
}

Slice report_left_out(const Report *report)
{
    for (uint32_t i = report->notes.n; i-- > 0;)
        if (strcmp(report->notes.at[i].code, NOTE_LEFT_OUT) == 0) return report->notes.at[i].detail;
    return (Slice){"", 0};
}

bool report_unread(const Report *report)
{
    for (uint32_t i = 0; i < report->notes.n; i++)
        if (strcmp(report->notes.at[i].code, NOTE_NO_MODEL) == 0) return true;
    return false;
}

bool report_note_in(Report *report, Arena *arena, const char *code, uint32_t position, Slice detail)
{
    return VEC_PUSH(arena, &report->notes, (Note){code, position, detail});
}

bool report_note(Report *report, const char *code, uint32_t position, Slice detail)
{
    return report_note_in(report, &report->arena, code, position, detail);
}

static void keep_inside(Span *span, uint32_t end)
{
    if (span->e > end) *span = (Span){0, 0};
}

Report *report_first(const Report *report, uint32_t end, Arena *arena)
{
    uint32_t blocks = 0, markup = 0, map = 0;
    while (blocks < report->blocks.n && report->blocks.at[blocks].span.b < end)
        blocks++;
    while (markup < report->markup.n && report->markup.at[markup].b < end)
        markup++;
    while (map < report->map.n && report->map.at[map].text < end)
        map++;
    Report *part = ARENA_NEW(arena, Report);
    Block *last = ARENA_ARRAY(arena, Block, blocks);
    Span *marks = ARENA_ARRAY(arena, Span, markup);
    MapRun *runs = ARENA_ARRAY(arena, MapRun, map);
    if (!part || !last || !marks || !runs) return NULL;
    *part = *report;
    part->arena = (Arena){0};
    part->text.n = end;
    part->blocks.at = last, part->blocks.n = part->blocks.cap = blocks;
    part->markup.at = marks, part->markup.n = part->markup.cap = markup;
    part->map.at = runs, part->map.n = part->map.cap = map;
    part->notes.cap = part->notes.n; /* a note more makes a list of its own */
    if (blocks) memcpy(last, report->blocks.at, blocks * sizeof *last);
    if (markup) memcpy(marks, report->markup.at, markup * sizeof *marks);
    if (map) memcpy(runs, report->map.at, map * sizeof *runs);
    if (blocks && last[blocks - 1].span.e > end) last[blocks - 1].span.e = end;
    if (markup && marks[markup - 1].e > end) marks[markup - 1].e = end;
    if (map && runs[map - 1].length > end - runs[map - 1].text)
        runs[map - 1].length = end - runs[map - 1].text;
    keep_inside(&part->title_span, end);
    keep_inside(&part->byline_span, end);
    keep_inside(&part->dateline.span, end);
    keep_inside(&part->dateline.place_span, end);
    keep_inside(&part->dateline.date_span, end);
    keep_inside(&part->published.span, end);
    keep_inside(&part->modified.span, end);
    return part;
}
