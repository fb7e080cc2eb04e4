/* facts_slots.h - figures on their way into slots; private to src/collate. facts_quantity.c lines
 * them up, facts_made.c makes those that no quantity of the report holds: clock times, lengths of
 * time, victims told in words, votes, "nobody was hurt". */
#ifndef DLN_COLLATE_FACTS_SLOTS_H
#define DLN_COLLATE_FACTS_SLOTS_H
#include "collate/facts.h"

#define MAX_TERMS 40
typedef struct Q {
    uint32_t report, sentence, event; /* event: of the record, NONE */
    uint32_t local;                   /* the event's number in its report, NONE */
    const Quantity *q;
    Attribute attribute;
    Slice noun, verb, text; /* lemma counted; class of the governing verb; normal form */
    Value value;
    uint32_t said_by, entity; /* entity: whose age, NONE */
    Slice act; /* class of the happening that the clause is about: its subject, "the blast shook the
                  port" */
    uint32_t act_token; /* the subject's token, NONE */
    Slice
        of; /* figures of two things never contradict each other: what lasted, which zone of time */
    bool human, past; /* people are counted; of a time half a year or more before the report */
    bool unsure;      /* counted from words, or a part of a sum: agrees, never contradicts */
    bool votes;       /* votes one way; the noun says which */
    bool frozen;      /* the age of one who died: it stays, whatever the day of the report */
    int32_t from, to, minute; /* days; minute of the day that the sentence names, -1 */
    uint64_t term[MAX_TERMS];
    uint32_t n_terms;               /* content lemmas of the sentence, sorted */
    double weight[MAX_TERMS], norm; /* rarity of each, squared; length */
} Q;
typedef struct Keyed {
    uint64_t key;
    uint32_t q;
} Keyed;
typedef struct Seen {
    uint64_t term;
    uint32_t n;
} Seen;
typedef struct Slots {
    VEC(Q) q;
    VEC(Keyed) block;
    VEC(Seen) seen;
    Groups groups;
} Slots;

/* Adds one figure of a report. `i`: its number among the report's quantities, NONE for one made
 * here; its attribute, event, value and terms are then read off it. `made`: what is known
 * beforehand (report, q, local; text, of and unsure where they are set). */
dln_status add_figure(Join *join, Slots *slots, Q made, uint32_t i);
bool figure_bare(
    const Join *join, const Findings *f,
    Q *q); /* facts_bare.c: what a figure without a noun counts; false: nothing that is known */
bool figure_votes(
    const Join *join, const Findings *f,
    Q *q); /* facts_bare.c: votes for, against, withheld; the day is that of the sentence */
/* facts_made.c: the words of a time as a figure of their own; NULL: no memory. */
Quantity *time_figure(Join *join, const TimeMention *time, Attribute attribute);
void figure_day(const Join *join, const Findings *f, uint32_t token,
                Q *q); /* facts_made.c: the day that a sentence names */
dln_status made_dates(Join *join, Slots *slots, uint32_t report); /* facts_dates.c */
dln_status crowd_facts(
    Join *join,
    const Slots *slots); /* facts_crowd.c: the police put it at 7,000, the organisers at 40,000 */
dln_status made_figures(Join *join, Slots *slots, uint32_t report);
uint32_t figure_act(const Join *join, const Findings *f,
                    uint32_t token); /* token of the happening that is subject over a token, NONE */
Slice figure_verb(const Join *join, const Findings *f,
                  uint32_t token); /* class of the verb that governs a token; empty */
#endif
