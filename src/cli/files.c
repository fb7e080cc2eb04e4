/* files.c - folders among the words of the command line are opened: the files in them, names in
 * order, folders in folders too.
 *
 * In: Settings with the words as given. Out: Settings with files alone. Hidden files are left out.
 * A folder without files stays as it is, so that reading names it. */
#include "cli/cli.h"
#include <fts.h>
#include <stdlib.h>
#include <string.h>

typedef struct Names {
    const char **at;
    int n, room;
} Names;

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

/* What cannot be opened is listed too: reading says why. */
static bool add_tree(Names *names, const char *path)
{
    char *root[] = {(char *)(uintptr_t)path, NULL};
    int before = names->n;
    bool good = true;
    FTS *tree = fts_open(root, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    for (FTSENT *e; good && tree && (e = fts_read(tree)) != NULL;) {
        if (e->fts_level > 0 && e->fts_name[0] == '.') {
            fts_set(tree, e, FTS_SKIP);
            continue;
        }
        if (e->fts_info == FTS_F || e->fts_info == FTS_NS || e->fts_info == FTS_DEFAULT)
            good = add_name(names, e->fts_path);
    }
    if (tree) fts_close(tree);
    return good && (names->n > before || add_name(names, path));
}

bool files_open(const Settings *settings, Settings *opened)
{
    Names names = {0};
    bool good = true;
    for (int i = 0; i < settings->n_files && good; i++)
        good = strcmp(settings->file[i], "-") == 0 ? add_name(&names, "-")
                                                   : add_tree(&names, settings->file[i]);
    *opened = *settings;
    opened->file = names.at;
    opened->n_files = names.n;
    return good;
}

void files_close(Settings *opened)
{
    for (int i = 0; i < opened->n_files; i++)
        free((void *)(uintptr_t)opened->file[i]);
    free(opened->file);
}
