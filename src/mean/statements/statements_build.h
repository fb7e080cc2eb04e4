/* statements_build.h - what the files that make statements share. Not for other files. */
#ifndef DLN_MEAN_STATEMENTS_BUILD_H
#define DLN_MEAN_STATEMENTS_BUILD_H
#include "mean/statements/statements_parts.h"

#define CUE_THRESHOLD 0.45f
#define USED_CUE -1.0f           /* in place of its probability: a form has its words */
#define LEAST_SCORE 0.5f         /* cue and labels together; words in marks may be less sure */
#define LONE_CUE_THRESHOLD 0.08f /* for a quotation that no statement claimed */
enum {
    MAX_PIECES = 24,
    WORDS_OF_SPEECH = 4,
    WORDS_OF_LONE = 6,
    LONGEST_ASIDE = 30,
    LONGEST_SUBJECT = 8, /* tokens between a quotation and the verb behind it */
    MAX_CUES_A_SENTENCE = 64
};

typedef struct Placed {
    uint32_t at, index;
} Placed;
typedef struct Piece {
    uint32_t first, end;
} Piece; /* tokens */
typedef struct Pieces {
    Piece at[MAX_PIECES];
    uint32_t n;
} Pieces;
/* What one cue wants. */
typedef struct CueClaim {
    uint32_t cue, rank, words, n;
    float score;
    Piece *piece; /* [n] */
    Span source;
} CueClaim;
typedef struct Build {
    Scene *scene;
    Arena *arena, *scratch;
    uint32_t *owner;    /* [n_tokens] statement whose content holds the token, or NONE */
    VEC(uint32_t) cues; /* per statement: its cue token */
    VEC(Span) relay; /* per statement: the source that passes it on, empty when none; may be shorter
                        than the statements */
    Frame *frame;
} Build;

static inline bool is_punct(const LangText *lang, uint32_t t)
{
    return lang->token[t].upos == UPOS_PUNCT;
}

/* ---- statements_pieces.c ---- */
/* Why a step could not go on: either arena may be the one that gave out. */
dln_status build_status(const Build *b);
Span token_span(const LangText *lang, uint32_t t);
/* One run of content tokens as a span: loose punctuation off both ends, marks of quotation kept
 * only in pairs. */
Span piece_span(const Scene *scene, uint32_t first, uint32_t end);
/* Are the tokens nothing but punctuation? */
bool build_all_punct(const Scene *scene, uint32_t first, uint32_t end);
/* Adds one token; punctuation between it and the last piece joins the two. */
void pieces_add_token(const Scene *scene, Pieces *pieces, uint32_t t);
/* Without pieces that are nothing but punctuation. */
void pieces_drop_empty(const Scene *scene, Pieces *pieces);
/* Runs of units labelled `label`. */
void pieces_collect(const Build *b, const Frame *frame, uint8_t label, Pieces *pieces);
/* Direct, indirect or mixed, by the marks around the words. */
StatementKind pieces_kind(const Scene *scene, const Pieces *pieces);
/* The longest run of source labels, without loose punctuation at its ends. */
Span pieces_source(const Build *b, const Frame *frame);
/* Mean probability of the labels inside. */
float frame_sureness(const Frame *frame);
/* Adds a statement, whose words it owns; false: no memory. */
bool build_add(Build *b, const Pieces *pieces, Statement *made, uint32_t cue);
Statement build_new(const Scene *scene, uint32_t cue);
uint32_t pieces_words(const Scene *scene, const Pieces *pieces);

/* ---- statements_source.c ---- */
/* Subject of a verb, or of the verb it hangs on ("Trump spoke, saying ..."; "the man who said"):
 * where the frame found no source. */
Span source_subject(const Scene *scene, uint32_t cue);
/* "The Herald cites police as saying": the verb that passes on what the object of it says; NONE. */
uint32_t cited_by(const Scene *scene, uint32_t cue);
/* Of the same, who says so: "police"; empty where the cue is of no such verb. */
Span cited_source(const Scene *scene, uint32_t cue);
/* "The council failed, hours after officials said that": the verb's own subject right before it
 * speaks, not one of another clause. */
Span own_subject(const Scene *scene, uint32_t cue, Span labelled);
/* "Russia vetoed a text on the attack in which 17 died, saying that": a participle behind a comma
 * goes with the main verb, not with that of a relative clause before it. Its subject, or
 * `labelled`. */
Span main_subject(const Scene *scene, uint32_t cue, Span labelled);
/* "the text passed Monday said": a day does not speak; the subject of the cue, or `labelled`. */
Span no_day(const Scene *scene, uint32_t cue, Span labelled);
/* "..., Harbour Watch, a watchdog [group], reported": the whole phrase whose last words were
 * labelled, taken off the end of the content. */
Span source_phrase(const Scene *scene, uint32_t cue, Span labelled, Pieces *pieces);
/* "Marrero was accused of": the subject of a passive verb does not speak. "was quoted as saying"
 * has a second cue for that. */
bool is_told_subject(const Scene *scene, uint32_t cue, Span source);
/* "the boat which police say sank", "shot back Amy Lorne": the relative pronoun before another
 * subject, and the particle of the cue, are no source. */
Span without_relative(const Scene *scene, Span source);
/* Who spoke before, for a second verb ("but added that"); who does what is done "to say"; else
 * `labelled`. */
Span source_by_verb(const Scene *scene, uint32_t cue, Span labelled);
bool is_second_verb(const Scene *scene, uint32_t cue);
/* "[Ana Holm, D-]Oran, said": the state behind a name speaks with it. */
Span source_of_state(const Scene *scene, Span source);
/* "Orsk jabbed [Trask], in harsh terms, saying": a participle behind a comma is the subject's. */
Span controlling_subject(const Scene *scene, uint32_t cue, Span labelled);
/* "[Lund] defended the story, which alleged", "a report released [Tuesday that] accused": the noun
 * that the relative clause tells of. */
Span relative_noun(const Scene *scene, uint32_t cue, Span labelled);
/* "[with] forecasters calling for rain": the preposition is no part of the source. */
Span without_preposition(const Scene *scene, uint32_t cue, Span source);
/* "Rep. Ana Holm, D-Oran, [agreed], calling it a farce": nor is the verb whose subject it is. */
Span without_verb(const Scene *scene, Span source);
/* "WASHINGTON -- President Hale said": the dateline is no part of the source. */
Span without_dateline(const Scene *scene, Span source);
/* "Long, the relief administrator, warned": an apposition is no speaker beside the name it stands
 * with; the source is the whole subject. */
Span source_whole(const Scene *scene, uint32_t cue, Span labelled);
/* A source that is a name, with what describes it beside it. */
Span source_described(const Scene *scene, uint32_t cue, Span source);

/* ---- statements_content.c ---- */
/* Whole clauses, without what another says: mends the content that a frame labelled. */
void content_mend(const Scene *scene, uint32_t cue, Pieces *pieces);
/* "— [claims] China denied": a noun of saying that was tagged as a verb. */
bool is_noun_behind_dash(const Scene *scene, uint32_t cue);
/* Without the noun that the relative pronoun of the source stands for. */
void content_without_antecedent(const Scene *scene, uint32_t cue, Span source, Pieces *pieces);
/* Cuts a source off the end of a quotation; its span, or an empty one. */
Span content_tail(const Scene *scene, uint32_t cue, Pieces *pieces);

/* ---- statements_claim.c ---- */
/* Claims for a form, without a frame; false: no memory. */
bool build_claim(Build *b, uint32_t cue, float score, Slice rule);
/* Outer statements first, surest first; cues inside the content of a statement make statements
 * inside it. */
dln_status build_claim_all(Build *b);
/* Quotations and answers that the layout gives to somebody. */
dln_status build_claim_forms(Build *b);

/* ---- statements_closing.c ---- */
dln_status build_claim_closings(Build *b);

/* ---- statements_quotes.c ---- */
dln_status build_claim_quotes(Build *b);
#endif
