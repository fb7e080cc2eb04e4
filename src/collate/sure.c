/* sure.c - see sure.h. A sign without a row weighs nothing. */
#include "collate/sure.h"
#include <math.h>

dln_status sure_load(const char *data_dir, Arena *arena, Sure *sure, dln_error *err)
{
    *sure = (Sure){0};
    TRY(table_load(data_dir, "en/sure.txt", arena, &sure->table, err));
    map_init(&sure->row, arena);
    for (uint32_t i = 0; i < sure->table.n; i++) {
        if (!map_put(&sure->row, row_col(&sure->table.at[i], 0), i)) return DLN_ERR_NOMEM;
    }
    return DLN_OK;
}

void sure_sign(Signs *signs, bool holds, Slice name)
{
    if (holds && signs->n < SURE_SIGNS) signs->at[signs->n++] = name;
}

/* Hundredths, with a sign. */
static int32_t number_of(Slice s)
{
    int32_t value = 0;
    bool minus = s.n && s.p[0] == '-';
    for (size_t i = minus; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && value < 100000; i++)
        value = value * 10 + (s.p[i] - '0');
    return minus ? -value : value;
}

float sure_of_signs(const Sure *sure, const Signs *signs)
{
    int32_t sum = 0;
    for (uint32_t i = 0; i < signs->n; i++) {
        uint32_t row = map_find(&sure->row, signs->at[i]);
        if (row != NONE) sum += number_of(row_col(&sure->table.at[row], 1));
    }
    return 1 / (1 + expf(-(float)sum / 100));
}
