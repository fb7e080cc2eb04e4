/* statements.h - who said what: the statements of one report.
 *
 * In: Report, LangText and (for speakers) Findings.entities/mentions. Out: Findings.statements, by
 * first byte.
 *
 * Files: statements_cues.c finds the reporting words, statements_frame.c lays out what stands
 * around one, statements_model.c scores, statements_forms.c reads the layout,
 * statements_build.c makes statements of it, statements_unsaid.c tells which are none,
 * statements_speaker.c says who spoke, statements_words.c in which words; statements_parts.h is
 * shared by them and by the trainer. */
#ifndef DLN_MEAN_STATEMENTS_H
#define DLN_MEAN_STATEMENTS_H
#include "mean/mean.h"

typedef struct Statements Statements; /* word list and weights: immutable, shared by threads */

/* Opens en/cues.txt, en/speakers.txt, en/unsaid.txt and statements.model of the data folder. The
 * list lives in `arena`; the model is mapped until statements_close. DLN_ERR_DATA names what is
 * missing or damaged. */
dln_status statements_open(const char *data_dir, Arena *arena, Statements **statements,
                           dln_error *err);
void statements_close(Statements *statements);

/* Fills findings->statements from findings->lang, ->entities and ->mentions. Results in `arena`;
 * `scratch` is rewound on return. Time: O(tokens + cues * window), window bounded. DLN_ERR_NOMEM /
 * DLN_ERR_LIMIT from the arenas; what was found up to then stands. */
dln_status mean_statements(const Statements *statements, const Report *report, Findings *findings,
                           Arena *arena, Arena *scratch);

#define SPEAKER_FEATURES 32
enum { SPEAKER_CHOICES = 8 };
/* One person whom "he said" may mean, as the ranker sees him. */
typedef struct SpeakerChoice {
    uint32_t entity, at; /* at: token of his last mention */
    float feature[SPEAKER_FEATURES], score;
} SpeakerChoice;
/* Watches the ranker, for training it (train/speakers.py). */
typedef struct SpeakerTrace {
    void (*see)(void *context, const Findings *findings, Span pronoun, const SpeakerChoice *choice,
                uint32_t n);
    void *context;
} SpeakerTrace;
dln_status mean_statements_traced(const Statements *statements, const Report *report,
                                  Findings *findings, Arena *arena, Arena *scratch,
                                  const SpeakerTrace *trace);
#endif
