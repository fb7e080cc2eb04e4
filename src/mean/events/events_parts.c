/* events_parts.c - who takes part in an act.
 *
 * In: an act with its outer acts, the tree. Out: participants with roles. Idea: the source is the
 * subject of the outermost act that has one of its own ("Paris urged Rome to release him": Paris),
 * through control, coordination and passives; the target is the first actor among the arguments
 * from the outside in (object, clause subject, with/to/against/on phrases, owners of nominal
 * arguments). Where the tree gives none, the nearest actor to the left is the source and to the
 * right the target (events_near.c).
 *
 * Known to get wrong: control verbs of rare kind; targets that only a pronoun names. */
#include "mean/events/events_cast.h"
#include "mean/events/roles.h"
#include <stdio.h>

/* ---- the other side: arguments ---- */

uint32_t cast_target_case(Slice mark, bool object)
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
    uint32_t maker = scene_agent(s, noun);
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
        if (group && cast_target_case(scene_case(s, c), object) != group) continue;
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

static bool outer_bears_arguments(uint8_t outer)
{
    return outer == OUT_APPEAL || outer == OUT_DEMAND || outer == OUT_ORDER ||
           outer == OUT_REJECT || outer == OUT_THREATEN || outer == OUT_DENY ||
           outer == OUT_ACCUSE || outer == OUT_AGREE || outer == OUT_STOP || outer == OUT_LIFT ||
           outer == OUT_ALLOW || outer == OUT_BAN || outer == OUT_INTEND || outer == OUT_GIVE ||
           outer == OUT_SEND || outer == OUT_PREVENT;
}

static uint32_t cast_say(const Found *f)
{
    for (uint32_t k = f->n_outer; k-- > 0;)
        if (f->outer_kind[k] == OUT_SAY) return f->outer[k];
    return NONE;
}

/* ---- the source ---- */

/* An evaluation that no verb makes ("is important for", "unprofessional"). */
bool scene_values(const Scene *s, const Found *f)
{
    const Token *t = scene_token(s, f->token);
    bool verb = t->upos == UPOS_VERB && (t->rel != REL_AMOD || t->head < f->token),
         noun = t->upos == UPOS_NOUN && scene_child(s, f->token, REL_COP, NULL) == NONE;
    if (f->coding.act == NONE || verb || noun) return false;
    Slice name = scene_act_name(s, f);
    const FrameHit *hit = &s->hit[f->hit];
    bool felt = hit->last > hit->first && t->upos == UPOS_ADJ; /* "was furious with the judge" */
    return slice_is(name, "praise") || (slice_is(name, "criticise") && !felt);
}

/* "claimed responsibility for the attack", "claimed the attack": who says so did it. */
static bool claimed(const Scene *s, const Found *f)
{
    return slice_is(scene_act_name(s, &s->at[f->inside]), "claim");
}

/* "an attack for which the same group claimed responsibility". */
static uint32_t claimant_behind(const Scene *s, const Found *f)
{
    if (scene_token(s, f->token)->upos != UPOS_NOUN) return NONE;
    for (uint32_t child = scene_down(s, f->token); child != NONE; child = scene_next(s, child)) {
        if (scene_token(s, child)->rel == REL_ACL && scene_under_claim(s, child))
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
        return t->rel == REL_OBL && SLICE_AMONG(scene_case(s, token), marks);
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
    return scene_hostile(s, f->token);
}

/* The word whose subject acts: the outermost that has arguments of its own; "Paris said Rome must
 * ...": Paris demands. */
static uint32_t acting_word(const Found *f, uint32_t say)
{
    uint32_t top = f->token;
    if (say != NONE && found_obliges(f)) return say;
    for (uint32_t k = 0; k < f->n_outer; k++)
        if (outer_bears_arguments(f->outer_kind[k])) top = f->outer[k];
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
    uint32_t subject = cast_actor(s, acting_word(f, say)),
             judge = say != NONE && scene_values(s, f) ? cast_actor(s, say) : NONE;
    if (judge != NONE) subject = judge;
    if (subject != NONE) cast_phrase(s, source, subject);
    bool arms = subject != NONE && source->n == 0 && scene_word_is(s, subject, "weapon");
    return arms ? NONE : subject;
}

static void cast_source(const Scene *s, const Found *f, Cast *source)
{
    uint32_t say = cast_say(f), subject = claimant_behind(s, f);
    bool by_itself = subject == NONE && told_by_own_words(s, f);
    if (by_itself) subject = scene_owner(s, f->token);
    if (subject != NONE) cast_phrase(s, source, subject);
    if (subject != NONE || by_itself) return;
    subject = cast_subject(s, f, say, source);
    if (source->n) return;
    const Token *t = subject == NONE ? NULL : scene_token(s, subject);
    bool named = t && t->upos != UPOS_PRON && token_nominal(t);
    if (!named && say != NONE && (subject != NONE || done_by_speaking(f)) &&
        (subject = cast_actor(s, say)) != NONE)
        cast_phrase(s, source, subject);
    if (source->n || subject == NONE) return;
    bool party = named && (t->upos == UPOS_NOUN || actor_like(s->events, s->findings, subject));
    if (party || scene_points_back(s, subject))
        cast_put(source, subject); /* who acts is told, though no code is known */
}

/* ---- the target ---- */

static bool cast_meets(const Scene *s, const Found *f)
{
    static const char *const names[] = {"meet",  "consult", "phone", "talks",     "sign",
                                        "deal",  "settle",  "joint", "cooperate", "militarycoop",
                                        "trade", "ties",    "bond"};
    return SLICE_AMONG(scene_act_name(s, f), names);
}

bool cast_place_apart(const Scene *s, const Found *f)
{
    bool host = slice_is(scene_act_name(s, f), "host");
    return host || cast_meets(s, f) || strncmp(f->coding.code, "14", 2) == 0;
}

/* The verb that a nominal act hangs on: "held talks", "paid a visit", "holds refugees as human
 * shields". */
static uint32_t light_verb(const Scene *s, const Found *f)
{
    uint32_t token = f->token;
    for (uint32_t steps = 0; steps < 3; steps++) {
        const Token *t = scene_token(s, token);
        if (token_verb_like(t)) return token;
        if (t->rel != REL_OBJ && t->rel != REL_OBL && t->rel != REL_NMOD && t->rel != REL_NSUBJ &&
            t->rel != REL_CONJ)
            return NONE;
        if (!scene_holds(s, t->head)) return NONE;
        if (t->rel == REL_OBL && scene_child(s, t->head, REL_OBJ, NULL) != NONE &&
            cast_place_apart(s, f))
            return NONE; /* "in the meeting he praised Chile" */
        token = t->head;
    }
    return token_verb_like(scene_token(s, token)) ? token : NONE;
}

/* The outer act has its own other side: "demanded of Rome that ...". */
static void cast_outer_targets(const Scene *s, const Found *f, uint32_t groups, Cast *target)
{
    for (uint32_t k = f->n_outer; k-- > 0 && target->n == 0;)
        if (outer_bears_arguments(f->outer_kind[k])) cast_targets(s, target, f->outer[k], groups);
}

/* "in the meeting, also attended by Okafor, he hailed ...": whom one met there. */
static void cast_guests(const Scene *s, const Found *f, Cast *target)
{
    const Token *t = scene_token(s, f->token);
    uint32_t clause = scene_child(s, f->token, REL_ACL, NULL);
    if (!cast_meets(s, f) || t->rel != REL_OBL || clause == NONE || scene_agent(s, clause) == NONE)
        return;
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
    uint32_t subject = cast_actor(s, f->token);
    if (subject != NONE && scene_token(s, subject)->upos != UPOS_PRON &&
        (source->n == 0 || source->token[0] != subject))
        cast_phrase(s, target, subject);
}

static void cast_target(const Scene *s, const Found *f, const Cast *source, Cast *target)
{
    bool several =
        source->n > 1 && f->coding.act != NONE &&
        s->events->frames.act[f->coding.act].lift.n; /* what several settle is between them */
    uint32_t groups = !f->coding.code[0] ? 0 : cast_place_apart(s, f) || several ? 2 : 3, light;
    target->own = f->hit;
    if (source->n && scene_token(s, source->token[0])->rel == REL_NMOD)
        target->owner = source->token[0];
    cast_outer_targets(s, f, several ? 2 : 3, target);
    cast_guests(s, f, target);
    target->together = cast_meets(s, f);
    cast_asked(s, f, source, target);
    if (target->n == 0) cast_targets(s, target, f->token, groups);
    if (target->n == 0 && !token_verb_like(scene_token(s, f->token)) &&
        (light = light_verb(s, f)) != NONE)
        cast_targets(s, target, light, groups);
}

/* "Contacts between Norway and Chile are important", says the Norwegian: of the other side named.
 */
static void cast_valued(const Scene *s, const Cast *source, Cast *target)
{
    for (uint32_t i = s->first; source->n && target->n == 0 && i < s->first + s->n; i++) {
        if (cast_firm(s, i) && scene_token(s, i)->upos == UPOS_PROPN && i != source->token[0] &&
            !cast_same_code(s, source->token[0], i))
            cast_put(target, i);
    }
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
    return cast_meets(s, f);
}

/* ---- participants ---- */

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
            Slice mark = scene_case(s, c);
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
    if (t->upos != UPOS_NOUN || scene_owner(s, f->token) != NONE) return false;
    Cast here = {.owner = NONE};
    uint32_t subject = cast_meets(s, f) ? clause_subject(s, f->token) : NONE;
    if (subject != NONE) cast_phrase(s, &here, subject);
    if (here.n > 1) return false; /* "during the talks, the two presidents hailed ..." */
    for (uint32_t child = scene_down(s, f->token); child != NONE; child = scene_next(s, child))
        if (scene_token(s, child)->rel == REL_NMOD && scene_actor(s, child)) return false;
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
    if (cast_meets(s, f) && f->coding.outer != OUT_APPEAL && f->coding.outer != OUT_DEMAND &&
        f->coding.outer != OUT_REJECT && cast_between(s, f, &parties))
        source = parties, target.n = 0, both = true;
    if (source.n == 0 && target.n == 0) {
        if (!parts_told_before(s, f, event, arena)) return arena_status(arena);
        if (event->parts.n) return DLN_OK;
    }
    if (scene_values(s, f)) cast_valued(s, &source, &target);
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
    uint32_t subject = cast_actor(s, f->token);
    return subject != NONE && actor_like(s->events, s->findings, subject);
}
