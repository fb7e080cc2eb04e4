/* events_pronoun_judge.c - how likely a pronoun means the party that coreference says it is.
 *
 * In: what is so around both (events_pronoun.c), learned weights (data/pronouns.model). Out: a
 * chance, and whether the party is told.
 *
 * A logistic over hashed signs: each thing that is so, alone and beside the sort of pronoun, and a
 * few pairs. Weights are a byte each; fitted by train/pronoun_parties.py on pronouns that readers
 * judged (tests/cases/events/pronouns_read.tsv). Of harm and of what the law does a party is told
 * only where it is past doubt: a wrong doer is worse than none.
 *
 * Known to get wrong: whom only the sense of the sentence tells ("Lund met Bram. He was late."). */
#include "mean/events/events_pronoun.h"

enum { BUCKET_BITS = 12, BUCKETS = 1 << BUCKET_BITS };

static const float LIKELY = 0.75f, GRAVE = 0.9f; /* told from here on; of harm and the law */

dln_status pronoun_weights_load(const char *data_dir, Arena *arena, Events *events, dln_error *err)
{
    TRY(byte_weights_load(data_dir, "pronouns.model", BUCKETS, arena, &events->pronoun, err));
    return events->pronoun.at ? DLN_OK
                              : err_fill(err, DLN_ERR_DATA, "open", "pronouns.model: no scale");
}

static void put(PronounSigns *out, uint32_t kind, uint32_t a, uint32_t b)
{
    if (out->n < PRONOUN_SIGNS) out->at[out->n++] = sign_mix(kind, a, b, 1);
}

static uint32_t size_of(uint32_t n)
{
    return n < 4 ? n : n < 8 ? 4 : n < 16 ? 5 : n < 40 ? 6 : 7;
}

/* "he" or "she", "they", "it", another. */
static uint32_t sort_of(const Scene *s, const PronounView *v, uint32_t head)
{
    if (v->of_person) return 1;
    Slice word = scene_lower(s, head);
    return slice_starts(word, SLICE("th")) ? 2 : slice_starts(word, SLICE("it")) ? 3 : 4;
}

/* Each thing that is so: alone, and beside the sort of pronoun. */
static void put_all(PronounSigns *out, const PronounView *v, uint32_t sort, uint32_t rel)
{
    const uint32_t value[] = {
        (uint32_t)(v->chance * 10),
        sort * 64 + rel,
        v->speaks_of_other,
        v->own_object,
        v->reflects_other,
        v->bound,
        v->bound_grave,
        v->continues,
        v->several_near,
        v->bound_by_name,
        v->nameless_lately,
        v->nameless_before,
        v->thing_before,
        v->alone,
        v->named_subject,
        v->subject_before,
        v->company[0],
        v->company[1],
        v->company[2],
        v->sentences,
        v->rivals,
        v->anchor_rel,
        size_of(v->tokens),
        v->anchor_main,
        v->overshadowed,
        v->anchor_named,
        v->named,
        v->kind,
        size_of(v->mentions),
        v->gender_known + 2u * v->called,
        v->office,
        v->quoted,
        v->quoted + 2u * v->marks_between,
        v->main,
        v->main_before,
        v->other_reported,
        v->paragraph_first,
        v->anchor_speaks,
        v->rivals_beside,
    };
    for (uint32_t i = 0; i < sizeof value / sizeof *value; i++) {
        put(out, 1 + i, value[i], 0);
        put(out, 100 + i, value[i], sort);
    }
}

void pronoun_signs(const Scene *s, const Participant *part, const PronounView *v, PronounSigns *out)
{
    uint32_t sort = sort_of(s, v, part->head), rel = scene_token(s, part->head)->rel,
             chance = (uint32_t)(v->chance * 10);
    out->n = 0;
    put(out, 0, 0, 0);
    put(out, 0, sort, 1);
    put_all(out, v, sort, rel);
    put(out, 200, chance, v->rivals);
    put(out, 201, chance, v->sentences);
    put(out, 202, v->sentences, v->rivals);
    put(out, 203, v->anchor_rel, v->main);
    put(out, 204, v->anchor_rel, rel);
    put(out, 205, v->continues, v->other_reported);
    put(out, 207, v->anchor_speaks, v->rivals_beside);
    put(out, 208, v->anchor_speaks + 2u * v->quoted + 4u * v->marks_between, v->rivals);
    put(out, 209, v->rivals_beside, v->rivals * 8 + (v->sentences < 4 ? v->sentences : 4));
    put(out, 210, v->main, v->main_before + 2u * v->other_reported + 4u * v->anchor_speaks);
    put(out, 206, v->rivals, v->overshadowed + 2u * v->marks_between);
}

static float chance_of(const Scene *s, const Participant *part, const PronounView *v)
{
    PronounSigns signs;
    int32_t sum = 0;
    pronoun_signs(s, part, v, &signs);
    for (uint32_t i = 0; i < signs.n; i++)
        sum += s->events->pronoun.at[signs.at[i] >> (32 - BUCKET_BITS)];
    return byte_weights_chance(&s->events->pronoun, sum);
}

/* What grammar excludes, seen too rarely to be learned: '"She fired," Lund said', "Lund moved to
 * remove him", "The baby shot herself", "Officers said five others were hurt. They ...", "police
 * said they were closed". */
static bool excluded(const Participant *part, const PronounView *v)
{
    if (v->speaks_of_other || v->own_object || v->reflects_other || v->several_near) return true;
    return !v->of_person && part->role == PART_RECIPIENT && v->bound;
}

bool pronoun_sure(const Scene *s, const Event *event, Participant *part)
{
    bool grave = (event->traits & (TRAIT_HARM | TRAIT_LAW | TRAIT_OWNED)) ||
                 slice_is(event->type, "ASSAULT") || slice_starts(event->cameo, SLICE("17"));
    PronounView view;
    if (part->entity == NONE) return false;
    pronoun_view(s, part, &view);
    if (excluded(part, &view)) return false;
    part->meant = chance_of(s, part, &view);
    return part->meant >= (grave ? GRAVE : LIKELY);
}
