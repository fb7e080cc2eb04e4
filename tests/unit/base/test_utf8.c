/* test_utf8.c - UTF-8 and Unicode: well-formed, damaged and endless bytes; folding never writes
 * past what it took. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/utf8.h"

static uint32_t next_number(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Bytes that look like UTF-8 more often than chance would have it. */
static uint32_t random_bytes(uint32_t *seed, char *room, uint32_t most)
{
    static const unsigned char lead[] = {'a', ' ', 0xC3, 0xE2, 0xEF, 0xF0, 0xED, 0xC0, 0xFF, 0xE0};
    uint32_t n = next_number(seed) % (most + 1);
    for (uint32_t i = 0; i < n; i++)
        room[i] = (char)(next_number(seed) % 2 ? lead[next_number(seed) % sizeof lead]
                                               : 0x80 + next_number(seed) % 64);
    return n;
}

static void a_walk_ends_at_the_end(void **state)
{
    char room[40];
    uint32_t seed = 11;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        Slice text = {room, random_bytes(&seed, room, sizeof room)};
        size_t there = 0, steps = 0;
        while (there < text.n) {
            size_t before = there;
            utf8_next(text, &there);
            assert_in_range(there, before + 1, before + 4);
            assert_true(there <= text.n);
            steps++;
        }
        assert_true(steps <= text.n);
    }
}

/* What was put right is well formed, keeps what was good and is put right no second time. */
static void mending_is_done_once(void **state)
{
    char room[40];
    uint32_t seed = 5;
    (void)state;
    for (int round = 0; round < 5000; round++) {
        Arena arena;
        uint32_t bad, again;
        arena_init(&arena, 0);
        Slice text = {room, random_bytes(&seed, room, sizeof room)};
        Slice good = utf8_mend(text, &arena, &bad);
        assert_true(utf8_bad_at(good) == SIZE_MAX);
        assert_int_equal(bad == 0, utf8_bad_at(text) == SIZE_MAX);
        Slice twice = utf8_mend(good, &arena, &again);
        assert_int_equal(again, 0);
        assert_ptr_equal(twice.p, good.p);
        assert_true(slice_eq(twice, good));
        arena_free(&arena);
    }
}

/* Back and forth over well-formed text: the same code points in the other order. */
static void back_is_the_way_there(void **state)
{
    char text[400];
    uint32_t seed = 3, there[100], n = 0;
    size_t end = 0, at = 0;
    (void)state;
    while (end + 4 < sizeof text && n < 100) {
        uint32_t c = next_number(&seed) % 4 ? next_number(&seed) % 0x110000
                                            : next_number(&seed) % 128;
        uint32_t more = utf8_put(text + end, c);
        if (more) there[n++] = c;
        end += more;
    }
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(utf8_next((Slice){text, end}, &at), there[i]);
    assert_int_equal(at, end);
    for (uint32_t i = n; i-- > 0;)
        assert_int_equal(utf8_back((Slice){text, end}, &at), there[i]);
    assert_int_equal(at, 0);
    assert_int_equal(utf8_back((Slice){text, end}, &at), UTF8_BAD);
    assert_int_equal(at, 0);
}

static void back_over_damage_is_one_byte(void **state)
{
    (void)state;
    static const char *const cases[] = {"a\x80", "\xE2\x82", "\x80\x80\x80\x80\x80", "\xC3",
                                        "ab\xFF"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Slice text = slice_of(cases[i]);
        size_t at = text.n;
        assert_int_equal(utf8_back(text, &at), UTF8_BAD);
        assert_int_equal(at, text.n - 1);
    }
}

/* "Müllner", "it’s", "Łódź" read as windows-1252 and written as UTF-8 again. */
static void letters_read_in_the_wrong_charset(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        uint32_t c;
        size_t took;
    } cases[] = {
        {"\xC3\x83\xC2\xBC", 0xFC, 4},  /* "Ã¼" is "ü" */
        {"\xC3\x85\xC2\x81", 0x141, 4}, /* "Å" and byte 81 is "Ł" */
        {"\xC3\x83"
         "d",
         0xC3, 2},                                     /* "Ãd": a Portuguese letter and a "d" */
        {"\xC3\xBC", 0xFC, 2},                         /* "ü" itself */
        {"\xC3\x83", 0xC3, 2},                         /* at the end */
        {"\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2", 0xE2, 2}, /* "â€™" is a mark, no letter: left */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t at = 0;
        assert_int_equal(utf8_next_mended(slice_of(cases[i].bytes), &at), cases[i].c);
        assert_int_equal(at, cases[i].took);
    }
}

static void units_of_other_encodings(void **state)
{
    uint32_t points, utf16;
    (void)state;
    utf8_count(SLICE("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), &points, &utf16);
    assert_int_equal(points, 4);
    assert_int_equal(utf16, 5);
    utf8_count((Slice){NULL, 0}, &points, &utf16);
    assert_int_equal(points + utf16, 0);
}

/* A phrase of eighteen letters that is one code point, again and again, and plain letters behind
 * it: the folded text is eleven times as long as the phrases, and not a byte is lost. */
static void folding_has_room_for_what_grows(void **state)
{
    (void)state;
    enum { MOST = 40, TAIL = 300 };
    for (uint32_t phrases = 0; phrases <= MOST; phrases++) {
        Arena arena;
        char text[3 * MOST + TAIL];
        arena_init(&arena, 0);
        for (uint32_t i = 0; i < phrases; i++)
            memcpy(text + 3 * i, "\xEF\xB7\xBA", 3);
        memset(text + 3 * phrases, 'K', TAIL);
        Slice folded = text_fold((Slice){text, 3 * phrases + TAIL}, &arena);
        char *behind = arena_alloc(&arena, 16);
        assert_true(folded.p + folded.n <= behind);
        assert_int_equal(folded.n, 33 * phrases + TAIL);
        for (uint32_t i = 0; i < TAIL; i++)
            assert_int_equal(folded.p[33 * phrases + i], 'k');
        arena_free(&arena);
    }
}

/* Lower case of bytes that are no text: three bytes for each. */
static void lower_case_has_room_for_damage(void **state)
{
    Arena arena;
    char text[500];
    (void)state;
    arena_init(&arena, 0);
    memset(text, 0xFF, sizeof text);
    for (size_t n = 0; n <= sizeof text; n += 50) {
        Slice low = text_lower((Slice){text, n}, &arena);
        char *behind = arena_alloc(&arena, 16);
        assert_int_equal(low.n, 3 * n);
        assert_true(low.p + low.n <= behind);
        assert_true(utf8_bad_at(low) == SIZE_MAX);
    }
    /* U+023A, two bytes, has a small letter of three */
    assert_true(slice_is(text_lower(SLICE("\xC8\xBA\xC8\xBA\xC8\xBA\xC8\xBA\xC8\xBA"), &arena),
                         "\xE2\xB1\xA5\xE2\xB1\xA5\xE2\xB1\xA5\xE2\xB1\xA5\xE2\xB1\xA5"));
    arena_free(&arena);
}

/* For every code point: what is folded stays as it is when it is folded again. */
static void folding_once_is_enough(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 0);
    for (uint32_t c = 0x20; c < 0x30000; c++) {
        char bytes[4];
        uint32_t n = utf8_put(bytes, c);
        if (n == 0) continue;
        ArenaMark mark = arena_mark(&arena);
        Slice once = text_fold((Slice){bytes, n}, &arena), twice = text_fold(once, &arena);
        assert_true(utf8_bad_at(once) == SIZE_MAX);
        assert_true(slice_eq(once, twice));
        arena_rewind(&arena, mark);
    }
    arena_free(&arena);
}

static void folding_joins_spellings(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        {"Müller", "MULLER", true},    {"Muller", "Mu\xCC\x88ller", true}, /* a combining mark */
        {"ﬁnance", "Finance", true},   {"Straße", "STRASSE", true},
        {"Ｔｏｋｙｏ", "tokyo", true}, {"Çelik", "celik", true},
        {"Ørsted", "Orsted", false}, /* no decomposition: names.c knows of it */
        {"Mahler", "Müller", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena;
        arena_init(&arena, 0);
        bool same = slice_eq(text_fold(slice_of(cases[i].a), &arena),
                             text_fold(slice_of(cases[i].b), &arena));
        assert_int_equal(same, cases[i].same);
        arena_free(&arena);
    }
}

static void no_memory_is_no_text(void **state)
{
    Arena arena;
    uint32_t bad;
    (void)state;
    arena_init(&arena, 16);
    assert_null(text_fold(SLICE("a word of more than sixteen bytes"), &arena).p);
    assert_null(text_lower(SLICE("a word of more than sixteen bytes"), &arena).p);
    assert_null(utf8_mend(SLICE("a broken \xFF word of more than sixteen bytes"), &arena, &bad).p);
    assert_int_equal(arena_status(&arena), DLN_ERR_LIMIT);
    arena_free(&arena);
}

static void classes_of_characters(void **state)
{
    (void)state;
    static const struct {
        uint32_t c;
        bool letter, upper, lower, digit, space, mark, punct, control;
    } cases[] = {
        {'a', true, false, true, false, false, false, false, false},
        {'Z', true, true, false, false, false, false, false, false},
        {'7', false, false, false, true, false, false, false, false},
        {0x663, false, false, false, true, false, false, false, false}, /* Arabic three */
        {' ', false, false, false, false, true, false, false, false},
        {0xA0, false, false, false, false, true, false, false, false},
        {0x3000, false, false, false, false, true, false, false, false},
        {0x301, false, false, false, false, false, true, false, false},
        {0x2019, false, false, false, false, false, false, true, false},
        {0x4E2D, true, false, false, false, false, false, false, false},
        {0x416, true, true, false, false, false, false, false, false},
        {0, false, false, false, false, false, false, false, true},
        {0xE000, false, false, false, false, false, false, false, true},
        {0x110000, false, false, false, false, false, false, false, true},
        {UTF8_BAD, false, false, false, false, false, false, false, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t c = cases[i].c;
        assert_int_equal(char_is_letter(c), cases[i].letter);
        assert_int_equal(char_is_upper(c), cases[i].upper);
        assert_int_equal(char_is_lower(c), cases[i].lower);
        assert_int_equal(char_is_digit(c), cases[i].digit);
        assert_int_equal(char_is_space(c), cases[i].space);
        assert_int_equal(char_is_mark(c), cases[i].mark);
        assert_int_equal(char_is_punct(c), cases[i].punct);
        assert_int_equal(char_is_control(c), cases[i].control);
    }
    assert_int_equal(char_lower(0x110000), 0x110000);
    assert_int_equal(char_upper(UTF8_BAD), UTF8_BAD);
    assert_int_equal(char_upper(0xFF), 0x178); /* ÿ */
}

static void what_a_terminal_would_act_on(void **state)
{
    (void)state;
    static const struct {
        uint32_t c;
        CharHarm harm;
    } cases[] = {{0x1B, CHAR_BREAKS},  {'\n', CHAR_BREAKS},   {0x7F, CHAR_BREAKS},
                 {0x9B, CHAR_BREAKS},  {0x2028, CHAR_BREAKS}, {0x202E, CHAR_TURNS},
                 {0x2066, CHAR_TURNS}, {0x61C, CHAR_TURNS},   {0x200D, CHAR_PLAIN},
                 {'a', CHAR_PLAIN},    {0xA0, CHAR_PLAIN},    {0x10FFFF, CHAR_PLAIN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(char_harm(cases[i].c), cases[i].harm);
}

static void letters_without_their_marks(void **state)
{
    uint32_t out[4];
    (void)state;
    assert_int_equal(char_bare(0xE9, out), 1);
    assert_int_equal(out[0], 'e');
    assert_int_equal(char_bare(0x1EC7, out), 1); /* ệ: two marks */
    assert_int_equal(out[0], 'e');
    assert_int_equal(char_bare(0x301, out), 0);
    assert_int_equal(char_bare(0xAC01, out), 3); /* a Hangul syllable: its three letters */
    assert_int_equal(char_bare(UTF8_BAD, out), 1);
    assert_int_equal(out[0], UTF8_BAD);
    for (uint32_t c = 0; c < 0x110000; c++)
        assert_true(char_bare(c, out) <= 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_ends_at_the_end),
        cmocka_unit_test(mending_is_done_once),
        cmocka_unit_test(back_is_the_way_there),
        cmocka_unit_test(back_over_damage_is_one_byte),
        cmocka_unit_test(letters_read_in_the_wrong_charset),
        cmocka_unit_test(units_of_other_encodings),
        cmocka_unit_test(folding_has_room_for_what_grows),
        cmocka_unit_test(lower_case_has_room_for_damage),
        cmocka_unit_test(folding_once_is_enough),
        cmocka_unit_test(folding_joins_spellings),
        cmocka_unit_test(no_memory_is_no_text),
        cmocka_unit_test(classes_of_characters),
        cmocka_unit_test(what_a_terminal_would_act_on),
        cmocka_unit_test(letters_without_their_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
