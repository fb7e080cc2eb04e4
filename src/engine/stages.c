/* stages.c - the chain of stages, one line each, in pipeline order. A stage that is not listed here
 * says nothing in the record. */
#include "engine/engine.h"
#include "mean/statements/statements_occasion.h"
#include "read/language_id.h"
#include "story/copies.h"

dln_status stages_open(dln *engine, dln_error *err)
{
    TRY(read_open(engine->data_dir, &engine->read, &engine->arena, err));
    TRY(lang_open(engine->data_dir, engine->options.engine, &engine->lang, err));
    TRY(gazetteer_open(engine->data_dir, &engine->arena, &engine->gazetteer, err));
    TRY(times_open(engine->data_dir, &engine->arena, &engine->times, err));
    TRY(quantities_open(engine->data_dir, &engine->arena, &engine->quantities, err));
    TRY(collate_open(engine->data_dir, &engine->arena, &engine->collate, err));
    TRY(statements_open(engine->data_dir, &engine->arena, &engine->statements, err));
    TRY(events_open(engine->data_dir, engine->gazetteer, &engine->arena, &engine->events, err));
    TRY(names_open(engine->data_dir, engine->gazetteer, &engine->names, err));
    TRY(story_model_open(engine->data_dir, &engine->arena, &engine->story, err));
    TRY(entities_open(engine->data_dir, &engine->arena, &engine->entities, err));
    TRY(phrases_open(engine->data_dir, &engine->arena, &engine->phrases, err));
    TRY(claims_open(engine->data_dir, &engine->claims, err));
    TRY(aligner_open(engine->data_dir, &engine->aligner, err));
    if (engine->options.petrarch)
        TRY(petrarch_open_folder(engine->options.petrarch, &engine->arena, &engine->petrarch, err));
    return DLN_OK;
}

void stages_close(dln *engine)
{
    aligner_close(&engine->aligner);
    claims_close(&engine->claims);
    story_model_close(&engine->story);
    names_close(engine->names);
    entities_close(engine->entities);
    phrases_close(engine->phrases);
    collate_close(engine->collate);
    statements_close(engine->statements);
    lang_close(engine->lang);
    read_close(&engine->read);
}

/* What the stages behind the words see: the report, or as much of it as was read. */
static dln_status part_read(const Report *report, Findings *found, Arena *arena)
{
    if (found->lang.cut == NONE) return DLN_OK;
    Report *part = report_first(report, found->lang.cut, arena);
    if (!part) return arena_status(arena);
    part->partial = true;
    found->report = part;
    return DLN_OK;
}

/* A report in a language that has no model is read, never analysed as English ("die" is no death).
 */
static bool has_model(const Report *report)
{
    char code[8];
    int share;
    Slice language = report->language;
    if (!language.n || slice_starts(language, SLICE("en"))) return true;
    return language_detect(report->text.p, report->text.n, code, &share) && share >= 70 &&
           strcmp(code, "en") == 0;
}

static dln_status run_stages(const dln *engine, const Report *whole, uint32_t most, Findings *found,
                             Arena *arena, Arena *scratch)
{
    EntityTools tools = {
        .gazetteer = engine->gazetteer, .names = engine->names, .words = engine->entities};
    TRY(lang_read_most(engine->lang, whole, most, arena, scratch, &found->lang));
    TRY(part_read(whole, found, arena));
    const Report *report = found->report;
    TRY(mean_times(engine->times, report, found, arena, scratch));
    TRY(mean_quantities(engine->quantities, report, found, arena, scratch));
    TRY(mean_entities(tools, report, found, arena, scratch));
    TRY(mean_statements(engine->statements, report, found, arena, scratch));
    if (engine->petrarch)
        TRY(mean_petrarch(engine->petrarch, found, arena, scratch));
    else
        TRY(mean_events(&engine->events, report, found, arena, scratch));
    TRY(mean_first_person(found, arena));
    mean_occasions(found);
    return arena_status(arena->failed ? arena : scratch);
}

/* The stages over the first `most` words. What an unfinished try left is taken back. */
static dln_status try_stages(const dln *engine, Report *report, uint32_t most, Findings *found,
                             Arena *scratch)
{
    ArenaMark kept = arena_mark(&report->arena), mark = arena_mark(scratch);
    *found = (Findings){.report = report};
    dln_status status = run_stages(engine, report, most, found, &report->arena, scratch);
    arena_rewind(scratch, mark);
    if (status == DLN_OK) return DLN_OK;
    arena_rewind(&report->arena, kept);
    *found = (Findings){.report = report};
    arena_forgive(&report->arena);
    arena_forgive(scratch);
    return status;
}

/* Says in the report that a limit cut it short. Where there is no room even for that, the mark
 * `partial` has to do. */
static void note_cut(const dln *engine, Report *report, const Findings *found, bool memory)
{
    const dln_options *o = &engine->options;
    Report *part = (Report *)(uintptr_t)found->report; /* ours: made by part_read */
    Slice detail = arena_printf(
        &report->arena, "read up to byte %zu of %zu of its text: limit of %llu %s",
        part == report ? 0 : part->text.n, report->text.n,
        memory ? (unsigned long long)o->max_report_memory : (unsigned long long)o->max_report_words,
        memory ? "bytes of memory" : "words");
    part->partial = true;
    if (detail.p)
        report_note_in(part, &report->arena, memory ? NOTE_MEMORY_LIMIT : NOTE_WORDS_LIMIT,
                       (uint32_t)(part == report ? 0 : part->text.n), detail);
    arena_forgive(&report->arena);
}

enum { LEAST_WORDS = 64 };

/* Findings cut off anywhere would be in no order; so a report that does not fit into its memory is
 * read again, half as far. Every try costs half of the one before, about. */
dln_status engine_findings(const dln *engine, Report *report, Findings *findings, Arena *scratch)
{
    uint32_t most = engine->options.max_report_words;
    bool memory = false;
    arena_forgive(&report->arena); /* what reading could not keep is told by `partial` */
    arena_forgive(scratch);
    if (!has_model(report)) {
        *findings = (Findings){.report = report};
        report_note(report, NOTE_NO_MODEL, 0, report->language);
        return mean_times(engine->times, report, findings, &report->arena, scratch);
    }
    dln_status status = try_stages(engine, report, most, findings, scratch);
    uint32_t words = (uint32_t)(report->text.n < UINT32_MAX ? report->text.n : UINT32_MAX);
    if (most == 0 || most > words) most = words; /* a word has a byte at least */
    while (status == DLN_ERR_LIMIT && most > LEAST_WORDS) {
        memory = true;
        most /= 2;
        status = try_stages(engine, report, most, findings, scratch);
    }
    if (status == DLN_ERR_LIMIT) memory = true; /* not even those: the text alone */
    if (memory || findings->report != report) note_cut(engine, report, findings, memory);
    return memory ? DLN_OK : status;
}

dln_status engine_claims(const dln *engine, Report *report, Findings *findings, Arena *scratch)
{
    if (findings->token_lemmas.n) return DLN_OK;
    ArenaMark kept = arena_mark(&report->arena);
    dln_status status = mean_claims(&engine->claims, findings, &report->arena, scratch);
    if (status != DLN_ERR_LIMIT) return status;
    arena_rewind(&report->arena,
                 kept); /* no room: the report is lined up by the typed readers alone */
    arena_forgive(&report->arena);
    arena_forgive(scratch);
    return DLN_OK;
}

dln_status engine_read_ahead(const dln *engine, Report *report, Findings *findings, Arena *scratch)
{
    StoryInput with = {.lang = engine->lang, .aligner = &engine->aligner};
    ArenaMark kept = arena_mark(&report->arena);
    dln_status status = collate_read(engine->collate, &with, findings, &report->arena, scratch,
                                     &findings->reading);
    if (status != DLN_ERR_LIMIT) return status;
    arena_rewind(&report->arena, kept); /* no room: every join reads it anew */
    arena_forgive(&report->arena);
    arena_forgive(scratch);
    return DLN_OK;
}

/* A text with a quarter of its own is a voice. Which of two is the copy: the later; of one day, the
 * one that has nearly nothing of its own. */
static void tie_copy(const Report *const *report, const CopyLink *link, uint32_t i,
                     uint32_t *copy_of)
{
    const float whole = 0.75f;
    uint32_t source = link[i].source;
    bool same_day = report[i]->published.day == report[source]->published.day;
    if (link[i].share >= whole)
        copy_of[i] = source;
    else if (same_day && link[i].share_source >= whole && copy_of[source] == NONE &&
             !link[source].is_copy)
        copy_of[source] = i;
}

static dln_status find_copies(const Findings *const *findings, uint32_t count, uint32_t *copy_of,
                              Arena *scratch)
{
    const Report **report = ARENA_ARRAY(scratch, const Report *, count);
    CopyLink *link = ARENA_ARRAY(scratch, CopyLink, count);
    if (!report || !link) return arena_status(scratch);
    for (uint32_t i = 0; i < count; i++)
        report[i] = findings[i]->report;
    TRY(story_copies(report, count, scratch, link));
    for (uint32_t i = 0; i < count; i++)
        copy_of[i] = NONE;
    for (uint32_t i = 0; i < count; i++)
        if (link[i].is_copy) tie_copy(report, link, i, copy_of);
    return DLN_OK;
}

dln_status engine_collate(const dln *engine, const Findings *const *findings, uint32_t count,
                          Record *record)
{
    Arena scratch;
    arena_init(&scratch, 0);
    arena_bind(&scratch, record->arena.budget);
    uint32_t *copy_of = ARENA_ARRAY(&scratch, uint32_t, count);
    const Findings **dated = ARENA_ARRAY(&scratch, const Findings *, count);
    dln_status status = copy_of && dated ? DLN_OK : arena_status(&scratch);
    if (status == DLN_OK)
        status = times_complete(engine->times, findings, count, dated, &record->arena, &scratch);
    if (status == DLN_OK) status = find_copies(dated, count, copy_of, &scratch);
    StoryInput input = {.findings = dated,
                        .n = count,
                        .copy_of = copy_of,
                        .gazetteer = engine->gazetteer,
                        .names = engine->names,
                        .lang = engine->lang,
                        .aligner = &engine->aligner};
    if (status == DLN_OK) status = collate_versions(engine->collate, &input, record, &scratch);
    arena_free(&scratch);
    return status;
}
