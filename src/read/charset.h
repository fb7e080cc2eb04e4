/* charset.h - bytes of a document in any charset -> UTF-8, with the way back. */
#ifndef READ_CHARSET_H
#define READ_CHARSET_H
#include "base/report.h"

typedef struct CharsetLabel {
    const char *label; /* lower case, as declared by pages ("latin1") */
    const char *iconv; /* "CP1252" */
} CharsetLabel;
/* Sorted by label. */
extern const CharsetLabel charset_labels[];
extern const uint32_t charset_label_count;

/* iconv's name for a label of any case and white space around it; NULL when no page may use it.
 * *static* */
const char *charset_named(Slice label);

/* A place where the distance between decoded text and source changes: text byte `text` came from
 * source byte `source`. */
typedef struct CharsetStep {
    uint32_t text, source;
} CharsetStep;

typedef struct Decoded {
    Slice text; /* well-formed UTF-8; the source itself when it was that already */
    VEC(CharsetStep)
    steps;               /* in order, the last at the end; empty: identity, shifted by `skipped` */
    uint32_t skipped;    /* bytes of a byte order mark */
    const char *charset; /* name of the charset used. *static* */
    const char *note;    /* "charset-guessed", "charset-wrong", ...: what to tell the reader; NULL:
                            nothing. *static* */
    uint32_t bad;        /* invalid sequences replaced by U+FFFD */
    uint32_t first_bad;  /* source byte of the first */
} Decoded;

/* "UTF-16LE", "UTF-16BE" for bytes that look so without a mark; NULL: they do not. *static* */
const char *charset_utf16(Slice source);
/* Decodes a document. `http`: charset of the transport header, empty when there is none. Order:
 * byte order mark; bytes that are well-formed UTF-8 are UTF-8 whatever they declare; then the
 * declarations if the bytes allow them; then detection (uchardet). DLN_ERR_NOMEM / DLN_ERR_LIMIT
 * from the arena only: wrong bytes are replaced and counted. */
dln_status charset_decode(Slice source, Slice http, Arena *arena, Decoded *out);

/* The step that a byte of decoded text stands behind. */
uint32_t charset_step(const Decoded *decoded, uint32_t text);
/* Source byte of a byte of decoded text (its end for the end). */
uint32_t charset_source(const Decoded *decoded, uint32_t text);

/* The text with blanks where NULs stood: databases and other programs end at them, and in plain
 * text they are damage. The same slice when there are none; {NULL, 0}: no memory. */
Slice without_nul(Slice text, Arena *arena);

#endif
