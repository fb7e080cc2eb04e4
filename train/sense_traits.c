/* sense_traits.c - training only: shows what src/mean/events/events_sense.c asks about words of
 * violence, so that Python never has to repeat it. In: files as arguments. Out: a line for each
 * such word: file, byte, traits parted by "; ", the words around it. Built by `make
 * build/train/sense_traits`; lines of it, marked, go to tests/cases/events/senses.txt. */
#include "each_scene.h"

static void print_words(const Findings *f, Span sentence, Span word)
{
    Slice text = slice_span(f->report->text, sentence);
    for (size_t i = 0; i < text.n; i++) {
        if (sentence.b + i == word.b) printf("[[");
        if (sentence.b + i == word.e) printf("]]");
        putchar(text.p[i] == '\n' || text.p[i] == '\t' ? ' ' : text.p[i]);
    }
    printf("\n");
}

static void print_word(const Scene *s, uint32_t token, const char *file, Span sentence)
{
    Signs signs;
    Span at = scene_token(s, token)->span;
    sense_traits(s, token, s->scratch, &signs);
    printf("%s\t%u\t", file, at.b);
    for (uint32_t k = 0; k < signs.n; k++)
        printf("%s%.*s", k ? "; " : "", (int)signs.at[k].n, signs.at[k].p);
    printf("\t");
    print_words(s->findings, sentence, at);
}

static void print_sentence(const Scene *s, const char *file, Span sentence)
{
    for (uint32_t k = s->first; k < s->first + s->n; k++)
        if (scene_warlike(s, k)) print_word(s, k, file, sentence);
}

int main(int argc, char **argv)
{
    return each_scene(argc, argv, print_sentence);
}
