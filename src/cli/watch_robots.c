/* watch_robots.c - what a site asks of robots (RFC 9309, and Crawl-delay).
 *
 * In: the bytes of robots.txt. Out: whether a path may be asked for. The groups that name us, else
 * those of "*"; of their rules the one with the longest pattern decides, Allow where two are as
 * long.
 *
 * Known to get wrong: patterns and paths are compared as they are written, percent signs and all.
 */
#include "cli/watch.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PATTERN_MAX = 1000, DELAY_MAX = 300 };

typedef struct Line {
    const char *key, *value;
    size_t key_n, value_n;
} Line;

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static void trim(const char **p, size_t *n)
{
    while (*n && blank(**p)) {
        ++*p;
        --*n;
    }
    while (*n && blank((*p)[*n - 1]))
        --*n;
}

/* The end of the line that begins at p: CR, LF or both. */
static size_t line_length(const char *p, size_t left)
{
    size_t n = 0;
    while (n < left && p[n] != '\n' && p[n] != '\r')
        n++;
    return n;
}

/* The next "key: value" line; false at the end. */
static bool next_line(const char *text, size_t n, size_t *at, Line *line)
{
    while (*at < n) {
        const char *p = text + *at;
        size_t length = line_length(p, n - *at);
        *at += length + 1;
        const char *comment = memchr(p, '#', length);
        if (comment) length = (size_t)(comment - p);
        const char *colon = memchr(p, ':', length);
        if (!colon) continue;
        *line = (Line){p, colon + 1, (size_t)(colon - p), length - (size_t)(colon - p) - 1};
        trim(&line->key, &line->key_n);
        trim(&line->value, &line->value_n);
        return true;
    }
    return false;
}

static bool key_is(const Line *line, const char *key)
{
    return line->key_n == strlen(key) && strncasecmp(line->key, key, line->key_n) == 0;
}

static bool is_any(const Line *line)
{
    return line->value_n == 1 && line->value[0] == '*';
}

/* "Dateline/1.0" names dateline. */
static bool names(const Line *line, const char *agent)
{
    size_t n = strlen(agent);
    return line->value_n >= n && strncasecmp(line->value, agent, n) == 0 &&
           (line->value_n == n || line->value[n] == '/' || blank(line->value[n]));
}

/* Does the pattern fit the begin of the path? "*" stands for anything, a "$" at the end for the
 * end. */
static bool fits(const char *pattern, size_t n, const char *path)
{
    bool whole = n && pattern[n - 1] == '$';
    size_t i = 0, star = SIZE_MAX;
    const char *again = NULL;
    if (whole) n--;
    for (;;) {
        if (i < n && pattern[i] == '*') {
            star = i++;
            again = path;
        } else if (i == n && (!whole || !*path))
            return true;
        else if (i < n && *path && pattern[i] == *path) {
            i++;
            path++;
        } else if (star == SIZE_MAX || !*again)
            return false;
        else {
            i = star + 1;
            path = ++again;
        }
    }
}

static bool is_rule(const Line *line)
{
    return key_is(line, "allow") || key_is(line, "disallow") || key_is(line, "crawl-delay");
}

typedef struct Judged {
    size_t longest;
    bool found, allowed;
    double delay;
} Judged;

static void judge(const Line *line, const char *path, Judged *j)
{
    bool allow = key_is(line, "allow");
    if (key_is(line, "crawl-delay")) {
        char number[16] = "";
        size_t n = line->value_n < 15 ? line->value_n : 15;
        memcpy(number, line->value, n);
        double delay = strtod(number, NULL);
        if (delay > 0) j->delay = delay < DELAY_MAX ? delay : DELAY_MAX;
        return;
    }
    if (!line->value_n || line->value_n > PATTERN_MAX) return;
    if (!fits(line->value, line->value_n, path)) return;
    if (j->found && (line->value_n < j->longest || (line->value_n == j->longest && !allow))) return;
    *j = (Judged){line->value_n, true, allow, j->delay};
}

/* The rules of the groups that name the agent, or of those for all. */
static Judged walk(const char *text, size_t n, const char *agent, const char *path, bool any,
                   bool *named)
{
    Judged j = {.allowed = true};
    bool mine = false, heading = false;
    size_t at = n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    Line line;
    while (next_line(text, n, &at, &line)) {
        if (key_is(&line, "user-agent")) {
            bool me = any ? is_any(&line) : names(&line, agent);
            mine = heading ? mine || me : me;
            *named |= me;
            heading = true;
        } else if (is_rule(&line)) { /* "Sitemap" and the like part no names from their rules */
            heading = false;
            if (mine) judge(&line, path, &j);
        }
    }
    return j;
}

bool robots_allow(const char *text, size_t n, const char *agent, const char *path, double *delay)
{
    bool named = false;
    if (n > ROBOTS_MAX_BYTES) n = ROBOTS_MAX_BYTES;
    Judged j = walk(text, n, agent, path, false, &named);
    if (!named) j = walk(text, n, agent, path, true, &named);
    *delay = j.delay;
    return j.allowed || strcmp(path, "/robots.txt") == 0;
}
