/* quantities.c - see quantities.h. In: atoms, phrases, times. Out: quantities.
 *
 * Each number is read outwards: bounds, currency and scale signs to its left, units, bounds and the
 * counted noun to its right, then the word that says what happened to those counted ("killed 12",
 * "12 people were killed", "a toll of 12"). Where tags exist they choose the counted noun. Known to
 * get wrong: a toll told two clauses away; adjectives that look like plurals when there are no
 * tags. */
#include "mean/quantities/quantities_words.h"
#include <math.h>

dln_status quantities_open(const char *data_dir, Arena *arena, Quantities **quantities,
                           dln_error *err)
{
    *quantities = ARENA_NEW(arena, Quantities);
    if (!*quantities)
        return err_fill(err, arena_status(arena), "open", "no memory for the words of quantities");
    return quantities_load(data_dir, *quantities, arena, err);
}

#define KIND(k) (1u << (k))

typedef struct Run {
    const Quantities *q;
    const Report *report;
    const Atoms *atoms;
    Findings *findings;
    Arena *arena;
    uint32_t time, token; /* walks over times and tokens */
} Run;

/* A quantity under construction, in atoms. */
typedef struct Draft {
    Number number;
    uint32_t first, end;
    uint32_t outer;
    Quantity out;
} Draft; /* outer: before "a total of", "the other", which are no part of the span */

static const Atom *atom_at(const Run *run, uint32_t i)
{
    static const Atom none = {.kind = ATOM_MARK, .word = NONE, .breaks = true};
    return i < run->atoms->n ? &run->atoms->at[i] : &none;
}
static bool is_mark(const Run *run, uint32_t i, uint32_t mark)
{
    const Atom *a = atom_at(run, i);
    return a->kind == ATOM_MARK && a->value == mark;
}
static Slice form_of(const Run *run, uint32_t i)
{
    return i < run->atoms->n ? slice_span(run->report->text, run->atoms->at[i].span)
                             : (Slice){"", 0};
}
static bool word_is(const Run *run, uint32_t i, const char *word)
{
    return slice_eq_nocase(form_of(run, i), slice_of(word));
}

/* ---- what is no quantity ---- */

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

/* "849 Chapel Street", "the 700 block of Kenwood Avenue": up to three words of a name between. */
static bool is_address(const Run *run, const Number *n)
{
    uint32_t end;
    for (uint32_t i = n->end; n->figures && i < n->end + 4; i++) {
        const Atom *a = atom_at(run, i);
        if (a->kind != ATOM_LETTERS || a->breaks) return false;
        if (phrase_from(run->q, run->report, run->atoms, i, KIND(PHRASE_LABEL_AFTER), &end))
            return i > n->end ? a->capital : !a->capital && n->value >= 100;
        if (!a->capital) return false;
    }
    return false;
}

/* "a .45 handgun", but ".5 percent". */
static bool is_calibre(const Run *run, const Number *n)
{
    uint32_t end;
    const Atom *before = atom_at(run, n->first - 1); /* of no atom: NONE is past the end */
    return n->figures && before->kind == ATOM_MARK && before->value == '.' &&
           atom_at(run, n->first)->glued && !before->glued &&
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
    const Atom *before = atom_at(run, n->first - 1);
    if (!atom_at(run, n->first)->glued || !mark_among(before, "-") || !before->glued ||
        n->first < 2)
        return NULL;
    const Atom *stem = atom_at(run, n->first - 2);
    return stem->kind == ATOM_MARK ? NULL : stem;
}

/* Glued to letters or a mark: "MI6", "#5"; of single letters to capitals alone. */
static bool glued_label(const Run *run, const Number *n)
{
    const Atom *before = atom_at(run, n->first - 1);
    if (!atom_at(run, n->first)->glued) return false;
    if (before->kind != ATOM_LETTERS) return mark_among(before, "/_#+");
    return before->span.e - before->span.b != 1 || before->capital;
}

/* Parts of names, versions, phone numbers: "F-16", "COVID-19", "Article 5", "555-0100". */
static bool is_label(const Run *run, const Number *n)
{
    uint32_t first;
    if (!n->figures || n->first == 0) return false;
    if (phrase_before(run->q, run->report, run->atoms, n->first, KIND(PHRASE_LABEL), &first))
        return true;
    const Atom *after = atom_at(run, n->end), *stem = hyphen_stem(run, n);
    if (glued_label(run, n)) return true;
    if (stem) return stem->kind != ATOM_LETTERS || stem->capital; /* not "pre-2003" */
    return after->glued && mark_among(after, "/:_") && atom_at(run, n->end + 1)->glued;
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
        if (!atom_at(run, i)->glued) return false;
    return true;
}

static void take_left(Run *run, Draft *d)
{
    uint32_t first;
    const Phrase *p = phrase_before(run->q, run->report, run->atoms, d->first,
                                    KIND(PHRASE_CURRENCY_BEFORE), &first);
    if (p && d->first - first > 1 && !glued_on(run, first, d->first))
        p = phrase_from(run->q, run->report, run->atoms, first = d->first - 1,
                        KIND(PHRASE_CURRENCY_BEFORE), &(uint32_t){0}); /* "a $5 note" is no A$5 */
    bool letter = p && p->currency == CURRENCY_DAMAGED;
    if (p && (!letter || (atom_at(run, d->number.first)->glued && d->number.step >= 1000))) {
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

/* "10 to 12", "10-12", "between 10 and 12": a second number makes the upper end. */
static void take_second(Run *run, Draft *d)
{
    Number second;
    uint32_t at = d->number.end;
    bool between = d->first > 0 && word_is(run, d->first - 1, "between") && word_is(run, at, "and");
    if (!between && !word_is(run, at, "to") && !is_mark(run, at, '-')) return;
    if (atom_at(run, at + 1)->breaks || !number_at(run->atoms, &run->q->words, at + 1, &second) ||
        second.ordinal)
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
    if (word_is(run, k, "of")) k++;
    if (!word_is(run, k, "a") && !word_is(run, k, "an")) return at;
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

static void take_right(Run *run, Draft *d)
{
    uint32_t end, at = d->end + (is_mark(run, d->end, '-') && atom_at(run, d->end)->glued);
    at = unit_of_part(run, d, at);
    const Phrase *p = phrase_from(
        run->q, run->report, run->atoms, at,
        KIND(PHRASE_UNIT) | KIND(PHRASE_CURRENCY) | KIND(PHRASE_MAGNITUDE), &end);
    if (p && !atom_at(run, at)->breaks) {
        bool money = d->out.kind == QUANTITY_MONEY;
        if (p->kind == PHRASE_UNIT && !money) {
            take_unit(d, p, end);
            take_part_behind(run, d, p->a);
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
}

/* "magnitude of 6.1", "measuring 6.1": the word stands before. */
static void take_magnitude(Run *run, Draft *d)
{
    uint32_t first;
    if (d->out.kind != QUANTITY_COUNT || d->out.low >= 10.5) return;
    if (!phrase_before(run->q, run->report, run->atoms,
                       d->first - (d->first > 0 && is_mark(run, d->first - 1, '-')),
                       KIND(PHRASE_MAGNITUDE), &first))
        return;
    if (d->number.step < 1 || slice_eq_nocase(form_of(run, first), SLICE("magnitude")))
        d->out.kind = QUANTITY_MAGNITUDE;
}

/* ---- ages ---- */

/* "56-year-old", "aged 56", "Maria Lund, 56, said", "both 51" */
static bool take_age(Run *run, Draft *d)
{
    uint32_t first, end;
    if (d->out.kind != QUANTITY_COUNT || d->out.low > 125 || d->number.ordinal) return false;
    uint32_t at = d->number.end + is_mark(run, d->number.end, '-');
    if (phrase_from(run->q, run->report, run->atoms, at, KIND(PHRASE_AGE), &end))
        d->end = end;
    else if (!phrase_before(run->q, run->report, run->atoms, d->first, KIND(PHRASE_AGE), &first)) {
        const Atom *name = d->first > 1 ? atom_at(run, d->first - 2) : atom_at(run, NONE),
                   *after = atom_at(run, d->number.end);
        bool aside = name->kind == ATOM_LETTERS && !name->shout &&
                     is_mark(run, d->first - 1, ',') && d->number.figures && d->out.low >= 5 &&
                     d->out.low < 110;
        if (!aside || after->kind != ATOM_MARK ||
            !(after->value == ',' ||
              (name->capital && (after->value == '.' || after->value == ';'))))
            return false;
    }
    d->out.kind = QUANTITY_AGE;
    d->out.unit = SLICE("year");
    d->out.attribute = SLICE("age");
    d->out.tolerance = 0;
    return true;
}

/* ---- what is counted ---- */

static bool looks_plural(Slice form)
{
    if (form.n < 4 || form.p[form.n - 1] != 's') return false;
    return form.p[form.n - 2] != 's' && form.p[form.n - 2] != 'u' && !slice_ends(form, SLICE("'s"));
}

/* Singular of a regular plural; for reports without lemmas. */
static Slice singular(Run *run, Slice form)
{
    Slice lower = arena_copy(run->arena, form);
    if (!lower.p) return form;
    for (size_t i = 0; i < lower.n; i++)
        ((char *)(uintptr_t)lower.p)[i] = (char)(form.p[i] >= 'A' && form.p[i] <= 'Z'
                                                     ? form.p[i] | 32
                                                     : form.p[i]);
    if (!looks_plural(lower)) return lower;
    if (slice_ends(lower, SLICE("ies")) && lower.n > 4) {
        lower.n -= 2;
        ((char *)(uintptr_t)lower.p)[lower.n - 1] = 'y';
        return lower;
    }
    if (slice_ends(lower, SLICE("ches")) || slice_ends(lower, SLICE("shes")) ||
        slice_ends(lower, SLICE("sses")) || slice_ends(lower, SLICE("xes"))) {
        lower.n -= 2;
        return lower;
    }
    lower.n--;
    return lower;
}

/* Token that holds byte `b`; tokens are walked forward, a few steps back are allowed. */
static uint32_t token_of(Run *run, uint32_t b)
{
    const LangText *lang = &run->findings->lang;
    if (lang->n_tokens == 0) return NONE;
    while (run->token > 0 && lang->token[run->token].span.b > b)
        run->token--;
    while (run->token < lang->n_tokens && lang->token[run->token].span.e <= b)
        run->token++;
    if (run->token == lang->n_tokens) {
        run->token--;
        return NONE;
    }
    return lang->token[run->token].span.b <= b ? run->token : NONE;
}

static bool noun_by_form(Run *run, Draft *d);

/* With tags: the head that the number modifies. */
static bool noun_by_tags(Run *run, Draft *d)
{
    uint32_t t = token_of(run, atom_at(run, d->number.end - 1)->span.b);
    const Token *token = t == NONE ? NULL : &run->findings->lang.token[t];
    if (!token || !token->upos || token->head == NONE) return false;
    const Token *head = &run->findings->lang.token[token->head];
    if ((token->rel != REL_NUMMOD && token->rel != REL_AMOD && token->rel != REL_COMPOUND) ||
        (head->upos != UPOS_NOUN && head->upos != UPOS_PROPN) || head->span.b < token->span.b)
        return false;
    Slice between = {run->report->text.p + token->span.e, head->span.b - token->span.e};
    if (between.n > 60 || slice_find(between, SLICE(",")) != SIZE_MAX ||
        slice_find(between, SLICE(";")) != SIZE_MAX ||
        head->span.b < atom_at(run, d->end - 1)->span.e)
        return false;
    if (head->upos == UPOS_PROPN && strcmp(head->xpos, "NNPS") != 0 && noun_by_form(run, d))
        return true; /* "14 AK-47 rifles" */
    d->out.noun = head->lemma.n ? head->lemma : head->form;
    d->out.noun_span = head->span;
    d->out.head = token->head;
    return true;
}

enum { NOUN_REACH = 4 };

/* Without tags: the first plural, or noun of people, within a few words. */
static bool noun_by_form(Run *run, Draft *d)
{
    uint32_t end, at = d->end + (is_mark(run, d->end, '-') && atom_at(run, d->end)->glued);
    Number whole;
    bool part = word_is(run, at, "of");
    at += part;
    if (word_is(run, at, "the") || word_is(run, at, "his") || word_is(run, at, "her") ||
        word_is(run, at, "their"))
        at++;
    if (part && number_at(run->atoms, &run->q->words, at, &whole) && !whole.ordinal &&
        whole.value > d->out.high)
        at = whole.end; /* "twelve of the 15 members" */
    for (uint32_t i = at; i < at + NOUN_REACH; i++) {
        const Atom *a = atom_at(run, i);
        if (a->breaks || (a->kind != ATOM_LETTERS && !(is_mark(run, i, '-') && a->glued)) ||
            a->kind == ATOM_DIGITS)
            return false;
        if (a->kind == ATOM_MARK) continue;
        if (phrase_from(run->q, run->report, run->atoms, i, KIND(PHRASE_SKIP), &end)) return false;
        bool people = phrase_from(run->q, run->report, run->atoms, i, KIND(PHRASE_PEOPLE), &end) !=
                      NULL;
        if (people) {
            if (i + 1 < end) i = end - 1;
        } else if (!looks_plural(form_of(run, i)))
            continue;
        d->out.noun = singular(run, form_of(run, i));
        d->out.noun_span = atom_at(run, i)->span;
        return true;
    }
    return false;
}

/* ---- tolls ---- */

enum { TOLL_REACH = 7 };

static bool stops_toll(const Run *run, uint32_t i)
{
    const Atom *a = atom_at(run, i);
    if (a->breaks) return true;
    if (a->kind == ATOM_DIGITS) return true;
    return a->kind == ATOM_MARK && (a->value == '.' || a->value == ';' || a->value == ':' ||
                                    a->value == '(' || a->value == '"');
}

static uint32_t past_noun(const Run *run, const Draft *d)
{
    uint32_t i = d->end;
    while (i < run->atoms->n && run->atoms->at[i].span.b < d->out.noun_span.e)
        i++;
    return d->out.noun_span.e ? i : d->end;
}

static void toll_verb_before(Run *run, Draft *d)
{
    uint32_t first;
    const Phrase *p = phrase_before(run->q, run->report, run->atoms, d->outer, KIND(PHRASE_TOLL),
                                    &first);
    if (p) d->out.attribute = p->value;
}

static bool is_part(const Run *run, const Draft *d)
{
    return word_is(run, d->end, "of") &&
           (word_is(run, d->end + 1, "the") || word_is(run, d->end + 1, "those"));
}

/* "four of the dead": a part is counted, not the dead; "three of the wounded died" goes on behind
 * the noun. */
static void part_of_toll(const Run *run, Draft *d)
{
    uint32_t end, at = d->end + 2;
    if (!is_part(run, d) || d->out.noun.n ||
        !phrase_from(run->q, run->report, run->atoms, at,
                     KIND(PHRASE_TOLL) | KIND(PHRASE_TOLL_NOUN), &end))
        return;
    d->out.noun = form_of(run, at);
    d->out.noun_span = atom_at(run, at)->span;
}

/* "killed at least 12", "12 dead", "12 people were killed", "a death toll of 12", "left 12 people
 * dead" */
static void take_toll(Run *run, Draft *d)
{
    part_of_toll(run, d);
    uint32_t end, from = past_noun(run, d);
    const Phrase *p;
    Number other;
    for (uint32_t i = d->end; i < from && !is_part(run, d);
         i++) /* "two wounded men", not "three of the wounded died" */
        if ((p = phrase_from(run->q, run->report, run->atoms, i, KIND(PHRASE_TOLL), &end))) {
            d->out.attribute = p->value;
            return;
        }
    for (uint32_t i = from; i < from + TOLL_REACH && !stops_toll(run, i); i++) {
        p = phrase_from(run->q, run->report, run->atoms, i,
                        KIND(PHRASE_TOLL) | KIND(PHRASE_TOLL_NOUN), &end);
        if (p && !(i > from && word_is(run, i - 1, "and") && p->b > 0)) {
            d->out.attribute = p->value;
            return;
        }
        if (is_mark(run, i, ',') || (number_at(run->atoms, &run->q->words, i, &other) &&
                                     !(other.value == 1 && !other.figures)))
            break;
    }
    for (uint32_t i = d->first, steps = 0; i > 0 && steps < TOLL_REACH && !stops_toll(run, i - 1);
         i--, steps++) {
        p = phrase_from(run->q, run->report, run->atoms, i - 1, KIND(PHRASE_TOLL_NOUN), &end);
        if (p && end <= d->first && p->a > 0) {
            d->out.attribute = p->value;
            return;
        }
    }
}

enum { LEVEL_REACH = 30 };

/* What "number" counts: "the number of people killed", "the number of arrests". */
static const Phrase *number_of(const Run *run, uint32_t i)
{
    uint32_t end;
    for (uint32_t k = i + 2; word_is(run, i + 1, "of") && k < i + 5 && !atom_at(run, k)->breaks;
         k++) {
        const Phrase *p = phrase_from(run->q, run->report, run->atoms, k,
                                      KIND(PHRASE_TOLL) | KIND(PHRASE_TOLL_NOUN), &end);
        if (p) return p;
    }
    return NULL;
}

/* "The death toll from the attack on the convoy rose to 14", "the number of people killed had
 * reached 17": a level, and to its left what is counted, with no other number between. */
static void take_level(Run *run, Draft *d)
{
    uint32_t first, end;
    if (d->out.attribute.n ||
        !phrase_before(run->q, run->report, run->atoms, d->first, KIND(PHRASE_LEVEL), &first))
        return;
    for (uint32_t i = first, steps = 0; i > 0 && steps < LEVEL_REACH && !atom_at(run, i)->breaks;
         i--, steps++) {
        const Atom *a = atom_at(run, i - 1);
        if (a->kind == ATOM_DIGITS ||
            (a->kind == ATOM_MARK && (a->value == ';' || a->value == '"')))
            return;
        const Phrase *p = word_is(run, i - 1, "number")
                              ? number_of(run, i - 1)
                              : phrase_from(run->q, run->report, run->atoms, i - 1,
                                            KIND(PHRASE_TOLL_NOUN), &end);
        if (p && (p->a > 0 || word_is(run, i - 1, "number"))) {
            d->out.attribute = p->value;
            return;
        }
    }
}

/* Who is counted where no noun says it: "two were detained", "the number of arrests rose to 212".
 */
static void people_counted(Draft *d)
{
    static const char *const people[] = {"arrested", "detained", "displaced", "evacuated",
                                         "rescued",  "captured", "kidnapped", "charged"};
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        if (slice_is(d->out.attribute, people[i]) && !d->out.noun.n) d->out.noun = SLICE("people");
}

static void toll_by_noun(Run *run, Draft *d)
{
    uint32_t end;
    if (d->out.attribute.n || span_empty(d->out.noun_span) || is_part(run, d)) return;
    uint32_t i = d->end;
    while (i < run->atoms->n && run->atoms->at[i].span.b < d->out.noun_span.b)
        i++;
    const Phrase *p = phrase_from(run->q, run->report, run->atoms, i, KIND(PHRASE_TOLL_NOUN), &end);
    if (p) d->out.attribute = p->value;
}

/* ---- ranks and shares ---- */

/* "the fifth such raid of the year": without tags the last of the lower-case words up to one that
 * ends the phrase. */
static void take_ordinal(Run *run, Draft *d)
{
    uint32_t end;
    d->out.kind = QUANTITY_RANK;
    if (noun_by_tags(run, d)) return;
    for (uint32_t i = d->end; i < d->end + NOUN_REACH; i++) {
        const Atom *a = atom_at(run, i);
        if (a->kind != ATOM_LETTERS || a->breaks || a->capital ||
            phrase_from(run->q, run->report, run->atoms, i, KIND(PHRASE_SKIP), &end))
            return;
        d->out.noun = singular(run, form_of(run, i));
        d->out.noun_span = a->span;
    }
}

static bool take_ratio(Run *run, Draft *d)
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

/* ---- one number ---- */

static bool push(Run *run, Draft *d)
{
    d->out.span = (Span){atom_at(run, d->first)->span.b, atom_at(run, d->end - 1)->span.e};
    d->out.number = (Span){atom_at(run, d->number.first)->span.b,
                           atom_at(run, d->number.end - 1)->span.e};
    uint32_t t = token_of(run, d->out.span.b), n = run->findings->lang.n_tokens;
    d->out.first = t;
    d->out.end = t;
    while (d->out.end < n && run->findings->lang.token[d->out.end].span.b < d->out.span.e)
        d->out.end++;
    if (d->out.head == NONE) d->out.head = token_of(run, d->out.number.b);
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
    return d->number.figures ? !(d->first > 0 && atom_at(run, d->first - 1)->capital) : true;
}

/* How many parts: "two" of "two-thirds", "a" of "a third", nothing of "half". 0: none. */
static uint32_t parts_counted(const Run *run, uint32_t at, uint32_t *end)
{
    Number number;
    *end = at;
    if (word_is(run, at, "half")) return 1;
    *end = at + 1;
    bool one = word_is(run, at, "a") || word_is(run, at, "an") || word_is(run, at, "one");
    uint32_t count = 1;
    if (!one) {
        if (!number_at(run->atoms, &run->q->words, at, &number) || number.figures ||
            number.ordinal || number.value < 2 || number.value > 19)
            return 0;
        count = (uint32_t)number.value;
        *end = at + 1;
    }
    *end += is_mark(run, *end, '-');
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
    Slice word = form_of(run, end - 1);
    bool plural = word.p[word.n - 1] == 's', of = word_is(run, end, "of");
    bool whole = word_is(run, end + 1, "a") || word_is(run, end + 1, "an") ||
                 word_is(run, end + 1, "one");
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
    take_left(run, &d);
    d.out.tolerance = d.out.bound == BOUND_ABOUT ? 2.5 : 0;
    noun_by_tags(run, &d);
    return push(run, &d);
}

static bool add_number(Run *run, const Number *number, uint32_t *next)
{
    Draft d = draft_of(number);
    *next = number->end;
    d.out.tolerance = tolerance_of(&d);
    Span span = {atom_at(run, number->first)->span.b, atom_at(run, number->end - 1)->span.e};
    const TimeMention *time = time_over(run, span);
    if (is_label(run, number) || is_address(run, number) || is_calibre(run, number)) return true;
    if (!number->ordinal && take_age(run, &d)) {
        *next = d.end;
        take_left(run, &d);
        return push(run, &d);
    }
    if (time) return true;
    if (number->ordinal)
        take_ordinal(run, &d);
    else {
        take_second(run, &d);
        take_left(run, &d);
        d.out.tolerance = tolerance_of(&d) * (d.out.kind == QUANTITY_MONEY && d.out.low > 0
                                                  ? d.out.low / number->value
                                                  : 1);
        if (!take_ratio(run, &d)) take_right(run, &d);
        take_magnitude(run, &d);
        if (d.out.kind == QUANTITY_COUNT) {
            if (!noun_by_tags(run, &d)) noun_by_form(run, &d);
            toll_verb_before(run, &d);
            toll_by_noun(run, &d);
            if (!d.out.attribute.n) take_toll(run, &d);
            if (!d.out.noun.n) take_level(run, &d);
            people_counted(&d);
        } else if (d.out.kind == QUANTITY_MONEY || d.out.kind == QUANTITY_PERCENT)
            noun_by_tags(run, &d);
    }
    *next = d.end > number->end ? d.end : number->end;
    return worth_it(run, &d) ? push(run, &d) : true;
}

static bool no_casualties(const Run *run, uint32_t at)
{
    uint32_t end;
    while (word_is(run, at, "reported") || word_is(run, at, "immediate") ||
           word_is(run, at, "known"))
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
    if (time_over(run, (Span){atom_at(run, at)->span.b, atom_at(run, end - 1)->span.e})) {
        *next = end;
        return true;
    }
    toll_verb_before(run, &d);
    if (!none || (word_is(run, at, "no") && end == at + 1)) {
        noun_by_form(run, &d);
        toll_by_noun(run, &d);
    }
    if (!d.out.attribute.n) take_toll(run, &d);
    *next = end;
    if (none && no_casualties(run, end)) return push_casualties(run, &d, end);
    if (word_is(run, end - 1, "of") && end - at > 1) d.end = d.number.end = end - 1; /* "dozens" */
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
