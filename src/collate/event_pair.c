/* event_pair.c - what two tellings of events have in common, as numbers; see event_pair.h.
 *
 * In: two Units. Out: PAIR_FEATURES floats for the trees of data/joins.model, and the few questions
 * that keep two tellings apart whatever the trees say.
 *
 * Every feature is general: senses and vectors of the triggers, the same party in the same role,
 * days, places, words and figures of the sentences. What is unknown is 0, what speaks for one event
 * above it, what speaks against it below.
 *
 * Known to get wrong: parties that two outlets describe in words without a lemma in common. */
#include "collate/event_pair.h"
#include <math.h>
#include <stdlib.h>

enum { DOER, SUFFERER, SIDES };

/* What several features ask of a pair, found once. */
typedef struct Common {
    uint32_t words, near, persons; /* that both have */
    float weight, square, most;    /* of the words: sum, sum of squares, the weightiest */
    float alike;                   /* share of the words of the sentence that has fewer */
    float places, days;            /* places_likeness, days_likeness */
    float role;                    /* shared_role */
    /* The parties of a role of the one and a role of the other: 1 one is the same, -1 both are
     * named and none is, -0.5 one of them is only described and no word is the same, 0 unknown. */
    float side[SIDES][SIDES];
} Common;

static uint32_t shared_in(const uint32_t *a, uint32_t na, const uint32_t *b, uint32_t nb)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < na; i++)
        n += in_list(b, nb, a[i]);
    return n;
}

static uint32_t sentences_apart(const Unit *a, const Unit *b)
{
    return a->sentence > b->sentence ? a->sentence - b->sentence : b->sentence - a->sentence;
}

/* ---- what keeps two apart ---- */

static int32_t days_apart(const Unit *a, const Unit *b)
{
    if (a->from == DAY_UNKNOWN || b->from == DAY_UNKNOWN) return 0;
    if (a->from > b->to) return a->from - b->to;
    return b->from > a->to ? b->from - a->to : 0;
}

/* 1 the same, 0.5 one inside the other or the same country, 0 unknown, -1 apart. */
static float places_likeness(const Join *join, uint32_t a, uint32_t b)
{
    const Record *r = join->record;
    if (a == NONE || b == NONE) return 0;
    if (a == b) return 1;
    if (!r->entities.at[a].spellings.n || !r->entities.at[b].spellings.n)
        return 0; /* "the town" may be any */
    if (place_inside(r, a, b) || place_inside(r, b, a)) return 0.5f;
    const char *x = r->entities.at[a].country, *y = r->entities.at[b].country;
    return x[0] && strcmp(x, y) == 0 ? 0.25f : -1;
}

/* ---- triggers ---- */

bool same_sense(const Sense *a, const Sense *b, bool first)
{
    uint32_t n = first ? 1 : SENSES;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < n; k++) {
            if (a->sense[i] && a->sense[i] == b->sense[k]) return true;
        }
    }
    return false;
}

bool kind_of_sense(const JoinModel *model, const Sense *a, const Sense *b)
{
    for (uint32_t i = 0; i < 2; i++) {
        for (uint32_t k = 0; k < 2; k++) {
            if (a->sense[i] && b->sense[k] && sense_above(model, a->sense[i], b->sense[k]))
                return true;
        }
    }
    return false;
}

/* "Explode" and "explosion" 1, "seize" and "take" 0.7, "shoot" and "attack" 0.4. */
static float senses_likeness(const JoinModel *model, const Sense *a, const Sense *b)
{
    if (!a || !b) return 0;
    if (same_sense(a, b, true)) return 1;
    if (same_sense(a, b, false)) return 0.7f;
    return kind_of_sense(model, a, b) || kind_of_sense(model, b, a) ? 0.4f : 0;
}

float vectors_likeness(WordVector a, WordVector b)
{
    int32_t product = 0;
    if (a.length <= 0 || b.length <= 0) return 0;
    for (uint32_t i = 0; i < LANG_VECTOR; i++)
        product += a.at[i] * b.at[i];
    return (float)product / (a.length * b.length);
}

/* Sum of products of both scenes, in eight lanes: one order of adding on every machine. */
static float scene_product(const Unit *a, const Unit *b)
{
    float sum[LANES] = {0};
    if (!a->scene || !b->scene) return 0;
    for (uint32_t k = 0; k < LANG_VECTOR; k += LANES)
        for (uint32_t l = 0; l < LANES; l++)
            sum[l] += a->scene[k + l] * b->scene[k + l];
    return add_lanes(sum);
}

float head_in_scene(const Unit *a, const Unit *b)
{
    float sum[LANES] = {0};
    if (!a->head_vector || !b->scene) return 0;
    for (uint32_t k = 0; k < LANG_VECTOR; k += LANES)
        for (uint32_t l = 0; l < LANES; l++)
            sum[l] += a->head_vector[k + l] * b->scene[k + l];
    return add_lanes(sum) / a->head[0].vector.length;
}

/* 1 both the same, -1 both told and different, 0 else. */
static float same_words(Slice a, Slice b)
{
    if (!a.n || !b.n) return 0;
    return slice_eq_nocase(a, b) ? 1 : -1;
}

/* "Meet" and "meeting": the shorter begins the longer but for its last letter. */
static bool one_family(Slice a, Slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    n = n > 4 ? n - 1 : n;
    return n >= 4 && slice_eq_nocase((Slice){a.p, n}, (Slice){b.p, n});
}

/* The likest two of their heads. */
static void head_features(const JoinModel *model, const Unit *a, const Unit *b, float *out)
{
    out[0] = out[1] = out[2] = out[3] = 0;
    for (uint32_t i = 0; i < a->n_heads; i++) {
        for (uint32_t k = 0; k < b->n_heads; k++) {
            const Head *x = &a->head[i], *y = &b->head[k];
            float word = slice_eq_nocase(x->lemma, y->lemma) ? 1
                         : one_family(x->lemma, y->lemma)    ? 0.5f
                                                             : 0,
                  sense = senses_likeness(model, x->sense, y->sense),
                  vector = vectors_likeness(x->vector, y->vector);
            if (word > out[0]) out[0] = word;
            if (slice_eq(x->class, y->class)) out[1] = 1;
            if (sense > out[2]) out[2] = sense;
            if (vector > out[3]) out[3] = vector;
        }
    }
}

static void trigger_features(const Join *join, const Unit *a, const Unit *b, float *out)
{
    const uint32_t harm = TRAIT_BEFALLS | TRAIT_HARM;
    head_features(&join->collate->model, a, b, out);
    out[4] = (float)(a->noun + b->noun);
    out[5] = same_words(a->kind, b->kind);
    out[6] = same_words(a->type, b->type);
    out[7] = (float)(((a->traits & harm) != 0) + ((b->traits & harm) != 0));
    out[8] = (float)(((a->traits & TRAIT_SAYS) != 0) + ((b->traits & TRAIT_SAYS) != 0));
    out[9] = (float)(((a->traits & TRAIT_MEETS) != 0) + ((b->traits & TRAIT_MEETS) != 0));
    out[10] = a->modifier || b->modifier;
}

/* ---- parties ---- */

static bool args_meet(const Join *join, const Arg *a, const Arg *b)
{
    if (a->entity != NONE && a->entity == b->entity) return true;
    if (a->entity == NONE && b->entity == NONE)
        return a->noun.n && slice_eq_nocase(a->noun, b->noun);
    if (a->entity == NONE || b->entity == NONE) return false;
    const RecordEntity *x = &join->record->entities.at[a->entity],
                       *y = &join->record->entities.at[b->entity];
    return x->country[0] && strcmp(x->country, y->country) == 0 &&
           (x->kind != ENTITY_PERSON || y->kind != ENTITY_PERSON); /* Washington and its envoy */
}

static uint32_t side_of(PartRole role)
{
    return role == PART_ACTOR ? DOER : role == PART_RECIPIENT ? SUFFERER : SIDES;
}

/* What two parties say of their roles; the most telling of all pairs of parties counts. */
static void meet_roles(const Join *join, const Unit *a, const Unit *b, Common *c)
{
    for (uint32_t i = 0; i < a->n_args; i++) {
        uint32_t x = side_of(a->arg[i].role);
        for (uint32_t k = 0; k < b->n_args && x < SIDES; k++) {
            const Arg *p = &a->arg[i], *q = &b->arg[k];
            uint32_t y = side_of(q->role);
            if (y == SIDES || c->side[x][y] > 0) continue;
            bool named = p->entity != NONE && q->entity != NONE;
            if (args_meet(join, p, q))
                c->side[x][y] = 1;
            else if (named)
                c->side[x][y] = -1;
            else if (c->side[x][y] >= 0)
                c->side[x][y] = -0.5f;
        }
    }
}

/* The same party in the same role: by name 1, by a noun 0.5. */
static float shared_role(const Unit *a, const Unit *b)
{
    float most = 0;
    for (uint32_t i = 0; i < a->n_args; i++) {
        for (uint32_t k = 0; k < b->n_args; k++) {
            const Arg *x = &a->arg[i], *y = &b->arg[k];
            if (x->role != y->role) continue;
            if (x->entity != NONE && x->entity == y->entity) most = 1;
            bool noun = x->noun.n && slice_eq_nocase(x->noun, y->noun);
            if (noun && most < 0.5f) most = 0.5f;
        }
    }
    return most;
}

/* Another doer or another sufferer, both told by name: "Erdogan condemned the plan", "Haley
 * condemned the plan". Who meets whom may stand the other way round. */
static bool other_parties(const Common *c)
{
    bool doers = c->side[DOER][DOER] <= -1, sufferers = c->side[SUFFERER][SUFFERER] <= -1;
    return (doers || sufferers) && c->side[DOER][SUFFERER] < 1 && c->side[SUFFERER][DOER] < 1;
}

/* Acts of no known kind ("serve", "leave", "hit") are one only where somebody has the same role in
 * both, or the same is done to: "serve the people", "serve in the army". */
static bool vague_pair(const Unit *a, const Unit *b, const Common *c)
{
    if (a->type.n || b->type.n || a->kind.n || b->kind.n) return false;
    bool doer = c->side[DOER][DOER] >= 1, sufferer = c->side[SUFFERER][SUFFERER] >= 1;
    bool what = a->what.n && slice_eq_nocase(a->what, b->what);
    return !doer && !sufferer && !what;
}

/* Two things said: the words that introduce them are two acts. */
static bool said_apart(const Unit *a, const Unit *b)
{
    return a->statement != NONE && b->statement != NONE && a->statement != b->statement;
}

static void party_features(const Unit *a, const Unit *b, const Common *c, float *out)
{
    uint32_t persons = c->persons, all = a->n_persons + b->n_persons - persons;
    float crossed = c->side[DOER][SUFFERER], back = c->side[SUFFERER][DOER];
    out[11] = (float)persons;
    out[12] = all ? (float)persons / (float)all : 0;
    out[13] = c->side[DOER][DOER];
    out[14] = c->side[SUFFERER][SUFFERER];
    out[15] = crossed > back ? crossed : back;
    out[16] = (float)(a->n_args < b->n_args ? a->n_args : b->n_args);
}

/* ---- day, place, sentence ---- */

static float days_likeness(const Unit *a, const Unit *b)
{
    if (a->from == DAY_UNKNOWN || b->from == DAY_UNKNOWN) return 0;
    if (days_apart(a, b)) return -1;
    return a->from == b->from && a->to == b->to ? 1 : 0.5f;
}

static float figures_likeness(const Unit *a, const Unit *b)
{
    if (!a->n_figures || !b->n_figures) return 0;
    for (uint32_t i = 0; i < a->n_figures; i++) {
        for (uint32_t k = 0; k < b->n_figures; k++) {
            if (a->figure[i] == b->figure[k]) return 1;
        }
    }
    return -1;
}

/* Words that both sentences have, and what they weigh: few of a's have their bit in b's sign, and
 * those alone are looked for. */
static void meet_words(const Unit *a, const Unit *b, Common *c)
{
    uint32_t maybe[MAX_UNIT_WORDS + 1], n = 0;
    for (uint32_t i = 0; i < a->n_words; i++) {
        maybe[n] = i;
        n += (b->sign[sign_place(a->word[i])] & sign_bit(a->word[i])) != 0;
    }
    for (uint32_t k = 0; k < n; k++) {
        float weight = a->weight[maybe[k]];
        if (!in_list(b->word, b->n_words, a->word[maybe[k]])) continue;
        c->words++;
        c->weight += weight;
        c->square += weight * weight;
        if (weight > c->most) c->most = weight;
    }
    uint32_t least = a->n_words < b->n_words ? a->n_words : b->n_words;
    c->alike = least ? (float)c->words / (float)least : 0;
}

static Common common_of(const Join *join, const Unit *a, const Unit *b)
{
    Common c = {.near = shared_in(a->near, a->n_near, b->near, b->n_near),
                .persons = shared_in(a->person, a->n_persons, b->person, b->n_persons),
                .places = places_likeness(join, a->place, b->place),
                .days = days_likeness(a, b),
                .role = shared_role(a, b)};
    meet_words(a, b, &c);
    meet_roles(join, a, b, &c);
    return c;
}

static void scene_features(const Unit *a, const Unit *b, const Common *c, float *out)
{
    uint32_t gap = (uint32_t)days_apart(a, b), apart = sentences_apart(a, b);
    bool one = a->report == b->report;
    out[17] = c->places;
    out[18] = c->days;
    out[19] = gap > 30 ? 1 : (float)gap / 30;
    out[20] = one;
    out[21] = one ? (float)(apart < 20 ? apart : 20) : -1;
    out[22] = (float)((a->sentence <= 4) + (b->sentence <= 4));
    out[23] = (float)(a->title + b->title);
    out[24] = a->planned == b->planned ? 1 : -1;
    out[25] = a->background == b->background ? 1 : -1;
    out[26] = c->alike;
    out[27] = (float)(c->words < 12 ? c->words : 12);
    out[28] = figures_likeness(a, b);
    out[29] = one && (a->sentence > b->sentence ? a : b)->definite;
    out[30] = a->statement == NONE && b->statement == NONE ? 0
              : a->statement == b->statement               ? 1
                                                           : -1;
    out[31] = (float)(a->statement != NONE) + (float)(b->statement != NONE);
}

static void round_features(const Unit *a, const Unit *b, const Common *c, float *out)
{
    uint32_t all = a->n_near + b->n_near - c->near;
    out[32] = (float)c->near;
    out[33] = all ? (float)c->near / (float)all : 0;
    out[34] = scene_product(a, b);
    out[35] = same_words(a->what, b->what);
    out[36] = vectors_likeness(a->what_vector, b->what_vector);
}

/* Two outlets use one word for many things ("claim", "meet", "kill"): who, what, when, where, the
 * top of both reports or the same sentence must speak for one happening too. */
static float corroboration(const Unit *a, const Unit *b, const Common *c)
{
    float sum = c->role;
    if (a->what.n && slice_eq_nocase(a->what, b->what)) sum += 0.5f;
    if (c->days >= 1) sum += 0.5f;
    if (c->places >= 0.5f) sum += 0.5f;
    if (c->near) sum += c->near > 1 ? 0.5f : 0.25f;
    if (c->words >= 3 && c->alike >= 0.25f) sum += c->alike >= 0.5f ? 1 : 0.5f;
    if (a->sentence <= 3 && b->sentence <= 3 && a->report != b->report) sum += 0.5f;
    if (a->report == b->report && (sentences_apart(a, b) <= 3)) sum += 0.25f;
    if (a->statement != NONE && a->statement == b->statement) sum += 1;
    return sum;
}

static uint32_t senses_of(const Unit *u)
{
    uint32_t n = 0;
    const Sense *sense = u->n_heads ? u->head[0].sense : NULL;
    while (sense && n < SENSES && sense->sense[n])
        n++;
    return n;
}

static uint32_t most_of(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* How far a word alone is to be trusted: what else speaks for one happening, whether the word has
 * many senses, whether a report uses it for many things, whether both reports say it at their top.
 */
static void trust_features(const Unit *a, const Unit *b, const Common *c, float *out)
{
    const uint32_t many = 12;
    uint32_t most = most_of(a->rivals, b->rivals),
             least = a->rivals < b->rivals ? a->rivals : b->rivals;
    out[37] = corroboration(a, b, c);
    out[38] = (float)(a->topical + b->topical);
    out[39] = (float)(most < many ? most : many);
    out[40] = (float)(least < many ? least : many);
    out[41] = (float)most_of(senses_of(a), senses_of(b));
    out[42] = vague_pair(a, b, c);
    out[43] = c->role;
    out[44] = (float)(a->top + b->top);
    out[45] = (float)((a->kind.n || a->type.n) + (b->kind.n || b->type.n));
    out[46] = (float)((a->place != NONE) + (b->place != NONE));
    out[47] = a->denied != b->denied;
}

/* Does each name a person whom the other, which names persons too, does not? "Orlo met Trask",
 * "Orlo met Bram". */
static bool other_persons(const Unit *a, const Unit *b)
{
    if (!a->n_persons || !b->n_persons) return false;
    uint32_t persons = shared_in(a->person, a->n_persons, b->person, b->n_persons);
    return persons < a->n_persons && persons < b->n_persons;
}

static bool harm_itself(const Unit *u)
{
    return (u->traits & TRAIT_HARM) && !(u->traits & TRAIT_LAW);
}

static bool looks_back(const Unit *later)
{
    return later->refers >= REFERS_OWNED;
}

/* "A 22-year-old man was wounded", "a girl of 14 was wounded". Outlets differ by a year; one
 * sentence tells whom one happening struck. */
static bool of_two_ages(const Unit *a, const Unit *b)
{
    const uint32_t struck = TRAIT_HARM | TRAIT_BEFALLS;
    if (a->report == b->report && a->sentence == b->sentence) return false;
    bool both = a->age >= 0 && b->age >= 0 && (a->traits & struck) && (b->traits & struck);
    return both && fabs(a->age - b->age) > 1;
}

static const Arg *arg_of(const Unit *u, PartRole role)
{
    for (uint32_t i = 0; i < u->n_args; i++)
        if (u->arg[i].role == role) return &u->arg[i];
    return NULL;
}

static bool same_arg(const Arg *a, const Arg *b)
{
    if (a->entity != NONE || b->entity != NONE) return a->entity == b->entity;
    return a->noun.n && slice_eq_nocase(a->noun, b->noun);
}

/* Does `other` tell what he who did the one to himself did to somebody else? */
static bool to_another(const Unit *self, const Unit *other)
{
    if (!self->to_self || other->to_self) return false;
    const Arg *he = arg_of(self, PART_ACTOR), *doer = arg_of(other, PART_ACTOR),
              *sufferer = arg_of(other, PART_RECIPIENT);
    if (!he || !sufferer || same_arg(he, sufferer)) return false;
    return (doer && same_arg(he, doer)) || (he->entity != NONE && sufferer->entity != NONE);
}

/* "Bram shot his wife", "then shot himself"; not "Trask shot Bram", "Bram shot himself, Trask
 * said". */
static bool self_and_other(const Unit *a, const Unit *b)
{
    return a->to_self != b->to_self && (to_another(a, b) || to_another(b, a));
}

/* "Orsk shot a clerk", "police shot Orsk": who did the one harm suffered the other. */
static bool turned_round(const Unit *a, const Unit *b)
{
    const Arg *doer = arg_of(a, PART_ACTOR), *sufferer = arg_of(b, PART_RECIPIENT);
    if (!doer || !sufferer || doer->entity == NONE || !same_arg(doer, sufferer)) return false;
    const Arg *own = arg_of(a, PART_RECIPIENT), *other = arg_of(b, PART_ACTOR);
    return (own && !same_arg(own, doer)) || (other && !same_arg(other, doer));
}

/* "The second shooting", "a second fatal shooting". */
static bool shares_mark(const Join *join, const Unit *a, const Unit *b)
{
    for (uint32_t i = 0; i < a->n_own; i++) {
        for (uint32_t k = 0; k < b->n_own; k++) {
            if (slice_eq_nocase(a->own[i], b->own[k]) &&
                link_word(&join->collate->links, "apart", a->own[i]))
                return true;
        }
    }
    return false;
}

/* "A man was shot. In a separate incident, two were shot in Orsk": the text parts them, unless the
 * later looks back ("the shooting in Orsk") or all else is one: who suffered it, or day and place,
 * or the word ("their second summit"). */
static bool set_apart(const Join *join, const Unit *a, const Unit *b)
{
    bool one = a->report == b->report, first = one && a->token < b->token;
    if (a->apart == b->apart || shares_mark(join, a, b)) return false;
    const Unit *plain = a->apart ? b : a;
    if (one && (plain == b) == first && looks_back(plain)) return false;
    bool day = a->from != DAY_UNKNOWN && a->from == b->from && a->to == b->to,
         place = a->place != NONE && a->place == b->place;
    return one || !(day && place);
}

/* One of two harms that were no meeting and that nobody did to himself. */
static bool parties_turned(const Unit *a, const Unit *b)
{
    if (!harm_itself(a) || !harm_itself(b) || ((a->traits | b->traits) & TRAIT_MEETS) ||
        a->to_self || b->to_self)
        return false;
    return turned_round(a, b) || turned_round(b, a);
}

/* "Orsk has not been charged with the killing", "was charged with theft": of what the law does,
 * what one tells and the other denies are two. */
static bool told_and_denied(const Unit *a, const Unit *b)
{
    return a->denied != b->denied && (a->traits & TRAIT_LAW) && (b->traits & TRAIT_LAW);
}

bool may_be_one(const Join *join, const Unit *a, const Unit *b)
{
    return !told_and_denied(a, b) && !days_apart(a, b) &&
           places_likeness(join, a->place, b->place) >= 0 && !other_persons(a, b) &&
           !set_apart(join, a, b) && !of_two_ages(a, b) && !self_and_other(a, b) &&
           !parties_turned(a, b);
}

/* "She's very talented and will be respected by all", "will be respected by all": another report
 * tells it in the same words; or in half of them, of the same party in the same role. */
bool told_again(const Join *join, const Unit *a, const Unit *b)
{
    const float most = 0.7f, half = 0.5f;
    const uint32_t few = 6; /* "all were taken to hospital for treatment" has fewer */
    if (a->report == b->report || a->modality != b->modality || !a->n_heads || !b->n_heads ||
        !slice_eq_nocase(a->head[0].lemma, b->head[0].lemma))
        return false;
    const Common c = common_of(join, a, b);
    bool party = c.side[DOER][DOER] >= 1 || c.side[SUFFERER][SUFFERER] >= 1;
    return c.words >= few && !other_parties(&c) && c.alike >= (party ? half : most) &&
           may_be_one(join, a, b);
}

/* Rare words that both sentences have, and how much the trigger's own words tell. */
static void weight_features(const Unit *a, const Unit *b, const Common *c, float *out)
{
    float length = a->weighed * b->weighed;
    out[0] = length > 0 ? c->square / length : 0;
    out[1] = c->weight;
    out[2] = c->most;
    out[3] = a->telling < b->telling ? a->telling : b->telling;
    out[4] = a->telling < b->telling ? b->telling : a->telling;
}

/* "The ban ... signed", "signed the ban": the one's word stands round the other. */
static float in_words(const Unit *a, const Unit *b)
{
    return a->n_heads && in_list(b->word, b->n_words, a->head_word);
}

/* 2 of a telling that introduces what somebody says and is itself said by somebody. */
static float tellers(const Unit *u)
{
    return (float)((u->statement != NONE) + (u->holder != NONE));
}

/* What mostly keeps two tellings apart, and how much of the story there is to mix them up with. */
static void apart_features(const Join *join, const Unit *a, const Unit *b, const Common *c,
                           float *out)
{
    const uint32_t many = 12;
    out[0] = said_apart(a, b);
    out[1] = other_parties(c);
    out[2] = (float)(a->modifier + b->modifier);
    out[3] = in_words(a, b) + in_words(b, a);
    out[4] = (float)(join->in->n < many ? join->in->n : many);
    out[5] = tellers(a) + tellers(b);
}

void pair_features(const Join *join, const Unit *a, const Unit *b, float out[PAIR_FEATURES])
{
    const Common c = common_of(join, a, b);
    trigger_features(join, a, b, out);
    party_features(a, b, &c, out);
    scene_features(a, b, &c, out);
    round_features(a, b, &c, out);
    trust_features(a, b, &c, out);
    refer_features(join, a, b, out);
    weight_features(a, b, &c, out + WEIGHT_FIRST);
    apart_features(join, a, b, &c, out + WEIGHT_FIRST + 5);
    out[PAIR_FEATURES - 1] = tellings_alike(&join->collate->model, a, b);
}
