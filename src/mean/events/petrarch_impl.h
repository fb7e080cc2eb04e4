/* petrarch_impl.h - the dictionaries in memory, shared by petrarch_read.c and petrarch_code.c. */
#ifndef DLN_MEAN_PETRARCH_IMPL_H
#define DLN_MEAN_PETRARCH_IMPL_H
#include "base/map.h"
#include "mean/events/petrarch.h"

#define PHRASE_WORDS 10u
#define GROUP_CODES 8u

typedef struct PetrarchPhrase {
    Slice word[PHRASE_WORDS];
    bool joined[PHRASE_WORDS];
    uint32_t n;
} PetrarchPhrase; /* joined: stands directly behind the word before */
typedef struct PetrarchCode {
    Slice code;
    uint32_t from, to;
    bool dated;
} PetrarchCode; /* YYYYMMDD, both included */
typedef struct PetrarchGroup {
    PetrarchCode code[GROUP_CODES];
    uint32_t n;
} PetrarchGroup;
typedef struct PetrarchName {
    PetrarchPhrase phrase;
    uint32_t group, next;
} PetrarchName; /* next: another name with the same first word, defined earlier or later in turn */
typedef struct PetrarchAgent {
    PetrarchPhrase phrase;
    Slice code;
} PetrarchAgent; /* "~GOV": behind the actor's code, "NGO~": before */
typedef struct PetrarchSet {
    Slice name;
    VEC(Slice) members;
} PetrarchSet; /* "&CURRENCY" */
typedef struct PetrarchVerb {
    PetrarchPhrase phrase;
    uint32_t block, core;
    Slice code;
    bool exact;
} PetrarchVerb; /* exact: forms are listed, none are made */
typedef struct PetrarchPattern {
    PetrarchPhrase before, after;
    bool before_joined;
    uint32_t block;
    Slice code;
} PetrarchPattern;

struct Petrarch {
    Arena *arena;
    VEC(PetrarchGroup) groups;
    VEC(PetrarchName) names;
    VEC(PetrarchAgent) agents;
    VEC(PetrarchSet) sets;
    VEC(PetrarchVerb) verbs;
    VEC(PetrarchPattern) patterns;
    VEC(PetrarchPhrase) discards;
    uint32_t blocks;
    Map first; /* first word of a name -> the first such name */
};
#endif
