/* events_sense.c - see events_sense.h.
 *
 * In: a word whose plain sense is violence, its clause, its sentence, the topics of the report.
 * Out: is it meant so? Idea: words of war tell of politics ("attacked the senator over her vote"),
 * games ("the Bears ambushed the leaders with three goals") and trade ("slashed prices") as well;
 * which, is learned from words that were read and marked (tests/cases/events/senses.txt) by traits
 * that hold for any story: who does it, to what, which words stand near, what the report is about.
 *
 * Known to get wrong: a blow told in the midst of a story of words ("was punched at the rally" in a
 * report of the campaign) where nothing near speaks of arms. */
#include "mean/events/events_sense.h"
#include "mean/events/roles.h"

static const char *const topic_name[TOPIC_COUNT] = {"sport", "arms", "politics", "words", "money"};

/* ---- topics ---- */

static uint32_t topic_of_name(Slice name)
{
    for (uint32_t i = 0; i < TOPIC_COUNT; i++)
        if (slice_is(name, topic_name[i])) return i;
    return TOPIC_COUNT;
}

static dln_status load_topics(const char *data_dir, Arena *arena, Events *events, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/topics.txt", arena, &table, err));
    map_init(&events->topics, arena);
    for (uint32_t i = 0; i < table.n; i++) {
        uint32_t topic = topic_of_name(row_col(&table.at[i], 0));
        Slice rest = row_col(&table.at[i], 1);
        if (topic == TOPIC_COUNT)
            return err_fill(err, DLN_ERR_DATA, "open", "en/topics.txt line %u: no such topic",
                            table.at[i].line);
        while (rest.n) {
            size_t n = slice_find(rest, SLICE(" "));
            Slice word = {rest.p, n == SIZE_MAX ? rest.n : n};
            uint32_t bits = map_find(&events->topics, word);
            bits = (bits == NONE ? 0 : bits) | 1u << topic;
            if (word.n && !map_put(&events->topics, word, bits)) return arena_status(arena);
            rest = n == SIZE_MAX ? (Slice){"", 0} : (Slice){rest.p + n + 1, rest.n - n - 1};
        }
    }
    return DLN_OK;
}

dln_status senses_load(const char *data_dir, Arena *arena, Events *events, dln_error *err)
{
    TRY(load_topics(data_dir, arena, events, err));
    return signs_load(data_dir, "en/senses.txt", arena, &events->senses, err);
}

enum { WORD_BYTES = 48, LEVELS = 3 }; /* longer words are of no topic */

/* Bits of Topic of a noun or verb. */
static uint32_t topics_of(const Events *events, const Token *t)
{
    char key[WORD_BYTES + 2];
    bool noun = t->upos == UPOS_NOUN;
    if ((!noun && t->upos != UPOS_VERB) || t->lemma.n == 0 || t->lemma.n > WORD_BYTES) return 0;
    memcpy(key, t->lemma.p, t->lemma.n);
    memcpy(key + t->lemma.n, noun ? "/n" : "/v", 2);
    uint32_t bits = map_find(&events->topics, (Slice){key, t->lemma.n + 2});
    if (bits == NONE) bits = 0;
    if (noun && frames_word_is(&events->words, t->lemma, "sport")) bits |= 1u << TOPIC_SPORT;
    return bits;
}

void report_tone(const Events *events, const Findings *findings, Tone *tone)
{
    static const uint32_t per_mille[LEVELS] = {5, 12, 25}; /* of its nouns and verbs */
    uint32_t count[TOPIC_COUNT] = {0}, words = 1;
    for (uint32_t i = 0; i < findings->lang.n_tokens; i++) {
        const Token *t = &findings->lang.token[i];
        words += t->upos == UPOS_NOUN || t->upos == UPOS_VERB;
        uint32_t bits = topics_of(events, t);
        for (uint32_t k = 0; bits && k < TOPIC_COUNT; k++)
            count[k] += bits >> k & 1;
    }
    *tone = (Tone){.storms = storms_known(events, findings)};
    for (uint32_t k = 0; k < TOPIC_COUNT; k++)
        for (uint32_t i = 0; i < LEVELS; i++)
            if (count[k] * 1000 >= per_mille[i] * words && count[k] > i)
                tone->level[k] = (uint8_t)(i + 1);
}

/* ---- traits of one word ---- */

/* What sort of thing a noun phrase is. */
static const char *sort_of(const Scene *s, uint32_t head)
{
    if (head == NONE) return "none";
    const Token *t = scene_token(s, head);
    if (t->upos == UPOS_PRON) return scene_word_is(s, head, "neuter") ? "it" : "they";
    if (t->upos == UPOS_NUM || scene_word_is(s, head, "crowdword")) return "number";
    uint32_t m = t->upos == UPOS_PROPN ? mention_of(s->findings, head) : NONE;
    uint32_t entity = m == NONE ? NONE : s->findings->mentions.at[m].entity;
    if (entity != NONE) {
        EntityKind kind = s->findings->entities.at[entity].kind;
        return kind == ENTITY_PERSON  ? "name"
               : kind == ENTITY_ORG   ? "body"
               : kind == ENTITY_PLACE ? "place"
                                      : "other";
    }
    if (scene_word_is(s, head, "document")) return "paper";
    uint32_t kind = map_find(&s->events->nouns, t->lemma.n ? t->lemma : scene_lower(s, head));
    return kind == NOUN_PERSON  ? "person"
           : kind == NOUN_GROUP ? "group"
           : kind == NOUN_DEED  ? "deed"
           : kind == NOUN_THING ? "thing"
                                : "other";
}

/* The phrase below the word that a word of `class` (eventwords.txt) marks. */
static uint32_t marked_by(const Scene *s, uint32_t token, const char *class)
{
    for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c)) {
        Rel rel = scene_token(s, c)->rel;
        uint32_t mark = rel == REL_NMOD || rel == REL_OBL ? scene_child(s, c, REL_CASE, NULL)
                                                          : NONE;
        if (mark != NONE && frames_word_is(&s->events->words, scene_lower(s, mark), class))
            return c;
    }
    return NONE;
}

/* Whom it meets: the object, the subject of a passive, what stands behind a noun's "on". */
static uint32_t met_by(const Scene *s, uint32_t token)
{
    uint32_t object = scene_child(s, token, REL_OBJ, NULL);
    if (object == NONE) object = scene_child(s, token, REL_NSUBJ, "pass");
    return object == NONE ? marked_by(s, token, "meets") : object;
}

/* Who does it: "by" or "from" somebody, the subject, whose the noun is. */
static uint32_t done_by(const Scene *s, uint32_t token)
{
    uint32_t doer = marked_by(s, token, "comesof");
    if (doer == NONE && scene_token(s, token)->upos == UPOS_VERB &&
        scene_child(s, token, REL_NSUBJ, "pass") == NONE)
        doer = scene_subject(s, token);
    for (uint32_t c = scene_down(s, token); doer == NONE && c != NONE; c = scene_next(s, c)) {
        const Token *t = scene_token(s, c);
        bool owner = t->rel == REL_NMOD && strcmp(t->subtype, "poss") == 0;
        if (owner || (t->rel == REL_COMPOUND && c < token)) doer = c;
    }
    return doer;
}

/* Its own words: "legal" of "a legal battle", "bill" of "killed the bill", "lost" of "lost the
 * battle"; no names, which tell of one story alone. */
static void add_own(const Scene *s, uint32_t token, Arena *arena, Signs *out)
{
    const Token *t = scene_token(s, token);
    for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c)) {
        const Token *own = scene_token(s, c);
        bool says = own->rel == REL_AMOD || own->rel == REL_COMPOUND || own->rel == REL_OBJ ||
                    own->rel == REL_NSUBJ || own->rel == REL_OBL || own->rel == REL_NMOD ||
                    own->rel == REL_ADVMOD;
        if (says && own->upos != UPOS_PROPN && own->upos != UPOS_PRON)
            signs_add(out, true, arena_printf(arena, "own %.*s", (int)own->lemma.n, own->lemma.p));
    }
    if (scene_holds(s, t->head) && t->head != token) {
        const Token *head = scene_token(s, t->head);
        signs_add(out, head->upos != UPOS_PROPN,
                  arena_printf(arena, "under %.*s", (int)head->lemma.n, head->lemma.p));
    }
}

/* "over her vote", "for his remarks", "with three goals": the marks of its phrases and clauses. */
static void add_marks(const Scene *s, uint32_t token, Arena *arena, Signs *out)
{
    for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c)) {
        uint32_t mark = scene_child(s, c, REL_CASE, NULL);
        if (mark == NONE) mark = scene_child(s, c, REL_MARK, NULL);
        if (mark == NONE || scene_token(s, c)->rel == REL_CONJ) continue;
        Slice word = scene_lower(s, mark);
        signs_add(out, true, arena_printf(arena, "mark %.*s", (int)word.n, word.p));
    }
}

/* "the senator attacked", "beat the goalkeeper": of what topic a party is. */
static void add_topics(const Scene *s, uint32_t head, const char *role, Arena *arena, Signs *out)
{
    uint32_t bits = head == NONE ? 0 : topics_of(s->events, scene_token(s, head));
    for (uint32_t k = 0; bits && k < TOPIC_COUNT; k++)
        if (bits >> k & 1)
            signs_add(out, true, arena_printf(arena, "%s of %s", role, topic_name[k]));
}

/* "police attacked", "the soldiers fought": who bears arms. */
static bool bears_arms(const Scene *s, uint32_t head)
{
    static const char *const kinds[] = {"police", "army", "rebels", "criminals"};
    if (head == NONE) return false;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (frames_word_is(&s->events->parties, scene_lower(s, head), kinds[k])) return true;
    return false;
}

/* "attacked students with batons". */
static bool with_tool(const Scene *s, uint32_t token)
{
    for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c))
        if (scene_token(s, c)->rel == REL_OBL &&
            (scene_word_is(s, c, "tool") || scene_word_is(s, c, "weapon")))
            return true;
    return false;
}

/* A weapon, what is thrown or fired, a word of the topic. */
static bool of_arms(const Scene *s, uint32_t head)
{
    return (topics_of(s->events, scene_token(s, head)) >> TOPIC_ARMS & 1) ||
           scene_word_is(s, head, "tool") || scene_word_is(s, head, "weapon") ||
           scene_word_is(s, head, "round");
}

bool sense_without_arms(const Scene *s, uint32_t token)
{
    uint32_t kind = scene_kind(s, token), doer = done_by(s, token);
    if (kind == NONE || !(s->events->kind_traits[kind] & TRAIT_ORDNANCE)) return false;
    if (doer != NONE && (bears_arms(s, doer) || of_arms(s, doer))) return false;
    for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c)) {
        const Token *t = scene_token(s, c);
        uint32_t mark = t->rel == REL_OBL ? scene_child(s, c, REL_CASE, NULL) : NONE;
        if (mark == NONE || !slice_is(scene_lower(s, mark), "with") || t->upos != UPOS_NOUN)
            continue;
        uint32_t sort = map_find(&s->events->nouns, t->lemma.n ? t->lemma : scene_lower(s, c));
        return sort != NOUN_PERSON && sort != NOUN_GROUP && sort != NOUN_LIVING && !of_arms(s, c);
    }
    return false;
}

/* Which topics, scores and arms the sentence speaks of beside the word. */
static void add_near(const Scene *s, uint32_t token, Arena *arena, Signs *out)
{
    uint32_t bits = 0;
    bool score = false;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        if (i != token) bits |= topics_of(s->events, scene_token(s, i));
        score |= scene_score(s, i - s->first);
    }
    for (uint32_t k = 0; k < TOPIC_COUNT; k++)
        if (bits >> k & 1) signs_add(out, true, arena_printf(arena, "near %s", topic_name[k]));
    signs_add(out, score, SLICE("near score"));
    signs_add(out, scene_violent(s), SLICE("near violence"));
}

/* Its word and kind; a light verb alone ("took" of "took hostage") says nothing. */
static void add_word(const Scene *s, uint32_t token, const char *object, Arena *arena, Signs *out)
{
    const Token *t = scene_token(s, token);
    Slice word = t->lemma.n ? t->lemma : scene_lower(s, token);
    uint32_t kind = scene_kind(s, token);
    char tag = t->upos == UPOS_VERB ? 'v' : 'n';
    signs_add(out, kind == NONE || !scene_word_is(s, token, "perform"),
              arena_printf(arena, "word %.*s/%c", (int)word.n, word.p, tag));
    if (kind == NONE) return;
    Slice name = s->events->kinds.act[kind].name;
    signs_add(out, true, arena_printf(arena, "kind %.*s", (int)name.n, name.p));
    signs_add(out, true, arena_printf(arena, "kind %.*s on %s", (int)name.n, name.p, object));
}

/* Who does it, to what. */
static void add_parties(const Scene *s, uint32_t met, uint32_t doer, Arena *arena, Signs *out)
{
    signs_add(out, true, arena_printf(arena, "object %s", sort_of(s, met)));
    signs_add(out, true, arena_printf(arena, "subject %s", sort_of(s, doer)));
    signs_add(out, bears_arms(s, doer), SLICE("subject armed"));
    signs_add(out, bears_arms(s, met), SLICE("object armed"));
    add_topics(s, met, "object", arena, out);
    add_topics(s, doer, "subject", arena, out);
}

void sense_traits(const Scene *s, uint32_t token, Arena *arena, Signs *out)
{
    uint32_t met = met_by(s, token);
    out->n = 0;
    signs_add(out, true, SLICE("any"));
    add_word(s, token, sort_of(s, met), arena, out);
    add_parties(s, met, done_by(s, token), arena, out);
    signs_add(out, with_tool(s, token), SLICE("tool"));
    signs_add(out, s->quoted[token - s->first], SLICE("quoted"));
    for (uint32_t k = 0; k < TOPIC_COUNT; k++)
        for (uint32_t level = 1; level <= s->tone->level[k]; level++)
            signs_add(out, true, arena_printf(arena, "report %s %u", topic_name[k], level));
    add_near(s, token, arena, out);
    add_marks(s, token, arena, out);
    add_own(s, token, arena, out);
}

/* Chance of being meant below which a word is a figure: an attack untold is worse than one told in
 * words of war only where much speaks for it. */
static const float SURE = 0.4f;

bool scene_meant(const Scene *s, uint32_t token)
{
    Signs signs;
    sense_traits(s, token, s->scratch, &signs);
    return s->scratch->failed || signs_score(&s->events->senses, &signs) >= SURE;
}
