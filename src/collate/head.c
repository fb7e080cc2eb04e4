/* head.c - the story's head: title, first and last day, places, a key that does not hang on the
 * order of reports.
 *
 * In: the finished record. Out: record->title, from, to, places, key. The title is the headline
 * whose words most other reports use in theirs or in their opening (so that no outlet's slant
 * stands alone); a question, or one with a figure that most give otherwise, gives way. */
#include "collate/join.h"
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* How many of the words of a headline other reports use in their headline or opening, each word by
 * the reports that do, over the root of their number: what most tell, in few words. */
enum { MAX_TITLES = 64, OPENING = 700, SHORT_WORD = 3 };

static Slice opening_of(const Report *r)
{
    return (Slice){r->text.p, r->text.n < OPENING ? r->text.n : OPENING};
}

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || ((unsigned char)c & 0x80);
}

/* Next word of `text` from *at on; empty at the end. */
static Slice next_word(Slice text, size_t *at)
{
    while (*at < text.n && !is_letter(text.p[*at]))
        ++*at;
    size_t b = *at;
    while (*at < text.n && is_letter(text.p[*at]))
        ++*at;
    return (Slice){text.p + b, *at - b};
}

/* What a word has in common with its other forms, roughly: "kills" and "killed", "Romanian" and
 * "Romania's". */
static Slice stem_of(Slice word)
{
    size_t n = word.n > 6 ? word.n - 2 : word.n > 4 ? word.n - 1 : word.n;
    while (n > 1 && ((unsigned char)word.p[n] & 0xC0) == 0x80 && n < word.n)
        n--;
    return (Slice){word.p, n};
}

/* The words of a report's headline and opening in small letters (ASCII), sorted. */
typedef VEC(Slice) TopWords;

static int by_letters(const void *x, const void *y)
{
    return slice_cmp(*(const Slice *)x, *(const Slice *)y);
}

static Slice small_letters(Arena *arena, Slice text)
{
    char *small = ARENA_ARRAY(arena, char, text.n + 1);
    return small ? slice_lower(text, small, text.n) : (Slice){NULL, 0};
}

static bool add_words(Arena *arena, Slice text, TopWords *top)
{
    Slice small = small_letters(arena, text), word;
    for (size_t at = 0; (word = next_word(small, &at)).n;)
        if (!VEC_PUSH(arena, top, word)) return false;
    return small.p != NULL;
}

static bool top_words(Arena *arena, const Report *r, TopWords *top)
{
    *top = (TopWords){0};
    if (!add_words(arena, r->title, top) || !add_words(arena, opening_of(r), top)) return false;
    list_sort(top->at, top->n, sizeof *top->at, by_letters);
    return true;
}

/* Does a word begin like this one, which is in small letters? */
static bool begins_word(const TopWords *top, Slice word)
{
    uint32_t i;
    LIST_FIRST(i, top->n, slice_cmp(top->at[i], word) < 0);
    return i < top->n && slice_starts(top->at[i], word);
}

typedef struct Rival {
    uint32_t report;
    Slice title; /* in small letters */
    TopWords top;
} Rival;

static double title_weight(const Join *join, const Rival *own, const Rival *rival, uint32_t n)
{
    uint32_t words = 0, shared = 0;
    for (size_t at = 0;;) {
        Slice word = stem_of(next_word(own->title, &at));
        if (!word.n) break;
        if (word.n <= SHORT_WORD && !isdigit((unsigned char)*word.p)) continue;
        words++;
        for (uint32_t k = 0; k < n; k++) {
            uint32_t report = rival[k].report;
            if (join->voice[report] == report && report != join->voice[own->report])
                shared += begins_word(&rival[k].top, word);
        }
    }
    double weight = shared / sqrt(words + 6.0);
    if (slice_ends(own->title, SLICE("?"))) weight *= 0.7;
    Span title = join->record->report[own->report]->title_span;
    return record_outvoiced(join->record, own->report, title) ? weight * 0.6 : weight;
}

/* Of a pile of thousands the first by their bytes compete. */
static dln_status set_title(Join *join)
{
    Record *r = join->record;
    uint32_t n = r->n_reports < MAX_TITLES ? r->n_reports : MAX_TITLES, best = NONE;
    Rival *rival = ARENA_ARRAY(join->scratch, Rival, n);
    double most = 0;
    for (uint32_t k = 0; rival && k < n; k++) {
        const Report *report = r->report[join->order[k]];
        rival[k] = (Rival){.report = join->order[k],
                           .title = small_letters(join->scratch, report->title)};
        if (!top_words(join->scratch, report, &rival[k].top)) break;
    }
    if (join->scratch->failed) return arena_status(join->scratch);
    for (uint32_t k = 0; k < n; k++) {
        if (!rival[k].title.n) continue;
        double weight = title_weight(join, &rival[k], rival, n);
        if (best != NONE && !(weight > most)) continue;
        best = rival[k].report;
        most = weight;
    }
    if (best != NONE) r->title = r->report[best]->title;
    return DLN_OK;
}

/* Days of the events that are not background, told by dates of a month at most; else of the
 * reports. */
static void set_days(Join *join)
{
    Record *r = join->record;
    for (uint32_t i = 0; i < r->events.n; i++) {
        const RecordEvent *e = &r->events.at[i];
        if (e->background || e->from == DAY_UNKNOWN || e->to - e->from > 31) continue;
        if (r->from == DAY_UNKNOWN || e->from < r->from) r->from = e->from;
        if (r->to == DAY_UNKNOWN || e->to > r->to) r->to = e->to;
    }
    for (uint32_t i = 0; i < r->n_reports && r->from == DAY_UNKNOWN; i++)
        if (join->day[i] != DAY_UNKNOWN) r->from = r->to = join->day[i];
}

static dln_status set_places(Join *join)
{
    Record *r = join->record;
    uint32_t *count = ARENA_ARRAY(join->scratch, uint32_t, r->entities.n + 1);
    if (!count) return arena_status(join->scratch);
    for (uint32_t i = 0; i < r->events.n; i++)
        if (r->events.at[i].place < r->entities.n && !r->events.at[i].background)
            count[r->events.at[i].place] += r->events.at[i].mentions.n;
    for (uint32_t round = 0; round < 3; round++) {
        uint32_t best = NONE;
        for (uint32_t i = 0; i < r->entities.n; i++)
            if (count[i] && (best == NONE || count[i] > count[best])) best = i;
        if (best == NONE) break;
        count[best] = 0;
        if (!VEC_PUSH(&r->arena, &r->places, best)) return arena_status(&r->arena);
    }
    return DLN_OK;
}

static void set_key(Join *join)
{
    uint64_t high = 0, low = 0;
    for (uint32_t k = 0; k < join->in->n; k++) {
        Slice sha = {join->record->report[join->order[k]]->sha256, 64};
        Slice bytes = sha.p[0] ? sha : join->record->report[join->order[k]]->text;
        high = hash_bytes(bytes, high + 1);
        low = hash_bytes(bytes, low + 2);
    }
    snprintf(join->record->key, sizeof join->record->key, "%016llx%016llx",
             (unsigned long long)high, (unsigned long long)low);
}

dln_status build_head(Join *join)
{
    TRY(set_title(join));
    set_days(join);
    set_key(join);
    return set_places(join);
}
