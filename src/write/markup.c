/* markup.c - see markup.h. */
#include "write/markup.h"
#include "base/civil.h"
#include "base/utf8.h"

void html_text(Sink *sink, Slice text)
{
    size_t plain = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        size_t after = i;
        if (c >= 0x80) {
            if (utf8_next(text, &after) != UTF8_BAD) {
                i = after - 1;
                continue;
            }
            sink_add(sink, (Slice){text.p + plain, i - plain});
            sink_text(sink, "\xEF\xBF\xBD");
            plain = after;
            i = after - 1;
            continue;
        }
        const char *with = c == '&'                                            ? "&amp;"
                           : c == '<'                                          ? "&lt;"
                           : c == '>'                                          ? "&gt;"
                           : c == '"'                                          ? "&quot;"
                           : c == '\''                                         ? "&#39;"
                           : (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f ? ""
                                                                               : NULL;
        if (!with) continue;
        sink_add(sink, (Slice){text.p + plain, i - plain});
        sink_text(sink, with);
        plain = i + 1;
    }
    sink_add(sink, (Slice){text.p + plain, text.n - plain});
}

void html_text_cut(Sink *sink, Slice text, uint32_t points)
{
    size_t i = 0;
    for (uint32_t n = 0; i < text.n && n < points; n++)
        utf8_next(text, &i);
    html_text(sink, (Slice){text.p, i});
    if (i < text.n) sink_text(sink, "\xE2\x80\xA6");
}

void html_day(Sink *sink, int32_t day)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    int32_t year;
    uint32_t month, dom;
    if (day == DAY_UNKNOWN) {
        sink_text(sink, "date unknown");
        return;
    }
    civil_from_day(day, &year, &month, &dom);
    sink_printf(sink, "<time datetime=\"%04d-%02u-%02u\">%u %s %d</time>", year, month, dom, dom,
                names[month - 1], year);
}

void html_days(Sink *sink, int32_t from, int32_t to)
{
    if (from == DAY_UNKNOWN && to != DAY_UNKNOWN) sink_text(sink, "until ");
    if (from != DAY_UNKNOWN && to == DAY_UNKNOWN) sink_text(sink, "from ");
    html_day(sink, from == DAY_UNKNOWN ? to : from);
    if (from == DAY_UNKNOWN || to == DAY_UNKNOWN || from == to) return;
    sink_text(sink, " to ");
    html_day(sink, to);
}
