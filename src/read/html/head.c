/* html_head.c: the insertion modes around the body: doctype, html, head, frameset, after body.
 *
 * Rule: WHATWG HTML 13.2.6.4.1-6, 8 (text), 19-23. Scripting is off, so <noscript> in the head
 * holds markup. */
#include "read/html/build.h"

/* ---- doctype and quirks ---- */

static const char *const quirks_public_prefix[] = {
    "+//silmaril//dtd html pro v0r11 19970101//",
    "-//as//dtd html 3.0 aswedit + extensions//",
    "-//advasoft ltd//dtd html 3.0 aswedit + extensions//",
    "-//ietf//dtd html 2.0 level 1//",
    "-//ietf//dtd html 2.0 level 2//",
    "-//ietf//dtd html 2.0 strict level 1//",
    "-//ietf//dtd html 2.0 strict level 2//",
    "-//ietf//dtd html 2.0 strict//",
    "-//ietf//dtd html 2.0//",
    "-//ietf//dtd html 2.1e//",
    "-//ietf//dtd html 3.0//",
    "-//ietf//dtd html 3.2 final//",
    "-//ietf//dtd html 3.2//",
    "-//ietf//dtd html 3//",
    "-//ietf//dtd html level 0//",
    "-//ietf//dtd html level 1//",
    "-//ietf//dtd html level 2//",
    "-//ietf//dtd html level 3//",
    "-//ietf//dtd html strict level 0//",
    "-//ietf//dtd html strict level 1//",
    "-//ietf//dtd html strict level 2//",
    "-//ietf//dtd html strict level 3//",
    "-//ietf//dtd html strict//",
    "-//ietf//dtd html//",
    "-//metrius//dtd metrius presentational//",
    "-//microsoft//dtd internet explorer 2.0 html strict//",
    "-//microsoft//dtd internet explorer 2.0 html//",
    "-//microsoft//dtd internet explorer 2.0 tables//",
    "-//microsoft//dtd internet explorer 3.0 html strict//",
    "-//microsoft//dtd internet explorer 3.0 html//",
    "-//microsoft//dtd internet explorer 3.0 tables//",
    "-//netscape comm. corp.//dtd html//",
    "-//netscape comm. corp.//dtd strict html//",
    "-//o'reilly and associates//dtd html 2.0//",
    "-//o'reilly and associates//dtd html extended 1.0//",
    "-//o'reilly and associates//dtd html extended relaxed 1.0//",
    "-//sq//dtd html 2.0 hotmetal + extensions//",
    "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//",
    "-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//",
    "-//spyglass//dtd html 2.0 extended//",
    "-//sun microsystems corp.//dtd hotjava html//",
    "-//sun microsystems corp.//dtd hotjava strict html//",
    "-//w3c//dtd html 3 1995-03-24//",
    "-//w3c//dtd html 3.2 draft//",
    "-//w3c//dtd html 3.2 final//",
    "-//w3c//dtd html 3.2//",
    "-//w3c//dtd html 3.2s draft//",
    "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//",
    "-//w3c//dtd html experimental 19960712//",
    "-//w3c//dtd html experimental 970421//",
    "-//w3c//dtd w3 html//",
    "-//w3o//dtd w3 html 3.0//",
    "-//webtechs//dtd mozilla html 2.0//",
    "-//webtechs//dtd mozilla html//",
};

static bool id_starts(const HtmlBuilder *b, HtmlRange id, const char *word)
{
    uint32_t n = (uint32_t)strlen(word);
    return id.end - id.begin >= n &&
           html_same_name(b->tree->src + id.begin, (const uint8_t *)word, n);
}

static bool id_is(const HtmlBuilder *b, HtmlRange id, const char *word)
{
    return id.end - id.begin == strlen(word) && id_starts(b, id, word);
}

static bool asks_for_quirks(const HtmlBuilder *b, const HtmlToken *t)
{
    bool no_system = !(t->doctype & HTML_DOCTYPE_SYSTEM);
    if ((t->doctype & HTML_DOCTYPE_QUIRKS) || !id_is(b, t->name, "html")) return true;
    if (!no_system &&
        id_is(b, t->system_id, "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd"))
        return true;
    if (!(t->doctype & HTML_DOCTYPE_PUBLIC)) return false;
    HtmlRange id = t->public_id;
    if (id_is(b, id, "-//w3o//dtd w3 html strict 3.0//en//") ||
        id_is(b, id, "-/w3c/dtd html 4.0 transitional/en") || id_is(b, id, "html"))
        return true;
    for (size_t i = 0; i < sizeof quirks_public_prefix / sizeof quirks_public_prefix[0]; i++)
        if (id_starts(b, id, quirks_public_prefix[i])) return true;
    return no_system && (id_starts(b, id, "-//w3c//dtd html 4.01 frameset//") ||
                         id_starts(b, id, "-//w3c//dtd html 4.01 transitional//"));
}

static void add_doctype(HtmlBuilder *b, const HtmlToken *t)
{
    uint32_t node = new_node(b, HTML_NODE_DOCTYPE, t->range.begin, t->range.end);
    HtmlAttr name = {t->name, t->public_id, t->text, 0},
             system = {t->system_id, t->system_id, 0, 0};
    if (!node || !VEC_PUSH(b->tree->arena, &b->tree->attrs, name) ||
        !VEC_PUSH(b->tree->arena, &b->tree->attrs, system)) {
        b->failed = true;
        return;
    }
    node_at(b, node)->attrs = b->tree->attrs.n - 2;
    node_at(b, node)->text = t->doctype;
    append_at(b, node, (Place){0, 0});
}

static bool mode_initial(HtmlBuilder *b, HtmlToken *t)
{
    TextPiece space;
    if (t->kind == HTML_TOKEN_TEXT && !split_space(b, t, &space)) return false;
    if (t->kind == HTML_TOKEN_COMMENT) {
        insert_comment_in_document(b, t);
        return false;
    }
    b->mode = MODE_BEFORE_HTML;
    if (t->kind == HTML_TOKEN_DOCTYPE) {
        add_doctype(b, t);
        b->tree->quirks = asks_for_quirks(b, t);
        return false;
    }
    b->tree->quirks = true;
    return true;
}

/* ---- html and head ---- */

static bool is_ignored_end(const HtmlToken *t)
{
    return t->kind == HTML_TOKEN_END && t->tag != HTML_HEAD && t->tag != HTML_BODY &&
           t->tag != HTML_HTML && t->tag != HTML_BR;
}

static void open_html(HtmlBuilder *b, const HtmlToken *t)
{
    uint32_t node = t ? make_element(b, t, HTML_HTML, HTML_SPACE_HTML)
                      : new_node(b, HTML_NODE_ELEMENT, b->lexer.pos, b->lexer.pos);
    if (!node) return;
    node_at(b, node)->tag = HTML_HTML;
    append_at(b, node, (Place){0, 0});
    push(b, node);
}

static bool mode_before_html(HtmlBuilder *b, HtmlToken *t)
{
    TextPiece space;
    if (t->kind == HTML_TOKEN_DOCTYPE || is_ignored_end(t) ||
        (t->kind == HTML_TOKEN_TEXT && !split_space(b, t, &space)))
        return false;
    if (t->kind == HTML_TOKEN_COMMENT) {
        insert_comment_in_document(b, t);
        return false;
    }
    b->mode = MODE_BEFORE_HEAD;
    bool own = is_start(t, HTML_HTML);
    open_html(b, own ? t : 0);
    return !own;
}

static bool mode_before_head(HtmlBuilder *b, HtmlToken *t)
{
    TextPiece space;
    if (t->kind == HTML_TOKEN_DOCTYPE || is_ignored_end(t) ||
        (t->kind == HTML_TOKEN_TEXT && !split_space(b, t, &space)))
        return false;
    if (t->kind == HTML_TOKEN_COMMENT) {
        insert_comment(b, t, 0);
        return false;
    }
    if (is_start(t, HTML_HTML)) return rule_in_body(b, t);
    b->mode = MODE_IN_HEAD;
    bool own = is_start(t, HTML_HEAD);
    b->head = own ? insert_element(b, t) : insert_implied(b, HTML_HEAD, t->range.begin);
    return !own;
}

static void open_template(HtmlBuilder *b, HtmlToken *t)
{
    insert_element(b, t);
    formatting_marker(b);
    b->frameset_ok = false;
    b->mode = MODE_IN_TEMPLATE;
    if (b->template_depth < HTML_MAX_DEPTH)
        b->template_modes[b->template_depth++] = MODE_IN_TEMPLATE;
}

static void close_template(HtmlBuilder *b, HtmlToken *t)
{
    if (!b->open[HTML_TEMPLATE]) return;
    implied_end_tags_thoroughly(b, t->range.begin);
    pop_until(b, HTML_TEMPLATE, t->range.end);
    formatting_clear_to_marker(b);
    if (b->template_depth) b->template_depth--;
    reset_mode(b);
}

/* Start tags that belong in the head; false: not one of them. */
static bool head_start(HtmlBuilder *b, HtmlToken *t)
{
    switch (t->tag) {
    case HTML_BASE:
    case HTML_BASEFONT:
    case HTML_BGSOUND:
    case HTML_LINK:
    case HTML_META: insert_void(b, t); return true;
    case HTML_TITLE: start_text(b, t, HTML_RCDATA); return true;
    case HTML_NOFRAMES:
    case HTML_STYLE: start_text(b, t, HTML_RAWTEXT); return true;
    case HTML_SCRIPT: start_text(b, t, HTML_SCRIPT_DATA); return true;
    case HTML_NOSCRIPT:
        insert_element(b, t);
        b->mode = MODE_IN_HEAD_NOSCRIPT;
        return true;
    case HTML_TEMPLATE: open_template(b, t); return true;
    default: return t->tag == HTML_HEAD;
    }
}

bool rule_in_head(HtmlBuilder *b, HtmlToken *t)
{
    if (t->kind == HTML_TOKEN_TEXT) {
        TextPiece space;
        bool more = split_space(b, t, &space);
        insert_text(b, space.begin, space.end, space.text);
        if (!more) return false;
    } else if (t->kind == HTML_TOKEN_COMMENT) {
        insert_comment(b, t, 0);
        return false;
    } else if (t->kind == HTML_TOKEN_DOCTYPE || is_start(t, HTML_HEAD))
        return false;
    else if (is_start(t, HTML_HTML))
        return rule_in_body(b, t);
    else if (t->kind == HTML_TOKEN_START && head_start(b, t))
        return false;
    else if (is_end(t, HTML_TEMPLATE)) {
        close_template(b, t);
        return false;
    } else if (is_ignored_end(t))
        return false;
    if (current_is(b, HTML_HEAD)) pop(b, is_end(t, HTML_HEAD) ? t->range.end : t->range.begin);
    b->mode = MODE_AFTER_HEAD;
    return !is_end(t, HTML_HEAD);
}

static bool mode_in_head_noscript(HtmlBuilder *b, HtmlToken *t)
{
    static const HtmlTag allowed[] = {HTML_BASEFONT, HTML_BGSOUND, HTML_LINK, HTML_META,
                                      HTML_NOFRAMES, HTML_STYLE,   HTML_OTHER};
    if (t->kind == HTML_TOKEN_DOCTYPE || is_start(t, HTML_HEAD) || is_start(t, HTML_NOSCRIPT))
        return false;
    if (is_start(t, HTML_HTML)) return rule_in_body(b, t);
    if (t->kind == HTML_TOKEN_COMMENT || (t->kind == HTML_TOKEN_START && tag_in(t->tag, allowed)))
        return rule_in_head(b, t);
    if (t->kind == HTML_TOKEN_TEXT) {
        TextPiece space;
        bool more = split_space(b, t, &space);
        insert_text(b, space.begin, space.end, space.text);
        if (!more) return false;
    }
    if (t->kind == HTML_TOKEN_END && t->tag != HTML_NOSCRIPT && t->tag != HTML_BR) return false;
    pop(b, t->range.end);
    b->mode = MODE_IN_HEAD;
    return !is_end(t, HTML_NOSCRIPT);
}

/* A head element that comes after the head goes into it all the same. */
static bool late_head_element(HtmlBuilder *b, HtmlToken *t)
{
    static const HtmlTag late[] = {HTML_BASE,     HTML_BASEFONT, HTML_BGSOUND, HTML_LINK,
                                   HTML_META,     HTML_NOFRAMES, HTML_SCRIPT,  HTML_STYLE,
                                   HTML_TEMPLATE, HTML_TITLE,    HTML_OTHER};
    if (t->kind != HTML_TOKEN_START || !tag_in(t->tag, late) || !b->head) return false;
    push(b, b->head);
    rule_in_head(b, t);
    remove_from_stack(b, b->head);
    return true;
}

static bool mode_after_head(HtmlBuilder *b, HtmlToken *t)
{
    if (t->kind == HTML_TOKEN_TEXT) {
        TextPiece space;
        bool more = split_space(b, t, &space);
        insert_text(b, space.begin, space.end, space.text);
        if (!more) return false;
        if (t->text & HTML_TEXT_BARE_NUL) return false;
    }
    if (t->kind == HTML_TOKEN_COMMENT) {
        insert_comment(b, t, 0);
        return false;
    }
    if (is_start(t, HTML_HTML)) return rule_in_body(b, t);
    if (is_end(t, HTML_TEMPLATE)) return rule_in_head(b, t);
    if (t->kind == HTML_TOKEN_DOCTYPE || is_start(t, HTML_HEAD) || late_head_element(b, t))
        return false;
    if (t->kind == HTML_TOKEN_END && t->tag != HTML_BODY && t->tag != HTML_HTML &&
        t->tag != HTML_BR)
        return false;
    if (is_start(t, HTML_FRAMESET)) {
        insert_element(b, t);
        b->mode = MODE_IN_FRAMESET;
        return false;
    }
    b->mode = MODE_IN_BODY;
    if (is_start(t, HTML_BODY)) {
        insert_element(b, t);
        b->frameset_ok = false;
        return false;
    }
    insert_implied(b, HTML_BODY, t->range.begin);
    return true;
}

static bool mode_text(HtmlBuilder *b, HtmlToken *t)
{
    if (t->kind == HTML_TOKEN_TEXT) {
        insert_text(b, t->range.begin, t->range.end, t->text);
        return false;
    }
    pop(b, t->range.end);
    b->mode = b->original_mode;
    return t->kind == HTML_TOKEN_EOF;
}

/* ---- after the body ---- */

static bool mode_after_body(HtmlBuilder *b, HtmlToken *t)
{
    if (t->kind == HTML_TOKEN_TEXT && !(t->text & HTML_TEXT_WORD)) return rule_in_body(b, t);
    if (t->kind == HTML_TOKEN_COMMENT) {
        insert_comment(b, t, b->stack[0]);
        return false;
    }
    if (is_start(t, HTML_HTML)) return rule_in_body(b, t);
    if (t->kind == HTML_TOKEN_DOCTYPE || t->kind == HTML_TOKEN_EOF) return false;
    if (is_end(t, HTML_HTML)) {
        b->mode = MODE_AFTER_AFTER_BODY;
        return false;
    }
    b->mode = MODE_IN_BODY;
    return true;
}

static bool mode_after_after_body(HtmlBuilder *b, HtmlToken *t)
{
    if (t->kind == HTML_TOKEN_COMMENT) {
        insert_comment_in_document(b, t);
        return false;
    }
    if (t->kind == HTML_TOKEN_DOCTYPE ||
        (t->kind == HTML_TOKEN_TEXT && !(t->text & HTML_TEXT_WORD)) || is_start(t, HTML_HTML))
        return rule_in_body(b, t);
    if (t->kind == HTML_TOKEN_EOF) return false;
    b->mode = MODE_IN_BODY;
    return true;
}

/* ---- framesets ---- */

/* Only the white space of a text token counts in a frameset. */
static void frameset_text(HtmlBuilder *b, const HtmlToken *t)
{
    uint32_t begin = t->range.begin, end = t->range.end;
    const uint8_t *src = b->tree->src;
    for (uint32_t pos = begin; pos < end; pos++)
        if (html_is_space(src[pos])) insert_text(b, pos, pos + 1, t->text & HTML_TEXT_CR);
}

static bool mode_in_frameset(HtmlBuilder *b, HtmlToken *t)
{
    if (t->kind == HTML_TOKEN_TEXT)
        frameset_text(b, t);
    else if (t->kind == HTML_TOKEN_COMMENT)
        insert_comment(b, t, 0);
    else if (is_start(t, HTML_HTML))
        return rule_in_body(b, t);
    else if (is_start(t, HTML_FRAMESET))
        insert_element(b, t);
    else if (is_start(t, HTML_FRAME))
        insert_void(b, t);
    else if (is_start(t, HTML_NOFRAMES))
        return rule_in_head(b, t);
    else if (is_end(t, HTML_FRAMESET) && !current_is(b, HTML_HTML)) {
        pop(b, t->range.end);
        if (!current_is(b, HTML_FRAMESET)) b->mode = MODE_AFTER_FRAMESET;
    }
    return false;
}

static bool mode_after_frameset(HtmlBuilder *b, HtmlToken *t)
{
    if (t->kind == HTML_TOKEN_TEXT)
        frameset_text(b, t);
    else if (t->kind == HTML_TOKEN_COMMENT)
        insert_comment(b, t, 0);
    else if (is_start(t, HTML_HTML))
        return rule_in_body(b, t);
    else if (is_start(t, HTML_NOFRAMES))
        return rule_in_head(b, t);
    else if (is_end(t, HTML_HTML))
        b->mode = MODE_AFTER_AFTER_FRAMESET;
    return false;
}

static bool mode_after_after_frameset(HtmlBuilder *b, HtmlToken *t)
{
    if (t->kind == HTML_TOKEN_COMMENT)
        insert_comment_in_document(b, t);
    else if (is_start(t, HTML_HTML))
        return rule_in_body(b, t);
    else if (is_start(t, HTML_NOFRAMES))
        return rule_in_head(b, t);
    else if (t->kind == HTML_TOKEN_TEXT)
        frameset_text(b, t);
    return false;
}

/* ---- all modes ---- */

const HtmlModeRule html_mode_rule[MODE_COUNT] = {
    [MODE_INITIAL] = mode_initial,
    [MODE_BEFORE_HTML] = mode_before_html,
    [MODE_BEFORE_HEAD] = mode_before_head,
    [MODE_IN_HEAD] = rule_in_head,
    [MODE_IN_HEAD_NOSCRIPT] = mode_in_head_noscript,
    [MODE_AFTER_HEAD] = mode_after_head,
    [MODE_IN_BODY] = rule_in_body,
    [MODE_TEXT] = mode_text,
    [MODE_IN_TABLE] = rule_in_table,
    [MODE_IN_TABLE_TEXT] = mode_in_table_text,
    [MODE_IN_CAPTION] = mode_in_caption,
    [MODE_IN_COLUMN_GROUP] = mode_in_column_group,
    [MODE_IN_TABLE_BODY] = mode_in_table_body,
    [MODE_IN_ROW] = mode_in_row,
    [MODE_IN_CELL] = mode_in_cell,
    [MODE_IN_TEMPLATE] = rule_in_template,
    [MODE_AFTER_BODY] = mode_after_body,
    [MODE_IN_FRAMESET] = mode_in_frameset,
    [MODE_AFTER_FRAMESET] = mode_after_frameset,
    [MODE_AFTER_AFTER_BODY] = mode_after_after_body,
    [MODE_AFTER_AFTER_FRAMESET] = mode_after_after_frameset,
};
