/* html_claims.c - the news, differences as cards, the table of who says what, what is told alike.
 *
 * In: a Brief. Out: sections of the page. The table has a row a question and a column a report that
 * is no copy; it scrolls inside itself. */
#include "write/markup.h"
#include <stdio.h>

enum { MOST_CARDS = 60 };

static const char *const place_word[BRIEF_PLACES] = {"differ", "parties", "changed",
                                                     "exact",  "agree",   "alone"};

void html_news(const Html *h)
{
    const Brief *b = h->brief;
    if (brief_silent(b)) sink_text(h->sink, "<p>" BRIEF_SILENT "</p>\n");
    if (!b->lead.n) return;
    html_section(h, "news", "What happened");
    for (uint32_t i = 0; i < b->lead.n; i++) {
        const BriefSentence *s = &b->lead.at[i];
        html_claim(h, "div", "news", (ClaimId){'l', i}, &s->also, NULL);
        sink_text(h->sink, "<p>");
        html_text(h->sink, slice_span(h->record->report[s->report]->text, s->span));
        sink_text(h->sink, "</p>");
        html_chips(h, &s->own);
        if (s->also.n) sink_text(h->sink, "<span class=\"citing\">of the same event also</span>");
        if (s->also.n) html_chips(h, &s->also);
        sink_text(h->sink, "</div>\n");
    }
    sink_text(h->sink, "</section>\n");
}

static void answer(const Html *h, const BriefAnswer *a)
{
    sink_text(h->sink, "<div><dt>");
    html_text_cut(h->sink, a->words, 600);
    sink_text(h->sink, "</dt><dd>");
    html_chips(h, &a->voices);
    if (a->citing.n) {
        sink_text(h->sink, "<span class=\"citing\">citing ");
        html_text(h->sink, a->citing);
        sink_text(h->sink, "</span>");
    }
    sink_text(h->sink, "</dd></div>");
}

static void card(const Html *h, const BriefFact *f)
{
    BriefVoices all = {0};
    bool room = true, wordy = false;
    for (uint32_t i = 0; i < f->answers.n; i++) {
        wordy |= f->answers.at[i].words.n > 48;
        for (uint32_t k = 0; k < f->answers.at[i].voices.n && room; k++) {
            const BriefVoice *v = &f->answers.at[i].voices.at[k];
            room = brief_voice(h->brief, &all, v->report, v->at);
        }
    }
    char class[48];
    snprintf(class, sizeof class, "card p-%s%s", place_word[f->place], wordy ? " wordy" : "");
    html_claim(h, "div", class, (ClaimId){'f', f->fact}, &all, place_word[f->place]);
    sink_text(h->sink, "<h3>");
    html_text(h->sink, f->question);
    sink_text(h->sink, "</h3><dl>");
    for (uint32_t i = 0; i < f->answers.n; i++)
        answer(h, &f->answers.at[i]);
    sink_text(h->sink, "</dl></div>\n");
}

static uint32_t count_of(const Brief *b, BriefPlace place)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->facts.n; i++)
        n += b->facts.at[i].place == place;
    return n;
}

static void cards(const Html *h, BriefPlace place, const char *title)
{
    uint32_t n = count_of(h->brief, place), shown = 0;
    if (!n) return;
    html_section(h, place_word[place], title);
    for (uint32_t i = 0; i < h->brief->facts.n && shown < MOST_CARDS; i++)
        if (h->brief->facts.at[i].place == place) {
            card(h, &h->brief->facts.at[i]);
            shown++;
        }
    if (n > shown)
        sink_printf(h->sink, "<p class=\"more\">%u more are in the JSON record.</p>", n - shown);
    sink_text(h->sink, "</section>\n");
}

/* ---- the table ---- */

/* The report's own words for an answer; false: it has none of it. */
static bool says_so(const BriefAnswer *a, uint32_t report, Span *at)
{
    for (uint32_t k = 0; k < a->voices.n; k++)
        if (a->voices.at[k].report == report) {
            *at = a->voices.at[k].at;
            return true;
        }
    return false;
}

/* All that a report answers: one outlet may tell what both parties say. */
static void table_cell(const Html *h, const BriefFact *f, uint32_t report)
{
    uint32_t shown = 0;
    sink_text(h->sink, "<td>");
    for (uint32_t i = 0; i < f->answers.n; i++) {
        Span at;
        if (!says_so(&f->answers.at[i], report, &at)) continue;
        sink_printf(h->sink, "%s<a href=\"#r%u-%u-%u\">", shown++ ? "<br>" : "", report + 1, at.b,
                    at.e);
        html_text_cut(h->sink, f->answers.at[i].words, 40);
        sink_text(h->sink, "</a>");
    }
    sink_text(h->sink, "</td>");
}

static void table_row(const Html *h, const BriefFact *f, const bool *column)
{
    sink_printf(h->sink, "<tr class=\"p-%s\"><th scope=\"row\"><a href=\"#f%u\">",
                place_word[f->place], f->fact + 1);
    html_text_cut(h->sink, f->question, 80);
    sink_text(h->sink, "</a></th>");
    for (uint32_t r = 0; r < h->record->n_reports; r++)
        if (column[r]) table_cell(h, f, r);
    sink_text(h->sink, "</tr>\n");
}

/* A report has a column that answers a question of the table. */
static bool *columns_of(const Brief *b, uint32_t *n)
{
    bool *column = ARENA_ARRAY(b->arena, bool, b->record->n_reports + 1);
    *n = 0;
    for (uint32_t i = 0; column && i < b->facts.n; i++) {
        const BriefFact *f = &b->facts.at[i];
        for (uint32_t a = 0; f->place < BRIEF_AGREE && a < f->answers.n; a++)
            for (uint32_t k = 0; k < f->answers.at[a].voices.n; k++) {
                uint32_t report = f->answers.at[a].voices.at[k].report;
                *n += !column[report];
                column[report] = true;
            }
    }
    return column;
}

static void table(const Html *h)
{
    const Brief *b = h->brief;
    enum { NARROW = 3 }; /* outlets beside each other on a small screen */
    uint32_t rows = 0, columns;
    for (uint32_t i = 0; i < b->facts.n; i++)
        rows += b->facts.at[i].place < BRIEF_AGREE;
    const bool *column = columns_of(b, &columns);
    if (rows < 2 || columns < 3 || columns > 100 || !column) return;
    html_section(h, "table", "Which outlet says what");
    sink_printf(h->sink,
                "<div class=\"scroll%s\" role=\"region\" tabindex=\"0\" "
                "aria-label=\"Questions by outlet\"><table><thead><tr><td></td>",
                columns > NARROW ? " wide" : "");
    for (uint32_t r = 0; r < h->record->n_reports; r++) {
        if (!column[r]) continue;
        sink_printf(h->sink, "<th scope=\"col\"><a href=\"#r%u\">", r + 1);
        html_text_cut(h->sink, b->outlet[r], 24);
        sink_text(h->sink, "</a></th>");
    }
    sink_text(h->sink, "</tr></thead><tbody>\n");
    for (uint32_t i = 0, shown = 0; i < b->facts.n && shown < MOST_CARDS; i++)
        if (b->facts.at[i].place < BRIEF_AGREE) {
            table_row(h, &b->facts.at[i], column);
            shown++;
        }
    sink_text(h->sink, "</tbody></table></div></section>\n");
}

void html_differences(const Html *h)
{
    cards(h, BRIEF_DIFFER, "Where the reports differ");
    cards(h, BRIEF_PARTIES, "What the parties dispute");
    cards(h, BRIEF_CHANGED, "What changed");
    cards(h, BRIEF_EXACT, "Where one is more exact");
    table(h);
}

/* ---- told alike, told by one ---- */

static void clauses(const Html *h, BriefPlace place, const char *title)
{
    uint32_t shown = 0;
    for (uint32_t i = 0; i < h->brief->facts.n && shown < MOST_CARDS; i++) {
        const BriefFact *f = &h->brief->facts.at[i];
        if (f->place != place || brief_covered(h->brief, i)) continue;
        if (!shown++) {
            html_section(h, place_word[place], title);
            sink_text(h->sink, "<ul>");
        }
        html_claim(h, "li", place_word[place], (ClaimId){'f', f->fact}, &f->answers.at[0].voices,
                   place_word[place]);
        html_text(h->sink, slice_span(h->record->report[f->clause.report]->text, f->clause.span));
        html_chips(h, &f->answers.at[0].voices);
        sink_text(h->sink, "</li>\n");
    }
    if (shown) sink_text(h->sink, "</ul></section>\n");
}

void html_alike(const Html *h)
{
    if (h->brief->voices < 2) return;
    clauses(h, BRIEF_AGREE, "Told alike");
    clauses(h, BRIEF_ALONE, "Figures of one outlet alone");
}
