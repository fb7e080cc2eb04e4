/* arrow.c - a table as columns in memory, by the Arrow C data interface.
 *
 * In: the cells that table.c tells of one record or of many in turn. Out: an ArrowSchema and an
 * ArrowArray of one struct type, a child a column, which the caller releases; they hang on nothing
 * of the records.
 *
 * Each child owns its own bytes, as a consumer may take a child away and release the rest. Words
 * are large utf8, exactly those of the report (a table as text folds white space and guards
 * against formulas; nothing of this is wanted here); what is unknown is null. Lists of names, one
 * text parted by "; " in CSV, are lists of words here; an empty one is null.
 *
 * Known to get wrong: a column of 4 GiB is refused like want of memory. */
#include "base/mem.h"
#include "base/utf8.h"
#include "write/writers.h"
#include "write/table.h"

enum { BUFFERS = 3, COLUMNS_MOST = 64 };
#define COLUMN_MOST UINT32_MAX /* bytes */

typedef struct Column Column;
struct Column {
    CellKind kind;
    int64_t rows, nulls;
    Buf valid, fixed, words; /* a bit a row; values or offsets; bytes of words */
    Column *items;           /* of a list: its words, which `fixed` parts by rows */
    const void *buffers[BUFFERS];
    struct ArrowArray *item_at, item; /* of a list that was handed out */
};

typedef struct Columns {
    Column *of[COLUMNS_MOST]; /* by column of the table; NULL: not wanted */
} Columns;

/* ---- columns ---- */

static void add_bit(Buf *bits, int64_t row, bool on)
{
    if (row % 8 == 0) buf_add(bits, (Slice){"\0", 1});
    if (on && !bits->failed) bits->p[row / 8] |= (char)(1 << row % 8);
}

static void add_fixed(Column *c, const void *value, size_t size)
{
    buf_add(&c->fixed, (Slice){value, size});
}

static void end_value(Column *c, bool known)
{
    add_bit(&c->valid, c->rows++, known);
    c->nulls += !known;
}

/* Where the first byte that is no ASCII stands, from `i` on; nearly all words have none. */
static size_t ascii_end(Slice s, size_t i)
{
    uint64_t eight = 0;
    for (; i + sizeof eight <= s.n; i += sizeof eight) {
        memcpy(&eight, s.p + i, sizeof eight);
        if (eight & 0x8080808080808080u) break;
    }
    while (i < s.n && (unsigned char)s.p[i] < 0x80)
        i++;
    return i;
}

/* Well-formed words as they are, of others what is well formed. */
static void add_words(Column *c, Slice s)
{
    static const char unreadable[] = "\xef\xbf\xbd"; /* U+FFFD */
    size_t plain = 0;
    for (size_t i = ascii_end(s, 0); i < s.n; i = ascii_end(s, i)) {
        size_t from = i;
        if (utf8_next(s, &i) != UTF8_BAD) continue;
        buf_add(&c->words, (Slice){s.p + plain, from - plain});
        buf_text(&c->words, unreadable);
        plain = i;
    }
    buf_add(&c->words, (Slice){s.p + plain, s.n - plain});
}

static void end_words(Column *c)
{
    int64_t begin = 0, end = (int64_t)c->words.n;
    if (!c->fixed.failed) memcpy(&begin, c->fixed.p + sizeof begin * (size_t)c->rows, sizeof begin);
    add_fixed(c, &end, sizeof end);
    end_value(c, end > begin);
}

static void add_item(Column *c, Slice s)
{
    add_words(c->items, s);
    int64_t end = (int64_t)c->items->words.n;
    add_fixed(c->items, &end, sizeof end);
    end_value(c->items, true);
}

static void end_list(Column *c)
{
    int32_t begin = 0, end = (int32_t)c->items->rows;
    if (c->items->rows > INT32_MAX) c->fixed.failed = true;
    if (!c->fixed.failed) memcpy(&begin, c->fixed.p + sizeof begin * (size_t)c->rows, sizeof begin);
    add_fixed(c, &end, sizeof end);
    end_value(c, end > begin);
}

static void add_number(Column *c, uint32_t number)
{
    int64_t wide = number;
    add_fixed(c, &wide, sizeof wide);
    end_value(c, true);
}

static void add_share(Column *c, float share)
{
    double wide = (double)share;
    add_fixed(c, &wide, sizeof wide);
    end_value(c, true);
}

static void add_day(Column *c, int32_t day)
{
    bool known = day != DLN_NO_DAY;
    if (!known) day = 0;
    add_fixed(c, &day, sizeof day);
    end_value(c, known);
}

static void arrow_cell(void *context, const Cell *cell)
{
    Column *c = ((Columns *)context)->of[cell->column];
    switch (cell->kind) {
    case CELL_WORDS:
        add_words(c, cell->words);
        end_words(c);
        break;
    case CELL_LIST: break;
    case CELL_LIST_ITEM: add_item(c, cell->words); break;
    case CELL_LIST_END: end_list(c); break;
    case CELL_NUMBER: add_number(c, cell->number); break;
    case CELL_SHARE: add_share(c, cell->share); break;
    case CELL_FLAG:
        add_bit(&c->fixed, c->rows, cell->number != 0);
        end_value(c, true);
        break;
    case CELL_DAY: add_day(c, cell->day); break;
    }
}

static void arrow_row(void *context)
{
    (void)context;
}

static void column_free(Column *c)
{
    if (!c) return;
    column_free(c->items); /* words: no further */
    buf_free(&c->valid);
    buf_free(&c->fixed);
    buf_free(&c->words);
    mem_free(c);
}

static Column *plain_column(CellKind kind)
{
    Column *c = mem_alloc(sizeof *c);
    if (!c) return NULL;
    *c = (Column){.kind = kind};
    buf_init(&c->valid, COLUMN_MOST);
    buf_init(&c->fixed, COLUMN_MOST);
    buf_init(&c->words, COLUMN_MOST);
    if (kind == CELL_WORDS) add_fixed(c, &(int64_t){0}, sizeof(int64_t));
    if (kind == CELL_LIST) add_fixed(c, &(int32_t){0}, sizeof(int32_t));
    return c;
}

static Column *column_new(CellKind kind)
{
    Column *c = plain_column(kind);
    if (!c || kind != CELL_LIST) return c;
    c->items = plain_column(CELL_WORDS);
    if (c->items) return c;
    column_free(c);
    return NULL;
}

static bool column_failed(const Column *c)
{
    return c->valid.failed || c->fixed.failed || c->words.failed ||
           (c->items && column_failed(c->items));
}

/* ---- the two structs ---- */

static void child_release(struct ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release) array->children[i]->release(array->children[i]);
    column_free(array->private_data);
    array->release = NULL;
}

static const void *bytes_of(const Buf *buf)
{
    static const int64_t nothing = 0;
    return buf->p ? (const void *)buf->p : (const void *)&nothing;
}

static void child_of(Column *c, struct ArrowArray *out)
{
    c->buffers[0] = c->nulls ? bytes_of(&c->valid) : NULL;
    c->buffers[1] = bytes_of(&c->fixed);
    c->buffers[2] = bytes_of(&c->words);
    *out = (struct ArrowArray){.length = c->rows,
                               .null_count = c->nulls,
                               .n_buffers = c->kind == CELL_WORDS ? 3 : 2,
                               .buffers = c->buffers,
                               .release = child_release,
                               .private_data = c};
    if (!c->items) return;
    child_of(c->items, &c->item);
    c->items = NULL; /* the item's own from now on */
    c->item_at = &c->item;
    out->n_children = 1;
    out->children = &c->item_at;
}

/* A parent's children, in one block with the pointers to them. */
typedef struct ArrayChildren {
    const void *valid; /* the parent's one buffer: all rows are there */
    struct ArrowArray *at[COLUMNS_MOST], child[COLUMNS_MOST];
} ArrayChildren;
typedef struct SchemaChildren {
    struct ArrowSchema *at[COLUMNS_MOST], child[COLUMNS_MOST];
} SchemaChildren;

static void array_release(struct ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release) array->children[i]->release(array->children[i]);
    mem_free(array->private_data);
    array->release = NULL;
}

static void schema_release(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release) schema->children[i]->release(schema->children[i]);
    mem_free(schema->private_data);
    schema->release = NULL;
}

static const char *format_of(CellKind kind)
{
    switch (kind) {
    case CELL_NUMBER: return "l";
    case CELL_SHARE: return "g";
    case CELL_FLAG: return "b";
    case CELL_DAY: return "tdD";
    case CELL_LIST: return "+l";
    default: return "U";
    }
}

enum { NULLABLE = 2 };

/* What a field's struct points to, in one block. */
typedef struct Field {
    struct ArrowSchema *at, item; /* of a list */
    char name[];
} Field;

static dln_status field_of(Slice name, CellKind kind, struct ArrowSchema *out)
{
    Field *own = mem_alloc(sizeof *own + name.n + 1);
    if (!own) return DLN_ERR_NOMEM;
    memcpy(own->name, name.p, name.n);
    own->name[name.n] = 0;
    *out = (struct ArrowSchema){.format = format_of(kind),
                                .name = own->name,
                                .flags = NULLABLE,
                                .release = schema_release,
                                .private_data = own};
    if (kind != CELL_LIST) return DLN_OK;
    own->item = (struct ArrowSchema){.format = format_of(CELL_WORDS),
                                     .name = "item",
                                     .flags = NULLABLE,
                                     .release = schema_release};
    own->at = &own->item;
    out->n_children = 1;
    out->children = &own->at;
    return DLN_OK;
}

static dln_status schema_of(dln_table table, uint64_t wanted, struct ArrowSchema *out)
{
    SchemaChildren *own = mem_alloc(sizeof *own);
    if (!own) return DLN_ERR_NOMEM;
    *out = (struct ArrowSchema){.format = "+s",
                                .name = "",
                                .children = own->at,
                                .release = schema_release,
                                .private_data = own};
    const char *kind = table_kinds(table);
    dln_status status = DLN_OK;
    for (const char *p = table_columns(table); *p && status == DLN_OK; wanted >>= 1, kind++) {
        size_t n = strcspn(p, ",");
        struct ArrowSchema *child = own->at[out->n_children] = &own->child[out->n_children];
        if (wanted & 1) {
            status = field_of((Slice){p, n}, (CellKind)*kind, child);
            out->n_children += status == DLN_OK;
        }
        p += n + (p[n] == ',');
    }
    if (status != DLN_OK) schema_release(out);
    return status;
}

static dln_status columns_of(dln_table table, uint64_t wanted, Columns *out)
{
    const char *kinds = table_kinds(table);
    for (uint32_t i = 0; kinds[i]; i++)
        if ((wanted >> i & 1) && !(out->of[i] = column_new((CellKind)kinds[i])))
            return DLN_ERR_NOMEM;
    return DLN_OK;
}

static bool columns_failed(const Columns *columns)
{
    for (uint32_t i = 0; i < COLUMNS_MOST; i++)
        if (columns->of[i] && column_failed(columns->of[i])) return true;
    return false;
}

static void columns_free(Columns *columns)
{
    for (uint32_t i = 0; i < COLUMNS_MOST; i++)
        column_free(columns->of[i]);
}

static uint64_t columns_bytes(const Columns *columns)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < COLUMNS_MOST; i++)
        for (const Column *c = columns->of[i]; c; c = c->items)
            n += c->valid.n + c->fixed.n + c->words.n;
    return n;
}

/* Takes the columns over, or fails and takes none. */
static dln_status array_of(Columns *columns, struct ArrowArray *out)
{
    ArrayChildren *own = columns_failed(columns) ? NULL : mem_alloc(sizeof *own);
    if (!own) return DLN_ERR_NOMEM;
    own->valid = NULL;
    *out = (struct ArrowArray){.n_buffers = 1,
                               .buffers = &own->valid,
                               .children = own->at,
                               .release = array_release,
                               .private_data = own};
    for (uint32_t i = 0; i < COLUMNS_MOST; i++) {
        if (!columns->of[i]) continue;
        struct ArrowArray *child = own->at[out->n_children] = &own->child[out->n_children];
        child_of(columns->of[i], child);
        out->length = child->length;
        out->n_children++;
    }
    return DLN_OK;
}

/* ---- columns of one record after the other ---- */

struct dln_columns {
    dln_table table;
    uint64_t wanted; /* bit set of columns */
    float min_confidence;
    Columns columns;
    char fields[]; /* names of the columns; empty: all */
};

dln_status table_columns_new(const dln_write_options *options, dln_columns **out)
{
    if (options->table >= DLN_TABLES) return DLN_ERR_USAGE;
    dln_table table = (dln_table)options->table;
    size_t n = options->fields ? strlen(options->fields) : 0;
    dln_columns *made = mem_alloc(sizeof *made + n + 1);
    if (!made) return DLN_ERR_NOMEM;
    *made = (dln_columns){.table = table,
                          .wanted = table_wanted(table, options->fields),
                          .min_confidence = options->min_confidence};
    if (n) memcpy(made->fields, options->fields, n);
    made->fields[n] = 0;
    dln_status status = columns_of(table, made->wanted, &made->columns);
    if (status == DLN_OK)
        *out = made;
    else
        table_columns_free(made);
    return status;
}

void table_columns_free(dln_columns *columns)
{
    if (!columns) return;
    columns_free(&columns->columns);
    mem_free(columns);
}

dln_status table_columns_add(dln_columns *columns, const Record *record, const dln_counts *before)
{
    dln_write_options options = {.size = sizeof options,
                                 .table = (uint32_t)columns->table,
                                 .fields = columns->fields,
                                 .min_confidence = columns->min_confidence};
    if (before) options.before = *before;
    table_rows(record, &options, &(TableOut){arrow_cell, arrow_row, &columns->columns});
    return columns_failed(&columns->columns) ? DLN_ERR_NOMEM : DLN_OK;
}

void table_columns_size(const dln_columns *columns, uint64_t *rows, uint64_t *bytes)
{
    *rows = 0;
    for (uint32_t i = 0; i < COLUMNS_MOST; i++)
        if (columns->columns.of[i]) *rows = (uint64_t)columns->columns.of[i]->rows;
    *bytes = columns_bytes(&columns->columns);
}

dln_status table_columns_take(dln_columns *columns, struct ArrowSchema *schema,
                              struct ArrowArray *array)
{
    Columns next = {0};
    TRY(schema_of(columns->table, columns->wanted, schema));
    dln_status status = columns_of(columns->table, columns->wanted, &next);
    if (status == DLN_OK) status = array_of(&columns->columns, array);
    if (status == DLN_OK) {
        columns->columns = next;
        return DLN_OK;
    }
    schema_release(schema);
    columns_free(&next);
    return status;
}

dln_status out_arrow(const Record *record, const dln_write_options *options,
                     struct ArrowSchema *schema, struct ArrowArray *array)
{
    dln_columns *columns = NULL;
    TRY(table_columns_new(options, &columns));
    dln_status status = record ? table_columns_add(columns, record, &options->before) : DLN_OK;
    if (status == DLN_OK) status = table_columns_take(columns, schema, array);
    table_columns_free(columns);
    return status;
}
