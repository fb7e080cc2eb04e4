/* align_things.c - tellings that were lined up and are of other things.
 *
 * In: tellings of a group. Out: whether one can be a value of the group's attribute at all, whether
 * two are of one thing as far as the types know, whether the group is sure enough for a day.
 *
 * Idea: the aligner sees that two values and their sentences are alike; that a figure is of one
 * thing and not of another, the layers know. "The two were shot" / "two life sentences": people and
 * things. "Three motorists were hurt" / "killed three": two tolls. "He will meet them at 7 p.m." /
 * "her children, 10, 8 and 7": a clock and an age. Words that name no day ("now", "every year", "on
 * the radio") are no telling of one, and a day is what many happenings of a week share, so that its
 * group asks for more.
 *
 * Known to get wrong: two persons of one age (whose age a figure is, is read too loosely to part
 * them), two happenings of one day. */
#include "collate/facts.h"
#include "lang/tree.h"

#define DAY_SURE 0.27f /* of judged lines of days below it 9 were useful, 38 wrong */

static bool of_days(Attribute a)
{
    return attribute_is_day(a) || a == ATTRIBUTE_TIME;
}

/* "Now", "every year" name no day; "today" does, though the report has no date. */
static bool names_day(const Join *join, const Findings *f, const TimeMention *t)
{
    bool day = slice_has_digit(t->value) && t->type != TIME_SET;
    for (uint32_t k = t->first; k < t->end && k < f->lang.n_tokens && !day; k++)
        day = value_words_find_nocase(&join->collate->words, "near day", f->lang.token[k].form);
    return day;
}

/* Does a day, or a year read as a figure, stand in it? */
static bool holds_day(const Join *join, const Findings *f, const Claim *c)
{
    if (c->time != NONE) return names_day(join, f, &f->times.at[c->time]);
    for (uint32_t i = times_from(f, c->span.b); i < f->times.n && f->times.at[i].span.b < c->span.e;
         i++)
        if (names_day(join, f, &f->times.at[i])) return true;
    return c->kind == CLAIM_FIGURE && of_days(c->attribute);
}

/* "On Thursday", "after nine years": a day and a length of time answer two questions; so do a day
 * and a figure that no time is. */
bool aligned_kind_fits(const Join *join, Attribute attribute, AlignTelling t)
{
    const Findings *f = join_findings(join, t.report);
    const Claim *c = aligned_claim(join, t);
    Attribute own = c->attribute;
    if ((of_days(attribute) && own == ATTRIBUTE_DURATION) ||
        (of_days(own) && attribute == ATTRIBUTE_DURATION))
        return false;
    return !of_days(attribute) || holds_day(join, f, c);
}

/* ---- figures of two things ---- */

/* The first figure of a telling that counts or measures something, NULL. */
static const Quantity *counted(const Join *join, AlignTelling t)
{
    const Findings *f = join_findings(join, t.report);
    const Claim *c = aligned_claim(join, t);
    for (uint32_t i = quantities_from(f, c->span.b); i < f->quantities.n; i++) {
        const Quantity *q = &f->quantities.at[i];
        if (q->span.b >= c->span.e) break;
        if (q->noun.n > 0 || q->unit.n > 0) return q;
    }
    return NULL;
}

static Attribute toll(const Join *join, AlignTelling t)
{
    Attribute a = aligned_claim(join, t)->attribute;
    return attribute_row[a].family == FAMILY_TOLL ? a : ATTRIBUTE_NONE;
}

bool aligned_other_things(const Join *join, AlignTelling a, AlignTelling b)
{
    Attribute of_a = aligned_claim(join, a)->attribute, of_b = aligned_claim(join, b)->attribute;
    bool age_a = of_a == ATTRIBUTE_AGE, age_b = of_b == ATTRIBUTE_AGE;
    const Quantity *p = counted(join, a), *q = counted(join, b);
    if (age_a != age_b) return of_days(of_a) || of_days(of_b) || (age_a ? q != NULL : p != NULL);
    Attribute toll_a = toll(join, a), toll_b = toll(join, b);
    if (toll_a != ATTRIBUTE_NONE && toll_b != ATTRIBUTE_NONE && toll_a != toll_b) return true;
    return p && q && p->kind == QUANTITY_COUNT && q->kind == QUANTITY_COUNT && p->noun.n &&
           q->noun.n && noun_human(join, p->noun) != noun_human(join, q->noun);
}

bool aligned_unsure(const Join *join, const AlignGroup *group)
{
    return group->score < DAY_SURE && of_days(aligned_attribute(join, group));
}
