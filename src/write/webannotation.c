/* webannotation.c - the record as W3C Web Annotations (JSON-LD): one AnnotationPage, one annotation
 * a finding and report.
 *
 * In: Record. Out: targets with a TextPositionSelector in code points (as the standard counts; the
 * record itself counts bytes) and a TextQuoteSelector with the words. Bodies carry the id and kind
 * of the finding. */
#include "base/mem.h"
#include "base/utf8.h"
#include "write/writers.h"
#include <stdio.h>

/* Code points before each 256th byte of one report, so that a byte offset is turned in short time.
 */
typedef struct Points {
    Slice text;
    uint32_t *at;
} Points;
enum { STEP = 256 };

static bool points_of(Slice text, Points *points)
{
    size_t n = text.n / STEP + 1;
    uint32_t count = 0;
    *points = (Points){text, mem_alloc(n * sizeof *points->at)};
    if (!points->at) return false;
    for (size_t i = 0; i < text.n; i++) {
        if (i % STEP == 0) points->at[i / STEP] = count;
        count += ((unsigned char)text.p[i] & 0xC0) != 0x80;
    }
    if (text.n % STEP == 0) points->at[text.n / STEP] = count;
    return true;
}

static uint32_t point_at(const Points *p, uint32_t byte)
{
    uint32_t count = p->at[byte / STEP];
    for (uint32_t i = byte / STEP * STEP; i < byte; i++)
        count += ((unsigned char)p->text.p[i] & 0xC0) != 0x80;
    return count;
}

typedef struct Writer {
    const Record *record;
    Json json;
    Points *points;
    uint32_t count;
} Writer;

static void key_text(Json *j, const char *key, Slice text)
{
    jw_key(j, key);
    jw_string(j, text);
}

static void target(Writer *w, uint32_t report, Span span)
{
    const Report *r = w->record->report[report];
    Json *j = &w->json;
    jw_begin(j, '{');
    key_text(j, "source", r->url.n ? r->url : r->source);
    jw_key(j, "selector");
    jw_begin(j, '[');
    jw_begin(j, '{');
    key_text(j, "type", SLICE("TextPositionSelector"));
    jw_key(j, "start");
    jw_int(j, point_at(&w->points[report], span.b));
    jw_key(j, "end");
    jw_int(j, point_at(&w->points[report], span.e));
    jw_end(j, '}');
    jw_begin(j, '{');
    key_text(j, "type", SLICE("TextQuoteSelector"));
    key_text(j, "exact", slice_span(r->text, span));
    jw_end(j, '}');
    jw_end(j, ']');
    jw_end(j, '}');
}

static void open_annotation(Writer *w, const char *motivation, char letter, uint32_t index,
                            Slice value, const char *purpose)
{
    Json *j = &w->json;
    char id[24];
    w->count++;
    jw_begin(j, '{');
    key_text(j, "type", SLICE("Annotation"));
    snprintf(id, sizeof id, "#a%u", w->count);
    key_text(j, "id", slice_of(id));
    key_text(j, "motivation", slice_of(motivation));
    jw_key(j, "body");
    jw_begin(j, '{');
    key_text(j, "type", SLICE("TextualBody"));
    key_text(j, "purpose", slice_of(purpose));
    key_text(j, "value", value);
    snprintf(id, sizeof id, "%c%u", letter, index + 1);
    key_text(j, "dateline:id", slice_of(id));
    jw_end(j, '}');
    jw_key(j, "target");
    jw_begin(j, '[');
}

static void close_annotation(Writer *w)
{
    jw_end(&w->json, ']');
    jw_end(&w->json, '}');
}

static void entities(Writer *w)
{
    for (uint32_t i = 0; i < w->record->entities.n; i++) {
        const RecordEntity *e = &w->record->entities.at[i];
        open_annotation(w, "identifying", 'e', i, e->name, "identifying");
        for (uint32_t k = 0; k < e->mentions.n; k++)
            target(w, e->mentions.at[k].report, e->mentions.at[k].span);
        close_annotation(w);
    }
}

static void times(Writer *w)
{
    for (uint32_t i = 0; i < w->record->times.n; i++) {
        const RecordTime *t = &w->record->times.at[i];
        open_annotation(w, "tagging", 't', i, t->value, "tagging");
        for (uint32_t k = 0; k < t->mentions.n; k++)
            target(w, t->mentions.at[k].at.report, t->mentions.at[k].at.span);
        close_annotation(w);
    }
}

static void statements(Writer *w)
{
    for (uint32_t i = 0; i < w->record->statements.n; i++) {
        const RecordStatement *s = &w->record->statements.at[i];
        open_annotation(w, "tagging", 's', i,
                        s->speaker == NONE ? SLICE("") : w->record->entities.at[s->speaker].name,
                        "tagging");
        for (uint32_t k = 0; k < s->versions.n; k++)
            for (uint32_t c = 0; c < s->versions.at[k].content.n; c++)
                target(w, s->versions.at[k].report, s->versions.at[k].content.at[c]);
        close_annotation(w);
    }
}

static void events(Writer *w)
{
    for (uint32_t i = 0; i < w->record->events.n; i++) {
        const RecordEvent *e = &w->record->events.at[i];
        open_annotation(w, "classifying", 'v', i, e->type.n ? e->type : e->label, "classifying");
        for (uint32_t k = 0; k < e->mentions.n; k++)
            target(w, e->mentions.at[k].report, e->mentions.at[k].trigger);
        close_annotation(w);
    }
}

static void facts(Writer *w)
{
    for (uint32_t i = 0; i < w->record->facts.n; i++) {
        const RecordFact *f = &w->record->facts.at[i];
        open_annotation(w, "assessing", 'f', i, slice_of(verdict_name[f->verdict]), "assessing");
        for (uint32_t v = 0; v < f->values.n; v++)
            for (uint32_t k = 0; k < f->values.at[v].evidence.n; k++)
                target(w, f->values.at[v].evidence.at[k].report,
                       f->values.at[v].evidence.at[k].span);
        close_annotation(w);
    }
}

static void page(Writer *w)
{
    Json *j = &w->json;
    jw_begin(j, '{');
    jw_key(j, "@context");
    jw_begin(j, '[');
    jw_string(j, SLICE("http://www.w3.org/ns/anno.jsonld"));
    jw_begin(j, '{');
    key_text(j, "dateline", SLICE("urn:dateline:record:1:"));
    jw_end(j, '}');
    jw_end(j, ']');
    key_text(j, "type", SLICE("AnnotationPage"));
    key_text(j, "id", SLICE(""));
    jw_key(j, "items");
    jw_begin(j, '[');
    entities(w);
    times(w);
    statements(w);
    events(w);
    facts(w);
    jw_end(j, ']');
    jw_end(j, '}');
    sink_text(j->sink, "\n");
}

void out_webannotation(const Record *record, Sink *sink)
{
    Writer w = {.record = record, .points = mem_alloc(record->n_reports * sizeof(Points))};
    uint32_t ready = 0;
    while (w.points && ready < record->n_reports &&
           points_of(record->report[ready]->text, &w.points[ready]))
        ready++;
    jw_init(&w.json, sink, false);
    if (w.points && ready == record->n_reports)
        page(&w);
    else
        sink->failed = true;
    for (uint32_t i = 0; i < ready; i++)
        mem_free(w.points[i].at);
    mem_free(w.points);
}
