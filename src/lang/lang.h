/* lang.h - text to sentences, tokens, tags, parse and names.
 *
 * In: a Report (blocks tell what to read). Out: LangText in the given arena; all spans into
 * Report.text.
 *
 * UD conventions: universal POS and relations, Penn XPOS; multiword tokens split ("don't" -> "do" +
 * "n't"), each word with its own span. */
#ifndef DLN_LANG_LANG_H
#define DLN_LANG_LANG_H
#include "base/report.h"

typedef enum Upos {
    UPOS_X,
    UPOS_ADJ,
    UPOS_ADP,
    UPOS_ADV,
    UPOS_AUX,
    UPOS_CCONJ,
    UPOS_DET,
    UPOS_INTJ,
    UPOS_NOUN,
    UPOS_NUM,
    UPOS_PART,
    UPOS_PRON,
    UPOS_PROPN,
    UPOS_PUNCT,
    UPOS_SCONJ,
    UPOS_SYM,
    UPOS_VERB,
    UPOS_COUNT
} Upos;
/* Universal relations without subtype; the subtype, where there is one, is in Token.subtype ("pass"
 * of nsubj:pass). */
typedef enum Rel {
    REL_DEP,
    REL_ROOT,
    REL_NSUBJ,
    REL_OBJ,
    REL_IOBJ,
    REL_CSUBJ,
    REL_CCOMP,
    REL_XCOMP,
    REL_OBL,
    REL_VOCATIVE,
    REL_EXPL,
    REL_DISLOCATED,
    REL_ADVCL,
    REL_ADVMOD,
    REL_DISCOURSE,
    REL_AUX,
    REL_COP,
    REL_MARK,
    REL_NMOD,
    REL_APPOS,
    REL_NUMMOD,
    REL_ACL,
    REL_AMOD,
    REL_DET,
    REL_CLF,
    REL_CASE,
    REL_CONJ,
    REL_CC,
    REL_FIXED,
    REL_FLAT,
    REL_COMPOUND,
    REL_LIST,
    REL_PARATAXIS,
    REL_ORPHAN,
    REL_GOESWITH,
    REL_REPARANDUM,
    REL_PUNCT,
    REL_COUNT
} Rel;
typedef enum NameKind { NAME_PERSON, NAME_ORG, NAME_PLACE, NAME_OTHER, NAME_KINDS } NameKind;
extern const char *const upos_name[UPOS_COUNT];
extern const char *const rel_name[REL_COUNT];

typedef struct Token {
    Span span;           /* its bytes; words of one multiword token lie side by side inside it */
    Slice form;          /* = text of span */
    Slice lemma;         /* dictionary form, arena or text */
    const char *xpos;    /* Penn tag, static ("VBD") */
    const char *feats;   /* UD features, static ("Number=Sing"), "" when none */
    const char *subtype; /* relation subtype, static, "" when none */
    uint32_t
        head; /* index of the head token in LangText.token; NONE for the root of its sentence */
    uint32_t sentence;        /* index into LangText.sentence */
    uint32_t name;            /* index into LangText.name, or NONE */
    uint8_t upos, rel;        /* Upos, Rel */
    bool space_after;         /* white space (or the end) follows */
    bool mwt_first, mwt_more; /* first word of a multiword token; further word of it */
} Token;

typedef struct Sentence {
    uint32_t first, end;
    Span span;
    BlockKind block;
    bool paragraph_first;
} Sentence; /* tokens [first, end) */
typedef struct Name {
    uint32_t first, end;
    Span span;
    NameKind kind;
    float score;
} Name; /* tokens [first, end); score 0..1 */

typedef struct LangText {
    Token *token;
    uint32_t n_tokens;
    Sentence *sentence;
    uint32_t n_sentences;
    Name *name;
    uint32_t n_names;
    uint32_t cut; /* byte of the text behind which no word was read; NONE: all were */
} LangText;

typedef struct Lang Lang; /* the model: immutable, shared by threads */

/* Opens the model files in `data_dir`: "english.model", and for DLN_ENGINE_CAREFUL also
 * "careful.model", whose tags, parse and names then stand for the other's; sentences and tokens are
 * the same. DLN_ERR_DATA: missing or damaged. *lang is owned: lang_close. */
dln_status lang_open(const char *data_dir, dln_engine engine, Lang **lang, dln_error *err);
void lang_close(Lang *lang);
/* Analyses every block of the report that holds prose (body, title, heading, caption, byline; each
 * block on its own). Results in `out` (memory from `arena`); `scratch` is rewound on return. */
dln_status lang_read(const Lang *lang, const Report *report, Arena *arena, Arena *scratch,
                     LangText *out);
/* The same of the first `most` tokens, about: out->cut tells where they end. */
dln_status lang_read_most(const Lang *lang, const Report *report, uint32_t most, Arena *arena,
                          Arena *scratch, LangText *out);
/* Fills tags, parse, lemmas and names of tokens and sentences that are already in `text` (forms,
 * spans, sentences set): gold tokenisation. */
dln_status lang_tag(const Lang *lang, LangText *text, Arena *arena, Arena *scratch);
/* Kernels to run ("avx512-vnni", "avx2", "neon-dotprod", "scalar"); otherwise the fastest of this
 * processor. Every choice gives the same answers. For tests and measurements, before the handle is
 * shared; forgets every word and sentence met; false: unknown or not run here. */
bool lang_use_kernels(Lang *lang, const char *name);
/* Static vector of a word in any case, LANG_VECTOR values; NULL for unknown words and models
 * without vectors. Borrowed from `lang`. */
#define LANG_VECTOR 64
const int8_t *lang_vector(const Lang *lang, Slice word);
/* Last token of the subtree-contiguous phrase etc. live in lang/tree.h. */
#endif
