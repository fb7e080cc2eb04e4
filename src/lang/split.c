/* split.c - tokens to sentences, blocks to paragraphs; see split.h.
 *
 * Asked spots: behind a mark (full stop, quotation mark, bracket, colon ...) that ends a word
 * group, before a capital or figure (there the weights must be sure), and at line ends. A blank
 * line or a block's end is a boundary unless the sentence plainly goes on: the last word is no end
 * and the next begins in lower case. "He left.\" Then ..." parts behind the quotation mark; "Mr.
 * Obama", "BEIJING, April 17. /TASS/." are for the weights to know.
 *
 * Wrong: headlines glued to the text by a space only; sentences without any end mark. */
#include "lang/split.h"
#include "base/map.h"
#include "base/utf8.h"

uint32_t split_slot(uint32_t feature, uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t h = feature * 0x9E3779B97F4A7C15u;
    h = (h ^ a) * 0xBF58476D1CE4E5B9u;
    h = (h ^ h >> 31 ^ b) * 0x94D049BB133111EBu;
    h = (h ^ h >> 29 ^ c) * 0xBF58476D1CE4E5B9u;
    return (uint32_t)(h >> 40) & (SPLIT_SLOTS - 1);
}

bool split_decide(const Splitter *splitter, SplitKind kind, uint32_t at, const uint32_t *slot,
                  uint32_t n, int32_t margin, bool fallback)
{
    if (splitter->trace) {
        int answer = splitter->trace->decide(splitter->trace->context, kind, at, slot, n);
        if (answer >= 0) return answer != 0;
    }
    const int16_t *weights = kind == SPLIT_TOKEN ? splitter->token_weights
                                                 : splitter->sentence_weights;
    if (!weights) return fallback;
    int32_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += weights[slot[i]];
    return sum > margin;
}

enum {
    SURE = 512
}; /* margin behind a word without a mark: a name cut in two costs more than two sentences in one */

typedef enum Gap { GAP_NONE, GAP_SPACE, GAP_LINE, GAP_BLANK, GAP_BLOCK } Gap;

/* The text that is being cut and what is known about its lines. */
typedef struct Cutter {
    const Splitter *splitter;
    Slice text;
    TokenList tokens;
    uint32_t first; /* first token of the sentence under way */
    uint32_t
        wrap; /* longest line in characters when lines are wrapped, 0 when a line is a paragraph */
    uint32_t dateline_end;     /* byte where the dateline ends, 0: none */
    uint32_t quotes, brackets; /* open ones in the sentence under way */
    uint32_t marks;            /* straight quotation marks of the paragraph so far */
    bool opens; /* the sentence under way at the end of a body block opens its paragraph */
} Cutter;

static Gap gap_between(const Cutter *c, uint32_t i)
{
    uint32_t b = c->tokens.at[i].span.e, e = c->tokens.at[i + 1].span.b, lines = 0;
    for (uint32_t k = b; k < e; k++)
        lines += c->text.p[k] == '\n';
    return b == e ? GAP_NONE : lines == 0 ? GAP_SPACE : lines == 1 ? GAP_LINE : GAP_BLANK;
}

/* First code point of a form as a class: a A 0 or the mark. */
static char first_class(Slice form)
{
    size_t i = 0;
    uint32_t c = utf8_next(form, &i);
    if (c >= 0x80)
        return c == 0x201C || c == 0x201D   ? '"'
               : c == 0x2018 || c == 0x2019 ? '\''
               : char_is_upper(c)           ? 'A'
               : char_is_letter(c)          ? 'a'
                                            : '*';
    return c >= 'a' && c <= 'z'   ? 'a'
           : c >= 'A' && c <= 'Z' ? 'A'
           : c >= '0' && c <= '9' ? '0'
                                  : (char)c;
}
static bool word_class(char k)
{
    return k == 'a' || k == 'A' || k == '0';
}

static char last_class(Slice form)
{
    size_t i = form.n;
    uint32_t c = utf8_back(form, &i);
    return first_class((Slice){form.p + i, form.n - i}) == 'A' && c >= 0x80
               ? 'A'
               : first_class((Slice){form.p + i, form.n - i});
}

static uint64_t low_hash(Slice form)
{
    uint64_t h = form.n;
    for (size_t i = 0; i < form.n; i++) {
        unsigned char b = (unsigned char)ascii_lower(form.p[i]);
        if (b >= '0' && b <= '9') b = '0';
        h = (h ^ b) * 0x100000001B3u;
    }
    return h;
}

static bool is_closer(Slice form)
{
    static const char *const closers[] = {"\"",           "'",       "''", ")", "]", "\xE2\x80\x9D",
                                          "\xE2\x80\x99", "\xC2\xBB"};
    return SLICE_AMONG(form, closers);
}
static bool is_stop(char last)
{
    return last == '.' || last == '?' || last == '!';
}

static const Token *token_or_null(const Cutter *c, uint32_t i, uint32_t low)
{
    return i >= low && i < c->tokens.n ? &c->tokens.at[i] : NULL;
}

static uint32_t bucket(uint32_t n)
{
    return n < 4 ? n : n < 8 ? 4 : n < 20 ? 5 : n < 45 ? 6 : 7;
}

/* Length class of the line that ends behind token i, in quarters of the longest line; 7 where lines
 * are not wrapped. */
static uint32_t line_fill(const Cutter *c, uint32_t i)
{
    if (c->wrap == 0) return 7;
    uint32_t e = c->tokens.at[i].span.e, b = e;
    while (b > 0 && e - b < c->wrap && c->text.p[b - 1] != '\n')
        b--;
    return (e - b) * 4 / c->wrap;
}

/* What stands around the gap behind token i: hashes (h) and classes (k) of words before it (p) and
 * behind it (n), of the stop that may end the sentence there and of the word before that. 1: there
 * is none. */
typedef struct Around {
    uint64_t h1, h2, h3, n1, n2, stop, word;
    uint64_t kp, kp2, kn, kn2, kword;
    uint64_t gap, length, size, closers,
        form; /* length: so far; size: of `word`; form: of token i */
} Around;

static uint64_t hash_or_one(const Token *token)
{
    return token ? low_hash(token->form) : 1;
}

static uint64_t class_or_one(const Token *token)
{
    return token ? (unsigned char)first_class(token->form) : 1;
}

static uint64_t at_most(uint64_t value, uint64_t limit)
{
    return value < limit ? value : limit;
}

static Around look_around(const Cutter *c, uint32_t i, Gap gap)
{
    const Token *at = c->tokens.at, *after = token_or_null(c, i + 2, 0),
                *p2 = i > c->first ? &at[i - 1] : NULL, *p3 = i > c->first + 1 ? &at[i - 2] : NULL;
    uint32_t stop = i;
    while (stop > c->first && is_closer(at[stop].form))
        stop--;
    const Token *word = stop > c->first ? &at[stop - 1] : NULL;
    return (Around){.h1 = low_hash(at[i].form),
                    .h2 = hash_or_one(p2),
                    .h3 = hash_or_one(p3),
                    .n1 = low_hash(at[i + 1].form),
                    .n2 = hash_or_one(after),
                    .stop = low_hash(at[stop].form),
                    .word = hash_or_one(word),
                    .kp = (unsigned char)last_class(at[i].form),
                    .kp2 = class_or_one(p2),
                    .kn = (unsigned char)first_class(at[i + 1].form),
                    .kn2 = class_or_one(after),
                    .kword = class_or_one(word),
                    .gap = gap,
                    .length = bucket(i + 1 - c->first),
                    .size = word ? at_most(word->form.n, 4) : 0,
                    .closers = at_most(i - stop, 2),
                    .form = at_most(at[i].form.n, 6)};
}

/* Features of the spot behind token i. `last`: no token of the paragraph may follow far off: tokens
 * left up to 3. */
static uint32_t sentence_features(const Cutter *c, uint32_t i, Gap gap, uint32_t *slot)
{
    const Around a = look_around(c, i, gap);
    uint64_t quoted = c->quotes & 1, spaced = c->tokens.at[i].space_after ? 1 : 0;
    uint32_t n = 0;
    slot[n++] = split_slot(31, a.h1, a.gap, 0);
    slot[n++] = split_slot(32, a.h1, a.kn, a.gap);
    slot[n++] = split_slot(33, a.h1, a.n1, 0);
    slot[n++] = split_slot(34, a.h2, a.h1, a.kn);
    slot[n++] = split_slot(35, a.n1, a.gap, 0);
    slot[n++] = split_slot(36, a.stop, a.closers, a.kn);
    slot[n++] = split_slot(37, a.kp, a.kn, a.gap);
    slot[n++] = split_slot(38, a.word, a.kn, a.stop);
    slot[n++] = split_slot(39, a.length << 8 | a.gap, a.kp, a.kn);
    slot[n++] = split_slot(40, quoted, a.h1, a.kn);
    slot[n++] = split_slot(41, c->brackets ? 1 : 0, a.h1, a.kn);
    slot[n++] = split_slot(42, a.n1, a.n2, a.kp);
    slot[n++] = split_slot(43, a.kword << 8 | a.size, a.stop, a.kn);
    slot[n++] = split_slot(44, a.kp2 << 8 | a.kp, a.kn, a.kn2);
    slot[n++] = split_slot(45, line_fill(c, i) << 8 | a.gap, a.kp, a.kn);
    slot[n++] = split_slot(46, a.length, a.h1, a.kn);
    slot[n++] = split_slot(47, a.h3, a.h2, a.h1);
    slot[n++] = split_slot(48, a.form, a.kp, a.kn << 8 | a.kword);
    slot[n++] = split_slot(49, quoted << 8 | a.closers, a.stop, a.kn);
    slot[n++] = split_slot(50, a.gap << 8 | spaced, a.h1, a.kn2);
    return n;
}

/* Without weights: a stop, maybe closed, before anything but a small letter. */
static bool plain_end(const Cutter *c, uint32_t i, Gap gap)
{
    uint32_t stop = i;
    while (stop > c->first && is_closer(c->tokens.at[stop].form))
        stop--;
    Slice form = c->tokens.at[stop].form;
    if (gap == GAP_LINE && c->wrap == 0) return true;
    return gap != GAP_NONE && form.n <= 3 && is_stop(last_class(form)) &&
           first_class(form) == last_class(form) && first_class(c->tokens.at[i + 1].form) != 'a';
}

/* Does a sentence go on behind a blank line? It must be under way, end in a word or comma, and the
 * next must begin small. */
static bool goes_on(const Cutter *c, uint32_t i)
{
    const Token *last = &c->tokens.at[i];
    char k = last_class(last->form);
    if (i + 1 - c->first < 5 || first_class(c->tokens.at[i + 1].form) != 'a') return false;
    return k == ',' || k == 'a';
}

/* What the list says of a word that begins with a capital; 0: nothing. */
static Abbreviation listed_as(const Cutter *c, Slice word)
{
    if (word.n == 0 || word.p[0] < 'A' || word.p[0] > 'Z') return 0;
    uint32_t value = map_find_lower(c->splitter->before_names, word);
    return value == NONE ? 0 : (Abbreviation)value;
}

/* "Rep. Miller", "Halden Inc. Chief Executive Tim Garrow": the full stop belongs to a title before
 * a name, or to a legal form before an office. The stop may be a token of its own or the end of the
 * word. */
static bool is_title_stop(const Cutter *c, uint32_t i)
{
    const Token *at = &c->tokens.at[i];
    Slice word = at->form;
    char next = first_class(at[1].form);
    if (!c->splitter->before_names || (next != 'A' && next != '0')) return false;
    if (slice_is(word, ".")) {
        if (i == c->first || at[-1].space_after) return false;
        word = at[-1].form;
    } else if (slice_ends(word, SLICE("."))) {
        word.n--;
    } else {
        return false;
    }
    Abbreviation kind = listed_as(c, word);
    return kind == ABBREVIATION_TITLE ||
           (kind == ABBREVIATION_FIRM && listed_as(c, at[1].form) == ABBREVIATION_OFFICE);
}

static bool is_letter_stop(Slice form)
{
    return form.n == 2 && form.p[1] == '.' && slice_capital_at(form, 0);
}

/* "in San Varro, Calif. before noon": the full stop of a short name behind a comma ends nothing
 * before a small letter. */
static bool is_place_stop(const Cutter *c, uint32_t i)
{
    enum { LONGEST = 6 };
    bool own = slice_is(c->tokens.at[i].form, ".");
    uint32_t at = own ? i - 1 : i;
    if (i < c->first + 3 || first_class(c->tokens.at[i + 1].form) != 'a') return false;
    Slice word = c->tokens.at[at].form;
    return first_class(c->tokens.at[at - 2].form) == 'A' && (own || slice_ends(word, SLICE("."))) &&
           word.n <= LONGEST && first_class(word) == 'A' &&
           slice_is(c->tokens.at[at - 1].form, ",");
}

/* "Trask v. Orsk": the stop of a case at law, between the names of its parties. */
static bool is_case_stop(const Cutter *c, uint32_t i)
{
    bool own = slice_is(c->tokens.at[i].form, ".");
    if (i < c->first + 1 + own || first_class(c->tokens.at[i + 1].form) != 'A') return false;
    uint32_t at = own ? i - 1 : i;
    Slice word = c->tokens.at[at].form;
    bool versus = own ? slice_is(word, "v") || slice_is(word, "vs")
                      : slice_is(word, "v.") || slice_is(word, "vs.");
    return versus && first_class(c->tokens.at[at - 1].form) == 'A';
}

/* "John F. Karrow": an initial between two capitalised words that are no beginnings of sentences.
 */
static bool is_initial(const Cutter *c, uint32_t i)
{
    static const char *const openers[] = {"The", "He",  "She", "It", "They", "We",    "But",
                                          "And", "In",  "On",  "At", "This", "That",  "There",
                                          "As",  "For", "A",   "An", "When", "After", "If"};
    Slice at = c->tokens.at[i].form, next = c->tokens.at[i + 1].form;
    uint32_t first = i;
    if (!is_letter_stop(at) || first_class(next) != 'A' || (next.n < 3 && !is_letter_stop(next)))
        return false;
    while (first > c->first && is_letter_stop(c->tokens.at[first - 1].form))
        first--; /* "George H. W. Karrow" */
    if (first == c->first) return false;
    Slice before = c->tokens.at[first - 1].form;
    if (before.n < 3 || first_class(before) != 'A' || last_class(before) != 'a') return false;
    if (SLICE_AMONG(next, openers)) return false;
    return true;
}

/* Does the word that token i, a full stop of its own or of the word, belongs to end a sentence by
 * its look? "down.", "2012.", "p.m."; not "St.", "U.S.", "Halden Inc.". */
static bool ends_by_look(const Cutter *c, uint32_t i)
{
    const Token *at = &c->tokens.at[i];
    char last = last_class(at->form);
    if (last == '?' || last == '!') return true;
    if (last != '.' || i == c->first) return false;
    if (!slice_is(at->form, ".")) return at->form.n == 4 && first_class(at->form) == 'a';
    Slice word = at[-1].form;
    char k = last_class(word);
    return !at[-1].space_after && word.n >= 2 && (k == 'a' || k == '0') && !listed_as(c, word);
}

static bool is_quote(Slice form)
{
    return first_class(form) == '"' || slice_is(form, "''") || slice_is(form, "``");
}

/* A word that may begin a sentence: "They", "I"; not "2012". */
static bool opens_by_look(const Token *token)
{
    Slice form = token->form;
    if (first_class(form) != 'A') return false;
    return slice_is(form, "I") || slice_is(form, "A") || (form.n > 1 && last_class(form) == 'a');
}

/* "... gunned down.They were ...", "... their customers."Jarvis said", "... tragedy.""I only": the
 * blank between two sentences is missing. */
static bool runs_into_next(const Cutter *c, uint32_t i)
{
    const Token *at = &c->tokens.at[i], *next = &at[1], *third = token_or_null(c, i + 2, 0);
    bool closes = is_quote(at->form) && i > c->first + 1 && !at[-1].space_after &&
                  !slice_is(at->form, "\xE2\x80\x9C") &&
                  (slice_is(at->form, "\xE2\x80\x9D") || c->marks % 2 == 0);
    if (!ends_by_look(c, closes ? i - 1 : i)) return false;
    if (opens_by_look(next)) return true;
    bool opened = is_quote(next->form) && !next->space_after && third && opens_by_look(third);
    return opened && (closes || slice_is(next->form, "\xE2\x80\x9C") ||
                      (slice_is(next->form, "\"") && c->marks % 2 == 0));
}

/* "San Velm, Calif. before noon", "on Orsk Ave. was": a short form before a small letter. */
static bool is_short_form(const Cutter *c, uint32_t i)
{
    const Token *at = &c->tokens.at[i];
    Slice word = at->form;
    if (first_class(at[1].form) != 'a' || !c->splitter->before_names) return false;
    if (slice_is(word, ".")) {
        if (i == c->first || at[-1].space_after) return false;
        word = at[-1].form;
    } else if (slice_ends(word, SLICE("."))) {
        word.n--;
    }
    Abbreviation kind = listed_as(c, word);
    return kind != 0 && kind != ABBREVIATION_OFFICE;
}

/* "(D-Va.) said": a bracket closed before a small letter ends nothing. */
static bool is_aside(const Cutter *c, uint32_t i)
{
    return first_class(c->tokens.at[i + 1].form) == 'a' && slice_is(c->tokens.at[i].form, ")");
}

/* "CHISINAU, Nov 8 (Eastline) - Tens of thousands ...": the dateline is no part of what is told,
 * and leads the parse astray. */
static bool ends_dateline(const Cutter *c, uint32_t i)
{
    return c->tokens.at[i].span.b < c->dateline_end &&
           c->tokens.at[i + 1].span.b >= c->dateline_end;
}

/* Behind a word without a mark only a capital or a figure may begin a sentence: "... Thanks, Sean
 * Here you go." */
static bool may_start(const Cutter *c, uint32_t i, Gap gap)
{
    char next = first_class(c->tokens.at[i + 1].form);
    return gap == GAP_SPACE && (next == 'A' || next == '0');
}

/* "... at the harbour. **Tom Keller/POOL**": an emphasis mark that opens behind a full stop opens a
 * sentence. */
static bool emphasis_opens(const Cutter *c, uint32_t i, Gap gap)
{
    const Token *stop = &c->tokens.at[i], *mark = stop + 1, *word = token_or_null(c, i + 2, 0);
    if (gap != GAP_SPACE || !word || !is_stop(last_class(stop->form)) || mark->space_after ||
        first_class(word->form) != 'A')
        return false;
    for (size_t k = 0; k < mark->form.n; k++)
        if (mark->form.p[k] != '*' && mark->form.p[k] != '_') return false;
    return true;
}

static bool keeps_on(const Cutter *c, uint32_t i)
{
    return is_title_stop(c, i) || is_aside(c, i) || is_initial(c, i) || is_short_form(c, i) ||
           is_place_stop(c, i) || is_case_stop(c, i);
}

static bool ends_behind(const Cutter *c, uint32_t i, Gap gap)
{
    if (ends_dateline(c, i) || emphasis_opens(c, i, gap)) return true;
    if (gap >= GAP_BLANK) return !goes_on(c, i);
    const Token *token = &c->tokens.at[i];
    if (c->tokens.at[i + 1].mwt_more) return false;
    if (gap == GAP_SPACE && keeps_on(c, i)) return false;
    if (gap == GAP_NONE && runs_into_next(c, i)) return true;
    if (gap == GAP_NONE && !is_stop(last_class(token->form))) return false;
    bool unmarked = gap != GAP_LINE && word_class(last_class(token->form));
    if (unmarked && !may_start(c, i, gap)) return false;
    uint32_t slot[SPLIT_FEATURES], n = sentence_features(c, i, gap, slot);
    return split_decide(c->splitter, SPLIT_SENTENCE, c->tokens.at[i + 1].span.b, slot, n,
                        unmarked ? SURE : 0, plain_end(c, i, gap));
}

static void follow_quotes(Cutter *c, Slice form)
{
    char k = first_class(form);
    if (slice_is(form, "\"")) c->marks++;
    if (k == '"' || slice_is(form, "``") || slice_is(form, "''")) c->quotes++;
    if (slice_is(form, "(") || slice_is(form, "[")) c->brackets++;
    if ((slice_is(form, ")") || slice_is(form, "]")) && c->brackets) c->brackets--;
}

typedef VEC(Sentence) SentenceList;

static bool put_sentence(Cutter *c, uint32_t end, BlockKind block, bool *paragraph, Arena *arena,
                         SentenceList *out)
{
    Sentence s = {.first = c->first,
                  .end = end,
                  .span = {c->tokens.at[c->first].span.b, c->tokens.at[end - 1].span.e},
                  .block = block,
                  .paragraph_first = *paragraph};
    for (uint32_t i = c->first; i < end; i++)
        c->tokens.at[i].sentence = out->n;
    c->first = end;
    c->quotes = c->brackets = 0;
    *paragraph = false;
    return VEC_PUSH(arena, out, s);
}

/* Longest line of a stretch whose lines are wrapped: several lines, most of them nearly full. */
static uint32_t wrap_width(Slice text, Span span)
{
    uint32_t longest = 0, lines = 0, full = 0, start;
    for (int pass = 0; pass < 2; pass++) {
        start = span.b;
        for (uint32_t i = span.b; i <= span.e; i++) {
            if (i < span.e && text.p[i] != '\n') continue;
            uint32_t n = i - start;
            start = i + 1;
            if (pass == 0) {
                longest = n > longest ? n : longest;
                continue;
            }
            lines += n > 0;
            full += n * 4 >= longest * 3;
        }
    }
    return lines >= 4 && longest >= 40 && longest <= 120 && full * 2 >= lines ? longest : 0;
}

/* A stretch of text cut by itself: one block, or several body blocks whose sentence runs on. */
static bool cut_stretch(Cutter *c, Span span, BlockKind block, bool more, Arena *arena,
                        SentenceList *out)
{
    uint32_t begin = c->tokens.n;
    bool paragraph = true;
    c->wrap = wrap_width(c->text, span);
    c->marks = 0;
    if (!tokenize(c->splitter, c->text, span, arena, &c->tokens)) return false;
    if (begin > c->first && c->tokens.n > begin) { /* a sentence of the block before may go on */
        if (goes_on(c, begin - 1))
            paragraph = c->opens;
        else if (!put_sentence(c, begin, BLOCK_BODY, &c->opens, arena, out))
            return false;
    }
    for (uint32_t i = begin; i < c->tokens.n; i++) {
        follow_quotes(c, c->tokens.at[i].form);
        if (i + 1 == c->tokens.n) break;
        Gap gap = gap_between(c, i);
        bool full = i + 1 - c->first >= SENTENCE_MOST && !c->tokens.at[i + 1].mwt_more;
        if (!full && !ends_behind(c, i, gap)) continue;
        if (!put_sentence(c, i + 1, block, &paragraph, arena, out)) return false;
        paragraph = gap >= GAP_BLANK;
        if (paragraph) c->marks = 0;
    }
    c->opens = paragraph;
    if (c->first == c->tokens.n || more) return true;
    return put_sentence(c, c->tokens.n, block, &paragraph, arena, out);
}

/* Byte behind the dateline with its bracket and dash ("(Eastline) - "); 0 when there is none. */
static uint32_t dateline_end(const Report *report)
{
    uint32_t at = report->dateline.span.e, n = (uint32_t)report->text.n,
             limit = at + 48 < n ? at + 48 : n;
    const char *p = report->text.p;
    if (at == 0) return 0;
    while (at < limit && p[at] == ' ')
        at++;
    if (at < limit && p[at] == '(')
        while (at < limit && p[at++] != ')') {
        }
    while (at < limit) {
        bool dash = at + 2 < limit && p[at] == '\xE2' && p[at + 1] == '\x80' &&
                    (p[at + 2] == '\x93' || p[at + 2] == '\x94');
        if (!dash && p[at] != ' ' && p[at] != '-') break;
        at += dash ? 3 : 1;
    }
    return at < limit ? at : report->dateline.span.e;
}

static bool is_read(BlockKind kind)
{
    return kind == BLOCK_BODY || kind == BLOCK_TITLE || kind == BLOCK_HEADING ||
           kind == BLOCK_CAPTION || kind == BLOCK_BYLINE;
}

/* First byte of what is left to read behind `at`, NONE when nothing is. */
static uint32_t text_left(const Report *report, uint32_t at)
{
    while (at < report->text.n && (unsigned char)report->text.p[at] <= ' ')
        at++;
    return at < report->text.n ? at : NONE;
}

dln_status split_with(const Splitter *splitter, const Report *report, Arena *arena, LangText *out)
{
    Cutter c = {.splitter = splitter, .text = report->text, .dateline_end = dateline_end(report)};
    SentenceList sentences = {NULL, 0, 0};
    bool good = true;
    if (report->blocks.n == 0)
        good = cut_stretch(&c, (Span){0, (uint32_t)report->text.n}, BLOCK_BODY, false, arena,
                           &sentences);
    bool full = tokens_full(splitter, &c.tokens);
    for (uint32_t i = 0; i < report->blocks.n && good && !full; i++) {
        const Block *block = &report->blocks.at[i];
        if (!is_read(block->kind)) continue;
        bool more = block->kind == BLOCK_BODY && i + 1 < report->blocks.n &&
                    report->blocks.at[i + 1].kind == BLOCK_BODY;
        good = cut_stretch(&c, block->span, block->kind, more, arena, &sentences);
        full = tokens_full(splitter, &c.tokens);
    }
    if (good && c.first < c.tokens.n) /* cut where a sentence could have gone on */
        good = put_sentence(&c, c.tokens.n, BLOCK_BODY, &c.opens, arena, &sentences);
    *out = (LangText){.token = c.tokens.at,
                      .n_tokens = c.first, /* tokens without a sentence are nobody's */
                      .sentence = sentences.at,
                      .n_sentences = sentences.n,
                      .cut = full ? text_left(report, c.tokens.at[c.tokens.n - 1].span.e) : NONE};
    return good ? DLN_OK : arena_status(arena);
}

dln_status split_report(const Model *model, const Map *before_names, const Report *report,
                        uint32_t most, Arena *arena, LangText *out)
{
    Splitter splitter = {model->token_weights, model->sentence_weights, NULL, before_names, most};
    return split_with(&splitter, report, arena, out);
}
