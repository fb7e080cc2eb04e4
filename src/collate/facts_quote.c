/* facts_quote.c - the same few words between marks of quotation in two reports, whoever is said to
 * have said them.
 *
 * In: report texts and the record's statements. Out: pieces "claim" about the story. "called it 'a
 * small step on thin ice'" in one report and in another, told of another speaker or of none, is one
 * saying. What one statement joins already is left to facts_entity.c.
 *
 * Known to get wrong: titles of books and slogans between marks. */
#include "collate/facts.h"
#include "base/utf8.h"

enum { LEAST = 3, MOST_WORDS = 16, MOST_BYTES = 160 }; /* words and bytes of a saying */
typedef struct Saying {
    uint32_t report, statement;
    Span span;
    Slice fold;
    uint32_t lead;
} Saying; /* statement: of the record, NONE */
typedef struct Sayings {
    VEC(Saying) at;
} Sayings;

static const char *const opening[] = {"\xE2\x80\x9C", "\""}, *const closing[] = {"\xE2\x80\x9D",
                                                                                 "\""};

static uint32_t words_in(Slice s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ');
    return n;
}

/* The words between marks that open at byte `at`; empty: none, or too long, or over a line. */
static Span between_marks(Slice text, uint32_t at, int kind)
{
    uint32_t b = at + (uint32_t)strlen(opening[kind]), e = b;
    while (e < text.n && e - b <= MOST_BYTES && text.p[e] != '\n' &&
           !slice_starts((Slice){text.p + e, text.n - e}, slice_of(closing[kind])))
        e++;
    if (e >= text.n || e - b > MOST_BYTES || text.p[e] == '\n') return (Span){0, 0};
    while (e > b && strchr(" ,.;:!?", text.p[e - 1]))
        e--;
    return (Span){b, e};
}

static uint32_t statement_at(const Join *join, uint32_t report, Span span)
{
    const Findings *f = join_findings(join, report);
    uint32_t end = statements_until(f, span.b + 1);
    for (uint32_t i = end; i > 0 && end - i < 8; i--)
        for (uint32_t k = 0; k < f->statements.at[i - 1].content.n; k++)
            if (span_in(span, f->statements.at[i - 1].content.at[k]))
                return join->statement_of[report][i - 1];
    return NONE;
}

static bool find_sayings(const Join *join, uint32_t report, Sayings *out)
{
    Slice text = join_findings(join, report)->report->text;
    for (uint32_t i = 0; i < text.n;) {
        int kind = slice_starts((Slice){text.p + i, text.n - i}, slice_of(opening[0])) ? 0
                   : text.p[i] == '"'                                                  ? 1
                                                                                       : -1;
        Span span = kind < 0 ? (Span){0, 0} : between_marks(text, i, kind);
        if (span_empty(span)) {
            i++;
            continue;
        }
        i = span.e + (uint32_t)strlen(closing[kind]);
        Slice words = slice_span(text, span);
        uint32_t n = words_in(words);
        if (n < LEAST || n > MOST_WORDS) continue;
        Saying s = {.report = report,
                    .statement = statement_at(join, report, span),
                    .span = span,
                    .fold = text_fold(words, join->scratch)};
        if (!s.fold.p || !VEC_PUSH(join->scratch, &out->at, s)) return false;
    }
    return true;
}

static int by_words(const void *x, const void *y, void *context)
{
    const Saying *a = x, *b = y;
    const Join *join = context;
    int c = slice_cmp(a->fold, b->fold);
    if (c) return c;
    if (a->report != b->report) return join->rank[a->report] < join->rank[b->report] ? -1 : 1;
    return a->span.b < b->span.b ? -1 : a->span.b > b->span.b;
}

/* Two voices, and not the versions of one statement. */
static bool is_news(const Join *join, const Saying *s, uint32_t n)
{
    for (uint32_t i = 1; i < n && i < 64; i++) {
        bool one = s[i].statement != NONE && s[i].statement == s[0].statement;
        if (!one && join->voice[s[i].report] != join->voice[s[0].report]) return true;
    }
    return false;
}

dln_status quote_pieces(Join *join, Pieces *out)
{
    Sayings all = {0};
    for (uint32_t k = 0; k < join->in->n; k++)
        if (!find_sayings(join, join->order[k], &all)) return arena_status(join->scratch);
    list_sort_r(all.at.at, all.at.n, sizeof *all.at.at, by_words, join);
    for (uint32_t i = 0;
         i < all.at.n;) { /* those that go on where the first ends stand behind it */
        uint32_t end = i + 1;
        while (end < all.at.n && slice_starts(all.at.at[end].fold, all.at.at[i].fold))
            end++;
        for (uint32_t k = i; k < end && is_news(join, &all.at.at[i], end - i); k++) {
            const Saying *s = &all.at.at[k];
            Piece p = {.about = ABOUT_STORY,
                       .attribute = "claim",
                       .key = arena_printf(join->scratch, "quote %u", i),
                       .value = join_text(join, s->report, s->span),
                       .report = s->report,
                       .span = s->span,
                       .said_by = NONE};
            if (s->statement != NONE) p.said_by = join->record->statements.at[s->statement].speaker;
            if (!p.key.p || !add_piece(join, out, p)) return arena_status(join->scratch);
        }
        i = end;
    }
    return DLN_OK;
}
