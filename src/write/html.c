/* html.c - the record as one self-contained page, in the order of the brief: the news, differences
 * as cards, a table of who says what, statements, events, people, sources; the reports beside it.
 *
 * In: the Brief of a Record. Out: HTML that works without script (outlets are links to their
 * words), prints, follows dark and light, and can be read by keyboard and screen reader. The script
 * lights up the words of a claim, filters, steps from difference to difference and copies
 * quotations. Nothing is fetched: a content security policy in the head forbids it. */
#include "base/sha256.h"
#include "write/markup.h"
#include <stdio.h>

/* ---- the page ---- */

static void base64(const uint8_t *bytes, size_t n, char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)bytes[i] << 16 | (i + 1 < n ? (uint32_t)bytes[i + 1] << 8 : 0) |
                     (i + 2 < n ? bytes[i + 2] : 0);
        *out++ = digits[v >> 18];
        *out++ = digits[v >> 12 & 63];
        *out++ = i + 1 < n ? digits[v >> 6 & 63] : '=';
        *out++ = i + 2 < n ? digits[v & 63] : '=';
    }
    *out = 0;
}

static unsigned hex_digit(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static void policy(Sink *sink)
{
    uint8_t digest[32];
    char hex[65], hash[48];
    sha256_hex(slice_of(page_js), hex);
    for (size_t i = 0; i < sizeof digest; i++)
        digest[i] = (uint8_t)(hex_digit(hex[2 * i]) << 4 | hex_digit(hex[2 * i + 1]));
    base64(digest, sizeof digest, hash);
    sink_printf(sink,
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                "style-src 'unsafe-inline'; script-src 'sha256-%s'; base-uri 'none'; form-action "
                "'none'\">\n",
                hash);
}

/* First and last day of the reports. */
static void story_days(const Html *h)
{
    int32_t from = DAY_UNKNOWN, to = DAY_UNKNOWN;
    for (uint32_t i = 0; i < h->record->n_reports; i++) {
        int32_t day = h->record->report[i]->published.day;
        if (day == DAY_UNKNOWN) continue;
        if (from == DAY_UNKNOWN || day < from) from = day;
        if (to == DAY_UNKNOWN || day > to) to = day;
    }
    if (from == DAY_UNKNOWN) return;
    sink_text(h->sink, " of ");
    html_days(h, from, to);
}

static void page_head(const Html *h)
{
    Slice title = h->record->title.n ? h->record->title : SLICE("Story");
    sink_text(h->sink, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
                       "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    policy(h->sink);
    sink_text(h->sink, "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    html_text(h->sink, title);
    sink_text(h->sink, " \xE2\x80\x94 dateline</title>\n<style>\n");
    sink_text(h->sink, page_css);
    sink_text(h->sink, "</style></head>\n<body>\n<a class=\"skip\" href=\"#claims\">Skip to the "
                       "record</a>\n<header><h1>");
    html_text(h->sink, title);
    uint32_t old = h->brief->replaced, n = h->record->n_reports - old;
    sink_printf(h->sink, "</h1><p>%u report%s", n, n == 1 ? "" : "s");
    if (old) sink_printf(h->sink, " (and %u earlier version%s)", old, old == 1 ? "" : "s");
    story_days(h);
    sink_printf(h->sink, ", %u independent voice%s.</p></header>\n", h->brief->voices,
                h->brief->voices == 1 ? "" : "s");
}

static void option(const Html *h, uint32_t value, Slice text)
{
    sink_printf(h->sink, "<option value=\"%u\">", value);
    html_text_cut(h->sink, text, 40);
    sink_text(h->sink, "</option>");
}

/* Shown by the script alone: without it nothing would come of them. */
static void filters(const Html *h)
{
    sink_text(h->sink, "<div id=\"filter\" role=\"search\" aria-label=\"Filter the record\" hidden>"
                       "<label>Find <input type=\"search\" id=\"f-text\"></label> "
                       "<label>Speaker <select id=\"f-speaker\"><option value=\"\">all</option>");
    for (uint32_t i = 0; i < h->brief->speakers.n && i < 60; i++)
        if (h->brief->speakers.at[i].name.n) option(h, i + 1, h->brief->speakers.at[i].name);
    sink_text(h->sink, "</select></label> <label>Outlet <select id=\"f-outlet\"><option "
                       "value=\"\">all</option>");
    for (uint32_t i = 0; i < h->record->n_reports && i < 200; i++)
        option(h, i + 1, h->brief->outlet[i]);
    sink_text(h->sink,
              "</select></label> <label>Show <select id=\"f-verdict\"><option value=\"\">everything"
              "</option><option value=\"differ\">where reports differ</option><option "
              "value=\"parties\">what parties dispute</option><option value=\"changed\">what "
              "changed</option><option value=\"exact\">where one is more exact</option><option "
              "value=\"agree\">what is told alike</option></select></label> <span class=\"keys\">"
              "<kbd>n</kbd> <kbd>p</kbd> next and previous difference, <kbd>/</kbd> find, "
              "<kbd>Esc</kbd> clear</span></div>\n");
}

void out_html(const Brief *brief, Sink *sink)
{
    Html h = {.brief = brief,
              .record = brief->record,
              .sink = sink,
              .listed = ARENA_ARRAY(brief->arena, bool, brief->record->entities.n + 1)};
    if (!h.listed) {
        sink->failed = true;
        return;
    }
    page_head(&h);
    sink_text(sink, "<div class=\"split\">\n<main id=\"claims\" tabindex=\"-1\">\n");
    filters(&h);
    html_news(&h);
    html_differences(&h);
    html_versions(&h);
    html_statements(&h);
    html_alike(&h);
    html_events(&h);
    html_who(&h);
    html_background(&h);
    html_sources(&h);
    sink_text(sink, "</main>\n<aside id=\"reports\" aria-label=\"The reports\" tabindex=\"0\">"
                    "<h2>The reports</h2>\n");
    html_reports(&h);
    sink_text(sink, "</aside>\n</div>\n<p id=\"said\" role=\"status\" "
                    "aria-live=\"polite\"></p>\n<script>");
    sink_text(sink, page_js);
    sink_text(sink, "</script>\n</body></html>\n");
}
