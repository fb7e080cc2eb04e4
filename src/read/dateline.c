/* dateline.c - where and when a report was filed, from the start of its first paragraph.
 *
 * In: the first paragraphs of a report. Out: Report.dateline, the agency that signs there.
 *
 * Idea: a place (a chain of places with slashes, its region or dotted state behind a comma), then
 * date, agency and punctuation in any order, then the mark that parts it from the telling. A place
 * in capitals needs one sign; one in small letters an agency with a mark, or a name that the word
 * lists know: "Jerusalem | The council met.", "Kyiv, 13 May - A bridge fell.".
 *
 * Known to get wrong: a village that no list has, in small letters and without an agency; "London -
 * " where a film's name begins the sentence. */
#include "read/linewords.h"
#include "base/utf8.h"

/* A stretch of the paragraph: where it is read, and where the paragraph ends. */
typedef struct Scan {
    const Newsroom *room;
    Report *report;
    Slice text;
    uint32_t e;
} Scan;

static uint32_t skip_blank(const Scan *s, uint32_t i)
{
    while (i < s->e) {
        if (s->text.p[i] == ' ' || s->text.p[i] == '\t')
            i++;
        else if (i + 2 <= s->e && memcmp(s->text.p + i, "\xC2\xA0", 2) == 0)
            i += 2;
        else
            break;
    }
    return i;
}

/* ---- places ---- */

/* "N.C.", "W.Va.", "D.C.", "U.K.": letters with full stops between them, the last one too. */
static uint32_t dotted_end(const Scan *s, uint32_t i)
{
    uint32_t end = 0, letters = 0, dots = 0;
    for (uint32_t k = i; k < s->e && k < i + 12; k++) {
        unsigned char c = (unsigned char)s->text.p[k];
        if (c == '.' && letters >= 1 && letters <= 3) {
            letters = 0;
            dots++;
            end = k + 1;
        } else if ((c | 32) >= 'a' && (c | 32) <= 'z') {
            if (letters == 0 && c >= 'a') break;
            letters++;
        } else {
            break;
        }
    }
    return dots >= 2 ? end : 0;
}

/* "Mich.", "Calif.", "Ont.": one capitalised word of at most six letters and its full stop, before
 * a bracket, a dash or a comma. */
static uint32_t short_region(const Scan *s, uint32_t i)
{
    uint32_t k = i;
    while (k < s->e && k < i + 6 && (s->text.p[k] | 32) >= 'a' && (s->text.p[k] | 32) <= 'z')
        k++;
    if (k == i || s->text.p[i] >= 'a' || k >= s->e || s->text.p[k] != '.') return 0;
    uint32_t next = skip_blank(s, k + 1);
    return next < s->e && strchr("(-,|:\xE2", s->text.p[next]) ? k + 1 : 0;
}

/* One word of a place's name from i: its end; *lower when it has small letters. */
static uint32_t place_word(const Scan *s, uint32_t i, bool *lower)
{
    uint32_t letters = 0, end = i;
    while (i < s->e) {
        size_t k = i;
        uint32_t c = utf8_next(s->text, &k);
        bool dot = c == '.' && letters >= 1 && letters <= 2 && k < s->e && s->text.p[k] == ' ' &&
                   k + 1 < s->e && char_is_upper((unsigned char)s->text.p[k + 1]);
        bool hyphen = c == '-' && k < s->e && char_is_letter((unsigned char)s->text.p[k]);
        if (!char_is_letter(c) && c != '\'' && c != 0x2019 && !hyphen && !dot) break;
        if (char_is_lower(c)) *lower = true;
        letters += char_is_letter(c);
        end = i = (uint32_t)k;
    }
    return end;
}

/* Small words inside a place's name: "Rio de Janeiro", "Newcastle upon Tyne". */
static bool small_word(Slice word)
{
    static const char *const small[] = {"de", "da", "do", "del", "la", "le",   "el",
                                        "al", "of", "on", "am",  "an", "upon", "sur"};
    return SLICE_AMONG(word, small);
}

/* A place from i: up to five words that open with capitals. *capitals: no small letter in it. Its
 * end, or i. */
static uint32_t place_end(const Scan *s, uint32_t i, bool *capitals)
{
    uint32_t end = i, begin = i;
    *capitals = true;
    for (uint32_t words = 0; words < 5 && i < s->e; words++) {
        size_t k = i;
        bool upper = char_is_upper(utf8_next(s->text, &k)), lower = false;
        uint32_t word = place_word(s, i, &lower);
        Slice w = {s->text.p + i, word - i};
        if (word == i || (!upper && (i == begin || !small_word(w)))) break;
        if (upper) {
            end = word;
            *capitals = *capitals && !lower;
        }
        if (word >= s->e || s->text.p[word] != ' ') break;
        i = word + 1;
    }
    return end;
}

/* "BEIRUT/THE HAGUE", "GAZA / CAIRO / JERUSALEM": up to five places. */
static uint32_t chain_end(const Scan *s, uint32_t i, bool *capitals)
{
    uint32_t end = place_end(s, i, capitals);
    for (int part = 0; part < 4 && end > i; part++) {
        bool also;
        uint32_t k = skip_blank(s, end);
        if (k >= s->e || s->text.p[k] != '/') break;
        k = skip_blank(s, k + 1);
        uint32_t next = place_end(s, k, &also);
        if (next == k || also != *capitals) break;
        end = next;
    }
    return end;
}

/* Up to three regions behind commas: "KYIV, Ukraine", "RALEIGH, N.C.", "DUNMORE, Mich.". Stops
 * before a month or a weekday. */
static uint32_t region_end(const Scan *s, uint32_t i)
{
    for (int part = 0; part < 3; part++) {
        uint32_t k = i;
        if (k >= s->e || s->text.p[k] != ',') return i;
        k = skip_blank(s, k + 1);
        Word word[MAX_WORDS];
        char folded[64];
        uint32_t n = line_words(s->text, (Span){k, s->e < k + 64 ? s->e : k + 64}, word);
        if (n == 0 || word_month(s->room, s->text, word[0]) || word_number(s->text, word[0]) ||
            map_get(&s->room->weekday, fold_short(slice_span(s->text, word[0].span), folded), NULL))
            return i;
        bool capitals;
        uint32_t end = dotted_end(s, k);
        if (!end) end = short_region(s, k);
        if (!end) end = place_end(s, k, &capitals);
        if (end == k) return i;
        i = end;
    }
    return i;
}

static bool place_listed(const Scan *s, Slice name)
{
    Slice folded = text_fold(slice_trim(name), &s->report->arena);
    if (slice_starts(folded, SLICE("the "))) {
        folded.p += 4;
        folded.n -= 4;
    }
    return folded.n && map_get(&s->room->place, folded, NULL);
}

/* A name of the lists, or a chain one of whose places is. */
static bool place_known(const Scan *s, Span place)
{
    uint32_t begin = place.b;
    for (uint32_t i = place.b; i <= place.e; i++) {
        if (i < place.e && s->text.p[i] != '/') continue;
        if (place_listed(s, (Slice){s->text.p + begin, i - begin})) return true;
        begin = i + 1;
    }
    return false;
}

/* ---- what follows the place ---- */

/* An en dash, em dash, "--" or "-": the mark between dateline and lede. */
static uint32_t dash_end(const Scan *s, uint32_t i)
{
    if (i < s->e && s->text.p[i] == '-') {
        i++;
        if (i < s->e && s->text.p[i] == '-') i++;
        return i;
    }
    if (i + 3 <= s->e && memcmp(s->text.p + i, "\xE2\x80", 2) == 0 &&
        (s->text.p[i + 2] == '\x93' || s->text.p[i + 2] == '\x94'))
        return i + 3;
    return 0;
}

/* A name in capitals alone, as agencies sign ("ADRIA"); known agencies need not look so. */
static bool is_acronym(Slice s)
{
    if (s.n < 2 || s.n > 12) return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z') return false;
    return true;
}

/* "(Reuters)", "/TASS/" or "[AFP]" at i: the agency, and the byte behind it. *known: by the lists.
 */
static uint32_t agency_mark(const Scan *s, uint32_t i, Slice *agency, bool *known)
{
    static const char open[] = "(/[", shut[] = ")/]";
    const char *at = i < s->e && s->text.p[i] ? strchr(open, s->text.p[i]) : NULL;
    if (!at) return 0;
    char close = shut[at - open];
    for (uint32_t k = i + 1; k < s->e && k < i + 48; k++) {
        if (s->text.p[k] != close) continue;
        Slice inner = slice_trim((Slice){s->text.p + i + 1, k - i - 1});
        *agency = agency_named(s->room, inner);
        if (!agency->n) *agency = outlet_named(s->room, inner, &s->report->arena);
        *known = agency->n > 0;
        if (!agency->n && is_acronym(inner)) *agency = inner;
        return agency->n ? k + 1 : 0;
    }
    return 0;
}

/* "(Northgate Press)" behind place and date, before a dash: a bracket of one to four capitalised
 * words signs for an agency no list has. */
static uint32_t unlisted_mark(const Scan *s, uint32_t i, Slice *agency)
{
    uint32_t k = i + 1, words = 0;
    if (i >= s->e || s->text.p[i] != '(') return 0;
    for (; k < s->e && k < i + 40 && s->text.p[k] != ')'; k++) {
        char c = s->text.p[k];
        bool letter = (c | 32) >= 'a' && (c | 32) <= 'z',
             start = s->text.p[k - 1] == '(' || s->text.p[k - 1] == ' ';
        if (start && !(c >= 'A' && c <= 'Z')) return 0;
        if (!letter && c != ' ' && c != '-') return 0;
        words += start;
    }
    if (k >= s->e || s->text.p[k] != ')' || words == 0 || words > 4 ||
        dash_end(s, skip_blank(s, k + 1)) == 0)
        return 0;
    *agency = (Slice){s->text.p + i + 1, k - i - 1};
    return k + 1;
}

typedef struct Lead {
    uint32_t end;
    bool agency, known, date, dash, bar, colon;
} Lead;

/* A date at i, alone or in brackets, a weekday before it; 0: none. */
static uint32_t lead_date(const Scan *s, uint32_t i)
{
    Word word[MAX_WORDS];
    PartDate when;
    char folded[64];
    bool open = i < s->e && s->text.p[i] == '(';
    uint32_t n = line_words(s->text, (Span){i + open, s->e < i + 64 ? s->e : i + 64}, word), k = 0,
             after = 0;
    if (n &&
        map_get(&s->room->weekday, fold_short(slice_span(s->text, word[0].span), folded), NULL))
        k = 1;
    while (k && k < n && (word[k].first == ',' || word[k].first == '.'))
        k++;
    if (!date_at_word(s->room, s->text, word, n, k, &when, &after)) return 0;
    if (open && (after >= n || word[after].first != ')')) return 0;
    s->report->dateline.when = when;
    s->report->dateline.date_span = (Span){word[k].span.b, word[after - 1].span.e};
    return word[after - (open ? 0 : 1)].span.e;
}

/* Date, agency mark, dot, dash, in any order, at most eight steps; a dash may stand between place
 * and agency too ("TARVIK--(WIRE)--"). */
static Lead lead_marks(const Scan *s, uint32_t i)
{
    Lead lead = {.end = i};
    for (int step = 0; step < 8; step++) {
        i = skip_blank(s, lead.end);
        Slice agency;
        bool known = false;
        uint32_t next = agency_mark(s, i, &agency, &known);
        if (!next && !lead.dash) next = unlisted_mark(s, i, &agency);
        if (next) {
            lead.agency = true;
            lead.known = lead.known || known;
            lead.end = next;
            bool own = slice_eq_nocase(agency, s->report->outlet) &&
                       !agency_named(s->room, agency).n;
            if (!own) report_agency(s->report, agency); /* "(WXYZ)" in WXYZ's own report */
            continue;
        }
        if (!lead.dash && (next = dash_end(s, i)) != 0) {
            lead.dash = true;
            lead.end = next;
            continue;
        }
        if (lead.agency && (next = dash_end(s, i)) != 0) {
            lead.end = next;
            break;
        }
        if (lead.dash) break;
        char c = i < s->e ? s->text.p[i] : 0;
        if (c == ',' || c == '.') {
            lead.end = i + 1;
            continue;
        }
        if (c == '|' || c == ':') {
            lead.bar = c == '|';
            lead.colon = c == ':';
            lead.end = i + 1;
            break;
        }
        next = lead.date ? 0 : lead_date(s, i);
        if (!next) break;
        lead.date = true;
        lead.end = next;
    }
    return lead;
}

/* What follows opens a sentence: a capital or a quotation mark. */
static bool opens_sentence(const Scan *s, uint32_t i)
{
    size_t k = i = skip_blank(s, i);
    if (i >= s->e) return false;
    uint32_t c = utf8_next((Slice){s->text.p, s->e}, &k);
    return char_is_upper(c) || c == '"' || c == 0x201C || c == 0x2018 || char_is_digit(c);
}

/* A second dash in what follows: "London - a city of rivers - was calm" holds no dateline. */
static bool dash_again(const Scan *s, uint32_t i)
{
    uint32_t stop = s->e < i + 240 ? s->e : i + 240;
    for (; i + 1 < stop; i++)
        if (s->text.p[i] == ' ' && dash_end(s, i + 1) && s->text.p[dash_end(s, i + 1)] == ' ')
            return true;
    return false;
}

/* "VELM | Two men met", "VELM: Two men met"; "ORSK MILLS | The wounded man spoke": a place that no
 * list has, before the one bar of its paragraph ("NEWS | Sport | Weather" is a menu). */
static bool before_mark(const Scan *s, const Lead *lead, bool known, bool capitals)
{
    bool only = lead->bar && !memchr(s->text.p + lead->end, '|', s->e - lead->end);
    return (known && (lead->bar || capitals || lead->date)) || (capitals && only);
}

static bool is_dateline(const Scan *s, Span place, bool capitals, const Lead *lead)
{
    Word label = {place, s->text.p[place.b]};
    bool known = place_known(s, place), opens = opens_sentence(s, lead->end);
    if (word_class(s->room, s->text, label) == LINE_LABEL) return false;
    if (capitals && lead->agency) return true;
    if (lead->agency && (lead->dash || lead->date)) return true;
    if (lead->known && known && opens) return true;
    if (lead->bar || lead->colon) return opens && before_mark(s, lead, known, capitals);
    if (lead->date && lead->dash) return opens;
    if (capitals) return lead->dash || (lead->date && lead->end < s->e && opens);
    return lead->dash && known && opens && !dash_again(s, lead->end);
}

/* A known agency in brackets before the telling, with or without a dash: "(Reuters) - A bridge
 * fell.", "(CNN) The council met." */
static bool is_bare(const Scan *s, const Lead *lead)
{
    return lead->agency && lead->known && (lead->dash || opens_sentence(s, lead->end));
}

bool dateline_find(const Newsroom *newsroom, Report *report, Span paragraph)
{
    bool capitals;
    Scan s = {newsroom, report, report->text, paragraph.e};
    uint32_t agencies = report->agencies.n;
    uint32_t place = chain_end(&s, paragraph.b, &capitals), region = region_end(&s, place);
    bool bare = place == paragraph.b; /* "(Reuters) - A bridge fell." */
    if (!bare && place <= paragraph.b + 1) return false;
    Lead lead = lead_marks(&s, region);
    Span where = {paragraph.b, place};
    bool good = bare ? is_bare(&s, &lead) : is_dateline(&s, where, capitals, &lead);
    if (!good) {
        report->agencies.n = agencies;
        report->dateline.when = (PartDate){0};
        report->dateline.date_span = (Span){0, 0};
        return false;
    }
    report->dateline.place_span = where;
    report->dateline.place = slice_span(s.text, where);
    report->dateline.date = slice_span(s.text, report->dateline.date_span);
    report->dateline.span = (Span){paragraph.b, lead.end};
    return true;
}
