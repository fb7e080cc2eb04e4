/* predict_language.c - tasks language-parse (raw text to CoNLL-U), language-tags (given words,
 * other columns filled in), language-ner (names as byte spans). Same calls as the command:
 * lang_read, lang_tag, conllu_write. */
#include "predict.h"
#include "lang/lang.h"
#include "write/conllu.h"
#include <stdlib.h>

typedef struct Job {
    const dln *engine;
    Sink *sink;
    Arena scratch;
} Job;

static int parse_row(json_t *object, void *context)
{
    Job *job = context;
    size_t n, id_n;
    const char *text = row_string(object, "text", &n), *id = row_string(object, "id", &id_n);
    Report report;
    LangText lang;
    dln_status status = predict_report((Slice){id, id_n}, (Slice){text, n}, &report);
    if (status == DLN_OK)
        status = lang_read(job->engine->lang, &report, &report.arena, &job->scratch, &lang);
    if (status == DLN_OK)
        conllu_write(job->sink, &(ConlluDoc){.name = {id, id_n}}, &lang, false);
    else
        fprintf(stderr, "predict: %s: %s\n", id, dln_status_text(status));
    arena_free(&report.arena);
    return status != DLN_OK;
}

/* ---- names ---- */

static bool token_span(const json_t *pair, size_t n, Span *span)
{
    json_int_t b = json_integer_value(json_array_get(pair, 0)),
               e = json_integer_value(json_array_get(pair, 1));
    *span = (Span){(uint32_t)b, (uint32_t)e};
    return b >= 0 && b < e && (size_t)e <= n;
}

/* The row's own tokens, sentences by the splitter: a given token belongs to the sentence that its
 * first byte lies in. */
static bool given_tokens(const json_t *tokens, const Report *report, const LangText *found,
                         LangText *out, Arena *arena)
{
    uint32_t n = (uint32_t)json_array_size(tokens), k = 0;
    out->token = ARENA_ARRAY(arena, Token, n);
    out->sentence = ARENA_ARRAY(arena, Sentence, n);
    if (!out->token || !out->sentence) return false;
    for (uint32_t i = 0; i < n; i++) {
        Token *t = &out->token[out->n_tokens];
        *t = (Token){
            .lemma = {"", 0}, .xpos = "", .feats = "", .subtype = "", .head = NONE, .name = NONE};
        if (!token_span(json_array_get(tokens, i), report->text.n, &t->span)) return false;
        t->form = slice_span(report->text, t->span);
        bool fresh = i == 0;
        while (k + 1 < found->n_sentences && t->span.b >= found->sentence[k + 1].span.b) {
            k++;
            fresh = true;
        }
        if (fresh)
            out->sentence[out->n_sentences++] = (Sentence){.first = out->n_tokens,
                                                           .block = BLOCK_BODY};
        t->sentence = out->n_sentences - 1;
        out->sentence[t->sentence].end = ++out->n_tokens;
    }
    return true;
}

static void write_names(Sink *sink, Slice id, const LangText *lang)
{
    static const char *const kinds[NAME_KINDS] = {"PER", "ORG", "LOC", NULL};
    Json json;
    jw_init(&json, sink, false);
    jw_begin(&json, '{');
    jw_key(&json, "id");
    jw_string(&json, id);
    jw_key(&json, "spans");
    jw_begin(&json, '[');
    for (uint32_t i = 0; i < lang->n_names; i++) {
        const Name *name = &lang->name[i];
        if (!kinds[name->kind]) continue;
        jw_begin(&json, '[');
        jw_int(&json, name->span.b);
        jw_int(&json, name->span.e);
        jw_string(&json, slice_of(kinds[name->kind]));
        jw_end(&json, ']');
    }
    jw_end(&json, ']');
    jw_end(&json, '}');
    sink_text(sink, "\n");
}

static int ner_row(json_t *object, void *context)
{
    Job *job = context;
    size_t n, id_n;
    const char *text = row_string(object, "text", &n), *id = row_string(object, "id", &id_n);
    const json_t *tokens = json_object_get(object, "tokens");
    Report report;
    LangText lang, given = {0};
    dln_status status = predict_report((Slice){id, id_n}, (Slice){text, n}, &report);
    if (status == DLN_OK)
        status = lang_read(job->engine->lang, &report, &report.arena, &job->scratch, &lang);
    if (status == DLN_OK && json_array_size(tokens)) {
        status = given_tokens(tokens, &report, &lang, &given, &report.arena)
                     ? lang_tag(job->engine->lang, &given, &report.arena, &job->scratch)
                     : DLN_ERR_FORMAT;
        lang = given;
    }
    if (status == DLN_OK)
        write_names(job->sink, (Slice){id, id_n}, &lang);
    else
        fprintf(stderr, "predict: %s: %s\n", id, dln_status_text(status));
    arena_free(&report.arena);
    return status != DLN_OK;
}

/* ---- given words ---- */

/* Next line of `file` from *at, without its end. */
static Slice next_line(Slice file, size_t *at)
{
    Slice rest = {file.p + *at, file.n - *at};
    size_t n = slice_find(rest, SLICE("\n"));
    if (n == SIZE_MAX) n = rest.n;
    *at += n < rest.n ? n + 1 : n;
    return (Slice){rest.p, n};
}

static Slice column(Slice line, uint32_t k)
{
    for (;; k--) {
        size_t n = slice_find(line, SLICE("\t"));
        if (k == 0 || n == SIZE_MAX)
            return k ? (Slice){"", 0} : (Slice){line.p, n == SIZE_MAX ? line.n : n};
        line = (Slice){line.p + n + 1, line.n - n - 1};
    }
}

/* A word line: its first column is a plain number. */
static bool is_word(Slice line)
{
    Slice id = column(line, 0);
    for (size_t i = 0; i < id.n; i++)
        if (id.p[i] < '0' || id.p[i] > '9') return false;
    return id.n > 0 && id.n < line.n;
}

typedef struct Given {
    VEC(Token) token;
    VEC(Sentence) sentence;
} Given;

static bool collect(Slice file, Arena *arena, Given *given)
{
    bool fresh = true;
    for (size_t at = 0; at < file.n;) {
        Slice line = next_line(file, &at);
        if (line.n == 0) fresh = true;
        if (!is_word(line)) continue;
        Slice form = column(line, 1);
        uint32_t b = (uint32_t)(form.p - file.p);
        Token token = {.span = {b, b + (uint32_t)form.n},
                       .form = form,
                       .lemma = {"", 0},
                       .xpos = "",
                       .feats = "",
                       .subtype = "",
                       .head = NONE,
                       .name = NONE};
        if (fresh && !VEC_PUSH(arena, &given->sentence,
                               (Sentence){.first = given->token.n, .block = BLOCK_BODY}))
            return false;
        fresh = false;
        token.sentence = given->sentence.n - 1;
        if (!VEC_PUSH(arena, &given->token, token)) return false;
        given->sentence.at[token.sentence].end = given->token.n;
    }
    return true;
}

static void filled_line(Sink *sink, const LangText *lang, uint32_t i, Slice line)
{
    const Token *t = &lang->token[i];
    sink_add(sink, column(line, 0));
    sink_text(sink, "\t");
    sink_add(sink, t->form);
    sink_text(sink, "\t");
    sink_add(sink, t->lemma.n ? t->lemma : SLICE("_"));
    sink_printf(sink, "\t%s\t%s\t%s\t%u\t%s", upos_name[t->upos], t->xpos[0] ? t->xpos : "_",
                t->feats[0] ? t->feats : "_",
                t->head == NONE ? 0 : t->head - lang->sentence[t->sentence].first + 1,
                rel_name[t->rel]);
    sink_printf(sink, t->subtype[0] ? ":%s\t_\t" : "%s\t_\t", t->subtype);
    sink_add(sink, column(line, 9));
    sink_text(sink, "\n");
}

static int tags_file(Job *job, const char *input)
{
    Arena arena;
    char message[256] = "out of memory";
    Slice file;
    Given given = {0};
    arena_init(&arena, 0);
    dln_status status = file_read(input, 1u << 30, &arena, &file, message);
    if (status == DLN_OK && !collect(file, &arena, &given)) status = arena_status(&arena);
    LangText lang = {.token = given.token.at,
                     .n_tokens = given.token.n,
                     .sentence = given.sentence.at,
                     .n_sentences = given.sentence.n};
    if (status == DLN_OK) status = lang_tag(job->engine->lang, &lang, &arena, &job->scratch);
    uint32_t word = 0;
    for (size_t at = 0; status == DLN_OK && at < file.n;) {
        Slice line = next_line(file, &at);
        if (is_word(line)) {
            filled_line(job->sink, &lang, word++, line);
            continue;
        }
        sink_add(job->sink, line);
        sink_text(job->sink, "\n");
    }
    if (status != DLN_OK) fprintf(stderr, "predict: %s: %s\n", input, message);
    arena_free(&arena);
    return status != DLN_OK;
}

int predict_language(const dln *engine, const char *task, const char *input)
{
    Job job = {.engine = engine};
    Sink *sink = malloc(sizeof *sink);
    if (!sink) return 1;
    if (!engine->lang) {
        fprintf(stderr, "predict: no language model\n");
        free(sink);
        return 1;
    }
    sink_init(sink, predict_stdout, NULL);
    job.sink = sink;
    arena_init(&job.scratch, 0);
    int status = strcmp(task, "language-tags") == 0
                     ? tags_file(&job, input)
                     : predict_rows(
                           input, strcmp(task, "language-parse") == 0 ? parse_row : ner_row, &job);
    if (sink_end(sink) != DLN_OK) status = 1;
    arena_free(&job.scratch);
    free(sink);
    return status;
}
