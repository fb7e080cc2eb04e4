/* Unit tests of src/lang: splitting, tree repair, lemmas, names, the model file, the same answers
 * from every path. Sentences are ours. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/map.h"
#include "lang/net.h"
#include "lang/split.h"
#include "lang/tree.h"
#include "lang_kit.h"
#include <stdio.h>
#include <stdlib.h>

static const char *data_dir(void)
{
    return getenv("DATELINE_DATA") ? getenv("DATELINE_DATA") : "data";
}

typedef struct World {
    Lang *lang;
    Report report;
    Arena scratch;
    LangText text;
} World;

static void read_text(World *w, const char *text)
{
    dln_error err;
    memset(w, 0, sizeof *w);
    arena_init(&w->report.arena, 0);
    arena_init(&w->scratch, 0);
    w->report.text = slice_of(text);
    if (lang_open(data_dir(), DLN_ENGINE_FAST, &w->lang, &err) != DLN_OK)
        fail_msg("%s", err.message);
    assert_int_equal(lang_read(w->lang, &w->report, &w->report.arena, &w->scratch, &w->text),
                     DLN_OK);
}

static void leave(World *w)
{
    lang_close(w->lang);
    arena_free(&w->report.arena);
    arena_free(&w->scratch);
}

/* Forms with | between words, || between sentences. */
static void cut_is(const char *text, const char *right)
{
    World w;
    char got[2000] = "";
    read_text(&w, text);
    for (uint32_t i = 0; i < w.text.n_tokens; i++) {
        if (i) strcat(got, w.text.token[i].sentence != w.text.token[i - 1].sentence ? "||" : "|");
        strncat(got, w.text.token[i].form.p, w.text.token[i].form.n);
    }
    leave(&w);
    assert_string_equal(got, right);
}

static void words_are_cut(void **state)
{
    (void)state;
    cut_is("The minister doesn't know.", "The|minister|does|n't|know|.");
    cut_is("Mr. Smith paid $4.5 million.", "Mr.|Smith|paid|$|4.5|million|.");
    cut_is("He can\xE2\x80\x99t say, officials said.",
           "He|ca|n\xE2\x80\x99t|say|,|officials|said|.");
    cut_is("", "");
    cut_is(" \n\n ", "");
}

static void sentences_are_cut(void **state)
{
    (void)state;
    cut_is("Troops left the city. The mayor thanked them.",
           "Troops|left|the|city|.||The|mayor|thanked|them|.");
    cut_is("\"We are ready.\" He then left.", "\"|We|are|ready|.|\"||He|then|left|.");
    cut_is("Talks with Gen. Lee began on Monday.", "Talks|with|Gen.|Lee|began|on|Monday|.");
    cut_is("At 7 p.m. EDT the ferry left.", "At|7|p.m.|EDT|the|ferry|left|.");
    cut_is("The two met at the harbour. **Tom Keller/POOL**",
           "The|two|met|at|the|harbour|.||**|Tom|Keller|/|POOL|**");
    cut_is("The mayor sings ** Anna ** often.", "The|mayor|sings|**|Anna|**|often|.");
    /* no blank between two sentences */
    cut_is("Two men were gunned down.They were at home.",
           "Two|men|were|gunned|down|.||They|were|at|home|.");
    cut_is("\"We know them.\"Velm said so at 2 p.m.Trask agreed.",
           "\"|We|know|them|.|\"||Velm|said|so|at|2|p.m.||Trask|agreed|.");
    cut_is("\"We weep.\"\"It was Bram,\" she said.\"He left.\"",
           "\"|We|weep|.|\"||\"|It|was|Bram|,|\"|she|said|.||\"|He|left|.|\"");
    cut_is("He ended the sessions.\xE2\x80\x9DThe mayor left.",
           "He|ended|the|sessions|.|\xE2\x80\x9D||The|mayor|left|.");
    cut_is("It went to Newsfeed.Com on Monday.", "It|went|to|Newsfeed|.Com|on|Monday|.");
    cut_is("Holm lost Trask v. Orsk in May.", "Holm|lost|Trask|v|.|Orsk|in|May|.");
    /* a street or a state ends none before a small letter */
    cut_is("He fled to San Velm, Calif. before noon.",
           "He|fled|to|San|Velm|,|Calif|.|before|noon|.");
    cut_is("Ann Bram of 25 Orsk Ave. was hurt.", "Ann|Bram|of|25|Orsk|Ave|.|was|hurt|.");
    cut_is("The two ministers met in the\n\ncapital on Monday.",
           "The|two|ministers|met|in|the|capital|on|Monday|.");
}

/* Every byte that is not white space lies in exactly one token, in order, whatever the bytes. */
static void nothing_is_lost(void **state)
{
    (void)state;
    const char *text =
        "A\xC2\xA0"
        "b@c.org www.x.org/y?z=1 ((\"''..., \xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0 "
        "\xE2\x80\x94 3,000th rock'n'roll\n\n- - -\n*** ...";
    World w;
    read_text(&w, text);
    uint32_t at = 0;
    for (uint32_t i = 0; i < w.text.n_tokens; i++) {
        const Token *t = &w.text.token[i];
        assert_true(t->span.b >= at && t->span.e > t->span.b);
        for (; at < t->span.b; at++)
            assert_true(strchr(" \n\t\xC2\xA0", text[at]) != NULL);
        at = t->span.e;
    }
    assert_int_equal(at, strlen(text));
    leave(&w);
}

static void contractions_are_multiword(void **state)
{
    (void)state;
    World w;
    read_text(&w, "They don't.");
    assert_true(w.text.token[1].mwt_first && w.text.token[2].mwt_more && !w.text.token[3].mwt_more);
    assert_true(slice_is(w.text.token[2].lemma, "not"));
    leave(&w);
}

/* Scripts alone make "assaulte", "defraude", "embodie", "slamm", "flead" of them. */
static void verbs_have_known_lemmas(void **state)
{
    static const char *const cases[][2] = {
        {"assaulted", "assault"}, {"defrauded", "defraud"}, {"embodied", "embody"},
        {"slammed", "slam"},      {"fled", "flee"},         {"struck", "strike"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        World w;
        char text[80];
        snprintf(text, sizeof text, "Ann Orsk %s the bank on Monday.", cases[i][0]);
        read_text(&w, text);
        assert_true(slice_is(w.text.token[2].form, cases[i][0]));
        if (!slice_is(w.text.token[2].lemma, cases[i][1]))
            fail_msg("%s: %.*s", cases[i][0], (int)w.text.token[2].lemma.n,
                     w.text.token[2].lemma.p);
        leave(&w);
    }
}

static void a_plain_sentence_is_read(void **state)
{
    (void)state;
    World w;
    read_text(&w, "Chinese Defense Minister Li Shangfu met Vladimir Putin in Moscow on Sunday.");
    uint32_t root = NONE;
    for (uint32_t i = 0; i < w.text.n_tokens; i++)
        if (w.text.token[i].head == NONE) {
            assert_int_equal(root, NONE);
            root = i;
        }
    assert_true(root != NONE && slice_is(w.text.token[root].lemma, "meet"));
    assert_int_equal(w.text.token[root].upos, UPOS_VERB);
    assert_true(tree_child_rel(&w.text, root, REL_NSUBJ) != NONE);
    bool putin = false, moscow = false;
    for (uint32_t k = 0; k < w.text.n_names; k++) {
        Slice words = slice_span(w.report.text, w.text.name[k].span);
        putin |= slice_is(words, "Vladimir Putin") && w.text.name[k].kind == NAME_PERSON;
        moscow |= slice_is(words, "Moscow") && w.text.name[k].kind == NAME_PLACE;
    }
    assert_true(putin && moscow);
    leave(&w);
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

/* A sentence longer than one piece is still one tree. */
static void a_long_sentence_is_one_tree(void **state)
{
    (void)state;
    char *text = malloc(20000);
    assert_non_null(text);
    text[0] = 0;
    for (int i = 0; i < 900; i++)
        strcat(text, "soldiers and ");
    strcat(text, "officers left");
    World w;
    read_text(&w, text);
    uint32_t roots = 0;
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

static bool is_tree(const uint32_t *parent, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = i, steps = 0;
        roots += parent[i] == 0;
        while (parent[k] != 0 && steps++ < n)
            k = parent[k] - 1;
        if (parent[k] != 0) return false;
    }
    return roots == 1;
}

static void repair_makes_trees(void **state)
{
    (void)state;
    uint32_t seed = 5;
    for (uint32_t round = 0; round < 300; round++) {
        enum { N = 17 };
        uint32_t n = 1 + round % N, parent[N], work[2 * N];
        float score[N * (N + 1)];
        for (uint32_t i = 0; i < n * (n + 1); i++)
            score[i] = (float)((seed = seed * 1664525u + 1013904223u) >> 16);
        for (uint32_t i = 0; i < n; i++) {
            score[i * (n + 1) + i + 1] = -1e30f;
            parent[i] = round % 3 == 0 ? (i + 1) % n + 1 : 0;
            for (uint32_t j = 1; round % 3 && j <= n; j++)
                if (score[i * (n + 1) + j] > score[i * (n + 1) + parent[i]]) parent[i] = j;
            if (parent[i] == i + 1) parent[i] = 0;
        }
        tree_repair(score, n, parent, work);
        assert_true(is_tree(parent, n));
    }
}

static void scripts_make_lemmas(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 0);
    Script drop = {SCRIPT_LOWER, false, 3, SLICE("y")},
           whole = {SCRIPT_LOWER, true, 0, SLICE("be")},
           title = {SCRIPT_TITLE, false, 0, SLICE("")}, all = {SCRIPT_LOWER, false, 9, SLICE("")};
    assert_true(slice_is(lemma_of(&drop, SLICE("Parties"), &arena), "party"));
    assert_true(slice_is(lemma_of(&whole, SLICE("were"), &arena), "be"));
    assert_true(slice_is(lemma_of(&title, SLICE("KREMLIN"), &arena), "Kremlin"));
    assert_true(slice_is(lemma_of(&all, SLICE("it"), &arena), "it"));
    assert_string_equal(feats_of("VBD", SLICE("say"), SLICE("said")),
                        "Mood=Ind|Tense=Past|VerbForm=Fin");
    arena_free(&arena);
}

/* Damaged sections with a right checksum are refused or bound inside the file; never read past it.
 */
static void damaged_models_are_refused(void **state)
{
    (void)state;
    Model good, bad;
    dln_error err;
    assert_int_equal(lang_model_open(data_dir(), "english.model", &good, &err), DLN_OK);
    size_t n = good.file.file.n;
    uint8_t *copy = malloc(n);
    assert_non_null(copy);
    const uint8_t *meta, *labels;
    size_t meta_n, labels_n;
    assert_true(datafile_section(&good.file, "meta", &meta, &meta_n) &&
                datafile_section(&good.file, "labels", &labels, &labels_n));
    uint32_t refused = 0;
    for (size_t i = 0; i < meta_n; i++) {
        memcpy(copy, good.file.file.p, n);
        copy[(size_t)(meta - good.file.file.p) + i] ^= 0x41;
        memset(&bad, 0, sizeof bad);
        arena_init(&bad.arena, 16u << 20);
        bad.file = (DataFile){{copy, n}, good.file.sections};
        refused += lang_model_bind(&bad) != NULL;
        arena_free(&bad.arena);
    }
    assert_true(refused + 8 >=
                meta_n -
                    4 * good.blocks); /* a dilation may change unnoticed: still inside its limits */
    memcpy(copy, good.file.file.p, n);
    memset(copy + (labels - good.file.file.p), 'x', labels_n);
    memset(&bad, 0, sizeof bad);
    arena_init(&bad.arena, 16u << 20);
    bad.file = (DataFile){{copy, n}, good.file.sections};
    assert_string_equal(lang_model_bind(&bad), "labels");
    arena_free(&bad.arena);
    free(copy);
    lang_model_close(&good);
    assert_int_not_equal(lang_model_open("no-such-folder", "english.model", &bad, &err), DLN_OK);
}

static void shouted_and_small_text_is_seen(void **state)
{
    (void)state;
    World w;
    read_text(&w, "PUTIN ARRIVES IN BEIJING FOR TALKS");
    assert_int_equal(sentence_case(w.text.token, w.text.n_tokens), CASE_CAPITALS);
    bool verb = false;
    for (uint32_t i = 0; i < w.text.n_tokens; i++)
        verb |= slice_is(w.text.token[i].lemma, "arrive") && w.text.token[i].upos == UPOS_VERB;
    assert_true(verb);
    leave(&w);
}

static void accents_hide_no_name(void **state)
{
    (void)state;
    uint32_t points[WORD_POINTS], n = word_fold(SLICE("V\xC4\x83rd\xC4\x83rescu"), points);
    assert_int_equal(n, 10);
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(points[i], (uint32_t) "Vardarescu"[i]);
    World w;
    read_text(&w, "The mayor of Ia\xC8\x99i, Ilinca V\xC4\x83rd\xC4\x83rescu, met "
                  "Tom\xC3\xA1\xC5\xA1 Dvo\xC5\x99\xC3\xA1k on Monday.");
    assert_int_equal(w.text.n_names, 3);
    leave(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_cut),
        cmocka_unit_test(sentences_are_cut),
        cmocka_unit_test(nothing_is_lost),
        cmocka_unit_test(contractions_are_multiword),
        cmocka_unit_test(verbs_have_known_lemmas),
        cmocka_unit_test(a_plain_sentence_is_read),
        cmocka_unit_test(every_path_says_the_same),
        cmocka_unit_test(a_long_sentence_is_one_tree),
        cmocka_unit_test(repair_makes_trees),
        cmocka_unit_test(scripts_make_lemmas),
        cmocka_unit_test(damaged_models_are_refused),
        cmocka_unit_test(shouted_and_small_text_is_seen),
        cmocka_unit_test(accents_hide_no_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
