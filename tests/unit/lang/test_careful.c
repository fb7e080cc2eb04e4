/* Unit tests of the careful engine: word pieces, windows, batches, the same answers from every
 * path, damaged and missing model files. The model is a tiny one with random weights
 * (train/tiny_careful.py); the splitter is the real one. Sentences are ours. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "lang/transformer.h"
#include "lang_kit.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TINY "tests/fuzz/corpus/model"

typedef struct World {
    char dir[64];
    Lang *lang;
    Report report;
    Arena scratch;
    LangText text;
} World;

static const char *data_dir(void)
{
    return getenv("DATELINE_DATA") ? getenv("DATELINE_DATA") : "data";
}

static void put_link(const char *dir, const char *name, const char *from)
{
    char path[PATH_MAX], real[PATH_MAX];
    if (!realpath(from, real)) fail_msg("%s is not there", from);
    snprintf(path, sizeof path, "%s/%s", dir, name);
    assert_int_equal(symlink(real, path), 0);
}

static void drop_link(const char *dir, const char *name)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    unlink(path);
}

/* A data folder of the real english.model and, when asked for, the tiny careful.model. */
static void make_folder(World *w, bool careful)
{
    char english[PATH_MAX], lists[PATH_MAX];
    memset(w, 0, sizeof *w);
    snprintf(w->dir, sizeof w->dir, "%s/careful-XXXXXX", P_tmpdir);
    assert_non_null(mkdtemp(w->dir));
    snprintf(english, sizeof english, "%s/english.model", data_dir());
    snprintf(lists, sizeof lists, "%s/en", data_dir());
    put_link(w->dir, "english.model", english);
    put_link(w->dir, "en", lists);
    if (careful) put_link(w->dir, "careful.model", TINY "/careful.model");
    arena_init(&w->report.arena, 0);
    arena_init(&w->scratch, 0);
}

static void leave(World *w)
{
    lang_close(w->lang);
    arena_free(&w->report.arena);
    arena_free(&w->scratch);
    drop_link(w->dir, "english.model");
    drop_link(w->dir, "en");
    drop_link(w->dir, "careful.model");
    rmdir(w->dir);
}

static void read_text(World *w, const char *text)
{
    dln_error err;
    make_folder(w, true);
    w->report.text = slice_of(text);
    if (lang_open(w->dir, DLN_ENGINE_CAREFUL, &w->lang, &err) != DLN_OK)
        fail_msg("%s", err.message);
    assert_int_equal(lang_read(w->lang, &w->report, &w->report.arena, &w->scratch, &w->text),
                     DLN_OK);
}

static void open_tiny(Model *model)
{
    dln_error err;
    if (lang_model_open(TINY, "careful.model", model, &err) != DLN_OK) fail_msg("%s", err.message);
    assert_int_equal(model->transformer.layers, 2);
}

/* The pieces of a word, those inside a word with +, unknown as ?. */
static void pieces_are(const Model *model, const char *word, const char *right)
{
    const Transformer *t = &model->transformer;
    uint32_t piece[WORD_PIECES], n = word_pieces(t, slice_of(word), piece);
    char got[200] = "";
    assert_true(n >= 1 && n <= WORD_PIECES);
    for (uint32_t i = 0; i < n; i++) {
        if (i) strcat(got, " ");
        if (piece[i] >= t->starts + t->inner) {
            strcat(got, "?");
            continue;
        }
        if (piece[i] >= t->starts) strcat(got, "+");
        strncat(got, t->text + t->text_at[piece[i]],
                t->text_at[piece[i] + 1] - t->text_at[piece[i]]);
    }
    assert_string_equal(got, right);
}

static void words_fall_into_pieces(void **state)
{
    (void)state;
    Model m;
    open_tiny(&m);
    pieces_are(&m, "Ministers", "minister +s");
    pieces_are(&m, "SAYING", "say +ing");
    pieces_are(&m, "unwanted", "un +want +ed"); /* the longest piece first */
    pieces_are(&m, "thex", "the +x");
    pieces_are(&m, "Caf\xC3\xA9", "cafe"); /* accents fall off, whole or combined */
    pieces_are(&m, "Cafe\xCC\x81", "cafe");
    pieces_are(&m, "\xE2\x80\x99s", "' s"); /* folded, cut at the mark */
    pieces_are(&m, "say-say", "say - say");
    pieces_are(&m, "1990", "19 +90");
    pieces_are(&m, "7", "?");       /* no such piece */
    pieces_are(&m, "say7say", "?"); /* one part that cannot be covered is unknown as a whole */
    pieces_are(&m, "say.7", "say . ?");
    pieces_are(&m, "\xE4\xB8\xAD\xE5\x9B\xBD", "? ?"); /* ideographs stand alone */
    pieces_are(&m, "\xD0\xB4\xD0\xB0\xD0\xB6", "\xD0\xB4\xD0\xB0 +\xD0\xB6");
    pieces_are(&m, "s\xD0\xB0y", "say"); /* a look-alike letter in a Latin word */
    pieces_are(&m, "\xC2\xAD", "?");     /* nothing left */
    pieces_are(&m, "", "?");
    pieces_are(&m, "\xFF\xC3", "?");
    pieces_are(&m, "zzzzzzzzzzzzzzzzzzz", "z +z +z +z +z +z +z +z");
    lang_model_close(&m);
}

/* A part of more than 100 letters is unknown; whatever its length nothing overflows. */
static void long_words_are_unknown(void **state)
{
    (void)state;
    Model m;
    char word[3000];
    open_tiny(&m);
    for (uint32_t n = 90; n < 2000; n = n * 3 / 2) {
        uint32_t piece[WORD_PIECES];
        memset(word, 'z', n);
        word[n] = 0;
        uint32_t k = word_pieces(&m.transformer, slice_of(word), piece);
        assert_int_equal(k, n > 100 ? 1 : WORD_PIECES);
        assert_int_equal(piece[0] == m.transformer.starts + m.transformer.inner, n > 100);
    }
    lang_model_close(&m);
}

static void every_path_says_the_same(void **state)
{
    (void)state;
    World w;
    read_text(&w, "BEIJING, April 17. Li, who arrived on Sunday, said: \"We won't wait.\" POLICE "
                  "ARREST 40 AFTER RIOT IN PARIS. The U.S. denied it.");
    same_on_every_path(w.lang, &w.report, &w.scratch, &w.text);
    leave(&w);
}

/* A sentence gets the same tags and tree whatever stands beside it in the batch. */
static void sentences_do_not_see_each_other(void **state)
{
    (void)state;
    char both[4000] = "";
    World alone, many;
    const char *last = "The minister thanked the sailors of the harbour on Sunday.";
    for (int i = 0; i < 40; i++)
        strcat(both, i % 3 ? "Troops left the old city. "
                           : "The council of the northern towns met and said it would wait. ");
    strcat(both, last);
    read_text(&alone, last);
    read_text(&many, both);
    same_tokens(&alone.text, 0, &many.text, many.text.n_tokens - alone.text.n_tokens,
                alone.text.n_tokens);
    leave(&alone);
    leave(&many);
}

/* A sentence of many windows is one tree and keeps every word. */
static void a_long_sentence_is_cut_into_windows(void **state)
{
    (void)state;
    char *text = malloc(20000);
    assert_non_null(text);
    text[0] = 0;
    for (int i = 0; i < 700; i++)
        strcat(text, "unwantedly zzzzzzzzzz ");
    World w;
    read_text(&w, text);
    uint32_t roots = 0;
    assert_int_equal(w.text.n_tokens, 1400);
    for (uint32_t i = 0; i < w.text.n_tokens; i++) {
        uint32_t steps = 0, k = i;
        while (w.text.token[k].head != NONE && steps++ <= w.text.n_tokens)
            k = w.text.token[k].head;
        assert_true(steps <= w.text.n_tokens);
        roots += w.text.token[i].head == NONE;
    }
    assert_int_equal(roots, w.text.n_sentences);
    leave(&w);
    free(text);
}

/* The two engines cut the same words. */
static void words_are_those_of_the_fast_engine(void **state)
{
    (void)state;
    const char *text = "Mr. Oduya doesn't know. He can't say.\n\nThe \"Harbour Act\" of 1990 ...";
    dln_error err;
    World w;
    LangText fast;
    read_text(&w, text);
    lang_close(w.lang);
    if (lang_open(w.dir, DLN_ENGINE_FAST, &w.lang, &err) != DLN_OK) fail_msg("%s", err.message);
    assert_int_equal(lang_read(w.lang, &w.report, &w.report.arena, &w.scratch, &fast), DLN_OK);
    assert_int_equal(fast.n_tokens, w.text.n_tokens);
    assert_int_equal(fast.n_sentences, w.text.n_sentences);
    for (uint32_t i = 0; i < fast.n_tokens; i++)
        assert_memory_equal(&fast.token[i].span, &w.text.token[i].span, sizeof(Span));
    leave(&w);
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    World w;
    dln_error err;
    make_folder(&w, false);
    assert_int_equal(lang_open(w.dir, DLN_ENGINE_CAREFUL, &w.lang, &err), DLN_ERR_DATA);
    assert_null(w.lang);
    assert_non_null(strstr(err.message, "careful.model"));
    assert_int_equal(lang_open(w.dir, DLN_ENGINE_FAST, &w.lang, &err),
                     DLN_OK); /* the fast engine does not ask for it */
    leave(&w);
}

/* `at` of a section's bytes in a copy of the file. */
static uint8_t *section_in(const Model *good, uint8_t *copy, const char *name, size_t *n)
{
    const uint8_t *bytes;
    assert_true(datafile_section(&good->file, name, &bytes, n));
    return copy + (bytes - good->file.file.p);
}

static bool refused(const Model *good, uint8_t *copy)
{
    Model bad;
    memset(&bad, 0, sizeof bad);
    arena_init(&bad.arena, 16u << 20);
    bad.file = (DataFile){{copy, good->file.file.n}, good->file.sections};
    bool fault = lang_model_bind(&bad) != NULL;
    arena_free(&bad.arena);
    return fault;
}

static void damaged_models_are_refused(void **state)
{
    (void)state;
    Model good;
    open_tiny(&good);
    size_t n = good.file.file.n, part;
    uint8_t *copy = aligned_alloc(64, (n + 63) / 64 * 64);
    assert_non_null(copy);
    memcpy(copy, good.file.file.p, n);
    assert_false(refused(&good, copy));
    section_in(&good, copy, "careful", &part);
    for (size_t i = 0; i < part; i++) {
        memcpy(copy, good.file.file.p, n);
        section_in(&good, copy, "careful", &part)[i] ^= 0x41;
        assert_true(refused(&good, copy));
    }
    section_in(&good, copy, "piece.at", &part);
    for (size_t i = 0; i + 4 <= part; i += 4) {
        memcpy(copy, good.file.file.p, n);
        section_in(&good, copy, "piece.at", &part)[i + 2] = 0xFF;
        assert_true(refused(&good, copy));
    }
    free(copy);
    lang_model_close(&good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_fall_into_pieces),
        cmocka_unit_test(long_words_are_unknown),
        cmocka_unit_test(every_path_says_the_same),
        cmocka_unit_test(sentences_do_not_see_each_other),
        cmocka_unit_test(a_long_sentence_is_cut_into_windows),
        cmocka_unit_test(words_are_those_of_the_fast_engine),
        cmocka_unit_test(a_missing_file_is_named),
        cmocka_unit_test(damaged_models_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
