/* serve.h - the desk over HTTP: what a request asks and what is answered, apart from the sockets.
 */
#ifndef DLN_CLI_SERVE_H
#define DLN_CLI_SERVE_H
#include "cli/answer.h"

/* What a request asks. Strings are decoded, "" where they are not given. */
typedef struct Request {
    const char *path;
    const char *query, *order, *name;
    uint32_t offset, limit;
} Request;

/* serve_pages.c: fills `answer` from the desk. Everything of a report is escaped. */
void serve_answer(dln_desk *desk, const Request *request, Answer *answer);
/* An error as application/problem+json (RFC 9457). */
void serve_problem(Answer *answer, int code, const char *title, const char *detail);
/* An error as a page, for who asks with a browser. */
void serve_problem_page(const Answer *problem, Answer *page);
/* The same for a call to the desk that failed. */
void serve_failed(Answer *answer, dln_desk *desk, dln_status status);
/* Begin and end of a page of the desk; `query` stands in the search field. */
void page_begin(Answer *answer, const char *title, const char *query);
void page_end(Answer *answer);
/* Links to the pages before and after this one of a list. */
void page_links(Answer *answer, const Request *request, bool more);
/* A link to a story with its days, as the head of what follows. */
void story_heading(Answer *answer, int64_t id, const dln_record *record);
/* The record as the page of `show --format html`, or as JSON; the page names what of `run` (NULL:
 * nothing) could not be read. */
void record_answer(Answer *answer, const dln_record *record, const dln_run *run, bool json);

/* serve_people.c: what one speaker said, what one outlet wrote. */
void serve_person(dln_desk *desk, const Request *request, Answer *answer, bool json);
void serve_outlet(dln_desk *desk, const Request *request, Answer *answer, bool json);
/* "Outlets: ... Speakers: ..." with links to their pages. */
void people_of_record(Answer *answer, const dln_record *record);
/* Who spoke and wrote in the stories that changed last, at most so many of each, with links to
 * their pages. */
dln_status names_of_desk(dln_desk *desk, Answer *answer, uint32_t most);

/* serve_stories.c: the stories in which reports answer a query, those of the latest day first. */
typedef struct Touched {
    int64_t story;
    int32_t day; /* of its latest report that answers */
} Touched;
typedef struct TouchedList {
    Touched at[200];
    uint32_t n;
    uint64_t reports; /* that answer the query, all of them */
} TouchedList;
dln_status stories_touched(dln_desk *desk, const char *query, TouchedList *list);

/* serve_assets.c: NUL-terminated, as the files stand. */
extern const char serve_css[] __attribute__((visibility("hidden")));
extern const char serve_js[] __attribute__((visibility("hidden")));
extern const char serve_openapi[] __attribute__((visibility("hidden")));
#endif
