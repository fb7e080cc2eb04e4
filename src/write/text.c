/* text.c - the record as a newsroom's brief: what happened, who said what, where the reports
 * differ, who is who, sources.
 *
 * In: a Record, columns, colour. Out: UTF-8 lines. Every line ends with references [report:byte];
 * --format json has the exact spans. Control bytes of the reports never reach the terminal. Known
 * limit: a column is a code point; wide East Asian letters take two. */
#include "base/civil.h"
#include "base/utf8.h"
#include "write/out.h"
#include <stdio.h>

typedef struct Page {
    const Record *record;
    Sink *sink;
    uint32_t width, indent, column;
    bool colour, all, fresh;
} Page;

enum { SHORT_LIST = 12, MAX_REFS = 6 };

static const char *const bold = "\033[1m", *const red = "\033[31m", *const dim = "\033[2m",
                         *const plain = "\033[0m";

static void ink(Page *p, const char *code)
{
    if (p->colour) sink_text(p->sink, code);
}

static void new_line(Page *p, uint32_t indent)
{
    sink_text(p->sink, "\n");
    for (uint32_t i = 0; i < indent; i++)
        sink_text(p->sink, " ");
    p->column = p->indent = indent;
    p->fresh = true;
}

static uint32_t columns_of(Slice word)
{
    uint32_t points, units;
    utf8_count(word, &points, &units);
    return points;
}

static void put_word(Page *p, Slice word, bool space)
{
    uint32_t n = columns_of(word);
    if (!p->fresh && p->column + n + space > p->width)
        new_line(p, p->indent);
    else if (!p->fresh && space) {
        sink_text(p->sink, " ");
        p->column++;
    }
    sink_add(p->sink, word);
    p->column += n;
    p->fresh = false;
}

static bool white(char c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

/* Byte behind the character at `i`, told to be harmful or not. */
static bool harmless(Slice text, size_t i, size_t *after)
{
    *after = i;
    uint32_t c = utf8_next(text, after);
    return c != UTF8_BAD && char_harm(c) == CHAR_PLAIN;
}

/* Words of `text`, wrapped; what a terminal would act on is dropped. `glue`: the first word follows
 * without a blank. */
static void put_glued(Page *p, Slice text, bool glue)
{
    for (size_t i = 0; i < text.n;) {
        size_t b = i, after = i + 1;
        while (i < text.n && !white(text.p[i]) && harmless(text, i, &after))
            i = after;
        if (i > b) {
            put_word(p, (Slice){text.p + b, i - b}, !glue);
            glue = false;
        } else
            i = after > i ? after : i + 1;
    }
}

static void put(Page *p, Slice text)
{
    put_glued(p, text, false);
}
static void puts_(Page *p, const char *text)
{
    put(p, slice_of(text));
}

static void heading(Page *p, const char *text)
{
    new_line(p, 0);
    new_line(p, 0);
    ink(p, bold);
    puts_(p, text);
    ink(p, plain);
}

static void reference(Page *p, uint32_t report, Span span)
{
    char text[32];
    int n = snprintf(text, sizeof text, "[%u:%u]", report + 1, span.b);
    ink(p, dim);
    put_word(p, (Slice){text, (size_t)n}, true);
    ink(p, plain);
}

static void day_text(int32_t day, char out[16])
{
    int32_t year;
    uint32_t month, dom;
    civil_from_day(day, &year, &month, &dom);
    snprintf(out, 16, "%04d-%02u-%02u", year, month, dom);
}

static bool civil_month_ends(int32_t day)
{
    int32_t year;
    uint32_t month, dom;
    civil_from_day(day, &year, &month, &dom);
    return dom == month_length(year, month);
}

/* A day, a stretch of days; a whole month or year as such. */
static void put_days(Page *p, int32_t from, int32_t to)
{
    char a[16], b[16], text[40];
    if (from == DAY_UNKNOWN && to == DAY_UNKNOWN) {
        puts_(p, "date unknown");
        return;
    }
    day_text(from == DAY_UNKNOWN ? to : from, a);
    day_text(to == DAY_UNKNOWN ? from : to, b);
    bool month = from != DAY_UNKNOWN && to != DAY_UNKNOWN && strncmp(a, b, 7) == 0 &&
                 strcmp(a + 8, "01") == 0;
    bool last = month && civil_month_ends(to),
         year = from != DAY_UNKNOWN && to != DAY_UNKNOWN && strncmp(a, b, 4) == 0 &&
                strcmp(a + 5, "01-01") == 0 && strcmp(b + 5, "12-31") == 0;
    if (year)
        snprintf(text, sizeof text, "%.4s", a);
    else if (last)
        snprintf(text, sizeof text, "%.7s", a);
    else if (from == DAY_UNKNOWN)
        snprintf(text, sizeof text, "until %s", b);
    else if (to == DAY_UNKNOWN)
        snprintf(text, sizeof text, "from %s", a);
    else
        snprintf(text, sizeof text, strcmp(a, b) ? "%s to %s" : "%s", a, b);
    puts_(p, text);
}

static Slice entity_name(const Page *p, uint32_t entity)
{
    return entity < p->record->entities.n ? p->record->entities.at[entity].name : SLICE("?");
}

/* ---- what happened ---- */

/* A party already named: the same one, or another of the same words ("experts"). */
static bool named_before(const Page *p, const RecordEvent *e, uint32_t part)
{
    for (uint32_t i = 0; i < part; i++)
        if (e->parts.at[i].role == e->parts.at[part].role &&
            slice_eq_nocase(record_part_name(p->record, &e->parts.at[i]),
                            record_part_name(p->record, &e->parts.at[part])))
            return true;
    return false;
}

static uint32_t put_parts(Page *p, const RecordEvent *e, PartRole role)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->parts.n; i++) {
        if (e->parts.at[i].role != role || named_before(p, e, i)) continue;
        if (n++) put_glued(p, SLICE(","), true);
        put(p, record_part_name(p->record, &e->parts.at[i]));
    }
    return n;
}

/* What happened in a report's own words ("used its veto"): of the first mention that has the
 * event's name in it ("trip", not "will make"), else of the first; the name itself when there are
 * no words. */
static Slice event_words(const Page *p, const RecordEvent *e)
{
    Slice first = {"", 0};
    for (uint32_t i = 0; i < e->mentions.n; i++) {
        Slice words = slice_span(p->record->report[e->mentions.at[i].report]->text,
                                 e->mentions.at[i].trigger);
        if (e->label.n && slice_find(words, e->label) != SIZE_MAX) return words;
        if (!first.n) first = words;
    }
    return first.n ? first : e->label;
}

static void put_event(Page *p, const RecordEvent *e)
{
    new_line(p, 2);
    p->indent = 4;
    if (e->from != DAY_UNKNOWN || e->to != DAY_UNKNOWN) {
        put_days(p, e->from, e->to);
        put_glued(p, SLICE(":"), true);
    }
    ink(p, bold);
    put(p, event_words(p, e));
    ink(p, plain);
    if (e->type.n) {
        Slice type = e->type;
        char text[40];
        snprintf(text, sizeof text, "(%.*s)", (int)(type.n < 30 ? type.n : 30), type.p);
        puts_(p, text);
    }
    if (e->modality != MODALITY_HAPPENED) {
        puts_(p, "\xE2\x80\x94");
        puts_(p, modality_name[e->modality]);
    }
    bool acted = false, there = false;
    for (uint32_t i = 0; i < e->parts.n; i++) {
        acted = acted || e->parts.at[i].role == PART_ACTOR;
        there = there || (e->place != NONE && e->parts.at[i].entity == e->place);
    }
    if (acted) puts_(p, "\xE2\x80\x94");
    put_parts(p, e, PART_ACTOR);
    for (uint32_t i = 0; i < e->parts.n; i++)
        if (e->parts.at[i].role == PART_RECIPIENT) {
            puts_(p, "\xE2\x86\x92");
            put_parts(p, e, PART_RECIPIENT);
            break;
        }
    for (uint32_t i = 0; i < e->parts.n; i++)
        if (e->parts.at[i].role == PART_OTHER) {
            puts_(p, "with");
            put_parts(p, e, PART_OTHER);
            break;
        }
    if (e->place != NONE && !there) {
        puts_(p, "in");
        put(p, entity_name(p, e->place));
    }
    for (uint32_t i = 0; i < e->mentions.n && i < MAX_REFS; i++)
        reference(p, e->mentions.at[i].report, e->mentions.at[i].trigger);
    if (e->mentions.n > MAX_REFS) puts_(p, "...");
}

static void more_line(Page *p, uint32_t left)
{
    char text[64];
    if (!left) return;
    snprintf(text, sizeof text, "... and %u more (--all)", left);
    new_line(p, 2);
    puts_(p, text);
}

static bool told_by_report(const RecordEvent *e)
{ /* not only by somebody it cites */
    for (uint32_t i = 0; i < e->vouched_by.n; i++)
        if (e->vouched_by.at[i].is_report) return true;
    return false;
}

/* The brief leaves out what one report alone says in passing, without a date or two parties, or has
 * somebody say; --all shows it. */
static bool is_telling(const RecordEvent *e)
{
    bool shared = false;
    for (uint32_t i = 1; i < e->mentions.n && !shared; i++)
        shared = e->mentions.at[i].report != e->mentions.at[0].report;
    return shared || (e->parts.n && e->from != DAY_UNKNOWN) ||
           (e->parts.n >= 2 && e->type.n && told_by_report(e));
}

static void what_happened(Page *p)
{
    const Record *r = p->record;
    for (int background = 0; background < 2; background++) {
        uint32_t shown = 0, left = 0;
        bool undated = false;
        for (uint32_t i = 0; i < r->events.n; i++) {
            if (r->events.at[i].background != (background == 1)) continue;
            if (!p->all &&
                (shown >= (background ? 6u : 2u * SHORT_LIST) || !is_telling(&r->events.at[i]))) {
                left++;
                continue;
            }
            if (!shown++) heading(p, background ? "EARLIER, TOLD ALONG THE WAY" : "WHAT HAPPENED");
            bool day = r->events.at[i].from != DAY_UNKNOWN || r->events.at[i].to != DAY_UNKNOWN;
            if (!day && !undated) {
                new_line(p, 1);
                ink(p, dim);
                puts_(p, "on a day not told:");
                ink(p, plain);
            }
            undated = !day;
            put_event(p, &r->events.at[i]);
        }
        more_line(p, left);
    }
}

/* ---- who said what ---- */

static void put_version(Page *p, const RecordStatement *s, const RecordVersion *v)
{
    const Report *report = p->record->report[v->report];
    new_line(p, 4);
    p->indent = 6;
    if (v != s->versions.at) {
        ink(p, dim);
        puts_(p, "or:");
        ink(p, plain);
    }
    if (s->polarity != POLARITY_SAYS) {
        puts_(p, s->polarity == POLARITY_ORDERS ? "calls for" : polarity_name[s->polarity]);
        put_glued(p, SLICE(":"), true);
    }
    for (uint32_t i = 0; i < v->content.n; i++) {
        if (i) puts_(p, "...");
        put(p, slice_span(report->text, v->content.at[i]));
    }
    if (v->via_note.n) {
        puts_(p, "(");
        put_glued(p, v->via_note, true);
        put_glued(p, SLICE(")"), true);
    }
    for (uint32_t i = 0; i < v->via.n; i++) {
        puts_(p, "\xE2\x86\x90");
        put(p, entity_name(p, v->via.at[i]));
    }
    if (v->content.n) reference(p, v->report, v->content.at[0]);
    for (uint32_t k = 1; s->same_words && k < s->versions.n && k < MAX_REFS; k++)
        if (s->versions.at[k].content.n)
            reference(p, s->versions.at[k].report, s->versions.at[k].content.at[0]);
}

static void put_speaker(Page *p, uint32_t speaker)
{
    new_line(p, 2);
    ink(p, bold);
    if (speaker == NONE)
        puts_(p, "Speaker not named or not sure");
    else
        put(p, entity_name(p, speaker));
    ink(p, plain);
    if (speaker == NONE) return;
    const RecordEntity *e = &p->record->entities.at[speaker];
    if (e->roles.n) {
        put_glued(p, SLICE(","), true);
        put(p, e->roles.at[0].text);
    }
}

static void put_statements_of(Page *p, uint32_t speaker)
{
    const Record *r = p->record;
    put_speaker(p, speaker);
    for (uint32_t i = 0; i < r->statements.n; i++) {
        const RecordStatement *s = &r->statements.at[i];
        if (s->speaker != speaker) continue;
        for (uint32_t k = 0; k < (s->same_words ? 1u : s->versions.n); k++)
            put_version(p, s, &s->versions.at[k]);
    }
}

static void who_said_what(Page *p)
{
    const Record *r = p->record;
    if (!r->statements.n) return;
    heading(p, "WHO SAID WHAT");
    bool unnamed = false;
    for (uint32_t i = 0; i < r->statements.n; i++) {
        uint32_t speaker = r->statements.at[i].speaker;
        bool first = true;
        if (speaker == NONE) {
            unnamed = true;
            continue;
        }
        for (uint32_t k = 0; k < i && first; k++)
            first = r->statements.at[k].speaker != speaker;
        if (first) put_statements_of(p, speaker);
    }
    if (unnamed) put_statements_of(p, NONE);
}

/* ---- where the reports differ ---- */

static void put_about(Page *p, const RecordFact *f)
{
    const Record *r = p->record;
    if (f->about == ABOUT_EVENT) {
        const RecordEvent *e = &r->events.at[f->index];
        put(p, event_words(p, e));
        if (e->parts.n) {
            puts_(p, "(");
            put_glued(p, record_part_name(p->record, &e->parts.at[0]), true);
            put_glued(p, SLICE(")"), true);
        }
    } else if (f->about == ABOUT_ENTITY)
        put(p, entity_name(p, f->index));
    else if (f->about == ABOUT_STATEMENT) {
        puts_(p, "statement of");
        put(p, entity_name(p, r->statements.at[f->index].speaker));
    } else
        puts_(p, "the story");
    put_glued(p, SLICE(","), true);
    put(p, f->attribute);
    put_glued(p, SLICE(":"), true);
}

static Slice outlet_of(const Page *p, uint32_t report)
{
    const Report *r = p->record->report[report];
    if (r->outlet.n) return r->outlet;
    if (r->agencies.n) return r->agencies.at[0];
    Slice name = r->source; /* the file's own name, without its folders */
    for (size_t i = 0; i < r->source.n; i++)
        if (r->source.p[i] == '/' && i + 1 < r->source.n)
            name = (Slice){r->source.p + i + 1, r->source.n - i - 1};
    return name;
}

/* A value as the first report has it ("more than two hours", "$4.2bn"); days in their normal form,
 * for "Friday" does not tell which. */
static Slice value_words(const Page *p, const RecordFact *f, const RecordValue *v)
{
    static const char *const days[] = {"date", "begin",  "end",   "time",
                                       "rank", "status", "place", "participant"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (slice_is(f->attribute, days[i])) return v->value;
    if (!v->evidence.n || v->evidence.at[0].span.e - v->evidence.at[0].span.b > 60) return v->value;
    return slice_span(p->record->report[v->evidence.at[0].report]->text, v->evidence.at[0].span);
}

static void put_fact(Page *p, const RecordFact *f)
{
    new_line(p, 2);
    p->indent = 4;
    put_about(p, f);
    for (uint32_t i = 0; i < f->values.n; i++) {
        const RecordValue *v = &f->values.at[i];
        if (i) put_glued(p, SLICE(";"), true);
        if (f->verdict == DLN_CONFLICT) ink(p, red);
        put(p, value_words(p, f, v));
        ink(p, plain);
        for (uint32_t k = 0; k < v->evidence.n && k < MAX_REFS; k++) {
            if (k == 0 || v->evidence.at[k].report != v->evidence.at[k - 1].report)
                put(p, outlet_of(p, v->evidence.at[k].report));
            reference(p, v->evidence.at[k].report, v->evidence.at[k].span);
        }
    }
    if (f->verdict == DLN_CONFLICT || f->verdict == DLN_REFINED) {
        puts_(p, "(");
        put_glued(p, f->why, true);
        put_glued(p, SLICE(")"), true);
    }
}

static void facts_of(Page *p, dln_verdict verdict, const char *title, uint32_t most)
{
    uint32_t shown = 0, left = 0;
    for (uint32_t i = 0; i < p->record->facts.n; i++) {
        const RecordFact *f = &p->record->facts.at[i];
        if (f->verdict != verdict) continue;
        if (!p->all && shown >= most) {
            left++;
            continue;
        }
        if (!shown++) heading(p, title);
        put_fact(p, f);
    }
    more_line(p, left);
}

/* ---- who is who, sources ---- */

/* The titles of an entity, each once with the reports that use it: "Interior Minister [1:233]
 * [2:96]". */
static void put_roles(Page *p, const RecordEntity *e)
{
    enum { ROLES_SHOWN = 8 };
    uint32_t n = e->roles.n < ROLES_SHOWN ? e->roles.n : ROLES_SHOWN;
    for (uint32_t i = 0; i < n; i++) {
        bool said = false;
        for (uint32_t k = 0; k < i; k++)
            said |= slice_eq(e->roles.at[k].text, e->roles.at[i].text);
        if (said) continue;
        put_glued(p, SLICE(";"), true);
        put(p, e->roles.at[i].text);
        for (uint32_t k = i; k < n; k++)
            if (slice_eq(e->roles.at[k].text, e->roles.at[i].text))
                reference(p, e->roles.at[k].at.report, e->roles.at[k].at.span);
    }
}

static void put_entity(Page *p, const RecordEntity *e)
{
    new_line(p, 2);
    p->indent = 4;
    ink(p, bold);
    put(p, e->name);
    ink(p, plain);
    puts_(p, "\xE2\x80\x94");
    puts_(p, entity_kind_name[e->kind]);
    if (e->country[0]) {
        put_glued(p, SLICE(","), true);
        puts_(p, e->country);
    }
    put_roles(p, e);
    for (uint32_t i = 0, n = 0; i < e->spellings.n; i++) {
        if (slice_eq(e->spellings.at[i].text, e->name)) continue;
        puts_(p, n++ ? "/" : "| also:");
        put(p, e->spellings.at[i].text);
        if (e->spellings.at[i].note.n) {
            puts_(p, "(");
            put_glued(p, e->spellings.at[i].note, true);
            put_glued(p, SLICE(")"), true);
        }
    }
    if (e->mentions.n) reference(p, e->mentions.at[0].report, e->mentions.at[0].span);
}

static void who_is_who(Page *p)
{
    const Record *r = p->record;
    uint32_t shown = 0, left = 0;
    for (uint32_t i = 0; i < r->entities.n; i++) {
        if (!p->all && (shown >= 2 * SHORT_LIST || r->entities.at[i].spellings.n == 0)) {
            left++;
            continue;
        }
        if (!shown++) heading(p, "WHO IS WHO");
        put_entity(p, &r->entities.at[i]);
    }
    more_line(p, left);
}

static void put_source(Page *p, uint32_t i)
{
    const Report *r = p->record->report[i];
    char number[16];
    snprintf(number, sizeof number, "[%u]", i + 1);
    new_line(p, 2);
    p->indent = 6;
    puts_(p, number);
    put(p, r->outlet.n ? r->outlet : SLICE("outlet unknown"));
    if (r->agencies.n) {
        puts_(p, "credits");
        for (uint32_t k = 0; k < r->agencies.n; k++) {
            put(p, r->agencies.at[k]);
            if (k + 1 < r->agencies.n) put_glued(p, SLICE(","), true);
        }
    }
    if (r->byline.n) {
        put_glued(p, SLICE(";"), true);
        puts_(p, "by");
        put(p, r->byline);
    }
    if (r->dateline.place.n) {
        put_glued(p, SLICE(";"), true);
        puts_(p, "dateline");
        put(p, r->dateline.place);
    }
    put_glued(p, SLICE(";"), true);
    if (r->published.value.n) {
        puts_(p, "published");
        put(p, r->published.value);
        puts_(p, "(known from");
        puts_(p, basis_name[r->published.basis]);
        put_glued(p, SLICE(")"), true);
    } else
        puts_(p, "no date known");
    if (p->record->copy_of[i] != NONE) {
        char text[40];
        snprintf(text, sizeof text, "; a copy of [%u]", p->record->copy_of[i] + 1);
        put_glued(p, slice_of(text), true);
    }
    if (r->partial) puts_(p, "; cut short by a limit");
    new_line(p, 6);
    put(p, r->source);
    if (r->member.n) {
        puts_(p, "#");
        put_glued(p, r->member, true);
    }
}

static void sources(Page *p)
{
    heading(p, "SOURCES");
    for (uint32_t i = 0; i < p->record->n_reports; i++)
        put_source(p, i);
}

static void story_head(Page *p)
{
    const Record *r = p->record;
    char text[96];
    uint32_t voices = 0;
    for (uint32_t i = 0; i < r->n_reports; i++)
        voices += r->copy_of[i] == NONE;
    p->fresh = true;
    ink(p, bold);
    put(p, r->title.n ? r->title : SLICE("Untitled story"));
    ink(p, plain);
    new_line(p, 0);
    if (r->from != DAY_UNKNOWN || r->to != DAY_UNKNOWN) {
        put_days(p, r->from, r->to);
        put_glued(p, SLICE(";"), true);
    }
    snprintf(text, sizeof text, "%u report%s, %u independent voice%s", r->n_reports,
             r->n_reports == 1 ? "" : "s", voices, voices == 1 ? "" : "s");
    puts_(p, text);
}

void out_text(const Record *record, const dln_write_options *options, Sink *sink)
{
    Page page = {.record = record,
                 .sink = sink,
                 .width = options->width ? options->width : 80,
                 .colour = options->colour != 0,
                 .all = options->all != 0,
                 .fresh = true};
    if (page.width < 40) page.width = 40;
    story_head(&page);
    what_happened(&page);
    who_said_what(&page);
    facts_of(&page, DLN_CONFLICT, "WHERE THE REPORTS CONFLICT", UINT32_MAX);
    facts_of(&page, DLN_REFINED, "WHERE ONE IS MORE EXACT OR LATER", SHORT_LIST);
    facts_of(&page, DLN_ONLY, "WHAT ONE OUTLET ALONE SAYS", SHORT_LIST);
    facts_of(&page, DLN_AGREE, "WHERE THEY AGREE", SHORT_LIST);
    who_is_who(&page);
    sources(&page);
    sink_text(sink, "\n");
}

static void put_report_text(Page *p, uint32_t index)
{
    const Report *r = p->record->report[index];
    p->fresh = true;
    ink(p, bold);
    put(p, r->title.n ? r->title : r->source);
    ink(p, plain);
    put_source(p, index);
    for (uint32_t i = 0; i < r->blocks.n; i++) {
        BlockKind kind = r->blocks.at[i].kind;
        if (kind == BLOCK_MARKUP) continue;
        new_line(p, 0);
        new_line(p, 0);
        if (kind != BLOCK_BODY) {
            ink(p, dim);
            sink_printf(p->sink, "[%s] ", block_name[kind]);
            p->column += (uint32_t)strlen(block_name[kind]) + 3;
            ink(p, plain);
        }
        put(p, slice_span(r->text, r->blocks.at[i].span));
    }
    sink_text(p->sink, "\n\n");
}

void out_reports_text(const Record *record, const dln_write_options *options, Sink *sink)
{
    Page page = {.record = record,
                 .sink = sink,
                 .width = options->width ? options->width : 80,
                 .colour = options->colour != 0,
                 .fresh = true};
    for (uint32_t i = 0; i < record->n_reports; i++)
        put_report_text(&page, i);
}
