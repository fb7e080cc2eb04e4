/* Stories: tellings of one incident come together, incidents stay apart; same input, same ids; a
 * saved state goes on exactly; the window is kept; damaged states are refused. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/buf.h"
#include "pile.h"
#include "story/batch.h"
#include "story/copies.h"
#include "story/stream.h"

enum { INCIDENTS = 40, TELLINGS = 3, REPORTS = INCIDENTS * TELLINGS };

static StoryModel model;
static Arena arena, scratch;
static PileReport pile[REPORTS]; /* incident i's tellings at i * TELLINGS */

static StoryAnswer add(StoryStream *stream, uint32_t k)
{
    StoryAnswer answer;
    assert_int_equal(
        stream_add(stream, pile[k].title, pile[k].text, pile[k].day, NONE, &scratch, &answer),
        DLN_OK);
    return answer;
}

static void tellings_meet(void **state)
{
    (void)state;
    StoryStream *stream;
    uint32_t together = 0, apart = 0, first[INCIDENTS];
    assert_int_equal(stream_new(&model, 1000, &stream), DLN_OK);
    for (uint32_t k = 0; k < REPORTS; k++) {
        StoryAnswer answer = add(stream, k);
        uint32_t i = k / TELLINGS;
        assert_int_equal(answer.report, k);
        if (k % TELLINGS == 0)
            first[i] = answer.story;
        else
            together += answer.story == first[i];
        apart += k % TELLINGS == 0 && answer.story == k;
    }
    assert_true(together >= INCIDENTS * (TELLINGS - 1) * 9 / 10);
    assert_true(apart >= INCIDENTS * 9 / 10);
    stream_free(stream);
}

static void batch_ignores_order(void **state)
{
    (void)state;
    static PileReport mixed[REPORTS];
    uint32_t straight[REPORTS], other[REPORTS], place[REPORTS];
    for (uint32_t k = 0; k < REPORTS; k++) {
        place[k] = (k * 77 + 13) % REPORTS; /* 77 and 120 have no common divisor */
        mixed[place[k]] = pile[k];
    }
    assert_int_equal(story_batch(&model, pile, REPORTS, &arena, straight), DLN_OK);
    assert_int_equal(story_batch(&model, mixed, REPORTS, &arena, other), DLN_OK);
    for (uint32_t a = 0; a < REPORTS; a++) {
        for (uint32_t b = 0; b < a; b++)
            assert_int_equal(straight[a] == straight[b], other[place[a]] == other[place[b]]);
    }
}

static void link_is_average(void **state)
{
    (void)state;
    /* 0-1 and 2-3 are strong pairs; one strong pair 1-2 between them must not chain all four */
    const JudgedPair pairs[] = {{0, 1, 0.95f}, {2, 3, 0.95f}, {1, 2, 0.9f}};
    uint32_t group[5];
    assert_int_equal(link_groups(pairs, 3, 5, 0.5f, &arena, group), DLN_OK);
    assert_int_equal(group[0], 0);
    assert_int_equal(group[1], 0);
    assert_int_equal(group[2], 2);
    assert_int_equal(group[3], 2);
    assert_int_equal(group[4], 4);
}

static int keep(const void *bytes, size_t n, void *context)
{
    buf_add(context, (Slice){bytes, n});
    return 0;
}

static void state_goes_on(void **state)
{
    (void)state;
    for (uint32_t live = 16; live <= 1000; live *= 8) { /* 16: shelves are dropped on the way */
        StoryStream *a, *b;
        Buf saved;
        buf_init(&saved, 1u << 28);
        assert_int_equal(stream_new(&model, live, &a), DLN_OK);
        for (uint32_t k = 0; k < REPORTS / 2 + 7; k++)
            add(a, (k * 77) % REPORTS);
        assert_int_equal(stream_save(a, keep, &saved), DLN_OK);
        assert_int_equal(stream_restore(&model, live, saved.p, saved.n, &b), DLN_OK);
        for (uint32_t k = REPORTS / 2 + 7; k < 2 * REPORTS; k++) {
            StoryAnswer x = add(a, (k * 77) % REPORTS), y = add(b, (k * 77) % REPORTS);
            assert_memory_equal(&x, &y, sizeof x);
        }
        stream_free(a);
        stream_free(b);
        buf_free(&saved);
    }
}

static void copies_go_on(void **state)
{
    (void)state;
    CopyIndex *a, *b;
    Buf saved;
    CopyLink x, y;
    buf_init(&saved, 1u << 28);
    assert_int_equal(copies_new(30, &a), DLN_OK);
    for (uint32_t k = 0; k < REPORTS; k++)
        assert_int_equal(copies_add(a, pile[k % 50].text, &arena, &scratch, &x), DLN_OK);
    assert_int_equal(copies_save(a, keep, &saved), DLN_OK);
    assert_int_equal(copies_restore(30, saved.p, saved.n, &b), DLN_OK);
    for (uint32_t k = 0; k < REPORTS; k++) {
        copies_add(a, pile[(k * 7) % 50].text, &arena, &scratch, &x);
        copies_add(b, pile[(k * 7) % 50].text, &arena, &scratch, &y);
        assert_int_equal(x.source, y.source);
        assert_int_equal(x.is_copy, y.is_copy);
        assert_int_equal(x.n_spans, y.n_spans);
    }
    copies_free(a);
    copies_free(b);
    buf_free(&saved);
}

static void damage_is_refused(void **state)
{
    (void)state;
    StoryStream *a, *b;
    Buf saved;
    buf_init(&saved, 1u << 28);
    assert_int_equal(stream_new(&model, 64, &a), DLN_OK);
    for (uint32_t k = 0; k < 20; k++)
        add(a, k);
    assert_int_equal(stream_save(a, keep, &saved), DLN_OK);
    assert_int_equal(stream_restore(&model, 640, saved.p, saved.n, &b), DLN_ERR_DATA);
    assert_int_equal(stream_restore(&model, 64, saved.p, saved.n - 1, &b), DLN_ERR_DATA);
    assert_int_equal(stream_restore(&model, 64, saved.p, 7, &b), DLN_ERR_DATA);
    saved.p[saved.n / 2] ^= 1;
    assert_int_equal(stream_restore(&model, 64, saved.p, saved.n, &b), DLN_ERR_DATA);
    assert_null(b);
    stream_free(a);
    buf_free(&saved);
}

static void hostile(void **state)
{
    (void)state;
    StoryStream *stream;
    StoryAnswer answer;
    assert_int_equal(stream_new(&model, 1, &stream), DLN_OK);
    for (int k = 0; k < 10; k++)
        assert_int_equal(
            stream_add(stream, SLICE(""), SLICE(""), INT32_MIN, NONE, &scratch, &answer), DLN_OK);
    assert_int_equal(stream_add(stream, SLICE("\xFF\xFE"), SLICE("\x80\x80 1 1 1 1"), INT32_MAX, 5,
                                &scratch, &answer),
                     DLN_OK);
    assert_int_equal(
        stream_add(stream, SLICE("Title"), SLICE("\xC3"), -2000000000, 9999, &scratch, &answer),
        DLN_OK);
    stream_free(stream);
    uint32_t story[1];
    assert_int_equal(story_batch(&model, pile, 0, &arena, story), DLN_OK);
    assert_int_equal(story_batch(&model, pile, 1, &arena, story), DLN_OK);
    assert_int_equal(story[0], 0);
}

static int open_all(void **state)
{
    (void)state;
    dln_error error;
    char title[200], text[1600];
    arena_init(&arena, 0);
    arena_init(&scratch, 0);
    if (story_model_open("data", &arena, &model, &error) != DLN_OK) {
        print_error("%s\n", error.message);
        return 1;
    }
    for (uint32_t k = 0; k < REPORTS; k++) {
        pile_report(k / TELLINGS, k % TELLINGS, title, text);
        pile[k] = (PileReport){.title = arena_copy(&arena, slice_of(title)),
                               .text = arena_copy(&arena, slice_of(text)),
                               .day = 19000 + (int32_t)(k / TELLINGS)};
    }
    return 0;
}
static int close_all(void **state)
{
    (void)state;
    story_model_close(&model);
    arena_free(&arena);
    arena_free(&scratch);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tellings_meet),   cmocka_unit_test(batch_ignores_order),
        cmocka_unit_test(link_is_average), cmocka_unit_test(state_goes_on),
        cmocka_unit_test(copies_go_on),    cmocka_unit_test(damage_is_refused),
        cmocka_unit_test(hostile),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
