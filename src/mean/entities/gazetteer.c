/* gazetteer.c - lookups in the loaded lists; loading is gazetteer_load.c.
 *
 * In: a word or name. Out: entry, role, title, gender. A name of several bearers gives the best
 * known one (countries, then seats of government, regions, bodies, cities by inhabitants). Known to
 * fail: a lesser bearer ("Moscow, Idaho") needs the caller's context. */
#include "mean/entities/gazetteer_impl.h"

static uint32_t find_key(const Map *map, Slice word)
{
    char key[GAZ_KEY_MAX];
    size_t n = gazetteer_key(word, key);
    return n == 0 ? NONE : map_find(map, (Slice){key, n});
}

static Slice drop_the(Slice name)
{
    if (name.n > 4 && slice_eq_nocase((Slice){name.p, 4}, SLICE("the ")))
        return (Slice){name.p + 4, name.n - 4};
    return name;
}

static bool case_fits(const GazName *name, Slice asked)
{
    if (name->exact.n == 0) return true;
    Slice bare = drop_the(slice_trim(asked));
    return slice_starts(bare, name->exact) &&
           bare.n - name->exact.n <= 4; /* up to a possessive behind it */
}

uint32_t gazetteer_find(const Gazetteer *gazetteer, Slice name, uint32_t kinds)
{
    uint32_t at = find_key(&gazetteer->names, name);
    for (uint32_t hops = 0; at != NONE && hops < 4096; hops++, at = gazetteer->name.at[at].next) {
        const GazName *n = &gazetteer->name.at[at];
        if ((n->kind & kinds) && case_fits(n, name)) return n->entry;
    }
    return NONE;
}

uint32_t gazetteer_bearers(const Gazetteer *gazetteer, Slice name, uint32_t kinds, uint32_t *bearer,
                           uint32_t room)
{
    uint32_t at = find_key(&gazetteer->names, name), n = 0;
    for (uint32_t hops = 0; at != NONE && hops < 4096 && n < room;
         hops++, at = gazetteer->name.at[at].next) {
        const GazName *m = &gazetteer->name.at[at];
        if ((m->kind & kinds) && case_fits(m, name)) bearer[n++] = m->entry;
    }
    return n;
}

const GazEntry *gazetteer_entry(const Gazetteer *gazetteer, uint32_t entry)
{
    return entry < gazetteer->entry.n ? &gazetteer->entry.at[entry] : NULL;
}

uint32_t gazetteer_demonym(const Gazetteer *gazetteer, Slice word)
{
    char key[GAZ_KEY_MAX];
    size_t n = gazetteer_key(word, key);
    if (n == 0) return NONE;
    if (n <= 3 && word.n > 0 && word.p[0] >= 'a') return NONE; /* "us" is no demonym */
    uint32_t found = map_find(&gazetteer->demonyms, (Slice){key, n});
    if (found == NONE && n > 4 && key[n - 1] == 's')
        found = map_find(&gazetteer->demonyms, (Slice){key, n - 1});
    return found;
}

uint32_t gazetteer_country(const Gazetteer *gazetteer, const char iso2[3])
{
    return map_find(&gazetteer->iso2, slice_of(iso2));
}

const GazRole *gazetteer_role(const Gazetteer *gazetteer, Slice phrase)
{
    uint32_t found = find_key(&gazetteer->roles, phrase);
    return found == NONE ? NULL : &gazetteer->role.at[found];
}

Aside gazetteer_aside(const Gazetteer *gazetteer, Slice word)
{
    uint32_t found = find_key(&gazetteer->aside, word);
    return found == NONE ? ASIDE_NONE : (Aside)found;
}

bool gazetteer_out_of_office(const Gazetteer *gazetteer, Slice name, int32_t year)
{
    uint32_t last = find_key(&gazetteer->in_office, name);
    return last != NONE && year > (int32_t)last;
}

bool gazetteer_title(const Gazetteer *gazetteer, Slice word, Gender *gender)
{
    uint32_t found = find_key(&gazetteer->titles, word);
    if (gender) *gender = found == NONE ? GENDER_UNKNOWN : (Gender)found;
    return found != NONE;
}

Gender gazetteer_given(const Gazetteer *gazetteer, Slice word)
{
    uint32_t found = find_key(&gazetteer->given, word);
    return found == NONE ? GENDER_UNKNOWN : (Gender)found;
}

bool gazetteer_is_given(const Gazetteer *gazetteer, Slice word)
{
    return find_key(&gazetteer->given, word) != NONE;
}

bool gazetteer_family_first(const Gazetteer *gazetteer, Slice word)
{
    return find_key(&gazetteer->family_first, word) != NONE;
}

bool gazetteer_legal_form(const Gazetteer *gazetteer, Slice word, Slice *normal)
{
    uint32_t found = find_key(&gazetteer->legal, word);
    if (found == NONE) return false;
    if (normal) *normal = gazetteer->legal_form.at[found];
    return true;
}
