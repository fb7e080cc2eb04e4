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
 * Known to get wrong: two persons of one age whom no name, no sex tells apart, two happenings of
 * one day. */
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
        day = word_listed_nocase(join->collate, "near day", f->lang.token[k].form);
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
    Attribute toll_a = toll(join, a), toll_b = toll(join, b);
    if (age_a != age_b)
        return of_days(of_a) || of_days(of_b) || (age_a ? q != NULL : p != NULL) ||
               toll_a != toll_b;
    if (toll_a != ATTRIBUTE_NONE && toll_b != ATTRIBUTE_NONE && toll_a != toll_b) return true;
    return p && q && p->kind == QUANTITY_COUNT && q->kind == QUANTITY_COUNT && p->noun.n &&
           q->noun.n && noun_human(join, p->noun) != noun_human(join, q->noun);
}

/* ---- whose ---- */

/* The person whose age a telling is said to be, of the record; NONE. */
static uint32_t bearer_of(const Join *join, AlignTelling t)
{
    const Claim *c = aligned_claim(join, t);
    return c->about == ABOUT_ENTITY && c->index < join_findings(join, t.report)->entities.n
               ? join->entity_of[t.report][c->index]
               : NONE;
}

/* How many voices tell the age of a person. */
static uint32_t voices_of(const Join *join, const AlignTelling *t, uint32_t n, uint32_t bearer)
{
    uint32_t voices = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool met = bearer_of(join, t[i]) != bearer;
        for (uint32_t k = 0; k < i && !met; k++)
            met = bearer_of(join, t[k]) == bearer &&
                  join->voice[t[k].report] == join->voice[t[i].report];
        voices += !met;
    }
    return voices;
}

static Gender sex_at(const Join *join, const Token *t)
{
    const GazRole *role = t->upos == UPOS_NOUN && join->in->gazetteer
                              ? gazetteer_role(join->in->gazetteer, t->lemma)
                              : NULL;
    bool told = role && (role->gender == GENDER_HE || role->gender == GENDER_SHE);
    return told ? role->gender : GENDER_UNKNOWN;
}

/* "A 26-year-old woman", "his daughter, 9": the sex that the noun by an age tells. */
static Gender sex_of(const Join *join, AlignTelling t)
{
    const LangText *lang = &join_findings(join, t.report)->lang;
    const Claim *c = aligned_claim(join, t);
    Gender sex = c->end < lang->n_tokens ? sex_at(join, &lang->token[c->end]) : GENDER_UNKNOWN;
    uint32_t at = c->head;
    for (uint32_t steps = 0; at != NONE && steps < 3 && sex == GENDER_UNKNOWN; steps++) {
        if (lang->token[at].upos == UPOS_PROPN) break; /* the father of 5-year-old Ada Lint */
        sex = sex_at(join, &lang->token[at]);
        at = lang->token[at].head;
    }
    return sex;
}

/* "A 26-year-old woman" is not the "26-year-old man": those stay of whom more is told. */
static uint32_t keep_one_sex(const Join *join, AlignTelling *t, uint32_t n)
{
    uint32_t he = 0, she = 0, kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        he += sex_of(join, t[i]) == GENDER_HE;
        she += sex_of(join, t[i]) == GENDER_SHE;
    }
    Gender other = he > she ? GENDER_SHE : GENDER_HE;
    for (uint32_t i = 0; i < n; i++)
        if (!he || !she || sex_of(join, t[i]) != other) t[kept++] = t[i];
    return kept;
}

/* Does a report tell the age of two persons? */
static bool tells_two(const Join *join, const AlignTelling *t, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i && bearer_of(join, t[i]) != NONE; k++)
            if (t[k].report == t[i].report && bearer_of(join, t[k]) != NONE &&
                bearer_of(join, t[k]) != bearer_of(join, t[i]))
                return true;
    return false;
}

static bool names_bearer(const Join *join, const AlignTelling *t, uint32_t n, uint32_t report)
{
    bool named = false;
    for (uint32_t i = 0; i < n && !named; i++)
        named = t[i].report == report && bearer_of(join, t[i]) != NONE;
    return named;
}

/* "Ada Lint, 17, was shot", "Jon Trask, 17, was charged": ages of two persons that are alike. Those
 * of the one whom most voices tell stay; those of nobody in particular as well, unless some report
 * tells both and this one names a bearer elsewhere. */
static uint32_t keep_one_bearer(const Join *join, AlignTelling *t, uint32_t n)
{
    uint32_t best = NONE, most = 0, kept = 0, looked = n < 64 ? n : 64;
    for (uint32_t i = 0; i < looked; i++) {
        uint32_t bearer = bearer_of(join, t[i]),
                 voices = bearer == NONE ? 0 : voices_of(join, t, looked, bearer);
        if (voices > most) {
            most = voices;
            best = bearer;
        }
    }
    bool both = tells_two(join, t, looked), keep[64];
    if (most < 2 && !both) return n; /* whose age it is, is read too loosely for one voice */
    for (uint32_t i = 0; i < looked; i++) {
        uint32_t bearer = bearer_of(join, t[i]);
        keep[i] = bearer == best ||
                  (bearer == NONE && (!both || !names_bearer(join, t, looked, t[i].report)));
    }
    for (uint32_t i = 0; i < n; i++)
        if (i >= looked || keep[i]) t[kept++] = t[i];
    return kept;
}

/* "Under a new prime minister" brings in somebody; "Prime Minister Ada Lint", "Lint, a new member"
 * say who. `role`: without "new" as well. */
static bool brings_in(const Join *join, AlignTelling t, bool role)
{
    const LangText *lang = &join_findings(join, t.report)->lang;
    const Claim *c = aligned_claim(join, t);
    uint32_t article = tree_child_rel(lang, c->head, REL_DET),
             word = tree_child_rel(lang, c->head, REL_AMOD);
    bool fresh = word != NONE && word_listed(join->collate, "fresh", lang->token[word].lemma);
    return article != NONE && token_lemma_is(&lang->token[article], "a") && (role || fresh) &&
           c->role != CLAIM_ROLE_NAMING;
}

static uint32_t keep_held(const Join *join, AlignTelling *t, uint32_t n, bool role)
{
    uint32_t kept = 0, held = 0;
    for (uint32_t i = 0; i < n; i++)
        held += !brings_in(join, t[i], role);
    for (uint32_t i = 0; i < n && held; i++)
        if (!brings_in(join, t[i], role)) t[kept++] = t[i];
    return held ? kept : n;
}

uint32_t aligned_one_thing(const Join *join, Attribute attribute, AlignTelling *t, uint32_t n)
{
    if (attribute == ATTRIBUTE_AGE) return keep_one_sex(join, t, keep_one_bearer(join, t, n));
    bool role = attribute == ATTRIBUTE_ROLE;
    return role || attribute == ATTRIBUTE_NAME || attribute == ATTRIBUTE_PARTICIPANT
               ? keep_held(join, t, n, role)
               : n;
}

bool aligned_unsure(const Join *join, const AlignGroup *group)
{
    return group->score < DAY_SURE && of_days(aligned_attribute(join, group));
}
