/* events_attach.c - when, where, who vouches, how many.
 *
 * In: an act of a sentence, the findings of the stages before. Out: fields of Event. Idea: a time,
 * place or number belongs to the act that it reaches first on its way up the tree ("will make his
 * first trip to Russia on April 16 to 18, the ministry said on Thursday": the range hangs on the
 * trip, Thursday on said); what reaches none belongs to the main act of its clause.
 *
 * A day that another clause, a quotation, a name or a noun beside the act has for itself is not the
 * act's ("wrote: 'the hearing this past Thursday'", "held the Sept. 11 plotter", "Coast Today").
 *
 * Known to get wrong: times that the parser hangs on the wrong verb. */
#include "mean/events/events_impl.h"
#include "mean/events/roles_impl.h"

static uint32_t top_token(const LangText *text, uint32_t first, uint32_t end)
{
    uint32_t token = first;
    for (uint32_t steps = end - first; steps > 0; steps--) {
        uint32_t head = text->token[token].head;
        if (head == NONE || head < first || head >= end) break;
        token = head;
    }
    return token;
}

static bool is_act(const Scene *s, uint32_t token)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->at[i].use && s->at[i].token == token) return true;
    return false;
}

/* Is the noun's day that of the clause on it? "The meeting held on Friday", not "claims that he
 * lied in 2010"; what is said in a letter is said when it comes ("asked in a letter issued
 * Monday"); an infinitive has no day behind it
 * ("voted down a plan to create it last November"). */
static bool dates_noun(const Scene *s, uint32_t verb)
{
    const Token *noun = scene_token(s, scene_token(s, verb)->head);
    uint32_t mark = scene_child(s, verb, REL_MARK, NULL);
    if (mark != NONE && scene_token(s, mark)->upos == UPOS_SCONJ) return false;
    return is_act(s, scene_token(s, verb)->head) ||
           (noun->rel == REL_OBL && link_word(&s->events->links, "letter", noun->lemma)) ||
           (mark != NONE && scene_token(s, mark)->upos == UPOS_PART);
}

/* Does the clause end here that a day below belongs to? A relative clause tells of its noun: "the
 * meeting that was held on Friday" dates the meeting, "sold the house where he lived in 2010" no
 * sale. "Wrote that it comes after the hearing on Thursday", "spoke, and on Friday the rest came",
 * "resigned because they had met on Sunday". */
static bool clause_ends(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    if (t->upos != UPOS_VERB && t->upos != UPOS_AUX) return false;
    if (t->rel == REL_CCOMP || t->rel == REL_PARATAXIS) return true;
    if (t->rel == REL_XCOMP && strcmp(t->xpos, "VBG") == 0) /* "testified seeing him on Friday" */
        return scene_holds(s, t->head) &&
               link_word(&s->events->links, "recall", scene_token(s, t->head)->lemma);
    if (t->rel == REL_CONJ)
        return scene_holds(s, t->head) && scene_token(s, t->head)->upos == UPOS_VERB;
    if (t->rel == REL_ACL) return scene_holds(s, t->head) && !dates_noun(s, token);
    uint32_t mark = t->rel == REL_ADVCL ? scene_child(s, token, REL_MARK, NULL) : NONE;
    return mark != NONE && link_word(&s->events->links, "dated", scene_token(s, mark)->lemma);
}

/* The act that a token reaches first on its way up; NONE when none. An outer act that reports ends
 * the way, of a day the end of its clause too. */
static uint32_t act_above(const Scene *s, uint32_t token, bool day)
{
    for (uint32_t steps = s->n; steps > 0; steps--) {
        for (uint32_t i = 0; i < s->count; i++)
            if (s->at[i].use && s->at[i].token == token) return i;
        for (uint32_t i = 0; i < s->count; i++)
            for (uint32_t k = 0; s->at[i].use && k < s->at[i].n_outer; k++)
                if (s->at[i].outer[k] == token && s->at[i].outer_kind[k] != OUT_SAY) return i;
        uint32_t head = scene_token(s, token)->head, hit = scene_hit(s, token);
        if (hit != NONE && s->hit[hit].sense == OUT_SAY) return NONE;
        if (!scene_holds(s, head)) return NONE;
        if (s->at != NULL && scene_token(s, token)->rel ==
                                 REL_OBL) { /* beside a light verb: "held talks on Sunday" */
            uint32_t object = scene_child(s, head, REL_OBJ, NULL);
            for (uint32_t i = 0; object != NONE && i < s->count; i++)
                if (s->at[i].use && s->at[i].token == object) return i;
        }
        if (day && clause_ends(s, token)) return NONE;
        token = head;
    }
    return NONE;
}

static uint32_t act_index(const Scene *s, const Found *f)
{
    return (uint32_t)(f - s->at);
}

/* "The Sept. 11 plotter", "Wednesday's sit-in": the day of the noun that it stands before; where
 * the noun says when or where the act was, of the act too ("spoke at Wednesday's hearing"). */
static bool day_of_noun(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    bool before = t->rel == REL_COMPOUND || t->rel == REL_AMOD ||
                  (t->rel == REL_NMOD && t->head > token);
    if (!before || !scene_holds(s, t->head)) return false;
    uint32_t mark = scene_child(s, t->head, REL_CASE, NULL);
    bool held = scene_token(s, t->head)->rel == REL_OBL && mark != NONE &&
                link_word(&s->events->links, "within", scene_token(s, mark)->lemma);
    return token_nounlike(scene_token(s, t->head)) && !held && !is_act(s, t->head) &&
           !role_in_time(s, t->head);
}

/* "Wrote that 'the hearing on Thursday' was": the writer was not writing of his own day. */
static bool only_quoted(const Scene *s, uint32_t day, uint32_t act)
{
    return s->quoted[day - s->first] && !s->quoted[act - s->first];
}

/* "Coast Today", "3:41 Play video": a word of a name, the length of a film. */
static bool no_day(const Scene *s, const TimeMention *time)
{
    const Findings *f = s->findings;
    for (uint32_t i = mentions_from(f, time->span.b > 80 ? time->span.b - 80 : 0);
         i < f->mentions.n && f->mentions.at[i].span.b < time->span.e; i++) {
        Span name = f->mentions.at[i].span;
        bool wider = name.b < time->span.b && name.e >= time->span.e;
        if (wider && f->mentions.at[i].form == FORM_NAME) return true;
    }
    uint32_t top = top_token(s->text, time->first, time->end);
    return time->type == TIME_TIME && time->end == time->first + 1 &&
           scene_token(s, top)->upos == UPOS_NUM && scene_child(s, top, REL_CASE, NULL) == NONE;
}

/* "The man who shot a clerk on Saturday faces four counts", "the name of a man killed on Sunday has
 * been released": a day between the clause on the subject and the verb is of that clause, wherever
 * the parser hung it. Its verb, or the noun of happening that the day may as well be of ("the
 * suspect in the shooting on Monday pleaded guilty"); NONE: no such day. */
static uint32_t verb_on_subject(const Scene *s, uint32_t day, uint32_t act)
{
    uint32_t subject = day < act ? scene_child(s, act, REL_NSUBJ, NULL) : NONE;
    if (subject == NONE) return NONE;
    for (uint32_t i = subject + 1; i < day; i++) /* "officers responding on Friday found him" */
        if (scene_token(s, i)->rel == REL_ACL && strcmp(scene_token(s, i)->xpos, "VBG") == 0)
            return NONE;
    for (uint32_t i = day; i-- > subject + 1;) {
        const Token *t = scene_token(s, i);
        if (slice_is(t->form, ",")) return NONE; /* "who shot him, on Monday said" */
        bool clause = t->rel == REL_ACL && t->upos == UPOS_VERB;
        if ((clause || is_act(s, i)) && tree_under(s->text, i, subject)) return i;
    }
    return NONE;
}

/* The act of a verb, "shot to death" too; NONE: it tells none. */
static uint32_t act_at(const Scene *s, uint32_t verb)
{
    uint32_t below = NONE;
    for (uint32_t i = 0; i < s->count && scene_token(s, verb)->upos == UPOS_VERB; i++) {
        if (!s->at[i].use) continue;
        if (s->at[i].token == verb) return i;
        if (below == NONE && scene_token(s, s->at[i].token)->head == verb) below = i;
    }
    return below;
}

static void attach_time(const Scene *s, const Found *f, Event *event)
{
    const Findings *found = s->findings;
    Span scene = tokens_span(s->text, s->first, s->first + s->n);
    for (uint32_t i = times_from(found, scene.b);
         i < found->times.n && found->times.at[i].span.b < scene.e && event->time == NONE; i++) {
        const TimeMention *time = &found->times.at[i];
        if (!scene_holds(s, time->first) || time->end > s->first + s->n || time->end <= time->first)
            continue;
        if (time->type == TIME_DURATION || time->type == TIME_SET || time->part_of != NONE)
            continue;
        uint32_t day = top_token(s->text, time->first, time->end);
        uint32_t act = act_above(s, day, true),
                 on = act == NONE ? NONE : verb_on_subject(s, day, s->at[act].token);
        if (on != NONE) act = act_at(s, on);
        if (act != act_index(s, f) || no_day(s, time)) continue;
        if (!day_of_noun(s, day) && !only_quoted(s, day, f->token)) event->time = i;
    }
}

static bool place_case(const Scene *s, uint32_t token)
{
    static const char *const marks[] = {"in", "at", "near", "to", "outside", "into", "from"};
    uint32_t mark = scene_child(s, token, REL_CASE, NULL);
    return mark != NONE && SLICE_AMONG(scene_lower(s, mark), marks);
}

static void attach_place(const Scene *s, const Found *f, Event *event)
{
    const Findings *found = s->findings;
    Span scene = tokens_span(s->text, s->first, s->first + s->n);
    for (uint32_t i = mentions_from(found, scene.b);
         i < found->mentions.n && found->mentions.at[i].span.b < scene.e && event->place == NONE;
         i++) {
        const Mention *mention = &found->mentions.at[i];
        if (!scene_holds(s, mention->head) || mention->entity == NONE) continue;
        const Entity *entity = &found->entities.at[mention->entity];
        if (entity->kind != ENTITY_PLACE || !place_case(s, mention->head)) continue;
        if (act_above(s, mention->head, false) == act_index(s, f)) event->place = mention->entity;
    }
}

static dln_status attach_quantities(const Scene *s, const Found *f, Event *event, Arena *arena)
{
    const Findings *found = s->findings;
    Span scene = tokens_span(s->text, s->first, s->first + s->n);
    for (uint32_t i = quantities_from(found, scene.b);
         i < found->quantities.n && found->quantities.at[i].span.b < scene.e; i++) {
        const Quantity *q = &found->quantities.at[i];
        if (!scene_holds(s, q->head)) continue;
        if (q->kind != QUANTITY_COUNT || act_above(s, q->head, false) != act_index(s, f)) continue;
        if (!VEC_PUSH(arena, &event->quantities, i)) return arena_status(arena);
    }
    return DLN_OK;
}

/* The innermost statement whose content holds the trigger. */
static uint32_t statement_of(const Findings *found, Span trigger)
{
    const uint32_t far = 256; /* statements looked back over: a quotation holds fewer inside */
    uint32_t best = NONE, size = UINT32_MAX, end = statements_until(found, trigger.b);
    for (uint32_t i = end > far ? end - far : 0; i < end; i++) {
        const Statement *statement = &found->statements.at[i];
        for (uint32_t k = 0; k < statement->content.n; k++) {
            Span span = statement->content.at[k];
            if (span_in(trigger, span) && span.e - span.b < size) {
                best = i;
                size = span.e - span.b;
            }
        }
    }
    return best;
}

dln_status scene_attach(Scene *s, const Found *f, Event *event, Arena *arena)
{
    event->time = event->place = NONE;
    event->modality = scene_modality(s, f);
    event->background = f->aside;
    event->statement = statement_of(s->findings, event->trigger);
    attach_time(s, f, event);
    attach_place(s, f, event);
    return attach_quantities(s, f, event, arena);
}

/* Steps up from `token` over joined words, subjects and objects; does it come to `other`? */
static bool linked(const LangText *text, uint32_t token, uint32_t other)
{
    for (uint32_t steps = 0; steps < 5 && token != NONE; steps++) {
        const Token *t = &text->token[token];
        if (token == other) return true;
        bool goes = t->rel == REL_CONJ || t->rel == REL_NSUBJ || t->rel == REL_OBJ ||
                    t->rel == REL_COMPOUND || (t->rel == REL_XCOMP && steps == 0);
        if (!goes) return false;
        token = t->head;
    }
    return false;
}

/* "An explosion killed four and injured 12 on Sunday": all three were on Sunday. */
void events_share(Findings *findings, uint32_t from)
{
    for (uint32_t i = from; i < findings->events.n; i++) {
        Event *e = &findings->events.at[i];
        for (uint32_t k = from; k < findings->events.n; k++) {
            const Event *other = &findings->events.at[k];
            bool near = i != k && (linked(&findings->lang, e->token, other->token) ||
                                   linked(&findings->lang, other->token, e->token));
            if (!near || other->modality != e->modality) continue;
            if (e->time == NONE) e->time = other->time;
            if (e->place == NONE) e->place = other->place;
        }
    }
}
