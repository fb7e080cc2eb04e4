/* value_text.c - a claim's value in normal form.
 *
 * In: a figure or time of the report. Out: "~300", ">=7", "USD 35000", "48 km", "2010-09-09".
 *
 * Known to get wrong: units of other measures than ours are the words' own. */
#include "mean/claims/claim.h"
#include "base/number.h"
#include <stdio.h>

static Slice printed(char *room, int n)
{
    size_t most = QUANTITY_TEXT - 1, length = n < 0 ? 0 : (size_t)n;
    return (Slice){room, length < most ? length : most};
}

static bool in_miles(const Quantity *q, Slice words)
{
    bool said = slice_find(words, SLICE("mile")) != SIZE_MAX ||
                slice_find(words, SLICE("mph")) != SIZE_MAX ||
                slice_find(words, SLICE("Mile")) != SIZE_MAX;
    return said && q->low >= q->high && (q->kind == QUANTITY_DISTANCE || q->kind == QUANTITY_SPEED);
}

enum { FIGURE = 64 };

/* A figure of so many places, never with an exponent: "1900000000000", not "1.9e+12", whose figures
 * would be read as 1.9. */
static void put_figure(char room[FIGURE], double value, int places)
{
    number_print(room, FIGURE, "%.*g", places, value);
    const char *exponent = strchr(room, 'e');
    if (!exponent) return;
    bool small = exponent[1] == '-';
    number_print(room, FIGURE, "%.*f", small ? 12 : 0, number_read(room, NULL));
    for (size_t n = strlen(room); small && n > 1 && (room[n - 1] == '0' || room[n - 1] == '.'); n--)
        room[n - 1] = 0;
}

/* "52–3" and "52-3" are one score. */
static Slice score_text(Slice words, char *room)
{
    size_t n = 0;
    bool gap = false;
    for (size_t i = 0; i < words.n && n + 2 < QUANTITY_TEXT; i++) {
        bool digit = slice_digit_at(words, i);
        if (digit && gap && n) room[n++] = '-';
        if (digit) room[n++] = words.p[i];
        gap = !digit;
    }
    return (Slice){room, n};
}

Slice quantity_text(const Quantity *q, Slice words, char room[QUANTITY_TEXT])
{
    const double mile = 1.609344;
    bool money = q->kind == QUANTITY_MONEY,
         bare = money || q->kind == QUANTITY_COUNT || q->kind == QUANTITY_AGE;
    Slice before = money ? q->unit : (Slice){"", 0}, after = bare ? (Slice){"", 0} : q->unit;
    char figure[FIGURE], high[FIGURE];
    if (slice_is(q->attribute, "time"))
        return printed(room, number_print(room, QUANTITY_TEXT, "%s%02d:%02d", bound_sign[q->bound],
                                          (int)q->low / 60 % 24, (int)q->low % 60));
    if (q->kind == QUANTITY_SCORE) return score_text(words, room);
    bool miles = in_miles(q, words); /* "about 30 miles" is 48 km only within its rounding */
    put_figure(figure, miles ? q->low / mile : q->low, miles ? 6 : 12);
    put_figure(high, q->high, 12);
    if (miles)
        return printed(room, number_print(room, QUANTITY_TEXT, "%s%s %s", bound_sign[q->bound],
                                          figure, q->kind == QUANTITY_SPEED ? "mph" : "miles"));
    bool range = q->low < q->high;
    const char *gap = after.n && !slice_is(after, "%") ? " " : "";
    return printed(room,
                   number_print(room, QUANTITY_TEXT, "%s%.*s%s%s%s%s%s%.*s", bound_sign[q->bound],
                                (int)before.n, before.p, before.n ? " " : "", figure,
                                range ? "-" : "", range ? high : "", gap, (int)after.n, after.p));
}

Slice claim_value(const Findings *found, const Claim *claim, char room[QUANTITY_TEXT])
{
    if (claim->kind == CLAIM_TIME && claim->time != NONE) return found->times.at[claim->time].value;
    if (claim->kind != CLAIM_FIGURE || claim->quantity == NONE) return (Slice){"", 0};
    const Quantity *q = &found->quantities.at[claim->quantity];
    return quantity_text(q, slice_span(found->report->text, q->span), room);
}
