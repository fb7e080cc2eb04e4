/* events_modality.c - did it happen, or is it planned, possible, asked, alleged, denied?
 *
 * In: an act or predicate with the outer acts around it, its clause. Out: Modality. Idea: what
 * stands around a word says how it is meant: outer acts (will, deny, accuse), hedges on it or on
 * the clause above, a "no" on its subject or object, the charge or the suspicion it is named by
 * ("accused of assault"), an order or a wish ("call the police", "let them meet"), an infinitive
 * that tells what is only meant. What nothing qualifies happened.
 *
 * Known to get wrong: irony; a condition told in the sentence before. */
#include "mean/events/events_impl.h"

#define HEDGE_STEPS 4u /* clauses up from a word that a hedge reaches; words of a row */

/* "reportedly", "the alleged attack": somebody says so, the report does not. */
static bool hedge_at(const Scene *s, uint32_t token)
{
    for (uint32_t child = scene_down(s, token); child != NONE; child = scene_next(s, child)) {
        Rel rel = scene_token(s, child)->rel;
        if ((rel == REL_ADVMOD || rel == REL_AMOD) && scene_word_is(s, child, "hedge")) return true;
    }
    return false;
}

/* "reportedly believe that he stole it", "supposedly got up and stabbed him": the clause above is
 * hedged, or the one it is joined to. */
static bool hedged(const Scene *s, uint32_t token)
{
    for (uint32_t steps = 0; steps < HEDGE_STEPS; steps++) {
        if (hedge_at(s, token)) return true;
        const Token *t = scene_token(s, token);
        bool goes = t->rel == REL_CONJ || t->rel == REL_CCOMP || t->rel == REL_XCOMP;
        if (!goes || !scene_holds(s, t->head)) return false;
        token = t->head;
    }
    return false;
}

/* The word that a row of joined ones hangs on: "bribery" of "accused of bribery and assault". */
static uint32_t first_joined(const Scene *s, uint32_t token)
{
    for (uint32_t steps = 0; steps < HEDGE_STEPS; steps++) {
        const Token *t = scene_token(s, token);
        if (t->rel != REL_CONJ || !scene_holds(s, t->head)) break;
        token = t->head;
    }
    return token;
}

/* "Charged with two counts of murder", "faces a murder charge": a count, unless a court or its
 * bearer says that it was so ("convicted of two counts of murder"). */
static bool in_a_count(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    if ((t->rel != REL_NMOD && t->rel != REL_COMPOUND) || !scene_holds(s, t->head)) return false;
    uint32_t count = first_joined(s, t->head), over = scene_token(s, count)->head;
    if (!scene_word_is(s, t->head, "counts")) return false;
    if (scene_holds(s, over) && scene_token(s, over)->upos == UPOS_ADJ) /* "guilty of" */
        over = scene_token(s, over)->head;
    return !scene_holds(s, over) || !scene_word_is(s, over, "convicts");
}

/* "accused of assault", "charges of fraud", "suspected of murder", "alleged he had abused them". */
static bool charged_only(const Scene *s, uint32_t token)
{
    static const char *const marks[] = {"of", "with", "for", "on", "that"};
    token = first_joined(s, token);
    if (in_a_count(s, token)) return true;
    const Token *t = scene_token(s, token);
    if (!scene_holds(s, t->head) || !scene_word_is(s, t->head, "charges")) return false;
    if (t->rel == REL_CCOMP) return true;
    uint32_t mark = scene_child(s, token, REL_CASE, NULL);
    if (mark == NONE) mark = scene_child(s, token, REL_MARK, NULL);
    return mark != NONE && SLICE_AMONG(scene_lower(s, mark), marks);
}

/* "made no arrests", "nobody was hurt", "no shots were fired", "there was no attack". */
static bool with_no(const Scene *s, uint32_t token)
{
    if (scene_nobody(s, token)) return true;
    if (scene_token(s, token)->upos != UPOS_VERB) return false;
    uint32_t subject = scene_child(s, token, REL_NSUBJ, NULL),
             object = scene_child(s, token, REL_OBJ, NULL);
    if (object != NONE && scene_word_is(s, object, "notdenied"))
        object = NONE; /* "pleaded no contest", "lost no time" */
    return (subject != NONE && scene_nobody(s, subject)) ||
           (object != NONE && scene_nobody(s, object));
}

/* A verb in its bare form that opens its clause and has neither subject nor helper. */
static bool opens_bare(const Scene *s, uint32_t verb)
{
    const Token *t = scene_token(s, verb);
    if (strcmp(t->xpos, "VB") != 0 || scene_child(s, verb, REL_NSUBJ, NULL) != NONE ||
        scene_child(s, verb, REL_AUX, NULL) != NONE || scene_child(s, verb, REL_MARK, NULL) != NONE)
        return false;
    uint32_t before = verb;
    while (before > s->first && scene_token(s, before - 1)->upos == UPOS_PUNCT)
        before--;
    return before == s->first || scene_word_is(s, before - 1, "politely");
}

/* "Call the police", "Let them meet": asked for, not told. */
static bool asked_for(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    if (t->upos != UPOS_VERB) return false;
    if (opens_bare(s, token)) return true;
    return (t->rel == REL_XCOMP || t->rel == REL_CCOMP) && scene_holds(s, t->head) &&
           token_lemma_is(scene_token(s, t->head), "let") && opens_bare(s, t->head);
}

/* "Working to resume flights", "the right to vote": an infinitive tells what is meant, not what was
 * done, but behind a word that says it was ("began to burn", "the first to arrive"). */
static bool only_meant(const Scene *s, uint32_t token)
{
    return scene_token(s, token)->upos == UPOS_VERB && scene_only_to(s, token);
}

/* "the attack": one that is known. */
static bool definite_noun(const Scene *s, uint32_t token)
{
    uint32_t article = scene_child(s, token, REL_DET, NULL);
    return article != NONE && token_lemma_is(scene_token(s, article), "the");
}

/* "tried to pass a repeal", "threatened to launch an attack": so is the deed that such a verb would
 * bring about; "to discuss the attack" is of one that was. */
static bool deed_only_meant(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    return t->upos == UPOS_NOUN && t->rel == REL_OBJ && scene_holds(s, t->head) &&
           scene_word_is(s, t->head, "bringabout") && only_meant(s, t->head) &&
           !definite_noun(s, token);
}

/* "no sign of willingness to compromise", "no plan to close it": of what there is no sign. */
static bool under_no(const Scene *s, uint32_t token)
{
    for (uint32_t steps = 0; steps < 3; steps++) {
        const Token *t = scene_token(s, token);
        bool of = t->rel == REL_NMOD || t->rel == REL_ACL;
        if (!of || !scene_holds(s, t->head) || scene_child(s, token, REL_NSUBJ, NULL) != NONE)
            return false;
        token = t->head;
        if (scene_token(s, token)->upos == UPOS_NOUN && scene_nobody(s, token))
            return !scene_word_is(s, token, "doubt"); /* "there is no doubt that he left" */
    }
    return false;
}

/* "unless a bill received a vote", "whether he has left is unclear", "hopes that she comes". */
static bool left_open(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    bool brought = t->upos == UPOS_NOUN && t->rel == REL_OBJ && scene_holds(s, t->head) &&
                   !definite_noun(s, token); /* "received [a vote]" */
    return tree_left_open(s->text, brought ? t->head : token) != NONE;
}

/* "asked that she take the seat": a bare verb with a subject behind "that". */
static bool subjunctive(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    uint32_t mark = scene_child(s, token, REL_MARK, NULL);
    return strcmp(t->xpos, "VB") == 0 && mark != NONE &&
           scene_child(s, token, REL_NSUBJ, NULL) != NONE &&
           slice_eq_nocase(scene_token(s, mark)->form, SLICE("that")) &&
           scene_child(s, token, REL_AUX, NULL) == NONE;
}

/* Meant and not told as done. */
static bool not_done(const Scene *s, uint32_t token)
{
    return only_meant(s, token) || deed_only_meant(s, token);
}

/* "will not be charged until Monday": is to be, then. */
static bool denied_till(const Scene *s, uint32_t token)
{
    uint32_t will = scene_child(s, token, REL_AUX, NULL);
    if (will == NONE || strcmp(scene_token(s, will)->xpos, "MD") != 0) return false;
    for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c)) {
        uint32_t mark = scene_child(s, c, REL_CASE, NULL);
        if (c > token && scene_token(s, c)->rel == REL_OBL && mark != NONE &&
            slice_is(scene_lower(s, mark), "until"))
            return true;
    }
    return false;
}

static bool under_outer(const Found *f, Outer outer)
{
    for (uint32_t k = 0; k < f->n_outer; k++)
        if (f->outer_kind[k] == outer) return true;
    return false;
}

/* Of a predicate without a code: what stands around it says how it is meant, the strongest word
 * first. */
static Modality modality_around(const Scene *s, const Found *f)
{
    if (f->coding.negated && denied_till(s, f->token)) return MODALITY_PLANNED;
    if (f->coding.negated || under_outer(f, OUT_DENY) || under_outer(f, OUT_REJECT))
        return MODALITY_DENIED;
    if (under_outer(f, OUT_ACCUSE)) return MODALITY_ALLEGED;
    if (under_outer(f, OUT_APPEAL) || under_outer(f, OUT_DEMAND) || under_outer(f, OUT_MUST))
        return MODALITY_ASKED;
    if (f->coding.conditional) return MODALITY_CONDITIONAL;
    if (f->possible || under_outer(f, OUT_TRY) || under_outer(f, OUT_CONSIDER) ||
        under_outer(f, OUT_ALLOW))
        return MODALITY_POSSIBLE;
    if (under_outer(f, OUT_WILL) || under_outer(f, OUT_INTEND) || under_outer(f, OUT_THREATEN) ||
        under_outer(f, OUT_AGREE))
        return MODALITY_PLANNED;
    return not_done(s, f->token) ? MODALITY_POSSIBLE : MODALITY_HAPPENED;
}

/* By the words of the event itself and its frame. */
static Modality modality_told(const Scene *s, const Found *f)
{
    const Coding *c = &f->coding;
    bool words = f->said != NONE && f->said != f->token; /* the event is what is said of it */
    if (hedged(s, f->token)) return MODALITY_ALLEGED;
    if (!words && charged_only(s, f->token)) return MODALITY_ALLEGED;
    if (!words && with_no(s, f->token)) return MODALITY_DENIED;
    if (asked_for(s, words ? f->said : f->token)) return MODALITY_ASKED;
    if (f->hit == NONE) return modality_around(s, f);
    if (f->said != NONE && f->said != f->token && c->outer != OUT_DENY)
        return f->possible ? MODALITY_POSSIBLE : MODALITY_HAPPENED;
    if (c->negated) return denied_till(s, f->token) ? MODALITY_PLANNED : MODALITY_DENIED;
    if (c->alleged && c->outer != OUT_ACCUSE) return MODALITY_ALLEGED;
    if (f->possible || c->conditional) return MODALITY_POSSIBLE;
    if (c->future) return MODALITY_PLANNED;
    return not_done(s, f->token) ? MODALITY_POSSIBLE : MODALITY_HAPPENED;
}

/* "claimed that Velm had paid him". */
static bool only_claimed(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, first_joined(s, token));
    return t->rel == REL_CCOMP && scene_holds(s, t->head) && scene_word_is(s, t->head, "claimsit");
}

/* "did not say whether he had died". */
static bool whether_so(const Scene *s, uint32_t token)
{
    uint32_t mark = scene_child(s, token, REL_MARK, NULL);
    return scene_token(s, token)->rel == REL_CCOMP && mark != NONE &&
           scene_word_is(s, mark, "whether");
}

/* "should have called" did not; "should never have been freed" was. */
static bool should_have(const Scene *s, uint32_t token)
{
    bool ought = false, have = false;
    for (uint32_t c = scene_down(s, token); c != NONE && c < token; c = scene_next(s, c)) {
        if (ought && scene_token(s, c)->rel == REL_NSUBJ) return false; /* "should he have" */
        if (scene_token(s, c)->rel != REL_AUX) continue;
        ought |= scene_word_is(s, c, "ought");
        have |= ought && slice_is(scene_lower(s, c), "have");
    }
    return have;
}

Modality scene_modality(const Scene *s, const Found *f)
{
    bool words = f->said != NONE && f->said != f->token;
    uint32_t token = words ? f->said : f->token;
    Modality told = modality_told(s, f);
    if (should_have(s, token))
        return f->coding.negated || told == MODALITY_DENIED ? MODALITY_HAPPENED : MODALITY_DENIED;
    if (told == MODALITY_DENIED) return scene_still_told(s, token);
    if (told == MODALITY_ALLEGED) return scene_still_alleged(s, token);
    if (told == MODALITY_PLANNED && whether_so(s, token)) return MODALITY_POSSIBLE;
    bool open = told == MODALITY_PLANNED || told == MODALITY_POSSIBLE;
    if ((open || told == MODALITY_CONDITIONAL || told == MODALITY_ASKED) &&
        scene_there_already(s, token))
        return MODALITY_HAPPENED;
    if (told != MODALITY_HAPPENED && !open) return told;
    if (under_no(s, token)) return scene_still_told(s, token);
    if (told != MODALITY_HAPPENED) return told;
    if (scene_undone(s, token)) return MODALITY_DENIED;
    if (scene_hoped_for(s, token)) return MODALITY_POSSIBLE;
    if (subjunctive(s, token) || found_obliges(f)) return MODALITY_ASKED;
    if (only_claimed(s, token)) return MODALITY_ALLEGED;
    return left_open(s, token) ? MODALITY_POSSIBLE : scene_unsure(s, token);
}
