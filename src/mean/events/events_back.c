/* events_back.c - parties that were told before: plurals, pronouns and definite nouns that point
 * back.
 *
 * In: an event whose own words gave no party, or gave one that only points ("the two leaders",
 * "we"). Out: participants of earlier events, or the speaker of the quotation. Idea: news tells an
 * event in full once; "the visit", "the talks", "they signed" then carry its parties on. The last
 * act of several is what a plural points to; the last act of the same kind is what a definite noun
 * points to; "we" and "I" inside a quotation are who speaks.
 *
 * Known to get wrong: two meetings told in turn, of which the second mention means the first. */
#include "mean/events/events_impl.h"

#define BACK_EVENTS 16u    /* earlier events looked at */
#define BACK_SENTENCES 10u /* how far "the talks" reaches back */

bool scene_word_is(const Scene *s, uint32_t token, const char *class)
{
    return frames_word_is(&s->events->words, scene_lower(s, token), class);
}

/* "The two leaders", "the sides", "they"; not "Arab leaders", "leaders of the bloc". */
bool scene_points_back(const Scene *s, uint32_t token)
{
    if (!scene_word_is(s, token, "back") || slice_is(scene_lower(s, token), "government"))
        return false;
    for (uint32_t child = scene_down(s, token); child != NONE; child = scene_next(s, child)) {
        Rel rel = scene_token(s, child)->rel;
        if (rel == REL_AMOD || rel == REL_NMOD || rel == REL_COMPOUND || rel == REL_FLAT)
            return false;
    }
    return slice_ends(scene_lower(s, token), SLICE("s")) ||
           scene_token(s, token)->upos != UPOS_NOUN || slice_is(scene_lower(s, token), "men");
}

static bool capital_word(const Token *token)
{
    return token->form.n && token->form.p[0] >= 'A' && token->form.p[0] <= 'Z';
}

static const Event *last_of_several(const Findings *findings)
{
    for (uint32_t i = findings->events.n, seen = 0; i-- > 0 && seen < BACK_EVENTS; seen++) {
        uint32_t actors = 0;
        for (uint32_t k = 0; k < findings->events.at[i].parts.n; k++)
            actors += findings->events.at[i].parts.at[k].role == PART_ACTOR;
        if (actors >= 2) return &findings->events.at[i];
    }
    return NULL;
}

/* "visit" of the rule "WILL(visit)". */
static Slice act_of_rule(Slice rule)
{
    size_t open = slice_find(rule, SLICE("("));
    return open == SIZE_MAX || rule.n < open + 2 ? rule
                                                 : (Slice){rule.p + open + 1, rule.n - open - 2};
}

/* Words that name one thing in turn: the meeting, the talks, the summit; the visit is not the
 * meeting. */
static const char *family(const Events *events, Slice act)
{
    static const char *const meetings[] = {"meet",    "consult", "talks",    "phone",
                                           "mediate", "settle",  "halttalks"},
                             *const visits[] = {"visit", "host"};
    uint32_t row = map_find(&events->frames.act_name, act);
    for (size_t i = 0; i < sizeof meetings / sizeof *meetings; i++)
        if (slice_is(act, meetings[i])) return "meeting";
    for (size_t i = 0; i < sizeof visits / sizeof *visits; i++)
        if (slice_is(act, visits[i])) return "visit";
    if (row == NONE || events->frames.act[row].code.n < 2) return "";
    Slice code = events->frames.act[row].code;
    if (slice_starts(code, SLICE("18")) || slice_starts(code, SLICE("19")) ||
        slice_starts(code, SLICE("20")))
        return "assault";
    if (slice_starts(code, SLICE("14")) || slice_starts(code, SLICE("175"))) return "protest";
    return slice_starts(code, SLICE("057")) || slice_starts(code, SLICE("030")) ? "deal" : "";
}

/* The last event of the same sort of act that has parties. */
static const Event *last_alike(const Scene *s, const Found *f)
{
    Slice act = s->events->frames.act[f->coding.act].name;
    const char *kind = family(s->events, act);
    for (uint32_t i = s->findings->events.n, seen = 0; i-- > 0 && seen < BACK_EVENTS; seen++) {
        const Event *event = &s->findings->events.at[i];
        Slice before = act_of_rule(event->rule);
        if (event->parts.n == 0) continue;
        if (scene_token(s, f->token)->sentence - scene_token(s, event->token)->sentence >
            BACK_SENTENCES)
            return NULL;
        if (slice_eq(before, act) || (kind[0] && strcmp(family(s->events, before), kind) == 0))
            return event;
    }
    return NULL;
}

/* "the visit", "this attack", "talks": a noun that names an act as known, and that no other words
 * tell apart ("the Geneva talks", "the union bargaining", "the trip to Asia"). */
static bool definite(const Scene *s, const Found *f)
{
    const Token *t = scene_token(s, f->token);
    uint32_t det = scene_child(s, f->token, REL_DET, NULL);
    if (t->upos != UPOS_NOUN || f->coding.act == NONE) return false;
    for (uint32_t c = scene_down(s, f->token); c != NONE; c = scene_next(s, c)) {
        const Token *child = scene_token(s, c);
        if (c < f->token &&
            (child->upos == UPOS_PROPN || (child->rel == REL_AMOD && capital_word(child)) ||
             child->rel == REL_COMPOUND))
            return false;
        if (c > f->token && child->rel == REL_NMOD) return false;
    }
    if (det == NONE) return slice_is(scene_lower(s, f->token), "talks");
    static const char *const known[] = {"the", "this", "that", "these", "those", "both"};
    return SLICE_AMONG(scene_lower(s, det), known);
}

static bool same_entity(const Participant *a, const Participant *b)
{
    return a->head == b->head || (a->entity != NONE && a->entity == b->entity);
}

enum { MOST_PARTS = 32 }; /* of one event, where others hand theirs on */

/* Takes a participant over, unless the event has it in this role. False: no memory. "They met the
 * president. They met the president. ...": each "they" would else be one longer than the last. */
static bool take_part(Event *event, Participant part, Arena *arena)
{
    if (event->parts.n >= MOST_PARTS) return true;
    for (uint32_t i = 0; i < event->parts.n; i++)
        if (event->parts.at[i].role == part.role && same_entity(&event->parts.at[i], &part))
            return true;
    return VEC_PUSH(arena, &event->parts, part);
}

static bool copy_parts(const Event *before, Event *event, Arena *arena)
{
    for (uint32_t i = 0; i < before->parts.n; i++)
        if (!take_part(event, before->parts.at[i], arena)) return false;
    return true;
}

/* A participant that only points becomes those it points to, in its own role. */
static bool spread(const Event *before, Event *event, uint32_t at, Arena *arena)
{
    PartRole role = event->parts.at[at].role;
    bool first = true;
    for (uint32_t i = 0; i < before->parts.n; i++) {
        Participant part = before->parts.at[i];
        if (part.role != PART_ACTOR) continue;
        part.role = role;
        if (first)
            event->parts.at[at] = part;
        else if (!take_part(event, part, arena))
            return false;
        first = false;
    }
    return true;
}

/* "The enemy we are fighting", "if they charge us": in harm and law more than the one who says so.
 */
static bool of_several(const Scene *s, const Event *event, uint32_t pronoun)
{
    bool plural = !slice_is(scene_lower(s, pronoun), "i") &&
                  !slice_is(scene_lower(s, pronoun), "my") &&
                  !slice_is(scene_lower(s, pronoun), "me");
    return plural && ((event->traits & (TRAIT_HARM | TRAIT_LAW)) ||
                      slice_is(event->type, "ASSAULT") || slice_starts(event->cameo, SLICE("17")));
}

/* "I", "we" of a quotation: the head of who says it, NONE elsewhere. */
void part_first_person(const Scene *s, const Event *event, Participant *part)
{
    static const char *const words[] = {"i", "we", "our", "my", "us", "me"};
    bool own = false;
    if (!scene_holds(s, part->head) || scene_token(s, part->head)->upos != UPOS_PRON) return;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        own |= slice_is(scene_lower(s, part->head), words[i]);
    if (!own || event->statement == NONE) return;
    const Statement *statement = &s->findings->statements.at[event->statement];
    if (statement->speaker_mention == NONE) return;
    bool person = statement->speaker != NONE &&
                  s->findings->entities.at[statement->speaker].kind == ENTITY_PERSON;
    if (person && of_several(s, event, part->head)) return;
    part->mention = statement->speaker_mention;
    part->entity = statement->speaker;
    part->head = s->findings->mentions.at[statement->speaker_mention].head;
}

/* "Paris accused Rome of ..., a charge Rome denied": the denial goes to who accused. */
static bool answer_charge(const Scene *s, Event *event, Arena *arena)
{
    if (!slice_starts(event->cameo, SLICE("016")) || event->parts.n != 1 ||
        event->parts.at[0].role != PART_ACTOR)
        return true;
    for (uint32_t i = s->findings->events.n, seen = 0; i-- > 0 && seen < 4; seen++) {
        const Event *charge = &s->findings->events.at[i];
        bool charged = false;
        for (uint32_t k = 0; slice_starts(charge->cameo, SLICE("11")) && k < charge->parts.n; k++)
            charged |= charge->parts.at[k].role == PART_RECIPIENT &&
                       same_entity(&charge->parts.at[k], &event->parts.at[0]);
        for (uint32_t k = 0; charged && k < charge->parts.n; k++) {
            Participant part = charge->parts.at[k];
            if (part.role != PART_ACTOR) continue;
            part.role = PART_RECIPIENT;
            if (!take_part(event, part, arena)) return false;
        }
        if (charged) return true;
    }
    return true;
}

bool parts_told_before(const Scene *s, const Found *f, Event *event, Arena *arena)
{
    const Event *before;
    for (uint32_t i = 0; i < event->parts.n; i++)
        part_first_person(s, event, &event->parts.at[i]);
    if (!answer_charge(s, event, arena)) return false;
    for (uint32_t i = event->parts.n; i-- > 0;) {
        uint32_t head = event->parts.at[i].head;
        if (!scene_holds(s, head) || !scene_points_back(s, head) ||
            (before = last_of_several(s->findings)) == NULL)
            continue;
        return spread(before, event, i, arena);
    }
    if (event->parts.n || !definite(s, f) || (before = last_alike(s, f)) == NULL) return true;
    return copy_parts(before, event, arena);
}
