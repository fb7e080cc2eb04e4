/* number.h - numbers as text, the same under every locale.
 *
 * The library lives inside programs of others, which may have called setlocale: printf and strtod
 * would then take a comma for the point. These two go by the "C" locale whatever the program chose;
 * whoever prints or reads a number that has a point goes through them. */
#ifndef DLN_BASE_NUMBER_H
#define DLN_BASE_NUMBER_H
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* As vsnprintf and snprintf. */
int number_vprint(char *room, size_t size, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));
int number_print(char *room, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The decimal digits of a number; returns how many. printf, which a program may have given
 * conversions of its own (quadmath does), takes many times as long. */
enum { NUMBER_DIGITS = 20 }; /* at most */
size_t number_put(char room[NUMBER_DIGITS], uint64_t value);
/* As strtod; `end` may be NULL. */
double number_read(const char *text, char **end);
#endif
