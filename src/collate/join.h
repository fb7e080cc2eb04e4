/* join.h - what the steps of collation share; private to src/collate. */
#ifndef DLN_COLLATE_JOIN_H
#define DLN_COLLATE_JOIN_H
#include "collate/collate.h"
#include "collate/worth.h"
#include "base/signs.h"
#include "base/civil.h"
#include "mean/events/event_links.h"
#include "collate/join_model.h"

/* What notices of correction are known by (data/en/corrections.txt). */
typedef enum NoticeKind { NOTICE_HEAD, NOTICE_SENTENCE, NOTICE_PLAIN } NoticeKind;
typedef struct NoticeWords {
    NoticeKind kind;
    Slice words; /* as text_words gives them, a blank around each */
} NoticeWords;

struct Collate {
    ValueWords words;
    Table triggers;
    Map trigger_class; /* lemma -> row of triggers */
    WorthModel worth;  /* data/worth.model */
    SignWeights sure;  /* data/en/sure.txt */
    LinkWords links;   /* data/en/eventlinks.txt */
    VEC(NoticeWords) notices;
    Map plain_words; /* of notices, a blank around each */
    JoinModel model; /* data/joins.model */
};

typedef struct Reading Reading; /* reading.h */
struct Join {
    const Collate *collate;
    const StoryInput *in;
    Record *record;
    Arena *scratch;
    uint32_t *order;         /* [n] reports by their bytes: the order of all decisions */
    uint32_t *rank;          /* [n] place of a report in `order` */
    uint32_t *voice;         /* [n] report whose voice this one is: itself, or what it copies */
    int32_t *day;            /* [n] day of the report, DAY_UNKNOWN */
    const Reading **reading; /* [n] what was read of it before */
    uint32_t **entity_of;    /* [n][entities of the report] index into record->entities */
    uint32_t **time_of, **statement_of, **event_of;
    Aligned aligned; /* claims of several reports that answer one question */
};

dln_status join_entities(Join *join);
dln_status join_times(Join *join);
dln_status join_statements(Join *join);
dln_status join_events(Join *join);
dln_status weigh_events(Join *join); /* salience.c */
dln_status build_facts(Join *join);
dln_status build_head(Join *join);

static inline const Findings *join_findings(const Join *join, uint32_t report)
{
    return join->in->findings[report];
}
static inline Slice join_text(const Join *join, uint32_t report, Span span)
{
    return slice_span(join->in->findings[report]->report->text, span);
}

/* Who makes the statement of a report, by the record; NONE: nobody, or no statement. */
static inline uint32_t join_speaker(const Join *join, uint32_t report, uint32_t statement)
{
    if (statement == NONE) return NONE;
    return join->record->statements.at[join->statement_of[report][statement]].speaker;
}

#define LONGEST_NAME 64 /* tokens: no mention of a name is longer */

/* Sets that grow together: a group's number is its smallest member in the order of decisions. */
typedef struct Groups {
    uint32_t *parent; /* [n] */
    uint32_t *next;   /* [n] the members of each group, in a ring */
    uint32_t *size;   /* [n] how many, at the group's number */
    uint32_t n;
} Groups;
bool groups_init(Groups *groups, uint32_t n, Arena *arena); /* false: no memory */
uint32_t groups_find(Groups *groups, uint32_t item);
/* Nothing where they are one group already. */
void groups_join(Groups *groups, uint32_t a, uint32_t b);

dln_status write_claims(Join *join); /* write_claims.c */

/* Class of a trigger word ("visit" -> "visit", "trip" -> "visit"); the lemma itself when it has
 * none. */
Slice trigger_class(const Collate *collate, Slice lemma);
/* What an event is called once light verbs ("paid a visit", "held talks") give way to their noun;
 * the noun's token, NONE without one. */
Slice event_label(const Collate *collate, const Findings *f, uint32_t event);
/* The same where a person reads: "charge" of "charged with murder", "death" of "found dead". */
Slice event_shown(const Collate *collate, const Findings *findings, uint32_t event);
uint32_t event_noun(const Collate *collate, const Findings *f, uint32_t event);
/* Does place a lie in place b, going up place_in? Both record entities. */
bool place_inside(const Record *record, uint32_t a, uint32_t b);
/* Is the lemma listed under `kind` in data/en/values.txt? */
static inline bool word_listed(const Collate *collate, const char *kind, Slice lemma)
{
    return value_words_find(&collate->words, kind, lemma) != NULL;
}
/* The same of a word in any case. */
static inline bool word_listed_nocase(const Collate *collate, const char *kind, Slice word)
{
    return value_words_find_nocase(&collate->words, kind, word) != NULL;
}
/* The first or last word of a name. */
Slice edge_word(Slice s, bool last);
bool in_list(const uint32_t *list, uint32_t n, uint32_t x); /* event_unit.c */
uint32_t words_in_name(Slice s);
#endif
