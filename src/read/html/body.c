/* html_body.c: the "in body" insertion mode, where nearly all of a page is read.
 *
 * Rule: WHATWG HTML 13.2.6.4.7, grouped by what a tag does: open a block, a list item, a formatting
 * element, a void element, ... */
#include "read/html/build.h"

static const HtmlTag headings[] = {HTML_H1, HTML_H2, HTML_H3,   HTML_H4,
                                   HTML_H5, HTML_H6, HTML_OTHER};

static bool is_heading(HtmlTag tag)
{
    return tag_in(tag, headings);
}

/* ---- start tags ---- */

static void start_html(HtmlBuilder *b, HtmlToken *t)
{
    if (!b->open[HTML_TEMPLATE] && b->depth) add_missing_attrs(b, b->stack[0], t);
}

static void start_body(HtmlBuilder *b, HtmlToken *t)
{
    if (b->depth < 2 || !is_html(b, b->stack[1], HTML_BODY) || b->open[HTML_TEMPLATE]) return;
    b->frameset_ok = false;
    add_missing_attrs(b, b->stack[1], t);
}

static void start_frameset(HtmlBuilder *b, HtmlToken *t)
{
    if (b->depth < 2 || !is_html(b, b->stack[1], HTML_BODY) || !b->frameset_ok) return;
    detach(b, b->stack[1]);
    while (b->depth > 1)
        pop(b, t->range.begin);
    insert_element(b, t);
    b->mode = MODE_IN_FRAMESET;
}

static void start_block(HtmlBuilder *b, HtmlToken *t)
{
    close_p(b, t->range.begin);
    if (is_heading(t->tag) && node_at(b, current(b))->space == HTML_SPACE_HTML &&
        is_heading((HtmlTag)node_at(b, current(b))->tag))
        pop(b, t->range.begin);
    insert_element(b, t);
    if (t->tag == HTML_PRE || t->tag == HTML_LISTING) {
        b->skip_newline = true;
        b->frameset_ok = false;
    }
    if (t->tag == HTML_PLAINTEXT) b->lexer.content = HTML_PLAINTEXT_DATA;
}

static void start_form(HtmlBuilder *b, HtmlToken *t)
{
    bool in_template = b->open[HTML_TEMPLATE];
    if (b->form && !in_template) return;
    close_p(b, t->range.begin);
    uint32_t node = insert_element(b, t);
    if (!in_template) b->form = node;
}

/* <li>, <dd>, <dt>: an open one of the same kind ends first. */
static void start_item(HtmlBuilder *b, HtmlToken *t)
{
    b->frameset_ok = false;
    for (uint32_t i = b->depth; i-- > 0;) {
        const HtmlNode *n = node_at(b, b->stack[i]);
        HtmlTag tag = (HtmlTag)n->tag;
        bool html = n->space == HTML_SPACE_HTML;
        bool same = t->tag == HTML_LI ? tag == HTML_LI : tag == HTML_DD || tag == HTML_DT;
        if (html && same) {
            implied_end_tags(b, tag, t->range.begin);
            pop_until(b, tag, t->range.begin);
            break;
        }
        if (is_special(n) && !(html && (tag == HTML_ADDRESS || tag == HTML_DIV || tag == HTML_P)))
            break;
    }
    close_p(b, t->range.begin);
    insert_element(b, t);
}

static void start_button(HtmlBuilder *b, HtmlToken *t)
{
    if (in_scope(b, HTML_BUTTON, SCOPE_DEFAULT)) {
        implied_end_tags(b, HTML_OTHER, t->range.begin);
        pop_until(b, HTML_BUTTON, t->range.begin);
    }
    formatting_reopen(b);
    insert_element(b, t);
    b->frameset_ok = false;
}

static bool body_any_end_tag(HtmlBuilder *b, HtmlToken *t);

static void start_formatting(HtmlBuilder *b, HtmlToken *t)
{
    if (t->tag == HTML_A) {
        uint32_t open = formatting_find(b, HTML_A);
        if (open) {
            HtmlToken end = {
                .kind = HTML_TOKEN_END, .tag = HTML_A, .range = {t->range.begin, t->range.begin}};
            adoption_agency(b, &end);
            formatting_remove(b, open);
            remove_from_stack(b, open);
        }
    }
    formatting_reopen(b);
    if (t->tag == HTML_NOBR && in_scope(b, HTML_NOBR, SCOPE_DEFAULT)) {
        HtmlToken end = {
            .kind = HTML_TOKEN_END, .tag = HTML_NOBR, .range = {t->range.begin, t->range.begin}};
        if (!adoption_agency(b, &end)) body_any_end_tag(b, &end);
        formatting_reopen(b);
    }
    formatting_push(b, insert_element(b, t));
}

static void start_marked(HtmlBuilder *b, HtmlToken *t)
{
    formatting_reopen(b);
    insert_element(b, t);
    formatting_marker(b);
    b->frameset_ok = false;
}

static void start_table(HtmlBuilder *b, HtmlToken *t)
{
    if (!b->tree->quirks) close_p(b, t->range.begin);
    insert_element(b, t);
    b->frameset_ok = false;
    b->mode = MODE_IN_TABLE;
}

static bool input_is_hidden(HtmlBuilder *b, uint32_t node)
{
    return slice_eq_nocase(html_attr_raw(b->tree, node_at(b, node), "type"), SLICE("hidden"));
}

static void start_void(HtmlBuilder *b, HtmlToken *t)
{
    if (t->tag == HTML_IMAGE) t->tag = HTML_IMG;
    bool in_select = in_scope(b, HTML_SELECT, SCOPE_DEFAULT);
    if (t->tag == HTML_INPUT && in_select) pop_until(b, HTML_SELECT, t->range.begin);
    if (t->tag == HTML_HR) {
        close_p(b, t->range.begin);
        if (in_select) implied_end_tags(b, HTML_OTHER, t->range.begin);
    } else if (!tag_in(t->tag, (const HtmlTag[]){HTML_PARAM, HTML_SOURCE, HTML_TRACK, HTML_OTHER}))
        formatting_reopen(b);
    uint32_t node = insert_void(b, t);
    if (t->tag == HTML_PARAM || t->tag == HTML_SOURCE || t->tag == HTML_TRACK) return;
    if (t->tag != HTML_INPUT || !node || !input_is_hidden(b, node)) b->frameset_ok = false;
}

static void start_textarea(HtmlBuilder *b, HtmlToken *t)
{
    start_text(b, t, HTML_RCDATA);
    b->skip_newline = true;
    b->frameset_ok = false;
}

static void start_raw(HtmlBuilder *b, HtmlToken *t)
{
    if (t->tag == HTML_XMP) {
        close_p(b, t->range.begin);
        formatting_reopen(b);
    }
    if (t->tag != HTML_NOEMBED) b->frameset_ok = false;
    start_text(b, t, HTML_RAWTEXT);
}

/* A select inside a select ends it. */
static void start_select(HtmlBuilder *b, HtmlToken *t)
{
    if (in_scope(b, HTML_SELECT, SCOPE_DEFAULT)) {
        pop_until(b, HTML_SELECT, t->range.begin);
        return;
    }
    formatting_reopen(b);
    insert_element(b, t);
    b->frameset_ok = false;
}

static void start_option(HtmlBuilder *b, HtmlToken *t)
{
    if (in_scope(b, HTML_SELECT, SCOPE_DEFAULT))
        implied_end_tags(b, t->tag == HTML_OPTION ? HTML_OPTGROUP : HTML_OTHER, t->range.begin);
    else if (current_is(b, HTML_OPTION))
        pop(b, t->range.begin);
    formatting_reopen(b);
    insert_element(b, t);
}

static void start_ruby_part(HtmlBuilder *b, HtmlToken *t)
{
    if (in_scope(b, HTML_RUBY, SCOPE_DEFAULT))
        implied_end_tags(b, t->tag == HTML_RP || t->tag == HTML_RT ? HTML_RTC : HTML_OTHER,
                         t->range.begin);
    insert_element(b, t);
}

static void start_foreign(HtmlBuilder *b, HtmlToken *t)
{
    formatting_reopen(b);
    uint32_t node = insert_foreign(b, t, t->tag == HTML_SVG ? HTML_SPACE_SVG : HTML_SPACE_MATH);
    if (node && t->self_closing) pop(b, t->range.end);
}

static void start_ordinary(HtmlBuilder *b, HtmlToken *t)
{
    formatting_reopen(b);
    insert_element(b, t);
}

typedef void (*StartRule)(HtmlBuilder *b, HtmlToken *t);

static void start_nothing(HtmlBuilder *b, HtmlToken *t)
{
    (void)b;
    (void)t;
}

/* What a start tag does in the body; tags not listed open an ordinary element. Head elements are
 * sent to rule_in_head before. */
static const StartRule start_rule[HTML_TAG_COUNT] = {
    [HTML_HTML] = start_html,         [HTML_BODY] = start_body,
    [HTML_FRAMESET] = start_frameset, [HTML_ADDRESS] = start_block,
    [HTML_ARTICLE] = start_block,     [HTML_ASIDE] = start_block,
    [HTML_BLOCKQUOTE] = start_block,  [HTML_CENTER] = start_block,
    [HTML_DETAILS] = start_block,     [HTML_DIALOG] = start_block,
    [HTML_DIR] = start_block,         [HTML_DIV] = start_block,
    [HTML_DL] = start_block,          [HTML_FIELDSET] = start_block,
    [HTML_FIGCAPTION] = start_block,  [HTML_FIGURE] = start_block,
    [HTML_FOOTER] = start_block,      [HTML_HEADER] = start_block,
    [HTML_HGROUP] = start_block,      [HTML_MAIN] = start_block,
    [HTML_MENU] = start_block,        [HTML_NAV] = start_block,
    [HTML_OL] = start_block,          [HTML_P] = start_block,
    [HTML_SEARCH] = start_block,      [HTML_SECTION] = start_block,
    [HTML_SUMMARY] = start_block,     [HTML_UL] = start_block,
    [HTML_H1] = start_block,          [HTML_H2] = start_block,
    [HTML_H3] = start_block,          [HTML_H4] = start_block,
    [HTML_H5] = start_block,          [HTML_H6] = start_block,
    [HTML_PRE] = start_block,         [HTML_LISTING] = start_block,
    [HTML_PLAINTEXT] = start_block,   [HTML_FORM] = start_form,
    [HTML_LI] = start_item,           [HTML_DD] = start_item,
    [HTML_DT] = start_item,           [HTML_BUTTON] = start_button,
    [HTML_A] = start_formatting,      [HTML_B] = start_formatting,
    [HTML_BIG] = start_formatting,    [HTML_CODE] = start_formatting,
    [HTML_EM] = start_formatting,     [HTML_FONT] = start_formatting,
    [HTML_I] = start_formatting,      [HTML_NOBR] = start_formatting,
    [HTML_S] = start_formatting,      [HTML_SMALL] = start_formatting,
    [HTML_STRIKE] = start_formatting, [HTML_STRONG] = start_formatting,
    [HTML_TT] = start_formatting,     [HTML_U] = start_formatting,
    [HTML_APPLET] = start_marked,     [HTML_MARQUEE] = start_marked,
    [HTML_OBJECT] = start_marked,     [HTML_TABLE] = start_table,
    [HTML_AREA] = start_void,         [HTML_BR] = start_void,
    [HTML_EMBED] = start_void,        [HTML_IMG] = start_void,
    [HTML_IMAGE] = start_void,        [HTML_KEYGEN] = start_void,
    [HTML_WBR] = start_void,          [HTML_INPUT] = start_void,
    [HTML_PARAM] = start_void,        [HTML_SOURCE] = start_void,
    [HTML_TRACK] = start_void,        [HTML_HR] = start_void,
    [HTML_TEXTAREA] = start_textarea, [HTML_XMP] = start_raw,
    [HTML_IFRAME] = start_raw,        [HTML_NOEMBED] = start_raw,
    [HTML_SELECT] = start_select,     [HTML_OPTION] = start_option,
    [HTML_OPTGROUP] = start_option,   [HTML_RB] = start_ruby_part,
    [HTML_RTC] = start_ruby_part,     [HTML_RP] = start_ruby_part,
    [HTML_RT] = start_ruby_part,      [HTML_MATH] = start_foreign,
    [HTML_SVG] = start_foreign,       [HTML_CAPTION] = start_nothing,
    [HTML_COL] = start_nothing,       [HTML_COLGROUP] = start_nothing,
    [HTML_FRAME] = start_nothing,     [HTML_HEAD] = start_nothing,
    [HTML_TBODY] = start_nothing,     [HTML_TD] = start_nothing,
    [HTML_TFOOT] = start_nothing,     [HTML_TH] = start_nothing,
    [HTML_THEAD] = start_nothing,     [HTML_TR] = start_nothing,
};

static bool body_start(HtmlBuilder *b, HtmlToken *t)
{
    static const HtmlTag heads[] = {HTML_BASE,     HTML_BASEFONT, HTML_BGSOUND, HTML_LINK,
                                    HTML_META,     HTML_NOFRAMES, HTML_SCRIPT,  HTML_STYLE,
                                    HTML_TEMPLATE, HTML_TITLE,    HTML_OTHER};
    StartRule rule = start_rule[t->tag];
    if (!rule && tag_in(t->tag, heads)) return rule_in_head(b, t);
    (rule ? rule : start_ordinary)(b, t);
    return false;
}

/* ---- end tags ---- */

static bool body_any_end_tag(HtmlBuilder *b, HtmlToken *t)
{
    for (uint32_t i = b->depth; i-- > 0;) {
        const HtmlNode *n = node_at(b, b->stack[i]);
        bool same = n->space == HTML_SPACE_HTML && n->tag == t->tag;
        if (same && t->tag == HTML_OTHER) {
            Slice own = html_node_name(b->tree, n);
            same = own.n == t->name.end - t->name.begin &&
                   html_same_name((const uint8_t *)own.p, b->tree->src + t->name.begin,
                                  (uint32_t)own.n);
        }
        if (same) {
            implied_end_tags(b, t->tag, t->range.begin);
            while (b->depth > i)
                pop(b, t->range.end);
            return false;
        }
        if (is_special(n)) return false;
    }
    return false;
}

static bool end_body(HtmlBuilder *b, HtmlToken *t)
{
    if (!in_scope(b, HTML_BODY, SCOPE_DEFAULT)) return false;
    b->mode = MODE_AFTER_BODY;
    return t->tag == HTML_HTML;
}

static bool end_block(HtmlBuilder *b, HtmlToken *t)
{
    if (!in_scope(b, t->tag, SCOPE_DEFAULT)) {
        b->tree->lost_ends++;
        return false;
    }
    implied_end_tags(b, HTML_OTHER, t->range.begin);
    pop_until(b, t->tag, t->range.end);
    return false;
}

static bool end_form(HtmlBuilder *b, HtmlToken *t)
{
    if (b->open[HTML_TEMPLATE]) return end_block(b, t);
    uint32_t node = b->form;
    b->form = 0;
    if (!node || !node_in_scope(b, node)) return false;
    implied_end_tags(b, HTML_OTHER, t->range.begin);
    node_at(b, node)->close = t->range.end;
    remove_from_stack(b, node);
    return false;
}

static bool end_p(HtmlBuilder *b, HtmlToken *t)
{
    if (!in_scope(b, HTML_P, SCOPE_BUTTON)) {
        insert_implied(b, HTML_P, t->range.begin);
        b->tree->lost_ends++;
    }
    close_p(b, t->range.end);
    return false;
}

static bool end_item(HtmlBuilder *b, HtmlToken *t)
{
    if (!in_scope(b, t->tag, t->tag == HTML_LI ? SCOPE_LIST : SCOPE_DEFAULT)) return false;
    implied_end_tags(b, t->tag, t->range.begin);
    pop_until(b, t->tag, t->range.end);
    return false;
}

static bool end_heading(HtmlBuilder *b, HtmlToken *t)
{
    if (!any_in_scope(b, headings, SCOPE_DEFAULT)) return false;
    implied_end_tags(b, HTML_OTHER, t->range.begin);
    pop_until_any(b, headings, t->range.end);
    return false;
}

static bool end_formatting(HtmlBuilder *b, HtmlToken *t)
{
    return adoption_agency(b, t) ? false : body_any_end_tag(b, t);
}

static bool end_marked(HtmlBuilder *b, HtmlToken *t)
{
    if (!in_scope(b, t->tag, SCOPE_DEFAULT)) return false;
    end_block(b, t);
    formatting_clear_to_marker(b);
    return false;
}

static bool end_br(HtmlBuilder *b, HtmlToken *t)
{
    t->kind = HTML_TOKEN_START;
    t->attr_count = 0;
    start_void(b, t);
    return false;
}

typedef bool (*EndRule)(HtmlBuilder *b, HtmlToken *t);

/* What an end tag does in the body; tags not listed close the nearest open element of their name.
 */
static const EndRule end_rule[HTML_TAG_COUNT] = {
    [HTML_BODY] = end_body,
    [HTML_HTML] = end_body,
    [HTML_ADDRESS] = end_block,
    [HTML_ARTICLE] = end_block,
    [HTML_ASIDE] = end_block,
    [HTML_BLOCKQUOTE] = end_block,
    [HTML_BUTTON] = end_block,
    [HTML_CENTER] = end_block,
    [HTML_DETAILS] = end_block,
    [HTML_DIALOG] = end_block,
    [HTML_DIR] = end_block,
    [HTML_DIV] = end_block,
    [HTML_DL] = end_block,
    [HTML_FIELDSET] = end_block,
    [HTML_FIGCAPTION] = end_block,
    [HTML_FIGURE] = end_block,
    [HTML_FOOTER] = end_block,
    [HTML_HEADER] = end_block,
    [HTML_HGROUP] = end_block,
    [HTML_LISTING] = end_block,
    [HTML_MAIN] = end_block,
    [HTML_MENU] = end_block,
    [HTML_NAV] = end_block,
    [HTML_OL] = end_block,
    [HTML_PRE] = end_block,
    [HTML_SELECT] = end_block,
    [HTML_SEARCH] = end_block,
    [HTML_SECTION] = end_block,
    [HTML_SUMMARY] = end_block,
    [HTML_UL] = end_block,
    [HTML_FORM] = end_form,
    [HTML_P] = end_p,
    [HTML_LI] = end_item,
    [HTML_DD] = end_item,
    [HTML_DT] = end_item,
    [HTML_H1] = end_heading,
    [HTML_H2] = end_heading,
    [HTML_H3] = end_heading,
    [HTML_H4] = end_heading,
    [HTML_H5] = end_heading,
    [HTML_H6] = end_heading,
    [HTML_A] = end_formatting,
    [HTML_B] = end_formatting,
    [HTML_BIG] = end_formatting,
    [HTML_CODE] = end_formatting,
    [HTML_EM] = end_formatting,
    [HTML_FONT] = end_formatting,
    [HTML_I] = end_formatting,
    [HTML_NOBR] = end_formatting,
    [HTML_S] = end_formatting,
    [HTML_SMALL] = end_formatting,
    [HTML_STRIKE] = end_formatting,
    [HTML_STRONG] = end_formatting,
    [HTML_TT] = end_formatting,
    [HTML_U] = end_formatting,
    [HTML_APPLET] = end_marked,
    [HTML_MARQUEE] = end_marked,
    [HTML_OBJECT] = end_marked,
    [HTML_BR] = end_br,
    [HTML_TEMPLATE] = rule_in_head,
};

static bool body_end(HtmlBuilder *b, HtmlToken *t)
{
    EndRule rule = end_rule[t->tag];
    return (rule ? rule : body_any_end_tag)(b, t);
}

static bool body_text(HtmlBuilder *b, HtmlToken *t)
{
    if (t->text & HTML_TEXT_BARE_NUL) return false;
    formatting_reopen(b);
    insert_text(b, t->range.begin, t->range.end, t->text);
    if (t->text & HTML_TEXT_WORD) b->frameset_ok = false;
    return false;
}

bool rule_in_body(HtmlBuilder *b, HtmlToken *t)
{
    switch (t->kind) {
    case HTML_TOKEN_TEXT: return body_text(b, t);
    case HTML_TOKEN_COMMENT: insert_comment(b, t, 0); return false;
    case HTML_TOKEN_START: return body_start(b, t);
    case HTML_TOKEN_END: return body_end(b, t);
    case HTML_TOKEN_EOF: return b->template_depth ? rule_in_template(b, t) : false;
    case HTML_TOKEN_DOCTYPE: break;
    }
    return false;
}
