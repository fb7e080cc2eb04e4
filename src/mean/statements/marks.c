/* marks.c - quotation marks as a state machine.
 *
 * In: text, paragraphs. Out: Marks.
 *
 * Idea: one pass over each paragraph with a small stack. All double marks (“ ” " « » „ ‟ `` '') are
 * one kind, because news mixes them: “... security issues," opens curly and closes straight. What a
 * mark does is told by its neighbours first (space before and letter behind: it opens) and by its
 * shape second. Single marks (‘ ’ ' ‹ ›) are told from apostrophes by the letters beside them, and
 * need a partner. A paragraph that ends inside a quotation: goes on in the next paragraph when that
 * one opens with a mark ("He said: “A. ¶ “B.”), else it ends there, so one lost mark spoils one
 * paragraph at most.
 *
 * Known to fail: a lost closing mark before another full quotation in one paragraph ("A, he said.
 * "B.") keeps the words between as quoted up to the end of the sentence; a plural possessive (the
 * workers' demands') inside straight single marks. */
#include "mean/statements/marks.h"
#include "base/utf8.h"

typedef enum MarkShape { SHAPE_NONE, SHAPE_STRAIGHT, SHAPE_OPENS, SHAPE_CLOSES } MarkShape;
typedef struct Mark {
    uint32_t at, end;       /* bytes */
    uint32_t before, after; /* neighbouring code points, 0 at the paragraph's ends */
    MarkShape shape;
    bool single;
} Mark;
typedef VEC(Mark) MarkList;
typedef VEC(Quote) QuoteList;

enum { MAX_DEPTH = 8 };

typedef struct Walk {
    Slice text;
    Arena *arena;
    QuoteList quotes;
    uint32_t open[MAX_DEPTH]; /* quotes that are open now, outermost first */
    uint32_t depth;
    uint32_t closed; /* end of the last quote that was closed, bytes */
    uint32_t run_on; /* quote that reached the end of the paragraph before, or NONE */
} Walk;

static MarkShape shape_of(uint32_t c, bool *single)
{
    *single = false;
    switch (c) {
    case '"':
    case 0xFF02: return SHAPE_STRAIGHT;
    case 0x201C:
    case 0x201E:
    case 0x201F:
    case 0xAB: return SHAPE_OPENS;
    case 0x201D:
    case 0xBB: return SHAPE_CLOSES;
    }
    *single = true;
    switch (c) {
    case '\'':
    case '`': return SHAPE_STRAIGHT;
    case 0x2018:
    case 0x201A:
    case 0x201B:
    case 0x2039: return SHAPE_OPENS;
    case 0x2019:
    case 0x203A: return SHAPE_CLOSES;
    }
    return SHAPE_NONE;
}

static bool is_word_char(uint32_t c)
{
    return c != 0 && (char_is_letter(c) || char_is_digit(c) || char_is_mark(c));
}
static bool is_gap(uint32_t c)
{
    return c == 0 || char_is_space(c);
}
static bool is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015);
}
static bool is_opening_bracket(uint32_t c)
{
    return c == '(' || c == '[' || c == '{';
}

/* Reads the mark at *i (which moves behind it); pairs of single ones ('' ``) are one double mark.
 */
static bool read_mark(Slice text, size_t *i, uint32_t end, uint32_t before, Mark *mark)
{
    size_t start = *i;
    uint32_t c = utf8_next(text, i);
    mark->shape = shape_of(c, &mark->single);
    if (mark->shape == SHAPE_NONE) return false;
    if (mark->single && *i < end && text.p[start] == text.p[*i] && (c == '\'' || c == '`')) {
        (*i)++;
        mark->single = false;
        if (c == '`') mark->shape = SHAPE_OPENS;
    } else if (c == '`') {
        return false;
    }
    size_t peek = *i;
    mark->at = (uint32_t)start;
    mark->end = (uint32_t)*i;
    mark->before = before;
    mark->after = peek < end ? utf8_next(text, &peek) : 0;
    return true;
}

static bool list_marks(Slice text, Span paragraph, Arena *arena, MarkList *list)
{
    size_t i = paragraph.b;
    uint32_t before = 0;
    while (i < paragraph.e) {
        size_t start = i;
        Mark mark;
        if (read_mark(text, &i, paragraph.e, before, &mark)) {
            if (!VEC_PUSH(arena, list, mark)) return false;
            before = '"';
            continue;
        }
        i = start;
        before = utf8_next(text, &i);
    }
    return true;
}

static bool is_stop(uint32_t c)
{
    return c == ',' || c == ';' || c == ':' || c == '!' || c == '?' || c == ')' || c == ']';
}
static bool could_open(const Mark *m)
{
    return !is_gap(m->after) && !is_stop(m->after) && !is_word_char(m->before) &&
           (is_gap(m->before) || is_opening_bracket(m->before) || is_dash(m->before) ||
            m->before == '"' || m->before == ':');
}
static bool could_close(const Mark *m)
{
    return !is_gap(m->before) && !is_word_char(m->after);
}

/* 6'2" and 15" are lengths: a straight mark behind a digit with nothing open. */
static bool is_inch(const Mark *m)
{
    return m->shape == SHAPE_STRAIGHT && char_is_digit(m->before) && !could_open(m);
}

/* Is there, further on, a double mark that closes before one that opens? Looks at no more than the
 * next few marks. */
static bool closes_first(const MarkList *list, uint32_t from, bool single)
{
    for (uint32_t k = from; k < list->n && k < from + 16; k++) {
        const Mark *m = &list->at[k];
        if (m->single != single) continue;
        if (could_close(m) && !could_open(m)) return true;
        if (could_open(m) && !could_close(m)) return false;
    }
    return false;
}

/* Two closing marks still to come before another opening one: the mark at hand is nested ("bring it
 * to the "new level""). */
static bool nests(const MarkList *list, uint32_t at)
{
    uint32_t closing = 0;
    for (uint32_t k = at + 1; k < list->n && k < at + 16; k++) {
        const Mark *m = &list->at[k];
        if (m->single) continue;
        if (could_open(m) && !could_close(m)) break;
        closing++;
    }
    return closing >= 2;
}

/* A single mark that opens: no letter before it, a partner behind it in the paragraph. "’90s",
 * "’em" and "rock ’n’ roll" open nothing. */
static bool single_opens(const MarkList *list, uint32_t at)
{
    const Mark *m = &list->at[at];
    if (!could_open(m) || m->shape == SHAPE_CLOSES) return false;
    if (char_is_digit(m->after) && m->shape == SHAPE_STRAIGHT) return false;
    return closes_first(list, at + 1, true);
}
static bool single_closes(const Mark *m)
{
    return m->shape != SHAPE_OPENS && could_close(m);
}

static bool open_quote(Walk *w, const Mark *m)
{
    if (w->depth == MAX_DEPTH) return true;
    Quote quote = {.span = {m->at, m->end},
                   .inner = {m->end, m->end},
                   .group = w->quotes.n,
                   .inside = NONE,
                   .end = QUOTE_OPEN,
                   .single = m->single};
    if (w->depth > 0) quote.inside = w->open[w->depth - 1];
    if (w->depth == 0 && w->run_on != NONE) quote.group = w->quotes.at[w->run_on].group;
    w->open[w->depth++] = w->quotes.n;
    return VEC_PUSH(w->arena, &w->quotes, quote);
}

static void close_top(Walk *w, uint32_t inner_end, uint32_t end, QuoteEnd how)
{
    Quote *quote = &w->quotes.at[w->open[--w->depth]];
    quote->inner.e = inner_end > quote->inner.b ? inner_end : quote->inner.b;
    quote->span.e = end > quote->inner.e ? end : quote->inner.e;
    quote->end = how;
    if (quote->span.e > w->closed) w->closed = quote->span.e;
    quote->words = count_words(w->text, quote->inner);
}

/* Closes the innermost open quote of this kind, and what is open inside it. */
static bool close_kind(Walk *w, const Mark *m)
{
    uint32_t d = w->depth;
    while (d > 0 && w->quotes.at[w->open[d - 1]].single != m->single)
        d--;
    if (d == 0) return false;
    while (w->depth > d)
        close_top(w, m->at, m->at, QUOTE_OPEN);
    close_top(w, m->at, m->end, QUOTE_CLOSED);
    return true;
}

static uint32_t open_doubles(const Walk *w)
{
    uint32_t n = 0;
    for (uint32_t d = 0; d < w->depth; d++)
        n += !w->quotes.at[w->open[d]].single;
    return n;
}

/* End of the last sentence before `at`, for a quotation whose closing mark was lost; `at` when
 * there is none. */
static uint32_t sentence_end_before(Slice text, uint32_t from, uint32_t at)
{
    for (uint32_t i = at; i > from; i--) {
        char c = text.p[i - 1];
        if (c == '.' || c == '!' || c == '?') return i;
    }
    return at;
}

/* Ends what is open because a new quotation opens at `m`. */
static void give_up_open(Walk *w, const Mark *m)
{
    uint32_t from = w->quotes.at[w->open[w->depth - 1]].inner.b;
    uint32_t end = sentence_end_before(w->text, w->closed > from ? w->closed : from, m->at);
    while (w->depth > 0)
        close_top(w, end, end, QUOTE_OPEN);
}

/* Does another double mark follow in the paragraph? */
static bool has_partner(const MarkList *list, uint32_t at)
{
    for (uint32_t k = at + 1; k < list->n && k < at + 16; k++)
        if (!list->at[k].single) return true;
    return false;
}

static bool take_double(Walk *w, const MarkList *list, uint32_t at)
{
    const Mark *m = &list->at[at];
    bool opener = could_open(m), closer = could_close(m);
    uint32_t inside = open_doubles(w);
    if (inside == 0) {
        if (is_inch(m) ||
            (!opener && (closer || m->shape == SHAPE_CLOSES) && m->shape != SHAPE_OPENS))
            return true; /* a stray closing mark */
        return opener || has_partner(list, at) ? open_quote(w, m) : true;
    }
    if (m->shape == SHAPE_CLOSES && !(opener && !closer)) {
        close_kind(w, m);
        return true;
    }
    if (closer && !(m->shape == SHAPE_OPENS && opener)) {
        close_kind(w, m);
        return true;
    }
    if (!opener && m->shape != SHAPE_OPENS) {
        close_kind(w, m);
        return true;
    } /* a mark between spaces */
    if (nests(list, at)) return open_quote(w, m);
    give_up_open(w, m);
    return open_quote(w, m);
}

static bool take_single(Walk *w, const MarkList *list, uint32_t at)
{
    const Mark *m = &list->at[at];
    bool open_single = w->depth > 0 && w->quotes.at[w->open[w->depth - 1]].single;
    if (open_single && single_closes(m)) {
        close_kind(w, m);
        return true;
    }
    if (!open_single && single_opens(list, at)) return open_quote(w, m);
    return true;
}

/* Does the paragraph begin with a double mark that can open? */
static bool goes_on(Slice text, Span paragraph)
{
    size_t i = paragraph.b;
    bool single;
    while (i < paragraph.e) {
        uint32_t c = utf8_next(text, &i);
        if (char_is_space(c)) continue;
        MarkShape shape = shape_of(c, &single);
        bool doubled = i < paragraph.e && (c == '\'' || c == '`') && text.p[i] == (char)c;
        return (shape != SHAPE_NONE && shape != SHAPE_CLOSES && (!single || doubled));
    }
    return false;
}

/* At the end of a paragraph: what is still open ends there, and runs on when the next paragraph
 * opens with a mark. */
static void end_paragraph(Walk *w, uint32_t end, bool next_goes_on)
{
    w->run_on = NONE;
    while (w->depth > 0) {
        uint32_t quote = w->open[w->depth - 1];
        bool outer = w->depth == 1 && !w->quotes.at[quote].single;
        close_top(w, end, end, outer && next_goes_on ? QUOTE_RUNS_ON : QUOTE_OPEN);
        if (outer && next_goes_on) w->run_on = quote;
    }
}

/* Speech stands in single marks when they hold more words than the double ones (British style). */
static bool speaks_in_singles(const QuoteList *quotes)
{
    uint64_t single = 0, twin = 0;
    for (uint32_t k = 0; k < quotes->n; k++) {
        const Quote *q = &quotes->at[k];
        if (q->inside != NONE || q->words < 4) continue;
        *(q->single ? &single : &twin) += q->words;
    }
    return single > twin;
}

/* ---- paragraphs ---- */

/* Is the text wrapped, so that an end of line says nothing? Then sentences run over line ends. */
static bool is_wrapped(Slice text, const LangText *lang)
{
    uint32_t over = 0;
    for (uint32_t s = 0; s < lang->n_sentences; s++) {
        Slice sentence = slice_span(text, lang->sentence[s].span);
        over += memchr(sentence.p, '\n', sentence.n) != NULL;
    }
    return over * 8 > lang->n_sentences;
}

static bool line_between(Slice text, uint32_t from, uint32_t to)
{
    return to > from && memchr(text.p + from, '\n', to - from) != NULL;
}

Span *marks_paragraphs(Slice text, const LangText *lang, Arena *arena, uint32_t *n)
{
    Span *paragraph = ARENA_ARRAY(arena, Span, lang->n_sentences + 1);
    *n = 0;
    if (!paragraph) return NULL;
    bool wrapped = is_wrapped(text, lang);
    for (uint32_t s = 0; s < lang->n_sentences; s++) {
        const Sentence *sentence = &lang->sentence[s];
        bool first = *n == 0 || sentence->paragraph_first ||
                     sentence->block != sentence[-1].block ||
                     (!wrapped && line_between(text, sentence[-1].span.e, sentence->span.b));
        if (first)
            paragraph[(*n)++] = sentence->span;
        else if (sentence->span.e > paragraph[*n - 1].e)
            paragraph[*n - 1].e = sentence->span.e;
    }
    return paragraph;
}

/* ---- all of it ---- */

dln_status marks_find(Slice text, const Span *paragraph, uint32_t n_paragraphs, Arena *arena,
                      Marks *marks)
{
    Walk w = {.text = text, .arena = arena, .run_on = NONE};
    *marks = (Marks){0};
    for (uint32_t p = 0; p < n_paragraphs; p++) {
        MarkList list = {0};
        if (!list_marks(text, paragraph[p], arena, &list)) return arena_status(arena);
        for (uint32_t k = 0; k < list.n; k++) {
            bool done = list.at[k].single ? take_single(&w, &list, k) : take_double(&w, &list, k);
            if (!done) return arena_status(arena);
            if (k == 0) w.run_on = NONE;
        }
        end_paragraph(&w, paragraph[p].e, p + 1 < n_paragraphs && goes_on(text, paragraph[p + 1]));
    }
    marks->quote = w.quotes.at;
    marks->n = w.quotes.n;
    marks->single_speech = speaks_in_singles(&w.quotes);
    return arena_status(arena);
}

uint32_t count_words(Slice text, Span span)
{
    uint32_t words = 0;
    bool in_word = false;
    for (size_t i = span.b; i < span.e;) {
        uint32_t c = utf8_next(text, &i);
        bool word = is_word_char(c) || (in_word && (c == '\'' || c == 0x2019 || c == '-'));
        words += word && !in_word;
        in_word = word;
    }
    return words;
}
