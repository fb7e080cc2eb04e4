/* The bench's sentence classifiers: hashed features are sorted and each stands once; a text without
 * words has some answer too. Sentences are ours. */
#include "../../../bench/events_model.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static Arena arena;
static Frames frames, parties;

static int open_all(void **state)
{
    const char *dir = getenv("DATELINE_DATA") ? getenv("DATELINE_DATA") : "data";
    dln_error err;
    (void)state;
    arena_init(&arena, 0);
    if (frames_load(dir, &arena, &frames, &err) != DLN_OK) return -1;
    return frames_load_classes(dir, "actorwords.txt", &arena, &parties, &err) == DLN_OK ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void features_are_sorted(void **state)
{
    (void)state;
    Features features;
    Slice text = SLICE("The island's premier didn't meet rebels; police fired tear gas.");
    assert_int_equal(
        event_features(&frames, &parties, text, (Span){0, 12}, (Span){35, 41}, &arena, &features),
        DLN_OK);
    for (uint32_t g = 0; g < FEATURE_GROUPS; g++)
        for (uint32_t i = 1; i < features.n[g]; i++)
            assert_true(features.at[g][i - 1] < features.at[g][i]);
    assert_int_equal(event_features(&frames, &parties, (Slice){"", 0}, (Span){0, 0}, (Span){0, 0},
                                    &arena, &features),
                     DLN_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(features_are_sorted)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
