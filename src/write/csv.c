/* csv.c - tables as text: a header line, one row an item, RFC 4180 with commas.
 *
 * In: the cells that table.c tells. Out: lines to a Sink.
 *
 * White space inside a cell is one blank: a row is a line. A cell that a spreadsheet would take for
 * a formula (= + - @ in front) gets an apostrophe before it. Names of a list are parted by "; ".
 *
 * Known to get wrong: a name that holds "; " itself cannot be told from two. */
#include "base/civil.h"
#include "base/utf8.h"
#include "write/writers.h"
#include "write/table.h"

typedef struct Csv {
    Sink *sink;
    bool begun; /* a cell of the row is written */
    bool item;  /* an item of the list is written */
} Csv;

static bool is_white(char c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

static bool needs_marks(Slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ',' || s.p[i] == '"') return true;
    return false;
}

/* From the first byte on that is written and no blank: what is dropped must not hide a formula. */
static Slice from_first_sign(Slice s)
{
    for (size_t i = 0; i < s.n;) {
        size_t start = i;
        uint32_t c = utf8_next(s, &i);
        if (c == UTF8_BAD || (char_harm(c) == CHAR_PLAIN && !char_is_space(c)))
            return (Slice){s.p + start, s.n - start};
    }
    return (Slice){"", 0};
}

static bool is_formula(Slice s)
{
    return s.n && memchr("=+-@", s.p[0], 4) != NULL;
}

/* Words with one blank where there is white space; control bytes are dropped, marks doubled. */
static void put_words(Sink *sink, Slice s)
{
    size_t plain = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        bool blank = is_white(s.p[i]), more = blank && i + 1 < s.n && is_white(s.p[i + 1]);
        bool odd = (blank && ch != ' ') || more || ch == '"' || ch < ' ' || ch == 0x7f;
        if (!odd) continue;
        sink_line(sink, (Slice){s.p + plain, i - plain});
        if (ch == '"')
            sink_text(sink, "\"\"");
        else if (blank && !more)
            sink_text(sink, " ");
        plain = i + 1;
    }
    sink_line(sink, (Slice){s.p + plain, s.n - plain});
}

static void put_cell(Sink *sink, Slice s, bool marks)
{
    s = from_first_sign(slice_trim(s));
    marks |= needs_marks(s);
    if (marks) sink_text(sink, "\"");
    if (is_formula(s)) sink_text(sink, "'");
    put_words(sink, s);
    if (marks) sink_text(sink, "\"");
}

void out_cell(Slice words, Sink *sink)
{
    put_cell(sink, words, true);
}

static void put_day(Sink *sink, int32_t day)
{
    int32_t year;
    uint32_t month, dom;
    if (day == DAY_UNKNOWN) return;
    civil_from_day(day, &year, &month, &dom);
    sink_printf(sink, "%04d-%02u-%02u", year, month, dom);
}

static void put_item(Csv *c, Slice s)
{
    s = from_first_sign(s);
    if (c->item)
        sink_text(c->sink, "; ");
    else if (is_formula(s))
        sink_text(c->sink, "'");
    put_words(c->sink, s);
    c->item = true;
}

static void csv_cell(void *context, const Cell *cell)
{
    Csv *c = context;
    bool begins = cell->kind != CELL_LIST_ITEM && cell->kind != CELL_LIST_END;
    if (begins && c->begun) sink_text(c->sink, ",");
    c->begun = true;
    switch (cell->kind) {
    case CELL_WORDS: put_cell(c->sink, cell->words, false); break;
    case CELL_NUMBER:
    case CELL_FLAG: sink_printf(c->sink, "%u", cell->number); break;
    case CELL_SHARE: sink_printf(c->sink, "%.2f", (double)cell->share); break;
    case CELL_DAY: put_day(c->sink, cell->day); break;
    case CELL_LIST:
        sink_text(c->sink, "\"");
        c->item = false;
        break;
    case CELL_LIST_ITEM: put_item(c, cell->words); break;
    case CELL_LIST_END: sink_text(c->sink, "\""); break;
    }
}

static void csv_row(void *context)
{
    Csv *c = context;
    sink_text(c->sink, "\n");
    c->begun = false;
}

static void header(Csv *c, const char *all, uint64_t wanted)
{
    for (const char *p = all; *p; wanted >>= 1) {
        size_t n = strcspn(p, ",");
        if (wanted & 1) csv_cell(c, &(Cell){.kind = CELL_WORDS, .words = {p, n}});
        p += n + (p[n] == ',');
    }
    csv_row(c);
}

void out_csv(const Record *record, const dln_write_options *options, Sink *sink)
{
    if (options->table >= DLN_TABLES) return;
    dln_table table = (dln_table)options->table;
    Csv c = {.sink = sink};
    if (!options->before.reports)
        header(&c, table_columns(table), table_wanted(table, options->fields));
    table_rows(record, options, &(TableOut){csv_cell, csv_row, &c});
}
