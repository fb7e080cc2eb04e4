/* test_align.c - passages two texts share; what an outlet repeats on its pages; a report's terms.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include "story/align.h"
#include "story/furniture.h"
#include "story/sketch.h"

static WordFold fold;
static Arena arena;

static int open_all(void **state)
{
    (void)state;
    word_fold_init(&fold);
    arena_init(&arena, 0);
    return 0;
}
static int close_all(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

/* "s17 " for each number: words that fold to different ones. */
static Slice spell(const uint32_t *number, uint32_t n)
{
    static const char *const part[] = {"ka", "ro", "mi", "te", "nu", "go", "fe", "da", "pu", "ze"};
    char *text = arena_alloc(&arena, 12 * (size_t)n + 1);
    size_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t v = number[i] + 100; v; v /= 10, at += 2)
            memcpy(text + at, part[v % 10], 2);
        text[at++] = ' ';
    }
    return (Slice){text, at};
}

static Words words_of(Slice text)
{
    Words words;
    assert_int_equal(words_read(&fold, text, ALIGN_MAX_WORDS, &arena, &words), DLN_OK);
    return words;
}

static Passages align(const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m)
{
    static Words older, newer;
    TripleIndex index;
    Passages found;
    older = words_of(spell(a, n)), newer = words_of(spell(b, m));
    assert_int_equal(older.n, n);
    assert_int_equal(newer.n, m);
    assert_int_equal(triple_index(&newer, &arena, &index), DLN_OK);
    assert_int_equal(align_texts(&older, &index, &arena, &found), DLN_OK);
    uint32_t last = 0;
    for (uint32_t i = 0; i < found.n; i++) { /* what holds of every answer */
        const Passage *p = &found.at[i];
        assert_true(p->a + p->a_n <= n && p->b + p->b_n <= m);
        assert_true(p->b >= last);
        assert_true(p->same <= p->b_n && p->same <= p->a_n && p->exact <= p->same);
        assert_true(p->b_n >= ALIGN_MIN_WORDS);
        last = p->b + p->b_n;
    }
    return found;
}

enum { MOST = 400 };
static void count_up(uint32_t *at, uint32_t n, uint32_t from)
{
    for (uint32_t i = 0; i < n; i++)
        at[i] = from + i;
}

static void a_text_is_its_own_copy(void **state)
{
    uint32_t a[MOST];
    (void)state;
    count_up(a, MOST, 0);
    for (uint32_t n = 0; n <= MOST; n = n < 12 ? n + 1 : n * 2) {
        Passages p = align(a, n, a, n);
        assert_int_equal(p.n, n >= ALIGN_MIN_WORDS);
        if (p.n) assert_true(p.at[0].a_n == n && p.at[0].b_n == n && p.at[0].exact == n);
    }
}

static void nothing_in_common(void **state)
{
    uint32_t a[MOST], b[MOST];
    (void)state;
    count_up(a, MOST, 0);
    count_up(b, MOST, 5000);
    assert_int_equal(align(a, MOST, b, MOST).n, 0);
    assert_int_equal(align(a, 0, b, MOST).n, 0);
    assert_int_equal(align(a, MOST, b, 0).n, 0);
    for (uint32_t i = 0; i + 2 < MOST; i += 3)
        b[i] = a[i], b[i + 1] = a[i + 1]; /* never three in a row */
    assert_int_equal(align(a, MOST, b, MOST).n, 0);
}

/* A quotation of twenty words in another text: found where it stands, and nothing beside it. */
static void a_borrowed_passage(void **state)
{
    (void)state;
    for (uint32_t at = 0; at <= 80; at += 16) {
        uint32_t a[100], b[100];
        count_up(a, 100, 0);
        count_up(b, 100, 5000);
        memcpy(b + at, a + 30, 20 * sizeof *a);
        Passages p = align(a, 100, b, 100);
        assert_int_equal(p.n, 1);
        assert_true(p.at[0].a == 30 && p.at[0].b == at);
        assert_true(p.at[0].a_n == 20 && p.at[0].b_n == 20 && p.at[0].same == 20);
    }
}

/* Paragraphs in another order are two passages; one used twice is found twice. */
static void order_is_free(void **state)
{
    uint32_t a[100], b[100];
    (void)state;
    count_up(a, 100, 0);
    count_up(b, 50, 50);
    count_up(b + 50, 50, 0);
    Passages p = align(a, 100, b, 100);
    assert_int_equal(p.n, 2);
    assert_true(p.at[0].a == 50 && p.at[0].b == 0 && p.at[0].b_n == 50);
    assert_true(p.at[1].a == 0 && p.at[1].b == 50 && p.at[1].b_n == 50);
    count_up(b, 30, 10);
    count_up(b + 30, 40, 5000);
    count_up(b + 70, 30, 10);
    p = align(a, 100, b, 100);
    assert_int_equal(p.n, 2);
    assert_true(p.at[0].a == 10 && p.at[1].a == 10 && p.at[1].b == 70);
}

/* A word changed, left out or put in is stepped over; the passage goes on. */
static void small_changes_are_stepped_over(void **state)
{
    uint32_t a[60], b[70];
    (void)state;
    count_up(a, 60, 0);
    count_up(b, 60, 0);
    b[20] = 5000;                            /* changed */
    memmove(b + 40, b + 41, 19 * sizeof *b); /* left out */
    Passages p = align(a, 60, b, 59);
    assert_int_equal(p.n, 1);
    assert_true(p.at[0].a == 0 && p.at[0].a_n == 60 && p.at[0].b_n == 59);
    assert_int_equal(p.at[0].same, 58);
    count_up(b, 30, 0);
    b[30] = 5001, b[31] = 5002; /* put in */
    count_up(b + 32, 30, 30);
    p = align(a, 60, b, 62);
    assert_int_equal(p.n, 1);
    assert_true(p.at[0].a_n == 60 && p.at[0].b_n == 62 && p.at[0].same == 60);
}

/* One word without end: as many passages as there may be, and an end. */
static void a_refrain_comes_to_an_end(void **state)
{
    static uint32_t a[20000];
    (void)state;
    for (uint32_t i = 0; i < 20000; i++)
        a[i] = i % 3;
    Passages p = align(a, 20000, a, 20000);
    assert_true(p.n <= ALIGN_MAX_PASSAGES);
    arena_free(&arena);
    arena_init(&arena, 0);
}

static void no_memory_is_said(void **state)
{
    uint32_t a[100];
    Arena small;
    TripleIndex index;
    Passages found;
    (void)state;
    count_up(a, 100, 0);
    Words words = words_of(spell(a, 100));
    arena_init(&small, 200);
    assert_int_equal(triple_index(&words, &small, &index), DLN_ERR_LIMIT);
    arena_free(&small);
    assert_int_equal(triple_index(&words, &arena, &index), DLN_OK);
    arena_init(&small, 200);
    assert_int_equal(align_texts(&words, &index, &small, &found), DLN_ERR_LIMIT);
    arena_free(&small);
}

/* ---- furniture ---- */

#define LONG_A "A fire broke out in a mill at Velm on Monday, and two men died there, police said. "
#define LONG_B "The council of Port Ellery voted for a new bridge after a night of hard talks. "
#define SIGN_UP "Sign up for our newsletter"

static void repeated_lines_are_blanked(void **state)
{
    (void)state;
    PileReport pile[3] = {
        {.outlet = SLICE("Post"), .text = SLICE(LONG_A LONG_A "\n" SIGN_UP "\n")},
        {.outlet = SLICE("Post"), .text = SLICE("  " SIGN_UP "\r\n" LONG_B LONG_B)},
        {.outlet = SLICE("Herald"), .text = SLICE(LONG_B LONG_A "\n" SIGN_UP "\n")},
    };
    assert_int_equal(furniture_blank(pile, 3, &arena), DLN_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(pile[i].told.n, pile[i].text.n); /* byte for byte as long */
        bool has = slice_find(pile[i].told, SLICE(SIGN_UP)) != SIZE_MAX;
        assert_int_equal(has, i == 2); /* another outlet's own */
        for (size_t k = 0; k < pile[i].told.n; k++)
            assert_true(pile[i].told.p[k] == pile[i].text.p[k] || pile[i].told.p[k] == ' ');
    }
    assert_true(slice_starts(pile[0].told, SLICE(LONG_A LONG_A)));
}

/* Two versions of one story share most of their bytes: nothing of it is furniture. */
static void versions_are_left_alone(void **state)
{
    (void)state;
    PileReport pile[2] = {
        {.outlet = SLICE("Post"), .text = SLICE(LONG_A "\n" LONG_B "\nOne more line here.\n")},
        {.outlet = SLICE("Post"), .text = SLICE(LONG_A "\n" LONG_B "\nAnother line there.\n")},
    };
    assert_int_equal(furniture_blank(pile, 2, &arena), DLN_OK);
    assert_true(slice_eq(pile[0].told, pile[0].text));
    PileReport nameless[2] = {{.text = SLICE(LONG_A "\n" SIGN_UP)},
                              {.text = SLICE(LONG_B "\n" SIGN_UP)}};
    assert_int_equal(furniture_blank(nameless, 2, &arena), DLN_OK); /* of no outlet: unknown */
    assert_true(slice_eq(nameless[0].told, nameless[0].text));
    assert_int_equal(furniture_blank(NULL, 0, &arena), DLN_OK);
}

/* In two steps, as many processes do it: the same bytes. */
static void in_two_steps_the_same(void **state)
{
    (void)state;
    enum { N = 4 };
    PileReport whole[N] =
        {
            {.outlet = SLICE("Post"),
             .text = SLICE(LONG_A LONG_A LONG_A "\n" SIGN_UP "\nFollow us today\n")},
            {.outlet = SLICE("Post"),
             .text = SLICE(SIGN_UP "\n" LONG_B LONG_B LONG_B "\n" SIGN_UP "\n")},
            {.outlet = SLICE("Post"), .text = SLICE("Follow us today\n" LONG_B LONG_A LONG_B)},
            {.outlet = SLICE("Herald"), .text = SLICE(LONG_A LONG_B "\n" SIGN_UP)},
        },
               part[N];
    uint64_t all[64], shared[64];
    size_t n = 0, n_shared = 0;
    for (int i = 0; i < N; i++) {
        part[i] = whole[i];
        part[i].told = part[i].text;
        FurnitureLines lines;
        assert_int_equal(furniture_lines(&part[i], &arena, &lines), DLN_OK);
        for (uint32_t k = 0; k < lines.n; k++) {
            if (k) assert_true(lines.hash[k] > lines.hash[k - 1]);
            all[n++] = lines.hash[k];
        }
    }
    for (size_t i = 0; i < n; i++) { /* in two reports or more; ascending, each once */
        size_t times = 0, at = n_shared;
        for (size_t k = 0; k < n; k++)
            times += all[k] == all[i] && k <= i;
        if (times != 2) continue;
        for (; at > 0 && shared[at - 1] > all[i]; at--)
            shared[at] = shared[at - 1];
        shared[at] = all[i];
        n_shared++;
    }
    assert_int_equal(furniture_blank(whole, N, &arena), DLN_OK);
    for (int i = 0; i < N; i++) {
        assert_int_equal(furniture_blank_shared(&part[i], shared, n_shared, &arena), DLN_OK);
        assert_true(slice_eq(part[i].told, whole[i].told));
    }
    assert_true(slice_find(whole[1].told, SLICE(SIGN_UP)) == SIZE_MAX);
}

/* ---- sketches ---- */

static Sketch sketch_of(const char *title, const char *text)
{
    Sketch s;
    Arena scratch;
    arena_init(&scratch, 0);
    assert_int_equal(sketch_read(&fold, slice_of(title), slice_of(text), 7, &arena, &scratch, &s),
                     DLN_OK);
    arena_free(&scratch);
    for (uint32_t i = 0; i < s.n; i++) {
        assert_int_not_equal(s.terms[i].key, 0);
        assert_true(s.terms[i].count > 0);
        if (i) assert_true(s.terms[i].key > s.terms[i - 1].key);
    }
    return s;
}

static uint32_t with_view(const Sketch *s, uint32_t view)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        n += (s->terms[i].views & view) != 0;
    return n;
}

static void terms_of_a_report(void **state)
{
    (void)state;
    Sketch s = sketch_of("Fire at mill",
                         "Two men died when the mill of Ines Okafor burned at 40 Larch "
                         "Street. The mill was old.");
    assert_int_equal(with_view(&s, VIEW_TITLE), 3);
    assert_int_equal(with_view(&s, VIEW_NUMBER), 3); /* 40, "at 40", "40 Larch" */
    assert_true(with_view(&s, VIEW_PHRASE) >= 4);    /* Ines Okafor, Larch Street, the two of 40 */
    assert_int_equal(s.day, 7);
    for (uint32_t i = 0; i < s.n; i++)
        if (s.terms[i].views & VIEW_TITLE && s.terms[i].count == 3) return; /* mill */
    fail();
}

/* No title: the first line stands for it, and counts as well. */
static void a_first_line_lends_itself(void **state)
{
    (void)state;
    Sketch with = sketch_of("Fire at mill", "Fire at mill\nTwo men died."),
           without = sketch_of("", "Fire at mill\nTwo men died."),
           blank = sketch_of(" \n ", "Fire at mill\nTwo men died.");
    assert_int_equal(with.n, without.n);
    assert_memory_equal(with.terms, without.terms, with.n * sizeof *with.terms);
    assert_memory_equal(with.terms, blank.terms, with.n * sizeof *with.terms);
    Sketch none = sketch_of("", "");
    assert_int_equal(none.n, 0);
    assert_int_equal(none.words, 0);
}

/* A word of a thousand times counts 255, a text without end is read so far and no further. */
static void long_texts_are_bounded(void **state)
{
    (void)state;
    static char text[60000];
    size_t n = 0;
    for (int i = 0; i < 2500; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "mill %s%d ", i % 2 ? "K" : "k", i);
    text[n] = 0;
    Sketch s = sketch_of("A title", text);
    assert_true(s.words <= SKETCH_WORDS + SKETCH_TITLE);
    uint32_t most = 0;
    for (uint32_t i = 0; i < s.n; i++)
        if (s.terms[i].count > most) most = s.terms[i].count;
    assert_int_equal(most, 255);
    Term a = {.rare = 4096, .count = 1}, b = {.rare = 4096, .count = 15},
         c = {.rare = 4096, .count = 16};
    assert_float_equal(term_weight(&a), 1, 1e-6);
    assert_true(term_weight(&b) < term_weight(&c)); /* where the table ends it goes on */
    assert_float_equal(term_weight(&c) - term_weight(&b), 0.0645f, 1e-3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_its_own_copy),
        cmocka_unit_test(nothing_in_common),
        cmocka_unit_test(a_borrowed_passage),
        cmocka_unit_test(order_is_free),
        cmocka_unit_test(small_changes_are_stepped_over),
        cmocka_unit_test(a_refrain_comes_to_an_end),
        cmocka_unit_test(no_memory_is_said),
        cmocka_unit_test(repeated_lines_are_blanked),
        cmocka_unit_test(versions_are_left_alone),
        cmocka_unit_test(in_two_steps_the_same),
        cmocka_unit_test(terms_of_a_report),
        cmocka_unit_test(a_first_line_lends_itself),
        cmocka_unit_test(long_texts_are_bounded),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
