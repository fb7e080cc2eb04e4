/* fuzz_times.c - any text as a report: times and quantities in every mode, with and without a date;
 * every span must lie in the text and every end of a range in its range. The rules are opened once.
 */
#include "base/utf8.h"
#include "mean/quantities/quantities.h"
#include "mean/times/times.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Times *times;
static Quantities *quantities;
static Arena words;

static void open_once(void)
{
    dln_error err;
    const char *dir = getenv("DATELINE_DATA") ? getenv("DATELINE_DATA") : "data";
    if (times) return;
    arena_init(&words, 0);
    if (times_open(dir, &words, &times, &err) != DLN_OK ||
        quantities_open(dir, &words, &quantities, &err) != DLN_OK)
        abort();
}

static void check(const Findings *f, Slice text)
{
    for (uint32_t i = 0; i < f->times.n; i++) {
        const TimeMention *m = &f->times.at[i];
        if (m->span.b >= m->span.e || m->span.e > text.n || m->value.n == 0) abort();
        if (m->part_of != NONE && !span_in(m->span, f->times.at[m->part_of].span)) abort();
    }
    for (uint32_t i = 0; i < f->quantities.n; i++) {
        const Quantity *q = &f->quantities.at[i];
        if (q->span.b >= q->span.e || q->span.e > text.n || !span_in(q->number, q->span)) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 1 << 16) return 0;
    open_once();
    Arena arena, scratch;
    arena_init(&arena, 64u << 20);
    arena_init(&scratch, 64u << 20);
    uint32_t bad;
    Slice text = utf8_mend((Slice){(const char *)data + 1, size - 1}, &arena, &bad);
    Report report = {.text = text, .published = {.day = DAY_UNKNOWN}};
    if (data[0] & 8) report.dateline.when = (PartDate){0, 2, 29};
    for (TimesMode mode = TIMES_NEWS; mode <= TIMES_FORWARD; mode++) {
        Findings f = {.report = &report};
        TimesOptions options = {.mode = mode,
                                .day = data[0] & 4 ? 15000 + data[0] : DAY_UNKNOWN,
                                .minute = data[0] & 2 ? 600 : -1};
        if (mean_times_as(times, &report, &options, &f, &arena, &scratch) != DLN_OK) continue;
        if (mean_quantities(quantities, &report, &f, &arena, &scratch) == DLN_OK) check(&f, text);
    }
    arena_free(&arena);
    arena_free(&scratch);
    return 0;
}
