/* source.h - a stream of unpacked bytes over a file, standard input or memory. gzip (many members)
 * and zstd (many frames, a dictionary frame as WARC archives carry it) are unpacked on the way,
 * twice nested at most. Limits hold inside the loop: a bomb is cut, not swallowed.
 *
 * Memory: one window that grows to what the reader asks for (a line, a record), never to the
 * stream. */
#ifndef DLN_READ_SOURCE_H
#define DLN_READ_SOURCE_H
#include "base/io.h"

typedef struct Source {
    const uint8_t *at;  /* unread bytes */
    size_t n;           /* how many are at hand */
    uint64_t offset;    /* unpacked bytes before `at` */
    bool packed;        /* gzip or zstd */
    bool ended;         /* no more will come behind the n bytes */
    const char *damage; /* static: why it ended early, NULL when it did not */
    uint64_t damage_at; /* packed byte of the damage */
    struct Unpacker *unpacker;
} Source;

/* Opens a file ("-": standard input). On failure `message` says why. */
dln_status source_open(const char *path, Source *source, char message[256]);
/* The same over memory, which must stay. */
dln_status source_memory(Slice bytes, Source *source);
void source_close(Source *source);
/* Tries to have at least `want` bytes at hand; fewer only at the end. DLN_ERR_NOMEM, DLN_ERR_IO. */
dln_status source_fill(Source *source, size_t want);
void source_skip(Source *source, size_t n); /* n <= source->n */
/* Byte of the input where the gzip member or zstd frame begins that holds the present byte; the
 * byte itself when nothing is packed. */
uint64_t source_member(Source *source);
/* Bytes of the input that were taken so far, as they are packed. */
uint64_t source_taken(const Source *source);
/* How much that many packed bytes may unpack to: what holds for one source holds for what is packed
 * inside it once more, too. */
uint64_t source_allowance(uint64_t packed);
#endif
