/* modality_signs.c - training only: shows what src/mean/events/events_told.c asks about the events
 * of a sentence. In: files as arguments. Out: a line for each event: file, first byte of its word,
 * the modality that it has by now (the rules' by weights of `modality.py none`), the signs. Built
 * by `make build/train/modality_signs`. */
#include "each_scene.h"
#include "mean/events/events_told.h"

static void print_sentence(const Scene *s, const char *file, Span sentence)
{
    const Findings *f = s->findings;
    ToldSigns signs;
    for (uint32_t i = 0; i < f->events.n; i++) {
        const Event *event = &f->events.at[i];
        if (event->sentence.b != sentence.b || !scene_holds(s, event->token)) continue;
        told_signs(s, event, &signs);
        printf("%s\t%u\t%u\t", file, event->trigger.b, (unsigned)event->modality);
        for (uint32_t k = 0; k < signs.n; k++)
            printf("%s%u", k ? " " : "", signs.at[k]);
        printf("\n");
    }
}

int main(int argc, char **argv)
{
    return each_scene(argc, argv, print_sentence);
}
