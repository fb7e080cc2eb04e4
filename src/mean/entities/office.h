/* office.h - how plainly an office is given to somebody, and when that settles who holds it: one
 * rule for the report (entities_holder.c) and for the story (collate/join_offices.c).
 *
 * Known to get wrong: offices that change hands inside what is read. */
#ifndef DLN_MEAN_OFFICE_H
#define DLN_MEAN_OFFICE_H
#include "mean/mean.h"

enum {
    OFFICE_PLAIN = 4,    /* "President Hale" */
    OFFICE_OF_STATE = 2, /* "the Orskan President, Piet Bram" */
    OFFICE_OF_SEAT = 1,  /* "the Velm mayor, Ada Lint" */
    OFFICE_SURER = 2,    /* times as plain as the next */
    OFFICE_FAR_SURER = 3 /* a report about one who held it before */
};

static inline uint32_t office_weight(const Role *office)
{
    return office->seat.n ? OFFICE_OF_SEAT : office->of_state ? OFFICE_OF_STATE : OFFICE_PLAIN;
}

/* Whom the weights of all who are called by one office mean. */
typedef struct Contest {
    uint32_t who;                /* the plainest; NONE: nobody yet */
    uint32_t best, next, before; /* his weight, the next one's, that of who held it once */
} Contest;

static inline void contest_add(Contest *c, uint32_t who, uint32_t weight)
{
    if (weight > c->best) {
        c->next = c->best;
        c->best = weight;
        c->who = who;
    } else if (weight > c->next)
        c->next = weight;
}

/* Two could be meant, or one who held it before. */
static inline bool contest_torn(const Contest *c)
{
    return (c->next > 0 && c->best < OFFICE_SURER * c->next) ||
           c->before > OFFICE_FAR_SURER * c->best;
}
#endif
