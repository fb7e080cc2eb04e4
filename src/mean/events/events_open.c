/* events_open.c - the word lists of the events stage.
 *
 * In: a data folder. Out: Events: frames, kinds of event with their traits, kinds of noun, actors.
 */
#include "mean/events/events_impl.h"
#include "mean/events/events_sense.h"
#include "mean/events/events_pronoun.h"
#include "mean/events/events_told.h"
#include "mean/events/events_weigh.h"

/* Letters of the third column of kinds.txt, in the order of EventTrait; false: another letter. */
static bool read_traits(Slice letters, uint32_t *traits)
{
    static const char order[] = "bhlmspuxygo";
    *traits = 0;
    for (size_t i = 0; i < letters.n; i++) {
        const char *at = memchr(order, letters.p[i], sizeof order - 1);
        if (!at && letters.p[i] != '-') return false;
        if (at) *traits |= 1u << (at - order);
    }
    return true;
}

/* First row of a kind; NONE: there is none. */
static uint32_t kind_row(const Table *table, Slice name)
{
    for (uint32_t i = 0; name.n && i < table->n; i++)
        if (slice_eq(row_col(&table->at[i], 0), name)) return i;
    return NONE;
}

static dln_status load_kinds(const char *data_dir, Arena *arena, Events *events, dln_error *err)
{
    Table table;
    TRY(frames_load_classes(data_dir, "kinds.txt", arena, &events->kinds, err));
    TRY(table_load(data_dir, "en/kinds.txt", arena, &table, err));
    events->kind_traits = ARENA_ARRAY(arena, uint32_t, table.n + 1);
    events->kind_type = ARENA_ARRAY(arena, Slice, table.n + 1);
    events->kind_figure = ARENA_ARRAY(arena, uint32_t, table.n + 1);
    if (!events->kind_traits || !events->kind_type || !events->kind_figure)
        return arena_status(arena);
    for (uint32_t i = 0; i < table.n; i++) {
        Slice type = row_col(&table.at[i], 3);
        if (!read_traits(row_col(&table.at[i], 2), &events->kind_traits[i]))
            return err_fill(err, DLN_ERR_DATA, "open", "en/kinds.txt line %u: no such trait",
                            table.at[i].line);
        events->kind_type[i] = slice_is(type, "-") ? (Slice){"", 0} : type;
        Slice figure = row_col(&table.at[i], 4);
        events->kind_figure[i] = kind_row(&table, figure);
        if (figure.n && events->kind_figure[i] == NONE)
            return err_fill(err, DLN_ERR_DATA, "open",
                            "en/kinds.txt line %u: the fifth column, \"%.*s\", is no kind",
                            table.at[i].line, (int)figure.n, figure.p);
    }
    return DLN_OK;
}

static dln_status load_nouns(const char *data_dir, Arena *arena, Events *events, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/nouns.txt", arena, &table, err));
    map_init(&events->nouns, arena);
    for (uint32_t i = 0; i < table.n; i++) {
        Slice class = row_col(&table.at[i], 0);
        uint32_t kind = slice_is(class, "person")   ? NOUN_PERSON
                        : slice_is(class, "group")  ? NOUN_GROUP
                        : slice_is(class, "thing")  ? NOUN_THING
                        : slice_is(class, "living") ? NOUN_LIVING
                                                    : NOUN_DEED;
        Slice rest = row_col(&table.at[i], 1);
        while (rest.n) {
            size_t n = slice_find(rest, SLICE(" "));
            Slice word = {rest.p, n == SIZE_MAX ? rest.n : n};
            if (word.n && !map_put(&events->nouns, word, kind)) return arena_status(arena);
            rest = n == SIZE_MAX ? (Slice){"", 0} : (Slice){rest.p + n + 1, rest.n - n - 1};
        }
    }
    return DLN_OK;
}

dln_status events_open(const char *data_dir, const Gazetteer *gazetteer, Arena *arena,
                       Events *events, dln_error *err)
{
    *events = (Events){.gazetteer = gazetteer};
    TRY(frames_load(data_dir, arena, &events->frames, err));
    TRY(frames_load_classes(data_dir, "actorwords.txt", arena, &events->parties, err));
    TRY(frames_load_classes(data_dir, "eventwords.txt", arena, &events->words, err));
    TRY(load_kinds(data_dir, arena, events, err));
    TRY(load_nouns(data_dir, arena, events, err));
    TRY(senses_load(data_dir, arena, events, err));
    TRY(weights_load(data_dir, arena, events, err));
    TRY(pronoun_weights_load(data_dir, arena, events, err));
    TRY(told_weights_load(data_dir, arena, events, err));
    TRY(bodies_load(data_dir, arena, events, err));
    TRY(link_words_load(data_dir, arena, &events->links, err));
    TRY(table_load(data_dir, "en/leaders.txt", arena, &events->leaders, err));
    map_init(&events->leader, arena);
    for (uint32_t i = 0; i < events->leaders.n; i++) {
        char key[128];
        size_t n = name_fold(row_col(&events->leaders.at[i], 0), key, sizeof key);
        Slice kept = arena_copy(arena, (Slice){key, n});
        if (!kept.p || !map_put(&events->leader, kept, i)) return arena_status(arena);
    }
    return DLN_OK;
}
