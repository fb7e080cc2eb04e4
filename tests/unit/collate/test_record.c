/* test_record.c - set laws of collation: order, copies, removal, one changed date; look-alikes
 * apart; what is compared with what. */
#include "kit.h"
#include <stdlib.h>

static const uint32_t all3[] = {0, 1, 2};

/* Three reports of a visit; `last` is the day the third gives for it. */
static void visit_story(Kit *k, const char *day_words, const char *value, int32_t day)
{
    static char text[200];
    kit_open(k);
    kit_report(k, "a.txt",
               "Envoy Mira Tanaka visited Ivo Brandt in Tallinn on 3 May 2024. \"We agreed on the "
               "harbour\", she said.");
    kit_report(k, "b.txt",
               "Mira Tanaka visited Ivo Brandt on May 3, 2024, his office said. Two aides were "
               "hurt on the way.");
    snprintf(text, sizeof text, "On %s the envoy Mira Tanaka visited Ivo Brandt, officials said.",
             day_words);
    kit_report(k, "c.txt", text);
    int32_t third = day_from_civil(2024, 5, 3);
    for (uint32_t r = 0; r < 3; r++) {
        uint32_t who = kit_entity(k, r, "Mira Tanaka", ENTITY_PERSON, "JP"),
                 whom = kit_entity(k, r, "Ivo Brandt", ENTITY_PERSON, "EE");
        uint32_t when = r == 0   ? kit_date(k, r, "3 May 2024", "2024-05-03", third)
                        : r == 1 ? kit_date(k, r, "May 3, 2024", "2024-05-03", third)
                                 : kit_date(k, r, day_words, value, day);
        kit_event(k, r, "visited", "visit", who, whom, when);
    }
    kit_statement(k, 0, "We agreed on the harbour", 0);
    uint32_t hurt = kit_event(k, 1, "hurt", "hurt", NONE, NONE, NONE);
    kit_toll(k, 1, hurt, "Two aides", "injured", 2, BOUND_NONE);
}

static int by_line(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The facts as lines that hold no ids: attribute, verdict, values with the sources that give them;
 * sorted. */
static Slice facts_text(Kit *k, const Record *r)
{
    char **line = ARENA_ARRAY(&k->arena, char *, r->facts.n + 1);
    for (uint32_t i = 0; i < r->facts.n; i++) {
        const RecordFact *f = &r->facts.at[i];
        Slice s = arena_printf(&k->arena, "%.*s %s", (int)f->attribute.n, f->attribute.p,
                               verdict_name[f->verdict]);
        char *values[64];
        uint32_t n = 0;
        for (uint32_t v = 0; v < f->values.n; v++)
            for (uint32_t e = 0; e < f->values.at[v].evidence.n && n < 64; e++) {
                const Evidence *at = &f->values.at[v].evidence.at[e];
                Slice source = r->report[at->report]->source;
                values[n++] = (char *)(uintptr_t)arena_printf(
                                  &k->arena, " %.*s@%.*s:%u", (int)f->values.at[v].value.n,
                                  f->values.at[v].value.p, (int)source.n, source.p, at->span.b)
                                  .p;
            }
        qsort(values, n, sizeof *values, by_line);
        for (uint32_t v = 0; v < n; v++)
            s = arena_printf(&k->arena, "%s%s", s.p, values[v]);
        line[i] = (char *)(uintptr_t)s.p;
    }
    qsort(line, r->facts.n, sizeof *line, by_line);
    Slice out = SLICE("");
    for (uint32_t i = 0; i < r->facts.n; i++)
        out = arena_printf(&k->arena, "%s%s\n", out.p, line[i]);
    return out;
}

static void one_event_one_statement(void **state)
{
    Kit k;
    (void)state;
    visit_story(&k, "May 3", "2024-05-03", day_from_civil(2024, 5, 3));
    const Record *r = kit_collate(&k, all3, 3);
    assert_int_equal(r->entities.n, 2);
    assert_int_equal(r->times.n, 1);
    assert_int_equal(r->events.n, 2);
    assert_int_equal(kit_count(r, DLN_CONFLICT), 0);
    const RecordFact *date = kit_fact(r, "date", DLN_AGREE);
    assert_non_null(date);
    assert_int_equal(date->values.n, 1);
    assert_int_equal(date->values.at[0].voices, 3);
    kit_close(&k);
}

/* "16" and "18" of "April 16 to 18" are no times of the record: the range has them. */
static void a_range_is_one_time(void **state)
{
    Kit k;
    (void)state;
    kit_open(&k);
    kit_report(&k, "a.txt", "She stays from April 16 to 18.");
    int32_t day = day_from_civil(2024, 4, 16);
    uint32_t range = kit_date(&k, 0, "April 16 to 18", "2024-04-16/2024-04-18", day),
             begin = kit_date(&k, 0, "April 16", "2024-04-16", day),
             end = kit_date(&k, 0, "18", "2024-04-18", day + 2);
    k.findings[0].times.at[range].type = TIME_RANGE;
    k.findings[0].times.at[begin].part_of = k.findings[0].times.at[end].part_of = range;
    const Record *r = kit_collate(&k, (const uint32_t[]){0}, 1);
    assert_int_equal(r->times.n, 1);
    assert_int_equal(r->times.at[0].mentions.n, 1);
    kit_close(&k);
}

static void order_changes_nothing(void **state)
{
    static const uint32_t orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {0, 2, 1}};
    Kit k;
    (void)state;
    visit_story(&k, "May 4", "2024-05-04", day_from_civil(2024, 5, 4));
    Slice first = facts_text(&k, kit_collate(&k, orders[0], 3));
    char key[33];
    memcpy(key, k.record.key, sizeof key);
    for (int i = 1; i < 4; i++) {
        Slice other = facts_text(&k, kit_collate(&k, orders[i], 3));
        assert_string_equal(first.p, other.p);
        assert_string_equal(key, k.record.key);
    }
    kit_close(&k);
}

static void copy_is_no_voice(void **state)
{
    static const uint32_t two[] = {0, 1}, with_copy[] = {0, 1, 3};
    Kit k;
    (void)state;
    visit_story(&k, "May 3", "2024-05-03", day_from_civil(2024, 5, 3));
    uint32_t copy = kit_report(&k, "copy.txt", k.report[1].text.p);
    k.findings[copy] = k.findings[1];
    k.findings[copy].report = &k.report[copy];
    k.copy_of[copy] = 1;
    const Record *r = kit_collate(&k, two, 2);
    uint32_t agree = kit_count(r, DLN_AGREE), only = kit_count(r, DLN_ONLY),
             voices = kit_fact(r, "date", DLN_AGREE)->values.at[0].voices;
    r = kit_collate(&k, with_copy, 3);
    assert_int_equal(kit_count(r, DLN_AGREE), agree);
    assert_int_equal(kit_count(r, DLN_ONLY), only);
    assert_int_equal(kit_fact(r, "date", DLN_AGREE)->values.at[0].voices, voices);
    const RecordFact *hurt = kit_fact(
        r, "injured", DLN_ONLY); /* told by a report and its copy: still one voice */
    assert_non_null(hurt);
    assert_int_equal(hurt->values.at[0].voices, 1);
    kit_close(&k);
}

static void removal_takes_what_it_alone_said(void **state)
{
    static const uint32_t without[] = {0, 2};
    Kit k;
    (void)state;
    visit_story(&k, "May 3", "2024-05-03", day_from_civil(2024, 5, 3));
    const Record *r = kit_collate(&k, all3, 3);
    assert_non_null(kit_fact(r, "injured", DLN_ONLY));
    uint32_t entities = r->entities.n;
    r = kit_collate(&k, without, 2);
    assert_null(kit_fact(r, "injured", DLN_ONLY));
    assert_int_equal(r->entities.n, entities);
    assert_int_equal(kit_fact(r, "date", DLN_AGREE)->values.at[0].voices, 2);
    kit_close(&k);
}

static void look_alikes_stay_apart(void **state)
{
    static const uint32_t both[] = {0, 1};
    Kit k;
    (void)state;
    kit_open(&k);
    kit_report(
        &k, "a.txt",
        "On Sunday Ana Reyes met Piet Mulder; on Tuesday Ana Reyes held talks with Olga Sund.");
    kit_report(&k, "b.txt", "Ana Reyes met Piet Mulder on Sunday.");
    for (uint32_t r = 0; r < 2; r++) {
        uint32_t ana = kit_entity(&k, r, "Ana Reyes", ENTITY_PERSON, ""),
                 piet = kit_entity(&k, r, "Piet Mulder", ENTITY_PERSON, "");
        kit_event(&k, r, "met", "meet", ana, piet,
                  kit_date(&k, r, "Sunday", "2024-06-02", day_from_civil(2024, 6, 2)));
    }
    uint32_t olga = kit_entity(&k, 0, "Olga Sund", ENTITY_PERSON, "");
    kit_event(&k, 0, "talks", "talks", 0, olga,
              kit_date(&k, 0, "Tuesday", "2024-06-04", day_from_civil(2024, 6, 4)));
    const Record *r = kit_collate(&k, both, 2);
    assert_int_equal(r->events.n, 2);
    assert_int_equal(kit_count(r, DLN_CONFLICT), 0);
    kit_close(&k);
}

static void tolls_are_compared(void **state)
{
    static const uint32_t both[] = {0, 1};
    Kit k;
    (void)state;
    kit_open(&k);
    kit_report(&k, "a.txt", "Four people died when the ferry Halma sank on Sunday.");
    kit_report(&k, "b.txt", "Six people died when the ferry Halma sank on Sunday.");
    for (uint32_t r = 0; r < 2; r++) {
        uint32_t ship = kit_entity(&k, r, "Halma", ENTITY_OTHER, "");
        uint32_t day = kit_date(&k, r, "Sunday", "2024-06-02", day_from_civil(2024, 6, 2));
        kit_toll(&k, r, kit_event(&k, r, "sank", "sink", ship, NONE, day), r ? "Six" : "Four",
                 "killed", r ? 6 : 4, BOUND_NONE);
    }
    const Record *r = kit_collate(&k, both, 2);
    assert_int_equal(kit_count(r, DLN_CONFLICT), 1);
    assert_non_null(kit_fact(r, "killed", DLN_CONFLICT));
    k.findings[1].quantities.at[0].bound =
        BOUND_AT_LEAST; /* "at least six" against four is a conflict, "at least four" is not */
    assert_int_equal(kit_count(kit_collate(&k, both, 2), DLN_CONFLICT), 1);
    k.findings[1].quantities.at[0].low = k.findings[1].quantities.at[0].high = 4;
    assert_int_equal(kit_count(kit_collate(&k, both, 2), DLN_CONFLICT), 0);
    kit_close(&k);
}

static void same_words_are_versions(void **state)
{
    static const uint32_t both[] = {0, 1};
    Kit k;
    (void)state;
    kit_open(&k);
    kit_report(&k, "a.txt",
               "\"The bridge will open before winter and stay open\", Lena Holm said.");
    kit_report(&k, "b.txt",
               "Lena Holm promised: \"The bridge will open before winter, and stay open.\"");
    for (uint32_t r = 0; r < 2; r++)
        kit_statement(&k, r,
                      r ? "The bridge will open before winter, and stay open."
                        : "The bridge will open before winter and stay open",
                      kit_entity(&k, r, "Lena Holm", ENTITY_PERSON, ""));
    const Record *r = kit_collate(&k, both, 2);
    assert_int_equal(r->statements.n, 1);
    assert_int_equal(r->statements.at[0].versions.n, 2);
    assert_true(r->statements.at[0].same_words);
    assert_non_null(kit_fact(r, "wording", DLN_AGREE));
    kit_close(&k);
}

/* A quotation and a second one that holds it are one statement of a report; a name that many
 * statements hold ("a new harbour plan") makes none of two. */
static void twice_in_a_report(void **state)
{
    static const uint32_t both[] = {0, 1};
    Kit k;
    (void)state;
    kit_open(&k);
    kit_report(&k, "a.txt",
               "\"The bridge will stay open all winter, whatever comes,\" Lena Holm said.\n\n"
               "\"The bridge will stay open\"\n\nShe called it \"the new harbour plan\".");
    kit_report(&k, "b.txt", "Ivo Brandt said \"the new harbour plan of the council is a gift\".");
    uint32_t holm = kit_entity(&k, 0, "Lena Holm", ENTITY_PERSON, "");
    kit_statement(&k, 0, "The bridge will stay open all winter, whatever comes,", holm);
    kit_statement(&k, 0, "The bridge will stay open\"", NONE);
    kit_statement(&k, 0, "the new harbour plan", NONE);
    kit_statement(&k, 1, "the new harbour plan of the council is a gift",
                  kit_entity(&k, 1, "Ivo Brandt", ENTITY_PERSON, ""));
    const Record *r = kit_collate(&k, both, 2);
    assert_int_equal(r->statements.n, 3);
    assert_int_equal(r->statements.at[0].versions.n, 2);
    kit_close(&k);
}

/* "His counterpart Carl Brandt", later "Defense Minister Carl Brandt". */
static void a_title_stands_behind_a_name(void **state)
{
    RecordRole plain = {.text = SLICE("counterpart")}, other = {.text = SLICE("newspaper")},
               title = {.text = SLICE("Defense Minister")};
    RecordRole mixed[] = {plain, title, other}, low[] = {other, plain};
    RecordEntity both = {.roles = {.at = mixed, .n = 3}}, words = {.roles = {.at = low, .n = 2}},
                 none = {0};
    (void)state;
    assert_true(slice_is(record_role(&both), "Defense Minister"));
    assert_true(slice_is(record_role(&words), "newspaper"));
    assert_int_equal(record_role(&none).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_event_one_statement),
        cmocka_unit_test(a_range_is_one_time),
        cmocka_unit_test(order_changes_nothing),
        cmocka_unit_test(copy_is_no_voice),
        cmocka_unit_test(removal_takes_what_it_alone_said),
        cmocka_unit_test(look_alikes_stay_apart),
        cmocka_unit_test(tolls_are_compared),
        cmocka_unit_test(same_words_are_versions),
        cmocka_unit_test(twice_in_a_report),
        cmocka_unit_test(a_title_stands_behind_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
