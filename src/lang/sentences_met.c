/* sentences_met.c - sentences that were met before; see sentences_met.h.
 *
 * In: words of a sentence. Out: their tags, lemmas, heads, relations and names. One place a
 * sentence, by its hash; a new sentence takes the place of the one that stood there. Words are
 * compared to the byte.
 *
 * Known to get wrong: nothing; sentences of more than 40 words or 8 names are analysed each time.
 */
#include "lang/sentences_met.h"
#include "base/map.h"
#include "base/mem.h"

enum { PLACES = 2048, WORDS_MOST = 40, NAMES_MOST = 8, BYTES_MOST = 360 };

typedef struct Kept {
    const char *xpos, *subtype;
    uint16_t script, head; /* head: from the sentence's first word; NO_HEAD: the root */
    uint8_t upos, rel;
} Kept;
typedef struct KeptName {
    float score;
    uint8_t first, end, kind;
} KeptName;
typedef struct MetSentence {
    uint32_t words, names, bytes;
    Kept word[WORDS_MOST];
    KeptName name[NAMES_MOST];
    char forms[BYTES_MOST]; /* each with its length before it */
} MetSentence;
struct MetSentences {
    uint64_t key[PLACES]; /* 0: empty */
    MetSentence at[PLACES];
};
enum { NO_HEAD = UINT16_MAX };

MetSentences *sentences_met_open(void)
{
    MetSentences *met = mem_alloc(sizeof *met);
    if (met) memset(met->key, 0, sizeof met->key);
    return met;
}

void sentences_met_close(MetSentences *met)
{
    mem_free(met);
}

/* The words' bytes, each behind its length; 0: not a sentence to keep. */
static uint32_t forms_of(const Token *token, uint32_t n, char forms[BYTES_MOST])
{
    uint32_t bytes = 0;
    if (n > WORDS_MOST) return 0;
    for (uint32_t i = 0; i < n; i++) {
        Slice form = token[i].form;
        if (form.n > UINT8_MAX || bytes + 1 + form.n > BYTES_MOST) return 0;
        forms[bytes++] = (char)form.n;
        memcpy(forms + bytes, form.p, form.n);
        bytes += (uint32_t)form.n;
    }
    return bytes;
}

static bool take_word(const Kept *kept, const Model *model, uint32_t first, Token *token,
                      Arena *arena)
{
    token->upos = kept->upos;
    token->xpos = kept->xpos;
    token->lemma = lemma_of(&model->script[kept->script], token->form, arena);
    token->feats = feats_of(token->xpos, token->lemma, token->form);
    token->head = kept->head == NO_HEAD ? NONE : first + kept->head;
    token->rel = kept->rel;
    token->subtype = kept->subtype;
    return token->lemma.p != NULL;
}

/* Where a sentence stands or would; *bytes 0: it is not one to keep. */
static uint32_t place_of(const Token *token, uint32_t n, uint64_t *key, char forms[BYTES_MOST],
                         uint32_t *bytes)
{
    *bytes = forms_of(token, n, forms);
    *key = *bytes ? hash_bytes((Slice){forms, *bytes}, 0) | 1 : 0;
    return (uint32_t)(*key >> 1) % PLACES;
}

bool sentences_met_has(const MetSentences *met, const Token *token, uint32_t n)
{
    char forms[BYTES_MOST];
    uint64_t key;
    uint32_t bytes, place = place_of(token, n, &key, forms, &bytes);
    const MetSentence *at = &met->at[place];
    return bytes && met->key[place] == key && at->words == n && at->bytes == bytes &&
           memcmp(at->forms, forms, bytes) == 0;
}

bool sentences_met_take(const MetSentences *met, const Model *model, Token *token, uint32_t first,
                        uint32_t n, Arena *arena, NameList *names)
{
    char forms[BYTES_MOST];
    uint64_t key;
    uint32_t bytes;
    const MetSentence *at = &met->at[place_of(token + first, n, &key, forms, &bytes)];
    for (uint32_t i = 0; i < n; i++)
        if (!take_word(&at->word[i], model, first, &token[first + i], arena)) return false;
    for (uint32_t i = 0; i < at->names; i++) {
        const KeptName *k = &at->name[i];
        Name name = {.first = first + k->first,
                     .end = first + k->end,
                     .kind = (NameKind)k->kind,
                     .score = k->score};
        if (!VEC_PUSH(arena, names, name)) return false;
    }
    return true;
}

void sentences_met_keep(MetSentences *met, const Token *token, const uint16_t *script,
                        uint32_t first, uint32_t n, const Name *name, uint32_t n_names)
{
    char forms[BYTES_MOST];
    uint64_t key;
    uint32_t bytes, place = place_of(token + first, n, &key, forms, &bytes);
    if (!bytes || n_names > NAMES_MOST) return;
    MetSentence *at = &met->at[place];
    met->key[place] = key;
    at->words = n;
    at->names = n_names;
    at->bytes = bytes;
    memcpy(at->forms, forms, bytes);
    for (uint32_t i = 0; i < n; i++) {
        const Token *t = &token[first + i];
        at->word[i] = (Kept){
            t->xpos,   t->subtype,
            script[i], t->head == NONE ? (uint16_t)NO_HEAD : (uint16_t)(t->head - first),
            t->upos,   t->rel};
    }
    for (uint32_t i = 0; i < n_names; i++)
        at->name[i] = (KeptName){name[i].score, (uint8_t)(name[i].first - first),
                                 (uint8_t)(name[i].end - first), (uint8_t)name[i].kind};
}
