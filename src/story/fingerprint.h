/* fingerprint.h - a text as a thin set of hashes, and the table that finds who else holds them.
 *
 * A fingerprint is the hash of three folded words in a row; of every WINNOW_WINDOW neighbours the
 * smallest is kept (winnowing), so two texts that share WINNOW_WINDOW + 2 words in a row share a
 * fingerprint. A PrintTable holds (fingerprint, report) pairs of one shelf of the index; it only
 * grows and is dropped as a whole. */
#ifndef DLN_STORY_FINGERPRINT_H
#define DLN_STORY_FINGERPRINT_H
#include "story/words.h"

enum { WINNOW_WINDOW = 6 };

typedef struct Fingerprint {
    uint32_t key, word;
} Fingerprint; /* key never 0; word: first of the three */
/* Fingerprints of `words` in order into out[words->n]; returns how many. */
uint32_t fingerprints_of(const Words *words, Fingerprint *out);

typedef struct PrintEntry {
    uint32_t key, report;
} PrintEntry; /* key 0: free */
typedef struct PrintTable {
    PrintEntry *slots;
    uint32_t size, n;
} PrintTable; /* open addressing, size a power of two, at most 5/8 full */

/* The same unless `most` entries of this key and report stand there: a text that says one thing
 * over and over costs no more than that. */
dln_status print_table_put_at_most(PrintTable *table, uint32_t key, uint32_t report, uint32_t most);
/* The same with at most `most` holders of one key: the oldest gives way. */
dln_status print_table_put_newest(PrintTable *table, uint32_t key, uint32_t report, uint32_t most);
/* Reports that hold `key`, oldest first, at most `most`. */
uint32_t print_table_find(const PrintTable *table, uint32_t key, uint32_t *reports, uint32_t most);
void print_table_prefetch(const PrintTable *table, uint32_t key);
void print_table_free(PrintTable *table);
#endif
