/* entities_impl.h - how mentions lie in memory while they are linked; for entities*.c alone.
 *
 * Chain of files: entities_find.c (drafts of names, nominals, pronouns), entities_place.c (place or
 * government), entities_link.c (names and nominals to entities), entities_pronoun.c (pronouns),
 * entities.c (driver and result). */
#ifndef DLN_MEAN_ENTITIES_IMPL_H
#define DLN_MEAN_ENTITIES_IMPL_H
#include "base/datafile.h"
#include "base/map.h"
#include "lang/tree.h"
#include "mean/entities/entities.h"
#include "mean/statements/marks.h"

#define RECENT 48 /* entities looked back at for nominals and fuzzy names */
#define NAME_WORDS 8

typedef enum Gram {
    GRAM_OTHER,
    GRAM_SUBJECT,
    GRAM_OBJECT,
    GRAM_OBLIQUE,
    GRAM_POSSESSOR,
    GRAM_APPOS
} Gram;

typedef struct Draft {
    Span span;
    uint32_t first, end, head, sentence;
    MentionForm form;
    EntityKind kind;
    Gender gender; /* of a pronoun, or what title, role or given name says */
    Gender hint;   /* of a single word that is also a given name: it may be a surname */
    Gram gram;
    uint32_t gaz;        /* entry the name stands for, NONE */
    uint32_t country;    /* entry of the state it belongs to ("Chinese", "Russia's"), NONE */
    const GazRole *role; /* office or sort of body the words name; NULL none */
    uint32_t age;        /* years that the words tell ("the 17-year-old boy"), 0: none */
    uint32_t apposed;    /* draft it is one with by apposition or title, NONE */
    uint32_t entity;     /* index of Build, NONE */
    float chance;        /* see Mention */
    const char *rule;
    bool plural, definite, owned, quoted, possessive, reflexive, first_person, government;
    bool younger;   /* "Trump Jr.", where the report names him so beside another Trump */
    bool told_body; /* a name that the text itself calls a body: "Halden Oil, the company that ..."
                     */
    Role office;    /* title words before or after a name; empty span: none */
} Draft;

typedef struct Build {
    EntityKind kind;
    Gender gender, hint;
    uint32_t gaz, country;
    Slice name;
    uint32_t name_draft;
    Slice word[NAME_WORDS];
    uint32_t n_words; /* folded words of the fullest name; none for nominals */
    const GazRole *role[4];
    uint32_t n_roles;
    uint32_t aside; /* bits of role[]: not held */
    Slice seat;     /* see Role */
    Aside office_aside;
    VEC(uint32_t) drafts;
    VEC(Role) offices;
    uint32_t last;             /* draft */
    uint32_t names, subjects;  /* mentions by name; mentions as subject */
    uint32_t bare, bare_given; /* mentions by one word of the name alone; by its first of several */
    uint32_t age;              /* see Draft */
    Slice front;               /* the name in front of a nominal ("the Brandt administration") */
    bool younger;              /* see Draft */
    bool plural, seat_names_only,
        told_gender; /* told: by a title, role or given name, not by a pronoun alone */
} Build;

/* Those of one surname in a report; see entities_family.c. */
typedef struct Family {
    Slice given, holder, titled;  /* folded given names, empty: nobody: of the first named in full;
                                     of who is told with an office of one bearer; with any title */
    bool several, titles_several; /* more than one given name; more than one of them titled */
    uint32_t full_at, office_at;  /* tokens: the first in full, the first bare one with such an
                                     office; NONE */
} Family;

/* Somebody named with an office of one bearer that he holds now. */
typedef struct Holder {
    Slice word; /* the last of his name, folded */
    const GazRole *role;
    uint32_t weight; /* how plainly the report gives him the office, at its plainest */
    Aside aside;     /* it says, there or elsewhere, that he does not hold it */
    bool over;       /* his term ended before the report */
} Holder;

typedef struct Linker {
    const Gazetteer *g;
    const Names *names;
    const EntityWords *words;
    const PronounTrace *trace;
    const Report *report;
    Findings *found;
    Arena *arena, *scratch;
    VEC(Draft) draft;
    VEC(Build) build;
    Map borne; /* folded names and surnames of persons named in full anywhere in the report */
    VEC(Family) family;
    Map family_of;   /* folded surname: index of family */
    Map surnames;    /* folded surnames of those of them who have a listed given name */
    Map fronts;      /* folded first words of bodies with several ("Ford Motor Company") */
    Map lands;       /* keys of states and regions the report names */
    Map told_cities; /* names of cities said with their land: entry */
    Map defined;     /* acronyms the report itself explains */
    VEC(Holder) holder;
    Map called; /* last words of names of persons, folded -> how often they are named */
    Map bearer; /* surname -> given name of its one bearer (hashed), 0: of several */
    Map full,
        single; /* folded full name -> build; folded last or only word -> build that bore it last */
    uint32_t recent[RECENT];
    uint32_t n_recent;  /* builds, newest first */
    bool *dated;        /* [n_tokens] inside a date written with a number, or a day's name */
    bool *quoted;       /* [n_tokens] inside quotation marks */
    uint32_t *at_token; /* [n_tokens] draft of a name or nominal that covers the token, NONE */
    bool full_up;       /* an allocation failed */
} Linker;

struct EntityWords {
    Map kind[17]; /* [WORD_KINDS] */
    Map pronoun;  /* value: PRONOUN_* bits above Gender */
    const uint8_t *weight;
    uint32_t n_weights;
    DataFile model;
    bool has_model;
};
#define PRONOUN_GENDER 15u
#define PRONOUN_POSSESSIVE 16u
#define PRONOUN_REFLEXIVE 32u
#define PRONOUN_FIRST 64u
typedef enum WordKind {
    WORD_AT,
    WORD_MOTION,
    WORD_GROUND,
    WORD_PEOPLE,
    WORD_DEFINITE,
    WORD_SPEECH,
    WORD_PLEONASTIC,
    WORD_OUTLET,
    WORD_OTHER,
    WORD_PERSON,
    WORD_FIRM,
    WORD_LAND,
    WORD_LOCAL,
    WORD_STORM,
    WORD_THING,
    WORD_PART,
    WORD_WHOLE,
    WORD_KINDS
} WordKind;
_Static_assert(sizeof((struct EntityWords *)0)->kind / sizeof(Map) == WORD_KINDS, "a map a kind");
uint32_t entity_pronoun(const EntityWords *words, Slice form); /* PRONOUN bits, NONE */
bool word_is(const EntityWords *words, WordKind kind, Slice lemma);

static inline const Token *token(const Linker *l, uint32_t t)
{
    return &l->found->lang.token[t];
}
static inline uint32_t sentence_first(const Linker *l, uint32_t t)
{
    return l->found->lang.sentence[token(l, t)->sentence].first;
}
static inline uint32_t sentence_end(const Linker *l, uint32_t t)
{
    return l->found->lang.sentence[token(l, t)->sentence].end;
}
static inline const Draft *draft(const Linker *l, uint32_t i)
{
    return &l->draft.at[i];
}
static inline bool is_possessive_mark(const Token *t)
{
    return t->xpos && strcmp(t->xpos, "POS") == 0;
}
static inline bool is_plural(const Token *t)
{
    return t->xpos && (strcmp(t->xpos, "NNS") == 0 || strcmp(t->xpos, "NNPS") == 0);
}
static inline bool is_noun(const Token *t)
{
    return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN;
}

#define NEAR                                                                                      \
    80 /* tokens; phrases do not reach further, and endless sentences must not cost the square of \
          their length */
/* First child with this relation within NEAR tokens of its head; NONE. */
static inline uint32_t child_near(const Linker *l, uint32_t head, Rel rel)
{
    uint32_t first = sentence_first(l, head), end = sentence_end(l, head);
    if (head - first > NEAR) first = head - NEAR;
    if (end - head > NEAR) end = head + NEAR;
    for (uint32_t t = first; t < end; t++)
        if (token(l, t)->head == head && token(l, t)->rel == rel) return t;
    return NONE;
}
/* Does `t` hang, within NEAR steps, under `top`? */
static inline bool under(const Linker *l, uint32_t t, uint32_t top)
{
    for (uint32_t steps = 0; steps < NEAR && t != NONE; steps++, t = token(l, t)->head)
        if (t == top) return true;
    return false;
}

/* entities_find.c, for entities_names.c too */
const GazRole *role_ending(const Linker *l, uint32_t last, uint32_t low, uint32_t *first);
uint32_t country_in(const Linker *l, uint32_t first, uint32_t end);
uint32_t add_draft(Linker *l, Draft d);
Draft draft_of(const Linker *l, uint32_t first, uint32_t end, MentionForm form, EntityKind kind);
static inline bool is_hyphen(const Token *t)
{
    return slice_is(t->form, "-") || slice_is(t->form, "\xE2\x80\x91") ||
           slice_is(t->form, "\xE2\x80\x93");
}
Slice phrase(const Linker *l, uint32_t first, uint32_t last,
             char room[96]); /* lower-case words, the last by its lemma */
/* entities_kind.c */
NameKind kind_in_context(const Linker *l, uint32_t first, uint32_t end, NameKind kind);
/* "Metro": a word that stands for a longer one in the names of bodies is nobody's surname. */
bool is_brief_word(const Linker *l, uint32_t t);
bool is_degree(const Linker *l, uint32_t first, uint32_t end); /* behind a person's name */
/* A storm's, a day's, several people's at once: words that are nobody's name. */
bool is_nobody(const Linker *l, uint32_t first, uint32_t end, NameKind kind);
bool is_storm_name(const Linker *l, uint32_t first, uint32_t end);
/* States and regions named right behind the comma that follows a name: "Dunmore, N.C.", "Orlova,
 * southern Russia,"; entries into land[room], their number ("Georgia" is two). */
uint32_t lands_behind(const Linker *l, uint32_t end, uint32_t *land, uint32_t room);
/* entities_names.c */
void find_names(Linker *l);
dln_status find_drafts(Linker *l);
bool is_government_use(const Linker *l, const Draft *d); /* of a name of a seat of government */
/* ---- entities_holder.c ---- */
/* Of what an office is ("the Velm mayor", "the mayor of Velm"), and whether it is a past one; of
 * tokens [first, end), the noun's own at [role, end). */
void read_seat(const Linker *l, Draft *d, uint32_t first, uint32_t role, uint32_t end);
/* Before links: who is named with which office, how often. False: no memory. */
bool note_holders(Linker *l);
/* entities_family.c: before names are linked; then: is the name of `n` words, the last the surname
 * of `b`, another's? */
void note_families(Linker *l);
bool family_parts(const Linker *l, const Slice *words, uint32_t n, const Build *b);
/* Is the full name that of who holds the office in a divided family? */
bool family_holder(const Linker *l, const Slice *words, uint32_t n);
bool surname_of_several(const Linker *l, Slice word); /* do two full names bear it? */
/* Has "the Brandt administration" not the name of the president whom the report knows as such? */
bool heads_no_more(const Linker *l, Slice name);
/* May the office that a nominal names be that of the entity? */
bool may_hold(const Linker *l, const Draft *d, const Build *b);
/* After links: an office whose holder is named later. */
void link_later_holders(Linker *l);
dln_status link_names(Linker *l);
bool join_build(Linker *l, uint32_t draft, uint32_t build, const char *rule);
uint32_t new_build(Linker *l, uint32_t draft, const char *rule);
bool genders_fit(const Build *b, Gender g);
void link_name(Linker *l, uint32_t draft);
/* Links one pronoun; drafts before it are linked. */
void link_pronoun(Linker *l, uint32_t draft);
#endif
