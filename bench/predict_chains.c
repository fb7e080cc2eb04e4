/* predict_chains.c - bench tasks "collation-mentions", "collation-raw", "collation-pairs": mentions
 * of many texts to chains, by the product's own steps.
 *
 * In: rows of ../shared/bench/collation without chains. Out: the same rows with chains; of
 * "collation-pairs" the features of every pair, binary, for train/chains.py. The texts of all rows
 * are grouped into stories as `dateline group --batch` does; of a story the record is made. A
 * mention of a name is of the record entity whose mention it meets. A mention of a happening is a
 * telling (collate/event_pair.h); one that the report's events lack is added without parties. All
 * pairs of a story's tellings are scored by trees over what the join compares, taught by ECB+
 * (bench/models/chains.model), and grouped by average link: unlike the record, which is for reports
 * of one event, annotators marked far more and joined far more of it.
 *
 * Known to get wrong: incidents told apart by numbers alone; times and things are one each. */
#include "predict.h"
#include "collate/event_pair.h"
#include "lang/tree.h"
#include "link.h"
#include "story/desk.h"

enum { OWN = 8, FEATURES_OF_PAIR = PAIR_FEATURES + OWN, MOST_OF_STORY = 6000, MOST_WORDS = 12 };
#define TRIGGER_SHARE 0.3f /* of a lemma's uses that annotators marked */

typedef struct Share {
    uint32_t lemma;
    float share;
} Share; /* sorted by lemma */

typedef struct Given {
    uint32_t text; /* among all */
    Span span;
    bool event;
    uint32_t local; /* event of its report, NONE */
    const Unit *unit;
    uint32_t word[MOST_WORDS], words; /* hashes of its lemmas */
    char chain[24];
} Given;

typedef struct Text {
    Report report;
    Findings findings;
    json_t *row, *doc;
    uint32_t story, place; /* the first text of its story; which of them it is */
} Text;

typedef struct Chains {
    const dln *engine;
    bool raw, pairs;
    json_t *rows;
    VEC(Text *) texts;
    VEC(Given) given;
    DataFile data;
    Trees trees;
    float cut;
    const Share *share;
    uint32_t n_shares;
    Arena arena, scratch;
    uint32_t story; /* at hand */
} Chains;

/* ---- the model ---- */

static bool models_read(Chains *c)
{
    const uint8_t *bytes;
    size_t n;
    if (!trees_open(&c->data, "trees", FEATURES_OF_PAIR, &c->trees)) return false;
    if (!datafile_section(&c->data, "cut", &bytes, &n) || n != sizeof c->cut) return false;
    memcpy(&c->cut, bytes, sizeof c->cut);
    if (!datafile_section(&c->data, "triggers", &bytes, &n)) return false;
    c->share = (const Share *)(const void *)bytes;
    c->n_shares = (uint32_t)(n / sizeof(Share));
    return true;
}

static bool models_open(Chains *c)
{
    char dir[4200];
    dln_error error;
    if (!predict_models(c->engine, dir)) return false;
    if (datafile_open(dir, "chains.model", &c->data, &error) != DLN_OK) {
        fprintf(stderr, "predict: %s\n", error.message);
        return false;
    }
    return models_read(c);
}

/* -1: the training topics do not hold the word. */
static float share_of(const Chains *c, Slice lemma)
{
    uint32_t word = (uint32_t)hash_bytes(lemma, 0), low = 0, high = c->n_shares;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (c->share[mid].lemma < word)
            low = mid + 1;
        else
            high = mid;
    }
    return low < c->n_shares && c->share[low].lemma == word ? c->share[low].share : -1;
}

/* ---- texts and mentions ---- */

static dln_status text_open(Chains *c, json_t *row, json_t *doc)
{
    const dln *e = c->engine;
    size_t id, n;
    const char *name = row_string(doc, "id", &id), *body = row_string(doc, "text", &n);
    ReadOptions options = {.max_input = e->options.max_input_bytes,
                           .max_memory = e->options.max_report_memory,
                           .engine = &e->read};
    Text *text = ARENA_NEW(&c->arena, Text);
    if (!text) return DLN_ERR_NOMEM;
    *text = (Text){.row = row, .doc = doc};
    if (!VEC_PUSH(&c->arena, &c->texts, text)) return DLN_ERR_NOMEM;
    TRY(report_begin(&options, (Slice){name, id}, (Slice){NULL, 0}, (Slice){body, n}, "text/plain",
                     &text->report));
    TRY(read_text(&options, (Slice){body, n}, false, &text->report));
    return engine_findings(e, &text->report, &text->findings, &c->scratch);
}

static uint32_t text_named(const Chains *c, const json_t *row, const char *id)
{
    for (uint32_t i = c->texts.n; i-- > 0 && c->texts.at[i]->row == row;)
        if (strcmp(row_string(c->texts.at[i]->doc, "id", NULL), id) == 0) return i;
    return NONE;
}

static uint32_t number_of(const json_t *object, const char *key)
{
    return (uint32_t)json_integer_value(json_object_get(object, key));
}

static int add_given(Chains *c, uint32_t text, Span span, bool event)
{
    Given g = {.text = text, .span = span, .event = event, .local = NONE};
    snprintf(g.chain, sizeof g.chain, "s%u", c->given.n);
    return VEC_PUSH(&c->arena, &c->given, g) ? 0 : 1;
}

static int take_mentions(Chains *c, const json_t *row)
{
    json_t *item;
    size_t i;
    json_array_foreach(json_object_get(row, "mentions"), i, item)
    {
        uint32_t text = text_named(c, row, row_string(item, "doc", NULL));
        Span span = {number_of(item, "b"), number_of(item, "e")};
        bool event = strcmp(row_string(item, "kind", NULL), "event") == 0;
        if (text == NONE || span.b > span.e || span.e > c->texts.at[text]->report.text.n) return 1;
        if (add_given(c, text, span, event)) return 1;
    }
    return 0;
}

static int add_found(Chains *c, json_t *mentions, uint32_t text, Span span, const char *kind)
{
    json_array_append_new(mentions, json_pack("{s:O,s:i,s:i,s:s}", "doc",
                                              json_object_get(c->texts.at[text]->doc, "id"), "b",
                                              (int)span.b, "e", (int)span.e, "kind", kind));
    return add_given(c, text, span, strcmp(kind, "event") == 0);
}

/* What the stages found: words that annotators mark as happenings, names, times. */
static int find_mentions(Chains *c, uint32_t text, json_t *mentions)
{
    static const char *const kinds[ENTITY_KINDS] = {"person", "org", "place", "thing"};
    const Findings *f = &c->texts.at[text]->findings;
    int status = 0;
    for (uint32_t i = 0; i < f->lang.n_tokens; i++)
        if (share_of(c, f->lang.token[i].lemma) >= TRIGGER_SHARE)
            status |= add_found(c, mentions, text, f->lang.token[i].span, "event");
    for (uint32_t i = 0; i < f->mentions.n; i++)
        if (f->mentions.at[i].entity < f->entities.n)
            status |= add_found(c, mentions, text, f->mentions.at[i].span,
                                kinds[f->entities.at[f->mentions.at[i].entity].kind]);
    for (uint32_t i = 0; i < f->times.n; i++)
        if (f->times.at[i].part_of == NONE)
            status |= add_found(c, mentions, text, f->times.at[i].span, "time");
    return status;
}

static int take_row(json_t *row, void *context)
{
    Chains *c = context;
    json_t *doc, *mentions = json_array();
    uint32_t first = c->texts.n;
    int status = 0;
    size_t i;
    json_array_append(c->rows, row);
    json_array_foreach(json_object_get(row, "docs"), i, doc)
    {
        if (status == 0 && text_open(c, row, doc) != DLN_OK) status = 1;
    }
    for (uint32_t t = first; c->raw && status == 0 && t < c->texts.n; t++)
        status = find_mentions(c, t, mentions);
    if (c->raw) json_object_set(row, "mentions", mentions);
    json_decref(mentions);
    return status == 0 && !c->raw ? take_mentions(c, row) : status;
}

/* ---- a mention as a telling ---- */

static bool content(const Token *t)
{
    return t->upos == UPOS_VERB || t->upos == UPOS_NOUN || t->upos == UPOS_PROPN ||
           t->upos == UPOS_ADJ || t->upos == UPOS_NUM || t->upos == UPOS_ADV;
}

/* Its lemmas that mean something; all, where none does. The first of them is its head. */
static uint32_t read_words(const LangText *lang, Given *g)
{
    uint32_t head = NONE;
    for (int every = 0; every < 2 && !g->words; every++) {
        for (uint32_t i = token_at(lang, g->span.b);
             i < lang->n_tokens && lang->token[i].span.b < g->span.e && g->words < MOST_WORDS;
             i++) {
            if (!every && !content(&lang->token[i])) continue;
            if (head == NONE) head = i;
            g->word[g->words++] = (uint32_t)hash_bytes(lang->token[i].lemma, 0);
        }
    }
    return head;
}

/* The event of the report whose trigger stands in the mention, or a new one without parties. */
static dln_status give_event(Chains *c, Findings *f, Given *g)
{
    uint32_t head = read_words(&f->lang, g);
    for (uint32_t i = 0; i < f->events.n && g->local == NONE; i++) {
        uint32_t token = f->events.at[i].token;
        if (token >= f->lang.n_tokens) continue;
        Span at = f->lang.token[token].span;
        if (at.b < g->span.e && g->span.b < at.e) g->local = i;
    }
    if (g->local != NONE || head == NONE) return DLN_OK;
    const Token *t = &f->lang.token[head];
    Event event = {.label = t->lemma,
                   .trigger = g->span,
                   .sentence = f->lang.sentence[t->sentence].span,
                   .token = head,
                   .time = NONE,
                   .place = NONE,
                   .statement = NONE};
    g->local = f->events.n;
    return VEC_PUSH(&c->arena, &f->events, event) ? DLN_OK : DLN_ERR_NOMEM;
}

/* ---- pairs ---- */

static Slice words_of(const Chains *c, const Given *g)
{
    return slice_span(c->texts.at[g->text]->report.text, g->span);
}

static uint32_t same_beginning(Slice a, Slice b)
{
    uint32_t i = 0;
    while (i < a.n && i < b.n && ascii_lower(a.p[i]) == ascii_lower(b.p[i]))
        i++;
    return i;
}

/* What the mentions' own words have in common: annotators mark stretches, the join sees heads. */
static void own_features(const Chains *c, const Given *a, const Given *b, float *out)
{
    uint32_t shared = 0, fewer = a->words < b->words ? a->words : b->words,
             more = a->words < b->words ? b->words : a->words;
    Slice x = words_of(c, a), y = words_of(c, b);
    for (uint32_t i = 0; i < a->words; i++)
        shared += in_list(b->word, b->words, a->word[i]);
    float begin = (float)same_beginning(x, y);
    out[0] = slice_eq_nocase(x, y);
    out[1] = fewer ? (float)shared / (float)fewer : 0;
    out[2] = more ? (float)shared / (float)more : 0;
    out[3] = (float)fewer;
    out[4] = (float)more;
    out[5] = begin / (float)(x.n > y.n ? x.n + !x.n : y.n + !y.n);
    out[6] = begin / (float)(x.n > y.n ? y.n + !y.n : x.n + !x.n);
}

static void given_features(const Chains *c, const Join *join, const Given *a, const Given *b,
                           float out[FEATURES_OF_PAIR])
{
    pair_features(join, a->unit, b->unit, out);
    tree_bank_score(&c->engine->collate->model.bank, out, 1, &out[PAIR_FEATURES]);
    own_features(c, a, b, out + PAIR_FEATURES + 1);
}

static void print_features(uint32_t a, uint32_t b, const float feature[FEATURES_OF_PAIR])
{
    uint32_t ids[2] = {a, b};
    fwrite(ids, sizeof ids, 1, stdout);
    fwrite(feature, sizeof *feature, FEATURES_OF_PAIR, stdout);
}

/* Mentions of one telling are one; what the trees never see is 0. */
static float score_two(const Chains *c, const Join *join, uint32_t a, uint32_t b)
{
    const Given *x = &c->given.at[a], *y = &c->given.at[b];
    float feature[FEATURES_OF_PAIR];
    if (!x->unit || !y->unit) return 0;
    if (x->unit == y->unit) return 1;
    given_features(c, join, x, y, feature);
    if (c->pairs) print_features(a, b, feature);
    return trees_score(&c->trees, feature);
}

static bool of_story(const Chains *c, const Given *g)
{
    return c->texts.at[g->text]->story == c->story;
}

static uint32_t place_of(const Chains *c, const Given *g)
{
    return c->texts.at[g->text]->place;
}

/* Which unit each happening of the story is: those of a report lie in a row. */
static uint32_t find_units(Chains *c, const Unit *unit, uint32_t n, uint32_t *list)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < c->given.n && found < MOST_OF_STORY; i++) {
        Given *g = &c->given.at[i];
        if (!g->event || !of_story(c, g)) continue;
        list[found++] = i;
        for (uint32_t u = 0; u < n && !g->unit && g->local != NONE; u++)
            if (unit[u].report == place_of(c, g) && unit[u].local == g->local) g->unit = &unit[u];
    }
    return found;
}

static void chain_tellings(void *context, const Join *join, const Unit *unit, uint32_t n)
{
    Chains *c = context;
    uint32_t *list = ARENA_ARRAY(&c->scratch, uint32_t, c->given.n + 1);
    uint32_t many = list ? find_units(c, unit, n, list) : 0;
    uint32_t *label = ARENA_ARRAY(&c->scratch, uint32_t, many + 1);
    float *sim = arena_array(&c->scratch, (size_t)many * many + 1, sizeof *sim);
    if (!label || !sim) return;
    for (uint32_t a = 0; a < many; a++)
        for (uint32_t b = 0; b < a; b++)
            sim[(size_t)a * many + b] = sim[(size_t)b * many + a] = score_two(c, join, list[b],
                                                                              list[a]);
    if (average_link(sim, many, c->cut, &c->scratch, label) != DLN_OK) return;
    for (uint32_t i = 0; i < many; i++)
        snprintf(c->given.at[list[i]].chain, sizeof c->given.at[0].chain, "e%u", list[label[i]]);
}

/* ---- stories ---- */

static uint32_t overlap(Span a, Span b)
{
    uint32_t from = a.b > b.b ? a.b : b.b, to = a.e < b.e ? a.e : b.e;
    return from < to ? to - from : 0;
}

/* The record entity a mention of which overlaps most, by as few bytes besides. */
static void chain_names(Chains *c, const Record *record)
{
    for (uint32_t i = 0; i < c->given.n; i++) {
        Given *g = &c->given.at[i];
        if (g->event || !of_story(c, g)) continue;
        int64_t best = 0;
        for (uint32_t e = 0; e < record->entities.n; e++) {
            const RecordEntity *entity = &record->entities.at[e];
            for (uint32_t m = 0; m < entity->mentions.n; m++) {
                Span at = entity->mentions.at[m].span;
                uint32_t both = entity->mentions.at[m].report == place_of(c, g)
                                    ? overlap(at, g->span)
                                    : 0;
                int64_t fit = both ? 2 * (int64_t)both - (at.e - at.b) / 2 : 0;
                if (fit <= best) continue;
                best = fit;
                snprintf(g->chain, sizeof g->chain, "n%u.%u", c->story, e);
            }
        }
    }
}

static dln_status make_record(Chains *c, const Findings **findings, uint32_t n)
{
    Record record = {0};
    const dln *e = c->engine;
    const Findings **dated = ARENA_ARRAY(&c->arena, const Findings *, n);
    if (!dated) return DLN_ERR_NOMEM;
    arena_init(&record.arena, 0);
    dln_status status = times_complete(e->times, findings, n, dated, &record.arena, &c->scratch);
    StoryInput input = {.findings = dated,
                        .n = n,
                        .gazetteer = e->gazetteer,
                        .names = e->names,
                        .aligner = &e->aligner,
                        .lang = e->lang,
                        .all_tellings = chain_tellings,
                        .context = c};
    if (status == DLN_OK) status = collate_story(e->collate, &input, &record, &c->scratch);
    if (status == DLN_OK) chain_names(c, &record);
    for (uint32_t i = 0; i < c->given.n; i++)
        c->given.at[i].unit = NULL;
    arena_free(&record.arena);
    return status;
}

static dln_status chain_story(Chains *c, uint32_t story)
{
    const Findings **findings = ARENA_ARRAY(&c->arena, const Findings *, c->texts.n);
    uint32_t n = 0;
    if (!findings) return DLN_ERR_NOMEM;
    c->story = story;
    for (uint32_t i = 0; i < c->texts.n; i++) {
        if (c->texts.at[i]->story != story) continue;
        c->texts.at[i]->place = n;
        findings[n++] = &c->texts.at[i]->findings;
    }
    for (uint32_t i = 0; i < c->given.n; i++) {
        Given *g = &c->given.at[i];
        if (g->event && of_story(c, g)) TRY(give_event(c, &c->texts.at[g->text]->findings, g));
    }
    return make_record(c, findings, n);
}

static dln_status group_texts(Chains *c)
{
    uint32_t n = c->texts.n;
    PileReport *pile = ARENA_ARRAY(&c->arena, PileReport, n + 1);
    uint32_t *story = ARENA_ARRAY(&c->arena, uint32_t, n + 1);
    CopyLink *links = ARENA_ARRAY(&c->arena, CopyLink, n + 1);
    if (!pile || !story || !links) return DLN_ERR_NOMEM;
    for (uint32_t i = 0; i < n; i++)
        pile[i] = engine_pile_report(&c->texts.at[i]->report, &c->arena);
    TRY(desk_batch(&c->engine->story, pile, n, &c->arena, story, links));
    for (uint32_t i = 0; i < n; i++)
        c->texts.at[i]->story = story[i];
    return DLN_OK;
}

static dln_status chain_all(Chains *c)
{
    TRY(group_texts(c));
    for (uint32_t i = 0; i < c->texts.n; i++) {
        bool first = true;
        for (uint32_t k = 0; k < i && first; k++)
            first = c->texts.at[k]->story != c->texts.at[i]->story;
        if (first) TRY(chain_story(c, c->texts.at[i]->story));
    }
    return DLN_OK;
}

static void print_chains(const Chains *c)
{
    json_t *row, *item;
    size_t r, i, k = 0;
    json_array_foreach(c->rows, r, row)
    {
        json_array_foreach(json_object_get(row, "mentions"), i, item)
        {
            json_object_set_new(item, "chain", json_string(c->given.at[k++].chain));
        }
        json_object_del(row, "docs");
        json_dumpf(row, stdout, JSON_COMPACT);
        putchar('\n');
    }
}

int predict_chains(const dln *engine, const char *task, const char *input)
{
    Chains c = {.engine = engine,
                .raw = strcmp(task, "collation-raw") == 0,
                .pairs = strcmp(task, "collation-pairs") == 0,
                .rows = json_array()};
    arena_init(&c.arena, 0);
    arena_init(&c.scratch, 0);
    bool good = models_open(&c) && predict_rows(input, take_row, &c) == 0 &&
                chain_all(&c) == DLN_OK;
    if (good && !c.pairs) print_chains(&c);
    for (uint32_t i = 0; i < c.texts.n; i++)
        arena_free(&c.texts.at[i]->report.arena);
    json_decref(c.rows);
    datafile_close(&c.data);
    arena_free(&c.scratch);
    arena_free(&c.arena);
    return good ? 0 : 1;
}
