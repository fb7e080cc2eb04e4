/* test_saved.c - findings set by hand, saved and restored with the original gone: every field,
 * lists that grow afterwards, limits on either side, damage, the stamp of a data folder. */
#include "mean/saved.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

enum { STAMP = 77, INES = 47 };
#define TEXT "Two men died in Velm on Monday. \"It was fast,\" Ines Okafor said."

/* A report and its findings, each pointing into the text, to strings of their own, to nothing. */
static void make(Arena *a, Report *report, Findings *f)
{
    Slice text = arena_copy(a, SLICE(TEXT));
    *report = (Report){
        .text = text,
        .source = arena_copy(a, SLICE("a.txt")),
        .title = {text.p, 12},
        .outlet = arena_copy(a, SLICE("Harbour Post")),
        .title_span = {0, 12},
        .published = {arena_copy(a, SLICE("2024-05-13")), BASIS_META, {0, 0}, 19856}};
    memset(report->sha256, 'a', 64);
    assert_true(VEC_PUSH(a, &report->blocks, (Block){BLOCK_BODY, {0, (uint32_t)text.n}}));
    assert_true(
        VEC_PUSH(a, &report->notes, (Note){"charset-guessed", 3, arena_copy(a, SLICE("x"))}));
    assert_true(VEC_PUSH(a, &report->authors, arena_copy(a, SLICE("Ines Okafor"))));
    *f = (Findings){.report = report};
    f->lang.n_tokens = 2;
    f->lang.token = ARENA_ARRAY(a, Token, 2);
    for (uint32_t i = 0; i < 2; i++)
        f->lang.token[i] = (Token){.span = {4 * i, 4 * i + 3},
                                   .form = {text.p + 4 * i, 3},
                                   .lemma = arena_copy(a, i ? SLICE("man") : SLICE("two")),
                                   .xpos = "NN",
                                   .feats = i ? "Number=Plur" : "",
                                   .subtype = "",
                                   .head = i ? NONE : 1};
    f->lang.cut = NONE;
    Entity entity = {.kind = ENTITY_PERSON, .name = {text.p + INES, 11}, .place_in = NONE};
    assert_true(VEC_PUSH(a, &entity.mentions, 0));
    assert_true(VEC_PUSH(a, &entity.mentions, 5));
    assert_true(VEC_PUSH(a, &entity.roles,
                         (Role){.span = {1, 2},
                                .text = arena_copy(a, SLICE("mayor")),
                                .seat = arena_copy(a, SLICE("Velm")),
                                .aside = ASIDE_PAST}));
    assert_true(VEC_PUSH(a, &f->entities, entity));
    assert_true(
        VEC_PUSH(a, &f->mentions, (Mention){.span = {INES, INES + 11}, .rule = SLICE("name")}));
    Statement said = {.verb = arena_copy(a, SLICE("say")), .speaker = 0, .score = 0.5f};
    assert_true(VEC_PUSH(a, &said.content, (Span){33, 44}));
    assert_true(VEC_PUSH(a, &f->statements, said));
    Event event = {.type = SLICE("DEATH"), .label = arena_copy(a, SLICE("die")), .time = NONE};
    assert_true(VEC_PUSH(a, &event.parts, (Participant){.entity = NONE, .how = SLICE("subject")}));
    assert_true(VEC_PUSH(a, &event.quantities, 0));
    assert_true(VEC_PUSH(a, &f->events, event));
    assert_true(VEC_PUSH(a, &f->quantities,
                         (Quantity){.span = {0, 3}, .low = 2, .high = 2, .unit = SLICE("")}));
    assert_true(VEC_PUSH(a, &f->claims, (Claim){.span = {0, 7}, .worth = 0.25f}));
    assert_true(VEC_PUSH(a, &f->token_lemmas, 0x12345678));
}

static void save(Buf *out, uint64_t stamp)
{
    Arena a, scratch;
    Report report;
    Findings f;
    arena_init(&a, 0);
    arena_init(&scratch, 0);
    make(&a, &report, &f);
    buf_init(out, 1 << 20);
    assert_int_equal(findings_save(&f, stamp, out, &scratch), DLN_OK);
    /* the original is gone, and where it was stands something else */
    memset((char *)(uintptr_t)report.text.p, '#', report.text.n);
    memset(f.lang.token, 0x5A, 2 * sizeof *f.lang.token);
    arena_free(&a);
    arena_free(&scratch);
}

static void check(const Report *r, const Findings *f)
{
    assert_ptr_equal(f->report, r);
    assert_true(slice_is(r->text, TEXT));
    assert_true(slice_is(r->source, "a.txt") && slice_is(r->outlet, "Harbour Post"));
    assert_ptr_equal(r->title.p, r->text.p); /* what lay in the text lies in the text */
    assert_int_equal(r->title.n, 12);
    assert_int_equal(r->member.n, 0);
    assert_true(slice_is(r->published.value, "2024-05-13"));
    assert_int_equal(r->published.day, 19856);
    assert_int_equal(r->sha256[63], 'a');
    assert_int_equal(r->sha256[64], 0);
    assert_string_equal(r->notes.at[0].code, "charset-guessed");
    assert_true(slice_is(r->authors.at[0], "Ines Okafor"));
    assert_int_equal(f->lang.n_tokens, 2);
    assert_true(slice_is(f->lang.token[1].form, "men") && slice_is(f->lang.token[1].lemma, "man"));
    assert_ptr_equal(f->lang.token[1].form.p, r->text.p + 4);
    assert_string_equal(f->lang.token[1].feats, "Number=Plur");
    assert_string_equal(f->lang.token[0].feats, "");
    assert_string_equal(f->lang.token[0].xpos, "NN");
    assert_int_equal(f->lang.token[1].head, NONE);
    assert_true(slice_is(f->entities.at[0].name, "Ines Okafor"));
    assert_int_equal(f->entities.at[0].mentions.at[1], 5);
    assert_true(slice_is(f->entities.at[0].roles.at[0].text, "mayor"));
    assert_true(slice_is(f->mentions.at[0].rule, "name"));
    assert_true(slice_is(f->statements.at[0].verb, "say"));
    assert_int_equal(f->statements.at[0].content.at[0].e, 44);
    assert_int_equal(f->statements.at[0].via.n, 0);
    assert_true(slice_is(f->events.at[0].label, "die"));
    assert_true(slice_is(f->events.at[0].parts.at[0].how, "subject"));
    assert_true(f->quantities.at[0].low == 2);
    assert_true(f->claims.at[0].worth == 0.25f);
    assert_int_equal(f->token_lemmas.at[0], 0x12345678);
    assert_int_equal(f->times.n, 0);
}

static void every_field_comes_back(void **state)
{
    Buf saved;
    Report report = {0};
    Findings f;
    (void)state;
    save(&saved, STAMP);
    arena_init(&report.arena, 0);
    assert_int_equal(findings_restore(buf_slice(&saved), STAMP, &report, &f), DLN_OK);
    memset(saved.p, 0, saved.n); /* the bytes are not needed any more */
    buf_free(&saved);
    check(&report, &f);
    arena_free(&report.arena);
}

/* What is appended to a restored list goes to a place of its own. */
static void restored_lists_may_grow(void **state)
{
    Buf saved;
    Report r = {0};
    Findings f;
    (void)state;
    save(&saved, STAMP);
    arena_init(&r.arena, 0);
    assert_int_equal(findings_restore(buf_slice(&saved), STAMP, &r, &f), DLN_OK);
    for (uint32_t i = 0; i < 20; i++) {
        assert_true(report_note(&r, "more", i, SLICE("more")));
        assert_true(VEC_PUSH(&r.arena, &r.authors, SLICE("Another")));
        assert_true(VEC_PUSH(&r.arena, &r.agencies, SLICE("KTX"))); /* was empty */
        assert_true(VEC_PUSH(&r.arena, &f.entities.at[0].mentions, 1000));
        assert_true(VEC_PUSH(&r.arena, &f.statements.at[0].via, 1000));
        assert_true(VEC_PUSH(&r.arena, &f.events.at[0].quantities, 1000));
        assert_true(VEC_PUSH(&r.arena, &f.times, (TimeMention){.span = {9, 9}}));
        assert_true(VEC_PUSH(&r.arena, &f.token_lemmas, 1));
        f.times.n = 0;
        f.statements.at[0].via.n = 0;
        check(&r, &f);
    }
    assert_int_equal(r.notes.n, 21);
    assert_true(slice_is(r.agencies.at[19], "KTX"));
    arena_free(&r.arena);
    buf_free(&saved);
}

/* The same findings, saved from another place and from lists with other room: the same bytes. */
static void the_same_bytes_each_time(void **state)
{
    Buf one, two, again;
    Arena scratch;
    Report report = {0};
    Findings f;
    (void)state;
    save(&one, STAMP);
    free(malloc(12345));
    save(&two, STAMP);
    assert_true(slice_eq(buf_slice(&one), buf_slice(&two)));
    arena_init(&report.arena, 0);
    arena_init(&scratch, 0);
    assert_int_equal(findings_restore(buf_slice(&one), STAMP, &report, &f), DLN_OK);
    buf_init(&again, 1 << 20);
    assert_int_equal(findings_save(&f, STAMP, &again, &scratch), DLN_OK);
    assert_true(slice_eq(buf_slice(&one), buf_slice(&again)));
    buf_free(&one);
    buf_free(&two);
    buf_free(&again);
    arena_free(&scratch);
    arena_free(&report.arena);
}

static void what_is_not_ours_is_refused(void **state)
{
    Buf saved;
    Report report = {0};
    Findings f;
    (void)state;
    save(&saved, STAMP);
    arena_init(&report.arena, 0);
    assert_int_equal(findings_restore(buf_slice(&saved), STAMP + 1, &report, &f), DLN_ERR_DATA);
    assert_int_equal(findings_restore((Slice){NULL, 0}, STAMP, &report, &f), DLN_ERR_DATA);
    assert_true(findings_whole(buf_slice(&saved))); /* of another stamp or not */
    for (size_t n = 0; n < saved.n; n += 1 + n / 16) {
        assert_int_equal(findings_restore((Slice){saved.p, n}, STAMP, &report, &f), DLN_ERR_DATA);
        assert_false(findings_whole((Slice){saved.p, n}));
    }
    for (size_t at = 0; at < saved.n; at += 1 + at / 64)
        for (int bit = 0; bit < 8; bit += 3) {
            saved.p[at] = (char)(saved.p[at] ^ 1 << bit);
            assert_int_equal(findings_restore(buf_slice(&saved), STAMP, &report, &f), DLN_ERR_DATA);
            assert_false(findings_whole(buf_slice(&saved)));
            saved.p[at] = (char)(saved.p[at] ^ 1 << bit);
        }
    assert_int_equal(report.text.n, 0); /* a refusal leaves the report alone */
    arena_free(&report.arena);
    buf_free(&saved);
}

static void limits_on_either_side(void **state)
{
    Buf whole;
    Arena a, scratch;
    Report report;
    Findings f;
    (void)state;
    save(&whole, STAMP);
    arena_init(&a, 0);
    make(&a, &report, &f);
    for (size_t max = 0; max < 1 << 16; max = max * 2 + 100) {
        Buf out;
        buf_init(&out, max);
        arena_init(&scratch, 0);
        dln_status status = findings_save(&f, STAMP, &out, &scratch);
        assert_true(status == DLN_OK || status == DLN_ERR_LIMIT);
        if (status == DLN_OK) assert_true(slice_eq(buf_slice(&out), buf_slice(&whole)));
        assert_true(out.n <= max);
        buf_free(&out);
        arena_free(&scratch);
        Report back = {0};
        Findings found;
        arena_init(&back.arena, max ? max : 1);
        status = findings_restore(buf_slice(&whole), STAMP, &back, &found);
        assert_true(status == DLN_OK || status == DLN_ERR_LIMIT);
        assert_true(back.arena.used <= back.arena.max);
        if (status == DLN_OK) check(&back, &found);
        arena_free(&back.arena);
    }
    arena_free(&a);
    buf_free(&whole);
}

static void the_stamp_follows_the_data(void **state)
{
    char folder[] = "/tmp/dateline-saved-XXXXXX", path[100];
    (void)state;
    assert_non_null(mkdtemp(folder));
    uint64_t seen[6];
    seen[0] = saved_stamp(folder, DLN_ENGINE_FAST);
    assert_true(saved_stamp(folder, DLN_ENGINE_FAST) == seen[0]);
    seen[1] = saved_stamp(folder, DLN_ENGINE_CAREFUL);
    snprintf(path, sizeof path, "%s/a.txt", folder);
    for (int k = 2; k < 4; k++) { /* a file more, a byte more */
        FILE *file = fopen(path, "a");
        assert_non_null(file);
        fputc('x', file);
        fclose(file);
        seen[k] = saved_stamp(folder, DLN_ENGINE_FAST);
    }
    unlink(path);
    snprintf(path, sizeof path, "%s/b.txt", folder); /* the same size, another name */
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("xx", file);
    fclose(file);
    seen[4] = saved_stamp(folder, DLN_ENGINE_FAST);
    unlink(path);
    snprintf(path, sizeof path, "%s/en", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/en/b.txt", folder);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("xx", file);
    fclose(file);
    seen[5] = saved_stamp(folder, DLN_ENGINE_FAST);
    for (int i = 0; i < 6; i++)
        for (int k = 0; k < i; k++)
            assert_true(seen[i] != seen[k]);
    unlink(path);
    snprintf(path, sizeof path, "%s/en", folder);
    rmdir(path);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_comes_back),   cmocka_unit_test(restored_lists_may_grow),
        cmocka_unit_test(the_same_bytes_each_time), cmocka_unit_test(what_is_not_ours_is_refused),
        cmocka_unit_test(limits_on_either_side),    cmocka_unit_test(the_stamp_follows_the_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
