/* quantities_around.c - what stands left and right of a number: bounds, currency, units, ages.
 *
 * In: a number among the atoms. Out: its Draft with kind, bounds, unit, second number; or that it
 * is no quantity: a label ("F-16"), an address, a calibre.
 *
 * Known to get wrong: units that are words of another kind as well; "called 9-1-1" and "open 24-7"
 * are read as scores. */
#include "mean/quantities/quantities_run.h"
#include <math.h>

/* ---- what is no quantity ---- */

bool quantity_is_address(const Run *run, const Number *n)
{
    uint32_t end;
    for (uint32_t i = n->end; n->figures && i < n->end + 4; i++) {
        const Atom *a = quantity_atom(run, i);
        if (a->kind != ATOM_LETTERS || a->breaks) return false;
        if (phrase_from(run->q, run->report, run->atoms, i, KIND(PHRASE_LABEL_AFTER), &end))
            return i > n->end ? a->capital : !a->capital && n->value >= 100;
        if (!a->capital) return false;
    }
    return false;
}

bool quantity_is_calibre(const Run *run, const Number *n)
{
    uint32_t end;
    const Atom *before = quantity_atom(run, n->first - 1); /* of no atom: NONE is past the end */
    return n->figures && before->kind == ATOM_MARK && before->value == '.' &&
           quantity_atom(run, n->first)->glued && !before->glued &&
           !phrase_from(run->q, run->report, run->atoms, n->end, KIND(PHRASE_UNIT), &end);
}

static bool mark_among(const Atom *atom, const char *marks)
{
    return atom->kind == ATOM_MARK && atom->value && atom->value < 0x80 &&
           strchr(marks, (int)atom->value);
}

/* What the number is glued to by a hyphen: "F" of "F-16"; NULL. */
static const Atom *hyphen_stem(const Run *run, const Number *n)
{
    const Atom *before = quantity_atom(run, n->first - 1);
    if (!quantity_atom(run, n->first)->glued || !mark_among(before, "-") || !before->glued ||
        n->first < 2)
        return NULL;
    const Atom *stem = quantity_atom(run, n->first - 2);
    return stem->kind == ATOM_MARK ? NULL : stem;
}

/* Glued to letters or a mark: "MI6", "#5"; of single letters to capitals alone. */
static bool glued_label(const Run *run, const Number *n)
{
    const Atom *before = quantity_atom(run, n->first - 1);
    if (!quantity_atom(run, n->first)->glued) return false;
    if (before->kind != ATOM_LETTERS) return mark_among(before, "/_#+");
    return before->span.e - before->span.b != 1 || before->capital;
}

/* "Called 911", "several 911 calls"; "the company opened 112 shops" counts. */
static bool is_emergency(const Run *run, const Number *n)
{
    uint32_t at;
    bool number = n->value == 911 || n->value == 999 || n->value == 112;
    return number &&
           (phrase_before(run->q, run->report, run->atoms, n->first, KIND(PHRASE_DIALS), &at) ||
            phrase_from(run->q, run->report, run->atoms, n->end, KIND(PHRASE_DIALLED), &at));
}

bool quantity_is_label(const Run *run, const Number *n)
{
    uint32_t first;
    if (!n->figures || n->first == 0) return false;
    if (is_emergency(run, n)) return true;
    if (phrase_before(run->q, run->report, run->atoms, n->first, KIND(PHRASE_LABEL), &first))
        return true;
    const Atom *after = quantity_atom(run, n->end), *stem = hyphen_stem(run, n);
    uint32_t end;
    if (after->capital && !after->shout && !after->breaks &&
        phrase_from(run->q, run->report, run->atoms, n->end, KIND(PHRASE_LENGTH), &end))
        return true; /* "60 Minutes": where it is a length, the times have it */
    if (glued_label(run, n)) return true;
    if (stem) return stem->kind != ATOM_LETTERS || stem->capital; /* not "pre-2003" */
    return after->glued && mark_among(after, "/:_") && quantity_atom(run, n->end + 1)->glued;
}

/* The part of a score that stands at `at`, behind a glued hyphen: up to three figures. */
static bool score_part(const Run *run, uint32_t at)
{
    const Atom *part = quantity_atom(run, at);
    return mark_among(quantity_atom(run, at - 1), "-") && quantity_atom(run, at - 1)->glued &&
           part->glued && part->kind == ATOM_DIGITS && part->digits <= 3;
}

bool quantity_score(Run *run, Draft *d)
{
    const Atom *first = quantity_atom(run, d->first);
    uint32_t end = d->first + 1;
    bool rises = true; /* all the way */
    if (d->number.end != end || first->kind != ATOM_DIGITS || first->digits > 3) return false;
    for (; score_part(run, end + 1); end += 2)
        rises &= quantity_atom(run, end + 1)->value > quantity_atom(run, end - 1)->value;
    const Atom *after = quantity_atom(run, end);
    bool more = after->glued && (after->kind != ATOM_MARK || mark_among(after, "-/:%_+#")) &&
                end < run->atoms->n;
    bool parts = end - d->first == 3 || end - d->first == 5; /* two figures, three */
    if (!parts || rises || more) return false;
    d->out.kind = QUANTITY_SCORE;
    d->number.end = d->end = end;
    return true;
}

bool quantity_no_score(const Run *run, uint32_t at)
{
    uint32_t first;
    return at > 0 && phrase_before(run->q, run->report, run->atoms, at, KIND(PHRASE_NO_SCORE),
                                   &first) != NULL;
}

/* ---- left of the number ---- */

static void take_currency(Draft *d, const Phrase *p)
{
    d->out.kind = QUANTITY_MONEY;
    d->out.unit = p->value;
    d->out.currency = p->currency;
    d->out.low *= p->a;
    d->out.high *= p->a;
    d->out.tolerance *= p->a;
}

static bool glued_on(const Run *run, uint32_t first, uint32_t end)
{
    for (uint32_t i = first + 1; i <= end; i++)
        if (!quantity_atom(run, i)->glued) return false;
    return true;
}

void quantity_left(Run *run, Draft *d)
{
    uint32_t first;
    const Phrase *p = phrase_before(run->q, run->report, run->atoms, d->first,
                                    KIND(PHRASE_CURRENCY_BEFORE), &first);
    if (p && d->first - first > 1 && !glued_on(run, first, d->first))
        p = phrase_from(run->q, run->report, run->atoms, first = d->first - 1,
                        KIND(PHRASE_CURRENCY_BEFORE), &(uint32_t){0}); /* "a $5 note" is no A$5 */
    bool letter = p && p->currency == CURRENCY_DAMAGED;
    if (p && (!letter || (quantity_atom(run, d->number.first)->glued && d->number.step >= 1000))) {
        take_currency(d, p);
        d->first = first;
    }
    p = phrase_before(run->q, run->report, run->atoms, d->first, KIND(PHRASE_BOUND), &first);
    if (p) {
        d->out.bound = p->bound;
        d->first = first;
    }
    d->outer = d->first;
    for (int links = 0; links < 3 && phrase_before(run->q, run->report, run->atoms, d->outer,
                                                   KIND(PHRASE_LINK), &first);
         links++)
        d->outer = first;
}

/* ---- right of the number ---- */

static void take_unit(Draft *d, const Phrase *p, uint32_t end)
{
    d->out.kind = p->quantity;
    d->out.unit = p->value;
    d->out.low = d->out.low * p->a;
    d->out.high = d->out.high * p->a;
    d->out.tolerance = d->number.step / 2 * p->a;
    if (slice_is(p->value, "C") && p->b > 0) {
        d->out.low -= 17.7777777777778;
        d->out.high -= 17.7777777777778;
    }
    d->end = end;
}

/* "minus 5", "-5", "(-5", but neither "10-5" nor "the range - 5 degrees". */
static bool minus_before(const Run *run, uint32_t at)
{
    if (at == 0 || quantity_atom(run, at)->breaks) return false;
    if (quantity_word_is(run, at - 1, "minus") || quantity_word_is(run, at - 1, "negative"))
        return true;
    const Atom *mark = quantity_atom(run, at - 1);
    if (!mark_among(mark, "-") || !quantity_atom(run, at)->glued) return false;
    return at == 1 || !mark->glued || mark_among(quantity_atom(run, at - 2), "([\"'");
}

void quantity_sign(Run *run, Draft *d)
{
    uint32_t end,
        at = d->end + (quantity_mark_is(run, d->end, '-') && quantity_atom(run, d->end)->glued);
    const Phrase *p = phrase_from(run->q, run->report, run->atoms, at, KIND(PHRASE_UNIT), &end);
    if (!p || p->quantity != QUANTITY_TEMPERATURE || quantity_atom(run, at)->breaks) return;
    bool below = quantity_word_is(run, end, "below") && quantity_word_is(run, end + 1, "zero"),
         minus = minus_before(run, d->first);
    if (!below && !minus) return;
    double low = d->out.low, high = d->out.high;
    bool each = below || quantity_atom(run, d->first - 1)->kind ==
                             ATOM_LETTERS; /* "-5 to 10" ends above nought */
    d->out.low = each ? -high : -low;
    d->out.high = low == high || each ? -low : high;
    d->first -= minus;
    if (below) d->below = end + 2;
}

void quantity_second(Run *run, Draft *d)
{
    Number second;
    uint32_t at = d->number.end;
    bool between = d->first > 0 && quantity_word_is(run, d->first - 1, "between") &&
                   quantity_word_is(run, at, "and");
    if (!between && !quantity_word_is(run, at, "to") && !quantity_mark_is(run, at, '-')) return;
    if (quantity_atom(run, at + 1)->breaks ||
        !number_at(run->atoms, &run->q->words, at + 1, &second) || second.ordinal)
        return;
    double low = d->out.low;
    if (second.step >= 1000 && low < 1000 && second.value >= 1000)
        low *= pow(10, floor(log10(second.value / fmax(low, 1)) / 3) * 3); /* "2 to 3 million" */
    if (second.value <= low) return;
    d->out.low = low;
    d->out.high = second.value;
    if (between) d->first--;
    d->number.end = d->end = second.end;
}

/* "half a mile", "a quarter of a mile", "three quarters of an acre": from the part to its unit. */
static uint32_t unit_of_part(const Run *run, const Draft *d, uint32_t at)
{
    uint32_t k = at, end;
    if (d->number.whole || d->number.figures) return at;
    if (quantity_word_is(run, k, "of")) k++;
    if (!quantity_word_is(run, k, "a") && !quantity_word_is(run, k, "an")) return at;
    k++;
    return phrase_from(run->q, run->report, run->atoms, k, KIND(PHRASE_UNIT), &end) ? k : at;
}

/* "two miles and a half": the part behind the unit. */
static void take_part_behind(Run *run, Draft *d, double factor)
{
    double part;
    uint32_t end = number_part_behind(run->atoms, &run->q->words, d->end, &part);
    if (end == d->end || d->number.figures) return;
    d->out.low += part * factor;
    d->out.high += part * factor;
    d->out.tolerance = part / 2 * factor;
    d->end = end;
}

/* Behind "1m" or "40k": what is counted, or what happens to it; a wave of 6m is no million. */
static bool counts_on(Run *run, uint32_t at)
{
    const LangText *lang = &run->findings->lang;
    const Atom *atom = quantity_atom(run, at);
    uint32_t end, token = lang->n_tokens ? quantity_token(run, atom->span.b) : NONE;
    if (atom->kind != ATOM_LETTERS || atom->breaks ||
        phrase_from(run->q, run->report, run->atoms, at, KIND(PHRASE_LONG), &end))
        return false;
    if (phrase_from(run->q, run->report, run->atoms, at, KIND(PHRASE_PEOPLE), &end)) return true;
    if (token >= lang->n_tokens) /* no tags */
        return !atom->capital && slice_ends(quantity_form(run, at), SLICE("s"));
    const Token *t = &lang->token[token];
    bool plural = t->upos == UPOS_NOUN && !slice_eq_nocase(t->form, t->lemma);
    return plural || t->upos == UPOS_VERB || t->upos == UPOS_AUX;
}

/* "It cost $3m", "over 1m ordered to leave Velm", "2m homes", "40k people": a letter that stands
 * for millions or thousands, where the figure is a sum or something is counted; "a wall 3m high".
 */
static void take_letter(Run *run, Draft *d)
{
    const Atom *letter = quantity_atom(run, d->end);
    bool million = quantity_word_is(run, d->end, "m"),
         thousand = quantity_word_is(run, d->end, "k"), money = d->out.kind == QUANTITY_MONEY;
    if ((!million && !thousand) || !letter->glued || !d->number.figures ||
        (!money && (letter->capital || !counts_on(run, d->end + 1))))
        return;
    double factor = million ? 1e6 : 1e3;
    d->out.low *= factor;
    d->out.high *= factor;
    d->out.tolerance = d->number.step / 2 * factor;
    d->number.step *= factor;
    d->number.end = ++d->end;
}

/* What stands behind the inches ends the length: "5 feet 4 inches", "5 foot 4 to 5 foot 6", a mark,
 * the end; "the water rose 5 feet 2 hours later", "6 feet 2 percent wider" tell two things. */
static bool inches_end(const Run *run, uint32_t at)
{
    uint32_t end;
    const Atom *behind = quantity_atom(run, at);
    if (phrase_from(run->q, run->report, run->atoms, at, KIND(PHRASE_FOOT_AFTER), &end))
        return true;
    if (behind->kind != ATOM_MARK) return behind->breaks;
    return !mark_among(behind, "-/+") &&
           !phrase_from(run->q, run->report, run->atoms, at,
                        KIND(PHRASE_UNIT) | KIND(PHRASE_CURRENCY), &end);
}

/* "5 foot 4 to 5 foot 6": the inches beyond the feet. */
static void take_inches(Run *run, Draft *d)
{
    const double foot = 0.0003048;
    Number inches;
    uint32_t end;
    if (d->out.kind != QUANTITY_DISTANCE || quantity_atom(run, d->end)->breaks ||
        !phrase_from(run->q, run->report, run->atoms, d->end - 1, KIND(PHRASE_FOOT), &end) ||
        !number_at(run->atoms, &run->q->words, d->end, &inches) || inches.ordinal ||
        inches.value >= 12 || !inches_end(run, inches.end))
        return;
    d->out.low += inches.value * foot / 12;
    d->out.high += inches.value * foot / 12;
    d->out.tolerance = inches.step / 2 * foot / 12;
    d->end = inches.end;
    if (phrase_from(run->q, run->report, run->atoms, d->end, KIND(PHRASE_UNIT), &end) &&
        slice_starts(quantity_form(run, d->end), SLICE("inch")))
        d->end = end;
}

void quantity_right(Run *run, Draft *d)
{
    take_letter(run, d);
    uint32_t end,
        at = d->end + (quantity_mark_is(run, d->end, '-') && quantity_atom(run, d->end)->glued);
    at = unit_of_part(run, d, at);
    const Phrase *p = phrase_from(
        run->q, run->report, run->atoms, at,
        KIND(PHRASE_UNIT) | KIND(PHRASE_CURRENCY) | KIND(PHRASE_MAGNITUDE), &end);
    if (p && !quantity_atom(run, at)->breaks) {
        bool money = d->out.kind == QUANTITY_MONEY;
        if (p->kind == PHRASE_UNIT && !money) {
            take_unit(d, p, end);
            take_part_behind(run, d, p->a);
            take_inches(run, d);
        } else if (p->kind == PHRASE_CURRENCY) {
            if (!money || d->out.currency == CURRENCY_UNMARKED) {
                take_currency(d, p);
                d->end = end;
            }
        } else if (p->kind == PHRASE_MAGNITUDE && !money && d->out.low < 10.5)
            d->out.kind = QUANTITY_MAGNITUDE;
    }
    if (d->out.bound == BOUND_NONE && (p = phrase_from(run->q, run->report, run->atoms, d->end,
                                                       KIND(PHRASE_BOUND_AFTER), &end))) {
        d->out.bound = p->bound;
        d->end = end;
    }
    if (d->below > d->end) d->end = d->below;
}

void quantity_magnitude(Run *run, Draft *d)
{
    uint32_t first;
    if (d->out.kind != QUANTITY_COUNT || d->out.low >= 10.5) return;
    if (!phrase_before(run->q, run->report, run->atoms,
                       d->first - (d->first > 0 && quantity_mark_is(run, d->first - 1, '-')),
                       KIND(PHRASE_MAGNITUDE), &first))
        return;
    if (d->number.step < 1 || slice_eq_nocase(quantity_form(run, first), SLICE("magnitude")))
        d->out.kind = QUANTITY_MAGNITUDE;
}

/* ---- ages ---- */

/* "Maria Lund, 56, said", "Jon Orsk Jr., 23, was"; of children behind a full name alone. */
static bool age_aside(const Run *run, const Draft *d)
{
    uint32_t at = d->first > 1 ? d->first - 2 : NONE;
    if (at == NONE || !quantity_mark_is(run, d->first - 1, ',') || !d->number.figures) return false;
    if (at > 0 && quantity_mark_is(run, at, '.')) at--;
    const Atom *name = quantity_atom(run, at), *after = quantity_atom(run, d->number.end);
    if (name->kind != ATOM_LETTERS || name->shout || after->kind != ATOM_MARK) return false;
    bool full = at > 0 && name->capital && !name->breaks && after->value == ',' &&
                quantity_atom(run, at - 1)->capital;
    if (d->out.low < (full ? 1 : 5) || d->out.low >= 110) return false;
    return after->value == ',' || (name->capital && (after->value == '.' || after->value == ';'));
}

bool quantity_age(Run *run, Draft *d)
{
    uint32_t first, end;
    if (d->out.kind != QUANTITY_COUNT || d->out.low > 125 || d->number.ordinal) return false;
    uint32_t at = d->number.end + quantity_mark_is(run, d->number.end, '-');
    if (phrase_from(run->q, run->report, run->atoms, at, KIND(PHRASE_AGE), &end))
        d->end = end;
    else if (!phrase_before(run->q, run->report, run->atoms, d->first, KIND(PHRASE_AGE), &first) &&
             !age_aside(run, d))
        return false;
    d->out.kind = QUANTITY_AGE;
    d->out.unit = SLICE("year");
    d->out.attribute = SLICE("age");
    d->out.tolerance = 0;
    return true;
}

/* ---- ranks and shares ---- */

void quantity_ordinal(Run *run, Draft *d)
{
    uint32_t end;
    d->out.kind = QUANTITY_RANK;
    if (quantity_noun_by_tags(run, d)) return;
    for (uint32_t i = d->end; i < d->end + NOUN_REACH; i++) {
        const Atom *a = quantity_atom(run, i);
        if (a->kind != ATOM_LETTERS || a->breaks || a->capital ||
            phrase_from(run->q, run->report, run->atoms, i, KIND(PHRASE_SKIP), &end))
            return;
        d->out.noun = quantity_singular(run, quantity_form(run, i));
        d->out.noun_span = a->span;
    }
}

bool quantity_ratio(Run *run, Draft *d)
{
    uint32_t end;
    Number whole;
    const Phrase *p = phrase_from(run->q, run->report, run->atoms, d->end, KIND(PHRASE_RATIO),
                                  &end);
    if (!p || !number_at(run->atoms, &run->q->words, end, &whole) || whole.ordinal ||
        whole.value <= d->out.low || whole.value == 0)
        return false;
    d->out.kind = QUANTITY_RATIO;
    d->out.low = d->out.high = d->out.low / whole.value;
    d->out.tolerance = 0;
    d->end = whole.end;
    return true;
}
