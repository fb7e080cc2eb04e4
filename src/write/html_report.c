/* html_report.c - the reports with their highlights. Claims overlap freely, so the text is cut at
 * every begin and end, and each piece carries the claims that cover it (data-c="f1 s2"); an empty
 * element with the id rREPORT-BEGIN-END stands where a quoted stretch begins, the target of the
 * references on the left.
 *
 * In: Record. Out: one <article> a report. O(n log n) in the number of spans, plus their overlap.
 */
#include "base/mem.h"
#include "write/markup.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct Light {
    Span span;
    ClaimId claim;
    char kind;
} Light; /* kind: e event, s statement, f fact, n name, t time */
typedef struct Lights {
    Light *at;
    size_t n, cap;
    bool failed;
} Lights;

static void light(Lights *list, Span span, ClaimId claim, char kind)
{
    if (list->failed || span_empty(span)) return;
    if (list->n == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 256;
        Light *more = mem_resize(list->at, cap * sizeof *more);
        if (!more) {
            list->failed = true;
            return;
        }
        list->at = more;
        list->cap = cap;
    }
    list->at[list->n++] = (Light){span, claim, kind};
}

static void light_entities(const Record *record, uint32_t report, Lights *list)
{
    for (uint32_t i = 0; i < record->entities.n; i++)
        for (uint32_t k = 0; k < record->entities.at[i].mentions.n; k++) {
            const RecordMention *m = &record->entities.at[i].mentions.at[k];
            if (m->report == report) light(list, m->span, (ClaimId){'e', i}, 'n');
        }
    for (uint32_t i = 0; i < record->entities.n; i++)
        for (uint32_t k = 0; k < record->entities.at[i].roles.n; k++) {
            Evidence at = record->entities.at[i].roles.at[k].at;
            if (at.report == report) light(list, at.span, (ClaimId){'e', i}, 'n');
        }
}

static void light_times(const Record *record, uint32_t report, Lights *list)
{
    for (uint32_t i = 0; i < record->times.n; i++)
        for (uint32_t k = 0; k < record->times.at[i].mentions.n; k++) {
            const RecordTimeMention *m = &record->times.at[i].mentions.at[k];
            if (m->at.report == report) light(list, m->at.span, (ClaimId){'t', i}, 't');
        }
}

static void light_statements(const Record *record, uint32_t report, Lights *list)
{
    for (uint32_t i = 0; i < record->statements.n; i++)
        for (uint32_t k = 0; k < record->statements.at[i].versions.n; k++) {
            const RecordVersion *v = &record->statements.at[i].versions.at[k];
            for (uint32_t c = 0; v->report == report && c < v->content.n; c++)
                light(list, v->content.at[c], (ClaimId){'s', i}, 's');
        }
}

static void light_events(const Record *record, uint32_t report, Lights *list)
{
    for (uint32_t i = 0; i < record->events.n; i++)
        for (uint32_t k = 0; k < record->events.at[i].mentions.n; k++) {
            const RecordEventMention *m = &record->events.at[i].mentions.at[k];
            if (m->report == report) light(list, m->trigger, (ClaimId){'v', i}, 'e');
        }
}

static void light_facts(const Record *record, uint32_t report, Lights *list)
{
    for (uint32_t i = 0; i < record->facts.n; i++)
        for (uint32_t v = 0; v < record->facts.at[i].values.n; v++) {
            const RecordValue *value = &record->facts.at[i].values.at[v];
            for (uint32_t k = 0; k < value->evidence.n; k++)
                if (value->evidence.at[k].report == report)
                    light(list, value->evidence.at[k].span, (ClaimId){'f', i}, 'f');
        }
}

static int by_begin(const void *a, const void *b)
{
    const Light *x = a, *y = b;
    if (x->span.b != y->span.b) return x->span.b < y->span.b ? -1 : 1;
    if (x->span.e != y->span.e) return x->span.e > y->span.e ? -1 : 1;
    if (x->claim.letter != y->claim.letter) return x->claim.letter < y->claim.letter ? -1 : 1;
    return x->claim.index < y->claim.index ? -1 : x->claim.index > y->claim.index;
}

typedef struct Shown {
    const Record *record;
    uint32_t report;
    Lights lights;
    size_t next;
    Sink *sink;
} Shown;
enum { MAX_COVER = 32 }; /* claims named on one piece; more of them are still listed on the left */

/* Lights that cover byte `at` (of those that begin at or before it); returns how many, and the
 * nearest end or begin behind `at` in *cut. */
static uint32_t cover(const Shown *s, size_t first, uint32_t at, uint32_t end,
                      const Light *out[MAX_COVER], uint32_t *cut)
{
    uint32_t n = 0;
    *cut = end;
    for (size_t i = first; i < s->lights.n && s->lights.at[i].span.b < *cut; i++) {
        const Light *l = &s->lights.at[i];
        if (l->span.b > at) {
            *cut = l->span.b;
            break;
        }
        if (l->span.e <= at) continue;
        if (l->span.e < *cut) *cut = l->span.e;
        if (n < MAX_COVER) out[n++] = l;
    }
    return n;
}

static void targets(const Shown *s, size_t first, uint32_t at)
{
    for (size_t i = first; i < s->lights.n && s->lights.at[i].span.b <= at; i++) {
        Span span = s->lights.at[i].span;
        bool same = i > 0 && s->lights.at[i - 1].span.b == span.b &&
                    s->lights.at[i - 1].span.e == span.e;
        if (span.b == at && !same)
            sink_printf(s->sink, "<span class=\"at\" id=\"r%u-%u-%u\"></span>", s->report + 1,
                        span.b, span.e);
    }
}

static void piece(const Shown *s, Span span, const Light *const *lit, uint32_t n)
{
    Slice text = slice_span(s->record->report[s->report]->text, span);
    if (!n) {
        html_text(s->sink, text);
        return;
    }
    sink_text(s->sink, "<mark class=\"");
    for (const char *kind = "sefnt"; *kind; kind++)
        for (uint32_t i = 0; i < n; i++)
            if (lit[i]->kind == *kind) {
                sink_printf(s->sink, " k%c", *kind);
                break;
            }
    sink_text(s->sink, "\" data-c=\"");
    for (uint32_t i = 0; i < n; i++)
        sink_printf(s->sink, "%s%c%u", i ? " " : "", lit[i]->claim.letter, lit[i]->claim.index + 1);
    sink_text(s->sink, "\">");
    html_text(s->sink, text);
    sink_text(s->sink, "</mark>");
}

static void stretch(Shown *s, Span block)
{
    while (s->next < s->lights.n && s->lights.at[s->next].span.e <= block.b)
        s->next++;
    for (uint32_t at = block.b; at < block.e;) {
        const Light *lit[MAX_COVER];
        uint32_t cut, n = cover(s, s->next, at, block.e, lit, &cut);
        targets(s, s->next, at);
        piece(s, (Span){at, cut}, lit, n);
        at = cut;
        while (s->next < s->lights.n && s->lights.at[s->next].span.e <= at &&
               s->lights.at[s->next].span.b <= at)
            s->next++;
    }
}

static void block(Shown *s, const Block *b)
{
    const char *tag = b->kind == BLOCK_TITLE || b->kind == BLOCK_HEADING ? "h4" : "p";
    if (b->kind == BLOCK_MARKUP) return;
    sink_printf(s->sink, "<%s class=\"b-%s\">", tag, block_name[b->kind]);
    if (b->kind != BLOCK_BODY && b->kind != BLOCK_TITLE && b->kind != BLOCK_HEADING)
        sink_printf(s->sink, "<small>%s</small> ", block_name[b->kind]);
    stretch(s, b->span);
    sink_printf(s->sink, "</%s>\n", tag);
}

static void report_head(const Record *record, uint32_t index, Sink *sink)
{
    const Report *r = record->report[index];
    sink_printf(sink,
                "<article class=\"report\" id=\"r%u\" tabindex=\"-1\" aria-labelledby=\"r%u-name\"",
                index + 1, index + 1);
    if (r->language.n) {
        sink_text(sink, " lang=\"");
        html_text(sink, r->language);
        sink_text(sink, "\"");
    }
    sink_printf(sink, ">\n<h3 id=\"r%u-name\"><span class=\"n\">[%u]</span> ", index + 1,
                index + 1);
    html_text(sink, report_label(r));
    sink_text(sink, "</h3>\n<p class=\"meta\">");
    for (uint32_t i = 0; i < r->agencies.n; i++) {
        sink_text(sink, i ? ", " : "Credits ");
        html_text(sink, r->agencies.at[i]);
    }
    if (r->agencies.n) sink_text(sink, ". ");
    if (r->published.value.n) {
        sink_text(sink, "Published ");
        html_text(sink, r->published.value);
        sink_printf(sink, " (known from %s). ", basis_name[r->published.basis]);
    } else
        sink_text(sink, "No date known. ");
    if (record->copy_of[index] != NONE)
        sink_printf(sink, "A copy of <a href=\"#r%u\">[%u]</a>. ", record->copy_of[index] + 1,
                    record->copy_of[index] + 1);
    html_text(sink, r->source);
    sink_text(sink, "</p>\n");
}

static void one_report(const Record *record, uint32_t index, Sink *sink)
{
    Shown s = {.record = record, .report = index, .sink = sink};
    const Report *r = record->report[index];
    light_entities(record, index, &s.lights);
    light_times(record, index, &s.lights);
    light_statements(record, index, &s.lights);
    light_events(record, index, &s.lights);
    light_facts(record, index, &s.lights);
    if (s.lights.n) list_sort(s.lights.at, s.lights.n, sizeof *s.lights.at, by_begin);
    report_head(record, index, sink);
    for (uint32_t i = 0; i < r->blocks.n; i++)
        block(&s, &r->blocks.at[i]);
    if (!r->blocks.n) block(&s, &(Block){BLOCK_BODY, {0, (uint32_t)r->text.n}});
    sink_text(sink, "</article>\n");
    if (s.lights.failed) sink->failed = true;
    mem_free(s.lights.at);
}

void html_reports(const Record *record, Sink *sink)
{
    for (uint32_t i = 0; i < record->n_reports; i++)
        one_report(record, i, sink);
}
