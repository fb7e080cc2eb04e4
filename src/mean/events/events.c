/* events.c - the events stage: opens it, runs over the sentences of a report, ranks what a sentence
 * tells.
 *
 * In: Findings with parse, entities, times, quantities, statements. Out: Findings.events.
 *
 * Idea: acts composed along the tree (events_scene.c) get participants (events_parts.c) and
 * circumstances (events_attach.c). Which of the acts of a sentence is told first is judged by the
 * rank of its kind and its place.
 *
 * Known to get wrong: events told over two sentences; events that only a noun of no frame names. */
#include "mean/events/roles.h"

/* Letters of the last column of kinds.txt, in the order of EventTrait. */
static uint32_t traits_of(Slice letters)
{
    static const char order[] = "bhlmspux";
    uint32_t traits = 0;
    for (size_t i = 0; i < letters.n; i++) {
        const char *at = memchr(order, letters.p[i], sizeof order - 1);
        if (at) traits |= 1u << (at - order);
    }
    return traits;
}

static dln_status load_kinds(const char *data_dir, Arena *arena, Events *events, dln_error *err)
{
    Table table;
    TRY(frames_load_classes(data_dir, "kinds.txt", arena, &events->kinds, err));
    TRY(table_load(data_dir, "en/kinds.txt", arena, &table, err));
    events->kind_traits = ARENA_ARRAY(arena, uint32_t, table.n + 1);
    events->kind_type = ARENA_ARRAY(arena, Slice, table.n + 1);
    if (!events->kind_traits || !events->kind_type) return arena_status(arena);
    for (uint32_t i = 0; i < table.n; i++) {
        Slice type = row_col(&table.at[i], 3);
        events->kind_traits[i] = traits_of(row_col(&table.at[i], 2));
        events->kind_type[i] = slice_is(type, "-") ? (Slice){"", 0} : type;
    }
    return DLN_OK;
}

static dln_status load_nouns(const char *data_dir, Arena *arena, Events *events, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/nouns.txt", arena, &table, err));
    map_init(&events->nouns, arena);
    for (uint32_t i = 0; i < table.n; i++) {
        Slice class = row_col(&table.at[i], 0);
        uint32_t kind = slice_is(class, "person")  ? NOUN_PERSON
                        : slice_is(class, "group") ? NOUN_GROUP
                        : slice_is(class, "thing") ? NOUN_THING
                                                   : NOUN_DEED;
        Slice rest = row_col(&table.at[i], 1);
        while (rest.n) {
            size_t n = slice_find(rest, SLICE(" "));
            Slice word = {rest.p, n == SIZE_MAX ? rest.n : n};
            if (word.n && !map_put(&events->nouns, word, kind)) return arena_status(arena);
            rest = n == SIZE_MAX ? (Slice){"", 0} : (Slice){rest.p + n + 1, rest.n - n - 1};
        }
    }
    return DLN_OK;
}

dln_status events_open(const char *data_dir, const Gazetteer *gazetteer, Arena *arena,
                       Events *events, dln_error *err)
{
    *events = (Events){.gazetteer = gazetteer};
    TRY(frames_load(data_dir, arena, &events->frames, err));
    TRY(frames_load_classes(data_dir, "actorwords.txt", arena, &events->parties, err));
    TRY(frames_load_classes(data_dir, "eventwords.txt", arena, &events->words, err));
    TRY(load_kinds(data_dir, arena, events, err));
    TRY(load_nouns(data_dir, arena, events, err));
    TRY(bodies_load(data_dir, arena, events, err));
    TRY(link_words_load(data_dir, arena, &events->links, err));
    TRY(table_load(data_dir, "en/leaders.txt", arena, &events->leaders, err));
    map_init(&events->leader, arena);
    for (uint32_t i = 0; i < events->leaders.n; i++) {
        char key[128];
        size_t n = name_fold(row_col(&events->leaders.at[i], 0), key, sizeof key);
        Slice kept = arena_copy(arena, (Slice){key, n});
        if (!kept.p || !map_put(&events->leader, kept, i)) return arena_status(arena);
    }
    return DLN_OK;
}

/* ---- ranking ---- */

#define RANK_WEIGHT 0.05f /* fitted on dev: flat between 0.02 and 0.1 */
#define PLACE_WEIGHT 0.05f

static void score_founds(Scene *s)
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

/* "on hunger strike to demand his resignation" is 1421: the demand is what the protest is for, not
 * another act. */
static void protest_topics(Scene *s)
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
static bool violent_words(const Scene *s)
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

static bool act_named(const Scene *s, const Found *f, const char *const *names, size_t n)
{
    for (size_t i = 0; f->coding.act != NONE && i < n; i++)
        if (slice_is(s->events->frames.act[f->coding.act].name, names[i])) return true;
    return false;
}

/* "The ministry put the number of dead at four": who counts the dead has killed nobody. */
static bool counts_dead(const Scene *s, const Found *f)
{
    static const char *const words[] = {"dead", "death", "deaths", "fatalities", "casualties"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(scene_lower(s, f->token), words[i])) return true;
    return false;
}

/* "The blast killed four": no one acts, nothing in the sentence speaks of arms. Not an assault, but
 * an event of the story. */
static void unmeant_harm(Scene *s)
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
        meant |= act_named(s, &s->at[i], deliberate, sizeof deliberate / sizeof *deliberate);
    for (uint32_t i = 0; i < s->n && !meant; i++)
        meant = slice_starts(s->word[i].lower, SLICE("attack")) ||
                slice_starts(s->word[i].lower, SLICE("murder")) ||
                slice_starts(s->word[i].lower, SLICE("bomb"));
    for (uint32_t i = 0; i < s->count && !meant; i++) {
        Found *f = &s->at[i];
        bool harm = act_named(s, f, harms, sizeof harms / sizeof *harms);
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            harm |= slice_is(scene_lower(s, f->token), words[k]);
        if (!harm || f->coding.outer != OUT_COUNT || (scene_acted(s, f) && !counts_dead(s, f)))
            continue;
        if (!looked && violent_words(s)) return;
        looked = true;
        f->coding.code[0] = 0;
        f->coding.act = frames_act(&s->events->frames, "accident");
        f->coding.rank = 2;
        f->unmeant = true;
    }
}

/* Harm that nobody meant has sufferers and no doer. */
static void drop_doers(Event *event)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < event->parts.n; i++)
        if (event->parts.at[i].role != PART_ACTOR) event->parts.at[kept++] = event->parts.at[i];
    event->parts.n = kept;
}

/* Disasters, accidents, votes: no type of the scheme, but what a story may be about. */
static bool of_story(const Scene *s, const Found *f)
{
    static const char *const names[] = {"disaster", "accident", "vote", "election"};
    return f->coding.outer == OUT_COUNT && f->inside == NONE &&
           act_named(s, f, names, sizeof names / sizeof *names);
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
static bool score_at(const Scene *s, uint32_t i)
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
        if (score_at(s, i) || scene_word_is(s, s->first + i, "sport")) return true;
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

bool scene_harmless(const Scene *s, uint32_t token)
{
    if (sent_away(s, token)) return true;
    bool figure = s->figure[token - s->first] != NONE || of_words(s, token) || of_sport(s);
    return figure && !violent_words(s);
}

/* "Norway beat Peru 2-1", "killed the bill", "came under fire for his remarks": words of violence
 * without any. */
static bool figurative(const Scene *s, const Found *f)
{
    if (f->coding.act == NONE) return false;
    Slice code = s->events->frames.act[f->coding.act].code;
    if (code.n < 2 || !((code.p[0] == '1' && code.p[1] >= '8') || code.p[0] == '2')) return false;
    return scene_harmless(s, f->token);
}

/* "received an email": a thing is no guest. */
static bool hosts_thing(const Scene *s, const Found *f)
{
    uint32_t object = scene_child(s, f->token, REL_OBJ, NULL);
    return act_named(s, f, (const char *const[]){"host"}, 1) && object != NONE &&
           scene_token(s, object)->upos == UPOS_NOUN && !scene_can_act(s, object);
}

static void choose(Scene *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        Found *f = &s->at[i];
        f->use = (f->coding.rank >= 3 && !verbal_code(f->coding.code)) || of_story(s, f);
        if (scene_values(s, f) && !f->spoken) f->use = false;
        if (!of_story(s, f) && weak_noun(s, f)) f->use = false;
        if (claims_other(s, f) || denied_twice(f) || figurative(s, f) || hosts_thing(s, f))
            f->use = false;
        if (f->inside != NONE && (f->coding.rank < 4 || said_again(s, f)))
            f->use = false; /* spoken of, and no event by itself */
    }
}

/* "Drones struck the plant": one act, by the kind of its arms, at the verb. */
static void arms_to_verb(Scene *s)
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

/* A sentence that tells nothing else may be a statement that CAMEO counts (a comment declined, hope
 * or doubt voiced, a thing considered). */
static void choose_statement(Scene *s)
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

static void mark_main(Scene *s)
{
    uint32_t best = NONE;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->at[i].use && (best == NONE || s->at[i].score > s->at[best].score)) best = i;
    if (best != NONE) s->at[best].main = true;
}

/* ---- events ---- */

/* Does the word name the same act when it stands alone? "visit" of "paid a visit" does, "gas" of
 * "fired tear gas" does not. */
static bool names_alone(const Scene *s, const Found *f, uint32_t token)
{
    FrameWord word = {.lower = scene_lower(s, token), .kind = 'n'};
    FrameHit hit;
    frames_words(&s->events->frames, &word, 1);
    return frames_match(&s->events->frames, &word, 1, &hit, 1) == 1 &&
           hit.sense == OUT_COUNT + f->coding.act;
}

#define TELLING_GAP 6u /* words between a noun and its verb that still read as one */

/* The base form of a word by the frames ("veto" of "vetoes"), where the tagger's lemma is none of
 * theirs. */
static Slice base_of(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    const FrameWord *word = &s->word[token - s->first];
    Slice base = {"", 0};
    for (uint32_t i = 0; i < word->n; i++) {
        Slice name = frames_lexeme(&s->events->frames, word->lexeme[i]);
        if (slice_eq(name, t->lemma)) return t->lemma;
        if (!(word->unfit >> i & 1) && base.n == 0) base = name;
    }
    return base.n ? base : t->lemma.n ? t->lemma : t->form;
}

/* The word an event is called by: "visit" of "paid a visit", the act's own name where its words are
 * no name ("at the highest level"). */
static Slice label_of(const Scene *s, const Found *f)
{
    const FrameHit *hit = &s->hit[f->hit];
    uint32_t named = f->token, last = s->first + hit->last;
    if (hit->first != hit->last && scene_token(s, last)->upos == UPOS_NOUN)
        named = last;
    else if (hit->first != hit->last && named == last &&
             scene_token(s, s->first + hit->first)->upos == UPOS_NOUN)
        named = last = s->first + hit->first; /* "a curfew was declared" */
    const Token *t = scene_token(s, named);
    bool word = (t->upos == UPOS_NOUN || t->upos == UPOS_VERB) &&
                (named == f->token || names_alone(s, f, named));
    if ((!word || (hit->first != hit->last && named != last)) && f->coding.act != NONE)
        return s->events->frames.act[f->coding.act].name;
    return base_of(s, named);
}

/* The verb that says of a noun that it happened ("imposed a curfew", "a curfew was declared"), NONE
 * when it stands apart or says more. */
static uint32_t telling_verb(const Scene *s, const Found *f)
{
    const Token *t = scene_token(s, f->token);
    bool object = t->rel == REL_OBJ || (t->rel == REL_NSUBJ && strcmp(t->subtype, "pass") == 0);
    if (t->upos != UPOS_NOUN || !object || f->n_outer || !scene_holds(s, t->head)) return NONE;
    uint32_t gap = t->head < f->token ? f->token - t->head : t->head - f->token;
    return gap > TELLING_GAP || scene_hit(s, t->head) != NONE ||
                   scene_token(s, t->head)->upos != UPOS_VERB ||
                   scene_word_is(s, t->head, "undergo")
               ? NONE
               : t->head;
}

static Span words_of(const Scene *s, const Found *f)
{
    const FrameHit *hit = &s->hit[f->hit];
    bool far = hit->last - hit->first > 3;
    uint32_t verb = telling_verb(s, f), first = s->first + hit->first,
             end = s->first + hit->last + 1;
    if (verb == NONE && f->inside != NONE &&
        act_named(s, &s->at[f->inside], (const char *const[]){"claim"},
                  1)) { /* "claimed responsibility for the attack" */
        verb = s->at[f->inside].token;
        if ((verb < first ? first - verb : verb - first) > 2 * TELLING_GAP) verb = NONE;
    }
    if (verb != NONE)
        return tokens_span(s->text, verb < first ? verb : first, verb + 1 > end ? verb + 1 : end);
    return far ? scene_token(s, f->token)->span
               : tokens_span(s->text, s->first + hit->first, s->first + hit->last + 1);
}

static Slice rule_of(const Scene *s, const Found *f, Arena *arena)
{
    Slice name = frames_sense_name(&s->events->frames, s->hit[f->hit].sense);
    if (f->n_outer == 0) return name;
    return arena_printf(arena, "%s(%.*s)", outer_name[f->outer_kind[f->n_outer - 1]], (int)name.n,
                        name.p);
}

/* Talks on the soil of neither side are 044. */
static void third_place(const Events *events, const Findings *findings, Event *event)
{
    EventDyad dyad[2];
    if (!slice_is(event->cameo, "040") || event->place == NONE ||
        !findings->entities.at[event->place].country[0])
        return;
    const GazEntry *country = gazetteer_entry(
        events->gazetteer,
        gazetteer_country(events->gazetteer, findings->entities.at[event->place].country));
    if (!country || event_dyads(events, findings, event, dyad, 2) == 0) return;
    bool named = dyad[0].source_code[0] >= 'A' && dyad[0].target_code[0] >= 'A';
    if (named && strncmp(country->iso3, dyad[0].source_code, 3) != 0 &&
        strncmp(country->iso3, dyad[0].target_code, 3) != 0)
        event->cameo = SLICE("044");
}

/* CAMEO counts a denial as a statement, the reader as a rejected charge. "Will meet on Tuesday": a
 * consultation that is planned, though CAMEO codes the intention (036); "promised to meet" stays an
 * agreement. */
static Slice type_of(const Scene *s, const Found *f)
{
    if (strncmp(f->coding.code, "016", 3) == 0) return SLICE("REJECT");
    bool promised = strncmp(f->coding.code, "03", 2) != 0 || f->coding.act == NONE;
    for (uint32_t k = 0; k < f->n_outer && !promised; k++)
        promised = f->outer_kind[k] == OUT_INTEND || f->outer_kind[k] == OUT_AGREE;
    char plain[8] = "";
    Slice inner = promised ? (Slice){"", 0} : s->events->frames.act[f->coding.act].code;
    if (inner.n > 0 && inner.n < sizeof plain) memcpy(plain, inner.p, inner.n);
    Slice type = plain[0] ? plover_of(plain) : (Slice){"", 0};
    return type.n ? type : plover_of(f->coding.code);
}

/* Whose parties only their own clause tells: harm, the law, what befalls, and words of blame. */
static bool clause_only(const Found *f, uint32_t traits)
{
    static const char *const roots[] = {"09", "11", "17", "18",  "19",
                                        "20", "15", "14", "115", "116"};
    if (f->unmeant || (traits & (TRAIT_HARM | TRAIT_LAW | TRAIT_BEFALLS))) return true;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (strncmp(f->coding.code, roots[i], strlen(roots[i])) == 0) return true;
    return f->coding.code[0] == 0;
}

/* Harm and blame are in the code also where the kinds name none. */
static uint32_t traits_by_code(const char *code, uint32_t traits)
{
    if (code[0] == '2' || strncmp(code, "18", 2) == 0 || strncmp(code, "19", 2) == 0)
        traits |= TRAIT_HARM;
    if (strncmp(code, "11", 2) == 0 || strncmp(code, "02", 2) == 0 || strncmp(code, "05", 2) == 0 ||
        strncmp(code, "10", 2) == 0 || strncmp(code, "13", 2) == 0 || strncmp(code, "12", 2) == 0)
        traits |= TRAIT_SAYS;
    return traits;
}

/* "threatened to withhold aid", "demanded his release", "accused Chile of shelling": told is the
 * threat, the demand, the charge; what it is of is no deed yet. */
static uint32_t said_verb(const Found *f)
{
    static const bool speaks[OUT_COUNT] = {
        [OUT_APPEAL] = true,   [OUT_DEMAND] = true, [OUT_REJECT] = true,
        [OUT_THREATEN] = true, [OUT_DENY] = true,   [OUT_ACCUSE] = true};
    if (f->coding.outer >= OUT_COUNT || !speaks[f->coding.outer]) return NONE;
    for (uint32_t k = f->n_outer; k-- > 0;)
        if (f->outer_kind[k] == f->coding.outer) return f->outer[k];
    return NONE;
}

static void tell_words(const Scene *s, Found *f, Event *event)
{
    f->said = said_verb(f);
    if (f->said == NONE || f->said == f->token) return;
    const FrameHit *hit = &s->hit[scene_hit(s, f->said)];
    bool far = hit->last - hit->first > 3;
    event->token = f->said;
    event->trigger = far ? scene_token(s, f->said)->span
                         : tokens_span(s->text, s->first + hit->first, s->first + hit->last + 1);
    event->label = base_of(s, f->said);
}

static bool has_role(const Event *event, PartRole role)
{
    for (uint32_t i = 0; i < event->parts.n; i++)
        if (event->parts.at[i].role == role) return true;
    return false;
}

/* The preposition of a phrase, also where the word is joined to it or a name beside it: "of" of
 * "the visit of China's leader Xi Jinping". */
static uint32_t phrase_mark(const Scene *s, uint32_t token)
{
    for (uint32_t steps = 0; steps < 4; steps++) {
        const Token *t = scene_token(s, token);
        uint32_t mark = scene_child(s, token, REL_CASE, NULL);
        if (mark != NONE && mark < token) return mark;
        bool beside = t->rel == REL_CONJ || t->rel == REL_APPOS || t->rel == REL_FLAT;
        if (!beside || !scene_holds(s, t->head)) break;
        token = t->head;
    }
    return NONE;
}

/* Does the word stand outside the clause that the event is told in: as who speaks, or as a place?
 */
/* Does the subject of a verb of saying take part itself: "Peru said it would withdraw", "Li said at
 * the talks"? */
static bool speaker_takes_part(const Scene *s, const Event *event, uint32_t says)
{
    uint32_t own = scene_subject(s, event->token);
    const Token *told = scene_token(s, event->token);
    return (own != NONE && scene_token(s, own)->upos == UPOS_PRON) ||
           (told->rel == REL_OBL && told->head == says);
}

/* "praised the rescue of the miners", "Defending Peru, Ambassador Lund ...": a phrase of another
 * word, not of the event's. */
static bool of_another(const Scene *s, const Participant *p)
{
    const Token *t = scene_token(s, p->head);
    if (t->rel == REL_NMOD && scene_kind(s, t->head) != NONE)
        return s->events->kind_traits[scene_kind(s, t->head)] & TRAIT_OWNED;
    bool beside = (t->rel == REL_CONJ || t->rel == REL_APPOS) && t->upos == UPOS_PROPN;
    return beside && p->role == PART_RECIPIENT && !scene_row(s, t->head);
}

static bool stands_apart(const Scene *s, const Event *event, const Participant *p, bool must)
{
    const Token *t = scene_token(s, p->head);
    bool inside = scene_holds(s, t->head);
    if (inside && !must && t->rel == REL_NSUBJ && scene_reports(s, t->head) &&
        !speaker_takes_part(s, event, t->head))
        return true;
    if (inside && of_another(s, p)) return true;
    uint32_t mark = phrase_mark(s, p->head);
    if (mark != NONE && slice_is(scene_lower(s, mark), "according")) return true;
    if (p->role != PART_ACTOR) return false;
    bool behind = p->head > event->token && !(event->traits & TRAIT_MEETS);
    return mark == NONE ? behind : scene_word_is(s, mark, "placemark");
}

/* A party that the wide reading gives must be able to act, and must not stand apart. */
static bool fits(const Scene *s, const Event *event, const Participant *p, bool must)
{
    if (!scene_holds(s, p->head)) return true; /* told before */
    const Token *t = scene_token(s, p->head);
    bool word = t->upos == UPOS_ADJ || t->upos == UPOS_PRON;
    return (word || scene_can_act(s, p->head)) && !stands_apart(s, event, p, must);
}

/* The roles that the clause itself leaves open, of acts of words and of several together: from the
 * whole sentence and from what was told before. */
static dln_status fill_parts(Scene *s, const Found *f, bool must, Event *event, Arena *arena)
{
    Event wide = *event;
    bool doer = has_role(event, PART_ACTOR), other = has_role(event, PART_RECIPIENT);
    wide.parts.n = wide.parts.cap = 0;
    wide.parts.at = NULL;
    TRY(scene_parts(s, f, &wide, arena));
    for (uint32_t i = 0; i < wide.parts.n; i++) {
        const Participant *p = &wide.parts.at[i];
        if (p->role == PART_ACTOR ? doer : other) continue;
        if (!fits(s, event, p, must)) {
            if (p->role == PART_RECIPIENT && !other && !add_aim(s, event, p->head, arena))
                return arena_status(arena);
            continue;
        }
        bool known = false;
        for (uint32_t k = 0; k < event->parts.n; k++)
            known |= event->parts.at[k].head == p->head ||
                     (p->entity != NONE && event->parts.at[k].entity == p->entity);
        Participant part = *p;
        if (scene_holds(s, p->head) && p->head > 0) part.span = scene_phrase(s, p->head);
        if (!known && !VEC_PUSH(arena, &event->parts, part)) return arena_status(arena);
    }
    return DLN_OK;
}

/* "Peru said Norway must leave": Peru asks. */
static bool obliges(const Found *f)
{
    for (uint32_t k = 0; k < f->n_outer; k++)
        if (f->outer_kind[k] == OUT_MUST) return true;
    return false;
}

/* What the clause gives in roles that the wide reading left open. */
static dln_status clause_parts(const Scene *s, Event *event, Arena *arena)
{
    Event own = *event;
    bool open[PART_ROLES];
    for (uint32_t r = 0; r < PART_ROLES; r++)
        open[r] = !has_role(event, (PartRole)r) ||
                  ((event->traits & TRAIT_MEETS) && event->parts.n < 2); /* "Li met Ada Lint" */
    own.parts.n = own.parts.cap = 0;
    own.parts.at = NULL;
    if (!parts_of_clause(s, event->token, event->traits, &own, arena)) return arena_status(arena);
    for (uint32_t i = 0; i < own.parts.n; i++) {
        Participant p = own.parts.at[i];
        bool known = !open[p.role] || owned_by_pronoun(s, p.head); /* "withdrew its troops" */
        for (uint32_t k = 0; k < event->parts.n; k++)
            known |= event->parts.at[k].head == p.head ||
                     (p.entity != NONE && event->parts.at[k].entity == p.entity);
        if (!known && !VEC_PUSH(arena, &event->parts, p)) return arena_status(arena);
    }
    return DLN_OK;
}

/* Acts of words that are no harm, and dealings of several, are read widely as well; harm, the law
 * and what a passive tells only by the clause. */
static dln_status give_parts(Scene *s, const Found *f, Event *event, Arena *arena)
{
    bool must = obliges(f) || scene_values(s, f); /* who says so asks, or judges */
    bool passive = scene_token(s, event->token)->upos == UPOS_VERB &&
                   scene_passive(s, event->token, event->traits); /* its doer stands behind "by" */
    bool dealings = must || (f->coding.code[0] == '0' && f->coding.code[1] >= '3' &&
                             f->coding.code[1] <= '8' && !f->unmeant);
    bool clause = clause_only(f, event->traits) || (passive && !must);
    if ((clause || !dealings) && !parts_of_clause(s, event->token, event->traits, event, arena))
        return arena_status(arena);
    if (!clause) TRY(fill_parts(s, f, must, event, arena));
    if (!clause && dealings) TRY(clause_parts(s, event, arena));
    if (f->unmeant) drop_doers(event);
    return DLN_OK;
}

static void name_event(const Scene *s, Found *f, Event *event, Arena *arena)
{
    event->cameo = f->coding.code[0] ? arena_copy(arena, slice_of(f->coding.code)) : (Slice){"", 0};
    event->type = type_of(s, f);
    if (f->coding.act != NONE && f->coding.outer == OUT_COUNT)
        event->mode = s->events->frames.act[f->coding.act].mode;
    event->label = label_of(s, f);
    event->rule = rule_of(s, f, arena);
    tell_words(s, f, event);
    f->kind = scene_kind_of(s, f);
    if (f->kind != NONE)
        event->kind = s->events->kinds.act[f->kind].name;
    else if (f->coding.act != NONE)
        event->kind = s->events->frames.act[f->coding.act].name;
    event->traits = traits_by_code(f->coding.code,
                                   f->kind == NONE ? 0 : s->events->kind_traits[f->kind]);
}

static dln_status add_event(Scene *s, Found *f, Span sentence, Arena *arena)
{
    Event event = {
        .token = f->token, .trigger = words_of(s, f), .sentence = sentence, .score = f->score};
    name_event(s, f, &event, arena);
    TRY(scene_attach(s, f, &event, arena));
    event.background |= f->comment;
    TRY(give_parts(s, f, &event, arena));
    scene_details(s, &event);
    third_place(s->events, s->findings, &event);
    return VEC_PUSH(arena, &s->findings->events, event) ? DLN_OK : arena_status(arena);
}

static bool protest_told(const Findings *findings)
{
    for (uint32_t i = 0; i < findings->events.n; i++)
        if (slice_is(findings->events.at[i].type, "PROTEST")) return true;
    return false;
}

/* "Police fired tear gas at protesters": that there was a protest is told by the word for its
 * people alone. Once a report, and only where no words tell of the protest itself. */
static dln_status crowd_event(Scene *s, Span sentence, Arena *arena)
{
    uint32_t at = s->first;
    while (at < s->first + s->n &&
           (scene_token(s, at)->upos != UPOS_NOUN || !scene_word_is(s, at, "crowd")))
        at++;
    if (at == s->first + s->n || protest_told(s->findings)) return DLN_OK;
    Event event = {.token = at,
                   .trigger = scene_token(s, at)->span,
                   .sentence = sentence,
                   .cameo = SLICE("140"),
                   .type = SLICE("PROTEST"),
                   .label = SLICE("protest"),
                   .rule = SLICE("crowd"),
                   .time = NONE,
                   .place = NONE,
                   .statement = NONE,
                   .score = -3};
    Participant part = {.role = PART_ACTOR,
                        .entity = NONE,
                        .mention = mention_of(s->findings, at),
                        .span = scene_token(s, at)->span,
                        .head = at};
    if (part.mention != NONE) part.entity = s->findings->mentions.at[part.mention].entity;
    if (!VEC_PUSH(arena, &event.parts, part)) return arena_status(arena);
    return VEC_PUSH(arena, &s->findings->events, event) ? DLN_OK : arena_status(arena);
}

static bool told_block(BlockKind kind)
{
    return kind == BLOCK_BODY || kind == BLOCK_TITLE || kind == BLOCK_HEADING ||
           kind == BLOCK_CAPTION;
}

static dln_status sentence_events(const Events *events, Findings *findings, uint32_t sentence,
                                  Arena *arena, Arena *scratch)
{
    Scene scene;
    Span span = findings->lang.sentence[sentence].span;
    TRY(scene_open(&scene, events, findings, sentence, scratch));
    scene_compose(&scene);
    protest_topics(&scene);
    unmeant_harm(&scene);
    choose(&scene);
    arms_to_verb(&scene);
    choose_statement(&scene);
    score_founds(&scene);
    mark_main(&scene);
    uint32_t from = findings->events.n;
    for (uint32_t i = 0; i < scene.count; i++)
        if (scene.at[i].use) TRY(add_event(&scene, &scene.at[i], span, arena));
    events_share(findings, from);
    TRY(scene_predicates(&scene, span, from, arena));
    return crowd_event(&scene, span, arena);
}

dln_status mean_events(const Events *events, const Report *report, Findings *findings, Arena *arena,
                       Arena *scratch)
{
    (void)report;
    for (uint32_t i = 0; i < findings->lang.n_sentences; i++) {
        if (!told_block(findings->lang.sentence[i].block)) continue;
        ArenaMark mark = arena_mark(scratch);
        dln_status status = sentence_events(events, findings, i, arena, scratch);
        arena_rewind(scratch, mark);
        TRY(status);
    }
    ArenaMark mark = arena_mark(scratch);
    dln_status status = events_settle(&events->links, findings, scratch);
    if (status == DLN_OK) status = events_link(events, findings, scratch);
    arena_rewind(scratch, mark);
    return status;
}
