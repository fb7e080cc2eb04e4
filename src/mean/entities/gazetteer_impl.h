/* gazetteer_impl.h - how the gazetteer lies in memory; for gazetteer.c and gazetteer_load.c alone.
 */
#ifndef DLN_MEAN_GAZETTEER_IMPL_H
#define DLN_MEAN_GAZETTEER_IMPL_H
#include "base/map.h"
#include "mean/entities/gazetteer.h"

/* One name of one entry. Names that fold alike are chained from the best known bearer down. */
typedef struct GazName {
    uint32_t entry;
    uint32_t next; /* index into Gazetteer.name, NONE */
    Slice exact;   /* not empty: letter case counts ("US") */
    GazKind kind;
} GazName;

struct Gazetteer {
    VEC(GazEntry) entry;
    VEC(GazName) name;
    VEC(GazRole) role;
    Map names;        /* folded name -> first GazName */
    Map demonyms;     /* folded adjective or noun -> entry of country or region */
    Map iso2;         /* "RU" -> entry */
    Map roles;        /* noun phrase -> role */
    Map aside;        /* words before an office -> Aside */
    Map in_office;    /* name of a leader -> last year of his office */
    Map titles;       /* word -> Gender */
    Map given;        /* word -> Gender (GENDER_UNKNOWN: both) */
    Map family_first; /* family names that stand first */
    Map legal;        /* folded form -> index into legal_form */
    VEC(Slice) legal_form;
};

#define GAZ_KEY_MAX 256 /* bytes of a folded name that are looked at */

/* Folded form without a leading "the" and a trailing possessive. Length; `key` NUL-terminated. */
size_t gazetteer_key(Slice name, char key[GAZ_KEY_MAX]);
#endif
