/* brief.h - what of a record is worth a reader's screen, in which order: the news in a report's own
 * sentence, differences as questions, speakers, events in time, people. The text brief and the page
 * print it; JSON carries its lead and questions, so that the forms never disagree.
 *
 * Nothing is added to the record here: each line is a span of a report, a fixed word of
 * data/en/brief.txt, or both. */
#ifndef DLN_WRITE_BRIEF_H
#define DLN_WRITE_BRIEF_H
#include "write/clause.h"
#include "write/phrases.h"

/* A report that has something, with how many copies of it say the same. */
typedef struct BriefVoice {
    uint32_t report, copies;
    Span at; /* its words */
} BriefVoice;
typedef VEC(BriefVoice) BriefVoices;

typedef struct BriefSentence {
    uint32_t report;
    Span span;
    BriefVoices own;  /* its report, and copies of it */
    BriefVoices also; /* others that tell of the same event, in other words or figures */
} BriefSentence;

typedef struct BriefAnswer {
    uint32_t value; /* of the fact */
    Slice words;
    BriefVoices voices;
    Slice citing; /* who is said to have said it; empty */
} BriefAnswer;

/* Where a fact is printed. */
typedef enum BriefPlace {
    BRIEF_DIFFER,  /* the reports contradict each other */
    BRIEF_PARTIES, /* named parties do, in reports that agree */
    BRIEF_CHANGED, /* later reports have another value */
    BRIEF_EXACT,   /* one is more exact */
    BRIEF_AGREE,
    BRIEF_ALONE, /* one voice, but worth a line */
    BRIEF_MINOR, /* a contradiction that is worth a line only where all are asked for */
    BRIEF_PLACES
} BriefPlace;

typedef struct BriefFact {
    uint32_t fact;
    BriefPlace place;
    Slice question;  /* empty for AGREE and ALONE, which are told by `clause` */
    Evidence clause; /* a report's own words with a value in them */
    uint32_t verb;   /* token that heads the clause */
    bool alone;      /* the clause has a subject: it can be read alone */
    Slice label;     /* "blast", "Constanta": what the clause is about where it is none */
    VEC(BriefAnswer) answers;
} BriefFact;

typedef struct BriefSpeaker {
    uint32_t entity;          /* NONE: by words */
    Slice name;               /* empty: not named at all */
    VEC(uint32_t) statements; /* worth telling first */
    uint32_t weight;
} BriefSpeaker;

typedef struct BriefEvent {
    uint32_t event;
    uint32_t report;
    Span clause, trigger; /* the words that tell it, the event's own among them */
    BriefVoices voices;   /* all that tell of it */
    BriefVoices own;      /* those of them that have the words of the clause */
    BriefVoices also;     /* the others: other words, perhaps another day or figure */
    bool dated;           /* its day is told, and surely enough its own */
    uint32_t rank;        /* 0: the most salient of its list; NONE: not worth a line */
    Slice citing;         /* who is said to have told it, where the report does not say so itself */
    bool plain;           /* its clause says by itself how it is meant: "are not releasing" */
} BriefEvent;

/* A stretch of a report that tells what somebody says. */
typedef struct BriefTold {
    uint32_t report;
    Span span, who; /* its words, those for the speaker */
    uint32_t statement;
} BriefTold;

typedef struct Brief {
    const Record *record;
    const Phrases *phrases; /* NULL: no words, then no questions */
    Arena *arena;
    uint64_t *cue; /* [n_cues] "said": report and byte, in order */
    uint32_t n_cues;
    VEC(BriefTold) told; /* words that somebody else is said to have said, in order */
    Slice *outlet;       /* [n_reports] name of the outlet, agency or file */
    uint32_t *copies;    /* [n_reports] */
    uint32_t voices;
    uint32_t replaced;         /* reports that a later version speaks for */
    uint32_t main_event;       /* NONE */
    VEC(uint32_t) lead_events; /* all told in the first sentence of the lead */
    VEC(BriefSentence) lead;
    VEC(BriefFact) facts; /* by place, then as the record has them */
    VEC(BriefSpeaker) speakers;
    VEC(BriefEvent) events, background; /* in time order */
    VEC(uint32_t) entities;             /* by weight in the story */
} Brief;

/* Fills `brief`; memory from `arena`. DLN_ERR_NOMEM/LIMIT leave what was made. */
dln_status brief_make(const Record *record, const Phrases *phrases, Arena *arena, Brief *brief);

/* The parts, each in its own file. */
dln_status brief_cues(Brief *brief);     /* brief_events.c */
dln_status brief_lead(Brief *brief);     /* brief_lead.c */
dln_status brief_facts(Brief *brief);    /* brief_facts.c */
dln_status brief_speakers(Brief *brief); /* brief_people.c */
dln_status brief_entities(Brief *brief); /* brief_people.c */
dln_status brief_events(Brief *brief);   /* brief_events.c */

/* Adds a report to voices, once. */
bool brief_voice(const Brief *brief, BriefVoices *voices, uint32_t report, Span at);
/* Puts each copy behind what it copies, where that is among the voices; in the order of reports. */
void brief_fold(const Brief *brief, BriefVoices *voices);
/* Statements of the record that no speaker's list has. */
uint32_t brief_untold(const Brief *brief);
/* Nothing at all to print but the sources; BRIEF_SILENT says so. */
bool brief_silent(const Brief *brief);
#define BRIEF_SILENT "No event, statement, time or name was found that a page could tell."
/* Is the word at this byte one that reports a statement ("said")? Its clause tells that somebody
 * spoke, which "who said what" tells better. */
bool brief_reports_speech(const Brief *brief, uint32_t report, uint32_t byte);
/* Does the event have days close enough together to be told ("in 1998 to 2002" is no day)? */
bool brief_dated(const RecordEvent *event);
/* The version of a statement that gives most of its words. */
const RecordVersion *brief_fullest(const RecordStatement *statement);
/* What is said without what leads up to it: "that", the dash of a list. */
Slice brief_plain_start(Slice words);
/* Is the clause of brief->facts.at[fact] told by the news, or by a fact of the same place before?
 */
bool brief_covered(const Brief *brief, uint32_t fact);
/* A role as it is printed: its words, and where the report has it. */
typedef struct BriefRole {
    Slice words;
    Evidence at;
} BriefRole;
enum { BRIEF_ROLES = 3 };
/* The roles of an entity that are worth a line, each once; how many. */
uint32_t brief_roles(const Brief *brief, const RecordEntity *entity, BriefRole out[BRIEF_ROLES]);
/* The one beside a speaker's name; empty. */
Slice brief_office(const Brief *brief, const RecordEntity *entity);
/* Is the spelling one that an editor should see: of a person, and not the name with fewer words? */
bool brief_spelling(const RecordEntity *entity, uint32_t spelling);
/* The report's words for how it was said ("rejected", "has denied"), where a reader must
 * know them; empty: it was said. */
/* "said in 2009", "said on 4 May 2016" of words that were said a season or more before the report
 * of them; empty of others. */
Slice brief_said_when(const Brief *brief, const RecordVersion *version); /* brief_people.c */
Slice brief_cue(const Record *record, const RecordStatement *statement,
                const RecordVersion *version); /* brief_cue.c */
/* What of a statement's speaker the reports say: name, or the words of the source; empty. */
Slice brief_speaker_words(const Record *record, const RecordStatement *statement);
/* The findings' language of a report; NULL where there is none. */
static inline const LangText *brief_lang(const Record *record, uint32_t report)
{
    return record->findings && record->findings[report] ? &record->findings[report]->lang : NULL;
}
#endif
