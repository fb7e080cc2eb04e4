/* Same-bearer comparison of two names: links by rule, scores of the trained judge, conflicts. Names are ours or of public office holders. */
#include "mean/names/names.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static Arena arena;
static const Gazetteer *g;
static Names *names;

static int open_all(void **state) {
    (void)state;
    dln_error err;
    const char *dir = getenv("DATELINE_DATA");
    arena_init(&arena, 0);
    if (gazetteer_open(dir ? dir : "data", &arena, &g, &err) != DLN_OK) return -1;
    return names_open(dir ? dir : "data", g, &names, &err) == DLN_OK ? 0 : -1;
}
static int close_all(void **state) { (void)state; names_close(names); arena_free(&arena); return 0; }

typedef struct Pair { const char *a, *b; EntityKind kind; NameLink link; bool same, conflict; } Pair;

static void pairs(void **state) {
    (void)state;
    static const Pair pair[] = {
        {"Sergei Shoigu", "Sergey Shoigu", ENTITY_PERSON, NAMELINK_TRANSLITERATION, true, false},
        {"Serge\xD0\xBD Shoigu", "Sergey Shoigu", ENTITY_PERSON, NAMELINK_HOMOGLYPH, true, false},
        {"P\xD0\xB0vel Orlov", "Pavel Orlov", ENTITY_PERSON, NAMELINK_HOMOGLYPH, true, false},
        {"Сергей Шойгу", "Sergei Shoigu", ENTITY_PERSON, NAMELINK_TRANSLITERATION, true, false},
        {"Vladimir Putin", "Vladimir Vladimirovich Putin", ENTITY_PERSON, NAMELINK_TITLE, true, false},
        {"President Putin", "Vladimir Putin", ENTITY_PERSON, NAMELINK_PART, true, false},
        {"Li Shangfu", "Shangfu Li", ENTITY_PERSON, NAMELINK_ORDER, true, false},
        {"V. Putin", "Vladimir Putin", ENTITY_PERSON, NAMELINK_INITIALS, true, false},
        {"Li Shangfu", "Li Keqiang", ENTITY_PERSON, NAMELINK_NONE, false, true},
        {"Hassan Morad", "Ali Morad", ENTITY_PERSON, NAMELINK_NONE, false, true},
        {"UN", "United Nations", ENTITY_ORG, NAMELINK_ALIAS, true, false},
        {"PLRT", "Party of Law and Rural Trade", ENTITY_ORG, NAMELINK_ACRONYM, true, false},
        {"Deutsche Post AG", "Deutsche Post Aktiengesellschaft", ENTITY_ORG, NAMELINK_TITLE, true, false},
        {"Kiev", "Kyiv", ENTITY_PLACE, NAMELINK_ALIAS, true, false},
        {"Lithuania", "立陶宛", ENTITY_PLACE, NAMELINK_ALIAS, true, false},
        {"Slovakia", "Slovenia", ENTITY_PLACE, NAMELINK_NONE, false, false},
        {"Gorbachev", "戈尔巴乔夫", ENTITY_PERSON, NAMELINK_TRANSLITERATION, true, false},
        {"Berger", "ברגר", ENTITY_PERSON, NAMELINK_TRANSLITERATION, true, false},
        {"", "Berger", ENTITY_PERSON, NAMELINK_NONE, false, false},
    };
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        const Pair *p = &pair[i];
        NameMatch m = names_compare(names, slice_of(p->a), slice_of(p->b), p->kind), r = names_compare(names, slice_of(p->b), slice_of(p->a), p->kind);
        if (m.link != p->link || (m.score >= 0.5f) != p->same || m.conflict != p->conflict) print_message("%s | %s: link %d score %.3f conflict %d\n", p->a, p->b, (int)m.link, (double)m.score, m.conflict);
        assert_int_equal(m.link, p->link);
        assert_int_equal(m.score >= 0.5f, p->same);
        assert_int_equal(m.conflict, p->conflict);
        assert_true(m.score == r.score && m.link == r.link && m.conflict == r.conflict);
    }
}

static void hostile(void **state) {
    (void)state;
    char long_name[4000];
    for (size_t i = 0; i < sizeof long_name; i++) long_name[i] = (char)(i % 7 == 6 ? ' ' : 'a' + (char)(i % 26));
    NameMatch m = names_compare(names, (Slice){long_name, sizeof long_name}, SLICE("\xFF\xFE\xD0"), ENTITY_OTHER);
    assert_true(m.score >= 0 && m.score <= 1);
    m = names_compare(names, (Slice){long_name, sizeof long_name}, (Slice){long_name, sizeof long_name - 9}, ENTITY_ORG);
    assert_true(m.score >= 0 && m.score <= 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(pairs), cmocka_unit_test(hostile)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
