/* party_signs.c - training only: shows what src/mean/events/events_weigh.c asks about the nouns of
 * a sentence beside each of its events, so that Python never has to repeat it. In: files as
 * arguments. Out: a line for each event and noun: file, bytes of the event's word, of the noun, the
 * role that the rules give it, the signs, its entity, whether it can act, its tag, the byte of
 * what it stands for. Built by `make build/train/party_signs`. */
#include "each_scene.h"
#include "mean/events/events_weigh.h"
#include "mean/events/roles.h"

/* Byte of the noun that a relative pronoun stands for ("officers" of "officers, who fired"); its
 * own for any other word. */
static uint32_t stands_for(const Scene *s, uint32_t head)
{
    uint32_t up = head;
    bool relative = scene_token(s, head)->xpos[0] == 'W';
    for (uint32_t steps = 0; relative && steps < WEIGH_WAY && scene_holds(s, up); steps++) {
        const Token *t = scene_token(s, up);
        if (t->rel == REL_ACL && scene_holds(s, t->head)) return scene_token(s, t->head)->span.b;
        up = t->head;
    }
    return scene_token(s, head)->span.b;
}

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
    printf("\t%d\t%d\t%s\t%u\n", entity == NONE ? -1 : (int)entity, scene_can_act(s, head),
           upos_name[scene_token(s, head)->upos], stands_for(s, head));
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
