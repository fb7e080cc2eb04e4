/* facts.h - pieces of facts; private to src/collate. A piece is one value as one report words it;
 * pieces with the same key are one fact. */
#ifndef DLN_COLLATE_FACTS_H
#define DLN_COLLATE_FACTS_H
#include "collate/join.h"
#include "mean/claims/claim.h"

typedef struct Piece {
    About about;
    uint32_t index;
    Attribute attribute;
    Slice key;   /* tells facts of one attribute apart: what is counted, which participant; may be
                    empty */
    Slice value; /* normal form */
    uint32_t report;
    Span span;
    uint32_t said_by; /* record entity that vouches, NONE: the report */
    Slice of;         /* what exactly is measured, empty: nothing more; values of two things never
                         contradict each other */
    bool unsure;      /* resolved by a guess: may refine, never contradicts */
    bool aligned, agrees; /* of a group of claims, whose tellings say the same: holds unless the
                             types see a conflict */
    float lined, alike;   /* of that group: AlignGroup.score, .agree */
    bool part;            /* an end of a range whose whole is a piece as well: of itself no news */
} Piece;

/* What the report itself says; the rest is for the caller to set. */
static inline Piece piece_of(About about, uint32_t index, Attribute attribute, Slice value,
                             Evidence at)
{
    return (Piece){.about = about,
                   .index = index,
                   .attribute = attribute,
                   .value = value,
                   .report = at.report,
                   .span = at.span,
                   .said_by = NONE};
}

typedef VEC(Piece) Pieces;

dln_status event_pieces(
    Join *join, Pieces *out); /* facts_event.c: dates, places, parties, status, kind, rank */
dln_status quantity_pieces(Join *join,
                           Pieces *out); /* facts_quantity.c: tolls, counts, amounts, measures */
dln_status age_pieces(Join *join, Pieces *out);     /* facts_age.c: of persons without a name */
dln_status printed_pieces(Join *join, Pieces *out); /* facts_printed.c: phones, streets */
dln_status entity_pieces(Join *join, Pieces *out);  /* facts_entity.c: names, roles */
/* facts_entity.c: days of statements, and the wordings of those not in `told` */
dln_status statement_pieces(Join *join, Pieces *out, const bool *told);
/* facts_quote.c: quotations word by word. told[statement of the record]: a fact gives its words. */
dln_status quote_facts(Join *join, bool *told);
dln_status party_facts(Join *join); /* facts_party.c: accusations and their denials */
/* facts_aligned.c: groups of claims. Drops the facts of the record that a group holds already. */
dln_status aligned_pieces(Join *join, Pieces *out);
/* align_value.c */
const Claim *aligned_claim(const Join *join, AlignTelling telling);
bool aligned_lists_differ(const Join *join, const AlignTelling *tellings, uint32_t n);
Span aligned_span(const Join *join, AlignTelling telling); /* a figure with its bound */
Attribute aligned_attribute(const Join *join, const AlignGroup *group);
Slice aligned_value(Join *join, AlignTelling telling, Attribute attribute);
/* align_things.c: what no slot of a group is. */
/* Can the telling be a value of the attribute at all? */
bool aligned_kind_fits(const Join *join, Attribute attribute, AlignTelling telling);
/* Are two tellings figures of other things, persons, happenings? */
bool aligned_other_things(const Join *join, AlignTelling a, AlignTelling b);
/* "Is related", "do not believe that it is related": does one report deny what another tells? */
bool aligned_denials_differ(const Join *join, const AlignTelling *tellings, uint32_t n);
/* Takes out the tellings of other persons; how many stay, at the front. */
uint32_t aligned_one_thing(const Join *join, Attribute attribute, AlignTelling *tellings,
                           uint32_t n);
bool aligned_unsure(const Join *join, const AlignGroup *group); /* too little for a day */
bool noun_human(const Join *join, Slice noun); /* facts_figure.c: does it stand for people? */
/* Of tellings that agree: the value that most of them give, of two the shorter. */
Slice aligned_common(Join *join, const AlignTelling *tellings, uint32_t n, Attribute attribute);
/* facts_entity.c: of a role, the office that it is, where one holds it at a time. */
void role_office(const Join *join, Value *role);
/* facts_quantity.c: the normal form of a figure. */
Slice figure_text(Join *join, const Quantity *q, Slice words);
/* facts_dates.c: a length of time: "~5 years" of "nearly five years". */
Slice length_text(Join *join, const TimeMention *t, Slice words);
/* facts_dates.c: what a time mention is to a fact. */
/* ATTRIBUTE_BEGIN ("since May"), ATTRIBUTE_END ("until Friday"), ATTRIBUTE_NONE: the day itself. */
Attribute date_end(const Join *join, const Findings *f, const TimeMention *t);
bool date_guessed(const Findings *f, const TimeMention *t); /* its day was inferred, not written */
bool date_says_day(const Join *join, const Findings *f, const TimeMention *t);
Slice date_part(Slice value); /* without the clock */
/* "about 9", "shortly after 3:30": not to the minute. */
bool clock_is_loose(const Join *join, const Findings *f, const TimeMention *t);
dln_status fact_add(Join *join, RecordFact fact);     /* to the record */
void fact_sort(RecordFact *fact);                     /* values and evidence by report and span */
bool add_piece(Join *join, Pieces *out, Piece piece); /* false: no memory */
#endif
