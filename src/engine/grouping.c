/* grouping.c - the public API of stories: reports of a record into a desk (story/desk.h) and its
 * answers out.
 *
 * In: records as dln_run_reports and dln_run_stream make them. Out: dln_grouped, and its line of
 * JSON. */
#include "base/buf.h"
#include "base/mem.h"
#include "engine/group.h"
#include "write/writers.h"
#include <stdio.h>

dln_status group_make(dln_group **group)
{
    *group = mem_alloc(sizeof **group);
    if (!*group) return DLN_ERR_NOMEM;
    memset(*group, 0, sizeof **group);
    arena_init(&(*group)->arena, 0);
    return DLN_OK;
}

dln_status group_keep(dln_group **group, dln_status status)
{
    if (status == DLN_OK) return DLN_OK;
    dln_group_free(*group);
    *group = NULL;
    return status;
}

dln_status dln_group_new(const dln *engine, uint32_t live, dln_group **group)
{
    TRY(group_make(group));
    return group_keep(group, desk_new(&engine->story, live ? live : DESK_LIVE, &(*group)->desk));
}

void dln_group_free(dln_group *group)
{
    if (!group) return;
    desk_free(group->desk);
    follow_free(group->follow);
    if (group->increments) buf_free(&group->noted);
    arena_free(&group->arena);
    mem_free(group);
}

/* The text with everything blanked that is not the report's own telling: links, notes, by-lines. */
static Slice told_text(const Report *report, Arena *arena)
{
    Slice told = arena_copy(arena, report->text);
    for (uint32_t i = 0; told.p && i < report->blocks.n; i++) {
        const Block *b = &report->blocks.at[i];
        if (b->kind == BLOCK_LINK || b->kind == BLOCK_NOTE || b->kind == BLOCK_BYLINE ||
            b->kind == BLOCK_DATE || b->kind == BLOCK_MARKUP)
            memset((char *)(uintptr_t)told.p + b->span.b, ' ', b->span.e - b->span.b);
    }
    return told;
}

Slice engine_host_of(Slice url)
{
    for (size_t i = 0; i + 3 <= url.n; i++) {
        if (memcmp(url.p + i, "://", 3) != 0) continue;
        const char *host = url.p + i + 3, *end = memchr(host, '/', url.n - i - 3);
        return (Slice){host, end ? (size_t)(end - host) : url.n - i - 3};
    }
    return (Slice){NULL, 0};
}

/* Who prints it: the outlet's name, else the host of its address. */
static Slice outlet_of(const Report *report)
{
    return report->outlet.n ? report->outlet : engine_host_of(report->url);
}

PileReport engine_pile_report(const Report *report, Arena *arena)
{
    return (PileReport){.title = report->title,
                        .text = report->text,
                        .day = report->published.day,
                        .when = report->published.value,
                        .told = told_text(report, arena),
                        .outlet = outlet_of(report)};
}

static size_t number(uint32_t report)
{
    return report == NONE ? DLN_NO_REPORT : report;
}

static void fill_copy(const CopyLink *link, dln_grouped *answer)
{
    answer->source = number(link->source);
    answer->is_copy = link->is_copy;
    answer->share = link->share;
}

/* A report without a name is called by its number. */
static dln_status add_report(dln_group *group, const PileReport *in, DeskAnswer *found)
{
    char id[16];
    if (group->desk) return desk_add(group->desk, in, &group->arena, found);
    if (group->increments) return DLN_ERR_USAGE; /* only cards are noted */
    snprintf(id, sizeof id, "%u", group->added++);
    return follow_add(group->follow, in, slice_of(id), &group->arena, found);
}

static dln_status fill_shared(dln_group *group, const CopyLink *link, dln_grouped *answer)
{
    dln_shared *shared = ARENA_ARRAY(&group->arena, dln_shared, link->n_spans);
    if (!shared) return arena_status(&group->arena);
    for (uint32_t k = 0; k < link->n_spans; k++) {
        const CopySpan *s = &link->spans[k];
        shared[k] = (dln_shared){{s->source.b, s->source.e}, {s->copy.b, s->copy.e}};
    }
    answer->shared = shared;
    answer->shared_count = link->n_spans;
    return DLN_OK;
}

dln_status dln_group_add(dln_group *group, const dln_record *record, size_t report,
                         dln_grouped *answer)
{
    if (!group || !record || report >= record->record.n_reports) return DLN_ERR_USAGE;
    DeskAnswer found;
    arena_free(&group->arena);
    PileReport in = engine_pile_report(record->record.report[report], &group->arena);
    if (in.text.n && !in.told.p) return arena_status(&group->arena);
    TRY(add_report(group, &in, &found));
    *answer = (dln_grouped){.report = found.story.report,
                            .story = found.story.story,
                            .merged = number(found.story.merged)};
    fill_copy(&found.copy, answer);
    return fill_shared(group, &found.copy, answer);
}

dln_status dln_group_save(dln_group *group, dln_write_fn write, void *context)
{
    if (!group || !write) return DLN_ERR_USAGE;
    return group->desk ? desk_save(group->desk, write, context)
                       : group_save_whole(group, write, context);
}

dln_status dln_group_restore(const dln *engine, uint32_t live, const void *bytes, size_t length,
                             dln_group **group)
{
    TRY(group_make(group));
    return group_keep(group, desk_restore(&engine->story, live ? live : DESK_LIVE, bytes, length,
                                          &(*group)->desk));
}

static dln_status group_all(const dln *engine, const Record *record, Arena *arena, dln_grouped *out)
{
    uint32_t n = record->n_reports;
    PileReport *pile = ARENA_ARRAY(arena, PileReport, n);
    uint32_t *story = ARENA_ARRAY(arena, uint32_t, n);
    CopyLink *links = ARENA_ARRAY(arena, CopyLink, n);
    if (!pile || !story || !links) return arena_status(arena);
    for (uint32_t i = 0; i < n; i++)
        pile[i] = engine_pile_report(record->report[i], arena);
    if (arena_status(arena) != DLN_OK) return arena_status(arena);
    TRY(desk_batch(&engine->story, pile, n, arena, story, links));
    for (uint32_t i = 0; i < n; i++) {
        out[i] = (dln_grouped){.report = i, .story = story[i], .merged = DLN_NO_REPORT};
        fill_copy(&links[i], &out[i]);
    }
    return DLN_OK;
}

dln_status dln_group_all(const dln *engine, const dln_record *record, dln_grouped *out)
{
    Arena arena;
    arena_init(&arena, 0);
    dln_status status = group_all(engine, &record->record, &arena, out);
    arena_free(&arena);
    return status;
}

static dln_status parts_of(const dln *engine, const Record *record, Arena *arena, size_t *out)
{
    uint32_t n = record->n_reports;
    PileReport *pile = ARENA_ARRAY(arena, PileReport, n);
    uint32_t *part = ARENA_ARRAY(arena, uint32_t, n);
    if (!pile || !part) return arena_status(arena);
    for (uint32_t i = 0; i < n; i++)
        pile[i] = engine_pile_report(record->report[i], arena);
    if (arena_status(arena) != DLN_OK) return arena_status(arena);
    TRY(story_parts(&engine->story, pile, n, arena, part));
    for (uint32_t i = 0; i < n; i++)
        out[i] = part[i];
    return DLN_OK;
}

dln_status dln_record_parts(const dln *engine, const dln_record *record, size_t *part)
{
    Arena arena;
    if (!engine || !record || !part) return DLN_ERR_USAGE;
    arena_init(&arena, 0);
    dln_status status = parts_of(engine, &record->record, &arena, part);
    arena_free(&arena);
    return status;
}

dln_status dln_text_write(dln_text text, dln_write_fn write, void *context)
{
    Sink sink;
    if (!write || (!text.p && text.n)) return DLN_ERR_USAGE;
    sink_init(&sink, write, context);
    sink_line(&sink, (Slice){text.p, text.n});
    return sink_end(&sink);
}

dln_status dln_text_json(dln_text text, dln_write_fn write, void *context)
{
    Sink sink;
    if (!write || (!text.p && text.n)) return DLN_ERR_USAGE;
    sink_init(&sink, write, context);
    sink_text(&sink, "\"");
    for (size_t at = 0, i = 0; i <= text.n; i++) {
        bool mark = i < text.n && (text.p[i] == 2 || text.p[i] == 3); /* of a snippet */
        if (i < text.n && !mark) continue;
        if (i > at) sink_json(&sink, (Slice){text.p + at, i - at});
        at = i + 1;
    }
    sink_text(&sink, "\"");
    return sink_end(&sink);
}

dln_status dln_text_cell(dln_text text, dln_write_fn write, void *context)
{
    Sink sink;
    if (!write || (!text.p && text.n)) return DLN_ERR_USAGE;
    sink_init(&sink, write, context);
    out_cell(text.n ? (Slice){text.p, text.n} : (Slice){"", 0}, &sink);
    return sink_end(&sink);
}

/* ---- one line ---- */

static void number_member(Json *json, const char *key, size_t value)
{
    jw_key(json, key);
    if (value == DLN_NO_REPORT)
        jw_null(json);
    else
        jw_int(json, (int64_t)value);
}

static void shared_member(Json *json, const dln_grouped *put)
{
    jw_key(json, "shared"), jw_begin(json, '[');
    for (size_t k = 0; k < put->shared_count; k++) {
        const dln_shared *s = &put->shared[k];
        jw_begin(json, '[');
        jw_int(json, s->source.begin), jw_int(json, s->source.end), jw_int(json, s->copy.begin),
            jw_int(json, s->copy.end);
        jw_end(json, ']');
    }
    jw_end(json, ']');
}

dln_status dln_grouped_write(const dln_record *record, size_t report, const dln_grouped *put,
                             dln_write_fn write, void *context)
{
    if (!record || !put || !write || report >= record->record.n_reports) return DLN_ERR_USAGE;
    const Report *r = record->record.report[report];
    Sink sink;
    Json json;
    sink_init(&sink, write, context);
    jw_init(&json, &sink, false);
    jw_begin(&json, '{');
    number_member(&json, "report", put->report);
    number_member(&json, "story", put->story);
    jw_member(&json, "source", r->source);
    jw_member(&json, "member", r->member);
    jw_member(&json, "title", r->title);
    jw_member(&json, "outlet", r->outlet);
    jw_member(&json, "agency", r->agencies.n ? r->agencies.at[0] : (Slice){NULL, 0});
    jw_member(&json, "published", r->published.value);
    number_member(&json, "copy_of", put->is_copy ? put->source : DLN_NO_REPORT);
    number_member(&json, "words_from", put->source);
    jw_key(&json, "share"),
        jw_double(&json, (double)(long)((double)put->share * 1000 + 0.5) / 1000);
    shared_member(&json, put);
    number_member(&json, "merged", put->merged);
    jw_end(&json, '}');
    sink_text(&sink, "\n");
    return sink_end(&sink);
}
