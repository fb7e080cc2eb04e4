/* HTML tokens with their place in the source. The lexer copies nothing: every token is ranges of
 * source bytes. */
#ifndef READ_HTML_LEXER_H
#define READ_HTML_LEXER_H
#include <stdbool.h>
#include <stdint.h>

#include "read/html/tags.h"

enum { HTML_MAX_ATTRS = 256 }; /* attributes kept of one tag; the rest is skipped */

typedef enum HtmlTokenKind {
    HTML_TOKEN_TEXT,
    HTML_TOKEN_START,
    HTML_TOKEN_END,
    HTML_TOKEN_COMMENT,
    HTML_TOKEN_DOCTYPE,
    HTML_TOKEN_EOF
} HtmlTokenKind;

/* What the bytes of a text range need before they are characters (see html_charref.h). */
enum {
    HTML_TEXT_REFS = 1, /* '&' may start a reference */
    HTML_TEXT_CR = 2,
    HTML_TEXT_NUL = 4,  /* NUL bytes that become U+FFFD */
    HTML_TEXT_WORD = 8, /* something other than white space is in it */
    HTML_TEXT_BARE_NUL =
        16 /* the token is NUL bytes of ordinary content: dropped or replaced by where they stand */
};

/* Range of source bytes. */
typedef struct HtmlRange {
    uint32_t begin, end;
} HtmlRange;

typedef struct HtmlAttr {
    HtmlRange name, value;
    uint8_t text;      /* HTML_TEXT_* of the value */
    uint8_t name_text; /* HTML_TEXT_NUL when the name holds NUL bytes */
} HtmlAttr;

enum {
    HTML_DOCTYPE_QUIRKS = 1,
    HTML_DOCTYPE_PUBLIC = 2,
    HTML_DOCTYPE_SYSTEM = 4,
    HTML_DOCTYPE_NAME = 8
};

typedef struct HtmlToken {
    HtmlTokenKind kind;
    HtmlTag tag;     /* START, END */
    uint8_t text;    /* HTML_TEXT_* of TEXT, COMMENT */
    uint8_t doctype; /* HTML_DOCTYPE_* */
    bool self_closing;
    HtmlRange range; /* the whole token */
    HtmlRange name;  /* tag name, comment data, doctype name */
    HtmlRange public_id, system_id;
    uint32_t attr_count; /* in lexer->attrs, valid until the next token */
} HtmlToken;

typedef enum HtmlContent {
    HTML_TEXT_DATA,
    HTML_RCDATA,
    HTML_RAWTEXT,
    HTML_SCRIPT_DATA,
    HTML_PLAINTEXT_DATA,
    HTML_CDATA_SECTION
} HtmlContent;

typedef struct HtmlLexer {
    const uint8_t *src; /* borrowed */
    uint32_t len, pos;
    HtmlContent content;  /* set by the tree builder after a start tag */
    HtmlRange last_start; /* name of the last start tag: what ends RCDATA, RAWTEXT and script */
    HtmlTag last_tag;
    bool in_foreign; /* set by the tree builder: <![CDATA[ is a section, not a comment */
    HtmlAttr attrs[HTML_MAX_ATTRS];
} HtmlLexer;

void html_lexer_start(HtmlLexer *lexer, const uint8_t *src, uint32_t len);

/* The next token; HTML_TOKEN_EOF for ever at the end. Each call consumes at least one byte before
 * that. */
void html_lexer_next(HtmlLexer *lexer, HtmlToken *token);

/* True when the bytes are equal without regard to ASCII case. */
bool html_same_name(const uint8_t *a, const uint8_t *b, uint32_t len);

/* True for tab, LF, FF, CR and space. */
bool html_is_space(uint8_t c);

#endif
