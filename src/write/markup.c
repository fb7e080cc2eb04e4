/* markup.c - see markup.h. */
#include "write/markup.h"
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
    if (text.n) sink_add(sink, (Slice){text.p + plain, text.n - plain});
}

void html_text_cut(Sink *sink, Slice text, uint32_t points)
{
    size_t i = 0;
    for (uint32_t n = 0; i < text.n && n < points; n++)
        utf8_next(text, &i);
    html_text(sink, (Slice){text.p, i});
    if (i < text.n) sink_text(sink, "\xE2\x80\xA6");
}

void html_days(const Html *h, int32_t from, int32_t to)
{
    if (h->brief->phrases)
        html_text(h->sink, phrases_days(h->brief->phrases, from, to, false, h->brief->arena));
}

void html_claim(const Html *h, const char *tag, const char *class, ClaimId id,
                const BriefVoices *voices, const char *verdict)
{
    sink_printf(h->sink, "<%s class=\"claim %s\" id=\"%c%u\" data-claim=\"%c%u\" tabindex=\"-1\"",
                tag, class, id.letter, id.index + 1, id.letter, id.index + 1);
    if (voices) {
        sink_text(h->sink, " data-o=\" ");
        for (uint32_t i = 0; i < voices->n; i++)
            sink_printf(h->sink, "%u ", voices->at[i].report + 1);
        sink_text(h->sink, "\"");
    }
    if (verdict) sink_printf(h->sink, " data-v=\"%s\"", verdict);
    sink_text(h->sink, ">");
}

void html_chips(const Html *h, const BriefVoices *voices)
{
    sink_text(h->sink, " <span class=\"chips\">");
    for (uint32_t i = 0; i < voices->n; i++) {
        const BriefVoice *v = &voices->at[i];
        sink_printf(h->sink, "<a class=\"chip\" href=\"#r%u-%u-%u\">", v->report + 1, v->at.b,
                    v->at.e);
        html_text_cut(h->sink, h->brief->outlet[v->report], 40);
        sink_printf(h->sink, " <small>[%u]</small>", v->report + 1);
        if (v->copies)
            sink_printf(h->sink, " <small>+%u %s</small>", v->copies,
                        v->copies == 1 ? "copy" : "copies");
        sink_text(h->sink, "</a> ");
    }
    sink_text(h->sink, "</span>");
}

void html_section(const Html *h, const char *id, const char *title)
{
    sink_printf(h->sink, "<section aria-labelledby=\"h-%s\"><h2 id=\"h-%s\">%s</h2>\n", id, id,
                title);
}
