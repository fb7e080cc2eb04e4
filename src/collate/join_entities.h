/* join_entities.h - what the files that join entities share. Not for other files. */
#ifndef DLN_COLLATE_JOIN_ENTITIES_H
#define DLN_COLLATE_JOIN_ENTITIES_H
#include "collate/join.h"

/* An entity as one report has it. */
typedef struct ReportEntity {
    uint32_t report, local; /* the report; Findings.entities */
    EntityKind kind;
    Slice key;         /* gazetteer key after the capital rule, empty unknown */
    Slice name, fold;  /* fullest name; folded */
    bool ascii;        /* the folded name is */
    uint32_t words;    /* in the folded name */
    const Slice *word; /* [words] */
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

/* ---- join_names.c ---- */
/* Names of one bearer, short forms. */
dln_status join_names(Join *join, ReportEntities *all);

/* ---- join_bodies.c ---- */
/* Bodies without a name; needs the gazetteer. */
dln_status join_bodies(Join *join, ReportEntities *all);
/* The office in a role's words: the longest listed role noun phrase at its end, of one holder at a
 * time; NULL. */
const GazRole *office_of(const Gazetteer *gazetteer, Slice words);
bool capital_at(Slice words, size_t i);

/* ---- join_offices.c ---- */
/* Persons known by an office; needs the gazetteer. */
dln_status join_offices(Join *join, ReportEntities *all);

/* ---- write_entities.c ---- */
/* Groups to record->entities; which of them lies in which. */
dln_status write_entities(Join *join, ReportEntities *all);
void link_places(Join *join);
#endif
