/* statements_cues.c - the words that report speech.
 *
 * In: Scene. Out: candidates (a listed word, a verb with a clause or a quotation beside it, a colon
 * before a quotation) and the features a linear model weighs them by; polarity, negation and extent
 * of a cue.
 *
 * Idea: cues first, then spans (Pareti et al. 2013), with tags and relations of the parse and the
 * state of the marks as evidence.
 *
 * Known to fail: nouns that report without a clause ("his talk of war"); verbs outside the list
 * with neither clause nor quotation. */
#include "mean/statements/statements_parts.h"

enum { MAX_CUES = 64, MAX_VERBS = 256, NEAR = 120 }; /* of one sentence; tokens */

static const struct {
    const char *name;
    Polarity polarity;
} polarities[] = {
    {"says", POLARITY_SAYS},         {"denies", POLARITY_DENIES}, {"accuses", POLARITY_ACCUSES},
    {"promises", POLARITY_PROMISES}, {"orders", POLARITY_ORDERS}, {"asks", POLARITY_ASKS},
    {"warns", POLARITY_WARNS},       {"doubts", POLARITY_DOUBTS},
};

static bool read_word(const Row *row, CueWord *word)
{
    bool known = false;
    for (size_t i = 0; i < sizeof polarities / sizeof *polarities; i++) {
        if (!slice_is(row_col(row, 2), polarities[i].name)) continue;
        word->polarity = (uint8_t)polarities[i].polarity;
        known = true;
    }
    word->strong = slice_is(row_col(row, 3), "strong");
    return known && row_col(row, 0).n > 0;
}

static Map *map_of_part(Statements *s, const Row *row)
{
    if (memchr(row->col[0].p, ' ', row->col[0].n)) return &s->cue_phrase;
    if (slice_is(row_col(row, 1), "verb")) return &s->cue_verb;
    if (slice_is(row_col(row, 1), "noun")) return &s->cue_noun;
    return slice_is(row_col(row, 1), "other") ? &s->cue_other : NULL;
}

/* The kind of a row of speakers.txt; 0: no such kind. */
static uint32_t speaker_kind(Slice name)
{
    static const struct {
        const char *name;
        SpeakerNoun kind;
    } kinds[] = {{"medium", SPEAKER_MEDIUM},   {"body", SPEAKER_BODY},   {"person", SPEAKER_PERSON},
                 {"outlet", SPEAKER_OUTLET},   {"relay", SPEAKER_RELAY}, {"past", SPEAKER_PAST},
                 {"writing", SPEAKER_WRITING}, {"issue", SPEAKER_ISSUE}, {"citing", SPEAKER_CITING},
                 {"part", SPEAKER_PART}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_is(name, kinds[i].name)) return kinds[i].kind;
    return 0;
}

static dln_status open_speakers(const char *data_dir, Arena *arena, Statements *s, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/speakers.txt", arena, &table, err));
    map_init(&s->medium, arena);
    for (uint32_t i = 0; i < table.n; i++) {
        uint32_t value = speaker_kind(row_col(&table.at[i], 1));
        if (value == 0)
            return err_fill(err, DLN_ERR_DATA, "open", "en/speakers.txt line %u: no such kind",
                            table.at[i].line);
        if (!map_put(&s->medium, table.at[i].col[0], value)) return arena_status(arena);
    }
    return DLN_OK;
}

dln_status cues_open(const char *data_dir, Arena *arena, Statements *s, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/cues.txt", arena, &table, err));
    map_init(&s->cue_verb, arena);
    map_init(&s->cue_noun, arena);
    map_init(&s->cue_other, arena);
    map_init(&s->cue_phrase, arena);
    s->word = ARENA_ARRAY(arena, CueWord, table.n);
    if (!s->word) return arena_status(arena);
    for (uint32_t i = 0; i < table.n; i++) {
        const Row *row = &table.at[i];
        Map *map = row->n > 0 ? map_of_part(s, row) : NULL;
        if (!map || !read_word(row, &s->word[i]))
            return err_fill(err, DLN_ERR_DATA, "open",
                            "en/cues.txt line %u: lemma, part, polarity, strength expected",
                            row->line);
        if (!map_put(map, row->col[0], i)) return arena_status(arena);
    }
    return open_speakers(data_dir, arena, s, err);
}

static bool is_verb(const Token *t)
{
    return t->upos == UPOS_VERB || t->upos == UPOS_AUX || t->xpos[0] == 'V';
}
static bool is_noun(const Token *t)
{
    return t->upos == UPOS_NOUN || (t->xpos[0] == 'N' && t->xpos[1] == 'N');
}

static const CueWord *look_up(const Statements *s, const Token *t)
{
    uint32_t i = NONE;
    if (is_verb(t))
        i = map_find(&s->cue_verb, t->lemma);
    else if (is_noun(t) && t->upos != UPOS_PROPN)
        i = map_find(&s->cue_noun, t->lemma);
    if (i == NONE && !is_noun(t)) i = map_find_lower(&s->cue_other, t->form);
    return i == NONE ? NULL : &s->word[i];
}

/* Does the side of a quotation change within `reach` tokens of the token? The token itself must
 * stand outside. */
static bool beside_quote(const Scene *scene, uint32_t token, uint32_t reach)
{
    const Sentence *s = &scene->lang->sentence[scene->lang->token[token].sentence];
    if (scene->quote[token] != NONE) return false;
    uint32_t from = token > s->first + reach ? token - reach : s->first;
    uint32_t to = token + reach + 1 < s->end + 1 ? token + reach + 1 : s->end + 1;
    if (to > scene->lang->n_tokens) to = scene->lang->n_tokens;
    for (uint32_t t = from; t < to; t++) {
        if (scene->quote[t] != NONE) return true;
    }
    return from == s->first && s->first > 0 && scene->quote[s->first - 1] != NONE &&
           scene->paragraph[s->first - 1] == scene->paragraph[token];
}

static bool has_clause(const LangText *lang, uint32_t token)
{
    return tree_child_rel(lang, token, REL_CCOMP) != NONE ||
           tree_child_rel(lang, token, REL_PARATAXIS) != NONE;
}

/* "...?” a narrator in the ad asks": a reporting verb that the tagger took for a noun, right behind
 * or before a quotation's clause. */
static bool verb_in_disguise(const Scene *scene, uint32_t token)
{
    const Token *t = &scene->lang->token[token];
    if (!is_noun(t) || t->upos == UPOS_PROPN || scene->quote[token] != NONE) return false;
    uint32_t i = map_find(&scene->model->cue_verb, t->lemma);
    return i != NONE && scene->model->word[i].strong && beside_quote(scene, token, 8);
}

/* "PENCE: Well, look" - a transcript names its speakers in capitals at the head of the paragraph.
 */
static bool speaker_label(const LangText *lang, uint32_t first, uint32_t colon)
{
    if (!lang->sentence[lang->token[first].sentence].paragraph_first || colon - first > 5)
        return false;
    uint32_t capitals = 0;
    for (uint32_t t = first; t < colon; t++) {
        Slice form = lang->token[t].form;
        for (size_t i = 0; i < form.n; i++) {
            if (form.p[i] >= 'a' && form.p[i] <= 'z') return false;
            capitals += slice_capital_at(form, i);
        }
    }
    return capitals > 1;
}

/* "Trump: “...”" and "Caddell continued: “...”". */
static bool colon_speaks(const Scene *scene, uint32_t token)
{
    const LangText *lang = scene->lang;
    if (!slice_is(lang->token[token].form, ":")) return false;
    uint32_t first = lang->sentence[lang->token[token].sentence].first;
    if (speaker_label(lang, first, token)) return true;
    if (scene->quote[token] != NONE) return false;
    bool quote_next = token + 1 < lang->n_tokens && scene->quote[token + 1] != NONE;
    return quote_next || (token > first && token - first <= 8);
}

static bool may_report(const Scene *scene, uint32_t t)
{
    const Token *token = &scene->lang->token[t];
    return scene->word[t] != NULL ||
           (token->upos == UPOS_VERB &&
            (beside_quote(scene, t, 3) || has_clause(scene->lang, t))) ||
           colon_speaks(scene, t);
}

/* A sentence without end (a list, a table, an attack) gets a bounded number of looks, so that time
 * stays linear. */
void cues_candidates(Scene *scene)
{
    const LangText *lang = scene->lang;
    for (uint32_t s = 0; s < lang->n_sentences; s++) {
        uint32_t verbs = 0, cues = 0;
        for (uint32_t t = lang->sentence[s].first; t < lang->sentence[s].end; t++) {
            scene->word[t] = look_up(scene->model, &lang->token[t]);
            if (!scene->word[t] && verb_in_disguise(scene, t))
                scene->word[t] =
                    &scene->model->word[map_find(&scene->model->cue_verb, lang->token[t].lemma)];
            verbs += lang->token[t].upos == UPOS_VERB;
            if (verbs > MAX_VERBS || cues == MAX_CUES || !may_report(scene, t)) continue;
            scene->candidate[t] = 1;
            cues++;
        }
    }
}

/* ---- features ---- */
typedef struct Near {
    int32_t left, right;
} Near; /* tokens to the nearest quoted token of the sentence on each side; 0: none */

static Near nearest_quote(const Scene *scene, uint32_t token)
{
    const Sentence *s = &scene->lang->sentence[scene->lang->token[token].sentence];
    Near near = {0, 0};
    for (uint32_t t = token; t > s->first && token - t < 40; t--) {
        if (scene->quote[t - 1] != NONE) {
            near.left = (int32_t)(token - t + 1);
            break;
        }
    }
    for (uint32_t t = token + 1; t < s->end && t - token < 40; t++) {
        if (scene->quote[t] != NONE) {
            near.right = (int32_t)(t - token);
            break;
        }
    }
    return near;
}
static uint64_t bucket(int32_t n)
{
    return n <= 4 ? (uint64_t)n : n <= 8 ? 5 : n <= 16 ? 6 : 7;
}

static uint64_t text_hash(const char *text)
{
    return hash_bytes(slice_of(text), 11);
}
static uint64_t name_kind(const LangText *lang, uint32_t token)
{
    return lang->token[token].name == NONE ? 9 : (uint64_t)lang->name[lang->token[token].name].kind;
}

static void child_features(const Scene *scene, uint32_t token, CueClues *f)
{
    const LangText *lang = scene->lang;
    uint64_t lemma = scene->lemma[token], rels = 0;
    const Sentence *s = &lang->sentence[lang->token[token].sentence];
    uint32_t n = 0;
    for (uint32_t c = tree_child(lang, token, s->first); c != NONE && n < 12;
         c = tree_child(lang, token, c + 1), n++) {
        const Token *child = &lang->token[c];
        uint64_t rel = child->rel * 2u + (c > token);
        if (child->rel == REL_PUNCT) continue;
        rels |= 1ull << (child->rel & 63);
        clue(f, 20, rel, 0);
        clue(f, 21, rel, lemma);
        if (child->rel == REL_NSUBJ) {
            clue(f, 22, scene->lemma[c], child->upos);
            clue(f, 23, name_kind(lang, c), rel);
            clue(f, 24, child->upos, rel);
        } else if (child->rel != REL_CCOMP) {
            clue(f, 25, scene->lemma[c], rel);
        }
        uint32_t mark = child->rel == REL_CCOMP || child->rel == REL_OBL ||
                                child->rel == REL_XCOMP || child->rel == REL_ADVCL ||
                                child->rel == REL_ACL
                            ? tree_child_rel(lang, c, child->rel == REL_OBL ? REL_CASE : REL_MARK)
                            : NONE;
        if (mark != NONE) {
            clue(f, 26, scene->lemma[mark], rel);
            clue(f, 27, scene->lemma[mark], lemma);
        }
    }
    clue(f, 28, rels, 0);
    clue(f, 29,
         rels & (1ull << REL_NSUBJ | 1ull << REL_CCOMP | 1ull << REL_OBJ | 1ull << REL_XCOMP |
                 1ull << REL_PARATAXIS),
         lemma);
}

static void word_features(const Scene *scene, uint32_t token, CueClues *f)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[token];
    uint64_t lemma = scene->lemma[token], xpos = text_hash(t->xpos);
    clue(f, 1, lemma, 0);
    clue(f, 2, lemma, xpos);
    clue(f, 3, scene->form[token], 0);
    clue(f, 4, xpos, t->rel);
    clue(f, 5, lemma, t->rel);
    clue(f, 6,
         scene->word[token] ? 1u + scene->word[token]->polarity * 2u + scene->word[token]->strong
                            : 0,
         xpos);
    for (int32_t d = -3; d <= 3; d++) {
        int64_t at = (int64_t)token + d;
        if (d == 0) continue;
        bool in = at >= 0 && at < lang->n_tokens && lang->token[at].sentence == t->sentence;
        uint64_t form = in ? scene->form[at] : 1, tag = in ? text_hash(lang->token[at].xpos) : 1;
        clue(f, 40 + (uint64_t)(d + 3), form, 0);
        clue(f, 50 + (uint64_t)(d + 3), tag, 0);
        if (d == -1 || d == 1) {
            clue(f, 60 + (uint64_t)(d + 3), form, lemma);
            clue(f, 70 + (uint64_t)(d + 3), tag, lemma);
        }
    }
    if (t->head != NONE) {
        clue(f, 7, scene->lemma[t->head], t->rel);
        clue(f, 8, lang->token[t->head].upos, t->rel);
        clue(f, 9, scene->candidate[t->head], t->rel);
        clue(f, 10, lemma, scene->lemma[t->head]);
    }
}

static void mark_features(const Scene *scene, uint32_t token, CueClues *f)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[token];
    const Sentence *s = &lang->sentence[t->sentence];
    uint64_t lemma = scene->lemma[token];
    Near near = nearest_quote(scene, token);
    bool inside = scene->quote[token] != NONE;
    bool before = s->first > 0 && scene->quote[s->first - 1] != NONE &&
                  scene->paragraph[s->first - 1] == scene->paragraph[token];
    bool after = s->end < lang->n_tokens && scene->quote[s->end] != NONE;
    clue(f, 80, inside, 0);
    clue(f, 81, inside, lemma);
    clue(f, 82, bucket(near.left), bucket(near.right));
    clue(f, 83, bucket(near.left) * 10 + bucket(near.right),
         scene->word[token] ? 1u + scene->word[token]->strong : 0);
    clue(f, 84, (near.left > 0) * 2u + (near.right > 0), lemma);
    clue(f, 85, before * 4u + after * 2u + inside, (near.left > 0) * 2u + (near.right > 0));
    clue(f, 86, (uint64_t)s->block, lemma);
    clue(f, 87, bucket((int32_t)(token - s->first)), bucket((int32_t)(s->end - token)));
    clue(f, 88, s->paragraph_first, t->rel);
    if (near.left > 0) {
        const Quote *quote = &scene->marks.quote[scene->quote[token - (uint32_t)near.left]];
        clue(f, 89, bucket((int32_t)quote->words), bucket(near.left));
        clue(f, 90, quote->span.b <= s->span.b, bucket(near.left));
    }
    if (near.right > 0) {
        const Quote *quote = &scene->marks.quote[scene->quote[token + (uint32_t)near.right]];
        clue(f, 91, bucket((int32_t)quote->words), bucket(near.right));
        clue(f, 92, bucket((int32_t)quote->words), lemma);
    }
}

void cue_features(const Scene *scene, uint32_t token, CueClues *f)
{
    f->n = 0;
    clue(f, 0, 0, 0);
    word_features(scene, token, f);
    child_features(scene, token, f);
    mark_features(scene, token, f);
    uint64_t others = 0;
    const Sentence *s = &scene->lang->sentence[scene->lang->token[token].sentence];
    uint32_t from = token > s->first + NEAR ? token - NEAR : s->first,
             to = s->end - token > NEAR ? token + NEAR : s->end;
    for (uint32_t t = from; t < to; t++)
        others += t != token && scene->word[t] && scene->word[t]->strong;
    clue(f, 93, others < 3 ? others : 3, 0);
    if (slice_is(scene->lang->token[token].form, ":"))
        clue(f, 94, speaker_label(scene->lang, s->first, token), s->paragraph_first);
}

/* ---- what a cue says ---- */
/* "called on them to leave" orders, "called it a success" says: phrases of the list go before
 * single words. */
Polarity cue_polarity(const Scene *scene, uint32_t token)
{
    const LangText *lang = scene->lang;
    char key[64];
    Slice lemma = lang->token[token].lemma;
    if (token + 1 < lang->n_tokens && lemma.n + lang->token[token + 1].form.n + 1 < sizeof key) {
        Slice next = lang->token[token + 1].form;
        memcpy(key, lemma.p, lemma.n);
        key[lemma.n] = ' ';
        memcpy(key + lemma.n + 1, next.p, next.n);
        uint32_t i = map_find(&scene->model->cue_phrase, (Slice){key, lemma.n + next.n + 1});
        if (i != NONE) return (Polarity)scene->model->word[i].polarity;
    }
    return scene->word[token] ? (Polarity)scene->word[token]->polarity : POLARITY_SAYS;
}

/* The cue with its auxiliaries, particles and negation: "has also said", "did not respond to". */
Span cue_span(const Scene *scene, uint32_t token)
{
    const LangText *lang = scene->lang;
    uint32_t first = token, end = token + 1;
    uint32_t sentence = lang->token[token].sentence;
    while (first > 0 && token - first < 4 && lang->token[first - 1].sentence == sentence &&
           lang->token[first - 1].head == token &&
           (lang->token[first - 1].rel == REL_AUX ||
            (lang->token[first - 1].rel == REL_ADVMOD && first >= 2 &&
             lang->token[first - 2].rel == REL_AUX && lang->token[first - 2].head == token)))
        first--;
    if (end < lang->n_tokens && lang->token[end].sentence == sentence &&
        (lang->token[end].rel == REL_FIXED ||
         (lang->token[end].rel == REL_COMPOUND && lang->token[end].head == token) ||
         (slice_is(lang->token[token].lemma, "according") &&
          slice_is(lang->token[end].form, "to"))))
        end++;
    return tokens_span(lang, first, end);
}
