/* page_hints.c: attribute values -> bits.
 *
 * In: class="story-body__text ArticleBody". Out: HINT_* bits of the words: cut at non-letters and
 * at capitals inside a word
 * ("article", "body"), and each whole word too ("articlebody"). A word of more than 24 letters is
 * no word. */
#include "read/page/hints.h"

enum { WORD_MAX = 24 };

static char fold(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static uint32_t look_up(const Page *page, const char *word, size_t n)
{
    uint32_t bits = 0;
    if (n >= 2 && n <= WORD_MAX) map_get(&page->rules->classes, (Slice){word, n}, &bits);
    return bits;
}

/* One run of letters [p, p + n): whole, and cut at its inner capitals. */
static uint32_t run_hints(const Page *page, const char *p, size_t n)
{
    char word[WORD_MAX];
    uint32_t bits = 0;
    if (n > WORD_MAX || n < 2) return 0;
    size_t begin = 0;
    bool cut = false;
    for (size_t i = 0; i < n; i++) {
        word[i] = fold(p[i]);
        if (i > begin && p[i] <= 'Z' && p[i - 1] > 'Z') {
            bits |= look_up(page, word + begin, i - begin);
            begin = i;
            cut = true;
        }
    }
    bits |= look_up(page, word + begin, n - begin);
    return cut ? bits | look_up(page, word, n) : bits;
}

/* A name between white space: its runs of letters, and runs joined across one '-' or '_' ("sr-only"
 * is listed with its hyphen). */
static uint32_t name_hints(const Page *page, const char *p, size_t n)
{
    uint32_t bits = 0;
    size_t run = 0;
    char whole[WORD_MAX];
    for (size_t i = 0; i <= n; i++) {
        if (i < n && is_letter(p[i])) continue;
        bits |= run_hints(page, p + run, i - run);
        run = i + 1;
    }
    if (n > WORD_MAX || n < 4) return bits;
    for (size_t i = 0; i < n; i++)
        whole[i] = p[i] == '_' ? '-' : fold(p[i]);
    return bits | look_up(page, whole, n);
}

static uint32_t value_hints(const Page *page, Slice value)
{
    uint32_t bits = 0;
    size_t i = 0, stop = value.n < 512 ? value.n : 512;
    while (i < stop) {
        size_t begin = i;
        while (i < stop && !html_is_space((uint8_t)value.p[i]))
            i++;
        if (i > begin) bits |= name_hints(page, value.p + begin, i - begin);
        i++;
    }
    return bits;
}

uint32_t page_hints(const Page *page, const HtmlNode *node)
{
    static const char *const names[] = {"class",          "id",          "itemprop", "role",
                                        "data-component", "data-testid", "rel"};
    uint32_t bits = 0;
    for (uint32_t i = 0; i < node->attr_count; i++) {
        const HtmlAttr *a = &page->tree.attrs.at[node->attrs + i];
        uint32_t n = a->name.end - a->name.begin;
        for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
            if (n == strlen(names[k]) &&
                html_same_name(page->tree.src + a->name.begin, (const uint8_t *)names[k], n))
                bits |= value_hints(page, (Slice){(const char *)page->tree.src + a->value.begin,
                                                  a->value.end - a->value.begin});
    }
    return bits;
}
