/* party_signs.c - training only: shows what src/mean/events/events_weigh.c asks about the nouns of
 * a sentence beside each of its events, so that Python never has to repeat it. In: files as
 * arguments. Out: a line for each event and noun: file, bytes of the event's word, of the noun, the
 * role that the rules give it, the signs. Built by `make build/train/party_signs`. */
#include "engine/engine.h"
#include "mean/events/events_sense.h"
#include "mean/events/events_steps.h"
#include "mean/events/events_weigh.h"
#include "mean/events/roles.h"
#include <stdio.h>

static void print_pair(const Weigh *w, const Event *event, uint32_t head, const char *file)
{
    WeighSigns signs;
    const Scene *s = w->s;
    Span at = event->trigger, noun = scene_token(s, head)->span;
    WeighDeed deed;
    weigh_deed(w, event, &deed);
    weigh_signs(w, &deed, head, &signs);
    printf("%s\t%u\t%u\t%u\t%u\t", file, at.b, at.e, noun.b, noun.e);
    for (uint32_t k = 0; k < signs.n; k++)
        printf("%s%u", k ? " " : "", signs.at[k]);
    printf("\t");
    for (uint32_t i = 0; i < event->parts.n; i++) {
        const Participant *p = &event->parts.at[i];
        printf("%s%d:%u:%u:%d", i ? " " : "", p->role, p->span.b, p->span.e,
               p->entity == NONE ? -1 : (int)p->entity);
    }
    uint32_t m = mention_of(s->findings, head);
    uint32_t entity = m == NONE ? NONE : s->findings->mentions.at[m].entity;
    printf("\t%d\t%d\n", entity == NONE ? -1 : (int)entity, scene_can_act(s, head));
}

static void print_sentence(const Scene *s, const Findings *f, uint32_t sentence, const char *file)
{
    Weigh weigh;
    Span span = f->lang.sentence[sentence].span;
    if (weigh_open(&weigh, s) != DLN_OK) return;
    for (uint32_t i = 0; i < f->events.n; i++) {
        const Event *event = &f->events.at[i];
        if (event->turned || event->sentence.b != span.b || !scene_holds(s, event->token)) continue;
        for (uint32_t k = s->first; k < s->first + s->n; k++)
            if (weigh.word[k - s->first].noun) print_pair(&weigh, event, k, file);
    }
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
        print_sentence(&s, f, i, file);
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
