/* html_people.c - who said what, who is who, sources.
 *
 * In: a Brief. Out: sections of the page. A statement carries what a citation of it says
 * (data-cite): speaker, outlet, day, address. */
#include "write/markup.h"
#include <stdio.h>

enum { MOST_SPEAKERS = 60, MOST_EACH = 12, MOST_PEOPLE = 40, ROLES = 4 };

static bool safe_link(Slice url)
{
    return slice_starts(url, SLICE("http://")) || slice_starts(url, SLICE("https://"));
}

/* ---- statements ---- */

static void citation(const Html *h, const BriefSpeaker *s, uint32_t report)
{
    const Report *r = h->record->report[report];
    sink_text(h->sink, " data-cite=\"");
    html_text(h->sink, s->name);
    sink_text(h->sink, s->name.n ? ", in " : "");
    html_text(h->sink, h->brief->outlet[report]);
    if (r->published.day != DAY_UNKNOWN) {
        sink_text(h->sink, ", ");
        html_days(h, r->published.day, r->published.day);
    }
    if (safe_link(r->url)) {
        sink_text(h->sink, ", ");
        html_text(h->sink, r->url);
    }
    sink_text(h->sink, "\"");
}

static void statement(const Html *h, const BriefSpeaker *speaker, uint32_t index)
{
    const RecordStatement *s = &h->record->statements.at[index];
    const RecordVersion *v = brief_fullest(s);
    BriefVoices voices = {0};
    bool room = true;
    for (uint32_t i = 0; i < s->versions.n && room; i++)
        if (s->versions.at[i].content.n)
            room = brief_voice(h->brief, &voices, s->versions.at[i].report,
                               s->versions.at[i].content.at[0]);
    brief_fold(h->brief, &voices);
    html_claim(h, "li", "statement", (ClaimId){'s', index}, &voices, NULL);
    Slice cue = brief_cue(h->record, s, v);
    if (cue.n) {
        sink_text(h->sink, "<span class=\"tag\">");
        html_text(h->sink, cue);
        sink_text(h->sink, "</span> ");
    }
    sink_text(h->sink, "<q");
    citation(h, speaker, v->report);
    sink_text(h->sink, ">");
    for (uint32_t i = 0; i < v->content.n; i++) {
        Slice words = slice_span(h->record->report[v->report]->text, v->content.at[i]);
        if (!i) words = brief_plain_start(words);
        if (i) sink_text(h->sink, " \xE2\x80\xA6 ");
        html_text(h->sink, words);
    }
    sink_text(h->sink, "</q>");
    Slice when = brief_said_when(h->brief, v);
    if (when.n) {
        sink_text(h->sink, " <span class=\"via\">(");
        html_text(h->sink, when);
        sink_text(h->sink, ")</span>");
    }
    if (v->via_note.n) {
        sink_text(h->sink, " <span class=\"via\">(");
        html_text(h->sink, v->via_note);
        sink_text(h->sink, ")</span>");
    }
    html_chips(h, &voices);
    sink_text(h->sink, "<button type=\"button\" class=\"copy\" hidden>copy</button></li>\n");
}

static void speaker_lines(const Html *h, uint32_t index)
{
    const BriefSpeaker *s = &h->brief->speakers.at[index];
    sink_printf(h->sink, "<div class=\"speaker\" data-s=\"%u\"><h3>", index + 1);
    html_text(h->sink, s->name.n ? s->name : SLICE("Source not told"));
    Slice office = s->entity != NONE ? brief_office(h->brief, &h->record->entities.at[s->entity])
                                     : (Slice){"", 0};
    if (office.n) {
        sink_text(h->sink, "<span class=\"role\">, ");
        html_text_cut(h->sink, office, 80);
        sink_text(h->sink, "</span>");
    }
    sink_text(h->sink, "</h3><ul>");
    for (uint32_t i = 0; i < s->statements.n && i < MOST_EACH; i++)
        statement(h, s, s->statements.at[i]);
    sink_text(h->sink, "</ul></div>\n");
}

void html_statements(const Html *h)
{
    enum { OPEN = 6 };
    uint32_t n = h->brief->speakers.n;
    if (!n) return;
    html_section(h, "statements", "Who said what");
    for (uint32_t i = 0; i < n && i < OPEN; i++)
        speaker_lines(h, i);
    if (n > OPEN) {
        sink_printf(h->sink, "<details><summary>%u more speakers</summary>\n", n - OPEN);
        for (uint32_t i = OPEN; i < n && i < MOST_SPEAKERS; i++)
            speaker_lines(h, i);
        sink_text(h->sink, "</details>");
    }
    sink_text(h->sink, "</section>\n");
}

/* ---- entities ---- */

static void roles(const Html *h, const RecordEntity *e)
{
    BriefRole role[BRIEF_ROLES];
    uint32_t n = brief_roles(h->brief, e, role);
    for (uint32_t i = 0; i < n; i++) {
        sink_text(h->sink, i ? "; " : " \xE2\x80\x94 ");
        html_text(h->sink, role[i].words);
        sink_printf(h->sink, " <a class=\"ref\" href=\"#r%u-%u-%u\">[%u]</a>",
                    role[i].at.report + 1, role[i].at.span.b, role[i].at.span.e,
                    role[i].at.report + 1);
    }
}

static void entity(const Html *h, uint32_t index)
{
    const RecordEntity *e = &h->record->entities.at[index];
    uint32_t shown = 0;
    h->listed[index] = true;
    html_claim(h, "li", "entity", (ClaimId){'e', index}, NULL, NULL);
    sink_text(h->sink, "<strong>");
    html_text(h->sink, e->name);
    sink_printf(h->sink, "</strong> <span class=\"tag\">%s%s%s</span>", entity_kind_name[e->kind],
                e->country[0] ? ", " : "", e->country);
    roles(h, e);
    for (uint32_t i = 0; i < e->spellings.n && shown < 6; i++) {
        const RecordSpelling *s = &e->spellings.at[i];
        if (slice_eq_nocase(s->text, e->name)) continue;
        sink_text(h->sink, shown++ ? ", <i>" : " <span class=\"spellings\">also written <i>");
        html_text(h->sink, s->text);
        sink_text(h->sink, "</i>");
        if (s->note.n) {
            sink_text(h->sink, " (");
            html_text(h->sink, s->note);
            sink_text(h->sink, ")");
        }
    }
    sink_text(h->sink, shown ? "</span></li>\n" : "</li>\n");
}

void html_who(const Html *h)
{
    uint32_t n = h->brief->entities.n < MOST_PEOPLE ? h->brief->entities.n : MOST_PEOPLE;
    if (!n) return;
    html_section(h, "entities", "Who is who");
    sink_text(h->sink, "<ul>");
    for (uint32_t i = 0; i < n; i++)
        entity(h, h->brief->entities.at[i]);
    sink_text(h->sink, "</ul></section>\n");
}

/* ---- sources ---- */

static void source(const Html *h, uint32_t i)
{
    const Report *r = h->record->report[i];
    sink_printf(h->sink, "<li><a href=\"#r%u\">", i + 1);
    html_text(h->sink, h->brief->outlet[i]);
    sink_text(h->sink, "</a>");
    if (r->title.n) {
        sink_text(h->sink, " \xE2\x80\x94 ");
        html_text(h->sink, r->title);
    }
    if (r->published.day != DAY_UNKNOWN) {
        sink_text(h->sink, "; ");
        html_days(h, r->published.day, r->published.day);
        sink_printf(h->sink, " (known from %s)", phrases_basis(r->published.basis));
    }
    if (r->byline.n) {
        sink_text(h->sink, "; by ");
        html_text(h->sink, r->byline);
    }
    if (r->dateline.place.n) {
        sink_text(h->sink, "; from ");
        html_text(h->sink, r->dateline.place);
    }
    char room[PUBLISHED_ROOM];
    Slice unread = phrases_unread(r, room);
    if (unread.n) {
        sink_text(h->sink, "; ");
        html_text(h->sink, unread);
    }
    if (h->record->copy_of[i] != NONE)
        sink_printf(h->sink, "; a copy of [%u]", h->record->copy_of[i] + 1);
    if (report_replaced(h->record, i))
        sink_printf(h->sink, "; an earlier version of [%u]", h->record->replaced_by[i] + 1);
    if (safe_link(r->url)) {
        sink_text(h->sink, "; <a rel=\"noreferrer noopener\" href=\"");
        html_text(h->sink, r->url);
        sink_text(h->sink, "\">original</a>");
    }
    if (r->partial) sink_text(h->sink, "; cut short by a limit");
    if (report_left_out(r).n) {
        sink_text(h->sink, "; left out of the page: ");
        html_text(h->sink, report_left_out(r));
    }
    char damaged[DAMAGE_ROOM];
    Slice damage = phrases_damage(r, damaged);
    if (damage.n) {
        sink_text(h->sink, "; ");
        html_text(h->sink, damage);
    }
    sink_printf(h->sink, " <small>sha256 %.16s\xE2\x80\xA6</small></li>\n", r->sha256);
}

void html_sources(const Html *h)
{
    html_section(h, "sources", "Sources");
    sink_text(h->sink, "<ol class=\"sources\">");
    for (uint32_t i = 0; i < h->record->n_reports; i++)
        source(h, i);
    sink_text(h->sink, "</ol></section>\n");
}
