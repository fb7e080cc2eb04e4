/* lemma_known.c - lemmas of verbs that the net's edit scripts get wrong.
 *
 * In: tagged tokens, the model's static vectors as a list of known words, data/en/verbforms.txt.
 * Out: mended lemmas.
 *
 * Two rules. A past form that stands as its own lemma is looked up among the irregular verbs ("Orsk
 * shot back": shoot). A lemma that is no known word ("assaulte", "slamm", "flead") gives way to
 * that of the irregular form, else to the regular stem that is known: with its e ("joked": joke),
 * with one consonant for two ("slamming": slam), bare ("assaulted": assault), with y ("embodied").
 *
 * Known to get wrong: a verb that the vectors do not know keeps what the script made; "found" and
 * "wound" are always find and wind. */
#include "lang/lemma_known.h"
#include "base/io.h"
#include "base/utf8.h"

enum { FORM_MOST = 40 };

dln_status verb_forms_load(const char *data_dir, Arena *arena, VerbForms *forms, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/verbforms.txt", arena, &table, err));
    map_init(&forms->base_of, arena);
    forms->base = ARENA_ARRAY(arena, Slice, table.n);
    if (!forms->base) return arena_status(arena);
    for (uint32_t i = 0; i < table.n; i++) {
        Slice rest = row_col(&table.at[i], 1);
        forms->base[i] = table.at[i].col[0];
        while (rest.n > 0) {
            const char *gap = memchr(rest.p, ' ', rest.n);
            Slice form = {rest.p, gap ? (size_t)(gap - rest.p) : rest.n};
            bool first = form.n > 0 && map_find(&forms->base_of, form) == NONE;
            if (first && !map_put(&forms->base_of, form, i)) return arena_status(arena);
            rest = gap ? (Slice){gap + 1, rest.n - form.n - 1} : (Slice){rest.p + rest.n, 0};
        }
    }
    return DLN_OK;
}

static bool ends(Slice s, const char *tail, size_t *stem)
{
    size_t n = strlen(tail);
    if (s.n <= n + 1 || memcmp(s.p + s.n - n, tail, n) != 0) return false;
    *stem = s.n - n;
    return true;
}

/* The first n letters with a tail, if that is a known word. */
static bool known(const Model *m, char *word, size_t n, const char *tail, Slice *out)
{
    size_t more = strlen(tail);
    char kept = word[n];
    memcpy(word + n, tail, more);
    bool found = net_word_vector(m, (Slice){word, n + more}) != NULL;
    if (found)
        *out = (Slice){word, n + more};
    else if (more)
        word[n] = kept;
    return found;
}

/* The known stem of a regular form; `form`: small letters, room for one more. */
static bool regular_stem(const Model *m, char *form, size_t n, Slice *out)
{
    static const char *const tails[] = {"ed", "ing", "es", "s"};
    Slice s = {form, n};
    size_t stem;
    if (ends(s, "ied", &stem) || ends(s, "ies", &stem)) return known(m, form, stem, "y", out);
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        if (!ends(s, tails[i], &stem)) continue;
        bool twice = stem > 2 && form[stem - 1] == form[stem - 2];
        return (twice && known(m, form, stem - 1, "", out)) || known(m, form, stem, "e", out) ||
               known(m, form, stem, "", out);
    }
    return false;
}

static bool mend(const VerbForms *forms, const Model *m, Token *t, Arena *arena)
{
    char form[FORM_MOST + 2];
    size_t n = t->form.n;
    for (size_t i = 0; i < n; i++)
        form[i] = (char)char_lower((uint8_t)t->form.p[i]);
    bool past = strcmp(t->xpos, "VBD") == 0 || strcmp(t->xpos, "VBN") == 0,
         itself = slice_eq(t->lemma, (Slice){form, n});
    if (itself ? !past : net_word_vector(m, t->lemma) != NULL) return true;
    uint32_t base = map_find(&forms->base_of, (Slice){form, n});
    if (base != NONE) {
        t->lemma = forms->base[base];
        return true;
    }
    Slice stem;
    if (itself || !regular_stem(m, form, n, &stem)) return true;
    char *kept = arena_alloc(arena, stem.n);
    if (!kept) return false;
    memcpy(kept, stem.p, stem.n);
    t->lemma = (Slice){kept, stem.n};
    return true;
}

static bool plain_letters(Slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return s.n > 0 && s.n <= FORM_MOST;
}

bool lemmas_mend(const VerbForms *forms, const Model *m, LangText *text, Arena *arena)
{
    if (!m->vec) return true;
    for (uint32_t i = 0; i < text->n_tokens; i++) {
        Token *t = &text->token[i];
        if (t->upos == UPOS_VERB && plain_letters(t->form) && !mend(forms, m, t, arena))
            return false;
    }
    return true;
}
