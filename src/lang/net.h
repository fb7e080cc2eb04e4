/* net.h - the network over sentences: tags, lemma scripts, names, heads and relations into Token
 * fields. Words are taken in batches of whole sentences; one NetSpace holds every buffer, so that
 * no word allocates, and what it has met before. Spaces are used by one thread at a time and handed
 * on from report to report (spaces.h). */
#ifndef DLN_LANG_NET_H
#define DLN_LANG_NET_H
#include "lang/model.h"
#include "lang/words_met.h"

enum { NET_PIECE = 256, NET_BATCH = 192, NET_WORDS = NET_PIECE + NET_BATCH };

typedef struct NetSpace {
    const Model *model;
    const Kernels *kernels;
    Arena arena;
    struct NetSpace *next;                              /* while nobody uses it */
    float *h, *y, *rel_dep, *rel_head, *rel_sum, *dist; /* [words][...] */
    uint8_t *q, *zero, *dep, *head;
    int8_t *key;
    const uint8_t **rows;  /* [words * 3] */
    uint32_t *parent;      /* [words] head inside the piece, 0 = root, else word + 1 */
    uint32_t *miss, *twin; /* [words] */
    float *score;          /* [piece][piece + 1] arc scores */
    int32_t *dot;          /* [piece + 1] */
    uint32_t *work;        /* [2 * piece] for the tree */
    uint8_t *back;         /* [piece][names] for the names */
    Slice *form;           /* [words] */
    uint16_t *script;      /* [words] lemma scripts */
    MetWords met;
    struct MetSentences *sentences;
    struct TransformerSpace *transformer; /* of the careful engine, else NULL */
} NetSpace;

/* A space for a model. NULL: no memory. *owned*: net_space_free, NULL allowed. */
NetSpace *net_space(const Model *model, const Kernels *kernels);
void net_space_free(NetSpace *space);
/* Word vectors, context and then the model's encoder (convolutions or transformer) over words that
 * make up `pieces` (ends, in words): leaves the 8-bit result in space->q. */
void net_encode(NetSpace *space, const Token *token, const uint32_t *piece_end, uint32_t pieces);
/* Fills head, rel, subtype of a piece. token: first token of the piece; at: its word in the batch;
 * n <= NET_PIECE. */
void net_arcs_begin(NetSpace *space, uint32_t words);
void net_arcs(NetSpace *space, uint32_t at, uint32_t n);
void net_relations(NetSpace *space, Token *token, uint32_t first_token, uint32_t words);
/* The row of a form in the model's static vectors, vec_width values; NULL: unknown. */
const int8_t *net_word_vector(const Model *model, Slice form);
/* Best legal tag sequence of a piece from its logits (row i at logits + i * stride); adds its names
 * to `out`, token indices from `first`. back: [n][NAME_TAGS_MAX]. False: no memory. */
typedef VEC(Name) NameList;
bool net_names(const Model *model, const float *logits, size_t stride, uint32_t n, uint32_t first,
               uint8_t *back, Arena *arena, NameList *out);
/* Lets the names of a whole text agree with each other; see names_agree.c. False: no memory (of
 * either arena). */
bool names_agree(const LangText *text, NameList *names, Arena *arena, Arena *scratch);
/* The lemma that a script makes of a form; a slice of the form, of the script or of the arena. */
Slice lemma_of(const Script *script, Slice form, Arena *arena);
/* UD features that follow from tag and word ("Number=Sing"); "" when none. *static* */
const char *feats_of(const char *xpos, Slice lemma, Slice form);
/* Makes `parent` a tree with one root: scores [n][n+1], column 0 the root; parent[i] in 0..n. work:
 * 2 * n. Exported for its test. */
void tree_repair(const float *score, uint32_t n, uint32_t *parent, uint32_t *work);
#endif
