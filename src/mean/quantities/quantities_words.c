/* quantities_words.c - see quantities_words.h. In: data/en/quantities.txt. Out: a map from words
 * ("per cent") to what they mean. A phrase is looked up by its words joined with single blanks,
 * lower case, at most PHRASE_ATOMS pieces; marks are pieces of their own. */
#include "mean/quantities/quantities_words.h"
#include "base/number.h"
#include <stdlib.h>

enum { KEY_MAX = 64 };

/* Adds atom `i` to the key; false when the key is full or the atom can be no part of a phrase. */
static bool key_add(const Report *report, const Atom *atom, char key[KEY_MAX], size_t *n)
{
    Slice form = slice_span(report->text, atom->span);
    if (*n + form.n + 1 > KEY_MAX || atom->kind == ATOM_DIGITS) return false;
    if (*n) key[(*n)++] = ' ';
    if (atom->kind == ATOM_MARK && atom->value < 128) {
        key[(*n)++] = (char)atom->value;
        return true;
    }
    for (size_t i = 0; i < form.n; i++)
        key[(*n)++] = ascii_lower(form.p[i]);
    return true;
}

static const Phrase *phrase_of_kind(const Quantities *q, const char *key, size_t n, uint32_t kinds)
{
    for (uint32_t p = map_find(&q->phrases, (Slice){key, n}); p != NONE; p = q->next.at[p])
        if (kinds >> q->phrase.at[p].kind & 1) return &q->phrase.at[p];
    return NULL;
}

const Phrase *phrase_from(const Quantities *q, const Report *report, const Atoms *atoms,
                          uint32_t at, uint32_t kinds, uint32_t *end)
{
    char key[KEY_MAX];
    size_t n = 0;
    const Phrase *best = NULL;
    for (uint32_t i = at; i < atoms->n && i < at + PHRASE_ATOMS; i++) {
        if ((i > at && atoms->at[i].breaks) || !key_add(report, &atoms->at[i], key, &n)) break;
        if (i == at && atoms->at[i].kind == ATOM_LETTERS && atoms->at[i].word == NONE)
            break; /* no phrase begins with it */
        const Phrase *found = phrase_of_kind(q, key, n, kinds);
        if (found) {
            best = found;
            *end = i + 1;
        }
    }
    return best;
}

const Phrase *phrase_before(const Quantities *q, const Report *report, const Atoms *atoms,
                            uint32_t end, uint32_t kinds, uint32_t *first)
{
    const Phrase *best = NULL;
    for (uint32_t length = 1; length <= PHRASE_ATOMS && length <= end; length++) {
        char key[KEY_MAX];
        size_t n = 0;
        uint32_t i = end - length;
        while (i < end && key_add(report, &atoms->at[i], key, &n))
            i++;
        if (i < end || (length > 1 && atoms->at[end - length + 1].breaks)) break;
        const Phrase *found = phrase_of_kind(q, key, n, kinds);
        if (found) {
            best = found;
            *first = end - length;
        }
    }
    return best;
}

/* ---- loading ---- */

static bool name_index(Slice name, const char *const *names, uint32_t n, uint32_t *index)
{
    for (uint32_t i = 0; i < n; i++)
        if (slice_is(name, names[i])) {
            *index = i;
            return true;
        }
    return false;
}

static double figure(Slice text)
{
    char figures[32] = "";
    memcpy(figures, text.p, text.n < 31 ? text.n : 31);
    return number_read(figures, NULL);
}

static const char *const kind_names[PHRASE_KINDS] = {
    "",       "bound",     "bound-after", "unit",        "currency",  "currency-before",
    "vague",  "toll",      "toll-noun",   "people",      "skip",      "rank",
    "age",    "magnitude", "ratio",       "none",        "link",      "label",
    "level",  "part",      "both",        "label-after", "no-score",  "long",
    "length", "foot",      "dialled",     "dials",       "foot-after"};
static const char *const state_names[] = {"", "known", "unmarked", "damaged"};

static bool read_phrase(const Row *row, Phrase *phrase)
{
    uint32_t kind, index = 0;
    if (!name_index(row_col(row, 1), kind_names, PHRASE_KINDS, &kind) || kind == 0) return false;
    *phrase = (Phrase){.kind = (PhraseKind)kind,
                       .value = row_col(row, 2),
                       .a = figure(row_col(row, 3)),
                       .b = figure(row_col(row, 4))};
    switch (phrase->kind) {
    case PHRASE_BOUND:
    case PHRASE_BOUND_AFTER:
        if (!name_index(phrase->value, bound_name, BOUND_COUNT, &index)) return false;
        phrase->bound = (Bound)index;
        return true;
    case PHRASE_UNIT:
        if (!name_index(row_col(row, 4), quantity_kind_name, QUANTITY_KINDS, &index)) return false;
        phrase->quantity = (QuantityKind)index;
        return phrase->a > 0;
    case PHRASE_CURRENCY:
    case PHRASE_CURRENCY_BEFORE:
        if (!name_index(row_col(row, 4), state_names, 4, &index)) return false;
        phrase->currency = (CurrencyState)index;
        return phrase->a > 0;
    case PHRASE_VAGUE: return phrase->b >= phrase->a;
    default: return true;
    }
}

/* First piece of a phrase, so that most words of a text are known at once to begin none. */
static Slice first_piece(Slice words)
{
    size_t blank = slice_find(words, SLICE(" "));
    return blank == SIZE_MAX ? words : (Slice){words.p, blank};
}

static bool add_phrase(Quantities *q, Slice words, const Phrase *phrase, Arena *arena)
{
    uint32_t index = q->phrase.n, old = map_find(&q->phrases, words);
    if (!VEC_PUSH(arena, &q->phrase, *phrase) || !VEC_PUSH(arena, &q->next, NONE)) return false;
    if (words_add(&q->words, first_piece(words), arena) == NONE) return false;
    if (old == NONE) return map_put(&q->phrases, words, index);
    while (q->next.at[old] != NONE)
        old = q->next.at[old];
    q->next.at[old] = index;
    return true;
}

dln_status quantities_load(const char *data_dir, Quantities *q, Arena *arena, dln_error *err)
{
    Table table;
    map_init(&q->words.map, arena);
    map_init(&q->phrases, arena);
    TRY(words_numbers(data_dir, &q->words, arena, err));
    TRY(table_load(data_dir, "en/quantities.txt", arena, &table, err));
    for (uint32_t i = 0; i < table.n; i++) {
        const Row *row = &table.at[i];
        Slice forms = row_col(row, 0);
        Phrase phrase;
        bool good = read_phrase(row, &phrase);
        for (size_t b = 0, e = 0; good && e <= forms.n; e++) {
            if (e < forms.n && forms.p[e] != '|') continue;
            good = e > b && add_phrase(q, (Slice){forms.p + b, e - b}, &phrase, arena);
            b = e + 1;
        }
        if (!good)
            return err_fill(err, DLN_ERR_DATA, "open", "quantities.txt, line %u: not a phrase",
                            row->line);
    }
    return DLN_OK;
}
