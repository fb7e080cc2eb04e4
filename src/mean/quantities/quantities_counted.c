/* quantities_counted.c - what a number counts, and what happened to those counted.
 *
 * In: a Draft, tags where the report has them. Out: the counted noun, by the head that the number
 * modifies, else the first plural within a few words; the attribute killed, injured or missing of
 * tolls ("killed 12", "12 people were killed", "a toll of 12").
 *
 * Known to get wrong: a toll told two clauses away; adjectives that look like plurals when there
 * are no tags. */
#include "mean/quantities/quantities_run.h"

static bool looks_plural(Slice form)
{
    if (form.n < 4 || form.p[form.n - 1] != 's') return false;
    return form.p[form.n - 2] != 's' && form.p[form.n - 2] != 'u' && !slice_ends(form, SLICE("'s"));
}

Slice quantity_singular(Run *run, Slice form)
{
    Slice lower = arena_copy(run->arena, form);
    if (!lower.p) return form;
    slice_lower(form, (char *)(uintptr_t)lower.p, lower.n);
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

uint32_t quantity_token(Run *run, uint32_t b)
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

bool quantity_noun_by_tags(Run *run, Draft *d)
{
    uint32_t t = quantity_token(run, quantity_atom(run, d->number.end - 1)->span.b);
    const Token *token = t == NONE ? NULL : &run->findings->lang.token[t];
    if (!token || !token->upos || token->head == NONE) return false;
    const Token *head = &run->findings->lang.token[token->head];
    if ((token->rel != REL_NUMMOD && token->rel != REL_AMOD && token->rel != REL_COMPOUND) ||
        (head->upos != UPOS_NOUN && head->upos != UPOS_PROPN) || head->span.b < token->span.b)
        return false;
    Slice between = {run->report->text.p + token->span.e, head->span.b - token->span.e};
    if (between.n > 60 || slice_find(between, SLICE(",")) != SIZE_MAX ||
        slice_find(between, SLICE(";")) != SIZE_MAX ||
        head->span.b < quantity_atom(run, d->end - 1)->span.e)
        return false;
    if (head->upos == UPOS_PROPN && strcmp(head->xpos, "NNPS") != 0 &&
        quantity_noun_by_form(run, d))
        return true; /* "14 AK-47 rifles" */
    d->out.noun = head->lemma.n ? head->lemma : head->form;
    d->out.noun_span = head->span;
    d->out.head = token->head;
    return true;
}

bool quantity_noun_by_form(Run *run, Draft *d)
{
    uint32_t end,
        at = d->end + (quantity_mark_is(run, d->end, '-') && quantity_atom(run, d->end)->glued);
    Number whole;
    bool part = quantity_word_is(run, at, "of");
    at += part;
    if (quantity_word_is(run, at, "the") || quantity_word_is(run, at, "his") ||
        quantity_word_is(run, at, "her") || quantity_word_is(run, at, "their"))
        at++;
    if (part && number_at(run->atoms, &run->q->words, at, &whole) && !whole.ordinal &&
        whole.value > d->out.high)
        at = whole.end; /* "twelve of the 15 members" */
    for (uint32_t i = at; i < at + NOUN_REACH; i++) {
        const Atom *a = quantity_atom(run, i);
        if (a->breaks ||
            (a->kind != ATOM_LETTERS && !(quantity_mark_is(run, i, '-') && a->glued)) ||
            a->kind == ATOM_DIGITS)
            return false;
        if (a->kind == ATOM_MARK) continue;
        if (phrase_from(run->q, run->report, run->atoms, i, KIND(PHRASE_SKIP), &end)) return false;
        bool people = phrase_from(run->q, run->report, run->atoms, i, KIND(PHRASE_PEOPLE), &end) !=
                      NULL;
        if (people) {
            if (i + 1 < end) i = end - 1;
        } else if (!looks_plural(quantity_form(run, i)))
            continue;
        d->out.noun = quantity_singular(run, quantity_form(run, i));
        d->out.noun_span = quantity_atom(run, i)->span;
        return true;
    }
    return false;
}

/* ---- tolls ---- */

enum { TOLL_REACH = 7 };

static bool stops_toll(const Run *run, uint32_t i)
{
    const Atom *a = quantity_atom(run, i);
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

void quantity_toll_verb(Run *run, Draft *d)
{
    uint32_t first;
    const Phrase *p = phrase_before(run->q, run->report, run->atoms, d->outer, KIND(PHRASE_TOLL),
                                    &first);
    if (p) d->out.attribute = p->value;
}

static bool is_part(const Run *run, const Draft *d)
{
    return quantity_word_is(run, d->end, "of") &&
           (quantity_word_is(run, d->end + 1, "the") || quantity_word_is(run, d->end + 1, "those"));
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
    d->out.noun = quantity_form(run, at);
    d->out.noun_span = quantity_atom(run, at)->span;
}

void quantity_toll(Run *run, Draft *d)
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
        if (p && !(i > from && quantity_word_is(run, i - 1, "and") && p->b > 0)) {
            d->out.attribute = p->value;
            return;
        }
        if (quantity_mark_is(run, i, ',') || (number_at(run->atoms, &run->q->words, i, &other) &&
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
    for (uint32_t k = i + 2;
         quantity_word_is(run, i + 1, "of") && k < i + 5 && !quantity_atom(run, k)->breaks; k++) {
        const Phrase *p = phrase_from(run->q, run->report, run->atoms, k,
                                      KIND(PHRASE_TOLL) | KIND(PHRASE_TOLL_NOUN), &end);
        if (p) return p;
    }
    return NULL;
}

void quantity_level(Run *run, Draft *d)
{
    uint32_t first, end;
    if (d->out.attribute.n ||
        !phrase_before(run->q, run->report, run->atoms, d->first, KIND(PHRASE_LEVEL), &first))
        return;
    for (uint32_t i = first, steps = 0;
         i > 0 && steps < LEVEL_REACH && !quantity_atom(run, i)->breaks; i--, steps++) {
        const Atom *a = quantity_atom(run, i - 1);
        if (a->kind == ATOM_DIGITS ||
            (a->kind == ATOM_MARK && (a->value == ';' || a->value == '"')))
            return;
        const Phrase *p = quantity_word_is(run, i - 1, "number")
                              ? number_of(run, i - 1)
                              : phrase_from(run->q, run->report, run->atoms, i - 1,
                                            KIND(PHRASE_TOLL_NOUN), &end);
        if (p && (p->a > 0 || quantity_word_is(run, i - 1, "number"))) {
            d->out.attribute = p->value;
            return;
        }
    }
}

void quantity_people(Draft *d)
{
    static const char *const people[] = {"arrested", "detained", "displaced", "evacuated",
                                         "rescued",  "captured", "kidnapped", "charged"};
    if (SLICE_AMONG(d->out.attribute, people) && !d->out.noun.n) d->out.noun = SLICE("people");
}

void quantity_toll_noun(Run *run, Draft *d)
{
    uint32_t end;
    if (d->out.attribute.n || span_empty(d->out.noun_span) || is_part(run, d)) return;
    uint32_t i = d->end;
    while (i < run->atoms->n && run->atoms->at[i].span.b < d->out.noun_span.b)
        i++;
    const Phrase *p = phrase_from(run->q, run->report, run->atoms, i, KIND(PHRASE_TOLL_NOUN), &end);
    if (p) d->out.attribute = p->value;
}
