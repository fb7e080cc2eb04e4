/* test_tree.c - walks over a parsed sentence set by hand; names of one report that agree with each
 * other; lemmas and features by word. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "lang/net.h"
#include "lang/tree.h"

/* "The mayor of Velm resigned . He left ." Two sentences; heads by hand. */
enum { WORDS = 9 };
static const struct {
    const char *form;
    uint32_t head, sentence;
    Rel rel;
} tree[WORDS] = {
    {"The", 1, 0, REL_DET},   {"mayor", 4, 0, REL_NSUBJ},      {"of", 3, 0, REL_CASE},
    {"Velm", 1, 0, REL_NMOD}, {"resigned", NONE, 0, REL_ROOT}, {".", 4, 0, REL_PUNCT},
    {"He", 7, 1, REL_NSUBJ},  {"left", NONE, 1, REL_ROOT},     {".", 7, 1, REL_PUNCT},
};

typedef struct World {
    Token token[WORDS];
    Sentence sentence[2];
    LangText text;
} World;

static void make(World *w)
{
    uint32_t at = 0;
    *w = (World){.sentence = {{0, 6, {0, 0}, BLOCK_BODY, true}, {6, 9, {0, 0}, BLOCK_BODY, false}}};
    for (uint32_t i = 0; i < WORDS; i++) {
        uint32_t n = (uint32_t)strlen(tree[i].form);
        w->token[i] = (Token){.span = {at, at + n},
                              .form = slice_of(tree[i].form),
                              .head = tree[i].head,
                              .sentence = tree[i].sentence,
                              .rel = (uint8_t)tree[i].rel,
                              .name = NONE};
        at += n + 1;
    }
    w->text = (LangText){w->token, WORDS, w->sentence, 2, NULL, 0, NONE};
}

/* Whatever the tags and heads, mended rows are a tree: from every word the way up ends. */
static void mended_rows_stay_trees(void **state)
{
    static const char *const form[] = {"put", "to", "puts", "was", "men"};
    static const char *const tag[] = {"VB", "TO", "VBZ", "VBD", "NNS"};
    static const Upos upos[] = {UPOS_VERB, UPOS_PART, UPOS_VERB, UPOS_AUX, UPOS_NOUN};
    static const Rel rel[] = {REL_CONJ, REL_MARK, REL_ADVCL, REL_AUX, REL_NSUBJ, REL_ACL};
    enum { LENGTH = 8, TRIES = 60000 };
    uint64_t seed = 7;
    Token token[LENGTH];
    Sentence sentence = {0, LENGTH, {0, LENGTH}, BLOCK_BODY, true};
    LangText text = {token, LENGTH, &sentence, 1, NULL, 0, NONE};
    (void)state;
    for (uint32_t k = 0; k < TRIES; k++) {
        uint32_t row[LENGTH]; /* in a random order of hanging */
        for (uint32_t i = 0; i < LENGTH; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            uint32_t dice = (uint32_t)(seed >> 33), sort = dice % 5, other = dice / 5 % (i + 1);
            token[i] = (Token){.span = {i, i + 1},
                               .form = slice_of(form[sort]),
                               .lemma = slice_of(form[sort]),
                               .xpos = tag[sort],
                               .feats = "",
                               .subtype = "",
                               .name = NONE,
                               .upos = (uint8_t)upos[sort],
                               .rel = (uint8_t)rel[sort == 1 ? 1 : dice / 64 % 6]};
            row[i] = i;
            row[i] = row[other];
            row[other] = i;
        }
        for (uint32_t i = 0; i < LENGTH; i++)
            token[row[i]].head = i ? row[(seed >> (i * 5)) % i] : NONE;
        tree_mend_rows(&text, &sentence);
        for (uint32_t i = 0; i < LENGTH; i++) {
            uint32_t at = i;
            for (uint32_t steps = 0; at != NONE && steps <= LENGTH; steps++)
                at = token[at].head;
            assert_int_equal(at, NONE);
        }
    }
}

static void children_in_order(void **state)
{
    World w;
    (void)state;
    make(&w);
    assert_int_equal(tree_child(&w.text, 4, 0), 1);
    assert_int_equal(tree_child(&w.text, 4, 2), 5);
    assert_int_equal(tree_child(&w.text, 4, 6), NONE); /* the next sentence is none of its own */
    assert_int_equal(tree_child(&w.text, 0, 0), NONE);
    assert_int_equal(tree_child(&w.text, 7, 0), 6);
    assert_int_equal(tree_child_rel(&w.text, 4, REL_PUNCT), 5);
    assert_int_equal(tree_child_rel(&w.text, 4, REL_OBJ), NONE);
    assert_int_equal(tree_child_rel(&w.text, 1, REL_NMOD), 3);
}

/* For all pairs: under by climbing, and the range is from the first to the last that is under. */
static void under_and_range(void **state)
{
    World w;
    (void)state;
    make(&w);
    for (uint32_t top = 0; top < WORDS; top++) {
        uint32_t first = NONE, last = 0, from, end;
        for (uint32_t i = 0; i < WORDS; i++) {
            bool under = false;
            for (uint32_t k = i; k != NONE; k = w.token[k].head)
                under |= k == top;
            assert_int_equal(tree_under(&w.text, i, top), under);
            if (under && first == NONE) first = i;
            if (under) last = i;
        }
        tree_range(&w.text, top, &from, &end);
        assert_int_equal(from, first);
        assert_int_equal(end, last + 1);
        Span s = tokens_span(&w.text, from, end);
        assert_int_equal(s.b, w.token[first].span.b);
        assert_int_equal(s.e, w.token[last].span.e);
    }
    w.token[4].head = 1; /* a circle, as a damaged tree might hold: no walk without end */
    assert_false(tree_under(&w.text, 1, 0));
    assert_true(tree_under(&w.text, 1, 4));
}

static void a_byte_leads_to_its_word(void **state)
{
    World w;
    (void)state;
    make(&w);
    for (uint32_t at = 0; at < w.token[WORDS - 1].span.e + 3; at++) {
        uint32_t want = 0;
        while (want < WORDS && w.token[want].span.e <= at)
            want++;
        assert_int_equal(token_at(&w.text, at), want);
    }
    LangText none = {.cut = NONE};
    assert_int_equal(token_at(&none, 0), 0);
}

/* ---- names that agree ---- */

typedef struct Given {
    const char *form;
    uint32_t sentence;
    bool proper;
} Given;

static void read_names(const Given *given, uint32_t n, const Name *seen, uint32_t n_seen, Name *out,
                       uint32_t *n_out)
{
    static Token token[64];
    Arena arena, scratch;
    NameList names = {0};
    arena_init(&arena, 0);
    arena_init(&scratch, 0);
    for (uint32_t i = 0; i < n; i++)
        token[i] = (Token){.form = slice_of(given[i].form),
                           .sentence = given[i].sentence,
                           .upos = given[i].proper ? UPOS_PROPN : UPOS_NOUN};
    LangText text = {.token = token, .n_tokens = n};
    for (uint32_t i = 0; i < n_seen; i++)
        assert_true(VEC_PUSH(&arena, &names, seen[i]));
    assert_true(names_agree(&text, &names, &arena, &scratch));
    *n_out = names.n;
    uint32_t last = 0;
    for (uint32_t i = 0; i < names.n; i++) { /* in order, apart from each other, inside */
        assert_true(names.at[i].first >= last && names.at[i].first < names.at[i].end);
        last = names.at[i].end;
        out[i] = names.at[i];
    }
    assert_true(last <= n);
    arena_free(&arena);
    arena_free(&scratch);
}

static void a_dim_name_takes_the_clear_kind(void **state)
{
    (void)state;
    const Given words[] = {
        {"Miramar", 0, true}, {"burned", 0, false}, {"Miramar", 1, true}, {"Miramar", 2, true}};
    const Name seen[] = {{0, 1, {0, 0}, NAME_PLACE, 0.9f},
                         {2, 3, {0, 0}, NAME_PERSON, 0.4f},
                         {3, 4, {0, 0}, NAME_PLACE, 0.8f}};
    Name out[8];
    uint32_t n;
    read_names(words, 4, seen, 3, out, &n);
    assert_int_equal(n, 3);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(out[i].kind, NAME_PLACE);
}

static void a_clear_name_keeps_its_kind(void **state)
{
    (void)state;
    const Given words[] = {
        {"Washington", 0, true}, {"Washington", 1, true}, {"Washington", 2, true}};
    const Name seen[] = {{0, 1, {0, 0}, NAME_PLACE, 0.9f},
                         {1, 2, {0, 0}, NAME_PLACE, 0.9f},
                         {2, 3, {0, 0}, NAME_PERSON, 0.9f}};
    Name out[8];
    uint32_t n;
    read_names(words, 3, seen, 3, out, &n);
    assert_int_equal(out[2].kind, NAME_PERSON);
}

/* "Iyad Allawi ... Allawi": the surname alone is the person, though nobody saw it there. */
static void a_surname_is_filled_in(void **state)
{
    (void)state;
    const Given words[] = {{"Iyad", 0, true},   {"Allawi", 0, true}, {"spoke", 0, false},
                           {"Allawi", 1, true}, {"left", 1, false},  {"allawi", 2, false}};
    const Name seen[] = {{0, 2, {0, 0}, NAME_PERSON, 0.95f}};
    Name out[8];
    uint32_t n;
    read_names(words, 6, seen, 1, out, &n);
    assert_int_equal(n, 2); /* not the common noun */
    assert_int_equal(out[1].first, 3);
    assert_int_equal(out[1].end, 4);
    assert_int_equal(out[1].kind, NAME_PERSON);
}

/* A name seen once and dimly fills nothing; one seen clearly twice does, within a sentence alone.
 */
static void once_is_not_enough(void **state)
{
    (void)state;
    const Given words[] = {{"Port", 0, true},  {"Havel", 0, true}, {"Port", 1, true},
                           {"Havel", 1, true}, {"Port", 2, true},  {"Havel", 3, true}};
    const Name once[] = {{0, 2, {0, 0}, NAME_PLACE, 0.9f}},
               twice[] = {{0, 2, {0, 0}, NAME_PLACE, 0.9f}, {2, 4, {0, 0}, NAME_PLACE, 0.9f}};
    Name out[8];
    uint32_t n;
    read_names(words, 6, once, 1, out, &n);
    assert_int_equal(n, 1);
    read_names(words, 4, twice, 2, out, &n);
    assert_int_equal(n, 2);
    const Given third[] = {{"Port", 0, true},  {"Havel", 0, true}, {"Port", 1, true},
                           {"Havel", 1, true}, {"Port", 2, true},  {"Havel", 2, true},
                           {"Port", 3, true},  {"Havel", 4, true}};
    read_names(third, 8, twice, 2, out, &n);
    assert_int_equal(n, 3); /* the third time; not where a sentence ends between the words */
    assert_int_equal(out[2].first, 4);
    read_names(third, 8, NULL, 0, out, &n);
    assert_int_equal(n, 0);
}

/* ---- features ---- */

static void features_of_closed_words(void **state)
{
    (void)state;
    static const struct {
        const char *xpos, *lemma, *form, *feats;
    } cases[] = {
        {"NNS", "man", "men", "Number=Plur"},
        {"VBD", "die", "died", "Mood=Ind|Tense=Past|VerbForm=Fin"},
        {"DT", "the", "THE", "Definite=Def|PronType=Art"},
        {"DT", "every", "every", ""},
        {"PRP$", "her", "Her", "Gender=Fem|Number=Sing|Person=3|Poss=Yes|PronType=Prs"},
        {"PRP", "her", "her", "Case=Acc|Gender=Fem|Number=Sing|Person=3|PronType=Prs"},
        {"RB", "not", "n't", "Polarity=Neg"},
        {"RB", "not", "n\xE2\x80\x99t", "Polarity=Neg"},
        {"RB", "soon", "soon", ""},
        {"XX", "x", "x", ""},
        {"", "", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(
            feats_of(cases[i].xpos, slice_of(cases[i].lemma), slice_of(cases[i].form)),
            cases[i].feats);
}

static void scripts_on_odd_words(void **state)
{
    (void)state;
    static const struct {
        Script script;
        const char *form, *lemma;
    } cases[] = {
        {{SCRIPT_LOWER, false, 1, {NULL, 0}}, "Talks", "talk"},
        {{SCRIPT_LOWER, false, 3, {"y", 1}}, "COUNTRIES", "country"},
        {{SCRIPT_TITLE, false, 0, {NULL, 0}}, "KREMLIN", "Kremlin"},
        {{SCRIPT_UPPER, false, 0, {NULL, 0}}, "nato", "NATO"},
        {{SCRIPT_KEEP, false, 2, {NULL, 0}}, "a\xC3\xA9\xE2\x82\xAC", "a"},
        {{SCRIPT_LOWER, false, 9, {NULL, 0}}, "ab", "ab"}, /* nothing left: the form itself */
        {{SCRIPT_LOWER, false, 9, {"be", 2}}, "ab", "be"},
        {{SCRIPT_LOWER, true, 0, {"be", 2}}, "was", "be"},
        {{SCRIPT_LOWER, true, 0, {NULL, 0}}, "was", "was"},
        {{SCRIPT_LOWER, false, 0, {NULL, 0}}, "\xC3\x89T\xC3\x89", "\xC3\xA9t\xC3\xA9"},
        {{SCRIPT_TITLE, false, 0, {NULL, 0}}, "\xC3\xA9T\xC3\x89", "\xC3\x89t\xC3\xA9"},
        {{SCRIPT_UPPER, false, 0, {NULL, 0}}, "\xC8\xBF\xC8\xBF", "\xE2\xB1\xBE\xE2\xB1\xBE"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena;
        arena_init(&arena, 0);
        Slice got = lemma_of(&cases[i].script, slice_of(cases[i].form), &arena);
        if (!slice_is(got, cases[i].lemma)) fail_msg("%s: %.*s", cases[i].form, (int)got.n, got.p);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mended_rows_stay_trees),
        cmocka_unit_test(children_in_order),
        cmocka_unit_test(under_and_range),
        cmocka_unit_test(a_byte_leads_to_its_word),
        cmocka_unit_test(a_dim_name_takes_the_clear_kind),
        cmocka_unit_test(a_clear_name_keeps_its_kind),
        cmocka_unit_test(a_surname_is_filled_in),
        cmocka_unit_test(once_is_not_enough),
        cmocka_unit_test(features_of_closed_words),
        cmocka_unit_test(scripts_on_odd_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
