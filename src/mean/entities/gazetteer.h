/* gazetteer.h - what the word lists know of the world: countries with their codes, other names,
 * demonyms, capitals and governments; cities; sites inside cities; well-known bodies; role nouns
 * with CAMEO sectors; titles; given names with their usual gender. Opened once per engine from the
 * lists of data/en, immutable, shared by threads. Lookups fold case, accents and punctuation
 * ("U.S." = "US" only where the list says so) and are never made over the network. */
#ifndef DLN_MEAN_GAZETTEER_H
#define DLN_MEAN_GAZETTEER_H
#include "base/io.h"
#include "mean/mean.h"

typedef struct Gazetteer Gazetteer;

/* Bits, so that a lookup can ask for several at once. */
typedef enum GazKind {
    GAZ_COUNTRY = 1,
    GAZ_REGION = 2,
    GAZ_CITY = 4,
    GAZ_SITE = 8,
    GAZ_ORG = 16,
    GAZ_PLACES = 15,
    GAZ_ALL = 31
} GazKind;

typedef struct GazEntry {
    GazKind kind;
    Slice name;      /* usual English name: "Russia", "Moscow", "Kremlin", "United Nations" */
    Slice key;       /* "country:RU", "city:RU:moscow", "site:kremlin", "org:united nations" */
    char country[3]; /* ISO 3166 alpha-2, "" where none (the UN, the West) */
    char iso3[4];    /* ISO alpha-3 = CAMEO country code, "" where none */
    Slice actor; /* CAMEO actor code: "RUS", "IGOUNO", "RUSGOV" for the Kremlin; empty unknown */
    uint32_t
        in; /* entry of the smallest known place around it (Kremlin -> Moscow -> Russia), NONE */
    uint32_t seat_of; /* city or site: country whose government it stands for (Moscow, Kremlin ->
                         Russia), NONE */
    uint32_t capital; /* country: entry of its seat of government, NONE */
    uint32_t people;  /* city: inhabitants, 0 unknown */
} GazEntry;

/* A noun or noun phrase that names a person by office ("minister", "defence minister") or a body by
 * kind ("ministry", "newspaper"). */
typedef struct GazRole {
    Slice noun; /* lower case */
    Slice
        sector; /* CAMEO sector: "GOV", "MIL", "JRN", "COP", ...; empty when it is no actor code */
    EntityKind kind; /* ENTITY_PERSON for an office holder, ENTITY_ORG for a body, ENTITY_PLACE for
                        a place noun ("city") */
    Gender gender;   /* GENDER_SHE for "spokeswoman", GENDER_IT for bodies, GENDER_UNKNOWN else */
    bool head; /* one at a time in a country or body: "president", "foreign minister" ("the Russian
                  president" is one man) */
} GazRole;

/* Loads the lists of data_dir/en into `arena`. *out is borrowed from the arena. DLN_ERR_DATA names
 * the file at fault. */
dln_status gazetteer_open(const char *data_dir, Arena *arena, const Gazetteer **out,
                          dln_error *err);

/* The entry of a place or body by any of its names, in any script listed; the best known of several
 * bearers (a country before a capital before the larger city). `kinds`: GazKind bits. A leading
 * "the" and a final 's do not matter. NONE when unknown. */
uint32_t gazetteer_find(const Gazetteer *gazetteer, Slice name, uint32_t kinds);

/* All bearers of the name among `kinds`, best known first, at most `room`; their number. For
 * choosing by context. */
uint32_t gazetteer_bearers(const Gazetteer *gazetteer, Slice name, uint32_t kinds, uint32_t *bearer,
                           uint32_t room);
const GazEntry *gazetteer_entry(const Gazetteer *gazetteer, uint32_t entry); /* NULL for NONE */
/* Country entry of a demonym or national adjective ("Russian", "Russians", "Frenchwoman"), NONE. */
uint32_t gazetteer_demonym(const Gazetteer *gazetteer, Slice word);
uint32_t gazetteer_country(const Gazetteer *gazetteer, const char iso2[3]); /* entry, NONE */
/* Role by its lemma or lemma phrase, longest first is the caller's business; NULL when it is none.
 * Any case. */
const GazRole *gazetteer_role(const Gazetteer *gazetteer, Slice phrase);
/* What the word before an office makes of its bearer: "former" Mayor Hale, "deputy" mayor. */
Aside gazetteer_aside(const Gazetteer *gazetteer, Slice word);
/* Was a leader of that name, as news calls him, out of office before the year? False of others. */
bool gazetteer_out_of_office(const Gazetteer *gazetteer, Slice name, int32_t year);
/* Courtesy and rank titles before a name ("Mr", "Dr.", "Gen.", "Sheikh"): gender in *gender when
 * not NULL. */
bool gazetteer_title(const Gazetteer *gazetteer, Slice word, Gender *gender);
/* Usual gender of a given name, GENDER_UNKNOWN when not listed or used for both. */
Gender gazetteer_given(const Gazetteer *gazetteer, Slice word);
/* Is the word listed as a given name at all, of whichever gender? */
bool gazetteer_is_given(const Gazetteer *gazetteer, Slice word);
/* May the word be a family name that stands first ("Kim" Jong-un)? */
bool gazetteer_family_first(const Gazetteer *gazetteer, Slice word);
/* Normal short form of a legal form or body word of companies ("Aktiengesellschaft" -> "ag"); false
 * when it is none. */
bool gazetteer_legal_form(const Gazetteer *gazetteer, Slice word, Slice *normal);

/* Folds a name for comparison into `out`: NFKD, marks dropped, lower case, apostrophes and dots
 * dropped, other punctuation to one space. Bytes written (at most room - 1, NUL behind). */
size_t name_fold(Slice name, char *out, size_t room);
#endif
