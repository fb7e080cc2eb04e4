/* desk.h - reports kept in a store, stories that follow the news: what its files share.
 *
 * desk.c opens, closes and brings reports back; grouping.c puts reports into stories; add.c keeps
 * them; settle.c joins stories anew; look.c lists and searches; query.c reads a reader's words;
 * care.c looks over and mends. */
#ifndef DLN_DESK_DESK_H
#define DLN_DESK_DESK_H
#include "base/buf.h"
#include "engine/engine.h"
#include "store/store.h"
#include "story/desk.h"

struct dln_desk {
    const dln *engine;
    Store *store;
    Desk *grouping;      /* NULL while reading alone, or after a failure: made anew when needed */
    int64_t grouped;     /* reports put into it */
    int64_t state_saved; /* reports in the state that the store keeps */
    int64_t settled;     /* id up to which stories of reports are joined */
    bool write;
    char message[256];
};

/* Passes `status` on; what failed, in words, becomes the desk's message. */
dln_status desk_failed(dln_desk *desk, dln_status status);
dln_status desk_say(dln_desk *desk, dln_status status, const char *message);

/* Appends the saved form of an analysed report. */
dln_status desk_pack(dln_desk *desk, const Analysed *a, Buf *saved);
/* A report of the store with its findings, mem_alloc'd; *analysed is owned by the caller. */
dln_status desk_load(dln_desk *desk, int64_t id, Analysed **analysed);
void desk_drop(Analysed *analysed);
/* Whose report it is to a reader: the outlet's, else the agency's that it credits; empty: nobody's.
 */
Slice desk_outlet(const Report *report);
/* An input's bytes as they came. DLN_ERR_DATA: damaged; DLN_ERR_LIMIT: more than `most`. */
dln_status desk_unpack(Slice packed, uint64_t most, Arena *arena, Slice *bytes);
/* In the transaction that is open: a report's words to search by; a story's row and tags. */
dln_status desk_keep_words(dln_desk *desk, int64_t report, const Analysed *analysed);
dln_status desk_settle_story(dln_desk *desk, int64_t story, int64_t now);
/* Stories whose row says another number of reports than their record: they lost some. */
dln_status desk_uneven(dln_desk *desk, Arena *arena, StoreIds *ids);
/* In the transaction that is open. */
dln_status desk_keep_note(dln_desk *desk, const dln_note *note);
/* Up to which report stories are joined, as the store has it. */
dln_status desk_settled(dln_desk *desk);

/* grouping.c: the state as it was kept, then every report that came after it, those of other
 * writers too. */
dln_status grouping_open(dln_desk *desk);
/* Puts report `desk->grouped + 1` in; *answer hangs on `arena`. */
dln_status grouping_put(dln_desk *desk, const Report *report, Arena *arena, DeskAnswer *answer);
dln_status grouping_keep(dln_desk *desk);
void grouping_forget(dln_desk *desk);
#endif
