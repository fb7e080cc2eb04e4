/* party_signs.c - training only: shows what src/mean/events/events_weigh.c asks about the nouns of
 * a sentence beside each of its events, so that Python never has to repeat it. In: files as
 * arguments. Out: a line for each event and noun: file, bytes of the event's word, of the noun, the
 * role that the rules give it, the signs. Built by `make build/train/party_signs`. */
#include "each_scene.h"
#include "mean/events/events_weigh.h"
#include "mean/events/roles.h"

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

static void print_sentence(const Scene *s, const char *file, Span sentence)
{
    Weigh weigh;
    const Findings *f = s->findings;
    if (weigh_open(&weigh, s) != DLN_OK) return;
    for (uint32_t i = 0; i < f->events.n; i++) {
        const Event *event = &f->events.at[i];
        if (event->turned || event->sentence.b != sentence.b || !scene_holds(s, event->token))
            continue;
        for (uint32_t k = s->first; k < s->first + s->n; k++)
            if (weigh.word[k - s->first].noun) print_pair(&weigh, event, k, file);
    }
}

int main(int argc, char **argv)
{
    return each_scene(argc, argv, print_sentence);
}
