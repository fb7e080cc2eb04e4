/* files.c - folders among the words of the command line are opened: the files in them, names in
 * order, folders in folders too.
 *
 * In: Settings with the words as given. Out: Settings with files alone. Hidden files are left out,
 * and so is what the command itself will write (a result beside the reports, `-o X X`): that is
 * said. The desk that `add` writes is such a result. In a folder only regular files are read, a
 * pipe there would be waited for: that is said too. A folder without files stays as it is, so that
 * reading names it.
 *
 * Known to get wrong: a result that is written into the folder it is made from under a new name, by
 * two commands at once. */
#include "cli/cli.h"
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_WRITTEN = 6 };

typedef struct Names {
    const char **at;
    int n, room;
    struct stat written[MOST_WRITTEN]; /* files that the command will write */
    int n_written;
    bool skipped; /* something was left out, and said to be */
} Names;

/* Only a regular file is spoilt by being written while it is read. */
static void note_written(Names *names, bool known)
{
    if (known && S_ISREG(names->written[names->n_written].st_mode)) names->n_written++;
}

const char *desk_path(const Settings *settings)
{
    const char *named = getenv("DATELINE_DESK");
    if (settings->desk) return settings->desk;
    return named && *named ? named : "desk.db";
}

/* The desk that `add` writes may lie in the folder that is added, with what the database keeps
 * beside it. */
static void note_desk(Names *names, const Settings *settings)
{
    static const char *const beside[] = {"", "-wal", "-shm"};
    char path[4096];
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        int n = snprintf(path, sizeof path, "%s%s", desk_path(settings), beside[i]);
        if (n < 0 || (size_t)n >= sizeof path) return;
        note_written(names, stat(path, &names->written[names->n_written]) == 0);
    }
}

static void note_outputs(Names *names, const Settings *settings)
{
    bool standard = !settings->output || strcmp(settings->output, "-") == 0;
    struct stat *next = names->written;
    note_written(names,
                 (standard ? fstat(STDOUT_FILENO, next) : stat(settings->output, next)) == 0);
    if (settings->state)
        note_written(names, stat(settings->state, &names->written[names->n_written]) == 0);
    if (settings->command && strcmp(settings->command, "add") == 0) note_desk(names, settings);
}

static bool is_written(const Names *names, const struct stat *about)
{
    for (int i = 0; i < names->n_written; i++)
        if (names->written[i].st_dev == about->st_dev && names->written[i].st_ino == about->st_ino)
            return true;
    return false;
}

static bool add_name(Names *names, const char *path)
{
    if (names->n == names->room) {
        int room = names->room ? names->room * 2 : 64;
        const char **more = realloc(names->at, (size_t)room * sizeof *more);
        if (!more) return false;
        names->at = more;
        names->room = room;
    }
    names->at[names->n] = strdup(path);
    return names->at[names->n++] != NULL;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* One entry of a folder, or the word itself. What cannot be opened is listed too: reading says why.
 */
static bool add_entry(Names *names, const FTSENT *e)
{
    switch (e->fts_info) {
    case FTS_F:
        if (!is_written(names, e->fts_statp)) return add_name(names, e->fts_path);
        say("%s: is where the result is written, not read", e->fts_path);
        names->skipped = true;
        return true;
    case FTS_DEFAULT: /* a pipe, a socket, a device */
        if (e->fts_level == 0) return add_name(names, e->fts_path);
        say("%s: is no regular file, not read", e->fts_path);
        names->skipped = true;
        return true;
    case FTS_NS:
    case FTS_DNR:
    case FTS_ERR: return add_name(names, e->fts_path);
    default: return true;
    }
}

static bool add_tree(Names *names, const char *path)
{
    char *root[] = {(char *)(uintptr_t)path, NULL};
    int before = names->n;
    bool good = true, skipped = names->skipped;
    names->skipped = false;
    FTS *tree = fts_open(root, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    for (FTSENT *e; good && tree && (e = fts_read(tree)) != NULL;) {
        if (e->fts_level > 0 && e->fts_name[0] == '.') {
            fts_set(tree, e, FTS_SKIP);
            continue;
        }
        good = add_entry(names, e);
    }
    if (tree) fts_close(tree);
    bool alone = names->n == before && !names->skipped;
    names->skipped = names->skipped || skipped;
    return good && (!alone || add_name(names, path));
}

bool files_open(const Settings *settings, Settings *opened)
{
    Names names = {0};
    bool good = true;
    note_outputs(&names, settings);
    for (int i = 0; i < settings->n_files && good; i++)
        good = strcmp(settings->file[i], "-") == 0 ? add_name(&names, "-")
                                                   : add_tree(&names, settings->file[i]);
    *opened = *settings;
    opened->file = names.at;
    opened->n_files = names.n;
    opened->skipped = names.skipped;
    return good;
}

void files_close(Settings *opened)
{
    for (int i = 0; i < opened->n_files; i++)
        free((void *)(uintptr_t)opened->file[i]);
    free(opened->file);
}
