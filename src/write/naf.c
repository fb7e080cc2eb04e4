/* naf.c - NAF 3: raw text, tokens, terms, dependencies, entities, times, predicates with roles,
 * attributions, as NewsReader's tools read them.
 *
 * In: a Record with the findings of its reports. Out: a tar of .naf documents. Offsets are code
 * points of <raw>. Token ids are w1..., term ids t1... with the same numbers: a term is a token.
 *
 * Known to get wrong: coreference is given as one entity with several references, not in a layer of
 * its own. */
#include "lang/tree.h"
#include "write/markup.h"
#include "write/tar.h"

static void header(const Document *d)
{
    const Report *r = d->record->report[d->report];
    Slice language = r->language.n ? r->language : SLICE("en");
    sink_text(d->sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<NAF xml:lang=\"");
    html_text(d->sink, language);
    sink_text(d->sink, "\" version=\"v3.1\">\n<nafHeader><fileDesc title=\"");
    html_text(d->sink, r->title);
    if (r->published.value.n) {
        sink_text(d->sink, "\" creationtime=\"");
        html_text(d->sink, r->published.value);
    }
    sink_text(d->sink, "\"/><public publicId=\"");
    html_text(d->sink, slice_of(r->sha256));
    sink_text(d->sink, "\" uri=\"");
    html_text(d->sink, r->url.n ? r->url : r->source);
    sink_text(d->sink, "\"/><linguisticProcessors layer=\"all\"><lp name=\"dateline\" "
                       "version=\"" DLN_VERSION "\"/></linguisticProcessors></nafHeader>\n<raw>");
    html_text(d->sink, r->text);
    sink_text(d->sink, "</raw>\n");
}

static void words(const Document *d, const LangText *lang)
{
    sink_text(d->sink, "<text>\n");
    uint32_t paragraph = 0;
    for (uint32_t k = 0; k < lang->n_sentences; k++) {
        paragraph += lang->sentence[k].paragraph_first || !paragraph;
        for (uint32_t i = lang->sentence[k].first; i < lang->sentence[k].end; i++) {
            const Token *t = &lang->token[i];
            sink_printf(d->sink,
                        "<wf id=\"w%u\" sent=\"%u\" para=\"%u\" offset=\"%u\" length=\"%u\">",
                        i + 1, k + 1, paragraph, d->point[t->span.b],
                        d->point[t->span.e] - d->point[t->span.b]);
            html_text(d->sink, t->form);
            sink_text(d->sink, "</wf>\n");
        }
    }
    sink_text(d->sink, "</text>\n<terms>\n");
    for (uint32_t i = 0; i < lang->n_tokens; i++) {
        const Token *t = &lang->token[i];
        sink_printf(d->sink, "<term id=\"t%u\" lemma=\"", i + 1);
        html_text(d->sink, t->lemma.n ? t->lemma : t->form);
        sink_printf(d->sink, "\" pos=\"%s\" morphofeat=\"", upos_name[t->upos]);
        html_text(d->sink, slice_of(t->xpos));
        sink_printf(d->sink, "\"><span><target id=\"w%u\"/></span></term>\n", i + 1);
    }
    sink_text(d->sink, "</terms>\n<deps>\n");
    for (uint32_t i = 0; i < lang->n_tokens; i++)
        if (lang->token[i].head != NONE)
            sink_printf(d->sink, "<dep from=\"t%u\" to=\"t%u\" rfunc=\"%s%s%s\"/>\n",
                        lang->token[i].head + 1, i + 1, rel_name[lang->token[i].rel],
                        lang->token[i].subtype[0] ? ":" : "", lang->token[i].subtype);
    sink_text(d->sink, "</deps>\n");
}

/* <span> of the tokens of some bytes; `letter`: w or t. */
static void targets(const Document *d, const LangText *lang, Span span, char letter)
{
    sink_text(d->sink, "<span>");
    for (uint32_t i = token_at(lang, span.b); i < lang->n_tokens && lang->token[i].span.b < span.e;
         i++)
        sink_printf(d->sink, "<target id=\"%c%u\"/>", letter, i + 1);
    sink_text(d->sink, "</span>");
}

static bool has_tokens(const LangText *lang, Span span)
{
    uint32_t i = token_at(lang, span.b);
    return !span_empty(span) && i < lang->n_tokens && lang->token[i].span.b < span.e;
}

static void entity_end(const Document *d, const RecordEntity *e)
{
    sink_text(d->sink, "</references>");
    if (e->key.n) {
        sink_text(d->sink, "<externalReferences><externalRef resource=\"dateline\" reference=\"");
        html_text(d->sink, e->key);
        sink_text(d->sink, "\"/></externalReferences>");
    }
    sink_text(d->sink, "</entity>\n");
}

static void entities(const Document *d, const LangText *lang)
{
    uint32_t last = NONE;
    static const char *const types[ENTITY_KINDS] = {"PERSON", "ORGANIZATION", "LOCATION", "MISC"};
    const Record *r = d->record;
    sink_text(d->sink, "<entities>\n");
    for (uint32_t i = 0, open = NONE; i < d->n[PLACE_ENTITY]; i++) {
        Place at = d->at[PLACE_ENTITY][i];
        Span span = r->entities.at[at.item].mentions.at[at.mention].span;
        if (!has_tokens(lang, span)) continue;
        if (open != at.item) {
            if (open != NONE) entity_end(d, &r->entities.at[open]);
            sink_printf(d->sink, "<entity id=\"e%u\" type=\"%s\"><references>",
                        id_base(d->options, 'e') + at.item + 1,
                        types[r->entities.at[at.item].kind]);
            open = at.item;
        }
        targets(d, lang, span, 't');
        last = open;
    }
    if (last != NONE) entity_end(d, &r->entities.at[last]);
    sink_text(d->sink, "</entities>\n");
}

static void times(const Document *d, const LangText *lang)
{
    static const char *const types[TIME_TYPES] = {"DATE", "TIME", "DURATION", "SET", "DATE"};
    const Record *r = d->record;
    uint32_t n = 0;
    sink_text(d->sink, "<timeExpressions>\n");
    for (uint32_t i = 0; i < d->n[PLACE_TIME]; i++) {
        Place place = d->at[PLACE_TIME][i];
        const RecordTime *t = &r->times.at[place.item];
        Span span = t->mentions.at[place.mention].at.span;
        if (!has_tokens(lang, span)) continue;
        sink_printf(d->sink, "<timex3 id=\"tmx%u\" type=\"%s\" value=\"", ++n, types[t->type]);
        html_text(d->sink, t->value);
        sink_text(d->sink, "\">");
        targets(d, lang, span, 'w');
        sink_text(d->sink, "</timex3>\n");
    }
    sink_text(d->sink, "</timeExpressions>\n");
}

static void predicate(const Document *d, const LangText *lang, const RecordEvent *e, Span trigger,
                      uint32_t number, bool roles)
{
    static const char *const names[PART_ROLES] = {"A0", "A1", "AM"};
    sink_printf(d->sink, "<predicate id=\"pr%u\">", number);
    if (e->cameo.n) {
        sink_text(d->sink, "<externalReferences><externalRef resource=\"CAMEO\" reference=\"");
        html_text(d->sink, e->cameo);
        sink_text(d->sink, "\"/></externalReferences>");
    }
    targets(d, lang, trigger, 't');
    for (uint32_t i = 0; roles && i < e->parts.n; i++) {
        const RecordPart *p = &e->parts.at[i];
        if (p->at.report != d->report || !has_tokens(lang, p->at.span)) continue;
        sink_printf(d->sink, "<role id=\"rl%u.%u\" semRole=\"%s\">", number, i + 1, names[p->role]);
        targets(d, lang, p->at.span, 't');
        sink_text(d->sink, "</role>");
    }
    sink_text(d->sink, "</predicate>\n");
}

static void events(const Document *d, const LangText *lang)
{
    const Record *r = d->record;
    uint32_t n = 0;
    sink_text(d->sink, "<srl>\n");
    for (uint32_t i = 0, told = NONE; i < d->n[PLACE_EVENT]; i++) {
        Place at = d->at[PLACE_EVENT][i];
        const RecordEvent *e = &r->events.at[at.item];
        Span trigger = e->mentions.at[at.mention].trigger;
        if (!has_tokens(lang, trigger)) continue;
        predicate(d, lang, e, trigger, ++n, told != at.item);
        told = at.item;
    }
    sink_text(d->sink, "</srl>\n");
}

static void attribution(const Document *d, const LangText *lang, const RecordVersion *v,
                        uint32_t id)
{
    sink_printf(d->sink, "<statement id=\"at%u\"><statement_target>", id);
    for (uint32_t c = 0; c < v->content.n; c++)
        targets(d, lang, v->content.at[c], 't');
    sink_text(d->sink, "</statement_target>");
    if (has_tokens(lang, v->speaker_span)) {
        sink_text(d->sink, "<statement_source>");
        targets(d, lang, v->speaker_span, 't');
        sink_text(d->sink, "</statement_source>");
    }
    if (has_tokens(lang, v->cue_span)) {
        sink_text(d->sink, "<statement_cue>");
        targets(d, lang, v->cue_span, 't');
        sink_text(d->sink, "</statement_cue>");
    }
    sink_text(d->sink, "</statement>\n");
}

static void attributions(const Document *d, const LangText *lang)
{
    uint32_t n = 0;
    sink_text(d->sink, "<attribution>\n");
    for (uint32_t i = 0; i < d->n[PLACE_STATEMENT]; i++) {
        Place at = d->at[PLACE_STATEMENT][i];
        const RecordVersion *v = &d->record->statements.at[at.item].versions.at[at.mention];
        if (v->content.n) attribution(d, lang, v, ++n);
    }
    sink_text(d->sink, "</attribution>\n");
}

static void document(const Document *d)
{
    const LangText *lang = brief_lang(d->record, d->report);
    header(d);
    if (lang) {
        words(d, lang);
        entities(d, lang);
        times(d, lang);
        events(d, lang);
        attributions(d, lang);
    }
    sink_text(d->sink, "</NAF>\n");
}

void out_naf(const Record *record, const dln_write_options *options, Sink *sink)
{
    tar_documents(record, options, "naf", document, sink);
}
