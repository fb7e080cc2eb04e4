/* facts_contrast.c - what two sides say of one matter, set against each other by the report.
 *
 * In: a report's statements, in order. Out: facts with verdict conflict between parties: the words
 * of the one and of the other, with those of other reports' versions.
 *
 * Idea: the report itself says that two statements are at odds where it sets one right behind the
 * other with "but", "however", "while": "Defence lawyers said Orlo was ill. But prosecutors said he
 * knew what he did." Most such pairs are no quarrel (one adds, one is about something else), so it
 * takes more: both sides are bodies, countries, groups of people; or one says with "not", "no" what
 * the other says without, in a word of content that both have: "Lint said he did not know of the
 * payment, but Bram said he knew of the payment."
 *
 * Known to get wrong: two bodies that tell two halves of one account; most quarrels, for reports
 * set their sides far apart. */
#include "collate/facts.h"
#include "lang/tree.h"

enum { NEAREST = 4, LEAST_WORDS = 4, GAP_BYTES = 60, FOES_BYTES = 250 };

typedef struct Voice {            /* a statement of a report, with who makes it */
    uint32_t report, number, cue; /* cue: the token of its verb */
    uint32_t who;                 /* record entity, NONE: its words alone */
    Span words, all;              /* what is said; the same with speaker and verb */
} Voice;

static Span joined(Span a, Span b)
{
    if (span_empty(b)) return a;
    return (Span){a.b < b.b ? a.b : b.b, a.e > b.e ? a.e : b.e};
}

/* The head of the words for who speaks; NONE: none, or a pronoun. */
static uint32_t speaker_head(const Findings *f, const Statement *s)
{
    Span words = span_or(s->speaker_words, s->speaker_span);
    uint32_t last = span_empty(words) ? NONE : token_at(&f->lang, words.e - 1);
    if (last >= f->lang.n_tokens) return NONE;
    for (uint32_t steps = 0; steps < 12; steps++) {
        const Token *t = &f->lang.token[last];
        if (t->head == NONE || !span_in(f->lang.token[t->head].span, words)) break;
        last = t->head;
    }
    uint8_t upos = f->lang.token[last].upos;
    return upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_ADJ ? last : NONE;
}

/* Has what is said a verb, and words enough to be a claim? */
static bool is_claim(const LangText *lang, Span words)
{
    uint32_t n = 0;
    bool verb = false;
    for (uint32_t i = token_at(lang, words.b);
         i < lang->n_tokens && lang->token[i].span.e <= words.e; i++) {
        n += lang->token[i].upos != UPOS_PUNCT;
        verb |= lang->token[i].upos == UPOS_VERB || lang->token[i].upos == UPOS_AUX;
    }
    return verb && n >= LEAST_WORDS;
}

static bool read_voice(const Join *join, uint32_t report, uint32_t number, Voice *out)
{
    const Findings *f = join_findings(join, report);
    const Statement *s = &f->statements.at[number];
    bool says = s->polarity == POLARITY_SAYS || s->polarity == POLARITY_DENIES ||
                s->polarity == POLARITY_ACCUSES || s->polarity == POLARITY_WARNS;
    if (!says || s->negated || s->parent != NONE || s->content.n != 1 || span_empty(s->cue_span) ||
        speaker_head(f, s) == NONE)
        return false;
    *out = (Voice){
        report,
        number,
        token_at(&f->lang, s->cue_span.b),
        statement_party(join, report, s),
        s->content.at[0],
        joined(joined(s->content.at[0], s->cue_span), span_or(s->speaker_words, s->speaker_span))};
    return out->cue < f->lang.n_tokens && f->lang.token[out->cue].upos == UPOS_VERB &&
           is_claim(&f->lang, out->words);
}

/* Is a word that sets against what went before tied to the verb, or does it open its sentence?
 * Behind a sentence it must open the next one or be "however": "they were freed but officials say
 * that a man died" sets against their release; "though plans may change, ministers said" is what
 * they said. */
static bool set_against(const Join *join, const LangText *lang, const Voice *a, const Voice *b)
{
    uint32_t row = lang->token[b->cue].sentence, first = lang->sentence[row].first;
    bool apart = lang->token[a->cue].sentence != row;
    for (uint32_t c = tree_child(lang, b->cue, 0); c != NONE && c < b->cue;
         c = tree_child(lang, b->cue, c + 1)) {
        const Token *t = &lang->token[c];
        bool tied = t->rel == REL_CC || t->rel == REL_ADVMOD; /* "while" often only adds */
        if (tied && word_listed_nocase(join->collate, "contrast", t->form) &&
            (!apart || c <= first + 1 || t->rel == REL_ADVMOD))
            return true;
    }
    return apart && word_listed_nocase(join->collate, "contrast", lang->token[first].form) &&
           token_at(lang, b->all.b) <= first + 2 && !span_in(lang->token[first].span, b->words);
}

/* "While A says P, B says Q", "A says P, while B says Q": often B only adds. */
static bool set_beside(const Join *join, const LangText *lang, uint32_t cue, uint32_t other)
{
    uint32_t mark = tree_child_rel(lang, cue, REL_MARK);
    return lang->token[cue].head == other && mark != NONE &&
           word_listed_nocase(join->collate, "contrast", lang->token[mark].form);
}

/* "Velm Aid and other groups": several, whoever is named first. */
static bool with_others(const Findings *f, const Voice *v)
{
    const Statement *s = &f->statements.at[v->number];
    Span words = span_or(s->speaker_words, s->speaker_span);
    for (uint32_t i = token_at(&f->lang, words.b);
         i < f->lang.n_tokens && f->lang.token[i].span.e <= words.e; i++)
        if (f->lang.token[i].rel == REL_CONJ && strstr(f->lang.token[i].feats, "Number=Plur"))
            return true;
    return false;
}

/* A paper, an outlet: what others say. */
static bool passes_on(const Join *join, const Voice *v)
{
    const Findings *f = join_findings(join, v->report);
    Slice noun = f->lang.token[speaker_head(f, &f->statements.at[v->number])].lemma;
    const RecordEntity *e = v->who == NONE ? NULL : &join->record->entities.at[v->who];
    return word_listed_nocase(join->collate, "passing", noun) ||
           (e && slice_find(e->actor, SLICE("MED")) != SIZE_MAX);
}

/* "Officials first said two were hurt, but they later said it was one." */
static bool revised(const Join *join, const Voice *v)
{
    return words_revise(&join->collate->words, join_findings(join, v->report)->report->text,
                        v->all);
}

/* A body, a country, several people. */
static bool is_side(const Join *join, const Voice *v)
{
    const Findings *f = join_findings(join, v->report);
    uint32_t head = speaker_head(f, &f->statements.at[v->number]);
    const Token *t = &f->lang.token[head];
    const RecordEntity *e = v->who == NONE ? NULL : &join->record->entities.at[v->who];
    if (with_others(f, v)) return true;
    if (!e && t->upos == UPOS_NOUN && !noun_human(join, t->lemma)) return false; /* "findings" */
    if (e && e->spellings.n) return e->kind != ENTITY_PERSON;
    return strstr(t->feats, "Number=Plur") != NULL || (e && e->kind != ENTITY_PERSON);
}

static bool is_negated(const Join *join, const Voice *v)
{
    const Findings *f = join_findings(join, v->report);
    if (f->statements.at[v->number].polarity == POLARITY_DENIES) return true;
    for (uint32_t i = token_at(&f->lang, v->words.b);
         i < f->lang.n_tokens && f->lang.token[i].span.b < v->words.e; i++)
        if (word_listed_nocase(join->collate, "not", f->lang.token[i].lemma) ||
            word_listed_nocase(join->collate, "nobody", f->lang.token[i].lemma))
            return true;
    return false;
}

/* Do both have a noun or a verb that few sentences have, beside what the speakers are called? */
static bool share_word(const Join *join, const Voice *a, const Voice *b)
{
    const Findings *f = join_findings(join, a->report);
    const LangText *lang = &f->lang;
    for (uint32_t i = token_at(lang, a->words.b); i < lang->n_tokens; i++) {
        const Token *t = &lang->token[i];
        if (t->span.b >= a->words.e) break;
        if ((t->upos != UPOS_NOUN && t->upos != UPOS_VERB && t->upos != UPOS_PROPN) ||
            !f->token_lemmas.n || !f->token_lemmas.at[i] || t->lemma.n < 4 ||
            word_listed_nocase(join->collate, "drop", t->lemma))
            continue;
        if (join->in->aligner && aligner_weight(join->in->aligner, f->token_lemmas.at[i]) < 0.5f)
            continue;
        for (uint32_t k = token_at(lang, b->words.b);
             k < lang->n_tokens && lang->token[k].span.b < b->words.e; k++)
            if (f->token_lemmas.at[k] == f->token_lemmas.at[i]) return true;
    }
    return false;
}

static Slice who_says(const Join *join, const Voice *v)
{
    const Findings *f = join_findings(join, v->report);
    const Statement *s = &f->statements.at[v->number];
    return slice_span(f->report->text, span_or(s->speaker_words, s->speaker_span));
}

/* "Police", "the police": not "anti-tax groups", "other groups". */
static bool same_words(const Join *join, const Voice *a, const Voice *b)
{
    Slice x = who_says(join, a), y = who_says(join, b);
    size_t n = x.n < y.n ? x.n : y.n;
    return slice_eq_nocase((Slice){x.p + x.n - n, n}, (Slice){y.p + y.n - n, n});
}

/* Of two without a name their words tell: "anti-tax groups", "other groups" are two. */
static bool one_party(const Join *join, const Voice *a, const Voice *b)
{
    const Record *r = join->record;
    bool nameless = a->who != NONE && b->who != NONE && a->who != b->who &&
                    !r->entities.at[a->who].spellings.n && !r->entities.at[b->who].spellings.n;
    return (!nameless && party_is_one(r, a->who, b->who)) || same_words(join, a, b);
}

static bool says_word(const Join *join, const Voice *v, Slice word)
{
    const Findings *f = join_findings(join, v->report);
    const Statement *s = &f->statements.at[v->number];
    Span words = span_or(s->speaker_words, s->speaker_span);
    for (uint32_t i = token_at(&f->lang, words.b);
         i < f->lang.n_tokens && f->lang.token[i].span.e <= words.e; i++)
        if (slice_eq_nocase(f->lang.token[i].lemma, word)) return true;
    return false;
}

/* "Defence lawyers", "prosecutors": sides that are there to gainsay each other. */
static bool opponents(const Join *join, const Voice *a, const Voice *b)
{
    const ValueWords *words = &join->collate->words;
    for (uint32_t i = 0; i < words->opposed.n; i++) {
        Slice x = row_col(&words->opposed.at[i], 1), y = row_col(&words->opposed.at[i], 2);
        if ((says_word(join, a, x) && says_word(join, b, y)) ||
            (says_word(join, a, y) && says_word(join, b, x)))
            return true;
    }
    return false;
}

/* Does the report set the one against the other, and are they at odds? Of opponents a sentence may
 * stand between. */
static bool at_odds(const Join *join, const Voice *a, const Voice *b)
{
    const LangText *lang = &join_findings(join, a->report)->lang;
    uint32_t row = lang->token[a->cue].sentence, other = lang->token[b->cue].sentence;
    bool cites = token_lemma_is(&lang->token[b->cue], "accord"); /* "but, according to Lint," */
    if (cites || other < row || other > row + 2 || b->all.b < a->all.e ||
        lang->sentence[row].block == BLOCK_TITLE)
        return false;
    bool foes = opponents(join, a, b), near = other <= row + 1;
    if (b->all.b - a->all.e > (foes ? FOES_BYTES : GAP_BYTES) || !(near || foes)) return false;
    bool strong = set_against(join, lang, a, b);
    if (!(foes && near) && !strong && !set_beside(join, lang, a->cue, b->cue) &&
        !set_beside(join, lang, b->cue, a->cue))
        return false;
    if (one_party(join, a, b) || passes_on(join, a) || passes_on(join, b) || revised(join, b))
        return false;
    if (foes || (strong && is_side(join, a) && is_side(join, b))) return true;
    return is_negated(join, a) != is_negated(join, b) && share_word(join, a, b);
}

/* "Denied that anybody was held": a denial is told with its verb. */
static Span told_words(const Join *join, const Voice *v)
{
    const Statement *s = &join_findings(join, v->report)->statements.at[v->number];
    bool before = s->polarity == POLARITY_DENIES && s->cue_span.e <= v->words.b;
    return before ? (Span){s->cue_span.b, v->words.e} : v->words;
}

/* The words of a statement, of each report that has a version of it. */
static bool add_voice(const Join *join, RecordFact *fact, const Voice *v)
{
    Record *r = join->record;
    RecordValue value = {.value = SLICE("says"), .voices = 1};
    const RecordStatement *s = &r->statements.at[join->statement_of[v->report][v->number]];
    if (v->who != NONE && !VEC_PUSH(&r->arena, &value.said_by, v->who)) return false;
    if (!VEC_PUSH(&r->arena, &value.evidence, (Evidence){v->report, told_words(join, v)}))
        return false;
    for (uint32_t i = 0; i < s->versions.n; i++) {
        const RecordVersion *other = &s->versions.at[i];
        if (other->report == v->report || !other->content.n) continue;
        if (!VEC_PUSH(&r->arena, &value.evidence, (Evidence){other->report, other->content.at[0]}))
            return false;
        value.voices += join->voice[other->report] != join->voice[v->report];
    }
    return VEC_PUSH(&r->arena, &fact->values, value);
}

/* Is a quarrel told already that holds words of one of the two? */
static bool told(const Record *r, const Voice *a, const Voice *b)
{
    for (uint32_t i = 0; i < r->facts.n; i++) {
        const RecordFact *f = &r->facts.at[i];
        for (uint32_t v = 0; f->between_parties && v < f->values.n; v++)
            for (uint32_t k = 0; k < f->values.at[v].evidence.n; k++) {
                const Evidence *e = &f->values.at[v].evidence.at[k];
                if (e->report == a->report &&
                    (span_meet(e->span, a->words) || span_meet(e->span, b->words)))
                    return true;
            }
    }
    return false;
}

static dln_status write_contrast(Join *join, const Voice *a, const Voice *b)
{
    Record *r = join->record;
    if (told(r, a, b)) return DLN_OK;
    RecordFact fact = {.about = ABOUT_STATEMENT,
                       .index = join->statement_of[a->report][a->number],
                       .attribute = SLICE("claim"),
                       .verdict = DLN_CONFLICT,
                       .between_parties = true,
                       .why = SLICE("two sides say otherwise")};
    if (!add_voice(join, &fact, a) || !add_voice(join, &fact, b)) return arena_status(&r->arena);
    return fact_add(join, fact);
}

static dln_status report_contrasts(Join *join, uint32_t report)
{
    const Findings *f = join_findings(join, report);
    for (uint32_t i = 0; i < f->statements.n; i++) {
        Voice a, b;
        if (!read_voice(join, report, i, &a)) continue;
        for (uint32_t k = i + 1; k < f->statements.n && k < i + NEAREST; k++)
            if (read_voice(join, report, k, &b) && at_odds(join, &a, &b))
                TRY(write_contrast(join, &a, &b));
    }
    return DLN_OK;
}

dln_status contrast_facts(Join *join)
{
    for (uint32_t k = 0; k < join->in->n; k++)
        TRY(report_contrasts(join, join->order[k]));
    return DLN_OK;
}
