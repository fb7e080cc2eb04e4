/* html_report.c - the reports with their highlights. Claims overlap freely, so the text is cut at
 * every begin and end, and each piece carries the claims that cover it (data-c="f1 s2"); an empty
 * element with the id rREPORT-BEGIN-END stands where a quoted stretch begins, the target of the
 * references on the left.
 *
 * In: a Brief. Out: one <article> a report. O(n log n) in the number of spans of all reports, plus
 * their overlap: the lights are sorted once, and one pass holds those that are open. */
#include "write/markup.h"

typedef struct Light {
    uint32_t report;
    Span span;
    ClaimId claim;
    char kind;
} Light; /* kind: l news, e event, s statement, f fact, n name */
typedef VEC(Light) Lights;

static bool light(const Html *h, Lights *list, uint32_t report, Span span, ClaimId claim, char kind)
{
    return span_empty(span) || VEC_PUSH(h->brief->arena, list, (Light){report, span, claim, kind});
}

static bool light_news(const Html *h, Lights *list)
{
    bool room = true;
    for (uint32_t i = 0; i < h->brief->lead.n && room; i++) {
        const BriefSentence *s = &h->brief->lead.at[i];
        room = light(h, list, s->report, s->span, (ClaimId){'l', i}, 'l');
        for (uint32_t k = 0; k < s->also.n && room; k++)
            room = light(h, list, s->also.at[k].report, s->also.at[k].at, (ClaimId){'l', i}, 'l');
    }
    return room;
}

static bool light_entities(const Html *h, Lights *list)
{
    bool room = true;
    for (uint32_t i = 0; i < h->record->entities.n && room; i++) {
        const RecordEntity *e = &h->record->entities.at[i];
        if (!h->listed[i]) continue;
        for (uint32_t k = 0; k < e->mentions.n && room; k++)
            if (e->mentions.at[k].form == FORM_NAME)
                room = light(h, list, e->mentions.at[k].report, e->mentions.at[k].span,
                             (ClaimId){'e', i}, 'n');
        for (uint32_t k = 0; k < e->roles.n && room; k++)
            room = light(h, list, e->roles.at[k].at.report, e->roles.at[k].at.span,
                         (ClaimId){'e', i}, 'n');
    }
    return room;
}

static bool light_statements(const Html *h, Lights *list)
{
    bool room = true;
    for (uint32_t i = 0; i < h->record->statements.n && room; i++)
        for (uint32_t k = 0; k < h->record->statements.at[i].versions.n; k++) {
            const RecordVersion *v = &h->record->statements.at[i].versions.at[k];
            for (uint32_t c = 0; c < v->content.n && room; c++)
                room = light(h, list, v->report, v->content.at[c], (ClaimId){'s', i}, 's');
        }
    return room;
}

static bool light_events(const Html *h, const BriefEvent *at, uint32_t n, Lights *list)
{
    bool room = true;
    for (uint32_t i = 0; i < n && room; i++) {
        const RecordEvent *e = &h->record->events.at[at[i].event];
        ClaimId id = {'v', at[i].event};
        room = light(h, list, at[i].report, at[i].clause, id, 'e');
        for (uint32_t k = 0; k < e->mentions.n && room; k++)
            room = light(h, list, e->mentions.at[k].report, e->mentions.at[k].trigger, id, 'e');
    }
    return room;
}

static bool light_facts(const Html *h, Lights *list)
{
    bool room = true;
    for (uint32_t i = 0; i < h->brief->facts.n; i++) {
        const RecordFact *f = &h->record->facts.at[h->brief->facts.at[i].fact];
        ClaimId id = {'f', h->brief->facts.at[i].fact};
        if (h->brief->facts.at[i].place == BRIEF_MINOR) continue; /* has no card */
        for (uint32_t v = 0; v < f->values.n; v++)
            for (uint32_t k = 0; k < f->values.at[v].evidence.n && room; k++)
                room = light(h, list, f->values.at[v].evidence.at[k].report,
                             f->values.at[v].evidence.at[k].span, id, 'f');
    }
    return room;
}

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
    const Html *h;
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
    Slice text = slice_span(s->h->record->report[s->report]->text, span);
    if (!n) {
        html_text(s->sink, text);
        return;
    }
    sink_text(s->sink, "<mark class=\"");
    for (const char *kind = "lsefn"; *kind; kind++)
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

static void report_head(const Html *h, uint32_t index)
{
    const Report *r = h->record->report[index];
    Sink *sink = h->sink;
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
    html_text(sink, h->brief->outlet[index]);
    sink_text(sink, "</h3>\n<p class=\"meta\">");
    for (uint32_t i = 0; i < r->agencies.n; i++) {
        sink_text(sink, i ? ", " : "Credits ");
        html_text(sink, r->agencies.at[i]);
    }
    if (r->agencies.n) sink_text(sink, ". ");
    if (r->published.day != DAY_UNKNOWN) {
        html_days(h, r->published.day, r->published.day);
        sink_text(sink, ". ");
    } else if (r->published.value.n) {
        char room[PUBLISHED_ROOM];
        html_text(sink, phrases_published(h->brief->phrases, r->published.value, room));
        sink_text(sink, ". ");
    } else
        sink_text(sink, "No date known. ");
    if (h->record->copy_of[index] != NONE)
        sink_printf(sink, "A copy of <a href=\"#r%u\">[%u]</a>. ", h->record->copy_of[index] + 1,
                    h->record->copy_of[index] + 1);
    html_text(sink, phrases_source(r));
    sink_text(sink, "</p>\n");
}

static void one_report(Shown *s, uint32_t index)
{
    const Report *r = s->h->record->report[index];
    s->report = index;
    s->next = s->n_open = 0;
    report_head(s->h, index);
    for (uint32_t i = 0; i < r->blocks.n; i++)
        block(s, &r->blocks.at[i]);
    if (!r->blocks.n) block(s, &(Block){BLOCK_BODY, {0, (uint32_t)r->text.n}});
    sink_text(s->sink, "</article>\n");
}

void html_reports(const Html *h)
{
    Lights all = {0};
    const Brief *b = h->brief;
    bool room = light_news(h, &all) && light_entities(h, &all) && light_statements(h, &all) &&
                light_facts(h, &all) && light_events(h, b->events.at, b->events.n, &all) &&
                light_events(h, b->background.at, b->background.n, &all);
    list_sort(all.at, all.n, sizeof *all.at, by_begin);
    Shown s = {.h = h, .sink = h->sink, .open = ARENA_ARRAY(b->arena, const Light *, all.n + 1)};
    if (!room || !s.open) h->sink->failed = true;
    for (uint32_t i = 0, first = 0; i < h->record->n_reports && !h->sink->failed; i++) {
        s.light = all.n ? &all.at[first] : NULL;
        for (s.n = 0; first < all.n && all.at[first].report == i; first++)
            s.n++;
        one_report(&s, i);
    }
}
