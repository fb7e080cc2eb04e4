/* words_met.c - vectors of word forms that were met before; see words_met.h.
 *
 * In: forms of a batch. Out: where the vector is. A form hashes to four slots side by side; of
 * those the one that was used longest ago gives way. Forms are compared to the byte: two that share
 * a hash are two words, whichever came first.
 *
 * Known to get wrong: nothing; a text of ever new words is computed in full. */
#include "lang/words_met.h"
#include "base/map.h"
#include "base/mem.h"

enum { PROBES = 4, SLOTS = 8192 };

bool words_met_open(uint32_t width, Arena *arena, MetWords *met)
{
    *met = (MetWords){.width = width, .slots = SLOTS};
    met->stride = width * sizeof(float) + 1 + MET_FORM_MOST;
    met->slot = ARENA_ARRAY(arena, MetWord, SLOTS);
    met->row = mem_alloc(SLOTS * met->stride);
    return met->slot && met->row;
}

void words_met_close(MetWords *met)
{
    mem_free(met->row);
    met->row = NULL;
}

void words_met_begin(MetWords *met)
{
    if (++met->batch) return;
    memset(met->slot, 0, met->slots * sizeof *met->slot); /* the numbers of batches begin anew */
    met->batch = 1;
}

static char *form_at(const MetWords *met, uint32_t at)
{
    return met->row + at * met->stride + met->width * sizeof(float);
}

static bool holds(const MetWords *met, uint32_t at, const Slice *form, Slice wanted)
{
    const MetWord *slot = &met->slot[at];
    if (slot->batch == met->batch && slot->word != NONE) return slice_eq(form[slot->word], wanted);
    const char *kept = form_at(met, at);
    return (unsigned char)kept[0] == wanted.n && memcmp(kept + 1, wanted.p, wanted.n) == 0;
}

/* The form's slot, or one that this batch may take (then *known is false), or NONE. */
static uint32_t slot_of(const MetWords *met, const Slice *form, Slice wanted, uint64_t key,
                        bool *known)
{
    uint32_t free_slot = NONE;
    *known = false;
    for (uint32_t k = 0; k < PROBES; k++) {
        uint32_t at = (uint32_t)(key + k) & (met->slots - 1);
        const MetWord *slot = &met->slot[at];
        if (slot->batch && slot->key == key && holds(met, at, form, wanted)) {
            *known = true;
            return at;
        }
        if (slot->batch != met->batch &&
            (free_slot == NONE || slot->batch < met->slot[free_slot].batch))
            free_slot = at;
    }
    return free_slot;
}

Met words_met_find(MetWords *met, const Slice *form, uint32_t i, uint32_t *at)
{
    bool known;
    if (form[i].n > MET_FORM_MOST) return MET_NEW;
    uint64_t key = hash_bytes(form[i], 0);
    uint32_t place = slot_of(met, form, form[i], key, &known);
    if (place == NONE) return MET_NEW;
    MetWord *slot = &met->slot[place];
    if (!known) {
        *slot = (MetWord){key, met->batch, i};
        return MET_NEW;
    }
    if (slot->batch == met->batch && slot->word != NONE) {
        *at = slot->word;
        return MET_TWIN;
    }
    slot->batch = met->batch;
    slot->word = NONE;
    *at = place;
    return MET_KNOWN;
}

const float *words_met_vector(const MetWords *met, uint32_t at)
{
    return (const float *)(const void *)(met->row + at * met->stride);
}

void words_met_keep(MetWords *met, const Slice *form, uint32_t i, const float *vector)
{
    bool known;
    if (form[i].n > MET_FORM_MOST) return;
    uint32_t at = slot_of(met, form, form[i], hash_bytes(form[i], 0), &known);
    if (!known || met->slot[at].word != i) return;
    memcpy(met->row + at * met->stride, vector, met->width * sizeof *vector);
    char *kept = form_at(met, at);
    kept[0] = (char)form[i].n;
    memcpy(kept + 1, form[i].p, form[i].n);
}
