/* predict_extraction.c - task extraction: raw page -> text and metadata, by the reader the command
 * uses. extraction-blocks gives the training script what the judge of main text sees: a JSON line a
 * page on standard output, the rows of numbers (float32) in INPUT.rows. */
#include "predict.h"
#include "read/charset.h"
#include "read/html/html.h"
#include "read/page/maintext.h"
#include "read/page/meta.h"

typedef struct Extraction {
    ReadOptions options;
    Json json;
    Sink sink;
    FILE *rows;
    const char *task;
} Extraction;

static void body_text(const Report *report, Arena *arena, Slice *text)
{
    char *out = arena_alloc(arena, report->text.n + report->blocks.n + 1);
    size_t n = 0;
    for (uint32_t i = 0; out && i < report->blocks.n; i++) {
        const Block *b = &report->blocks.at[i];
        if (b->kind != BLOCK_BODY && b->kind != BLOCK_HEADING) continue;
        memcpy(out + n, report->text.p + b->span.b, b->span.e - b->span.b);
        n += b->span.e - b->span.b;
        out[n++] = '\n';
    }
    *text = (Slice){out, n};
}

static void put_string(Json *json, const char *key, Slice value)
{
    if (!value.n) return;
    jw_key(json, key);
    jw_string(json, value);
}

static void write_report(Extraction *x, Slice id, Report *report)
{
    Slice text = {0, 0};
    body_text(report, &report->arena, &text);
    jw_init(&x->json, &x->sink, false);
    jw_begin(&x->json, '{');
    put_string(&x->json, "id", id);
    put_string(&x->json, "text", text);
    put_string(&x->json, "title", report->title);
    jw_key(&x->json, "authors");
    jw_begin(&x->json, '[');
    for (uint32_t i = 0; i < report->authors.n; i++)
        jw_string(&x->json, report->authors.at[i]);
    jw_end(&x->json, ']');
    put_string(&x->json, "date", report->published.value);
    put_string(&x->json, "site", report->outlet);
    put_string(&x->json, "canonical", report->url);
    put_string(&x->json, "lang", report->language);
    put_string(&x->json, "image", report->image);
    put_string(&x->json, "caption", report->caption);
    jw_end(&x->json, '}');
    sink_text(&x->sink, "\n");
}

static Slice string_of(const json_t *row, const char *key)
{
    size_t n = 0;
    const char *p = row_string(row, key, &n);
    return (Slice){p, n};
}

static int report_row(Extraction *x, Slice id, Slice bytes)
{
    Report report;
    dln_status status = report_begin(&x->options, id, (Slice){"", 0}, bytes, "text/html", &report);
    if (status == DLN_OK) status = read_html(&x->options, bytes, (Slice){"", 0}, &report);
    if (status == DLN_OK)
        write_report(x, id, &report);
    else
        fprintf(stderr, "%.*s: %s\n", (int)id.n, id.p, dln_status_text(status));
    arena_free(&report.arena);
    return 0;
}

static void write_rows(Extraction *x, Page *page)
{
    MaintextView *view = maintext_view(page);
    float row[MAINTEXT_FEATURES];
    for (uint32_t i = 0; view && i < page->blocks.n; i++) {
        maintext_row(view, i, row);
        fwrite(row, sizeof *row, MAINTEXT_FEATURES, x->rows);
    }
}

static int blocks_row(Extraction *x, Slice id, Slice bytes)
{
    Arena arena;
    Decoded decoded;
    arena_init(&arena, 0);
    Page page = {.arena = &arena, .rules = x->options.engine->page, .title_block = NONE};
    if (charset_decode(bytes, (Slice){"", 0}, &arena, &decoded) == DLN_OK &&
        html_parse(&page.tree, &arena, (const uint8_t *)decoded.text.p, (uint32_t)decoded.text.n) ==
            DLN_OK &&
        page_meta_scan(&page) == DLN_OK && page_flatten(&page) == DLN_OK) {
        find_title(&page);
        jw_init(&x->json, &x->sink, false);
        jw_begin(&x->json, '{');
        put_string(&x->json, "id", id);
        jw_key(&x->json, "title_block");
        jw_int(&x->json, page.title_block == NONE ? -1 : (int64_t)page.title_block);
        jw_key(&x->json, "blocks");
        jw_begin(&x->json, '[');
        for (uint32_t i = 0; i < page.blocks.n; i++)
            jw_string(&x->json, page_block_text(&page, &page.blocks.at[i]));
        jw_end(&x->json, ']');
        jw_end(&x->json, '}');
        sink_text(&x->sink, "\n");
        write_rows(x, &page);
    }
    arena_free(&arena);
    return 0;
}

static int extraction_row(json_t *row, void *context)
{
    Extraction *x = context;
    Slice id = string_of(row, "id"), bytes = {0, 0};
    Arena file;
    char message[256];
    arena_init(&file, 0);
    int status = 0;
    if (file_read(row_string(row, "html", 0), 1u << 30, &file, &bytes, message) != DLN_OK)
        fprintf(stderr, "%.*s: %s\n", (int)id.n, id.p, message);
    else if (x->rows)
        status = blocks_row(x, id, bytes);
    else
        status = report_row(x, id, bytes);
    arena_free(&file);
    return status;
}

int predict_extraction(const dln *engine, const char *task, const char *input)
{
    Extraction x = {
        .options = {.max_input = 1u << 30, .max_memory = 1u << 30, .engine = &engine->read},
        .task = task};
    char path[4096];
    snprintf(path, sizeof path, "%s.rows", input);
    if (strcmp(task, "extraction") && !(x.rows = fopen(path, "wb"))) {
        perror(path);
        return 1;
    }
    sink_init(&x.sink, predict_stdout, 0);
    jw_init(&x.json, &x.sink, false);
    int status = predict_rows(input, extraction_row, &x);
    if (x.rows) fclose(x.rows);
    return sink_end(&x.sink) == DLN_OK ? status : 1;
}
