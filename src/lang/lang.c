/* lang.c - the language stage: reports to sentences, tokens, tags, parse and names; see lang.h.
 *
 * In: a Report. Out: LangText. The order: split.c cuts the blocks into sentences and tokens; the
 * net reads batches of whole sentences (long ones in pieces of NET_PIECE words, whose roots are
 * hung on the first piece's root). */
#include "lang/lemma_known.h"
#include "lang/sentences_met.h"
#include "lang/spaces.h"
#include "lang/split.h"
#include "lang/tree.h"
#include "base/mem.h"

struct Lang {
    Model model;      /* the fast engine; its splitter serves both */
    Model careful;    /* bound when `net` is it */
    const Model *net; /* encoder and heads */
    const Kernels *kernels;
    Spaces *spaces; /* buffers of the net, one a thread that reads */
    Map before_names;
    VerbForms verbs;
};

static dln_status open_abbreviations(const char *data_dir, Lang *lang, dln_error *err)
{
    Table table;
    Arena *arena = &lang->model.arena;
    map_init(&lang->before_names, arena);
    TRY(table_load(data_dir, "en/abbreviations.txt", arena, &table, err));
    for (uint32_t i = 0; i < table.n; i++) {
        Slice kind = row_col(&table.at[i], 1);
        uint32_t value = slice_is(kind, "firm")     ? ABBREVIATION_FIRM
                         : slice_is(kind, "place")  ? ABBREVIATION_PLACE
                         : slice_is(kind, "office") ? ABBREVIATION_OFFICE
                                                    : ABBREVIATION_TITLE;
        if (!map_put(&lang->before_names, table.at[i].col[0], value))
            return err_fill(err, arena_status(arena), "open", "no memory for abbreviations.txt");
    }
    return DLN_OK;
}

static dln_status open_models(const char *data_dir, dln_engine engine, Lang *lang, dln_error *err)
{
    TRY(lang_model_open(data_dir, "english.model", &lang->model, err));
    lang->net = &lang->model;
    if (engine != DLN_ENGINE_CAREFUL) return DLN_OK;
    dln_status status = lang_model_open(data_dir, "careful.model", &lang->careful, err);
    if (status != DLN_OK) {
        lang_model_close(&lang->model);
        return status;
    }
    lang->net = &lang->careful;
    return DLN_OK;
}

dln_status lang_open(const char *data_dir, dln_engine engine, Lang **lang, dln_error *err)
{
    *lang = NULL;
    Lang *made = mem_alloc(sizeof *made);
    if (!made) return err_fill(err, DLN_ERR_NOMEM, "lang", "out of memory");
    dln_status status = open_models(data_dir, engine, made, err);
    if (status != DLN_OK) {
        mem_free(made);
        return status;
    }
    made->kernels = kernels_best();
    made->spaces = spaces_open();
    *lang = made;
    status = made->spaces ? open_abbreviations(data_dir, made, err)
                          : err_fill(err, DLN_ERR_NOMEM, "lang", "out of memory");
    if (status == DLN_OK)
        status = verb_forms_load(data_dir, &made->model.arena, &made->verbs, err);
    if (status == DLN_OK) return DLN_OK;
    lang_close(made);
    *lang = NULL;
    return status;
}

void lang_close(Lang *lang)
{
    if (!lang) return;
    spaces_close(lang->spaces);
    if (lang->net == &lang->careful) lang_model_close(&lang->careful);
    lang_model_close(&lang->model);
    mem_free(lang);
}

bool lang_use_kernels(Lang *lang, const char *name)
{
    const Kernels *kernels = kernels_named(name);
    if (!kernels) return false;
    lang->kernels = kernels;
    spaces_empty(lang->spaces);
    return true;
}

enum { STEPS_OF_WORD = 300 }; /* what the net takes for a word */

/* A batch under way: pieces of sentences, all tokens side by side. */
typedef struct Batch {
    uint32_t first, words, pieces, end[NET_WORDS];
    uint32_t names[NET_WORDS + 1];
} Batch; /* end: in words from `first`; names: how many were found before each piece */

/* UPOS, XPOS and lemma of one token from its logits. False: no memory. */
static bool set_tags(const NetSpace *s, const float *row, Token *token, uint16_t *script,
                     Arena *arena)
{
    const Model *m = s->model;
    const Kernels *k = s->kernels;
    token->upos = m->upos[k->best(row, m->n_upos)];
    token->xpos = m->xpos[k->best(row + m->n_upos, m->n_xpos)];
    *script = (uint16_t)k->best(row + m->n_upos + m->n_xpos, m->n_scripts);
    token->lemma = lemma_of(&m->script[*script], token->form, arena);
    token->feats = feats_of(token->xpos, token->lemma, token->form);
    return token->lemma.p != NULL;
}

static bool tag_batch(NetSpace *s, LangText *text, Batch *batch, Arena *arena, NameList *names)
{
    const Model *m = s->model;
    size_t stride = m->tags.out, names_at = m->n_upos + m->n_xpos + m->n_scripts;
    s->kernels->dense(&m->tags, s->rows, 1, batch->words, NULL, s->y);
    for (uint32_t i = 0; i < batch->words; i++)
        if (!set_tags(s, s->y + i * stride, &text->token[batch->first + i], &s->script[i], arena))
            return false;
    batch->names[0] = names->n;
    for (uint32_t p = 0, at = 0; p < batch->pieces; at = batch->end[p++]) {
        if (!net_names(m, s->y + at * stride + names_at, stride, batch->end[p] - at,
                       batch->first + at, s->back, arena, names))
            return false;
        batch->names[p + 1] = names->n;
    }
    return true;
}

static void parse_batch(NetSpace *s, LangText *text, const Batch *batch)
{
    net_arcs_begin(s, batch->words);
    for (uint32_t p = 0, at = 0; p < batch->pieces; at = batch->end[p++]) {
        net_arcs(s, at, batch->end[p] - at);
        for (uint32_t i = at; i < batch->end[p]; i++)
            text->token[batch->first + i].head = s->parent[i] ? batch->first + at + s->parent[i] - 1
                                                              : NONE;
    }
    net_relations(s, text->token + batch->first, batch->first, batch->words);
}

static void keep_batch(NetSpace *s, const LangText *text, const Batch *batch, const NameList *names)
{
    for (uint32_t p = 0, at = 0; p < batch->pieces; at = batch->end[p++])
        sentences_met_keep(s->sentences, text->token, s->script + at, batch->first + at,
                           batch->end[p] - at, names->at + batch->names[p],
                           batch->names[p + 1] - batch->names[p]);
}

static bool run_batch(NetSpace *s, LangText *text, Batch *batch, Arena *arena, NameList *names)
{
    if (batch->words == 0) return true;
    if (arena_late(arena, batch->words * STEPS_OF_WORD)) return false;
    net_encode(s, text->token + batch->first, batch->end, batch->pieces);
    if (!tag_batch(s, text, batch, arena, names)) return false;
    parse_batch(s, text, batch);
    keep_batch(s, text, batch, names);
    batch->first += batch->words;
    batch->words = batch->pieces = 0;
    return true;
}

/* Roots of the further pieces of a long sentence hang on its first root. */
static void join_pieces(LangText *text, const Sentence *s)
{
    uint32_t root = NONE;
    for (uint32_t i = s->first; i < s->end; i++) {
        Token *token = &text->token[i];
        if (token->head != NONE) continue;
        if (root == NONE) {
            root = i;
            continue;
        }
        token->head = root;
        token->rel = REL_PARATAXIS;
        token->subtype = "";
    }
}

static void bind_names(LangText *text, const NameList *names)
{
    text->name = names->at;
    text->n_names = names->n;
    for (uint32_t i = 0; i < text->n_tokens; i++)
        text->token[i].name = NONE;
    for (uint32_t k = 0; k < names->n; k++) {
        Name *name = &names->at[k];
        name->span = (Span){text->token[name->first].span.b, text->token[name->end - 1].span.e};
        for (uint32_t i = name->first; i < name->end; i++)
            text->token[i].name = k;
    }
}

/* A sentence that was met before, behind the batch so far, which is run first. *met: it was. False:
 * no memory. */
static bool tag_met(NetSpace *s, LangText *text, const Sentence *sentence, Batch *batch,
                    Arena *arena, NameList *names, bool *met)
{
    uint32_t first = sentence->first, n = sentence->end - first;
    *met = sentences_met_has(s->sentences, text->token + first, n);
    if (!*met) return true;
    if (!run_batch(s, text, batch, arena, names)) return false;
    *met = sentences_met_has(s->sentences, text->token + first, n); /* the batch drove it out? */
    if (!*met) return true;
    batch->first += n;
    return sentences_met_take(s->sentences, s->model, text->token, first, n, arena, names);
}

static bool tag_sentence(NetSpace *s, LangText *text, const Sentence *sentence, Batch *batch,
                         Arena *arena, NameList *names)
{
    for (uint32_t at = sentence->first; at < sentence->end;) {
        uint32_t n = sentence->end - at < NET_PIECE ? sentence->end - at : NET_PIECE;
        batch->words += n;
        batch->end[batch->pieces++] = batch->words;
        at += n;
        if (batch->words >= NET_BATCH && !run_batch(s, text, batch, arena, names)) return false;
    }
    return true;
}

static bool tag_sentences(NetSpace *s, LangText *text, Batch *batch, Arena *arena, NameList *names)
{
    for (uint32_t k = 0; k < text->n_sentences; k++) {
        bool met;
        if (!tag_met(s, text, &text->sentence[k], batch, arena, names, &met)) return false;
        if (!met && !tag_sentence(s, text, &text->sentence[k], batch, arena, names)) return false;
    }
    return run_batch(s, text, batch, arena, names);
}

static dln_status tag_all(NetSpace *s, LangText *text, Batch *batch, Arena *arena, Arena *scratch)
{
    NameList names = {NULL, 0, 0};
    if (!tag_sentences(s, text, batch, arena, &names)) return arena_status(arena);
    for (uint32_t k = 0; k < text->n_sentences; k++)
        if (text->sentence[k].end - text->sentence[k].first > NET_PIECE)
            join_pieces(text, &text->sentence[k]);
    for (uint32_t k = 0; k < text->n_sentences; k++)
        tree_mend_rows(text, &text->sentence[k]);
    if (!names_agree(text, &names, arena, scratch))
        return arena_status(arena->failed ? arena : scratch);
    bind_names(text, &names);
    return DLN_OK;
}

dln_status lang_tag(const Lang *lang, LangText *text, Arena *arena, Arena *scratch)
{
    text->name = NULL;
    text->n_names = 0;
    if (text->n_tokens == 0) return DLN_OK;
    NetSpace *space = spaces_take(lang->spaces, lang->net, lang->kernels);
    if (!space) return DLN_ERR_NOMEM;
    ArenaMark mark = arena_mark(scratch);
    Batch *batch = ARENA_NEW(scratch, Batch);
    dln_status status = batch ? tag_all(space, text, batch, arena, scratch) : arena_status(scratch);
    if (status == DLN_OK && !lemmas_mend(&lang->verbs, &lang->model, text, arena))
        status = arena_status(arena);
    arena_rewind(scratch, mark);
    spaces_give(lang->spaces, space);
    return status;
}

dln_status lang_read_most(const Lang *lang, const Report *report, uint32_t most, Arena *arena,
                          Arena *scratch, LangText *out)
{
    memset(out, 0, sizeof *out);
    TRY(split_report(&lang->model, &lang->before_names, report, most, arena, out));
    return lang_tag(lang, out, arena, scratch);
}

dln_status lang_read(const Lang *lang, const Report *report, Arena *arena, Arena *scratch,
                     LangText *out)
{
    return lang_read_most(lang, report, 0, arena, scratch, out);
}

const int8_t *lang_vector(const Lang *lang, Slice word)
{
    return word.n && lang->model.vec_width == LANG_VECTOR ? net_word_vector(&lang->model, word)
                                                          : NULL;
}
