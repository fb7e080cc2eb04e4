/* predict_entities.c - bench tasks language-coref, language-gap, and coref-trace: what the pronoun
 * ranker sees, for train/pronouns.py. Mentions are printed as GUM draws them: the whole noun phrase
 * with its possessive mark; the record's own mentions are the name alone. In the trace, and in
 * language-gap, names that a row gives (A, B) are given to the stage as found names. */
#include "predict.h"
#include "lang/tree.h"

typedef struct Job {
    const dln *engine;
    const char *task;
    Arena scratch;
    Sink *sink;
    Json json;
    bool first;
} Job;

static uint32_t number_at(const json_t *pair, size_t i)
{
    return (uint32_t)json_integer_value(json_array_get(pair, i));
}

static bool row_span(const json_t *row, const char *key, Span *span)
{
    const json_t *pair = json_object_get(row, key);
    if (!json_is_array(pair)) return false;
    *span = (Span){number_at(pair, 0), number_at(pair, 1)};
    return span->e > span->b;
}

/* Puts a given name among the found ones, in place of those it meets. */
static bool give_name(LangText *text, Span span, Arena *arena)
{
    uint32_t first = token_at(text, span.b), end = first;
    while (end < text->n_tokens && text->token[end].span.b < span.e)
        end++;
    Name *names = ARENA_ARRAY(arena, Name, text->n_names + 1);
    if (!names || first >= end) return names != NULL;
    uint32_t n = 0;
    bool put = false;
    for (uint32_t i = 0; i <= text->n_names; i++) {
        if (!put && (i == text->n_names || text->name[i].first >= first)) {
            names[n++] = (Name){first, end, tokens_span(text, first, end), NAME_PERSON, 1};
            put = true;
        }
        if (i < text->n_names && (text->name[i].end <= first || text->name[i].first >= end))
            names[n++] = text->name[i];
    }
    text->name = names;
    text->n_names = n;
    for (uint32_t t = 0; t < text->n_tokens; t++)
        text->token[t].name = NONE;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t t = names[i].first; t < names[i].end; t++)
            text->token[t].name = i;
    return true;
}

static void see(void *context, Span pronoun, uint32_t sort, const PronounChoice *choice, uint32_t n)
{
    Json *json = &((Job *)context)->json;
    jw_begin(json, '{');
    jw_key(json, "p");
    jw_span(json, pronoun);
    jw_key(json, "sort");
    jw_int(json, sort);
    jw_key(json, "choices");
    jw_begin(json, '[');
    for (uint32_t i = 0; i < n; i++) {
        jw_begin(json, '{');
        jw_key(json, "spans");
        jw_begin(json, '[');
        for (uint32_t k = 0; k < choice[i].n_spans; k++)
            jw_span(json, choice[i].span[k]);
        jw_end(json, ']');
        jw_key(json, "f");
        jw_begin(json, '[');
        for (uint32_t k = 0; k < PRONOUN_FEATURES; k++)
            jw_double(json, (double)choice[i].feature[k]);
        jw_end(json, ']');
        jw_end(json, '}');
    }
    jw_end(json, ']');
    jw_end(json, '}');
}

static dln_status analyse(Job *job, const json_t *row, Report *report, Findings *found,
                          const PronounTrace *trace)
{
    Span given[2];
    bool has[2] = {row_span(row, "A", &given[0]), row_span(row, "B", &given[1])};
    *found = (Findings){.report = report};
    TRY(lang_read(job->engine->lang, report, &report->arena, &job->scratch, &found->lang));
    for (uint32_t i = 0; i < 2; i++)
        if (has[i] && !give_name(&found->lang, given[i], &report->arena)) return DLN_ERR_NOMEM;
    EntityTools tools = {job->engine->gazetteer, job->engine->names, job->engine->entities, trace};
    return mean_entities(tools, report, found, &report->arena, &job->scratch);
}

static uint32_t entity_at(const Findings *found, Span span, bool pronoun)
{
    uint32_t best = NONE, near = 0;
    for (uint32_t i = 0; i < found->mentions.n; i++) {
        const Mention *m = &found->mentions.at[i];
        if (!span_meet(m->span, span) || (m->form == FORM_PRONOUN) != pronoun) continue;
        uint32_t common = (m->span.e < span.e ? m->span.e : span.e) -
                          (m->span.b > span.b ? m->span.b : span.b);
        if (best == NONE || common > near) {
            best = m->entity;
            near = common;
        }
    }
    return best;
}

static void write_gap(Job *job, const json_t *row, const Findings *found)
{
    Span pronoun = {0, 0}, a = {0, 0}, b = {0, 0};
    row_span(row, "pronoun", &pronoun);
    row_span(row, "A", &a);
    row_span(row, "B", &b);
    uint32_t who = entity_at(found, pronoun, true);
    jw_key(&job->json, "A");
    jw_bool(&job->json, who != NONE && entity_at(found, a, false) == who);
    jw_key(&job->json, "B");
    jw_bool(&job->json, who != NONE && entity_at(found, b, false) == who);
}

static bool cuts_off(const Token *t)
{
    return t->rel == REL_APPOS || t->rel == REL_CONJ || t->rel == REL_CC ||
           t->rel == REL_PARATAXIS || t->rel == REL_PUNCT || t->rel == REL_LIST ||
           t->rel == REL_COP || t->rel == REL_NSUBJ || t->rel == REL_ADVCL;
}

/* Noun phrase as GUM cuts it: from the determiner to the end of what hangs on the head, without
 * appositions and coordinations, with its possessive mark. */
static Span gum_span(const Findings *found, uint32_t mention)
{
    const LangText *text = &found->lang;
    const Mention *m = &found->mentions.at[mention];
    Span span = mention_phrase(found, mention);
    uint32_t end = m->end, stop = text->sentence[text->token[m->head].sentence].end;
    if (m->form == FORM_PRONOUN) {
        uint32_t first = m->first;
        while (first > 0 && text->token[first].mwt_more)
            first--;
        while (end < text->n_tokens && text->token[end].mwt_more)
            end++;
        return tokens_span(text, first, end);
    }
    while (end < stop) {
        const Token *t = &text->token[end];
        if (t->xpos && strcmp(t->xpos, "POS") == 0) {
            end++;
            break;
        }
        if (!tree_under(text, end, m->head) || cuts_off(t)) break;
        uint32_t up = end;
        bool cut = false;
        for (uint32_t steps = 0; up != m->head && up != NONE && steps < 40 && !cut; steps++) {
            cut = cuts_off(&text->token[up]) && up < m->first;
            up = text->token[up].head;
        }
        if (cut) break;
        end++;
    }
    while (end > m->end && text->token[end - 1].rel == REL_PUNCT)
        end--;
    span.e = tokens_span(text, m->first, end).e;
    return span;
}

static void write_mentions(Job *job, const Findings *found)
{
    jw_key(&job->json, "mentions");
    jw_begin(&job->json, '[');
    for (uint32_t i = 0; i < found->mentions.n; i++) {
        if (found->mentions.at[i].entity == NONE) continue;
        Span s = gum_span(found, i);
        jw_begin(&job->json, '{');
        jw_key(&job->json, "s");
        jw_int(&job->json, s.b);
        jw_key(&job->json, "e");
        jw_int(&job->json, s.e);
        jw_key(&job->json, "c");
        jw_int(&job->json, found->mentions.at[i].entity);
        jw_key(&job->json, "rule");
        jw_string(&job->json, found->mentions.at[i].rule);
        jw_end(&job->json, '}');
    }
    jw_end(&job->json, ']');
}

static int predict_row(json_t *row, void *context)
{
    Job *job = context;
    size_t n_id, n_text;
    const char *id = row_string(row, "id", &n_id), *text = row_string(row, "text", &n_text);
    Report report;
    Findings found;
    PronounTrace trace = {see, job};
    bool tracing = strcmp(job->task, "coref-trace") == 0;
    jw_init(&job->json, job->sink, false);
    jw_begin(&job->json, '{');
    jw_key(&job->json, "id");
    jw_string(&job->json, (Slice){id, n_id});
    dln_status status = predict_report((Slice){id, n_id}, (Slice){text, n_text}, &report);
    if (tracing) {
        jw_key(&job->json, "pronouns");
        jw_begin(&job->json, '[');
    }
    if (status == DLN_OK) status = analyse(job, row, &report, &found, tracing ? &trace : NULL);
    if (tracing)
        jw_end(&job->json, ']');
    else if (status == DLN_OK && strcmp(job->task, "language-gap") == 0)
        write_gap(job, row, &found);
    else if (status == DLN_OK)
        write_mentions(job, &found);
    jw_end(&job->json, '}');
    sink_text(job->sink, "\n");
    arena_free(&report.arena);
    arena_rewind(&job->scratch, (ArenaMark){NULL, 0});
    return status == DLN_OK ? 0 : 1;
}

int predict_entities(const dln *engine, const char *task, const char *input)
{
    static Sink sink;
    Job job = {.engine = engine, .task = task, .sink = &sink};
    sink_init(&sink, predict_stdout, NULL);
    arena_init(&job.scratch, 0);
    int status = predict_rows(input, predict_row, &job);
    arena_free(&job.scratch);
    return sink_end(&sink) == DLN_OK ? status : 1;
}
