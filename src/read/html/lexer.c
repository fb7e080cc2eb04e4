/* html_lexer.c: bytes of a page -> tokens, each a set of source ranges.
 *
 * Rule: the tokenization part of WHATWG HTML (13.2.5), told as one function per construct instead
 * of one state per byte: every construct's data is one contiguous range of the source, so nothing
 * is copied and memchr can jump over scripts and text.
 *
 * Known gaps: parse errors are not reported; attributes beyond HTML_MAX_ATTRS are skipped; a
 * duplicate is found only among the kept. */
#include "read/html/lexer.h"

#include <string.h>

#include "read/html/charref.h"

enum { SPACE = 1, ALPHA = 2, NAME_END = 4, TEXT_STOP = 8 };

static const uint8_t byte_class[256] = {
    [0] = TEXT_STOP,
    ['\t'] = SPACE | NAME_END,
    ['\n'] = SPACE | NAME_END,
    ['\f'] = SPACE | NAME_END,
    ['\r'] = SPACE | NAME_END | TEXT_STOP,
    [' '] = SPACE | NAME_END,
    ['/'] = NAME_END,
    ['>'] = NAME_END,
    ['<'] = TEXT_STOP,
    ['&'] = TEXT_STOP,
    ['A'] = ALPHA,
    ['B'] = ALPHA,
    ['C'] = ALPHA,
    ['D'] = ALPHA,
    ['E'] = ALPHA,
    ['F'] = ALPHA,
    ['G'] = ALPHA,
    ['H'] = ALPHA,
    ['I'] = ALPHA,
    ['J'] = ALPHA,
    ['K'] = ALPHA,
    ['L'] = ALPHA,
    ['M'] = ALPHA,
    ['N'] = ALPHA,
    ['O'] = ALPHA,
    ['P'] = ALPHA,
    ['Q'] = ALPHA,
    ['R'] = ALPHA,
    ['S'] = ALPHA,
    ['T'] = ALPHA,
    ['U'] = ALPHA,
    ['V'] = ALPHA,
    ['W'] = ALPHA,
    ['X'] = ALPHA,
    ['Y'] = ALPHA,
    ['Z'] = ALPHA,
    ['a'] = ALPHA,
    ['b'] = ALPHA,
    ['c'] = ALPHA,
    ['d'] = ALPHA,
    ['e'] = ALPHA,
    ['f'] = ALPHA,
    ['g'] = ALPHA,
    ['h'] = ALPHA,
    ['i'] = ALPHA,
    ['j'] = ALPHA,
    ['k'] = ALPHA,
    ['l'] = ALPHA,
    ['m'] = ALPHA,
    ['n'] = ALPHA,
    ['o'] = ALPHA,
    ['p'] = ALPHA,
    ['q'] = ALPHA,
    ['r'] = ALPHA,
    ['s'] = ALPHA,
    ['t'] = ALPHA,
    ['u'] = ALPHA,
    ['v'] = ALPHA,
    ['w'] = ALPHA,
    ['x'] = ALPHA,
    ['y'] = ALPHA,
    ['z'] = ALPHA,
};

static bool is_a(uint8_t c, uint8_t class)
{
    return (byte_class[c] & class) != 0;
}

bool html_is_space(uint8_t c)
{
    return is_a(c, SPACE);
}

static uint8_t lower(uint8_t c)
{
    return (uint8_t)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

bool html_same_name(const uint8_t *a, const uint8_t *b, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++)
        if (lower(a[i]) != lower(b[i])) return false;
    return true;
}

void html_lexer_start(HtmlLexer *lexer, const uint8_t *src, uint32_t len)
{
    lexer->src = src;
    lexer->len = len;
    lexer->pos = 0;
    lexer->content = HTML_TEXT_DATA;
    lexer->last_start = (HtmlRange){0, 0};
    lexer->last_tag = HTML_OTHER;
    lexer->in_foreign = false;
}

static bool starts_with(const HtmlLexer *lx, uint32_t pos, const char *word)
{
    uint32_t n = (uint32_t)strlen(word);
    return lx->len - pos >= n && html_same_name(lx->src + pos, (const uint8_t *)word, n);
}

/* Position of the byte c at or after pos; lx->len when there is none. */
static uint32_t find_byte(const HtmlLexer *lx, uint32_t pos, uint8_t c)
{
    const uint8_t *hit = pos < lx->len ? memchr(lx->src + pos, c, lx->len - pos) : 0;
    return hit ? (uint32_t)(hit - lx->src) : lx->len;
}

static uint32_t skip_space(const HtmlLexer *lx, uint32_t pos)
{
    while (pos < lx->len && is_a(lx->src[pos], SPACE))
        pos++;
    return pos;
}

/* HTML_TEXT_* of a raw range (never HTML_TEXT_REFS). */
static uint8_t raw_flags(const HtmlLexer *lx, uint32_t begin, uint32_t end)
{
    uint8_t flags = 0;
    if (memchr(lx->src + begin, '\r', end - begin)) flags |= HTML_TEXT_CR;
    if (memchr(lx->src + begin, 0, end - begin)) flags |= HTML_TEXT_NUL;
    return flags;
}

/* ---- tags ---- */

static bool is_duplicate(const HtmlLexer *lx, uint32_t count, HtmlRange name)
{
    uint32_t n = name.end - name.begin;
    if (n > HTML_MAX_ATTRS) return false; /* nobody repeats such a name; keeps the work linear */
    for (uint32_t i = 0; i < count; i++) {
        HtmlRange other = lx->attrs[i].name;
        if (other.end - other.begin == n &&
            html_same_name(lx->src + other.begin, lx->src + name.begin, n))
            return true;
    }
    return false;
}

/* Reads a quoted value from pos (after the quote); returns the position after the closing quote,
 * lx->len + 1 at end of file. */
static uint32_t quoted_value(const HtmlLexer *lx, uint32_t pos, uint8_t quote, HtmlAttr *attr)
{
    attr->value.begin = pos;
    uint8_t flags = 0;
    for (; pos < lx->len; pos++) {
        uint8_t c = lx->src[pos];
        if (c == quote) break;
        if (is_a(c, TEXT_STOP))
            flags |= c == '&'    ? HTML_TEXT_REFS
                     : c == '\r' ? HTML_TEXT_CR
                     : c == 0    ? HTML_TEXT_NUL
                                 : 0;
    }
    attr->value.end = pos;
    attr->text = flags;
    return pos + 1;
}

static uint32_t bare_value(const HtmlLexer *lx, uint32_t pos, HtmlAttr *attr)
{
    attr->value.begin = pos;
    uint8_t flags = 0;
    for (; pos < lx->len; pos++) {
        uint8_t c = lx->src[pos];
        if (c == '>' || is_a(c, SPACE)) break;
        flags |= c == '&' ? HTML_TEXT_REFS : c == 0 ? HTML_TEXT_NUL : 0;
    }
    attr->value.end = pos;
    attr->text = flags;
    return pos;
}

static uint32_t attr_name(const HtmlLexer *lx, uint32_t pos, HtmlAttr *attr)
{
    attr->name.begin = pos;
    attr->name_text = 0;
    if (lx->src[pos] == '=') pos++;
    for (; pos < lx->len; pos++) {
        uint8_t c = lx->src[pos];
        if (c == '=' || is_a(c, NAME_END)) break;
        if (c == 0) attr->name_text = HTML_TEXT_NUL;
    }
    attr->name.end = pos;
    return pos;
}

/* One attribute from its name on; returns the position after it. */
static uint32_t read_attr(const HtmlLexer *lx, uint32_t pos, HtmlAttr *attr)
{
    pos = attr_name(lx, pos, attr);
    attr->value = (HtmlRange){pos, pos};
    attr->text = 0;
    uint32_t after = skip_space(lx, pos);
    if (after >= lx->len || lx->src[after] != '=') return pos;
    pos = skip_space(lx, after + 1);
    if (pos >= lx->len) return pos;
    if (lx->src[pos] == '"' || lx->src[pos] == '\'')
        return quoted_value(lx, pos + 1, lx->src[pos], attr);
    return lx->src[pos] == '>' ? pos : bare_value(lx, pos, attr);
}

/* Attributes from pos to '>'; returns the position after '>', or lx->len + 1 when the file ends
 * inside the tag. */
static uint32_t read_attrs(HtmlLexer *lx, uint32_t pos, HtmlToken *token)
{
    HtmlAttr skipped;
    for (;;) {
        pos = skip_space(lx, pos);
        if (pos >= lx->len) return lx->len + 1;
        uint8_t c = lx->src[pos];
        if (c == '>') return pos + 1;
        if (c == '/') {
            pos++;
            token->self_closing = pos < lx->len && lx->src[pos] == '>';
            continue;
        }
        bool keep = token->attr_count < HTML_MAX_ATTRS;
        HtmlAttr *attr = keep ? &lx->attrs[token->attr_count] : &skipped;
        pos = read_attr(lx, pos, attr);
        if (keep && !is_duplicate(lx, token->attr_count, attr->name)) token->attr_count++;
    }
}

/* A tag whose name starts at name_pos; false when the file ends inside it (nothing is left then).
 */
static bool read_tag(HtmlLexer *lx, uint32_t begin, uint32_t name_pos, HtmlTokenKind kind,
                     HtmlToken *token)
{
    uint32_t pos = name_pos;
    while (pos < lx->len && !is_a(lx->src[pos], NAME_END))
        pos++;
    token->kind = kind;
    token->name = (HtmlRange){name_pos, pos};
    token->self_closing = false;
    token->attr_count = 0;
    pos = read_attrs(lx, pos, token);
    if (pos > lx->len) return false;
    token->tag = html_tag_find(lx->src + name_pos, token->name.end - name_pos);
    token->range = (HtmlRange){begin, pos};
    lx->pos = pos;
    if (kind == HTML_TOKEN_START) {
        lx->last_start = token->name;
        lx->last_tag = token->tag;
    }
    return true;
}

/* ---- comments, doctype, CDATA ---- */

static void comment_token(HtmlLexer *lx, uint32_t begin, uint32_t data, uint32_t data_end,
                          uint32_t end, HtmlToken *token)
{
    token->kind = HTML_TOKEN_COMMENT;
    token->range = (HtmlRange){begin, end};
    token->name = (HtmlRange){data, data_end};
    token->text = raw_flags(lx, data, data_end);
    lx->pos = end;
}

static void bogus_comment(HtmlLexer *lx, uint32_t begin, uint32_t data, HtmlToken *token)
{
    uint32_t close = find_byte(lx, data, '>');
    comment_token(lx, begin, data, close, close < lx->len ? close + 1 : close, token);
}

/* End of comment data when the file ends first: what of "--!" stands there belongs to the closing
 * that never came. */
static uint32_t cut_unfinished_close(const HtmlLexer *lx, uint32_t data)
{
    uint32_t end = lx->len;
    if (end - data >= 3 && lx->src[end - 1] == '!' && lx->src[end - 2] == '-' &&
        lx->src[end - 3] == '-')
        return end - 3;
    for (int dashes = 0; dashes < 2 && end > data && lx->src[end - 1] == '-'; dashes++)
        end--;
    return end;
}

/* "<!--" was read; data is the position after it. */
static void read_comment(HtmlLexer *lx, uint32_t begin, uint32_t data, HtmlToken *token)
{
    const uint8_t *s = lx->src;
    if (data < lx->len && s[data] == '>') {
        comment_token(lx, begin, data, data, data + 1, token);
        return;
    }
    if (lx->len - data >= 2 && s[data] == '-' && s[data + 1] == '>') {
        comment_token(lx, begin, data, data, data + 2, token);
        return;
    }
    for (uint32_t pos = find_byte(lx, data, '>'); pos < lx->len;
         pos = find_byte(lx, pos + 1, '>')) {
        if (pos - data >= 2 && s[pos - 1] == '-' && s[pos - 2] == '-') {
            comment_token(lx, begin, data, pos - 2, pos + 1, token);
            return;
        }
        if (pos - data >= 3 && s[pos - 1] == '!' && s[pos - 2] == '-' && s[pos - 3] == '-') {
            comment_token(lx, begin, data, pos - 3, pos + 1, token);
            return;
        }
    }
    comment_token(lx, begin, data, cut_unfinished_close(lx, data), lx->len, token);
}

/* A quoted identifier at pos (a quote); returns the position after it and says whether '>' or the
 * end cut it short. */
static uint32_t doctype_id(const HtmlLexer *lx, uint32_t pos, HtmlRange *id, bool *cut)
{
    uint8_t quote = lx->src[pos++];
    uint32_t stop = find_byte(lx, pos, '>');
    const uint8_t *close = stop > pos ? memchr(lx->src + pos, quote, stop - pos) : 0;
    *cut = !close;
    *id = (HtmlRange){pos, close ? (uint32_t)(close - lx->src) : stop};
    return id->end + (close != 0);
}

static bool is_quote(const HtmlLexer *lx, uint32_t pos)
{
    return pos < lx->len && (lx->src[pos] == '"' || lx->src[pos] == '\'');
}

/* PUBLIC and SYSTEM part at pos; returns where to look for '>'. */
static uint32_t doctype_ids(HtmlLexer *lx, uint32_t pos, HtmlToken *token)
{
    bool cut = false, is_public = starts_with(lx, pos, "public");
    if (!is_public && !starts_with(lx, pos, "system")) {
        token->doctype |= HTML_DOCTYPE_QUIRKS;
        return pos;
    }
    pos = skip_space(lx, pos + 6);
    if (!is_quote(lx, pos)) {
        token->doctype |= HTML_DOCTYPE_QUIRKS;
        return pos;
    }
    if (is_public) {
        token->doctype |= HTML_DOCTYPE_PUBLIC;
        pos = doctype_id(lx, pos, &token->public_id, &cut);
        if (cut) {
            token->doctype |= HTML_DOCTYPE_QUIRKS;
            return pos;
        }
        pos = skip_space(lx, pos);
    }
    if (is_quote(lx, pos)) {
        token->doctype |= HTML_DOCTYPE_SYSTEM;
        pos = doctype_id(lx, pos, &token->system_id, &cut);
        if (cut || skip_space(lx, pos) >= lx->len) token->doctype |= HTML_DOCTYPE_QUIRKS;
        return pos;
    }
    if (pos >= lx->len || lx->src[pos] != '>') token->doctype |= HTML_DOCTYPE_QUIRKS;
    return pos;
}

static void read_doctype(HtmlLexer *lx, uint32_t begin, uint32_t pos, HtmlToken *token)
{
    token->kind = HTML_TOKEN_DOCTYPE;
    token->doctype = 0;
    token->public_id = token->system_id = (HtmlRange){0, 0};
    pos = skip_space(lx, pos);
    token->name.begin = pos;
    while (pos < lx->len && lx->src[pos] != '>' && !is_a(lx->src[pos], SPACE))
        pos++;
    token->name.end = pos;
    if (pos > token->name.begin) token->doctype |= HTML_DOCTYPE_NAME;
    token->text = raw_flags(lx, token->name.begin, pos);
    pos = skip_space(lx, pos);
    if (pos >= lx->len || token->name.begin == token->name.end)
        token->doctype |= HTML_DOCTYPE_QUIRKS;
    else if (lx->src[pos] != '>')
        pos = doctype_ids(lx, pos, token);
    uint32_t close = find_byte(lx, pos, '>');
    lx->pos = close < lx->len ? close + 1 : close;
    token->range = (HtmlRange){begin, lx->pos};
}

/* ---- text ---- */

static void text_token(HtmlLexer *lx, uint32_t begin, uint32_t end, uint8_t flags, HtmlToken *token)
{
    token->kind = HTML_TOKEN_TEXT;
    token->range = (HtmlRange){begin, end};
    token->text = flags;
    lx->pos = end;
}

static uint8_t word_flag(const HtmlLexer *lx, uint32_t begin, uint32_t end)
{
    return skip_space(lx, begin) < end ? HTML_TEXT_WORD : 0;
}

static void read_cdata(HtmlLexer *lx, HtmlToken *token)
{
    uint32_t begin = lx->pos, pos = find_byte(lx, begin, ']');
    for (; pos < lx->len; pos = find_byte(lx, pos + 1, ']'))
        if (starts_with(lx, pos, "]]>")) break;
    lx->content = HTML_TEXT_DATA;
    const uint8_t *nul = memchr(lx->src + begin, 0, pos - begin);
    if (nul) lx->content = HTML_CDATA_SECTION;
    if (nul == lx->src + begin && nul) {
        text_token(lx, begin, begin + 1, HTML_TEXT_BARE_NUL, token);
        return;
    }
    if (nul) pos = (uint32_t)(nul - lx->src);
    text_token(lx, begin, pos, (uint8_t)(raw_flags(lx, begin, pos) | word_flag(lx, begin, pos)),
               token);
    if (lx->content == HTML_TEXT_DATA) lx->pos = pos < lx->len ? pos + 3 : pos;
}

/* True when "</name" of the last start tag stands at pos and is followed by what ends a tag name.
 */
static bool is_own_end_tag(const HtmlLexer *lx, uint32_t pos)
{
    uint32_t n = lx->last_start.end - lx->last_start.begin;
    if (n == 0 || lx->len - pos < n + 3 || lx->src[pos + 1] != '/') return false;
    return html_same_name(lx->src + pos + 2, lx->src + lx->last_start.begin, n) &&
           is_a(lx->src[pos + 2 + n], NAME_END);
}

static uint32_t rawtext_end(const HtmlLexer *lx, uint32_t pos)
{
    for (pos = find_byte(lx, pos, '<'); pos < lx->len; pos = find_byte(lx, pos + 1, '<'))
        if (is_own_end_tag(lx, pos)) break;
    return pos;
}

static bool is_script_word(const HtmlLexer *lx, uint32_t pos, const char *word)
{
    uint32_t after = pos + (uint32_t)strlen(word);
    return starts_with(lx, pos, word) && after < lx->len && is_a(lx->src[after], NAME_END);
}

/* Position after the "<!--" section of a script that begins at pos, or of the end tag found inside
 * it. */
static uint32_t script_escaped_end(const HtmlLexer *lx, uint32_t pos, bool *at_end_tag)
{
    bool twice = false;
    uint32_t i = pos + 4;
    *at_end_tag = false;
    for (; i < lx->len; i++) {
        uint8_t c = lx->src[i];
        if (c == '>' && lx->src[i - 1] == '-' && lx->src[i - 2] == '-') return i + 1;
        if (c != '<') continue;
        if (!twice && is_own_end_tag(lx, i)) {
            *at_end_tag = true;
            return i;
        }
        if (is_script_word(lx, i, twice ? "</script" : "<script")) twice = !twice;
    }
    return i;
}

static uint32_t script_end(const HtmlLexer *lx, uint32_t pos)
{
    pos = find_byte(lx, pos, '<');
    while (pos < lx->len) {
        if (is_own_end_tag(lx, pos)) return pos;
        if (!starts_with(lx, pos, "<!--")) {
            pos = find_byte(lx, pos + 1, '<');
            continue;
        }
        bool at_end_tag;
        pos = script_escaped_end(lx, pos, &at_end_tag);
        if (at_end_tag) return pos;
        pos = find_byte(lx, pos, '<');
    }
    return pos;
}

/* Text of RCDATA, RAWTEXT, script and plaintext; false when it is empty. */
static bool read_special_text(HtmlLexer *lx, HtmlToken *token)
{
    uint32_t begin = lx->pos, end = lx->len;
    if (lx->content == HTML_SCRIPT_DATA)
        end = script_end(lx, begin);
    else if (lx->content != HTML_PLAINTEXT_DATA)
        end = rawtext_end(lx, begin);
    if (end == begin) return false;
    uint8_t flags = (uint8_t)(raw_flags(lx, begin, end) | HTML_TEXT_WORD);
    if (lx->content == HTML_RCDATA && memchr(lx->src + begin, '&', end - begin))
        flags |= HTML_TEXT_REFS;
    text_token(lx, begin, end, flags, token);
    return true;
}

static bool is_markup_start(const HtmlLexer *lx, uint32_t pos)
{
    if (lx->len - pos < 2) return false;
    uint8_t c = lx->src[pos + 1];
    return is_a(c, ALPHA) || c == '!' || c == '?' || (c == '/' && lx->len - pos > 2);
}

/* A reference at pos: its end, and HTML_TEXT_WORD unless it stands for white space. */
static uint8_t ref_flags(const HtmlLexer *lx, uint32_t pos, uint32_t *end)
{
    HtmlCharRef ref = html_charref(lx->src + pos, lx->len - pos, false);
    *end = pos + (ref.length ? ref.length : 1);
    bool space = ref.length && ref.first < 0x80 && is_a((uint8_t)ref.first, SPACE);
    return (uint8_t)(HTML_TEXT_REFS | (space ? 0 : HTML_TEXT_WORD));
}

/* Ordinary text from pos up to markup or NUL. References are kept inside the run; white space made
 * by one is its own token. */
static void read_text(HtmlLexer *lx, HtmlToken *token)
{
    uint32_t begin = lx->pos, pos = begin;
    uint8_t flags = 0;
    while (pos < lx->len) {
        uint8_t c = lx->src[pos];
        if (!is_a(c, TEXT_STOP)) {
            flags |= (uint8_t)(is_a(c, SPACE) ? 0 : HTML_TEXT_WORD);
            pos++;
            continue;
        }
        if (c == '\r') {
            flags |= HTML_TEXT_CR;
            pos++;
        } else if (c == '&') {
            uint32_t end;
            flags |= ref_flags(lx, pos, &end);
            pos = end;
        } else if (c == '<' && (pos == begin || !is_markup_start(lx, pos))) {
            flags |= HTML_TEXT_WORD; /* a '<' that begins nothing */
            pos++;
        } else
            break;
    }
    text_token(lx, begin, pos, flags, token);
}

static void read_nuls(HtmlLexer *lx, HtmlToken *token)
{
    uint32_t pos = lx->pos;
    while (pos < lx->len && lx->src[pos] == 0)
        pos++;
    text_token(lx, lx->pos, pos, HTML_TEXT_BARE_NUL, token);
}

static void read_declaration(HtmlLexer *lx, uint32_t begin, HtmlToken *token)
{
    if (starts_with(lx, begin + 2, "--"))
        read_comment(lx, begin, begin + 4, token);
    else if (starts_with(lx, begin + 2, "doctype"))
        read_doctype(lx, begin, begin + 9, token);
    else if (lx->in_foreign && lx->len - begin >= 9 && !memcmp(lx->src + begin + 2, "[CDATA[", 7)) {
        lx->pos = begin + 9;
        read_cdata(lx, token);
    } else
        bogus_comment(lx, begin, begin + 2, token);
}

/* Markup at lx->pos, which holds '<' and a byte that starts markup; false when it left nothing (end
 * of file in a tag, "</>"). */
static bool read_markup(HtmlLexer *lx, HtmlToken *token)
{
    uint32_t begin = lx->pos;
    uint8_t c = lx->src[begin + 1];
    bool read = true;
    if (is_a(c, ALPHA))
        read = read_tag(lx, begin, begin + 1, HTML_TOKEN_START, token);
    else if (c == '!')
        read_declaration(lx, begin, token);
    else if (c == '?')
        bogus_comment(lx, begin, begin + 1, token);
    else if (is_a(lx->src[begin + 2], ALPHA))
        read = read_tag(lx, begin, begin + 2, HTML_TOKEN_END, token);
    else if (lx->src[begin + 2] == '>') {
        lx->pos = begin + 3;
        return false;
    } else
        bogus_comment(lx, begin, begin + 2, token);
    if (!read) lx->pos = lx->len; /* the file ends inside a tag: the tag is dropped */
    return read;
}

/* The end tag that closes special text: back to ordinary content. */
static bool read_special_end(HtmlLexer *lx, HtmlToken *token)
{
    lx->content = HTML_TEXT_DATA;
    uint32_t begin = lx->pos;
    if (read_tag(lx, begin, begin + 2, HTML_TOKEN_END, token)) return true;
    lx->pos = lx->len;
    return false;
}

void html_lexer_next(HtmlLexer *lx, HtmlToken *token)
{
    while (lx->pos < lx->len) {
        if (lx->content == HTML_CDATA_SECTION) {
            read_cdata(lx, token);
            if (token->range.begin < token->range.end) return;
            continue;
        }
        if (lx->content != HTML_TEXT_DATA) {
            if (read_special_text(lx, token) || read_special_end(lx, token)) return;
            continue;
        }
        uint8_t c = lx->src[lx->pos];
        if (c == '<' && is_markup_start(lx, lx->pos)) {
            if (read_markup(lx, token) &&
                (token->kind != HTML_TOKEN_TEXT || token->range.begin < token->range.end))
                return;
            continue;
        }
        if (c == 0)
            read_nuls(lx, token);
        else
            read_text(lx, token);
        return;
    }
    token->kind = HTML_TOKEN_EOF;
    token->range = (HtmlRange){lx->len, lx->len};
}
