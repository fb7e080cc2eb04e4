/* event_unit.c - one telling of an event as the join sees it; see event_pair.h.
 *
 * In: the findings of a report, record entities, times and statements of its own. Out: a Unit: what
 * the event is called, who takes part in which role, who is named around the trigger, day, place,
 * the words and figures of its sentence.
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

/* Can the party be met again in another report? "two women" and "an office" cannot, and so keep no
 * events apart. */
static bool can_be_met(const RecordEntity *e)
{
    return e->spellings.n > 0 || e->key.n > 0 || (e->kind != ENTITY_PERSON && e->country[0]);
}

static void add_part(const Join *join, Unit *u, uint32_t entity)
{
    if (!can_be_met(&join->record->entities.at[entity])) return;
    bool person = join->record->entities.at[entity].kind == ENTITY_PERSON;
    uint32_t *list = person ? u->person : u->other, *n = person ? &u->n_persons : &u->n_others;
    if (*n < MAX_PARTS && !in_list(list, *n, entity)) list[(*n)++] = entity;
}

/* ---- parties that the words around the trigger name ---- */

static bool beside(const Token *a, uint32_t at, const Token *b, uint32_t bt)
{ /* "Putin and Shoigu"; a list read as apposition */
    return (a->head == bt && (a->rel == REL_CONJ || a->rel == REL_APPOS)) ||
           (b->head == at && (b->rel == REL_CONJ || b->rel == REL_APPOS));
}

/* Persons of the sentence that hang on `token` itself or stand in one row with who does. */
static void add_persons_at(const Join *join, const Findings *f, uint32_t report, uint32_t token,
                           Unit *u)
{
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
        if (is || row || second) add_part(join, u, join->entity_of[report][m->entity]);
    }
}

/* "Li's trip", "his visit", "talks with his counterpart Shoigu", "the meeting between A and B",
 * "the Putin meeting". */
static void add_dependents(const Join *join, const Findings *f, uint32_t report, uint32_t token,
                           Unit *u)
{
    const LangText *lang = &f->lang;
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
            for (uint32_t o = tree_child(lang, c, 0); o != NONE; o = tree_child(lang, c, o + 1)) {
                uint32_t by = lang->token[o].rel == REL_OBL ? tree_child_rel(lang, o, REL_CASE)
                                                            : NONE;
                if (by != NONE && token_lemma_is(&lang->token[by], "by"))
                    add_persons_at(join, f, report, o, u);
            }
        }
        bool core = lang->token[token].upos == UPOS_VERB &&
                    (t->rel == REL_OBJ || t->rel == REL_NSUBJ);
        if (core || before || (with && (t->rel == REL_OBL || t->rel == REL_NMOD)))
            add_persons_at(join, f, report, c, u);
    }
}

/* "Putin, Shoigu and Li meet": all who are named in front of the verb, back to the verb before it.
 */
static void add_row(const Join *join, const Findings *f, uint32_t report, uint32_t token, Unit *u)
{
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
            add_part(join, u, join->entity_of[report][m->entity]);
    }
}

/* Who hailed the ties during the talks talked. */
static void add_holders(const Join *join, const Findings *f, uint32_t report, uint32_t local,
                        Unit *u)
{
    uint32_t over = slice_is(f->events.at[local].type, "CONSULT")
                        ? event_holder(&join->collate->links, f, local)
                        : NONE;
    for (uint32_t i = 0; over != NONE && i < f->events.at[over].parts.n; i++) {
        const Participant *p = &f->events.at[over].parts.at[i];
        if (p->role == PART_ACTOR && p->entity < f->entities.n &&
            f->entities.at[p->entity].kind == ENTITY_PERSON)
            add_part(join, u, join->entity_of[report][p->entity]);
    }
}

static void add_neighbours(const Join *join, const Findings *f, uint32_t report, uint32_t local,
                           Unit *u)
{
    const Event *e = &f->events.at[local];
    uint32_t noun = event_noun(join->collate, f, local);
    if (e->token >= f->lang.n_tokens) return;
    add_dependents(join, f, report, e->token, u);
    if (noun != NONE && noun != e->token) add_dependents(join, f, report, noun, u);
    if (f->lang.token[e->token].upos == UPOS_VERB &&
        slice_is(trigger_class(join->collate, e->label), "meet"))
        add_row(join, f, report, e->token, u);
    for (uint32_t i = 0; i < e->parts.n; i++) {
        uint32_t mention = e->parts.at[i].mention;
        if (mention < f->mentions.n && f->mentions.at[mention].entity < f->entities.n &&
            f->entities.at[f->mentions.at[mention].entity].kind == ENTITY_PERSON)
            add_persons_at(join, f, report, f->mentions.at[mention].head, u);
    }
}

/* "until April 19" says when it ends, not when it is. */
static bool one_end(const Findings *f, const TimeMention *t)
{
    static const char *const words[] = {"until", "till", "through", "from", "since", "by"};
    if (t->first == 0 || t->first > f->lang.n_tokens || t->type == TIME_RANGE) return false;
    return SLICE_AMONG_NOCASE(f->lang.token[t->first - 1].form, words);
}

/* Fires, quakes, blasts: known by place and day, not by whom they befall. */
static bool befalls(Slice class)
{
    static const char *const classes[] = {"fire",   "quake",  "bomb",     "crash", "shoot",
                                          "rob",    "escape", "evacuate", "kill",  "injure",
                                          "search", "rescue", "storm"};
    return SLICE_AMONG(class, classes);
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

bool strikes(Slice class)
{
    return befalls(class) || slice_is(class, "attack") || slice_is(class, "veto");
}

/* The nameless party that tells one happening from another of its kind: whom an attack strikes, who
 * meets. */
static Slice thing_of(const LangText *lang, uint32_t token, Slice class)
{
    static const char *const marks[] = {"on", "against", "at"};
    if (token >= lang->n_tokens) return (Slice){"", 0};
    uint32_t who = NONE, subject = tree_child_rel(lang, token, REL_NSUBJ);
    if (lang->token[token].upos == UPOS_VERB) {
        bool passive = subject != NONE && strcmp(lang->token[subject].subtype, "pass") == 0;
        who = strikes(class) ? (passive ? subject : tree_child_rel(lang, token, REL_OBJ)) : subject;
    } else
        for (uint32_t c = tree_child(lang, token, 0); c != NONE && who == NONE;
             c = tree_child(lang, token, c + 1)) {
            uint32_t mark = lang->token[c].rel == REL_NMOD ? tree_child_rel(lang, c, REL_CASE)
                                                           : NONE;
            for (size_t i = 0; mark != NONE && i < sizeof marks / sizeof *marks; i++)
                if (token_lemma_is(&lang->token[mark], marks[i])) who = c;
            if (lang->token[c].rel == REL_COMPOUND && strikes(class)) who = c;
        }
    return who != NONE && lang->token[who].upos == UPOS_NOUN ? lang->token[who].lemma
                                                             : (Slice){"", 0};
}

/* ---- who and what the sentence names ---- */

static WordVector word_vector(const Join *join, Slice word)
{
    const int8_t *v = join->in->lang ? lang_vector(join->in->lang, word) : NULL;
    int32_t square = 0;
    for (uint32_t i = 0; v && i < LANG_VECTOR; i++)
        square += v[i] * v[i];
    return (WordVector){v, sqrtf((float)square)};
}

static void add_near(const Join *join, const Findings *f, uint32_t report, const Event *e, Unit *u)
{
    for (uint32_t i = mentions_from(f, e->sentence.b);
         i < f->mentions.n && f->mentions.at[i].span.b < e->sentence.e && u->n_near < MAX_NEAR;
         i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->entity >= f->entities.n) continue;
        uint32_t entity = join->entity_of[report][m->entity];
        if (can_be_met(&join->record->entities.at[entity]) && !in_list(u->near, u->n_near, entity))
            u->near[u->n_near++] = entity;
    }
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

static void add_args(const Join *join, const Findings *f, uint32_t report, const Event *e, Unit *u)
{
    for (uint32_t i = 0; i < e->parts.n && u->n_args < MAX_ARGS; i++) {
        const Participant *p = &e->parts.at[i];
        Arg arg = {p->role, p->entity == NONE ? NONE : join->entity_of[report][p->entity], {"", 0}};
        if (arg.entity != NONE && !can_be_met(&join->record->entities.at[arg.entity]))
            arg.entity = NONE;
        if (arg.entity == NONE && p->head < f->lang.n_tokens)
            arg.noun = f->lang.token[p->head].lemma;
        u->arg[u->n_args++] = arg;
    }
}

/* The record statement that the trigger introduces, NONE: "warned" is told with what was warned. */
static uint32_t statement_of_cue(const Join *join, const Findings *f, uint32_t report,
                                 const Event *e)
{
    uint32_t until = statements_until(f, e->sentence.e);
    for (uint32_t i = until; i > 0 && i + 12 > until; i--) {
        Span cue = f->statements.at[i - 1].cue_span;
        if (cue.b < e->trigger.e && e->trigger.b < cue.e) return join->statement_of[report][i - 1];
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

static void add_head(const Join *join, Unit *u, Slice lemma)
{
    for (uint32_t i = 0; i < u->n_heads; i++) {
        if (slice_eq(u->head[i].lemma, lemma)) return;
    }
    if (!lemma.n || u->n_heads == MAX_HEADS) return;
    u->head[u->n_heads++] = (Head){lemma, trigger_class(join->collate, lemma),
                                   sense_of(&join->collate->model, lemma),
                                   word_vector(join, lemma)};
}

/* The label; the other verbs and nouns of the trigger ("shot and killed"); what somebody is said to
 * be ("pronounced dead"). */
static void add_heads(const Join *join, const Findings *f, const Event *e, Unit *u)
{
    const LangText *lang = &f->lang;
    add_head(join, u, u->label);
    for (uint32_t i = token_at(lang, e->trigger.b);
         i < lang->n_tokens && lang->token[i].span.b < e->trigger.e; i++) {
        bool says = lang->token[i].upos == UPOS_VERB || lang->token[i].upos == UPOS_NOUN;
        if (says && !link_word(&join->collate->links, "light", lang->token[i].lemma))
            add_head(join, u, lang->token[i].lemma);
    }
    uint32_t state = e->token < lang->n_tokens ? tree_child_rel(lang, e->token, REL_XCOMP) : NONE;
    if (state != NONE && lang->token[state].upos == UPOS_ADJ)
        add_head(join, u, lang->token[state].lemma);
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

static bool set_words(Join *join, const Findings *f, const Event *e, Scene *scene, Unit *u)
{
    const LangText *lang = &f->lang;
    add_heads(join, f, e, u);
    u->listed = !slice_eq(u->class, u->label) ||
                map_find(&join->collate->trigger_class, u->label) != NONE;
    u->incident = befalls(u->class);
    u->modifier = u->incident && describes(join->collate, f, e);
    u->thing = thing_of(lang, e->token, u->class);
    if (e->token >= lang->n_tokens) return true;
    const Token *t = &lang->token[e->token];
    u->sentence = t->sentence;
    u->title = lang->sentence[t->sentence].block == BLOCK_TITLE;
    u->noun = t->upos == UPOS_NOUN || t->upos == UPOS_PROPN;
    u->what = what_of(lang, e->token);
    u->what_vector = word_vector(join, u->what);
    u->top = at_top(lang, e->token);
    return set_scene(join, lang, e->token, scene, u);
}

static void set_parties(const Join *join, const Findings *f, uint32_t report, uint32_t local,
                        Unit *u)
{
    const Event *e = &f->events.at[local];
    for (uint32_t i = 0; i < e->parts.n; i++) {
        if (e->parts.at[i].entity != NONE)
            add_part(join, u, join->entity_of[report][e->parts.at[i].entity]);
    }
    add_args(join, f, report, e, u);
    add_near(join, f, report, e, u);
    add_neighbours(join, f, report, local, u);
    add_holders(join, f, report, local, u);
}

/* "The meeting" looks back to one told before. */
static bool is_definite(const Join *join, const Findings *f, uint32_t local)
{
    uint32_t noun = event_noun(join->collate, f, local);
    uint32_t article = noun != NONE && noun < f->lang.n_tokens
                           ? tree_child_rel(&f->lang, noun, REL_DET)
                           : NONE;
    return article != NONE && (token_lemma_is(&f->lang.token[article], "the") ||
                               token_lemma_is(&f->lang.token[article], "this"));
}

static void set_days(const Findings *f, uint32_t local, Unit *u)
{
    uint32_t time = f->events.at[local].time;
    if (time == NONE) return;
    const TimeMention *t = &f->times.at[time];
    u->span_end = one_end(f, t);
    if (t->type != TIME_DURATION && t->type != TIME_SET && !u->span_end) {
        u->from = t->from;
        u->to = t->to;
    }
}

bool make_unit(Join *join, uint32_t report, uint32_t local, Scene *scene, Unit *out)
{
    const Findings *f = join_findings(join, report);
    const Event *e = &f->events.at[local];
    uint32_t place = e->place;
    Slice label = event_label(join->collate, f, local);
    *out = (Unit){.report = report,
                  .local = local,
                  .class = trigger_class(join->collate, label),
                  .label = label,
                  .type = e->type,
                  .kind = e->kind,
                  .traits = e->traits,
                  .happens = event_happens(&join->collate->links, f, local),
                  .statement = statement_of_cue(join, f, report, e),
                  .from = DAY_UNKNOWN,
                  .to = DAY_UNKNOWN,
                  .place = place == NONE ? NONE : join->entity_of[report][place],
                  .denied = e->modality == MODALITY_DENIED,
                  .planned = e->modality != MODALITY_HAPPENED,
                  .background = e->background,
                  .modality = e->modality,
                  .holder = e->statement,
                  .told = f->events.n,
                  .definite = is_definite(join, f, local)};
    set_parties(join, f, report, local, out);
    add_figures(f, e, out);
    if (!set_words(join, f, e, scene, out)) return false;
    set_reference(f, e, out);
    set_days(f, local, out);
    return true;
}
