/* table.h - the record as tables: names of tables and columns, and their rows, cell by cell.
 *
 * In: a Record and dln_write_options (table, fields, min_confidence, before). Out: each row's cells
 * in order, then the row's end, to a TableOut: csv.c writes them as text, arrow.c as columns. */
#ifndef DLN_WRITE_TABLE_H
#define DLN_WRITE_TABLE_H
#include "collate/record.h"

typedef enum CellKind {
    CELL_WORDS = 'w', /* empty: unknown */
    CELL_LIST = 'l',  /* begins a list of words; its items follow, then its end */
    CELL_LIST_ITEM = '+',
    CELL_LIST_END = '.',
    CELL_NUMBER = 'n',
    CELL_SHARE = 's', /* 0..1 */
    CELL_FLAG = 'f',
    CELL_DAY = 'd' /* DAY_UNKNOWN: unknown */
} CellKind;
typedef struct Cell {
    CellKind kind;
    uint32_t column; /* of the table, whichever are wanted */
    Slice words;     /* valid during the call alone */
    uint32_t number; /* also of a flag: 0, 1 */
    float share;
    int32_t day;
} Cell;
typedef struct TableOut {
    void (*cell)(void *context, const Cell *cell);
    void (*row)(void *context); /* the row is done */
    void *context;
} TableOut;

const char *table_kinds(dln_table table); /* a letter a column: CellKind */
/* Bit set of the columns that `fields` names; all where it is NULL or empty. */
uint64_t table_wanted(dln_table table, const char *fields);
void table_rows(const Record *record, const dln_write_options *options, const TableOut *out);
#endif
