/* Unit tests of src/lang/sentences_met.c: what was met before changes no answer. Sentences are
 * ours.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "lang/sentences_met.h"
#include "lang_kit.h"
#include <stdlib.h>

static const char *const texts[] = {
    "The port of Tarvik was closed on Monday. Ana Lint, the mayor, met Pavel Drost of Marea Oil. "
    "\"We'll rebuild,\" she said.\n\nReporting by Ilka Moss; editing by Jan Brod.",
    "Dockers in Tarvik went home. Ana Lint, the mayor, met Pavel Drost of Marea Oil. Nobody was "
    "hurt, the union said. The port of Tarvik was closed on Monday.\n\nReporting by Ilka Moss; "
    "editing by Jan Brod.",
    "Ana Lint, the mayor, met Pavel Drost of Marea Oil. Ana Lint, the mayor, met Pavel Drost of "
    "Marea oil. Drost left."};
enum { TEXTS = sizeof texts / sizeof *texts };

static Lang *open_lang(void)
{
    Lang *lang;
    dln_error err;
    const char *dir = getenv("DATELINE_DATA") ? getenv("DATELINE_DATA") : "data";
    if (lang_open(dir, DLN_ENGINE_FAST, &lang, &err) != DLN_OK) fail_msg("%s", err.message);
    return lang;
}

static void read_text(Lang *lang, const char *text, Arena *arena, LangText *out)
{
    Arena scratch;
    Report report = {.text = slice_of(text)};
    arena_init(&scratch, 0);
    assert_int_equal(lang_read(lang, &report, arena, &scratch, out), DLN_OK);
    arena_free(&scratch);
}

static void same_text(const LangText *a, const LangText *b)
{
    assert_int_equal(a->n_tokens, b->n_tokens);
    assert_int_equal(a->n_names, b->n_names);
    same_tokens(a, 0, b, 0, a->n_tokens);
    for (uint32_t i = 0; i < a->n_tokens; i++) {
        assert_string_equal(a->token[i].feats, b->token[i].feats);
        assert_string_equal(a->token[i].subtype, b->token[i].subtype);
        assert_int_equal(a->token[i].name, b->token[i].name);
    }
    for (uint32_t k = 0; k < a->n_names; k++) {
        assert_int_equal(a->name[k].first, b->name[k].first);
        assert_int_equal(a->name[k].end, b->name[k].end);
        assert_int_equal(a->name[k].kind, b->name[k].kind);
        assert_memory_equal(&a->name[k].score, &b->name[k].score, sizeof(float));
    }
}

static void what_was_met_changes_nothing(void **state)
{
    (void)state;
    Arena arena;
    Lang *met = open_lang();
    arena_init(&arena, 0);
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < TEXTS; i++) {
            LangText a, b;
            Lang *fresh = open_lang();
            read_text(fresh, texts[i], &arena, &a);
            read_text(met, texts[i], &arena, &b);
            same_text(&a, &b);
            lang_close(fresh);
        }
    lang_close(met);
    arena_free(&arena);
}

static void only_the_same_words_are_the_same(void **state)
{
    (void)state;
    Token token[3] = {{.form = SLICE("a"), .xpos = "DT", .subtype = "", .head = NONE},
                      {.form = SLICE("bc"), .xpos = "NN", .subtype = "", .head = 0},
                      {.form = SLICE("d"), .xpos = "NN", .subtype = "", .head = 0}};
    uint16_t script[3] = {0};
    MetSentences *met = sentences_met_open();
    assert_non_null(met);
    assert_false(sentences_met_has(met, token, 3));
    sentences_met_keep(met, token, script, 0, 3, NULL, 0);
    assert_true(sentences_met_has(met, token, 3));
    assert_false(sentences_met_has(met, token, 2));
    token[0].form = SLICE("ab"); /* the same letters, cut elsewhere */
    token[1].form = SLICE("c");
    assert_false(sentences_met_has(met, token, 3));
    token[0].form = (Slice){"", 0};
    sentences_met_keep(met, token, script, 0, 3, NULL, 0);
    assert_true(sentences_met_has(met, token, 3));
    sentences_met_close(met);
    sentences_met_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_was_met_changes_nothing),
                                       cmocka_unit_test(only_the_same_words_are_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
