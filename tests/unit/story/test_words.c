/* Folded words: what must be equal after folding, and where words, sentences and quotations begin.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "story/words.h"

static WordFold fold;
static Arena arena;

static Words read_text(const char *text)
{
    Words words;
    assert_int_equal(words_read(&fold, slice_of(text), 1000, &arena, &words), DLN_OK);
    return words;
}

static void same_words(const char *a, const char *b)
{
    Words x = read_text(a), y = read_text(b);
    assert_int_equal(x.n, y.n);
    for (uint32_t i = 0; i < x.n; i++)
        assert_int_equal(x.at[i].hash, y.at[i].hash);
}

static void folding(void **state)
{
    (void)state;
    same_words("The MINISTER said", "the minister said");
    same_words("Sergen of Moscow", "Serg\xD0\xB5"
                                   "n \xD0\xBE"
                                   "f M\xD0\xBE"
                                   "scow"); /* Cyrillic ie and o */
    same_words(
        "they don\xE2\x80\x99t agree",
        "they don\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2t agree"); /* the right quote read as cp1252 */
    same_words("they don't agree", "they don\xE2\x80\x99t agree");
    same_words("co\xC2\xAD"
               "operation talks",
               "cooperation \xE2\x80\x8Btalks"); /* soft hyphen, zero-width space */
    same_words("Law & order", "Law &amp; order");
    same_words("he said <p>&nbsp;</p> so", "he said so");
    same_words("modern mill", "rnodem mi11"); /* OCR: rn/m, 1/l */
    same_words("Caf\xC3\xA9 M\xC3\xBC"
               "ller",
               "Cafe Muller");
}

static void places(void **state)
{
    (void)state;
    Words w = read_text("Aid came. \"We wait,\" he said.\n\nIn 2023 it ended");
    assert_int_equal(w.n, 10);
    assert_int_equal(w.at[0].begin, 0);
    assert_int_equal(w.at[0].length, 3);
    assert_true(w.at[0].flags & WORD_PARA);
    assert_true(w.at[1].flags & WORD_FOLLOWS);
    assert_true(w.at[2].flags & WORD_OPENS && w.at[2].flags & WORD_QUOTED);
    assert_true(w.at[3].flags & WORD_QUOTED);
    assert_false(w.at[4].flags & WORD_QUOTED);
    assert_true(w.at[6].flags & WORD_PARA && w.at[6].flags & WORD_UPPER);
    assert_true(w.at[7].flags & WORD_DIGIT);
}

static void stems(void **state)
{
    (void)state;
    Words w = read_text(
        "shootings shooting \xD0\xBC\xD0\xB8\xD0\xBD\xD0\xB8\xD1\x81\xD1\x82\xD1\x80\xD0\xB0 "
        "\xD0\xBC\xD0\xB8\xD0\xBD\xD0\xB8\xD1\x81\xD1\x82\xD1\x80\xD1\x83 2019 2018");
    assert_int_equal(w.stem[0], w.stem[1]);
    assert_int_equal(w.stem[2], w.stem[3]);
    assert_int_not_equal(w.stem[4], w.stem[5]);
}

static void hostile(void **state)
{
    (void)state;
    assert_int_equal(read_text("").n, 0);
    assert_int_equal(read_text("\xFF\xFE\x80 a").n, 1);
    assert_int_equal(read_text("&&&&<<<< & < \xC3").n, 0);
    Words w;
    assert_int_equal(words_read(&fold, SLICE("a b c d e"), 3, &arena, &w), DLN_OK);
    assert_int_equal(w.n, 3);
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(folding), cmocka_unit_test(places),
                                       cmocka_unit_test(stems), cmocka_unit_test(hostile)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
