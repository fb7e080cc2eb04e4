/* test_align.c - laws of the aligner on a story of three short reports: the order of files, a copy,
 * a report taken away; and that the value slots of one happening are lined up. */
#include "../mean/engine_kit.h"
#include "base/map.h"

enum { REPORTS = 8 };
static const char *const text[REPORTS] = {
    "A tram hit a wall in Velm on Friday, injuring 12 people, Mayor Ada Lint said. The driver, "
    "Piet Corran, 41, was arrested.",
    "Twelve people were injured when a tram hit a wall in the town of Velm on Friday. Police "
    "arrested the driver, Piet Corran.",
    "The driver of a tram that hit a wall in Velm, injuring 12 people, has been arrested. The "
    "line was opened in 1998.",
    "Twelve people were injured when a tram hit a wall in the town of Velm on Friday. Police "
    "arrested the driver, Piet Corran.",
    "At least 12 people were hurt when a tram hit a wall in Velm on Friday, the mayor said.",
    "Half of the entrance roof at the Velm market collapsed on Friday, injuring 12 people, Mayor "
    "Ada Lint said. The owner, Piet Corran, 41, was arrested for ignoring a warning from the fire "
    "service.",
    "Twelve people were injured when a part of the entrance roof at the Velm market collapsed on "
    "Friday. Police arrested the owner, Piet Corran, who ignored a warning from the fire service.",
    "The owner of a market in Velm has been arrested after half of the entrance roof collapsed, "
    "injuring 12 people. He had ignored a warning from the fire service, the mayor said.",
};

typedef struct Story {
    Arena arena, scratch;
    Report report[REPORTS];
    Findings found[REPORTS];
    Record record;
} Story;

static void open_story(Story *s)
{
    memset(s, 0, sizeof *s);
    arena_init(&s->arena, 0);
    arena_init(&s->scratch, 0);
    for (uint32_t i = 0; i < REPORTS; i++) {
        make_report(&s->report[i], slice_of(text[i]), NULL);
        s->report[i].source = arena_printf(&s->arena, "%u.txt", i);
        assert_int_equal(engine_findings(engine, &s->report[i], &s->found[i], &s->scratch), DLN_OK);
        assert_int_equal(engine_claims(engine, &s->report[i], &s->found[i], &s->scratch), DLN_OK);
    }
}

static const Record *join(Story *s, const uint32_t *order, uint32_t n)
{
    const Findings *list[REPORTS];
    for (uint32_t i = 0; i < n; i++)
        list[i] = &s->found[order[i]];
    arena_free(&s->record.arena);
    arena_init(&s->record.arena, 0);
    assert_int_equal(engine_collate(engine, list, n, &s->record), DLN_OK);
    return &s->record;
}

static void close_story(Story *s)
{
    for (uint32_t i = 0; i < REPORTS; i++)
        arena_free(&s->report[i].arena);
    arena_free(&s->record.arena);
    arena_free(&s->scratch);
    arena_free(&s->arena);
}

static int by_line(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Facts as sorted lines without ids. */
static Slice facts_text(Story *s)
{
    const Record *r = &s->record;
    char **line = ARENA_ARRAY(&s->arena, char *, r->facts.n + 1);
    for (uint32_t i = 0; i < r->facts.n; i++) {
        const RecordFact *f = &r->facts.at[i];
        char **part = ARENA_ARRAY(&s->arena, char *, 256);
        uint32_t n = 0;
        for (uint32_t v = 0; v < f->values.n; v++)
            for (uint32_t e = 0; e < f->values.at[v].evidence.n && n < 256; e++) {
                Evidence at = f->values.at[v].evidence.at[e];
                Slice source = r->report[at.report]->source;
                part[n++] = (char *)(uintptr_t)arena_printf(&s->arena, " %.*s@%.*s:%u-%u",
                                                            (int)f->values.at[v].value.n,
                                                            f->values.at[v].value.p, (int)source.n,
                                                            source.p, at.span.b, at.span.e)
                                .p;
            }
        qsort(part, n, sizeof *part, by_line);
        Slice out = arena_printf(&s->arena, "%.*s %d", (int)f->attribute.n, f->attribute.p,
                                 (int)f->verdict);
        for (uint32_t k = 0; k < n; k++)
            out = arena_printf(&s->arena, "%s%s", out.p, part[k]);
        line[i] = (char *)(uintptr_t)out.p;
    }
    qsort(line, r->facts.n, sizeof *line, by_line);
    Slice all = SLICE("");
    for (uint32_t i = 0; i < r->facts.n; i++)
        all = arena_printf(&s->arena, "%s%s\n", all.p, line[i]);
    return all;
}

/* The fact that holds both stretches as evidence, NULL. */
static const RecordFact *lined_up(const Story *s, uint32_t a, const char *words, uint32_t b,
                                  const char *others)
{
    for (uint32_t i = 0; i < s->record.facts.n; i++) {
        bool one = false, two = false;
        const RecordFact *f = &s->record.facts.at[i];
        for (uint32_t v = 0; v < f->values.n; v++)
            for (uint32_t e = 0; e < f->values.at[v].evidence.n; e++) {
                Evidence at = f->values.at[v].evidence.at[e];
                Slice here = slice_span(s->record.report[at.report]->text, at.span);
                one |= at.report == a && slice_find(here, slice_of(words)) != SIZE_MAX;
                two |= at.report == b && slice_find(here, slice_of(others)) != SIZE_MAX;
            }
        if (one && two) return f;
    }
    return NULL;
}

static void slots_are_lined_up(void **state)
{
    Story s;
    (void)state;
    open_story(&s);
    join(&s, (uint32_t[]){0, 1, 2}, 3);
    assert_non_null(lined_up(&s, 0, "12", 1, "Twelve"));
    assert_non_null(lined_up(&s, 0, "Friday", 1, "Friday"));
    assert_non_null(lined_up(&s, 0, "Velm", 2, "Velm"));
    assert_null(lined_up(&s, 0, "41", 1, "Twelve"));
    assert_null(lined_up(&s, 2, "1998", 0, "Friday"));
    close_story(&s);
}

static void order_of_files_changes_nothing(void **state)
{
    static const uint32_t orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {0, 2, 1}};
    Story s;
    (void)state;
    open_story(&s);
    join(&s, orders[0], 3);
    Slice first = facts_text(&s);
    for (int i = 1; i < 4; i++) {
        join(&s, orders[i], 3);
        assert_string_equal(first.p, facts_text(&s).p);
    }
    close_story(&s);
}

/* A copy tells nothing of its own: every fact has the voices that it had. */
static void a_copy_is_no_voice(void **state)
{
    Story s;
    (void)state;
    open_story(&s);
    join(&s, (uint32_t[]){0, 1}, 2);
    uint32_t shared = 0, with_copy = 0;
    for (uint32_t i = 0; i < s.record.facts.n; i++)
        shared += s.record.facts.at[i].verdict != DLN_ONLY;
    join(&s, (uint32_t[]){1, 3}, 2);
    for (uint32_t i = 0; i < s.record.facts.n; i++)
        with_copy += s.record.facts.at[i].verdict != DLN_ONLY;
    assert_true(shared > 0);
    assert_int_equal(with_copy, 0);
    close_story(&s);
}

/* What two reports share stays when the third goes; what it alone told goes. */
static void removal_takes_what_it_alone_said(void **state)
{
    Story s;
    (void)state;
    open_story(&s);
    join(&s, (uint32_t[]){0, 1, 2}, 3);
    assert_non_null(lined_up(&s, 0, "12", 1, "Twelve"));
    join(&s, (uint32_t[]){0, 1}, 2);
    assert_non_null(lined_up(&s, 0, "12", 1, "Twelve"));
    for (uint32_t i = 0; i < s.record.facts.n; i++)
        for (uint32_t v = 0; v < s.record.facts.at[i].values.n; v++)
            assert_true(slice_find(s.record.facts.at[i].values.at[v].value, SLICE("1998")) ==
                        SIZE_MAX);
    close_story(&s);
}

/* A value is told with its bound, whatever stood before it in the sentence. */
static void a_figure_keeps_its_bound(void **state)
{
    Story s;
    (void)state;
    open_story(&s);
    join(&s, (uint32_t[]){0, 4}, 2);
    for (uint32_t i = 0; i < s.record.facts.n; i++)
        for (uint32_t v = 0; v < s.record.facts.at[i].values.n; v++)
            for (uint32_t e = 0; e < s.record.facts.at[i].values.at[v].evidence.n; e++) {
                Evidence at = s.record.facts.at[i].values.at[v].evidence.at[e];
                Slice words = slice_span(s.record.report[at.report]->text, at.span);
                assert_false(slice_starts(words, SLICE("least")));
            }
    close_story(&s);
}

/* Where the words of one piece of evidence of a lined up fact hold those of another: in other facts
 * (`parts`) and in the same one (`twice`). */
static void count_parts(const Record *r, uint32_t *parts, uint32_t *twice)
{
    struct {
        Evidence at;
        uint32_t fact;
    } seen[256];
    uint32_t n = 0;
    *parts = *twice = 0;
    for (uint32_t i = 0; i < r->facts.n; i++)
        for (uint32_t v = 0; v < r->facts.at[i].values.n; v++)
            for (uint32_t e = 0; e < r->facts.at[i].values.at[v].evidence.n && n < 256; e++) {
                if (r->facts.at[i].verdict == DLN_ONLY) continue;
                seen[n].at = r->facts.at[i].values.at[v].evidence.at[e];
                seen[n++].fact = i;
            }
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = 0; b < n; b++) {
            if (a == b || seen[a].at.report != seen[b].at.report) continue;
            if (!span_meet(seen[a].at.span, seen[b].at.span)) continue;
            if (seen[a].fact == seen[b].fact)
                ++*twice;
            else if (seen[a].at.span.b <= seen[b].at.span.b &&
                     seen[a].at.span.e >= seen[b].at.span.e)
                ++*parts;
        }
}

/* "The Velm market" and "Velm" are two claims; "12 people" and "12" are one. */
static void a_part_is_a_claim_of_its_own(void **state)
{
    Story s;
    uint32_t parts, twice;
    (void)state;
    open_story(&s);
    join(&s, (uint32_t[]){5, 6, 7}, 3);
    const RecordFact *market = lined_up(&s, 0, "Velm market", 1, "Velm market");
    assert_non_null(market);
    count_parts(&s.record, &parts, &twice);
    assert_true(parts > 0);
    assert_int_equal(twice, 0);
    for (uint32_t i = 0; i < s.record.facts.n; i++)
        for (uint32_t v = 0; v < s.record.facts.at[i].values.n; v++)
            assert_false(slice_is(s.record.facts.at[i].values.at[v].value, "12 people"));
    close_story(&s);
}

static uint32_t lemma(const char *word)
{
    return (uint32_t)hash_bytes(slice_of(word), 0);
}

/* What most news uses tells little of which happening a sentence is about. */
static void usual_words_weigh_little(void **state)
{
    (void)state;
    const Aligner *a = &engine->aligner;
    float say = aligner_weight(a, lemma("say")), bridge = aligner_weight(a, lemma("bridge"));
    assert_true(say >= 0 && say < 0.3f);
    assert_true(say < bridge && bridge <= 1);
    assert_true(aligner_weight(a, lemma("varnsund")) == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_words_weigh_little),
        cmocka_unit_test(slots_are_lined_up),
        cmocka_unit_test(order_of_files_changes_nothing),
        cmocka_unit_test(a_copy_is_no_voice),
        cmocka_unit_test(removal_takes_what_it_alone_said),
        cmocka_unit_test(a_figure_keeps_its_bound),
        cmocka_unit_test(a_part_is_a_claim_of_its_own),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
