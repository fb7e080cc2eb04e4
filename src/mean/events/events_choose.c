/* events_choose.c - which of the acts of a sentence are events, and what the sentence tells first.
 *
 * In: a Scene with its composed acts. Out: their score, `use`, `unmeant`, `main`, and the topic of
 * a protest. Idea: a verb in a finite clause tells an event, a noun of a common kind only where
 * somebody does it; what a figure of speech, a score or a wrong sense of the word says is none
 * ("killed the bill"); harm has a doer only where somebody acts or means it. Which is told first
 * is judged by the rank of its kind and its place.
 *
 * Known to get wrong: figures of speech that no list has. */
#include "mean/events/events_sense.h"
#include "mean/events/events_steps.h"
#include "mean/events/roles.h"

/* ---- ranking ---- */

#define RANK_WEIGHT 0.05f /* fitted on dev: flat between 0.02 and 0.1 */
#define PLACE_WEIGHT 0.05f

void scene_rank(Scene *s)
{
    for (uint32_t i = 0, place = 0; i < s->count; i++) {
        Found *f = &s->at[i];
        f->score = RANK_WEIGHT * (float)f->coding.rank - PLACE_WEIGHT * (float)place;
        if (!f->coding.code[0]) f->score -= 2; /* behind what the scheme codes */
        if (f->aside || f->inside != NONE) f->score -= 0.25f;
        if (f->use) place++;
    }
}

/* ---- what a protest is about ---- */

/* Last digit of 14: 1 leadership, 2 policy, 3 rights, 4 institutions; from what else the sentence
 * names. 0: not told. */
static char topic_of(const Scene *s, const Found *f)
{
    Slice lift = f->coding.act == NONE ? (Slice){"", 0} : s->events->frames.act[f->coding.act].lift;
    if (lift.n < 1) return 0;
    if (lift.p[0] == 'R') return lift.n > 1 ? lift.p[1] : '2';
    return lift.p[0] == 'Y' && lift.n > 1 && (lift.p[1] == '3' || lift.p[1] == '1') ? '3' : 0;
}

void scene_protest_topics(Scene *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        Found *p = &s->at[i];
        bool protest = strncmp(p->coding.code, "14", 2) == 0 && strlen(p->coding.code) == 3 &&
                       p->coding.outer == OUT_COUNT;
        for (uint32_t k = 0; protest && k < s->count; k++) {
            Found *q = &s->at[k];
            char topic = topic_of(s, q);
            if (k == i || q->token < p->token) continue;
            if (topic && strlen(p->coding.code) == 3) {
                p->coding.code[3] = topic;
                p->coding.code[4] = 0;
            }
            if (q->coding.outer == OUT_DEMAND || q->coding.outer == OUT_APPEAL) {
                q->inside = i;
                q->coding.rank = 3;
            }
        }
    }
}

/* ---- which acts are events ---- */

static bool verbal_code(const char *code)
{
    return strncmp(code, "010", 3) == 0 || code[0] == 0;
}

/* A noun of a common kind ("cooperation") is an event when somebody does it, not when it only
 * qualifies something. */
static bool weak_noun(const Scene *s, const Found *f)
{
    const Token *t = scene_token(s, f->token);
    if (t->upos != UPOS_NOUN || f->coding.rank > 3 || f->coding.outer != OUT_COUNT) return false;
    if (t->rel == REL_OBJ && t->head > f->token)
        return true; /* a subject that the parse took for an object */
    return t->rel != REL_OBJ && t->rel != REL_ROOT &&
           !(t->rel == REL_NSUBJ && strcmp(t->subtype, "pass") == 0);
}

/* ---- harm that nobody meant ---- */

/* Kinds of party and weapon that make a death or a blast an attack. */
bool scene_violent(const Scene *s)
{
    static const char *const kinds[] = {"army",    "rebels", "criminals", "weapons", "suicide",
                                        "grenade", "air",    "artillery", "police",  "missing"};
    const Frames *parties = &s->events->parties;
    FrameWord *word = ARENA_ARRAY(s->scratch, FrameWord, s->n + 1);
    FrameHit *hit = ARENA_ARRAY(s->scratch, FrameHit, s->n + 1);
    if (!word || !hit) return true;
    memcpy(word, s->word, s->n * sizeof *word);
    frames_words(parties, word, s->n);
    uint32_t n = frames_match(parties, word, s->n, hit, s->n);
    for (uint32_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (slice_is(frames_sense_name(parties, hit[i].sense), kinds[k])) return true;
    return false;
}

/* "The ministry put the number of dead at four": who counts the dead has killed nobody. */
static bool counts_dead(const Scene *s, const Found *f)
{
    static const char *const words[] = {"dead", "death", "deaths", "fatalities", "casualties"};
    return SLICE_AMONG(scene_lower(s, f->token), words);
}

void scene_unmeant_harm(Scene *s)
{
    static const char *const harms[] = {"kill", "bomb", "destroy"},
                             *const deliberate[] = {
                                 "airstrike", "shell",       "shoot",   "suicidebomb", "carbomb",
                                 "roadbomb",  "assassinate", "abduct",  "masskill",    "war",
                                 "riot",      "violence",    "torture", "rape"};
    static const char *const words[] = {
        "injure",    "injured",    "injures", "wound",  "wounded",  "injuring", "wounding",
        "explosion", "explosions", "blast",   "blasts", "exploded", "explode"};
    bool looked = false, meant = false;
    for (uint32_t i = 0; i < s->count; i++)
        meant |= SLICE_AMONG(scene_act_name(s, &s->at[i]), deliberate);
    for (uint32_t i = 0; i < s->n && !meant; i++)
        meant = slice_starts(s->word[i].lower, SLICE("attack")) ||
                slice_starts(s->word[i].lower, SLICE("murder")) ||
                slice_starts(s->word[i].lower, SLICE("bomb"));
    for (uint32_t i = 0; i < s->count && !meant; i++) {
        Found *f = &s->at[i];
        bool harm = SLICE_AMONG(scene_act_name(s, f), harms);
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            harm |= slice_is(scene_lower(s, f->token), words[k]);
        if (!harm || f->coding.outer != OUT_COUNT || (scene_acted(s, f) && !counts_dead(s, f)))
            continue;
        if (!looked && scene_violent(s)) return;
        looked = true;
        f->coding.code[0] = 0;
        f->coding.act = frames_act(&s->events->frames, "accident");
        f->coding.rank = 2;
        f->unmeant = true;
    }
}

void scene_drop_doers(Event *event)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < event->parts.n; i++)
        if (event->parts.at[i].role != PART_ACTOR) event->parts.at[kept++] = event->parts.at[i];
    event->parts.n = kept;
}

/* ---- what is no event ---- */

/* Disasters, accidents, votes: no type of the scheme, but what a story may be about. */
static bool of_story(const Scene *s, const Found *f)
{
    static const char *const names[] = {"disaster", "accident", "vote", "election"};
    if (scene_token(s, f->token)->rel == REL_COMPOUND) return false; /* "the election board" */
    return f->coding.outer == OUT_COUNT && f->inside == NONE &&
           SLICE_AMONG(scene_act_name(s, f), names);
}

/* "hailed a new era", "dismissed the charges as baseless": one judgement in two words. */
static bool said_again(const Scene *s, const Found *f)
{
    const char *around = s->at[f->inside].coding.code;
    bool judgement = strncmp(around, "05", 2) == 0 || strncmp(around, "11", 2) == 0 ||
                     strncmp(around, "01", 2) == 0;
    bool topic = strncmp(around, "01", 2) == 0 && strncmp(around, "015", 3) != 0 &&
                 strncmp(around, "016", 3) != 0; /* "declined to comment on the talks" */
    return topic || (judgement && strcmp(around, f->coding.code) == 0);
}

/* "dismissed the charges as baseless": the second word says it again. */
static bool denied_twice(const Found *f)
{
    return f->coding.act == NONE && f->n_outer > 0 && f->outer_kind[0] == OUT_DENY &&
           f->coding.outer == OUT_DENY;
}

/* "claimed the attack" takes responsibility; "claimed success", "claimed that" say something. */
static bool claims_other(const Scene *s, const Found *f)
{
    const FrameHit *hit = &s->hit[f->hit];
    if (hit->first != hit->last || !slice_starts(s->word[hit->first].lower, SLICE("claim")))
        return false;
    uint32_t object = scene_child(s, f->token, REL_OBJ, NULL), named = NONE;
    if (object == NONE) object = scene_child(s, f->token, REL_NSUBJ, "pass");
    if (object != NONE) named = scene_hit(s, object);
    return named == NONE || s->hit[named].sense < OUT_COUNT ||
           strchr("12", scene_act(s, named)->code.n ? scene_act(s, named)->code.p[0] : '0') == NULL;
}

/* "2-1", "28-14": a score. */
bool scene_score(const Scene *s, uint32_t i)
{
    const Token *t = scene_token(s, s->first + i);
    if (t->upos != UPOS_NUM || i + 2 >= s->n) return false;
    bool dash = slice_is(t[1].form, "-") || slice_is(t[1].form, "\xE2\x80\x93");
    return dash && t[2].upos == UPOS_NUM && t[2].form.n <= 3 && t->form.n <= 3 &&
           t[1].span.b == t->span.e;
}

static bool of_sport(const Scene *s)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (scene_score(s, i) || scene_word_is(s, s->first + i, "sport")) return true;
    return false;
}

/* "attacked the plan", "her speech bombed": words are no victims and strike nobody. */
static bool of_words(const Scene *s, uint32_t token)
{
    uint32_t object = scene_child(s, token, REL_OBJ, NULL);
    if (object == NONE && scene_token(s, token)->upos == UPOS_VERB)
        object = scene_child(s, token, REL_NSUBJ, "");
    if (object == NONE) object = scene_child(s, token, REL_NSUBJ, "pass");
    return object != NONE && scene_token(s, object)->upos == UPOS_NOUN &&
           scene_word_is(s, object, "document");
}

/* "The FBI fired its agent", "Comey's firing": sent away, not shot at. */
static bool sent_away(const Scene *s, uint32_t token)
{
    uint32_t figure = s->figure[token - s->first];
    if (figure != NONE && (s->events->kind_traits[figure] & TRAIT_OWNED)) return true;
    uint32_t object = scene_child(s, token, REL_OBJ, NULL);
    if (object == NONE) object = scene_child(s, token, REL_NSUBJ, "pass");
    return object != NONE && token_lemma_is(scene_token(s, token), "fire") &&
           scene_can_act(s, object);
}

static bool scene_harmless(const Scene *s, uint32_t token)
{
    if (sent_away(s, token) || sense_without_arms(s, token)) return true;
    bool figure = s->figure[token - s->first] != NONE || of_words(s, token) || of_sport(s);
    return figure && !scene_violent(s);
}

/* Acts whose plain words are blows: assault, fight, destruction and seizure. */
static bool war_code(Slice code)
{
    return code.n >= 2 && ((code.p[0] == '1' && code.p[1] >= '8') || code.p[0] == '2' ||
                           slice_starts(code, SLICE("171")));
}

bool scene_warlike(const Scene *s, uint32_t token)
{
    uint32_t kind = scene_kind(s, token);
    if (kind != NONE && slice_is(s->events->kind_type[kind], "ASSAULT")) return true;
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t act = s->at[i].token == token ? s->at[i].coding.act : NONE;
        if (act != NONE && war_code(s->events->frames.act[act].code)) return true;
    }
    return false;
}

/* A word for a thing or a thought: no name of a person, nothing that lives. `sure`: what no list
 * knows is no thing; `dies`: a party or a paper does not die. */
static bool lifeless(const Scene *s, uint32_t head, bool sure, bool dies)
{
    const Token *t = scene_token(s, head);
    uint32_t mention = t->upos == UPOS_PROPN ? mention_of(s->findings, head) : NONE;
    if (mention != NONE) {
        uint32_t entity = s->findings->mentions.at[mention].entity;
        return dies && entity != NONE && s->findings->entities.at[entity].kind != ENTITY_PERSON;
    }
    if (t->upos != UPOS_NOUN) return t->upos == UPOS_PRON && scene_word_is(s, head, "neuter");
    uint32_t kind = map_find(&s->events->nouns, t->lemma.n ? t->lemma : scene_lower(s, head));
    if (kind == NOUN_DEED || kind == NOUN_THING) return true;
    return !sure && kind == NONE && !scene_can_act(s, head) && !scene_word_is(s, head, "amount") &&
           !scene_word_is(s, head, "crowdword") && !scene_word_is(s, head, "lives");
}

/* "released the report", "promotes safety", "democracy dies": what befalls the living alone is told
 * of things. */
static bool of_things(const Scene *s, uint32_t token, uint32_t kind)
{
    Roles roles;
    uint32_t traits = s->events->kind_traits[kind];
    bool sure = (traits & TRAIT_HARM) != 0, dies = (traits & TRAIT_SUFFERS) != 0;
    if (!(traits & TRAIT_LIVING)) return false;
    scene_roles(s, token, traits, &roles);
    for (uint32_t i = 0; i < roles.undergoer.n; i++)
        if (!lifeless(s, roles.undergoer.at[i].head, sure, dies)) return false;
    uint32_t first = roles.undergoer.n ? NONE : scene_child(s, token, REL_COMPOUND, "");
    return roles.undergoer.n > 0 || /* "the document release" */
           (first != NONE && !sure && lifeless(s, first, sure, dies));
}

uint32_t scene_kind_meant(const Scene *s, uint32_t token, uint32_t kind)
{
    if (kind == NONE || slice_is(s->events->kinds.act[kind].name, "figure")) return NONE;
    bool game = of_sport(s) || s->tone->level[TOPIC_SPORT] > 0,
         words = s->tone->level[TOPIC_POLITICS] + s->tone->level[TOPIC_WORDS] > 0;
    if ((s->events->kind_traits[kind] & TRAIT_GAME) && !game && words) return NONE;
    if (of_things(s, token, kind)) return s->events->kind_figure[kind];
    if (!slice_is(s->events->kind_type[kind], "ASSAULT")) return kind;
    if (!scene_harmless(s, token) && scene_meant(s, token)) return kind;
    return game ? NONE : s->events->kind_figure[kind];
}

/* "attempt to assassinate", "launched an attack": the word of a pattern that tells the violence. */
static uint32_t violent_word(const Scene *s, const Found *f)
{
    const FrameHit *hit = &s->hit[f->hit];
    for (uint32_t i = hit->first; i <= hit->last; i++) {
        uint32_t kind = s->kind_at[i];
        if (kind != NONE && slice_is(s->events->kind_type[kind], "ASSAULT")) return s->first + i;
    }
    return f->token;
}

/* "captured the Senate", "captured the action": nobody was. */
static bool captures_thing(const Scene *s, uint32_t token)
{
    if (!slice_starts(scene_lower(s, token), SLICE("captur"))) return false;
    if (s->figure[token - s->first] != NONE) return true;
    uint32_t object = scene_child(s, token, REL_OBJ, NULL);
    return object != NONE && lifeless(s, object, true, true);
}

/* "Norway beat Peru 2-1", "killed the bill", "attacked her over the vote": words of violence
 * without any. */
static bool scene_figurative(const Scene *s, const Found *f)
{
    if (f->coding.act == NONE) return false;
    Slice code = s->events->frames.act[f->coding.act].code;
    if (captures_thing(s, f->token)) return true;
    if (!war_code(code)) return false;
    return scene_harmless(s, f->token) || !scene_meant(s, violent_word(s, f));
}

/* Somebody with a name, a person, a pronoun of people: one who can be set free. */
static bool lives(const Scene *s, uint32_t head)
{
    const Token *t = scene_token(s, head);
    if (t->upos == UPOS_PRON) return !scene_word_is(s, head, "neuter");
    if (t->upos == UPOS_PROPN) return !lifeless(s, head, false, true);
    return scene_can_act(s, head) || scene_word_is(s, head, "crowdword") ||
           scene_word_is(s, head, "amount") || scene_word_is(s, head, "lives");
}

/* "released the report", "the file that Lund made a show of releasing" free nobody: one word is a
 * release of captives only where the clause names who was held. */
static bool frees_thing(const Scene *s, const Found *f)
{
    uint32_t kind = scene_kind(s, f->token);
    const FrameHit *hit = &s->hit[f->hit];
    if (kind == NONE || !slice_is(scene_act_name(s, f), "release") ||
        !(s->events->kind_traits[kind] & TRAIT_LIVING))
        return false;
    if (hit->first != hit->last || slice_is(s->events->kind_type[kind], "RETREAT"))
        return of_things(s, f->token, kind);
    Roles roles;
    scene_roles(s, f->token, s->events->kind_traits[kind], &roles);
    for (uint32_t i = 0; i < roles.undergoer.n; i++)
        if (lives(s, roles.undergoer.at[i].head)) return false;
    uint32_t owner = scene_child(s, f->token, REL_NMOD, "poss");
    return owner == NONE || !lives(s, owner) || roles.undergoer.n > 0;
}

/* "received an email", "the criticism it received": a thing is no guest. */
static bool hosts_thing(const Scene *s, const Found *f)
{
    uint32_t object = scene_child(s, f->token, REL_OBJ, NULL);
    if (!slice_is(scene_act_name(s, f), "host")) return false;
    if (object != NONE)
        return scene_token(s, object)->upos == UPOS_NOUN && !scene_can_act(s, object);
    return token_lemma_is(scene_token(s, f->token), "receive") &&
           scene_child(s, f->token, REL_NSUBJ, "pass") == NONE;
}

/* "The bill should pass": the writer's own view asks nothing of anybody; "Lund said he should
 * resign" does. */
static bool own_view(const Scene *s, const Found *f)
{
    if (f->coding.outer != OUT_APPEAL && f->coding.outer != OUT_DEMAND) return false;
    uint32_t asks = f->coding.act == NONE ? f->token : NONE;
    bool told = f->spoken; /* "agreed that they should": somebody holds it */
    for (uint32_t k = 0; k < f->n_outer; k++) {
        if (asks != NONE)
            told |= f->outer[k] != asks;
        else if (f->outer_kind[k] == f->coding.outer)
            asks = f->outer[k];
    }
    return asks != NONE && scene_word_is(s, asks, "ought") && !told && !s->quoted[asks - s->first];
}

/* ---- the choice ---- */

void scene_choose(Scene *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        Found *f = &s->at[i];
        f->use = (f->coding.rank >= 3 && !verbal_code(f->coding.code)) || of_story(s, f);
        if (scene_values(s, f) && !f->spoken) f->use = false;
        if (!of_story(s, f) && weak_noun(s, f)) f->use = false;
        if (claims_other(s, f) || denied_twice(f) || scene_figurative(s, f) || hosts_thing(s, f) ||
            frees_thing(s, f) || own_view(s, f))
            f->use = false;
        if (f->inside != NONE && (f->coding.rank < 4 || said_again(s, f)))
            f->use = false; /* spoken of, and no event by itself */
    }
}

void scene_arms_to_verb(Scene *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        Found *arms = &s->at[i];
        const Token *t = scene_token(s, arms->token);
        for (uint32_t k = 0; arms->use && t->rel == REL_NSUBJ && k < s->count; k++) {
            Found *act = &s->at[k];
            if (k == i || !act->use || act->token != t->head ||
                strcmp(act->coding.code, "190") != 0 || !scene_word_is(s, arms->token, "weapon"))
                continue;
            act->coding = arms->coding;
            arms->use = false;
        }
    }
}

void scene_choose_statement(Scene *s)
{
    uint32_t best = NONE;
    for (uint32_t i = 0; i < s->count; i++) {
        const Found *f = &s->at[i];
        if (f->use) return;
        bool counted = strncmp(f->coding.code, "01", 2) == 0 && f->coding.rank >= 2 &&
                       f->inside == NONE && !f->aside && !claims_other(s, f);
        if (counted && (best == NONE || f->coding.rank > s->at[best].coding.rank)) best = i;
    }
    if (best != NONE) s->at[best].use = s->at[best].comment = true;
}

void scene_mark_main(Scene *s)
{
    uint32_t best = NONE;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->at[i].use && (best == NONE || s->at[i].score > s->at[best].score)) best = i;
    if (best != NONE) s->at[best].main = true;
}
