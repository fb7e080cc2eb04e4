/* events_body.c - "officers", "the detectives": the one body of their kind that the report knows.
 *
 * In: participants of the events of a report, its entities. Out: Participant.entity, organ, placed.
 *
 * Idea: a report names a body once ("Tarvik Police", "Velm police") and then tells of it by what
 * it is made of: "Officers found a gun". Where the report knows one body of the class
 * (data/en/bodies.txt) and no second, a bare noun of the class that acts is that body. Those that
 * harm befell ("officers were hurt") are people, not the force. A body told by its office and a
 * name in front ("Velm police") is known as well as one with a name. The other way round, a noun
 * of one class is never a body of another: "the council" is no police.
 *
 * Known to get wrong: a second force that the report never names. */
#include "mean/events/events_impl.h"

enum { BODY_CLASSES = 32, BODY_WORDS = 12, BODIES_NAMED = 6 };

/* One class of bodies, of one report. */
typedef struct KnownBody {
    uint32_t named[BODIES_NAMED], n;      /* entities with a name or place of their own */
    uint32_t part[BODIES_NAMED], n_parts; /* parts of such */
    uint32_t bare;                        /* the first without; NONE */
} KnownBody;

static dln_status load_words(Map *map, Slice words, uint32_t class, dln_error *err)
{
    while (words.n) {
        size_t n = slice_find(words, SLICE(","));
        Slice word = slice_trim((Slice){words.p, n == SIZE_MAX ? words.n : n});
        if (word.n && !map_put(map, word, class))
            return err_fill(err, DLN_ERR_NOMEM, "open", "bodies.txt");
        words = n == SIZE_MAX ? (Slice){"", 0} : (Slice){words.p + n + 1, words.n - n - 1};
    }
    return DLN_OK;
}

dln_status bodies_load(const char *data_dir, Arena *arena, Events *events, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/bodies.txt", arena, &table, err));
    map_init(&events->body_noun, arena);
    map_init(&events->body_name, arena);
    for (uint32_t i = 0; i < table.n && i < BODY_CLASSES; i++) {
        TRY(load_words(&events->body_noun, row_col(&table.at[i], 1), i, err));
        TRY(load_words(&events->body_name, row_col(&table.at[i], 2), i, err));
    }
    return DLN_OK;
}

/* Class of a word by one of the two lists, whatever its case; NONE. */
static uint32_t class_of(const Map *map, Slice word)
{
    char lower[24];
    if (word.n == 0 || word.n >= sizeof lower) return NONE;
    for (size_t i = 0; i < word.n; i++)
        lower[i] = word.p[i] >= 'A' && word.p[i] <= 'Z' ? (char)(word.p[i] + 32) : word.p[i];
    return map_find(map, (Slice){lower, word.n});
}

/* Class of a body by the words of its name: "Tarvik Police Department". */
static uint32_t class_of_mention(const Events *events, const Findings *f, const Mention *m)
{
    uint32_t end = m->end < m->first + BODY_WORDS ? m->end : m->first + BODY_WORDS;
    for (uint32_t i = m->first; i < end; i++) {
        uint32_t class = class_of(&events->body_name, f->lang.token[i].form);
        if (class != NONE) return class;
    }
    return NONE;
}

/* Does a name stand in front of the noun ("Velm police", "the Balta administration")? Not an owner
 * ("Balta's family"), nor several ("Velm alliances"). */
static bool placed(const Findings *f, const Mention *m)
{
    const LangText *text = &f->lang;
    bool name = false;
    if (m->head >= text->n_tokens || strcmp(text->token[m->head].xpos, "NNS") == 0) return false;
    for (uint32_t i = m->first; i < m->head && i < m->end; i++) {
        if (text->token[i].upos == UPOS_PART) return false;
        name |= text->token[i].upos == UPOS_PROPN;
    }
    return name;
}

/* Known by a name, or by its office and a name in front. */
static bool known_body(const Findings *f, const Entity *e)
{
    for (uint32_t i = 0; i < e->mentions.n && i < 64; i++) {
        const Mention *m = &f->mentions.at[e->mentions.at[i]];
        if (m->form == FORM_NAME || (m->form == FORM_NOMINAL && placed(f, m))) return true;
    }
    return false;
}

static uint32_t class_of_entity(const Events *events, const Findings *f, const Entity *e)
{
    for (uint32_t i = 0; i < e->mentions.n && i < 16; i++) {
        const Mention *m = &f->mentions.at[e->mentions.at[i]];
        uint32_t class = m->form == FORM_PRONOUN ? NONE : class_of_mention(events, f, m);
        if (class != NONE) return class;
    }
    return NONE;
}

/* Does the name say that it is a body of the class ("Velm Police Department"), no part of it and no
 * club ("Velm Police Homicide Unit", "Police Athletic League")? */
static bool names_class(const Events *events, Slice name, uint32_t class)
{
    uint32_t behind = NONE;
    while (name.n) {
        size_t n = slice_find(name, SLICE(" "));
        Slice word = {name.p, n == SIZE_MAX ? name.n : n};
        size_t own = slice_find(word, SLICE("'"));
        if (own == SIZE_MAX) own = slice_find(word, SLICE("\xE2\x80\x99"));
        if (behind != NONE && slice_is(word, "of")) break;
        if (behind != NONE) behind++;
        if (class_of(&events->body_name, (Slice){word.p, own < word.n ? own : word.n}) == class)
            behind = 0;
        name = n == SIZE_MAX ? (Slice){"", 0} : (Slice){name.p + n + 1, name.n - n - 1};
    }
    return behind <= 1;
}

static void know_bodies(const Events *events, const Findings *f, KnownBody known[BODY_CLASSES])
{
    for (uint32_t c = 0; c < BODY_CLASSES; c++)
        known[c] = (KnownBody){.bare = NONE};
    for (uint32_t i = 0; i < f->entities.n; i++) {
        const Entity *e = &f->entities.at[i];
        uint32_t class = e->kind == ENTITY_ORG ? class_of_entity(events, f, e) : NONE;
        if (class == NONE) continue;
        KnownBody *k = &known[class];
        if (!known_body(f, e)) {
            if (k->bare == NONE) k->bare = i;
        } else if (!names_class(events, e->name, class)) {
            if (k->n_parts < BODIES_NAMED) k->part[k->n_parts++] = i;
        } else if (k->n < BODIES_NAMED) {
            k->named[k->n++] = i;
        }
    }
}

/* Is the word one of the name ("Velm", "Police" of "Velm Police Department")? */
static bool word_of_name(Slice name, Slice word)
{
    while (name.n) {
        size_t n = slice_find(name, SLICE(" "));
        if (slice_eq_nocase((Slice){name.p, n == SIZE_MAX ? name.n : n}, word)) return true;
        name = n == SIZE_MAX ? (Slice){"", 0} : (Slice){name.p + n + 1, name.n - n - 1};
    }
    return false;
}

/* What stands in front of a noun for a body's people. */
typedef enum Front { FRONT_BARE, FRONT_NAME, FRONT_OTHER } Front;

/* Nothing but "the" and words of its own class ("the police officers", "sheriff's deputies") is
 * bare; with words of the body's name it is told ("Velm Police detectives"). */
static Front front_of(const Events *events, const Findings *f, const Participant *p, uint32_t class,
                      Slice name)
{
    const LangText *text = &f->lang;
    Front front = FRONT_BARE;
    uint32_t first = text->sentence[text->token[p->head].sentence].first;
    for (uint32_t i = p->head; i-- > first && text->token[i].span.b >= p->span.b;) {
        const Token *t = &text->token[i];
        bool own = slice_eq_nocase(t->form, SLICE("the")) || t->upos == UPOS_PART ||
                   class_of(&events->body_noun, t->form) == class ||
                   class_of(&events->body_name, t->form) == class;
        if (own) continue;
        if (t->upos != UPOS_PROPN || !word_of_name(name, t->form)) return FRONT_OTHER;
        front = FRONT_NAME;
    }
    for (uint32_t i = p->head + 1; i < p->head + 6 && i < text->n_tokens; i++)
        if (text->token[i].head == p->head &&
            (text->token[i].rel == REL_NMOD || text->token[i].rel == REL_APPOS))
            return FRONT_OTHER; /* "officers of the army", "officers Lint and Moe" */
    return front;
}

static Slice first_word(Slice name)
{
    size_t n = slice_find(name, SLICE(" "));
    return n == SIZE_MAX ? name : (Slice){name.p, n};
}

/* Is a second body known, by a part of it ("Orsk Police Crime Bureau" beside "Velm Police")? A club
 * begins with the word for it ("Police Athletic League"). */
static bool second_by_part(const Events *events, const Findings *f, const KnownBody *known,
                           uint32_t class)
{
    for (uint32_t i = 0; known->n == 1 && i < known->n_parts; i++) {
        Slice part = first_word(f->entities.at[known->part[i]].name),
              whole = first_word(f->entities.at[known->named[0]].name);
        if (class_of(&events->body_name, part) != class && !slice_eq_nocase(part, whole))
            return true;
    }
    return false;
}

/* The body of the class that the party's words mean; NONE. */
static uint32_t body_meant(const Events *events, const Findings *f, const KnownBody *known,
                           const Participant *p, uint32_t class)
{
    uint32_t best = NONE;
    for (uint32_t i = 0; i < known->n; i++) {
        Slice name = f->entities.at[known->named[i]].name;
        bool shorter = best == NONE || name.n < f->entities.at[best].name.n;
        if (shorter && front_of(events, f, p, class, name) == FRONT_NAME)
            best = known->named[i]; /* "Velm Police" before "Velm Police Crime Bureau" */
    }
    if (best != NONE) return best;
    if (front_of(events, f, p, class, (Slice){"", 0}) != FRONT_BARE || known->n > 1 ||
        second_by_part(events, f, known, class))
        return NONE;
    return known->n ? known->named[0] : known->bare;
}

static void link_body(const Events *events, const Findings *f, const KnownBody *known,
                      const Event *event, Participant *p)
{
    if (p->head >= f->lang.n_tokens || f->lang.token[p->head].upos != UPOS_NOUN) return;
    if (p->entity == NONE && storm_noun(events, f, p->head))
        p->entity = storm_meant(events, f, p->head);
    uint32_t class = class_of(&events->body_noun, f->lang.token[p->head].form);
    if (class == NONE || (p->entity != NONE && known_body(f, &f->entities.at[p->entity]))) return;
    bool hurt = p->role == PART_RECIPIENT &&
                (event->traits & (TRAIT_HARM | TRAIT_BEFALLS | TRAIT_SUFFERS));
    uint32_t body = hurt ? NONE : body_meant(events, f, &known[class], p, class);
    if (body != NONE) p->entity = body;
}

/* Is the sector one of the state, or one that no organ of the state has; 0 neither. */
static int side_of(const char *code)
{
    static const char *const state[] = {"GOV", "MIL", "COP", "LEG", "JUD", "SPY"},
                             *const other[] = {"REB", "CRM", "BUS", "EDU", "HLH", "LAB", "MED"};
    if (strlen(code) < 6) return 0;
    for (size_t i = 0; i < sizeof state / sizeof *state; i++)
        if (strncmp(code + 3, state[i], 3) == 0) return 1;
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (strncmp(code + 3, other[i], 3) == 0) return -1;
    return 0;
}

/* "the company" of a report that names the police, "the rebels" beside an army: whatever
 * coreference says, a noun of another sort of body is not that body. */
static bool another_sort(const Events *events, const Findings *f, const Participant *p)
{
    char own[ACTOR_CODE], named[ACTOR_CODE];
    const Entity *e = &f->entities.at[p->entity];
    if (e->kind != ENTITY_ORG || p->head >= f->lang.n_tokens) return false;
    if (f->lang.token[p->head].upos != UPOS_NOUN || !actor_code(events, f, p->head, own))
        return false;
    int side = side_of(own);
    uint32_t class = class_of(&events->body_noun, f->lang.token[p->head].form);
    if (class != NONE && class == class_of_entity(events, f, e)) return false;
    for (uint32_t i = 0; side != 0 && i < e->mentions.n && i < 16; i++) {
        const Mention *m = &f->mentions.at[e->mentions.at[i]];
        bool name = m->form == FORM_NAME && m->head < f->lang.n_tokens;
        if (name && actor_code(events, f, m->head, named) && side_of(named) == -side) return true;
    }
    return false;
}

/* "Navy officials told the Herald that the agency ...": a noun for a body that the report knows
 * otherwise, where the sentence names another body before it, may be of that one. */
static bool of_another_body(const Findings *f, const Participant *p)
{
    if (p->mention == NONE || f->mentions.at[p->mention].form != FORM_NOMINAL) return false;
    if (p->head >= f->lang.n_tokens || f->entities.at[p->entity].kind != ENTITY_ORG) return false;
    uint32_t from = f->lang.sentence[f->lang.token[p->head].sentence].span.b;
    bool own = false, other = false;
    for (uint32_t i = mentions_from(f, from); i < f->mentions.n; i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->span.b >= f->mentions.at[p->mention].span.b) break;
        if (m->form != FORM_NAME || m->entity == NONE) continue;
        own |= m->entity == p->entity;
        other |= m->entity != p->entity && f->entities.at[m->entity].kind == ENTITY_ORG;
    }
    return other && !own;
}

/* "police": the word for the body itself, not for its people. */
static bool mass_body(const Events *events, const Findings *f, const Participant *p)
{
    if (p->head >= f->lang.n_tokens) return false;
    Slice word = f->lang.token[p->head].form;
    return class_of(&events->body_noun, word) != NONE &&
           class_of(&events->body_noun, word) == class_of(&events->body_name, word);
}

void bodies_link(const Events *events, Findings *findings)
{
    KnownBody known[BODY_CLASSES];
    know_bodies(events, findings, known);
    for (uint32_t i = 0; i < findings->events.n; i++) {
        Event *event = &findings->events.at[i];
        for (uint32_t k = 0; k < event->parts.n; k++) {
            Participant *p = &event->parts.at[k];
            link_body(events, findings, known, event, p);
            staff_link(events, findings, event, p);
            if (p->entity != NONE &&
                (another_sort(events, findings, p) || of_another_body(findings, p)))
                p->entity = NONE;
            if (p->entity == NONE) continue;
            const Entity *e = &findings->entities.at[p->entity];
            p->placed = e->kind == ENTITY_ORG &&
                        (known_body(findings, e) || mass_body(events, findings, p));
        }
    }
}
