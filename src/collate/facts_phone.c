/* facts_phone.c - telephone numbers that reports print: a digit lost on the way is the find.
 *
 * In: report texts. Out: pieces about the story. Numbers of 9 to 15 digits in groups, begun by 0 or
 * +. The same digits meet; two numbers that differ by one digit meet as well where no report prints
 * both. Known to get wrong: extensions; numbers without 0 or +. */
#include "collate/facts.h"
#include <ctype.h>

typedef struct Phone {
    uint32_t report;
    Span span;
    Slice digits;
    uint32_t lead;
} Phone; /* lead: first of its group */
typedef struct Phones {
    VEC(Phone) at;
} Phones;

static bool number_at(Slice text, uint32_t *i, Span *span, char digits[16], uint32_t *n)
{
    uint32_t at = *i, last = *i, groups = 0;
    *n = 0;
    if (text.p[at] == '+') at++;
    while (at < text.n && *n < 16) {
        if (isdigit((unsigned char)text.p[at])) {
            if (*n == 0 || !isdigit((unsigned char)text.p[at - 1])) groups++;
            digits[(*n)++] = text.p[at++];
            last = at;
            continue;
        }
        bool gap = (text.p[at] == ' ' || text.p[at] == '-') && at + 1 < text.n &&
                   isdigit((unsigned char)text.p[at + 1]);
        if (!gap) break;
        at++;
    }
    *span = (Span){*i, last};
    *i = last > *i ? last : *i + 1;
    return *n >= 9 && *n < 16 && groups >= 2;
}

static bool find_phones(Join *join, uint32_t report, Phones *out)
{
    Slice text = join_findings(join, report)->report->text;
    for (uint32_t i = 0; i < text.n;) {
        bool begins = (text.p[i] == '0' || text.p[i] == '+') &&
                      (i == 0 || !isalnum((unsigned char)text.p[i - 1])) && i + 1 < text.n &&
                      isdigit((unsigned char)text.p[i + 1]);
        if (!begins) {
            i++;
            continue;
        }
        char digits[16];
        uint32_t n;
        Phone p = {.report = report};
        if (!number_at(text, &i, &p.span, digits, &n)) continue;
        p.digits = arena_copy(join->scratch, (Slice){digits, n});
        p.lead = out->at.n;
        if (!p.digits.p || (out->at.n < 256 && !VEC_PUSH(join->scratch, &out->at, p))) return false;
    }
    return true;
}

static bool printed_by(const Join *join, const Phones *all, Slice digits, uint32_t report)
{
    for (uint32_t i = 0; i < all->at.n; i++)
        if (join->voice[all->at.at[i].report] == join->voice[report] &&
            slice_eq(all->at.at[i].digits, digits))
            return true;
    return false;
}

static void group(const Join *join, Phones *all)
{
    for (uint32_t i = 0; i < all->at.n; i++) {
        Phone *p = &all->at.at[i];
        for (uint32_t k = 0; k < i && p->lead == i; k++)
            if (slice_eq(all->at.at[k].digits, p->digits)) p->lead = all->at.at[k].lead;
        for (uint32_t k = 0; k < i && p->lead == i; k++) {
            const Phone *o = &all->at.at[k];
            if (edit_distance(o->digits, p->digits) == 1 &&
                !printed_by(join, all, o->digits, p->report) &&
                !printed_by(join, all, p->digits, o->report))
                p->lead = o->lead;
        }
    }
}

dln_status phone_pieces(Join *join, Pieces *out)
{
    Phones all = {0};
    for (uint32_t k = 0; k < join->in->n; k++)
        if (!find_phones(join, join->order[k], &all)) return arena_status(join->scratch);
    group(join, &all);
    for (uint32_t i = 0; i < all.at.n; i++) {
        const Phone *p = &all.at.at[i];
        Piece piece = {.about = ABOUT_STORY,
                       .index = 0,
                       .attribute = ATTRIBUTE_PHONE,
                       .key = arena_printf(join->scratch, "%04u", p->lead),
                       .value = p->digits,
                       .report = p->report,
                       .span = p->span,
                       .said_by = NONE};
        if (!piece.key.p || !add_piece(join, out, piece)) return arena_status(join->scratch);
    }
    return DLN_OK;
}
