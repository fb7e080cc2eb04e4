/* clause.h - the clause of a report that tells one thing, short enough for a line, and the parts of
 * it that questions are made of. */
#ifndef DLN_WRITE_CLAUSE_H
#define DLN_WRITE_CLAUSE_H
#include "lang/lang.h"
#include "write/phrases.h"

typedef struct Clause {
    Span span;     /* subject, verb, objects: one stretch of one sentence */
    uint32_t verb; /* token that heads it */
    Span subject;  /* empty: none, or a pronoun */
    bool pronoun;  /* its subject is a pronoun: not to be read alone */
    bool finite;   /* its verb is: "borders opened", not "borders to open" */
    bool body;     /* of running text, not of a title or caption */
} Clause;

/* The clause round the bytes `keep` (all of them are in it): from its subject on, without what
 * trails behind (further clauses, asides). False where there is no sentence, or only one too long
 * for a line. */
bool clause_round(const LangText *lang, Span keep, Clause *out);
/* Widens a clause to what reads alone: the whole sentence where the clause is its main one and it
 * is short, else to the end of what completes the verb; a first "but" goes. False: it ends in the
 * midst all the same. */
bool clause_widen(const LangText *lang, Clause *clause);
/* Widens a clause that ends in the midst to the end of what completes it. False: in vain. */
bool clause_complete(const LangText *lang, Clause *clause);
/* The sentence that holds byte `at`; empty: none. */
Span sentence_round(const LangText *lang, uint32_t at);
/* Fills SUBJECT, DID, ACT, WAS and DONE from a clause; `without`: the bytes of the value, which no
 * slot may hold. Slots the clause has no words for are left as they are. */
void clause_slots(const LangText *lang, Slice text, const Clause *clause, Span without,
                  Slice slot[SLOTS], Arena *arena);
/* Does every quotation mark of these words have its partner? */
bool quotes_paired(Slice words);
/* Words as they stand inside a sentence: "The blast" -> "the blast", "Orsk" as it is. */
Slice words_mid_sentence(const LangText *lang, Slice words, Span span, Arena *arena);
/* The words of `span` with the value's as three dots, white space as it stands. */
Slice clause_gap(Slice text, Span span, Span value, Arena *arena);
#endif
