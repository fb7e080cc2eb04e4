/* coref_words.c - see coref_words.h. Light on purpose: it must read damaged and space-mended text
 * of any kind. Lines and the marks . ! ? before a blank and a capital end a sentence. */
#include "coref_words.h"
#include "base/map.h"
#include <ctype.h>

uint32_t word_hash(Slice lower)
{
    return (uint32_t)hash_bytes(lower, 0);
}

const ConceptEntry *concept_find(const Concepts *c, uint32_t word)
{
    uint32_t low = 0, high = c->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (c->at[mid].word < word)
            low = mid + 1;
        else
            high = mid;
    }
    return low < c->n && c->at[low].word == word ? &c->at[low] : NULL;
}

bool concept_above(const Concepts *c, uint16_t kind, uint16_t of)
{
    uint32_t low = 0, high = c->n_above;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const Above *a = &c->above[mid];
        if (a->kind < kind || (a->kind == kind && a->of < of))
            low = mid + 1;
        else
            high = mid;
    }
    return low < c->n_above && c->above[low].kind == kind && c->above[low].of == of;
}

static bool known(const Concepts *c, Slice w, uint32_t *lemma)
{
    const ConceptEntry *e = concept_find(c, word_hash(w));
    if (e) *lemma = e->lemma;
    return e != NULL;
}

static bool with_ending(const Concepts *c, Slice stem, const char *ending, uint32_t *lemma)
{
    char room[48];
    size_t n = strlen(ending);
    if (stem.n + n > sizeof room) return false;
    memcpy(room, stem.p, stem.n);
    memcpy(room + stem.n, ending, n);
    return known(c, (Slice){room, stem.n + n}, lemma);
}

static bool from_stem(const Concepts *c, Slice stem, uint32_t *lemma)
{ /* stopp -> stop, arriv -> arrive */
    if (stem.n < 2) return false;
    if (known(c, stem, lemma) || with_ending(c, stem, "e", lemma)) return true;
    if (stem.n > 3 && stem.p[stem.n - 1] == stem.p[stem.n - 2])
        return known(c, (Slice){stem.p, stem.n - 1}, lemma);
    return slice_ends(stem, SLICE("i")) && with_ending(c, (Slice){stem.p, stem.n - 1}, "y", lemma);
}

uint32_t word_lemma(const Concepts *c, Slice w)
{
    static const char *const endings[] = {"ies", "es", "s", "ied", "ed", "d", "ying", "ing"};
    uint32_t lemma;
    if (known(c, w, &lemma)) return lemma;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        Slice ending = slice_of(endings[i]);
        if (w.n < ending.n + 2 || !slice_ends(w, ending)) continue;
        Slice stem = {w.p, w.n - ending.n};
        if (ending.p[0] == 'i' && ending.n == 3 && ending.p[1] != 'n' &&
            with_ending(c, stem, "y", &lemma))
            return lemma;
        if (from_stem(c, stem, &lemma)) return lemma;
    }
    if (w.n > 3 && slice_ends(w, SLICE("s")) && !slice_ends(w, SLICE("ss"))) w.n--;
    return word_hash(w);
}

enum { STOPS = 44 };
static const char *const stop_words[STOPS] = {
    "the",   "a",    "an",    "of",   "in",    "on",   "at",  "to",    "and",  "or",   "with",
    "by",    "from", "for",   "as",   "be",    "is",   "was", "were",  "are",  "been", "have",
    "has",   "had",  "it",    "its",  "that",  "this", "he",  "she",   "they", "his",  "her",
    "their", "who",  "which", "will", "would", "not",  "but", "after", "s",    "him",  "them"};

static bool in_stops(const uint32_t stops[STOPS], uint32_t hash)
{
    for (uint32_t i = 0; i < STOPS; i++)
        if (stops[i] == hash) return true;
    return false;
}

static bool inside_word(Slice t, size_t i)
{
    unsigned char c = (unsigned char)t.p[i];
    if (isalnum(c) || c >= 0xC3) return true;
    bool between = i > 0 && i + 1 < t.n && isdigit((unsigned char)t.p[i - 1]) &&
                   isdigit((unsigned char)t.p[i + 1]);
    return (c == '.' || c == ',') && between;
}

static CorefWord word_at(const Concepts *c, Slice text, Span s, const uint32_t stops[STOPS])
{
    char room[48];
    size_t n = s.e - s.b;
    CorefWord w = {.span = s, .capital = isupper((unsigned char)text.p[s.b]) != 0};
    if (n > sizeof room) {
        w.lemma = word_hash(slice_span(text, s));
        return w;
    }
    for (size_t i = 0; i < n; i++)
        room[i] = (char)tolower((unsigned char)text.p[s.b + i]);
    w.stop = in_stops(stops, word_hash((Slice){room, n}));
    w.lemma = w.stop ? word_hash((Slice){room, n}) : word_lemma(c, (Slice){room, n});
    return w;
}

static bool sentence_breaks(Slice text, uint32_t from, uint32_t to)
{ /* between two words */
    for (uint32_t i = from; i < to; i++) {
        if (text.p[i] == '\n') return true;
        if ((text.p[i] == '.' || text.p[i] == '!' || text.p[i] == '?') && i + 1 < to &&
            to < text.n && isupper((unsigned char)text.p[to]) && to - i > 1 && i > 1 &&
            text.p[i - 2] != ' ' && text.p[i - 2] != '.')
            return true;
    }
    return false;
}

dln_status coref_words(const Concepts *concepts, Slice text, Arena *arena, CorefDoc *doc)
{
    VEC(CorefWord) words = {0};
    VEC(uint32_t) firsts = {0};
    uint32_t last = 0, stops[STOPS];
    for (uint32_t i = 0; i < STOPS; i++)
        stops[i] = word_hash(slice_of(stop_words[i]));
    if (!VEC_PUSH(arena, &firsts, 0)) return arena_status(arena);
    for (size_t i = 0; i < text.n;) {
        if (!inside_word(text, i)) {
            i++;
            continue;
        }
        Span s = {(uint32_t)i, 0};
        while (i < text.n && inside_word(text, i))
            i++;
        s.e = (uint32_t)i;
        if (words.n && sentence_breaks(text, last, s.b) && !VEC_PUSH(arena, &firsts, words.n))
            return arena_status(arena);
        CorefWord w = word_at(concepts, text, s, stops);
        w.sentence = firsts.n - 1;
        if (!VEC_PUSH(arena, &words, w)) return arena_status(arena);
        last = s.e;
    }
    doc->n_sentences = firsts.n;
    if (!VEC_PUSH(arena, &firsts, words.n)) return arena_status(arena);
    *doc = (CorefDoc){words.at, words.n, doc->n_sentences, firsts.at};
    return DLN_OK;
}
