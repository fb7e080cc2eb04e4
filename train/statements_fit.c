/* statements_fit.c - fits the weights of the statements stage on articles with gold statements;
 * called by train/statements.py.
 *
 *   statements_fit OUT_DIR TRAIN.jsonl [EPOCHS_CUE EPOCHS_FRAME BITS_CUE BITS_FRAME]
 *
 * In: articles with `text` and `quotes` (content, source, cue; byte offsets), read through the same
 * language stage and the same feature code as at run time. Out:
 * OUT_DIR/{cue,frame}.{info,w,edge,first}, raw sections for train/datafile.py.
 *
 * Idea: logistic regression (cues) and a linear-chain conditional random field (frames), stochastic
 * gradient with AdaGrad and a small L2 pull. Probabilities of cues that enter frame features are
 * cross-fitted: each article is scored by weights that did not see it. Everything is seeded; one
 * run gives the same bytes as the next. */
#include "engine/engine.h"
#include "mean/statements/statements_parts.h"
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { FOLDS = 4, MOST_LABELS = 3 };
#define RATE_CUE 0.03f
#define RATE_FRAME 0.02f
#define PULL 1e-5f

typedef struct Gold {
    VEC(Span) content;
    Span source, cue;
    bool speech;
    uint32_t token;
} Gold;
typedef struct Article {
    Report report;
    Findings findings;
    Arena scratch;
    Scene scene;
    VEC(Gold) gold;
} Article;

/* One decision or chain: features of position k are feature[start[k] .. start[k+1]). */
typedef struct Example {
    uint32_t *feature, *start;
    uint8_t *label, *edge;
    uint32_t n, article, token;
} Example;
typedef struct Model {
    float *w, *g;
    float edge[EDGES][MOST_LABELS][MOST_LABELS], edge_g[EDGES][MOST_LABELS][MOST_LABELS],
        first[MOST_LABELS], first_g[MOST_LABELS];
    uint32_t mask, labels;
} Model;

static uint64_t seed = 1;
static uint32_t next_random(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}
static void *must(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);
    if (!p) {
        perror("statements_fit");
        exit(1);
    }
    return p;
}

/* ---- gold ---- */
static Span span_of(const json_t *pair)
{
    if (!json_is_array(pair) || json_array_size(pair) != 2) return (Span){0, 0};
    return (Span){(uint32_t)json_integer_value(json_array_get(pair, 0)),
                  (uint32_t)json_integer_value(json_array_get(pair, 1))};
}

static void read_gold(Article *a, const json_t *row)
{
    size_t i;
    json_t *quote;
    json_array_foreach(json_object_get(row, "quotes"), i, quote)
    {
        Gold gold = {.source = span_of(json_object_get(quote, "source")),
                     .cue = span_of(json_object_get(quote, "cue")),
                     .token = NONE};
        const char *kind = json_string_value(json_object_get(quote, "kind"));
        gold.speech = kind && strcmp(kind, "speech") == 0;
        size_t k;
        json_t *pair;
        json_array_foreach(json_object_get(quote, "content"), k, pair)
        {
            if (!VEC_PUSH(&a->report.arena, &gold.content, span_of(pair))) exit(1);
        }
        if (!VEC_PUSH(&a->report.arena, &a->gold, gold)) exit(1);
    }
}

static bool in_content(const Gold *gold, Span span)
{
    for (uint32_t i = 0; i < gold->content.n; i++)
        if (span_meet(span, gold->content.at[i])) return true;
    return false;
}

/* Which token of the marked cue the stage should find: a candidate whose head lies outside, else
 * any candidate, listed verbs first. */
static uint32_t cue_token(const Article *a, const Gold *gold)
{
    const LangText *lang = a->scene.lang;
    uint32_t best = NONE;
    int best_rank = -1;
    for (uint32_t t = token_at(lang, gold->cue.b);
         t < lang->n_tokens && lang->token[t].span.b < gold->cue.e; t++) {
        if (!a->scene.candidate[t] || !span_meet(lang->token[t].span, gold->cue)) continue;
        uint32_t head = lang->token[t].head;
        bool top = head == NONE || !span_in(lang->token[head].span, gold->cue);
        const CueWord *word = a->scene.word[t];
        int rank = (word && word->strong) * 4 + top * 2 + (word != NULL);
        if (rank > best_rank) {
            best = t;
            best_rank = rank;
        }
    }
    return best;
}

/* ---- examples ---- */
static Example new_example(uint32_t n, uint32_t features)
{
    Example e = {.n = n};
    e.feature = must(features, sizeof *e.feature);
    e.start = must(n + 1, sizeof *e.start);
    e.label = must(n, 1);
    e.edge = must(n, 1);
    return e;
}

typedef VEC(Example) Examples;

static void cue_examples(Article *a, uint32_t index, Arena *arena, Examples *out)
{
    const LangText *lang = a->scene.lang;
    for (uint32_t t = 0; t < lang->n_tokens; t++) {
        if (!a->scene.candidate[t]) continue;
        bool positive = false, skip = false;
        for (uint32_t g = 0; g < a->gold.n; g++) {
            const Gold *gold = &a->gold.at[g];
            if (gold->token == t && gold->speech)
                positive = true;
            else if (in_content(gold, lang->token[t].span))
                skip = true;
        }
        if (skip && !positive) continue; /* statements inside statements have no gold */
        CueClues f;
        cue_features(&a->scene, t, &f);
        Example e = new_example(1, f.n);
        memcpy(e.feature, f.at, f.n * sizeof f.at[0]);
        e.start[1] = f.n;
        e.label[0] = positive;
        e.article = index;
        e.token = t;
        if (!VEC_PUSH(arena, out, e)) exit(1);
    }
}

static uint8_t unit_label(const Article *a, const Gold *gold, const Unit *u)
{
    const LangText *lang = a->scene.lang;
    uint32_t content = 0, source = 0, all = 0;
    for (uint32_t t = u->first; t < u->end; t++) {
        Span span = lang->token[t].span;
        all++;
        if (in_content(gold, span))
            content++;
        else if (!span_empty(gold->source) && span_meet(span, gold->source))
            source++;
    }
    if (content * 2 > all) return LABEL_CONTENT;
    return source * 2 > all ? LABEL_SOURCE : LABEL_OUT;
}

static void frame_examples(Article *a, uint32_t index, Arena *arena, Examples *out)
{
    Frame *frame = must(1, sizeof *frame);
    static CueClues f[MAX_UNITS];
    for (uint32_t g = 0; g < a->gold.n; g++) {
        const Gold *gold = &a->gold.at[g];
        if (gold->token == NONE || !gold->speech) continue;
        frame_build(&a->scene, gold->token, frame, &a->scratch);
        uint32_t total = 0;
        FrameView view;
        frame_view(&a->scene, frame, &view);
        for (uint32_t k = 0; k < frame->n; k++) {
            frame_features(&view, k, &f[k]);
            total += f[k].n;
        }
        Example e = new_example(frame->n, total);
        for (uint32_t k = 0; k < frame->n; k++) {
            memcpy(e.feature + e.start[k], f[k].at, f[k].n * sizeof f[k].at[0]);
            e.start[k + 1] = e.start[k] + f[k].n;
            e.label[k] = unit_label(a, gold, &frame->unit[k]);
            e.edge[k] = frame->edge[k];
        }
        e.article = index;
        if (!VEC_PUSH(arena, out, e)) exit(1);
    }
    free(frame);
}

/* ---- fitting ---- */
static Model model_new(uint32_t bits, uint32_t labels)
{
    Model m = {.mask = (1u << bits) - 1, .labels = labels};
    m.w = must((size_t)labels << bits, sizeof *m.w);
    m.g = must((size_t)labels << bits, sizeof *m.g);
    return m;
}

static void nudge(float *w, float *g, float gradient, float rate, float pull)
{
    gradient += pull * *w;
    *g += gradient * gradient;
    *w -= rate * gradient / (sqrtf(*g) + 1e-6f);
}

static void emissions(const Model *m, const Example *e, double (*score)[MOST_LABELS])
{
    for (uint32_t k = 0; k < e->n; k++) {
        for (uint32_t y = 0; y < m->labels; y++)
            score[k][y] = 0;
        for (uint32_t i = e->start[k]; i < e->start[k + 1]; i++) {
            const float *w = m->w + (size_t)(e->feature[i] & m->mask) * m->labels;
            for (uint32_t y = 0; y < m->labels; y++)
                score[k][y] += w[y];
        }
    }
}

static double logistic(const Model *m, const Example *e)
{
    double score[1][MOST_LABELS];
    emissions(m, e, score);
    return 1 / (1 + exp(-score[0][0]));
}

static double log_sum(const double *v, uint32_t n)
{
    double top = v[0], sum = 0;
    for (uint32_t i = 1; i < n; i++)
        top = v[i] > top ? v[i] : top;
    for (uint32_t i = 0; i < n; i++)
        sum += exp(v[i] - top);
    return top + log(sum);
}

static void update_emission(Model *m, const Example *e, uint32_t k, const double *error, float rate,
                            float pull)
{
    for (uint32_t i = e->start[k]; i < e->start[k + 1]; i++) {
        size_t at = (size_t)(e->feature[i] & m->mask) * m->labels;
        for (uint32_t y = 0; y < m->labels; y++)
            nudge(&m->w[at + y], &m->g[at + y], (float)error[y], rate, pull);
    }
}

static double fit_logistic(Model *m, const Example *e, float rate, float pull)
{
    double p = logistic(m, e), error = p - e->label[0];
    update_emission(m, e, 0, &error, rate, pull);
    return -log(e->label[0] ? p + 1e-12 : 1 - p + 1e-12);
}

static double (*alpha)[MOST_LABELS], (*beta)[MOST_LABELS], (*score_)[MOST_LABELS];

static double fit_chain(Model *m, const Example *e, float rate, float pull)
{
    uint32_t L = m->labels;
    double in[MOST_LABELS];
    if (e->n == 0) return 0;
    emissions(m, e, score_);
    for (uint32_t y = 0; y < L; y++)
        alpha[0][y] = m->first[y] + score_[0][y];
    for (uint32_t k = 1; k < e->n; k++) {
        for (uint32_t y = 0; y < L; y++) {
            for (uint32_t x = 0; x < L; x++)
                in[x] = alpha[k - 1][x] + m->edge[e->edge[k]][x][y];
            alpha[k][y] = score_[k][y] + log_sum(in, L);
        }
    }
    for (uint32_t y = 0; y < L; y++)
        beta[e->n - 1][y] = 0;
    for (uint32_t k = e->n - 1; k > 0; k--) {
        for (uint32_t x = 0; x < L; x++) {
            for (uint32_t y = 0; y < L; y++)
                in[y] = m->edge[e->edge[k]][x][y] + score_[k][y] + beta[k][y];
            beta[k - 1][x] = log_sum(in, L);
        }
    }
    double z = log_sum(alpha[e->n - 1], L), gold = m->first[e->label[0]];
    for (uint32_t k = 0; k < e->n; k++)
        gold += score_[k][e->label[k]] +
                (k > 0 ? m->edge[e->edge[k]][e->label[k - 1]][e->label[k]] : 0);
    for (uint32_t k = 0; k < e->n; k++) {
        double error[MOST_LABELS];
        for (uint32_t y = 0; y < L; y++)
            error[y] = exp(alpha[k][y] + beta[k][y] - z) - (y == e->label[k]);
        if (k == 0)
            for (uint32_t y = 0; y < L; y++)
                nudge(&m->first[y], &m->first_g[y], (float)error[y], rate, pull);
        for (uint32_t x = 0; k > 0 && x < L; x++) {
            for (uint32_t y = 0; y < L; y++) {
                double p = exp(alpha[k - 1][x] + m->edge[e->edge[k]][x][y] + score_[k][y] +
                               beta[k][y] - z);
                in[y] = p - (x == e->label[k - 1] && y == e->label[k]);
            }
            for (uint32_t y = 0; y < L; y++)
                nudge(&m->edge[e->edge[k]][x][y], &m->edge_g[e->edge[k]][x][y], (float)in[y], rate,
                      pull);
        }
        update_emission(m, e, k, error, rate, pull);
    }
    return z - gold;
}

/* Trains on the articles of all folds but `left_out` (FOLDS: on all). */
static Model fit(const char *name, const Examples *examples, uint32_t bits, uint32_t labels,
                 uint32_t epochs, uint32_t left_out, float rate, float pull)
{
    Model m = model_new(bits, labels);
    uint32_t *order = must(examples->n, sizeof *order), n = 0;
    for (uint32_t i = 0; i < examples->n; i++)
        if (examples->at[i].article % FOLDS != left_out) order[n++] = i;
    for (uint32_t epoch = 0; epoch < epochs; epoch++) {
        double loss = 0;
        for (uint32_t i = n; i > 1; i--) {
            uint32_t j = next_random(i), swap = order[i - 1];
            order[i - 1] = order[j];
            order[j] = swap;
        }
        for (uint32_t i = 0; i < n; i++) {
            const Example *e = &examples->at[order[i]];
            loss += labels == 1 ? fit_logistic(&m, e, rate, pull) : fit_chain(&m, e, rate, pull);
        }
        if (left_out == FOLDS)
            fprintf(stderr, "%s epoch %u: %u examples, loss %.4f\n", name, epoch + 1, n, loss / n);
    }
    free(order);
    return m;
}

/* ---- writing ---- */
static void write_section(const char *dir, const char *name, const char *part, const void *bytes,
                          size_t n)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s%s", dir, name, part);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, n, file) != n || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The step of the 8-bit weights: all but the largest few in 10,000 of those that are not zero fit.
 */
static float quantum(const float *w, size_t n)
{
    float *size = must(n, sizeof *size);
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        if (w[i] != 0) size[used++] = fabsf(w[i]);
    qsort(size, used, sizeof *size, by_size);
    float top = used ? size[used - 1 - used / 5000] : 1;
    free(size);
    return top / 127;
}

static void write_model(const char *dir, const char *name, const Model *m)
{
    size_t n = ((size_t)m->mask + 1) * m->labels;
    int8_t *small = must(n, 1);
    struct {
        float scale;
        uint32_t buckets, labels;
    } info = {quantum(m->w, n), m->mask + 1, m->labels};
    for (size_t i = 0; i < n; i++) {
        float v = roundf(m->w[i] / info.scale);
        small[i] = (int8_t)(v > 127 ? 127 : v < -127 ? -127 : v);
    }
    write_section(dir, name, ".info", &info, sizeof info);
    write_section(dir, name, ".w", small, n);
    if (m->labels > 1) {
        float edge[EDGES * MOST_LABELS * MOST_LABELS];
        uint32_t at = 0;
        for (uint32_t c = 0; c < EDGES; c++)
            for (uint32_t x = 0; x < m->labels; x++)
                for (uint32_t y = 0; y < m->labels; y++)
                    edge[at++] = m->edge[c][x][y];
        write_section(dir, name, ".edge", edge, at * sizeof *edge);
        write_section(dir, name, ".first", m->first, m->labels * sizeof *m->first);
    }
    free(small);
}

/* ---- the run ---- */
static bool read_article(const dln *engine, const json_t *row, Article *a)
{
    const json_t *text = json_object_get(row, "text");
    arena_init(&a->report.arena, 0);
    arena_init(&a->scratch, 0);
    a->report.text = arena_copy(&a->report.arena,
                                (Slice){json_string_value(text), json_string_length(text)});
    a->findings.report = &a->report;
    if (lang_read(engine->lang, &a->report, &a->report.arena, &a->scratch, &a->findings.lang) !=
        DLN_OK)
        return false;
    read_gold(a, row);
    return true;
}

static void read_articles(const dln *engine, const char *path, Arena *arena, void *list_pointer)
{
    VEC(Article *) *list = list_pointer;
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    if (!file) {
        perror(path);
        exit(1);
    }
    while ((n = getline(&line, &room, file)) > 1) {
        json_t *row = json_loadb(line, (size_t)n, JSON_ALLOW_NUL, NULL);
        Article *a = must(1, sizeof *a);
        if (!row || !read_article(engine, row, a)) {
            fprintf(stderr, "%s: an article cannot be read\n", path);
            exit(1);
        }
        if (!VEC_PUSH(arena, list, a)) exit(1);
        json_decref(row);
    }
    free(line);
    fclose(file);
}

static uint32_t arg(int argc, char **argv, int i, uint32_t otherwise)
{
    return i < argc ? (uint32_t)strtoul(argv[i], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: statements_fit OUT_DIR TRAIN.jsonl [EPOCHS_CUE EPOCHS_FRAME "
                        "BITS_CUE BITS_FRAME]\n");
        return 2;
    }
    uint32_t epochs_cue = arg(argc, argv, 3, 12), epochs_frame = arg(argc, argv, 4, 8),
             bits_cue = arg(argc, argv, 5, 18), bits_frame = arg(argc, argv, 6, 19);
    dln *engine = NULL;
    dln_error err;
    Arena arena;
    arena_init(&arena, 0);
    if (dln_open(NULL, &engine, &err) != DLN_OK) {
        fprintf(stderr, "statements_fit: %s\n", err.message);
        return 1;
    }
    Statements words = {0};
    if (cues_open(engine->data_dir, &arena, &words, &err) != DLN_OK) {
        fprintf(stderr, "statements_fit: %s\n", err.message);
        return 1;
    }
    VEC(Article *) articles = {0};
    read_articles(engine, argv[2], &arena, &articles);
    Examples cues = {0}, frames = {0};
    uint32_t speech = 0, found = 0;
    for (uint32_t i = 0; i < articles.n; i++) {
        Article *a = articles.at[i];
        if (scene_build(&words, &a->report, &a->findings, &a->scratch, &a->scene) != DLN_OK)
            return 1;
        for (uint32_t g = 0; g < a->gold.n; g++) {
            a->gold.at[g].token = cue_token(a, &a->gold.at[g]);
            speech += a->gold.at[g].speech;
            found += a->gold.at[g].speech && a->gold.at[g].token != NONE;
        }
        cue_examples(a, i, &arena, &cues);
    }
    fprintf(
        stderr,
        "%u articles, %u statements of speech, %u with a cue among the candidates, %u candidates\n",
        articles.n, speech, found, cues.n);
    double right = 0, given = 0, hit = 0;
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        Model part = fit("cue", &cues, bits_cue, 1, epochs_cue, fold, RATE_CUE, PULL);
        for (uint32_t i = 0; i < cues.n; i++) {
            const Example *e = &cues.at[i];
            if (e->article % FOLDS != fold) continue;
            double p = logistic(&part, e);
            articles.at[e->article]->scene.cue_p[e->token] = (float)p;
            right += e->label[0];
            given += p > 0.5;
            hit += p > 0.5 && e->label[0];
        }
        free(part.w);
        free(part.g);
    }
    fprintf(stderr, "cues, cross-fitted: precision %.3f recall %.3f of candidates\n", hit / given,
            hit / right);
    Model cue = fit("cue", &cues, bits_cue, 1, epochs_cue, FOLDS, RATE_CUE, PULL);
    write_model(argv[1], "cue", &cue);
    for (uint32_t i = 0; i < articles.n; i++)
        frame_examples(articles.at[i], i, &arena, &frames);
    alpha = must(MAX_UNITS, sizeof *alpha);
    beta = must(MAX_UNITS, sizeof *beta);
    score_ = must(MAX_UNITS, sizeof *score_);
    Model frame = fit("frame", &frames, bits_frame, LABELS, epochs_frame, FOLDS, RATE_FRAME, PULL);
    write_model(argv[1], "frame", &frame);
    return 0;
}
