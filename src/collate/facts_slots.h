/* facts_slots.h - figures on their way into slots; private to src/collate. facts_figure.c reads
 * them, facts_near.c compares two, facts_quantity.c lines them up, facts_dates.c makes those that
 * no quantity of the report holds: days, clock times, lengths of time. */
#ifndef DLN_COLLATE_FACTS_SLOTS_H
#define DLN_COLLATE_FACTS_SLOTS_H
#include "collate/facts.h"

#define MAX_TERMS 40
enum { REFUSED = 1024 };
/* A figure of one report, with what is known of its clause. */
enum { MOST_CALLED = 4 };
typedef struct Figure {
    const Quantity *quantity; /* its words and value as the report's reading found them */
    uint32_t report;
    uint32_t sentence;   /* of the report, NONE */
    uint32_t event;      /* of the record, NONE */
    uint32_t local;      /* the event's number in its report, NONE */
    Attribute attribute; /* what is measured */
    Slice noun;          /* lemma counted */
    Slice verb;          /* class of the governing verb */
    Slice text;          /* normal form */
    Value value;
    uint32_t said_by;   /* entity that says so, NONE */
    uint32_t entity;    /* whose age, NONE */
    Slice act;          /* class of the happening that the clause is about: its subject, "the blast
                           shook the port" */
    uint32_t act_token; /* that subject, NONE */
    Slice of;           /* figures of two things never contradict each other: what lasted, which
                           zone of time */
    bool human;         /* people are counted */
    bool past;          /* of a time half a year or more before the report */
    bool unsure;        /* counted from words, or a part of a sum: agrees, never contradicts */
    int32_t from, to;   /* days since 1970, DAY_UNKNOWN */
    int32_t minute;     /* of the day, that the sentence names; -1 */
    uint32_t one[MOST_CALLED], many[MOST_CALLED]; /* of a toll: happenings that its sentence calls
                                                     by a noun ("the shooting", "shootings"),
                                                     hashes of their classes */
    uint32_t n_one, n_many;
    uint64_t *term; /* [n_terms] content lemmas of the sentence, sorted, each once */
    uint32_t n_terms;
    double *weight; /* [n_terms] rarity of each, squared */
    double norm;    /* length of the weights */
} Figure;
/* A figure by its block: figures of two blocks never meet. */
typedef struct Keyed {
    uint64_t key;
    uint32_t figure;
} Keyed;
/* How many sentences with figures hold a term. */
typedef struct Seen {
    uint64_t term;
    uint32_t n;
} Seen;
typedef struct Slots {
    VEC(Figure) figure; /* by report */
    VEC(Keyed) block;   /* by key */
    VEC(Seen) seen;     /* by term */
    Groups groups;      /* of figures: slots */
    uint32_t *voice;    /* [figures] of the report of each */
    uint64_t *refused;  /* [REFUSED] pairs of groups that cannot be one, however they grow */
} Slots;

/* facts_figure.c: what is read off the words around a figure. */
/* Adds one figure of a report. `i`: its number among the report's quantities, NONE for one made
 * here; its attribute, event, value and terms are then read off it. `made`: what is known
 * beforehand (report, quantity, local; text, of and unsure where they are set). */
dln_status add_figure(Join *join, Slots *slots, Figure made, uint32_t i);
/* Token of the happening that is subject over a token, NONE. */
uint32_t figure_act(const Join *join, const Findings *f, uint32_t token);
/* Class of the verb that governs a token; empty. */
Slice figure_verb(const Join *join, const Findings *f, uint32_t token);
bool content_word(const Token *token); /* a noun, name, verb or adjective */
static inline AttributeFamily figure_family(const Figure *figure)
{
    return attribute_row[figure->attribute].family;
}

/* facts_dates.c: days, clock times, lengths, which no quantity of the report holds. */
dln_status made_times(Join *join, Slots *slots, uint32_t report);

/* facts_near.c */
/* How many sentences with figures hold a word: rare words tie sentences, common ones do not. */
dln_status slots_count_terms(Join *join, Slots *slots);
void slots_weigh(Slots *slots); /* the terms of every figure, by those counts */
/* A day known to one alone: the other speaks of the report's own days, so the past does not meet
 * it. */
bool figures_days_meet(const Figure *a, const Figure *b);
Relation figures_relation(const Figure *a, const Figure *b); /* of values */
/* Are two figures of one value of one slot? */
bool figures_equal(const Figure *a, const Figure *b);
/* How surely two different figures are of one slot; 0: not. apart: they cannot both hold. */
double figures_differ(const Join *join, const Figure *a, const Figure *b, bool apart);
#endif
