/* quotes.c - quotations as JSON, in the shape of BBC Citron: source, cue and content, each with its
 * spans; a line a report.
 *
 * In: a Record. Out: {"report", "outlet", "published", "url", "quotes": [{"id", "source", "cue",
 * "content", ...}]}. start and end are code points of the report's text, as Citron counts;
 * begin_byte and end_byte are ours. */
#include "write/tar.h"
#include <stdio.h>

static void spans(Json *j, const Document *d, const char *key, const Span *at, uint32_t n)
{
    Slice text = d->record->report[d->report]->text;
    jw_key(j, key);
    jw_begin(j, '[');
    for (uint32_t i = 0; i < n; i++) {
        if (span_empty(at[i])) continue;
        jw_begin(j, '{');
        jw_key(j, "start");
        jw_int(j, d->point[at[i].b]);
        jw_key(j, "end");
        jw_int(j, d->point[at[i].e]);
        jw_key(j, "begin_byte");
        jw_int(j, at[i].b);
        jw_key(j, "end_byte");
        jw_int(j, at[i].e);
        jw_key(j, "text");
        jw_string(j, slice_span(text, at[i]));
        jw_end(j, '}');
    }
    jw_end(j, ']');
}

static void id_member(Json *j, const Document *d, const char *key, char letter, uint32_t index)
{
    char id[16];
    snprintf(id, sizeof id, "%c%u", letter, id_base(d->options, letter) + index + 1);
    jw_key(j, key);
    if (index == NONE)
        jw_null(j);
    else
        jw_string(j, slice_of(id));
}

static void source(Json *j, const Document *d, const RecordStatement *s, const RecordVersion *v)
{
    jw_key(j, "source");
    jw_begin(j, '{');
    spans(j, d, "spans", span_empty(v->speaker_words) ? &v->speaker_span : &v->speaker_words, 1);
    jw_key(j, "name");
    jw_string_or_null(j, s->speaker == NONE ? s->speaker_text
                                            : d->record->entities.at[s->speaker].name);
    id_member(j, d, "entity", 'e', s->speaker);
    jw_end(j, '}');
}

static void quote(Json *j, const Document *d, uint32_t index, const RecordVersion *v)
{
    const RecordStatement *s = &d->record->statements.at[index];
    jw_begin(j, '{');
    id_member(j, d, "id", 's', index);
    source(j, d, s, v);
    jw_key(j, "cue");
    jw_begin(j, '{');
    spans(j, d, "spans", &v->cue_span, 1);
    jw_end(j, '}');
    jw_key(j, "content");
    jw_begin(j, '{');
    spans(j, d, "spans", v->content.at, v->content.n);
    jw_end(j, '}');
    jw_key(j, "kind");
    jw_string(j, slice_of(statement_kind_name[v->kind]));
    jw_key(j, "polarity");
    jw_string(j, slice_of(polarity_name[s->polarity]));
    jw_key(j, "confidence");
    jw_double(j, (double)(int)(v->score * 100 + 0.5f) / 100);
    jw_end(j, '}');
}

static void line(const Document *d)
{
    const Report *r = d->record->report[d->report];
    Json j;
    jw_init(&j, d->sink, false);
    jw_begin(&j, '{');
    id_member(&j, d, "report", 'r', d->report);
    jw_member(&j, "outlet", r->outlet);
    jw_member(&j, "published", r->published.value);
    jw_member(&j, "url", r->url);
    jw_member(&j, "source", r->source);
    jw_member(&j, "member", r->member);
    jw_key(&j, "quotes");
    jw_begin(&j, '[');
    for (uint32_t i = 0; i < d->n[PLACE_STATEMENT]; i++) {
        Place at = d->at[PLACE_STATEMENT][i];
        const RecordStatement *s = &d->record->statements.at[at.item];
        if (s->versions.at[at.mention].content.n && statement_shown(d->options, s))
            quote(&j, d, at.item, &s->versions.at[at.mention]);
    }
    jw_end(&j, ']');
    jw_end(&j, '}');
    sink_text(d->sink, "\n");
}

static bool put_line(Document *d, Sink *sink, void *context, Arena *arena)
{
    (void)context, (void)arena;
    d->sink = sink;
    line(d);
    return true;
}

void out_quotes(const Record *record, const dln_write_options *options, Sink *sink)
{
    each_document(record, options, sink, put_line, NULL);
}
