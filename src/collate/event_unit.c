/* event_unit.c - one telling of an event as the join sees it; see event_pair.h.
 *
 * In: the findings of a report. Out: a Telling, read once a report: what the event is called, who
 * takes part in which role, who is named around the trigger, the words and figures of its sentence.
 * In a story a Unit is made of it: its parties, place and statement by the record's numbers, its
 * day.
 *
 * Who is named around the trigger ("talks with his counterpart Shoigu") serves to compare tellings;
 * it makes nobody a participant.
 *
 * Known to get wrong: lists of names that the parser took apart. */
#include "collate/event_pair.h"
#include "lang/tree.h"
#include <math.h>
#include <stdlib.h>

bool in_list(const uint32_t *list, uint32_t n, uint32_t x)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i] == x) return true;
    return false;
}

/* A telling while it is read. */
typedef struct Open {
    const Reader *reader;
    const Findings *f;
    uint32_t local;
    uint32_t party[MAX_NAMED], n_parties; /* entities of the report, each once */
} Open;

static void add_part(Open *o, uint32_t entity)
{
    if (o->n_parties < MAX_NAMED && !in_list(o->party, o->n_parties, entity))
        o->party[o->n_parties++] = entity;
}

/* ---- parties that the words around the trigger name ---- */

static bool beside(const Token *a, uint32_t at, const Token *b, uint32_t bt)
{ /* "Putin and Shoigu"; a list read as apposition */
    return (a->head == bt && (a->rel == REL_CONJ || a->rel == REL_APPOS)) ||
           (b->head == at && (b->rel == REL_CONJ || b->rel == REL_APPOS));
}

/* Persons of the sentence that hang on `token` itself or stand in one row with who does. */
static void add_persons_at(Open *o, uint32_t token)
{
    const Findings *f = o->f;
    if (token >= f->lang.n_tokens) return;
    const Sentence *sentence = &f->lang.sentence[f->lang.token[token].sentence];
    for (uint32_t i = mentions_from(f, sentence->span.b);
         i < f->mentions.n && f->mentions.at[i].span.b < sentence->span.e; i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->head >= f->lang.n_tokens || m->entity >= f->entities.n ||
            f->entities.at[m->entity].kind != ENTITY_PERSON ||
            f->lang.token[m->head].sentence != f->lang.token[token].sentence)
            continue;
        const Token *t = &f->lang.token[m->head], *top = &f->lang.token[token];
        bool inside = f->lang.token[m->head].head == token &&
                      (t->rel == REL_FLAT || t->rel == REL_APPOS || t->rel == REL_COMPOUND);
        bool is = m->head == token || inside || (m->first <= token && token < m->end),
             row = m->form == FORM_NAME && beside(t, m->head, top, token);
        bool second = m->form == FORM_NAME && t->head < f->lang.n_tokens && t->head != token &&
                      (t->rel == REL_CONJ || t->rel == REL_FLAT || t->rel == REL_APPOS) &&
                      f->lang.token[t->head].head == token &&
                      f->lang.token[t->head].rel != REL_NMOD;
        if (is || row || second) add_part(o, m->entity);
    }
}

/* "Li's trip", "his visit", "talks with his counterpart Shoigu", "the meeting between A and B",
 * "the Putin meeting". */
static void add_dependents(Open *o, uint32_t token)
{
    const LangText *lang = &o->f->lang;
    for (uint32_t c = tree_child(lang, token, 0); c != NONE; c = tree_child(lang, token, c + 1)) {
        const Token *t = &lang->token[c];
        uint32_t marker = tree_child_rel(lang, c, REL_CASE);
        bool with = marker != NONE && (token_lemma_is(&lang->token[marker], "with") ||
                                       token_lemma_is(&lang->token[marker], "between"));
        bool before = c < token && lang->token[token].upos == UPOS_NOUN &&
                      (marker == NONE || marker > c) && t->rel != REL_ACL &&
                      t->rel != REL_NSUBJ; /* Li's trip, Putin meeting */
        if (t->rel == REL_ACL &&
            lang->token[token].upos == UPOS_NOUN) { /* "the meeting attended by Shoigu" */
            for (uint32_t k = tree_child(lang, c, 0); k != NONE; k = tree_child(lang, c, k + 1)) {
                uint32_t by = lang->token[k].rel == REL_OBL ? tree_child_rel(lang, k, REL_CASE)
                                                            : NONE;
                if (by != NONE && token_lemma_is(&lang->token[by], "by")) add_persons_at(o, k);
            }
        }
        bool core = lang->token[token].upos == UPOS_VERB &&
                    (t->rel == REL_OBJ || t->rel == REL_NSUBJ);
        if (core || before || (with && (t->rel == REL_OBL || t->rel == REL_NMOD)))
            add_persons_at(o, c);
    }
}

/* "Putin, Shoigu and Li meet": all who are named in front of the verb, back to the verb before it.
 */
static void add_row(Open *o, uint32_t token)
{
    const Findings *f = o->f;
    const LangText *lang = &f->lang;
    uint32_t from = lang->sentence[lang->token[token].sentence].first;
    for (uint32_t i = from; i < token; i++)
        if (lang->token[i].upos == UPOS_VERB) from = i + 1;
    uint32_t begin = lang->sentence[lang->token[token].sentence].span.b,
             end = lang->token[token].span.b;
    for (uint32_t i = mentions_from(f, begin); i < f->mentions.n && f->mentions.at[i].span.b < end;
         i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->form == FORM_NAME && m->first >= from && m->end <= token &&
            m->entity < f->entities.n && f->entities.at[m->entity].kind == ENTITY_PERSON)
            add_part(o, m->entity);
    }
}

/* Who hailed the ties during the talks talked. */
static void add_holders(Open *o)
{
    const Findings *f = o->f;
    uint32_t over = slice_is(f->events.at[o->local].type, "CONSULT")
                        ? event_holder(&o->reader->collate->links, f, o->local)
                        : NONE;
    for (uint32_t i = 0; over != NONE && i < f->events.at[over].parts.n; i++) {
        const Participant *p = &f->events.at[over].parts.at[i];
        if (p->role == PART_ACTOR && p->entity < f->entities.n &&
            f->entities.at[p->entity].kind == ENTITY_PERSON)
            add_part(o, p->entity);
    }
}

static void add_neighbours(Open *o)
{
    const Findings *f = o->f;
    const Collate *collate = o->reader->collate;
    const Event *e = &f->events.at[o->local];
    uint32_t noun = event_noun(collate, f, o->local);
    if (e->token >= f->lang.n_tokens) return;
    add_dependents(o, e->token);
    if (noun != NONE && noun != e->token) add_dependents(o, noun);
    if (f->lang.token[e->token].upos == UPOS_VERB &&
        slice_is(trigger_class(collate, e->label), "meet"))
        add_row(o, e->token);
    for (uint32_t i = 0; i < e->parts.n; i++) {
        uint32_t mention = e->parts.at[i].mention;
        if (mention < f->mentions.n && f->mentions.at[mention].entity < f->entities.n &&
            f->entities.at[f->mentions.at[mention].entity].kind == ENTITY_PERSON)
            add_persons_at(o, f->mentions.at[mention].head);
    }
}

/* "until April 19" says when it ends, not when it is. */
static bool one_end(const Collate *collate, const Findings *f, const TimeMention *t)
{
    if (t->first == 0 || t->first > f->lang.n_tokens || t->type == TIME_RANGE) return false;
    Slice before = f->lang.token[t->first - 1].form;
    return word_listed_nocase(collate, "end", before) ||
           word_listed_nocase(collate, "begin", before);
}

/* "a bomb technician", "fire engines": a word for a thing that the next noun has to do with. "The
 * shooting massacre" is a happening. */
static bool describes(const Collate *collate, const Findings *f, const Event *e)
{
    if (e->token >= f->lang.n_tokens || f->lang.token[e->token].rel != REL_COMPOUND ||
        e->trigger.e > f->lang.token[e->token].span.e)
        return false;
    uint32_t noun = f->lang.token[e->token].head;
    return noun != NONE && map_find(&collate->trigger_class, f->lang.token[noun].lemma) == NONE;
}

/* ---- who and what the sentence names ---- */

WordVector word_vector(const Lang *lang, Slice word)
{
    const int8_t *v = lang ? lang_vector(lang, word) : NULL;
    int32_t square = 0;
    for (uint32_t i = 0; v && i < LANG_VECTOR; i++)
        square += v[i] * v[i];
    return (WordVector){v, sqrtf((float)square)};
}

/* The entities that the sentence of `e` names, each once; the telling before may be of it too. */
static bool set_around(const Reader *reader, const Event *e, const Telling *before, Telling *out)
{
    const Findings *f = reader->f;
    const Event *other = before ? &f->events.at[before->unit.local] : NULL;
    uint32_t found[MAX_NAMED], n = 0;
    if (other && other->sentence.b == e->sentence.b && other->sentence.e == e->sentence.e) {
        out->around = before->around;
        out->n_around = before->n_around;
        return true;
    }
    for (uint32_t i = mentions_from(f, e->sentence.b);
         i < f->mentions.n && f->mentions.at[i].span.b < e->sentence.e && n < MAX_NAMED; i++) {
        uint32_t entity = f->mentions.at[i].entity;
        if (entity < f->entities.n && !in_list(found, n, entity)) found[n++] = entity;
    }
    out->n_around = n;
    out->around = reader_list(reader, found, n);
    return out->around != NULL;
}

static void add_figures(const Findings *f, const Event *e, Unit *u)
{
    for (uint32_t i = quantities_from(f, e->sentence.b);
         i < f->quantities.n && f->quantities.at[i].span.b < e->sentence.e &&
         u->n_figures < MAX_UNIT_FIGURES;
         i++) {
        const Quantity *q = &f->quantities.at[i];
        if (q->kind == QUANTITY_COUNT && q->low == q->high) u->figure[u->n_figures++] = q->low;
    }
}

/* ---- who takes part, as the clause gives it ---- */

static void add_args(const Findings *f, const Event *e, Unit *u)
{
    for (uint32_t i = 0; i < e->parts.n && u->n_args < MAX_ARGS; i++) {
        const Participant *p = &e->parts.at[i];
        Slice noun = p->head < f->lang.n_tokens ? f->lang.token[p->head].lemma : (Slice){"", 0};
        u->arg[u->n_args++] = (Arg){p->role, p->entity, noun};
    }
}

/* ---- who suffered it ---- */

/* "Himself"; "shoots self" of headlines. */
static bool reflexive(const Token *t)
{
    return strstr(t->feats, "Reflex=Yes") != NULL || token_lemma_is(t, "self");
}

/* The one undergoer that the clause gives, NONE: none, or several. */
static uint32_t sufferer_of(const Findings *f, const Event *e)
{
    uint32_t head = NONE;
    for (uint32_t i = 0; i < e->parts.n; i++) {
        const Participant *p = &e->parts.at[i];
        if (p->role != PART_RECIPIENT) continue;
        if (head != NONE || p->head >= f->lang.n_tokens) return NONE;
        head = p->head;
    }
    return head;
}

/* Does the age belong to `head` ("a 34-year-old man", "Bram Lund, 34") and to no noun between? */
static bool age_of(const LangText *lang, uint32_t token, uint32_t head)
{
    enum { STEPS = 4 };
    for (uint32_t steps = 0; token < lang->n_tokens && steps < STEPS; steps++) {
        if (token == head) return true;
        const Token *t = &lang->token[token];
        bool unit = token_lemma_is(t, "year") || token_lemma_is(t, "month");
        if (t->upos == UPOS_VERB || (t->upos == UPOS_NOUN && !unit)) return false;
        token = t->head;
    }
    return false;
}

/* In years, -1 unknown. */
static double age_at(const Findings *f, const Event *e, uint32_t head)
{
    if (head == NONE || strstr(f->lang.token[head].feats, "Number=Plur")) return -1;
    for (uint32_t i = quantities_from(f, e->sentence.b);
         i < f->quantities.n && f->quantities.at[i].span.b < e->sentence.e; i++) {
        const Quantity *q = &f->quantities.at[i];
        if (q->kind == QUANTITY_AGE && q->low >= q->high && slice_is(q->unit, "year") &&
            age_of(&f->lang, q->first, head))
            return q->low;
    }
    return -1;
}

static void set_sufferer(const Findings *f, const Event *e, Unit *u)
{
    uint32_t object = e->token < f->lang.n_tokens ? tree_child_rel(&f->lang, e->token, REL_OBJ)
                                                  : NONE;
    u->age = age_at(f, e, sufferer_of(f, e));
    u->to_self = object != NONE && reflexive(&f->lang.token[object]);
}

/* The statement that the trigger introduces, NONE: "warned" is told with what was warned. */
static uint32_t statement_of_cue(const Findings *f, const Event *e)
{
    uint32_t until = statements_until(f, e->sentence.e);
    for (uint32_t i = until; i > 0 && i + 12 > until; i--) {
        Span cue = f->statements.at[i - 1].cue_span;
        if (cue.b < e->trigger.e && e->trigger.b < cue.e) return i - 1;
    }
    return NONE;
}

/* What an act is done to, what a noun of happening is of: "reduce tension", "the fall of the
 * pound", "to tell reporters"; a clause gives its verb ("agreed to meet"). */
static Slice what_of(const LangText *lang, uint32_t token)
{
    static const Rel of_verb[] = {REL_OBJ, REL_XCOMP, REL_CCOMP, REL_OBL},
                     of_noun[] = {REL_COMPOUND, REL_NMOD, REL_ACL};
    bool verb = lang->token[token].upos == UPOS_VERB;
    uint32_t subject = tree_child_rel(lang, token, REL_NSUBJ);
    if (verb && subject != NONE && strcmp(lang->token[subject].subtype, "pass") == 0)
        return lang->token[subject].lemma;
    const Rel *rel = verb ? of_verb : of_noun;
    for (size_t i = 0; i < (verb ? 4u : 3u); i++) {
        uint32_t child = tree_child_rel(lang, token, rel[i]);
        if (child != NONE && lang->token[child].upos != UPOS_PRON) return lang->token[child].lemma;
    }
    return (Slice){"", 0};
}

/* ---- the words that say what happened ---- */

static void add_head(const Reader *r, Unit *u, Slice lemma)
{
    for (uint32_t i = 0; i < u->n_heads; i++) {
        if (slice_eq(u->head[i].lemma, lemma)) return;
    }
    if (!lemma.n || u->n_heads == MAX_HEADS) return;
    u->head[u->n_heads++] = (Head){lemma, trigger_class(r->collate, lemma),
                                   sense_of(&r->collate->model, lemma),
                                   word_vector(r->lang, lemma)};
}

static bool set_head_vector(const Reader *r, Unit *u)
{
    if (!u->n_heads || u->head[0].vector.length <= 0) return true;
    float *v = ARENA_ARRAY(r->arena, float, LANG_VECTOR);
    for (uint32_t k = 0; v && k < LANG_VECTOR; k++)
        v[k] = (float)u->head[0].vector.at[k];
    u->head_vector = v;
    return v != NULL;
}

/* The label; the other verbs and nouns of the trigger ("shot and killed"); what somebody is said to
 * be ("pronounced dead"). */
static void add_heads(const Reader *r, const Event *e, Unit *u)
{
    const LangText *lang = &r->f->lang;
    add_head(r, u, u->label);
    for (uint32_t i = token_at(lang, e->trigger.b);
         i < lang->n_tokens && lang->token[i].span.b < e->trigger.e; i++) {
        bool says = lang->token[i].upos == UPOS_VERB || lang->token[i].upos == UPOS_NOUN;
        if (says && !link_word(&r->collate->links, "light", lang->token[i].lemma))
            add_head(r, u, lang->token[i].lemma);
    }
    uint32_t state = e->token < lang->n_tokens ? tree_child_rel(lang, e->token, REL_XCOMP) : NONE;
    if (state != NONE && lang->token[state].upos == UPOS_ADJ)
        add_head(r, u, lang->token[state].lemma);
}

/* Does a headline or a first sentence say it, and not only what hangs below? "Police said a bus hit
 * a wall" says both. */
static bool at_top(const LangText *lang, uint32_t token)
{
    enum { DEEPEST = 6 };
    uint32_t sentence = lang->token[token].sentence, body = 0;
    while (body < sentence && lang->sentence[body].block != BLOCK_BODY)
        body++;
    if (lang->sentence[sentence].block != BLOCK_TITLE && sentence > body) return false;
    for (uint32_t steps = 0; lang->token[token].head != NONE; steps++) {
        Rel rel = lang->token[token].rel;
        bool level = rel == REL_CONJ || rel == REL_CCOMP || rel == REL_XCOMP ||
                     rel == REL_PARATAXIS || rel == REL_NSUBJ;
        if (!level || steps == DEEPEST) return false;
        token = lang->token[token].head;
    }
    return true;
}

static bool set_words(const Reader *r, const Event *e, Scene *scene, Unit *u)
{
    const LangText *lang = &r->f->lang;
    add_heads(r, e, u);
    if (!set_head_vector(r, u)) return false;
    u->listed = !slice_eq(u->class, u->label) ||
                map_find(&r->collate->trigger_class, u->label) != NONE;
    u->modifier = (u->traits & TRAIT_BEFALLS) && describes(r->collate, r->f, e);
    if (e->token >= lang->n_tokens) return true;
    const Token *t = &lang->token[e->token];
    u->sentence = t->sentence;
    u->title = lang->sentence[t->sentence].block == BLOCK_TITLE;
    u->noun = t->upos == UPOS_NOUN || t->upos == UPOS_PROPN;
    u->what = what_of(lang, e->token);
    u->what_vector = word_vector(r->lang, u->what);
    u->top = at_top(lang, e->token);
    return set_scene(r, e->token, scene, u);
}

static bool set_parties(const Reader *reader, uint32_t local, Telling *out)
{
    const Event *e = &reader->f->events.at[local];
    Open o = {.reader = reader, .f = reader->f, .local = local};
    for (uint32_t i = 0; i < e->parts.n; i++) {
        if (e->parts.at[i].entity != NONE) add_part(&o, e->parts.at[i].entity);
    }
    add_neighbours(&o);
    add_holders(&o);
    out->n_parties = o.n_parties;
    out->party = reader_list(reader, o.party, o.n_parties);
    return out->party != NULL;
}

/* "The meeting" looks back to one told before. */
static bool is_definite(const Reader *r, uint32_t local)
{
    const LangText *lang = &r->f->lang;
    uint32_t noun = event_noun(r->collate, r->f, local);
    uint32_t article = noun != NONE && noun < lang->n_tokens ? tree_child_rel(lang, noun, REL_DET)
                                                             : NONE;
    return article != NONE && (token_lemma_is(&lang->token[article], "the") ||
                               token_lemma_is(&lang->token[article], "this"));
}

static bool read_telling(const Reader *r, uint32_t local, Scene *scene, const Telling *before,
                         Telling *out)
{
    const Findings *f = r->f;
    const Event *e = &f->events.at[local];
    Slice label = event_label(r->collate, f, local);
    out->unit = (Unit){.local = local,
                       .class = trigger_class(r->collate, label),
                       .label = label,
                       .type = e->type,
                       .kind = e->kind,
                       .traits = e->traits,
                       .happens = event_happens(&r->collate->links, f, local),
                       .statement = statement_of_cue(f, e),
                       .from = DAY_UNKNOWN,
                       .to = DAY_UNKNOWN,
                       .place = e->place,
                       .denied = e->modality == MODALITY_DENIED,
                       .planned = e->modality != MODALITY_HAPPENED,
                       .background = e->background,
                       .apart = e->apart,
                       .modality = e->modality,
                       .holder = e->statement,
                       .told = f->events.n,
                       .definite = is_definite(r, local)};
    add_args(f, e, &out->unit);
    set_sufferer(f, e, &out->unit);
    add_figures(f, e, &out->unit);
    bool good = set_parties(r, local, out) && set_around(r, e, before, out) &&
                set_words(r, e, scene, &out->unit);
    set_reference(f, e, &out->unit);
    return good;
}

/* Those whose word or kind the headlines or first sentences of their report tell. */
static void mark_topics(Telling *telling, uint32_t n_tellings)
{
    enum { TOPICS = 64, TOP = 3 };
    uint64_t topic[TOPICS];
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_tellings; i++) {
        const Unit *u = &telling[i].unit;
        if (u->sentence > TOP && !u->title) continue;
        for (uint32_t h = 0; h < u->n_heads && n < TOPICS; h++)
            topic[n++] = hash_bytes(u->head[h].class, 11);
        if (u->kind.n && n < TOPICS) topic[n++] = hash_bytes(u->kind, 12);
    }
    for (uint32_t i = 0; i < n_tellings; i++) {
        Unit *u = &telling[i].unit;
        uint64_t kind = u->kind.n ? hash_bytes(u->kind, 12) : 0;
        for (uint32_t k = 0; k < n && !u->topical; k++) {
            u->topical = topic[k] == kind;
            for (uint32_t h = 0; h < u->n_heads; h++)
                u->topical |= topic[k] == hash_bytes(u->head[h].class, 11);
        }
    }
}

/* How many of the report's tellings use a word of the same class. */
static bool count_rivals(Arena *scratch, Telling *telling, uint32_t n)
{
    Map seen;
    map_init(&seen, scratch);
    uint32_t *count = ARENA_ARRAY(scratch, uint32_t, n + 1),
             *row = ARENA_ARRAY(scratch, uint32_t, n + 1);
    if (!count || !row) return false;
    for (uint32_t i = 0, rows = 0; i < n; i++) {
        Slice class = telling[i].unit.class;
        row[i] = map_find(&seen, class);
        if (row[i] == NONE) row[i] = rows++;
        if (!map_put(&seen, class, row[i])) return false;
        telling[i].unit.before = count[row[i]]++;
    }
    for (uint32_t i = 0; i < n; i++)
        telling[i].unit.rivals = count[row[i]];
    return true;
}

bool read_tellings(const Reader *reader, Telling **out)
{
    uint32_t n = reader->f->events.n;
    Scene scene = {0};
    Telling *telling = *out = ARENA_ARRAY(reader->arena, Telling, n + 1);
    for (uint32_t i = 0; telling && i < n; i++)
        if (!read_telling(reader, i, &scene, i ? &telling[i - 1] : NULL, &telling[i])) return false;
    if (!telling || !count_rivals(reader->scratch, telling, n)) return false;
    mark_topics(telling, n);
    for (uint32_t i = 0; i < n; i++)
        if (!set_like(reader, &telling[i].unit)) return false;
    return true;
}

/* ---- in a story ---- */

/* Can the party be met again in another report? "two women" and "an office" cannot, and so keep no
 * events apart. */
static bool can_be_met(const RecordEntity *e)
{
    return e->spellings.n > 0 || e->key.n > 0 || (e->kind != ENTITY_PERSON && e->country[0]);
}

static void place_part(const Join *join, Unit *u, uint32_t entity)
{
    const RecordEntity *e = &join->record->entities.at[entity];
    if (e->kind == ENTITY_PERSON && can_be_met(e) && u->n_persons < MAX_PARTS &&
        !in_list(u->person, u->n_persons, entity))
        u->person[u->n_persons++] = entity;
}

static void place_parties(const Join *join, const Telling *t, Unit *u)
{
    const uint32_t *entity_of = join->entity_of[u->report];
    for (uint32_t i = 0; i < t->n_parties; i++)
        place_part(join, u, entity_of[t->party[i]]);
    for (uint32_t i = 0; i < t->n_around && u->n_near < MAX_NEAR; i++) {
        uint32_t entity = entity_of[t->around[i]];
        if (can_be_met(&join->record->entities.at[entity]) && !in_list(u->near, u->n_near, entity))
            u->near[u->n_near++] = entity;
    }
    for (uint32_t i = 0; i < u->n_args; i++) { /* who can be met needs no noun */
        Arg *arg = &u->arg[i];
        if (arg->entity == NONE) continue;
        arg->entity = entity_of[arg->entity];
        if (can_be_met(&join->record->entities.at[arg->entity]))
            arg->noun = (Slice){"", 0};
        else
            arg->entity = NONE;
    }
}

static void set_days(const Collate *collate, const Findings *f, Unit *u)
{
    uint32_t time = f->events.at[u->local].time;
    if (time == NONE) return;
    const TimeMention *t = &f->times.at[time];
    u->span_end = one_end(collate, f, t);
    if (t->type != TIME_DURATION && t->type != TIME_SET && !u->span_end) {
        u->from = t->from;
        u->to = t->to;
    }
}

void place_telling(const Join *join, uint32_t report, const Telling *telling, Unit *out)
{
    *out = telling->unit;
    out->report = report;
    if (out->place != NONE) out->place = join->entity_of[report][out->place];
    if (out->statement != NONE) out->statement = join->statement_of[report][out->statement];
    place_parties(join, telling, out);
    set_days(join->collate, join_findings(join, report), out);
}
