/* times_persons.c - see times_persons.h.
 *
 * In: words and the times found among them. Out: "April Dawlish lost her home. The council has
 * promised April a flat." holds no month.
 *
 * Idea: a month that a title or a given name stands before ("said Theresa May"), or that opens a
 * name ("June Hallam") with no word before it that leads to a date, names a person; then every
 * mention in the report that nothing leads to as a date is the person. A weekday needs its name
 * twice, for "Sunday President Orlo left" is said too.
 *
 * A show or a paper is known by the capitals that running text gives no time ("on This Week", "CBS
 * This Morning"), by marks round it alone ("Today"), or by the word behind ("the Sunday Times").
 *
 * Known to get wrong: "officials said June Congress would vote" where nobody is called June; shows
 * in headlines that give every word a capital. */
#include "mean/times/times_persons.h"

bool times_word_is(const Times *times, const Atom *atom, uint32_t symbol)
{
    if (atom->kind != ATOM_LETTERS || atom->word == NONE) return false;
    const WordEntry *entry = &times->entry.at[atom->word];
    for (uint32_t i = 0; i < entry->n_classes; i++)
        if (times->classes.at[entry->first_class + i].symbol == symbol) return true;
    return false;
}

bool times_sentence_ends(const Atoms *atoms, uint32_t i)
{
    const Atom *atom = &atoms->at[i];
    if (atom->kind != ATOM_MARK || (atom->value != '.' && atom->value != '!' && atom->value != '?'))
        return false;
    return i + 1 >= atoms->n ||
           (!atoms->at[i + 1].glued &&
            (atoms->at[i + 1].capital || atoms->at[i + 1].kind != ATOM_LETTERS));
}

#define ONLY(field) (1u << (field))

/* The month (1-12) or weekday (1-7) that the hit alone is; 0: neither. */
static uint32_t lone_name(const TimeHit *hit, const TimeNode *node, bool *weekday)
{
    if (node->op != OP_POINT || node->has_n || node->a != NONE || hit->end != hit->first + 1)
        return 0;
    *weekday = node->has == ONLY(FIELD_WEEKDAY);
    if (node->has != ONLY(FIELD_MONTH) && !*weekday) return 0;
    int32_t value = node->field[*weekday ? FIELD_WEEKDAY : FIELD_MONTH];
    return value >= 1 && value <= 12 ? (uint32_t)value : 0;
}

/* The word before on the same line; NULL at a line's or sentence's beginning. */
static const Atom *word_before(const Atoms *atoms, uint32_t i)
{
    if (i == 0 || atoms->at[i].breaks || times_sentence_ends(atoms, i - 1)) return NULL;
    const Atom *before = &atoms->at[i - 1];
    return before->kind == ATOM_MARK && before->value == '.' && i > 1 ? &atoms->at[i - 2] : before;
}

static bool titled(const Times *times, const Atoms *atoms, const TimeHit *hit)
{
    const Atom *before = word_before(atoms, hit->first);
    if (!before && hit->first > 1 && !atoms->at[hit->first].breaks) /* "Mr. August" */
        before = &atoms->at[hit->first - 2];
    return before && before->capital && times_word_is(times, before, times->title);
}

static bool leads_to_date(const Times *times, const Atoms *atoms, const TimeHit *hit)
{
    const Atom *before = word_before(atoms, hit->first);
    return before && times_word_is(times, before, times->before);
}

/* The capitalised word behind, no word of times ("June Hallam"); NULL: none. */
static const Atom *name_behind(const Atoms *atoms, const TimeHit *hit)
{
    const Atom *next = hit->end < atoms->n ? &atoms->at[hit->end] : NULL;
    return next && next->kind == ATOM_LETTERS && next->capital && !next->breaks && !next->glued &&
                   !next->shout
               ? next
               : NULL;
}

/* "Theresa" of "said Theresa May would": a name inside a sentence with the month right behind it.
 */
static bool surname(const Times *times, const Atoms *atoms, const TimeHit *hit)
{
    uint32_t i = hit->first;
    if (i < 2 || atoms->at[i].breaks || !atoms->at[i].capital || atoms->at[i].shout) return false;
    const Atom *given = &atoms->at[i - 1];
    if (given->kind != ATOM_LETTERS || !given->capital || given->shout || given->breaks)
        return false;
    const Atom *before = &atoms->at[i - 2]; /* "In England March was dry" */
    bool place = times_word_is(times, before, times->small) ||
                 times_word_is(times, before, times->before);
    return given->word == NONE && !place && !times_sentence_ends(atoms, i - 2);
}

static bool says_behind(const Times *times, const Atoms *atoms, const TimeHit *hit)
{
    const Atom *next = hit->end < atoms->n ? &atoms->at[hit->end] : NULL;
    return next && !next->breaks && times_word_is(times, next, times->says);
}

static bool in_title(const Report *report, Span span)
{
    BlockKind kind = report_block_at(report, span.b);
    return kind == BLOCK_TITLE || kind == BLOCK_HEADING;
}

TimePersons times_persons(const Times *times, const Report *report, const Atoms *atoms,
                          const TimeHits *hits)
{
    TimePersons persons = {0, 0};
    Slice behind[8] = {{0, 0}}; /* by weekday: the name behind it, the first time */
    for (uint32_t i = 0; i < hits->hits.n; i++) {
        const TimeHit *hit = &hits->hits.at[i];
        bool weekday = false;
        uint32_t name = lone_name(hit, &hits->nodes.at[hit->node], &weekday);
        if (!name || in_title(report, atoms->at[hit->first].span)) continue;
        uint32_t *set = weekday ? &persons.weekdays : &persons.months;
        const Atom *next = name_behind(atoms, hit);
        bool named = !weekday && surname(times, atoms, hit);
        if (titled(times, atoms, hit) || named) *set |= 1u << name;
        if (!next || leads_to_date(times, atoms, hit)) continue;
        Slice word = slice_span(report->text, next->span);
        if (!weekday)
            *set |= 1u << name;
        else if (behind[name].n && slice_eq(behind[name], word))
            *set |= 1u << name;
        else if (!behind[name].n)
            behind[name] = word;
    }
    return persons;
}

/* "Standing next to May": where May is somebody, "to" leads to her; a range is one hit. */
static bool behind_to(const Report *report, const Atoms *atoms, const TimeHit *hit)
{
    const Atom *before = word_before(atoms, hit->first);
    return before && slice_eq_nocase(slice_span(report->text, before->span), SLICE("to"));
}

bool times_is_person(const TimePersons *persons, const Times *times, const Report *report,
                     const Atoms *atoms, const TimeHit *hit, const TimeNode *node)
{
    bool weekday = false;
    uint32_t name = lone_name(hit, node, &weekday);
    if (!name) return false;
    bool person = (weekday ? persons->weekdays : persons->months) >> name & 1;
    if (!weekday && person && behind_to(report, atoms, hit)) return true;
    if (leads_to_date(times, atoms, hit)) return false;
    if (titled(times, atoms, hit)) return true;
    if (weekday) return person && (name_behind(atoms, hit) || says_behind(times, atoms, hit));
    return person || says_behind(times, atoms, hit);
}

/* ---- shows and papers ---- */

static bool is_quote(const Atom *atom)
{
    return atom->kind == ATOM_MARK && (atom->value == '\'' || atom->value == '"');
}

/* A word in capitals before it, in a line that is not all capitals: "CBS This Morning" but not
 * "POLICE SAY TODAY". */
static bool behind_initials(const Atoms *atoms, const TimeHit *hit)
{
    if (hit->first == 0 || atoms->at[hit->first].breaks) return false;
    const Atom *before = &atoms->at[hit->first - 1];
    if (before->kind != ATOM_LETTERS || !before->shout || before->span.e < before->span.b + 2)
        return false;
    bool alone = before->breaks || hit->first == 1;
    if (!alone && atoms->at[hit->first - 2].shout) return false;
    return hit->end >= atoms->n || atoms->at[hit->end].breaks || !atoms->at[hit->end].capital;
}

/* "on This Week": a capital that no sentence begins with. */
static bool capital_inside(const Report *report, const Atoms *atoms, const TimeHit *hit)
{
    const Atom *first = &atoms->at[hit->first], *last = &atoms->at[hit->end - 1];
    if (hit->end != hit->first + 2 || !last->capital || first->breaks || hit->first == 0)
        return false;
    const Atom *before = &atoms->at[hit->first - 1];
    return before->kind == ATOM_LETTERS && !before->capital &&
           slice_is(slice_span(report->text, first->span), "This");
}

bool times_is_show(const Times *times, const Report *report, const Atoms *atoms, const TimeHit *hit,
                   const TimeNode *node)
{
    const Atom *first = &atoms->at[hit->first];
    if (first->kind != ATOM_LETTERS || !first->capital) return false;
    const Atom *next = hit->end < atoms->n ? &atoms->at[hit->end] : NULL;
    if (next && !next->breaks && next->capital && atoms->at[hit->end - 1].capital &&
        times_word_is(times, next, times->show))
        return true;
    if (hit->first > 0 && !first->breaks && first->glued && next && next->glued &&
        is_quote(first - 1) && is_quote(next))
        return true;
    uint32_t always = ONLY(FIELD_WEEKDAY) | ONLY(FIELD_MONTH) | ONLY(FIELD_FEAST);
    return !(node->has & always) &&
           (behind_initials(atoms, hit) || capital_inside(report, atoms, hit));
}
