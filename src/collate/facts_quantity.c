/* facts_quantity.c - figures: tolls, counts, sums, measures, of a joined event.
 * In: quantities that the events stage tied to an event of their report. Out: pieces whose key holds what is counted, so that only like
 * is compared with like. Known to get wrong: a part against the total where neither noun says so. */
#include "collate/facts.h"

static const char *attribute_of(const Quantity *q) {
    static const struct { const char *name; } tolls[] = {{"killed"}, {"injured"}, {"missing"}, {"arrested"}, {"detained"}, {"displaced"}, {"evacuated"}, {"captured"}, {"rescued"}, {"age"}};
    for (size_t i = 0; i < sizeof tolls / sizeof *tolls; i++) if (slice_is(q->attribute, tolls[i].name)) return tolls[i].name;
    switch (q->kind) {
    case QUANTITY_MONEY: return "amount";
    case QUANTITY_PERCENT: return "share";
    case QUANTITY_DISTANCE: return "distance";
    case QUANTITY_AREA: case QUANTITY_MASS: case QUANTITY_VOLUME: return "size";
    case QUANTITY_SPEED: return "speed";
    case QUANTITY_MAGNITUDE: return "magnitude";
    case QUANTITY_AGE: return "age";
    case QUANTITY_COUNT: return "count";
    default: return NULL;
    }
}

static Slice quantity_value(Join *join, const Quantity *q) {
    static const char *const sign[BOUND_COUNT] = {"", "~", ">=", ">", "<=", "<", "~"};
    const char *unit = q->kind == QUANTITY_MONEY ? "" : " ";
    Slice before = q->kind == QUANTITY_MONEY ? q->unit : (Slice){"", 0}, after = q->kind == QUANTITY_MONEY || q->kind == QUANTITY_COUNT || q->kind == QUANTITY_AGE ? (Slice){"", 0} : q->unit;
    if (q->bound == BOUND_VAGUE) return arena_printf(join->scratch, "%.0f-%.0f", q->low, q->high);
    const char *range = q->low < q->high ? "-" : "";
    if (*range) return arena_printf(join->scratch, "%s%.*s%s%.12g-%.12g%s%.*s", sign[q->bound], (int)before.n, before.p, before.n ? " " : "", q->low, q->high, after.n ? unit : "", (int)after.n, after.p);
    return arena_printf(join->scratch, "%s%.*s%s%.12g%s%.*s", sign[q->bound], (int)before.n, before.p, before.n ? " " : "", q->low, after.n ? unit : "", (int)after.n, after.p);
}

static dln_status add_quantity(Join *join, Pieces *out, uint32_t report, const Event *e, uint32_t event, const Quantity *q) {
    const char *attribute = attribute_of(q);
    if (!attribute) return DLN_OK;
    bool toll = strcmp(attribute, "count") != 0 && strcmp(attribute, "amount") != 0;
    Piece p = {.about = ABOUT_EVENT, .index = event, .attribute = attribute, .key = toll ? (Slice){"", 0} : q->noun, .report = report, .span = q->span, .said_by = NONE};
    p.value = quantity_value(join, q);
    if (!p.value.p) return arena_status(join->scratch);
    if (e->statement != NONE) p.said_by = join->record->statements.at[join->statement_of[report][e->statement]].speaker;
    return add_piece(join, out, p) ? DLN_OK : arena_status(join->scratch);
}

dln_status quantity_pieces(Join *join, Pieces *out) {
    for (uint32_t report = 0; report < join->in->n; report++) {
        const Findings *f = join_findings(join, report);
        for (uint32_t i = 0; i < f->events.n; i++) {
            const Event *e = &f->events.at[i];
            for (uint32_t k = 0; k < e->quantities.n; k++) TRY(add_quantity(join, out, report, e, join->event_of[report][i], &f->quantities.at[e->quantities.at[k]]));
        }
    }
    return DLN_OK;
}
