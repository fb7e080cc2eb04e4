/* signs.c - see signs.h. */
#include "base/signs.h"
#include <math.h>

dln_status signs_load(const char *data_dir, const char *name, Arena *arena, SignWeights *weights,
                      dln_error *err)
{
    *weights = (SignWeights){0};
    TRY(table_load(data_dir, name, arena, &weights->table, err));
    map_init(&weights->row, arena);
    for (uint32_t i = 0; i < weights->table.n; i++) {
        if (!map_put(&weights->row, row_col(&weights->table.at[i], 0), i)) return DLN_ERR_NOMEM;
    }
    return DLN_OK;
}

void signs_add(Signs *signs, bool holds, Slice name)
{
    if (holds && signs->n < SIGNS_MAX) signs->at[signs->n++] = name;
}

/* Hundredths, with a sign. */
static int32_t number_of(Slice s)
{
    int32_t value = 0;
    bool minus = s.n && s.p[0] == '-';
    for (size_t i = minus; i < s.n && slice_digit_at(s, i) && value < 100000; i++)
        value = value * 10 + (s.p[i] - '0');
    return minus ? -value : value;
}

float signs_score(const SignWeights *weights, const Signs *signs)
{
    int32_t sum = 0;
    for (uint32_t i = 0; i < signs->n; i++) {
        uint32_t row = map_find(&weights->row, signs->at[i]);
        if (row != NONE) sum += number_of(row_col(&weights->table.at[row], 1));
    }
    return 1 / (1 + expf(-(float)sum / 100));
}
