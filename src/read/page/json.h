/* json.h - tolerant JSON for what pages embed (JSON-LD): a flat array of values, raw strings,
 * no recursion. Accepts raw line breaks in strings, trailing commas and trailing garbage; what
 * comes before the damage is kept. */
#ifndef READ_PAGE_JSON_H
#define READ_PAGE_JSON_H
#include "base/base.h"

typedef enum JsonKind {
    JSON_VALUE_NULL,
    JSON_VALUE_LITERAL,
    JSON_VALUE_STRING,
    JSON_VALUE_ARRAY,
    JSON_VALUE_OBJECT
} JsonKind;

typedef struct JsonValue {
    Slice key;      /* raw, of an object member; empty in arrays */
    Slice text;     /* STRING: raw between the quotes; LITERAL: as written */
    uint32_t next;  /* following sibling, 0: none */
    uint32_t first; /* ARRAY, OBJECT: first child, 0: empty */
    uint8_t kind;
    bool escaped; /* STRING: backslashes inside */
} JsonValue;

typedef struct JsonTree {
    VEC(JsonValue) values; /* values.at[0] is the root */
} JsonTree;

typedef struct JsonRef {
    const JsonTree *tree;
    uint32_t at;
} JsonRef;

/* Reads text into tree; false when nothing could be read or there was no memory. */
bool json_read(Slice text, Arena *arena, JsonTree *tree);
static inline const JsonValue *json_at(JsonRef ref)
{
    return ref.tree ? &ref.tree->values.at[ref.at] : 0;
}
/* Member of an object; tree NULL when absent or ref is no object. */
JsonRef json_member(JsonRef ref, const char *key);
/* First child and following sibling; tree NULL at the end. */
JsonRef json_first(JsonRef ref);
JsonRef json_next(JsonRef ref);
/* String or literal as text (escapes replaced, in the arena); empty for anything else. */
Slice json_text(JsonRef ref, Arena *arena);

#endif
