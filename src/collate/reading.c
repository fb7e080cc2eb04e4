/* reading.c - see reading.h. */
#include "collate/event_pair.h"

const uint32_t *reader_list(const Reader *reader, const uint32_t *list, uint32_t n)
{
    uint32_t *copy = ARENA_ARRAY(reader->arena, uint32_t, n + 1);
    if (copy) memcpy(copy, list, n * sizeof *copy);
    return copy;
}

dln_status collate_read(const Collate *collate, const StoryInput *with, const Findings *findings,
                        Arena *arena, Arena *scratch, const Reading **out)
{
    Reader reader = {collate, with->lang, with->aligner, findings, arena, scratch};
    Reading *made = ARENA_NEW(arena, Reading);
    Telling *telling = NULL;
    ArenaMark mark = arena_mark(scratch);
    bool good = made && read_tellings(&reader, &telling) && read_quotes(&reader, made) &&
                read_notices(&reader, made);
    if (arena != scratch) arena_rewind(scratch, mark);
    if (!good) return arena_status(arena) != DLN_OK ? arena_status(arena) : arena_status(scratch);
    made->telling = telling;
    *out = made;
    return DLN_OK;
}
