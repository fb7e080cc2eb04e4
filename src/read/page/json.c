/* page_json.c: text of a <script type="application/ld+json"> -> array of values.
 *
 * Rule: RFC 8259, read leniently because pages break it daily (raw line breaks in strings, commas
 * too many, comments around it). Depth is capped at 64: deeper containers are skipped. One pass,
 * linear. */
#include "read/page/json.h"

#include "base/utf8.h"

enum { JSON_DEPTH = 64 };

typedef struct JsonReader {
    const char *p;
    size_t n, i;
    Arena *arena;
    JsonTree *tree;
    uint32_t open[JSON_DEPTH], last[JSON_DEPTH]; /* container, its last child */
    uint32_t depth;
    Slice key;
} JsonReader;

static void skip_blank(JsonReader *r)
{
    while (r->i < r->n && (unsigned char)r->p[r->i] <= ' ')
        r->i++;
}

/* A string at the opening quote; i moves behind the closing one. */
static Slice read_string(JsonReader *r, bool *escaped)
{
    size_t begin = ++r->i;
    *escaped = false;
    while (r->i < r->n && r->p[r->i] != '"') {
        if (r->p[r->i] == '\\') {
            *escaped = true;
            r->i++;
        }
        r->i++;
    }
    size_t end = r->i < r->n ? r->i : r->n;
    r->i = end + 1;
    return (Slice){r->p + begin, end - begin};
}

/* Adds a value to the open container; NONE: no memory. */
static uint32_t add_value(JsonReader *r, JsonValue value)
{
    value.key = r->key;
    r->key = (Slice){0, 0};
    if (!VEC_PUSH(r->arena, &r->tree->values, value)) return NONE;
    uint32_t index = r->tree->values.n - 1;
    if (r->depth) {
        uint32_t top = r->depth - 1;
        if (r->last[top])
            r->tree->values.at[r->last[top]].next = index;
        else
            r->tree->values.at[r->open[top]].first = index;
        r->last[top] = index;
    }
    return index;
}

static bool add_string(JsonReader *r)
{
    bool escaped;
    Slice text = read_string(r, &escaped);
    skip_blank(r);
    bool is_key = r->depth && r->tree->values.at[r->open[r->depth - 1]].kind == JSON_VALUE_OBJECT &&
                  !r->key.p && r->i < r->n && r->p[r->i] == ':';
    if (is_key) {
        r->i++;
        r->key = text;
        return true;
    }
    return add_value(r, (JsonValue){.text = text, .kind = JSON_VALUE_STRING, .escaped = escaped}) !=
           NONE;
}

static bool open_container(JsonReader *r, JsonKind kind)
{
    uint32_t index = add_value(r, (JsonValue){.kind = (uint8_t)kind});
    if (index == NONE || r->depth == JSON_DEPTH) return false;
    r->open[r->depth] = index;
    r->last[r->depth++] = 0;
    r->i++;
    return true;
}

static bool add_literal(JsonReader *r)
{
    size_t begin = r->i;
    while (r->i < r->n && !strchr(",]} \t\r\n\"[{", r->p[r->i]))
        r->i++;
    if (r->i == begin) {
        r->i++;
        return true;
    }
    Slice text = {r->p + begin, r->i - begin};
    JsonKind kind = slice_is(text, "null") ? JSON_VALUE_NULL : JSON_VALUE_LITERAL;
    return add_value(r, (JsonValue){.text = text, .kind = (uint8_t)kind}) != NONE;
}

/* One step: a value, a key or punctuation. False at the end of the root value or of memory. */
static bool read_step(JsonReader *r)
{
    switch (r->p[r->i]) {
    case '{': return open_container(r, JSON_VALUE_OBJECT);
    case '[': return open_container(r, JSON_VALUE_ARRAY);
    case '}':
    case ']':
        r->i++;
        r->key = (Slice){0, 0};
        return r->depth && --r->depth;
    case ',':
    case ':': r->i++; return true;
    case '"': return add_string(r);
    default: return add_literal(r);
    }
}

bool json_read(Slice text, Arena *arena, JsonTree *tree)
{
    JsonReader r = {.p = text.p, .n = text.n, .arena = arena, .tree = tree};
    memset(tree, 0, sizeof *tree);
    while (r.i < r.n && r.p[r.i] != '{' && r.p[r.i] != '[')
        r.i++;
    while (r.i < r.n) {
        skip_blank(&r);
        if (r.i >= r.n || !read_step(&r)) break;
    }
    return tree->values.n > 0;
}

JsonRef json_first(JsonRef ref)
{
    const JsonValue *v = json_at(ref);
    return v && v->first ? (JsonRef){ref.tree, v->first} : (JsonRef){0, 0};
}

JsonRef json_next(JsonRef ref)
{
    const JsonValue *v = json_at(ref);
    return v && v->next ? (JsonRef){ref.tree, v->next} : (JsonRef){0, 0};
}

JsonRef json_member(JsonRef ref, const char *key)
{
    const JsonValue *v = json_at(ref);
    if (!v || v->kind != JSON_VALUE_OBJECT) return (JsonRef){0, 0};
    JsonRef child = json_first(ref);
    while (child.tree && !slice_is(json_at(child)->key, key))
        child = json_next(child);
    return child;
}

static uint32_t hex4(const char *p)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        uint32_t d = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                     : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                     : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                            : 16;
        if (d > 15) return UINT32_MAX;
        value = value * 16 + d;
    }
    return value;
}

/* \uHHHH at p (pair of surrogates joined); returns source bytes used, writes UTF-8. */
static size_t unicode_escape(const char *p, size_t n, char *out, uint32_t *out_n)
{
    uint32_t c = n >= 6 ? hex4(p + 2) : UINT32_MAX;
    size_t used = 6;
    if (c == UINT32_MAX) {
        *out_n = 0;
        return n < 6 ? n : 2;
    }
    if (c >= 0xD800 && c < 0xDC00 && n >= 12 && p[6] == '\\' && p[7] == 'u') {
        uint32_t low = hex4(p + 8);
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            used = 12;
        }
    }
    *out_n = utf8_put(out, c);
    if (!*out_n) *out_n = utf8_put(out, 0xFFFD);
    return used;
}

Slice json_text(JsonRef ref, Arena *arena)
{
    const JsonValue *v = json_at(ref);
    if (!v || (v->kind != JSON_VALUE_STRING && v->kind != JSON_VALUE_LITERAL)) return (Slice){0, 0};
    if (!v->escaped) return v->text;
    char *out = arena_alloc(arena, v->text.n + 4);
    if (!out) return (Slice){0, 0};
    size_t n = 0;
    for (size_t i = 0; i < v->text.n;) {
        const char *p = v->text.p + i;
        if (*p != '\\' || i + 1 >= v->text.n) {
            out[n++] = *p;
            i++;
            continue;
        }
        if (p[1] == 'u') {
            uint32_t put = 0;
            i += unicode_escape(p, v->text.n - i, out + n, &put);
            n += put;
            continue;
        }
        out[n++] = p[1] == 'n'                  ? '\n'
                   : p[1] == 't'                ? '\t'
                   : p[1] == 'r'                ? '\r'
                   : p[1] == 'b' || p[1] == 'f' ? ' '
                                                : p[1];
        i += 2;
    }
    return (Slice){out, n};
}
