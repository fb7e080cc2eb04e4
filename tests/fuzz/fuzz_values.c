/* fuzz_values.c - any bytes as two values of any class: reading never fails but for memory,
 * comparing is symmetric, judging holds to the set. */
#include "base/civil.h"
#include "collate/compare.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char lists[] =
    "class\tdate\tdate\nunit\tkm\tlength\t1000\nunit\tmile\tlength\t1609."
    "344\nunit\thour\ttime\t3600\nvague\tdozens\t20\t200\npart\tmorning\t240\t720\n"
    "month\tmay\t5\nweekday\tfriday\t5\ndrop\tthe\nsame\tseize\tcapture\napart\tdead\talive\nnot\tn"
    "ot\nunknown\tunknown\nrevise\tearlier\n";

static bool load(Arena *arena, ValueWords *words)
{
    if (table_parse(SLICE(lists), arena, &words->table) != DLN_OK) return false;
    map_init(&words->row, arena);
    for (uint32_t i = 0; i < words->table.n; i++) {
        const Row *row = &words->table.at[i];
        Slice key = arena_printf(arena, "%.*s %.*s", (int)row->col[0].n, row->col[0].p,
                                 (int)row_col(row, 1).n, row_col(row, 1).p);
        if (!key.p || !map_put(&words->row, key, i)) return false;
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3 || size > 4096) return 0;
    Arena arena;
    ValueWords words = {0};
    arena_init(&arena, 64u << 20);
    ValueClass class = (ValueClass)(data[0] % CLASS_COUNT);
    size_t cut = 2 + data[1] % (size - 2);
    Slice a = {(const char *)data + 2, cut - 2}, b = {(const char *)data + cut, size - cut};
    Told told[2] = {{.day = 17000}, {.day = 17400, .report = 1, .voice = 1}};
    if (load(&arena, &words) && value_parse(&words, class, a, &arena, &told[0].value) == DLN_OK &&
        value_parse(&words, class, b, &arena, &told[1].value) == DLN_OK) {
        Compared there = value_compare(NULL, &told[0].value, &told[1].value),
                 back = value_compare(NULL, &told[1].value, &told[0].value);
        if (there.relation != back.relation) abort();
        if (value_compare(NULL, &told[0].value, &told[0].value).relation != RELATION_SAME) abort();
        if (value_judge(NULL, told, 2).verdict == DLN_ONLY) abort();
        Report report = {.text = {(const char *)data, size}, .published = {.day = DAY_UNKNOWN}};
        report_day(&words, &report);
        words_revise(&words, report.text, (Span){(uint32_t)(cut / 2), (uint32_t)cut});
    }
    arena_free(&arena);
    return 0;
}
