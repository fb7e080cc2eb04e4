/* The HTML reader against html5lib-tests (tokenizer and tree construction), read from
 * ../shared/conform; skipped when absent.
 *
 * In: .test (JSON) and .dat files. Out: pass when at least 99.5 % / 97 % of the cases agree; every
 * case that does not is printed.
 *
 * Left out: tests with scripting on, parse errors, inputs with lone surrogates (no UTF-8 can hold
 * them), fragments. The camel-case names of SVG and the prefixes of foreign attributes are added
 * here: the reader itself never needs them. */
#include <dirent.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/base.h"
#include "read/html/charref.h"
#include "read/html/tree.h"

#define FOLDER "../shared/conform/html5lib/"

typedef struct Text {
    char *p;
    size_t n, cap;
} Text;

static void add(Text *t, const char *p, size_t n)
{
    if (t->n + n + 1 > t->cap) {
        t->cap = (t->n + n + 1) * 2;
        t->p = realloc(t->p, t->cap);
    }
    if (n) memcpy(t->p + t->n, p, n);
    t->n += n;
    t->p[t->n] = 0;
}

static void add_text(Text *t, const char *p)
{
    add(t, p, strlen(p));
}

static void add_decoded(Text *t, const uint8_t *src, HtmlRange r, unsigned rules, bool lower)
{
    uint8_t *out = malloc(3u * (r.end - r.begin) + 8);
    uint32_t n = html_decode(src + r.begin, r.end - r.begin, rules, out);
    for (uint32_t i = 0; lower && i < n; i++)
        if (out[i] >= 'A' && out[i] <= 'Z') out[i] = (uint8_t)(out[i] + 32);
    add(t, (char *)out, n);
    free(out);
}

/* ---- tokenizer ---- */

typedef struct Case {
    uint8_t *input;
    uint32_t len;
    HtmlContent state;
    const char *last;
} Case;

static const char *const state_names[] = {"Data state",      "RCDATA state",
                                          "RAWTEXT state",   "Script data state",
                                          "PLAINTEXT state", "CDATA section state"};

static json_t *json_bytes(Text *t)
{
    return json_stringn(t->p ? t->p : "", t->n);
}

static json_t *token_range(const HtmlLexer *lx, HtmlRange r, unsigned rules, bool lower)
{
    Text t = {0};
    add_decoded(&t, lx->src, r, rules, lower);
    json_t *value = json_bytes(&t);
    free(t.p);
    return value;
}

static json_t *attrs_json(const HtmlLexer *lx, uint32_t count)
{
    json_t *attrs = json_object();
    for (uint32_t i = 0; i < count; i++) {
        Text name = {0};
        add_decoded(&name, lx->src, lx->attrs[i].name, 0, true);
        json_object_set_new_nocheck(
            attrs, name.p,
            token_range(lx, lx->attrs[i].value, HTML_DECODE_REFS | HTML_DECODE_ATTRIBUTE, false));
        free(name.p);
    }
    return attrs;
}

static void flush_text(json_t *out, Text *text)
{
    if (text->n) json_array_append_new(out, json_pack("[s,o]", "Character", json_bytes(text)));
    text->n = 0;
}

static void add_chars(Text *text, const HtmlLexer *lx, const HtmlToken *t)
{
    if (t->text & HTML_TEXT_BARE_NUL)
        add(text, (const char *)lx->src + t->range.begin, t->range.end - t->range.begin);
    else
        add_decoded(text, lx->src, t->range, t->text & HTML_TEXT_REFS ? HTML_DECODE_REFS : 0,
                    false);
}

static json_t *token_json(const HtmlLexer *lx, const HtmlToken *t)
{
    switch (t->kind) {
    case HTML_TOKEN_START:
        return t->self_closing
                   ? json_pack("[s,o,o,b]", "StartTag", token_range(lx, t->name, 0, true),
                               attrs_json(lx, t->attr_count), 1)
                   : json_pack("[s,o,o]", "StartTag", token_range(lx, t->name, 0, true),
                               attrs_json(lx, t->attr_count));
    case HTML_TOKEN_END: return json_pack("[s,o]", "EndTag", token_range(lx, t->name, 0, true));
    case HTML_TOKEN_COMMENT:
        return json_pack("[s,o]", "Comment", token_range(lx, t->name, 0, false));
    case HTML_TOKEN_DOCTYPE:
        return json_pack("[s,o,o,o,b]", "DOCTYPE",
                         t->doctype & HTML_DOCTYPE_NAME ? token_range(lx, t->name, 0, true)
                                                        : json_null(),
                         t->doctype & HTML_DOCTYPE_PUBLIC ? token_range(lx, t->public_id, 0, false)
                                                          : json_null(),
                         t->doctype & HTML_DOCTYPE_SYSTEM ? token_range(lx, t->system_id, 0, false)
                                                          : json_null(),
                         !(t->doctype & HTML_DOCTYPE_QUIRKS));
    default: return json_null();
    }
}

static json_t *tokens_of(const Case *c)
{
    static HtmlLexer lx;
    Text text = {0};
    json_t *out = json_array();
    size_t n = c->last ? strlen(c->last) : 0;
    uint8_t *src = malloc(c->len + n + 1);
    memcpy(src, c->input, c->len);
    if (n) memcpy(src + c->len, c->last, n);
    html_lexer_start(&lx, src, c->len);
    lx.content = c->state;
    if (n) lx.last_start = (HtmlRange){c->len, c->len + (uint32_t)n};
    HtmlToken t;
    for (html_lexer_next(&lx, &t); t.kind != HTML_TOKEN_EOF; html_lexer_next(&lx, &t)) {
        if (t.kind == HTML_TOKEN_TEXT) {
            add_chars(&text, &lx, &t);
            continue;
        }
        flush_text(out, &text);
        json_array_append_new(out, token_json(&lx, &t));
    }
    flush_text(out, &text);
    free(text.p);
    free(src);
    return out;
}

/* Replaces \uHHHH in a string of a doubleEscaped test; NULL when a surrogate stands alone. */
static json_t *unescape_string(json_t *s)
{
    const char *p = json_string_value(s);
    size_t n = json_string_length(s);
    Text quoted = {0};
    add_text(&quoted, "[\"");
    for (size_t i = 0; i < n; i++) {
        char c = p[i];
        char hex[8];
        if ((unsigned char)c < 0x20 || c == '"' || (c == '\\' && !(i + 1 < n && p[i + 1] == 'u'))) {
            snprintf(hex, sizeof hex, "\\u%04x", (unsigned)(unsigned char)c);
            add_text(&quoted, hex);
        } else
            add(&quoted, &c, 1);
    }
    add_text(&quoted, "\"]");
    json_t *array = json_loadb(quoted.p, quoted.n, JSON_ALLOW_NUL, 0);
    free(quoted.p);
    json_t *value = array ? json_incref(json_array_get(array, 0)) : 0;
    json_decref(array);
    return value;
}

static json_t *unescape(json_t *v, bool *ok)
{
    if (json_is_string(v)) {
        json_t *s = unescape_string(v);
        *ok = *ok && s;
        return s ? s : json_null();
    }
    if (json_is_array(v)) {
        json_t *out = json_array(), *item;
        size_t i;
        json_array_foreach(v, i, item) json_array_append_new(out, unescape(item, ok));
        return out;
    }
    if (json_is_object(v)) {
        json_t *out = json_object(), *item;
        const char *key;
        json_object_foreach(v, key, item)
        {
            json_t *k = json_string_nocheck(key), *k2 = unescape(k, ok);
            json_object_set_new_nocheck(out, json_string_value(k2) ? json_string_value(k2) : "",
                                        unescape(item, ok));
            json_decref(k);
            json_decref(k2);
        }
        return out;
    }
    return json_incref(v);
}

static HtmlContent state_of(const char *name)
{
    for (size_t i = 0; i < sizeof state_names / sizeof state_names[0]; i++)
        if (!strcmp(state_names[i], name)) return (HtmlContent)i;
    return HTML_TEXT_DATA;
}

static void run_token_case(json_t *test, json_t *input, json_t *want, HtmlContent state, int *right,
                           int *total)
{
    Case c = {(uint8_t *)json_string_value(input), (uint32_t)json_string_length(input), state,
              json_string_value(json_object_get(test, "lastStartTag"))};
    json_t *got = tokens_of(&c);
    ++*total;
    if (json_equal(got, want))
        ++*right;
    else {
        char *g = json_dumps(got, JSON_COMPACT), *w = json_dumps(want, JSON_COMPACT);
        printf("# %s [%s]\n#   got  %s\n#   want %s\n",
               json_string_value(json_object_get(test, "description")), state_names[state],
               g ? g : "", w ? w : "");
        free(g);
        free(w);
    }
    json_decref(got);
}

static void run_token_test(json_t *test, int *right, int *total)
{
    bool ok = true, twice = json_is_true(json_object_get(test, "doubleEscaped"));
    json_t *input = json_incref(json_object_get(test, "input")),
           *want = json_incref(json_object_get(test, "output"));
    if (twice) {
        json_t *i2 = unescape(input, &ok), *w2 = unescape(want, &ok);
        json_decref(input);
        json_decref(want);
        input = i2;
        want = w2;
    }
    json_t *states = json_object_get(test, "initialStates"), *state;
    size_t i;
    if (!ok)
        printf("# not run, lone surrogate: %s\n",
               json_string_value(json_object_get(test, "description")));
    else if (!states)
        run_token_case(test, input, want, HTML_TEXT_DATA, right, total);
    else
        json_array_foreach(states, i, state)
            run_token_case(test, input, want, state_of(json_string_value(state)), right, total);
    json_decref(input);
    json_decref(want);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of the files of a folder with this ending, sorted; count 0 when there is no folder. */
static size_t list_files(const char *folder, const char *ending, char *names[256])
{
    DIR *d = opendir(folder);
    size_t n = 0;
    for (struct dirent *e; d && (e = readdir(d)) && n < 256;) {
        size_t len = strlen(e->d_name), end = strlen(ending);
        if (len > end && !strcmp(e->d_name + len - end, ending)) {
            names[n] = malloc(len + 1);
            memcpy(names[n++], e->d_name, len + 1);
        }
    }
    if (d) closedir(d);
    qsort(names, n, sizeof names[0], by_name);
    return n;
}

static void test_tokenizer(void **state)
{
    (void)state;
    char *names[256];
    size_t n = list_files(FOLDER "tokenizer", ".test", names);
    if (!n) skip();
    int right = 0, total = 0;
    for (size_t i = 0; i < n; i++) {
        char path[512];
        snprintf(path, sizeof path, FOLDER "tokenizer/%s", names[i]);
        json_error_t err;
        json_t *file = json_load_file(path, JSON_ALLOW_NUL, &err), *test;
        if (!file) printf("# %s: %s\n", names[i], err.text);
        size_t k;
        /* xmlViolation.test has another top key: it asks for an XML infoset, which is not HTML's */
        json_array_foreach(json_object_get(file, "tests"), k, test)
            run_token_test(test, &right, &total);
        json_decref(file);
        free(names[i]);
    }
    printf("# tokenizer: %d of %d = %.2f %%\n", right, total, 100.0 * right / total);
    assert_true(right * 1000 >= total * 995);
}

/* ---- tree construction ---- */

static const char *const svg_names[] = {"altGlyph",
                                        "altGlyphDef",
                                        "altGlyphItem",
                                        "animateColor",
                                        "animateMotion",
                                        "animateTransform",
                                        "clipPath",
                                        "feBlend",
                                        "feColorMatrix",
                                        "feComponentTransfer",
                                        "feComposite",
                                        "feConvolveMatrix",
                                        "feDiffuseLighting",
                                        "feDisplacementMap",
                                        "feDistantLight",
                                        "feFlood",
                                        "feFuncA",
                                        "feFuncB",
                                        "feFuncG",
                                        "feFuncR",
                                        "feGaussianBlur",
                                        "feImage",
                                        "feMerge",
                                        "feMergeNode",
                                        "feMorphology",
                                        "feOffset",
                                        "fePointLight",
                                        "feSpecularLighting",
                                        "feSpotLight",
                                        "feTile",
                                        "feTurbulence",
                                        "foreignObject",
                                        "glyphRef",
                                        "linearGradient",
                                        "radialGradient",
                                        "textPath",
                                        0};
static const char *const svg_attrs[] = {"attributeName",
                                        "attributeType",
                                        "baseFrequency",
                                        "baseProfile",
                                        "calcMode",
                                        "clipPathUnits",
                                        "diffuseConstant",
                                        "edgeMode",
                                        "filterUnits",
                                        "glyphRef",
                                        "gradientTransform",
                                        "gradientUnits",
                                        "kernelMatrix",
                                        "kernelUnitLength",
                                        "keyPoints",
                                        "keySplines",
                                        "keyTimes",
                                        "lengthAdjust",
                                        "limitingConeAngle",
                                        "markerHeight",
                                        "markerUnits",
                                        "markerWidth",
                                        "maskContentUnits",
                                        "maskUnits",
                                        "numOctaves",
                                        "pathLength",
                                        "patternContentUnits",
                                        "patternTransform",
                                        "patternUnits",
                                        "pointsAtX",
                                        "pointsAtY",
                                        "pointsAtZ",
                                        "preserveAlpha",
                                        "preserveAspectRatio",
                                        "primitiveUnits",
                                        "refX",
                                        "refY",
                                        "repeatCount",
                                        "repeatDur",
                                        "requiredExtensions",
                                        "requiredFeatures",
                                        "specularConstant",
                                        "specularExponent",
                                        "spreadMethod",
                                        "startOffset",
                                        "stdDeviation",
                                        "stitchTiles",
                                        "surfaceScale",
                                        "systemLanguage",
                                        "tableValues",
                                        "targetX",
                                        "targetY",
                                        "textLength",
                                        "viewBox",
                                        "viewTarget",
                                        "xChannelSelector",
                                        "yChannelSelector",
                                        "zoomAndPan",
                                        0};
static const char *const spaced_attrs[] = {"xlink:actuate",
                                           "xlink:arcrole",
                                           "xlink:href",
                                           "xlink:role",
                                           "xlink:show",
                                           "xlink:title",
                                           "xlink:type",
                                           "xml:lang",
                                           "xml:space",
                                           "xmlns:xlink",
                                           0};

static const char *camel(const char *const *list, const char *name)
{
    for (; *list; list++)
        if (strlen(*list) == strlen(name) &&
            html_same_name((const uint8_t *)*list, (const uint8_t *)name, (uint32_t)strlen(name)))
            return *list;
    return name;
}

static void add_indent(Text *out, int depth)
{
    add_text(out, "| ");
    for (int i = 0; i < depth; i++)
        add_text(out, "  ");
}

static char *attr_line(const HtmlTree *tree, const HtmlAttr *a, HtmlSpace space)
{
    Text name = {0}, line = {0};
    add_decoded(&name, tree->src, a->name, 0, true);
    if (space == HTML_SPACE_SVG)
        add_text(&line, camel(svg_attrs, name.p));
    else
        add_text(&line, space == HTML_SPACE_MATH && !strcmp(name.p, "definitionurl")
                            ? "definitionURL"
                            : name.p);
    for (const char *const *s = spaced_attrs; *s && space != HTML_SPACE_HTML; s++)
        if (!strcmp(line.p, *s)) *strchr(line.p, ':') = ' ';
    add_text(&line, "=\"");
    add_decoded(&line, tree->src, a->value, HTML_DECODE_REFS | HTML_DECODE_ATTRIBUTE, false);
    add_text(&line, "\"\n");
    free(name.p);
    return line.p;
}

static void dump_element(const HtmlTree *tree, const HtmlNode *n, int depth, Text *out)
{
    Text name = {0};
    Slice raw = html_node_name(tree, n);
    uint32_t begin = (uint32_t)(n->begin + 1);
    if (n->tag == HTML_OTHER)
        add_decoded(&name, tree->src, (HtmlRange){begin, begin + (uint32_t)raw.n}, 0, true);
    else
        add(&name, raw.p, raw.n);
    add_indent(out, depth);
    add_text(out, n->space == HTML_SPACE_SVG    ? "<svg "
                  : n->space == HTML_SPACE_MATH ? "<math "
                                                : "<");
    add_text(out, n->space == HTML_SPACE_SVG ? camel(svg_names, name.p) : name.p);
    add_text(out, ">\n");
    char *lines[HTML_MAX_ATTRS];
    for (uint32_t i = 0; i < n->attr_count; i++)
        lines[i] = attr_line(tree, &tree->attrs.at[n->attrs + i], (HtmlSpace)n->space);
    qsort(lines, n->attr_count, sizeof lines[0], by_name);
    for (uint32_t i = 0; i < n->attr_count; i++) {
        add_indent(out, depth + 1);
        add_text(out, lines[i]);
        free(lines[i]);
    }
    free(name.p);
}

static void dump_doctype(const HtmlTree *tree, const HtmlNode *n, Text *out)
{
    const HtmlAttr *name = &tree->attrs.at[n->attrs], *system = name + 1;
    add_text(out, "| <!DOCTYPE ");
    add_decoded(out, tree->src, name->name, 0, true);
    if (n->text & (HTML_DOCTYPE_PUBLIC | HTML_DOCTYPE_SYSTEM)) {
        add_text(out, " \"");
        add_decoded(out, tree->src, name->value, 0, false);
        add_text(out, "\" \"");
        add_decoded(out, tree->src, system->value, 0, false);
        add_text(out, "\"");
    }
    add_text(out, ">\n");
}

static int depth_of(const HtmlTree *tree, uint32_t node)
{
    int depth = 0;
    for (uint32_t p = tree->nodes.at[node].parent; p; p = tree->nodes.at[p].parent)
        depth += tree->nodes.at[p].tag == HTML_TEMPLATE &&
                         tree->nodes.at[p].space == HTML_SPACE_HTML
                     ? 2
                     : 1;
    return depth;
}

static char *dump_tree(const HtmlTree *tree)
{
    Text out = {0};
    bool in_text = false;
    uint32_t text_parent = 0;
    for (uint32_t i = html_next_node(tree, 0, 0, false); i; i = html_next_node(tree, 0, i, false)) {
        const HtmlNode *n = &tree->nodes.at[i];
        if (in_text && (n->kind != HTML_NODE_TEXT || n->parent != text_parent))
            add_text(&out, "\"\n");
        bool joins = in_text && n->kind == HTML_NODE_TEXT && n->parent == text_parent;
        in_text = n->kind == HTML_NODE_TEXT;
        if (in_text && !joins) add_indent(&out, depth_of(tree, i)), add_text(&out, "\"");
        if (in_text) {
            text_parent = n->parent;
            add_decoded(&out, tree->src, (HtmlRange){n->begin, n->end},
                        n->text & HTML_TEXT_REFS ? HTML_DECODE_REFS : 0, false);
        } else if (n->kind == HTML_NODE_ELEMENT) {
            dump_element(tree, n, depth_of(tree, i), &out);
            if (n->tag == HTML_TEMPLATE && n->space == HTML_SPACE_HTML)
                add_indent(&out, depth_of(tree, i) + 1), add_text(&out, "content\n");
        } else if (n->kind == HTML_NODE_DOCTYPE)
            dump_doctype(tree, n, &out);
        else {
            add_indent(&out, depth_of(tree, i));
            add_text(&out, "<!-- ");
            add_decoded(&out, tree->src, tree->attrs.at[n->attrs].name, 0, false);
            add_text(&out, " -->\n");
        }
    }
    if (in_text) add_text(&out, "\"\n");
    add_text(&out, "");
    return out.p;
}

static void run_tree_case(const char *file, const char *data, size_t n, const char *want,
                          int *right, int *total)
{
    Arena arena;
    arena_init(&arena, 0);
    HtmlTree tree;
    html_parse(&tree, &arena, (const uint8_t *)data, (uint32_t)n);
    char *got = dump_tree(&tree);
    ++*total;
    if (!strcmp(got, want))
        ++*right;
    else
        printf("# %s: %.*s\n# got\n%s# want\n%s", file, (int)n, data, got, want);
    free(got);
    arena_free(&arena);
}

/* One case of a .dat file: from "#data\n" to the next. Sections are told apart by their heading
 * lines. */
static void run_tree_text(const char *file, char *text, int *right, int *total)
{
    char *data = text + strlen("#data\n"), *errors = strstr(data, "\n#errors"),
         *document = strstr(data, "\n#document\n");
    if (data[0] == '#' && !strncmp(data, "#errors", 7)) errors = data;
    if (!errors || !document || strstr(errors, "\n#script-on\n") ||
        strstr(errors, "#document-fragment"))
        return;
    char *tree = document + strlen("\n#document\n");
    size_t n = strlen(tree);
    while (n > 1 && tree[n - 1] == '\n' && tree[n - 2] == '\n')
        tree[--n] = 0;
    size_t data_len = errors > data ? (size_t)(errors - data) : 0;
    run_tree_case(file, data, data_len, tree, right, total);
}

static char *read_whole(const char *path)
{
    FILE *f = fopen(path, "rb");
    Text t = {0};
    char piece[65536];
    for (size_t n; f && (n = fread(piece, 1, sizeof piece, f)) > 0;)
        add(&t, piece, n);
    if (f) fclose(f);
    add_text(&t, "\n");
    return t.p;
}

static void test_tree(void **state)
{
    (void)state;
    char *names[256];
    size_t n = list_files(FOLDER "tree-construction", ".dat", names);
    if (!n) skip();
    int right = 0, total = 0;
    for (size_t i = 0; i < n; i++) {
        char path[512];
        snprintf(path, sizeof path, FOLDER "tree-construction/%s", names[i]);
        char *text = read_whole(path), *at = text;
        while (at && !strncmp(at, "#data\n", 6)) {
            char *next = strstr(at, "\n#data\n");
            if (next) *next++ = 0;
            Text one = {0};
            add_text(&one, at);
            add_text(&one, "\n");
            run_tree_text(names[i], one.p, &right, &total);
            free(one.p);
            at = next;
        }
        free(text);
        free(names[i]);
    }
    printf("# tree construction: %d of %d = %.2f %%\n", right, total, 100.0 * right / total);
    assert_true(right * 100 >= total * 97);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tokenizer),
                                       cmocka_unit_test(test_tree)};
    return cmocka_run_group_tests(tests, 0, 0);
}
