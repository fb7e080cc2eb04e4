/* base.h - the ground: slices, spans, status, arena, vectors.
 *
 * Slice: bytes owned by somebody else. Span: half-open UTF-8 byte offsets into the text of one
 * report, the only anchor of the record.
 *
 * Arena: one per report, one per record, one scratch per thread; blocks from base/mem; freed as a
 * whole; has a maximum. arena_alloc gives zeroed memory or NULL (over the maximum, no memory, or
 * the time of its budget is over): every caller checks and returns DLN_ERR_LIMIT/NOMEM/TIME through
 * arena_status(). VEC(T): growing array in an arena. */
#ifndef DLN_BASE_BASE_H
#define DLN_BASE_BASE_H
#include "base/sort.h"
#include "dateline.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct Slice {
    const char *p;
    size_t n;
} Slice; /* n bytes at p, not NUL-terminated */
typedef struct Span {
    uint32_t b, e;
} Span; /* [b, e) bytes of Report.text */

#define NONE UINT32_MAX /* no token, no entity, no index */
#define SLICE(literal) ((Slice){(literal), sizeof(literal) - 1})

static inline Slice slice_of(const char *text)
{
    return (Slice){text, text ? strlen(text) : 0};
}
static inline Slice slice_span(Slice text, Span s)
{
    return (Slice){text.p + s.b, (size_t)(s.e - s.b)};
}
static inline bool slice_eq(Slice a, Slice b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
static inline bool slice_is(Slice a, const char *literal)
{
    return slice_eq(a, slice_of(literal));
}
int slice_cmp(Slice a, Slice b); /* bytewise order, shorter first */
bool slice_starts(Slice a, Slice prefix);
bool slice_ends(Slice a, Slice suffix);
Slice slice_trim(Slice a); /* ASCII white space off both ends */
/* How few edits make the one text the other: a byte changed, put in or left out, with `swaps` also
 * two neighbours exchanged. Of either the first 128 bytes. */
uint32_t slice_edits(Slice a, Slice b, bool swaps);
size_t slice_find(Slice hay, Slice needle); /* offset, or SIZE_MAX; linear time (memmem) */
bool slice_eq_nocase(Slice a, Slice b);     /* ASCII letters folded */
/* Do the words stand whole in the text, between blanks, ASCII letters folded? Empty: no. */
bool slice_has_words(Slice text, Slice words);
static inline bool slice_digit_at(Slice a, size_t i)
{
    return i < a.n && a.p[i] >= '0' && a.p[i] <= '9';
}
static inline bool slice_capital_at(Slice a, size_t i)
{
    return i < a.n && a.p[i] >= 'A' && a.p[i] <= 'Z';
}
bool slice_has_digit(Slice a);   /* 0 to 9 */
bool slice_has_capital(Slice a); /* A to Z */
static inline char ascii_lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}
/* The first `size` bytes of the text in `room`, ASCII letters folded. */
Slice slice_lower(Slice text, char *room, size_t size);
bool slice_is_ascii(Slice a);
/* Is it one of the literals of an array? The second folds ASCII letters. */
bool slice_among(Slice a, const char *const *list, size_t n);
bool slice_among_nocase(Slice a, const char *const *list, size_t n);
#define SLICE_AMONG(a, list) slice_among((a), (list), sizeof(list) / sizeof *(list))
#define SLICE_AMONG_NOCASE(a, list) slice_among_nocase((a), (list), sizeof(list) / sizeof *(list))
static inline bool span_empty(Span s)
{
    return s.e <= s.b;
}
/* The first that is not empty. */
static inline Span span_or(Span a, Span b)
{
    return span_empty(a) ? b : a;
}
static inline bool span_in(Span inner, Span outer)
{
    return inner.b >= outer.b && inner.e <= outer.e;
}
static inline bool span_meet(Span a, Span b)
{
    return a.b < b.e && b.b < a.e;
}

typedef struct ArenaBlock ArenaBlock;
/* Blocks that arenas gave back, for those that come next; an engine's, shared by its threads. */
typedef struct Shelf Shelf;
enum {
    SHELF_SIZES = 7,        /* that arenas grow by: 16 KiB to 1 MiB */
    SHELF_MOST = 12u << 20, /* bytes that lie there */
};
Shelf *shelf_open(void); /* *owned*: shelf_close; NULL: no memory */
void shelf_close(Shelf *shelf);
/* A block of that size, `bytes` in all; NULL: there is none. */
void *shelf_take(Shelf *shelf, uint32_t size, size_t bytes);
/* False: the shelf is full, the block is the caller's. */
bool shelf_give(Shelf *shelf, void *block, uint32_t size, size_t bytes);
/* What several arenas may take from the system together, and how long the work in them may last. */
typedef struct Budget {
    Shelf *shelf;     /* where blocks come from and go to, NULL: the system */
    size_t used, max; /* bytes; max 0: no maximum */
    uint64_t until;   /* processor time of the thread at which the work ends, ns; 0: it does not */
    uint32_t steps;   /* of work since the clock was looked at */
    bool late;        /* the end has come: nothing more is given */
} Budget;
typedef struct Arena {
    ArenaBlock *blocks; /* newest first */
    Budget *budget;     /* shared with other arenas, NULL: none; outlives the arena's use */
    Shelf *shelf;       /* of the last budget that had one; outlives the arena */
    size_t used;        /* bytes taken from the system or the shelf */
    size_t max;         /* bytes, 0: no maximum */
    bool over;          /* the maximum was met */
    bool failed;        /* an allocation failed, for whichever reason */
} Arena;
typedef struct ArenaMark {
    ArenaBlock *block;
    size_t fill;
} ArenaMark;

void arena_init(Arena *arena, size_t max_bytes);
/* From now on the arena's bytes, those it has among them, count in `budget`; NULL: in none. Its
 * blocks come from the budget's shelf and go there, also when the budget is none of its any more.
 */
void arena_bind(Arena *arena, Budget *budget);
void *arena_alloc(
    Arena *arena,
    size_t bytes); /* zeroed, 16-byte aligned; NULL on failure; bytes 0 gives a valid pointer */
void *arena_array(Arena *arena, size_t count, size_t size); /* the same, overflow checked */
Slice arena_copy(Arena *arena, Slice bytes); /* copy with a NUL behind it; {NULL,0} on failure */
/* Several behind each other; {NULL, 0} when out of memory. */
Slice arena_parts(Arena *arena, const Slice *part, size_t n);
Slice arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
ArenaMark arena_mark(const Arena *arena);
void arena_rewind(Arena *arena, ArenaMark mark); /* frees all that came after the mark */
void arena_free(Arena *arena); /* everything; the arena may be used again, its budget stays */
/* Forgets that an allocation failed, after what failed was given up. */
static inline void arena_forgive(Arena *arena)
{
    arena->over = arena->failed = false;
}
static inline dln_status arena_status(const Arena *arena)
{
    if (arena->budget && arena->budget->late) return DLN_ERR_TIME;
    return arena->over ? DLN_ERR_LIMIT : arena->failed ? DLN_ERR_NOMEM : DLN_OK;
}

/* budget.c: processor time of the calling thread, ns. */
uint64_t processor_time(void);
/* Counts so many steps of work, a step some 100 ns, and looks at the clock now and then. True: the
 * budget's time is over. */
bool budget_late(Budget *budget, uint32_t steps);
/* The same for the arena that the work is done in, which has then failed. Loops that may be long
 * and allocate nothing ask it; arena_alloc counts by itself. */
static inline bool arena_late(Arena *arena, uint32_t steps)
{
    Budget *budget = arena->budget;
    if (!budget || !budget->until || !budget_late(budget, steps)) return false;
    arena->failed = true;
    return true;
}
#define ARENA_NEW(arena, T) ((T *)arena_array((arena), 1, sizeof(T)))
#define ARENA_ARRAY(arena, T, count) ((T *)arena_array((arena), (count), sizeof(T)))

#define VEC(T)           \
    struct {             \
        T *at;           \
        uint32_t n, cap; \
    }
bool vec_room_(Arena *arena, void *at_pointer, uint32_t n, uint32_t *cap, size_t size);
/* Appends `item`; false when there is no room. */
#define VEC_PUSH(arena, v, ...)                                       \
    (vec_room_((arena), &(v)->at, (v)->n, &(v)->cap, sizeof *(v)->at) \
         ? ((v)->at[(v)->n++] = (__VA_ARGS__), true)                  \
         : false)

/* Passes a failed status on to the caller. */
#define TRY(call)                                      \
    do {                                               \
        dln_status try_status_ = (call);               \
        if (try_status_ != DLN_OK) return try_status_; \
    } while (0)

/* Sets `i` to the index of the first of `count` things for which `before`, an expression in `i`,
 * does not hold; count where it holds for all. It must hold for none behind one for which it does
 * not: LIST_FIRST(i, list.n, list.at[i].key < key). */
#define LIST_FIRST(i, count, before)                           \
    do {                                                       \
        uint32_t first_low_ = 0, first_high_ = (count);        \
        while (first_low_ < first_high_) {                     \
            (i) = first_low_ + (first_high_ - first_low_) / 2; \
            if (before)                                        \
                first_low_ = (i) + 1;                          \
            else                                               \
                first_high_ = (i);                             \
        }                                                      \
        (i) = first_low_;                                      \
    } while (0)

/* Sets `end` behind the run that begins at `i` in a sorted list of `count` things: all of which
 * `same`, an expression in `end`, holds. */
#define LIST_RUN(end, i, count, same)                 \
    for ((end) = (i) + 1; (end) < (count) && (same);) \
    (end)++
#endif
