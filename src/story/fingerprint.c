/* fingerprint.c - see fingerprint.h. */
#include "story/fingerprint.h"
#include "base/mem.h"

uint32_t fingerprints_of(const Words *words, Fingerprint *out)
{
    uint32_t hash[WINNOW_WINDOW], n = 0, last = NONE;
    for (uint32_t i = 0; i + 3 <= words->n; i++) {
        uint32_t h = (uint32_t)(word_triple(&words->at[i]) >> 13);
        hash[i % WINNOW_WINDOW] = h ? h : 1;
        if (i + 1 < WINNOW_WINDOW && i + 4 <= words->n)
            continue; /* the first window is not full, and the text goes on */
        uint32_t first = i + 1 >= WINNOW_WINDOW ? i + 1 - WINNOW_WINDOW : 0, best = i;
        for (uint32_t k = i; k-- > first;) {
            if (hash[k % WINNOW_WINDOW] < hash[best % WINNOW_WINDOW]) best = k;
        }
        if (best != last) out[n++] = (Fingerprint){hash[best % WINNOW_WINDOW], best};
        last = best;
    }
    return n;
}

static inline uint32_t slot_of(const PrintTable *table, uint32_t key)
{
    return (key * 0x9E3779B1u) >> 7 & (table->size - 1);
}

static void put_free(PrintTable *table, uint32_t key, uint32_t report)
{
    uint32_t i = slot_of(table, key);
    while (table->slots[i].key)
        i = (i + 1) & (table->size - 1);
    table->slots[i] = (PrintEntry){key, report};
    table->n++;
}

/* Entries of one key keep their order: the old table is walked from a free slot on, so that no run
 * is cut in two. */
static dln_status table_grow(PrintTable *table)
{
    PrintTable bigger = {NULL, table->size ? table->size * 2 : 256, 0};
    if (bigger.size < table->size) return DLN_ERR_LIMIT;
    bigger.slots = mem_alloc((size_t)bigger.size * sizeof *bigger.slots);
    if (!bigger.slots) return DLN_ERR_NOMEM;
    memset(bigger.slots, 0, (size_t)bigger.size * sizeof *bigger.slots);
    uint32_t start = 0;
    while (start < table->size && table->slots[start].key)
        start++;
    for (uint32_t i = 0; i < table->size; i++) {
        const PrintEntry *e = &table->slots[(start + i) & (table->size - 1)];
        if (e->key) put_free(&bigger, e->key, e->report);
    }
    mem_free(table->slots);
    *table = bigger;
    return DLN_OK;
}

static dln_status print_table_put(PrintTable *table, uint32_t key, uint32_t report)
{
    if ((uint64_t)table->n * 8 >= (uint64_t)table->size * 5) TRY(table_grow(table));
    put_free(table, key, report);
    return DLN_OK;
}

dln_status print_table_put_at_most(PrintTable *table, uint32_t key, uint32_t report, uint32_t most)
{
    uint32_t n = 0;
    if (table->size) {
        for (uint32_t i = slot_of(table, key); table->slots[i].key && n < most;
             i = (i + 1) & (table->size - 1))
            n += table->slots[i].key == key && table->slots[i].report == report;
    }
    return n < most ? print_table_put(table, key, report) : DLN_OK;
}

dln_status print_table_put_newest(PrintTable *table, uint32_t key, uint32_t report, uint32_t most)
{
    uint32_t n = 0;
    PrintEntry *last = NULL;
    if (table->size) {
        for (uint32_t i = slot_of(table, key); table->slots[i].key; i = (i + 1) & (table->size - 1))
            n += table->slots[i].key == key;
    }
    if (n < most) return print_table_put(table, key, report);
    for (uint32_t i = slot_of(table, key); table->slots[i].key;
         i = (i + 1) & (table->size - 1)) { /* each takes its follower's place */
        if (table->slots[i].key != key) continue;
        if (last) last->report = table->slots[i].report;
        last = &table->slots[i];
    }
    if (last) last->report = report;
    return DLN_OK;
}

uint32_t print_table_find(const PrintTable *table, uint32_t key, uint32_t *reports, uint32_t most)
{
    uint32_t n = 0;
    if (!table->size) return 0;
    for (uint32_t i = slot_of(table, key); table->slots[i].key && n < most;
         i = (i + 1) & (table->size - 1)) {
        if (table->slots[i].key == key) reports[n++] = table->slots[i].report;
    }
    return n;
}

void print_table_prefetch(const PrintTable *table, uint32_t key)
{
    if (table->size) __builtin_prefetch(&table->slots[slot_of(table, key)]);
}

void print_table_free(PrintTable *table)
{
    mem_free(table->slots);
    *table = (PrintTable){NULL, 0, 0};
}
