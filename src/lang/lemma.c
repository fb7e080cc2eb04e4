/* lemma.c - lemmas by edit script (after UDPipe): the net picks one of some 300 scripts, here it is
 * carried out. And the UD features that follow from the Penn tag and a closed-class word.
 *
 * Example: "Obama's" word "was" with whole script "be"; "talks" lower, drop 1 -> "talk"; "KREMLIN"
 * title, drop 0 -> "Kremlin". */
#include "lang/net.h"
#include "base/utf8.h"

/* The form in the script's letters without its last `drop` code points; {NULL, 0}: no memory. */
static Slice recased(ScriptCase letters, Slice form, size_t n, Arena *arena)
{
    char *out = arena_alloc(arena, n * 2 + 4);
    if (!out) return (Slice){NULL, 0};
    size_t m = 0;
    for (size_t i = 0; i < n;) {
        bool first = i == 0;
        uint32_t c = utf8_next(form, &i);
        bool upper = letters == SCRIPT_UPPER || (letters == SCRIPT_TITLE && first);
        m += utf8_put(out + m, upper ? char_upper(c) : char_lower(c));
    }
    return (Slice){out, m};
}

static bool is_lower_ascii(Slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80 || slice_capital_at(s, i)) return false;
    return true;
}

Slice lemma_of(const Script *script, Slice form, Arena *arena)
{
    if (script->whole) return script->tail.n ? script->tail : form;
    size_t keep = form.n;
    for (uint32_t k = 0; k < script->drop && keep > 0; k++)
        utf8_back(form, &keep);
    bool as_is = script->letters == SCRIPT_KEEP ||
                 (script->letters == SCRIPT_LOWER && is_lower_ascii((Slice){form.p, keep}));
    Slice stem = as_is ? (Slice){form.p, keep} : recased(script->letters, form, keep, arena);
    if (!stem.p) return stem;
    if (script->tail.n == 0) return stem.n ? stem : form;
    char *both = arena_alloc(arena, stem.n + script->tail.n);
    if (!both) return (Slice){NULL, 0};
    memcpy(both, stem.p, stem.n);
    memcpy(both + stem.n, script->tail.p, script->tail.n);
    return (Slice){both, stem.n + script->tail.n};
}

typedef struct TagFeats {
    const char *xpos, *word, *feats;
} TagFeats; /* word: lower-cased form, NULL: any */

static const TagFeats tag_feats[] = {
    {"NN", NULL, "Number=Sing"},
    {"NNS", NULL, "Number=Plur"},
    {"NNP", NULL, "Number=Sing"},
    {"NNPS", NULL, "Number=Plur"},
    {"VB", NULL, "VerbForm=Inf"},
    {"VBD", NULL, "Mood=Ind|Tense=Past|VerbForm=Fin"},
    {"VBG", NULL, "Tense=Pres|VerbForm=Part"},
    {"VBN", NULL, "Tense=Past|VerbForm=Part"},
    {"VBP", NULL, "Mood=Ind|Tense=Pres|VerbForm=Fin"},
    {"VBZ", NULL, "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"},
    {"MD", NULL, "VerbForm=Fin"},
    {"JJ", NULL, "Degree=Pos"},
    {"JJR", NULL, "Degree=Cmp"},
    {"JJS", NULL, "Degree=Sup"},
    {"RBR", NULL, "Degree=Cmp"},
    {"RBS", NULL, "Degree=Sup"},
    {"CD", NULL, "NumType=Card"},
    {"DT", "the", "Definite=Def|PronType=Art"},
    {"DT", "a", "Definite=Ind|PronType=Art"},
    {"DT", "an", "Definite=Ind|PronType=Art"},
    {"DT", "this", "Number=Sing|PronType=Dem"},
    {"DT", "that", "Number=Sing|PronType=Dem"},
    {"DT", "these", "Number=Plur|PronType=Dem"},
    {"DT", "those", "Number=Plur|PronType=Dem"},
    {"DT", "no", "PronType=Neg"},
    {"PRP", "i", "Case=Nom|Number=Sing|Person=1|PronType=Prs"},
    {"PRP", "me", "Case=Acc|Number=Sing|Person=1|PronType=Prs"},
    {"PRP", "you", "Person=2|PronType=Prs"},
    {"PRP", "he", "Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs"},
    {"PRP", "him", "Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs"},
    {"PRP", "she", "Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs"},
    {"PRP", "her", "Case=Acc|Gender=Fem|Number=Sing|Person=3|PronType=Prs"},
    {"PRP", "it", "Gender=Neut|Number=Sing|Person=3|PronType=Prs"},
    {"PRP", "we", "Case=Nom|Number=Plur|Person=1|PronType=Prs"},
    {"PRP", "us", "Case=Acc|Number=Plur|Person=1|PronType=Prs"},
    {"PRP", "they", "Case=Nom|Number=Plur|Person=3|PronType=Prs"},
    {"PRP", "them", "Case=Acc|Number=Plur|Person=3|PronType=Prs"},
    {"PRP", "himself", "Gender=Masc|Number=Sing|Person=3|PronType=Prs|Reflex=Yes"},
    {"PRP", "herself", "Gender=Fem|Number=Sing|Person=3|PronType=Prs|Reflex=Yes"},
    {"PRP", "itself", "Gender=Neut|Number=Sing|Person=3|PronType=Prs|Reflex=Yes"},
    {"PRP", "themselves", "Number=Plur|Person=3|PronType=Prs|Reflex=Yes"},
    {"PRP$", "my", "Number=Sing|Person=1|Poss=Yes|PronType=Prs"},
    {"PRP$", "your", "Person=2|Poss=Yes|PronType=Prs"},
    {"PRP$", "his", "Gender=Masc|Number=Sing|Person=3|Poss=Yes|PronType=Prs"},
    {"PRP$", "her", "Gender=Fem|Number=Sing|Person=3|Poss=Yes|PronType=Prs"},
    {"PRP$", "its", "Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs"},
    {"PRP$", "our", "Number=Plur|Person=1|Poss=Yes|PronType=Prs"},
    {"PRP$", "their", "Number=Plur|Person=3|Poss=Yes|PronType=Prs"},
    {"WDT", "that", "PronType=Rel"},
    {"WDT", NULL, "PronType=Int"},
    {"WP", NULL, "PronType=Int"},
    {"WP$", NULL, "Poss=Yes|PronType=Int"},
    {"WRB", NULL, "PronType=Int"},
    {"RB", "not", "Polarity=Neg"},
    {"RB", "n't", "Polarity=Neg"},
};

const char *feats_of(const char *xpos, Slice lemma, Slice form)
{
    if (slice_is(lemma, "not")) form = SLICE("not");
    for (size_t i = 0; i < sizeof tag_feats / sizeof *tag_feats; i++) {
        const TagFeats *t = &tag_feats[i];
        if (strcmp(t->xpos, xpos) == 0 && (!t->word || slice_eq_nocase(form, slice_of(t->word))))
            return t->feats;
    }
    return "";
}
