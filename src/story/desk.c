/* desk.c - see desk.h. */
#include "story/desk.h"
#include "story/furniture.h"
#include "base/buf.h"
#include "base/mem.h"
#include "story/state.h"
#include <stdlib.h>

enum { COPY_BYTES = 900 }; /* shorter texts are not taken along by their source */

struct Desk {
    StoryStream *stream;
    CopyIndex *copies;
    Arena scratch;
    dln_status broken;
};

static dln_status desk_make(Desk **desk)
{
    *desk = mem_alloc(sizeof **desk);
    if (!*desk) return DLN_ERR_NOMEM;
    memset(*desk, 0, sizeof **desk);
    arena_init(&(*desk)->scratch, 0);
    return DLN_OK;
}

static dln_status desk_keep(Desk **desk, dln_status status)
{
    if (status == DLN_OK) return DLN_OK;
    desk_free(*desk);
    *desk = NULL;
    return status;
}

dln_status desk_new(const StoryModel *model, uint32_t live, Desk **desk)
{
    TRY(desk_make(desk));
    dln_status status = stream_new(model, live, &(*desk)->stream);
    if (status == DLN_OK) status = copies_new(live, &(*desk)->copies);
    return desk_keep(desk, status);
}

void desk_free(Desk *desk)
{
    if (!desk) return;
    stream_free(desk->stream);
    copies_free(desk->copies);
    arena_free(&desk->scratch);
    mem_free(desk);
}

static dln_status add_to_both(Desk *desk, const PileReport *report, Arena *arena,
                              DeskAnswer *answer)
{
    TRY(copies_add(desk->copies, report->text, arena, &desk->scratch, &answer->copy));
    uint32_t copy_of = answer->copy.is_copy && report->text.n >= COPY_BYTES ? answer->copy.source
                                                                            : NONE;
    return stream_add(desk->stream, report->title, report->told.n ? report->told : report->text,
                      report->day, copy_of, &desk->scratch, &answer->story);
}

dln_status desk_add(Desk *desk, const PileReport *report, Arena *arena, DeskAnswer *answer)
{
    if (desk->broken == DLN_OK) desk->broken = add_to_both(desk, report, arena, answer);
    return desk->broken;
}

void desk_turn(Desk *desk)
{
    copies_turn(desk->copies);
    stream_turn(desk->stream);
}

uint32_t desk_first(const Desk *desk)
{
    uint32_t a = copies_first(desk->copies), b = stream_first(desk->stream);
    return a < b ? a : b;
}

uint32_t desk_next(const Desk *desk)
{
    return stream_next(desk->stream);
}

const StoryStream *desk_stories(const Desk *desk)
{
    return desk->stream;
}

/* ---- state: magic, length of the stream's part, both parts ---- */

static const char MAGIC[8] = "DLNDESK1";

static int to_buffer(const void *bytes, size_t n, void *context)
{
    Buf *buf = context;
    buf_add(buf, (Slice){bytes, n});
    return buf->failed;
}

dln_status desk_save(const Desk *desk, dln_write_fn write, void *context)
{
    if (desk->broken != DLN_OK) return desk->broken;
    Buf part;
    buf_init(&part, SIZE_MAX / 2);
    dln_status status = stream_save(desk->stream, to_buffer, &part);
    if (part.failed) status = DLN_ERR_NOMEM;
    uint64_t n = part.n;
    if (status == DLN_OK &&
        (write(MAGIC, 8, context) || write(&n, 8, context) || write(part.p, part.n, context)))
        status = DLN_ERR_IO;
    buf_free(&part);
    return status == DLN_OK ? copies_save(desk->copies, write, context) : status;
}

dln_status desk_restore(const StoryModel *model, uint32_t live, const void *bytes, size_t n,
                        Desk **desk)
{
    uint64_t part;
    *desk = NULL;
    if (n < 16 || memcmp(bytes, MAGIC, 8) != 0) return DLN_ERR_DATA;
    memcpy(&part, (const char *)bytes + 8, 8);
    if (part > n - 16) return DLN_ERR_DATA;
    TRY(desk_make(desk));
    const char *at = (const char *)bytes + 16;
    dln_status status = stream_restore(model, live, at, (size_t)part, &(*desk)->stream);
    if (status == DLN_OK)
        status = copies_restore(live, at + part, n - 16 - (size_t)part, &(*desk)->copies);
    if (status == DLN_OK && copies_next((*desk)->copies) != stream_next((*desk)->stream))
        status = DLN_ERR_DATA;
    return desk_keep(desk, status);
}

/* ---- all at once ---- */

static uint32_t leader(const CopyLink *links, const uint32_t *bytes, uint32_t i)
{
    while (links[i].is_copy && bytes[i] >= COPY_BYTES)
        i = links[i].source;
    return i;
}

void desk_follow_sources(const CopyLink *links, const uint32_t *bytes, uint32_t n, uint32_t *story,
                         uint32_t *scratch)
{
    uint32_t *first = scratch;
    for (uint32_t i = 0; i < n; i++)
        first[i] = story[leader(links, bytes, i)];
    for (uint32_t i = 0; i < n; i++)
        story[i] = NONE;
    for (uint32_t i = 0; i < n; i++) {
        if (story[first[i]] == NONE)
            story[first[i]] = i; /* for now: label -> first report with it */
    }
    for (uint32_t i = 0; i < n; i++)
        first[i] = story[first[i]];
    memcpy(story, first, n * sizeof *story);
}

dln_status desk_batch(const StoryModel *model, const PileReport *reports, uint32_t n, Arena *arena,
                      uint32_t *story, CopyLink *links)
{
    Report *stand_in = ARENA_ARRAY(arena, Report, n);
    const Report **list = ARENA_ARRAY(arena, const Report *, n);
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, n), *bytes = ARENA_ARRAY(arena, uint32_t, n);
    if (!stand_in || !list || !first || !bytes) return arena_status(arena);
    for (uint32_t i = 0; i < n; i++) {
        stand_in[i].text = reports[i].text;
        bytes[i] = (uint32_t)reports[i].text.n;
        stand_in[i].published.value = reports[i].when;
        list[i] = &stand_in[i];
    }
    TRY(story_copies(list, n, arena, links));
    PileReport *told = ARENA_ARRAY(arena, PileReport, n);
    if (!told) return arena_status(arena);
    if (n) memcpy(told, reports, n * sizeof *told);
    TRY(furniture_blank(told, n, arena));
    TRY(story_batch(model, told, n, arena, story));
    desk_follow_sources(links, bytes, n, story, first);
    return DLN_OK;
}
