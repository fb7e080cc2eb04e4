/* io.h - files in. Reading stops at a maximum inside the loop; a file is read once, as it is then.
 */
#ifndef DLN_BASE_IO_H
#define DLN_BASE_IO_H
#include "base/base.h"

/* The whole of a file ("-": standard input) into the arena. DLN_ERR_IO (message names the cause),
 * DLN_ERR_LIMIT beyond max_bytes. */
dln_status file_read(const char *path, uint64_t max_bytes, Arena *arena, Slice *bytes,
                     char message[256]);

/* A file mapped read-only. */
typedef struct Mapped {
    const uint8_t *p;
    size_t n;
} Mapped;
dln_status file_map(const char *path, Mapped *file); /* DLN_ERR_IO; an empty file maps to n = 0 */
void file_unmap(Mapped *file);

/* Line-and-tab text data ("data/en/cues.txt"): rows of columns; '#' begins a comment line; empty
 * lines are skipped; columns are trimmed. An empty trailing column exists. Rows live in the arena.
 * DLN_ERR_DATA when unreadable or not UTF-8. */
typedef struct Row {
    Slice *col;
    uint32_t n;
    uint32_t line;
} Row;
typedef struct Table {
    Row *at;
    uint32_t n;
} Table;
dln_status table_load(const char *dir, const char *name, Arena *arena, Table *table,
                      dln_error *err);
dln_status table_parse(Slice text, Arena *arena, Table *table); /* the same from memory */
static inline Slice row_col(const Row *row, uint32_t i)
{
    return i < row->n ? row->col[i] : (Slice){"", 0};
}

/* Fills an error value. `format` as printf; the message is cut to fit. */
dln_status err_fill(dln_error *err, dln_status code, const char *stage, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
#endif
