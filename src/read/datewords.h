/* datewords.h - a date of publication as pages write it: ISO 8601, RFC 822, "17 April 2023",
 * "17.04.2023", "2023年4月17日", epoch numbers. */
#ifndef READ_DATEWORDS_H
#define READ_DATEWORDS_H
#include "read/page/rules.h"

typedef struct PageDate {
    int32_t year;
    uint32_t month, day;
    bool has_time;
    uint32_t hour, minute, second;
    bool has_zone;
    int32_t zone;        /* minutes east of Greenwich */
    uint32_t begin, end; /* bytes in the text read */
} PageDate;

/* First date in text, from `from` on. Years 1990-2049. */
bool page_date_find(const PageRules *rules, Slice text, uint32_t from, PageDate *date);

/* What a line says of a page's dates: "Published 6 October 2020, updated 8 October", "16/10/2020 |
 * Actualizado a 18/10/2020". A date without a word is the publication, unless one before it is. */
typedef struct PageMoments {
    bool has_published, has_modified;
    PageDate published, modified;
    uint32_t bytes; /* of the line that dates, clocks and their words take */
} PageMoments;
/* Reads at most `max` bytes; false when the line has no date. */
bool page_moments(const PageRules *rules, Slice text, uint32_t max, PageMoments *moments);

/* "2023-04-17", "2023-04-17T08:30:00+03:00" in the arena. */
Slice page_date_iso(const PageDate *date, Arena *arena);

#endif
