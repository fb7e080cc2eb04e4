/* events_judge.c - the parties of a sentence's events, weighed; see events_weigh.h.
 *
 * In: events with the parties that the rules gave them, learned weights (data/parties.model). Out:
 * parties that are unlikely in their role are gone, nouns that are likely in a role are in, each
 * with how likely it is (Participant.sure).
 *
 * Two logistics over the same signs (events_weigh.c): does the noun do it, does it undergo it (or
 * is the other side)? Weights are a byte each, by a hash of the sign. Fitted by train/parties.py on
 * nouns that readers marked (tests/cases/events/parties_read.tsv).
 *
 * A party that a rule gives stands where it is not unlikely; one that no rule gives must be more
 * likely than not by far, must be able to be a party (predicates.c), and pronouns must be past
 * doubt (events_pronoun.c). Parties without a noun of the sentence (adjectives, those told before)
 * are not weighed, nor events that an outer act turns into another ("said Chile must return it").
 *
 * Known to get wrong: a doer that the sentence names in another clause only for another deed. Of a
 * sentence of more than some 85 events the later ones keep what the rules gave them. */
#include "mean/events/events_weigh.h"
#include "mean/events/roles.h"
#include <math.h>

enum { BUCKET_BITS = 16, BUCKETS = 1 << BUCKET_BITS, NOUNS_MOST = 48, PAIRS_MOST = 4096 };

static const float UNLIKELY = 0.4f; /* a rule's party below it goes */
/* The same of by-phrases and control, half of whose weak ones are right; of a pronoun's chance. */
static const float CONTROLLED = 0.3f;
static const float THINGS = 0.1f; /* the same of things: readers differ on whether they count */
static const float LIKELY = 0.7f; /* what no rule gives is told from here on */
static const float PAST_DOUBT = 0.9f;

dln_status weights_load(const char *data_dir, Arena *arena, Events *events, dln_error *err)
{
    return byte_weights_load(data_dir, "parties.model", 2 * BUCKETS, arena, &events->party, err);
}

/* ---- one noun ---- */

typedef struct Chance {
    uint32_t head;
    float doer, undergoer;
    bool told;  /* by a rule */
    bool thing; /* neither can it act nor has it a name; a bare number of people */
} Chance;

static Chance chance_of(const Events *events, uint32_t head, const WeighSigns *signs)
{
    int32_t sum[2] = {0, 0};
    for (uint32_t i = 0; i < signs->n; i++) {
        const int8_t *w = &events->party.at[2 * (signs->at[i] >> (32 - BUCKET_BITS))];
        sum[0] += w[0];
        sum[1] += w[1];
    }
    return (Chance){.head = head,
                    .doer = byte_weights_chance(&events->party, sum[0]),
                    .undergoer = byte_weights_chance(&events->party, sum[1])};
}

/* Where several do it together the sides have one role. */
static float chance_in(const Chance *c, PartRole role, uint32_t traits)
{
    if ((traits & TRAIT_MEETS) && !(traits & TRAIT_HARM))
        return fminf(c->doer + c->undergoer, 0.99f);
    return role == PART_ACTOR ? c->doer : c->undergoer;
}

/* ---- one event ---- */

/* The likeliest noun that tells a party ("hundreds" and "people" of "hundreds of people"); NULL:
 * none of the sentence does. */
static Chance *noun_of(const Weigh *w, const Event *event, const Participant *p, Chance *list,
                       uint32_t n)
{
    Chance *best = NULL;
    uint32_t counted = scene_holds(w->s, p->head) ? scene_counted(w->s, p->head) : NONE;
    for (uint32_t i = 0; i < n; i++) {
        if (list[i].head != counted && !weigh_tells(w->s, p, list[i].head)) continue;
        list[i].told = true;
        if (!best ||
            chance_in(&list[i], p->role, event->traits) > chance_in(best, p->role, event->traits))
            best = &list[i];
    }
    return best;
}

/* "Brandt Foods said it will close the plant": the clause has a pronoun in the role, and the rules
 * know whom it stands for. */
static float chance_of_pronoun(const Weigh *w, const Event *event, PartRole role,
                               const Chance *list, uint32_t n)
{
    float best = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!list[i].told && scene_token(w->s, list[i].head)->upos == UPOS_PRON)
            best = fmaxf(best, chance_in(&list[i], role, event->traits));
    return best;
}

/* Members of a group that is weighed itself ("firms, including Ardent"); whom one leaves ("a
 * departure from the European Union"), whose few tellings the readers marked both ways; who asks
 * ("anyone with information is asked to call Velm Police"), which the readers left open. */
static bool weighed_alone(const Participant *p)
{
    return p->role != PART_OTHER && !slice_is(p->how, "including") && !slice_is(p->how, "left") &&
           !slice_is(p->how, "unit") && !slice_is(p->how, "asker");
}

/* "Dahl faces charges of theft", "Velm suffered a defeat": such a verb's subject undergoes it. */
static bool undergoes(const Scene *s, const Event *event, const Participant *p)
{
    return p->role == PART_RECIPIENT && scene_holds(s, p->head) &&
           scene_token(s, p->head)->rel == REL_NSUBJ &&
           scene_token(s, p->head)->head == event->token &&
           scene_word_is(s, event->token, "undergo");
}

static bool of_words(const Scene *s, uint32_t verb)
{
    uint32_t kind = scene_kind(s, verb);
    return scene_reports(s, verb) || (kind != NONE && (s->events->kind_traits[kind] & TRAIT_SAYS));
}

/* "a departure from the European Union": whom one leaves does not leave. */
static bool is_left(const Scene *s, const Event *event, uint32_t head)
{
    uint32_t mark = scene_phrase_mark(s, head), mention = mention_of(s->findings, head);
    if (mark == NONE || !slice_is(scene_lower(s, mark), "from") || mention == NONE) return false;
    uint32_t entity = s->findings->mentions.at[mention].entity;
    bool person = entity != NONE && s->findings->entities.at[entity].kind == ENTITY_PERSON;
    return !person && scene_word_is(s, event->token, "leaving");
}

/* Can the noun do it? Not a thing, nor of what befalls; "Reporters asked about the meeting": who
 * speaks of a deed has rarely done it. */
static bool may_do(const Weigh *w, const Event *event, const Chance *c)
{
    const Scene *s = w->s;
    const Token *t = scene_token(s, c->head);
    bool nobody = (event->traits & TRAIT_BEFALLS) && !(event->traits & TRAIT_HARM);
    if ((nobody && !scene_storm(s, c->head)) || is_left(s, event, c->head)) return false;
    if (!w->word[c->head - s->first].acts) return false;
    bool speaker = t->rel == REL_NSUBJ && scene_holds(s, t->head) && t->head != event->token &&
                   of_words(s, t->head);
    return !speaker || c->doer >= PAST_DOUBT;
}

static float least_of(const Chance *c, const Participant *p)
{
    if (c->thing) return THINGS;
    return slice_is(p->how, "control") || slice_is(p->how, "by") ? CONTROLLED : UNLIKELY;
}

/* From where on a role that no rule gives is told. Who does harm, or what the law does, must be
 * past doubt: "arrested the man suspected in the shooting", "Orsk faces charges". */
static float new_least(const Event *event, bool doer)
{
    return doer && (event->traits & (TRAIT_HARM | TRAIT_LAW)) ? PAST_DOUBT : LIKELY;
}

/* How likely the party is in its role, or in the other one, which it then has; 0: it is not. */
static float settle_role(const Weigh *w, const Event *event, Participant *p, const Chance *c,
                         const Chance *list, uint32_t n)
{
    PartRole other = p->role == PART_ACTOR ? PART_RECIPIENT : PART_ACTOR;
    float sure = chance_in(c, p->role, event->traits), least = least_of(c, p);
    if (sure < least) sure = chance_of_pronoun(w, event, p->role, list, n);
    if (sure >= least) return sure;
    sure = chance_in(c, other, event->traits);
    if (sure < new_least(event, other == PART_ACTOR)) return 0;
    if (other == PART_ACTOR && !may_do(w, event, c)) return 0;
    p->role = other;
    return sure;
}

/* Takes out what is unlikely; where the other role is likely, the party has that one. */
static void keep_likely(const Weigh *w, Event *event, Chance *list, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < event->parts.n; i++) {
        Participant p = event->parts.at[i];
        Chance *c = noun_of(w, event, &p, list, n);
        if (c && weighed_alone(&p) && !undergoes(w->s, event, &p)) {
            p.sure = settle_role(w, event, &p, c, list, n);
            if (p.sure == 0) continue;
            if (p.meant > 0) p.sure *= p.meant;
            if (p.meant > 0 && p.sure < CONTROLLED) continue;
        }
        event->parts.at[kept++] = p;
    }
    event->parts.n = kept;
}

/* The noun that a row of appositions hangs on: "men" of "two men, Ane Lund and Piet Orsk". */
static uint32_t row_head(const Scene *s, uint32_t noun)
{
    for (uint32_t steps = 0; steps < WEIGH_WAY; steps++) {
        const Token *t = scene_token(s, noun);
        if ((t->rel != REL_APPOS && t->rel != REL_CONJ) || !scene_holds(s, t->head)) break;
        noun = t->head;
    }
    return noun;
}

/* "Two men, Ane Lund, 23, and Piet Orsk, 24, were shot": told by their names, or by their number,
 * but not twice. */
static bool told_beside(const Scene *s, const Event *event, uint32_t noun)
{
    uint32_t head = row_head(s, noun);
    for (uint32_t i = 0; i < event->parts.n; i++) {
        uint32_t other = event->parts.at[i].head;
        if (other == noun || !scene_holds(s, other) || row_head(s, other) != head) continue;
        const Token *t = scene_token(s, noun), *o = scene_token(s, other);
        if (t->rel == REL_APPOS || o->rel == REL_APPOS) return true;
    }
    return false;
}

/* Does much speak for a party that no rule gives? "None of the sailors were arrested": nobody was.
 */
static bool likely(const Weigh *w, const Event *event, const Chance *c, float sure)
{
    uint32_t over = scene_token(w->s, c->head)->head;
    if (sure < new_least(event, c->doer > c->undergoer) || c->told || c->thing ||
        c->head == event->token)
        return false;
    if (told_beside(w->s, event, c->head)) return false;
    return !scene_holds(w->s, over) || !scene_nobody(w->s, over);
}

/* What no rule gives and much speaks for. */
static bool add_likely(const Weigh *w, Event *event, const Chance *list, uint32_t n, Arena *arena)
{
    bool together = (event->traits & TRAIT_MEETS) && !(event->traits & TRAIT_HARM);
    for (uint32_t i = 0; i < n; i++) {
        const Chance *c = &list[i];
        bool doer = c->doer > c->undergoer;
        PartRole role = doer || together ? PART_ACTOR : PART_RECIPIENT;
        float sure = chance_in(c, role, event->traits);
        if (!likely(w, event, c, sure) || (doer && !may_do(w, event, c))) continue;
        if (!part_weighed(w->s, event, role, c->head, sure, arena)) return false;
    }
    return true;
}

static bool judge_event(const Weigh *w, Event *event, uint32_t *pairs, Arena *arena)
{
    Chance list[NOUNS_MOST];
    WeighSigns signs;
    WeighDeed deed;
    uint32_t n = 0;
    weigh_deed(w, event, &deed);
    for (uint32_t i = 0; i < w->s->n && n < NOUNS_MOST; i++) {
        if (!w->word[i].noun) continue;
        weigh_signs(w, &deed, w->s->first + i, &signs);
        list[n] = chance_of(w->s->events, w->s->first + i, &signs);
        list[n++].thing = (!w->word[i].acts && !w->word[i].named) ||
                          scene_word_is(w->s, w->s->first + i, "crowdword");
    }
    *pairs += n;
    keep_likely(w, event, list, n);
    return add_likely(w, event, list, n, arena);
}

dln_status scene_weigh(Scene *s, uint32_t from, Arena *arena)
{
    Weigh weigh;
    uint32_t pairs = 0;
    if (!s->events->party.at || from == s->findings->events.n) return DLN_OK;
    TRY(weigh_open(&weigh, s));
    for (uint32_t i = from; i < s->findings->events.n && pairs < PAIRS_MOST; i++) {
        Event *event = &s->findings->events.at[i];
        if (event->turned || !scene_holds(s, event->token)) continue;
        if (!judge_event(&weigh, event, &pairs, arena)) return arena_status(arena);
    }
    return DLN_OK;
}
