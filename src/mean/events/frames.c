/* frames.c - loads the frames and finds them in words.
 *
 * In: data/en/{acts,frames,verbforms}.txt; lower-cased words. Out: hits.
 *
 * Idea: each pattern word stands for a lexeme; every form of a lexeme (spelling rules below,
 * irregular ones listed) leads to it through one map, so that a word knows its lexemes after one
 * look-up and no lemmatiser or tagger is needed. Patterns hang on the lexeme of their first word,
 * most words first.
 *
 * Known to get wrong: nouns and verbs of one spelling when tags are missing ("strike", "march"),
 * and gaps over a clause border. */
#include "mean/events/frames.h"
#include <stdio.h>
#include <stdlib.h>

#define PATTERN_WORDS 6
#define GAP_WORDS 5

typedef struct FrameLink {
    uint32_t lexeme, next;
} FrameLink;
typedef struct FrameLexeme {
    Slice name;
    uint32_t pattern;
    char kind;
} FrameLexeme; /* pattern: first that begins with it, or NONE */
typedef struct FramePattern {
    uint32_t word[PATTERN_WORDS]; /* lexemes */
    uint32_t n, sense, next;      /* next: another that begins with the same lexeme, not longer */
    bool gap[PATTERN_WORDS];      /* a gap may stand before this word */
} FramePattern;

const char *const outer_name[OUT_COUNT] = {
    "SAY",  "WILL",     "INTEND", "AGREE", "APPEAL", "DEMAND", "MUST",    "REJECT", "THREATEN",
    "DENY", "ACCUSE",   "STOP",   "LIFT",  "ALLOW",  "BAN",    "PREVENT", "FAIL",   "TRY",
    "NOT",  "CONSIDER", "IF",     "GIVE",  "SEND",   "ORDER",  "SKIP",    "AFTER"};

/* ---- forms ---- */

static bool is_vowel(char c)
{
    return c != 0 && strchr("aeiou", c) != NULL;
}

static bool add_form(Frames *frames, uint32_t lexeme, Slice form)
{
    uint32_t head = map_find(&frames->form, form);
    if (!vec_room_(frames->arena, &frames->link, frames->n_links, &frames->cap_links,
                   sizeof(FrameLink)))
        return false;
    frames->link[frames->n_links] = (FrameLink){lexeme, head};
    return map_put(&frames->form, form, frames->n_links++);
}

static bool add_joined(Frames *frames, uint32_t lexeme, Slice stem, const char *ending)
{
    Slice form = arena_printf(frames->arena, "%.*s%s", (int)stem.n, stem.p, ending);
    return form.p && add_form(frames, lexeme, form);
}

/* "visit" -> visits; "carry" -> carries; "reach" -> reaches. */
static bool add_s_form(Frames *frames, uint32_t lexeme, Slice base)
{
    char last = base.p[base.n - 1], before = base.n > 1 ? base.p[base.n - 2] : 0;
    if (last == 'y' && !is_vowel(before))
        return add_joined(frames, lexeme, (Slice){base.p, base.n - 1}, "ies");
    bool hiss = last == 's' || last == 'x' || last == 'z' ||
                (last == 'h' && (before == 'c' || before == 's')) ||
                (last == 'o' && !is_vowel(before));
    return add_joined(frames, lexeme, base, hiss ? "es" : "s");
}

/* "agree" -> agreed, agreeing; "release" -> released, releasing; "carry" -> carried, carrying. */
static bool add_regular_verb(Frames *frames, uint32_t lexeme, Slice base)
{
    char last = base.p[base.n - 1], before = base.n > 1 ? base.p[base.n - 2] : 0;
    Slice cut = {base.p, base.n - 1};
    if (last == 'e') {
        bool keep = before == 'e' || before == 'o' || before == 'y';
        return add_joined(frames, lexeme, cut, "ed") &&
               add_joined(frames, lexeme, keep ? base : cut, "ing");
    }
    if (last == 'y' && !is_vowel(before))
        return add_joined(frames, lexeme, cut, "ied") && add_joined(frames, lexeme, base, "ing");
    return add_joined(frames, lexeme, base, "ed") && add_joined(frames, lexeme, base, "ing");
}

static bool add_irregular_verb(Frames *frames, uint32_t lexeme, Slice base, const Row *row)
{
    Slice forms = row_col(row, 1);
    bool ing = false;
    while (forms.n) {
        size_t n = slice_find(forms, SLICE(" "));
        Slice form = {forms.p, n == SIZE_MAX ? forms.n : n};
        if (slice_ends(form, SLICE("ing"))) ing = true;
        if (form.n && !add_form(frames, lexeme, form)) return false;
        forms = n == SIZE_MAX ? (Slice){"", 0} : (Slice){forms.p + n + 1, forms.n - n - 1};
    }
    if (ing) return true;
    bool drop = base.p[base.n - 1] == 'e' && base.n > 2 && base.p[base.n - 2] != 'e';
    return add_joined(frames, lexeme, (Slice){base.p, base.n - drop}, "ing");
}

static bool add_forms(Frames *frames, uint32_t lexeme, Slice base, char kind)
{
    if (!add_form(frames, lexeme, base)) return false;
    if (kind == 0) return true;
    if (!add_s_form(frames, lexeme, base)) return false;
    if (kind == 'n') return true;
    uint32_t row = map_find(&frames->irregular, base);
    return row == NONE ? add_regular_verb(frames, lexeme, base)
                       : add_irregular_verb(frames, lexeme, base, &frames->verbs.at[row]);
}

/* ---- loading ---- */

static uint32_t lexeme_of(Frames *frames, Slice written)
{
    uint32_t known = map_find(&frames->lexeme_name, written);
    if (known != NONE) return known;
    char kind = written.n > 2 && written.p[written.n - 2] == '/' ? written.p[written.n - 1] : 0;
    Slice base = {written.p, kind ? written.n - 2 : written.n};
    if (!vec_room_(frames->arena, &frames->lexeme, frames->n_lexemes, &frames->cap_lexemes,
                   sizeof(FrameLexeme)))
        return NONE;
    uint32_t made = frames->n_lexemes++;
    frames->lexeme[made] = (FrameLexeme){written, NONE, kind};
    return map_put(&frames->lexeme_name, written, made) && add_forms(frames, made, base, kind)
               ? made
               : NONE;
}

/* Keeps the chain of a lexeme in order: more words first, earlier lines first. */
static void hang_pattern(Frames *frames, uint32_t index)
{
    FramePattern *made = &frames->pattern[index];
    uint32_t *place = &frames->lexeme[made->word[0]].pattern;
    while (*place != NONE && frames->pattern[*place].n >= made->n)
        place = &frames->pattern[*place].next;
    made->next = *place;
    *place = index;
}

static dln_status add_pattern(Frames *frames, Slice text, uint32_t sense)
{
    FramePattern made = {.sense = sense, .next = NONE};
    bool gap = false;
    while (text.n) {
        size_t n = slice_find(text, SLICE(" "));
        Slice word = {text.p, n == SIZE_MAX ? text.n : n};
        text = n == SIZE_MAX ? (Slice){"", 0} : slice_trim((Slice){text.p + n, text.n - n});
        if (slice_is(word, "..")) {
            gap = true;
            continue;
        }
        if (made.n == PATTERN_WORDS) return DLN_ERR_DATA;
        made.gap[made.n] = gap;
        made.word[made.n] = lexeme_of(frames, word);
        if (made.word[made.n++] == NONE) return arena_status(frames->arena);
        gap = false;
    }
    if (made.n == 0) return DLN_OK;
    if (!vec_room_(frames->arena, &frames->pattern, frames->n_patterns, &frames->cap_patterns,
                   sizeof made))
        return arena_status(frames->arena);
    frames->pattern[frames->n_patterns] = made;
    hang_pattern(frames, frames->n_patterns++);
    return DLN_OK;
}

static Slice dash_empty(Slice column)
{
    return slice_is(column, "-") ? (Slice){"", 0} : column;
}

static dln_status load_acts(const char *dir, Frames *frames, dln_error *err)
{
    Table table;
    TRY(table_load(dir, "en/acts.txt", frames->arena, &table, err));
    frames->act = ARENA_ARRAY(frames->arena, Act, table.n);
    if (!frames->act) return arena_status(frames->arena);
    for (uint32_t i = 0; i < table.n; i++) {
        const Row *row = &table.at[i];
        frames->act[i] = (Act){row_col(row, 0),
                               dash_empty(row_col(row, 1)),
                               dash_empty(row_col(row, 2)),
                               dash_empty(row_col(row, 3)),
                               dash_empty(row_col(row, 5)),
                               NONE,
                               0};
        Slice rank = row_col(row, 6);
        frames->act[i].rank = rank.n == 1 && rank.p[0] >= '0' && rank.p[0] <= '9'
                                  ? (uint32_t)(rank.p[0] - '0')
                                  : 0;
        if (!map_put(&frames->act_name, row_col(row, 0), i)) return arena_status(frames->arena);
    }
    frames->n_acts = table.n;
    for (uint32_t i = 0; i < table.n; i++)
        frames->act[i].stop = map_find(&frames->act_name, row_col(&table.at[i], 4));
    return DLN_OK;
}

static uint32_t sense_of(const Frames *frames, Slice name)
{
    for (uint32_t i = 0; i < OUT_COUNT; i++)
        if (slice_is(name, outer_name[i])) return i;
    uint32_t act = map_find(&frames->act_name, name);
    return act == NONE ? NONE : OUT_COUNT + act;
}

static dln_status load_row(Frames *frames, const char *name, const Row *row, uint32_t sense,
                           dln_error *err)
{
    Slice rest = row_col(row, 1);
    if (sense == NONE)
        return err_fill(err, DLN_ERR_DATA, "open", "%s line %u: no act of this name", name,
                        row->line);
    while (rest.n) {
        size_t n = slice_find(rest, SLICE(","));
        dln_status status = add_pattern(
            frames, slice_trim((Slice){rest.p, n == SIZE_MAX ? rest.n : n}), sense);
        if (status != DLN_OK)
            return err_fill(err, status, "open",
                            "%s line %u: a pattern of too many words, or no memory", name,
                            row->line);
        rest = n == SIZE_MAX ? (Slice){"", 0} : (Slice){rest.p + n + 1, rest.n - n - 1};
    }
    return DLN_OK;
}

static dln_status load_verbs(const char *dir, Frames *frames, dln_error *err)
{
    TRY(table_load(dir, "en/verbforms.txt", frames->arena, &frames->verbs, err));
    for (uint32_t i = 0; i < frames->verbs.n; i++)
        if (!map_put(&frames->irregular, row_col(&frames->verbs.at[i], 0), i))
            return arena_status(frames->arena);
    return DLN_OK;
}

static dln_status start(const char *data_dir, Arena *arena, Frames *frames, dln_error *err)
{
    *frames = (Frames){.arena = arena};
    Map *maps[] = {&frames->act_name, &frames->lexeme_name, &frames->form, &frames->irregular};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        map_init(maps[i], arena);
    return load_verbs(data_dir, frames, err);
}

dln_status frames_load(const char *data_dir, Arena *arena, Frames *frames, dln_error *err)
{
    Table table;
    TRY(start(data_dir, arena, frames, err));
    TRY(load_acts(data_dir, frames, err));
    TRY(table_load(data_dir, "en/frames.txt", arena, &table, err));
    for (uint32_t i = 0; i < table.n; i++)
        TRY(load_row(frames, "frames.txt", &table.at[i], sense_of(frames, row_col(&table.at[i], 0)),
                     err));
    return DLN_OK;
}

dln_status frames_load_classes(const char *data_dir, const char *name, Arena *arena, Frames *frames,
                               dln_error *err)
{
    char path[256];
    Table table;
    if (snprintf(path, sizeof path, "en/%s", name) >= (int)sizeof path)
        return err_fill(err, DLN_ERR_DATA, "open", "too long a name");
    TRY(start(data_dir, arena, frames, err));
    TRY(table_load(data_dir, path, arena, &table, err));
    frames->act = ARENA_ARRAY(arena, Act, table.n + 1);
    if (!frames->act) return arena_status(arena);
    for (uint32_t i = 0; i < table.n; i++) {
        frames->act[frames->n_acts++] = (Act){.name = row_col(&table.at[i], 0), .stop = NONE};
        TRY(load_row(frames, name, &table.at[i], OUT_COUNT + i, err));
    }
    return DLN_OK;
}

uint32_t frames_act(const Frames *frames, const char *name)
{
    return map_find(&frames->act_name, slice_of(name));
}

bool frames_word_is(const Frames *frames, Slice lower, const char *name)
{
    uint32_t steps = 0;
    for (uint32_t at = map_find(&frames->form, lower); at != NONE; at = frames->link[at].next) {
        uint32_t p = frames->lexeme[frames->link[at].lexeme].pattern;
        for (; p != NONE && steps < 256; p = frames->pattern[p].next, steps++)
            if (frames->pattern[p].n == 1 &&
                slice_is(frames_sense_name(frames, frames->pattern[p].sense), name))
                return true;
    }
    return false;
}

bool frames_word_is_nocase(const Frames *frames, Slice word, const char *name)
{
    char lower[32];
    return word.n > 0 && word.n <= sizeof lower &&
           frames_word_is(frames, slice_lower(word, lower, sizeof lower), name);
}

uint32_t frames_word_classes(const Frames *frames, Slice lower, uint32_t *out, uint32_t most)
{
    uint32_t n = 0, steps = 0;
    for (uint32_t at = map_find(&frames->form, lower); at != NONE; at = frames->link[at].next) {
        uint32_t p = frames->lexeme[frames->link[at].lexeme].pattern;
        for (; p != NONE && steps < 256; p = frames->pattern[p].next, steps++) {
            if (frames->pattern[p].n == 1 && n < most) out[n++] = frames->pattern[p].sense;
        }
    }
    return n;
}

Slice frames_lexeme(const Frames *frames, uint32_t lexeme)
{
    Slice name = frames->lexeme[lexeme].name;
    return frames->lexeme[lexeme].kind ? (Slice){name.p, name.n - 2} : name;
}

Slice frames_sense_name(const Frames *frames, uint32_t sense)
{
    return sense < OUT_COUNT ? slice_of(outer_name[sense]) : frames->act[sense - OUT_COUNT].name;
}

/* ---- matching ---- */

void frames_guess_kinds(FrameWord *words, uint32_t n)
{
    static const char *const before_noun[] = {"the",  "a",   "an",   "its",   "their",
                                              "his",  "her", "this", "these", "those",
                                              "some", "any", "'s"};
    static const char *const before_verb[] = {"to",    "will", "would", "must",  "should",
                                              "could", "can",  "may",   "might", "n't"};
    for (uint32_t i = 0; i < n; i++) {
        if (words[i].kind) continue;
        bool number = i + 1 < n && words[i + 1].lower.n && words[i + 1].lower.p[0] >= '0' &&
                      words[i + 1].lower.p[0] <= '9';
        if (number && slice_is(words[i].lower, "march")) words[i].kind = 'x'; /* the month */
        if (i == 0) continue;
        Slice before = words[i - 1].lower;
        bool bent = slice_ends(words[i].lower, SLICE("ed")) ||
                    slice_ends(words[i].lower, SLICE("ing"));
        if (!bent && SLICE_AMONG(before, before_noun))
            words[i].kind = 'n';
        else if (!slice_is(before, "to") && SLICE_AMONG(before, before_verb))
            words[i].kind = 'v';
    }
}

void frames_words(const Frames *frames, FrameWord *words, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        words[i].n = words[i].unfit = 0;
        for (uint32_t at = map_find(&frames->form, words[i].lower);
             at != NONE && words[i].n < WORD_LEXEMES; at = frames->link[at].next) {
            char kind = frames->lexeme[frames->link[at].lexeme].kind;
            bool fits = kind == 0 || words[i].kind == 0 || kind == (char)words[i].kind;
            if (!fits && (words[i].sure || words[i].kind == 'x' || words[i].kind == 'o'))
                continue; /* a word of a name, a small word */
            if (!fits) words[i].unfit |= (uint8_t)(1u << words[i].n);
            words[i].lexeme[words[i].n++] = frames->link[at].lexeme;
        }
    }
}

static bool word_has(const FrameWord *word, uint32_t lexeme, bool strict)
{
    for (uint32_t i = 0; i < word->n; i++)
        if (word->lexeme[i] == lexeme) return !(strict && (word->unfit >> i & 1));
    return false;
}

/* "air raid" is one whatever the tagger calls "raid"; a word alone, or one behind a gap, must be of
 * its kind. */
static bool loose(const FramePattern *pattern)
{
    for (uint32_t k = 1; k < pattern->n; k++)
        if (pattern->gap[k]) return false;
    return pattern->n > 1;
}

/* No gap goes over the end of a clause, marked by a sign or by a word that opens another. */
static bool ends_clause(Slice word)
{
    static const char *const marks[] = {",",     ";",      ":",       ".",    "during",
                                        "after", "before", "while",   "when", "because",
                                        "amid",  "until",  "although"};
    return SLICE_AMONG(word, marks);
}

/* Words of the pattern at `at`, into place[]; false when it does not stand there. */
static bool pattern_at(const FramePattern *pattern, const FrameWord *words, uint32_t n, uint32_t at,
                       uint32_t place[PATTERN_WORDS])
{
    bool strict = !loose(pattern);
    place[0] = at;
    if (!word_has(&words[at], pattern->word[0], strict)) return false;
    for (uint32_t k = 1, i = at + 1; k < pattern->n; k++, i++) {
        uint32_t limit = i + (pattern->gap[k] ? GAP_WORDS : 0);
        while (i < n && i < limit && !ends_clause(words[i].lower) &&
               !word_has(&words[i], pattern->word[k], strict))
            i++;
        if (i >= n || !word_has(&words[i], pattern->word[k], strict)) return false;
        place[k] = i;
    }
    return true;
}

typedef struct Best {
    const FramePattern *pattern;
    uint32_t place[PATTERN_WORDS];
    char kind;
} Best;

static bool best_at(const Frames *frames, const FrameWord *words, uint32_t n, uint32_t at,
                    Best *best)
{
    best->pattern = NULL;
    for (uint32_t l = 0; l < words[at].n; l++) {
        const FrameLexeme *lexeme = &frames->lexeme[words[at].lexeme[l]];
        for (uint32_t p = lexeme->pattern; p != NONE; p = frames->pattern[p].next) {
            const FramePattern *pattern = &frames->pattern[p];
            uint32_t place[PATTERN_WORDS];
            bool better = !best->pattern || pattern->n > best->pattern->n ||
                          (pattern->n == best->pattern->n && pattern < best->pattern);
            if (!better || !pattern_at(pattern, words, n, at, place)) continue;
            *best = (Best){.pattern = pattern, .kind = lexeme->kind};
            memcpy(best->place, place, sizeof place);
        }
    }
    return best->pattern != NULL;
}

/* Words taken by a match behind the place of reading: a small ring of flags (a match reaches at
 * most this far). */
#define REACH 64u
_Static_assert(WORD_LEXEMES <= 8, "unfit has a bit for each");
_Static_assert(PATTERN_WORDS *(GAP_WORDS + 1) < REACH, "a pattern must fit the ring");

uint32_t frames_match(const Frames *frames, const FrameWord *words, uint32_t n, FrameHit *hits,
                      uint32_t room)
{
    uint64_t taken = 0; /* bit i%64: word i */
    uint32_t made = 0;
    for (uint32_t i = 0; i < n && made < room; i++) {
        bool free_word = !(taken >> (i % REACH) & 1);
        taken &= ~(UINT64_C(1) << (i % REACH));
        Best best;
        if (!free_word || !best_at(frames, words, n, i, &best)) continue;
        for (uint32_t k = i + 1; k <= best.place[best.pattern->n - 1]; k++)
            taken |= UINT64_C(1) << (k % REACH); /* gaps too: they modify */
        if (best.pattern->sense == OUT_SKIP) continue;
        uint32_t last = best.place[best.pattern->n - 1];
        hits[made++] = (FrameHit){best.pattern->sense,
                                  i,
                                  last,
                                  (uint32_t)(best.pattern - frames->pattern),
                                  best.kind == 'v',
                                  last - i + 1 == best.pattern->n};
    }
    return made;
}
