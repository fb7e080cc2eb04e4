/* test_joins.c - events across reports: what joins them, what keeps them apart, whom the joined
 * event names, which is the main one; hostile trees. */
#include "kit.h"
#include "collate/event_pair.h"

static const uint32_t all3[] = {0, 1, 2};

/* "Halm met Orsk" in each report; `turned`: the other way round in the last. */
static void meeting_story(Kit *k, const char *label, bool turned)
{
    static const char *const source[] = {"a.txt", "b.txt", "c.txt"};
    for (uint32_t r = 0; r < 3; r++) {
        kit_report(k, source[r], "Mira Halm struck Ivo Orsk in the yard.");
        uint32_t a = kit_entity(k, r, "Mira Halm", ENTITY_PERSON, ""),
                 b = kit_entity(k, r, "Ivo Orsk", ENTITY_PERSON, "");
        bool other = turned && r == 2;
        uint32_t e = kit_event(k, r, "struck", label, other ? b : a, other ? a : b, NONE);
        k->findings[r].events.at[e].type = SLICE("ASSAULT");
    }
}

static const RecordPart *part_of(const RecordEvent *e, const Record *r, const char *name)
{
    for (uint32_t i = 0; i < e->parts.n; i++) {
        if (e->parts.at[i].entity != NONE &&
            slice_is(r->entities.at[e->parts.at[i].entity].name, name))
            return &e->parts.at[i];
    }
    return NULL;
}

static void one_deed_is_one_event(void **state)
{
    Kit k;
    (void)state;
    kit_open(&k);
    meeting_story(&k, "strike", false);
    const Record *r = kit_collate(&k, all3, 3);
    assert_int_equal(r->events.n, 1);
    assert_int_equal(r->events.at[0].mentions.n, 3);
    assert_int_equal(part_of(&r->events.at[0], r, "Mira Halm")->role, PART_ACTOR);
    assert_int_equal(part_of(&r->events.at[0], r, "Ivo Orsk")->role, PART_RECIPIENT);
    kit_close(&k);
}

/* Who struck whom in one report is not the same deed as the reverse in another: no pooling. */
static void reversed_parties_are_not_pooled(void **state)
{
    Kit k;
    (void)state;
    kit_open(&k);
    meeting_story(&k, "strike", true);
    const Record *r = kit_collate(&k, all3, 3);
    for (uint32_t i = 0; i < r->events.n; i++) {
        const RecordEvent *e = &r->events.at[i];
        uint32_t actors = 0;
        for (uint32_t p = 0; p < e->parts.n; p++)
            actors += e->parts.at[p].role == PART_ACTOR;
        assert_int_equal(actors, 1);
    }
    kit_close(&k);
}

/* "Halm was held", told of one person in two reports: one event where both are of one kind, two
 * where the one is an arrest and the other a court's deed. */
static size_t held_and(const char *kind)
{
    static const uint32_t both[] = {0, 1};
    Kit k;
    kit_open(&k);
    for (uint32_t r = 0; r < 2; r++) {
        kit_report(&k, r ? "b.txt" : "a.txt", "Mira Halm was held in the yard on Sunday.");
        uint32_t who = kit_entity(&k, r, "Mira Halm", ENTITY_PERSON, "");
        uint32_t day = kit_date(&k, r, "Sunday", "2024-06-02", day_from_civil(2024, 6, 2));
        uint32_t at = kit_event(&k, r, "held", "hold", who, NONE, day);
        Event *e = &k.findings[r].events.at[at];
        e->kind = r ? slice_of(kind) : SLICE("arrest");
        e->traits = slice_is(e->kind, "death") ? TRAIT_BEFALLS : TRAIT_LAW;
    }
    size_t n = kit_collate(&k, both, 2)->events.n;
    kit_close(&k);
    return n;
}

static void an_arrest_is_no_sentence(void **state)
{
    (void)state;
    assert_int_equal(held_and("arrest"), 1);
    assert_int_equal(held_and("sentence"), 2);
    assert_int_equal(held_and("death"), 2);
}

/* A telling of harm, the second of its report. */
static Unit harm(uint32_t token, double age)
{
    return (Unit){.report = 0,
                  .token = token,
                  .sentence = token,
                  .from = DAY_UNKNOWN,
                  .to = DAY_UNKNOWN,
                  .place = NONE,
                  .traits = TRAIT_HARM,
                  .age = age};
}

/* "A man was shot"; "another shooting", "the shooting". */
static void what_a_report_sets_apart_stays_apart(void **state)
{
    Unit told = harm(1, -1), other = harm(2, -1), back = harm(3, -1), far = harm(4, -1);
    Join join = {0};
    (void)state;
    other.apart = true;
    back.refers = REFERS_THE;
    far.report = 1;
    assert_false(may_be_one(&join, &told, &other));
    assert_false(may_be_one(&join, &other, &told));
    assert_true(may_be_one(&join, &other, &back)); /* "the shooting" may be the other one */
    assert_false(may_be_one(&join, &other, &far));
}

/* "A 34-year-old man was wounded", "a 22-year-old man was wounded". */
static void two_ages_are_two_people(void **state)
{
    Unit man = harm(1, 34), boy = harm(2, 22), near = harm(3, 35), any = harm(4, -1);
    Join join = {0};
    (void)state;
    assert_false(may_be_one(&join, &man, &boy));
    assert_true(may_be_one(&join, &man, &near));
    assert_true(may_be_one(&join, &man, &any));
    boy.sentence = man.sentence; /* "a man, 34, was shot in the leg, another, 22, in the arm" */
    assert_true(may_be_one(&join, &man, &boy));
}

/* "Orsk was charged", "Orsk has not been charged"; but "denied the attack", "the attack". */
static void not_charged_is_not_charged(void **state)
{
    Unit told = harm(1, -1), denied = harm(2, -1);
    Join join = {0};
    (void)state;
    denied.denied = true;
    assert_true(may_be_one(&join, &told, &denied));
    told.traits = denied.traits = TRAIT_LAW;
    assert_false(may_be_one(&join, &told, &denied));
    assert_false(may_be_one(&join, &denied, &told));
}

/* "Bram shot his wife", "then shot himself". */
static void himself_is_nobody_else(void **state)
{
    Unit wife = harm(1, -1), self = harm(2, -1);
    Join join = {0};
    (void)state;
    self.to_self = true;
    wife.arg[wife.n_args++] = (Arg){PART_RECIPIENT, NONE, SLICE("wife")};
    self.arg[self.n_args++] = (Arg){PART_ACTOR, 3, {"", 0}};
    assert_true(may_be_one(&join, &wife, &self)); /* who shot her is not told */
    wife.arg[wife.n_args++] = (Arg){PART_ACTOR, 3, {"", 0}};
    assert_false(may_be_one(&join, &wife, &self));
    wife.arg[0].entity = 3; /* "he was shot" */
    assert_true(may_be_one(&join, &wife, &self));
}

/* "Orsk shot a clerk", "police shot Orsk". */
static void who_did_it_did_not_suffer_it(void **state)
{
    Unit did = harm(1, -1), suffered = harm(2, -1);
    Join join = {0};
    (void)state;
    did.arg[did.n_args++] = (Arg){PART_ACTOR, 3, {"", 0}};
    did.arg[did.n_args++] = (Arg){PART_RECIPIENT, NONE, SLICE("clerk")};
    suffered.arg[suffered.n_args++] = (Arg){PART_RECIPIENT, 3, {"", 0}};
    assert_false(may_be_one(&join, &did, &suffered));
    assert_false(may_be_one(&join, &suffered, &did));
    did.traits |= TRAIT_MEETS; /* in a fight each does both */
    assert_true(may_be_one(&join, &did, &suffered));
}

/* "I welcome the chance to hear from all who feel so", told by two outlets: one, whatever the trees
 * say of "welcome". Few words in common are no proof. */
static void one_sentence_of_two_outlets_is_one(void **state)
{
    static const uint32_t word[] = {1, 2, 3, 4, 5, 6, 7};
    static const float weight[] = {1, 1, 1, 1, 1, 1, 1};
    Unit a = {.from = DAY_UNKNOWN,
              .to = DAY_UNKNOWN,
              .place = NONE,
              .age = -1,
              .statement = NONE,
              .head = {{.lemma = SLICE("welcome")}},
              .n_heads = 1,
              .word = word,
              .weight = weight,
              .sign = {1},
              .n_words = 7};
    Unit b = a;
    Join join = {0};
    (void)state;
    b.report = 1;
    assert_true(told_again(&join, &a, &b));
    b.n_words = 5;
    assert_false(told_again(&join, &a, &b));
    b.n_words = 7;
    b.modality = MODALITY_DENIED;
    assert_false(told_again(&join, &a, &b));
}

/* "Halm left", "Brandt left": one word, two people. */
static void a_word_alone_joins_nothing(void **state)
{
    static const uint32_t both[] = {0, 1};
    Kit k;
    (void)state;
    kit_open(&k);
    kit_report(&k, "a.txt", "Mira Halm left the hall.");
    kit_report(&k, "b.txt", "Ivo Brandt left a bill unpaid.");
    for (uint32_t r = 0; r < 2; r++) {
        uint32_t who = kit_entity(&k, r, r ? "Ivo Brandt" : "Mira Halm", ENTITY_PERSON, "");
        uint32_t e = kit_event(&k, r, "left", "leave", who, NONE, NONE);
        k.findings[r].events.at[e].type = (Slice){"", 0};
    }
    assert_int_equal(kit_collate(&k, both, 2)->events.n, 2);
    kit_close(&k);
}

static void the_main_event_is_told_by_most(void **state)
{
    Kit k;
    (void)state;
    kit_open(&k);
    meeting_story(&k, "strike", false);
    uint32_t e = kit_event(&k, 1, "yard", "fence", NONE, NONE, NONE);
    k.findings[1].events.at[e].type = (Slice){"", 0};
    const Record *r = kit_collate(&k, all3, 3);
    uint32_t mains = 0;
    assert_int_equal(r->events.n, 2);
    for (uint32_t i = 0; i < r->events.n; i++) {
        mains += r->events.at[i].main;
        assert_int_equal(r->events.at[i].main, r->events.at[i].mentions.n == 3);
        assert_true(r->events.at[i].salience >= 0 && r->events.at[i].salience <= 1);
        assert_true(r->events.at[i].confidence > 0 && r->events.at[i].confidence < 1);
    }
    assert_int_equal(mains, 1);
    kit_close(&k);
}

static void unknown_signs_weigh_nothing(void **state)
{
    Kit k;
    (void)state;
    kit_open(&k);
    Signs one = {.n = 0}, two = {.n = 0};
    signs_add(&one, true, SLICE("party"));
    signs_add(&two, true, SLICE("party"));
    signs_add(&two, true, SLICE("no such sign"));
    signs_add(&two, false, SLICE("nameless"));
    assert_true(signs_score(&k.collate->sure, &one) == signs_score(&k.collate->sure, &two));
    kit_close(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_deed_is_one_event),
        cmocka_unit_test(reversed_parties_are_not_pooled),
        cmocka_unit_test(an_arrest_is_no_sentence),
        cmocka_unit_test(what_a_report_sets_apart_stays_apart),
        cmocka_unit_test(two_ages_are_two_people),
        cmocka_unit_test(not_charged_is_not_charged),
        cmocka_unit_test(himself_is_nobody_else),
        cmocka_unit_test(who_did_it_did_not_suffer_it),
        cmocka_unit_test(one_sentence_of_two_outlets_is_one),
        cmocka_unit_test(a_word_alone_joins_nothing),
        cmocka_unit_test(the_main_event_is_told_by_most),
        cmocka_unit_test(unknown_signs_weigh_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
