/* statements_parts.h - what the files of the statements stage and its trainer
 * (train/statements_fit.c) share.
 *
 * The stage in short: every token that may report speech (a candidate) gets a probability (cue
 * weights). Round each cue that passes, the window of units - the tokens of its sentence, and whole
 * sentences or quotations before and after - is labelled outside / content / source by a linear
 * chain (frame weights). Conflicts between cues are settled, quotations nobody claimed are given to
 * the speaker at hand, speakers are named. */
#ifndef DLN_MEAN_STATEMENTS_PARTS_H
#define DLN_MEAN_STATEMENTS_PARTS_H
#include "base/datafile.h"
#include "base/map.h"
#include "lang/tree.h"
#include "mean/statements/marks.h"
#include "mean/statements/statements.h"

enum { LABEL_OUT, LABEL_CONTENT, LABEL_SOURCE, LABELS };
enum {
    EDGE_PLAIN,
    EDGE_PUNCT,
    EDGE_QUOTE,
    EDGE_ARM,
    EDGE_CUE,
    EDGE_UNIT,
    EDGE_PARAGRAPH,
    EDGES
}; /* what lies between two units */
enum { MAX_CLUES = 112, MAX_UNITS = 320, UNITS_AROUND = 10 };

/* Weights of one model: w[bucket][labels], real value = w * scale. edge: [EDGES][labels][labels],
 * first: [labels]. */
typedef struct Weights {
    const int8_t *w;
    const float *edge, *first;
    float scale;
    uint32_t mask, labels;
} Weights;

typedef struct CueWord {
    uint8_t polarity;
    bool strong;
} CueWord;

struct Statements {
    DataFile model;
    bool has_model;
    Weights cue, frame;
    float speaker[SPEAKER_FEATURES]; /* weights of statements_pronoun.c */
    Map cue_verb, cue_noun, cue_other,
        cue_phrase; /* lemma, or lemma + " " + next word -> index into word */
    CueWord *word;
    Map unsaid; /* words of en/unsaid.txt */
    Map medium; /* nouns of print and office that stand for a body ("newspaper", "ministry") ->
                   SpeakerNoun */
};
typedef enum SpeakerNoun {
    SPEAKER_MEDIUM = 1,
    SPEAKER_BODY,
    SPEAKER_PERSON,
    SPEAKER_OUTLET,
    SPEAKER_RELAY,
    SPEAKER_PAST,    /* "former": who is called so holds the office no more */
    SPEAKER_WRITING, /* "the statement said": who issued it says so */
    SPEAKER_ISSUE,   /* "issued": who does so makes the writing */
    SPEAKER_PART,    /* "some": of a body's people, not the body */
    SPEAKER_CITING   /* "cites police as saying": who does so passes the words on */
} SpeakerNoun;

/* One report as the stage sees it; arrays are [n_tokens], in scratch memory. */
typedef struct Scene {
    const Statements *model;
    const Report *report;
    Findings *findings;
    const LangText *lang;
    Marks marks;
    uint32_t *quote; /* outermost speech quotation that holds the token, or NONE */
    uint32_t *paragraph;
    uint64_t *form, *lemma; /* hashes of lower-cased form and lemma */
    const CueWord **word;   /* entry of the list, or NULL */
    uint8_t *candidate;     /* may the token be a cue? */
    float *cue_p;           /* probability that it is one; 0 for non-candidates */
    uint32_t n_paragraphs;
    uint32_t *cue_of;          /* [statements] cue token of each, set by statements_build */
    const SpeakerTrace *trace; /* NULL but in training */
    Span *relay_of; /* [statements] source that passes it on ("according to the Herald"), empty when
                       none */
} Scene;

/* One unit of the window round a cue: a token of the cue's sentence, or a stretch of tokens before
 * or after it that lies in one sentence and on one side of a quotation mark. */
typedef struct Unit {
    uint32_t first, end;
    bool token;
} Unit;
typedef struct Frame {
    uint32_t cue; /* token */
    Unit unit[MAX_UNITS];
    uint32_t n;
    uint8_t edge[MAX_UNITS];    /* what lies between unit i-1 and i */
    uint8_t label[MAX_UNITS];   /* the best labelling */
    float p[MAX_UNITS];         /* probability of that label */
    uint64_t path[MAX_UNITS];   /* hash of the relations from the cue to the token; 0 for units that
                                   are no token */
    uint64_t arm[MAX_UNITS];    /* the same, of the branch the token hangs in */
    uint32_t branch[MAX_UNITS]; /* top token of that branch */
    uint8_t depth[MAX_UNITS];   /* steps inside the branch */
} Frame;

/* What is the same for all units of a frame, and counts up to each unit. */
typedef struct FrameView {
    const Scene *scene;
    const Frame *frame;
    const Sentence *sentence;
    uint64_t lemma, kind,
        shape;   /* of the cue; shape: where the quoted words of its sentence stand */
    uint32_t at; /* unit of the cue */
    uint16_t comma[MAX_UNITS], turn[MAX_UNITS],
        rival[MAX_UNITS]; /* commas, marks, other likely cues */
} FrameView;

typedef struct CueClues {
    uint32_t at[MAX_CLUES];
    uint32_t n;
} CueClues;
static inline void clue(CueClues *f, uint64_t id, uint64_t a, uint64_t b)
{
    uint64_t x = id * 0x9E3779B97F4A7C15u + a * 0xC2B2AE3D27D4EB4Fu + b * 0x165667B19E3779F9u;
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93u;
    x ^= x >> 29;
    if (f->n < MAX_CLUES) f->at[f->n++] = (uint32_t)x;
}

/* statements_scene.c */
dln_status scene_build(const Statements *statements, const Report *report, Findings *findings,
                       Arena *scratch, Scene *scene);
/* statements_cues.c */
dln_status cues_open(const char *data_dir, Arena *arena, Statements *statements, dln_error *err);
void cues_candidates(Scene *scene);
void cue_features(const Scene *scene, uint32_t token, CueClues *f);
Polarity cue_polarity(const Scene *scene, uint32_t token);
Span cue_span(const Scene *scene, uint32_t token);
/* statements_frame.c */
void frame_build(const Scene *scene, uint32_t cue, Frame *frame, Arena *scratch);
void frame_view(const Scene *scene, const Frame *frame, FrameView *view);
void frame_features(const FrameView *view, uint32_t unit, CueClues *f);
/* statements_model.c */
dln_status model_open(const char *data_dir, Statements *statements, dln_error *err);
float score_one(const Weights *weights, const CueClues *f); /* probability, labels == 1 */
void frame_decode(const Scene *scene, Frame *frame);        /* fills label and p */
/* statements_forms.c */
typedef struct Form {
    uint32_t first, end; /* tokens of the content */
    uint32_t cue;        /* token of its verb, NONE */
    Span source;
    uint32_t mention; /* of the speaker, where the source stands elsewhere; NONE */
} Form;
typedef VEC(Form) Forms;
dln_status statements_forms(const Scene *scene, Arena *scratch, Forms *forms);
/* statements_unsaid.c */
dln_status unsaid_open(const char *data_dir, Arena *arena, Statements *statements, dln_error *err);
/* Does the cue tell nobody's words? Content: tokens [first, end). */
bool is_unsaid(const Scene *scene, uint32_t cue, Span source, uint32_t first, uint32_t end);
/* "did not say", "never called": a word of negation right before the cue; not "did not only say".
 */
bool cue_negated(const Scene *scene, uint32_t cue);
/* Was what begins at token `first` not said: "did not say whether"? */
bool cue_not_uttered(const Scene *scene, uint32_t cue, uint32_t first);
/* A verb of holding ("believe"), whose negation denies what is held. */
bool cue_is_stance(const Scene *scene, uint32_t cue);
/* statements_build.c */
dln_status statements_build(Scene *scene, Arena *arena, Arena *scratch);
/* A comma, bracket or dash that parts a name from what describes it. */
bool opens_aside(const Token *token);
/* statements_speaker.c */
typedef struct Source {
    uint32_t first, end, head; /* head: NONE when no word of it can name somebody */
} Source;                      /* tokens */
/* A noun that a person is called by, in an apposition or before the name; or a person without a
 * name. */
typedef struct Called {
    uint64_t lemma;
    uint32_t token, entity; /* NONE: nobody named */
} Called;
/* Who spoke so far, while the statements are gone through in text order. */
typedef struct Chain {
    const Scene *scene;
    const Findings *f;
    uint32_t *mention_of;       /* [n_tokens] tightest name mention that holds the token, or NONE */
    uint32_t *spoke;            /* [entities] statements of that speaker so far */
    uint32_t person, person_at; /* last person who spoke: entity, token of the source; NONE */
    uint32_t body, body_at;     /* last body or outlet that spoke */
    uint32_t
        stranger_at;    /* token of the last source that may be a person and was not named; NONE */
    VEC(Called) called; /* by lemma */
} Chain;
static inline const Entity *entity(const Chain *chain, uint32_t e)
{
    return &chain->f->entities.at[e];
}
static inline bool form_is(const Token *t, const char *word)
{
    return slice_eq_nocase(t->form, slice_of(word));
}
static inline bool is_plural(const Token *t)
{
    return strcmp(t->xpos, "NNS") == 0 || strcmp(t->xpos, "NNPS") == 0;
}
Source source_of(const Scene *scene, Span span);
bool source_has_conjunct(const LangText *lang, const Source *source);
dln_status statements_speakers(Scene *scene, Arena *scratch);
uint32_t speaker_noun(const Scene *scene,
                      uint32_t token); /* SpeakerNoun of the token's lemma, 0 when not listed */
bool speaker_is_outlet(const Scene *scene,
                       uint32_t entity); /* does its name say that it is an outlet? */
/* statements_named.c */
uint32_t named_in_source(const Chain *chain,
                         const Source *source);            /* mention of the one it names; NONE */
bool named_are_many(const Chain *chain, uint32_t mention); /* "top Republicans" */
bool token_in_time(const Findings *findings, Span token);  /* "Holm [Tuesday]" */
/* Token after the name of another speaker of the same words right behind the source; NONE. */
uint32_t spoken_with_another(const Chain *chain, const Source *source, uint32_t cue);
/* statements_office.c */
bool office_init(Chain *chain, Arena *scratch); /* fills called; false: no memory */
/* Whom a source without a name means, but he and she; NONE. */
uint32_t noun_speaker(const Chain *chain, const Source *source, Slice *rule);
/* statements_pronoun.c */
/* Whom "he" or "she" at `token` means, as the source of a statement; NONE. */
uint32_t pronoun_speaker(const Chain *chain, uint32_t token, Gender gender);
/* statements_words.c */
dln_status statements_words(Scene *scene, Arena *scratch);
/* statements_detail.c */
dln_status statements_details(Scene *scene, Arena *arena);
#endif
