/* html_table.c: the insertion modes of tables and templates.
 *
 * Rule: WHATWG HTML 13.2.6.4.9-15 and 18. Content that stands where a table allows none goes before
 * the table ("foster parenting"). */
#include "read/html/build.h"

static const HtmlTag table_scope[] = {HTML_TABLE, HTML_TEMPLATE, HTML_HTML, HTML_OTHER};
static const HtmlTag body_scope[] = {HTML_TBODY,    HTML_TFOOT, HTML_THEAD,
                                     HTML_TEMPLATE, HTML_HTML,  HTML_OTHER};
static const HtmlTag row_scope[] = {HTML_TR, HTML_TEMPLATE, HTML_HTML, HTML_OTHER};
static const HtmlTag sections[] = {HTML_TBODY, HTML_TFOOT, HTML_THEAD, HTML_OTHER};
static const HtmlTag cells[] = {HTML_TD, HTML_TH, HTML_OTHER};
static const HtmlTag table_parts[] = {HTML_CAPTION, HTML_COL,   HTML_COLGROUP, HTML_TBODY,
                                      HTML_TD,      HTML_TFOOT, HTML_TH,       HTML_THEAD,
                                      HTML_TR,      HTML_OTHER};

static bool start_in(const HtmlToken *t, const HtmlTag *tags)
{
    return t->kind == HTML_TOKEN_START && tag_in(t->tag, tags);
}

static bool end_in(const HtmlToken *t, const HtmlTag *tags)
{
    return t->kind == HTML_TOKEN_END && tag_in(t->tag, tags);
}

static bool foster(HtmlBuilder *b, HtmlToken *t)
{
    b->foster = true;
    bool again = rule_in_body(b, t);
    b->foster = false;
    return again;
}

static void close_table(HtmlBuilder *b, uint32_t source_end)
{
    pop_until(b, HTML_TABLE, source_end);
    reset_mode(b);
}

/* ---- in table ---- */

/* Start tags of table parts; true: processed or to be processed again (*again). */
static bool table_part(HtmlBuilder *b, HtmlToken *t, bool *again)
{
    HtmlTag implied = HTML_OTHER;
    HtmlMode mode;
    switch (t->tag) {
    case HTML_CAPTION:
        formatting_marker(b);
        mode = MODE_IN_CAPTION;
        break;
    case HTML_COLGROUP: mode = MODE_IN_COLUMN_GROUP; break;
    case HTML_COL:
        mode = MODE_IN_COLUMN_GROUP;
        implied = HTML_COLGROUP;
        break;
    case HTML_TBODY:
    case HTML_TFOOT:
    case HTML_THEAD: mode = MODE_IN_TABLE_BODY; break;
    case HTML_TD:
    case HTML_TH:
    case HTML_TR:
        mode = MODE_IN_TABLE_BODY;
        implied = HTML_TBODY;
        break;
    default: return false;
    }
    pop_to_context(b, table_scope, t->range.begin);
    if (implied != HTML_OTHER)
        insert_implied(b, implied, t->range.begin);
    else
        insert_element(b, t);
    b->mode = mode;
    *again = implied != HTML_OTHER;
    return true;
}

static bool is_hidden_input(HtmlBuilder *b, const HtmlToken *t)
{
    for (uint32_t i = 0; i < t->attr_count; i++) {
        HtmlAttr a = b->lexer.attrs[i];
        const uint8_t *src = b->tree->src;
        if (a.name.end - a.name.begin == 4 &&
            html_same_name(src + a.name.begin, (const uint8_t *)"type", 4))
            return a.value.end - a.value.begin == 6 &&
                   html_same_name(src + a.value.begin, (const uint8_t *)"hidden", 6);
    }
    return false;
}

static bool table_start(HtmlBuilder *b, HtmlToken *t)
{
    static const HtmlTag heads[] = {HTML_STYLE, HTML_SCRIPT, HTML_TEMPLATE, HTML_OTHER};
    bool again = false;
    if (table_part(b, t, &again)) return again;
    if (t->tag == HTML_TABLE) {
        if (!in_scope(b, HTML_TABLE, SCOPE_TABLE)) return false;
        close_table(b, t->range.begin);
        return true;
    }
    if (tag_in(t->tag, heads)) return rule_in_head(b, t);
    if (t->tag == HTML_INPUT && is_hidden_input(b, t)) {
        insert_void(b, t);
        return false;
    }
    if (t->tag == HTML_FORM) {
        if (!b->open[HTML_TEMPLATE] && !b->form) {
            b->form = insert_element(b, t);
            pop(b, t->range.end);
        }
        return false;
    }
    return foster(b, t);
}

static bool table_end(HtmlBuilder *b, HtmlToken *t)
{
    if (t->tag == HTML_TABLE) {
        if (in_scope(b, HTML_TABLE, SCOPE_TABLE)) close_table(b, t->range.end);
        return false;
    }
    if (tag_in(t->tag, table_parts) || t->tag == HTML_BODY || t->tag == HTML_HTML) return false;
    return t->tag == HTML_TEMPLATE ? rule_in_head(b, t) : foster(b, t);
}

bool rule_in_table(HtmlBuilder *b, HtmlToken *t)
{
    static const HtmlTag text_parents[] = {HTML_TABLE, HTML_TBODY, HTML_TEMPLATE, HTML_TFOOT,
                                           HTML_THEAD, HTML_TR,    HTML_OTHER};
    switch (t->kind) {
    case HTML_TOKEN_TEXT:
        if (node_at(b, current(b))->space != HTML_SPACE_HTML ||
            !tag_in((HtmlTag)node_at(b, current(b))->tag, text_parents))
            return foster(b, t);
        b->table_text.n = 0;
        b->original_mode = b->mode;
        b->mode = MODE_IN_TABLE_TEXT;
        return true;
    case HTML_TOKEN_COMMENT: insert_comment(b, t, 0); return false;
    case HTML_TOKEN_DOCTYPE: return false;
    case HTML_TOKEN_START: return table_start(b, t);
    case HTML_TOKEN_END: return table_end(b, t);
    case HTML_TOKEN_EOF: break;
    }
    return rule_in_body(b, t);
}

static void flush_table_text(HtmlBuilder *b)
{
    bool word = false;
    for (uint32_t i = 0; i < b->table_text.n; i++)
        word = word || (b->table_text.at[i].text & HTML_TEXT_WORD);
    for (uint32_t i = 0; i < b->table_text.n; i++) {
        TextPiece p = b->table_text.at[i];
        if (!word) {
            insert_text(b, p.begin, p.end, p.text);
            continue;
        }
        HtmlToken t = {.kind = HTML_TOKEN_TEXT, .range = {p.begin, p.end}, .text = p.text};
        foster(b, &t);
    }
    b->table_text.n = 0;
}

bool mode_in_table_text(HtmlBuilder *b, HtmlToken *t)
{
    if (t->kind == HTML_TOKEN_TEXT) {
        TextPiece piece = {t->range.begin, t->range.end, t->text};
        if (!(t->text & HTML_TEXT_BARE_NUL) && !VEC_PUSH(b->tree->arena, &b->table_text, piece))
            b->failed = true;
        return false;
    }
    flush_table_text(b);
    b->mode = b->original_mode;
    return true;
}

/* ---- caption, columns ---- */

static bool close_caption(HtmlBuilder *b, uint32_t source_end)
{
    if (!in_scope(b, HTML_CAPTION, SCOPE_TABLE)) return false;
    implied_end_tags(b, HTML_OTHER, source_end);
    pop_until(b, HTML_CAPTION, source_end);
    formatting_clear_to_marker(b);
    b->mode = MODE_IN_TABLE;
    return true;
}

bool mode_in_caption(HtmlBuilder *b, HtmlToken *t)
{
    static const HtmlTag ignored[] = {HTML_BODY,  HTML_COL, HTML_COLGROUP, HTML_HTML,
                                      HTML_TBODY, HTML_TD,  HTML_TFOOT,    HTML_TH,
                                      HTML_THEAD, HTML_TR,  HTML_OTHER};
    if (is_end(t, HTML_CAPTION)) {
        close_caption(b, t->range.end);
        return false;
    }
    if (start_in(t, table_parts) || is_end(t, HTML_TABLE)) return close_caption(b, t->range.begin);
    return end_in(t, ignored) ? false : rule_in_body(b, t);
}

bool mode_in_column_group(HtmlBuilder *b, HtmlToken *t)
{
    if (t->kind == HTML_TOKEN_TEXT) {
        TextPiece space;
        bool more = split_space(b, t, &space);
        insert_text(b, space.begin, space.end, space.text);
        if (!more) return false;
    } else if (t->kind == HTML_TOKEN_COMMENT) {
        insert_comment(b, t, 0);
        return false;
    } else if (t->kind == HTML_TOKEN_DOCTYPE || is_end(t, HTML_COL))
        return false;
    else if (is_start(t, HTML_HTML) || t->kind == HTML_TOKEN_EOF)
        return rule_in_body(b, t);
    else if (is_start(t, HTML_COL)) {
        insert_void(b, t);
        return false;
    } else if (is_start(t, HTML_TEMPLATE) || is_end(t, HTML_TEMPLATE))
        return rule_in_head(b, t);
    if (!current_is(b, HTML_COLGROUP)) return false;
    pop(b, is_end(t, HTML_COLGROUP) ? t->range.end : t->range.begin);
    b->mode = MODE_IN_TABLE;
    return !is_end(t, HTML_COLGROUP);
}

/* ---- sections, rows, cells ---- */

static bool leave_table_body(HtmlBuilder *b, HtmlToken *t)
{
    static const HtmlTag open_sections[] = {HTML_TBODY, HTML_THEAD, HTML_TFOOT, HTML_OTHER};
    if (!any_in_scope(b, open_sections, SCOPE_TABLE)) return false;
    pop_to_context(b, body_scope, t->range.begin);
    pop(b, t->range.begin);
    b->mode = MODE_IN_TABLE;
    return true;
}

bool mode_in_table_body(HtmlBuilder *b, HtmlToken *t)
{
    static const HtmlTag outer[] = {HTML_CAPTION, HTML_COL,   HTML_COLGROUP, HTML_TBODY,
                                    HTML_TFOOT,   HTML_THEAD, HTML_OTHER};
    static const HtmlTag ignored[] = {HTML_BODY, HTML_CAPTION, HTML_COL, HTML_COLGROUP, HTML_HTML,
                                      HTML_TD,   HTML_TH,      HTML_TR,  HTML_OTHER};
    if (is_start(t, HTML_TR) || start_in(t, cells)) {
        pop_to_context(b, body_scope, t->range.begin);
        b->mode = MODE_IN_ROW;
        if (t->tag == HTML_TR)
            insert_element(b, t);
        else
            insert_implied(b, HTML_TR, t->range.begin);
        return t->tag != HTML_TR;
    }
    if (end_in(t, sections)) {
        if (in_scope(b, t->tag, SCOPE_TABLE)) {
            pop_to_context(b, body_scope, t->range.begin);
            pop(b, t->range.end);
            b->mode = MODE_IN_TABLE;
        }
        return false;
    }
    if (start_in(t, outer) || is_end(t, HTML_TABLE)) return leave_table_body(b, t);
    return end_in(t, ignored) ? false : rule_in_table(b, t);
}

static bool close_row(HtmlBuilder *b, uint32_t source_end)
{
    if (!in_scope(b, HTML_TR, SCOPE_TABLE)) return false;
    pop_to_context(b, row_scope, source_end);
    pop(b, source_end);
    b->mode = MODE_IN_TABLE_BODY;
    return true;
}

bool mode_in_row(HtmlBuilder *b, HtmlToken *t)
{
    static const HtmlTag outer[] = {HTML_CAPTION, HTML_COL,   HTML_COLGROUP, HTML_TBODY,
                                    HTML_TFOOT,   HTML_THEAD, HTML_TR,       HTML_OTHER};
    static const HtmlTag ignored[] = {HTML_BODY, HTML_CAPTION, HTML_COL, HTML_COLGROUP,
                                      HTML_HTML, HTML_TD,      HTML_TH,  HTML_OTHER};
    if (start_in(t, cells)) {
        pop_to_context(b, row_scope, t->range.begin);
        insert_element(b, t);
        b->mode = MODE_IN_CELL;
        formatting_marker(b);
        return false;
    }
    if (is_end(t, HTML_TR)) {
        close_row(b, t->range.end);
        return false;
    }
    if (start_in(t, outer) || is_end(t, HTML_TABLE)) return close_row(b, t->range.begin);
    if (end_in(t, sections))
        return in_scope(b, t->tag, SCOPE_TABLE) && close_row(b, t->range.begin);
    return end_in(t, ignored) ? false : rule_in_table(b, t);
}

static void close_cell(HtmlBuilder *b, uint32_t source_end)
{
    implied_end_tags(b, HTML_OTHER, source_end);
    pop_until_any(b, cells, source_end);
    formatting_clear_to_marker(b);
    b->mode = MODE_IN_ROW;
}

bool mode_in_cell(HtmlBuilder *b, HtmlToken *t)
{
    static const HtmlTag ignored[] = {HTML_BODY,     HTML_CAPTION, HTML_COL,
                                      HTML_COLGROUP, HTML_HTML,    HTML_OTHER};
    static const HtmlTag outer[] = {HTML_TABLE, HTML_TBODY, HTML_TFOOT,
                                    HTML_THEAD, HTML_TR,    HTML_OTHER};
    if (end_in(t, cells)) {
        if (in_scope(b, t->tag, SCOPE_TABLE)) {
            implied_end_tags(b, HTML_OTHER, t->range.begin);
            pop_until(b, t->tag, t->range.end);
            formatting_clear_to_marker(b);
            b->mode = MODE_IN_ROW;
        }
        return false;
    }
    if (start_in(t, table_parts)) {
        if (!any_in_scope(b, cells, SCOPE_TABLE)) return false;
        close_cell(b, t->range.begin);
        return true;
    }
    if (end_in(t, ignored)) return false;
    if (end_in(t, outer)) {
        if (!in_scope(b, t->tag, SCOPE_TABLE)) return false;
        close_cell(b, t->range.begin);
        return true;
    }
    return rule_in_body(b, t);
}

/* ---- template ---- */

static bool template_switch(HtmlBuilder *b, HtmlMode mode)
{
    if (b->template_depth) b->template_modes[b->template_depth - 1] = mode;
    b->mode = mode;
    return true;
}

static bool template_start(HtmlBuilder *b, HtmlToken *t)
{
    static const HtmlTag heads[] = {HTML_BASE,     HTML_BASEFONT, HTML_BGSOUND, HTML_LINK,
                                    HTML_META,     HTML_NOFRAMES, HTML_SCRIPT,  HTML_STYLE,
                                    HTML_TEMPLATE, HTML_TITLE,    HTML_OTHER};
    static const HtmlTag table_level[] = {HTML_CAPTION, HTML_COLGROUP, HTML_TBODY,
                                          HTML_TFOOT,   HTML_THEAD,    HTML_OTHER};
    if (tag_in(t->tag, heads)) return rule_in_head(b, t);
    if (tag_in(t->tag, table_level)) return template_switch(b, MODE_IN_TABLE);
    if (t->tag == HTML_COL) return template_switch(b, MODE_IN_COLUMN_GROUP);
    if (t->tag == HTML_TR) return template_switch(b, MODE_IN_TABLE_BODY);
    return template_switch(b, tag_in(t->tag, cells) ? MODE_IN_ROW : MODE_IN_BODY);
}

bool rule_in_template(HtmlBuilder *b, HtmlToken *t)
{
    switch (t->kind) {
    case HTML_TOKEN_START: return template_start(b, t);
    case HTML_TOKEN_END: return t->tag == HTML_TEMPLATE ? rule_in_head(b, t) : false;
    case HTML_TOKEN_EOF:
        if (!b->open[HTML_TEMPLATE]) return false;
        pop_until(b, HTML_TEMPLATE, t->range.end);
        formatting_clear_to_marker(b);
        if (b->template_depth) b->template_depth--;
        reset_mode(b);
        return true;
    case HTML_TOKEN_TEXT:
    case HTML_TOKEN_COMMENT:
    case HTML_TOKEN_DOCTYPE: break;
    }
    return rule_in_body(b, t);
}
