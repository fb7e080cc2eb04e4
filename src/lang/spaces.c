/* spaces.c - makes the buffers of the net and hands them on; see spaces.h.
 *
 * In: a model. Out: a NetSpace, made or used before: a stack under a lock that is held for an
 * instant a report.
 *
 * Known to get wrong: nothing is given back to the system before the engine closes. */
#include "lang/spaces.h"
#include "base/mem.h"
#include "lang/sentences_met.h"
#include "lang/transformer.h"
#include <pthread.h>

struct Spaces {
    pthread_mutex_t lock;
    NetSpace *free;
};

static uint32_t most(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Floats of a row of `y`: the widest of what is computed there. */
static uint32_t widest(const Model *m)
{
    uint32_t width = most(most(2 * m->width, m->tags.out), most(m->rel_out.out, m->word_width));
    return most(width, most(m->arc, m->rel_hidden));
}

static void take_floats(const Model *m, Arena *arena, NetSpace *s)
{
    const size_t words = NET_WORDS;
    s->h = arena_array(arena, words * m->width, sizeof(float));
    s->y = arena_array(arena, words * widest(m), sizeof(float));
    s->rel_dep = arena_array(arena, words * m->rel_hidden, sizeof(float));
    s->rel_head = arena_array(arena, words * m->rel_hidden, sizeof(float));
    s->rel_sum = arena_array(arena, m->rel_hidden, sizeof(float));
    s->dist = arena_array(arena, words * m->distance.out, sizeof(float));
    s->score = arena_array(arena, (size_t)NET_PIECE * (NET_PIECE + 1), sizeof(float));
}

static void take_bytes(const Model *m, Arena *arena, NetSpace *s)
{
    const size_t words = NET_WORDS;
    s->q = arena_array(arena, words * most(most(m->width, m->word_width), m->rel_hidden), 1);
    s->zero = arena_alloc(arena, m->width);
    s->dep = arena_array(arena, words * m->arc, 1);
    s->head = arena_array(arena, words * m->arc, 1);
    s->key = arena_array(arena, words * m->arc, 1);
    s->back = arena_array(arena, NET_PIECE, NAME_TAGS_MAX);
    if (s->zero) memset(s->zero, 128, m->width);
}

static void take_lists(Arena *arena, NetSpace *s)
{
    s->rows = arena_array(arena, NET_WORDS * 3, sizeof *s->rows);
    s->parent = ARENA_ARRAY(arena, uint32_t, NET_WORDS);
    s->miss = ARENA_ARRAY(arena, uint32_t, NET_WORDS);
    s->twin = ARENA_ARRAY(arena, uint32_t, NET_WORDS);
    s->form = ARENA_ARRAY(arena, Slice, NET_WORDS);
    s->script = ARENA_ARRAY(arena, uint16_t, NET_WORDS);
    s->dot = ARENA_ARRAY(arena, int32_t, NET_PIECE + 1);
    s->work = ARENA_ARRAY(arena, uint32_t, 2 * NET_PIECE);
}

NetSpace *net_space(const Model *model, const Kernels *kernels)
{
    NetSpace *s = mem_alloc(sizeof *s);
    if (!s) return NULL;
    *s = (NetSpace){.model = model, .kernels = kernels};
    Arena *arena = &s->arena;
    arena_init(arena, 0);
    take_floats(model, arena, s);
    take_bytes(model, arena, s);
    take_lists(arena, s);
    if (model->transformer.layers) s->transformer = transformer_space(model, NET_WORDS, arena);
    s->sentences = sentences_met_open();
    if (words_met_open(model->width, arena, &s->met) && s->sentences && !arena->failed) return s;
    net_space_free(s);
    return NULL;
}

void net_space_free(NetSpace *space)
{
    if (!space) return;
    words_met_close(&space->met);
    sentences_met_close(space->sentences);
    arena_free(&space->arena);
    mem_free(space);
}

Spaces *spaces_open(void)
{
    Spaces *made = mem_alloc(sizeof *made);
    if (!made) return NULL;
    *made = (Spaces){.free = NULL};
    if (pthread_mutex_init(&made->lock, NULL) == 0) return made;
    mem_free(made);
    return NULL;
}

void spaces_empty(Spaces *spaces)
{
    pthread_mutex_lock(&spaces->lock);
    NetSpace *s = spaces->free;
    spaces->free = NULL;
    pthread_mutex_unlock(&spaces->lock);
    while (s) {
        NetSpace *next = s->next;
        net_space_free(s);
        s = next;
    }
}

void spaces_close(Spaces *spaces)
{
    if (!spaces) return;
    spaces_empty(spaces);
    pthread_mutex_destroy(&spaces->lock);
    mem_free(spaces);
}

NetSpace *spaces_take(Spaces *spaces, const Model *model, const Kernels *kernels)
{
    pthread_mutex_lock(&spaces->lock);
    NetSpace *s = spaces->free;
    if (s) spaces->free = s->next;
    pthread_mutex_unlock(&spaces->lock);
    if (!s) return net_space(model, kernels);
    s->kernels = kernels;
    return s;
}

void spaces_give(Spaces *spaces, NetSpace *space)
{
    pthread_mutex_lock(&spaces->lock);
    space->next = spaces->free;
    spaces->free = space;
    pthread_mutex_unlock(&spaces->lock);
}
