/* events_pronoun.c - what speaks for a pronoun standing for the party that coreference gives it,
 * and what against.
 *
 * In: a participant told by a pronoun, with the entity that the report's coreference gives it.
 * Out: what is so around both (PronounView); the words that tell the party.
 *
 * Idea: many witnesses. Coreference is right of four pronouns in five; a wrong doer is worse than
 * none. Grammar may say the same: the entity is the subject of the clause above ("Lund said she
 * would leave"), or the pronoun is the subject of its sentence and the entity that of the sentence
 * before ("Lund met the crew. She thanked them."). Others may stand near who could be meant, named
 * or not. events_pronoun_judge.c weighs them.
 *
 * Known to get wrong: a second subject whose name the report never gives. */
#include "mean/events/events_pronoun.h"
#include "mean/events/roles.h"

#define CLAUSES 8u       /* clauses above that are looked at */
#define ANCHOR_BACK 3u   /* sentences from a pronoun to whom it stands for */
#define ANCHOR_STEPS 64u /* mentions */
#define LOOK_BACK 4u     /* sentences before that are looked through for others */

bool entity_named(const Findings *f, uint32_t entity)
{
    const Entity *e = &f->entities.at[entity];
    if (e->key.n) return true;
    for (uint32_t i = 0; i < e->mentions.n && i < 64; i++)
        if (f->mentions.at[e->mentions.at[i]].form == FORM_NAME) return true;
    return false;
}

static bool word_of(const Scene *s, uint32_t token, const char *word)
{
    return slice_is(scene_lower(s, token), word);
}

/* The entity that the word is the head of; NONE. */
static uint32_t entity_of(const Findings *f, uint32_t token)
{
    uint32_t mention = token == NONE ? NONE : mention_of(f, token);
    if (mention == NONE || f->mentions.at[mention].head != token) return NONE;
    return f->mentions.at[mention].entity;
}

/* The verb or predicate whose clause the word stands in, above the word; NONE. */
static uint32_t clause_above(const Scene *s, uint32_t token)
{
    for (uint32_t steps = 0; steps < CLAUSES; steps++) {
        uint32_t head = scene_token(s, token)->head;
        if (!scene_holds(s, head) || head == token) return NONE;
        token = head;
        uint8_t upos = scene_token(s, token)->upos;
        if (upos == UPOS_VERB || upos == UPOS_AUX || scene_child(s, token, REL_NSUBJ, NULL) != NONE)
            return token;
    }
    return NONE;
}

static Gender pronoun_gender(const Scene *s, uint32_t pronoun)
{
    const char *feats = scene_token(s, pronoun)->feats;
    if (strstr(feats, "Gender=Masc")) return GENDER_HE;
    return strstr(feats, "Gender=Fem") ? GENDER_SHE : GENDER_UNKNOWN;
}

/* A man where the pronoun says "she", a woman where it says "he". */
bool pronoun_unlike(const Scene *s, uint32_t pronoun, uint32_t entity)
{
    Gender said = pronoun_gender(s, pronoun),
           known = entity == NONE ? GENDER_UNKNOWN : s->findings->entities.at[entity].gender;
    return (said == GENDER_HE && known == GENDER_SHE) || (said == GENDER_SHE && known == GENDER_HE);
}

/* Can the subject not be meant: several people, a body, where the pronoun is of one person; a man
 * where it is of a woman? */
static bool disagrees(const Scene *s, uint32_t pronoun, uint32_t subject)
{
    if (pronoun_gender(s, pronoun) == GENDER_UNKNOWN) return false;
    const Token *t = scene_token(s, subject);
    uint32_t entity = entity_of(s->findings, subject);
    bool plural = strcmp(t->xpos, "NNS") == 0 || strcmp(t->xpos, "NNPS") == 0,
         body = entity != NONE && s->findings->entities.at[entity].kind != ENTITY_PERSON;
    return plural || body || role_people_noun(s, subject) == NOUN_GROUP ||
           pronoun_unlike(s, pronoun, entity);
}

/* "Lund said she would leave": the subject of a clause above the pronoun's own is the entity. The
 * first that can act decides ("Lund said her son thinks he won": not Lund; "Lund said officers
 * searched a house that he rented": Lund), and it stands before the pronoun ("He ran, Lund said":
 * not Lund). `grave`: no clause without a subject between ("whom Lund thought unlucky because he
 * was held"). */
static bool bound_above(const Scene *s, uint32_t pronoun, uint32_t entity, bool grave)
{
    uint32_t clause = clause_above(s, pronoun);
    for (uint32_t steps = 0; steps < CLAUSES && clause != NONE; steps++) {
        clause = clause_above(s, clause);
        uint32_t subject = clause == NONE ? NONE : scene_child(s, clause, REL_NSUBJ, NULL);
        if (subject == NONE && grave) return false;
        if (grave && scene_token(s, clause)->rel == REL_ACL &&
            !(scene_token(s, subject)->xpos[0] == 'W'))
            return false; /* "whom Lund called no hero because he was held" */
        if (subject == NONE || subject == pronoun || !scene_can_act(s, subject)) continue;
        if (!grave && disagrees(s, pronoun, subject)) continue;
        return subject < pronoun && entity_of(s->findings, subject) == entity;
    }
    return false;
}

/* Subject of the root of a sentence, wherever it stands ("..., Lund said"); NONE. */
static uint32_t main_subject(const LangText *text, uint32_t sentence)
{
    const Sentence *sent = &text->sentence[sentence];
    for (uint32_t i = sent->first; i < sent->end; i++) {
        const Token *t = &text->token[i];
        if (t->rel == REL_NSUBJ && t->head >= sent->first && t->head < sent->end &&
            text->token[t->head].rel == REL_ROOT)
            return i;
    }
    return NONE;
}

/* "Lund said the boy found a gun. He fired it.": what the sentence reports has one person for its
 * own subject. */
static bool reports_other(const Scene *s, uint32_t subject)
{
    const LangText *text = s->text;
    uint32_t says = text->token[subject].head, clause = tree_child_rel(text, says, REL_CCOMP);
    uint32_t who = clause == NONE ? NONE : tree_child_rel(text, clause, REL_NSUBJ);
    if (who == NONE) return false;
    const Token *t = &text->token[who];
    uint32_t entity = entity_of(s->findings, who);
    bool named = t->upos == UPOS_PROPN && entity != NONE &&
                 s->findings->entities.at[entity].kind == ENTITY_PERSON;
    return named ||
           (strcmp(t->xpos, "NN") == 0 && map_find(&s->events->nouns, t->lemma) == NOUN_PERSON);
}

/* "Lund met the crew. She thanked them.": from main subject to main subject. */
static bool continues(const Scene *s, uint32_t pronoun, uint32_t entity)
{
    const LangText *text = s->text;
    uint32_t sentence = text->token[pronoun].sentence;
    if (sentence == 0 || main_subject(text, sentence) != pronoun) return false;
    uint32_t before = main_subject(text, sentence - 1);
    return before != NONE && text->sentence[sentence - 1].block == text->sentence[sentence].block &&
           !reports_other(s, before) && entity_of(s->findings, before) == entity;
}

/* Who stands in the pronoun's sentence before it and in `back` sentences before. */
typedef struct Company {
    bool other; /* somebody else */
    bool told;  /* the entity itself, by more than a pronoun */
    bool seen;  /* the entity itself */
} Company;

/* "They" may be a body too: "Officers saw the men. They had guns." `grave`: people of the other
 * gender count as well. */
static Company company_of(const Scene *s, const Participant *part, uint32_t back, bool grave)
{
    const Findings *f = s->findings;
    Company found = {false, false, false};
    uint32_t sentence = scene_token(s, part->head)->sentence;
    uint32_t from = s->text->sentence[sentence > back ? sentence - back : 0].span.b;
    Span at = scene_token(s, part->head)->span;
    bool they = word_of(s, part->head, "they") || word_of(s, part->head, "them");
    for (uint32_t i = mentions_from(f, from); i < f->mentions.n && f->mentions.at[i].span.b < at.b;
         i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->entity == NONE) continue;
        EntityKind kind = f->entities.at[m->entity].kind;
        if (kind != ENTITY_PERSON && !(they && kind == ENTITY_ORG)) continue;
        if (m->entity != part->entity) {
            found.other |= grave || !pronoun_unlike(s, part->head, m->entity);
            continue;
        }
        found.seen = true;
        found.told |= m->form != FORM_PRONOUN;
    }
    return found;
}

/* Somebody or something told by a noun alone, before the pronoun in its sentence, that may be a
 * person: "the boy", and with `anything` also a noun that nobody knows. */
static bool nameless_before(const Scene *s, const Participant *part, bool anything)
{
    for (uint32_t i = s->first; i < part->head && i < s->first + s->n; i++) {
        const Token *t = scene_token(s, i);
        uint32_t kind = role_people_noun(s, i);
        bool argument = t->rel == REL_NSUBJ || t->rel == REL_OBJ || t->rel == REL_OBL;
        if (strcmp(t->xpos, "NN") != 0 || kind == NOUN_DEED || kind == NOUN_THING) continue;
        if (kind != NOUN_PERSON && !(anything && argument)) continue;
        if (entity_of(s->findings, i) != part->entity) return true;
    }
    return false;
}

/* The same in the sentence before: "The chief told how the brother found a gun. He fired it." */
static bool nameless_lately(const Scene *s, const Participant *part)
{
    const LangText *text = s->text;
    uint32_t sentence = text->token[part->head].sentence;
    if (sentence == 0) return false;
    const Sentence *before = &text->sentence[sentence - 1];
    for (uint32_t i = before->first; i < before->end; i++) {
        const Token *t = &text->token[i];
        bool argument = t->rel == REL_NSUBJ || t->rel == REL_OBJ;
        if (!argument || strcmp(t->xpos, "NN") != 0) continue;
        if (map_find(&s->events->nouns, t->lemma) == NOUN_PERSON &&
            entity_of(s->findings, i) != part->entity)
            return true;
    }
    return false;
}

/* Is the entity named in the pronoun's sentence before it, as the subject of a clause? */
static bool named_subject(const Scene *s, const Participant *part)
{
    for (uint32_t i = s->first; i < part->head && i < s->first + s->n; i++) {
        uint32_t mention = scene_token(s, i)->rel == REL_NSUBJ ? mention_of(s->findings, i) : NONE;
        if (mention == NONE || s->findings->mentions.at[mention].head != i) continue;
        const Mention *m = &s->findings->mentions.at[mention];
        if (m->form == FORM_NAME && m->entity == part->entity) return true;
    }
    return false;
}

/* "Lund joked about the drama she had provided": named as a subject in the sentence, and nobody
 * else there. */
static bool alone_in_sentence(const Scene *s, const Participant *part)
{
    return named_subject(s, part) && !company_of(s, part, 0, false).other &&
           !nameless_before(s, part, true);
}

/* "When police arrived they found": the entity is a subject before the pronoun in its sentence, of
 * no verb that tells what is said. */
static bool subject_before(const Scene *s, const Participant *part)
{
    for (uint32_t i = s->first; i < part->head; i++) {
        const Token *t = scene_token(s, i);
        if (t->rel == REL_NSUBJ && entity_of(s->findings, i) == part->entity &&
            scene_holds(s, t->head) && scene_child(s, t->head, REL_CCOMP, NULL) == NONE)
            return true;
    }
    return false;
}

/* "Officers said five others were hurt. They were taken to hospital": several people told by a noun
 * or a number, in the sentence or the one before, who may be "they". */
static bool several_near(const Scene *s, const Participant *part)
{
    const LangText *text = s->text;
    uint32_t sentence = text->token[part->head].sentence,
             first = text->sentence[sentence ? sentence - 1 : 0].first;
    uint32_t before = sentence ? main_subject(text, sentence - 1) : NONE;
    bool they = word_of(s, part->head, "they") || word_of(s, part->head, "them");
    if (!they || subject_before(s, part)) return false;
    if (before != NONE && continues(s, part->head, part->entity) &&
        tree_child_rel(text, text->token[before].head, REL_CCOMP) == NONE)
        return false; /* "Recruits wait for days. They must fill in forms." */
    for (uint32_t i = first; i < part->head; i++) {
        const Token *t = &text->token[i];
        bool argument = t->rel == REL_NSUBJ || t->rel == REL_OBJ;
        uint32_t kind = map_find(&s->events->nouns, t->lemma);
        bool people = strcmp(t->xpos, "NNS") == 0 &&
                      (kind == NOUN_PERSON || kind == NOUN_GROUP || slice_is(t->lemma, "other"));
        if (argument && (people || t->upos == UPOS_NUM) &&
            entity_of(s->findings, i) != part->entity)
            return true;
    }
    return false;
}

/* '"She fired once," Ane Lund said': not Lund, who would say "I". */
static bool speaks_of_other(const Scene *s, const Participant *part)
{
    const Findings *f = s->findings;
    Span at = scene_token(s, part->head)->span;
    uint32_t end = statements_until(f, at.e);
    if (!s->quoted[part->head - s->first]) return false;
    for (uint32_t i = end > 16 ? end - 16 : 0; i < end; i++) {
        const Statement *st = &f->statements.at[i];
        for (uint32_t k = 0; st->speaker == part->entity && k < st->content.n; k++)
            if (span_in(at, st->content.at[k])) return true;
    }
    return false;
}

/* ---- the last person told ---- */

/* The last mention of the entity before the pronoun that is no pronoun itself and no part of
 * another's name ("the Lund administration"); NONE. */
static uint32_t anchor_of(const Scene *s, const Participant *part)
{
    const Findings *f = s->findings;
    uint32_t at = mentions_from(f, scene_token(s, part->head)->span.b),
             sentence = scene_token(s, part->head)->sentence;
    for (uint32_t steps = 0; at-- > 0 && steps < ANCHOR_STEPS; steps++) {
        const Mention *m = &f->mentions.at[at];
        if (m->head >= s->text->n_tokens || m->form == FORM_PRONOUN) continue;
        const Token *t = &s->text->token[m->head];
        if (t->sentence + ANCHOR_BACK < sentence) break;
        if (m->entity == part->entity && m->end <= part->head)
            return t->rel == REL_COMPOUND ? NONE : at;
    }
    return NONE;
}

static bool named_at(const Findings *f, uint32_t mention)
{
    return mention != NONE && f->mentions.at[mention].form == FORM_NAME;
}

/* "he" and "his". */
static bool same_gender(const Token *a, const Token *b)
{
    bool he = strstr(a->feats, "Gender=Masc") && strstr(b->feats, "Gender=Masc"),
         she = strstr(a->feats, "Gender=Fem") && strstr(b->feats, "Gender=Fem");
    return he || she;
}

/* Does the report call the entity "he" or "she"? A given name alone may be a man's or a woman's. */
static bool called_by_pronoun(const Scene *s, uint32_t entity)
{
    const Findings *f = s->findings;
    const Entity *e = &f->entities.at[entity];
    for (uint32_t i = 0; i < e->mentions.n && i < 64; i++) {
        const Mention *m = &f->mentions.at[e->mentions.at[i]];
        if (m->form == FORM_PRONOUN && m->head < s->text->n_tokens &&
            strstr(s->text->token[m->head].feats, "Gender="))
            return true;
    }
    return false;
}

/* The same of "they": "Two robbers ran from the officers. They shot a clerk." */
static bool rival_of_several(const Scene *s, uint32_t token, const Mention *m)
{
    const Token *t = &s->text->token[token];
    bool argument = t->rel == REL_NSUBJ || t->rel == REL_OBJ;
    if (t->upos == UPOS_NUM) return t->rel == REL_NSUBJ;
    if (t->upos == UPOS_PRON) return slice_starts(t->lemma, SLICE("the"));
    if (m && m->entity != NONE && m->head == token &&
        s->findings->entities.at[m->entity].kind == ENTITY_ORG)
        return true;
    return argument && (strcmp(t->xpos, "NNS") == 0 || strcmp(t->xpos, "NNPS") == 0);
}

/* May the pronoun stand for whom the token tells: somebody else, of the same gender? Several may
 * not; "Fields" is a name. */
static bool rival(const Scene *s, const Participant *part, uint32_t token)
{
    const Findings *f = s->findings;
    const Token *t = &s->text->token[token];
    uint32_t mention = mention_of(f, token);
    bool name = named_at(f, mention);
    uint32_t entity = mention == NONE ? NONE : f->mentions.at[mention].entity;
    if ((entity == part->entity && entity != NONE) || t->rel == REL_COMPOUND) return false;
    if (pronoun_gender(s, part->head) == GENDER_UNKNOWN)
        return rival_of_several(s, token, mention == NONE ? NULL : &f->mentions.at[mention]);
    if (t->upos == UPOS_NUM) return t->rel == REL_NSUBJ; /* "One of the victims" */
    if (t->upos == UPOS_PRON) return same_gender(t, scene_token(s, part->head));
    if (!name && (strcmp(t->xpos, "NNS") == 0 || strcmp(t->xpos, "NNPS") == 0)) return false;
    if (entity != NONE && (name || f->mentions.at[mention].head == token))
        return f->entities.at[entity].kind == ENTITY_PERSON &&
               !(pronoun_unlike(s, part->head, entity) && called_by_pronoun(s, entity));
    return strcmp(t->xpos, "NN") == 0 && map_find(&s->events->nouns, t->lemma) == NOUN_PERSON &&
           tree_child_rel(s->text, token, REL_COP) == NONE;
}

/* Does the anchor stand in a row behind a rival ("Lund and Bram", "Lund and her clerk, Ada Bram")?
 */
static bool second_of_row(const Scene *s, const Participant *part, const Mention *anchor)
{
    uint32_t at = anchor->head;
    for (uint32_t steps = 0; steps < 3; steps++) {
        const Token *t = &s->text->token[at];
        if ((t->rel != REL_CONJ && t->rel != REL_APPOS) || t->head >= at) return false;
        at = t->head;
        if (rival(s, part, at)) return true;
    }
    return false;
}

/* "Lund, who sparred with Bram before his death": is the anchor told in a clause about a rival? */
static bool in_rivals_clause(const Scene *s, const Participant *part, const Mention *anchor)
{
    uint32_t at = anchor->head;
    for (uint32_t steps = 0; steps < CLAUSES; steps++) {
        const Token *t = &s->text->token[at];
        if (t->head >= s->text->n_tokens || t->rel == REL_ROOT) return false;
        if (t->rel == REL_ACL && strcmp(t->subtype, "relcl") == 0 && rival(s, part, t->head))
            return true;
        at = t->head;
    }
    return false;
}

/* "Lund took Bram home. He ...", "Lund said Bram lied. He ...": does another do something before
 * the anchor in its sentence, and the anchor not in the pronoun's own or as the main subject?
 * "Kim's gloves lay there. She ...": whose a thing is may be anybody. */
static bool overshadowed(const Scene *s, const Participant *part, const Mention *anchor)
{
    const LangText *text = s->text;
    const Token *head = &text->token[anchor->head];
    bool here = head->sentence == scene_token(s, part->head)->sentence;
    if (!here && head->rel == REL_NMOD && strcmp(head->subtype, "poss") == 0) return true;
    bool main = main_subject(text, head->sentence) == anchor->head;
    if (main && !here && reports_other(s, anchor->head)) return true;
    if (second_of_row(s, part, anchor) || in_rivals_clause(s, part, anchor)) return true;
    if (main || (here && head->rel == REL_NSUBJ)) return false;
    for (uint32_t i = text->sentence[head->sentence].first; i < anchor->first; i++)
        if (text->token[i].rel == REL_NSUBJ && rival(s, part, i)) return true;
    return false;
}

/* Does one of both stand within quotation marks and the other not? */
static bool marks_between(const Scene *s, uint32_t from, uint32_t to)
{
    uint32_t marks = 0;
    for (uint32_t i = from; i < to; i++) {
        const char *tag = s->text->token[i].xpos;
        marks += strcmp(tag, "``") == 0 || strcmp(tag, "''") == 0;
    }
    return marks % 2 == 1;
}

/* "Lund moved to remove him": the object is not who does it. */
static bool own_object(const Scene *s, const Participant *part)
{
    const Token *t = scene_token(s, part->head);
    if (t->rel == REL_NSUBJ || t->rel == REL_NMOD || strstr(t->feats, "Reflex=Yes")) return false;
    uint32_t verb = clause_above(s, part->head);
    if (verb == NONE || scene_child(s, verb, REL_OBJ, NULL) != part->head) return false;
    uint32_t subject = scene_subject(s, verb), above = scene_token(s, verb)->head;
    bool aim = subject == NONE && scene_token(s, verb)->rel == REL_ADVCL && scene_holds(s, above) &&
               strcmp(scene_token(s, verb)->xpos, "VB") == 0;
    if (aim) subject = scene_child(s, above, REL_NSUBJ, NULL);
    uint32_t mention = subject == NONE ? NONE : mention_of(s->findings, subject);
    return mention != NONE && s->findings->mentions.at[mention].entity == part->entity;
}

/* Is the entity named as a subject in the pronoun's sentence, or is a name, whosever, the main
 * subject of the one before? */
static bool bound_by_name(const Scene *s, const Participant *part)
{
    if (named_subject(s, part)) return true;
    uint32_t sentence = scene_token(s, part->head)->sentence;
    uint32_t before = sentence ? main_subject(s->text, sentence - 1) : NONE;
    return before != NONE && named_at(s->findings, mention_of(s->findings, before));
}

/* "The baby shot herself": who the subject of the clause is. */
static bool reflects_other(const Scene *s, const Participant *part)
{
    if (!strstr(scene_token(s, part->head)->feats, "Reflex=Yes")) return false;
    uint32_t verb = clause_above(s, part->head),
             subject = verb == NONE ? NONE : scene_subject(s, verb);
    return subject != NONE && entity_of(s->findings, subject) != part->entity;
}

/* Rivals told between the anchor and the pronoun, RIVALS_MOST - 1 of more; RIVALS_MOST: no anchor.
 */
static uint32_t rivals_since(const Scene *s, const Participant *part, const Mention *anchor)
{
    uint32_t n = 0;
    if (!anchor) return RIVALS_MOST;
    for (uint32_t i = anchor->end; i < part->head && n < RIVALS_MOST - 1; i++)
        n += rival(s, part, i);
    return n;
}

/* Rivals in the anchor's sentence, on either side of it; RIVALS_MOST - 1 of more. */
static uint32_t rivals_beside(const Scene *s, const Participant *part, const Mention *anchor)
{
    const Sentence *there = &s->text->sentence[s->text->token[anchor->head].sentence];
    uint32_t n = 0;
    for (uint32_t i = there->first; i < there->end && n < RIVALS_MOST - 1; i++)
        n += (i < anchor->first || i >= anchor->end) && rival(s, part, i);
    return n;
}

/* "Lund said the boy ran", "the boy ran, Lund said": the anchor speaks. */
static bool speaks(const Scene *s, const Mention *anchor)
{
    const Token *t = &s->text->token[anchor->head];
    if (t->rel != REL_NSUBJ || t->head >= s->text->n_tokens) return false;
    return s->text->token[t->head].rel == REL_PARATAXIS ||
           tree_child_rel(s->text, t->head, REL_CCOMP) != NONE;
}

static void view_anchor(const Scene *s, const Participant *part, PronounView *view)
{
    const Findings *f = s->findings;
    uint32_t at = anchor_of(s, part);
    const Mention *anchor = at == NONE ? NULL : &f->mentions.at[at];
    view->rivals = rivals_since(s, part, anchor);
    view->anchor_rel = REL_COUNT;
    view->sentences = view->tokens = NONE;
    if (!anchor) return;
    const Token *to = &s->text->token[anchor->head];
    view->anchor_rel = to->rel;
    view->sentences = scene_token(s, part->head)->sentence - to->sentence;
    view->tokens = part->head - anchor->end;
    view->anchor_main = main_subject(s->text, to->sentence) == anchor->head;
    view->anchor_named = anchor->form == FORM_NAME;
    view->anchor_speaks = speaks(s, anchor);
    view->rivals_beside = rivals_beside(s, part, anchor);
    view->overshadowed = overshadowed(s, part, anchor);
    view->marks_between = marks_between(s, anchor->end, part->head);
}

static uint32_t company_bits(Company c)
{
    return c.other + 2u * c.told + 4u * c.seen;
}

static void view_sentences(const Scene *s, const Participant *part, PronounView *view)
{
    const LangText *text = s->text;
    uint32_t sentence = scene_token(s, part->head)->sentence,
             before = sentence ? main_subject(text, sentence - 1) : NONE;
    view->company[0] = company_bits(company_of(s, part, 0, false));
    view->company[1] = company_bits(company_of(s, part, 1, false));
    view->company[2] = company_bits(company_of(s, part, LOOK_BACK, true));
    view->main = main_subject(text, sentence) == part->head;
    view->main_before = before != NONE && entity_of(s->findings, before) == part->entity;
    view->other_reported = before != NONE && reports_other(s, before);
    view->paragraph_first = text->sentence[sentence].paragraph_first;
}

static void view_entity(const Scene *s, const Participant *part, PronounView *view)
{
    const Entity *e = &s->findings->entities.at[part->entity];
    view->named = entity_named(s->findings, part->entity);
    view->gender_known = e->gender != GENDER_UNKNOWN;
    view->called = called_by_pronoun(s, part->entity);
    view->office = e->roles.n > 0;
    view->mentions = e->mentions.n;
    view->kind = (uint32_t)e->kind;
}

void pronoun_view(const Scene *s, const Participant *part, PronounView *view)
{
    uint32_t mention = mention_of(s->findings, part->head);
    *view = (PronounView){
        .chance = mention == NONE ? 0 : s->findings->mentions.at[mention].chance,
        .of_person = pronoun_gender(s, part->head) != GENDER_UNKNOWN,
        .quoted = s->quoted[part->head - s->first],
        .speaks_of_other = speaks_of_other(s, part),
        .own_object = own_object(s, part),
        .reflects_other = reflects_other(s, part),
        .bound = bound_above(s, part->head, part->entity, false),
        .bound_grave = bound_above(s, part->head, part->entity, true),
        .continues = continues(s, part->head, part->entity),
        .several_near = several_near(s, part),
        .bound_by_name = bound_by_name(s, part),
        .nameless_lately = nameless_lately(s, part),
        .nameless_before = nameless_before(s, part, false),
        .thing_before = nameless_before(s, part, true),
        .alone = alone_in_sentence(s, part),
        .named_subject = named_subject(s, part),
        .subject_before = subject_before(s, part),
    };
    view_anchor(s, part, view);
    view_sentences(s, part, view);
    view_entity(s, part, view);
}

/* A pronoun whose entity no name makes known is told by the entity's first words. */
bool pronoun_settle(const Scene *s, Participant *part)
{
    const Findings *f = s->findings;
    if (part->entity == NONE) return false;
    const char *feats = scene_token(s, part->head)->feats;
    bool person = strstr(feats, "Gender=Masc") || strstr(feats, "Gender=Fem");
    if (person && f->entities.at[part->entity].kind != ENTITY_PERSON) return false;
    if (entity_named(f, part->entity)) return true;
    const Entity *e = &f->entities.at[part->entity];
    for (uint32_t i = 0; i < e->mentions.n && i < 64; i++) {
        const Mention *m = &f->mentions.at[e->mentions.at[i]];
        if (m->form != FORM_NOMINAL) continue;
        part->span = m->span;
        return true;
    }
    return false;
}
