/* record.h - the record in memory: what all reports of one story say, joined; the writers in out/
 * print it. All in the record's arena; texts are borrowed from the reports. Ids are positions: r1,
 * e1, t1, s1, v1 (events), f1. */
#ifndef DLN_COLLATE_RECORD_H
#define DLN_COLLATE_RECORD_H
#include "mean/mean.h"

typedef struct Evidence {
    uint32_t report;
    Span span;
} Evidence;

typedef struct RecordSpelling {
    Slice text;
    VEC(uint32_t) reports;
    uint32_t count;
    Slice note;
} RecordSpelling; /* note: "homoglyph", "transliteration", ... or empty */
typedef struct RecordMention {
    uint32_t report;
    Span span;
    MentionForm form;
} RecordMention;
typedef struct RecordRole {
    Slice text;
    Evidence at;
    bool contested; /* an office of one holder by which the reports call somebody else oftener */
} RecordRole;
typedef struct RecordEntity {
    EntityKind kind;
    Slice name;
    char country[3];
    Slice key;
    uint32_t place_in;
    bool as_government;
    VEC(RecordRole) roles;
    VEC(RecordSpelling) spellings;
    VEC(RecordMention) mentions;
    Slice actor; /* CAMEO actor code, empty unknown */
} RecordEntity;

typedef struct RecordTimeMention {
    Evidence at;
    Basis basis;
} RecordTimeMention;
typedef struct RecordTime {
    TimeType type;
    Slice value, mod;
    int32_t from, to;
    VEC(RecordTimeMention) mentions;
} RecordTime;

typedef struct RecordVersion {
    uint32_t report;
    VEC(Span) content;
    Span speaker_span, cue_span, speaker_words;
    VEC(uint32_t) via;
    Slice via_note;
    uint32_t occasion;
    uint32_t time; /* when it was said, NONE */
    Slice rule;
    float score;
    StatementKind kind;
    Slice verb;
} RecordVersion;
typedef struct RecordStatement {
    uint32_t speaker;
    Slice speaker_text; /* the outlet's words for a speaker without a name, empty: none */
    StatementKind kind;
    Slice verb;
    Polarity polarity;
    VEC(RecordVersion) versions;
    bool same_words;
} RecordStatement;

typedef struct RecordPart {
    PartRole role;
    uint32_t entity;  /* NONE: told by words only ("a tank crew") */
    Slice text;       /* the words of one report for it */
    Evidence at;      /* where they stand */
    float confidence; /* 0..1: how sure it is that the reports give it this role */
} RecordPart;
typedef struct RecordVouch {
    bool is_report;
    uint32_t index;
} RecordVouch; /* a report, or an entity (speaker) */
typedef struct RecordEventMention {
    uint32_t report;
    Span trigger, sentence;
    Modality modality;
    Span instrument, manner, purpose, content; /* {0, 0}: not told */
} RecordEventMention;
typedef struct RecordEvent {
    Slice type, mode, cameo, label, kind;
    Modality modality;
    bool background;
    VEC(RecordPart) parts;
    uint32_t time;
    int32_t from, to;
    uint32_t place;
    VEC(RecordVouch) vouched_by;
    VEC(RecordEventMention) mentions;
    float confidence;        /* 0..1: how sure it is that the reports tell such an event */
    float salience;          /* 0..1: how much they make of it */
    bool main;               /* the story's own happening; one a record, none without events */
    uint32_t part_of;        /* event it is a part of, NONE */
    uint32_t consequence_of; /* event that it came of, where the text says so, NONE */
} RecordEvent;

typedef struct RecordValue {
    Slice value;
    VEC(Evidence) evidence;
    VEC(uint32_t) said_by;
    uint32_t voices;
} RecordValue; /* voices: independent reports (copies folded) */
typedef struct RecordFact {
    About about;
    uint32_t index;
    Slice attribute;
    dln_verdict verdict;
    bool between_parties;
    float salience; /* 0..1: how likely it is that an editor finds it worth a line; see worth.h */
    float lined, alike; /* how surely its tellings answer one question, say the same (align.h); 0:
                           a typed reader lined them up */
    Slice why;
    VEC(RecordValue) values;
} RecordFact;
/* What the only report of a record claims; numbers of the record, NONE where there is none. */
typedef struct RecordClaim {
    const Claim *claim;
    uint32_t about;        /* as claim->about says */
    uint32_t entity, time; /* what its words are */
    uint32_t when;         /* of its happening */
    uint32_t statement, said_by;
} RecordClaim;
#define CONFLICT_WORTH 0.2f /* least salience of two wordings of a quotation, of a change */
/* Is the fact worth a line where a person reads? Figures, days, ages that cannot both be true
 * always are, and no accusation stands without its denial; of quotations the outlets often change a
 * word that changes nothing. JSON gives all. */
static inline bool fact_is_worth(const RecordFact *fact)
{
    bool conflict = fact->verdict == DLN_CONFLICT;
    if (fact->between_parties || (conflict && !slice_is(fact->attribute, "wording"))) return true;
    return fact->salience >= (conflict ? CONFLICT_WORTH : 0.5f);
}
extern const char *const verdict_name[4];

/* What a later version of a report changed against the one before it. */
typedef enum ChangeKind { CHANGE_VALUE, CHANGE_DROPPED, CHANGE_ADDED } ChangeKind;
extern const char *const change_name[3];
typedef struct RecordChange {
    ChangeKind kind;
    Slice attribute;
    Evidence before, after; /* the words; report NONE: it has none */
    float salience;
} RecordChange;
typedef struct RecordRevision {
    uint32_t earlier, later; /* reports */
    VEC(RecordChange) changes;
} RecordRevision;
/* Is it worth a line where a person reads? What an outlet takes back always is. */
static inline bool change_is_worth(const RecordChange *change)
{
    return change->kind == CHANGE_DROPPED || change->salience >= CONFLICT_WORTH;
}
/* A notice by which an outlet corrects its own report. */
typedef struct RecordCorrection {
    uint32_t report;
    Span span;
    uint32_t revision, change; /* what it corrects of an earlier version at hand; NONE unknown */
    uint32_t fact;             /* the fact that its report tells now; NONE unknown */
} RecordCorrection;

typedef struct Record {
    Arena arena;
    Slice title;
    int32_t from, to;
    char key[33];
    VEC(uint32_t) places; /* the story's head */
    const Report **report;
    const Findings **findings;
    uint32_t n_reports;    /* borrowed */
    uint32_t *copy_of;     /* [n_reports] index of the source report, or NONE */
    uint32_t *replaced_by; /* [n_reports] the next version of the report, which speaks no more, or
                              NONE; NULL: there are none */
    VEC(RecordRevision) revisions;
    VEC(RecordCorrection) corrections;
    VEC(RecordEntity) entities;
    VEC(RecordTime) times;
    VEC(RecordStatement) statements;
    VEC(RecordEvent) events; /* in time order, what matters first where dates are equal */
    VEC(RecordClaim) claims; /* of a record of one report */
    VEC(RecordFact) facts;   /* summary order: conflicts on the main event first */
} Record;

/* Has the report a later version, which speaks in its place? */
static inline bool report_replaced(const Record *record, uint32_t report)
{
    return record->replaced_by && record->replaced_by[report] != NONE;
}

/* What a participant is called: its entity's name, else the words of the report. */
static inline Slice record_part_name(const Record *record, const RecordPart *part)
{
    return part->entity < record->entities.n ? record->entities.at[part->entity].name : part->text;
}

/* What stands behind a name: the first role that is written as a title, "Russian Defense Minister"
 * before "counterpart"; else the first; empty: none. */
Slice record_role(const RecordEntity *entity);

/* Do words of a report give a figure that more voices give otherwise? Such words should not stand
 * over the story. Asks the facts in summary order. */
bool record_outvoiced(const Record *record, uint32_t report, Span words);
#endif
