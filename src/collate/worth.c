/* worth.c - see worth.h.
 *
 * In: facts with their values and evidence, the events, entities and statements they are about.
 * Out: salience, a probability; a low one for all that a single voice tells: of 8,400 such
 * facts of 145 stories that nobody had tuned on, none was learned to be worth a line.
 *
 * Idea: what reports agree on is mostly no news ("President" and "U.S. President", the names in a
 * heading), and what was lined up by mistake is none; what makes a line worth reading is learned
 * from lines that were read and marked useful, trivial or wrong, by what holds for any story, by
 * small trees over the numbers of worth_columns.c (how alike the company of its tellings is, what
 * the value is, how high up).
 *
 * Known to get wrong: a fact whose kind is mostly trivial and which for once is the news (a
 * minister who is called by two offices because he was dismissed). */
#include "collate/worth.h"
#include "collate/worth_columns.h"
#include <ctype.h>
#include <math.h>

#define ALONE_WORTH 0.1f

static bool is_wording(const RecordFact *f)
{
    return slice_is(f->attribute, "wording");
}

dln_status worth_open(const char *data_dir, WorthModel *model, dln_error *err)
{
    const uint8_t *bytes;
    size_t n;
    *model = (WorthModel){0};
    TRY(datafile_open(data_dir, "worth.model", &model->data, err));
    if (datafile_section(&model->data, "shared", &bytes, &n) &&
        trees_read(bytes, n, &model->shared) == DLN_OK &&
        model->shared.n_features == WORTH_COLUMN_COUNT)
        return DLN_OK;
    worth_close(model);
    return err_fill(err, DLN_ERR_DATA, "open", "worth.model: section shared");
}

void worth_close(WorthModel *model)
{
    datafile_close(&model->data);
}

/* Do two wordings differ in small words alone ("the", "that")? `why` names the words in marks. */
static bool small_words(const ValueWords *words, Slice why)
{
    bool inside = false, any = false;
    for (size_t i = 0; i < why.n; i++) {
        if (why.p[i] == '"') inside = !inside;
        if (!inside || !isalnum((unsigned char)why.p[i])) continue;
        size_t b = i;
        while (i + 1 < why.n && !strchr("\" ,.;", why.p[i + 1]))
            i++;
        Slice word = {why.p + b, i + 1 - b};
        any = true;
        if (word.n > 1 && !value_words_find_nocase(words, "small", word) &&
            !value_words_find_nocase(words, "drop", word))
            return false;
    }
    return any;
}

/* Whether two wordings are worth a line is seen from the words, not learned: what the editor quotes
 * must be what was said, but for the small words. */
static float weigh_wordings(const ValueWords *words, const RecordFact *f)
{
    const float little = 0.01f;
    if (small_words(words, f->why)) return fminf(f->salience, CONFLICT_WORTH - little);
    return fmaxf(f->salience, CONFLICT_WORTH);
}

/* No line of its own; what an outlet adds of the main event is a change worth one. */
static float alone_worth(const Record *record, const RecordFact *f)
{
    bool main = f->about == ABOUT_EVENT && record->events.at[f->index].main;
    return main ? CONFLICT_WORTH : ALONE_WORTH;
}

dln_status worth_weigh(const WorthModel *worth, const ValueWords *words, Record *record,
                       Arena *scratch)
{
    ArenaMark start = arena_mark(scratch);
    WorthGround *ground;
    TRY(worth_ground(record, scratch, &ground));
    for (uint32_t i = 0; i < record->facts.n; i++) {
        ArenaMark mark = arena_mark(scratch);
        RecordFact *f = &record->facts.at[i];
        float column[WORTH_COLUMN_COUNT];
        f->salience = alone_worth(record, f);
        if (f->verdict == DLN_ONLY) continue;
        TRY(worth_columns(ground, i, scratch, column));
        f->salience = trees_score(&worth->shared, column);
        if (f->verdict == DLN_CONFLICT && is_wording(f)) f->salience = weigh_wordings(words, f);
        arena_rewind(scratch, mark);
    }
    arena_rewind(scratch, start);
    return DLN_OK;
}
