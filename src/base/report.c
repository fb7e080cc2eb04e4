/* report.c - see report.h. */
#include "base/report.h"

const char *const basis_name[BASIS_COUNT] = {"none", "explicit",  "metadata", "dateline", "text",
                                             "url",  "published", "story",    "context"};
const char *const block_name[BLOCK_KINDS] = {"body", "title", "byline", "date",   "caption",
                                             "link", "note",  "markup", "heading"};

BlockKind report_block_at(const Report *report, uint32_t at)
{
    uint32_t low = 0, high = report->blocks.n;
    if (!high) return BLOCK_BODY;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (report->blocks.at[mid].span.e <= at)
            low = mid + 1;
        else
            high = mid;
    }
    bool inside = low < report->blocks.n && report->blocks.at[low].span.b <= at;
    return inside ? report->blocks.at[low].kind : BLOCK_MARKUP;
}

Slice report_cut(const Report *report)
{
    static const char *const codes[] = {NOTE_STORY_LIMIT, NOTE_MEMORY_LIMIT, NOTE_WORDS_LIMIT};
    for (size_t k = 0; k < sizeof codes / sizeof *codes && report->partial; k++)
        for (uint32_t i = 0; i < report->notes.n; i++)
            if (strcmp(report->notes.at[i].code, codes[k]) == 0) return report->notes.at[i].detail;
    return report->partial ? SLICE("cut short by a limit") : (Slice){"", 0};
}

bool report_note(Report *report, const char *code, uint32_t position, Slice detail)
{
    return VEC_PUSH(&report->arena, &report->notes, (Note){code, position, detail});
}
