/* The gazetteer: other names, codes, demonyms, seats of government, letter case, roles. Sentences
 * and names are ours. */
#include "mean/entities/gazetteer.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static Arena arena;
static const Gazetteer *g;

static int open_all(void **state)
{
    (void)state;
    dln_error err;
    const char *dir = getenv("DATELINE_DATA");
    arena_init(&arena, 0);
    return gazetteer_open(dir ? dir : "data", &arena, &g, &err) == DLN_OK ? 0 : -1;
}
static int close_all(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static const char *key_of(const char *name, uint32_t kinds)
{
    const GazEntry *e = gazetteer_entry(g, gazetteer_find(g, slice_of(name), kinds));
    return e ? e->key.p : "";
}

static void names(void **state)
{
    (void)state;
    assert_string_equal(key_of("Russia", GAZ_ALL), "country:RU");
    assert_string_equal(key_of("the Russian Federation", GAZ_ALL), "country:RU");
    assert_string_equal(key_of("Russia's", GAZ_ALL), "country:RU");
    assert_string_equal(key_of("立陶宛", GAZ_ALL), "country:LT");
    assert_string_equal(key_of("Россия", GAZ_ALL), "country:RU");
    assert_string_equal(key_of("U.S.", GAZ_ALL), "country:US");
    assert_string_equal(key_of("us", GAZ_ALL), "");
    assert_string_equal(key_of("Burma", GAZ_ALL), "country:MM");
    assert_string_equal(key_of("WHO", GAZ_ALL), "org:world health organization");
    assert_string_equal(key_of("who", GAZ_ALL), "");
    assert_string_equal(key_of("Kremlin", GAZ_ALL), "site:Kremlin");
    assert_string_equal(key_of("No Such Town", GAZ_ALL), "");
    assert_string_equal(key_of("", GAZ_ALL), "");
}

static void seats(void **state)
{
    (void)state;
    const GazEntry *moscow = gazetteer_entry(g, gazetteer_find(g, SLICE("Moscow"), GAZ_CITY));
    assert_non_null(moscow);
    assert_string_equal(gazetteer_entry(g, moscow->seat_of)->country, "RU");
    const GazEntry *kremlin = gazetteer_entry(g, gazetteer_find(g, SLICE("the Kremlin"), GAZ_SITE));
    assert_ptr_equal(gazetteer_entry(g, kremlin->in), moscow);
    assert_true(
        slice_is(gazetteer_entry(g, gazetteer_find(g, SLICE("Kiev"), GAZ_CITY))->name, "Kyiv"));
    assert_string_equal(
        gazetteer_entry(g, gazetteer_find(g, SLICE("Washington"), GAZ_PLACES))->country, "US");
    const GazEntry *usa = gazetteer_entry(g, gazetteer_find(g, SLICE("America"), GAZ_COUNTRY));
    assert_string_equal(usa->iso3, "USA");
    assert_int_equal(usa->capital, gazetteer_find(g, SLICE("Washington, D.C."), GAZ_CITY));
}

static const char *country_of(const char *word)
{
    const GazEntry *e = gazetteer_entry(g, gazetteer_demonym(g, slice_of(word)));
    return e ? e->country : "--";
}

static void demonyms(void **state)
{
    (void)state;
    assert_string_equal(country_of("Chinese"), "CN");
    assert_string_equal(country_of("Russians"), "RU");
    assert_string_equal(country_of("Frenchwoman"), "FR");
    assert_string_equal(country_of("North Korean"), "KP");
    assert_string_equal(country_of("us"), "--");
    assert_string_equal(country_of("Western"), "");
    assert_string_equal(country_of("table"), "--");
}

static void roles(void **state)
{
    (void)state;
    assert_true(gazetteer_role(g, SLICE("Defense Minister"))->head);
    assert_int_equal(gazetteer_role(g, SLICE("newspaper"))->kind, ENTITY_ORG);
    assert_int_equal(gazetteer_role(g, SLICE("spokeswoman"))->gender, GENDER_SHE);
    assert_null(gazetteer_role(g, SLICE("table")));
    Gender gender;
    assert_true(gazetteer_title(g, SLICE("Mrs."), &gender));
    assert_int_equal(gender, GENDER_SHE);
    assert_int_equal(gazetteer_given(g, SLICE("Sergey")), GENDER_HE);
    assert_int_equal(gazetteer_given(g, SLICE("Olga")), GENDER_SHE);
    Slice normal;
    assert_true(gazetteer_legal_form(g, SLICE("Aktiengesellschaft"), &normal));
    assert_true(slice_is(normal, "ag"));
}

static void folding(void **state)
{
    (void)state;
    char out[64];
    assert_int_equal(name_fold(SLICE("São Tomé & Príncipe"), out, sizeof out),
                     strlen("sao tome and principe"));
    assert_string_equal(out, "sao tome and principe");
    name_fold(SLICE("  al-Qa'ida "), out, sizeof out);
    assert_string_equal(out, "al qaida");
    name_fold(SLICE("\xFF\xC3 x"), out, sizeof out);
    assert_string_equal(out, "x");
    assert_true(name_fold(SLICE("a name that is much longer than the room it is given"), out, 8) <
                8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names), cmocka_unit_test(seats),
                                       cmocka_unit_test(demonyms), cmocka_unit_test(roles),
                                       cmocka_unit_test(folding)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
