/* petrarch_code.c - the sparse coder: actors before and after a verb, patterns of words around it.
 *
 * In: words with noun phrases. Out: dyads with codes. Idea: TABARI's linear matching over
 * PETRARCH's dictionaries. The source is the first coded phrase before the verb, the target the
 * first behind it, "$" and "+" of a pattern say otherwise, "by" turns a passive round; the pattern
 * with most words decides the code, else the verb.
 *
 * Known to get wrong: whatever needs the depth of a parse (subjects of embedded clauses), and the
 * settings of PETRARCH's own test suite. */
#include "mean/events/petrarch_impl.h"
#include <stdio.h>
#include <stdlib.h>

#define WORDS_MAX 500u
#define PHRASES_MAX 64u
#define CODES_MAX 12u

typedef struct Party {
    uint32_t first, last, n;
    char code[CODES_MAX][32];
} Party; /* a noun phrase and the codes of who stands in it */
typedef struct Coder {
    const Petrarch *p;
    const PetrarchWord *word;
    uint32_t n, date;
    Party party[PHRASES_MAX];
    uint32_t n_parties;
} Coder;

/* ---- phrases ---- */

static uint32_t phrase_at(const PetrarchPhrase *phrase, const PetrarchWord *word, uint32_t at,
                          uint32_t end)
{
    uint32_t i = at;
    if (phrase->n == 0 || at + phrase->n > end) return 0;
    for (uint32_t k = 0; k < phrase->n; k++, i++) {
        bool gap = k > 0 && !phrase->joined[k] && i + 1 < end &&
                   !slice_eq(word[i].upper, phrase->word[k]);
        if (gap) i++; /* a blank in the dictionary lets one word between */
        if (i >= end || !slice_eq(word[i].upper, phrase->word[k])) return 0;
    }
    return i - at;
}

static Slice group_code(const PetrarchGroup *group, uint32_t date)
{
    Slice fallback = {"", 0};
    for (uint32_t i = 0; i < group->n; i++) {
        const PetrarchCode *code = &group->code[i];
        if (!code->dated)
            fallback = code->code;
        else if (date >= code->from && date <= code->to)
            return code->code;
    }
    return fallback;
}

/* Code of the longest actor name at a word; its length in *length. A leading "THE" of a name must
 * be there. */
static Slice actor_at(const Coder *c, uint32_t at, uint32_t end, uint32_t *length)
{
    Slice best = {"", 0};
    *length = 0;
    for (uint32_t i = map_find(&c->p->first, c->word[at].upper); i != NONE;
         i = c->p->names.at[i].next) {
        uint32_t n = phrase_at(&c->p->names.at[i].phrase, c->word, at, end);
        if (n <= *length) continue;
        *length = n;
        best = group_code(&c->p->groups.at[c->p->names.at[i].group], c->date);
    }
    return best;
}

static Slice agent_at(const Coder *c, uint32_t at, uint32_t end, uint32_t *length)
{
    Slice best = {"", 0};
    *length = 0;
    for (uint32_t i = 0; i < c->p->agents.n; i++) {
        uint32_t n = phrase_at(&c->p->agents.at[i].phrase, c->word, at, end);
        if (n > *length) {
            *length = n;
            best = c->p->agents.at[i].code;
        }
    }
    return best;
}

/* ---- who stands in a noun phrase ---- */

typedef struct Item {
    Slice code;
    bool actor;
    uint32_t at, part;
} Item;

static uint32_t items_of(const Coder *c, uint32_t first, uint32_t end, Item *item, uint32_t room)
{
    uint32_t n = 0, part = 0;
    for (uint32_t i = first; i < end && n < room;) {
        uint32_t actor_length, agent_length;
        Slice actor = actor_at(c, i, end, &actor_length),
              agent = agent_at(c, i, end, &agent_length);
        Slice w = c->word[i].upper;
        bool joins = slice_is(w, "AND") || slice_is(w, ",") || slice_is(w, "OR") ||
                     slice_is(w, "NOR");
        if (joins &&
            !(i > first && i + 1 < end && c->word[i - 1].adjective && c->word[i + 1].adjective))
            part++; /* not "awful and evil" */
        if (actor_length && actor_length >= agent_length) {
            item[n++] = (Item){actor, true, i, part};
            i += actor_length;
        } else if (agent_length) {
            item[n++] = (Item){agent, false, i, part};
            i += agent_length;
        } else
            i++;
    }
    return n;
}

/* "~GOV" behind, "NGO~" before; runs of three letters are not said twice. */
static void join_agent(char code[32], Slice agent)
{
    char old[32];
    bool before = agent.n && agent.p[agent.n - 1] == '~';
    Slice bare = before    ? (Slice){agent.p, agent.n - 1}
                 : agent.n ? (Slice){agent.p + 1, agent.n - 1}
                           : agent;
    bare = slice_trim(bare);
    char prefix[10];
    snprintf(old, sizeof old, "%s", code);
    snprintf(prefix, sizeof prefix, "%.*s", (int)(bare.n > 9 ? 9 : bare.n), bare.p);
    if (before) {
        snprintf(code, 32, "%.9s%.22s", prefix, strcmp(old, "---") == 0 ? "" : old);
        return;
    }
    for (size_t i = 0; i + 3 <= bare.n; i += 3) {
        char run[4] = {bare.p[i], bare.p[i + 1], bare.p[i + 2], 0};
        bool stands = false;
        for (size_t k = 0; k + 3 <= strlen(code); k += 3)
            stands |= strncmp(code + k, run, 3) == 0;
        if (!stands && strlen(code) + 4 < 32) strcat(code, run);
    }
}

static void party_put(Party *party, const char *code)
{
    for (uint32_t i = 0; i < party->n; i++)
        if (strcmp(party->code[i], code) == 0) return;
    if (code[0] && party->n < CODES_MAX) snprintf(party->code[party->n++], 32, "%s", code);
}

/* One actor with the agents that go with it; "FRO/BIL/SAM" is three. */
static void put_actor(Party *party, Slice actor, const Item *item, uint32_t n, uint32_t part,
                      bool all_parts)
{
    while (actor.n) {
        size_t slash = slice_find(actor, SLICE("/"));
        char code[32];
        snprintf(code, sizeof code, "%.*s", (int)(slash == SIZE_MAX ? actor.n : slash), actor.p);
        for (uint32_t i = 0; i < n; i++)
            if (!item[i].actor && (all_parts || item[i].part == part))
                join_agent(code, item[i].code);
        party_put(party, code);
        actor = slash == SIZE_MAX ? (Slice){"", 0}
                                  : (Slice){actor.p + slash + 1, actor.n - slash - 1};
    }
}

static bool preposition_between(const Coder *c, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (slice_is(c->word[i].upper, "OF") || slice_is(c->word[i].upper, "IN") ||
            slice_is(c->word[i].upper, "FROM"))
            return true;
    return false;
}

/* "Lawmakers and officials in Fornost and Gondor": every sort with every land. */
static void put_cross(Party *party, const Item *item, uint32_t n)
{
    for (uint32_t g = 0; g < n; g++)
        for (uint32_t a = 0; a < n; a++) {
            if (item[g].actor || !item[a].actor) continue;
            put_actor(party, item[a].code, &item[g], 1, item[g].part, true);
        }
}

/* "former officials" of a land are its elite. */
static bool former(const Coder *c, const Party *party)
{
    for (uint32_t i = party->first; i <= party->last; i++)
        if (slice_is(c->word[i].upper, "FORMER") || slice_is(c->word[i].upper, "EX")) return true;
    return false;
}

/* What a party's words are. */
typedef struct Sorts {
    uint32_t actors, agents;
    uint32_t first_actor, last_agent; /* items */
    bool parts;                       /* several, joined by "and" */
} Sorts;

static Sorts sorts_of(const Item *item, uint32_t n)
{
    Sorts sorts = {.first_actor = NONE, .parts = n > 1 && item[n - 1].part > item[0].part};
    for (uint32_t i = 0; i < n; i++) {
        sorts.actors += item[i].actor;
        sorts.agents += !item[i].actor;
        if (item[i].actor && sorts.first_actor == NONE) sorts.first_actor = i;
        if (!item[i].actor) sorts.last_agent = i;
    }
    return sorts;
}

/* "Lawmakers and officials in Fornost and Gondor", "Gondor lawmakers and officials": agents and
 * actors go with each other all over. */
static bool crossed(const Coder *c, const Item *item, const Sorts *sorts)
{
    if (!sorts->actors || !sorts->agents || !sorts->parts) return false;
    bool behind = sorts->last_agent < sorts->first_actor &&
                  preposition_between(c, item[sorts->last_agent].at, item[sorts->first_actor].at);
    return behind || (sorts->actors == 1 && sorts->agents > 1 && sorts->first_actor == 0);
}

/* Of several actors in one part the first counts, with the agents up to the next actor. */
static void put_actors(Party *party, const Item *item, uint32_t n, bool parts)
{
    for (uint32_t i = 0; i < n; i++) {
        bool again = false;
        for (uint32_t k = 0; k < i; k++)
            again |= item[k].actor && item[k].part == item[i].part;
        if (!item[i].actor || again) continue;
        uint32_t stop = i + 1;
        while (stop < n && !item[stop].actor)
            stop++;
        put_actor(party, item[i].code, item, stop, item[i].part, !parts);
    }
}

static void fill_party(const Coder *c, Party *party)
{
    Item item[24];
    uint32_t n = items_of(c, party->first, party->last + 1, item, 24);
    Sorts sorts = sorts_of(item, n);
    bool elite = sorts.actors && sorts.agents && former(c, party);
    for (uint32_t i = 0; elite && i < n; i++)
        if (!item[i].actor) item[i].code = SLICE("~ELI");
    if (crossed(c, item, &sorts)) {
        put_cross(party, item, n);
        return;
    }
    put_actors(party, item, n, sorts.parts);
    for (uint32_t i = 0; sorts.actors == 0 && i < n; i++) {
        char code[32] = "---";
        join_agent(code, item[i].code);
        party_put(party, code);
    }
}

static void find_parties(Coder *c)
{
    for (uint32_t i = 0; i < c->n && c->n_parties < PHRASES_MAX;) {
        uint32_t first = i;
        if (!c->word[i].phrase) {
            i++;
            continue;
        }
        while (i < c->n && c->word[i].phrase == c->word[first].phrase &&
               !(i > first && slice_is(c->word[i].upper, "WITH")))
            i++;
        Party party = {.first = first, .last = i - 1};
        fill_party(c, &party);
        if (party.n) c->party[c->n_parties++] = party;
    }
}

/* ---- verbs and patterns ---- */

/* "DENIED", "PUSHES", "OPPED": the word is the base, `cut` letters of it left off, and the ending.
 */
static bool with_ending(Slice word, Slice base, size_t cut, const char *ending)
{
    Slice stem = {base.p, base.n - cut}, tail = slice_of(ending);
    return word.n == stem.n + tail.n && slice_starts(word, stem) && slice_ends(word, tail);
}

/* Is the word, in capitals, a form of the base: its plural, past or -ing form? */
static bool form_of(Slice word, Slice base, bool exact)
{
    if (slice_eq(word, base)) return true;
    if (exact || base.n == 0 || word.n < base.n) return false;
    char last = base.p[base.n - 1];
    bool hiss = last == 'S' || last == 'X' || last == 'Z' || last == 'H';
    size_t mute = last == 'E'; /* "ACCUSED", "ACCUSING" */
    if (with_ending(word, base, 0, "S")) return true;
    if (with_ending(word, base, mute, "ED") || with_ending(word, base, mute, "ING")) return true;
    if (last == 'Y' && (with_ending(word, base, 1, "IED") || with_ending(word, base, 1, "IES")))
        return true;
    if (hiss && with_ending(word, base, 0, "ES")) return true;
    return word.n == base.n + 3 && word.p[base.n] == last && slice_starts(word, base) &&
           slice_ends(word, SLICE("ED"));
}

/* The verb entry with most words at `at`; words [*first, *last]. */
static const PetrarchVerb *verb_at(const Coder *c, uint32_t at, uint32_t *first, uint32_t *last)
{
    const PetrarchVerb *best = NULL;
    for (uint32_t v = 0; v < c->p->verbs.n; v++) {
        const PetrarchVerb *verb = &c->p->verbs.at[v];
        if (at < verb->core || at - verb->core + verb->phrase.n > c->n ||
            (best && verb->phrase.n < best->phrase.n))
            continue; /* of equals the last defined */
        bool fits = true;
        for (uint32_t k = 0; fits && k < verb->phrase.n; k++) {
            Slice w = c->word[at - verb->core + k].upper;
            fits = k == verb->core ? form_of(w, verb->phrase.word[k], verb->exact)
                                   : slice_eq(w, verb->phrase.word[k]);
        }
        if (!fits) continue;
        best = verb;
        *first = at - verb->core;
        *last = at - verb->core + verb->phrase.n - 1;
    }
    return best;
}

typedef struct Slots {
    uint32_t source, target;
    bool both;
} Slots; /* parties, NONE where the pattern does not say */

/* Party that begins (or, going back, ends) at a word. */
static uint32_t party_edge(const Coder *c, uint32_t at, bool back)
{
    for (uint32_t i = 0; i < c->n_parties; i++)
        if ((back ? c->party[i].last : c->party[i].first) == at) return i;
    return NONE;
}

static const PetrarchSet *set_named(const Coder *c, Slice name)
{
    while (name.n && name.p[name.n - 1] == '_')
        name.n--;
    for (uint32_t i = 0; i < c->p->sets.n; i++)
        if (slice_eq(c->p->sets.at[i].name, name)) return &c->p->sets.at[i];
    return NULL;
}

/* A party of one actor whose name begins at a word inside a wider phrase. */
static uint32_t party_inside(Coder *c, uint32_t at)
{
    uint32_t length;
    Slice actor = actor_at(c, at, c->n, &length);
    if (!length || c->n_parties == PHRASES_MAX) return NONE;
    Party *made = &c->party[c->n_parties];
    *made = (Party){.first = at, .last = at + length - 1};
    put_actor(made, actor, NULL, 0, 0, false);
    return c->n_parties++;
}

/* "^": over the first actor of the phrase that begins here, or over the phrase. */
static uint32_t skip_words(const Coder *c, uint32_t at)
{
    uint32_t i = at, length;
    while (i < c->n && c->word[i].phrase && c->word[i].phrase == c->word[at].phrase) {
        actor_at(c, i, c->n, &length);
        if (length) return i + length - at;
        i++;
    }
    return i - at;
}

/* Words taken at `at` by one token of a pattern; 0 when it does not stand there. Going back, `at`
 * is the last of them. */
static uint32_t token_fits(Coder *c, Slice token, uint32_t at, bool back, Slots *slots)
{
    bool slot = token.n == 1 && strchr("$+^%", token.p[0]) != NULL;
    if (slot) {
        if (token.p[0] == '^' && !back) return skip_words(c, at);
        uint32_t party = party_edge(c, at, back);
        if (party == NONE && !back) party = party_inside(c, at);
        if (party == NONE) return 0;
        if (token.p[0] == '$') slots->source = party;
        if (token.p[0] == '+') slots->target = party;
        if (token.p[0] == '%') slots->both = true;
        return c->party[party].last - c->party[party].first + 1;
    }
    const PetrarchSet *set = token.n && token.p[0] == '&' ? set_named(c, token) : NULL;
    if (!set) return slice_eq(c->word[at].upper, token);
    for (uint32_t i = 0; i < set->members.n; i++) {
        PetrarchPhrase member = {.n = 0};
        Slice m = set->members.at[i];
        for (size_t b = 0, e = 0; b < m.n && member.n < PHRASE_WORDS; b = e + 1) {
            for (e = b; e < m.n && m.p[e] != '_' && m.p[e] != ' '; e++) {
            }
            if (e > b) member.word[member.n++] = (Slice){m.p + b, e - b};
        }
        if (back && member.n > at + 1) continue;
        uint32_t start = back ? at + 1 - member.n : at,
                 n = phrase_at(&member, c->word, start, c->n);
        if (n) return n;
    }
    return 0;
}

static bool fits_behind(Coder *c, const PetrarchPhrase *after, uint32_t at, Slots *slots)
{
    for (uint32_t k = 0; k < after->n; k++) {
        uint32_t taken = 0;
        while (at < c->n && !(taken = token_fits(c, after->word[k], at, false, slots)) &&
               !after->joined[k])
            at++;
        if (!taken) return false;
        at += taken;
    }
    return true;
}

static bool fits_before(Coder *c, const PetrarchPattern *pattern, uint32_t verb, Slots *slots)
{
    uint32_t at = verb; /* words before it are free */
    for (uint32_t k = pattern->before.n; k-- > 0;) {
        bool joined = k + 1 == pattern->before.n ? pattern->before_joined
                                                 : pattern->before.joined[k + 1];
        uint32_t taken = 0;
        while (at > 0 && !(taken = token_fits(c, pattern->before.word[k], at - 1, true, slots)) &&
               !joined)
            at--;
        if (!taken || taken > at) return false;
        at -= taken;
    }
    return true;
}

static const PetrarchPattern *pattern_at(Coder *c, uint32_t block, uint32_t first, uint32_t last,
                                         Slots *slots)
{
    const PetrarchPattern *best = NULL;
    for (uint32_t i = 0; i < c->p->patterns.n; i++) {
        const PetrarchPattern *pattern = &c->p->patterns.at[i];
        Slots here = {NONE, NONE, false};
        if (pattern->block != block ||
            (best && pattern->before.n + pattern->after.n <= best->before.n + best->after.n))
            continue;
        if (!fits_behind(c, &pattern->after, last + 1, &here) ||
            !fits_before(c, pattern, first, &here))
            continue;
        best = pattern;
        *slots = here;
    }
    return best;
}

/* ---- events ---- */

static bool null_code(Slice code)
{
    return code.n == 0 || slice_is(code, "---") || slice_is(code, "+++") || slice_is(code, "###");
}
static bool null_party(const Party *party)
{
    return party->n == 0 || strcmp(party->code[0], "---") == 0 ||
           strncmp(party->code[0], "+++", 3) == 0;
}

static uint32_t party_before(const Coder *c, uint32_t word)
{
    for (uint32_t i = 0; i < c->n_parties; i++)
        if (c->party[i].first < word && !null_party(&c->party[i])) return i;
    return NONE;
}
static uint32_t party_behind(const Coder *c, uint32_t word, uint32_t not_this)
{
    for (uint32_t i = 0; i < c->n_parties; i++)
        if (c->party[i].first > word && i != not_this && !null_party(&c->party[i])) return i;
    return NONE;
}

typedef struct Pair {
    const Party *source, *target;
    uint32_t verb;
} Pair;

static uint32_t emit(PetrarchEvent *events, uint32_t n, uint32_t room, Pair pair,
                     const char *source, const char *target, Slice code)
{
    if (n >= room || null_code(code) || strcmp(source, target) == 0) return n;
    events[n] = (PetrarchEvent){.source_first = pair.source->first,
                                .source_last = pair.source->last,
                                .target_first = pair.target->first,
                                .target_last = pair.target->last,
                                .verb = pair.verb};
    snprintf(events[n].source, sizeof events[n].source, "%s", source);
    snprintf(events[n].target, sizeof events[n].target, "%s", target);
    snprintf(events[n].code, sizeof events[n].code, "%.*s", (int)(code.n > 11 ? 11 : code.n),
             code.p);
    return n + 1;
}

/* All pairs of two parties; "032:033" codes both directions. */
static uint32_t emit_pairs(Pair pair, Slice code, PetrarchEvent *events, uint32_t n, uint32_t room)
{
    size_t colon = slice_find(code, SLICE(":"));
    Slice forth = {code.p, colon == SIZE_MAX ? code.n : colon},
          back = colon == SIZE_MAX ? (Slice){"", 0}
                                   : (Slice){code.p + colon + 1, code.n - colon - 1};
    const Party *source = pair.source, *target = pair.target;
    for (uint32_t a = 0; a < source->n; a++)
        for (uint32_t b = 0; b < target->n; b++) {
            n = emit(events, n, room, pair, source->code[a], target->code[b], forth);
            n = emit(events, n, room, (Pair){target, source, pair.verb}, target->code[b],
                     source->code[a], back);
        }
    return n;
}

static uint32_t emit_among(const Party *party, uint32_t verb, Slice code, PetrarchEvent *events,
                           uint32_t n, uint32_t room)
{
    size_t colon = slice_find(code, SLICE(":"));
    Slice forth = {code.p, colon == SIZE_MAX ? code.n : colon};
    for (uint32_t a = 0; a < party->n; a++)
        for (uint32_t b = 0; b < party->n; b++)
            if (a != b)
                n = emit(events, n, room, (Pair){party, party, verb}, party->code[a],
                         party->code[b], forth);
    return n;
}

static uint32_t by_party(const Coder *c, uint32_t last)
{
    for (uint32_t i = last + 1; i < c->n && i < last + 4; i++)
        if (slice_is(c->word[i].upper, "BY")) return party_behind(c, i, NONE);
    return NONE;
}

static uint32_t code_verb(Coder *c, uint32_t at, PetrarchEvent *events, uint32_t n, uint32_t room)
{
    uint32_t first = at, last = at, agent;
    Slots slots = {NONE, NONE, false};
    const PetrarchVerb *verb = verb_at(c, at, &first, &last);
    if (!verb) return n;
    const PetrarchPattern *pattern = pattern_at(c, verb->block, first, last, &slots);
    Slice code = pattern ? pattern->code : verb->code;
    if (null_code(code)) return n;
    uint32_t source = slots.source != NONE ? slots.source : party_before(c, first);
    if (slots.both && source != NONE && c->party[source].n > 1)
        return emit_among(&c->party[source], at, code, events, n, room);
    uint32_t target = slots.target != NONE ? slots.target : party_behind(c, last, source);
    if (c->word[at].passive && slots.source == NONE && (agent = by_party(c, last)) != NONE) {
        target = source;
        source = agent;
    }
    if (source == NONE || target == NONE) return n;
    return emit_pairs((Pair){&c->party[source], &c->party[target], at}, code, events, n, room);
}

static bool discarded(const Coder *c)
{
    for (uint32_t d = 0; d < c->p->discards.n; d++)
        for (uint32_t i = 0; i < c->n; i++)
            if (phrase_at(&c->p->discards.at[d], c->word, i, c->n)) return true;
    return false;
}

uint32_t petrarch_code(const Petrarch *dictionary, const PetrarchWord *words, uint32_t n,
                       uint32_t date, PetrarchEvent *events, uint32_t room)
{
    Coder c = {.p = dictionary, .word = words, .n = n > WORDS_MAX ? WORDS_MAX : n, .date = date};
    uint32_t made = 0;
    if (discarded(&c)) return 0;
    find_parties(&c);
    for (uint32_t i = 0; i < c.n; i++) {
        bool joined = i > 0 &&
                      (slice_is(words[i - 1].upper, "AND") || slice_is(words[i - 1].upper, "BUT"));
        if (words[i].verb && (made == 0 || joined)) made = code_verb(&c, i, events, made, room);
    }
    return made;
}

/* ---- treebank bracketings ---- */

typedef struct Node {
    Slice label;
    uint32_t parent, first, end;
    bool clause;
} Node; /* leaves [first, end); clause: a verb phrase or sentence is inside */

static bool is_space(char ch)
{
    return ch == ' ' || ch == '\n' || ch == '\t' || ch == '\r';
}

/* Noun phrases without a clause inside, the widest: who stands in them acts as one party. */
static void mark_phrases(const Node *node, uint32_t n_nodes, PetrarchWord *word)
{
    for (uint32_t i = 0; i < n_nodes; i++) {
        if (!slice_starts(node[i].label, SLICE("NP")) || node[i].clause) continue;
        uint32_t up = node[i].parent;
        bool wider = up != NONE && slice_starts(node[up].label, SLICE("NP")) && !node[up].clause;
        bool in_pp = up != NONE && slice_is(node[up].label, "PP") && node[up].parent != NONE &&
                     slice_starts(node[node[up].parent].label, SLICE("NP")) &&
                     !node[node[up].parent].clause;
        if (!wider && !in_pp)
            for (uint32_t w = node[i].first; w < node[i].end; w++)
                word[w].phrase = i + 1;
    }
}

static void mark_passives(PetrarchWord *word, uint32_t n, const Slice *tag)
{
    static const char *const be[] = {"WAS", "WERE", "BEEN", "IS", "ARE", "BEING", "BE"};
    for (uint32_t i = 0; i < n; i++) {
        if (!slice_is(tag[i], "VBN")) continue;
        for (uint32_t k = i; k-- > 0 && i - k < 4;)
            for (size_t b = 0; b < sizeof be / sizeof *be; b++)
                word[i].passive |= slice_is(word[k].upper, be[b]);
    }
}

typedef struct TreeRead {
    Arena *arena;
    Node *node;
    Slice *tag;
    PetrarchWord *word;
    uint32_t nodes, words, at;
    bool broken;
} TreeRead;

static void open_node(TreeRead *r, Slice label)
{
    r->node[r->nodes] = (Node){.label = label, .parent = r->at, .first = r->words};
    r->at = r->nodes++;
    bool clause = slice_is(label, "VP") ||
                  (label.n && label.p[0] == 'S' && !slice_is(label, "SYM"));
    for (uint32_t up = r->node[r->at].parent; clause && up != NONE && !r->node[up].clause;
         up = r->node[up].parent)
        r->node[up].clause = true;
}

static void close_node(TreeRead *r)
{
    r->broken |= r->at == NONE;
    if (r->at == NONE) return;
    r->node[r->at].end = r->words;
    r->at = r->node[r->at].parent;
}

static void add_leaf(TreeRead *r, Slice text)
{
    Slice upper = arena_copy(r->arena, text),
          tag = r->at == NONE ? (Slice){"", 0} : r->node[r->at].label;
    char *p = (char *)(uintptr_t)upper.p;
    if (!p) {
        r->broken = true;
        return;
    }
    for (size_t k = 0; k < upper.n; k++)
        if (p[k] >= 'a' && p[k] <= 'z') p[k] = (char)(p[k] - 32);
    r->tag[r->words] = tag;
    r->word[r->words++] = (PetrarchWord){.upper = upper,
                                         .verb = slice_starts(tag, SLICE("VB")),
                                         .adjective = slice_starts(tag, SLICE("JJ"))};
}

/* One bracket or word of the tree from byte i on; where the next begins. */
static size_t read_piece(TreeRead *r, Slice tree, size_t i)
{
    if (is_space(tree.p[i])) return i + 1;
    if (tree.p[i] == ')') {
        close_node(r);
        return i + 1;
    }
    bool open = tree.p[i] == '(';
    size_t b = i + open;
    while (b < tree.n && is_space(tree.p[b]))
        b++;
    size_t e = b;
    while (e < tree.n && !is_space(tree.p[e]) && tree.p[e] != '(' && tree.p[e] != ')')
        e++;
    Slice text = {tree.p + b, e - b};
    if (open)
        open_node(r, text);
    else
        add_leaf(r, text);
    return e;
}

bool petrarch_words(Slice tree, Arena *arena, PetrarchWord **words, uint32_t *n)
{
    if (tree.n > (1u << 24)) return false;
    size_t room = tree.n + 2;
    TreeRead r = {arena,
                  ARENA_ARRAY(arena, Node, room),
                  ARENA_ARRAY(arena, Slice, room),
                  ARENA_ARRAY(arena, PetrarchWord, room),
                  0,
                  0,
                  NONE,
                  false};
    if (!r.node || !r.tag || !r.word) return false;
    for (size_t i = 0; i < tree.n;)
        i = read_piece(&r, tree, i);
    mark_phrases(r.node, r.nodes, r.word);
    mark_passives(r.word, r.words, r.tag);
    *words = r.word;
    *n = r.words;
    return r.nodes > 0 && r.words > 0 && r.at == NONE && !r.broken;
}
