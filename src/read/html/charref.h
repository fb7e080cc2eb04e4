/* Character references (&amp; &#8217;) of HTML text and attribute values, by the WHATWG rules. */
#ifndef READ_HTML_CHARREF_H
#define READ_HTML_CHARREF_H
#include <stdbool.h>
#include <stdint.h>

typedef struct HtmlEntity {
    const char *name;       /* without '&', with ';' where the name has one */
    uint32_t first, second; /* code points; second 0 when there is one only */
} HtmlEntity;

/* Sorted by bytes of name. */
extern const HtmlEntity html_entities[];
extern const uint32_t html_entity_count;

/* What one reference stands for. */
typedef struct HtmlCharRef {
    uint32_t length; /* source bytes from '&' to the end of the reference; 0: the '&' is an ordinary
                        character */
    uint32_t first, second; /* code points; second 0 when there is one only */
} HtmlCharRef;

/* Reads the reference at src[0] == '&' (len bytes available). in_attribute: the stricter rule of
 * attribute values. */
HtmlCharRef html_charref(const uint8_t *src, uint32_t len, bool in_attribute);

/* How source bytes become characters in html_decode. */
enum {
    HTML_DECODE_REFS = 1,      /* character references are replaced */
    HTML_DECODE_ATTRIBUTE = 2, /* with the rule of attribute values */
    HTML_DECODE_DROP_NUL = 4   /* NUL bytes vanish instead of becoming U+FFFD */
};

/* One step of decoding at src[0], len >= 1: writes 1..8 bytes of UTF-8 to out (0 when a byte
 * vanishes) and their number to *out_len; returns the source bytes consumed (>= 1). CR and CR LF
 * become LF. */
uint32_t html_decode_step(const uint8_t *src, uint32_t len, unsigned rules, uint8_t out[8],
                          uint32_t *out_len);

/* Decodes all of src into out, which must hold 3 * len + 8 bytes; returns the bytes written. */
uint32_t html_decode(const uint8_t *src, uint32_t len, unsigned rules, uint8_t *out);

#endif
