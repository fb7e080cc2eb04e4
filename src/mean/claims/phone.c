/* phone.c - see phone.h.
 *
 * In: text. Out: stretches of 9 to 15 digits in groups begun by 0 or +, and those of three, three
 * and four digits: "call (318) 555-0148", "1-318-555-0148", "318.555.0148".
 *
 * Known to get wrong: extensions; numbers without an area code. */
#include "mean/claims/phone.h"
#include <ctype.h>

static bool is_one_of(Slice text, size_t i, const char *marks)
{
    return i < text.n && text.p[i] && strchr(marks, text.p[i]) != NULL;
}

static bool begins(Slice text, size_t i)
{
    return i == 0 || !(isalnum((unsigned char)text.p[i - 1]) || is_one_of(text, i - 1, ".,-/$"));
}

/* `n` digits at *at, which goes behind them. */
static bool take_digits(Slice text, uint32_t *at, uint32_t n, Phone *out)
{
    for (uint32_t k = 0; k < n; k++)
        if (!slice_digit_at(text, *at + k)) return false;
    memcpy(out->digits + out->n, text.p + *at, n);
    out->n += n;
    *at += n;
    return true;
}

/* "(318) 555-0148", "1-318-555-0148". */
static bool take_local(Slice text, uint32_t *at, Phone *out)
{
    uint32_t i = *at;
    *out = (Phone){.local = true};
    if (!begins(text, i)) return false;
    if (is_one_of(text, i, "1") && is_one_of(text, i + 1, "- .")) i += 2;
    bool bracket = is_one_of(text, i, "(");
    i += bracket;
    if (is_one_of(text, i, "01") || !take_digits(text, &i, 3, out)) return false;
    if (bracket && !is_one_of(text, i++, ")")) return false;
    bool mark = is_one_of(text, i, " -.");
    i += mark;
    if ((!bracket && !mark) || !take_digits(text, &i, 3, out)) return false;
    if (!is_one_of(text, i++, "-. ") || !take_digits(text, &i, 4, out)) return false;
    if (slice_digit_at(text, i) || (is_one_of(text, i, "-") && slice_digit_at(text, i + 1)))
        return false;
    out->span = (Span){*at, i};
    *at = i;
    return true;
}

/* "020 7946 0148", "+44 20 7946 0148". */
static bool take_groups(Slice text, uint32_t *at, Phone *out)
{
    uint32_t i = *at, last = *at, groups = 0;
    *out = (Phone){0};
    if (!is_one_of(text, i, "0+") || !slice_digit_at(text, i + 1) ||
        (i > 0 && isalnum((unsigned char)text.p[i - 1])))
        return false;
    if (text.p[i] == '+') i++;
    while (i < text.n && out->n < PHONE_DIGITS) {
        if (slice_digit_at(text, i)) {
            if (out->n == 0 || !slice_digit_at(text, i - 1)) groups++;
            out->digits[out->n++] = text.p[i++];
            last = i;
            continue;
        }
        if ((text.p[i] != ' ' && text.p[i] != '-') || !slice_digit_at(text, i + 1)) break;
        i++;
    }
    out->span = (Span){*at, last};
    *at = last; /* two bytes at least */
    return out->n >= 9 && out->n < PHONE_DIGITS && groups >= 2;
}

bool phone_next(Slice text, uint32_t *at, Phone *out)
{
    while (*at < text.n) {
        uint32_t from = *at;
        char c = text.p[from];
        bool may = (c >= '0' && c <= '9') || c == '(' || c == '+';
        if (may && (take_local(text, at, out) || take_groups(text, at, out))) return true;
        if (*at == from) ++*at;
    }
    return false;
}
