/* table.c - the rows of the record's tables, whatever they are written as.
 *
 * In: a Record, the table, the columns asked for. Out: the cells of each row to a TableOut; rows
 * all begin with the same columns, so that each can be traced: id, report, outlet, date, url,
 * begin, end, text (the words themselves), sentence. Items that several reports have are a row for
 * each place. Bytes are counted as everywhere, in UTF-8 of the report's text.
 *
 * Known to get wrong: a date of publication is given as far as ten letters of it, even where the
 * report has a year and month alone. */
#include "write/table.h"
#include "base/civil.h"
#include "write/clause.h"
#include "write/writers.h"

#define COMMON "id,report,outlet,date,url,begin,end,text,sentence"
#define COMMON_KINDS "wwwwwnnww"
static const char *const columns[DLN_TABLES] = {
    [DLN_TABLE_EVENTS] = COMMON ",type,mode,cameo,label,modality,from,to,place,actors,recipients,"
                                "others,main,salience,background",
    [DLN_TABLE_STATEMENTS] = COMMON
    ",speaker,speaker_id,role,source_words,cue,verb,polarity,kind,via,same_words",
    [DLN_TABLE_FACTS] = COMMON ",attribute,about,about_label,value,verdict,between,why,said_by,"
                               "voices,salience",
    [DLN_TABLE_ENTITIES] = COMMON ",name,kind,country,key,form",
    [DLN_TABLE_REPORTS] =
        "id,report,outlet,date,url,title,agencies,byline,place,date_basis,language,source,member,"
        "copy_of,sha256",
    [DLN_TABLE_TIMES] = COMMON ",type,value,mod,from,to,basis",
};
/* The kind of each of these columns, a letter each (CellKind). */
static const char *const kinds[DLN_TABLES] = {
    [DLN_TABLE_EVENTS] = COMMON_KINDS "wwwwwddwlllfsf",
    [DLN_TABLE_STATEMENTS] = COMMON_KINDS "wwwwwwwwlf",
    [DLN_TABLE_FACTS] = COMMON_KINDS "wwwwwwwlns",
    [DLN_TABLE_ENTITIES] = COMMON_KINDS "wwwww",
    [DLN_TABLE_REPORTS] = "wwwwwwlwwwwwwww",
    [DLN_TABLE_TIMES] = COMMON_KINDS "wwwddw",
};
static const char *const table_names[DLN_TABLES] = {"events",   "statements", "facts",
                                                    "entities", "reports",    "times"};

const char *table_name(uint32_t index)
{
    return index < DLN_TABLES ? table_names[index] : NULL;
}

dln_status table_by_name(const char *name, dln_table *table)
{
    for (uint32_t i = 0; i < DLN_TABLES; i++)
        if (strcmp(name, table_names[i]) == 0) {
            *table = (dln_table)i;
            return DLN_OK;
        }
    return DLN_ERR_USAGE;
}

const char *table_columns(dln_table table)
{
    return table < DLN_TABLES ? columns[table] : NULL;
}

const char *table_kinds(dln_table table)
{
    return table < DLN_TABLES ? kinds[table] : NULL;
}

/* A table being told: which of its columns are wanted, which is next. */
typedef struct Rows {
    const Record *record;
    const dln_write_options *options;
    const TableOut *out;
    uint64_t wanted; /* bit set of columns */
    uint32_t column;
} Rows;

static bool name_in(const char *list, const char *name, size_t n)
{
    for (const char *p = list; p && *p;) {
        size_t m = strcspn(p, ",");
        if (m == n && memcmp(p, name, n) == 0) return true;
        p += m + (p[m] == ',');
    }
    return false;
}

uint64_t table_wanted(dln_table table, const char *fields)
{
    const char *all = columns[table];
    uint64_t set = 0;
    uint32_t i = 0;
    for (const char *p = all; *p; i++) {
        size_t n = strcspn(p, ",");
        if (!fields || !*fields || name_in(fields, p, n)) set |= (uint64_t)1 << i;
        p += n + (p[n] == ',');
    }
    return set;
}

/* ---- cells ---- */

static bool tell(Rows *c, Cell cell)
{
    cell.column = c->column++;
    bool wanted = c->wanted >> cell.column & 1;
    if (wanted) c->out->cell(c->out->context, &cell);
    return wanted;
}

static void cell(Rows *c, Slice s)
{
    tell(c, (Cell){.kind = CELL_WORDS, .words = s});
}

static void cell_text(Rows *c, const char *text)
{
    cell(c, slice_of(text));
}

static void cell_number(Rows *c, uint32_t n)
{
    tell(c, (Cell){.kind = CELL_NUMBER, .number = n});
}

static void cell_share(Rows *c, float share)
{
    tell(c, (Cell){.kind = CELL_SHARE, .share = share});
}

static void cell_bool(Rows *c, bool yes)
{
    tell(c, (Cell){.kind = CELL_FLAG, .number = yes});
}

static void cell_id(Rows *c, char letter, uint32_t index)
{
    char id[ID_LONGEST];
    cell(c, (Slice){id, index == NONE ? 0 : id_text(c->options, letter, index, id)});
}

static void cell_day(Rows *c, int32_t day)
{
    tell(c, (Cell){.kind = CELL_DAY, .day = day});
}

/* Several names in one cell. */
typedef struct List {
    Rows *table;
    Cell cell;
    bool open;
} List;

static List list_begin(Rows *c)
{
    Cell cell = {.kind = CELL_LIST, .column = c->column};
    return (List){c, cell, tell(c, cell)};
}

static void list_part(List *list, CellKind kind, Slice words)
{
    list->cell.kind = kind;
    list->cell.words = words;
    if (list->open) list->table->out->cell(list->table->out->context, &list->cell);
}

static void list_add(List *list, Slice s)
{
    if (s.n) list_part(list, CELL_LIST_ITEM, s);
}

static void list_end(List *list)
{
    list_part(list, CELL_LIST_END, (Slice){"", 0});
}

/* ---- rows ---- */

static void row_begin(Rows *c, char letter, uint32_t index, uint32_t report)
{
    const Report *r = c->record->report[report];
    c->column = 0;
    cell_id(c, letter, index);
    cell_id(c, 'r', report);
    cell(c, r->outlet.n ? r->outlet : r->agencies.n ? r->agencies.at[0] : (Slice){"", 0});
    cell(c, (Slice){r->published.value.p, r->published.value.n < 10 ? r->published.value.n : 10});
    cell(c, r->url);
}

static void row_words(Rows *c, uint32_t report, Span at)
{
    Slice text = c->record->report[report]->text;
    const LangText *lang = c->record->findings && c->record->findings[report]
                               ? &c->record->findings[report]->lang
                               : NULL;
    cell_number(c, at.b);
    cell_number(c, at.e);
    cell(c, slice_span(text, at));
    Span sentence = lang ? sentence_round(lang, at.b) : (Span){0, 0};
    cell(c, slice_span(text, sentence));
}

static void row_end(Rows *c)
{
    c->out->row(c->out->context);
}

static Slice name_of(const Rows *c, uint32_t entity)
{
    return entity < c->record->entities.n ? c->record->entities.at[entity].name : (Slice){"", 0};
}

static void cell_parts(Rows *c, const RecordEvent *e, PartRole role)
{
    List list = list_begin(c);
    for (uint32_t i = 0; i < e->parts.n; i++)
        if (e->parts.at[i].role == role && part_shown(c->options, &e->parts.at[i]))
            list_add(&list, e->parts.at[i].entity == NONE ? e->parts.at[i].text
                                                          : name_of(c, e->parts.at[i].entity));
    list_end(&list);
}

static void event_row(Rows *c, uint32_t i, const RecordEventMention *m)
{
    const RecordEvent *e = &c->record->events.at[i];
    row_begin(c, 'v', i, m->report);
    row_words(c, m->report, m->trigger);
    cell(c, e->type);
    cell(c, e->mode);
    cell(c, e->cameo);
    cell(c, e->label);
    cell_text(c, modality_name[m->modality]);
    cell_day(c, e->from);
    cell_day(c, e->to);
    cell(c, name_of(c, e->place));
    cell_parts(c, e, PART_ACTOR);
    cell_parts(c, e, PART_RECIPIENT);
    cell_parts(c, e, PART_OTHER);
    cell_bool(c, e->main);
    cell_share(c, e->salience);
    cell_bool(c, e->background);
    row_end(c);
}

static void events(Rows *c)
{
    for (uint32_t i = 0; i < c->record->events.n; i++) {
        const RecordEvent *e = &c->record->events.at[i];
        for (uint32_t k = 0; k < e->mentions.n && event_shown(c->options, e); k++)
            event_row(c, i, &e->mentions.at[k]);
    }
}

static void statement_row(Rows *c, uint32_t i, const RecordVersion *v)
{
    const RecordStatement *s = &c->record->statements.at[i];
    Slice text = c->record->report[v->report]->text;
    Span whole = {v->content.at[0].b, v->content.at[v->content.n - 1].e};
    const RecordEntity *who = s->speaker == NONE ? NULL : &c->record->entities.at[s->speaker];
    row_begin(c, 's', i, v->report);
    row_words(c, v->report, whole);
    cell(c, who ? who->name : s->speaker_text);
    cell_id(c, 'e', s->speaker);
    cell(c, who ? record_role(who) : (Slice){"", 0});
    cell(c, slice_span(text, span_or(v->speaker_words, v->speaker_span)));
    cell(c, slice_span(text, v->cue_span));
    cell(c, v->verb.n ? v->verb : s->verb);
    cell_text(c, polarity_name[s->polarity]);
    cell_text(c, statement_kind_name[v->kind]);
    List via = list_begin(c);
    for (uint32_t k = 0; k < v->via.n; k++)
        list_add(&via, name_of(c, v->via.at[k]));
    list_end(&via);
    cell_bool(c, s->same_words);
    row_end(c);
}

static void statements(Rows *c)
{
    for (uint32_t i = 0; i < c->record->statements.n; i++) {
        const RecordStatement *s = &c->record->statements.at[i];
        for (uint32_t k = 0; k < s->versions.n && statement_shown(c->options, s); k++)
            if (s->versions.at[k].content.n) statement_row(c, i, &s->versions.at[k]);
    }
}

static Slice about_label(const Rows *c, const RecordFact *f)
{
    switch (f->about) {
    case ABOUT_EVENT: return c->record->events.at[f->index].label;
    case ABOUT_ENTITY: return c->record->entities.at[f->index].name;
    case ABOUT_STATEMENT:
        return brief_speaker_words(c->record, &c->record->statements.at[f->index]);
    case ABOUT_STORY: break;
    }
    return (Slice){"", 0};
}

static void fact_row(Rows *c, uint32_t i, const RecordValue *v, const Evidence *at)
{
    static const char letter[] = {'v', 'e', 's', 'r'};
    const RecordFact *f = &c->record->facts.at[i];
    row_begin(c, 'f', i, at->report);
    row_words(c, at->report, at->span);
    cell(c, f->attribute);
    cell_id(c, letter[f->about], f->about == ABOUT_STORY ? NONE : f->index);
    cell(c, about_label(c, f));
    cell(c, v->value);
    cell_text(c, verdict_name[f->verdict]);
    cell_text(c, f->verdict != DLN_CONFLICT ? "" : f->between_parties ? "parties" : "reports");
    cell(c, f->why);
    List said = list_begin(c);
    for (uint32_t k = 0; k < v->said_by.n; k++)
        list_add(&said, name_of(c, v->said_by.at[k]));
    list_end(&said);
    cell_number(c, v->voices);
    cell_share(c, f->salience);
    row_end(c);
}

static void facts(Rows *c)
{
    for (uint32_t i = 0; i < c->record->facts.n; i++)
        for (uint32_t v = 0; v < c->record->facts.at[i].values.n; v++) {
            const RecordValue *value = &c->record->facts.at[i].values.at[v];
            for (uint32_t k = 0; k < value->evidence.n; k++)
                fact_row(c, i, value, &value->evidence.at[k]);
        }
}

static void entities(Rows *c)
{
    for (uint32_t i = 0; i < c->record->entities.n; i++) {
        const RecordEntity *e = &c->record->entities.at[i];
        for (uint32_t k = 0; k < e->mentions.n; k++) {
            row_begin(c, 'e', i, e->mentions.at[k].report);
            row_words(c, e->mentions.at[k].report, e->mentions.at[k].span);
            cell(c, e->name);
            cell_text(c, entity_kind_name[e->kind]);
            cell_text(c, e->country);
            cell(c, e->key);
            cell_text(c, form_name[e->mentions.at[k].form]);
            row_end(c);
        }
    }
}

static void times(Rows *c)
{
    for (uint32_t i = 0; i < c->record->times.n; i++) {
        const RecordTime *t = &c->record->times.at[i];
        for (uint32_t k = 0; k < t->mentions.n; k++) {
            row_begin(c, 't', i, t->mentions.at[k].at.report);
            row_words(c, t->mentions.at[k].at.report, t->mentions.at[k].at.span);
            cell_text(c, time_type_name[t->type]);
            cell(c, t->value);
            cell(c, t->mod);
            cell_day(c, t->from);
            cell_day(c, t->to);
            cell_text(c, basis_name[t->mentions.at[k].basis]);
            row_end(c);
        }
    }
}

static void reports(Rows *c)
{
    for (uint32_t i = 0; i < c->record->n_reports; i++) {
        const Report *r = c->record->report[i];
        row_begin(c, 'r', i, i);
        cell(c, r->title);
        List agencies = list_begin(c);
        for (uint32_t k = 0; k < r->agencies.n; k++)
            list_add(&agencies, r->agencies.at[k]);
        list_end(&agencies);
        cell(c, r->byline);
        cell(c, r->dateline.place);
        cell_text(c, r->published.value.n ? basis_name[r->published.basis] : "");
        cell(c, r->language);
        cell(c, r->source);
        cell(c, r->member);
        cell_id(c, 'r', c->record->copy_of[i]);
        cell_text(c, r->sha256);
        row_end(c);
    }
}

void table_rows(const Record *record, const dln_write_options *options, const TableOut *out)
{
    static void (*const rows[DLN_TABLES])(Rows *) = {events,   statements, facts,
                                                     entities, reports,    times};
    if (options->table >= DLN_TABLES) return;
    Rows c = {.record = record,
              .options = options,
              .out = out,
              .wanted = table_wanted((dln_table)options->table, options->fields)};
    rows[options->table](&c);
}
