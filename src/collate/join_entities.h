/* join_entities.h - what the files that join entities share. Not for other files. */
#ifndef DLN_COLLATE_JOIN_ENTITIES_H
#define DLN_COLLATE_JOIN_ENTITIES_H
#include "collate/join.h"

/* An entity as one report has it. */
typedef struct ReportEntity {
    uint32_t report, local; /* the report; Findings.entities */
    EntityKind kind;
    Slice key;        /* gazetteer key after the capital rule, empty unknown */
    Slice name, fold; /* fullest name; folded */
    uint32_t words;   /* in the folded name */
    bool named;
    bool told; /* named, or a body whose words hold a name: "Tarvik police" */
} ReportEntity;
typedef struct Blocked {
    uint64_t block;
    uint32_t unit;
} Blocked; /* units whose names are compared with each other */
typedef struct ReportEntities {
    VEC(ReportEntity) unit;
    VEC(Blocked) block;
    Groups groups;
    uint32_t *seen, look; /* [reports] the look that met the report last */
} ReportEntities;

/* `unit`, as its report found it. */
static inline const Entity *entity_of_unit(const Join *join, const ReportEntity *unit)
{
    return &join_findings(join, unit->report)->entities.at[unit->local];
}

/* ---- join_entities.c ---- */
/* The first or last word of a folded name. */
Slice edge_word(Slice s, bool last);

/* ---- join_names.c ---- */
/* Names of one bearer, short forms. */
dln_status join_names(Join *join, ReportEntities *all);

/* ---- join_offices.c ---- */
/* Bodies without a name: one noun is one body where no report has two of it and no two belong to
 * different states. */
dln_status join_bodies(Join *join, ReportEntities *all);
/* "police" of each report is the force that any of them names, where they name but one. */
dln_status join_sole_bodies(Join *join, ReportEntities *all);
/* "The Russian president" is whom the reports give that office and country. */
dln_status join_offices(Join *join, ReportEntities *all);
/* "The president" of a report that names no state: the one person whom the reports of the story
 * call by that office, where this report names him too. */
dln_status join_home_offices(Join *join, ReportEntities *all);

/* ---- write_entities.c ---- */
/* Groups to record->entities; which of them lies in which. */
dln_status write_entities(Join *join, ReportEntities *all);
void link_places(Join *join);
#endif
