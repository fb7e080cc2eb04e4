/* kept.c - what `group --state FILE` keeps from one run to the next, and what `--follow` appends.
 *
 * In: the file, where it is there. Out: the same file, whole: written beside it, brought to the
 * disk, then renamed, so that whatever fails the old state stays. One process at a time: FILE.lock
 * is held from the first read to the last write, a second one is told so at once.
 *
 * Known to get wrong: a file system without flock (some network shares) keeps nobody out. */
#include "cli/cli.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

void kept_none(KeptState *state)
{
    *state = (KeptState){.lock = -1};
}

/* Is the lock that was taken still the one that others find by its name? */
static bool lock_stands(const KeptState *state)
{
    struct stat held, found;
    return fstat(state->lock, &held) == 0 && stat(state->lock_path, &found) == 0 &&
           held.st_dev == found.st_dev && held.st_ino == found.st_ino;
}

/* One try; 1: the file went away meanwhile, try again. */
static int lock_once(KeptState *state)
{
    state->lock = open(state->lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (state->lock < 0) {
        say("%s: cannot be locked: %s", state->path, strerror(errno));
        return EXIT_NOTHING;
    }
    int code = 0;
    if (flock(state->lock, LOCK_EX | LOCK_NB) != 0) {
        say("%s: %s", state->path,
            errno == EWOULDBLOCK ? "is in use by another dateline" : strerror(errno));
        code = EXIT_NOTHING;
    } else if (!lock_stands(state)) {
        code = 1;
    }
    if (code) {
        close(state->lock);
        state->lock = -1;
    }
    return code;
}

static int lock_state(KeptState *state)
{
    int code = 1;
    for (int tries = 0; code == 1 && tries < 100; tries++)
        code = lock_once(state);
    if (code == 1) say("%s: is in use by another dateline", state->path);
    return code ? EXIT_NOTHING : 0;
}

/* The bytes of a file; *n counts them. NULL after a message. */
static char *read_bytes(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    size_t room = 1 << 20, got;
    char *bytes = file ? malloc(room) : NULL;
    *n = 0;
    while (bytes && (got = fread(bytes + *n, 1, room - *n, file)) > 0) {
        *n += got;
        if (*n < room) continue;
        char *more = realloc(bytes, room *= 2);
        if (!more) free(bytes);
        bytes = more;
    }
    bool good = file && bytes && !ferror(file);
    if (!good) say("%s: cannot be read: %s", path, strerror(errno));
    if (file) fclose(file);
    if (good) return bytes;
    free(bytes);
    return NULL;
}

static dln_status open_group(const Settings *s, const dln *engine, const void *bytes, size_t n,
                             dln_group **group)
{
    dln_group_options options = {
        .size = sizeof options, .live = s->window, .days = s->days, .increments = 1};
    if (s->follow) return dln_group_open(engine, &options, bytes, n, group);
    return bytes ? dln_group_restore(engine, s->window, bytes, n, group)
                 : dln_group_new(engine, s->window, group);
}

static int read_state(const KeptState *state, const Settings *settings, const dln *engine,
                      dln_group **group)
{
    size_t n;
    char *bytes = read_bytes(state->path, &n);
    if (!bytes) return EXIT_NOTHING;
    dln_status status = open_group(settings, engine, bytes, n, group);
    free(bytes);
    if (status == DLN_OK) return 0;
    say("%s: %s", state->path,
        status == DLN_ERR_DATA ? "not a state of this model and window" : dln_status_text(status));
    return EXIT_NOTHING;
}

int kept_lock(KeptState *state, const Settings *settings)
{
    state->path = settings->state;
    if (!state->path) return 0;
    int n = snprintf(state->lock_path, sizeof state->lock_path, "%s.lock", state->path);
    if (n >= 0 && (size_t)n < sizeof state->lock_path) return lock_state(state);
    say("name of the state too long");
    return EXIT_NOTHING;
}

int kept_take_up(const KeptState *state, const Settings *settings, const dln *engine,
                 dln_group **group)
{
    if (state->path && access(state->path, F_OK) == 0)
        return read_state(state, settings, engine, group);
    dln_status status = open_group(settings, engine, NULL, 0, group);
    if (status != DLN_OK) say("group: %s", dln_status_text(status));
    return status == DLN_OK ? 0 : EXIT_NOTHING;
}

int kept_open(KeptState *state, const Settings *settings, const dln *engine, dln_group **group)
{
    int code = kept_lock(state, settings);
    return code ? code : kept_take_up(state, settings, engine, group);
}

/* The new state under `path`, on the disk, with the old one's permissions. */
static int write_beside(const KeptState *state, const char *path, dln_group *group)
{
    struct stat old;
    Output file = {.path = path};
    unlink(path); /* what a killed run left; the lock is ours */
    file.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (file.fd < 0) {
        say("%s: cannot be written: %s", path, strerror(errno));
        return EXIT_NOTHING;
    }
    if (stat(state->path, &old) == 0 && fchmod(file.fd, old.st_mode & 07777) != 0)
        file.error = errno;
    dln_status status = file.error ? DLN_OK : dln_group_save(group, output_write, &file);
    if (status == DLN_OK && !file.error && fsync(file.fd) != 0) file.error = errno;
    int code = output_close(&file);
    if (code || status == DLN_OK) return code;
    say("%s: cannot be saved: %s", state->path, dln_status_text(status));
    return EXIT_NOTHING;
}

int kept_save(const KeptState *state, dln_group *group)
{
    char path[sizeof state->lock_path];
    if (!state->path) return 0;
    snprintf(path, sizeof path, "%s.new", state->path); /* shorter than the lock's name */
    int code = write_beside(state, path, group);
    if (!code && rename(path, state->path) != 0) {
        say("%s: cannot be written: %s", state->path, strerror(errno));
        code = EXIT_NOTHING;
    }
    if (code) unlink(path);
    return code;
}

size_t kept_size(const KeptState *state)
{
    struct stat file;
    return stat(state->path, &file) == 0 && file.st_size > 0 ? (size_t)file.st_size : 0;
}

int kept_append(const KeptState *state, dln_group *group)
{
    Output file = {.path = state->path};
    file.fd = open(state->path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
    if (file.fd < 0) {
        say("%s: cannot be written: %s", state->path, strerror(errno));
        return EXIT_NOTHING;
    }
    dln_status status = dln_group_save_increment(group, output_write, &file);
    if (status == DLN_OK && fdatasync(file.fd) != 0) file.error = errno;
    int code = output_close(&file);
    if (!code && status != DLN_OK) say("%s: %s", state->path, dln_status_text(status));
    return code || status != DLN_OK ? EXIT_NOTHING : 0;
}

void kept_close(KeptState *state)
{
    if (state->lock < 0) return;
    unlink(state->lock_path); /* while it is held: who waits for it finds that it went away */
    close(state->lock);
    kept_none(state);
}
