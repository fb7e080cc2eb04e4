/* test_names_link.c - what holds of every comparison of names, whoever they are: both ways the
 * same, the quick way the same as the whole one, a book of names read last changes nothing; folding
 * and edits. */
#include "mean/names/names.h"
#include "mean/entities/gazetteer_impl.h"
#include "names_kit.h"

static const char *const pile[] = {
    "Ana Rusu",
    "A. Rusu",
    "Rusu",
    "Mayor Ana Rusu",
    "Rusu, Ana",
    "Ana-Maria Rusu",
    "Anna Russu",
    "Petra Orlov",
    "Pavel Orlov",
    "P. Orlov",
    "P\xD0\xB0vel Orlov",
    "Павел Орлов",
    "Orlov Jr.",
    "Pavel Orlov III",
    "Pavel Petrovich Orlov",
    "Bob Keller",
    "Robert Keller",
    "Robert J. Keller",
    "Keller",
    "Keller & Sons",
    "Keller and Sons Ltd",
    "Port of Velm",
    "Velm Port Authority",
    "VPA",
    "Velm Police",
    "Velm Police Department",
    "Police",
    "Ninth Circuit",
    "9th Circuit",
    "4th Circuit",
    "United Nations",
    "UN",
    "U.N.",
    "the United Nations",
    "European Union",
    "EU",
    "China",
    "Chinese",
    "People's Republic of China",
    "PRC",
    "Moscow",
    "Kremlin",
    "Kyiv",
    "Kiev",
    "Li Shangfu",
    "Shangfu Li",
    "李尚福",
    "Li",
    "al-Morad",
    "Al Morad",
    "Hassan al-Morad",
    "X",
    "",
    " ",
    "---",
    "12",
    "No. 12",
    "\xFF\xFE",
    "M\xC3\x83\xC2\xBCller",
    "Müller",
    "Mueller",
    "Anton Vale",
    "Anton P. Vale Sr.",
    "A. P. Vale Jr.",
    "Bill T. Kent",
    "William Kent",
    "Kent, William",
    "Liz Kent",
    "Elizabeth A. Kent",
    "Queen Elizabeth",
    "Elizabeth II",
    "House Committee on Ports",
    "House Ports Committee",
    "Ministry of Defence",
    "Defense Ministry",
    "Russian Defense Ministry",
    "Bank of Velm",
    "Velm Bank plc",
    "First Bank of Velm",
    "Velm Metro Police",
    "Justice Department",
    "Mohammed bin Salman",
    "Muhammad bin Salman al-Saud",
    "Mohamed",
    "Kim Jong Un",
    "Kim Jong-un",
    "Jong Un Kim",
    "Zelensky",
    "Volodymyr Zelenskyy",
    "Владимир Зеленский",
    "V. O. Zelensky",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
};
enum { PILE = sizeof pile / sizeof *pile };

static void check(NameMatch m)
{
    assert_true(m.score >= 0 && m.score <= 1);
    assert_true(m.link < NAMELINK_COUNT);
    if (m.sure) assert_true(m.score >= 0.6f - 1e-6f && m.link != NAMELINK_NONE);
}

static bool same(NameMatch a, NameMatch b)
{
    return a.score == b.score && a.link == b.link && a.sure == b.sure && a.conflict == b.conflict;
}

static void every_pair_both_ways_and_every_way(void **state)
{
    (void)state;
    Arena own;
    arena_init(&own, 0);
    NameBook *book = names_book(&own);
    uint32_t wrong = 0;
    assert_non_null(book);
    for (EntityKind kind = 0; kind < ENTITY_KINDS; kind++)
        for (int i = 0; i < PILE; i++)
            for (int k = 0; k < PILE; k++) {
                Slice a = slice_of(pile[i]), b = slice_of(pile[k]);
                NameMatch whole = names_compare(names, a, b, kind);
                check(whole);
                if (k >= i) assert_true(same(whole, names_compare(names, b, a, kind)));
                NameMatch link = names_link(names, a, b, kind);
                check(link);
                if (link.link != whole.link)
                    print_message("%s | %s (%d): %d, the quick way %d\n", pile[i], pile[k],
                                  (int)kind, (int)whole.link, (int)link.link);
                wrong += link.link != whole.link;
                if (whole.link != NAMELINK_NONE) assert_true(same(link, whole));
                assert_true(same(names_link_by(names, book, a, b, kind), link));
            }
    arena_free(&own);
    assert_int_equal(wrong, 0);
}

static void a_name_is_itself(void **state)
{
    (void)state;
    for (EntityKind kind = 0; kind < ENTITY_KINDS; kind++)
        for (int i = 0; i < PILE; i++) {
            NameMatch m = names_compare(names, slice_of(pile[i]), slice_of(pile[i]), kind);
            char folded[300];
            if (name_fold(slice_of(pile[i]), folded, sizeof folded) == 0) {
                assert_int_equal(m.link, NAMELINK_NONE); /* no letter: nobody */
                continue;
            }
            assert_int_equal(m.link, NAMELINK_EQUAL);
            assert_true(m.score >= 0.5f && !m.conflict);
        }
}

/* Names are read up to 256 bytes: cut at any byte, exact blocks, nothing read behind them. */
static void names_cut_anywhere(void **state)
{
    (void)state;
    static const char whole[] = "Präsident Сергей Шойгу al-Морад 李尚福 & Söhne GmbH, 9th";
    for (size_t n = 0; n < sizeof whole; n++) {
        char *exact = malloc(n ? n : 1);
        assert_non_null(exact);
        memcpy(exact, whole, n);
        for (EntityKind kind = 0; kind < ENTITY_KINDS; kind++)
            check(names_compare(names, (Slice){exact, n}, slice_of(whole), kind));
        free(exact);
    }
}

static void folding_of_names(void **state)
{
    (void)state;
    static const struct {
        const char *name, *folded;
    } cases[] = {
        {"São Tomé & Príncipe", "sao tome and principe"},
        {"U.S.", "us"},
        {"al-Qaeda", "al qaeda"},
        {"O'Brien", "obrien"},
        {"O’Brien", "obrien"},
        {"Łukasz Ørsted", "lukasz orsted"},
        {"  Ana   Rusu ", "ana rusu"},
        {"(Ana) Rusu!", "ana rusu"},
        {"M\xC3\x83\xC2\xBCllner", "mullner"},
        {"Straße", "strasse"},
        {"\xFF"
         "a\xFF"
         "b",
         "a b"},
        {"&", "and"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[64];
        size_t n = name_fold(slice_of(cases[i].name), out, sizeof out);
        assert_string_equal(out, cases[i].folded);
        assert_int_equal(n, strlen(cases[i].folded));
        for (size_t room = 1; room < 12; room++) { /* never past the room, NUL behind */
            char small[16];
            memset(small, '#', sizeof small);
            n = name_fold(slice_of(cases[i].name), small, room);
            assert_true(n < room);
            assert_int_equal(small[n], 0);
            assert_int_equal(small[room], '#');
            assert_memory_equal(small, cases[i].folded, n);
        }
    }
}

static void keys_of_the_gazetteer(void **state)
{
    (void)state;
    static const struct {
        const char *name, *key;
    } cases[] = {
        {"Russia's", "russia"},
        {"Russia’s", "russia"},
        {"the Netherlands'", "netherlands"},
        {"The The", "the"},
        {"the", "the"},
        {"Theodore", "theodore"},
        {"UNITED STATES'S", "united states"},
        {"'s", "s"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char key[GAZ_KEY_MAX];
        gazetteer_key(slice_of(cases[i].name), key);
        assert_string_equal(key, cases[i].key);
    }
}

static uint32_t edits(const char *a, const char *b)
{
    uint32_t n = name_edits(a, (uint32_t)strlen(a), b, (uint32_t)strlen(b));
    assert_int_equal(n, name_edits(b, (uint32_t)strlen(b), a, (uint32_t)strlen(a)));
    return n;
}

static void edits_are_a_distance(void **state)
{
    (void)state;
    assert_int_equal(edits("", ""), 0);
    assert_int_equal(edits("", "abc"), 3);
    assert_int_equal(edits("velm", "velm"), 0);
    assert_int_equal(edits("velm", "vlem"), 1); /* a swap of neighbours */
    assert_int_equal(edits("velm", "elm"), 1);
    assert_int_equal(edits("velm", "helms"), 2);
    assert_int_equal(edits("kitten", "sitting"), 3);
    char wide[200];
    memset(wide, 'a', sizeof wide);
    assert_int_equal(name_edits(wide, 200, wide, 96), 0); /* no more than 96 are looked at */
    assert_int_equal(name_edits(wide, 200, wide, 0), 96);
    uint32_t seed = 7;
    for (int round = 0; round < 500; round++) { /* one change is one edit at most */
        char a[20], b[20];
        uint32_t n = 3 + (uint32_t)round % 15;
        for (uint32_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            a[i] = b[i] = (char)('a' + (seed >> 8) % 4);
        }
        b[seed % n] = 'z';
        assert_int_equal(name_edits(a, n, b, n), 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_both_ways_and_every_way),
        cmocka_unit_test(a_name_is_itself),
        cmocka_unit_test(names_cut_anywhere),
        cmocka_unit_test(folding_of_names),
        cmocka_unit_test(keys_of_the_gazetteer),
        cmocka_unit_test(edits_are_a_distance),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
