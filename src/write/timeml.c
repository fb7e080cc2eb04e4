/* timeml.c - TimeML 1.2: the report's text with its time expressions and events marked in line, and
 * which event lies in which time.
 *
 * In: a Record. Out: a tar of .tml documents. Marks in line cannot overlap: where they would, the
 * one that begins first, and of those the longer, is kept (a range stands for its ends). Event
 * classes other than REPORTING and OCCURRENCE are not told apart; tense and aspect are NONE. */
#include "write/markup.h"
#include "write/tar.h"

typedef struct Mark {
    Span span;
    uint32_t index; /* of the record's time or event */
    bool event;
} Mark;

static int by_begin(const void *x, const void *y)
{
    const Mark *a = x, *b = y;
    if (a->span.b != b->span.b) return a->span.b < b->span.b ? -1 : 1;
    if (a->span.e != b->span.e) return a->span.e > b->span.e ? -1 : 1;
    if (a->event != b->event) return a->event ? 1 : -1;
    return a->index < b->index ? -1 : a->index > b->index;
}

typedef VEC(Mark) Marks;

static bool collect(const Document *d, Arena *arena, Marks *marks)
{
    const Record *r = d->record;
    bool room = true;
    for (uint32_t i = 0; i < d->n[PLACE_TIME] && room; i++) {
        Place at = d->at[PLACE_TIME][i];
        Span span = r->times.at[at.item].mentions.at[at.mention].at.span;
        room = VEC_PUSH(arena, marks, (Mark){span, at.item, false});
    }
    for (uint32_t i = 0; i < d->n[PLACE_EVENT] && room; i++) {
        Place at = d->at[PLACE_EVENT][i];
        Span span = r->events.at[at.item].mentions.at[at.mention].trigger;
        room = VEC_PUSH(arena, marks, (Mark){span, at.item, true});
    }
    list_sort(marks->at, marks->n, sizeof *marks->at, by_begin);
    uint32_t kept = 0;
    for (uint32_t i = 0, end = 0; i < marks->n; i++) {
        if (marks->at[i].span.b < end || span_empty(marks->at[i].span)) continue;
        end = marks->at[i].span.e;
        marks->at[kept++] = marks->at[i];
    }
    marks->n = kept;
    return room;
}

static const char *timex_type(TimeType type)
{
    static const char *const names[TIME_TYPES] = {"DATE", "TIME", "DURATION", "SET", "DATE"};
    return names[type];
}

static void open_mark(const Document *d, const Mark *m, uint32_t number)
{
    const RecordTime *t = &d->record->times.at[m->index];
    if (m->event) {
        const RecordEvent *e = &d->record->events.at[m->index];
        bool says = slice_starts(e->cameo, SLICE("01")) || slice_starts(e->cameo, SLICE("02"));
        sink_printf(d->sink, "<EVENT eid=\"e%u\" class=\"%s\">", number,
                    says ? "REPORTING" : "OCCURRENCE");
        return;
    }
    sink_printf(d->sink, "<TIMEX3 tid=\"t%u\" type=\"%s\" value=\"", number, timex_type(t->type));
    html_text(d->sink, t->value);
    if (t->mod.n) {
        sink_text(d->sink, "\" mod=\"");
        html_text(d->sink, t->mod);
    }
    sink_text(d->sink, "\">");
}

static void put_text(const Document *d, const Marks *marks)
{
    Slice text = d->record->report[d->report]->text;
    uint32_t at = 0;
    for (uint32_t i = 0; i < marks->n; i++) {
        const Mark *m = &marks->at[i];
        html_text(d->sink, slice_span(text, (Span){at, m->span.b}));
        open_mark(d, m, i + 1);
        html_text(d->sink, slice_span(text, m->span));
        sink_text(d->sink, m->event ? "</EVENT>" : "</TIMEX3>");
        at = m->span.e;
    }
    html_text(d->sink, slice_span(text, (Span){at, (uint32_t)text.n}));
}

/* The mark of the event's time nearest before or behind it; NONE. */
static uint32_t time_mark(const Document *d, const Marks *marks, uint32_t event)
{
    uint32_t time = d->record->events.at[marks->at[event].index].time, best = NONE, least = NONE;
    for (uint32_t i = 0; time != NONE && i < marks->n; i++) {
        const Mark *m = &marks->at[i];
        if (m->event || m->index != time) continue;
        uint32_t at = marks->at[event].span.b,
                 far = at > m->span.b ? at - m->span.b : m->span.b - at;
        if (far < least) least = far, best = i;
    }
    return best;
}

static void instances(const Document *d, const Marks *marks)
{
    for (uint32_t i = 0, links = 0; i < marks->n; i++) {
        if (!marks->at[i].event) continue;
        const RecordEvent *e = &d->record->events.at[marks->at[i].index];
        sink_printf(d->sink,
                    "<MAKEINSTANCE eventID=\"e%u\" eiid=\"ei%u\" tense=\"NONE\" aspect=\"NONE\" "
                    "polarity=\"%s\" pos=\"UNKNOWN\"/>\n",
                    i + 1, i + 1, e->modality == MODALITY_DENIED ? "NEG" : "POS");
        uint32_t time = time_mark(d, marks, i);
        if (time != NONE)
            sink_printf(d->sink,
                        "<TLINK lid=\"l%u\" relType=\"IS_INCLUDED\" eventInstanceID=\"ei%u\" "
                        "relatedToTime=\"t%u\"/>\n",
                        ++links, i + 1, time + 1);
    }
}

static void document(const Document *d)
{
    const Report *r = d->record->report[d->report];
    Arena arena;
    Marks marks = {0};
    arena_init(&arena, 0);
    if (!collect(d, &arena, &marks)) d->sink->failed = true;
    sink_text(d->sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TimeML>\n<DOCID>");
    html_text(d->sink, r->source);
    if (r->member.n) sink_text(d->sink, "#");
    html_text(d->sink, r->member);
    sink_text(d->sink, "</DOCID>\n");
    if (r->published.value.n) {
        sink_text(d->sink, "<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" functionInDocument="
                           "\"CREATION_TIME\" value=\"");
        html_text(d->sink, r->published.value);
        sink_text(d->sink, "\">");
        html_text(d->sink, r->published.value);
        sink_text(d->sink, "</TIMEX3></DCT>\n");
    }
    sink_text(d->sink, "<TEXT>");
    put_text(d, &marks);
    sink_text(d->sink, "</TEXT>\n");
    instances(d, &marks);
    sink_text(d->sink, "</TimeML>\n");
    arena_free(&arena);
}

void out_timeml(const Record *record, const dln_write_options *options, Sink *sink)
{
    tar_documents(record, options, "tml", document, sink);
}
