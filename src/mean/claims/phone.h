/* phone.h - telephone numbers as reports print them. */
#ifndef DLN_MEAN_CLAIMS_PHONE_H
#define DLN_MEAN_CLAIMS_PHONE_H
#include "base/base.h"

enum { PHONE_DIGITS = 16 };
typedef struct Phone {
    Span span;
    char digits[PHONE_DIGITS]; /* without marks, and without the 1 before an area code */
    uint32_t n;
    bool local; /* by area code: "(318) 555-0148" */
} Phone;

/* The next number that begins at *at or behind, which goes past it; false: none. */
bool phone_next(Slice text, uint32_t *at, Phone *out);
#endif
