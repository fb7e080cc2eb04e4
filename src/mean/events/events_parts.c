/* events_parts.c - who takes part in an act.
 *
 * In: an act with its outer acts, the tree. Out: participants with roles. Idea: the source is the
 * subject of the outermost act that has one of its own ("Paris urged Rome to release him": Paris),
 * through control, coordination and passives; the target is the first actor among the arguments
 * from the outside in (object, clause subject, with/to/against/on phrases, owners of nominal
 * arguments). Where the tree gives none, the nearest actor to the left is the source and to the
 * right the target.
 *
 * Known to get wrong: control verbs of rare kind; targets that only a pronoun names. */
#include "mean/events/roles.h"
#include <stdio.h>

#define PARTS_MAX 12u

typedef struct Cast {
    uint32_t token[PARTS_MAX];
    uint32_t n;
    uint32_t own, owner;
    bool together, people;
} Cast; /* heads of noun phrases; own: the act's hit; owner: a party of the other role, whose
           belongings are none; together: for an act of several; people, set for its objects: things
           do not count ("discussed Rome's plan") */

static bool nominal(const Token *t)
{
    return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_PRON;
}

static Slice case_of(const Scene *s, uint32_t token)
{
    uint32_t mark = scene_child(s, token, REL_CASE, NULL);
    return mark == NONE ? (Slice){"", 0} : scene_lower(s, mark);
}

/* "Li" of "Li's trip", "his" of "his trip": told by its place and mark, whatever the relation is
 * called. */
static uint32_t possessor_of(const Scene *s, uint32_t noun)
{
    for (uint32_t c = scene_down(s, noun); c != NONE; c = scene_next(s, c)) {
        const Token *child = scene_token(s, c);
        if (c >= noun || (child->rel != REL_NMOD && child->rel != REL_DET)) continue;
        Slice mark = case_of(s, c);
        if (child->upos == UPOS_PRON || slice_is(mark, "'s") || slice_is(mark, "'") ||
            slice_is(mark, "\xE2\x80\x99s") || slice_is(mark, "\xE2\x80\x99"))
            return c;
    }
    return NONE;
}

/* "its troops", "their leaders": one's own, never the other side. */
bool owned_by_pronoun(const Scene *s, uint32_t token)
{
    if (!scene_holds(s, token)) return false;
    uint32_t owner = possessor_of(s, token);
    if (scene_word_is(s, token, "other")) return false;
    return owner != NONE && scene_token(s, owner)->upos == UPOS_PRON &&
           scene_token(s, token)->upos != UPOS_PROPN;
}

static bool is_actor(const Scene *s, uint32_t token)
{
    char code[ACTOR_CODE];
    if (scene_token(s, token)->span.b < s->findings->report->dateline.span.e)
        return false; /* where it was written is no party */
    if (owned_by_pronoun(s, token)) return false;
    return actor_code(s->events, s->findings, token, code) > 0;
}

static void cast_put(Cast *cast, uint32_t token)
{
    for (uint32_t i = 0; i < cast->n; i++)
        if (cast->token[i] == token) return;
    if (cast->n < PARTS_MAX) cast->token[cast->n++] = token;
}

static bool hyphened(const Scene *s, uint32_t token)
{
    if (token + 2 - s->first >= s->n) return false;
    const Token *t = scene_token(s, token);
    return slice_is(t[1].form, "-") && t->span.e == t[1].span.b && t[1].span.e == t[2].span.b &&
           (t[2].upos == UPOS_ADJ || t[2].upos == UPOS_PROPN);
}

/* National modifiers that are joined: "Hungarian and Romanian officials" are two parties. */
static bool cast_nations(const Scene *s, Cast *cast, uint32_t head)
{
    for (uint32_t modifier = scene_down(s, head); modifier != NONE;
         modifier = scene_next(s, modifier)) {
        uint32_t other;
        const Token *m = scene_token(s, modifier);
        if (m->rel != REL_AMOD && m->rel != REL_COMPOUND && m->rel != REL_NMOD) continue;
        other = scene_child(s, modifier, REL_CONJ, NULL);
        if (other == NONE && hyphened(s, modifier)) { /* "the US-Chinese talks" */
            if (!is_actor(s, modifier) || !is_actor(s, modifier + 2)) continue;
            cast_put(cast, modifier);
            cast_put(cast, modifier + 2);
            return true;
        }
        if (other == NONE || !is_actor(s, modifier) || !is_actor(s, other)) continue;
        cast_put(cast, modifier);
        for (uint32_t k = scene_down(s, modifier); k != NONE; k = scene_next(s, k))
            if (scene_token(s, k)->rel == REL_CONJ) cast_put(cast, k);
        return true;
    }
    return false;
}

/* "Putin, Russia's defence minister Sergei Shoigu and ...": two names beside one another are a
 * list, not an apposition. */
static bool two_people(const Scene *s, uint32_t a, uint32_t b)
{
    uint32_t x = mention_of(s->findings, a), y = mention_of(s->findings, b);
    if (x == NONE || y == NONE || scene_token(s, a)->upos != UPOS_PROPN ||
        scene_token(s, b)->upos != UPOS_PROPN)
        return false;
    uint32_t one = s->findings->mentions.at[x].entity, other = s->findings->mentions.at[y].entity;
    if (one == NONE || other == NONE || one == other) return false;
    return s->findings->entities.at[one].kind == ENTITY_PERSON &&
           s->findings->entities.at[other].kind == ENTITY_PERSON;
}

/* Phrases joined to this one; gives one that may have more joined to itself (parses chain them
 * either way). */
static uint32_t cast_joined(const Scene *s, Cast *cast, uint32_t head)
{
    uint32_t last = NONE;
    for (uint32_t c = scene_down(s, head); c != NONE; c = scene_next(s, c)) {
        const Token *child = scene_token(s, c);
        bool listed = child->rel == REL_APPOS && two_people(s, head, c);
        if ((child->rel != REL_CONJ && !listed) || !nominal(child)) continue;
        if (is_actor(s, c)) cast_put(cast, c);
        last = c;
    }
    return last;
}

/* "his counterpart Sergey Shoigu": the name that follows an office directly is who it is, whatever
 * the parse hangs it on. */
static uint32_t named_behind(const Scene *s, uint32_t head)
{
    uint32_t next = head + 1, mention;
    if (next + 2 - s->first < s->n && slice_is(scene_lower(s, next), "of") &&
        scene_token(s, next + 1)->upos == UPOS_PROPN)
        next += 2; /* "Secretary of State Ane Lund" */
    if (scene_token(s, head)->upos != UPOS_NOUN || next - s->first >= s->n ||
        scene_token(s, next)->upos != UPOS_PROPN)
        return head;
    mention = mention_of(s->findings, next);
    if (mention == NONE || s->findings->mentions.at[mention].entity == NONE ||
        s->findings->entities.at[s->findings->mentions.at[mention].entity].kind != ENTITY_PERSON)
        return head;
    return s->findings->mentions.at[mention].head > head && actor_like(s->events, s->findings, head)
               ? s->findings->mentions.at[mention].head
               : head;
}

/* "Indian" of "Indian warplanes": whose they are. */
static bool firm_nation(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    return t->upos == UPOS_ADJ && t->rel == REL_AMOD &&
           gazetteer_demonym(s->events->gazetteer, t->form) != NONE;
}

/* A noun phrase and what is joined to it, where they are actors. */
static void cast_phrase(const Scene *s, Cast *cast, uint32_t head)
{
    head = named_behind(s, head);
    if (scene_holds(s, cast->owner) && possessor_of(s, head) == cast->owner)
        return; /* "Rome's intention" is not the other side of Rome */
    bool counts = !cast->people || actor_like(s->events, s->findings, head) ||
                  scene_token(s, head)->upos == UPOS_PRON;
    uint32_t hit = scene_hit(s, head); /* "suicide" of "suicide bomber" */
    counts = counts && !(scene_token(s, head)->rel == REL_COMPOUND && hit != NONE &&
                         hit == scene_hit(s, scene_token(s, head)->head));
    if (!cast_nations(s, cast, head) && counts &&
        (nominal(scene_token(s, head)) || firm_nation(s, head)) && is_actor(s, head))
        cast_put(cast, head);
    for (uint32_t steps = 0; steps < PARTS_MAX && head != NONE; steps++)
        head = cast_joined(s, cast, head);
}

static bool nations_of(const Scene *s, uint32_t noun)
{
    Cast cast = {.owner = NONE};
    return cast_nations(s, &cast, noun);
}

static uint32_t agent_of(const Scene *s, uint32_t verb)
{
    for (uint32_t c = scene_down(s, verb); c != NONE; c = scene_next(s, c)) {
        const Token *child = scene_token(s, c);
        if ((child->rel == REL_OBL || child->rel == REL_NMOD) && slice_is(case_of(s, c), "by"))
            return c;
    }
    return NONE;
}

static bool moves(const Scene *s, uint32_t noun)
{
    uint32_t hit = scene_hit(s, noun);
    return hit != NONE && s->hit[hit].sense >= OUT_COUNT &&
           slice_is(s->events->frames.act[s->hit[hit].sense - OUT_COUNT].name, "visit");
}

/* "the visit of Xi Jinping": a person behind "of"; what else stands there is what the act is done
 * to. */
static uint32_t person_of(const Scene *s, uint32_t noun)
{
    for (uint32_t child = scene_down(s, noun); child != NONE; child = scene_next(s, child)) {
        uint32_t token = child, mention = mention_of(s->findings, token);
        if (scene_token(s, token)->rel != REL_NMOD || !slice_is(case_of(s, token), "of") ||
            mention == NONE)
            continue;
        uint32_t entity = s->findings->mentions.at[mention].entity;
        if (entity != NONE && s->findings->entities.at[entity].kind == ENTITY_PERSON &&
            s->findings->mentions.at[mention].head == token && moves(s, noun))
            return token;
    }
    return NONE;
}

/* Owner or maker of a nominal act: "Putin's meeting", "the Chinese visit", "talks by". */
static uint32_t owner_of(const Scene *s, uint32_t noun)
{
    uint32_t agent = agent_of(s, noun), clause = scene_child(s, noun, REL_ACL, NULL);
    if (agent == NONE && clause != NONE)
        agent = agent_of(s, clause); /* "the meeting attended by" */
    if (agent != NONE) return agent;
    uint32_t possessor = possessor_of(s, noun), visitor;
    if (possessor != NONE) return possessor;
    if ((visitor = person_of(s, noun)) != NONE) return visitor;
    if (nations_of(s, noun)) return noun;
    for (uint32_t c = scene_down(s, noun); c != NONE; c = scene_next(s, c)) {
        const Token *child = scene_token(s, c);
        if ((child->rel == REL_AMOD || child->rel == REL_COMPOUND) && c < noun && is_actor(s, c))
            return c;
    }
    return NONE;
}

static bool verb_like(const Token *t)
{
    return t->upos == UPOS_VERB || t->upos == UPOS_AUX || t->upos == UPOS_ADJ;
}

/* A noun of force ("arrest", "attack") is not done by the subject of the clause it is mentioned in;
 * a meeting or visit is. */
static bool hostile_noun(const Scene *s, uint32_t token)
{
    uint32_t hit = scene_hit(s, token);
    if (hit == NONE || s->hit[hit].sense < OUT_COUNT) return false;
    Slice code = s->events->frames.act[s->hit[hit].sense - OUT_COUNT].code;
    return code.n >= 2 && ((code.p[0] == '1' && code.p[1] >= '4') || code.p[0] == '2');
}

/* "broke up a rally", "died in the attack", "over the arrest": the subject of the clause does not
 * do what the noun names. */
static bool not_performed(const Scene *s, uint32_t noun)
{
    static const char *const marks[] = {"after",   "following", "during", "over", "before", "since",
                                        "despite", "amid",      "from",   "in",   "about",  "by"};
    const Token *t = scene_token(s, noun);
    bool rooted = !scene_holds(s, t->head);
    if (rooted) return false;
    if (t->rel == REL_OBJ) return scene_word_is(s, t->head, "undergo");
    if ((t->rel != REL_OBL && t->rel != REL_NMOD) || scene_word_is(s, t->head, "engage"))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (slice_is(case_of(s, noun), marks[i])) return true;
    return false;
}

static bool under_claim(const Scene *s, uint32_t head)
{
    uint32_t hit = !scene_holds(s, head) ? NONE : scene_hit(s, head);
    return hit != NONE && s->hit[hit].sense >= OUT_COUNT &&
           slice_is(s->events->frames.act[s->hit[hit].sense - OUT_COUNT].name, "claim");
}

/* What the clause of `token` itself tells of its subject: true where it does, even that there is
 * none. `raised`: the clause is what another verb is of, "is due to meet". */
static bool subject_inside(const Scene *s, uint32_t token, bool raised, uint32_t *subject)
{
    uint32_t passive = scene_child(s, token, REL_NSUBJ, "pass"),
             active = passive == NONE ? scene_child(s, token, REL_NSUBJ, NULL) : NONE;
    if (passive != NONE)
        *subject = raised ? passive : agent_of(s, token);
    else
        *subject = active;
    return passive != NONE || active != NONE;
}

/* Who did what a participle behind its noun tells: "the four men shot in ..."; with an object of
 * its own the verb is active, whatever the parse calls it. */
static bool subject_of_participle(const Scene *s, uint32_t token, uint32_t *subject)
{
    const Token *t = scene_token(s, token);
    bool clause = t->rel == REL_ACL && verb_like(t),
         behind = t->rel == REL_AMOD && t->upos == UPOS_VERB && t->head < token;
    if (!clause && !behind) return false;
    bool passive = strcmp(t->xpos, "VBN") == 0 && scene_child(s, token, REL_OBJ, NULL) == NONE;
    *subject = passive ? agent_of(s, token) : t->head;
    return true;
}

/* A deed of force that is only mentioned, not done by the subject: "over the arrest". */
static bool mentioned_force(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    if (verb_like(t)) return false;
    bool apart = t->rel == REL_OBL || t->rel == REL_NMOD || not_performed(s, token);
    return apart && hostile_noun(s, token) && !under_claim(s, t->head);
}

/* Subject of the clause of `token`; passive clauses give their agent. NONE when it is not told. */
static uint32_t clause_subject(const Scene *s, uint32_t token)
{
    bool raised = false;
    for (uint32_t steps = 0; steps < 12; steps++) {
        const Token *t = scene_token(s, token);
        uint32_t head = t->head, got;
        if (subject_inside(s, token, raised, &got)) return got;
        if (steps == 0 && t->rel == REL_CONJ && scene_child(s, token, REL_AUX, "pass") != NONE)
            return agent_of(s, token); /* "won 11 votes but was vetoed by Chile" */
        if (!verb_like(t) && (got = owner_of(s, token)) != NONE) return got;
        if (steps == 0 && mentioned_force(s, token)) return NONE;
        if (!scene_holds(s, head)) return NONE;
        if (subject_of_participle(s, token, &got)) return got;
        if (t->rel == REL_XCOMP && (got = scene_child(s, head, REL_OBJ, NULL)) != NONE &&
            is_actor(s, got))
            return got; /* "urged Chile to leave" */
        if (t->rel == REL_NSUBJ && !verb_like(t) && strcmp(t->subtype, "pass") != 0)
            return agent_of(s, token);
        raised = t->rel == REL_XCOMP || (raised && t->rel == REL_CONJ);
        token = head;
    }
    return NONE;
}

/* "The council adopted a resolution imposing sanctions": papers and deeds do not act, who makes
 * them does. */
static uint32_t subject_of(const Scene *s, uint32_t token)
{
    uint32_t subject = clause_subject(s, token);
    for (uint32_t steps = 0; steps < 3 && subject != NONE && subject != token; steps++) {
        const Token *t = scene_token(s, subject);
        if (t->upos != UPOS_NOUN || !scene_word_is(s, subject, "document") ||
            actor_like(s->events, s->findings, subject))
            return subject;
        uint32_t owner = owner_of(s, subject), verb = t->head;
        if (owner != NONE) return owner;
        bool made = (t->rel == REL_OBJ ||
                     (t->rel == REL_NSUBJ && strcmp(t->subtype, "pass") == 0)) &&
                    scene_holds(s, verb);
        if (!made) return t->rel == REL_NSUBJ ? subject : NONE;
        subject = clause_subject(s, verb);
    }
    return subject;
}

/* Prepositions by how surely they mark the other side; 0: none. "by" after an object ("investigates
 * crimes by ..."). */
static uint32_t target_case(Slice mark, bool object)
{
    static const char *const groups[3] = {" with against to toward towards upon into ",
                                          " on over of from for between among about ",
                                          " in at outside near through across "};
    char word[24];
    if (object && slice_is(mark, "by")) return 1;
    if (mark.n == 0 || mark.n > 20) return 0;
    snprintf(word, sizeof word, " %.*s ", (int)mark.n, mark.p);
    for (uint32_t i = 0; i < 3; i++)
        if (strstr(groups[i], word)) return i + 1;
    return 0;
}

/* Actors inside an argument that is none itself: "rejected Belgrade's demand", "signed an agreement
 * with". */
static void cast_inside(const Scene *s, Cast *cast, uint32_t noun)
{
    uint32_t maker = agent_of(s, noun);
    if (owned_by_pronoun(s, noun)) return;
    if (maker != NONE) cast_phrase(s, cast, maker);
    if (cast->n) return;
    for (uint32_t c = scene_down(s, noun); c != NONE; c = scene_next(s, c)) {
        const Token *child = scene_token(s, c);
        bool owner = child->rel == REL_AMOD || child->rel == REL_COMPOUND || child->rel == REL_NMOD;
        if (owner && child->upos != UPOS_PRON) cast_phrase(s, cast, c);
        if (cast->n) return;
    }
}

static void cast_argument(const Scene *s, Cast *cast, uint32_t token)
{
    uint32_t before = cast->n;
    uint32_t hit = scene_hit(
        s,
        token); /* another act is no party; a word of this one may be ("summoned the ambassador") */
    if (hit == NONE || hit == cast->own || s->hit[hit].sense < OUT_COUNT)
        cast_phrase(s, cast, token);
    if (cast->n == before && (!cast->people || hit == cast->own))
        cast_inside(s, cast, token); /* "discussed Rome's plan": Rome need not be there */
}

static void cast_children(const Scene *s, Cast *cast, uint32_t token, Rel rel, uint32_t group)
{
    bool object = scene_child(s, token, REL_OBJ, NULL) != NONE;
    cast->people = cast->together && rel == REL_OBJ;
    for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c)) {
        const Token *child = scene_token(s, c);
        if (child->rel != rel || (rel == REL_NSUBJ && strcmp(child->subtype, "pass") != 0))
            continue;
        if (group && target_case(case_of(s, c), object) != group) continue;
        cast_argument(s, cast, c);
    }
}

/* Arguments of one word of the act: object first, then phrases by their preposition. */
static void cast_targets(const Scene *s, Cast *cast, uint32_t token, uint32_t groups)
{
    static const Rel order[] = {REL_OBJ, REL_IOBJ, REL_NSUBJ};
    for (size_t k = 0; k < sizeof order / sizeof *order && cast->n == 0; k++)
        cast_children(s, cast, token, order[k], 0);
    for (uint32_t group = 1; group <= groups && cast->n == 0; group++) {
        cast_children(s, cast, token, REL_OBL, group);
        cast_children(s, cast, token, REL_NMOD, group);
    }
}

static bool bears_arguments(uint8_t outer)
{
    return outer == OUT_APPEAL || outer == OUT_DEMAND || outer == OUT_ORDER ||
           outer == OUT_REJECT || outer == OUT_THREATEN || outer == OUT_DENY ||
           outer == OUT_ACCUSE || outer == OUT_AGREE || outer == OUT_STOP || outer == OUT_LIFT ||
           outer == OUT_ALLOW || outer == OUT_BAN || outer == OUT_INTEND || outer == OUT_GIVE ||
           outer == OUT_SEND || outer == OUT_PREVENT;
}

static uint32_t say_of(const Found *f)
{
    for (uint32_t k = f->n_outer; k-- > 0;)
        if (f->outer_kind[k] == OUT_SAY) return f->outer[k];
    return NONE;
}

static bool obliges(const Found *f)
{
    for (uint32_t k = 0; k < f->n_outer; k++)
        if (f->outer_kind[k] == OUT_MUST) return true;
    return false;
}

/* An evaluation that no verb makes ("is important for", "unprofessional"). */
static bool values(const Scene *s, const Found *f)
{
    const Token *t = scene_token(s, f->token);
    bool verb = t->upos == UPOS_VERB && (t->rel != REL_AMOD || t->head < f->token),
         noun = t->upos == UPOS_NOUN && scene_child(s, f->token, REL_COP, NULL) == NONE;
    if (f->coding.act == NONE || verb || noun) return false;
    Slice name = s->events->frames.act[f->coding.act].name;
    return slice_is(name, "praise") || slice_is(name, "criticise");
}

bool scene_values(const Scene *s, const Found *f)
{
    return values(s, f);
}

/* "claimed responsibility for the attack", "claimed the attack": who says so did it. */
static bool claimed(const Scene *s, const Found *f)
{
    return slice_is(
        s->events->frames.act[s->at[f->inside].coding.act == NONE ? 0 : s->at[f->inside].coding.act]
            .name,
        "claim");
}

/* "an attack for which the same group claimed responsibility". */
static uint32_t claimant_behind(const Scene *s, const Found *f)
{
    if (scene_token(s, f->token)->upos != UPOS_NOUN) return NONE;
    for (uint32_t child = scene_down(s, f->token); child != NONE; child = scene_next(s, child)) {
        if (scene_token(s, child)->rel == REL_ACL && under_claim(s, child))
            return clause_subject(s, child);
    }
    return NONE;
}

/* "during two days of talks the presidents hailed ...": told beside the judgement, not judged. */
static bool beside(const Scene *s, const Found *f)
{
    static const char *const marks[] = {"during", "after", "before", "at", "in", "following"};
    uint32_t token = f->token, above = s->at[f->inside].token;
    for (uint32_t steps = 0; steps < 6; steps++) {
        const Token *t = scene_token(s, token);
        if (!scene_holds(s, t->head)) return false;
        if (t->head != above) {
            token = t->head;
            continue;
        }
        for (size_t i = 0; t->rel == REL_OBL && i < sizeof marks / sizeof *marks; i++)
            if (slice_is(case_of(s, token), marks[i])) return true;
        return false;
    }
    return false;
}

/* Does the act around this one only speak of it (praise, criticism, inquiry, denial)? */
static bool spoken_of(const Scene *s, const Found *f)
{
    static const char *const roots[] = {"01", "05", "09", "11", "12"};
    if (beside(s, f)) return false;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (strncmp(s->at[f->inside].coding.code, roots[i], 2) == 0) return true;
    return hostile_noun(s, f->token);
}

/* The word whose subject acts: the outermost that has arguments of its own; "Paris said Rome must
 * ...": Paris demands. */
static uint32_t acting_word(const Found *f, uint32_t say)
{
    uint32_t top = f->token;
    if (say != NONE && obliges(f)) return say;
    for (uint32_t k = 0; k < f->n_outer; k++)
        if (bears_arguments(f->outer_kind[k])) top = f->outer[k];
    return top;
}

/* "condemned the attack": by whom only its own words say. */
static bool told_by_own_words(const Scene *s, const Found *f)
{
    return f->inside != NONE && f->n_outer == 0 && spoken_of(s, f) &&
           scene_token(s, f->token)->upos == UPOS_NOUN && !claimed(s, f);
}

/* Words and diplomacy, which a speaker does by speaking: "the ministry said it would refuse"; not
 * "officials said five were killed". */
static bool done_by_speaking(const Found *f)
{
    const char *code = f->coding.code;
    return code[0] == '0' || (code[0] == '1' && code[1] < '4');
}

/* Who acts by the clause: the subject of its acting word; who says so values; arms do not act, and
 * who tells of them did not use them. */
static uint32_t cast_subject(const Scene *s, const Found *f, uint32_t say, Cast *source)
{
    uint32_t subject = subject_of(s, acting_word(f, say)),
             judge = say != NONE && values(s, f) ? subject_of(s, say) : NONE;
    if (judge != NONE) subject = judge;
    if (subject != NONE) cast_phrase(s, source, subject);
    bool arms = subject != NONE && source->n == 0 && scene_word_is(s, subject, "weapon");
    return arms ? NONE : subject;
}

static void cast_source(const Scene *s, const Found *f, Cast *source)
{
    uint32_t say = say_of(f), subject = claimant_behind(s, f);
    bool by_itself = subject == NONE && told_by_own_words(s, f);
    if (by_itself) subject = owner_of(s, f->token);
    if (subject != NONE) cast_phrase(s, source, subject);
    if (subject != NONE || by_itself) return;
    subject = cast_subject(s, f, say, source);
    if (source->n) return;
    const Token *t = subject == NONE ? NULL : scene_token(s, subject);
    bool named = t && t->upos != UPOS_PRON && nominal(t);
    if (!named && say != NONE && (subject != NONE || done_by_speaking(f)) &&
        (subject = subject_of(s, say)) != NONE)
        cast_phrase(s, source, subject);
    if (source->n || subject == NONE) return;
    bool party = named && (t->upos == UPOS_NOUN || actor_like(s->events, s->findings, subject));
    if (party || scene_points_back(s, subject))
        cast_put(source, subject); /* who acts is told, though no code is known */
}

static bool meets(const Scene *s, const Found *f)
{
    static const char *const names[] = {"meet",  "consult", "phone", "talks",     "sign",
                                        "deal",  "settle",  "joint", "cooperate", "militarycoop",
                                        "trade", "ties",    "bond"};
    for (size_t i = 0; f->coding.act != NONE && i < sizeof names / sizeof *names; i++)
        if (slice_is(s->events->frames.act[f->coding.act].name, names[i])) return true;
    return false;
}

/* Where one meets, receives or protests is a place, not the other side. */
static bool place_apart(const Scene *s, const Found *f)
{
    bool host = f->coding.act != NONE &&
                slice_is(s->events->frames.act[f->coding.act].name, "host");
    return host || meets(s, f) || strncmp(f->coding.code, "14", 2) == 0;
}

/* The verb that a nominal act hangs on: "held talks", "paid a visit", "holds refugees as human
 * shields". */
static uint32_t light_verb(const Scene *s, const Found *f)
{
    uint32_t token = f->token;
    for (uint32_t steps = 0; steps < 3; steps++) {
        const Token *t = scene_token(s, token);
        if (verb_like(t)) return token;
        if (t->rel != REL_OBJ && t->rel != REL_OBL && t->rel != REL_NMOD && t->rel != REL_NSUBJ &&
            t->rel != REL_CONJ)
            return NONE;
        if (!scene_holds(s, t->head)) return NONE;
        if (t->rel == REL_OBL && scene_child(s, t->head, REL_OBJ, NULL) != NONE &&
            place_apart(s, f))
            return NONE; /* "in the meeting he praised Chile" */
        token = t->head;
    }
    return verb_like(scene_token(s, token)) ? token : NONE;
}

/* The outer act has its own other side: "demanded of Rome that ...". */
static void cast_outer_targets(const Scene *s, const Found *f, uint32_t groups, Cast *target)
{
    for (uint32_t k = f->n_outer; k-- > 0 && target->n == 0;)
        if (bears_arguments(f->outer_kind[k])) cast_targets(s, target, f->outer[k], groups);
}

/* "in the meeting, also attended by Okafor, he hailed ...": whom one met there. */
static void cast_guests(const Scene *s, const Found *f, Cast *target)
{
    const Token *t = scene_token(s, f->token);
    uint32_t clause = scene_child(s, f->token, REL_ACL, NULL);
    if (!meets(s, f) || t->rel != REL_OBL || clause == NONE || agent_of(s, clause) == NONE) return;
    uint32_t host = clause_subject(s, t->head);
    if (host != NONE) cast_phrase(s, target, host);
}

/* "demanded that Rome release": Rome. */
static void cast_asked(const Scene *s, const Found *f, const Cast *source, Cast *target)
{
    bool asked = false;
    for (uint32_t k = 0; k < f->n_outer; k++)
        asked |= f->outer_kind[k] != OUT_AFTER && f->outer_kind[k] != OUT_IF &&
                 f->outer_kind[k] != OUT_SAY;
    if (!asked || target->n) return;
    uint32_t subject = subject_of(s, f->token);
    if (subject != NONE && scene_token(s, subject)->upos != UPOS_PRON &&
        (source->n == 0 || source->token[0] != subject))
        cast_phrase(s, target, subject);
}

static void cast_target(const Scene *s, const Found *f, const Cast *source, Cast *target)
{
    bool several =
        source->n > 1 && f->coding.act != NONE &&
        s->events->frames.act[f->coding.act].lift.n; /* what several settle is between them */
    uint32_t groups = !f->coding.code[0] ? 0 : place_apart(s, f) || several ? 2 : 3, light;
    target->own = f->hit;
    if (source->n && scene_token(s, source->token[0])->rel == REL_NMOD)
        target->owner = source->token[0];
    cast_outer_targets(s, f, several ? 2 : 3, target);
    cast_guests(s, f, target);
    target->together = meets(s, f);
    cast_asked(s, f, source, target);
    if (target->n == 0) cast_targets(s, target, f->token, groups);
    if (target->n == 0 && !verb_like(scene_token(s, f->token)) &&
        (light = light_verb(s, f)) != NONE)
        cast_targets(s, target, light, groups);
}

/* Does the word name a country or body (not only a sort of people)? */
static bool firm(const Scene *s, uint32_t token)
{
    char code[ACTOR_CODE];
    const Token *t = scene_token(s, token);
    return (nominal(t) || t->upos == UPOS_ADJ) && !owned_by_pronoun(s, token) &&
           actor_code(s->events, s->findings, token, code) && code[0] != '-';
}

static bool same_code(const Scene *s, uint32_t a, uint32_t b)
{
    char x[ACTOR_CODE], y[ACTOR_CODE];
    actor_code(s->events, s->findings, a, x);
    actor_code(s->events, s->findings, b, y);
    return strncmp(x, y, 3) == 0;
}

/* "Contacts between Norway and Chile are important", says the Norwegian: of the other side named.
 */
static void cast_valued(const Scene *s, const Cast *source, Cast *target)
{
    for (uint32_t i = s->first; source->n && target->n == 0 && i < s->first + s->n; i++) {
        if (firm(s, i) && scene_token(s, i)->upos == UPOS_PROPN && i != source->token[0] &&
            !same_code(s, source->token[0], i))
            cast_put(target, i);
    }
}

/* "in Chile", "in the Chilean capital": where, not who. */
static bool in_place(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    bool modifies = (t->rel == REL_AMOD || t->rel == REL_COMPOUND) && t->head != NONE &&
                    t->head > token && t->head - s->first < s->n;
    return target_case(case_of(s, modifies ? t->head : token), false) == 3;
}

/* "Moscow and Beijing have ramped up": from the last of several to the first, from which the others
 * hang. */
static uint32_t joined_to(const Scene *s, uint32_t token)
{
    for (uint32_t steps = 0; steps < PARTS_MAX; steps++) {
        const Token *t = scene_token(s, token);
        if (t->rel != REL_CONJ || t->head == NONE || t->head < s->first || t->head >= token ||
            !nominal(scene_token(s, t->head)) || !is_actor(s, t->head))
            break;
        token = t->head;
    }
    return token;
}

/* The verb whose clause the word stands in, itself if it is one; NONE. */
static uint32_t clause_of(const Scene *s, uint32_t token)
{
    for (uint32_t steps = 0; steps < 16; steps++) {
        const Token *t = scene_token(s, token);
        if (t->upos == UPOS_VERB && t->rel != REL_AMOD && t->rel != REL_XCOMP) return token;
        if (!scene_holds(s, t->head)) return token;
        token = t->head;
    }
    return NONE;
}

/* Does the word stand in a clause of the act, of its own or of an outer word? */
static bool in_clause(const Scene *s, const Found *f, uint32_t token)
{
    uint32_t clause = clause_of(s, token);
    if (clause == clause_of(s, f->token)) return true;
    for (uint32_t k = 0; k < f->n_outer; k++)
        if (clause == clause_of(s, f->outer[k])) return true;
    return false;
}

/* The one other party of a sentence that names two in all, behind the act; NONE. */
static uint32_t sole_other(const Scene *s, const Found *f, uint32_t source)
{
    uint32_t other = NONE;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        if (i == source || !firm(s, i) || same_code(s, source, i)) continue;
        if (place_apart(s, f) && in_place(s, i)) continue;
        if (other != NONE && !same_code(s, other, i)) return NONE;
        if (other == NONE) other = i;
    }
    return other != NONE && other > f->token ? other : NONE;
}

static void cast_nearest_source(const Scene *s, const Found *f, Cast *source, const Cast *target)
{
    bool told_noun = scene_token(s, f->token)->upos == UPOS_NOUN && hostile_noun(s, f->token) &&
                     not_performed(s, f->token);
    for (uint32_t i = f->token; source->n == 0 && !told_noun && i-- > s->first;)
        if (firm(s, i) && scene_token(s, i)->rel != REL_OBJ && in_clause(s, f, i) &&
            !in_place(s, i) && !(target->n && target->token[0] == i))
            cast_phrase(s, source, joined_to(s, i));
}

/* Could the word be the other side of the source? */
static bool another(const Scene *s, const Found *f, const Cast *source, uint32_t token)
{
    if (place_apart(s, f) && in_place(s, token)) return false;
    if (!firm(s, token) || !in_clause(s, f, token)) return false;
    return source->n == 0 || (source->token[0] != token && !same_code(s, source->token[0], token));
}

/* Nearest actors where the tree gave none: of the act's own clauses, or the only other one. */
static void cast_nearest(const Scene *s, const Found *f, Cast *source, Cast *target)
{
    cast_nearest_source(s, f, source, target);
    for (uint32_t i = f->token + 1; target->n == 0 && source->n < 2 && i < s->first + s->n; i++) {
        uint32_t hit = scene_hit(s, i);
        if (hit != NONE && s->hit[hit].sense == OUT_AFTER)
            break; /* what follows is told along the way */
        if (another(s, f, source, i)) cast_phrase(s, target, i);
    }
    uint32_t other = target->n == 0 && source->n == 1 ? sole_other(s, f, source->token[0]) : NONE;
    if (other != NONE) cast_phrase(s, target, other);
}

/* Acts of several together, told without an outer act that turns them ("met", "will meet"); an
 * agreement when several agree. Who means to deepen cooperation with another speaks for himself. */
static bool reciprocal(const Scene *s, const Found *f, uint32_t sources)
{
    if (f->coding.outer == OUT_AGREE) return sources > 1;
    if (f->coding.outer != OUT_COUNT && f->coding.outer != OUT_WILL &&
        f->coding.outer != OUT_INTEND)
        return false;
    if (f->coding.future && strncmp(f->coding.code, "036", 3) != 0) return sources > 1;
    return meets(s, f);
}

static uint32_t entity_at(const Scene *s, uint32_t token)
{
    uint32_t mention = mention_of(s->findings, token);
    return mention == NONE || s->findings->mentions.at[mention].head != token
               ? NONE
               : s->findings->mentions.at[mention].entity;
}

static bool same_party(const Scene *s, uint32_t a, uint32_t b)
{
    return a == b || (entity_at(s, a) != NONE && entity_at(s, a) == entity_at(s, b));
}

bool scene_organ(const Scene *s, uint32_t head)
{
    static const char *const organs[] = {"GOV", "MIL", "COP", "LEG", "JUD", "SPY"};
    char code[ACTOR_CODE];
    const Token *t = scene_token(s, head);
    if (t->upos != UPOS_NOUN && t->upos != UPOS_PROPN) return false;
    uint32_t n = actor_code(s->events, s->findings, head, code);
    for (size_t i = 0; n >= 6 && i < sizeof organs / sizeof *organs; i++)
        if (strncmp(code + 3, organs[i], 3) == 0) return true;
    return false;
}

static bool add_part(const Scene *s, Event *event, PartRole role, uint32_t token, Arena *arena)
{
    uint32_t first = token, mention = mention_of(s->findings, token);
    while (first > s->first && scene_token(s, first - 1)->head == token &&
           scene_token(s, first - 1)->rel != REL_PUNCT &&
           scene_token(s, first - 1)->rel != REL_CASE &&
           scene_token(s, first - 1)->rel != REL_DET && scene_token(s, first - 1)->rel != REL_CC)
        first--;
    uint32_t end = token + 1;
    while (end < s->first + s->n && scene_token(s, end)->rel == REL_FLAT)
        end++;
    Participant part = {.role = role,
                        .entity = NONE,
                        .mention = mention,
                        .span = tokens_span(s->text, first, end),
                        .head = token};
    if (mention != NONE) part.entity = s->findings->mentions.at[mention].entity;
    part.organ = scene_organ(s, token);
    return VEC_PUSH(arena, &event->parts, part);
}

/* "cooperation between Norway and Chile", "a meeting of ministers of Norway and Chile": the parties
 * are these, whoever speaks of it. */
static bool cast_between(const Scene *s, const Found *f, Cast *parties)
{
    uint32_t noun = f->token, last = s->first + s->hit[f->hit].last;
    for (uint32_t pass = 0; pass < 2; pass++, noun = last) {
        for (uint32_t c = scene_down(s, noun); c != NONE; c = scene_next(s, c)) {
            const Token *child = scene_token(s, c);
            if (child->rel != REL_NMOD && child->rel != REL_OBL) continue;
            Slice mark = case_of(s, c);
            if (slice_is(mark, "between") ||
                (slice_is(mark, "of") && actor_like(s->events, s->findings, c)))
                cast_phrase(s, parties, c);
        }
        if (parties->n >= 2) return true;
        parties->n = 0;
    }
    return false;
}

/* "at the end of the visit", "after the attack": a circumstance without parties of its own, told
 * before. */
static bool mentioned_again(const Scene *s, const Found *f)
{
    const Token *t = scene_token(s, f->token);
    if (t->rel != REL_OBL && t->rel != REL_NMOD) return false;
    if (t->upos != UPOS_NOUN || owner_of(s, f->token) != NONE) return false;
    Cast here = {.owner = NONE};
    uint32_t subject = meets(s, f) ? clause_subject(s, f->token) : NONE;
    if (subject != NONE) cast_phrase(s, &here, subject);
    if (here.n > 1) return false; /* "during the talks, the two presidents hailed ..." */
    for (uint32_t child = scene_down(s, f->token); child != NONE; child = scene_next(s, child))
        if (scene_token(s, child)->rel == REL_NMOD && is_actor(s, child)) return false;
    return true;
}

dln_status scene_parts(Scene *s, const Found *f, Event *event, Arena *arena)
{
    Cast source = {.owner = NONE}, target = {.owner = NONE}, parties = {.owner = NONE};
    if (mentioned_again(s, f)) {
        if (!parts_told_before(s, f, event, arena)) return arena_status(arena);
        if (event->parts.n) return DLN_OK;
    }
    cast_source(s, f, &source);
    cast_target(s, f, &source, &target);
    bool both = reciprocal(s, f, source.n);
    if (meets(s, f) && f->coding.outer != OUT_APPEAL && f->coding.outer != OUT_DEMAND &&
        f->coding.outer != OUT_REJECT && cast_between(s, f, &parties))
        source = parties, target.n = 0, both = true;
    if (source.n == 0 && target.n == 0) {
        if (!parts_told_before(s, f, event, arena)) return arena_status(arena);
        if (event->parts.n) return DLN_OK;
    }
    if (values(s, f)) cast_valued(s, &source, &target);
    if (f->main && !(both && source.n > 1)) cast_nearest(s, f, &source, &target);
    for (uint32_t i = 0; i < source.n; i++)
        if (!add_part(s, event, PART_ACTOR, source.token[i], arena)) return arena_status(arena);
    for (uint32_t i = 0; i < target.n; i++) {
        bool again = false;
        for (uint32_t k = 0; k < source.n; k++)
            again |= same_party(s, source.token[k], target.token[i]);
        if (!again &&
            !add_part(s, event, both ? PART_ACTOR : PART_RECIPIENT, target.token[i], arena))
            return arena_status(arena);
    }
    return parts_told_before(s, f, event, arena) ? DLN_OK : arena_status(arena);
}

bool scene_acted(Scene *s, const Found *f)
{
    Roles roles;
    scene_roles(s, f->token, TRAIT_HARM | TRAIT_OWNED, &roles);
    if (roles.doer.n) return true;
    uint32_t subject = subject_of(s, f->token);
    return subject != NONE && actor_like(s->events, s->findings, subject);
}
