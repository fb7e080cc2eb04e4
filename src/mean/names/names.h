/* names.h - do two names name the same bearer? Pairwise, without context: transliteration (ru, uk,
 * ar, fa, he, zh, ja, ko, el, ka ... against Latin), look-alike letters of another script ("Sergen"
 * with a Cyrillic last letter), word order, initials, titles, patronymics, legal forms, acronyms,
 * surname only, other names of countries and well-known bodies. Used inside a report (surname ->
 * full name) and by src/collate across reports. */
#ifndef DLN_MEAN_NAMES_H
#define DLN_MEAN_NAMES_H
#include "mean/entities/gazetteer.h"

typedef struct Names Names;

/* What makes the two names one, strongest first; also the note on a spelling in the record. */
typedef enum NameLink {
    NAMELINK_NONE,
    NAMELINK_EQUAL,     /* same after folding case, marks, punctuation, possessive 's, "the" */
    NAMELINK_HOMOGLYPH, /* same once look-alike letters are put into one script */
    NAMELINK_ALIAS,     /* two names of one gazetteer entry */
    NAMELINK_ORDER,     /* same words in another order ("Shangfu Li") */
    NAMELINK_TITLE,     /* same but for titles, legal forms, patronymic or middle name */
    NAMELINK_TRANSLITERATION, /* the same name in two scripts or two romanisations (Sergei / Sergey)
                               */
    NAMELINK_INITIALS,        /* "V. Putin" */
    NAMELINK_ACRONYM,         /* "UN" / "United Nations" by its letters */
    NAMELINK_PART,            /* one is a part of the other: surname only, short form of a body */
    NAMELINK_SPELLING,        /* a slip of the pen away */
    NAMELINK_COUNT
} NameLink;

typedef struct NameMatch {
    float score;   /* 0..1: how likely one bearer, 0.5 and above "same"; trained on pairs without
                      context */
    NameLink link; /* NONE unless a rule ties them */
    bool sure;     /* a rule about words ties them, whatever the score: it is 0.6 at least */
    bool conflict; /* parts of the same sort contradict (two given names, two numbers): without more
                      context not one bearer, whatever the score */
} NameMatch;

/* Opens the scorer ("names.model" in data_dir); `gazetteer` is borrowed and must outlive it. *out
 * is owned: names_close. */
dln_status names_open(const char *data_dir, const Gazetteer *gazetteer, Names **out,
                      dln_error *err);
void names_close(Names *names);
/* Compares two names of one kind. Deterministic, symmetric, no allocation; names are read up to 256
 * bytes. */
NameMatch names_compare(const Names *names, Slice a, Slice b, EntityKind kind);
/* The same for callers who ask for ties alone: where the two have no link, the score may be 0 and
 * the conflict untold. Many times faster on names that have nothing to do with one another. */
NameMatch names_link(const Names *names, Slice a, Slice b, EntityKind kind);
/* The names read last, so that comparing each of many with each reads it once. */
typedef struct NameBook NameBook;
/* In `arena`; NULL: no memory. A book is for one thread. */
NameBook *names_book(Arena *arena);
/* names_link with a book, which remembers the names by their bytes: those must stay as they are
 * while the book is in use. */
NameMatch names_link_by(const Names *names, NameBook *book, Slice a, Slice b, EntityKind kind);
#define NAME_FEATURES 48
/* What the scorer sees of a pair (see names_judge.c), for training it with the library's own eyes.
 */
void names_pair_features(const Names *names, Slice a, Slice b, EntityKind kind,
                         float out[NAME_FEATURES], NameMatch *match);
/* Does the folded word stand behind names to tell generations apart ("jr", "iii")? */
bool names_is_after(const Names *names, Slice word);
/* Does the folded word stand for a longer one inside names ("metro")? */
bool names_is_brief(const Names *names, Slice word);
extern const char *const
    name_link_note[NAMELINK_COUNT]; /* "homoglyph", "transliteration", ...; "" for NONE and EQUAL */
#endif
