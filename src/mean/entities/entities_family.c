/* entities_family.c - which of several bearers of one surname a report calls by it.
 *
 * In: drafts of names with their offices, before they are linked. Out: Linker.family; whether a
 * name may be that of a person met before.
 *
 * Rule: where one of a surname holds an office of one bearer and another is named in full without
 * it, the bare surname is the holder's ("President Hale", "Mary Hale runs his campaign", "Hale
 * said"); so it is where the report tells of "President Hale" before it names anybody of that
 * surname in full, and gives none of them a title.
 *
 * Known to get wrong: "Speaker Orsk" in a headline above "Ane Orsk" without her title. */
#include "mean/entities/entities_names.h"

static Slice folded_token(const Linker *l, uint32_t t)
{
    char room[64];
    return arena_copy(l->scratch, (Slice){room, name_fold(token(l, t)->form, room, sizeof room)});
}

static Family *family_at(Linker *l, Slice surname)
{
    uint32_t at = map_find(&l->family_of, surname);
    if (at != NONE) return &l->family.at[at];
    Family new = {.full_at = NONE, .office_at = NONE};
    if (!map_put(&l->family_of, surname, l->family.n) || !VEC_PUSH(l->scratch, &l->family, new)) {
        l->full_up = true;
        return NULL;
    }
    return &l->family.at[l->family.n - 1];
}

/* "Don" and "Donald", "D." and "Donald" may be one. */
static bool given_meet(Slice a, Slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    return n > 0 && memcmp(a.p, b.p, n) == 0;
}

/* "President Hale"; "first lady Mary Hale" holds none: her title is of him. */
static bool holds_office(const Draft *d)
{
    return d->role && d->role->head && d->role->sector.n > 0 && d->office.aside == ASIDE_NONE;
}

static void note_full(const Draft *d, Slice given, Family *f)
{
    bool titled = d->role && d->office.span.e && d->office.span.b < d->span.b,
         holds = holds_office(d);
    if (d->first < f->full_at) f->full_at = d->first;
    if (f->given.n == 0) f->given = given;
    f->several = f->several || !given_meet(f->given, given);
    if (holds && f->holder.n == 0) f->holder = given;
    if (!titled) return;
    f->titles_several = f->titles_several || (f->titled.n && !given_meet(f->titled, given));
    if (f->titled.n == 0) f->titled = given;
}

void note_families(Linker *l)
{
    for (uint32_t i = 0; i < l->draft.n; i++) {
        const Draft *d = draft(l, i);
        if (d->form != FORM_NAME || d->kind != ENTITY_PERSON || d->end <= d->first || d->plural)
            continue;
        uint32_t last = d->end - 1;
        if (last > d->first && l->names && names_is_after(l->names, token(l, last)->form)) last--;
        Slice surname = folded_token(l, last);
        Family *f = surname.n ? family_at(l, surname) : NULL;
        if (!f) continue;
        bool holds = holds_office(d);
        if (last > d->first)
            note_full(d, folded_token(l, d->first), f);
        else if (holds && d->first < f->office_at)
            f->office_at = d->first;
    }
}

static bool is_divided(const Family *f)
{
    if (f->holder.n) return f->several && !f->titles_several;
    return f->office_at != NONE && f->full_at != NONE && f->office_at < f->full_at && !f->titled.n;
}

bool family_parts(const Linker *l, const Slice *words, uint32_t n, const Build *b)
{
    uint32_t at = map_find(&l->family_of, words[n - 1]);
    if (at == NONE || !is_divided(&l->family.at[at])) return false;
    Slice holder = l->family.at[at].holder;
    if (n == 1) return b->n_words > 1 && !(holder.n && given_meet(b->word[0], holder));
    return b->n_words == 1 && !(holder.n && given_meet(words[0], holder));
}

bool family_holder(const Linker *l, const Slice *words, uint32_t n)
{
    uint32_t at = n > 1 ? map_find(&l->family_of, words[n - 1]) : NONE;
    if (at == NONE || !is_divided(&l->family.at[at])) return false;
    return l->family.at[at].holder.n && given_meet(words[0], l->family.at[at].holder);
}
