/* Unit tests of the statements stage: the cases of tests/cases/quotes/statements.txt through the
 * whole engine, hostile text, memory. */
#include "engine_kit.h"
#include "line_cases.h"
#include "base/buf.h"

static void add_field(Buf *out, const char *name, Slice words)
{
    if (words.n > 0) buf_printf(out, "\t%s%.*s", name, (int)words.n, words.p);
}

static void describe(Buf *out, const Findings *f, const Statement *s)
{
    Slice text = f->report->text, source = slice_span(text, s->speaker_span),
          name = s->speaker == NONE ? SLICE("-") : f->entities.at[s->speaker].name;
    buf_printf(out, "> %s\t%s\t%.*s\t%.*s\t", statement_kind_name[s->kind],
               polarity_name[s->polarity], (int)source.n, source.p, (int)name.n, name.p);
    for (uint32_t i = 0; i < s->content.n; i++) {
        Slice words = slice_span(text, s->content.at[i]);
        buf_printf(out, "%s%.*s", i > 0 ? " || " : "", (int)words.n, words.p);
    }
    add_field(out, "by=", slice_span(text, s->speaker_words));
    add_field(out, "to=", slice_span(text, s->addressee_span));
    add_field(out, "on=", slice_span(text, s->occasion_span));
    for (uint32_t i = 0; i < s->via.n; i++)
        add_field(out, "via=", f->entities.at[s->via.at[i]].name);
    if (s->parent != NONE) buf_text(out, "\tinside");
}

/* With STATEMENTS_SHOW set the test prints what it found in the form of the file, for writing new
 * cases. */
static uint32_t check_case(const LineCase *c)
{
    Slice line = c->text;
    Report report;
    Findings found;
    Arena scratch;
    uint32_t bad = 0;
    arena_init(&scratch, 0);
    if (getenv("STATEMENTS_SHOW")) print_message("\n%.*s\n", (int)line.n, line.p);
    make_report(&report, line, "¶");
    assert_int_equal(engine_findings(engine, &report, &found, &scratch), DLN_OK);
    for (uint32_t i = 0; i < c->n || i < found.statements.n; i++) {
        Buf got;
        buf_init(&got, 1 << 16);
        if (i < found.statements.n)
            describe(&got, &found, &found.statements.at[i]);
        else
            buf_text(&got, "(nothing)");
        Slice want = i < c->n ? c->wanted[i] : SLICE("(nothing)");
        if (getenv("STATEMENTS_SHOW")) print_message("%.*s\n", (int)got.n, got.p);
        if (!slice_eq(buf_slice(&got), want)) {
            print_message("# %.*s\n#  wanted %.*s\n#  got    %.*s\n", (int)line.n, line.p,
                          (int)want.n, want.p, (int)got.n, got.p);
            bad++;
        }
        buf_free(&got);
    }
    for (uint32_t i = 0; i < found.unuttered.n; i++)
        assert_true(found.unuttered.at[i].parent == NONE ||
                    found.unuttered.at[i].parent < found.statements.n);
    arena_free(&scratch);
    arena_free(&report.arena);
    return bad;
}

static void cases_of_the_file(void **state)
{
    (void)state;
    check_line_cases("tests/cases/quotes/statements.txt", 64, check_case);
}

static void spans_quote_exactly(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\"",
                                         "”",
                                         "“",
                                         "'",
                                         " said ",
                                         " he ",
                                         "according to ",
                                         "The minister ",
                                         ", ",
                                         ". ",
                                         "\n\n",
                                         "Anna Keller ",
                                         "that ",
                                         "x ",
                                         ":",
                                         "¶"};
    uint32_t seed = 7;
    for (int round = 0; round < 60; round++) {
        char text[2048];
        size_t n = 0;
        while (n < 1500) {
            seed = seed * 1664525u + 1013904223u;
            const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
            memcpy(text + n, piece, strlen(piece));
            n += strlen(piece);
        }
        Report report;
        Findings found;
        Arena scratch;
        arena_init(&scratch, 0);
        make_report(&report, (Slice){text, n}, NULL);
        assert_int_equal(engine_findings(engine, &report, &found, &scratch), DLN_OK);
        for (uint32_t i = 0; i < found.statements.n; i++) {
            const Statement *s = &found.statements.at[i];
            assert_true(s->content.n > 0 && s->speaker_span.e <= report.text.n &&
                        s->cue_span.e <= report.text.n);
            for (uint32_t k = 0; k < s->content.n; k++)
                assert_true(s->content.at[k].b < s->content.at[k].e &&
                            s->content.at[k].e <= report.text.n);
            assert_true(s->parent == NONE || (s->parent < found.statements.n && s->parent != i));
            assert_true(s->speaker == NONE || s->speaker < found.entities.n);
            assert_true(s->score >= 0 && s->score <= 1);
        }
        arena_free(&scratch);
        arena_free(&report.arena);
    }
}

static void an_endless_sentence_ends(void **state)
{
    (void)state;
    enum { N = 100000 };
    Arena arena, scratch;
    arena_init(&arena, 0);
    arena_init(&scratch, 0);
    char *text = arena_alloc(&arena, N);
    for (uint32_t i = 0; i + 8 <= N; i += 8)
        memcpy(text + i, "he said ", 8);
    Report report;
    Findings found;
    make_report(&report, (Slice){text, N}, NULL);
    assert_int_equal(engine_findings(engine, &report, &found, &scratch), DLN_OK);
    arena_free(&report.arena);
    arena_free(&scratch);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(cases_of_the_file),
                                       cmocka_unit_test(spans_quote_exactly),
                                       cmocka_unit_test(an_endless_sentence_ends)};
    return cmocka_run_group_tests_name("statements", tests, open_engine, close_engine);
}
