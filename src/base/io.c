/* io.c - see io.h. Known limit: a file that is changed while it is read is taken as the bytes that
 * came. */
#include "base/io.h"
#include "base/utf8.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

dln_status err_fill(dln_error *err, dln_status code, const char *stage, const char *format, ...)
{
    if (!err) return code;
    *err = (dln_error){.code = code, .stage = stage, .input = "", .position = UINT64_MAX};
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return code;
}

static dln_status read_error(char message[256], const char *what)
{
    snprintf(message, 256, "%s: %s", what, strerror(errno));
    return DLN_ERR_IO;
}

/* Reads the descriptor to its end, doubling a buffer in the arena. */
static dln_status drain(int fd, uint64_t max, Arena *arena, Slice *bytes, char message[256])
{
    size_t cap = 1 << 16, n = 0;
    char *p = arena_array(arena, cap, 1);
    for (;;) {
        if (!p) {
            snprintf(message, 256, "no memory for it");
            return arena_status(arena);
        }
        ssize_t got = read(fd, p + n, cap - n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return read_error(message, "cannot be read");
        if (got == 0) break;
        n += (size_t)got;
        if (n > max) {
            snprintf(message, 256, "is larger than the limit of %llu bytes",
                     (unsigned long long)max);
            return DLN_ERR_LIMIT;
        }
        if (n < cap) continue;
        char *more = arena_array(arena, cap *= 2, 1);
        if (more) memcpy(more, p, n);
        p = more;
    }
    *bytes = (Slice){p, n};
    return DLN_OK;
}

dln_status file_read(const char *path, uint64_t max_bytes, Arena *arena, Slice *bytes,
                     char message[256])
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return read_error(message, "cannot be opened");
    struct stat about;
    dln_status status = DLN_OK;
    if (fstat(fd, &about) != 0)
        status = read_error(message, "cannot be read");
    else if (S_ISDIR(about.st_mode)) {
        snprintf(message, 256, "is a directory");
        status = DLN_ERR_IO;
    } else
        status = drain(fd, max_bytes, arena, bytes, message);
    if (!standard) close(fd);
    return status;
}

dln_status file_map(const char *path, Mapped *file)
{
    *file = (Mapped){NULL, 0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (fd < 0) return DLN_ERR_IO;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        close(fd);
        return DLN_ERR_IO;
    }
    if (about.st_size > 0) {
        void *p = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED) {
            close(fd);
            return DLN_ERR_IO;
        }
        *file = (Mapped){p, (size_t)about.st_size};
    }
    close(fd);
    return DLN_OK;
}

void file_unmap(Mapped *file)
{
    if (file->p) munmap((void *)(uintptr_t)file->p, file->n);
    *file = (Mapped){NULL, 0};
}

static dln_status row_split(Slice line, uint32_t number, Arena *arena, Row *row)
{
    uint32_t tabs = 0;
    for (size_t i = 0; i < line.n; i++)
        tabs += line.p[i] == '\t';
    *row = (Row){ARENA_ARRAY(arena, Slice, tabs + 1), tabs + 1, number};
    if (!row->col) return arena_status(arena);
    size_t start = 0;
    for (uint32_t k = 0; k <= tabs; k++) {
        const char *tab = k < tabs ? memchr(line.p + start, '\t', line.n - start) : NULL;
        size_t end = tab ? (size_t)(tab - line.p) : line.n;
        row->col[k] = slice_trim((Slice){line.p + start, end - start});
        start = end + 1;
    }
    return DLN_OK;
}

/* What a list never holds, however it is edited: bytes that are no text. A file that ends inside a
 * line was cut. */
static bool table_sound(Slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f) return false;
    }
    return text.n > 0 && text.p[text.n - 1] == '\n' && utf8_bad_at(text) == SIZE_MAX;
}

dln_status table_parse(Slice text, Arena *arena, Table *table)
{
    VEC(Row) rows = {0};
    uint32_t number = 0;
    if (!table_sound(text)) return DLN_ERR_DATA;
    for (size_t i = 0; i < text.n;) {
        const char *stop = memchr(text.p + i, '\n', text.n - i);
        size_t end = stop ? (size_t)(stop - text.p) : text.n;
        Slice line = {text.p + i, end - i};
        i = end + 1;
        number++;
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        if (slice_trim(line).n == 0 || line.p[0] == '#') continue;
        Row row;
        TRY(row_split(line, number, arena, &row));
        if (!VEC_PUSH(arena, &rows, row)) return arena_status(arena);
    }
    *table = (Table){rows.at, rows.n};
    return DLN_OK;
}

dln_status table_load(const char *dir, const char *name, Arena *arena, Table *table, dln_error *err)
{
    char path[4096], message[256] = "";
    Slice text = {"", 0};
    if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path)
        return err_fill(err, DLN_ERR_DATA, "open", "data path too long");
    dln_status status = file_read(path, 64u << 20, arena, &text, message);
    if (status != DLN_OK) return err_fill(err, DLN_ERR_DATA, "open", "%.180s %.60s", path, message);
    status = table_parse(text, arena, table);
    return status == DLN_OK ? DLN_OK
                            : err_fill(err, status, "open",
                                       "%.180s is damaged: no list of whole lines in UTF-8", path);
}
