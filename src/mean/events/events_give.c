/* events_give.c - parties of an event by both readings, the wide and the strict.
 *
 * In: an event with its act. Out: its participants. Acts of words that are no harm, and dealings of
 * several, are read widely (events_parts.c), where the clause itself leaves a role open; who harms
 * or is harmed only the event's own clause tells (roles.c).
 *
 * Whom the act is for must be told by a phrase of the act itself, not in a clause of what is asked
 * or said.
 *
 * Known to get wrong: parties that stand in a clause beside, which neither reading keeps apart. */
#include "mean/events/events_steps.h"
#include "mean/events/roles.h"

enum { ROW_STEPS = 8 }; /* words of a row that are climbed */

/* Whose parties only their own clause tells: harm, the law, what befalls, and words of blame. */
static bool event_clause_only(const Found *f, uint32_t traits)
{
    static const char *const roots[] = {"09", "11", "17", "18",  "19",
                                        "20", "15", "14", "115", "116"};
    if (f->unmeant || (traits & (TRAIT_HARM | TRAIT_LAW | TRAIT_BEFALLS))) return true;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (strncmp(f->coding.code, roots[i], strlen(roots[i])) == 0) return true;
    return f->coding.code[0] == 0;
}

uint32_t event_traits_by_code(const char *code, uint32_t traits)
{
    if (code[0] == '2' || strncmp(code, "18", 2) == 0 || strncmp(code, "19", 2) == 0)
        traits |= TRAIT_HARM;
    if (strncmp(code, "11", 2) == 0 || strncmp(code, "02", 2) == 0 || strncmp(code, "05", 2) == 0 ||
        strncmp(code, "10", 2) == 0 || strncmp(code, "13", 2) == 0 || strncmp(code, "12", 2) == 0)
        traits |= TRAIT_SAYS;
    return traits;
}

static bool has_role(const Event *event, PartRole role)
{
    for (uint32_t i = 0; i < event->parts.n; i++)
        if (event->parts.at[i].role == role) return true;
    return false;
}

uint32_t scene_phrase_mark(const Scene *s, uint32_t token)
{
    for (uint32_t steps = 0; steps < 4; steps++) {
        const Token *t = scene_token(s, token);
        uint32_t mark = scene_child(s, token, REL_CASE, NULL);
        if (mark != NONE && mark < token) return mark;
        bool beside = t->rel == REL_CONJ || t->rel == REL_APPOS || t->rel == REL_FLAT;
        if (!beside || !scene_holds(s, t->head)) break;
        token = t->head;
    }
    return NONE;
}

/* Does the word stand outside the clause that the event is told in: as who speaks, or as a place?
 */
/* Does the subject of a verb of saying take part itself: "Peru said it would withdraw", "Li said at
 * the talks"? */
static bool speaker_takes_part(const Scene *s, const Event *event, uint32_t says)
{
    uint32_t own = scene_subject(s, event->token);
    const Token *told = scene_token(s, event->token);
    uint32_t mark = scene_phrase_mark(s, event->token);
    bool about = mark != NONE && slice_is(scene_lower(s, mark), "about");
    return (own != NONE && scene_token(s, own)->upos == UPOS_PRON) ||
           (told->rel == REL_OBL && told->head == says && !about);
}

/* "Reporters asked about the meeting": a verb of saying, as a frame has it. */
static bool says(const Scene *s, uint32_t verb)
{
    uint32_t hit = scene_hit(s, verb);
    return scene_reports(s, verb) || (hit != NONE && s->hit[hit].sense == OUT_SAY);
}

/* "praised the rescue of the miners", "Defending Peru, Ambassador Lund ...": a phrase of another
 * word, not of the event's. */
static bool of_another(const Scene *s, const Participant *p)
{
    const Token *t = scene_token(s, p->head);
    if (t->rel == REL_NMOD && scene_kind(s, t->head) != NONE)
        return s->events->kind_traits[scene_kind(s, t->head)] & TRAIT_OWNED;
    bool beside = (t->rel == REL_CONJ || t->rel == REL_APPOS) && t->upos == UPOS_PROPN;
    return beside && p->role == PART_RECIPIENT && !scene_row(s, t->head);
}

static bool stands_apart(const Scene *s, const Event *event, const Participant *p, bool must)
{
    const Token *t = scene_token(s, p->head);
    bool inside = scene_holds(s, t->head);
    if (inside && !must && t->rel == REL_NSUBJ && says(s, t->head) &&
        !speaker_takes_part(s, event, t->head))
        return true;
    if (inside && of_another(s, p)) return true;
    uint32_t mark = scene_phrase_mark(s, p->head);
    if (mark != NONE && slice_is(scene_lower(s, mark), "according")) return true;
    if (p->role != PART_ACTOR) return false;
    bool behind = p->head > event->token && !(event->traits & TRAIT_MEETS);
    return mark == NONE ? behind : scene_word_is(s, mark, "placemark");
}

/* Is the word one that tells the act or turns it ("asked" of "asked Chile to leave")? */
static bool tells_act(const Scene *s, const Found *f, const Event *event, uint32_t token)
{
    if (!scene_holds(s, token)) return false;
    bool outer = false;
    for (uint32_t k = 0; k < f->n_outer; k++)
        outer |= f->outer[k] == token;
    return outer || token == event->token || (f->hit != NONE && scene_hit(s, token) == f->hit);
}

/* The head of the phrase that the word is joined to, beside or names: "Lund" of "Lund and Brandt".
 */
static uint32_t phrase_head(const Scene *s, uint32_t token)
{
    for (uint32_t steps = 0; steps < ROW_STEPS; steps++) {
        const Token *t = scene_token(s, token);
        bool beside = t->rel == REL_CONJ || t->rel == REL_APPOS || t->rel == REL_FLAT ||
                      (t->rel == REL_NMOD && strcmp(t->subtype, "desc") == 0);
        if (!beside || !scene_holds(s, t->head)) break;
        token = t->head;
    }
    return token;
}

/* A phrase of whom the act is for: "called on Chile", "aid to Chile"; where one goes only of
 * visits ("landed in Chile"). */
static bool aims(const Scene *s, const Event *event, uint32_t head)
{
    uint32_t mark = scene_phrase_mark(s, head);
    if (mark == NONE) return false;
    if (scene_word_is(s, mark, "wheremark"))
        return slice_starts(event->cameo, SLICE("04")) || slice_starts(event->cameo, SLICE("03"));
    return !(scene_token(s, head)->rel == REL_NMOD && slice_is(scene_lower(s, mark), "from")) &&
           scene_word_is(s, mark, "recipientmark");
}

/* Whose the object is, or who stands behind its "of" or "to": "rejected Chile's demand", "backed
 * the plans of Chile". */
static bool owns_object(const Scene *s, const Found *f, const Event *event, uint32_t head)
{
    const Token *t = scene_token(s, head), *noun = scene_token(s, t->head);
    if (noun->rel != REL_OBJ || !tells_act(s, f, event, noun->head)) return false;
    if (t->rel == REL_AMOD || t->rel == REL_COMPOUND) return true;
    uint32_t mark = scene_phrase_mark(s, head);
    bool owner = t->rel == REL_NMOD && strcmp(t->subtype, "poss") == 0;
    return owner || (mark != NONE && scene_word_is(s, mark, "ownermark"));
}

/* "demanded that Chile leave", "said Chile must leave": who is to do it. What is only to be done to
 * somebody asks nothing of him, unless the act itself is told so ("Chile was urged"). */
static bool asked_to(const Scene *s, const Found *f, const Event *event, uint32_t subject)
{
    uint32_t verb = scene_token(s, subject)->head;
    const Token *clause = scene_token(s, verb);
    if (strcmp(scene_token(s, subject)->subtype, "pass") == 0) return verb == event->token;
    return (clause->rel == REL_CCOMP || clause->rel == REL_XCOMP) && scene_holds(s, clause->head) &&
           (tells_act(s, f, event, clause->head) || tells_act(s, f, event, verb));
}

/* Is the party told by a phrase of the act itself? "I ask that the case be sent to the police" asks
 * nothing of the police. */
static bool of_act(const Scene *s, const Found *f, const Event *event, const Participant *p)
{
    uint32_t head = phrase_head(s, p->head);
    const Token *t = scene_token(s, head);
    if (tells_act(s, f, event, head)) return true;
    if (!scene_holds(s, t->head)) return false;
    if (t->rel == REL_NSUBJ) return asked_to(s, f, event, head);
    if (tells_act(s, f, event, t->head))
        return (t->rel != REL_OBL && t->rel != REL_NMOD) || aims(s, event, head);
    return owns_object(s, f, event, head);
}

/* "the Asia trip", "the Brandt Tower meeting": a name in front of a deed is its place or topic as
 * often as its doer; that of a body may be the doer ("a Senate vote"). */
static bool only_names_deed(const Scene *s, const Participant *p)
{
    return scene_token(s, p->head)->rel == REL_COMPOUND && p->role == PART_ACTOR &&
           (p->entity == NONE || s->findings->entities.at[p->entity].kind != ENTITY_ORG);
}

/* A party that the wide reading gives must be able to act, must not stand apart, and whom the act
 * is for must be told by its own phrases. Parties told before are those of talks alone. */
static bool fits(const Scene *s, const Found *f, const Event *event, const Participant *p,
                 bool must)
{
    if (!scene_holds(s, p->head))
        return (event->traits & TRAIT_MEETS) || slice_starts(event->cameo, SLICE("04"));
    const Token *t = scene_token(s, p->head);
    bool word = t->upos == UPOS_ADJ || t->upos == UPOS_PRON;
    if (!word && !scene_can_act(s, p->head)) return false;
    if (p->role == PART_RECIPIENT && !of_act(s, f, event, p)) return false;
    return !only_names_deed(s, p) && !stands_apart(s, event, p, must);
}

/* The roles that the clause itself leaves open, of acts of words and of several together: from the
 * whole sentence and from what was told before. */
static dln_status fill_parts(Scene *s, const Found *f, bool must, Event *event, Arena *arena)
{
    Event wide = *event;
    bool doer = has_role(event, PART_ACTOR), other = has_role(event, PART_RECIPIENT);
    wide.parts.n = wide.parts.cap = 0;
    wide.parts.at = NULL;
    TRY(scene_parts(s, f, &wide, arena));
    for (uint32_t i = 0; i < wide.parts.n; i++) {
        const Participant *p = &wide.parts.at[i];
        if (p->role == PART_ACTOR ? doer : other) continue;
        if (!fits(s, f, event, p, must)) {
            if (p->role == PART_RECIPIENT && !other && !add_aim(s, event, p->head, arena))
                return arena_status(arena);
            continue;
        }
        bool known = false;
        for (uint32_t k = 0; k < event->parts.n; k++)
            known |= event->parts.at[k].head == p->head ||
                     (p->entity != NONE && event->parts.at[k].entity == p->entity);
        Participant part = *p;
        if (scene_holds(s, p->head) && p->head > 0) part.span = scene_phrase(s, p->head);
        if (!known && !VEC_PUSH(arena, &event->parts, part)) return arena_status(arena);
    }
    return DLN_OK;
}

/* What the clause gives in roles that the wide reading left open. */
static dln_status clause_parts(const Scene *s, Event *event, Arena *arena)
{
    Event own = *event;
    bool open[PART_ROLES];
    for (uint32_t r = 0; r < PART_ROLES; r++)
        open[r] = !has_role(event, (PartRole)r) ||
                  ((event->traits & TRAIT_MEETS) && event->parts.n < 2); /* "Li met Ada Lint" */
    own.parts.n = own.parts.cap = 0;
    own.parts.at = NULL;
    if (!parts_of_clause(s, event->token, event->traits, &own, arena)) return arena_status(arena);
    for (uint32_t i = 0; i < own.parts.n; i++) {
        Participant p = own.parts.at[i];
        bool known = !open[p.role] || owned_by_pronoun(s, p.head); /* "withdrew its troops" */
        for (uint32_t k = 0; k < event->parts.n; k++)
            known |= event->parts.at[k].head == p.head ||
                     (p.entity != NONE && event->parts.at[k].entity == p.entity);
        if (!known && !VEC_PUSH(arena, &event->parts, p)) return arena_status(arena);
    }
    return DLN_OK;
}

dln_status scene_give_parts(Scene *s, const Found *f, Event *event, Arena *arena)
{
    bool must = found_obliges(f) || scene_values(s, f); /* who says so asks, or judges */
    bool passive = scene_token(s, event->token)->upos == UPOS_VERB &&
                   scene_passive(s, event->token, event->traits); /* its doer stands behind "by" */
    bool dealings = must || (f->coding.code[0] == '0' && f->coding.code[1] >= '3' &&
                             f->coding.code[1] <= '8' && !f->unmeant);
    bool clause = event_clause_only(f, event->traits) || (passive && !must) ||
                  scene_only_gets(s, event->token);
    if ((clause || !dealings) && !parts_of_clause(s, event->token, event->traits, event, arena))
        return arena_status(arena);
    if (!clause) TRY(fill_parts(s, f, must, event, arena));
    if (!clause && dealings) TRY(clause_parts(s, event, arena));
    if (f->unmeant) scene_drop_doers(event);
    return DLN_OK;
}
