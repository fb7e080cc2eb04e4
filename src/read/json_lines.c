/* json_lines.c - JSON lines: a listing of articles, one object a line.
 *
 * In: a stream. Out: a report for each line that holds an article (json.c); a line that holds none
 * is named by its number and costs itself alone, whatever it is: no JSON, a byte of NUL, longer
 * than the limit of an input, the first of all.
 *
 * The idea: a listing is told by lines that are whole objects, as JSON itself judges, not by its
 * first bytes; so one damaged line, even the first, hides none behind it.
 *
 * Known to get wrong: an object spread over several lines, among others that are not, is several
 * damaged lines. */
#include "read/document.h"
#include "read/foreign_kinds.h"
#include <jansson.h>

enum { LINES_SEEN = 16 };

/* The next line of `text`, without white space about it; `text` goes on behind it. */
static Slice next_line(Slice *text)
{
    const char *end = memchr(text->p, '\n', text->n);
    size_t n = end ? (size_t)(end - text->p) + 1 : text->n;
    Slice line = slice_trim((Slice){text->p, n});
    text->p += n;
    text->n -= n;
    return line;
}

static bool may_be_row(Slice line)
{
    return line.n > 1 && line.p[0] == '{' && line.p[line.n - 1] == '}';
}

static bool is_row(Slice line)
{
    if (!may_be_row(line)) return false;
    json_t *object = json_loadb(line.p, line.n, JSON_ALLOW_NUL, NULL);
    bool is = json_is_object(object);
    json_decref(object);
    return is;
}

/* Whole objects among the first lines, no fewer than other lines. */
static bool mostly_rows(Slice text)
{
    uint32_t rows = 0, seen = 0;
    while (text.n && seen < LINES_SEEN) {
        bool whole = memchr(text.p, '\n', text.n) != NULL;
        Slice line = next_line(&text);
        if (!line.n || (!whole && !may_be_row(line))) continue; /* the last may go on */
        rows += is_row(line);
        seen++;
    }
    return rows > 0 && seen > 1 && rows * 2 >= seen;
}

bool is_json_lines(Slice head, DocumentKind known)
{
    if (known == DOCUMENT_XML || known == DOCUMENT_HTML || known == DOCUMENT_RTF ||
        known == DOCUMENT_MAIL || (known == DOCUMENT_BINARY && foreign_kind(head)))
        return false;
    Slice rest = head, first = {"", 0};
    while (rest.n && !first.n)
        first = next_line(&rest);
    rest = slice_trim(rest);
    bool ends = first.n && first.p + first.n < head.p + head.n; /* a line break is behind it */
    if (known == DOCUMENT_JSON && ends && may_be_row(first) &&
        (!rest.n || !strchr(",\"}]:", rest.p[0])))
        return true;
    return rest.n && mostly_rows(head); /* one line is no listing, and is not parsed to see so */
}

/* To behind the next line break. */
static dln_status skip_line(Source *s)
{
    for (;;) {
        const uint8_t *end = s->n ? memchr(s->at, '\n', s->n) : NULL;
        source_skip(s, end ? (size_t)(end - s->at) + 1 : s->n);
        if (end || s->ended) return DLN_OK;
        TRY(source_fill(s, 1));
    }
}

/* Length of the line at hand, its break with it; 0: there is none. *long_one: it is longer than the
 * limit, and was named. */
static dln_status take_line(Reading *r, Source *s, uint32_t number, size_t *n, bool *long_one)
{
    const uint8_t *end = NULL;
    size_t looked = 0;
    *long_one = false;
    while (!(end = s->n > looked ? memchr(s->at + looked, '\n', s->n - looked) : NULL) &&
           !s->ended) {
        looked = s->n;
        if (looked > r->options->max_input) {
            *long_one = true;
            return reading_fault(r, DLN_ERR_LIMIT, s->offset, "line %u is longer than the limit",
                                 number);
        }
        TRY(source_fill(s, looked + 1));
    }
    *n = end ? (size_t)(end - s->at) + 1 : s->n;
    return DLN_OK;
}

dln_status read_json_lines(Reading *r, Source *s)
{
    for (uint32_t number = 1;; number++) {
        size_t n;
        bool long_one;
        TRY(take_line(r, s, number, &n, &long_one));
        if (long_one) {
            TRY(skip_line(s));
            continue;
        }
        if (n == 0) return DLN_OK;
        Slice line = slice_trim((Slice){(const char *)s->at, n});
        if (line.n)
            TRY(read_json_line(r, line, s->offset + (uint64_t)((const uint8_t *)line.p - s->at),
                               number));
        source_skip(s, n);
    }
}
