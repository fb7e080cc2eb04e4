/* quantities.c - see quantities.h.
 *
 * In: atoms, phrases, times. Out: quantities. Each number is read outwards: bounds, currency and
 * scale signs to its left, units, bounds and the counted noun to its right (quantities_around.c),
 * then the word that says what happened to those counted (quantities_counted.c).
 *
 * Known to get wrong: a toll told two clauses away; adjectives that look like plurals when there
 * are no tags. */
#include "mean/quantities/quantities_run.h"
#include <math.h>

dln_status quantities_open(const char *data_dir, Arena *arena, Quantities **quantities,
                           dln_error *err)
{
    *quantities = ARENA_NEW(arena, Quantities);
    if (!*quantities)
        return err_fill(err, arena_status(arena), "open", "no memory for the words of quantities");
    return quantities_load(data_dir, *quantities, arena, err);
}

/* The time mention that holds the span, or NULL. Walks forward with the numbers. */
static const TimeMention *time_over(Run *run, Span span)
{
    while (run->time < run->findings->times.n &&
           run->findings->times.at[run->time].span.e <= span.b)
        run->time++;
    for (uint32_t i = run->time;
         i < run->findings->times.n && run->findings->times.at[i].span.b < span.e; i++)
        if (span_meet(run->findings->times.at[i].span, span)) return &run->findings->times.at[i];
    return NULL;
}

/* ---- one number ---- */

static bool push(Run *run, Draft *d)
{
    d->out.span = (Span){quantity_atom(run, d->first)->span.b,
                         quantity_atom(run, d->end - 1)->span.e};
    d->out.number = (Span){quantity_atom(run, d->number.first)->span.b,
                           quantity_atom(run, d->number.end - 1)->span.e};
    uint32_t t = quantity_token(run, d->out.span.b), n = run->findings->lang.n_tokens;
    d->out.first = t;
    d->out.end = t;
    while (d->out.end < n && run->findings->lang.token[d->out.end].span.b < d->out.span.e)
        d->out.end++;
    if (d->out.head == NONE) d->out.head = quantity_token(run, d->out.number.b);
    return VEC_PUSH(run->arena, &run->findings->quantities, d->out);
}

/* The rounding that the words show: with "about" half of the last figure; round thousands and
 * scaled figures round by themselves. */
static double tolerance_of(const Draft *d)
{
    double half = d->number.step / 2;
    if (d->out.bound == BOUND_ABOUT) return fmax(half, d->number.step > 1 ? 0 : 0.5);
    return d->number.step >= 100 ? half : 0;
}

static Draft draft_of(const Number *number)
{
    Draft d = {
        .number = *number, .first = number->first, .end = number->end, .outer = number->first};
    d.out = (Quantity){
        .kind = QUANTITY_COUNT, .low = number->value, .high = number->value, .head = NONE};
    return d;
}

/* "one" and "first" are mostly no counts: they need something that counts them. */
static bool worth_it(const Run *run, const Draft *d)
{
    const Quantity *q = &d->out;
    bool small_word = !d->number.figures && d->number.value <= 1;
    if (q->kind == QUANTITY_RANK) return q->noun.n > 0 && !(small_word);
    if (q->kind != QUANTITY_COUNT) return true;
    if (q->attribute.n) return true;
    if (small_word) return false;
    if (q->noun.n || q->bound != BOUND_NONE) return true;
    return d->number.figures ? !(d->first > 0 && quantity_atom(run, d->first - 1)->capital) : true;
}

/* ---- fractions ---- */

/* How many parts: "two" of "two-thirds", "a" of "a third", nothing of "half". 0: none. */
static uint32_t parts_counted(const Run *run, uint32_t at, uint32_t *end)
{
    Number number;
    *end = at;
    if (quantity_word_is(run, at, "half")) return 1;
    *end = at + 1;
    bool one = quantity_word_is(run, at, "a") || quantity_word_is(run, at, "an") ||
               quantity_word_is(run, at, "one");
    uint32_t count = 1;
    if (!one) {
        if (!number_at(run->atoms, &run->q->words, at, &number) || number.figures ||
            number.ordinal || number.value < 2 || number.value > 19)
            return 0;
        count = (uint32_t)number.value;
        *end = at + 1;
    }
    *end += quantity_mark_is(run, *end, '-');
    return count;
}

/* "two-thirds of the members", "a quarter of the fleet", "more than half of the votes": a share.
 * No share: "the first half of the year", "a quarter of an hour". */
static bool take_fraction(Run *run, uint32_t at, Draft *d)
{
    uint32_t from, end;
    uint32_t count = parts_counted(run, at, &from);
    const Phrase *p = count ? phrase_from(run->q, run->report, run->atoms, from, KIND(PHRASE_PART),
                                          &end)
                            : NULL;
    Number before;
    if (!p || p->a * count > 100) return false;
    Slice word = quantity_form(run, end - 1);
    bool plural = word.p[word.n - 1] == 's', of = quantity_word_is(run, end, "of");
    bool whole = quantity_word_is(run, end + 1, "a") || quantity_word_is(run, end + 1, "an") ||
                 quantity_word_is(run, end + 1, "one");
    if (plural != (count > 1) || (!plural && !of) || (of && whole)) return false;
    if (at > 0 && number_at(run->atoms, &run->q->words, at - 1, &before)) return false;
    Number number = {.first = at, .end = end, .value = p->a * count, .step = 0};
    *d = draft_of(&number);
    d->out.kind = QUANTITY_PERCENT;
    d->out.unit = SLICE("%");
    return true;
}

static bool add_fraction(Run *run, uint32_t at, uint32_t *next, bool *found)
{
    Draft d;
    *found = take_fraction(run, at, &d);
    if (!*found) return true;
    *next = d.end;
    quantity_left(run, &d);
    d.out.tolerance = d.out.bound == BOUND_ABOUT ? 2.5 : 0;
    quantity_noun_by_tags(run, &d);
    return push(run, &d);
}

/* ---- numbers and words ---- */

/* What is counted, and what happened to it. */
static void read_counted(Run *run, Draft *d)
{
    if (d->out.kind == QUANTITY_MONEY || d->out.kind == QUANTITY_PERCENT)
        quantity_noun_by_tags(run, d);
    if (d->out.kind != QUANTITY_COUNT) return;
    if (!quantity_noun_by_tags(run, d)) quantity_noun_by_form(run, d);
    quantity_toll_verb(run, d);
    quantity_toll_noun(run, d);
    if (!d->out.attribute.n) quantity_toll(run, d);
    if (!d->out.noun.n) quantity_level(run, d);
    quantity_people(d);
}

static bool add_number(Run *run, const Number *number, uint32_t *next)
{
    Draft d = draft_of(number);
    *next = number->end;
    d.out.tolerance = tolerance_of(&d);
    Span span = {quantity_atom(run, number->first)->span.b,
                 quantity_atom(run, number->end - 1)->span.e};
    const TimeMention *time = time_over(run, span);
    if (quantity_is_label(run, number) || quantity_is_address(run, number) ||
        quantity_is_calibre(run, number))
        return true;
    if (!number->ordinal && quantity_age(run, &d)) {
        *next = d.end;
        quantity_left(run, &d);
        return push(run, &d);
    }
    if (time) return true;
    if (!number->ordinal && quantity_score(run, &d)) {
        *next = d.end;
        return quantity_no_score(run, d.first) || push(run, &d);
    }
    if (number->ordinal)
        quantity_ordinal(run, &d);
    else {
        quantity_second(run, &d);
        quantity_sign(run, &d);
        quantity_left(run, &d);
        d.out.tolerance = tolerance_of(&d) * (d.out.kind == QUANTITY_MONEY && d.out.low > 0
                                                  ? d.out.low / number->value
                                                  : 1);
        if (!quantity_ratio(run, &d)) quantity_right(run, &d);
        quantity_magnitude(run, &d);
        read_counted(run, &d);
    }
    *next = d.end > number->end ? d.end : number->end;
    return worth_it(run, &d) ? push(run, &d) : true;
}

static bool no_casualties(const Run *run, uint32_t at)
{
    uint32_t end;
    while (quantity_word_is(run, at, "reported") || quantity_word_is(run, at, "immediate") ||
           quantity_word_is(run, at, "known"))
        at++;
    return phrase_from(run->q, run->report, run->atoms, at, KIND(PHRASE_BOTH), &end) != NULL;
}

/* "No casualties" says that nobody was killed and nobody hurt. */
static bool push_casualties(Run *run, Draft *d, uint32_t at)
{
    uint32_t end = at + 1;
    while (
        !phrase_from(run->q, run->report, run->atoms, end - 1, KIND(PHRASE_BOTH), &(uint32_t){0}))
        end++;
    d->end = end;
    d->out.noun = SLICE("people");
    d->out.attribute = SLICE("killed");
    if (!push(run, d)) return false;
    d->out.attribute = SLICE("injured");
    return push(run, d);
}

/* "dozens of homes", "several soldiers", "no one was hurt": quantities without a number. */
static bool add_vague(Run *run, uint32_t at, uint32_t *next)
{
    uint32_t end;
    const Phrase *p = phrase_from(run->q, run->report, run->atoms, at,
                                  KIND(PHRASE_VAGUE) | KIND(PHRASE_NONE_OF), &end);
    if (!p) return true;
    Number number = {.first = at, .end = end, .whole = true, .step = 1};
    Draft d = draft_of(&number);
    bool none = p->kind == PHRASE_NONE_OF;
    d.out.low = p->a;
    d.out.high = p->b;
    d.out.bound = none ? BOUND_NONE : BOUND_VAGUE;
    if (time_over(run,
                  (Span){quantity_atom(run, at)->span.b, quantity_atom(run, end - 1)->span.e})) {
        *next = end;
        return true;
    }
    quantity_toll_verb(run, &d);
    if (!none || (quantity_word_is(run, at, "no") && end == at + 1)) {
        quantity_noun_by_form(run, &d);
        quantity_toll_noun(run, &d);
    }
    if (!d.out.attribute.n) quantity_toll(run, &d);
    *next = end;
    if (none && no_casualties(run, end)) return push_casualties(run, &d, end);
    if (quantity_word_is(run, end - 1, "of") && end - at > 1)
        d.end = d.number.end = end - 1; /* "dozens" */
    return d.out.attribute.n || (!none && d.out.noun.n) ? push(run, &d) : true;
}

dln_status mean_quantities(const Quantities *quantities, const Report *report, Findings *findings,
                           Arena *arena, Arena *scratch)
{
    ArenaMark mark = arena_mark(scratch);
    Atoms atoms;
    findings->quantities.n = 0;
    dln_status status = atoms_cut(report, &quantities->words, false, scratch, &atoms);
    Run run = {
        .q = quantities, .report = report, .atoms = &atoms, .findings = findings, .arena = arena};
    for (uint32_t i = 0; status == DLN_OK && i < atoms.n;) {
        Number number;
        uint32_t next = i + 1;
        const Atom *atom = &atoms.at[i];
        bool good = true;
        bool share = false;
        if (atom->kind == ATOM_LETTERS) good = add_fraction(&run, i, &next, &share);
        if (!share && atom->kind != ATOM_MARK &&
            (atom->kind == ATOM_DIGITS || atom->word != NONE)) {
            if (number_of_parts(&atoms, &quantities->words, i, &number) ||
                number_at(&atoms, &quantities->words, i, &number))
                good = add_number(&run, &number, &next);
            else if (atom->kind == ATOM_LETTERS)
                good = add_vague(&run, i, &next);
        }
        if (!good) status = arena_status(arena);
        i = next;
    }
    arena_rewind(scratch, mark);
    return status;
}
