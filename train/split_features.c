/* split_features.c - training only: shows what src/lang/split.c asks about, with the gold answers
 * forced, so that Python never has to repeat the features. Input on stdin, per document: "bytes
 * words sentences\n", the text, "\n", then the byte offsets where words begin and where sentences
 * begin. Output: u32 kind, label, n, slot[n] for every decision. Built by train/split.py against
 * build/libdateline.a. */
#include "lang/split.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct Gold {
    uint8_t *word, *sentence;
} Gold; /* [bytes + 1], 1 where one begins */

static int decide(void *context, SplitKind kind, uint32_t at, const uint32_t *slot, uint32_t n)
{
    const Gold *gold = context;
    uint32_t head[3] = {kind, kind == SPLIT_TOKEN ? gold->word[at] : gold->sentence[at], n};
    fwrite(head, sizeof *head, 3, stdout);
    fwrite(slot, sizeof *slot, n, stdout);
    return (int)head[1];
}

static void mark(uint8_t *flag, size_t count, size_t bytes)
{
    size_t at;
    for (size_t i = 0; i < count; i++)
        if (scanf("%zu", &at) == 1 && at <= bytes) flag[at] = 1;
}

int main(void)
{
    size_t bytes, words, sentences;
    while (scanf("%zu %zu %zu", &bytes, &words, &sentences) == 3 && getchar() == '\n') {
        char *text = malloc(bytes + 1);
        Gold gold = {calloc(bytes + 1, 1), calloc(bytes + 1, 1)};
        if (!text || !gold.word || !gold.sentence || fread(text, 1, bytes, stdin) != bytes)
            return 1;
        mark(gold.word, words, bytes);
        mark(gold.sentence, sentences, bytes);
        SplitTrace trace = {decide, &gold};
        Splitter splitter = {NULL, NULL, &trace, NULL};
        Report report = {0};
        Arena arena;
        LangText out;
        arena_init(&arena, 0);
        report.text = (Slice){text, bytes};
        if (split_with(&splitter, &report, &arena, &out) != DLN_OK) return 1;
        arena_free(&arena);
        free(text);
        free(gold.word);
        free(gold.sentence);
    }
    return 0;
}
