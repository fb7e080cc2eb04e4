/* names_form.c - cuts a name into words and says what each is: title, legal form, initial, number,
 * patronymic, given name; spells it in Latin.
 *
 * In: a name in any script. Out: NameForm. Romanising, look-alikes and keyboard rows are data
 * (en/romanise.txt, en/homoglyphs.txt); Han characters get their commonest reading, so Japanese
 * names in kanji come out as Chinese. */
#include "base/utf8.h"
#include "mean/entities/gazetteer_impl.h"
#include "mean/names/names_impl.h"

static Script script_of(uint32_t c)
{
    if (c < 0x250 || (c >= 0x1E00 && c < 0x1F00)) return SCRIPT_LATIN;
    if (c >= 0x400 && c < 0x530) return SCRIPT_CYRILLIC;
    if (c >= 0x600 && c < 0x780) return SCRIPT_ARABIC;
    if (c >= 0x590 && c < 0x600) return SCRIPT_HEBREW;
    if (c >= 0x3400 && c < 0xA000) return SCRIPT_HAN;
    return SCRIPT_OTHER;
}

static void add_latin(char *out, uint32_t *n, uint32_t room, Slice text)
{
    for (size_t i = 0; i < text.n && *n + 1 < room; i++)
        out[(*n)++] = text.p[i];
    out[*n] = 0;
}

static uint16_t u16_at(const uint8_t *p)
{
    uint16_t v;
    memcpy(&v, p, 2);
    return v;
}

/* Number of the pinyin syllable of a Han character, 0 when not listed. */
static uint16_t han_syllable(const Names *names, uint32_t c)
{
    uint32_t lo = 0, hi = names->n_han;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2, point = u32_at(names->han_point + 4 * (size_t)mid);
        if (point == c) return u16_at(names->han_syllable + 2 * (size_t)mid);
        if (point < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

static Slice han_spelling(const Names *names, uint16_t syllable)
{
    if (syllable == 0 || syllable >= names->n_syllables) return (Slice){"", 0};
    const char *p = (const char *)names->han_spelling + 8 * (size_t)syllable;
    return (Slice){p, strnlen(p, 8)};
}

/* Revised Romanisation of one Hangul syllable, letter by letter. */
static void add_hangul(char *out, uint32_t *n, uint32_t room, uint32_t c)
{
    static const char *const lead[] = {"g",  "kk", "n", "d",  "tt", "r", "m", "b", "pp", "s",
                                       "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
    static const char *const vowel[] = {"a",  "ae", "ya", "yae", "eo", "e",  "yeo",
                                        "ye", "o",  "wa", "wae", "oe", "yo", "u",
                                        "wo", "we", "wi", "yu",  "eu", "ui", "i"};
    static const char *const tail[] = {"",  "k",  "k", "k", "n", "n", "n", "t", "l", "k",
                                       "m", "l",  "l", "l", "p", "l", "m", "p", "p", "t",
                                       "t", "ng", "t", "t", "k", "t", "p", "t"};
    uint32_t index = c - 0xAC00;
    add_latin(out, n, room, slice_of(lead[index / 588]));
    add_latin(out, n, room, slice_of(vowel[index % 588 / 28]));
    add_latin(out, n, room, slice_of(tail[index % 28]));
}

static Slice spelled(const Names *names, const Map *map, uint32_t c)
{
    char bytes[4];
    uint32_t at = map_find(map, (Slice){bytes, utf8_put(bytes, c)});
    return at == NONE ? (Slice){NULL, 0} : names->spelling.at[at];
}

static void romanise(const Names *names, uint32_t c, NameWord *w)
{
    uint32_t room = sizeof w->latin;
    if (c >= 0xAC00 && c < 0xD7A4) {
        add_hangul(w->latin, &w->n, room, c);
        return;
    }
    if (script_of(c) == SCRIPT_HAN) {
        add_latin(w->latin, &w->n, room, han_spelling(names, han_syllable(names, c)));
        return;
    }
    char bytes[4];
    Slice plain = c < 0x80 ? (Slice){NULL, 0} : spelled(names, &names->roman, c);
    if (!plain.p) plain = (Slice){bytes, utf8_put(bytes, c)};
    add_latin(w->latin, &w->n, room, plain);
}

/* A word of two scripts, one of them Latin: what it is meant to read, by look and by key. */
static void put_straight(const Names *names, Slice text, NameWord *w)
{
    uint32_t n_look = 0, n_key = 0;
    for (size_t i = 0; i < text.n;) {
        char bytes[4];
        uint32_t c = utf8_next(text, &i);
        Slice own = {bytes, utf8_put(bytes, c)}, look = own, key = own;
        if (script_of(c) != SCRIPT_LATIN) {
            look = spelled(names, &names->look, c);
            key = spelled(names, &names->key, c);
        }
        if (n_look + look.n < sizeof w->look) add_latin(w->look, &n_look, sizeof w->look, look);
        if (n_key + key.n < sizeof w->key) add_latin(w->key, &n_key, sizeof w->key, key);
    }
}

static bool roman_number(Slice w)
{
    if (w.n == 0 || w.n > 5) return false;
    for (size_t i = 0; i < w.n; i++)
        if (!memchr("ivx", w.p[i], 3)) return false;
    return true;
}

static bool all_digits(Slice w)
{
    for (size_t i = 0; i < w.n; i++)
        if (w.p[i] < '0' || w.p[i] > '9') return false;
    return w.n > 0;
}

/* "9th", "22nd" */
static bool ordinal_figure(Slice w)
{
    return w.n > 2 && all_digits((Slice){w.p, w.n - 2}) &&
           (slice_ends(w, SLICE("th")) || slice_ends(w, SLICE("st")) ||
            slice_ends(w, SLICE("nd")) || slice_ends(w, SLICE("rd")));
}

static bool is_patronymic(const Names *names, Slice w)
{
    for (uint32_t i = 0; i < names->patronymic.n; i++)
        if (w.n > names->patronymic.at[i].n + 1 && slice_ends(w, names->patronymic.at[i]))
            return true;
    return false;
}

static void describe(const Names *names, uint32_t index, NameWord *w)
{
    Slice latin = {w->latin, w->n};
    const Gazetteer *g = names->gazetteer;
    w->ordinal = ordinal_figure(latin);
    w->number = w->ordinal || all_digits(latin) || (index > 0 && roman_number(latin));
    w->initial = w->n == 1 && !w->number;
    w->small = map_find(&names->small, latin) != NONE;
    w->nick = map_find(&names->nicks, latin) != NONE;
    w->rest = map_find(&names->rest, latin) != NONE;
    w->after = index > 0 && map_find(&names->after, latin) != NONE;
    w->title = gazetteer_title(g, latin, &w->gender) && !w->small;
    w->patronymic = index > 0 && is_patronymic(names, latin);
    Gender gender = gazetteer_given(g, latin);
    w->given = gazetteer_is_given(g, latin);
    if (!w->title) w->gender = gender;
}

static void read_word(const Names *names, Slice text, uint32_t index, NameWord *w)
{
    uint32_t seen = 0;
    memset(w, 0, sizeof *w);
    for (size_t i = 0; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        Script s = script_of(c);
        seen |= 1u << s;
        if (s != SCRIPT_LATIN) w->script = s;
        if (w->n_symbols < NAME_LETTERS) {
            uint16_t symbol = s == SCRIPT_HAN ? han_syllable(names, c)
                              : c < 0x10000   ? (uint16_t)c
                                              : 0;
            if (symbol) w->symbol[w->n_symbols++] = symbol;
        }
        romanise(names, c, w);
    }
    w->mixed = (seen & 1u << SCRIPT_LATIN) && (seen & ~(1u << SCRIPT_LATIN));
    if (w->mixed) put_straight(names, text, w);
    if (w->mixed) {
        w->script = SCRIPT_LATIN;
        w->n_symbols = 0;
    }
    describe(names, index, w);
}

/* Does a legal form of up to four words stand at `at` of the folded name? Its bytes, else 0. */
static size_t legal_at(const Names *names, Slice rest, Slice *normal)
{
    size_t ends[4], n = 0, best = 0;
    for (size_t i = 0; i <= rest.n && n < 4; i++)
        if (i == rest.n || rest.p[i] == ' ') ends[n++] = i;
    for (size_t k = n; k-- > 0 && best == 0;)
        if (gazetteer_legal_form(names->gazetteer, (Slice){rest.p, ends[k]}, normal))
            best = ends[k];
    return best;
}

/* "David Duke", "Martin King", "Joe Judge": the last word of a person's name is a surname, whatever
 * it means before one. */
static bool ends_name(const NameForm *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (!f->word[i].title && !f->word[i].legal && !f->word[i].small) return true;
    return false;
}

static void add_word(const Names *names, NameForm *f, Slice text, bool legal, bool surname)
{
    NameWord *w = &f->word[f->n];
    uint32_t full = map_find(&names->full, text);
    if (full != NONE) text = names->spelling.at[full];
    read_word(names, text, f->n, w);
    w->legal = legal;
    if (surname && w->title && ends_name(f)) {
        w->title = false;
        w->gender = gazetteer_given(names->gazetteer, (Slice){w->latin, w->n});
    }
    f->n++;
    if (w->legal || w->title) return;
    for (uint32_t i = 0; i < w->n && f->n_joined + 1 < sizeof f->joined; i++)
        f->joined[f->n_joined++] = w->latin[i];
    if (!w->small && w->n > 0 && f->n_initials < NAME_TOKENS)
        f->initials[f->n_initials++] = w->latin[0];
}

static bool in_capitals(Slice name)
{
    uint32_t letters = 0;
    for (size_t i = 0; i < name.n;) {
        uint32_t c = utf8_next(name, &i);
        if (c == '.' || c == '-' || c == '\'') continue;
        if (!char_is_upper(c) && !char_is_digit(c)) return false;
        letters++;
    }
    return letters >= 2 && letters <= 6;
}

void name_form(const Names *names, Slice name, bool person, NameForm *form)
{
    memset(form, 0, sizeof *form);
    if (name.n > 512) name.n = 512;
    form->n_folded = (uint32_t)gazetteer_key(name, form->folded);
    Slice rest = {form->folded, form->n_folded};
    while (rest.n > 0 && form->n < NAME_TOKENS) {
        const char *gap = memchr(rest.p, ' ', rest.n);
        size_t n = gap ? (size_t)(gap - rest.p) : rest.n;
        Slice normal;
        size_t legal = rest.p > form->folded || rest.n > 12 ? legal_at(names, rest, &normal) : 0;
        if (legal)
            add_word(names, form, normal, true, false);
        else if (n > 0)
            add_word(names, form, (Slice){rest.p, n}, false, person && n == rest.n);
        n = legal ? legal : n;
        rest = n < rest.n ? (Slice){rest.p + n + 1, rest.n - n - 1} : (Slice){rest.p + n, 0};
    }
    form->capitals = in_capitals(name);
    form->place = person ? NONE : gazetteer_find(names->gazetteer, name, GAZ_PLACES);
    form->body = person ? NONE : gazetteer_find(names->gazetteer, name, GAZ_ORG);
}
