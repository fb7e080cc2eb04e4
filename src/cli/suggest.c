/* suggest.c - "did you mean": the known word nearest to a mistyped one.
 *
 * In: a word, a list of words. Out: the nearest by edits (insert, drop, change, swap of
 * neighbours), NULL when none is near: more than two edits, or more than a third of the word. */
#include "cli/cli.h"
#include <string.h>

enum { LONGEST = 24 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned edits(const char *a, size_t n, const char *b, size_t m)
{
    unsigned rows[3][LONGEST + 1] = {{0}};
    for (size_t k = 0; k <= m; k++)
        rows[0][k] = (unsigned)k;
    for (size_t i = 1; i <= n; i++) {
        unsigned *row = rows[i % 3], *up = rows[(i + 2) % 3], *above = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        for (size_t k = 1; k <= m; k++) {
            row[k] = least(up[k - 1] + (a[i - 1] != b[k - 1]), least(up[k], row[k - 1]) + 1);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                row[k] = least(row[k], above[k - 2] + 1);
        }
    }
    return rows[n % 3][m];
}

void suggest_begin(Suggestion *s, const char *word, size_t n)
{
    *s = (Suggestion){word, n, NULL, n / 3 < 2 ? (unsigned)(n / 3) : 2};
}

void suggest_try(Suggestion *s, const char *known)
{
    size_t m = strlen(known);
    if (s->n > LONGEST || m > LONGEST || !s->n) return;
    unsigned d = edits(s->word, s->n, known, m);
    if (d > s->most || (s->best && d == s->most)) return;
    s->best = known;
    s->most = d;
}
