/* facts_denied.c - what one party says and another denies in the next breath.
 *
 * In: a report's statements, its sentences. Out: facts with verdict conflict between parties: the
 * words of the one, the denial of the other. "The union said the tanks leaked. Balta Fuel disputed
 * that." "Critics said the law would cost jobs, a claim that the ministry rejected."
 *
 * Idea: a verb of denying whose object stands for what was said before ("that", "the claim", "those
 * allegations") denies the statement right before it, in its own sentence or the one before in the
 * paragraph. facts_party.c finds those who accuse by a verb and name the accused; this needs
 * neither.
 *
 * Known to get wrong: the statement before is not what is denied; denials of what is two sentences
 * back are missed, and those told by a pronoun's bearer ("he denied it"). */
#include "collate/facts.h"
#include "lang/tree.h"

enum { FEW = 16, LEAST_TOKENS = 3 }; /* statements looked at; tokens of a statement worth a line */

typedef struct Denial {
    uint32_t report, subject, verb, object;
    uint32_t
        who; /* record entity; NONE: nobody that is known, then the subject's words are shown */
} Denial;

/* The record entity that a name or noun phrase with this head stands for; NONE: a pronoun, nobody.
 */
static uint32_t bearer(const Join *join, uint32_t report, uint32_t head)
{
    const Findings *f = join_findings(join, report);
    uint32_t from = head > LONGEST_NAME ? head - LONGEST_NAME : 0;
    for (uint32_t i = mentions_from(f, f->lang.token[from].span.b); i < f->mentions.n; i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->span.b > f->lang.token[head].span.b) break;
        if (m->head == head && m->form != FORM_PRONOUN && m->entity < f->entities.n)
            return join->entity_of[report][m->entity];
    }
    return NONE;
}

/* "the claim", "those allegations", "his assertion", "Orsk's claim" of what `who` said: not "any
 * claim", not "claims that it knew", not a third one's. */
static bool refers_back(const Join *join, uint32_t report, uint32_t noun, uint32_t said_by)
{
    const LangText *lang = &join_findings(join, report)->lang;
    if (!word_listed(join->collate, "deniable", lang->token[noun].lemma)) return false;
    bool tied = false;
    for (uint32_t c = tree_child(lang, noun, 0); c != NONE; c = tree_child(lang, noun, c + 1)) {
        const Token *t = &lang->token[c];
        if (t->rel == REL_ACL || t->rel == REL_CCOMP || t->rel == REL_CONJ) return false;
        if (t->rel == REL_DET) tied = word_listed(join->collate, "back", t->lemma);
        if (t->rel != REL_NMOD || c > noun) continue;
        uint32_t owner = bearer(join, report, c);
        tied = t->upos == UPOS_PRON || (owner != NONE && owner == said_by);
        if (!tied) return false;
    }
    return tied;
}

/* Does the denial deny what was said before by `said_by`? */
static bool denies_it(const Join *join, const Denial *d, uint32_t said_by)
{
    const LangText *lang = &join_findings(join, d->report)->lang;
    const Token *verb = &lang->token[d->verb], *object = &lang->token[d->object];
    if (object->upos == UPOS_NOUN)
        return d->object > d->verb && refers_back(join, d->report, d->object, said_by);
    if (d->object > d->verb)
        return token_lemma_is(object, "that") || token_lemma_is(object, "this");
    return verb->rel == REL_ACL && verb->head != NONE &&
           word_listed(join->collate, "deniable",
                       lang->token[verb->head].lemma); /* "a claim that Orsk denied" */
}

/* A verb of denying with a named subject and an object, told as done and by the report itself or by
 * the subject. */
static bool read_denial(const Join *join, uint32_t report, uint32_t verb, Denial *out)
{
    const Findings *f = join_findings(join, report);
    const LangText *lang = &f->lang;
    if (lang->token[verb].upos != UPOS_VERB ||
        !word_listed(join->collate, "denying", lang->token[verb].lemma))
        return false;
    uint32_t subject = tree_child_rel(lang, verb, REL_NSUBJ),
             object = tree_child_rel(lang, verb, REL_OBJ),
             mark = tree_child_rel(lang, verb, REL_MARK);
    for (uint32_t c = tree_child(lang, verb, 0); c != NONE && c < verb;
         c = tree_child(lang, verb, c + 1))
        if (lang->token[c].rel == REL_ADVMOD &&
            word_listed(join->collate, "not", lang->token[c].lemma))
            return false;
    if (subject == NONE || object == NONE || subject > verb) return false;
    if (mark != NONE && word_listed(join->collate, "supposing", lang->token[mark].lemma))
        return false;
    *out = (Denial){report, subject, verb, object, bearer(join, report, subject)};
    return out->who != NONE || lang->token[subject].upos == UPOS_NOUN ||
           lang->token[subject].upos == UPOS_PROPN;
}

static bool same_party(const Join *join, uint32_t a, uint32_t b)
{
    return party_is_one(join->record, a, b);
}

uint32_t statement_party(const Join *join, uint32_t report, const Statement *said)
{
    const Findings *f = join_findings(join, report);
    uint32_t cue = span_empty(said->cue_span) ? NONE : token_at(&f->lang, said->cue_span.b);
    if (cue < f->lang.n_tokens && f->lang.token[cue].upos == UPOS_NOUN) return NONE;
    if (said->speaker != NONE) return join->entity_of[report][said->speaker];
    if (span_empty(said->speaker_words)) return NONE;
    for (uint32_t i = mentions_from(f, said->speaker_words.b); i < f->mentions.n; i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->span.b > said->speaker_words.b) break;
        if (m->span.b == said->speaker_words.b && m->span.e == said->speaker_words.e &&
            m->form != FORM_PRONOUN && m->entity < f->entities.n)
            return join->entity_of[report][m->entity];
    }
    return NONE;
}

/* "Critics", "two officials": words for somebody who is no entity. */
static bool worded(const Join *join, uint32_t report, const Statement *said)
{
    const LangText *lang = &join_findings(join, report)->lang;
    if (span_empty(said->speaker_words)) return false;
    uint32_t last = token_at(lang, said->speaker_words.e - 1),
             cue = span_empty(said->cue_span) ? last : token_at(lang, said->cue_span.b);
    return last < lang->n_tokens && cue < lang->n_tokens && lang->token[cue].upos == UPOS_VERB &&
           (lang->token[last].upos == UPOS_NOUN || lang->token[last].upos == UPOS_PROPN);
}

static bool stands_in(const Statement *said, Span words)
{
    for (uint32_t i = 0; i < said->content.n; i++)
        if (span_in(words, said->content.at[i])) return true;
    return false;
}

/* "disputed that claim", "this": such words point over the end of a paragraph. */
static bool points_back(const Join *join, const Denial *d)
{
    const LangText *lang = &join_findings(join, d->report)->lang;
    uint32_t word = d->object, det = tree_child_rel(lang, word, REL_DET);
    if (lang->token[word].upos == UPOS_NOUN && det != NONE) word = det;
    return word_listed(join->collate, "back", lang->token[word].lemma) &&
           !token_lemma_is(&lang->token[word], "the");
}

/* The statement right before the denial that it denies; NONE. One that another gives in whose words
 * the denial stands makes it that one's word: none. */
static uint32_t denied_statement(const Join *join, const Denial *d)
{
    const Findings *f = join_findings(join, d->report);
    const Token *verb = &f->lang.token[d->verb];
    const Sentence *s = &f->lang.sentence[verb->sentence];
    const Sentence *before = verb->sentence ? s - 1 : s;
    if (before->block != s->block || (s->paragraph_first && !points_back(join, d))) before = s;
    uint32_t from = before->span.b, until = statements_until(f, s->span.e), best = NONE, last = 0;
    for (uint32_t i = until > FEW ? until - FEW : 0; i < until; i++) {
        const Statement *said = &f->statements.at[i];
        uint32_t who = statement_party(join, d->report, said);
        if (!said->content.n || span_meet(said->cue_span, verb->span)) continue;
        if (stands_in(said, verb->span) && !same_party(join, who, d->who)) return NONE;
        Span words = said->content.at[said->content.n - 1];
        if (said->content.at[0].b < from || words.e > verb->span.b || words.e < last) continue;
        last = words.e;
        best = i;
    }
    return best;
}

static bool worth_denying(const Join *join, const Denial *d, uint32_t statement)
{
    const Findings *f = join_findings(join, d->report);
    const Statement *said = &f->statements.at[statement];
    Span words = said->content.at[0];
    uint32_t who = statement_party(join, d->report, said),
             tokens = token_at(&f->lang, words.e) - token_at(&f->lang, words.b);
    bool says = said->polarity == POLARITY_SAYS || said->polarity == POLARITY_ACCUSES ||
                said->polarity == POLARITY_WARNS;
    const Token *subject = &f->lang.token[d->subject];
    if (!span_empty(said->speaker_words) &&
        slice_eq(f->lang.token[token_at(&f->lang, said->speaker_words.e - 1)].lemma,
                 subject->lemma))
        return false;
    return says && (who != NONE || worded(join, d->report, said)) && tokens >= LEAST_TOKENS &&
           !same_party(join, who, d->who) && denies_it(join, d, who);
}

/* Does a fact give the word of this party? Of nobody that is known: of nobody either. */
static bool gives(const Join *join, const RecordValue *v, uint32_t who)
{
    return v->said_by.n ? same_party(join, v->said_by.at[0], who) : who == NONE;
}

/* Is a quarrel of the two told already? Nameless ones are known by the statement ("critics said",
 * in a copy of the report). */
static bool told(const Join *join, uint32_t says, uint32_t denies, uint32_t statement)
{
    const Record *r = join->record;
    for (uint32_t i = 0; i < r->facts.n; i++) {
        const RecordFact *f = &r->facts.at[i];
        if (!f->between_parties || f->values.n != 2 || !gives(join, &f->values.at[1], denies))
            continue;
        bool named = f->values.at[0].said_by.n && f->values.at[1].said_by.n;
        if (named ? gives(join, &f->values.at[0], says)
                  : f->about == ABOUT_STATEMENT && f->index == statement)
            return true;
    }
    return false;
}

static bool add_value(Record *r, RecordFact *fact, const char *word, uint32_t who, Evidence at)
{
    RecordValue v = {.value = slice_of(word), .voices = 1};
    return (who == NONE || VEC_PUSH(&r->arena, &v.said_by, who)) &&
           VEC_PUSH(&r->arena, &v.evidence, at) && VEC_PUSH(&r->arena, &fact->values, v);
}

static dln_status write_denial(Join *join, const Denial *d, uint32_t statement)
{
    Record *r = join->record;
    const Findings *f = join_findings(join, d->report);
    const Statement *said = &f->statements.at[statement];
    uint32_t who = statement_party(join, d->report, said),
             about = join->statement_of[d->report][statement];
    uint32_t first = d->object < d->verb ? d->verb : d->object, begin, end;
    if (told(join, who, d->who, about)) return DLN_OK;
    tree_range(&f->lang, first, &begin, &end);
    if (first == d->verb) end = d->verb + 1;
    RecordFact fact = {.about = ABOUT_STATEMENT,
                       .index = about,
                       .attribute = SLICE("claim"),
                       .verdict = DLN_CONFLICT,
                       .between_parties = true,
                       .why = SLICE("one party says it, the other denies it")};
    uint32_t low = d->verb, high;
    if (d->who == NONE) tree_range(&f->lang, d->subject, &low, &high);
    Span denial = tokens_span(&f->lang, low, end);
    if (!add_value(r, &fact, "says", who, (Evidence){d->report, said->content.at[0]}) ||
        !add_value(r, &fact, "denies", d->who, (Evidence){d->report, denial}))
        return arena_status(&r->arena);
    return fact_add(join, fact);
}

dln_status denied_facts(Join *join)
{
    for (uint32_t k = 0; k < join->in->n; k++) {
        uint32_t report = join->order[k];
        const LangText *lang = &join_findings(join, report)->lang;
        for (uint32_t t = 0; t < lang->n_tokens; t++) {
            Denial d;
            if (!read_denial(join, report, t, &d)) continue;
            uint32_t statement = denied_statement(join, &d);
            if (statement != NONE && worth_denying(join, &d, statement))
                TRY(write_denial(join, &d, statement));
        }
    }
    return DLN_OK;
}
