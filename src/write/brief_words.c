/* brief_words.c - see brief_words.h. In: tokens. Out: counts. */
#include "write/brief_words.h"
#include "base/map.h"
#include "lang/tree.h"

bool token_feature(const Token *t, const char *feature)
{
    return strstr(t->feats, feature) != NULL;
}

static bool is_quote_mark(Slice form)
{
    return slice_is(form, "\"") || slice_is(form, "``") || slice_is(form, "''") ||
           slice_is(form, "\xE2\x80\x9C") || slice_is(form, "\xE2\x80\x9D");
}

float verb_tense(const Token *t)
{
    static const char *const tag[] = {"VBD", "VBZ", "VBP", "VB", "VBG", "VBN", "MD"};
    for (size_t i = 0; i < sizeof tag / sizeof *tag; i++)
        if (strcmp(t->xpos, tag[i]) == 0) return (float)i + 1;
    return 0;
}

WordCounts words_by_class(const LangText *lang, uint32_t first, uint32_t end)
{
    WordCounts c = {0};
    for (uint32_t i = first; i < end; i++) {
        const Token *t = &lang->token[i];
        c.pronouns += t->upos == UPOS_PRON && token_feature(t, "PronType=Prs");
        c.pointing += token_feature(t, "PronType=Dem");
        c.proper += t->upos == UPOS_PROPN;
        c.figures += t->upos == UPOS_NUM;
        c.capitals += t->form.n > 0 && slice_capital_at(t->form, 0);
        c.marks += is_quote_mark(t->form);
        c.commas += slice_is(t->form, ",");
        c.colon |= slice_is(t->form, ":");
        c.dash |= slice_is(t->form, "-") || slice_is(t->form, "\xE2\x80\x94") ||
                  slice_is(t->form, "\xE2\x80\x93");
    }
    return c;
}

static bool set_has(const WordSet *set, uint64_t word)
{
    for (uint32_t i = 0; i < set->n; i++)
        if (set->word[i] == word) return true;
    return false;
}

WordSet word_set(const LangText *lang, Span span)
{
    WordSet set = {.n = 0};
    for (uint32_t i = token_at(lang, span.b); i < lang->n_tokens && set.n < SET_WORDS; i++) {
        const Token *t = &lang->token[i];
        if (t->span.b >= span.e) break;
        bool content = t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_VERB ||
                       t->upos == UPOS_NUM; /* "at 5:40 a.m." has not the words of "at 4:40 a.m." */
        uint64_t word = hash_bytes(t->lemma, 0);
        if (!content || set_has(&set, word)) continue;
        set.figure[set.n] = t->upos == UPOS_NUM;
        set.word[set.n++] = word;
    }
    return set;
}

void word_set_less(WordSet *set, const WordSet *other)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < set->n; i++) {
        if (set_has(other, set->word[i])) continue;
        set->figure[kept] = set->figure[i];
        set->word[kept++] = set->word[i];
    }
    set->n = kept;
}

static uint32_t words_shared(const WordSet *mine, const WordSet *other)
{
    uint32_t shared = 0;
    for (uint32_t i = 0; i < mine->n; i++)
        shared += set_has(other, mine->word[i]);
    return shared;
}

bool words_mostly(const WordSet *mine, const WordSet *other, uint32_t tenths)
{
    return mine->n > 0 && words_shared(mine, other) * 10 >= mine->n * tenths;
}

bool figures_told(const WordSet *mine, const WordSet *other)
{
    for (uint32_t i = 0; i < mine->n; i++)
        if (mine->figure[i] && !set_has(other, mine->word[i])) return false;
    return true;
}

bool words_told(const WordSet *mine, const WordSet *other)
{
    return words_mostly(mine, other, 8);
}

bool brief_akin(const Brief *b, const WordSet *words, uint32_t part, const RecordEventMention *m)
{
    const LangText *lang = brief_lang(b->record, m->report);
    if (!lang) return true;
    WordSet theirs = word_set(lang, m->sentence);
    return words_shared(words, &theirs) * part >= words->n;
}

static bool lead_has(const Brief *b, Slice lemma)
{
    for (uint32_t k = 0; k < b->lead.n; k++) {
        const LangText *lang = brief_lang(b->record, b->lead.at[k].report);
        for (uint32_t w = lang ? token_at(lang, b->lead.at[k].span.b) : 0;
             lang && w < lang->n_tokens; w++) {
            if (lang->token[w].span.b >= b->lead.at[k].span.e) break;
            if (slice_eq_nocase(lang->token[w].lemma, lemma)) return true;
        }
    }
    return false;
}

float lead_share(const Brief *b, const LangText *lang, uint32_t first, uint32_t end)
{
    uint32_t words = 0, shared = 0;
    for (uint32_t i = first; i < end; i++) {
        const Token *t = &lang->token[i];
        if (t->upos != UPOS_NOUN && t->upos != UPOS_PROPN && t->upos != UPOS_VERB) continue;
        words++;
        shared += lead_has(b, t->lemma);
    }
    return words ? (float)shared / (float)words : 0;
}

uint32_t marks_before(const LangText *lang, const Sentence *s, uint32_t token)
{
    uint32_t n = 0;
    for (uint32_t i = s->first; i < token && i < s->end; i++)
        n += is_quote_mark(lang->token[i].form);
    return n;
}

bool says_we(const LangText *lang, const Sentence *s)
{
    for (uint32_t i = s->first; i < s->end; i++) {
        const Token *t = &lang->token[i];
        if (t->upos == UPOS_PRON && (token_feature(t, "Person=1") || token_feature(t, "Person=2")))
            return true;
    }
    return false;
}

bool asks(const LangText *lang, const Sentence *s)
{
    for (uint32_t i = s->first; i < s->end; i++)
        if (slice_is(lang->token[i].form, "?")) return true;
    return false;
}

static bool is_said(const Findings *f, uint32_t byte, bool quoted)
{
    enum { LONGEST = 4000 };
    for (uint32_t i = statements_until(f, byte); i-- > 0;) {
        const Statement *s = &f->statements.at[i];
        bool asked = !quoted || s->kind == STATEMENT_DIRECT;
        for (uint32_t k = 0; asked && k < s->content.n; k++)
            if (s->content.at[k].b <= byte && byte < s->content.at[k].e) return true;
        if (s->content.n && s->content.at[0].b + LONGEST < byte) break;
    }
    return false;
}

bool byte_said(const Findings *f, uint32_t byte)
{
    return is_said(f, byte, false);
}

bool byte_quoted(const Findings *f, uint32_t byte)
{
    return is_said(f, byte, true);
}
