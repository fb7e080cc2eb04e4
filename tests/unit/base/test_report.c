/* test_report.c - a report cut at any byte, its notes; boosted trees forged and in halves. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/report.h"
#include "base/trees.h"
#include <math.h>

static const char text[] = "Fire in Velm\n\nVELM, May 3 (KTX) - A fire broke out. It spread.";

static void fill(Report *r)
{
    static Block block[] = {{BLOCK_TITLE, {0, 12}}, {BLOCK_BODY, {14, 51}}, {BLOCK_NOTE, {51, 62}}};
    static Span markup[] = {{2, 4}, {20, 30}, {40, 42}};
    static MapRun map[] = {{0, 100, 12}, {12, 113, 2}, {14, 120, 48}};
    *r = (Report){.text = SLICE(text), .title_span = {0, 12}, .byline_span = {52, 58}};
    r->blocks.at = block, r->blocks.n = r->blocks.cap = 3;
    r->markup.at = markup, r->markup.n = r->markup.cap = 3;
    r->map.at = map, r->map.n = r->map.cap = 3;
    r->dateline.span = (Span){14, 34};
    r->dateline.place_span = (Span){14, 18};
    r->dateline.date_span = (Span){20, 25};
    r->published.span = (Span){20, 25};
    r->modified.span = (Span){55, 60};
}

/* Cut at every byte: nothing points behind the cut, what lies before it is as it was, and the whole
 * is not touched. */
static void a_report_cut_anywhere(void **state)
{
    Arena arena;
    Report whole, copy;
    (void)state;
    arena_init(&arena, 0);
    fill(&whole);
    copy = whole;
    for (uint32_t end = 0; end <= whole.text.n; end++) {
        const Report *part = report_first(&whole, end, &arena);
        const Span spans[] = {part->title_span,         part->byline_span,
                              part->dateline.span,      part->dateline.place_span,
                              part->dateline.date_span, part->published.span,
                              part->modified.span},
                   were[] = {whole.title_span,         whole.byline_span,
                             whole.dateline.span,      whole.dateline.place_span,
                             whole.dateline.date_span, whole.published.span,
                             whole.modified.span};
        assert_int_equal(part->text.n, end);
        for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
            bool stays = were[i].e <= end;
            assert_int_equal(spans[i].e, stays ? were[i].e : 0);
            assert_int_equal(spans[i].b, stays ? were[i].b : 0);
        }
        uint32_t covered = 0, marked = 0, mapped = 0, in_blocks = 0, in_markup = 0, in_map = 0;
        for (uint32_t i = 0; i < part->blocks.n; i++) {
            assert_true(part->blocks.at[i].span.b < part->blocks.at[i].span.e);
            assert_true(part->blocks.at[i].span.e <= end);
            covered += part->blocks.at[i].span.e - part->blocks.at[i].span.b;
        }
        for (uint32_t i = 0; i < part->markup.n; i++) {
            assert_true(part->markup.at[i].e <= end);
            marked += part->markup.at[i].e - part->markup.at[i].b;
        }
        for (uint32_t i = 0; i < part->map.n; i++) {
            assert_true(part->map.at[i].text + part->map.at[i].length <= end);
            mapped += part->map.at[i].length;
        }
        for (uint32_t at = 0; at < end; at++) {
            in_blocks += report_block_at(&whole, at) != BLOCK_MARKUP;
            assert_int_equal(part->blocks.n ? report_block_at(part, at) : BLOCK_MARKUP,
                             part->blocks.n ? report_block_at(&whole, at) : BLOCK_MARKUP);
            for (uint32_t i = 0; i < 3; i++) {
                in_markup += at >= whole.markup.at[i].b && at < whole.markup.at[i].e;
                in_map += at >= whole.map.at[i].text &&
                          at < whole.map.at[i].text + whole.map.at[i].length;
            }
        }
        assert_int_equal(covered, in_blocks);
        assert_int_equal(marked, in_markup);
        assert_int_equal(mapped, in_map);
    }
    assert_memory_equal(&copy, &whole, sizeof whole);
    arena_free(&arena);
    arena_init(&arena, 64);
    assert_null(report_first(&whole, 20, &arena));
    arena_free(&arena);
}

/* A note added to a part is not seen in the whole, which shares its first notes. */
static void notes_of_a_part_are_its_own(void **state)
{
    Arena arena;
    Report whole;
    (void)state;
    arena_init(&arena, 0);
    fill(&whole);
    arena_init(&whole.arena, 0);
    assert_true(report_note(&whole, "truncated", 7, SLICE("first")));
    assert_int_equal(report_cut(&whole).n, 0); /* a note alone cuts nothing */
    Report *part = report_first(&whole, 20, &arena);
    part->partial = true;
    assert_true(slice_is(report_cut(part), "cut short by a limit"));
    assert_true(report_note_in(part, &arena, NOTE_WORDS_LIMIT, 20, SLICE("after 5 words")));
    assert_true(slice_is(report_cut(part), "after 5 words"));
    assert_true(report_note_in(part, &arena, NOTE_STORY_LIMIT, 20, SLICE("for the story")));
    assert_true(slice_is(report_cut(part), "for the story"));
    assert_int_equal(whole.notes.n, 1);
    assert_true(report_note(&whole, "other", 1, SLICE("second")));
    assert_false(report_unread(&whole));
    assert_string_equal(part->notes.at[1].code, NOTE_WORDS_LIMIT);
    assert_int_equal(part->notes.n, 3);
    arena_free(&arena);
    arena_free(&whole.arena);
}

static void every_kind_has_a_name(void **state)
{
    (void)state;
    for (int i = 0; i < BASIS_COUNT; i++)
        assert_true(basis_name[i] && *basis_name[i]);
    for (int i = 0; i < BLOCK_KINDS; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(block_name[i], block_name[k]);
}

/* ---- trees ---- */

typedef struct Section {
    uint32_t trees, nodes, features;
    float base;
    uint32_t root[3];
    TreeNode node[5];
} Section;

/* Three trees: two leaves of 1 and 2, and one test. */
static Section section(void)
{
    return (Section){
        3,         5,
        1,         0.5f,
        {0, 1, 2}, {{-1, 1, 0, 0}, {-1, 2, 0, 0}, {0, 0, 3, 4}, {-1, -4, 0, 0}, {-1, 4, 0, 0}}};
}

static void trees_add_up(void **state)
{
    Section s = section();
    Trees t;
    (void)state;
    assert_int_equal(trees_read((const uint8_t *)&s, sizeof s, &t), DLN_OK);
    float low = -1, high = 1;
    assert_float_equal(trees_sum(&t, &low), -0.5f, 1e-6);
    assert_float_equal(trees_sum(&t, &high), 7.5f, 1e-6);
    float none = NAN;
    assert_float_equal(trees_sum(&t, &none), 7.5f, 1e-6); /* not at most the cut: right */
    assert_true(trees_score(&t, &low) >= 0 && trees_score(&t, &high) <= 1);
}

static void numbers_that_are_none_are_refused(void **state)
{
    (void)state;
    static const float bad[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < 3; i++) {
        Section s = section();
        Trees t;
        s.base = bad[i];
        assert_int_equal(trees_read((const uint8_t *)&s, sizeof s, &t), DLN_ERR_DATA);
        s = section();
        s.node[1].cut = bad[i];
        assert_int_equal(trees_read((const uint8_t *)&s, sizeof s, &t), DLN_ERR_DATA);
    }
    Section s = section();
    Trees t;
    for (size_t n = 0; n < sizeof s; n++)
        assert_int_equal(trees_read((const uint8_t *)&s, n, &t), DLN_ERR_DATA);
    s.trees = UINT32_MAX;
    assert_int_equal(trees_read((const uint8_t *)&s, sizeof s, &t), DLN_ERR_DATA);
    s = section();
    s.nodes = UINT32_MAX;
    assert_int_equal(trees_read((const uint8_t *)&s, sizeof s, &t), DLN_ERR_DATA);
    s = section();
    s.node[2].feature = -2;
    assert_int_equal(trees_read((const uint8_t *)&s, sizeof s, &t), DLN_ERR_DATA);
    s = section();
    s.features = 0;
    assert_int_equal(trees_read((const uint8_t *)&s, sizeof s, &t), DLN_ERR_DATA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_report_cut_anywhere),
        cmocka_unit_test(notes_of_a_part_are_its_own),
        cmocka_unit_test(every_kind_has_a_name),
        cmocka_unit_test(trees_add_up),
        cmocka_unit_test(numbers_that_are_none_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
