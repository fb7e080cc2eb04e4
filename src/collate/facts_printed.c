/* facts_printed.c - what reports print in figures that count nothing: telephone numbers, where a
 * digit lost on the way is the find, and blocks of streets ("the 1200 block of Larch Hill Drive").
 *
 * In: report texts. Out: pieces about the story. Telephone numbers are those of
 * mean/claims/phone.h. The same digits meet; two numbers that differ by one digit meet as well
 * where no report prints both and neither is told by area code (two desks of one force: 555-0148,
 * 555-0149). Of blocks the number is told. Reports that each name one block of a street speak of
 * one place, so another number is a slip of one of them ("2100 block of Larch Hill Drive"); where a
 * report names two blocks of it, only equal numbers meet.
 *
 * Known to get wrong: two places on one street, each told by another report alone; "Larch Drive"
 * and "Larch Court" are one street, since reports leave the kind out; house numbers are not read.
 */
#include "collate/facts.h"
#include "mean/claims/phone.h"
#include <ctype.h>

enum { MOST = 256, MOST_WORDS = 6, LONGEST_WORD = 24 };

typedef struct Printed {
    uint32_t report;
    Span span;
    Slice number;  /* the digits of a telephone number; "1200" */
    Slice street;  /* its own words, small: "larch hill" */
    uint32_t lead; /* of telephone numbers: the first of its group */
    bool local;    /* a telephone number by its area code */
} Printed;
typedef VEC(Printed) Prints;

static bool add_printed(Join *join, Pieces *out, const Printed *p, Attribute attribute, Slice key)
{
    Piece piece = piece_of(ABOUT_STORY, 0, attribute, p->number, (Evidence){p->report, p->span});
    piece.key = key;
    return key.p && add_piece(join, out, piece);
}

/* ---- telephone numbers ---- */

static bool find_phones(Join *join, uint32_t report, Prints *out)
{
    Slice text = join_findings(join, report)->report->text;
    Phone phone;
    for (uint32_t i = 0; out->n < MOST && phone_next(text, &i, &phone);) {
        Printed p = {.report = report,
                     .span = phone.span,
                     .number = arena_copy(join->scratch, (Slice){phone.digits, phone.n}),
                     .lead = out->n,
                     .local = phone.local};
        if (!p.number.p || !VEC_PUSH(join->scratch, out, p)) return false;
    }
    return true;
}

static bool printed_by(const Join *join, const Prints *all, Slice digits, uint32_t report)
{
    for (uint32_t i = 0; i < all->n; i++)
        if (join->voice[all->at[i].report] == join->voice[report] &&
            slice_eq(all->at[i].number, digits))
            return true;
    return false;
}

static void group_phones(const Join *join, Prints *all)
{
    for (uint32_t i = 0; i < all->n; i++) {
        Printed *p = &all->at[i];
        for (uint32_t k = 0; k < i && p->lead == i; k++)
            if (slice_eq(all->at[k].number, p->number)) p->lead = all->at[k].lead;
        for (uint32_t k = 0; k < i && p->lead == i; k++) {
            const Printed *o = &all->at[k];
            if (!p->local && !o->local && edit_distance(o->number, p->number) == 1 &&
                !printed_by(join, all, o->number, p->report) &&
                !printed_by(join, all, p->number, o->report))
                p->lead = o->lead;
        }
    }
}

/* ---- blocks of streets ---- */

/* The word at `*at`, behind one blank; empty: none. */
static Slice next_word(Slice text, size_t *at)
{
    size_t b = *at, e;
    if (b >= text.n || text.p[b] != ' ') return (Slice){"", 0};
    e = ++b;
    while (e < text.n && (isalnum((unsigned char)text.p[e]) || (unsigned char)text.p[e] >= 0x80 ||
                          text.p[e] == '\'' || text.p[e] == '-'))
        e++;
    *at = e < text.n && text.p[e] == '.' && e - b <= 4 ? e + 1 : e; /* "St.", "N." */
    return (Slice){text.p + b, e - b};
}

/* "East", "Street", "Ave": says which kind of street it is, or which part. */
static bool is_kind(const Join *join, Slice word, char small[LONGEST_WORD])
{
    return word_listed(join->collate, "street", slice_lower(word, small, LONGEST_WORD));
}

/* The street's own words from byte `at` on; its span's end in *end. Empty: no name. */
static Slice read_street(Join *join, Slice text, size_t at, size_t *end)
{
    char own[MOST_WORDS * (LONGEST_WORD + 1)];
    size_t n = 0;
    for (int k = 0; k < MOST_WORDS; k++) {
        size_t behind = at;
        char small[LONGEST_WORD];
        Slice word = next_word(text, &behind);
        if (!word.n || !(isupper((unsigned char)word.p[0]) || isdigit((unsigned char)word.p[0])))
            break;
        bool kind = is_kind(join, word, small);
        at = behind;
        *end = (size_t)(word.p - text.p) + word.n;
        if (kind && n) break;
        if (kind || word.n > LONGEST_WORD) continue;
        if (n) own[n++] = ' ';
        memcpy(own + n, small, word.n);
        n += word.n;
        if (text.p[behind - 1] == '.') break; /* "block of Elm. Police said": the sentence ends */
    }
    return arena_copy(join->scratch, (Slice){own, n});
}

static bool find_addresses(Join *join, uint32_t report, Prints *out)
{
    const Slice block = SLICE(" block of");
    Slice text = join_findings(join, report)->report->text;
    for (size_t from = 0; from < text.n && out->n < MOST;) {
        size_t at = slice_find((Slice){text.p + from, text.n - from}, block);
        if (at == SIZE_MAX) break;
        size_t b = from + at, e = b, end = 0;
        from = e + block.n;
        while (b > 0 && slice_digit_at(text, b - 1) && e - b < 6)
            b--;
        if (e - b < 2 || (b > 0 && text.p[b - 1] != ' ')) continue;
        Slice street = read_street(join, text, from, &end);
        if (!street.p) return false;
        if (!street.n) continue;
        Printed found = {.report = report,
                         .span = {(uint32_t)b, (uint32_t)end},
                         .number = {text.p + b, e - b},
                         .street = street};
        if (!VEC_PUSH(join->scratch, out, found)) return false;
    }
    return true;
}

static int by_street(const void *x, const void *y, void *context)
{
    const Printed *a = x, *b = y;
    const Join *join = context;
    int c = slice_cmp(a->street, b->street);
    if (c) return c;
    if (a->report != b->report) return join->rank[a->report] < join->rank[b->report] ? -1 : 1;
    return a->span.b < b->span.b ? -1 : a->span.b > b->span.b;
}

/* Does a report name two blocks of the street? Those of a report stand together. */
static bool two_blocks(const Printed *a, uint32_t n)
{
    bool two = false;
    for (uint32_t i = 1; i < n; i++)
        two |= a[i].report == a[i - 1].report && !slice_eq(a[i].number, a[i - 1].number);
    return two;
}

static bool add_street(Join *join, Pieces *out, const Printed *a, uint32_t n)
{
    bool two = two_blocks(a, n), shared = false;
    for (uint32_t i = 1; i < n; i++)
        shared |= join->voice[a[i].report] != join->voice[a[0].report];
    for (uint32_t i = 0; i < n && shared; i++) {
        Slice number = two ? a[i].number : (Slice){"", 0};
        Slice key = arena_printf(join->scratch, "%.*s %.*s", (int)a[i].street.n, a[i].street.p,
                                 (int)number.n, number.p);
        if (!add_printed(join, out, &a[i], ATTRIBUTE_ADDRESS, key)) return false;
    }
    return true;
}

dln_status printed_pieces(Join *join, Pieces *out)
{
    Prints phones = {0}, blocks = {0};
    for (uint32_t k = 0; k < join->in->n; k++)
        if (!find_phones(join, join->order[k], &phones) ||
            !find_addresses(join, join->order[k], &blocks))
            return arena_status(join->scratch);
    group_phones(join, &phones);
    for (uint32_t i = 0; i < phones.n; i++) {
        const Printed *p = &phones.at[i];
        Slice key = arena_printf(join->scratch, "%04u", p->lead);
        if (!add_printed(join, out, p, ATTRIBUTE_PHONE, key)) return arena_status(join->scratch);
    }
    list_sort_r(blocks.at, blocks.n, sizeof *blocks.at, by_street, join);
    for (uint32_t i = 0, end; i < blocks.n; i = end) {
        Printed *a = &blocks.at[i];
        LIST_RUN(end, i, blocks.n, slice_eq(blocks.at[end].street, a->street));
        if (!add_street(join, out, a, end - i)) return arena_status(join->scratch);
    }
    return DLN_OK;
}
