/* number.h - numbers as text, the same under every locale.
 *
 * The library lives inside programs of others, which may have called setlocale: printf and strtod
 * would then take a comma for the point. These two go by the "C" locale whatever the program chose;
 * whoever prints or reads a number that has a point goes through them. */
#ifndef DLN_BASE_NUMBER_H
#define DLN_BASE_NUMBER_H
#include <stdarg.h>
#include <stddef.h>

/* As vsnprintf and snprintf. */
int number_vprint(char *room, size_t size, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));
int number_print(char *room, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* As strtod; `end` may be NULL. */
double number_read(const char *text, char **end);
#endif
