/* lang_kit.h - what the tests of both engines ask alike: the same tags, trees and names from every
 * path of the kernels. Include after cmocka.h. */
#ifndef TEST_LANG_KIT_H
#define TEST_LANG_KIT_H
#include "lang/lang.h"
#include "lang/net.h"

/* Tokens [a_first, +n) and [b_first, +n) say the same, heads counted from the first. */
static inline void same_tokens(const LangText *a, uint32_t a_first, const LangText *b,
                               uint32_t b_first, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const Token *x = &a->token[a_first + i], *y = &b->token[b_first + i];
        assert_true(x->rel == y->rel && x->upos == y->upos && strcmp(x->xpos, y->xpos) == 0 &&
                    slice_eq(x->lemma, y->lemma));
        assert_true(x->head == NONE ? y->head == NONE : x->head - a_first == y->head - b_first);
    }
}

/* Reads the report again on every path this machine has: `want`, to the bit of a name's score. The
 * plain path is always there. */
static inline void same_on_every_path(Lang *lang, Report *report, Arena *scratch,
                                      const LangText *want)
{
    static const char *const paths[] = {"scalar", "avx2", "avx512-vnni", "neon-dotprod"};
    uint32_t tried = 0;
    for (size_t p = 0; p < sizeof paths / sizeof *paths; p++) {
        LangText other;
        if (!lang_use_kernels(lang, paths[p])) continue;
        tried++;
        assert_int_equal(lang_read(lang, report, &report->arena, scratch, &other), DLN_OK);
        assert_int_equal(other.n_tokens, want->n_tokens);
        assert_int_equal(other.n_names, want->n_names);
        same_tokens(want, 0, &other, 0, other.n_tokens);
        for (uint32_t i = 0; i < other.n_tokens; i++)
            assert_int_equal(other.token[i].name, want->token[i].name);
        for (uint32_t k = 0; k < other.n_names; k++)
            assert_memory_equal(&other.name[k].score, &want->name[k].score, sizeof(float));
    }
    assert_true(tried > 0);
}
#endif
