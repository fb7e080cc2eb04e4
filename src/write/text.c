/* text.c - the record as a newsroom's brief: the news in a report's own sentence, where the reports
 * differ, who said what, what they tell alike, what happened when, who is who, background, sources.
 *
 * In: a Record, the Brief of it, columns, colour. Out: UTF-8 lines. Outlets stand by name with the
 * number of their report; copies are folded behind what they copy. --context prints the words
 * around, with FILE:BYTE for `dateline show`; --format json has the exact spans. */
#include "write/text_page.h"
#include <stdio.h>

enum { MOST_VOICES = 6, FIRST_SCREEN = 40 };

static Slice days(const Page *p, int32_t from, int32_t to)
{
    return p->brief->phrases ? phrases_days(p->brief->phrases, from, to, false, p->brief->arena)
                             : (Slice){"", 0};
}

/* ---- the news ---- */

static void story_head(Page *p)
{
    const Record *r = p->record;
    char text[96];
    page_ink(p, INK_BOLD);
    page_put(p, r->title);
    page_ink(p, INK_PLAIN);
    if (r->title.n) page_line(p, 0, 0);
    int32_t from = DAY_UNKNOWN, to = DAY_UNKNOWN;
    for (uint32_t i = 0; i < r->n_reports; i++) {
        int32_t day = r->report[i]->published.day;
        if (day == DAY_UNKNOWN) continue;
        if (from == DAY_UNKNOWN || day < from) from = day;
        if (to == DAY_UNKNOWN || day > to) to = day;
    }
    Slice when = days(p, from, to);
    uint32_t n = r->n_reports - p->brief->replaced, old = p->brief->replaced;
    snprintf(text, sizeof text, "%u report%s", n, n == 1 ? "" : "s");
    page_text(p, text);
    if (old) {
        snprintf(text, sizeof text, "(+%u earlier version%s)", old, old == 1 ? "" : "s");
        page_text(p, text);
    }
    if (when.n) {
        page_text(p, "of");
        page_put(p, when);
    }
    if (n < 2) return;
    snprintf(text, sizeof text, "%u independent voice%s", p->brief->voices,
             p->brief->voices == 1 ? "" : "s");
    page_glue(p, SLICE(","));
    page_text(p, text);
}

static void dash_voices(Page *p, const BriefVoices *voices)
{
    page_text(p, "\xE2\x80\x94");
    page_voices(p, voices, MOST_VOICES);
}

static void put_sentence(Page *p, const BriefSentence *s)
{
    page_line(p, 2, 0);
    page_put(p, slice_span(p->record->report[s->report]->text, s->span));
    dash_voices(p, &s->own);
    if (s->also.n) {
        page_glue(p, SLICE(";"));
        page_text(p, "of the same event also");
        page_voices(p, &s->also, MOST_VOICES);
    }
    page_context(p, s->report, s->span);
}

static void put_answers(Page *p, const BriefFact *f)
{
    for (uint32_t i = 0; i < f->answers.n; i++) {
        if (i) page_glue(p, SLICE(";"));
        page_put(p, f->answers.at[i].words);
        dash_voices(p, &f->answers.at[i].voices);
    }
}

static bool of_the_lead(const Brief *b, const RecordFact *f)
{
    for (uint32_t i = 0; f->about == ABOUT_EVENT && i < b->lead_events.n; i++)
        if (b->lead_events.at[i] == f->index) return true;
    return false;
}

static void key_label(Page *p, Slice label)
{
    page_line(p, 2, 9);
    page_ink(p, INK_BOLD);
    page_put(p, label);
    page_ink(p, INK_PLAIN);
    page_tab(p, 11);
}

/* "Killed    four - Adria [1]" of the news, but not what is a question further down. */
static void put_keys(Page *p)
{
    const Brief *b = p->brief;
    Slice attribute, label;
    for (uint32_t k = 0; b->phrases && phrases_key(b->phrases, k, &attribute, &label); k++)
        for (uint32_t i = 0; i < b->facts.n; i++) {
            const BriefFact *f = &b->facts.at[i];
            const RecordFact *fact = &p->record->facts.at[f->fact];
            if (f->place < BRIEF_AGREE || !slice_eq(fact->attribute, attribute) ||
                !of_the_lead(b, fact))
                continue;
            key_label(p, label);
            put_answers(p, f);
            break;
        }
}

static void the_news(Page *p)
{
    const Brief *b = p->brief;
    if (!b->lead.n) return;
    page_heading(p, "WHAT HAPPENED");
    for (uint32_t i = 0; i < b->lead.n; i++)
        put_sentence(p, &b->lead.at[i]);
    put_keys(p);
}

/* ---- questions ---- */

/* Is there room for all answers on the line of the question? */
static bool fits(const Page *p, const BriefFact *f)
{
    size_t n = 4 + f->question.n;
    for (uint32_t i = 0; i < f->answers.n; i++) {
        n += f->answers.at[i].words.n + 5;
        for (uint32_t k = 0; k < f->answers.at[i].voices.n && k < MOST_VOICES; k++)
            n += p->brief->outlet[f->answers.at[i].voices.at[k].report].n + 6;
    }
    return n <= p->width;
}

static void put_answer(Page *p, const BriefAnswer *a, Ink ink, bool line)
{
    if (line) page_line(p, 4, 2);
    page_ink(p, ink);
    page_put(p, a->words);
    page_ink(p, INK_PLAIN);
    dash_voices(p, &a->voices);
    if (a->citing.n) {
        page_glue(p, SLICE(","));
        page_text(p, "citing");
        page_put(p, a->citing);
    }
}

static void put_question(Page *p, const BriefFact *f)
{
    bool one_line = !p->context && fits(p, f),
         differs = f->place == BRIEF_DIFFER || f->place == BRIEF_MINOR;
    page_line(p, 2, 2);
    page_ink(p, INK_BOLD);
    page_put(p, f->question);
    page_ink(p, INK_PLAIN);
    for (uint32_t i = 0; i < f->answers.n; i++) {
        if (one_line && i) page_glue(p, SLICE(";"));
        put_answer(p, &f->answers.at[i], differs ? INK_RED : INK_BOLD, !one_line);
        for (uint32_t k = 0; k < f->answers.at[i].voices.n && p->context; k++)
            page_context(p, f->answers.at[i].voices.at[k].report, f->answers.at[i].voices.at[k].at);
    }
}

static void questions(Page *p, BriefPlace place, const char *title, uint32_t most)
{
    uint32_t shown = 0, left = 0;
    for (uint32_t i = 0; i < p->brief->facts.n; i++) {
        BriefPlace own = p->brief->facts.at[i].place;
        if (own != place && !(p->all && place == BRIEF_DIFFER && own == BRIEF_MINOR)) continue;
        if (!p->all && shown >= most) {
            left++;
            continue;
        }
        if (!shown++) page_heading(p, title);
        put_question(p, &p->brief->facts.at[i]);
    }
    page_more(p, left);
}

/* ---- who said what ---- */

static void put_statement(Page *p, const RecordStatement *s)
{
    const RecordVersion *v = brief_fullest(s);
    BriefVoices voices = {0};
    page_line(p, 4, 2);
    Slice cue = brief_cue(p->record, s, v);
    if (cue.n) {
        page_ink(p, INK_DIM);
        page_put(p, cue);
        page_glue(p, SLICE(":"));
        page_ink(p, INK_PLAIN);
    }
    for (uint32_t i = 0; i < v->content.n; i++) {
        if (i) page_text(p, "...");
        Slice words = slice_span(p->record->report[v->report]->text, v->content.at[i]);
        if (!i) words = brief_plain_start(words);
        page_put(p, words);
    }
    Slice when = brief_said_when(p->brief, v);
    if (when.n) page_paren(p, when);
    if (v->via_note.n) page_paren(p, v->via_note);
    for (uint32_t i = 0; i < v->via.n; i++) {
        if (v->via.at[i] == s->speaker) continue;
        page_text(p, "\xE2\x86\x90");
        page_put(p, p->record->entities.at[v->via.at[i]].name);
    }
    bool room = true;
    for (uint32_t i = 0; i < s->versions.n && room; i++)
        if (s->versions.at[i].content.n)
            room = brief_voice(p->brief, &voices, s->versions.at[i].report,
                               s->versions.at[i].content.at[0]);
    brief_fold(p->brief, &voices);
    for (uint32_t i = 0; i < voices.n && i < MOST_VOICES; i++)
        page_ref(p, voices.at[i].report);
    page_context(p, v->report, v->content.at[0]);
}

static void put_speaker(Page *p, const BriefSpeaker *s, uint32_t most)
{
    page_line(p, 2, 2);
    page_ink(p, INK_BOLD);
    page_put(p, s->name.n ? s->name : SLICE("Source not told"));
    page_ink(p, INK_PLAIN);
    Slice office = s->entity != NONE ? brief_office(p->brief, &p->record->entities.at[s->entity])
                                     : (Slice){"", 0};
    if (office.n) {
        page_glue(p, SLICE(","));
        page_cut(p, office, 60);
    }
    for (uint32_t i = 0; i < s->statements.n && i < most; i++)
        put_statement(p, &p->record->statements.at[s->statements.at[i]]);
}

/* What the record has and the list has not: words inside another's, pieces, those of nobody told.
 */
static void put_rest(Page *p, const Brief *b)
{
    char text[96];
    uint32_t rest = brief_untold(b);
    if (!rest) return;
    snprintf(text, sizeof text, "... and %u that %s no line of %s own (--format csv)", rest,
             rest == 1 ? "makes" : "make", rest == 1 ? "its" : "their");
    page_line(p, 2, 0);
    page_ink(p, INK_DIM);
    page_text(p, text);
    page_ink(p, INK_PLAIN);
}

static void who_said_what(Page *p)
{
    enum { SPEAKERS = 10, EACH = 2, UNTOLD = 3 };
    const Brief *b = p->brief;
    uint32_t left = 0;
    if (!b->speakers.n) return;
    page_heading(p, "WHO SAID WHAT");
    for (uint32_t i = 0; i < b->speakers.n; i++) {
        const BriefSpeaker *s = &b->speakers.at[i];
        uint32_t most = p->all          ? UINT32_MAX
                        : i >= SPEAKERS ? 0
                        : s->name.n     ? (i < 3 ? EACH + 1 : EACH)
                                        : UNTOLD;
        if (most) put_speaker(p, s, most);
        left += s->statements.n > most ? s->statements.n - most : 0;
    }
    page_more(p, left);
    if (p->all) put_rest(p, b);
}

/* ---- told alike, told by one ---- */

static void told_alike(Page *p)
{
    const Brief *b = p->brief;
    uint32_t shown = 0, left = 0;
    for (uint32_t i = 0; i < b->facts.n; i++) {
        const BriefFact *f = &b->facts.at[i];
        if (f->place != BRIEF_AGREE || brief_covered(b, i)) continue;
        if (!p->all && shown >= 8) {
            left++;
            continue;
        }
        if (!shown++) {
            page_heading(p, "TOLD ALIKE");
            page_line(p, 2, 0);
        } else
            page_glue(p, SLICE(";"));
        page_put(p, slice_span(p->record->report[f->clause.report]->text, f->clause.span));
        for (uint32_t k = 0; k < f->answers.at[0].voices.n && k < MOST_VOICES; k++)
            page_ref(p, f->answers.at[0].voices.at[k].report);
    }
    page_more(p, left);
}

static void told_by_one(Page *p)
{
    const Brief *b = p->brief;
    uint32_t shown = 0, left = 0;
    for (uint32_t i = 0; i < b->facts.n; i++) {
        const BriefFact *f = &b->facts.at[i];
        if (f->place != BRIEF_ALONE || brief_covered(b, i) || b->voices < 2) continue;
        if (!p->all && shown >= 5) {
            left++;
            continue;
        }
        if (!shown++) page_heading(p, "FIGURES OF ONE OUTLET ALONE");
        page_line(p, 2, 2);
        page_put(p, slice_span(p->record->report[f->clause.report]->text, f->clause.span));
        dash_voices(p, &f->answers.at[0].voices);
        page_context(p, f->clause.report, f->clause.span);
    }
    page_more(p, left);
}

/* ---- when ---- */

static void put_event(Page *p, const BriefEvent *line)
{
    const RecordEvent *e = &p->record->events.at[line->event];
    page_line(p, 2, 2);
    if (line->dated) {
        page_ink(p, INK_BOLD);
        page_put(p, days(p, e->from, e->to));
        page_ink(p, INK_PLAIN);
        page_glue(p, SLICE(":"));
    }
    page_put(p, slice_span(p->record->report[line->report]->text, line->clause));
    if (line->citing.n) {
        page_glue(p, SLICE(","));
        page_text(p, "citing");
        page_put(p, line->citing);
    }
    if (!line->plain) {
        page_ink(p, INK_DIM);
        page_paren(p, slice_of(modality_name[e->modality]));
        page_ink(p, INK_PLAIN);
    }
    page_ref(p, line->report);
    for (uint32_t i = 0; i < line->own.n && i < MOST_VOICES; i++)
        if (line->own.at[i].report != line->report) page_ref(p, line->own.at[i].report);
    if (line->also.n) {
        page_glue(p, SLICE(";"));
        page_text(p, "of the same event also");
    }
    for (uint32_t i = 0; i < line->also.n && i < MOST_VOICES; i++)
        page_ref(p, line->also.at[i].report);
    page_context(p, line->report, line->clause);
}

static void events(Page *p, const BriefEvent *at, uint32_t n, const char *title, uint32_t most)
{
    enum { MOST_UNDATED = 4 };
    uint32_t shown = 0, left = 0, undated = 0;
    bool dated = false;
    for (uint32_t i = 0; i < n; i++) {
        bool day = at[i].dated;
        if (!p->all && (at[i].rank >= most || (!day && undated >= MOST_UNDATED))) {
            left++;
            continue;
        }
        undated += !day;
        if (!shown++) page_heading(p, title);
        if (dated && !day) {
            page_line(p, 1, 0);
            page_ink(p, INK_DIM);
            page_text(p, "without a sure day:");
            page_ink(p, INK_PLAIN);
        }
        dated = day;
        put_event(p, &at[i]);
    }
    page_more(p, left);
}

/* ---- who is who ---- */

static void put_entity(Page *p, const RecordEntity *e)
{
    BriefRole role[BRIEF_ROLES];
    uint32_t roles = brief_roles(p->brief, e, role), spellings = 0;
    page_line(p, 2, 2);
    page_ink(p, INK_BOLD);
    page_put(p, e->name);
    page_ink(p, INK_PLAIN);
    for (uint32_t i = 0; i < roles; i++) {
        if (i)
            page_glue(p, SLICE(";"));
        else
            page_text(p, "\xE2\x80\x94");
        page_put(p, role[i].words);
        page_ref(p, role[i].at.report);
    }
    for (uint32_t i = 0; i < e->spellings.n && spellings < 4; i++) {
        if (!brief_spelling(e, i)) continue;
        page_text(p, spellings++ ? "/" : "| also:");
        page_put(p, e->spellings.at[i].text);
    }
}

static bool has_line(const Page *p, const RecordEntity *e)
{
    BriefRole role[BRIEF_ROLES];
    for (uint32_t i = 0; i < e->spellings.n; i++)
        if (brief_spelling(e, i)) return true;
    return brief_roles(p->brief, e, role) > 0;
}

/* Those of whom the reports tell the name alone, by kind, on one line. */
static void put_names(Page *p, EntityKind kind, const char *title, uint32_t most)
{
    const Brief *b = p->brief;
    for (uint32_t i = 0, shown = 0; i < b->entities.n && shown < most; i++) {
        const RecordEntity *e = &p->record->entities.at[b->entities.at[i]];
        if (e->kind != kind || has_line(p, e) || (!p->all && !memchr(e->name.p, ' ', e->name.n)))
            continue;
        if (!shown++) {
            page_line(p, 2, 2);
            page_text(p, title);
        } else
            page_glue(p, SLICE(","));
        page_put(p, e->name);
    }
}

static void who_is_who(Page *p)
{
    const Brief *b = p->brief;
    uint32_t most = p->all ? UINT32_MAX : 10, shown = 0;
    if (b->entities.n) page_heading(p, "WHO IS WHO");
    for (uint32_t i = 0; i < b->entities.n && shown < most; i++) {
        const RecordEntity *e = &p->record->entities.at[b->entities.at[i]];
        if (!has_line(p, e)) continue;
        shown++;
        put_entity(p, e);
    }
    put_names(p, ENTITY_PERSON, "People:", most);
    if (!p->all) return;
    put_names(p, ENTITY_ORG, "Bodies:", most);
    put_names(p, ENTITY_PLACE, "Places:", most);
}

/* ---- sources ---- */

static void put_date(Page *p, const Report *r)
{
    char room[PUBLISHED_ROOM];
    Slice when = p->brief && r->published.day != DAY_UNKNOWN
                     ? days(p, r->published.day, r->published.day)
                     : phrases_published(p->phrases, r->published.value, room);
    page_glue(p, SLICE(";"));
    if (!when.n) {
        page_text(p, "no date known");
        return;
    }
    page_put(p, when);
    page_text(p, "(known from");
    page_text(p, phrases_basis(r->published.basis));
    page_glue(p, SLICE(")"));
}

static void put_damage(Page *p, const Report *r)
{
    char room[DAMAGE_ROOM];
    Slice damage = phrases_damage(r, room);
    if (!damage.n) return;
    page_glue(p, SLICE(";"));
    page_put(p, damage);
}

static void put_source(Page *p, uint32_t i)
{
    const Report *r = p->record->report[i];
    char number[16], text[40], room[PUBLISHED_ROOM];
    snprintf(number, sizeof number, "[%u]", i + 1);
    page_line(p, 2, 4);
    page_text(p, number);
    page_put(p, r->outlet.n ? r->outlet : SLICE("outlet unknown"));
    for (uint32_t k = 0; k < r->agencies.n; k++) {
        if (k) page_glue(p, SLICE(","));
        if (!k) page_text(p, "credits");
        page_put(p, r->agencies.at[k]);
    }
    if (r->byline.n) {
        page_glue(p, SLICE(";"));
        page_text(p, "by");
        page_put(p, r->byline);
    }
    if (r->dateline.place.n) {
        page_glue(p, SLICE(";"));
        page_text(p, "from");
        page_put(p, r->dateline.place);
    }
    put_date(p, r);
    Slice unread = phrases_unread(r, room);
    if (unread.n) {
        page_glue(p, SLICE(";"));
        page_put(p, unread);
    }
    if (p->record->copy_of[i] != NONE) {
        snprintf(text, sizeof text, "; a copy of [%u]", p->record->copy_of[i] + 1);
        page_glue(p, slice_of(text));
    }
    if (report_replaced(p->record, i)) {
        snprintf(text, sizeof text, "; an earlier version of [%u]", p->record->replaced_by[i] + 1);
        page_glue(p, slice_of(text));
    }
    if (r->partial) page_glue(p, SLICE("; cut short by a limit"));
    if (report_left_out(r).n) {
        page_glue(p, SLICE("; left out of the page:"));
        page_put(p, report_left_out(r));
    }
    put_damage(p, r);
    page_line(p, 6, 2);
    page_put(p, r->url.n ? r->url : phrases_source(r));
    if (r->member.n && !r->url.n) {
        page_text(p, "#");
        page_glue(p, r->member);
    }
}

static void sources(Page *p)
{
    page_heading(p, "SOURCES");
    for (uint32_t i = 0; i < p->record->n_reports; i++)
        put_source(p, i);
}

void out_text(const Brief *brief, const dln_write_options *options, Sink *sink)
{
    Page page = page_open(brief->record, options, sink), *p = &page;
    page.brief = brief;
    page.phrases = brief->phrases;
    story_head(p);
    if (brief_silent(brief)) {
        page_line(p, 0, 0);
        page_line(p, 0, 0);
        page_text(p, BRIEF_SILENT);
    }
    the_news(p);
    questions(p, BRIEF_DIFFER, "WHERE THE REPORTS DIFFER", UINT32_MAX);
    questions(p, BRIEF_PARTIES, "WHAT THE PARTIES DISPUTE", 6);
    questions(p, BRIEF_CHANGED, "WHAT CHANGED", 6);
    questions(p, BRIEF_EXACT, "WHERE ONE IS MORE EXACT", 5);
    text_versions(p);
    who_said_what(p);
    told_alike(p);
    told_by_one(p);
    events(p, brief->events.at, brief->events.n, "WHEN", 10);
    who_is_who(p);
    events(p, brief->background.at, brief->background.n, "BACKGROUND", 5);
    sources(p);
    sink_text(sink, "\n");
}

static void put_report_text(Page *p, uint32_t index)
{
    const Report *r = p->record->report[index];
    p->fresh = true;
    page_ink(p, INK_BOLD);
    page_put(p, r->title.n ? r->title : phrases_source(r));
    page_ink(p, INK_PLAIN);
    put_source(p, index);
    for (uint32_t i = 0; i < r->blocks.n; i++) {
        BlockKind kind = r->blocks.at[i].kind;
        if (kind == BLOCK_MARKUP) continue;
        page_line(p, 0, 0);
        page_line(p, 0, 0);
        if (kind != BLOCK_BODY) {
            page_ink(p, INK_DIM);
            sink_printf(p->sink, "[%s] ", block_name[kind]);
            p->column += (uint32_t)strlen(block_name[kind]) + 3;
            page_ink(p, INK_PLAIN);
        }
        page_put(p, slice_span(r->text, r->blocks.at[i].span));
    }
    sink_text(p->sink, "\n\n");
}

void out_reports_text(const Record *record, const dln_write_options *options,
                      const Phrases *phrases, Sink *sink)
{
    Page page = page_open(record, options, sink);
    page.phrases = phrases;
    for (uint32_t i = 0; i < record->n_reports; i++)
        put_report_text(&page, i);
}
