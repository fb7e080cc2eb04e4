/* furniture.c - see furniture.h.
 *
 * In: reports, outlets. Out: texts without what the site puts on every page.
 *
 * Idea: "Sign up for our newsletter", "Follow us", the author's box and the list of other stories
 * bind two pages of one outlet that tell of nothing in common. A line that stands in two reports
 * of one outlet is furniture, unless the reports share a good part of their text: then they are
 * versions of one story, and what they share is the story.
 *
 * Known to get wrong: furniture of an outlet with one page in the pile; two versions of a story
 * that share a paragraph or two. */
#include "story/furniture.h"
#include "base/map.h"
#include <stdlib.h>

enum { LEAST_REPORTS = 2, LEAST_BYTES = 12 };
#define MOST_SHARED 0.3f /* of a report's bytes; more: it is a version of another one */

typedef struct Line {
    uint64_t hash; /* of outlet and words */
    uint32_t report, b, e;
} Line;
typedef VEC(Line) Lines;

static int by_hash(const void *x, const void *y)
{
    const Line *a = x, *b = y;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    if (a->report != b->report) return a->report < b->report ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

static bool list_lines(const PileReport *r, uint32_t report, Arena *arena, Lines *lines)
{
    uint64_t outlet = hash_bytes(r->outlet, 29);
    Slice text = r->told;
    for (size_t b = 0; b < text.n;) {
        const char *end = memchr(text.p + b, '\n', text.n - b);
        size_t e = end ? (size_t)(end - text.p) : text.n;
        Slice line = slice_trim((Slice){text.p + b, e - b});
        if (line.n >= LEAST_BYTES) {
            uint32_t at = (uint32_t)(line.p - text.p);
            Line one = {hash_bytes(line, outlet), report, at, at + (uint32_t)line.n};
            if (!VEC_PUSH(arena, lines, one)) return false;
        }
        b = e + 1;
    }
    return true;
}

/* Reports a run of equal lines stands in. */
static uint32_t reports_of(const Line *line, uint32_t n)
{
    uint32_t reports = 0;
    for (uint32_t i = 0; i < n; i++)
        reports += i == 0 || line[i].report != line[i - 1].report;
    return reports;
}

static dln_status blank(PileReport *r, const Line *line, Arena *arena, bool *copied)
{
    if (!*copied) {
        r->told = arena_copy(arena, r->told);
        if (!r->told.p) return arena_status(arena);
        *copied = true;
    }
    memset((char *)(uintptr_t)r->told.p + line->b, ' ', line->e - line->b);
    return DLN_OK;
}

dln_status furniture_blank(PileReport *reports, uint32_t n, Arena *arena)
{
    Lines lines = {0};
    uint32_t *shared = ARENA_ARRAY(arena, uint32_t, n + 1);
    bool *copied = ARENA_ARRAY(arena, bool, n + 1);
    if (!shared || !copied) return arena_status(arena);
    for (uint32_t i = 0; i < n; i++) {
        shared[i] = 0;
        copied[i] = false;
        if (!reports[i].told.n) reports[i].told = reports[i].text;
        if (reports[i].outlet.n && !list_lines(&reports[i], i, arena, &lines))
            return arena_status(arena);
    }
    list_sort(lines.at, lines.n, sizeof *lines.at, by_hash);
    for (uint32_t pass = 0; pass < 2; pass++) { /* count what is shared, then blank */
        for (uint32_t i = 0, end; i < lines.n; i = end) {
            for (end = i; end < lines.n && lines.at[end].hash == lines.at[i].hash;)
                end++;
            if (reports_of(&lines.at[i], end - i) < LEAST_REPORTS) continue;
            for (uint32_t k = i; k < end; k++) {
                const Line *line = &lines.at[k];
                PileReport *r = &reports[line->report];
                if (pass == 0)
                    shared[line->report] += line->e - line->b;
                else if ((float)shared[line->report] <= MOST_SHARED * (float)r->told.n)
                    TRY(blank(r, line, arena, &copied[line->report]));
            }
        }
    }
    return DLN_OK;
}

/* ---- the same for one report at a time, when others have counted ---- */

dln_status furniture_lines(const PileReport *report, Arena *arena, FurnitureLines *out)
{
    Lines lines = {0};
    *out = (FurnitureLines){0};
    if (report->outlet.n && !list_lines(report, 0, arena, &lines)) return arena_status(arena);
    list_sort(lines.at, lines.n, sizeof *lines.at, by_hash);
    out->hash = ARENA_ARRAY(arena, uint64_t, lines.n);
    if (!out->hash) return arena_status(arena);
    for (uint32_t i = 0; i < lines.n; i++)
        if (!i || lines.at[i].hash != lines.at[i - 1].hash) out->hash[out->n++] = lines.at[i].hash;
    return DLN_OK;
}

dln_status furniture_blank_shared(PileReport *report, const uint64_t *shared, size_t n,
                                  Arena *arena)
{
    Lines lines = {0};
    uint32_t bytes = 0;
    bool copied = false;
    if (!n || !report->outlet.n) return DLN_OK;
    if (!list_lines(report, 0, arena, &lines)) return arena_status(arena);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < lines.n; i++) {
        if (!bsearch(&lines.at[i].hash, shared, n, sizeof *shared, order_u64)) continue;
        bytes += lines.at[i].e - lines.at[i].b;
        lines.at[kept++] = lines.at[i];
    }
    if ((float)bytes > MOST_SHARED * (float)report->told.n) return DLN_OK;
    for (uint32_t i = 0; i < kept; i++)
        TRY(blank(report, &lines.at[i], arena, &copied));
    return DLN_OK;
}
