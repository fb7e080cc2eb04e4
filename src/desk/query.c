/* query.c - see query.h.
 *
 * In: words as a reader types them ("said:ceasefire outlet:reuters \"grain deal\" -wheat
 * date:2023-04..2023-05"). Out: a StoreQuery. Words become what the index keeps, letters
 * and digits alone, so that nothing a reader types is taken for a database's own language.
 *
 * Known to get wrong: OR and brackets are words like others. */
#include "desk/query.h"
#include "base/civil.h"
#include "collate/record.h"
#include "store/words.h"

enum { WORDS_MAX = 64 };

typedef struct Term {
    Slice field, text; /* field: empty for plain words */
    bool without, begin;
} Term;

typedef struct Terms {
    Term at[WORDS_MAX];
    uint32_t n;
    Slice no_field; /* "sayd" of "sayd:ceasefire": the first that looks like a field and is none */
} Terms;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next word, or what stands between quotation marks; moves *s behind it. */
static Slice take_text(Slice *s)
{
    bool quoted = s->n && s->p[0] == '"';
    size_t from = quoted, n = from;
    while (n < s->n && (quoted ? s->p[n] != '"' : !is_blank(s->p[n])))
        n++;
    Slice text = {s->p + from, n - from};
    n += quoted && n < s->n;
    *s = (Slice){s->p + n, s->n - n};
    return text;
}

static const char *const fields[] = {"said",   "by",      "about", "place", "title",
                                     "outlet", "verdict", "type",  "date"};

/* "said:" at the begin of `s`: its field; moves *s behind the colon. */
static Slice take_field(Slice *s)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        size_t n = strlen(fields[i]);
        if (s->n > n && s->p[n] == ':' && slice_eq_nocase((Slice){s->p, n}, slice_of(fields[i]))) {
            *s = (Slice){s->p + n + 1, s->n - n - 1};
            return slice_of(fields[i]);
        }
    }
    return (Slice){"", 0};
}

/* What stands before the colon of a word, if it could be meant for a field: three letters at least,
 * no address ("http://...") and no clock. */
static Slice looks_like_field(Slice s)
{
    size_t n = 0;
    while (n < s.n && ((s.p[n] | 32) >= 'a' && (s.p[n] | 32) <= 'z'))
        n++;
    bool meant = n >= 3 && n + 1 < s.n && s.p[n] == ':' && s.p[n + 1] != '/' &&
                 !is_blank(s.p[n + 1]);
    return meant ? (Slice){s.p, n} : (Slice){"", 0};
}

static void cut_terms(Slice words, Terms *terms)
{
    terms->n = 0;
    terms->no_field = (Slice){"", 0};
    while (terms->n < WORDS_MAX) {
        while (words.n && is_blank(words.p[0]))
            words = (Slice){words.p + 1, words.n - 1};
        if (!words.n) return;
        Term term = {.without = words.n > 1 && words.p[0] == '-' && !is_blank(words.p[1])};
        if (term.without) words = (Slice){words.p + 1, words.n - 1};
        term.field = take_field(&words);
        if (!term.field.n && !terms->no_field.n) terms->no_field = looks_like_field(words);
        term.text = take_text(&words);
        if (words.n && words.p[0] == '*') { /* "two word"* */
            term.begin = true;
            words = (Slice){words.p + 1, words.n - 1};
        } else if (term.text.n > 1 && term.text.p[term.text.n - 1] == '*') {
            term.begin = true;
            term.text.n--;
        }
        if (term.text.n) terms->at[terms->n++] = term;
    }
}

/* ---- dates ---- */

/* Reads digits; false when there are none or the number is over `most`. */
static bool number(Slice *s, uint32_t most, uint32_t *value)
{
    size_t n = 0;
    *value = 0;
    for (; n < s->n && n < 4 && s->p[n] >= '0' && s->p[n] <= '9'; n++)
        *value = *value * 10 + (uint32_t)(s->p[n] - '0');
    *s = (Slice){s->p + n, s->n - n};
    return n > 0 && *value <= most;
}

/* First (`last` false) or last day of "2023", "2023-04", "2023-04-17". */
static bool day_of(Slice s, bool last, int32_t *day)
{
    uint32_t year, month = last ? 12 : 1, dom = 0;
    if (!number(&s, 9999, &year) || year < 1000) return false;
    if (s.n && s.p[0] == '-') {
        s = (Slice){s.p + 1, s.n - 1};
        if (!number(&s, 12, &month) || !month) return false;
        if (s.n && s.p[0] == '-') {
            s = (Slice){s.p + 1, s.n - 1};
            if (!number(&s, month_length((int32_t)year, month), &dom) || !dom) return false;
        }
    }
    if (!dom) dom = last ? month_length((int32_t)year, month) : 1;
    *day = day_from_civil((int32_t)year, month, dom);
    return s.n == 0;
}

static bool dates(Slice s, StoreQuery *ask)
{
    size_t at = slice_find(s, SLICE(".."));
    Slice from = {s.p, at == SIZE_MAX ? s.n : at}, to = from;
    if (at != SIZE_MAX) to = (Slice){s.p + at + 2, s.n - at - 2};
    bool good = !from.n || day_of(from, false, &ask->from);
    return good && (!to.n || day_of(to, true, &ask->to)) && (from.n || to.n);
}

/* ---- what is asked of the index ---- */

static bool in_index(Slice field, StoreField *as)
{
    static const struct {
        const char *name;
        StoreField field;
    } known[] = {{"", FIELD_ANY},  {"title", FIELD_TITLE}, {"said", FIELD_SAID},
                 {"by", FIELD_BY}, {"about", FIELD_ABOUT}, {"place", FIELD_PLACE}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (slice_is(field, known[i].name)) {
            *as = known[i].field;
            return true;
        }
    return false;
}

/* Terms of the index; one without a letter or digit asks nothing. */
static dln_status index_terms(const Terms *terms, Arena *arena, StoreQuery *ask, uint32_t *with)
{
    StoreTerm *out = ARENA_ARRAY(arena, StoreTerm, WORDS_MAX);
    uint32_t n = 0;
    *with = 0;
    for (uint32_t i = 0; out && i < terms->n; i++) {
        const Term *t = &terms->at[i];
        StoreTerm *o = &out[n];
        if (!in_index(t->field, &o->field)) continue;
        Slice words = words_of(t->text, arena);
        if (!words.p) break;
        o->words = slice_trim(words);
        o->without = t->without;
        o->begin = t->begin;
        if (!o->words.n) continue;
        *with += !t->without;
        n++;
    }
    ask->term = out;
    ask->n_terms = n;
    return arena_status(arena);
}

static void take_upper(Slice *to, Slice text, const char *field, Arena *arena)
{
    Slice kept = arena_printf(arena, "%s:%.*s", field, (int)text.n, text.p);
    for (size_t i = strlen(field) + 1; kept.p && i < kept.n; i++) {
        char *c = (char *)(uintptr_t)kept.p + i;
        if (*c >= 'a' && *c <= 'z') *c = (char)(*c - 32);
    }
    *to = kept;
}

/* Part of an outlet's name, folded. */
static void take_outlet(Slice *to, Slice text, Arena *arena)
{
    Slice words = words_of(text, arena);
    *to = words.p ? slice_trim(words) : (Slice){"", 0};
}

/* Only words can be left out: "-outlet:reuters" would ask the opposite of what it says. */
static bool conditions(const Terms *terms, Arena *arena, StoreQuery *ask, const char **why)
{
    for (uint32_t i = 0; i < terms->n; i++) {
        const Term *t = &terms->at[i];
        StoreField as;
        *why = "outlet, verdict, type and date cannot be left out with a minus";
        if (t->without && !in_index(t->field, &as)) return false;
        *why = "a date of the search cannot be read (2023, 2023-04, 2023-04-17, FROM..TO)";
        if (slice_is(t->field, "outlet")) take_outlet(&ask->outlet, t->text, arena);
        if (slice_is(t->field, "verdict")) take_upper(&ask->verdict, t->text, "verdict", arena);
        if (slice_is(t->field, "type")) take_upper(&ask->type, t->text, "type", arena);
        if (slice_is(t->field, "date") && !dates(t->text, ask)) return false;
    }
    return true;
}

Slice desk_verdict_tag(dln_verdict verdict, Arena *arena)
{
    Slice tag;
    take_upper(&tag, slice_of(verdict_name[verdict]), "verdict", arena);
    return tag;
}

static bool is_verdict(Slice tag, Arena *arena)
{
    for (size_t i = 0; i < sizeof verdict_name / sizeof *verdict_name; i++)
        if (slice_eq(tag, desk_verdict_tag((dln_verdict)i, arena))) return true;
    return false;
}

/* What a reader may have meant otherwise; NULL: nothing. */
static const char *hint_of(const Terms *terms, const StoreQuery *ask, Arena *arena)
{
    if (ask->verdict.n && !is_verdict(ask->verdict, arena))
        return "a verdict is agree, refined, conflict or only";
    if (!terms->no_field.n) return NULL;
    return arena_printf(arena,
                        "'%.*s:' is no field and was searched for as a word; fields are said by "
                        "about place title outlet verdict type date",
                        (int)(terms->no_field.n < 40 ? terms->no_field.n : 40), terms->no_field.p)
        .p;
}

dln_status desk_query(Slice words, Arena *arena, StoreQuery *ask, const char **why)
{
    Terms terms;
    uint32_t with;
    ask->outlet = ask->verdict = ask->type = (Slice){"", 0};
    ask->from = ask->to = DAY_UNKNOWN;
    cut_terms(words, &terms);
    if (!conditions(&terms, arena, ask, why)) return DLN_ERR_USAGE;
    TRY(index_terms(&terms, arena, ask, &with));
    bool asks = with || ask->outlet.n || ask->verdict.n || ask->type.n ||
                ask->from != DAY_UNKNOWN || ask->to != DAY_UNKNOWN;
    *why = "the search asks for nothing";
    if (!asks || (ask->n_terms && !with)) return DLN_ERR_EMPTY;
    *why = hint_of(&terms, ask, arena);
    return arena_status(arena);
}
