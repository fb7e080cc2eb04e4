/* brat.c - brat stand-off: rN-NAME.txt with the text, rN-NAME.ann with entities, times, events,
 * statements as text-bound lines, their participants, speakers and cues as relations.
 *
 * In: a Record. Out: a tar of both files. Offsets are code points, as brat counts; a span over a
 * line break is written in parts ("0 5;6 12"), as brat wants it. Types are those of the record,
 * CAMEO and PLOVER names for events; modality other than happened is an attribute. */
#include "write/tar.h"

/* A .ann file while it is written: ids of each kind. */
typedef struct Ann {
    const Document *d;
    Slice text;
    uint32_t bound, relation, attribute, note;
} Ann;

static void put_type(Sink *sink, Slice type)
{
    for (size_t i = 0; i < type.n; i++) {
        char c = type.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        sink_add(sink, plain ? (Slice){&c, 1} : SLICE("_"));
    }
}

/* Next stretch of a span that holds no line break; false at the end. */
static bool next_part(Slice text, Span *rest, Span *part)
{
    while (rest->b < rest->e && (text.p[rest->b] == '\n' || text.p[rest->b] == '\r'))
        rest->b++;
    if (rest->b >= rest->e) return false;
    *part = (Span){rest->b, rest->b};
    while (part->e < rest->e && text.p[part->e] != '\n' && text.p[part->e] != '\r')
        part->e++;
    rest->b = part->e;
    return true;
}

/* A text-bound line; its number. */
static uint32_t bound(Ann *a, Slice type, Span span)
{
    Span rest = span, part;
    const uint32_t *point = a->d->point;
    sink_printf(a->d->sink, "T%u\t", ++a->bound);
    put_type(a->d->sink, type);
    for (bool first = true; next_part(a->text, &rest, &part); first = false)
        sink_printf(a->d->sink, "%s%u %u", first ? " " : ";", point[part.b],
                    part.e < a->text.n ? point[part.e] : point[a->text.n]);
    sink_text(a->d->sink, "\t");
    rest = span;
    for (bool first = true; next_part(a->text, &rest, &part); first = false) {
        if (!first) sink_text(a->d->sink, " ");
        sink_add(a->d->sink, slice_span(a->text, part));
    }
    sink_text(a->d->sink, "\n");
    return a->bound;
}

static void note(Ann *a, uint32_t target, Slice words)
{
    if (!words.n) return;
    sink_printf(a->d->sink, "#%u\tAnnotatorNotes T%u\t", ++a->note, target);
    sink_line(a->d->sink, words);
    sink_text(a->d->sink, "\n");
}

static void entities(Ann *a)
{
    static const char *const types[ENTITY_KINDS] = {"Person", "Organisation", "Place", "Other"};
    const Record *r = a->d->record;
    for (uint32_t i = 0; i < a->d->n[PLACE_ENTITY]; i++) {
        Place at = a->d->at[PLACE_ENTITY][i];
        const RecordEntity *e = &r->entities.at[at.item];
        Span span = e->mentions.at[at.mention].span;
        if (!span_empty(span)) note(a, bound(a, slice_of(types[e->kind]), span), e->name);
    }
}

static void times(Ann *a)
{
    const Record *r = a->d->record;
    for (uint32_t i = 0; i < a->d->n[PLACE_TIME]; i++) {
        Place at = a->d->at[PLACE_TIME][i];
        Span span = r->times.at[at.item].mentions.at[at.mention].at.span;
        if (!span_empty(span)) note(a, bound(a, SLICE("Time"), span), r->times.at[at.item].value);
    }
}

/* Participants by the words of this report, each tied to the trigger by its role. */
static void participants(Ann *a, const RecordEvent *e, uint32_t trigger)
{
    static const char *const types[PART_ROLES] = {"Actor", "Recipient", "Other"};
    for (uint32_t i = 0; i < e->parts.n; i++) {
        const RecordPart *p = &e->parts.at[i];
        if (p->at.report != a->d->report || span_empty(p->at.span)) continue;
        uint32_t at = bound(a, SLICE("Participant"), p->at.span);
        sink_printf(a->d->sink, "R%u\t%s Arg1:T%u Arg2:T%u\n", ++a->relation, types[p->role],
                    trigger, at);
    }
}

static void events(Ann *a)
{
    const Record *r = a->d->record;
    for (uint32_t i = 0, told = NONE; i < a->d->n[PLACE_EVENT]; i++) {
        Place at = a->d->at[PLACE_EVENT][i];
        const RecordEvent *e = &r->events.at[at.item];
        const RecordEventMention *m = &e->mentions.at[at.mention];
        if (span_empty(m->trigger)) continue;
        uint32_t trigger = bound(a, e->type.n ? e->type : SLICE("Event"), m->trigger);
        note(a, trigger, e->cameo);
        if (m->modality != MODALITY_HAPPENED)
            sink_printf(a->d->sink, "A%u\tModality T%u %s\n", ++a->attribute, trigger,
                        modality_name[m->modality]);
        if (told != at.item) participants(a, e, trigger);
        told = at.item;
    }
}

static void statement(Ann *a, const RecordVersion *v)
{
    uint32_t first = 0;
    for (uint32_t c = 0; c < v->content.n; c++) {
        uint32_t at = bound(a, SLICE("Content"), v->content.at[c]);
        if (!first) first = at;
    }
    if (!span_empty(v->speaker_span)) {
        uint32_t source = bound(a, SLICE("Source"), v->speaker_span);
        sink_printf(a->d->sink, "R%u\tSpeaker Arg1:T%u Arg2:T%u\n", ++a->relation, first, source);
    }
    if (!span_empty(v->cue_span)) {
        uint32_t cue = bound(a, SLICE("Cue"), v->cue_span);
        sink_printf(a->d->sink, "R%u\tCuedBy Arg1:T%u Arg2:T%u\n", ++a->relation, first, cue);
    }
}

static void statements(Ann *a)
{
    for (uint32_t i = 0; i < a->d->n[PLACE_STATEMENT]; i++) {
        Place at = a->d->at[PLACE_STATEMENT][i];
        const RecordVersion *v = &a->d->record->statements.at[at.item].versions.at[at.mention];
        if (v->content.n) statement(a, v);
    }
}

static void annotations(const Document *d)
{
    Ann a = {.d = d, .text = d->record->report[d->report]->text};
    entities(&a);
    times(&a);
    events(&a);
    statements(&a);
}

static void text_alone(const Document *d)
{
    sink_add(d->sink, d->record->report[d->report]->text);
}

void out_brat(const Record *record, const dln_write_options *options, Sink *sink)
{
    tar_documents(record, options, "txt", text_alone, sink);
    tar_documents(record, options, "ann", annotations, sink);
}
