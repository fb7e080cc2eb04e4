/* conllu.c - CoNLL-U of an analysed report; see conllu.h.
 *
 * In: LangText over the report's text. Out: UTF-8 lines. Text comments put one space where the
 * report has any white space, since a comment is one line; forms inside a token hold no white space
 * by construction. What a terminal would act on (control characters, marks that turn the direction
 * of writing) is taken out of names, forms and lemmas: MISC has the bytes. */
#include "write/conllu.h"
#include "base/utf8.h"

/* A column: "_" when nothing of it can be seen. */
static void or_dash(Sink *sink, Slice s)
{
    bool seen = false;
    for (size_t i = 0; i < s.n && !seen;)
        seen = char_harm(utf8_next(s, &i)) == CHAR_PLAIN;
    sink_line(sink, seen ? s : SLICE("_"));
}

/* The sentence's text with each run of white space as one space. */
static void sentence_text(Sink *sink, const Token *token, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        sink_line(sink, token[i].form);
        bool touching = i + 1 < n && token[i + 1].span.b == token[i].span.e;
        if (i + 1 < n && !touching) sink_text(sink, " ");
    }
}

static uint32_t mwt_end(const Token *token, uint32_t i, uint32_t n)
{
    uint32_t end = i + 1;
    while (end < n && token[end].mwt_more)
        end++;
    return end;
}

static bool space_behind(const Token *token, uint32_t i, uint32_t n)
{
    return i + 1 < n ? token[i + 1].span.b > token[i].span.e : token[i].space_after;
}

static void range_line(Sink *sink, const Token *token, uint32_t i, uint32_t end, uint32_t n)
{
    sink_printf(sink, "%u-%u\t", i + 1, end);
    for (uint32_t k = i; k < end; k++)
        sink_line(sink, token[k].form);
    sink_printf(sink, "\t_\t_\t_\t_\t_\t_\t_\t%s\n",
                space_behind(token, end - 1, n) ? "_" : "SpaceAfter=No");
}

static void name_misc(Sink *sink, const LangText *lang, uint32_t at)
{
    static const char *const kinds[NAME_KINDS] = {"PER", "ORG", "LOC", "MISC"};
    uint32_t k = lang->token[at].name;
    if (k == NONE) return;
    sink_printf(sink, "|NER=%s-%s", lang->name[k].first == at ? "B" : "I",
                kinds[lang->name[k].kind]);
}

static void word_line(Sink *sink, const LangText *lang, const Sentence *s, uint32_t i, bool inside,
                      bool names)
{
    uint32_t at = s->first + i, n = s->end - s->first;
    const Token *t = &lang->token[at];
    sink_printf(sink, "%u\t", i + 1);
    or_dash(sink, t->form);
    sink_text(sink, "\t");
    or_dash(sink, t->lemma);
    sink_printf(sink, "\t%s\t", upos_name[t->upos]);
    or_dash(sink, slice_of(t->xpos));
    sink_text(sink, "\t");
    or_dash(sink, slice_of(t->feats));
    sink_printf(sink, "\t%u\t%s", t->head == NONE ? 0 : t->head - s->first + 1, rel_name[t->rel]);
    if (t->subtype[0]) sink_printf(sink, ":%s", t->subtype);
    sink_text(sink, "\t_\t");
    bool glued = !inside && !space_behind(lang->token + s->first, i, n);
    if (!names) {
        sink_text(sink, glued ? "SpaceAfter=No\n" : "_\n");
        return;
    }
    sink_printf(sink, "Bytes=%u-%u", t->span.b, t->span.e);
    name_misc(sink, lang, at);
    sink_text(sink, glued ? "|SpaceAfter=No\n" : "\n");
}

static void sentence_write(Sink *sink, const LangText *lang, uint32_t k, uint32_t document,
                           bool names)
{
    const Sentence *s = &lang->sentence[k];
    const Token *token = lang->token + s->first;
    uint32_t n = s->end - s->first, inside = 0;
    if (s->paragraph_first) sink_text(sink, "# newpar\n");
    if (document)
        sink_printf(sink, "# sent_id = r%u-%u\n# text = ", document, k + 1);
    else
        sink_printf(sink, "# sent_id = %u\n# text = ", k + 1);
    sentence_text(sink, token, n);
    sink_text(sink, "\n");
    for (uint32_t i = 0; i < n; i++) {
        if (token[i].mwt_first) {
            inside = mwt_end(token, i, n);
            range_line(sink, token, i, inside, n);
        }
        word_line(sink, lang, s, i, i < inside, names);
    }
    sink_text(sink, "\n");
}

void conllu_write(Sink *sink, const ConlluDoc *doc, const LangText *lang, bool names)
{
    sink_text(sink, "# newdoc id = ");
    sink_line(sink, doc->name); /* a name or address from outside: it makes no line of its own */
    if (doc->member.n) sink_text(sink, "#");
    sink_line(sink, doc->member);
    sink_text(sink, "\n");
    for (uint32_t k = 0; k < lang->n_sentences; k++)
        sentence_write(sink, lang, k, doc->number, names);
}
