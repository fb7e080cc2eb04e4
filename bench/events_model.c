/* events_model.c - features of a sentence and the linear models over them.
 *
 * In: text (and a marked pair). Out: margins of classes. Idea: linear classifiers over hashed
 * n-grams, as strong as anything of that size on short event texts, with the frames of
 * data/en/frames.txt as features that carry from news to other prose.
 *
 * Known to get wrong: what hangs on who is meant by a pronoun, long sentences with several events.
 */
#include "events_model.h"
#include "mean/events/events_compose.h"
#include "base/utf8.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SENTENCE_WORDS 400u /* later words of a sentence are not looked at */
#define BUCKET_BITS 16

const char *const event_task_name[EVENT_TASKS] = {"relation", "penta", "police", "conflict30",
                                                  "type"};

typedef struct Bag {
    VEC(uint32_t) h;
} Bag;
typedef struct Build {
    const Frames *frames, *parties;
    Arena *arena;
    Slice text;
    FrameWord *word;
    Span *span;
    uint32_t n;
    uint8_t *zone; /* of each word: 0 before the first of the pair, 1 between, 2 behind, 3 in the
                      source, 4 in the target */
    Bag bag[FEATURE_GROUPS];
    bool failed;
} Build;

/* ---- words ---- */

static bool word_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

static size_t word_end(Slice text, size_t i)
{
    size_t start = i;
    while (i < text.n) {
        unsigned char c = (unsigned char)text.p[i];
        bool inner = (c == '-' || c == '\'' || c == '.' || c == '&') && i > start &&
                     i + 1 < text.n && word_byte((unsigned char)text.p[i + 1]);
        if (c == '.' && inner && i - start > 1 && text.p[i - 2] != '.' && text.p[i - 1] != '.')
            inner = false; /* "u.s" yes, "end.The" no */
        if (!word_byte(c) && !inner) break;
        i++;
    }
    return i > start ? i : start + 1;
}

/* Cuts "n't" and "'s" off, as the frames want them. */
static size_t clitic_at(Slice form)
{
    if (form.n > 3 && (slice_ends(form, SLICE("n't")) || slice_ends(form, SLICE("'ll"))))
        return form.n - 3;
    if (form.n > 2 && slice_ends(form, SLICE("'s"))) return form.n - 2;
    return 0;
}

static void add_word(Build *b, size_t from, size_t end)
{
    if (b->n >= SENTENCE_WORDS) return;
    Slice lower = text_lower((Slice){b->text.p + from, end - from}, b->arena);
    if (!lower.p) {
        b->failed = true;
        return;
    }
    size_t cut = clitic_at(lower);
    if (cut && cut < end - from) {
        add_word(b, from, from + cut);
        add_word(b, from + cut, end);
        return;
    }
    b->word[b->n] = (FrameWord){.lower = lower};
    b->span[b->n++] = (Span){(uint32_t)from, (uint32_t)end};
}

static void cut_words(Build *b)
{
    for (size_t i = 0; i < b->text.n && b->n < SENTENCE_WORDS;) {
        if ((unsigned char)b->text.p[i] <= ' ') {
            i++;
            continue;
        }
        size_t end = word_end(b->text, i);
        add_word(b, i, end);
        i = end;
    }
}

static void mark_zones(Build *b, Span source, Span target)
{
    Span first = source.b <= target.b ? source : target,
         second = source.b <= target.b ? target : source;
    for (uint32_t i = 0; i < b->n; i++) {
        if (span_meet(b->span[i], source))
            b->zone[i] = 3;
        else if (span_meet(b->span[i], target))
            b->zone[i] = 4;
        else
            b->zone[i] = span_empty(first) || b->span[i].b < first.b ? 0
                         : b->span[i].b < second.b                   ? 1
                                                                     : 2;
    }
}

/* ---- features ---- */

static void put(Build *b, FeatureGroup group, Slice a, Slice second, Slice third, uint32_t kind)
{
    uint64_t h = hash_bytes(a, kind);
    if (second.p) h = hash_bytes(second, h * 31 + 7);
    if (third.p) h = hash_bytes(third, h * 31 + 11);
    if (!VEC_PUSH(b->arena, &b->bag[group].h,
                  (uint32_t)((h ^ h >> 32) & ((1u << BUCKET_BITS) - 1))))
        b->failed = true;
}
static const Slice nothing = {NULL, 0};

/* What a word is called in features: numbers are one, the pair has its own names. */
static Slice called(const Build *b, uint32_t i)
{
    if (b->zone[i] == 3) return SLICE("<S>");
    if (b->zone[i] == 4) return SLICE("<T>");
    Slice w = b->word[i].lower;
    return w.n && w.p[0] >= '0' && w.p[0] <= '9' ? SLICE("<N>") : w;
}

/* The row of words with each actor of the pair as one. */
static uint32_t called_row(const Build *b, Slice *row, uint8_t *zone)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        if (i && b->zone[i] >= 3 && b->zone[i] == b->zone[i - 1]) continue;
        zone[n] = b->zone[i];
        row[n++] = called(b, i);
    }
    return n;
}

static void word_features(Build *b, bool pair)
{
    Slice *row = ARENA_ARRAY(b->arena, Slice, b->n + 1);
    uint8_t *zone = ARENA_ARRAY(b->arena, uint8_t, b->n + 1);
    if (!row || !zone) {
        b->failed = true;
        return;
    }
    uint32_t n = called_row(b, row, zone);
    static const char *const zones[] = {"0", "1", "2", "3", "4"};
    for (uint32_t i = 0; i < n; i++) {
        put(b, FEATURE_WORDS, row[i], nothing, nothing, 1);
        if (i + 1 < n) put(b, FEATURE_WORDS, row[i], row[i + 1], nothing, 2);
        if (i + 2 < n) put(b, FEATURE_WORDS, row[i], row[i + 1], row[i + 2], 3);
        if (i + 2 < n) put(b, FEATURE_WORDS, row[i], row[i + 2], nothing, 4);
        if (pair) put(b, FEATURE_PLACE, row[i], slice_of(zones[zone[i]]), nothing, 5);
        if (pair && i + 1 < n && zone[i] == 1 && zone[i + 1] == 1)
            put(b, FEATURE_PLACE, row[i], row[i + 1], SLICE("1"), 6);
    }
    if (n) put(b, FEATURE_WORDS, row[0], nothing, nothing, 7);
}

static void letter_features(Build *b)
{
    for (uint32_t i = 0; i < b->n; i++) {
        if (b->zone[i] >= 3) continue;
        Slice w = arena_printf(b->arena, "<%.*s>", (int)b->word[i].lower.n, b->word[i].lower.p);
        if (!w.p) {
            b->failed = true;
            return;
        }
        for (size_t size = 3; size <= 5; size++)
            for (size_t at = 0; at + size <= w.n; at++)
                put(b, FEATURE_LETTERS, (Slice){w.p + at, size}, nothing, nothing, 8);
    }
}

static void frame_features(Build *b, bool pair)
{
    FrameHit *hit = ARENA_ARRAY(b->arena, FrameHit, b->n + 1);
    Coding *told = ARENA_ARRAY(b->arena, Coding, b->n + 1);
    if (!hit || !told) {
        b->failed = true;
        return;
    }
    frames_guess_kinds(b->word, b->n);
    frames_words(b->frames, b->word, b->n);
    uint32_t n = frames_match(b->frames, b->word, b->n, hit, b->n),
             made = coding_line(b->frames, hit, n, told, b->n);
    static const char *const zones[] = {"0", "1", "2", "3", "4"};
    for (uint32_t i = 0; i < n; i++) {
        Slice name = frames_sense_name(b->frames, hit[i].sense),
              zone = slice_of(zones[b->zone[hit[i].first]]);
        put(b, FEATURE_FRAMES, name, nothing, nothing, 9);
        if (pair) put(b, FEATURE_FRAMES, name, zone, nothing, 10);
        if (i + 1 < n)
            put(b, FEATURE_FRAMES, name, frames_sense_name(b->frames, hit[i + 1].sense), nothing,
                11);
        if (i + 2 < n)
            put(b, FEATURE_FRAMES, name, frames_sense_name(b->frames, hit[i + 1].sense),
                frames_sense_name(b->frames, hit[i + 2].sense), 14);
    }
    const Coding *best = NULL, *between = NULL;
    for (uint32_t i = 0; i < made; i++) {
        put(b, FEATURE_FRAMES, (Slice){told[i].code, 2}, nothing, nothing, 12);
        if (!best || told[i].rank > best->rank) best = &told[i];
        if (b->zone[hit[told[i].first].first] == 1 && (!between || told[i].rank > between->rank))
            between = &told[i];
    }
    if (best) {
        put(b, FEATURE_FRAMES, (Slice){best->code, 2}, SLICE("best"), nothing, 13);
        put(b, FEATURE_FRAMES, slice_of(best->code), SLICE("best"), nothing, 13);
    }
    if (pair && between)
        put(b, FEATURE_FRAMES, (Slice){between->code, 2}, SLICE("between"), nothing, 13);
    if (made) put(b, FEATURE_FRAMES, (Slice){told[0].code, 2}, SLICE("first"), nothing, 13);
}

/* Who with what: the kinds of party and their neighbours in the row of acts ("police" "arrest",
 * "arrest" "crowd"). */
static void party_features(Build *b)
{
    FrameHit *party = ARENA_ARRAY(b->arena, FrameHit, b->n + 1),
             *act = ARENA_ARRAY(b->arena, FrameHit, b->n + 1);
    if (!party || !act) {
        b->failed = true;
        return;
    }
    uint32_t n_acts = frames_match(b->frames, b->word, b->n, act, b->n);
    frames_words(b->parties, b->word, b->n);
    uint32_t n = frames_match(b->parties, b->word, b->n, party, b->n);
    for (uint32_t i = 0, a = 0; i < n; i++) {
        Slice name = frames_sense_name(b->parties, party[i].sense);
        put(b, FEATURE_PARTIES, name, nothing, nothing, 15);
        if (i + 1 < n)
            put(b, FEATURE_PARTIES, name, frames_sense_name(b->parties, party[i + 1].sense),
                nothing, 16);
        while (a < n_acts && act[a].first < party[i].first)
            a++;
        if (a > 0)
            put(b, FEATURE_PARTIES, frames_sense_name(b->frames, act[a - 1].sense), name, nothing,
                17);
        if (a < n_acts)
            put(b, FEATURE_PARTIES, name, frames_sense_name(b->frames, act[a].sense), nothing, 18);
        for (uint32_t k = 0; k < n_acts; k++)
            put(b, FEATURE_PARTIES, name, frames_sense_name(b->frames, act[k].sense), nothing, 19);
    }
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void finish(Build *b, Features *features)
{
    for (uint32_t g = 0; g < FEATURE_GROUPS; g++) {
        uint32_t *at = b->bag[g].h.at, n = b->bag[g].h.n, kept = 0;
        list_sort(at, n, sizeof *at, by_value);
        for (uint32_t i = 0; i < n; i++)
            if (i == 0 || at[i] != at[i - 1]) at[kept++] = at[i];
        features->at[g] = at;
        features->n[g] = kept;
    }
}

dln_status event_features(const Frames *frames, const Frames *parties, Slice text, Span source,
                          Span target, Arena *arena, Features *features)
{
    Build b = {.frames = frames, .parties = parties, .arena = arena, .text = text};
    bool pair = !span_empty(source) || !span_empty(target);
    b.word = ARENA_ARRAY(arena, FrameWord, SENTENCE_WORDS + 1);
    b.span = ARENA_ARRAY(arena, Span, SENTENCE_WORDS + 1);
    b.zone = ARENA_ARRAY(arena, uint8_t, SENTENCE_WORDS + 1);
    if (!b.word || !b.span || !b.zone) return arena_status(arena);
    cut_words(&b);
    mark_zones(&b, source, target);
    word_features(&b, pair);
    letter_features(&b);
    frame_features(&b, pair);
    party_features(&b);
    finish(&b, features);
    return b.failed ? arena_status(arena) : DLN_OK;
}

/* ---- models ---- */

/* Sections of a task: "relation.names" (lines), "relation.scale" f32[classes], "relation.bias"
 * f32[classes], "relation.w" i8[buckets][classes]. */
static dln_status open_task(EventModel *model, EventTask task, dln_error *err)
{
    char section[24];
    const uint8_t *part[4];
    size_t n[4];
    static const char *const parts[] = {"names", "scale", "bias", "w"};
    for (uint32_t i = 0; i < 4; i++) {
        snprintf(section, sizeof section, "%s.%s", event_task_name[task], parts[i]);
        if (!datafile_section(&model->data, section, &part[i], &n[i]))
            return DLN_OK; /* not trained */
    }
    uint32_t classes = 0;
    for (size_t i = 0; i < n[0]; i++)
        classes += part[0][i] == '\n';
    if (classes == 0 || classes > EVENT_CLASSES_MAX || n[1] != classes * sizeof(float) ||
        n[2] != n[1] || n[3] != (size_t)classes << BUCKET_BITS) {
        return err_fill(err, DLN_ERR_DATA, "open", "events.model: sizes of %s do not fit",
                        event_task_name[task]);
    }
    model->task[task].classes = classes;
    model->task[task].names = (Slice){(const char *)part[0], n[0]};
    model->task[task].scale = (const float *)(const void *)part[1];
    model->task[task].bias = (const float *)(const void *)part[2];
    model->task[task].weight = (const int8_t *)(const void *)part[3];
    return DLN_OK;
}

dln_status event_model_open(const char *data_dir, EventModel *model, dln_error *err)
{
    memset(model, 0, sizeof *model);
    char name[4200];
    if (snprintf(name, sizeof name, "%s/events.model", data_dir) >= (int)sizeof name ||
        access(name, F_OK) != 0)
        return DLN_OK;
    TRY(datafile_open(data_dir, "events.model", &model->data, err));
    for (uint32_t task = 0; task < EVENT_TASKS; task++) {
        dln_status status = open_task(model, (EventTask)task, err);
        if (status != DLN_OK) {
            event_model_close(model);
            return status;
        }
    }
    return DLN_OK;
}

void event_model_close(EventModel *model)
{
    datafile_close(&model->data);
    memset(model, 0, sizeof *model);
}

/* A dense sum per group: integers, so that the order of features changes nothing. */
static void add_group(const int8_t *weight, uint32_t classes, const uint32_t *feature, uint32_t n,
                      int32_t sum[EVENT_CLASSES_MAX])
{
    for (uint32_t i = 0; i < n; i++) {
        const int8_t *row = weight + (size_t)feature[i] * classes;
        for (uint32_t c = 0; c < classes; c++)
            sum[c] += row[c];
    }
}

bool event_scores(const EventModel *model, EventTask task, const Features *features, float *score)
{
    uint32_t classes = model->task[task].classes;
    if (classes == 0) return false;
    for (uint32_t c = 0; c < classes; c++)
        score[c] = model->task[task].bias[c];
    for (uint32_t g = 0; g < FEATURE_GROUPS; g++) {
        int32_t sum[EVENT_CLASSES_MAX] = {0};
        if (features->n[g] == 0) continue;
        add_group(model->task[task].weight, classes, features->at[g], features->n[g], sum);
        float norm = 1.0f / __builtin_sqrtf((float)features->n[g]);
        for (uint32_t c = 0; c < classes; c++)
            score[c] += (float)sum[c] * norm * model->task[task].scale[c];
    }
    return true;
}

Slice event_class_name(const EventModel *model, EventTask task, uint32_t i)
{
    Slice names = model->task[task].names;
    for (size_t at = 0, n; at < names.n; at += n + 1, i--) {
        n = slice_find((Slice){names.p + at, names.n - at}, SLICE("\n"));
        if (n == SIZE_MAX) break;
        if (i == 0) return (Slice){names.p + at, n};
    }
    return (Slice){"", 0};
}
