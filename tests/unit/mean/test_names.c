/* Same-bearer comparison of two names: links by rule, scores of the trained judge, conflicts. Names
 * are ours or of public office holders. */
#include "names_kit.h"

typedef struct Pair {
    const char *a, *b;
    EntityKind kind;
    NameLink link;
    bool same, conflict;
} Pair;

static void pairs(void **state)
{
    (void)state;
    static const Pair pair[] = {
        {"Sergei Shoigu", "Sergey Shoigu", ENTITY_PERSON, NAMELINK_TRANSLITERATION, true, false},
        {"Serge\xD0\xBD Shoigu", "Sergey Shoigu", ENTITY_PERSON, NAMELINK_HOMOGLYPH, true, false},
        {"P\xD0\xB0vel Orlov", "Pavel Orlov", ENTITY_PERSON, NAMELINK_HOMOGLYPH, true, false},
        {"Сергей Шойгу", "Sergei Shoigu", ENTITY_PERSON, NAMELINK_TRANSLITERATION, true, false},
        {"Vladimir Putin", "Vladimir Vladimirovich Putin", ENTITY_PERSON, NAMELINK_TITLE, true,
         false},
        {"President Putin", "Vladimir Putin", ENTITY_PERSON, NAMELINK_PART, true, false},
        {"Li Shangfu", "Shangfu Li", ENTITY_PERSON, NAMELINK_ORDER, true, false},
        {"V. Putin", "Vladimir Putin", ENTITY_PERSON, NAMELINK_INITIALS, true, false},
        {"Li Shangfu", "Li Keqiang", ENTITY_PERSON, NAMELINK_NONE, false, true},
        {"Hassan Morad", "Ali Morad", ENTITY_PERSON, NAMELINK_NONE, false, true},
        {"UN", "United Nations", ENTITY_ORG, NAMELINK_ALIAS, true, false},
        {"PLRT", "Party of Law and Rural Trade", ENTITY_ORG, NAMELINK_ACRONYM, true, false},
        {"Deutsche Post AG", "Deutsche Post Aktiengesellschaft", ENTITY_ORG, NAMELINK_TITLE, true,
         false},
        {"Bob Keller", "Robert J. Keller", ENTITY_PERSON, NAMELINK_ALIAS, true, false},
        {"Bob Keller", "Bill Keller", ENTITY_PERSON, NAMELINK_NONE, false, true},
        {"Anton Vale", "Anton Vale III", ENTITY_PERSON, NAMELINK_TITLE, true, false},
        {"Anton Vale Jr.", "Anton Vale Sr.", ENTITY_PERSON, NAMELINK_NONE, true, true},
        {"Tarvik Metro police", "Tarvik Metropolitan Police Department", ENTITY_ORG, NAMELINK_TITLE,
         true, false},
        {"Committee on Ports and Roads of the House", "House Ports and Roads Committee", ENTITY_ORG,
         NAMELINK_ORDER, true, false},
        {"Ninth Circuit", "9th Circuit", ENTITY_ORG, NAMELINK_TITLE, true, false},
        {"Ninth Circuit", "4th Circuit", ENTITY_ORG, NAMELINK_NONE, true, true},
        {"Justice Department", "Tarvik Police Department", ENTITY_ORG, NAMELINK_NONE, true, false},
        {"Kiev", "Kyiv", ENTITY_PLACE, NAMELINK_ALIAS, true, false},
        {"Lithuania", "立陶宛", ENTITY_PLACE, NAMELINK_ALIAS, true, false},
        {"Slovakia", "Slovenia", ENTITY_PLACE, NAMELINK_NONE, false, false},
        {"Gorbachev", "戈尔巴乔夫", ENTITY_PERSON, NAMELINK_TRANSLITERATION, true, false},
        {"Berger", "ברגר", ENTITY_PERSON, NAMELINK_TRANSLITERATION, true, false},
        {"", "Berger", ENTITY_PERSON, NAMELINK_NONE, false, false},
    };
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        const Pair *p = &pair[i];
        NameMatch m = names_compare(names, slice_of(p->a), slice_of(p->b), p->kind),
                  r = names_compare(names, slice_of(p->b), slice_of(p->a), p->kind);
        if (m.link != p->link || (m.score >= 0.5f) != p->same || m.conflict != p->conflict)
            print_message("%s | %s: link %d score %.3f conflict %d\n", p->a, p->b, (int)m.link,
                          (double)m.score, m.conflict);
        assert_int_equal(m.link, p->link);
        assert_int_equal(m.score >= 0.5f, p->same);
        assert_int_equal(m.conflict, p->conflict);
        assert_true(m.score == r.score && m.link == r.link && m.conflict == r.conflict);
    }
}

static void hostile(void **state)
{
    (void)state;
    char long_name[4000];
    for (size_t i = 0; i < sizeof long_name; i++)
        long_name[i] = (char)(i % 7 == 6 ? ' ' : 'a' + (char)(i % 26));
    NameMatch m = names_compare(names, (Slice){long_name, sizeof long_name}, SLICE("\xFF\xFE\xD0"),
                                ENTITY_OTHER);
    assert_true(m.score >= 0 && m.score <= 1);
    m = names_compare(names, (Slice){long_name, sizeof long_name},
                      (Slice){long_name, sizeof long_name - 9}, ENTITY_ORG);
    assert_true(m.score >= 0 && m.score <= 1);
}

/* The quick look refuses no pair that the full one ties, with a book or without. */
static void ties_alone(void **state)
{
    (void)state;
    static const char *const list[] = {"Sergei Shoigu",
                                       "Sergey Shoigu",
                                       "Shoigu",
                                       "Gen. Sergei Shoigu",
                                       "S. Shoigu",
                                       "Serge\xD0\xBD Shoigu",
                                       "Сергей Шойгу",
                                       "Sergei Kuzhugetovich Shoigu",
                                       "Shoygu Sergei",
                                       "Mara Oldin",
                                       "Mara Olden",
                                       "Maria Oldin",
                                       "Oldin",
                                       "M. Oldin",
                                       "Dr. Mara Oldin",
                                       "Mara Elena Oldin",
                                       "Tomas Oldin",
                                       "Marat Oldin",
                                       "Mara Oldin-Verin",
                                       "O'Ldin",
                                       "Balta Fuel",
                                       "Balta Fuels",
                                       "Balta Fuel Ltd",
                                       "BF",
                                       "Balta Fuel Company of Riga",
                                       "Fuel Company",
                                       "National Bank of Halm",
                                       "NBH",
                                       "Bank of Halm",
                                       "National Bank of Holm",
                                       "Kiev",
                                       "Kyiv",
                                       "Kyiv region",
                                       "Li",
                                       "Li Na",
                                       "Na Li",
                                       "Li N.",
                                       "the the",
                                       "Of",
                                       "12 Main Street",
                                       "14 Main Street",
                                       "Main Street",
                                       "Pavel Ivanovich Drost",
                                       "Pavel Drost",
                                       "Drost Pavel Ivanovich",
                                       "Ivan Pavlovich Drost",
                                       "Gorbachev",
                                       "Gorbachov",
                                       "戈尔巴乔夫",
                                       "UN",
                                       "United Nations",
                                       "U.N."};
    enum { N = sizeof list / sizeof *list };
    NameBook *book = names_book(&arena);
    assert_non_null(book);
    for (uint32_t i = 0; i < N * N * 2; i++) {
        Slice a = slice_of(list[i / 2 / N]), b = slice_of(list[i / 2 % N]);
        EntityKind kind = i % 2 ? ENTITY_PERSON : ENTITY_ORG;
        NameMatch full = names_compare(names, a, b, kind), quick = names_link(names, a, b, kind),
                  read = names_link_by(names, book, a, b, kind);
        if (full.link != quick.link || full.link != read.link)
            fail_msg("%s | %s: %d, by the quick look %d", a.p, b.p, (int)full.link,
                     (int)quick.link);
        if (full.link != NAMELINK_NONE)
            assert_true(full.score == quick.score && full.conflict == quick.conflict &&
                        full.score == read.score);
    }
}

/* Words, of other scripts too, that are more or less alike. */
static const char *const word_list[] = {
    "gorbachev", "gorbachov", "Горбачев", "\xE6\x88\x88", "keller", "kellner",    "weller", "halm",
    "holm",      "a",         "Шойгу",    "shoigu",       "xqzv",   "washington", "wash"};
enum { WORDS = sizeof word_list / sizeof *word_list };

static void read_words(NameForm form[WORDS])
{
    for (uint32_t i = 0; i < WORDS; i++)
        name_form(names, slice_of(word_list[i]), true, &form[i]);
}

/* An alignment that is given up would have had a lower gain; one that is not has not changed. */
static void giving_up_early_loses_nothing(void **state)
{
    (void)state;
    static NameForm form[WORDS];
    uint32_t given_up = 0;
    read_words(form);
    for (uint32_t i = 0; i < WORDS * WORDS; i++) {
        const NameWord *a = &form[i / WORDS].word[0], *b = &form[i % WORDS].word[0];
        Sound full = word_sound(names, NULL, a, b, ANY_GAIN);
        for (float least = -2; least < 4 && full.known; least += 0.25f) {
            Sound s = word_sound(names, NULL, a, b, least);
            given_up += !s.known;
            if (!s.known)
                assert_true(full.gain < least);
            else
                assert_true(s.per_letter == full.per_letter && s.gain == full.gain &&
                            s.worst == full.worst && s.first == full.first && s.last == full.last &&
                            s.silent == full.silent);
        }
    }
    assert_true(given_up > 0);
}

/* The likeness of two words is the same whatever is asked for, where it is above that, and with an
 * ear that has heard other questions before. */
static void likeness_above_a_bound_is_exact(void **state)
{
    (void)state;
    static NameForm form[WORDS];
    NameEar *ear = ARENA_NEW(&arena, NameEar);
    assert_non_null(ear);
    ear->arena = &arena;
    read_words(form);
    for (uint32_t k = 0; k < 20; k++) {
        float least = (float)(k * 7 % 20) / 20; /* up and down */
        for (uint32_t i = 0; i < WORDS * WORDS; i++) {
            const NameWord *a = &form[i / WORDS].word[0], *b = &form[i % WORDS].word[0];
            float full = word_likeness(names, NULL, a, b, 0),
                  some = word_likeness(names, ear, a, b, least);
            if (full > least)
                assert_true(some == full);
            else
                assert_true(some <= least);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pairs), cmocka_unit_test(ties_alone),
                                       cmocka_unit_test(giving_up_early_loses_nothing),
                                       cmocka_unit_test(likeness_above_a_bound_is_exact),
                                       cmocka_unit_test(hostile)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
