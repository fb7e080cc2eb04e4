/* html.c: drives the reading of one page: charset, tree, metadata, blocks, main text, report.
 *
 * In: bytes. Out: Report. All work is done in a scratch arena that is freed here; the report gets
 * copies.
 *
 * Text of the report: the headline as shown, then everything from the first to the last block of
 * the body, each block with its kind; what stands before (navigation) and after (related stories,
 * comments, footer) is left out. */
#include "read/html/html.h"

#include "read/charset.h"
#include "read/page/hidden.h"
#include "read/page/maintext.h"
#include "read/page/meta.h"

enum {
    LONGEST_PAGE = 1 << 30,
    OPEN_FIGURE = 3, /* paragraphs that no figure has */
    UNENDED = 60     /* bytes of what never ends that may be words */
};

/* ---- which blocks the report shows ---- */

static bool has_hint(const Page *page, uint32_t node, PageHint hint, int steps)
{
    for (int up = 0; node && up < steps; up++, node = page->tree.nodes.at[node].parent)
        if (page->elems[node].hints & 1u << hint) return true;
    return false;
}

/* "<figure>...<figcaption>...</figcaption><p>...<p>...": a figure that nobody closed holds the rest
 * of the story. */
static bool in_open_figure(const Page *page, const PageBlock *b)
{
    const HtmlNode *n = &page->tree.nodes.at[b->elem];
    return b->figure && n->tag == HTML_P && n->parent == b->figure && n->prev &&
           page->elems[b->figure].paragraphs >= OPEN_FIGURE;
}

static BlockKind kind_of(const Page *page, const PageBlock *b)
{
    uint8_t tag = page->tree.nodes.at[b->elem].tag;
    uint32_t len = b->flat.e - b->flat.b;
    if ((b->figure && !in_open_figure(page, b)) || tag == HTML_FIGCAPTION ||
        has_hint(page, b->elem, HINT_CAPTION, 2))
        return BLOCK_CAPTION;
    if (page_is_byline(page->rules, page_block_text(page, b))) return BLOCK_BYLINE;
    if (len < 200 && (has_hint(page, b->elem, HINT_BYLINE, 3) || tag == HTML_ADDRESS))
        return BLOCK_BYLINE;
    if (len < 120 && (b->in_time || has_hint(page, b->elem, HINT_DATE, 3))) return BLOCK_DATE;
    return b->links * 2 > len ? BLOCK_LINK : BLOCK_NOTE;
}

static bool shown_before_body(const PageBlock *b)
{
    uint32_t len = b->flat.e - b->flat.b;
    return b->kind == BLOCK_BYLINE || b->kind == BLOCK_DATE || b->kind == BLOCK_CAPTION ||
           (b->kind == BLOCK_NOTE && len >= 40);
}

/* What each block is before it is judged. */
static void mark_kinds(Page *page)
{
    for (uint32_t i = 0; i < page->blocks.n; i++)
        page->blocks.at[i].kind = kind_of(page, &page->blocks.at[i]);
}

/* Marks what the report shows. */
static void mark_shown(Page *page)
{
    uint32_t title = page->title_block,
             from = title == NONE || title > page->first_body ? page->first_body : title;
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        PageBlock *b = &page->blocks.at[i];
        if (i == title) b->kind = BLOCK_TITLE;
        bool inside = page->first_body != NONE && i >= page->first_body && i <= page->last_body;
        bool between = from != NONE && i > from && i < page->first_body && i - from < 60;
        b->chosen = i == title || inside || (between && shown_before_body(b));
    }
}

/* ---- the report's text ---- */

typedef struct Writer {
    Page *page;
    const Decoded *decoded;
    Report *out;
    char *text;
    uint32_t n;
    uint32_t run; /* next run of the flat map */
} Writer;

static bool add_run(Writer *w, MapRun run)
{
    if (w->out->map.n) {
        MapRun *last = &w->out->map.at[w->out->map.n - 1];
        if (last->text + last->length == run.text && last->source + last->length == run.source &&
            run.length) {
            last->length += run.length;
            return true;
        }
    }
    return VEC_PUSH(&w->out->arena, &w->out->map, run);
}

/* A run of decoded page bytes, cut where the decoding has steps. */
static bool add_page_run(Writer *w, uint32_t text, uint32_t page_byte, uint32_t length)
{
    const Decoded *d = w->decoded;
    if (!d->steps.n) return add_run(w, (MapRun){text, page_byte + d->skipped, length});
    for (uint32_t done = 0, low = charset_step(d, page_byte);; low++) {
        uint32_t at = page_byte + done;
        uint32_t end = low + 1 < d->steps.n && d->steps.at[low + 1].text < page_byte + length
                           ? d->steps.at[low + 1].text
                           : page_byte + length;
        uint32_t source = d->steps.at[low].source + (at - d->steps.at[low].text);
        bool single = low + 1 < d->steps.n &&
                      d->steps.at[low + 1].source - d->steps.at[low].source !=
                          d->steps.at[low + 1].text - d->steps.at[low].text;
        if (!add_run(w, (MapRun){text + done, source, single && length ? 0 : end - at}))
            return false;
        done = end - page_byte;
        if (done >= length) return true;
    }
}

/* Copies the map of flat bytes [span) to text at w->n. */
static bool add_map(Writer *w, Span span)
{
    const Page *page = w->page;
    while (w->run < page->flat_map.n &&
           page->flat_map.at[w->run].text + page->flat_map.at[w->run].length < span.b)
        w->run++;
    for (uint32_t i = w->run; i < page->flat_map.n && page->flat_map.at[i].text < span.e; i++) {
        MapRun r = page->flat_map.at[i];
        uint32_t begin = r.text > span.b ? r.text : span.b,
                 end = r.text + r.length < span.e ? r.text + r.length : span.e;
        if (begin > end || (begin == end && (r.length || r.text < span.b))) continue;
        if (!add_page_run(w, w->n + (begin - span.b), r.source + (begin - r.text), end - begin))
            return false;
    }
    return true;
}

static bool add_block(Writer *w, PageBlock *b)
{
    uint32_t len = b->flat.e - b->flat.b;
    if (w->n) {
        memcpy(w->text + w->n, "\n\n", 2);
        w->n += 2;
    }
    if (!add_map(w, b->flat)) return false;
    memcpy(w->text + w->n, w->page->flat + b->flat.b, len);
    Block block = {b->kind, {w->n, w->n + len}};
    if (b->kind == BLOCK_TITLE) w->out->title_span = block.span;
    if (b->kind == BLOCK_BYLINE && span_empty(w->out->byline_span))
        w->out->byline_span = (Span){
            block.span.b + page_byword(w->page->rules, page_block_text(w->page, b)), block.span.e};
    w->n += len;
    return VEC_PUSH(&w->out->arena, &w->out->blocks, block);
}

static dln_status write_text(Page *page, const Decoded *decoded, Report *out)
{
    size_t size = 16;
    for (uint32_t i = 0; i < page->blocks.n; i++)
        if (page->blocks.at[i].chosen)
            size += page->blocks.at[i].flat.e - page->blocks.at[i].flat.b + 2u;
    Writer w = {page, decoded, out, arena_alloc(&out->arena, size), 0, 0};
    if (!w.text) return arena_status(&out->arena);
    for (uint32_t i = 0; i < page->blocks.n; i++)
        if (page->blocks.at[i].chosen && !add_block(&w, &page->blocks.at[i]))
            return arena_status(&out->arena);
    out->text = (Slice){w.text, w.n};
    if (!span_empty(out->byline_span)) out->byline = slice_span(out->text, out->byline_span);
    return DLN_OK;
}

/* ---- the steps ---- */

/* Says how many paragraphs behind the body are not in the text, and where the first one is. */
static bool note_left_out(const Page *page, const Decoded *decoded, LeftOut left, Report *out)
{
    if (left.first == NONE) return true;
    uint32_t flat = page->blocks.at[left.first].flat.b, at = 0;
    for (uint32_t i = 0; i < page->flat_map.n && page->flat_map.at[i].text <= flat; i++)
        at = page->flat_map.at[i].source + (flat - page->flat_map.at[i].text);
    return report_note(out, NOTE_LEFT_OUT, charset_source(decoded, at),
                       arena_printf(&out->arena,
                                    left.paragraphs == 1 ? "%u paragraph" : "%u paragraphs",
                                    left.paragraphs));
}

/* "<textarea><p>...", "<!-- ad <p>...": what the page never ends has taken all behind it, in a
 * browser too. */
static bool note_unended(const Page *page, const Decoded *decoded, Report *out)
{
    const HtmlNode *nodes = page->tree.nodes.at, *last = &nodes[page->tree.nodes.n - 1];
    const HtmlNode *around = &nodes[last->parent];
    bool text = last->kind == HTML_NODE_TEXT && around->kind == HTML_NODE_ELEMENT &&
                page_is_skipped(around);
    bool comment = last->kind == HTML_NODE_COMMENT;
    if ((!text && !comment) || last->end < page->tree.len || last->end - last->begin < UNENDED)
        return true;
    Slice tail = {(const char *)page->tree.src + last->end - 3, 3};
    if (comment && slice_is(tail, "-->")) return true;
    Slice name = html_node_name(&page->tree, around);
    return report_note(out, NOTE_LEFT_OUT, charset_source(decoded, last->begin),
                       comment
                           ? SLICE("all behind <!--")
                           : arena_printf(&out->arena, "all behind <%.*s>", (int)name.n, name.p));
}

static dln_status read_page(Page *page, const Decoded *decoded, const struct Newsroom *newsroom,
                            Report *out)
{
    dln_status status = html_parse(&page->tree, page->arena, (const uint8_t *)decoded->text.p,
                                   (uint32_t)decoded->text.n);
    if (page->tree.partial || status != DLN_OK) return status;
    TRY(page_meta_scan(page));
    TRY(page_flatten(page));
    find_title(page);
    mark_kinds(page);
    TRY(maintext_choose(page));
    maintext_veto(page);
    LeftOut left = maintext_regain(page);
    mark_shown(page);
    if (!note_left_out(page, decoded, left, out) || !note_unended(page, decoded, out))
        return arena_status(&out->arena);
    TRY(write_text(page, decoded, out));
    return page_meta_finish(page, newsroom, out);
}

static void note_charset(const Decoded *decoded, Report *out)
{
    if (decoded->note) report_note(out, decoded->note, 0, slice_of(decoded->charset));
    if (decoded->bad)
        report_note(out, NOTE_BAD_BYTES, decoded->first_bad,
                    arena_printf(&out->arena, "%u", decoded->bad));
}

/* Everything that is visible is body: the content of a feed's entry has no page around it. */
static dln_status read_fragment(Page *page, const Decoded *decoded, Report *out)
{
    TRY(html_parse(&page->tree, page->arena, (const uint8_t *)decoded->text.p,
                   (uint32_t)decoded->text.n));
    TRY(page_flatten(page));
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        page->blocks.at[i].chosen = true;
        page->blocks.at[i].kind = page->blocks.at[i].figure ? BLOCK_CAPTION : BLOCK_BODY;
    }
    return write_text(page, decoded, out);
}

dln_status read_html_fragment(const ReadOptions *options, Slice utf8, Report *out)
{
    Arena scratch;
    Decoded decoded = {.text = utf8};
    if (utf8.n >= LONGEST_PAGE) return DLN_ERR_LIMIT;
    arena_init(&scratch, options->max_memory);
    Page page = {.arena = &scratch,
                 .rules = options->engine->page,
                 .title_block = NONE,
                 .first_body = NONE,
                 .last_body = NONE};
    dln_status status = read_fragment(&page, &decoded, out);
    arena_free(&scratch);
    return status;
}

dln_status read_html(const ReadOptions *options, Slice bytes, Slice http_charset, Report *out)
{
    Arena scratch;
    Decoded decoded;
    arena_init(&scratch, options->max_memory);
    arena_bind(&scratch, out->arena.budget);
    Page page = {.arena = &scratch,
                 .rules = options->engine->page,
                 .title_block = NONE,
                 .first_body = NONE,
                 .last_body = NONE};
    dln_status status = bytes.n < LONGEST_PAGE
                            ? charset_decode(bytes, http_charset, &scratch, &decoded)
                            : DLN_ERR_LIMIT;
    if (status == DLN_OK) {
        note_charset(&decoded, out);
        status = read_page(&page, &decoded, options->engine->newsroom, out);
    }
    if (status == DLN_ERR_LIMIT && out->text.n) {
        out->partial = true;
        status = DLN_OK;
    }
    arena_free(&scratch);
    return status;
}
