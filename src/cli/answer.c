/* answer.c - see answer.h. Nothing of a report or of a request becomes HTML or JSON by another way.
 */
#include "cli/answer.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void answer_free(Answer *answer)
{
    free(answer->body);
    *answer = (Answer){0};
}

int put_bytes(const void *bytes, size_t n, void *answer)
{
    Answer *a = answer;
    if (a->failed || n > ANSWER_MOST - a->n) {
        a->failed = true;
        return 1;
    }
    if (a->n + n > a->room) {
        size_t room = 2 * (a->n + n) + 4096;
        char *more = realloc(a->body, room);
        if (!more) {
            a->failed = true;
            return 1;
        }
        a->body = more;
        a->room = room;
    }
    if (n) memcpy(a->body + a->n, bytes, n);
    a->n += n;
    return 0;
}

void put(Answer *a, const char *text)
{
    put_bytes(text, strlen(text), a);
}

void put_number(Answer *a, long long value)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", value);
    put(a, text);
}

void put_html(Answer *a, dln_text text)
{
    for (size_t i = 0; i < text.n; i++) {
        switch (text.p[i]) {
        case '<': put(a, "&lt;"); break;
        case '>': put(a, "&gt;"); break;
        case '&': put(a, "&amp;"); break;
        case '"': put(a, "&quot;"); break;
        case '\'': put(a, "&#39;"); break;
        case 2: put(a, "<mark>"); break; /* of a snippet: what was found */
        case 3: put(a, "</mark>"); break;
        default: put_bytes(text.p + i, 1, a);
        }
    }
}

void put_json(Answer *a, dln_text text)
{
    dln_text_json(text, put_bytes, a);
}

void put_query(Answer *a, dln_text text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        char code[8];
        bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
        snprintf(code, sizeof code, plain ? "%c" : "%%%02X", c);
        put(a, code);
    }
}

void field_text(Answer *a, const char *name, dln_text text)
{
    put(a, ", \"");
    put(a, name);
    put(a, "\": ");
    put_json(a, text);
}

void field_number(Answer *a, const char *name, long long value)
{
    put(a, ", \"");
    put(a, name);
    put(a, "\": ");
    put_number(a, value);
}

size_t count_signs(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

bool same_words(dln_text a, dln_text b)
{
    return a.n == b.n && (!a.n || strncasecmp(a.p, b.p, a.n) == 0);
}
