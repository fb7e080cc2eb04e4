/* html.c - the record as one self-contained page: claims on the left, the reports on the right.
 *
 * In: Record. Out: HTML that works without script (references are links to the words), prints,
 * follows dark and light, and can be read by keyboard and screen reader. The one script only lights
 * up all words of the claim that was chosen. Nothing is fetched: a content security policy in the
 * head forbids it. */
#include "base/sha256.h"
#include "write/markup.h"
#include <stdio.h>

static void refs_open(Sink *sink)
{
    sink_text(sink, " <span class=\"refs\">");
}

static void ref(const Record *record, Sink *sink, uint32_t report, Span span)
{
    sink_printf(sink, "<a class=\"ref\" href=\"#r%u-%u-%u\" title=\"", report + 1, span.b, span.e);
    html_text_cut(sink, report_label(record->report[report]), 60);
    sink_printf(sink, ", bytes %u to %u\">[%u]</a>", span.b, span.e, report + 1);
}

static void entity_link(const Record *record, Sink *sink, uint32_t entity)
{
    if (entity >= record->entities.n) {
        sink_text(sink, "?");
        return;
    }
    sink_printf(sink, "<a class=\"who\" href=\"#e%u\">", entity + 1);
    html_text(sink, record->entities.at[entity].name);
    sink_text(sink, "</a>");
}

static void claim_open(Sink *sink, char letter, uint32_t index, const char *class)
{
    sink_printf(sink, "<li class=\"claim %s\" id=\"%c%u\" data-claim=\"%c%u\">", class, letter,
                index + 1, letter, index + 1);
}

static void section_open(Sink *sink, const char *id, const char *title)
{
    sink_printf(sink, "<section aria-labelledby=\"h-%s\"><h2 id=\"h-%s\">%s</h2>\n", id, id, title);
}

/* ---- what happened ---- */

static void parts_of(const Record *record, const RecordEvent *e, PartRole role, const char *before,
                     Sink *sink)
{
    bool first = true;
    for (uint32_t i = 0; i < e->parts.n; i++) {
        if (e->parts.at[i].role != role) continue;
        sink_text(sink, first ? before : ", ");
        if (e->parts.at[i].entity == NONE)
            html_text(sink, e->parts.at[i].text);
        else
            entity_link(record, sink, e->parts.at[i].entity);
        first = false;
    }
}

static void event_item(const Record *record, uint32_t index, Sink *sink)
{
    const RecordEvent *e = &record->events.at[index];
    claim_open(sink, 'v', index, "event");
    sink_text(sink, "<span class=\"when\">");
    html_days(sink, e->from, e->to);
    sink_text(sink, "</span> <strong>");
    html_text(sink, e->label);
    sink_text(sink, "</strong>");
    if (e->type.n) {
        sink_text(sink, " <span class=\"tag\">");
        html_text(sink, e->type);
        if (e->cameo.n) {
            sink_text(sink, " ");
            html_text(sink, e->cameo);
        }
        sink_text(sink, "</span>");
    }
    if (e->modality != MODALITY_HAPPENED)
        sink_printf(sink, " <span class=\"tag m-%s\">%s</span>", modality_name[e->modality],
                    modality_name[e->modality]);
    parts_of(record, e, PART_ACTOR, " \xE2\x80\x94 ", sink);
    parts_of(record, e, PART_RECIPIENT, " \xE2\x86\x92 ", sink);
    parts_of(record, e, PART_OTHER, " with ", sink);
    if (e->place != NONE) {
        sink_text(sink, " in ");
        entity_link(record, sink, e->place);
    }
    refs_open(sink);
    for (uint32_t i = 0; i < e->mentions.n; i++)
        ref(record, sink, e->mentions.at[i].report, e->mentions.at[i].trigger);
    sink_text(sink, "</span></li>\n");
}

static void events(const Record *record, Sink *sink)
{
    if (!record->events.n) return;
    section_open(sink, "events", "What happened");
    svg_time_line(record, sink);
    for (int background = 0; background < 2; background++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < record->events.n; i++) {
            if (record->events.at[i].background != (background == 1)) continue;
            if (!n++)
                sink_text(sink, background ? "<h3>Earlier, told along the way</h3>\n<ul>" : "<ul>");
            event_item(record, i, sink);
        }
        if (n) sink_text(sink, "</ul>\n");
    }
    sink_text(sink, "</section>\n");
}

/* ---- who said what ---- */

static void statement_item(const Record *record, uint32_t index, Sink *sink)
{
    const RecordStatement *s = &record->statements.at[index];
    claim_open(sink, 's', index, "statement");
    for (uint32_t k = 0; k < s->versions.n; k++) {
        const RecordVersion *v = &s->versions.at[k];
        sink_printf(sink, "<div class=\"version\"><span class=\"tag\">%s</span> <q class=\"%s\">",
                    s->polarity == POLARITY_SAYS ? statement_kind_name[v->kind]
                                                 : polarity_name[s->polarity],
                    statement_kind_name[v->kind]);
        for (uint32_t i = 0; i < v->content.n; i++) {
            if (i) sink_text(sink, " \xE2\x80\xA6 ");
            html_text(sink, slice_span(record->report[v->report]->text, v->content.at[i]));
        }
        sink_text(sink, "</q>");
        if (v->via_note.n) {
            sink_text(sink, " <span class=\"via\">");
            html_text(sink, v->via_note);
            sink_text(sink, "</span>");
        }
        for (uint32_t i = 0; i < v->via.n; i++) {
            sink_text(sink, " \xE2\x86\x90 ");
            entity_link(record, sink, v->via.at[i]);
        }
        refs_open(sink);
        for (uint32_t i = 0; i < v->content.n; i++)
            ref(record, sink, v->report, v->content.at[i]);
        sink_text(sink, "</span></div>");
    }
    sink_text(sink, "</li>\n");
}

static void statements_of(const Record *record, uint32_t speaker, Sink *sink)
{
    sink_text(sink, "<h3>");
    if (speaker == NONE)
        sink_text(sink, "Speaker not named or not sure");
    else
        entity_link(record, sink, speaker);
    sink_text(sink, "</h3>\n<ul>");
    for (uint32_t i = 0; i < record->statements.n; i++)
        if (record->statements.at[i].speaker == speaker) statement_item(record, i, sink);
    sink_text(sink, "</ul>\n");
}

static void statements(const Record *record, Sink *sink)
{
    if (!record->statements.n) return;
    section_open(sink, "statements", "Who said what");
    bool unnamed = false;
    for (uint32_t i = 0; i < record->statements.n; i++) {
        uint32_t speaker = record->statements.at[i].speaker;
        bool first = true;
        for (uint32_t k = 0; k < i && first; k++)
            first = record->statements.at[k].speaker != speaker;
        if (speaker == NONE)
            unnamed = true;
        else if (first)
            statements_of(record, speaker, sink);
    }
    if (unnamed) statements_of(record, NONE, sink);
    sink_text(sink, "</section>\n");
}

/* ---- where the reports differ ---- */

static void fact_about(const Record *record, const RecordFact *f, Sink *sink)
{
    if (f->about == ABOUT_EVENT) {
        sink_printf(sink, "<a href=\"#v%u\">", f->index + 1);
        html_text(sink, record->events.at[f->index].label);
        sink_text(sink, "</a>");
    } else if (f->about == ABOUT_ENTITY)
        entity_link(record, sink, f->index);
    else if (f->about == ABOUT_STATEMENT)
        sink_printf(sink, "<a href=\"#s%u\">statement</a>", f->index + 1);
    else
        sink_text(sink, "the story");
    sink_text(sink, ", <strong>");
    html_text(sink, f->attribute);
    sink_text(sink, "</strong>");
}

static void fact_item(const Record *record, uint32_t index, Sink *sink)
{
    const RecordFact *f = &record->facts.at[index];
    claim_open(sink, 'f', index, verdict_name[f->verdict]);
    fact_about(record, f, sink);
    if (f->verdict == DLN_CONFLICT)
        sink_printf(sink, " <span class=\"tag conflict\">between %s</span>",
                    f->between_parties ? "parties" : "reports");
    sink_text(sink, "<ul class=\"values\">");
    for (uint32_t v = 0; v < f->values.n; v++) {
        const RecordValue *value = &f->values.at[v];
        sink_text(sink, "<li><span class=\"value\">");
        html_text(sink, value->value);
        sink_printf(sink, "</span> <small>%u voice%s</small>", value->voices,
                    value->voices == 1 ? "" : "s");
        for (uint32_t i = 0; i < value->said_by.n; i++) {
            sink_text(sink, i ? ", " : " said by ");
            entity_link(record, sink, value->said_by.at[i]);
        }
        refs_open(sink);
        for (uint32_t i = 0; i < value->evidence.n; i++)
            ref(record, sink, value->evidence.at[i].report, value->evidence.at[i].span);
        sink_text(sink, "</span></li>");
    }
    sink_text(sink, "</ul>");
    if (f->why.n) {
        sink_text(sink, "<p class=\"why\">");
        html_text(sink, f->why);
        sink_text(sink, "</p>");
    }
    sink_text(sink, "</li>\n");
}

static void facts(const Record *record, Sink *sink)
{
    static const struct {
        dln_verdict verdict;
        const char *title;
    } groups[] = {{DLN_CONFLICT, "Conflicts"},
                  {DLN_REFINED, "One is more exact or later"},
                  {DLN_ONLY, "One outlet alone"},
                  {DLN_AGREE, "All that state it agree"}};
    if (!record->facts.n) return;
    section_open(sink, "facts", "Where the reports differ");
    svg_matrix(record, sink);
    for (size_t g = 0; g < 4; g++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < record->facts.n; i++)
            n += fact_is_worth(&record->facts.at[i]) &&
                 record->facts.at[i].verdict == groups[g].verdict;
        if (!n) continue;
        sink_printf(sink, "<details%s><summary>%s (%u)</summary>\n<ul>", g < 2 ? " open" : "",
                    groups[g].title, n);
        for (uint32_t i = 0; i < record->facts.n; i++)
            if (fact_is_worth(&record->facts.at[i]) &&
                record->facts.at[i].verdict == groups[g].verdict)
                fact_item(record, i, sink);
        sink_text(sink, "</ul></details>\n");
    }
    sink_text(sink, "</section>\n");
}

/* ---- who is who ---- */

static void entity_item(const Record *record, uint32_t index, Sink *sink)
{
    const RecordEntity *e = &record->entities.at[index];
    claim_open(sink, 'e', index, "entity");
    sink_text(sink, "<strong>");
    html_text(sink, e->name);
    sink_printf(sink, "</strong> <span class=\"tag\">%s%s%s</span>", entity_kind_name[e->kind],
                e->country[0] ? ", " : "", e->country);
    if (e->place_in != NONE) {
        sink_text(sink, " in ");
        entity_link(record, sink, e->place_in);
    }
    for (uint32_t i = 0; i < e->roles.n; i++) {
        sink_text(sink, i ? "; " : " <span class=\"roles\">");
        html_text(sink, e->roles.at[i].text);
        ref(record, sink, e->roles.at[i].at.report, e->roles.at[i].at.span);
    }
    if (e->roles.n) sink_text(sink, "</span>");
    if (e->spellings.n > 1) sink_text(sink, "<div class=\"spellings\">Written: ");
    for (uint32_t i = 0; i < e->spellings.n && e->spellings.n > 1; i++) {
        const RecordSpelling *s = &e->spellings.at[i];
        sink_text(sink, i ? ", <i>" : "<i>");
        html_text(sink, s->text);
        sink_text(sink, "</i>");
        if (s->note.n) {
            sink_text(sink, " (");
            html_text(sink, s->note);
            sink_text(sink, ")");
        }
        for (uint32_t k = 0; k < s->reports.n; k++)
            sink_printf(sink, " <a class=\"ref\" href=\"#r%u\">[%u]</a>", s->reports.at[k] + 1,
                        s->reports.at[k] + 1);
    }
    if (e->spellings.n > 1) sink_text(sink, "</div>");
    refs_open(sink);
    for (uint32_t i = 0; i < e->mentions.n && i < 12; i++)
        ref(record, sink, e->mentions.at[i].report, e->mentions.at[i].span);
    sink_text(sink, "</span></li>\n");
}

static void entities(const Record *record, Sink *sink)
{
    if (!record->entities.n) return;
    section_open(sink, "entities", "Who is who");
    sink_text(sink, "<ul>");
    for (uint32_t i = 0; i < record->entities.n; i++)
        entity_item(record, i, sink);
    sink_text(sink, "</ul></section>\n");
}

/* ---- sources ---- */

static bool safe_link(Slice url)
{
    return slice_starts(url, SLICE("http://")) || slice_starts(url, SLICE("https://"));
}

static void sources(const Record *record, Sink *sink)
{
    section_open(sink, "sources", "Sources");
    sink_text(sink, "<ol class=\"sources\">");
    for (uint32_t i = 0; i < record->n_reports; i++) {
        const Report *r = record->report[i];
        sink_printf(sink, "<li><a href=\"#r%u\">", i + 1);
        html_text(sink, report_label(r));
        sink_text(sink, "</a>");
        if (r->title.n) {
            sink_text(sink, " \xE2\x80\x94 ");
            html_text(sink, r->title);
        }
        if (r->byline.n) {
            sink_text(sink, "; by ");
            html_text(sink, r->byline);
        }
        if (r->dateline.place.n) {
            sink_text(sink, "; dateline ");
            html_text(sink, r->dateline.place);
        }
        if (safe_link(r->url)) {
            sink_text(sink, "; <a rel=\"noreferrer noopener\" href=\"");
            html_text(sink, r->url);
            sink_text(sink, "\">original</a>");
        }
        if (r->partial) sink_text(sink, "; cut short by a limit");
        sink_printf(sink, " <small>sha256 %.16s\xE2\x80\xA6</small></li>\n", r->sha256);
    }
    sink_text(sink, "</ol></section>\n");
}

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

static void page_head(const Record *record, Sink *sink)
{
    uint8_t digest[32];
    char hex[65], hash[48];
    sha256_hex(slice_of(page_js), hex);
    for (size_t i = 0; i < sizeof digest; i++)
        digest[i] = (uint8_t)(hex_digit(hex[2 * i]) << 4 | hex_digit(hex[2 * i + 1]));
    base64(digest, sizeof digest, hash);
    sink_text(sink, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
                    "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    sink_printf(sink,
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                "style-src 'unsafe-inline'; script-src 'sha256-%s'; base-uri 'none'; form-action "
                "'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
                hash);
    html_text(sink, record->title.n ? record->title : SLICE("Story"));
    sink_text(sink, " \xE2\x80\x94 dateline</title>\n<style>\n");
    sink_text(sink, page_css);
    sink_text(sink, "</style></head>\n<body>\n<a class=\"skip\" href=\"#claims\">Skip to the "
                    "record</a>\n<header><h1>");
    html_text(sink, record->title.n ? record->title : SLICE("Story"));
    sink_text(sink, "</h1><p>");
    if (record->from != DAY_UNKNOWN || record->to != DAY_UNKNOWN) {
        html_days(sink, record->from, record->to);
        sink_text(sink, ". ");
    }
    uint32_t voices = 0;
    for (uint32_t i = 0; i < record->n_reports; i++)
        voices += record->copy_of[i] == NONE;
    sink_printf(sink,
                "%u report%s, %u independent voice%s. Numbers in brackets lead to the words in the "
                "reports.</p></header>\n",
                record->n_reports, record->n_reports == 1 ? "" : "s", voices,
                voices == 1 ? "" : "s");
}

void out_html(const Record *record, Sink *sink)
{
    page_head(record, sink);
    sink_text(sink, "<div class=\"split\">\n<main id=\"claims\" tabindex=\"-1\">\n");
    facts(record, sink);
    events(record, sink);
    statements(record, sink);
    entities(record, sink);
    sources(record, sink);
    sink_text(sink,
              "</main>\n<aside id=\"reports\" aria-label=\"The reports\"><h2>The reports</h2>\n");
    html_reports(record, sink);
    sink_text(
        sink,
        "</aside>\n</div>\n<p id=\"said\" role=\"status\" aria-live=\"polite\"></p>\n<script>");
    sink_text(sink, page_js);
    sink_text(sink, "</script>\n</body></html>\n");
}
