/* mean.h - what one report says: entities, times, quantities, statements, events, each with its
 * spans.
 *
 * In: Report + LangText. Out: Findings, in the report's arena. Stages fill it in this order:
 *   mean_times, mean_quantities (mean/times/times.h), mean_entities (mean/entities/entities.h),
 * mean_statements (mean/statements/statements.h), mean_events (mean/events/events.h),
 * mean_occasions (mean/statements/statements_occasion.h). Indices into the arrays of the same
 * Findings; NONE where there is none. Arrays are in order of first byte. */
#ifndef DLN_MEAN_MEAN_H
#define DLN_MEAN_MEAN_H
#include "lang/lang.h"
#include "mean/claims/attributes.h"

/* ---- entities ---- */
typedef enum EntityKind {
    ENTITY_PERSON,
    ENTITY_ORG,
    ENTITY_PLACE,
    ENTITY_OTHER,
    ENTITY_KINDS
} EntityKind;
typedef enum MentionForm { FORM_NAME, FORM_NOMINAL, FORM_PRONOUN, FORM_COUNT } MentionForm;
typedef enum Gender { GENDER_UNKNOWN, GENDER_HE, GENDER_SHE, GENDER_IT, GENDER_THEY } Gender;
typedef struct Mention {
    Span span;           /* the name, noun phrase or pronoun */
    uint32_t first, end; /* tokens */
    uint32_t head;       /* head token */
    MentionForm form;
    uint32_t entity; /* index into Findings.entities; NONE: of nobody that is known */
    Slice rule;      /* how it was linked; static */
    float chance;    /* of a pronoun: how likely the ranker holds its choice; else 0 */
} Mention;
/* Who is called by an office and does not hold it: no more or not yet; one under who holds it. */
typedef enum Aside { ASIDE_NONE, ASIDE_PAST, ASIDE_UNDER } Aside;
typedef struct Role {
    Span span;
    Slice text;    /* "Chinese Defense Minister", the outlet's own words */
    Slice seat;    /* of what it is, other than a state: "Velm" of "the mayor of Velm"; empty */
    bool of_state; /* its words name a state */
    Aside aside;   /* "former President Hale" */
} Role;
typedef struct Entity {
    EntityKind kind;
    Slice
        name; /* fullest form in the report; for nominal-only entities the first mention's words */
    Gender gender;
    char country[3];    /* ISO 3166 alpha-2, "" unknown: of a place, a body, a person's office */
    Slice key;          /* gazetteer id ("country:CN", "city:..."), empty unknown */
    Slice actor;        /* CAMEO actor code ("CHNMIL"), empty unknown */
    bool as_government; /* a place name used for its government (Moscow, Beijing) */
    uint32_t place_in;  /* entity of the containing place, or NONE */
    VEC(uint32_t) mentions; /* in text order */
    VEC(Role) roles;
    Slice seat;  /* of an office holder without a name: see Role */
    Aside aside; /* see Role */
} Entity;

/* ---- times ---- */
typedef enum TimeType {
    TIME_DATE,
    TIME_TIME,
    TIME_DURATION,
    TIME_SET,
    TIME_RANGE,
    TIME_TYPES
} TimeType;
typedef struct TimeMention {
    Span span;
    uint32_t first, end; /* tokens */
    TimeType type;
    Slice value;      /* TIMEX3 / ISO 8601; "XXXX-04-17" while a part is unknown; ranges "A/B" */
    Slice mod;        /* APPROX, START, MID, END, EQUAL_OR_MORE ...; empty */
    int32_t from, to; /* days since 1970, both included; DAY_UNKNOWN */
    int32_t from_minute, to_minute; /* minutes of the day of from/to; -1: not stated */
    int32_t zone;                   /* minutes east of UTC; INT32_MIN: not stated */
    double seconds_low,
        seconds_high; /* durations: length with the rounding of the words; 0 elsewhere */
    Basis basis;      /* what it was resolved by */
    uint32_t anchor;  /* time mention it hangs on, or NONE */
    uint32_t part_of; /* the range whose end it is, or NONE */
    bool partial;     /* a part of the date is unknown (value holds X) */
    bool future;      /* tense or words look forward */
} TimeMention;

/* ---- quantities ---- */
typedef enum QuantityKind {
    QUANTITY_COUNT,
    QUANTITY_MONEY,
    QUANTITY_PERCENT,
    QUANTITY_DISTANCE,
    QUANTITY_AREA,
    QUANTITY_MASS,
    QUANTITY_VOLUME,
    QUANTITY_SPEED,
    QUANTITY_TEMPERATURE,
    QUANTITY_MAGNITUDE,
    QUANTITY_AGE,
    QUANTITY_RANK,
    QUANTITY_RATIO,
    QUANTITY_OTHER,
    QUANTITY_SCORE, /* "52-3": low, high are its first figure; its words are its value */
    QUANTITY_KINDS
} QuantityKind;
typedef enum Bound {
    BOUND_NONE,
    BOUND_ABOUT,
    BOUND_AT_LEAST,
    BOUND_MORE_THAN,
    BOUND_AT_MOST,
    BOUND_LESS_THAN,
    BOUND_VAGUE,
    BOUND_COUNT
} Bound; /* vague: "dozens", "several" */
typedef enum CurrencyState {
    CURRENCY_NONE,
    CURRENCY_KNOWN,
    CURRENCY_UNMARKED,
    CURRENCY_DAMAGED
} CurrencyState;
typedef struct Quantity {
    Span span;   /* number with its bound words and unit ("at least 10", "about 300 km") */
    Span number; /* the number words alone */
    uint32_t first, end, head; /* tokens of span; head: the counted noun or the number */
    QuantityKind kind;
    Bound bound;
    double low,
        high; /* value, in `unit`; low == high for one number; vague words give their usual range */
    double tolerance; /* half width that follows from the rounding of the words */
    Slice unit;       /* normal unit: "km", "kg", "USD", "$", "%", "year", "" */
    CurrencyState currency;
    Slice noun; /* lemma of what is counted ("soldier"), empty */
    Span noun_span;
    Slice attribute; /* killed, injured, arrested, age, ... where the words say so; empty */
} Quantity;

/* ---- statements ---- */
typedef enum StatementKind {
    STATEMENT_DIRECT,
    STATEMENT_MIXED,
    STATEMENT_INDIRECT,
    STATEMENT_KINDS
} StatementKind;
typedef enum Polarity {
    POLARITY_SAYS,
    POLARITY_DENIES,
    POLARITY_ACCUSES,
    POLARITY_PROMISES,
    POLARITY_ORDERS,
    POLARITY_ASKS,
    POLARITY_WARNS,
    POLARITY_DOUBTS,
    POLARITY_COUNT
} Polarity;
typedef struct Statement {
    StatementKind kind;
    Polarity polarity;
    Slice verb;        /* lemma of the cue ("say", "according to") */
    VEC(Span) content; /* one or more spans */
    Span speaker_span, cue_span, addressee_span, occasion_span; /* empty: none */
    uint32_t speaker;                                           /* entity, NONE unless sure */
    uint32_t speaker_mention;
    Span speaker_words; /* the words that say who spoke ("two officials"); empty where the speaker
                           is known or the text has no such words */
    VEC(uint32_t) via;  /* entities that pass it on */
    Slice via_note;     /* "translated remarks broadcast on Russian TV", empty */
    uint32_t occasion;  /* event, or NONE */
    uint32_t time;      /* when it was said, as its clause has it, or NONE */
    uint32_t parent;    /* statement it stands inside, or NONE */
    bool negated;       /* "did not say": nobody's words, told of in Findings.unuttered */
    Slice rule;         /* which rule or model attributed it; static */
    float score;        /* 0..1 */
} Statement;

/* ---- events ---- */
typedef enum Modality {
    MODALITY_HAPPENED,
    MODALITY_PLANNED,
    MODALITY_POSSIBLE,
    MODALITY_DENIED,
    MODALITY_ALLEGED,
    MODALITY_ASKED,       /* somebody wants it done: "demanded his release" */
    MODALITY_CONDITIONAL, /* "if talks fail" */
    MODALITY_COUNT
} Modality;
typedef enum PartRole { PART_ACTOR, PART_RECIPIENT, PART_OTHER, PART_ROLES } PartRole;
typedef struct Participant {
    PartRole role;
    uint32_t entity;
    uint32_t mention;
    Span span;
    uint32_t head;
    Slice how;  /* how its clause gives it ("subject", "by", "owner"), static; empty unknown */
    float sure; /* how likely the clause gives it in this role, by learned weights; 0 not weighed */
    float meant; /* of a pronoun: how likely it means the entity; 0: no pronoun, or not weighed */
    bool organ;  /* an organ of a state told by its office ("the police"): of one country */
    bool placed; /* a body told by its office and a name in front ("Velm police"): as good as named
                  */
} Participant;   /* entity NONE: words only; head: token */
/* What is true of every event of a kind, whatever its words (data/en/kinds.txt). */
typedef enum EventTrait {
    TRAIT_BEFALLS = 1,   /* comes over people and places without a doer: a fire, a quake, a death */
    TRAIT_HARM = 2,      /* somebody suffers it: who did it only its own clause says */
    TRAIT_LAW = 4,       /* done by agents of the law to the accused */
    TRAIT_MEETS = 8,     /* several do it together */
    TRAIT_SAYS = 16,     /* an act of words: warned, demanded, accused */
    TRAIT_PLAN = 32,     /* has a date before it happens: a vote, a match, a trial */
    TRAIT_OWNED = 64,    /* the owner of its noun suffers it: "his arrest" */
    TRAIT_SUFFERS = 128, /* the subject of its verb suffers it: "three men died" */
    TRAIT_LIVING = 256,  /* befalls who lives alone: "released the hostages", not "the report" */
    TRAIT_GAME = 512,    /* of games alone: "beat", "final" */
    TRAIT_ORDNANCE = 1024 /* done with arms alone: "bombarded", not "with questions" */
} EventTrait;
typedef struct Event {
    Slice type; /* PLOVER type ("CONSULT"), static; "" when it has none but is an event of the story
                 */
    Slice mode; /* PLOVER mode, "" unknown */
    Slice cameo;     /* "042", static */
    Slice label;     /* "visit", lemma of the trigger */
    Slice kind;      /* what newsrooms call it ("fire", "arrest", "verdict"), "" unknown; static */
    uint32_t traits; /* EventTrait, joined by | */
    Modality modality;
    bool background; /* earlier history told along the way */
    bool turned;     /* an outer act makes it another ("said Chile must return": a demand) */
    bool apart;      /* not the one told before: "a second shooting", "in a separate case" */
    Span trigger, sentence;
    Span instrument, manner, purpose, content; /* of its clause; {0, 0}: not told */
    uint32_t token;                            /* trigger token */
    VEC(Participant) parts;
    uint32_t time;      /* TimeMention, NONE */
    uint32_t place;     /* Entity, NONE */
    uint32_t statement; /* statement it is told in: its speaker vouches; NONE: the report itself */
    VEC(uint32_t) quantities;
    Slice rule;  /* frame or model that coded it; static or arena */
    float score; /* among the events of its sentence: the greatest is what the sentence tells */
} Event;

/* ---- claims ---- */
typedef enum ClaimKind {
    CLAIM_TIME,
    CLAIM_FIGURE,
    CLAIM_NAME,
    CLAIM_PHRASE,
    CLAIM_CLAUSE,
    CLAIM_QUOTE,
    CLAIM_KINDS
} ClaimKind;
/* What a claim or a fact is about. */
typedef enum About { ABOUT_EVENT, ABOUT_ENTITY, ABOUT_STATEMENT, ABOUT_STORY } About;
/* What a claim is to its predicate: "the tram (subject) hit a wall (object) on Friday (oblique)".
 */
typedef enum ClaimRole {
    CLAIM_ROLE_NONE,
    CLAIM_ROLE_PREDICATE, /* holds it: "hit a wall" */
    CLAIM_ROLE_SUBJECT,   /* who does it, also behind "by" */
    CLAIM_ROLE_OBJECT,    /* whom it strikes, also as subject of a passive */
    CLAIM_ROLE_OBLIQUE,   /* with a preposition, or a time */
    CLAIM_ROLE_CLAUSE,    /* a clause under it */
    CLAIM_ROLE_NAMING,    /* an apposition or predicate noun: "Lint, the mayor" */
    CLAIM_ROLES
} ClaimRole;
typedef enum ClaimSure {
    CLAIM_SURE,
    CLAIM_GUESSED, /* its day was inferred: agrees, contradicts nothing */
    CLAIM_PART,    /* of a sum or of a range */
    CLAIM_SURES
} ClaimSure;
/* A stretch that may be the value of a fact, typed by the layers it fits (claims/claim.h), with
 * what its clause says of it (claims/slots.c). */
typedef struct Claim {
    Span span;
    uint32_t first, end;           /* tokens */
    uint32_t head, governor, verb; /* tokens: its head, what that hangs on, the nearest verb
                                      above; NONE */
    uint32_t sentence;
    ClaimKind kind;
    Attribute attribute;             /* what it may be the value of */
    uint32_t shapes;                 /* bits of ClaimShape */
    uint32_t time, quantity, entity; /* what it is, by index; NONE */
    About about;                     /* of this report; ABOUT_STORY: no more is known */
    uint32_t index;                  /* of the event, entity or statement it is about */
    uint32_t predicate;              /* token of the verb or happening whose slot it fills, NONE */
    ClaimRole role;                  /* which slot */
    Modality modality;               /* of that happening; MODALITY_COUNT: not told */
    uint32_t when;                   /* TimeMention of its happening, NONE */
    uint32_t ground, ground_end;     /* tokens of its clause: the entities, days, words round it */
    ClaimSure sure;
    uint32_t statement;       /* told in it: its speaker vouches; NONE: the report */
    uint32_t event;           /* whose trigger it holds, NONE */
    uint32_t lemma, n_lemmas; /* its content lemmas in Findings.claim_lemmas, sorted, once */
    uint32_t words;           /* hash of its words, letters and figures only */
    bool negative;            /* holds a word of denial */
    bool denied;              /* so does its predicate: "no one was hurt" */
    float worth;              /* 0..1: how likely a fact cites it as a value */
} Claim;

extern const char *const entity_kind_name[ENTITY_KINDS];
extern const char *const form_name[FORM_COUNT];
extern const char *const time_type_name[TIME_TYPES];
extern const char *const bound_name[BOUND_COUNT], *const bound_sign[BOUND_COUNT]; /* ">=" */
extern const char *const quantity_kind_name[QUANTITY_KINDS];
extern const char *const statement_kind_name[STATEMENT_KINDS];
extern const char *const polarity_name[POLARITY_COUNT];
extern const char *const modality_name[MODALITY_COUNT];
extern const char *const part_role_name[PART_ROLES];
extern const char *const claim_kind_name[CLAIM_KINDS];
extern const char *const claim_role_name[CLAIM_ROLES];
extern const char *const claim_sure_name[CLAIM_SURES];

struct Reading; /* collate/reading.h */
typedef struct Findings {
    const Report *report;
    LangText lang;
    VEC(TimeMention) times;
    VEC(Quantity) quantities;
    VEC(Entity) entities;
    VEC(Mention) mentions;
    VEC(Statement) statements;
    VEC(Statement) unuttered; /* what somebody "did not say"; no stage and no record has them */
    VEC(Event) events;
    VEC(Claim) claims;
    VEC(uint32_t) claim_lemmas; /* hashes of lemmas; private to claims and collation */
    VEC(uint32_t) token_lemmas; /* [tokens] hash of a content word's lemma, 0: says nothing itself;
                                   empty: claims were not asked for */
    const struct Reading *reading; /* what collation read of the report, its own; NULL: not yet */
} Findings;

bool entity_is_named(const Findings *findings, const Entity *entity); /* anywhere in the report */
uint32_t lemma_hash(Slice lemma); /* in lower case, never 0: what token_lemmas hold (claims.c) */
/* First index of a mention, time or quantity that begins at or behind byte `at` (the arrays are in
 * text order): where to begin when only one sentence matters. Binary search. */
uint32_t mentions_from(const Findings *findings, uint32_t at);
uint32_t times_from(const Findings *findings, uint32_t at);
/* "Orsk wins - Ann Brem (@annbrem) August 29, 2018": the day of a post that is shown? */
bool time_of_post(const Findings *findings, uint32_t time);
uint32_t quantities_from(const Findings *findings, uint32_t at);
uint32_t events_from(const Findings *findings,
                     uint32_t at); /* by the first byte of their sentence */
/* Number of statements whose first word stands at or before byte `at`. */
uint32_t statements_until(const Findings *findings, uint32_t at);
#endif
