/* predicates.c - the parties that a clause itself gives, and the events that no code of the scheme
 * has.
 *
 * In: a sentence whose coded acts are events by now. Out: participants; further events, one for
 * each verb, event noun and predicate adjective that tells of something done, told in its own
 * words. Idea: predicates before types: "The storm closed two schools", "Ane Lund resigned", "five
 * people are dead" are events though CAMEO counts none of them. What kind of happening it is stands
 * in kinds.txt with what is true of the kind; a verb of no kind is an event all the same, unless it
 * tells a state or a thought.
 *
 * Known to get wrong: nouns of deeds that stand for a thing ("the agreement lay on the table"). */
#include "mean/events/roles.h"

static uint32_t noun_kind(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    return map_find(&s->events->nouns, t->lemma.n ? t->lemma : scene_lower(s, token));
}

static bool deed(const Scene *s, uint32_t token)
{
    return scene_token(s, token)->upos == UPOS_NOUN &&
           (scene_kind(s, token) != NONE || noun_kind(s, token) == NOUN_DEED);
}

/* ---- parties ---- */

static bool word_of_phrase(const Token *t)
{
    return t->rel != REL_PUNCT && t->rel != REL_CASE && t->rel != REL_CC && t->rel != REL_MARK &&
           t->rel != REL_ACL && t->rel != REL_APPOS && t->rel != REL_CONJ && t->rel != REL_COP &&
           t->rel != REL_NSUBJ && t->rel != REL_AUX;
}

/* Does the way up from `token` come to `head` over words of one noun phrase? */
static bool in_phrase(const Scene *s, uint32_t token, uint32_t head)
{
    for (uint32_t steps = 0; steps < 6 && token != head; steps++) {
        const Token *t = scene_token(s, token);
        bool part = word_of_phrase(t) || t->rel == REL_PUNCT || t->rel == REL_CASE;
        if (!part || !scene_holds(s, t->head)) return false;
        token = t->head;
    }
    return token == head;
}

static bool word_at(const Scene *s, uint32_t token, const char *word)
{
    return scene_holds(s, token) && slice_is(scene_lower(s, token), word);
}

/* "even from lawmakers", "only according to police": adverbs before the preposition are no words of
 * the noun's; those of "a live-in friend" are. */
static uint32_t behind_case(const Scene *s, uint32_t first, uint32_t head)
{
    uint32_t found = first;
    for (uint32_t i = first; i < head; i++) {
        const Token *t = scene_token(s, i);
        bool small = t->upos == UPOS_ADV || t->upos == UPOS_PART || t->upos == UPOS_ADP ||
                     t->upos == UPOS_PUNCT || t->rel == REL_CASE || t->rel == REL_FIXED;
        if (!small) break;
        if ((t->rel == REL_CASE && t->head == head) || (t->rel == REL_FIXED && i == found))
            found = i + 1;
    }
    return found;
}

static uint32_t phrase_first(const Scene *s, uint32_t head)
{
    uint32_t first = head;
    while (first > s->first && in_phrase(s, first - 1, head))
        first--;
    first = behind_case(s, first, head);
    while (first < head && !word_of_phrase(scene_token(s, first)))
        first++;
    bool bound = word_at(s, first, "least") || word_at(s, first, "most");
    return bound && first > s->first && word_at(s, first - 1, "at") ? first - 1 : first;
}

/* End of what a word of number counts: "a group of men", "two of them". */
static uint32_t counted_end(const Scene *s, uint32_t of)
{
    uint32_t last = of + 1;
    if (last >= s->first + s->n) return of;
    while (last + 1 < s->first + s->n && last < of + 6 && scene_token(s, last)->head != NONE &&
           scene_token(s, last)->head > last && scene_token(s, last)->upos != UPOS_PUNCT)
        last++;
    uint8_t upos = scene_token(s, last)->upos;
    return upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_PRON ? last + 1 : of;
}

/* The words of a noun phrase: its modifiers in front, its name, and what a word of number counts,
 * without clauses and appositions. */
Span scene_phrase(const Scene *s, uint32_t head)
{
    uint32_t first = phrase_first(s, head), end = head + 1;
    while (end < s->first + s->n &&
           (scene_token(s, end)->rel == REL_FLAT || scene_token(s, end)->rel == REL_COMPOUND) &&
           in_phrase(s, end, head))
        end++;
    bool number = scene_token(s, head)->upos == UPOS_NUM;
    if (number && (word_at(s, end, "more") || word_at(s, end, "others"))) end++; /* "six more" */
    number = scene_word_is(s, head, "amount") || scene_word_is(s, head, "crowdword");
    if (number && word_at(s, end, "of")) end = counted_end(s, end);
    return tokens_span(s->text, first, end);
}

static bool named_person(const Findings *f, uint32_t mention)
{
    if (mention == NONE || f->mentions.at[mention].form != FORM_NAME) return false;
    uint32_t entity = f->mentions.at[mention].entity;
    return entity != NONE && f->entities.at[entity].kind == ENTITY_PERSON;
}

/* "Justice Lund": the name right behind the title that the parse makes the head. */
static uint32_t behind_title(const Scene *s, uint32_t head)
{
    if (!scene_holds(s, head + 1) || scene_token(s, head)->upos != UPOS_PROPN) return NONE;
    const Token *next = scene_token(s, head + 1);
    bool twins = next->upos == UPOS_PROPN && next->rel == scene_token(s, head)->rel &&
                 next->head == scene_token(s, head)->head;
    if (!twins && (next->head != head || next->rel != REL_FLAT)) return NONE;
    uint32_t mention = mention_of(s->findings, head + 1);
    bool begins = mention != NONE && s->findings->mentions.at[mention].first == head + 1;
    return begins && named_person(s->findings, mention) ? mention : NONE;
}

/* The mention whose head the word is, or whose name it belongs to; never one that only holds it:
 * the president is not whom "the president's chairman" names. */
static uint32_t own_mention(const Scene *s, uint32_t head)
{
    const Findings *f = s->findings;
    uint32_t mention = scene_token(s, head)->upos == UPOS_NUM ? NONE : mention_of(f, head);
    if (mention == NONE) return behind_title(s, head);
    const Mention *m = &f->mentions.at[mention];
    if (m->head == head || m->head >= s->text->n_tokens) return mention;
    const Token *t = scene_token(s, head), *other = scene_token(s, m->head);
    const Entity *named = m->entity == NONE ? NULL : &f->entities.at[m->entity];
    if (named && named->kind == ENTITY_PLACE && scene_token(s, head)->upos == UPOS_NOUN &&
        role_people_noun(s, head) != NOUN_GROUP)
        return NONE; /* "Velm man" */
    bool flat = (t->head == m->head &&
                 (t->rel == REL_FLAT || t->rel == REL_APPOS || t->rel == REL_COMPOUND)) ||
                (other->head == head && (other->rel == REL_FLAT || other->rel == REL_APPOS));
    return flat ? mention : NONE;
}

/* "allowed candidate Ada Lint to run": the name right behind, where the parse takes both for
 * objects. */
static uint32_t twin_name(const Scene *s, uint32_t head)
{
    if (head + 1 - s->first >= s->n) return NONE;
    const Token *t = scene_token(s, head), *next = scene_token(s, head + 1);
    bool twins = next->upos == UPOS_PROPN && next->head == t->head && next->rel == t->rel &&
                 (t->rel == REL_OBJ || t->rel == REL_IOBJ);
    uint32_t mention = twins ? own_mention(s, head + 1) : NONE;
    return named_person(s->findings, mention) ? mention : NONE;
}

/* The name of a person at the token, unless it goes on with "as": "an informant named Lund as the
 * gunman" is not Lund. */
static uint32_t name_at(const Scene *s, uint32_t token)
{
    uint32_t mention = scene_token(s, token)->upos == UPOS_PROPN ? own_mention(s, token) : NONE;
    if (!named_person(s->findings, mention)) return NONE;
    return word_at(s, s->findings->mentions.at[mention].end, "as") ? NONE : mention;
}

/* The name behind "as", or right behind the word (`next`). */
static uint32_t name_behind(const Scene *s, uint32_t from, bool next)
{
    enum { FAR = 8 };
    for (uint32_t i = from + 1; scene_holds(s, i) && i < from + FAR; i++) {
        bool told = word_at(s, i - 1, "as") || (next && i == from + 1);
        uint32_t mention = told ? name_at(s, i) : NONE;
        if (mention != NONE) return mention;
    }
    return NONE;
}

/* "a victim, identified as Ada Lint", "a man named Piet Bram": who it is, by a participle behind;
 * not "her son, also named Piet". */
static uint32_t name_told(const Scene *s, uint32_t head)
{
    for (uint32_t c = scene_down(s, head); c != NONE; c = scene_next(s, c)) {
        bool names = c > head && scene_token(s, c)->rel == REL_ACL &&
                     scene_word_is(s, c, "namedas") && !word_at(s, c - 1, "also");
        uint32_t mention = names ? name_behind(s, c, true) : NONE;
        if (mention != NONE) return mention;
    }
    const Token *t = scene_token(s, head);
    bool object = t->rel == REL_OBJ || (t->rel == REL_NSUBJ && strcmp(t->subtype, "pass") == 0);
    bool identified = object && scene_holds(s, t->head) && word_at(s, t->head, "identified");
    return identified ? name_behind(s, t->head > head ? t->head : head, false) : NONE;
}

/* "its carrier, Ada Lint, was killed": the name beside an office or a trade is who it is. */
static uint32_t name_beside(const Scene *s, uint32_t head)
{
    uint32_t kind = noun_kind(s, head);
    if (scene_token(s, head)->upos != UPOS_NOUN || kind == NOUN_GROUP || kind == NOUN_DEED ||
        kind == NOUN_THING || strcmp(scene_token(s, head)->xpos, "NNS") == 0)
        return NONE; /* "four clerks, Ane Lund and ..." are not Lund alone */
    for (uint32_t child = scene_down(s, head); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if (child < head || t->upos != UPOS_PROPN) continue;
        if (t->rel != REL_APPOS && t->rel != REL_FLAT) continue;
        uint32_t mention = own_mention(s, child);
        if (named_person(s->findings, mention)) return mention;
    }
    uint32_t told = name_told(s, head);
    return told == NONE ? twin_name(s, head) : told;
}

static bool told_already(const Findings *f, const Event *event, PartRole role,
                         const Participant *part)
{
    for (uint32_t i = 0; i < event->parts.n; i++) {
        const Participant *p = &event->parts.at[i];
        bool same = p->entity != NONE && p->entity == part->entity && entity_named(f, p->entity);
        if (p->head == part->head || same) return true;
        if (p->role == role && p->entity == NONE && part->entity == NONE &&
            p->span.b == part->span.b)
            return true;
    }
    return false;
}

static bool add_party(const Scene *s, Event *event, PartRole role, const RoleParty *party,
                      Arena *arena)
{
    const Findings *f = s->findings;
    uint32_t mention = name_beside(s, party->head);
    Participant part = {.role = role,
                        .entity = NONE,
                        .mention = mention == NONE ? own_mention(s, party->head) : mention,
                        .span = scene_phrase(s, party->head),
                        .head = party->head,
                        .how = slice_of(party->how)};
    if (part.mention != NONE) part.entity = f->mentions.at[part.mention].entity;
    if (mention != NONE)
        part.head = f->mentions.at[mention].head;
    else
        part.head = scene_counted(s, party->head);
    bool somebody = scene_word_is(s, party->head, "crowdword"); /* "someone", "others" */
    if (scene_token(s, party->head)->upos == UPOS_PRON && !somebody) {
        part_first_person(s, event, &part);
        bool spoken = part.head != party->head; /* "I", "we": who speaks */
        if (!spoken && !pronoun_sure(s, event, &part)) return true;
        if (!pronoun_settle(s, &part)) return true;
    }
    part.organ = scene_organ(s, party->head);
    if (told_already(f, event, role, &part)) return true;
    return VEC_PUSH(arena, &event->parts, part);
}

static bool nation_adjective(const Scene *s, uint32_t token)
{
    return gazetteer_demonym(s->events->gazetteer, scene_token(s, token)->form) != NONE;
}

/* "Israeli" of "the Israeli army": the nation that stands before an organ of the state. */
static uint32_t state_of(const Scene *s, uint32_t head)
{
    if (nation_adjective(s, head)) return head;
    bool organ = scene_organ(s, head);
    for (uint32_t c = scene_down(s, head); organ && c != NONE; c = scene_next(s, c))
        if (c < head && nation_adjective(s, c)) return c;
    return NONE;
}

/* "Israeli" of "Israeli strikes", "the Israeli army" is its country, where the report has it. */
static void nation_entity(const Scene *s, Event *event)
{
    const Findings *f = s->findings;
    for (uint32_t i = 0; i < event->parts.n; i++) {
        Participant *p = &event->parts.at[i];
        if (!scene_holds(s, p->head)) continue;
        if (p->entity != NONE && (!p->organ || entity_named(f, p->entity))) continue;
        uint32_t nation = state_of(s, p->head);
        if (nation == NONE || !stands_for_nation(s->events, f, p->head)) continue;
        const GazEntry *entry = gazetteer_entry(
            s->events->gazetteer,
            gazetteer_demonym(s->events->gazetteer, scene_token(s, nation)->form));
        for (uint32_t k = 0; entry && k < f->entities.n && k < 256; k++)
            if (slice_starts(f->entities.at[k].key, SLICE("country:")) &&
                strcmp(f->entities.at[k].country, entry->country) == 0)
                p->entity = k;
    }
}

static bool add_list(const Scene *s, Event *event, PartRole role, const RoleList *list,
                     Arena *arena)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (!add_party(s, event, role, &list->at[i], arena)) return false;
    return true;
}

/* "his shoulder": not who was shot. */
static bool own_part(const Scene *s, uint32_t head)
{
    for (uint32_t c = scene_down(s, head); c != NONE; c = scene_next(s, c))
        if (c < head && scene_token(s, c)->upos == UPOS_PRON && !word_at(s, c, "its") &&
            strcmp(scene_token(s, c)->subtype, "poss") == 0)
            return true;
    return false;
}

/* Is it worth a place among the parties: what harm befell, whom words were for, who is named? */
static bool is_party(const Scene *s, uint32_t head, uint32_t traits)
{
    if (scene_can_act(s, head) || nation_adjective(s, head)) return true;
    bool lives = (traits & TRAIT_OWNED) && (traits & (TRAIT_HARM | TRAIT_SUFFERS));
    if ((traits & (TRAIT_SAYS | TRAIT_LAW)) && deed(s, head)) return false; /* "claims of fraud" */
    bool unlisted = role_people_noun(s, head) == NOUN_UNKNOWN && !own_part(s, head);
    if (scene_word_is(s, scene_counted(s, head), "round")) return false; /* "a number of shots" */
    if ((traits & (TRAIT_HARM | TRAIT_BEFALLS)) && (!lives || (unlisted && !deed(s, head))))
        return scene_token(s, head)->upos != UPOS_PRON && !scene_word_is(s, head, "round");
    uint32_t mention = own_mention(s, head);
    if (mention == NONE || s->findings->mentions.at[mention].form != FORM_NAME) return false;
    uint32_t entity = s->findings->mentions.at[mention].entity;
    return entity != NONE && s->findings->entities.at[entity].kind != ENTITY_OTHER;
}

static void keep_parties(const Scene *s, RoleList *list, uint32_t traits)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->n; i++)
        if (is_party(s, list->at[i].head, traits)) list->at[kept++] = list->at[i];
    list->n = kept;
}

/* "the U.S. request", not "Gaza violence". */
static bool body_or_state(const Scene *s, uint32_t mention)
{
    uint32_t entity = s->findings->mentions.at[mention].entity;
    if (entity == NONE) return false;
    const Entity *e = &s->findings->entities.at[entity];
    return e->kind == ENTITY_ORG || slice_starts(e->key, SLICE("country:"));
}

/* "Norway's" of "Norway's strikes", "Indian" of "an Indian proposal", "U.S." of "a U.S. request":
 * whose deed or paper, whose ground it is; NONE for other things. */
static uint32_t aim_of(const Scene *s, uint32_t thing, bool harm)
{
    bool made = deed(s, thing) || noun_kind(s, thing) == NOUN_THING ||
                scene_word_is(s, thing, "document");
    if (scene_token(s, thing)->upos != UPOS_NOUN || scene_can_act(s, thing)) return NONE;
    if (!made && !harm) return NONE;
    for (uint32_t child = scene_down(s, thing); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if (child > thing) break;
        bool owner = t->rel == REL_NMOD && strcmp(t->subtype, "poss") == 0 &&
                     scene_can_act(s, child);
        bool nation = t->rel == REL_AMOD && nation_adjective(s, child);
        uint32_t m = t->rel == REL_COMPOUND ? own_mention(s, child) : NONE;
        bool body = m != NONE && t->upos == UPOS_PROPN && made && body_or_state(s, m);
        if (owner || nation || body) return child;
    }
    return NONE;
}

/* "condemned Norway's strikes", "his remarks were condemned": the words are for whose deed it is.
 */
static void aim_words(const Scene *s, const Event *event, Roles *roles)
{
    static const char *const judging[] = {"ACCUSE", "REJECT", "SUPPORT", "PROTEST"};
    if (roles->undergoer.n != 1 || (roles->passive && !SLICE_AMONG(event->type, judging))) return;
    uint32_t aim = aim_of(s, roles->undergoer.at[0].head, false);
    bool own = aim != NONE && scene_token(s, aim)->upos == UPOS_PRON && !roles->passive;
    if (aim != NONE && !own) roles->undergoer.at[0] = (RoleParty){aim, "owner"};
}

/* "a ban on Peruvian fish": on Peru's. */
static void aim_laid_on(const Scene *s, RoleList *list)
{
    for (uint32_t i = 0; i < list->n; i++) {
        if (strcmp(list->at[i].how, "laid on") != 0) continue;
        uint32_t aim = aim_of(s, list->at[i].head, true);
        if (aim != NONE) list->at[i].head = aim;
    }
}

/* "investigates crimes by the rebels", "condemned the raid by Peru": it is they who are meant. */
static void blame_doer(const Scene *s, Roles *roles)
{
    uint32_t thing = roles->undergoer.n == 1 && !roles->passive ? roles->undergoer.at[0].head
                                                                : NONE;
    if (thing == NONE || scene_token(s, thing)->upos != UPOS_NOUN || scene_can_act(s, thing))
        return;
    for (uint32_t kid = scene_down(s, thing); kid != NONE; kid = scene_next(s, kid)) {
        uint32_t child = kid, mark = scene_child(s, child, REL_CASE, NULL);
        if (child > thing && mark != NONE && word_at(s, mark, "by") && scene_can_act(s, child))
            roles->undergoer.at[0] = (RoleParty){child, "by"};
    }
}

bool add_aim(const Scene *s, Event *event, uint32_t thing, Arena *arena)
{
    if (!scene_holds(s, thing)) return true;
    uint32_t aim = aim_of(s, thing, slice_starts(event->cameo, SLICE("13")));
    if (aim == NONE) return true;
    RoleParty party = {aim, "owner"};
    if (!add_party(s, event, PART_RECIPIENT, &party, arena)) return false;
    nation_entity(s, event);
    return true;
}

bool part_weighed(const Scene *s, Event *event, PartRole role, uint32_t head, float sure,
                  Arena *arena)
{
    RoleParty party = {head, "weighed"};
    uint32_t n = event->parts.n;
    if (!is_party(s, head, event->traits)) return true;
    if (!add_party(s, event, role, &party, arena)) return false;
    if (event->parts.n > n) {
        Participant *told = &event->parts.at[n];
        told->sure = told->meant > 0 ? sure * told->meant : sure;
    }
    nation_entity(s, event);
    return true;
}

/* The voice behind a cue: who is known to have said it. */
static bool add_speaker(const Scene *s, uint32_t token, const RoleList *doer, Event *event,
                        Arena *arena)
{
    const Findings *f = s->findings;
    Span at = scene_token(s, token)->span;
    if (doer->n != 1 || scene_token(s, doer->at[0].head)->upos != UPOS_PRON) return true;
    uint32_t end = statements_until(f, event->sentence.e);
    for (uint32_t i = end > 64 ? end - 64 : 0; i < end; i++) {
        const Statement *st = &f->statements.at[i];
        if (st->cue_span.b > at.b || st->cue_span.e < at.e || st->speaker == NONE ||
            st->speaker_mention == NONE || pronoun_unlike(s, doer->at[0].head, st->speaker))
            continue;
        Participant part = {.role = PART_ACTOR,
                            .entity = st->speaker,
                            .mention = st->speaker_mention,
                            .span = st->speaker_span,
                            .head = f->mentions.at[st->speaker_mention].head,
                            .how = SLICE("speaker")};
        return VEC_PUSH(arena, &event->parts, part);
    }
    return true;
}

bool parts_of_clause(const Scene *s, uint32_t token, uint32_t traits, Event *event, Arena *arena)
{
    Roles roles;
    scene_roles(s, token, traits, &roles);
    if (traits & TRAIT_SAYS) aim_words(s, event, &roles);
    if (traits & (TRAIT_SAYS | TRAIT_LAW)) blame_doer(s, &roles);
    aim_laid_on(s, &roles.undergoer);
    bool plain = event->cameo.n == 0 && (traits & TRAIT_OWNED); /* "closed the bridge" */
    keep_parties(s, &roles.undergoer, plain ? traits | TRAIT_BEFALLS : traits);
    keep_parties(s, &roles.other, 0);
    PartRole other = (traits & TRAIT_MEETS) && roles.doer.n ? PART_ACTOR : PART_RECIPIENT;
    if (!add_speaker(s, token, &roles.doer, event, arena)) return false;
    if (event->parts.n == 0 && !add_list(s, event, PART_ACTOR, &roles.doer, arena)) return false;
    bool together = (traits & TRAIT_MEETS) && !(traits & TRAIT_HARM);
    if (!add_list(s, event, together ? other : PART_RECIPIENT, &roles.undergoer, arena))
        return false;
    bool named = roles.undergoer.n == 0 || !(traits & (TRAIT_HARM | TRAIT_LAW | TRAIT_SAYS));
    if (named && !(traits & TRAIT_BEFALLS) && !add_list(s, event, other, &roles.other, arena))
        return false;
    nation_entity(s, event);
    return true;
}

uint32_t scene_kind_of(const Scene *s, const Found *f)
{
    uint32_t kind = scene_kind(s, f->said != NONE ? f->said : f->token);
    for (uint32_t i = s->first; kind == NONE && f->said == NONE && i < s->first + s->n; i++)
        if (scene_hit(s, i) == f->hit) kind = scene_kind(s, i); /* "shot and killed" */
    return kind;
}

/* ---- which words are predicates ---- */

/* "carried out an attack": the noun is the event. */
static bool lends_itself(const Scene *s, uint32_t verb)
{
    if (!scene_word_is(s, verb, "perform")) return false;
    uint32_t noun = scene_child(s, verb, REL_OBJ, NULL);
    if (noun == NONE) noun = scene_child(s, verb, REL_NSUBJ, "pass");
    return noun != NONE && deed(s, noun);
}

static bool verb_tells(const Scene *s, uint32_t verb)
{
    const Token *t = scene_token(s, verb);
    if (t->upos != UPOS_VERB || t->rel == REL_AUX || t->rel == REL_AMOD || t->rel == REL_COMPOUND ||
        t->rel == REL_CASE || t->rel == REL_MARK || t->rel == REL_FIXED || t->rel == REL_ADVMOD)
        return false;
    if (lends_itself(s, verb)) return false;
    if (scene_kind(s, verb) != NONE) return true;
    if (scene_reports(s, verb) || scene_word_is(s, verb, "state") || token_lemma_is(t, "be"))
        return false;
    return !(scene_word_is(s, verb, "aspect") && (scene_child(s, verb, REL_XCOMP, NULL) != NONE ||
                                                  scene_child(s, verb, REL_CCOMP, NULL) != NONE));
}

/* "the Brandt campaign said", "the decision says": what speaks is a body or a paper, no deed. */
static bool speaks(const Scene *s, uint32_t noun)
{
    const Token *t = scene_token(s, noun);
    return t->rel == REL_NSUBJ && strcmp(t->subtype, "pass") != 0 && scene_holds(s, t->head) &&
           scene_reports(s, t->head);
}

/* "said in a statement", "told in an interview": where the words stand, beside the verb of
 * saying. */
static bool bears_words(const Scene *s, uint32_t noun)
{
    const Token *t = scene_token(s, noun);
    uint32_t mark = scene_child(s, noun, REL_CASE, NULL);
    return t->rel == REL_OBL && mark != NONE &&
           (word_at(s, mark, "in") || word_at(s, mark, "through") || word_at(s, mark, "via")) &&
           scene_holds(s, t->head) && scene_reports(s, t->head);
}

/* "the Brandt campaign", "Brandt's campaign": an undertaking that bears the name of whose it is
 * and does something itself ("the Brandt campaign hired a clerk") is the people of it. */
static bool staffed(const Scene *s, uint32_t noun)
{
    const Token *t = scene_token(s, noun);
    uint32_t name = scene_child(s, noun, REL_COMPOUND, NULL);
    bool does = t->rel == REL_NSUBJ && strcmp(t->subtype, "pass") != 0 && scene_holds(s, t->head) &&
                scene_token(s, t->head)->upos == UPOS_VERB && !scene_word_is(s, t->head, "state") &&
                !scene_word_is(s, t->head, "aspect");
    bool named = name != NONE && scene_token(s, name)->upos == UPOS_PROPN;
    return does && named && strcmp(t->xpos, "NN") == 0;
}

static bool noun_tells(const Scene *s, uint32_t noun)
{
    const Token *t = scene_token(s, noun);
    if (t->upos != UPOS_NOUN || !deed(s, noun)) return false;
    bool bare = scene_kind(s, noun) == NONE; /* a kind is a happening whatever is said of it */
    if (bare && (speaks(s, noun) || bears_words(s, noun) || staffed(s, noun))) return false;
    if (t->rel == REL_COMPOUND || t->rel == REL_FLAT || t->rel == REL_AMOD)
        return t->rel == REL_COMPOUND && scene_holds(s, t->head) && scene_kind(s, noun) != NONE &&
               deed(s, t->head);
    return true;
}

static bool tells(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    if (token > s->first && slice_is(t[-1].form, "-") && t[-1].span.e == t->span.b &&
        scene_kind(s, token) == NONE)
        return false; /* the tail of a compound */
    if (t->upos == UPOS_ADJ)
        return scene_kind(s, token) != NONE && t->rel != REL_AMOD && t->rel != REL_COMPOUND &&
               (s->events->kind_traits[scene_kind(s, token)] & (TRAIT_HARM | TRAIT_BEFALLS));
    return t->upos == UPOS_NOUN ? noun_tells(s, token) : verb_tells(s, token);
}

/* ---- their events ---- */

static bool covered(const Scene *s, uint32_t token, uint32_t from)
{
    Span span = scene_token(s, token)->span;
    for (uint32_t i = from; i < s->findings->events.n; i++) {
        Span trigger = s->findings->events.at[i].trigger;
        if (trigger.b < span.e && span.b < trigger.e) return true;
    }
    return false;
}

/* "broke out", "carried off": the particle belongs to the verb. */
static Span words_of_predicate(const Scene *s, uint32_t token)
{
    uint32_t particle = scene_child(s, token, REL_COMPOUND, "prt");
    if (particle != NONE && particle == token + 1) return tokens_span(s->text, token, particle + 1);
    return scene_token(s, token)->span;
}

static dln_status add_predicate(Scene *s, Found *f, Span sentence, Arena *arena)
{
    const Token *t = scene_token(s, f->token);
    Event event = {.token = f->token,
                   .trigger = words_of_predicate(s, f->token),
                   .sentence = sentence,
                   .label = t->lemma.n ? t->lemma : t->form,
                   .rule = SLICE("predicate"),
                   .score = -4};
    f->kind = scene_kind_meant(s, f->token, f->kind);
    if (f->kind != NONE) {
        event.kind = s->events->kinds.act[f->kind].name;
        event.traits = s->events->kind_traits[f->kind];
        event.type = s->events->kind_type[f->kind];
    }
    TRY(scene_attach(s, f, &event, arena));
    if (!parts_of_clause(s, f->token, event.traits, &event, arena)) return arena_status(arena);
    scene_details(s, &event);
    return VEC_PUSH(arena, &s->findings->events, event) ? DLN_OK : arena_status(arena);
}

dln_status scene_predicates(Scene *s, Span sentence, uint32_t from, Arena *arena)
{
    uint32_t begin = s->count;
    for (uint32_t i = s->first; i < s->first + s->n && s->count < 2 * s->n; i++) {
        if (!tells(s, i) || covered(s, i, from)) continue;
        Found *f = &s->at[s->count];
        *f = (Found){.hit = NONE,
                     .token = i,
                     .coding = {.act = NONE, .ended = NONE, .outer = OUT_COUNT},
                     .inside = NONE,
                     .said = NONE,
                     .kind = scene_kind(s, i),
                     .use = true};
        scene_walk(s, f);
        s->count++;
    }
    for (uint32_t i = begin; i < s->count; i++)
        TRY(add_predicate(s, &s->at[i], sentence, arena));
    return DLN_OK;
}
