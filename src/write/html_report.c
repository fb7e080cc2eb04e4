/* html_report.c - the reports with their highlights. Claims overlap freely, so the text is cut at
 * every begin and end, and each piece carries the claims that cover it (data-c="f1 s2"); an empty
 * element with the id rREPORT-BEGIN-END stands where a quoted stretch begins, the target of the
 * references on the left.
 *
 * In: Record. Out: one <article> a report. O(n log n) in the number of spans of all reports, plus
 * their overlap: the lights are sorted once, and one pass holds those that are open. */
#include "base/mem.h"
#include "write/markup.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct Light {
    uint32_t report;
    Span span;
    ClaimId claim;
    char kind;
} Light; /* kind: e event, s statement, f fact, n name, t time */
typedef struct Lights {
    Light *at;
    size_t n, cap;
    bool failed;
} Lights;

static void light(Lights *list, uint32_t report, Span span, ClaimId claim, char kind)
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
    list->at[list->n++] = (Light){report, span, claim, kind};
}

static void light_entities(const Record *record, Lights *list)
{
    for (uint32_t i = 0; i < record->entities.n; i++)
        for (uint32_t k = 0; k < record->entities.at[i].mentions.n; k++) {
            const RecordMention *m = &record->entities.at[i].mentions.at[k];
            light(list, m->report, m->span, (ClaimId){'e', i}, 'n');
        }
    for (uint32_t i = 0; i < record->entities.n; i++)
        for (uint32_t k = 0; k < record->entities.at[i].roles.n; k++) {
            Evidence at = record->entities.at[i].roles.at[k].at;
            light(list, at.report, at.span, (ClaimId){'e', i}, 'n');
        }
}

static void light_times(const Record *record, Lights *list)
{
    for (uint32_t i = 0; i < record->times.n; i++)
        for (uint32_t k = 0; k < record->times.at[i].mentions.n; k++) {
            const RecordTimeMention *m = &record->times.at[i].mentions.at[k];
            light(list, m->at.report, m->at.span, (ClaimId){'t', i}, 't');
        }
}

static void light_statements(const Record *record, Lights *list)
{
    for (uint32_t i = 0; i < record->statements.n; i++)
        for (uint32_t k = 0; k < record->statements.at[i].versions.n; k++) {
            const RecordVersion *v = &record->statements.at[i].versions.at[k];
            for (uint32_t c = 0; c < v->content.n; c++)
                light(list, v->report, v->content.at[c], (ClaimId){'s', i}, 's');
        }
}

static void light_events(const Record *record, Lights *list)
{
    for (uint32_t i = 0; i < record->events.n; i++)
        for (uint32_t k = 0; k < record->events.at[i].mentions.n; k++) {
            const RecordEventMention *m = &record->events.at[i].mentions.at[k];
            light(list, m->report, m->trigger, (ClaimId){'v', i}, 'e');
        }
}

static void light_facts(const Record *record, Lights *list)
{
    for (uint32_t i = 0; i < record->facts.n; i++)
        for (uint32_t v = 0;
             v < record->facts.at[i].values.n && fact_is_worth(&record->facts.at[i]); v++) {
            const RecordValue *value = &record->facts.at[i].values.at[v];
            for (uint32_t k = 0; k < value->evidence.n; k++)
                light(list, value->evidence.at[k].report, value->evidence.at[k].span,
                      (ClaimId){'f', i}, 'f');
        }
}

/* By report, then in reading order, longer ones first. */
static int by_begin(const void *a, const void *b)
{
    const Light *x = a, *y = b;
    if (x->report != y->report) return x->report < y->report ? -1 : 1;
    if (x->span.b != y->span.b) return x->span.b < y->span.b ? -1 : 1;
    if (x->span.e != y->span.e) return x->span.e > y->span.e ? -1 : 1;
    if (x->claim.letter != y->claim.letter) return x->claim.letter < y->claim.letter ? -1 : 1;
    return x->claim.index < y->claim.index ? -1 : x->claim.index > y->claim.index;
}

typedef struct Shown {
    const Record *record;
    uint32_t report;
    const Light *light; /* of the report, in order */
    size_t n, next;     /* next: the first that is not reached */
    const Light **open; /* [n] those that cover the byte in hand, in order */
    size_t n_open;
    Sink *sink;
} Shown;
enum { MAX_COVER = 32 }; /* claims named on one piece; more of them are still listed on the left */

/* The target of references where a light begins; one for all of the same span. */
static void target(const Shown *s, size_t i)
{
    const Light *l = &s->light[i];
    bool same = i > 0 && l[-1].span.b == l->span.b && l[-1].span.e == l->span.e;
    if (!same)
        sink_printf(s->sink, "<span class=\"at\" id=\"r%u-%u-%u\"></span>", s->report + 1,
                    l->span.b, l->span.e);
}

/* Moves to byte `at`: opens the lights that begin there or before, closes those that ended. Returns
 * the nearest end or begin behind `at`. */
static uint32_t cover(Shown *s, uint32_t at, uint32_t end)
{
    size_t kept = 0;
    for (; s->next < s->n && s->light[s->next].span.b <= at; s->next++) {
        if (s->light[s->next].span.b == at) target(s, s->next);
        s->open[s->n_open++] = &s->light[s->next];
    }
    uint32_t cut = s->next < s->n && s->light[s->next].span.b < end ? s->light[s->next].span.b
                                                                    : end;
    for (size_t i = 0; i < s->n_open; i++) {
        const Light *l = s->open[i];
        if (l->span.e <= at) continue;
        if (l->span.e < cut) cut = l->span.e;
        s->open[kept++] = l;
    }
    s->n_open = kept;
    return cut;
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
    for (uint32_t at = block.b; at < block.e;) {
        uint32_t cut = cover(s, at, block.e);
        piece(s, (Span){at, cut}, s->open,
              (uint32_t)(s->n_open < MAX_COVER ? s->n_open : MAX_COVER));
        at = cut;
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

static void one_report(Shown *s, uint32_t index)
{
    const Report *r = s->record->report[index];
    s->report = index;
    s->next = s->n_open = 0;
    report_head(s->record, index, s->sink);
    for (uint32_t i = 0; i < r->blocks.n; i++)
        block(s, &r->blocks.at[i]);
    if (!r->blocks.n) block(s, &(Block){BLOCK_BODY, {0, (uint32_t)r->text.n}});
    sink_text(s->sink, "</article>\n");
}

void html_reports(const Record *record, Sink *sink)
{
    Lights all = {0};
    light_entities(record, &all);
    light_times(record, &all);
    light_statements(record, &all);
    light_events(record, &all);
    light_facts(record, &all);
    list_sort(all.at, all.n, sizeof *all.at, by_begin);
    Shown s = {.record = record, .sink = sink, .open = mem_alloc((all.n + 1) * sizeof *s.open)};
    sink->failed = sink->failed || all.failed || !s.open;
    for (uint32_t i = 0, first = 0; i < record->n_reports && !sink->failed; i++) {
        s.light = all.at + first;
        for (s.n = 0; first < all.n && all.at[first].report == i; first++)
            s.n++;
        one_report(&s, i);
    }
    mem_free(s.open);
    mem_free(all.at);
}
