/* test_clause.c - the clause of a line, from trees set by hand: what is kept, what is cut behind,
 * words inside a sentence, quotation marks with their partners, gaps. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "write/clause.h"

/* "Police detained two managers of Balta Fuel, which runs the depot, after the blast." */
enum { WORDS = 16 };
static const struct {
    const char *form;
    uint32_t head;
    Rel rel;
    Upos upos;
    const char *xpos, *lemma;
} tree[WORDS] = {
    {"Police", 1, REL_NSUBJ, UPOS_NOUN, "NNS", "police"},
    {"detained", NONE, REL_ROOT, UPOS_VERB, "VBD", "detain"},
    {"two", 3, REL_NUMMOD, UPOS_NUM, "CD", "two"},
    {"managers", 1, REL_OBJ, UPOS_NOUN, "NNS", "manager"},
    {"of", 6, REL_CASE, UPOS_ADP, "IN", "of"},
    {"Balta", 6, REL_COMPOUND, UPOS_PROPN, "NNP", "Balta"},
    {"Fuel", 3, REL_NMOD, UPOS_PROPN, "NNP", "Fuel"},
    {",", 9, REL_PUNCT, UPOS_PUNCT, ",", ","},
    {"which", 9, REL_NSUBJ, UPOS_PRON, "WDT", "which"},
    {"runs", 6, REL_ACL, UPOS_VERB, "VBZ", "run"},
    {"the", 11, REL_DET, UPOS_DET, "DT", "the"},
    {"depot", 9, REL_OBJ, UPOS_NOUN, "NN", "depot"},
    {",", 9, REL_PUNCT, UPOS_PUNCT, ",", ","},
    {"after", 14, REL_CASE, UPOS_ADP, "IN", "after"},
    {"blast", 1, REL_OBL, UPOS_NOUN, "NN", "blast"},
    {".", 1, REL_PUNCT, UPOS_PUNCT, ".", "."},
};

typedef struct World {
    char text[200];
    Slice words;
    Token token[WORDS];
    Sentence sentence;
    LangText lang;
} World;

static void make(World *w)
{
    size_t n = 0;
    memset(w, 0, sizeof *w);
    for (uint32_t i = 0; i < WORDS; i++) {
        bool mark = tree[i].upos == UPOS_PUNCT;
        if (i && !mark) w->text[n++] = ' ';
        size_t length = strlen(tree[i].form);
        memcpy(w->text + n, tree[i].form, length);
        w->token[i] = (Token){.span = {(uint32_t)n, (uint32_t)(n + length)},
                              .form = {w->text + n, length},
                              .lemma = slice_of(tree[i].lemma),
                              .xpos = tree[i].xpos,
                              .feats = tree[i].xpos[0] == 'V' ? "VerbForm=Fin" : "",
                              .subtype = "",
                              .head = tree[i].head,
                              .name = i == 5 || i == 6 ? 0 : NONE,
                              .upos = (uint8_t)tree[i].upos,
                              .rel = (uint8_t)tree[i].rel};
        n += length;
    }
    w->words = (Slice){w->text, n};
    w->sentence = (Sentence){0, WORDS, {0, (uint32_t)n}, BLOCK_BODY, true};
    w->lang = (LangText){.token = w->token,
                         .n_tokens = WORDS,
                         .sentence = &w->sentence,
                         .n_sentences = 1,
                         .cut = NONE};
}

static Span span_of(const World *w, const char *words)
{
    const char *at = strstr(w->text, words);
    assert_non_null(at);
    return (Span){(uint32_t)(at - w->text), (uint32_t)(at - w->text + (ptrdiff_t)strlen(words))};
}

static void clauses_round_a_word(void **state)
{
    World w;
    (void)state;
    make(&w);
    static const struct {
        const char *keep, *clause;
    } cases[] = {
        {"two", "Police detained two managers of Balta Fuel"},
        {"Police", "Police detained two managers of Balta Fuel"},
        {"managers of Balta", "Police detained two managers of Balta Fuel"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Clause c;
        assert_true(clause_round(&w.lang, span_of(&w, cases[i].keep), &c));
        assert_true(slice_is(slice_span(w.words, c.span), cases[i].clause));
        assert_int_equal(c.verb, 1);
        assert_true(slice_is(slice_span(w.words, c.subject), "Police"));
        assert_true(c.finite && c.body && !c.pronoun);
    }
    /* whatever is to be kept is kept: all stretches of words */
    for (uint32_t a = 0; a < WORDS; a++)
        for (uint32_t b = a; b < WORDS; b++) {
            Clause c;
            Span keep = {w.token[a].span.b, w.token[b].span.e};
            if (!clause_round(&w.lang, keep, &c)) continue;
            assert_true(span_in(keep, c.span));
            assert_true(c.span.e <= w.words.n);
        }
}

static void a_short_sentence_stays_whole(void **state)
{
    World w;
    Clause c;
    (void)state;
    make(&w);
    assert_true(clause_round(&w.lang, span_of(&w, "detained"), &c));
    assert_true(clause_widen(&w.lang, &c));
    assert_true(slice_is(slice_span(w.words, c.span), "Police detained two managers of Balta Fuel, "
                                                      "which runs the depot, after blast"));
    w.token[1].head = 15; /* under another word: no main clause, so only what completes it */
    w.token[15].head = NONE;
    assert_true(clause_round(&w.lang, span_of(&w, "detained"), &c));
    assert_true(clause_widen(&w.lang, &c));
    assert_true(
        slice_is(slice_span(w.words, c.span), "Police detained two managers of Balta Fuel"));
    Clause none = {.verb = NONE};
    assert_false(clause_widen(&w.lang, &none));
}

static void no_clause_where_there_is_none(void **state)
{
    World w;
    Clause c;
    (void)state;
    make(&w);
    assert_false(clause_round(&w.lang, (Span){500, 510}, &c));
    assert_false(clause_round(&w.lang, (Span){0, 500}, &c));
    assert_false(clause_round(&w.lang, (Span){0, 0}, &c));
    assert_int_equal(c.verb, NONE);
    LangText none = {.cut = NONE};
    assert_false(clause_round(&none, (Span){0, 5}, &c));
    assert_int_equal(sentence_round(&none, 0).e, 0);
    assert_int_equal(sentence_round(&w.lang, 0).e, w.words.n);
    assert_int_equal(sentence_round(&w.lang, (uint32_t)w.words.n).e, 0);
}

static void slots_of_a_clause(void **state)
{
    World w;
    Clause c;
    Arena arena;
    (void)state;
    make(&w);
    arena_init(&arena, 0);
    Slice slot[SLOTS] = {{"", 0}};
    assert_true(clause_round(&w.lang, span_of(&w, "detained"), &c));
    clause_slots(&w.lang, w.words, &c, span_of(&w, "blast"), slot, &arena);
    assert_true(slice_is(slot[SLOT_SUBJECT], "police")); /* inside a question */
    assert_true(slice_is(slot[SLOT_DID], "did"));
    assert_true(slice_starts(slot[SLOT_ACT], SLICE("detain")));
    assert_int_equal(slot[SLOT_WAS].n, 0);
    memset(slot, 0, sizeof slot);
    clause_slots(&w.lang, w.words, &c, span_of(&w, "Police"), slot, &arena);
    assert_int_equal(slot[SLOT_SUBJECT].n, 0); /* the value is asked for: no slot holds it */
    memset(slot, 0, sizeof slot);
    clause_slots(&w.lang, w.words, &c, span_of(&w, "two"), slot, &arena);
    assert_true(slice_find(slot[SLOT_ACT], SLICE("two")) == SIZE_MAX);
    arena_free(&arena);
}

static void words_inside_a_sentence(void **state)
{
    World w;
    Arena arena;
    (void)state;
    make(&w);
    arena_init(&arena, 0);
    assert_true(slice_is(
        words_mid_sentence(&w.lang, SLICE("Police detained"), span_of(&w, "Police"), &arena),
        "police detained"));
    assert_true(
        slice_is(words_mid_sentence(&w.lang, SLICE("Balta Fuel"), span_of(&w, "Balta"), &arena),
                 "Balta Fuel"));
    assert_true(
        slice_is(words_mid_sentence(&w.lang, SLICE("two"), span_of(&w, "two"), &arena), "two"));
    assert_int_equal(words_mid_sentence(&w.lang, SLICE(""), span_of(&w, "two"), &arena).n, 0);
    w.token[0].form = SLICE("I"); /* a word that is written large wherever it stands */
    w.token[0].span.e = 1;
    w.token[0].upos = UPOS_PRON;
    assert_true(slice_is(words_mid_sentence(&w.lang, SLICE("I told them"), (Span){0, 1}, &arena),
                         "I told them"));
    w.token[0].form = SLICE("A");
    w.token[0].upos = UPOS_DET;
    assert_true(
        slice_is(words_mid_sentence(&w.lang, SLICE("A man"), (Span){0, 1}, &arena), "a man"));
    w.token[0].form = SLICE("NATO");
    w.token[0].span.e = 4;
    w.token[0].upos = UPOS_NOUN;
    assert_true(slice_is(words_mid_sentence(&w.lang, SLICE("NATO said"), (Span){0, 4}, &arena),
                         "NATO said"));
    arena_free(&arena);
}

static void marks_with_their_partners(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        bool paired;
    } cases[] = {
        {"no marks", true},
        {"a \"b\" c", true},
        {"a \"b c", false},
        {"", true},
        {"\xE2\x80\x9C"
         "a\xE2\x80\x9D",
         true},
        {"\xE2\x80\x9D"
         "a\xE2\x80\x9C",
         false},
        {"\xE2\x80\x9C"
         "a",
         false},
        {"it's", true},
        {"\xE2\x80", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(quotes_paired(slice_of(cases[i].words)), cases[i].paired);
}

static void gaps(void **state)
{
    Arena arena;
    (void)state;
    arena_init(&arena, 0);
    Slice text = SLICE("Four people died");
    assert_true(slice_is(clause_gap(text, (Span){0, 16}, (Span){0, 4}, &arena),
                         "\xE2\x80\xA6 people died"));
    assert_true(slice_is(clause_gap(text, (Span){0, 16}, (Span){12, 16}, &arena),
                         "Four people \xE2\x80\xA6"));
    assert_true(slice_is(clause_gap(text, (Span){5, 16}, (Span){0, 4}, &arena), "people died"));
    assert_true(slice_is(clause_gap(text, (Span){0, 4}, (Span){0, 4}, &arena), "\xE2\x80\xA6"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clauses_round_a_word),
        cmocka_unit_test(a_short_sentence_stays_whole),
        cmocka_unit_test(no_clause_where_there_is_none),
        cmocka_unit_test(slots_of_a_clause),
        cmocka_unit_test(words_inside_a_sentence),
        cmocka_unit_test(marks_with_their_partners),
        cmocka_unit_test(gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
