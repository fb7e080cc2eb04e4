/* facts_entity.c - how the reports name people and bodies, which office they give them, and the wording of what was said.
 * In: record entities and statements. Out: pieces. */
#include "collate/facts.h"

static bool full_name(const RecordEntity *e, Slice text) { /* of a person: more than the surname */
    if (e->kind != ENTITY_PERSON) return true;
    return memchr(text.p, ' ', text.n) != NULL;
}

/* Each spelling where it first stands in each report. */
static bool add_names(Join *join, Pieces *out, uint32_t index) {
    const RecordEntity *e = &join->record->entities.at[index];
    for (uint32_t i = 0; i < e->mentions.n; i++) {
        const RecordMention *m = &e->mentions.at[i];
        Slice text = join_text(join, m->report, m->span);
        if (m->form != FORM_NAME || !full_name(e, text)) continue;
        bool seen = false;
        for (uint32_t k = i; k > 0 && !seen && e->mentions.at[k - 1].report == m->report; k--)
            seen = e->mentions.at[k - 1].form == FORM_NAME && slice_eq(join_text(join, m->report, e->mentions.at[k - 1].span), text);
        if (seen) continue;
        Piece p = {.about = ABOUT_ENTITY, .index = index, .attribute = "name", .value = text, .report = m->report, .span = m->span, .said_by = NONE};
        if (!add_piece(join, out, p)) return false;
    }
    return true;
}

static bool add_roles(Join *join, Pieces *out, uint32_t index) {
    const RecordEntity *e = &join->record->entities.at[index];
    for (uint32_t i = 0; i < e->roles.n; i++) {
        const RecordRole *r = &e->roles.at[i];
        bool seen = false;
        for (uint32_t k = 0; k < i && !seen; k++) seen = e->roles.at[k].at.report == r->at.report;
        if (seen) continue; /* the first office a report names */
        Piece p = {.about = ABOUT_ENTITY, .index = index, .attribute = "role", .value = r->text, .report = r->at.report, .span = r->at.span, .said_by = NONE};
        if (!add_piece(join, out, p)) return false;
    }
    return true;
}

dln_status entity_pieces(Join *join, Pieces *out) {
    for (uint32_t i = 0; i < join->record->entities.n; i++) {
        const RecordEntity *e = &join->record->entities.at[i];
        if (e->kind != ENTITY_PERSON && e->kind != ENTITY_ORG) continue;
        if (!add_names(join, out, i) || !add_roles(join, out, i)) return arena_status(join->scratch);
    }
    return DLN_OK;
}

dln_status statement_pieces(Join *join, Pieces *out) {
    for (uint32_t i = 0; i < join->record->statements.n; i++) {
        const RecordStatement *s = &join->record->statements.at[i];
        for (uint32_t v = 0; v < s->versions.n; v++) {
            const RecordVersion *version = &s->versions.at[v];
            if (!version->content.n) continue;
            Span span = {version->content.at[0].b, version->content.at[0].e};
            Piece p = {.about = ABOUT_STATEMENT, .index = i, .attribute = "wording", .value = join_text(join, version->report, span), .report = version->report, .span = span, .said_by = s->speaker};
            if (!add_piece(join, out, p)) return arena_status(join->scratch);
        }
    }
    return DLN_OK;
}
