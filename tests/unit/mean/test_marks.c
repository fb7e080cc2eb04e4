/* Unit tests of src/mean/statements/marks.c: the cases of tests/cases/quotes/marks.txt, offsets of
 * odd input, time on hostile input. */
#include "line_cases.h"
#include "mean/statements/marks.h"
#include <stdio.h>

enum { MOST = 64 };

/* "¶" parts paragraphs; it is cut out by the spans, not from the text. */
static uint32_t paragraphs(Slice text, Span out[MOST])
{
    uint32_t n = 0;
    size_t at = 0;
    while (at <= text.n && n < MOST) {
        size_t next = slice_find((Slice){text.p + at, text.n - at}, SLICE("¶"));
        size_t end = next == SIZE_MAX ? text.n : at + next;
        out[n++] = (Span){(uint32_t)at, (uint32_t)end};
        if (next == SIZE_MAX) break;
        at = end + strlen("¶");
    }
    return n;
}

static Slice describe(Arena *arena, Slice text, const Marks *marks, uint32_t i)
{
    static const char *const ends[] = {"closed", "runs-on", "open"};
    const Quote *q = &marks->quote[i];
    Slice inner = slice_span(text, q->inner);
    return arena_printf(arena, "> %.*s\t%s%s%s%s", (int)inner.n, inner.p, ends[q->end],
                        q->single ? " single" : "", q->inside != NONE ? " inside" : "",
                        q->group != i ? " same" : "");
}

static uint32_t check_case(const LineCase *c)
{
    Arena arena;
    Span paragraph[MOST];
    Marks marks;
    uint32_t bad = 0, count = paragraphs(c->text, paragraph);
    arena_init(&arena, 0);
    assert_int_equal(marks_find(c->text, paragraph, count, &arena, &marks), DLN_OK);
    for (uint32_t i = 0; i < c->n || i < marks.n; i++) {
        Slice got = i < marks.n ? describe(&arena, c->text, &marks, i) : SLICE("(nothing)"),
              want = i < c->n ? c->wanted[i] : SLICE("(nothing)");
        if (slice_eq(got, want)) continue;
        print_message("# %.*s\n#  wanted %.*s\n#  got    %.*s\n", (int)c->text.n, c->text.p,
                      (int)want.n, want.p, (int)got.n, got.p);
        bad++;
    }
    arena_free(&arena);
    return bad;
}

static void cases_of_the_file(void **state)
{
    (void)state;
    check_line_cases("tests/cases/quotes/marks.txt", 21, check_case);
}

static void spans_stay_in_order(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\"", "'", "’", "‘", "“", "”", "''",
                                         "``", " ", "a", ".", "«", "»"};
    Arena arena;
    arena_init(&arena, 0);
    uint32_t seed = 1;
    for (int round = 0; round < 300; round++) {
        ArenaMark mark = arena_mark(&arena);
        char text[512];
        size_t n = 0;
        while (n < 400) {
            seed = seed * 1664525u + 1013904223u;
            const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
            memcpy(text + n, piece, strlen(piece));
            n += strlen(piece);
        }
        Span half[2] = {{0, (uint32_t)n / 2}, {(uint32_t)n / 2, (uint32_t)n}};
        while ((text[half[0].e] & 0xC0) == 0x80) {
            half[0].e++;
            half[1].b++;
        }
        Marks marks;
        assert_int_equal(marks_find((Slice){text, n}, half, 2, &arena, &marks), DLN_OK);
        for (uint32_t i = 0; i < marks.n; i++) {
            const Quote *q = &marks.quote[i];
            assert_true(q->span.b < q->inner.b && q->inner.b <= q->inner.e &&
                        q->inner.e <= q->span.e && q->span.e <= n);
            assert_true(i == 0 || marks.quote[i - 1].span.b <= q->span.b);
            assert_true(q->inside == NONE ||
                        (q->inside < i && span_in(q->span, marks.quote[q->inside].span)));
            assert_true(q->group <= i);
        }
        arena_rewind(&arena, mark);
    }
    arena_free(&arena);
}

static void a_million_marks_take_no_time(void **state)
{
    (void)state;
    enum { N = 1 << 20 };
    Arena arena;
    arena_init(&arena, 0);
    char *text = arena_alloc(&arena, N);
    for (uint32_t i = 0; i < N; i++)
        text[i] = i % 3 == 0 ? '"' : i % 3 == 1 ? ' ' : '\'';
    Span all = {0, N};
    Marks marks;
    assert_int_equal(marks_find((Slice){text, N}, &all, 1, &arena, &marks), DLN_OK);
    arena_free(&arena);
}

static void memory_that_ends_is_a_status(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 70000);
    static char text[200000];
    for (size_t i = 0; i < sizeof text; i += 4)
        memcpy(text + i, "\"a\" ", 4);
    Span all = {0, sizeof text};
    Marks marks;
    assert_int_equal(marks_find((Slice){text, sizeof text}, &all, 1, &arena, &marks),
                     DLN_ERR_LIMIT);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_of_the_file),
        cmocka_unit_test(spans_stay_in_order),
        cmocka_unit_test(a_million_marks_take_no_time),
        cmocka_unit_test(memory_that_ends_is_a_status),
    };
    return cmocka_run_group_tests_name("marks", tests, NULL, NULL);
}
