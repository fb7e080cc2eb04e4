/* fill.c - what its clause says of a claim.
 *
 * In: claims with their spans and layers, the parse, events and statements of the report. Out: of
 * each claim its attribute, what it is about, the predicate whose slot it fills and which, whether
 * that is denied, planned or done, when, its clause, and how sure it is. "No one was hurt in Velm
 * on Friday": of Velm the predicate hurt, oblique, denied, the time Friday, the ground the
 * sentence.
 *
 * Idea: from the claim's head up the tree to the first verb or word of a happening; the word below
 * it says the role. Everything is read off one report.
 *
 * Known to get wrong: what hangs on the wrong word in the parse; of a claim inside a noun phrase
 * the predicate is that of the whole phrase ("a son of the mayor was hurt": the mayor is no victim,
 * so its role is none). */
#include "mean/claims/fill.h"
#include "lang/tree.h"

enum { CLIMB = 8, CLIMB_ALL = 48, AGE_REACH = 68 };

typedef struct Fill {
    const Findings *f;
    uint32_t *low, *high; /* [tokens] reach of the sub-tree */
    uint32_t *event_at;   /* [tokens] event whose trigger it is, NONE */
    uint32_t *mention_at; /* [tokens] mention whose head it is, NONE */
    bool *denied;         /* [tokens] a word of denial hangs on it, or on its subject or object */
} Fill;

/* ---- the report, once ---- */

static bool denies(const Token *t)
{
    static const char *const words[] = {"not",    "no",   "never",   "n't", "n\xE2\x80\x99t",
                                        "nobody", "none", "neither", "nor"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (t->lemma.n && (t->lemma.p[0] | 32) == words[i][0] &&
            slice_eq_nocase(t->lemma, slice_of(words[i])))
            return true;
    return false;
}

static bool is_argument(const Token *t)
{
    return t->rel == REL_NSUBJ || t->rel == REL_OBJ;
}

/* "was not hurt", "no one was hurt", "found no weapons", "nobody was hurt". */
static void mark_denied(const Fill *fill, uint32_t token)
{
    const Token *t = &fill->f->lang.token[token];
    if (t->head == NONE || !denies(t)) return;
    fill->denied[t->head] = true;
    const Token *over = &fill->f->lang.token[t->head];
    if (t->rel == REL_DET && is_argument(over) && over->head != NONE)
        fill->denied[over->head] = true;
}

static void mark_reach(const Fill *fill, uint32_t token)
{
    uint32_t at = token;
    for (uint32_t steps = 0; at != NONE && steps < CLIMB_ALL; steps++) {
        if (token < fill->low[at]) fill->low[at] = token;
        if (token > fill->high[at]) fill->high[at] = token;
        at = fill->f->lang.token[at].head;
    }
}

static bool open_fill(Fill *fill, const Findings *f, Arena *scratch)
{
    uint32_t n = f->lang.n_tokens + 1;
    *fill = (Fill){f,
                   ARENA_ARRAY(scratch, uint32_t, n),
                   ARENA_ARRAY(scratch, uint32_t, n),
                   ARENA_ARRAY(scratch, uint32_t, n),
                   ARENA_ARRAY(scratch, uint32_t, n),
                   ARENA_ARRAY(scratch, bool, n)};
    if (!fill->low || !fill->high || !fill->event_at || !fill->mention_at || !fill->denied)
        return false;
    for (uint32_t i = 0; i + 1 < n; i++) {
        fill->low[i] = fill->high[i] = i;
        fill->event_at[i] = fill->mention_at[i] = NONE;
    }
    for (uint32_t i = 0; i + 1 < n; i++) {
        mark_reach(fill, i);
        mark_denied(fill, i);
    }
    for (uint32_t i = f->events.n; i-- > 0;)
        if (f->events.at[i].token < f->lang.n_tokens) fill->event_at[f->events.at[i].token] = i;
    for (uint32_t i = f->mentions.n; i-- > 0;)
        if (f->mentions.at[i].head < f->lang.n_tokens) fill->mention_at[f->mentions.at[i].head] = i;
    return true;
}

/* ---- attribute ---- */

static uint32_t entity_at(const Fill *fill, uint32_t token)
{
    uint32_t mention = token == NONE ? NONE : fill->mention_at[token];
    return mention == NONE ? NONE : fill->f->mentions.at[mention].entity;
}

static Attribute quantity_alone(const Quantity *q)
{
    bool times = slice_is(q->noun, "time"); /* "shot five times and killed": not five people */
    Attribute said = times ? ATTRIBUTE_NONE : attribute_by_name(q->attribute);
    AttributeFamily family = attribute_row[said].family;
    bool own = family == FAMILY_TOLL || family == FAMILY_AGE || family == FAMILY_CLOCK ||
               family == FAMILY_LENGTH || family == FAMILY_VOTE || family == FAMILY_DAY;
    if (own) return said; /* of others ("captured") the noun and the act tell more */
    switch (q->kind) {
    case QUANTITY_MONEY: return ATTRIBUTE_AMOUNT;
    case QUANTITY_PERCENT: return ATTRIBUTE_SHARE;
    case QUANTITY_DISTANCE: return ATTRIBUTE_DISTANCE;
    case QUANTITY_AREA:
    case QUANTITY_MASS:
    case QUANTITY_VOLUME: return ATTRIBUTE_SIZE;
    case QUANTITY_SPEED: return ATTRIBUTE_SPEED;
    case QUANTITY_MAGNITUDE: return ATTRIBUTE_MAGNITUDE;
    case QUANTITY_AGE: return ATTRIBUTE_AGE;
    case QUANTITY_SCORE: return ATTRIBUTE_SCORE;
    case QUANTITY_COUNT: return q->noun.n ? ATTRIBUTE_COUNT : ATTRIBUTE_NONE;
    default: return ATTRIBUTE_NONE;
    }
}

/* Nothing between the name and the age but what belongs to either: "Scott Russell, 46", "Roy Moore,
 * the 70-year-old nominee". */
static bool close_by(const LangText *lang, uint32_t from, uint32_t to)
{
    if (from > 0 && to < lang->n_tokens &&
        lang->token[from - 1].sentence != lang->token[to].sentence)
        return false;
    for (uint32_t i = from; i < to && i < lang->n_tokens; i++) {
        uint8_t u = lang->token[i].upos;
        if (u != UPOS_PUNCT && u != UPOS_DET && u != UPOS_ADJ && u != UPOS_NOUN &&
            u != UPOS_PROPN && u != UPOS_SYM)
            return false;
    }
    return to >= from && to - from <= 4;
}

/* The person whom a token names or stands for ("he"), NONE. */
static uint32_t person_at(const Findings *f, uint32_t token)
{
    Span at = f->lang.token[token].span;
    for (uint32_t i = mentions_from(f, f->lang.sentence[f->lang.token[token].sentence].span.b);
         i < f->mentions.n && f->mentions.at[i].span.b <= at.b; i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->head == token && m->entity < f->entities.n && m->form != FORM_NOMINAL &&
            f->entities.at[m->entity].kind == ENTITY_PERSON)
            return m->entity;
    }
    return NONE;
}

/* Who the figure is said to be: "Ada Lint is 46 years old", "He was 22", "The victim, Ada
 * Lint, was 46", "Lint, who was 46". */
static uint32_t copula_bearer(const Findings *f, const Quantity *q)
{
    const LangText *lang = &f->lang;
    uint32_t at = q->first;
    for (uint32_t steps = 0; at < lang->n_tokens && steps < 4; steps++) {
        const Token *t = &lang->token[at];
        if (tree_child_rel(lang, at, REL_COP) == NONE) {
            at = t->head;
            continue;
        }
        uint32_t subject = tree_child_rel(lang, at, REL_NSUBJ);
        uint32_t who = subject == NONE ? NONE : person_at(f, subject),
                 beside = subject == NONE ? NONE : tree_child_rel(lang, subject, REL_APPOS);
        if (who == NONE && beside != NONE) who = person_at(f, beside);
        bool relative = who == NONE && t->rel == REL_ACL && t->head != NONE;
        return relative ? person_at(f, t->head) : who;
    }
    return NONE;
}

Attribute quantity_attribute(const Findings *f, const Quantity *q)
{
    Attribute known = quantity_alone(q);
    bool bare = known == ATTRIBUTE_NONE && q->kind == QUANTITY_COUNT && q->low == q->high &&
                q->low >= 5 && q->low < 110 && q->first < f->lang.n_tokens &&
                q->end == q->first + 1;
    bool said = bare && tree_child_rel(&f->lang, q->first, REL_COP) != NONE &&
                tree_child_rel(&f->lang, q->first, REL_NMOD) == NONE &&
                tree_child_rel(&f->lang, q->first, REL_OBL) == NONE;
    return said && copula_bearer(f, q) != NONE ? ATTRIBUTE_AGE : known;
}

uint32_t quantity_bearer(const Findings *f, const Quantity *q)
{
    uint32_t best = NONE, least = 5;
    uint32_t from = q->first < f->lang.n_tokens
                        ? f->lang.token[q->first > AGE_REACH ? q->first - AGE_REACH : 0].span.b
                        : 0;
    for (uint32_t i = mentions_from(f, from);
         i < f->mentions.n &&
         (f->mentions.at[i].first <= q->end + 4 || f->mentions.at[i].first == NONE);
         i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->form != FORM_NAME || m->entity >= f->entities.n ||
            f->entities.at[m->entity].kind != ENTITY_PERSON)
            continue;
        bool before = m->end <= q->first && close_by(&f->lang, m->end, q->first),
             behind = m->first >= q->end && close_by(&f->lang, q->end, m->first);
        uint32_t gap = before ? q->first - m->end : behind ? m->first - q->end : 5;
        if (!before && behind && gap > 0 && f->lang.token[q->end].upos == UPOS_PUNCT)
            gap += 2; /* "Ivo Brandt, age 41, Ada Lint, age 26" */
        if (gap < least) {
            least = gap;
            best = m->entity;
        }
    }
    return best != NONE ? best : copula_bearer(f, q);
}

static Attribute of_time(const TimeMention *t)
{
    if (t->type == TIME_DURATION) return ATTRIBUTE_DURATION;
    bool clock = t->from_minute >= 0 && t->from_minute == t->to_minute;
    return t->type == TIME_TIME || clock ? ATTRIBUTE_TIME : ATTRIBUTE_DATE;
}

/* `entity`: what its words or its head name, NONE. */
static Attribute of_name(const Findings *f, const Claim *c, uint32_t entity)
{
    const Token *head = &f->lang.token[c->head];
    EntityKind kind = entity == NONE ? ENTITY_OTHER : f->entities.at[entity].kind;
    if (kind == ENTITY_PLACE) return ATTRIBUTE_PLACE;
    if (head->rel == REL_APPOS || head->rel == REL_FLAT) return ATTRIBUTE_NAME;
    return entity == NONE ? ATTRIBUTE_NAME : ATTRIBUTE_PARTICIPANT;
}

static Attribute of_phrase(const Findings *f, const Claim *c)
{
    const Token *head = &f->lang.token[c->head];
    if (c->entity != NONE && f->entities.at[c->entity].kind == ENTITY_PLACE) return ATTRIBUTE_PLACE;
    if (head->rel == REL_APPOS) return ATTRIBUTE_ROLE;
    if (head->rel == REL_NSUBJ || head->rel == REL_OBJ || head->rel == REL_IOBJ)
        return ATTRIBUTE_PARTICIPANT;
    return c->statement != NONE ? ATTRIBUTE_CLAIM : ATTRIBUTE_STATUS;
}

/* A time whose head it holds: "on Sunday". NULL: none. */
static const TimeMention *time_at(const Fill *fill, const Claim *c)
{
    const Findings *f = fill->f;
    Span head = f->lang.token[c->head].span;
    uint32_t i = times_from(f, head.e);
    return i > 0 && span_in(head, f->times.at[i - 1].span) ? &f->times.at[i - 1] : NULL;
}

static bool names_rank(const Token *t)
{
    static const char *const nouns[] = {"category", "level", "grade", "tier", "class", "division"};
    return SLICE_AMONG_NOCASE(t->lemma, nouns);
}

/* "Category 3", "a level 2 alert": a noun of ranks that a figure numbers. */
static bool holds_rank(const Findings *f, const Claim *c)
{
    for (uint32_t i = c->first; i + 1 < c->end; i++)
        if (f->lang.token[i + 1].upos == UPOS_NUM && names_rank(&f->lang.token[i])) return true;
    return false;
}

/* "60 Minutes", "a brand new 747 Orsk One": figures in front of a name are a part of it. */
static bool holds_title(const Findings *f, const Claim *c)
{
    uint32_t n = f->lang.n_tokens;
    for (uint32_t i = c->first; i < c->end && i + 1 < n; i++)
        if (f->lang.token[i].upos == UPOS_NUM && f->lang.token[i + 1].upos == UPOS_PROPN)
            return true;
    return false;
}

/* "Road 2217", "called 911": figures that count nothing, as far as the quantities know. */
static bool holds_label(const Findings *f, const Claim *c)
{
    bool digits = false;
    for (uint32_t i = c->first; i < c->end && !digits; i++) {
        const Token *t = &f->lang.token[i];
        digits = t->upos == UPOS_NUM && t->form.n > 1 && slice_digit_at(t->form, 0);
    }
    if (!digits) return false;
    uint32_t i = quantities_from(f, c->span.b);
    if (i > 0) i--; /* "at least 31": begins before its number */
    for (; i < f->quantities.n && f->quantities.at[i].span.b < c->span.e; i++)
        if (span_meet(f->quantities.at[i].number, c->span)) return false;
    return true;
}

/* A figure that counts nothing: "a turbulent 2019" is a year, "in the 3000 block of West Dekker
 * Street" is where it was. */
static Attribute of_bare(const Findings *f, const Claim *c)
{
    Slice form = f->lang.token[c->head].form;
    bool year = form.n == 4 && (slice_starts(form, SLICE("19")) || slice_starts(form, SLICE("20")));
    for (size_t i = 0; i < form.n && year; i++)
        year = slice_digit_at(form, i);
    for (uint32_t i = c->first; i + 1 < c->end; i++) {
        Slice number = f->lang.token[i].form;
        if (number.n > 2 && slice_ends(number, SLICE("00")) &&
            token_lemma_is(&f->lang.token[i + 1], "block"))
            return ATTRIBUTE_ADDRESS;
    }
    if (year) return ATTRIBUTE_DATE;
    if (holds_rank(f, c)) return ATTRIBUTE_RANK;
    return holds_title(f, c) || holds_label(f, c) ? ATTRIBUTE_NAME : ATTRIBUTE_COUNT;
}

static Attribute attribute_of(const Fill *fill, const Claim *c)
{
    const Findings *f = fill->f;
    if (c->kind == CLAIM_FIGURE && claim_holds_age(f, c->span)) return ATTRIBUTE_AGE;
    const TimeMention *time = c->kind == CLAIM_NAME || c->kind == CLAIM_FIGURE ? time_at(fill, c)
                                                                               : NULL;
    if (time && c->quantity == NONE && c->entity == NONE) return of_time(time);
    Attribute figure = c->quantity == NONE ? ATTRIBUTE_NONE
                                           : quantity_attribute(f, &f->quantities.at[c->quantity]);
    switch (c->kind) {
    case CLAIM_TIME: return c->time == NONE ? ATTRIBUTE_DATE : of_time(&f->times.at[c->time]);
    case CLAIM_FIGURE: return figure != ATTRIBUTE_NONE ? figure : of_bare(f, c);
    case CLAIM_NAME: return of_name(f, c, c->entity == NONE ? entity_at(fill, c->head) : c->entity);
    case CLAIM_QUOTE: return ATTRIBUTE_CLAIM; /* its words are collate/facts_quote.c's */
    case CLAIM_CLAUSE: return c->statement != NONE ? ATTRIBUTE_CLAIM : ATTRIBUTE_ACTION;
    default: return of_phrase(f, c);
    }
}

/* ---- predicate and role ---- */

static bool is_predicate(const Fill *fill, uint32_t token)
{
    return fill->f->lang.token[token].upos == UPOS_VERB || fill->event_at[token] != NONE;
}

static bool is_passive(const Token *t)
{
    return strcmp(t->subtype, "pass") == 0;
}

/* "was hit by a tram": who does it stands behind "by". */
static bool is_agent(const LangText *lang, uint32_t token)
{
    uint32_t mark = tree_child_rel(lang, token, REL_CASE),
             aux = tree_child_rel(lang, lang->token[token].head, REL_AUX);
    return mark != NONE && token_lemma_is(&lang->token[mark], "by") && aux != NONE &&
           is_passive(&lang->token[aux]);
}

static ClaimRole role_under(const LangText *lang, uint32_t token)
{
    const Token *t = &lang->token[token];
    switch (t->rel) {
    case REL_NSUBJ: return is_passive(t) ? CLAIM_ROLE_OBJECT : CLAIM_ROLE_SUBJECT;
    case REL_OBJ:
    case REL_IOBJ: return CLAIM_ROLE_OBJECT;
    case REL_OBL: return is_agent(lang, token) ? CLAIM_ROLE_SUBJECT : CLAIM_ROLE_OBLIQUE;
    case REL_NMOD:
    case REL_ADVMOD: return CLAIM_ROLE_OBLIQUE;
    case REL_CCOMP:
    case REL_XCOMP:
    case REL_ADVCL:
    case REL_ACL:
    case REL_PARATAXIS: return CLAIM_ROLE_CLAUSE;
    default: return CLAIM_ROLE_NONE;
    }
}

/* Words of one phrase with what they hang on: "12 people", "Mayor Ada Lint". */
static bool within_phrase(const Token *t)
{
    return t->rel == REL_NUMMOD || t->rel == REL_FLAT || t->rel == REL_COMPOUND ||
           t->rel == REL_AMOD || t->rel == REL_DET || t->rel == REL_CONJ;
}

static void find_predicate(const Fill *fill, Claim *c)
{
    const LangText *lang = &fill->f->lang;
    bool whole = true; /* the claim is the argument itself, not a word inside it */
    c->predicate = NONE;
    c->role = CLAIM_ROLE_NONE;
    if (is_predicate(fill, c->head)) {
        c->predicate = c->head;
        c->role = CLAIM_ROLE_PREDICATE;
        return;
    }
    for (uint32_t at = c->head, steps = 0; steps < CLIMB; steps++) {
        const Token *t = &lang->token[at];
        if (whole && (t->rel == REL_APPOS || tree_child_rel(lang, at, REL_COP) != NONE)) {
            c->role = CLAIM_ROLE_NAMING;
            return;
        }
        if (t->head == NONE) return;
        if (is_predicate(fill, t->head)) {
            c->predicate = t->head;
            if (whole) c->role = role_under(lang, at);
            return;
        }
        whole = whole && within_phrase(t);
        at = t->head;
    }
}

/* ---- about ---- */

/* Whom a naming names: what the apposition stands beside, the subject of "is the mayor". */
static uint32_t named_entity(const Fill *fill, const Claim *c)
{
    const LangText *lang = &fill->f->lang;
    for (uint32_t at = c->head, steps = 0; steps < CLIMB; steps++) {
        const Token *t = &lang->token[at];
        if (t->rel == REL_APPOS) return entity_at(fill, t->head);
        if (tree_child_rel(lang, at, REL_COP) != NONE)
            return entity_at(fill, tree_child_rel(lang, at, REL_NSUBJ));
        if (t->head == NONE) break;
        at = t->head;
    }
    return NONE;
}

static void find_about(const Fill *fill, Claim *c)
{
    uint32_t entity = NONE;
    if (c->attribute == ATTRIBUTE_AGE && c->quantity != NONE)
        entity = quantity_bearer(fill->f, &fill->f->quantities.at[c->quantity]);
    else if (c->role == CLAIM_ROLE_NAMING)
        entity = named_entity(fill, c);
    if (entity != NONE) { /* "Ada Lint, 46, was arrested": of her, not of the arrest */
        c->predicate = NONE;
        c->role = CLAIM_ROLE_NAMING;
    }
    uint32_t event = c->predicate == NONE ? NONE : fill->event_at[c->predicate];
    if (event == NONE) event = c->event;
    c->about = entity != NONE         ? ABOUT_ENTITY
               : event != NONE        ? ABOUT_EVENT
               : c->statement != NONE ? ABOUT_STATEMENT
                                      : ABOUT_STORY;
    c->index = entity != NONE ? entity : event != NONE ? event : c->statement;
}

/* ---- when, clause, sureness ---- */

static uint32_t time_under(const Fill *fill, const Claim *c)
{
    const Findings *f = fill->f;
    Span sentence = f->lang.sentence[c->sentence].span;
    for (uint32_t i = times_from(f, sentence.b);
         i < f->times.n && f->times.at[i].span.b < sentence.e; i++) {
        const TimeMention *t = &f->times.at[i];
        for (uint32_t k = t->first; k < t->end && k < f->lang.n_tokens; k++)
            if (f->lang.token[k].head == c->predicate && t->type != TIME_DURATION) return i;
    }
    return NONE;
}

static void find_time(const Fill *fill, Claim *c)
{
    const Event *e = c->about == ABOUT_EVENT ? &fill->f->events.at[c->index] : NULL;
    c->modality = e ? e->modality : MODALITY_COUNT;
    c->when = e ? e->time : NONE;
    if (c->when == NONE && c->predicate != NONE) c->when = time_under(fill, c);
}

static void find_ground(const Fill *fill, Claim *c)
{
    const Sentence *s = &fill->f->lang.sentence[c->sentence];
    uint32_t top = c->role == CLAIM_ROLE_PREDICATE ? c->predicate : c->verb;
    c->ground = s->first;
    c->ground_end = s->end;
    if (top == NONE || top < s->first || top >= s->end) return;
    if (fill->low[top] > s->first) c->ground = fill->low[top];
    if (fill->high[top] + 1 < s->end) c->ground_end = fill->high[top] + 1;
}

/* "Three civilians were among those killed": some of them. */
static bool is_among(const LangText *lang, const Quantity *q)
{
    uint32_t over = lang->token[q->head].rel == REL_NSUBJ ? lang->token[q->head].head : NONE,
             mark = over == NONE ? NONE : tree_child_rel(lang, over, REL_CASE);
    return mark != NONE && slice_eq_nocase(lang->token[mark].form, SLICE("among"));
}

bool quantity_part_of_sum(const Findings *f, const Quantity *q)
{
    const LangText *lang = &f->lang;
    if (q->head >= lang->n_tokens || q->kind != QUANTITY_COUNT) return false;
    if (is_among(lang, q)) return true;
    for (uint32_t c = tree_child(lang, q->head, 0); c != NONE;
         c = tree_child(lang, q->head, c + 1)) {
        if (lang->token[c].rel != REL_CONJ || lang->token[c].upos != UPOS_NOUN) continue;
        uint32_t article = tree_child_rel(lang, c, REL_DET);
        if (tree_child_rel(lang, c, REL_NUMMOD) != NONE ||
            (article != NONE && token_lemma_is(&lang->token[article], "a")))
            return true;
    }
    return lang->token[q->head].rel == REL_CONJ && lang->token[q->head].head != NONE &&
           tree_child_rel(lang, lang->token[q->head].head, REL_NUMMOD) != NONE;
}

static ClaimSure sure_of(const Findings *f, const Claim *c)
{
    const TimeMention *t = c->kind == CLAIM_TIME && c->time != NONE ? &f->times.at[c->time] : NULL;
    const Quantity *q = c->quantity == NONE ? NULL : &f->quantities.at[c->quantity];
    if ((t && t->part_of != NONE) || (q && quantity_part_of_sum(f, q))) return CLAIM_PART;
    bool guessed = t && (t->partial || t->basis == BASIS_CONTEXT || t->basis == BASIS_NONE);
    return guessed ? CLAIM_GUESSED : CLAIM_SURE;
}

dln_status claims_fill(Findings *found, Arena *scratch)
{
    Fill fill;
    ArenaMark mark = arena_mark(scratch);
    if (!open_fill(&fill, found, scratch)) return arena_status(scratch);
    for (uint32_t i = 0; i < found->claims.n; i++) {
        Claim *c = &found->claims.at[i];
        if (arena_late(scratch, 10)) break;
        c->attribute = attribute_of(&fill, c);
        find_predicate(&fill, c);
        find_about(&fill, c);
        find_time(&fill, c);
        find_ground(&fill, c);
        c->denied = c->negative || (c->predicate != NONE && fill.denied[c->predicate]);
        c->sure = sure_of(found, c);
    }
    arena_rewind(scratch, mark);
    return arena_status(scratch);
}
