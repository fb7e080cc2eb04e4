/* state.h - the bytes of a saved index, written and read back.
 *
 * A state file is magic (8 bytes), fields in order, and the XXH3-64 of all that stands before it.
 * Numbers are little endian, arrays are raw.
 *
 * A file is hostile until checked: every count is held against the bytes that are left before
 * anything is allocated. */
#ifndef DLN_STORY_STATE_H
#define DLN_STORY_STATE_H
#include "base/base.h"
#include "story/fingerprint.h"

typedef struct StateOut StateOut;
dln_status state_begin(const char magic[8], dln_write_fn write, void *context,
                       StateOut **out); /* *owned*: state_end */
void state_put(StateOut *out, const void *bytes, size_t n);
void state_put_u32(StateOut *out, uint32_t value);
void state_put_table(StateOut *out, const PrintTable *table);
dln_status state_end(
    StateOut *out); /* writes the checksum and frees; DLN_ERR_IO when the writer stopped */

typedef struct StateIn {
    const uint8_t *p;
    size_t n, at;
    bool bad;
} StateIn;
/* Checks magic and checksum; false: no state file of this kind, or damaged. */
bool state_open(StateIn *in, const void *bytes, size_t n, const char magic[8]);
bool state_get(StateIn *in, void *to,
               size_t n);            /* false, and in->bad from then on, when so much is not left */
uint32_t state_get_u32(StateIn *in); /* 0 when bad */
bool state_has(StateIn *in, uint64_t count, size_t size); /* are count x size bytes left? */
/* A table whose reports all lie in [first, first + n). */
dln_status state_get_table(StateIn *in, uint32_t first, uint32_t n, PrintTable *table);
#endif
