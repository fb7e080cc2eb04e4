/* listing.h - lines of a list for programs, the same on the command line and over HTTP: stories,
 * search hits and failures as JSON objects or as rows of CSV. */
#ifndef DLN_CLI_LISTING_H
#define DLN_CLI_LISTING_H
#include "dateline.h"
#include <stdbool.h>

typedef enum Form { FORM_TEXT, FORM_JSON, FORM_CSV } Form;

/* A line under way. `write` gets its bytes. */
typedef struct Line {
    dln_write_fn write;
    void *to;
    Form form; /* FORM_JSON or FORM_CSV */
    bool begun;
    bool failed; /* `write` stopped: the line is not whole */
} Line;

/* A story under the name that its number has ("story", "id"); a hit. No line break behind it. */
void line_of_story(Line *line, const char *name, const dln_desk_story *story);
void line_of_hit(Line *line, const dln_hit *hit);
/* What went wrong with `id`, in place of its record (dateline.error/1); `stage` and `message` may
 * be NULL. */
void line_of_failure(Line *line, const char *id, const char *stage, dln_status code,
                     const char *message);

/* Order of stories by its name; none ("", NULL): DLN_FRESH. False: there is no such order. */
bool order_by_name(const char *name, dln_order *order);
dln_text as_text(const char *text);
/* "2024-05-03", "" for DLN_NO_DAY; in `text`. */
const char *day_text(int32_t day, char text[16]);
/* The date of a report for people, in `room` where it is not as it came: "XXXX-04-17" is "17 April,
 * year not said". */
enum { DATE_ROOM = 48 };
dln_text date_words(dln_text published, char room[DATE_ROOM]);
#endif
