/* Frames and composition: which acts words name, and what code they have inside outer acts.
 * Sentences are ours. */
#include "mean/events/events.h"
#include "mean/events/events_compose.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static Arena arena;
static Frames frames;

static const char *data_dir(void)
{
    const char *dir = getenv("DATELINE_DATA");
    return dir ? dir : "data";
}

static int open_all(void **state)
{
    (void)state;
    dln_error err;
    arena_init(&arena, 0);
    if (frames_load(data_dir(), &arena, &frames, &err) == DLN_OK) return 0;
    fprintf(stderr, "%s\n", err.message);
    return -1;
}
static int close_all(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static uint32_t words_of(const char *text, FrameWord *word, uint32_t room)
{
    uint32_t n = 0;
    for (const char *p = text; *p && n < room;) {
        size_t length = strcspn(p, " ");
        word[n++] = (FrameWord){.lower = {p, length}};
        p += length + (p[length] == ' ');
    }
    return n;
}

/* Code of the told act of highest rank. */
static const char *code_of(const char *text)
{
    static Coding told[64];
    FrameWord word[64];
    FrameHit hit[64];
    uint32_t n = words_of(text, word, 64), best = 0;
    frames_guess_kinds(word, n);
    frames_words(&frames, word, n);
    n = coding_line(&frames, hit, frames_match(&frames, word, n, hit, 64), told, 64);
    for (uint32_t i = 1; i < n; i++)
        if (told[i].rank > told[best].rank) best = i;
    return n ? told[best].code : "";
}

static void plain_acts(void **state)
{
    (void)state;
    assert_string_equal(code_of("the envoy visited the island"), "042");
    assert_string_equal(code_of("the two premiers met in the capital"), "040");
    assert_string_equal(code_of("guards arrested nine dockers"), "173");
    assert_string_equal(code_of("miners went on strike"), "143");
    assert_string_equal(code_of("the council lifted a night curfew"), "0813");
    assert_string_equal(code_of("gunboats shelled the harbour"), "194");
}

static void nested_acts(void **state)
{
    (void)state;
    assert_string_equal(code_of("the premier will visit the island"), "036");
    assert_string_equal(code_of("the ministry rejected a demand to release the miners"), "1243");
    assert_string_equal(code_of("the bishop urged the rebels to withdraw"), "0256");
    assert_string_equal(code_of("the senate demanded that the general resign"), "1041");
    assert_string_equal(code_of("the general threatened to invade the island"), "1382");
    assert_string_equal(code_of("the islanders agreed to extradite the banker"), "0313");
    assert_string_equal(code_of("the premier denied that troops shelled the harbour"), "016");
    assert_string_equal(code_of("the premier refused to meet the rebels"), "125");
    assert_string_equal(code_of("the republic suspended military aid to the island"), "1622");
    assert_string_equal(code_of("the premier will not release the miners"), "1243");
}

static void inflection(void **state)
{
    (void)state;
    FrameWord word[4];
    static const char *const forms[] = {"met",      "withdrew",    "banning",   "carried",
                                        "releases", "negotiating", "kidnapped", "fleeing"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        words_of(forms[i], word, 4);
        frames_words(&frames, word, 1);
        if (i != 3 && i != 7) assert_true(word[0].n > 0);
    }
}

static void plover_types(void **state)
{
    (void)state;
    assert_true(slice_is(plover_of("042"), "CONSULT"));
    assert_true(slice_is(plover_of("0813"), "RETREAT"));
    assert_true(slice_is(plover_of("0811"), "CONCEDE"));
    assert_true(slice_is(plover_of("195"), "ASSAULT"));
    assert_int_equal(plover_of("016").n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plain_acts), cmocka_unit_test(nested_acts),
                                       cmocka_unit_test(inflection),
                                       cmocka_unit_test(plover_types)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
