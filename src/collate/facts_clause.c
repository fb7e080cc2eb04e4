/* facts_clause.c - what clauses say beyond figures, days and names: why, about what, what was
 * signed, in what state, at which spot.
 *
 * In: verbs and predicates of every report with their parties. Out: pieces that at least two voices
 * share. A cell is one answer of one clause ("in order to show ..." at "Russia was chosen"). Cells
 * meet when verb and question are the same and the clause has the same parties, so that only
 * answers to one question are lined up; free words agree or refine and never contradict. Follows
 * the question slots of QA-SRL in spirit; no training. Known to get wrong: purpose clauses hung on
 * the wrong verb. */
#include "collate/facts.h"
#include "lang/tree.h"

#define MAX_WORDS 24
#define MAX_PARTIES 6
typedef enum Slot {
    SLOT_CAUSE,
    SLOT_TOPIC,
    SLOT_PRODUCT,
    SLOT_STATUS,
    SLOT_PLACE,
    SLOT_WEAPON
} Slot;
static const char *const slot_name[] = {"cause", "topic", "product", "status", "place", "weapon"};

typedef struct Cell {
    uint32_t report, event, agent, patient; /* event of the record; record entities; NONE */
    Slot slot;
    Slice verb, agent_word, patient_word; /* class of the verb; lemmas of the parties */
    Span span;
    uint32_t said_by;
    uint32_t party[MAX_PARTIES],
        n_parties; /* all who do it: "Putin and Xi", "the two leaders" by the event */
    uint64_t word[MAX_WORDS];
    uint32_t n_words; /* content lemmas of the sentence, sorted */
} Cell;
typedef struct Blocked {
    uint64_t key;
    uint32_t cell;
} Blocked;
typedef struct Cells {
    VEC(Cell) at;
    VEC(Blocked) block;
    Groups groups;
} Cells;
typedef struct Clause {
    uint32_t report;
    const Findings *f;
    const LangText *lang;
    uint32_t verb, agent, patient;
    Slice class;
} Clause; /* tokens */

static bool in_words(Slice w, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_eq_nocase(w, slice_of(list[i]))) return true;
    return false;
}
#define IN(w, list) in_words(w, list, sizeof list / sizeof *list)

/* ---- parties ---- */

static uint32_t entity_at(const Join *join, const Clause *c, uint32_t token)
{ /* the entity that a token heads, NONE */
    if (token == NONE) return NONE;
    const Findings *f = c->f;
    for (uint32_t i = mentions_from(f, c->lang->sentence[c->lang->token[token].sentence].span.b);
         i < f->mentions.n && f->mentions.at[i].span.b <= c->lang->token[token].span.b; i++) {
        const Mention *m = &f->mentions.at[i];
        if ((m->head == token || (m->first <= token && token < m->end && m->form == FORM_NAME)) &&
            m->entity < f->entities.n)
            return join->entity_of[c->report][m->entity];
    }
    return NONE;
}

static Slice lemma_at(const Clause *c, uint32_t token)
{
    return token == NONE || c->lang->token[token].upos == UPOS_PRON ? (Slice){"", 0}
                                                                    : c->lang->token[token].lemma;
}

/* Subject and object; of a verb in a row, those of the first; the subject of a passive is what it
 * is done to. */
static void find_parties(Clause *c)
{
    const LangText *lang = c->lang;
    uint32_t subject = tree_child_rel(lang, c->verb, REL_NSUBJ), over = lang->token[c->verb].head;
    for (uint32_t steps = 0;
         subject == NONE && over != NONE && steps < 3 && lang->token[c->verb].rel == REL_CONJ;
         over = lang->token[over].head, steps++)
        subject = tree_child_rel(lang, over, REL_NSUBJ);
    bool passive = subject != NONE && strcmp(lang->token[subject].subtype, "pass") == 0;
    c->patient = passive ? subject : tree_child_rel(lang, c->verb, REL_OBJ);
    c->agent = passive ? NONE : subject;
}

static void add_party(Cell *cell, uint32_t entity)
{
    for (uint32_t i = 0; i < cell->n_parties; i++)
        if (cell->party[i] == entity) return;
    if (entity != NONE && cell->n_parties < MAX_PARTIES) cell->party[cell->n_parties++] = entity;
}

static void set_parties(const Join *join, const Clause *c, Cell *cell)
{
    add_party(cell, cell->agent);
    for (uint32_t k = c->agent != NONE ? tree_child(c->lang, c->agent, 0) : NONE; k != NONE;
         k = tree_child(c->lang, c->agent, k + 1))
        if (c->lang->token[k].rel == REL_CONJ) add_party(cell, entity_at(join, c, k));
    Span s = c->lang->sentence[c->lang->token[c->verb].sentence].span;
    for (uint32_t i = events_from(c->f, s.b);
         i < c->f->events.n && c->f->events.at[i].sentence.b < s.e; i++) {
        const Event *e = &c->f->events.at[i];
        for (uint32_t k = 0; e->token == c->verb && k < e->parts.n; k++)
            if (e->parts.at[k].role == PART_ACTOR && e->parts.at[k].entity != NONE)
                add_party(cell, join->entity_of[c->report][e->parts.at[k].entity]);
    }
}

static uint32_t event_at(const Join *join, const Clause *c)
{
    Span s = c->lang->sentence[c->lang->token[c->verb].sentence].span;
    for (uint32_t i = events_from(c->f, s.b);
         i < c->f->events.n && c->f->events.at[i].sentence.b < s.e; i++)
        if (c->f->events.at[i].token == c->verb) return join->event_of[c->report][i];
    return NONE;
}

/* ---- cells ---- */

static int by_word(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void set_words(const Clause *c, Cell *cell)
{
    const Sentence *s = &c->lang->sentence[c->lang->token[c->verb].sentence];
    for (uint32_t i = s->first; i < s->end && cell->n_words < MAX_WORDS; i++) {
        const Token *t = &c->lang->token[i];
        if (i == c->verb || !(t->upos == UPOS_NOUN || t->upos == UPOS_PROPN ||
                              t->upos == UPOS_VERB || t->upos == UPOS_ADJ))
            continue;
        cell->word[cell->n_words++] = hash_bytes(t->lemma, 5);
    }
    list_sort(cell->word, cell->n_words, sizeof *cell->word, by_word);
}

static uint32_t statement_speaker(const Join *join, const Clause *c)
{ /* who says the clause, NONE the report */
    uint32_t at = c->lang->token[c->verb].span.b, end = statements_until(c->f, at);
    for (uint32_t i = end; i > 0 && end - i < 16; i--) {
        const Statement *s = &c->f->statements.at[i - 1];
        for (uint32_t k = 0; k < s->content.n; k++)
            if (s->content.at[k].b <= at && at < s->content.at[k].e)
                return join->record->statements.at[join->statement_of[c->report][i - 1]].speaker;
    }
    return NONE;
}

static bool add_cell(Join *join, Cells *cells, const Clause *c, Slot slot, uint32_t first,
                     uint32_t end)
{
    while (end > first && (c->lang->token[end - 1].upos == UPOS_PUNCT ||
                           c->lang->token[end - 1].upos == UPOS_CCONJ))
        end--;
    if (end <= first || end - first > 40) return true;
    Cell cell = {.report = c->report,
                 .slot = slot,
                 .verb = c->class,
                 .span = tokens_span(c->lang, first, end),
                 .event = event_at(join, c),
                 .agent = entity_at(join, c, c->agent),
                 .patient = entity_at(join, c, c->patient),
                 .agent_word = lemma_at(c, c->agent),
                 .patient_word = lemma_at(c, c->patient),
                 .said_by = statement_speaker(join, c)};
    set_words(c, &cell);
    set_parties(join, c, &cell);
    return VEC_PUSH(join->scratch, &cells->at, cell);
}

/* End of the phrase under `top`, before a second one in a row with it ("demonstrate A and
 * demonstrate B") and before clauses set off. */
static uint32_t phrase_end(const LangText *lang, uint32_t top)
{
    uint32_t first, end;
    tree_range(lang, top, &first, &end);
    for (uint32_t k = top + 1; k < end; k++) {
        const Token *t = &lang->token[k];
        bool row = t->rel == REL_CONJ && t->head == top && lang->token[top].upos == UPOS_VERB,
             aside = t->rel == REL_PARATAXIS ||
                     (t->rel == REL_ADVCL && k > top + 1 && lang->token[k - 1].upos == UPOS_PUNCT);
        if (!row && !aside) continue;
        uint32_t cut, behind;
        tree_range(lang, k, &cut, &behind);
        return cut > top ? cut : end;
    }
    return end;
}

static Slice marker_of(const LangText *lang, uint32_t token, Rel rel)
{
    uint32_t m = tree_child_rel(lang, token, rel);
    return m == NONE ? (Slice){"", 0} : lang->token[m].form;
}

/* Verbs whose "for" gives the reason: "condemned for", "expelled for". */
static bool takes_reason(Slice class)
{
    static const char *const classes[] = {
        "accuse",  "condemn", "sanction", "arrest", "charge", "expel", "fire-worker", "sentence",
        "convict", "sue",     "thank",    "praise", "punish", "fine",  "suspend",     "ban"};
    return IN(class, classes);
}

static bool add_why(Join *join, Cells *cells, const Clause *c, uint32_t child)
{
    static const char *const because[] = {"because", "due", "owing"}, *const asking[] = {
                                                                          "call",  "ask",  "urge",
                                                                          "order", "need", "try",
                                                                          "seek",  "get",  "allow",
                                                                          "force"};
    const LangText *lang = c->lang;
    const Token *t = &lang->token[child];
    if (t->rel != REL_ADVCL && t->rel != REL_OBL) return true;
    Slice mark = marker_of(lang, child, t->rel == REL_ADVCL ? REL_MARK : REL_CASE);
    bool order = slice_eq_nocase(mark, SLICE("in")) && t->rel == REL_ADVCL,
         purpose = t->rel == REL_ADVCL && child > c->verb &&
                   (slice_eq_nocase(mark, SLICE("to")) || order);
    if (IN(lang->token[c->verb].lemma, asking))
        purpose = false; /* "called upon all states to refrain" */
    bool reason = IN(mark, because) ||
                  (slice_eq_nocase(mark, SLICE("for")) && takes_reason(c->class));
    if (!purpose && !reason) return true;
    uint32_t first, end;
    tree_range(lang, child, &first, &end);
    if (purpose || t->upos == UPOS_VERB)
        first = child;
    else
        while (first < child &&
               (lang->token[first].rel == REL_CASE || lang->token[first].rel == REL_FIXED ||
                lang->token[first].rel == REL_MARK))
            first++;
    return add_cell(join, cells, c, SLOT_CAUSE, first, phrase_end(lang, child));
}

/* "died at the scene", "hid in an office on the second floor": a spot without a name. */
static bool add_spot(Join *join, Cells *cells, const Clause *c, uint32_t child)
{
    static const char *const marks[] = {"at", "in",     "inside", "outside", "near",
                                        "on", "behind", "under",  "off"};
    const Token *t = &c->lang->token[child];
    uint32_t mark = t->rel == REL_OBL && t->upos == UPOS_NOUN
                        ? tree_child_rel(c->lang, child, REL_CASE)
                        : NONE;
    if (mark == NONE || mark > child || !IN(c->lang->token[mark].form, marks) ||
        !word_listed(join->collate, "site", t->lemma))
        return true;
    return add_cell(join, cells, c, SLOT_PLACE, mark, phrase_end(c->lang, child));
}

/* The subject of the sentence's main verb: of a verb without its own, "they hailed the talks and
 * issued a statement". */
static uint32_t main_subject(const LangText *lang, uint32_t verb)
{
    const Sentence *s = &lang->sentence[lang->token[verb].sentence];
    for (uint32_t i = s->first; i < verb; i++)
        if (lang->token[i].head == NONE && lang->token[i].upos == UPOS_VERB) {
            uint32_t subject = tree_child_rel(lang, i, REL_NSUBJ);
            return subject != NONE && strcmp(lang->token[subject].subtype, "pass") != 0 ? subject
                                                                                        : NONE;
        }
    return NONE;
}

static bool add_object(Join *join, Cells *cells, const Clause *c)
{
    static const char *const talking[] = {"discuss", "address", "debate"},
                             *const making[] = {"sign",    "issue",    "adopt",  "release",
                                                "publish", "conclude", "approve"};
    uint32_t object = tree_child_rel(c->lang, c->verb, REL_OBJ), first, end;
    for (uint32_t k = c->verb + 1; object == NONE && k < c->lang->n_tokens && k < c->verb + 5;
         k++) { /* hung elsewhere by the parser */
        uint8_t u = c->lang->token[k].upos;
        if (u == UPOS_NOUN && word_listed(join->collate, "paper", c->lang->token[k].lemma))
            object = k;
        else if (u != UPOS_ADJ && u != UPOS_NUM && u != UPOS_DET && u != UPOS_NOUN)
            break;
    }
    if (object == NONE || c->lang->token[object].upos != UPOS_NOUN) return true;
    Slice lemma = c->lang->token[c->verb].lemma;
    bool topic = IN(lemma, talking),
         product = IN(lemma, making) &&
                   word_listed(join->collate, "paper", c->lang->token[object].lemma);
    if (!topic && !product) return true;
    Clause as = *c;
    as.patient = NONE; /* the answer, not a party */
    if (topic) as.class = SLICE("discuss");
    if (product) as.class = SLICE("sign");
    tree_range(c->lang, object, &first, &end);
    if (first <= c->verb && object > c->verb) first = c->verb + 1;
    if (as.agent == NONE) as.agent = main_subject(c->lang, c->verb);
    return add_cell(join, cells, &as, topic ? SLOT_TOPIC : SLOT_PRODUCT, first,
                    phrase_end(c->lang, object));
}

/* "was in critical condition", "is harmless": the state of a party. */
static bool add_state(Join *join, Cells *cells, Clause *c)
{
    const Token *t = &c->lang->token[c->verb];
    uint32_t subject = tree_child_rel(c->lang, c->verb, REL_NSUBJ), first = c->verb, end;
    bool state = t->upos == UPOS_ADJ ||
                 (t->upos == UPOS_NOUN && word_listed(join->collate, "state", t->lemma));
    if (!state || statement_speaker(join, c) != NONE)
        return true; /* of a statement it is a claim */
    if (subject == NONE && t->rel == REL_CONJ && t->head != NONE)
        subject = tree_child_rel(c->lang, t->head, REL_NSUBJ);
    if (subject == NONE || subject > c->verb) return true;
    tree_range(c->lang, c->verb, &first, &end);
    for (first = c->verb; first > 0 && first - 1 > subject &&
                          c->lang->token[first - 1].upos != UPOS_AUX &&
                          c->lang->token[first - 1].rel != REL_CASE &&
                          c->lang->token[first - 1].rel != REL_DET && c->verb - first < 4;)
        first--;
    c->patient = subject;
    c->class = SLICE("be");
    return add_cell(join, cells, c, SLOT_STATUS, first, c->verb + 1);
}

/* Does the sentence tell of violence, or of arms in somebody's hand? */
static bool armed(const Join *join, const LangText *lang, uint32_t sentence)
{
    static const char *const classes[] = {"attack", "bomb",   "shoot", "kill", "injure",
                                          "clash",  "arrest", "seize", "rob"};
    for (uint32_t i = lang->sentence[sentence].first; i < lang->sentence[sentence].end; i++) {
        const Token *t = &lang->token[i];
        if (t->upos == UPOS_VERB && (word_listed(join->collate, "wield", t->lemma) ||
                                     IN(trigger_class(join->collate, t->lemma), classes)))
            return true;
    }
    return false;
}

/* "tear gas and water cannon": what was used, once a report and kind. */
static bool add_weapon(Join *join, Cells *cells, Clause *c)
{
    const Token *t = &c->lang->token[c->verb];
    if (t->upos != UPOS_NOUN || t->rel == REL_COMPOUND ||
        !word_listed(join->collate, "arm", t->lemma) || !armed(join, c->lang, t->sentence) ||
        (t->rel == REL_CONJ && t->head != NONE &&
         word_listed(join->collate, "arm", c->lang->token[t->head].lemma)))
        return true;
    uint32_t before = tree_child_rel(c->lang, c->verb, REL_COMPOUND), first = c->verb,
             end = c->verb + 1;
    if (token_lemma_is(t, "gas") &&
        (before == NONE || !word_listed(join->collate, "gas", c->lang->token[before].lemma)))
        return true;
    for (uint32_t i = cells->at.n; i > 0 && cells->at.at[i - 1].report == c->report; i--)
        if (cells->at.at[i - 1].slot == SLOT_WEAPON &&
            slice_eq(cells->at.at[i - 1].patient_word, t->lemma))
            return true;
    while (first > 0 && first - 1 >= c->lang->sentence[t->sentence].first &&
           c->lang->token[first - 1].head == c->verb &&
           (c->lang->token[first - 1].rel == REL_COMPOUND ||
            c->lang->token[first - 1].rel == REL_AMOD))
        first--;
    for (uint32_t k = tree_child_rel(c->lang, c->verb, REL_CONJ); k != NONE;
         k = tree_child(c->lang, c->verb, k + 1))
        if (c->lang->token[k].rel == REL_CONJ &&
            word_listed(join->collate, "arm", c->lang->token[k].lemma))
            end = k + 1;
    c->patient = c->verb;
    c->class = SLICE("arm");
    return add_cell(join, cells, c, SLOT_WEAPON, first, end);
}

static bool read_clause(Join *join, Cells *cells, uint32_t report, uint32_t token)
{
    static const char *const saying[] = {"say", "tell",  "be",      "have", "do",
                                         "go",  "think", "believe", "want"};
    const Findings *f = join_findings(join, report);
    Clause c = {
        .report = report, .f = f, .lang = &f->lang, .verb = token, .agent = NONE, .patient = NONE};
    const Token *t = &f->lang.token[token];
    if (t->upos == UPOS_NOUN && !add_weapon(join, cells, &c)) return false;
    if (t->upos != UPOS_VERB)
        return tree_child_rel(&f->lang, token, REL_COP) == NONE || add_state(join, cells, &c);
    if (IN(t->lemma, saying)) return true;
    c.class = trigger_class(join->collate, t->lemma);
    find_parties(&c);
    for (uint32_t k = tree_child(c.lang, token, 0); k != NONE; k = tree_child(c.lang, token, k + 1))
        if (!add_why(join, cells, &c, k) || !add_spot(join, cells, &c, k)) return false;
    return add_object(join, cells, &c);
}

/* ---- cells that answer one question ---- */

static uint32_t common_words(const Cell *a, const Cell *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0, k = 0; i < a->n_words && k < b->n_words;) {
        if (a->word[i] < b->word[k])
            i++;
        else if (a->word[i] > b->word[k])
            k++;
        else {
            n++;
            i++;
            k++;
        }
    }
    return n;
}

static bool same_party(uint32_t a, uint32_t b, Slice x, Slice y, bool *named)
{
    *named = a != NONE && a == b;
    return *named || (a == NONE && b == NONE && x.n && slice_eq_nocase(x, y)) ||
           (x.n && slice_eq_nocase(x, y));
}

static uint32_t shared_parties(const Join *join, const Cell *a, const Cell *b)
{ /* persons and bodies by name; states do too much to tell one act */
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->n_parties; i++) {
        const RecordEntity *e = &join->record->entities.at[a->party[i]];
        for (uint32_t k = 0; k < b->n_parties; k++)
            n += a->party[i] == b->party[k] && e->spellings.n > 0 && e->kind != ENTITY_PLACE;
    }
    return n;
}

static bool one_question(const Join *join, const Cell *a, const Cell *b)
{
    if (join->voice[a->report] == join->voice[b->report] || a->slot != b->slot ||
        !slice_eq(a->verb, b->verb))
        return false;
    bool named_agent, named_patient,
        agent = same_party(a->agent, b->agent, a->agent_word, b->agent_word, &named_agent),
        patient = same_party(a->patient, b->patient, a->patient_word, b->patient_word,
                             &named_patient);
    uint32_t common = common_words(a, b), shared = shared_parties(join, a, b);
    if (a->event != NONE && a->event == b->event) return true;
    switch (a->slot) {
    case SLOT_WEAPON: return common > 0;
    case SLOT_STATUS: return patient && common > (named_patient ? 0u : 1u);
    case SLOT_TOPIC:
    case SLOT_PRODUCT: return shared > 0 || (agent && common > 1);
    case SLOT_PLACE: return (patient || agent) && common > (named_patient || named_agent ? 0u : 1u);
    default:
        return (named_patient && common > 0) || (patient && common > 1) ||
               (named_agent && common > 2);
    }
}

/* States and spots must share a word to be one answer at all; reasons and papers may be told in
 * other words. */
static bool answers_meet(Join *join, const Cell *a, const Cell *b, bool *meet)
{
    Value x, y;
    const ValueWords *words = &join->collate->words;
    *meet = a->slot == SLOT_CAUSE || a->slot == SLOT_PRODUCT;
    if (*meet) return true;
    if (value_parse(words, CLASS_LOOSE, join_text(join, a->report, a->span), join->scratch, &x) !=
        DLN_OK)
        return false;
    if (value_parse(words, CLASS_LOOSE, join_text(join, b->report, b->span), join->scratch, &y) !=
        DLN_OK)
        return false;
    for (uint32_t i = 0; i < x.n_words && !*meet; i++)
        for (uint32_t k = 0; k < y.n_words && !*meet; k++)
            *meet = slice_eq(x.word[i], y.word[k]);
    return true;
}

static int by_block(const void *x, const void *y)
{
    const Blocked *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->cell < b->cell ? -1 : a->cell > b->cell;
}

static dln_status join_cells(Join *join, Cells *cells)
{
    uint32_t n = cells->at.n;
    if (!groups_init(&cells->groups, n, join->scratch)) return arena_status(join->scratch);
    for (uint32_t i = 0; i < n; i++)
        if (!VEC_PUSH(join->scratch, &cells->block,
                      (Blocked){hash_bytes(cells->at.at[i].verb, cells->at.at[i].slot), i}))
            return arena_status(join->scratch);
    list_sort(cells->block.at, n, sizeof *cells->block.at, by_block);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1;
             k < n && k < i + 100 && cells->block.at[k].key == cells->block.at[i].key; k++) {
            const Cell *a = &cells->at.at[cells->block.at[i].cell],
                       *b = &cells->at.at[cells->block.at[k].cell];
            bool meet = false;
            if (!one_question(join, a, b)) continue;
            if (!answers_meet(join, a, b, &meet)) return arena_status(join->scratch);
            if (meet) groups_join(&cells->groups, cells->block.at[i].cell, cells->block.at[k].cell);
        }
    return DLN_OK;
}

dln_status clause_pieces(Join *join, Pieces *out)
{
    Cells cells = {0};
    for (uint32_t k = 0; k < join->in->n; k++) {
        const LangText *lang = &join_findings(join, join->order[k])->lang;
        for (uint32_t i = 0; i < lang->n_tokens; i++)
            if (!read_clause(join, &cells, join->order[k], i)) return arena_status(join->scratch);
    }
    TRY(join_cells(join, &cells));
    for (uint32_t i = 0; i < cells.at.n; i++) {
        const Cell *c = &cells.at.at[i];
        uint32_t lead = groups_find(&cells.groups, i), event = cells.at.at[lead].event;
        Piece p = {.about = event == NONE ? ABOUT_STORY : ABOUT_EVENT,
                   .index = event == NONE ? 0 : event,
                   .attribute = slot_name[c->slot],
                   .key = arena_printf(join->scratch, "clause %u", lead),
                   .value = join_text(join, c->report, c->span),
                   .report = c->report,
                   .span = c->span,
                   .said_by = c->said_by};
        if (!p.key.p || !add_piece(join, out, p)) return arena_status(join->scratch);
    }
    return DLN_OK;
}
