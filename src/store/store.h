/* store.h - where a desk keeps its reports: one interface over two SQL databases (driver.h).
 *
 * In: reports as rows (inputs, reports, stories, words to search). Out: the same rows, lists and
 * search results, the same from either database. What a report means is not known here; stages
 * never look into it.
 *
 * What is between store_begin and store_commit is kept whole or not at all; store_commit returns
 * DLN_OK only when it is on disk. One writer at a time (a second gets DLN_ERR_IO and a clear
 * message), any number of readers. */
#ifndef DLN_STORE_STORE_H
#define DLN_STORE_STORE_H
#include "base/base.h"

typedef struct Store Store;

/* Opens or, with `write`, makes the store at `place` and brings an earlier layout up to the present
 * one. DLN_ERR_IO, DLN_ERR_DATA (a store of a later version, or no store); `err` says why. */
dln_status store_open(const char *place, bool write, Store **store, dln_error *err);
void store_close(Store *store);
/* Why the last call failed, in words. */
const char *store_message(const Store *store);

dln_status store_begin(Store *store);
dln_status store_commit(Store *store);
void store_rollback(Store *store);

/* An input as it came: its bytes, or none where it was too large to keep. */
typedef struct StoreInput {
    const char *sha256;
    Slice name, bytes; /* bytes.p NULL: not kept */
    uint64_t size;
    int64_t added; /* seconds since 1970, as the caller's clock says */
} StoreInput;
/* *id of the input with these bytes; *known when it was there before. */
dln_status store_input(Store *store, const StoreInput *input, int64_t *id, bool *known);
/* Is the input with these bytes there? Needs no transaction. */
dln_status store_has_input(Store *store, Slice sha256, bool *there);
/* The bytes of an input; memory from `arena`. DLN_ERR_EMPTY: not kept. */
dln_status store_input_bytes(Store *store, int64_t input, Arena *arena, Slice *name, Slice *bytes);

typedef struct StoreReport {
    int64_t id, input, added;
    int64_t story;   /* id of the report that founded its story */
    int64_t copy_of; /* report it copies, 0 none */
    int64_t earlier; /* report of the same address that it replaces, 0 none */
    int64_t later;   /* report that replaced it, 0 none */
    int32_t day;     /* of publication, DAY_UNKNOWN */
    Slice sha256, member, url, outlet, title, language, published;
} StoreReport;
/* A report's words to search by, a field each. */
typedef struct StoreWords {
    Slice title, text;
    Slice said, by, about,
        place; /* of its statements, speakers, entities and places, a line each */
} StoreWords;
/* The report with these bytes from an input of the same member name; 0 when there is none. */
dln_status store_known(Store *store, Slice sha256, Slice member, int64_t *id);
/* The latest report of an address; 0 when there is none. */
dln_status store_latest(Store *store, Slice url, int64_t *id);
/* Has the report this title and text? */
dln_status store_same_words(Store *store, int64_t id, Slice title, Slice text, bool *same);
/* Adds a report; ids count from 1 without gaps. `saved`: its analysed form. */
dln_status store_report(Store *store, StoreReport *report, Slice saved, const StoreWords *words);
/* A report's row (slices in `arena`) and, where `saved` is not NULL, its analysed form. */
dln_status store_report_read(Store *store, int64_t id, Arena *arena, StoreReport *report,
                             Slice *saved);
/* Outlet, date and day of report `report->id` as its story tells them; nothing is written where the
 * row says the same. */
dln_status store_report_told(Store *store, const StoreReport *report);
dln_status store_report_save(Store *store, int64_t id, Slice saved);
dln_status store_report_moved(Store *store, int64_t from_story, int64_t to_story);
dln_status store_count(Store *store, int64_t *reports, int64_t *stories);
/* The next report, 0: there is none. A desk may have lost some, so that ids have gaps. */
dln_status store_next_report(Store *store, int64_t after, int64_t *id);
/* The highest id of a report, 0: there is none. */
dln_status store_last_report(Store *store, int64_t *id);

typedef struct StoreStory {
    int64_t id, changed; /* changed: seconds since 1970 */
    int32_t from, to;
    uint32_t reports, outlets, conflicts, refined, agree;
    Slice title;
} StoreStory;
typedef enum StoryOrder { STORIES_FRESH, STORIES_LARGE, STORIES_DIFFER } StoryOrder;
dln_status store_story(Store *store, const StoreStory *story);
/* How many reports a story's row says, 0 where it has none. */
dln_status store_story_counts(Store *store, int64_t id, uint32_t *reports);
/* When a story changed last, 0 where there is none. */
dln_status store_newest(Store *store, int64_t *changed);
dln_status store_story_gone(Store *store, int64_t id);
/* Ids of a story's reports with all their versions, in order; the latest `room` of them. */
dln_status store_story_reports(Store *store, int64_t story, int64_t *ids, uint32_t room,
                               uint32_t *n);
dln_status store_stories(Store *store, StoryOrder order, uint32_t offset, uint32_t limit,
                         Arena *arena, StoreStory **stories, uint32_t *n);

/* Small things kept by name: the state of the grouping and where it stands. */
dln_status store_keep(Store *store, const char *name, Slice value);
dln_status store_kept(Store *store, const char *name, Arena *arena, Slice *value);

/* Fields of a report that words are looked for in. */
typedef enum StoreField {
    FIELD_ANY,
    FIELD_TITLE,
    FIELD_TEXT,
    FIELD_SAID,
    FIELD_BY,
    FIELD_ABOUT,
    FIELD_PLACE,
    FIELDS
} StoreField;
/* Words that stand beside each other. */
typedef struct StoreTerm {
    StoreField field;
    Slice words;  /* as words_of (words.h) gives them, without the outer blanks; never empty */
    bool without; /* reports that have them are left out */
    bool begin;   /* the last word may go on */
} StoreTerm;
/* A question to the store. Empty slices and DAY_UNKNOWN ask nothing. */
typedef struct StoreQuery {
    const StoreTerm *term;
    uint32_t n_terms;
    Slice outlet, verdict, type; /* outlet: folded as words_of does */
    int32_t from, to;            /* days of publication */
    uint32_t offset, limit;
} StoreQuery;
typedef struct StoreHit {
    StoreReport report;
    Slice snippet; /* the words found between \x02 and \x03 */
} StoreHit;
enum { STORE_COUNTED = 1000 }; /* more hits than these are not counted */
/* Hits by weight of the fields they have the words in (title, speakers, entities and places, what
 * was said, other text), the newest 200 first, then the 200 before them; equal weights newest
 * first. *total: how many there are, STORE_COUNTED + 1 when more than STORE_COUNTED. */
dln_status store_search(Store *store, const StoreQuery *query, Arena *arena, StoreHit **hits,
                        uint32_t *n, uint64_t *total);
/* Makes what was added findable where that is not done while adding. */
dln_status store_index(Store *store);

/* Kinds of facts and events of a story, for the fields verdict: and type: of a search; "by:NAME",
 * "outlet:NAME". */
dln_status store_story_tags(Store *store, int64_t story, const Slice *tags, uint32_t n);
/* What stands behind `kind` ("by:") in the tags of the `newest` stories that changed last, in how
 * many of them; most first, then by its bytes, `limit` of them. `kind` is ASCII. */
typedef struct StoreName {
    Slice name;
    uint32_t stories;
} StoreName;
dln_status store_names(Store *store, Slice kind, uint32_t newest, uint32_t limit, Arena *arena,
                       StoreName **names, uint32_t *n);

/* A number that changes when another connection has changed the store. */
dln_status store_version(Store *store, int64_t *version);

/* Integrity of the store: messages to `say`, their number in *faults. */
dln_status store_check(Store *store, void (*say)(const char *message, void *context), void *context,
                       uint32_t *faults);
/* Makes anew what follows from other rows, in the transaction that is open; what was mended to
 * `say`. What is missing besides is told by the calls below. */
dln_status store_repair(Store *store, void (*say)(const char *message, void *context),
                        void *context);
typedef VEC(int64_t) StoreIds;
/* Reports without words. */
dln_status store_wordless(Store *store, Arena *arena, StoreIds *ids);
dln_status store_words(Store *store, int64_t report, const StoreWords *words);
/* Stories of the reports behind `after`. */
dln_status store_touched(Store *store, int64_t after, Arena *arena, StoreIds *ids);
/* Stories of the reports up to `upto` that have no row. */
dln_status store_unlisted(Store *store, int64_t upto, Arena *arena, StoreIds *ids);
/* Stories of reports up to `upto` alone whose row may say another number of reports than there
 * are, the latest `room` of them, without earlier versions. */
dln_status store_uneven(Store *store, int64_t upto, uint32_t room, Arena *arena, StoreIds *ids);
/* The next input whose bytes are kept, 0: there is none. */
dln_status store_next_input(Store *store, int64_t after, Arena *arena, int64_t *id, Slice *sha256);
/* A whole copy of the store at `place`, where none may be; readers and writers go on. */
dln_status store_backup(Store *store, const char *place);
#endif
