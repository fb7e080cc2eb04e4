/* features.c - hashed features of a word form; see features.h.
 *
 * In: the form's UTF-8 bytes. Out: table rows. Known weakness: rare words share rows with others;
 * case classes of other scripts than Latin, Greek and Cyrillic say nothing. */
#include "lang/features.h"
#include "base/utf8.h"

typedef struct Pair {
    uint16_t from;
    char to;
} Pair;

static const Pair marks[] = {
    {0x60, '\''},   {0xAB, '"'},    {0xB4, '\''},   {0xBB, '"'},   {0x2010, '-'},
    {0x2011, '-'},  {0x2012, '-'},  {0x2013, '-'},  {0x2014, '-'}, {0x2015, '-'},
    {0x2018, '\''}, {0x2019, '\''}, {0x201A, '\''}, {0x201C, '"'}, {0x201D, '"'},
    {0x201E, '"'},  {0x2032, '\''}, {0x2033, '"'},  {0x2212, '-'},
};
/* Greek and Cyrillic letters that print like a Latin one, by code point. */
static const Pair looks[] = {
    {0x391, 'A'}, {0x392, 'B'}, {0x395, 'E'}, {0x396, 'Z'}, {0x397, 'H'}, {0x399, 'I'},
    {0x39A, 'K'}, {0x39C, 'M'}, {0x39D, 'N'}, {0x39F, 'O'}, {0x3A1, 'P'}, {0x3A4, 'T'},
    {0x3A5, 'Y'}, {0x3A7, 'X'}, {0x3B1, 'a'}, {0x3BD, 'v'}, {0x3BF, 'o'}, {0x405, 'S'},
    {0x406, 'I'}, {0x408, 'J'}, {0x410, 'A'}, {0x412, 'B'}, {0x415, 'E'}, {0x41A, 'K'},
    {0x41C, 'M'}, {0x41D, 'H'}, {0x41E, 'O'}, {0x420, 'P'}, {0x421, 'C'}, {0x422, 'T'},
    {0x423, 'Y'}, {0x425, 'X'}, {0x430, 'a'}, {0x432, 'b'}, {0x435, 'e'}, {0x43A, 'k'},
    {0x43C, 'm'}, {0x43D, 'h'}, {0x43E, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x442, 't'},
    {0x443, 'y'}, {0x445, 'x'}, {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'}, {0x4BB, 'h'},
    {0x501, 'd'},
};

/* Latin letters that Unicode does not take apart, by code point. */
static const Pair strokes[] = {
    {0xD8, 'O'},  {0xF8, 'o'},  {0x110, 'D'}, {0x111, 'd'}, {0x126, 'H'},
    {0x127, 'h'}, {0x131, 'i'}, {0x141, 'L'}, {0x142, 'l'},
};

static uint32_t mapped(const Pair *pairs, size_t n, uint32_t c)
{
    uint32_t low;
    LIST_FIRST(low, (uint32_t)n, pairs[low].from < c);
    return low < n && pairs[low].from == c ? (uint32_t)(unsigned char)pairs[low].to : c;
}
#define MAPPED(pairs, c) mapped(pairs, sizeof(pairs) / sizeof *(pairs), c)

static bool ascii_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A Latin letter without its accents: the treebanks hardly know "Vărdărescu", but "Vardarescu"
 * looks like a name. */
static uint32_t plain_letter(uint32_t c)
{
    uint32_t parts[4];
    if (c < 0xC0 || (c > 0x24F && c < 0x1E00) || c > 0x1EFF) return c;
    uint32_t stroke = MAPPED(strokes, c);
    if (stroke != c) return stroke;
    return char_bare(c, parts) == 1 && ascii_letter(parts[0]) ? parts[0] : c;
}

uint32_t word_fold(Slice form, uint32_t points[WORD_POINTS])
{
    uint32_t n = 0;
    bool latin = false;
    for (size_t i = 0; i < form.n && n < WORD_POINTS;) {
        uint32_t c = utf8_next_mended(form, &i);
        latin |= ascii_letter(c);
        points[n++] = c;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t c = points[i];
        if (c >= '0' && c <= '9')
            points[i] = '0';
        else if (c >= 0x80 || c == '`') {
            points[i] = plain_letter(MAPPED(marks, c));
            if (latin && points[i] == c) points[i] = MAPPED(looks, c);
        }
    }
    return n;
}

/* FNV-1a over the UTF-8 bytes, murmur3 finish. */
static uint32_t hash_of(uint32_t seed, const uint32_t *points, uint32_t n)
{
    uint32_t h = 2166136261u ^ (seed * 0x9E3779B1u);
    for (uint32_t i = 0; i < n; i++) {
        char bytes[4];
        uint32_t m = utf8_put(bytes, points[i]);
        for (uint32_t k = 0; k < m; k++)
            h = (h ^ (unsigned char)bytes[k]) * 16777619u;
    }
    h ^= h >> 16;
    h *= 0x85EBCA6Bu;
    h ^= h >> 13;
    h *= 0xC2B2AE35u;
    return h ^ h >> 16;
}

static uint32_t row_of(uint32_t seed, const uint32_t *points, uint32_t n, uint32_t rows)
{
    return (uint32_t)(((uint64_t)hash_of(seed, points, n) * rows) >> 32);
}

/* Letter classes X x 0, other characters as they are, runs cut at four. */
static uint32_t shape_of(const uint32_t *form, const uint32_t *low, uint32_t n, uint32_t *shape)
{
    uint32_t m = 0, run = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t c = form[i], s = c == '0'               ? '0'
                                  : low[i] != c          ? 'X'
                                  : c >= 0x80            ? 'u'
                                  : c >= 'a' && c <= 'z' ? 'x'
                                                         : c;
        run = m && shape[m - 1] == s ? run + 1 : 1;
        if (run <= 4) shape[m++] = s;
    }
    return m;
}

static uint32_t min32(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static void gram_rows(const uint32_t *low, uint32_t n, uint32_t rows, WordRows *out)
{
    uint32_t padded[WORD_POINTS + 2] = {'<'};
    memcpy(padded + 1, low, n * sizeof *low);
    padded[n + 1] = '>';
    out->n_grams = 0;
    for (uint32_t k = 0; k < n && out->n_grams < WORD_GRAMS - 1; k++) {
        out->gram[out->n_grams++] = row_of(9, padded + k, 3, rows);
        if (k + 4 <= n + 2) out->gram[out->n_grams++] = row_of(10, padded + k, 4, rows);
    }
}

void word_rows(Slice form, const uint32_t table_rows[WORD_TABLES], WordRows *out)
{
    uint32_t points[WORD_POINTS], low[WORD_POINTS], shape[WORD_POINTS], n = word_fold(form, points);
    for (uint32_t i = 0; i < n; i++)
        low[i] = char_lower(points[i]);
    uint32_t m = shape_of(points, low, n, shape), two = min32(n, 2), three = min32(n, 3),
             four = min32(n, 4);
    out->row[0] = row_of(1, low, n, table_rows[TABLE_LOW]);
    out->row[1] = row_of(2, low, n, table_rows[TABLE_LOW]);
    out->row[2] = row_of(3, points, n, table_rows[TABLE_FORM]);
    out->row[3] = row_of(4, low, three, table_rows[TABLE_PRE3]);
    out->row[4] = row_of(5, low + n - two, two, table_rows[TABLE_SUF2]);
    out->row[5] = row_of(6, low + n - three, three, table_rows[TABLE_SUF3]);
    out->row[6] = row_of(7, low + n - four, four, table_rows[TABLE_SUF4]);
    out->row[7] = row_of(8, shape, m, table_rows[TABLE_SHAPE]);
    gram_rows(low, n, table_rows[TABLE_GRAM], out);
    out->key = hash_of(11, low, n);
}

uint32_t word_key(Slice form)
{
    uint32_t points[WORD_POINTS], n = word_fold(form, points);
    for (uint32_t i = 0; i < n; i++)
        points[i] = char_lower(points[i]);
    return hash_of(11, points, n);
}

typedef struct CaseCount {
    uint32_t caps, lows, titles, longer;
} CaseCount;

static void count_case(Slice form, CaseCount *count)
{
    uint32_t points[WORD_POINTS], n = word_fold(form, points), letters = 0, upper = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool up = char_lower(points[i]) != points[i];
        upper += up;
        letters += up || (points[i] >= 'a' && points[i] <= 'z');
    }
    if (letters < 2) return;
    count->caps += upper == letters;
    count->lows += upper == 0;
    if (letters < 4) return;
    count->longer++;
    count->titles += char_lower(points[0]) != points[0];
}

SentenceCase sentence_case(const Token *token, uint32_t n)
{
    CaseCount c = {0, 0, 0, 0};
    for (uint32_t i = 0; i < n; i++)
        count_case(token[i].form, &c);
    if (c.caps >= 2 && c.lows == 0) return CASE_CAPITALS;
    if (c.caps + c.titles == 0 && c.lows) return CASE_SMALL;
    return c.longer >= 4 && c.titles * 5 >= c.longer * 4 ? CASE_HEADLINE : CASE_MIXED;
}
