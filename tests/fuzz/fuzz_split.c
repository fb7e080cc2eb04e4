/* fuzz_split.c - any bytes as text: tokens must be in order, inside the text, and lose nothing but
 * white space; sentences must part them. */
#include "base/utf8.h"
#include "lang/split.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 16) return 0;
    Report report = {0};
    uint32_t bad;
    arena_init(&report.arena, 256u << 20);
    report.text = utf8_mend((Slice){(const char *)data, size}, &report.arena, &bad);
    Splitter splitter = {0};
    LangText out;
    if (split_with(&splitter, &report, &report.arena, &out) == DLN_OK) {
        uint32_t at = 0, next = 0;
        for (uint32_t i = 0; i < out.n_tokens; i++) {
            const Token *t = &out.token[i];
            if (t->span.b < at || t->span.e <= t->span.b || t->span.e > report.text.n) abort();
            for (size_t k = at; k < t->span.b;)
                if (!char_is_space(utf8_next(report.text, &k))) abort();
            at = t->span.e;
        }
        for (uint32_t k = 0; k < out.n_sentences; k++) {
            if (out.sentence[k].first != next || out.sentence[k].end <= next) abort();
            next = out.sentence[k].end;
        }
        if (next != out.n_tokens) abort();
    }
    arena_free(&report.arena);
    return 0;
}
