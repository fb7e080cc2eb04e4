/* pronoun_signs.c - training only: shows what src/mean/events/events_pronoun.c asks about the
 * pronouns of a sentence and whom coreference takes them for. In: files as arguments. Out: a line
 * for each pronoun: file, its first byte, its word, the entity, the signs. Built by `make
 * build/train/pronoun_signs`. */
#include "each_scene.h"
#include "mean/events/events_pronoun.h"

static void print_sentence(const Scene *s, const char *file, Span sentence)
{
    const Findings *f = s->findings;
    (void)sentence;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        uint32_t m = scene_token(s, i)->upos == UPOS_PRON ? mention_of(f, i) : NONE;
        if (m == NONE || f->mentions.at[m].form != FORM_PRONOUN || f->mentions.at[m].head != i)
            continue;
        Participant part = {.role = PART_ACTOR,
                            .entity = f->mentions.at[m].entity,
                            .mention = m,
                            .span = f->mentions.at[m].span,
                            .head = i};
        if (part.entity == NONE) continue;
        PronounView view;
        PronounSigns signs;
        pronoun_view(s, &part, &view);
        pronoun_signs(s, &part, &view, &signs);
        Slice w = scene_lower(s, i), e = f->entities.at[part.entity].name;
        printf("%s\t%u\t%.*s\t%.*s\t", file, part.span.b, (int)w.n, w.p, (int)e.n, e.p);
        for (uint32_t k = 0; k < signs.n; k++)
            printf("%s%u", k ? " " : "", signs.at[k]);
        printf("\n");
    }
}

int main(int argc, char **argv)
{
    return each_scene(argc, argv, print_sentence);
}
