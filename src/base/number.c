/* number.c - see number.h.
 *
 * In: text or a format. Out: a number or text.
 *
 * Idea: the "C" locale is part of the C library (newlocale takes no memory for it), so it is asked
 * for anew each time and put in place for this thread alone while a number is printed.
 *
 * Known to get wrong: where the system has no "C" locale to give, the program's own stands. */
#include "base/number.h"
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static locale_t plain(void)
{
    return newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

int number_vprint(char *room, size_t size, const char *format, va_list args)
{
    locale_t c = plain(), before = c ? uselocale(c) : (locale_t)0;
    int n = vsnprintf(room, size, format, args);
    if (c) {
        uselocale(before);
        freelocale(c);
    }
    return n;
}

int number_print(char *room, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = number_vprint(room, size, format, args);
    va_end(args);
    return n;
}

size_t number_put(char room[NUMBER_DIGITS], uint64_t value)
{
    char text[NUMBER_DIGITS];
    size_t at = sizeof text;
    do {
        text[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    memcpy(room, text + at, sizeof text - at);
    return sizeof text - at;
}

double number_read(const char *text, char **end)
{
    locale_t c = plain();
    if (!c) return strtod(text, end);
    double value = strtod_l(text, end, c);
    freelocale(c);
    return value;
}
