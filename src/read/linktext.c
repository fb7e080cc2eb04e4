/* linktext.c - see linktext.h.
 *
 * In: paragraphs. Out: stretches that are none of the telling, blanked in the text: every byte of
 * the rest keeps its place.
 *
 * Kinds: the card behind a name, which opens with the bearer's full name glued to headlines and
 * ends in MORE ("Senator Ann Velm Ann Marie VelmOrsk budget fails Three things to know MORE said");
 * a bracket that opens like a line of links ("(RELATED: Orsk Budget Fails)"); such a line behind a
 * bar ("deputies said. | Mobile users, tap here"); short addresses of pictures and posts; what a
 * button by a picture says ("Buy Photo Mayor Ada Lint", "(Photo: Orsk Post)Buy Photo").
 *
 * Known to get wrong: a card whose full name ends in another word than the name before it. */
#include "read/linktext.h"
#include "base/utf8.h"
#include "read/linewords.h"

enum {
    CARD_MOST = 900,    /* bytes of a card */
    CARD_WORDS = 192,   /* words of it that are looked at */
    CARD_NAME = 8,      /* words of a full name */
    BRACKET_MOST = 300, /* bytes of a bracket of links */
};

typedef VEC(Span) Spans;

/* "Read more books, Velm told pupils.": a sentence is told, whatever it begins with. */
static bool ends_as_told(Slice s)
{
    while (s.n && (s.p[s.n - 1] == '"' || slice_ends(s, SLICE("\xE2\x80\x9D"))))
        s.n -= s.p[s.n - 1] == '"' ? 1 : 3;
    return s.n && strchr(".!?", s.p[s.n - 1]) != NULL;
}

uint32_t first_words_class(const Newsroom *room, Slice s)
{
    char folded[64];
    uint32_t class = 0;
    for (size_t n = s.n < 40 ? s.n : 40; n > 0; n--) {
        if (n < s.n && s.p[n] != ':' && s.p[n] != ' ' && s.p[n] != ',') continue;
        for (size_t i = 0; i < n; i++)
            folded[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]);
        if (!map_get(&room->word, (Slice){folded, n}, &class)) continue;
        bool open = class == LINE_STAMP ||
                    ((class == LINE_CREDIT || (class == LINE_NOTE && !ends_as_told(s))) &&
                     memchr(folded, ' ', n)); /* "Image caption The two leaders" */
        return n < s.n && s.p[n] != ':' && !open ? 0 : class;
    }
    return 0;
}

/* ---- the card behind a name ---- */

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_capital(Slice text, Span w)
{
    size_t at = w.b;
    return w.e > w.b && char_is_upper(utf8_next(text, &at));
}

/* "SHE ASKED AS SHOTS WERE FIRED": a text all in capitals has no names. */
static bool has_small(Slice word)
{
    for (size_t i = 0; i < word.n; i++)
        if (is_small(word.p[i])) return true;
    return false;
}

static uint32_t card_words(Slice text, Span within, Span word[CARD_WORDS])
{
    uint32_t n = 0;
    for (uint32_t i = within.b; i < within.e && n < CARD_WORDS;) {
        while (i < within.e && text.p[i] == ' ')
            i++;
        uint32_t b = i;
        while (i < within.e && text.p[i] != ' ')
            i++;
        if (i > b) word[n++] = (Span){b, i};
    }
    return n;
}

/* "VelmOrsk", "Velm2020": the name with the next words glued to it; "Velm's" is none. */
static bool is_glued(Slice word, Slice name)
{
    if (word.n <= name.n || !slice_starts(word, name)) return false;
    size_t at = name.n;
    uint32_t next = utf8_next(word, &at);
    return !char_is_lower(next) && next != 0x2019 && (next > 126 || !strchr("'-,.;:", (int)next));
}

/* Word of a full name that ends in `name` behind word i: glued to a headline, or the word itself
 * with other names before it ("Velm Ann Marie Velm Orsk budget fails"). 0: none. */
static uint32_t full_name_end(Slice text, const Span *word, uint32_t n, uint32_t i, bool glued)
{
    Slice name = slice_span(text, word[i]);
    if (slice_ends(name, SLICE(","))) name.n--;
    if (name.n < 2 || !is_capital(text, word[i]) || !has_small(name)) return 0;
    for (uint32_t k = i + 1; k < n && k < i + CARD_NAME; k++) {
        Slice next = slice_span(text, word[k]);
        if (glued ? is_glued(next, name) : k > i + 1 && slice_eq(next, name)) return k;
        if (!is_capital(text, word[k]) && next.p[0] != '(' && next.p[0] != '"') return 0;
    }
    return 0;
}

static bool is_younger(Slice word)
{
    static const char *const signs[] = {"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"};
    return SLICE_AMONG(word, signs);
}

/* Where the card begins that ends at `more`: behind the name whose full form opens it. NONE: none
 * does. */
static uint32_t card_begin(Slice text, Span within)
{
    Span word[CARD_WORDS];
    uint32_t n = card_words(text, within, word);
    for (int glued = 1; glued >= 0; glued--) {
        uint32_t at = NONE, last = n;
        for (uint32_t i = 0; i + 1 < n && i < last; i++) {
            uint32_t end = full_name_end(text, word, n, i, glued);
            if (!end) continue;
            if (at == NONE) last = glued ? i : end; /* "Ann Velm Ann Marie Velm": not at "Ann" */
            at = i;
        }
        if (at == NONE) continue;
        return word[is_younger(slice_span(text, word[at + 1])) ? at + 1 : at].e;
    }
    return NONE;
}

static bool ends_card(const Newsroom *room, Slice text, Span line, uint32_t i, uint32_t *end)
{
    char folded[64];
    uint32_t e = i, class;
    while (e < line.e && text.p[e] >= 'A' && text.p[e] <= 'Z')
        e++;
    *end = e;
    return e > i && e - i < 16 && i > line.b && text.p[i - 1] == ' ' &&
           (e == line.e || !is_small(text.p[e])) &&
           map_get(&room->word, fold_short((Slice){text.p + i, e - i}, folded), &class) &&
           class == LINE_CARD;
}

/* ---- brackets, bars, addresses ---- */

/* "(RELATED: Orsk Budget Fails)" from its "(": the byte behind it, 0: it is none. */
static uint32_t link_bracket_end(const Newsroom *room, Slice text, Span line, uint32_t i)
{
    uint32_t e = i + 1;
    while (e < line.e && e - i < BRACKET_MOST && text.p[e] != ')' && text.p[e] != '(')
        e++;
    if (e >= line.e || text.p[e] != ')') return 0;
    Slice inside = {text.p + i + 1, e - i - 1};
    uint32_t class = first_words_class(room, inside);
    return slice_find(inside, SLICE(":")) != SIZE_MAX && class == LINE_NOTE ? e + 1 : 0;
}

/* "pic.example.com/Ab12", "https://p.example/Ab12" inside a line: the byte behind it. */
static uint32_t short_address_end(const Newsroom *room, Slice text, Span line, uint32_t i)
{
    char folded[64];
    uint32_t b = i, class;
    Slice rest = {text.p + i, line.e - i};
    if (slice_starts(rest, SLICE("https://"))) b += 8;
    if (slice_starts(rest, SLICE("http://"))) b += 7;
    uint32_t slash = b, e;
    while (slash < line.e && slash - b < 40 && text.p[slash] > ' ' && text.p[slash] != '/')
        slash++;
    if (slash >= line.e || text.p[slash] != '/' || slash - b < 4) return 0;
    if (!map_get(&room->word, fold_short((Slice){text.p + b, slash - b}, folded), &class) ||
        class != LINE_SHORT)
        return 0;
    for (e = slash + 1; e < line.e; e++) {
        char c = text.p[e];
        if (!is_small((char)(c | 32)) && !(c >= '0' && c <= '9')) break;
    }
    return e;
}

/* Blanks before a cut go with it. */
static uint32_t blanks_before(Slice text, Span line, uint32_t i)
{
    while (i > line.b && text.p[i - 1] == ' ')
        i--;
    return i;
}

/* A button's words at the beginning of a line, before a capital, or at its end behind a bracket:
 * the byte behind them, 0. */
static uint32_t button_end(const Newsroom *room, Slice text, Span line, uint32_t words, uint32_t i)
{
    enum { LONGEST = 24 };
    char folded[64];
    uint32_t class = 0, most = words - i < LONGEST ? words : i + LONGEST;
    bool behind = i > line.b && text.p[i - 1] == ')';
    if (i > line.b && !behind) return 0;
    for (uint32_t e = i + 1; e <= most; e++) {
        bool edge = behind ? e == words
                           : e + 1 < words && text.p[e] == ' ' && slice_capital_at(text, e + 1);
        if (edge && map_get(&room->word, fold_short((Slice){text.p + i, e - i}, folded), &class) &&
            class == LINE_BUTTON)
            return e;
    }
    return 0;
}

/* `words`: behind the last word of the line. */
static Span cut_at(const Newsroom *room, Slice text, Span line, uint32_t words, uint32_t i,
                   uint32_t low)
{
    uint32_t end = button_end(room, text, line, words, i);
    bool starts = i == line.b || text.p[i - 1] == ' ';
    if (end) return (Span){i, end};
    if (!starts) return (Span){0, 0};
    if (text.p[i] == '(') {
        end = link_bracket_end(room, text, line, i);
    } else if (text.p[i] == '|' && i > line.b && i + 2 < words && text.p[i + 1] == ' ') {
        Slice rest = slice_trim((Slice){text.p + i + 2, words - i - 2});
        if (slice_ends(rest, SLICE("."))) rest.n--;
        end = rest.n < 200 && first_words_class(room, rest) == LINE_NOTE ? line.e : 0;
    } else if (ends_card(room, text, line, i, &end)) {
        uint32_t from = i - low > CARD_MOST ? i - CARD_MOST : low,
                 begin = card_begin(text, (Span){from, i});
        return begin == NONE ? (Span){0, 0} : (Span){begin, end};
    } else {
        end = i > line.b ? short_address_end(room, text, line, i) : 0;
    }
    if (!end) return (Span){0, 0};
    uint32_t begin = blanks_before(text, line, i);
    return (Span){begin > low ? begin : low, end};
}

static bool line_cuts(const Newsroom *room, Slice text, Span line, Arena *arena, Spans *out)
{
    uint32_t low = line.b, words = line.e; /* words: behind the last one, sought once */
    while (words > low && (unsigned char)text.p[words - 1] <= ' ')
        words--;
    for (uint32_t i = line.b; i < line.e; i++) {
        if (i > line.b && text.p[i - 1] != ' ' && text.p[i - 1] != ')') continue;
        Span cut = cut_at(room, text, line, words, i, low);
        if (cut.e <= cut.b) continue;
        if (!VEC_PUSH(arena, out, cut)) return false;
        low = cut.e;
        i = cut.e - 1;
    }
    return true;
}

/* ---- the text without their words ---- */

dln_status map_through(Report *report, const MapRun *run, uint32_t n)
{
    VEC(MapRun) out = {0};
    uint32_t k = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t b = run[i].source, e = b + run[i].length;
        while (k < report->map.n && report->map.at[k].text + report->map.at[k].length < b)
            k++;
        for (uint32_t m = k; m < report->map.n && report->map.at[m].text < e; m++) {
            MapRun at = report->map.at[m];
            uint32_t from = at.text > b ? at.text : b,
                     to = at.text + at.length < e ? at.text + at.length : e;
            if (from > to || (from == to && at.length > 0)) continue;
            MapRun put = {run[i].text + (from - b), at.source + (from - at.text), to - from};
            if (!VEC_PUSH(&report->arena, &out, put)) return arena_status(&report->arena);
        }
    }
    report->map.at = out.at, report->map.n = out.n, report->map.cap = out.cap;
    return DLN_OK;
}

/* Blanks stand where they were, so that every byte of the rest keeps its place; the map has no run
 * for them. */
static dln_status blank_out(Report *report, const Spans *cut)
{
    Slice old = report->text;
    char *text = arena_alloc(&report->arena, old.n + 1);
    MapRun *run = ARENA_ARRAY(&report->arena, MapRun, cut->n + 1);
    uint32_t at = 0, runs = 0;
    if (!text || !run) return arena_status(&report->arena);
    memcpy(text, old.p, old.n);
    text[old.n] = 0;
    for (uint32_t i = 0; i <= cut->n; i++) {
        uint32_t e = i < cut->n ? cut->at[i].b : (uint32_t)old.n;
        if (e > at) run[runs++] = (MapRun){at, at, e - at};
        if (i == cut->n) break;
        memset(text + cut->at[i].b, ' ', cut->at[i].e - cut->at[i].b);
        at = cut->at[i].e;
    }
    if (!report->map.n && !VEC_PUSH(&report->arena, &report->map, (MapRun){0, 0, (uint32_t)old.n}))
        return arena_status(&report->arena);
    report->text = (Slice){text, old.n};
    return map_through(report, run, runs);
}

dln_status links_blank(const Newsroom *room, Report *report)
{
    Spans cut = {0};
    Slice text = report->text;
    for (uint32_t b = 0; b < text.n;) {
        const char *end = memchr(text.p + b, '\n', text.n - b);
        uint32_t e = end ? (uint32_t)(end - text.p) : (uint32_t)text.n;
        if (!line_cuts(room, text, (Span){b, e}, &report->arena, &cut))
            return arena_status(&report->arena);
        b = e + 1;
    }
    return cut.n ? blank_out(report, &cut) : DLN_OK;
}
