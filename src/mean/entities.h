/* entities.h - persons, bodies and places of one report: names, the nominals that matter and pronouns, each linked to one entity. */
#ifndef DLN_MEAN_ENTITIES_H
#define DLN_MEAN_ENTITIES_H
#include "mean/gazetteer.h"

/* Fills findings->mentions (in order of first byte) and findings->entities (in order of first mention) from findings->lang.
 * A mention without a sure antecedent gets an entity of its own (nominals that matter) or is left out (pronouns): a wrong link is worse than
 * none. Memory of the result from `arena`; `scratch` is rewound. DLN_ERR_LIMIT/NOMEM keep what was found up to then. */
dln_status mean_entities(const Gazetteer *gazetteer, const Report *report, Findings *findings, Arena *arena, Arena *scratch);

/* Mention that covers token `token` most tightly, or NONE; form: bits 1 << MentionForm. O(log n + nesting). */
uint32_t mention_at_token(const Findings *findings, uint32_t token, uint32_t forms);
#endif
