/* sense_traits.c - training only: shows what src/mean/events/events_sense.c asks about words of
 * violence, so that Python never has to repeat it. In: files as arguments. Out: a line for each
 * such word: file, byte, traits parted by "; ", the words around it. Built by `make
 * build/train/sense_traits`; lines of it, marked, go to tests/cases/events/senses.txt. */
#include "engine/engine.h"
#include "mean/events/events_sense.h"
#include "mean/events/events_steps.h"
#include <stdio.h>

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

static void print_report(const dln *engine, Findings *f, const char *file)
{
    Arena scratch;
    Tone tone;
    arena_init(&scratch, 0);
    report_tone(&engine->events, f, &tone);
    for (uint32_t i = 0; i < f->lang.n_sentences; i++) {
        Scene s;
        ArenaMark mark = arena_mark(&scratch);
        if (scene_open(&s, &engine->events, &tone, f, i, &scratch) != DLN_OK) break;
        scene_compose(&s);
        for (uint32_t k = s.first; k < s.first + s.n; k++)
            if (scene_warlike(&s, k)) print_word(&s, k, file, f->lang.sentence[i].span);
        arena_rewind(&scratch, mark);
    }
    arena_free(&scratch);
}

int main(int argc, char **argv)
{
    dln *engine = NULL;
    dln_error err;
    dln_options options;
    dln_options_init(&options);
    options.data_dir = "data";
    if (dln_open(&options, &engine, &err) != DLN_OK) return 1;
    for (int i = 1; i < argc; i++) {
        dln_run *run = NULL;
        dln_record *record = NULL;
        if (dln_run_new(engine, &run) != DLN_OK) return 1;
        dln_run_add_file(run, argv[i]);
        if (dln_run_story(run, &record) == DLN_OK)
            for (uint32_t k = 0; k < record->record.n_reports; k++)
                print_report(engine, (Findings *)(uintptr_t)record->record.findings[k], argv[i]);
        dln_record_free(record);
        dln_run_free(run);
    }
    dln_close(engine);
    return 0;
}
