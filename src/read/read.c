/* read.c - the reading driver: what kind of document is it, and which reader takes it.
 * Known limit: markdown is told from plain text by its heading, emphasis and link marks in the first 16 KiB. */
#include "read/read.h"
#include "base/utf8.h"
#include "read/newsroom.h"
#include "read/page_rules.h"
#include <sha256.h>
#include <stdio.h>

dln_status read_open(const char *data_dir, ReadEngine *engine, Arena *arena, dln_error *err) {
    PageRules *page = ARENA_NEW(arena, PageRules);
    if (!page) return arena_status(arena);
    engine->page = page;
    TRY(page_rules_open(data_dir, arena, page, err));
    return newsroom_open(data_dir, arena, &engine->newsroom, err);
}

void read_close(ReadEngine *engine) {
    if (engine->page) page_rules_close((PageRules *)(uintptr_t)engine->page);
    engine->page = NULL;
}

static void hash_hex(Slice bytes, char hex[65]) {
    SHA256_CTX context;
    uint8_t digest[32];
    SHA256Init(&context);
    SHA256Update(&context, (const uint8_t *)bytes.p, bytes.n);
    SHA256Final(digest, &context);
    for (int i = 0; i < 32; i++) snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

dln_status report_begin(const ReadOptions *options, Slice source, Slice member, Slice bytes, const char *media_type, Report *out) {
    *out = (Report){0};
    arena_init(&out->arena, options->max_memory);
    out->source = arena_copy(&out->arena, source);
    out->member = arena_copy(&out->arena, member);
    out->media_type = slice_of(media_type);
    out->published.day = out->modified.day = DAY_UNKNOWN;
    hash_hex(bytes, out->sha256);
    return arena_status(&out->arena);
}

typedef enum Kind { KIND_TEXT, KIND_MARKDOWN, KIND_BINARY } Kind;

/* More than one control byte in a thousand, or a NUL, is no text in any charset that newsrooms use (UTF-16 has its own mark). */
static bool looks_binary(Slice head) {
    size_t odd = 0;
    for (size_t i = 0; i < head.n; i++) {
        unsigned char c = (unsigned char)head.p[i];
        if (c == 0) return true;
        odd += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b;
    }
    return odd * 1000 > head.n;
}

/* Lines that only markdown has: "# Title", "## Title", "**bold**", "[text](address)", "<u>AFP</u>". */
static bool looks_markdown(Slice head) {
    bool line = true;
    for (size_t i = 0; i + 2 < head.n; i++) {
        char c = head.p[i];
        if (line && c == '#') {
            size_t k = i;
            while (k < head.n && head.p[k] == '#') k++;
            if (k - i <= 6 && k < head.n && head.p[k] == ' ') return true;
        }
        if (c == ']' && head.p[i + 1] == '(' && i + 6 < head.n && (memcmp(head.p + i + 2, "http", 4) == 0 || head.p[i + 2] == '/')) return true;
        if (c == '*' && head.p[i + 1] == '*' && (unsigned char)head.p[i + 2] > ' ' && head.p[i + 2] != '*') return true;
        line = c == '\n';
    }
    return false;
}

static Kind sniff(Slice bytes) {
    Slice head = {bytes.p, bytes.n < 16384 ? bytes.n : 16384};
    if (looks_binary(head)) return KIND_BINARY;
    return looks_markdown(head) ? KIND_MARKDOWN : KIND_TEXT;
}

dln_status read_input(const ReadOptions *options, Slice name, Slice bytes, ReadEach each, void *context, dln_error *err) {
    if (bytes.n > options->max_input) return err_fill(err, DLN_ERR_LIMIT, "read", "is larger than the limit of %llu bytes", (unsigned long long)options->max_input);
    if (slice_trim(bytes).n == 0) return err_fill(err, DLN_ERR_EMPTY, "read", "is empty");
    Kind kind = sniff(bytes);
    if (kind == KIND_BINARY) return err_fill(err, DLN_ERR_FORMAT, "read", "is binary, not a news document of a known kind");
    Report report;
    dln_status status = report_begin(options, name, (Slice){"", 0}, bytes, kind == KIND_MARKDOWN ? "text/markdown" : "text/plain", &report);
    if (status == DLN_OK) status = read_text(options, bytes, kind == KIND_MARKDOWN, &report);
    if (status != DLN_OK) { arena_free(&report.arena); return err_fill(err, status, "read", "%s", dln_status_text(status)); }
    return each(&report, context);
}
