/* entities_names.h - what the files that find names share. Not for other files. */
#ifndef DLN_MEAN_ENTITIES_NAMES_H
#define DLN_MEAN_ENTITIES_NAMES_H
#include "mean/entities/entities_impl.h"

typedef struct Cut {
    uint32_t first, end;
    NameKind kind;
} Cut;

/* ---- entities_title.c ---- */
bool looks_titled(const Linker *l, uint32_t t, uint32_t low);
/* Office words before a person's name: role, state, gender; the run's tokens [first, name). */
void names_read_titles(Linker *l, Draft *d);
/* States and parts of states that the report speaks of, by any of their names or demonyms: they
 * tell which Paris is meant. */
void names_note_lands(Linker *l);
/* The gazetteer overrules the name finder where a word is a state or a seat of government and
 * nothing says person. */
void names_settle_kind(Linker *l, Draft *d, NameKind kind);
/* The country of a place that no list has, where the words behind it tell. */
void names_note_country(const Linker *l, Draft *d);
Gender gender_of_name(const Linker *l, const Draft *d);
/* Is this the surname, or the whole, of somebody named in full elsewhere in the report? */
bool borne_by_person(const Linker *l, uint32_t first, uint32_t end);

/* ---- entities_cut.c ---- */
void names_add(Linker *l, Cut c);
/* "Corran" TV: the capitalised noun of bodies right behind [first, end) that belongs to the name.
 */
bool ends_in_body(const Linker *l, uint32_t first, uint32_t end);
void names_find(Linker *l, uint32_t first, uint32_t end, NameKind kind);

/* ---- entities_missed.c ---- */
/* "WHO" among words in small letters, whatever its tag. */
bool in_capitals(const Linker *l, uint32_t t);
/* Places and bodies that the name finder passed over: capitalised words the gazetteer knows well.
 * Tokens used. */
uint32_t names_find_listed(Linker *l, uint32_t t);
/* "United Nations" of which the finder kept "Nations": a listed name of several words that holds a
 * found one, and no other words of a name. */
void names_find_whole(Linker *l, const Name *name);
/* "The Brigades of the Dawn, an armed group": a noun of bodies with a capital, "of", a capitalised
 * noun that nobody took for a name. Tokens used. */
uint32_t names_find_body(Linker *l, uint32_t t);
/* The credited agency wherever the report names it: "(Northgate Press) -" ... "Northgate Press
 * could not check". Tokens used. */
uint32_t names_find_agency(Linker *l, uint32_t t);
void names_find_outlets(Linker *l);
/* Firms by their last word, that nobody took for a name. */
void names_find_firms(Linker *l);
/* Persons the finder passed over: capitalised words behind an office, a name known from elsewhere,
 * a given name and a surname. Tokens used. */
uint32_t names_find_person(Linker *l, uint32_t t);
/* A proper noun without a name, or a capitalised word of another sort that may be somebody's
 * surname. */
bool may_be_person(const Linker *l, uint32_t t);
/* Agencies in a credit run together with other marks: "POOL/TASS**". */
void names_find_credit(Linker *l, uint32_t t);
/* "Organisation for the Prohibition of Chemical Weapons (OPCW)": the words whose initials the
 * bracket spells are one body (Schwartz and Hearst 2003). */
void names_find_defined(Linker *l, uint32_t t);

/* ---- entities_names.c ---- */
/* A headline in capitals or title case tells nothing about names. */
bool names_in_title_case(const Linker *l, uint32_t t);
/* "Lindqvist, the envoy, warned that": a lone proper noun that is the subject of a verb of speech.
 */
bool speaks_alone(const Linker *l, uint32_t t);
#endif
