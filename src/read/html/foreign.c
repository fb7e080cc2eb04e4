/* html_foreign.c: tokens inside <svg> and <math>.
 *
 * Rule: WHATWG HTML 13.2.6 (dispatcher) and 13.2.6.5. Names keep the case of the source: nobody
 * here asks for SVG's camel case. */
#include "read/html/build.h"

static bool is_math_text_point(const HtmlNode *n)
{
    static const HtmlTag tags[] = {HTML_MI, HTML_MO, HTML_MN, HTML_MS, HTML_MTEXT, HTML_OTHER};
    return n->space == HTML_SPACE_MATH && tag_in((HtmlTag)n->tag, tags);
}

static bool encoding_is_html(HtmlBuilder *b, const HtmlNode *n)
{
    Slice v = html_attr_raw(b->tree, n, "encoding");
    return slice_eq_nocase(v, SLICE("text/html")) ||
           slice_eq_nocase(v, SLICE("application/xhtml+xml"));
}

static bool is_html_point(HtmlBuilder *b, const HtmlNode *n)
{
    static const HtmlTag svg[] = {HTML_FOREIGNOBJECT, HTML_DESC, HTML_TITLE, HTML_OTHER};
    if (n->space == HTML_SPACE_SVG) return tag_in((HtmlTag)n->tag, svg);
    return n->space == HTML_SPACE_MATH && n->tag == HTML_ANNOTATION_XML && encoding_is_html(b, n);
}

bool foreign_applies(HtmlBuilder *b, const HtmlToken *t)
{
    const HtmlNode *n = node_at(b, current(b));
    if (n->space == HTML_SPACE_HTML || t->kind == HTML_TOKEN_EOF) return false;
    bool start = t->kind == HTML_TOKEN_START, text = t->kind == HTML_TOKEN_TEXT;
    if (is_math_text_point(n) &&
        (text || (start && t->tag != HTML_MGLYPH && t->tag != HTML_MALIGNMARK)))
        return false;
    if (n->space == HTML_SPACE_MATH && n->tag == HTML_ANNOTATION_XML && start && t->tag == HTML_SVG)
        return false;
    return !(is_html_point(b, n) && (start || text));
}

static bool font_breaks_out(HtmlBuilder *b, const HtmlToken *t)
{
    for (uint32_t i = 0; i < t->attr_count; i++) {
        HtmlRange r = b->lexer.attrs[i].name;
        Slice name = {(const char *)b->tree->src + r.begin, r.end - r.begin};
        if (slice_eq_nocase(name, SLICE("color")) || slice_eq_nocase(name, SLICE("face")) ||
            slice_eq_nocase(name, SLICE("size")))
            return true;
    }
    return false;
}

/* HTML tags that cannot stand in foreign content: they end it. */
static bool breaks_out(HtmlBuilder *b, const HtmlToken *t)
{
    static const HtmlTag tags[] = {
        HTML_B,      HTML_BIG,    HTML_BLOCKQUOTE, HTML_BODY,    HTML_BR,    HTML_CENTER, HTML_CODE,
        HTML_DD,     HTML_DIV,    HTML_DL,         HTML_DT,      HTML_EM,    HTML_EMBED,  HTML_H1,
        HTML_H2,     HTML_H3,     HTML_H4,         HTML_H5,      HTML_H6,    HTML_HEAD,   HTML_HR,
        HTML_I,      HTML_IMG,    HTML_LI,         HTML_LISTING, HTML_MENU,  HTML_META,   HTML_NOBR,
        HTML_OL,     HTML_P,      HTML_PRE,        HTML_RUBY,    HTML_S,     HTML_SMALL,  HTML_SPAN,
        HTML_STRONG, HTML_STRIKE, HTML_SUB,        HTML_SUP,     HTML_TABLE, HTML_TT,     HTML_U,
        HTML_UL,     HTML_VAR,    HTML_OTHER};
    if (t->kind == HTML_TOKEN_END) return t->tag == HTML_BR || t->tag == HTML_P;
    return tag_in(t->tag, tags) || (t->tag == HTML_FONT && font_breaks_out(b, t));
}

static bool leave_foreign(HtmlBuilder *b, HtmlToken *t)
{
    for (;;) {
        const HtmlNode *n = node_at(b, current(b));
        if (n->space == HTML_SPACE_HTML || is_math_text_point(n) || is_html_point(b, n)) break;
        pop(b, t->range.begin);
    }
    return html_mode_rule[b->mode](b, t);
}

static void foreign_start(HtmlBuilder *b, HtmlToken *t)
{
    uint32_t node = insert_foreign(b, t, (HtmlSpace)node_at(b, current(b))->space);
    if (node && t->self_closing) pop(b, t->range.end);
}

static bool same_tag_name(HtmlBuilder *b, const HtmlNode *n, const HtmlToken *t)
{
    Slice own = html_node_name(b->tree, n);
    return own.n == t->name.end - t->name.begin &&
           html_same_name((const uint8_t *)own.p, b->tree->src + t->name.begin, (uint32_t)own.n);
}

static bool foreign_end(HtmlBuilder *b, HtmlToken *t)
{
    for (uint32_t i = b->depth; i-- > 0;) {
        const HtmlNode *n = node_at(b, b->stack[i]);
        if (n->space == HTML_SPACE_HTML) return html_mode_rule[b->mode](b, t);
        if (same_tag_name(b, n, t)) {
            while (b->depth > i)
                pop(b, t->range.end);
            return false;
        }
        if (i == 1) return false;
    }
    return false;
}

bool rule_foreign(HtmlBuilder *b, HtmlToken *t)
{
    switch (t->kind) {
    case HTML_TOKEN_TEXT:
        if (t->text & HTML_TEXT_BARE_NUL)
            t->text = HTML_TEXT_NUL;
        else if (t->text & HTML_TEXT_WORD)
            b->frameset_ok = false;
        insert_text(b, t->range.begin, t->range.end, t->text);
        return false;
    case HTML_TOKEN_COMMENT: insert_comment(b, t, 0); return false;
    case HTML_TOKEN_START:
        if (breaks_out(b, t)) return leave_foreign(b, t);
        foreign_start(b, t);
        return false;
    case HTML_TOKEN_END: return breaks_out(b, t) ? leave_foreign(b, t) : foreign_end(b, t);
    case HTML_TOKEN_DOCTYPE:
    case HTML_TOKEN_EOF: break;
    }
    return false;
}
