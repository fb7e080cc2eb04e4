/* regain.c - paragraphs behind the last block of the body: taken back where the page's markup is
 * broken, told of where they are left out.
 *
 * In: Page with judged blocks after the veto. Out: PageBlock.kind, Page.last_body; what is left out
 * as a count and the first one.
 *
 * Idea: "</div></p></p>" in the middle of a story closes its container too early, so that its last
 * paragraphs stand beside it, where the forest expects no story. A page that has end tags which
 * close nothing ends its containers where its writer did not; there a sentence is body that the
 * forest half believes in and that stands in what holds the body. On sound pages what stands there
 * is mostly about the writer: it is left out, and a note says so. Of 777 pages of the bench two get
 * a paragraph more and 27 the note.
 *
 * Known to get wrong: the writer's own lines under a story on a broken page. */
#include "read/page/maintext.h"

enum { LEAST_PROSE = 40, MOST_BETWEEN = 3, MOST_UP = 64 };
#define HALF_BELIEVED 0.05f /* the forest's opinion; .36 makes body */

/* Does the text end as a sentence does: "...", "...?”"? */
static bool ends_sentence(Slice text)
{
    while (text.n && (text.p[text.n - 1] == '"' || text.p[text.n - 1] == ')' ||
                      text.p[text.n - 1] == '\'' || text.p[text.n - 1] == ']'))
        text.n--;
    while (text.n >= 3 && (memcmp(text.p + text.n - 3, "\xE2\x80\x9D", 3) == 0 ||
                           memcmp(text.p + text.n - 3, "\xE2\x80\x99", 3) == 0))
        text.n -= 3;
    return text.n && strchr(".!?", text.p[text.n - 1]) != NULL;
}

static bool is_prose(const Page *page, const PageBlock *b)
{
    Slice text = slice_trim(page_block_text(page, b));
    return b->kind == BLOCK_NOTE && !b->unseen && b->body >= HALF_BELIEVED &&
           text.n >= LEAST_PROSE && b->links * 5 < text.n && ends_sentence(text);
}

/* Is the container of the block one of those that hold the other? */
static bool beside_body(const Page *page, const PageBlock *b, const PageBlock *last)
{
    const HtmlNode *nodes = page->tree.nodes.at;
    uint32_t node = nodes[last->elem].parent;
    for (int up = 0; node && up < MOST_UP; up++, node = nodes[node].parent)
        if (node == nodes[b->elem].parent || node == b->elem) return true;
    return false;
}

LeftOut maintext_regain(Page *page)
{
    LeftOut out = {0, NONE};
    bool broken = page->tree.lost_ends > 0;
    for (uint32_t i = page->last_body == NONE ? page->blocks.n : page->last_body + 1, between = 0;
         i < page->blocks.n; i++, between++) {
        PageBlock *b = &page->blocks.at[i];
        if (!is_prose(page, b) || !beside_body(page, b, &page->blocks.at[page->last_body]))
            continue;
        if (broken && between <= MOST_BETWEEN) {
            b->kind = BLOCK_BODY;
            page->last_body = i;
            between = 0;
        } else if (out.paragraphs++ == 0) {
            out.first = i;
        }
    }
    return out;
}
