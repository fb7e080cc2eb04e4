/* predict_growth.c - how fast stories and copies are, and whether an arrival stays as cheap when
 * there are many.
 *
 *   bench/predict stories-speed FILE.jsonl   real reports: microseconds each of copies (probe,
 * alignment) and stories, one thread bench/predict stories-growth N[,LIVE]    N generated reports
 * of about 2 KB through one desk that keeps LIVE (100,000): one JSON line each time their number
 * has doubled: reports a second, 99th percentile, memory, all since the last line
 *
 * Generated reports: one in three tells of a new incident (own names, places, numbers), one in
 * three retells a recent one, one in ten is a copy with a new head, the rest are about nothing in
 * particular. CPU time of the thread; generation is not counted. */
#include "predict.h"
#include "base/civil.h"
#include "story/desk.h"
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static double cpu_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static long resident_mb(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return use.ru_maxrss / 1024;
}

/* ---- generated reports ---- */

typedef struct Dice {
    uint64_t state;
} Dice;

static uint32_t roll(Dice *dice, uint32_t sides)
{ /* xorshift64* */
    dice->state ^= dice->state >> 12, dice->state ^= dice->state << 25,
        dice->state ^= dice->state >> 27;
    return (uint32_t)((dice->state * 0x2545F4914F6CDD1Du) >> 33) % sides;
}

static size_t put_word(char *out, uint32_t word)
{
    static const char *const parts[] = {"ba", "ren", "to", "mi",  "sal", "ve",  "dor", "ni",
                                        "ka", "lus", "pe", "tan", "go",  "rim", "fe",  "hol"};
    size_t n = 0;
    for (uint32_t w = word + 16; w; w /= 16)
        n += (size_t)sprintf(out + n, "%s", parts[w % 16]);
    return n;
}

/* Zipf-like: half of all words are among a few dozen. */
static uint32_t common_word(Dice *dice)
{
    return roll(dice, 1 + roll(dice, 1 + roll(dice, 20000)));
}

enum { TEXT_ROOM = 4096, RECENT = 512 };
typedef struct Maker {
    Dice dice;
    uint32_t recent[RECENT];
    uint32_t made;
    char title[512], text[TEXT_ROOM], last[TEXT_ROOM];
} Maker;

static size_t put_name(char *out, uint32_t incident, uint32_t k)
{
    Dice own = {incident * 0x9E3779B97F4A7C15u + 0x1234567u + k * 0x51ED270Bu};
    roll(&own, 2);
    size_t n = put_word(out, 1000 + roll(&own, 60000));
    out[0] = (char)(out[0] - 32);
    return n;
}

static void put_sentence(Maker *m, size_t *n, uint32_t incident)
{
    for (uint32_t w = 0, words = 12 + roll(&m->dice, 10); w < words && *n + 64 < TEXT_ROOM; w++) {
        if (incident && roll(&m->dice, 9) == 0)
            *n += put_name(m->text + *n, incident, roll(&m->dice, 6));
        else if (incident && roll(&m->dice, 30) == 0)
            *n += (size_t)sprintf(m->text + *n, "%u", 100 + incident % 9000);
        else
            *n += put_word(m->text + *n, common_word(&m->dice));
        m->text[(*n)++] = w + 1 == words ? '.' : ' ';
    }
    m->text[(*n)++] = roll(&m->dice, 3) ? ' ' : '\n';
}

static void make_copy(Maker *m)
{
    size_t n = (size_t)sprintf(m->text, "Head %u. ", m->made);
    memcpy(m->text + n, m->last, strlen(m->last) + 1); /* at most 2,100 bytes */
}

static void make_report(Maker *m, int32_t *day)
{
    uint32_t kind = roll(&m->dice, 30), incident = 0;
    if (kind < 10)
        incident = ++m->made, m->recent[incident % RECENT] = incident;
    else if (kind < 20)
        incident = m->recent[roll(&m->dice, RECENT)];
    *day = 15000 + (int32_t)(m->made / 2000);
    size_t n = put_name(m->title, incident ? incident : 1 + roll(&m->dice, 1u << 30), 0);
    m->title[n++] = ' ';
    n += put_word(m->title + n, common_word(&m->dice));
    m->title[n] = 0;
    if (kind < 23 && kind >= 20 && m->last[0]) {
        make_copy(m);
        return;
    }
    for (n = 0; n < 2000;)
        put_sentence(m, &n, incident);
    m->text[n] = 0;
    memcpy(m->last, m->text, n + 1);
}

/* ---- growth ---- */

static int by_value(const void *x, const void *y)
{
    float a = *(const float *)x, b = *(const float *)y;
    return (a > b) - (a < b);
}

static void print_growth(uint32_t reports, float *seconds, uint32_t n, uint32_t stories,
                         uint32_t copies)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += (double)seconds[i];
    qsort(seconds, n, sizeof *seconds, by_value);
    printf("{\"reports\":%u,\"reports_per_s\":%.0f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.2f,"
           "\"rss_mb\":%ld,\"stories\":%u,\"copies\":%u}\n",
           reports, n / sum, (double)seconds[n / 2] * 1e3, (double)seconds[n / 100 * 99] * 1e3,
           (double)seconds[n - 1] * 1e3, resident_mb(), stories, copies);
    fflush(stdout);
}

static dln_status grow(Desk *desk, uint32_t most, Maker *m, Arena *arena, float *seconds)
{
    uint32_t n = 0, next = 10000, stories = 0, copies = 0;
    int32_t day;
    DeskAnswer answer;
    for (uint32_t i = 1; i <= most; i++) {
        make_report(m, &day);
        PileReport report = {.title = slice_of(m->title), .text = slice_of(m->text), .day = day};
        double start = cpu_now();
        TRY(desk_add(desk, &report, arena, &answer));
        seconds[n++] = (float)(cpu_now() - start);
        arena_free(arena);
        stories += answer.story.story == answer.story.report;
        copies += answer.copy.is_copy;
        if (i < next && i < most) continue;
        print_growth(i, seconds, n, stories, copies);
        next *= 2, n = 0;
    }
    return DLN_OK;
}

static dln_status growth_task(const StoryModel *model, const char *input)
{
    uint32_t most = (uint32_t)strtoul(input, NULL, 10);
    const char *comma = strchr(input, ',');
    Maker *maker = calloc(1, sizeof *maker);
    float *seconds = malloc((most + 1) * sizeof *seconds);
    Arena arena;
    Desk *desk = NULL;
    if (!maker || !seconds) return DLN_ERR_NOMEM;
    maker->dice.state = 20230417;
    arena_init(&arena, 0);
    dln_status status = desk_new(model, comma ? (uint32_t)strtoul(comma + 1, NULL, 10) : DESK_LIVE,
                                 &desk);
    if (status == DLN_OK) status = grow(desk, most, maker, &arena, seconds);
    desk_free(desk);
    free(seconds);
    free(maker);
    return status;
}

/* ---- speed on real reports ---- */

typedef struct Texts {
    Arena arena;
    VEC(PileReport) at;
    uint64_t bytes;
} Texts;

static int take_text(json_t *object, void *context)
{
    Texts *t = context;
    size_t n, m;
    const char *title = row_string(object, "title", &n), *text = row_string(object, "text", &m);
    PileReport report = {.title = arena_copy(&t->arena, (Slice){title, n}),
                         .text = arena_copy(&t->arena, (Slice){text, m}),
                         .day = 17000 + (int32_t)(t->at.n / 50)};
    t->bytes += m;
    return VEC_PUSH(&t->arena, &t->at, report) ? 0 : 1;
}

/* CPU seconds of one pass; `texts` are read into words only, through copies, or through stories. */
static double time_words(const StoryModel *model, const Texts *t, Arena *scratch)
{
    double start = cpu_now();
    for (uint32_t i = 0; i < t->at.n; i++) {
        Words words;
        ArenaMark mark = arena_mark(scratch);
        words_read(&model->fold, t->at.at[i].text, 65536, scratch, &words);
        arena_rewind(scratch, mark);
    }
    return cpu_now() - start;
}

static double time_copies(const Texts *t, Arena *scratch, uint32_t *copies)
{
    CopyIndex *index;
    Arena arena;
    arena_init(&arena, 0);
    if (copies_new(DESK_LIVE, &index) != DLN_OK) return 0;
    double start = cpu_now();
    for (uint32_t i = 0; i < t->at.n; i++) {
        CopyLink link;
        if (copies_add(index, t->at.at[i].text, &arena, scratch, &link) == DLN_OK)
            *copies += link.is_copy;
    }
    double took = cpu_now() - start;
    copies_free(index);
    arena_free(&arena);
    return took;
}

static double time_stories(const StoryModel *model, const Texts *t, Arena *scratch)
{
    StoryStream *stream;
    StoryAnswer answer;
    if (stream_new(model, DESK_LIVE, &stream) != DLN_OK) return 0;
    double start = cpu_now();
    for (uint32_t i = 0; i < t->at.n; i++)
        stream_add(stream, t->at.at[i].title, t->at.at[i].text, t->at.at[i].day, NONE, scratch,
                   &answer);
    double took = cpu_now() - start;
    stream_free(stream);
    return took;
}

static dln_status speed_task(const StoryModel *model, const char *input)
{
    Texts t = {0};
    Arena scratch;
    uint32_t copies = 0;
    arena_init(&t.arena, 0);
    arena_init(&scratch, 0);
    if (predict_rows(input, take_text, &t) || t.at.n == 0) return DLN_ERR_IO;
    double words = time_words(model, &t, &scratch), copy = time_copies(&t, &scratch, &copies),
           story = time_stories(model, &t, &scratch), n = t.at.n;
    printf("{\"reports\":%u,\"kb_each\":%.2f,\"words_per_s\":%.0f,\"copies_per_s\":%.0f,\"copies\":"
           "%u,\"stories_per_s\":%.0f}\n",
           t.at.n, (double)t.bytes / n / 1e3, n / words, n / copy, copies, n / story);
    arena_free(&t.arena);
    arena_free(&scratch);
    return DLN_OK;
}

int predict_growth(const dln *engine, const char *task, const char *input)
{
    dln_status status = strcmp(task, "stories-growth") == 0 ? growth_task(&engine->story, input)
                                                            : speed_task(&engine->story, input);
    if (status != DLN_OK) fprintf(stderr, "predict %s: %s\n", task, dln_status_text(status));
    return status != DLN_OK;
}
