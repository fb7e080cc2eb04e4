/* events_pronoun.h - may a pronoun be taken for the party that coreference says it is?
 *
 * In: a sentence, a participant told by a pronoun. Out: what speaks for it, how likely it is right.
 * Not for other folders; the signs are shown for training (train/pronoun_signs.c). */
#ifndef DLN_MEAN_EVENTS_PRONOUN_H
#define DLN_MEAN_EVENTS_PRONOUN_H
#include "mean/events/events_impl.h"

enum { RIVALS_MOST = 4, PRONOUN_SIGNS = 104 };

/* What is so around a pronoun and the entity. The anchor is the entity's last mention before the
 * pronoun by more than a pronoun; `sentences` and `tokens` are NONE where there is none near. */
typedef struct PronounView {
    float chance;         /* of the ranker that linked it */
    bool of_person;       /* "he", "her" */
    bool quoted;          /* between quotation marks of its sentence */
    bool speaks_of_other; /* "She fired," Lund said */
    bool own_object;      /* "Lund moved to remove him" */
    bool reflects_other;  /* "The baby shot herself" */
    bool bound;           /* "Lund said she would leave" */
    bool bound_grave;     /* the same with no clause between that has no subject */
    bool continues;       /* "Lund met the crew. She thanked them." */
    bool several_near;    /* "Officers said five others were hurt. They ..." */
    bool bound_by_name; /* the entity is named as subject here, or a name is main subject before */
    bool nameless_lately; /* "The chief told how the brother found a gun. He ..." */
    bool nameless_before; /* "the boy" before it in its sentence */
    bool thing_before;    /* the same, or a noun that nobody knows */
    bool alone;           /* named as a subject in its sentence, and nobody else there */
    bool named_subject, subject_before;
    bool main, main_before; /* pronoun, entity: main subject of its sentence, of the one before */
    bool other_reported;    /* "Lund said the boy found a gun. He fired it." */
    bool paragraph_first;
    bool anchor_main, anchor_named;
    bool anchor_speaks; /* "The toddler was taken in, Lund said. He ..." */
    bool overshadowed;  /* "Lund said Bram lied. He ..." of Bram's anchor */
    bool marks_between; /* one of both stands within quotation marks, the other not */
    bool named, gender_known, called, office; /* of the entity; called: "he" or "she" elsewhere */
    uint32_t company[3];    /* bits: another, the entity by more than a pronoun, the entity; in its
                               sentence, with the one before, with LOOK_BACK before */
    uint32_t rivals;        /* others told between anchor and pronoun; RIVALS_MOST: no anchor */
    uint32_t rivals_beside; /* in the anchor's sentence */
    uint32_t sentences, tokens; /* from anchor to pronoun */
    uint32_t anchor_rel;        /* Rel */
    uint32_t mentions, kind;    /* of the entity; EntityKind */
} PronounView;

/* Each sign a number that stands for its kind and value. */
typedef struct PronounSigns {
    uint32_t at[PRONOUN_SIGNS], n;
} PronounSigns;

/* part: head (the pronoun) and entity are set. */
void pronoun_view(const Scene *scene, const Participant *part, PronounView *view);
void pronoun_signs(const Scene *scene, const Participant *part, const PronounView *view,
                   PronounSigns *signs);
/* Reads data/pronouns.model into `arena`. DLN_ERR_DATA names the fault. */
dln_status pronoun_weights_load(const char *data_dir, Arena *arena, Events *events, dln_error *err);
#endif
