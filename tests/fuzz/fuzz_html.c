/* fuzz_html.c - any bytes as a page: text must be well-formed UTF-8, blocks in order and inside it,
 * runs of the map inside the page. The first byte chooses the charset that the transport claims. */
#include "base/utf8.h"
#include "read/html/html.h"
#include "read/page/rules.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const PageRules *the_rules(void)
{
    static Arena arena;
    static PageRules rules;
    static bool open;
    dln_error err;
    const char *dir = getenv("DATELINE_DATA");
    if (open) return &rules;
    open = true;
    if (dir && page_rules_open(dir, &arena, &rules, &err) == DLN_OK) return &rules;
    map_init(&rules.classes, &arena);
    map_init(&rules.months, &arena);
    map_init(&rules.appeals, &arena);
    return &rules;
}

static void check(const Report *r, size_t n)
{
    uint32_t last = 0;
    if (utf8_bad_at(r->text) != SIZE_MAX) abort();
    for (uint32_t i = 0; i < r->blocks.n; i++) {
        Span s = r->blocks.at[i].span;
        if (s.b < last || s.e < s.b || s.e > r->text.n) abort();
        last = s.e;
    }
    for (uint32_t i = 0; i < r->map.n; i++) {
        MapRun run = r->map.at[i];
        if ((uint64_t)run.source + run.length > n || (uint64_t)run.text + run.length > r->text.n)
            abort();
        if (i && run.text < r->map.at[i - 1].text) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const charsets[] = {
        "", "utf-8", "windows-1251", "shift_jis", "iso-2022-jp", "utf-16le", "gb18030", "latin1"};
    ReadEngine engine = {.page = the_rules()};
    ReadOptions options = {.max_input = 1u << 20, .max_memory = 64u << 20, .engine = &engine};
    if (size < 1 || size > 1 << 20) return 0;
    Slice page = {(const char *)data + 1, size - 1};
    Report report;
    if (report_begin(&options, SLICE("fuzz"), SLICE(""), page, "text/html", &report) == DLN_OK &&
        read_html(&options, page, slice_of(charsets[data[0] % 8]), &report) == DLN_OK)
        check(&report, page.n);
    arena_free(&report.arena);
    return 0;
}
