/* petrarch.h - dictionaries of PETRARCH and TABARI, read from the user's own files, and the sparse
 * coder that goes with them.
 *
 * In: actors, agents, verbs (and discards) in that format; a sentence as words with phrase numbers.
 * Out: (source, target, code).
 *
 * The format: actors "NAME [CODE]", "+OTHER_NAME", dated codes "[CODE <date]", "[CODE >date]",
 * "[CODE d1-d2]"; agents "NOUN {PLURAL} [~CODE]"; verbs in blocks "--- NAME [CODE] ---" with forms
 * {..}, "- words * words [CODE]" patterns and "&SETS" of words. "_" joins words that stand side by
 * side, a blank lets others between; "$" source, "+" target, "^" an actor to skip, "%" both sides.
 */
#ifndef DLN_MEAN_PETRARCH_H
#define DLN_MEAN_PETRARCH_H
#include "base/io.h"
#include "mean/mean.h"

typedef struct Petrarch Petrarch;

/* A word of a sentence: upper-case form, noun phrase it stands in (0: none; phrases that are joined
 * by "and" have numbers of their own), sort. */
typedef struct PetrarchWord {
    Slice upper;
    uint32_t phrase;
    bool verb, passive, adjective;
} PetrarchWord; /* passive: a past participle behind a form of be */
/* Where it was read: words [first, last] of either party, and the verb. */
typedef struct PetrarchEvent {
    char source[32], target[32];
    char code[12];
    uint32_t source_first, source_last, target_first, target_last, verb;
} PetrarchEvent;

/* Reads whichever of the files are named (NULL: none). *out lives in `arena`. DLN_ERR_IO,
 * DLN_ERR_DATA with file and line. */
dln_status petrarch_open(const char *actors, const char *agents, const char *verbs,
                         const char *discards, Arena *arena, const Petrarch **out, dln_error *err);
/* The same from a folder: every file whose name holds "actors", "agents", "verbs" or "discards", in
 * the order of their names; DLN_ERR_DATA when there are no verbs among them. */
dln_status petrarch_open_folder(const char *folder, Arena *arena, const Petrarch **out,
                                dln_error *err);
/* Codes one sentence; `date` YYYYMMDD decides dated codes. At most `room` events; returns their
 * number. Words: at most 500 are looked at. */
uint32_t petrarch_code(const Petrarch *dictionary, const PetrarchWord *words, uint32_t n,
                       uint32_t date, PetrarchEvent *events, uint32_t room);
/* Findings.events by the dictionaries, in place of mean_events: one event a dyad; parties that are
 * entities get the dictionary's actor code. */
dln_status mean_petrarch(const Petrarch *dictionary, Findings *findings, Arena *arena,
                         Arena *scratch);
/* The words of a Penn treebank bracketing "(ROOT (S ...))"; false when it is none. In `arena`. */
bool petrarch_words(Slice tree, Arena *arena, PetrarchWord **words, uint32_t *n);
#endif
