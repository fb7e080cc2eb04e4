/* source.c - see source.h. zlib and libzstd do the unpacking.
 *
 * Limits: 200 bytes out for each byte in beyond the first MiB, zstd windows of at most 8 MiB.
 *
 * Known limit: a gzip member inside a gzip member is unpacked once more only when it begins the
 * stream. */
#include "read/source.h"
#include "base/mem.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum {
    PIECE = 1 << 16,
    RATIO = 200,
    FREE_RATIO = 1 << 20,
    WINDOW_LOG = 23,
    MAX_DICTIONARY = 1 << 20
};
typedef enum Pack { PACK_NONE, PACK_GZIP, PACK_ZSTD } Pack;

struct Unpacker {
    int fd;            /* -1: memory */
    const uint8_t *in; /* packed bytes at hand */
    size_t in_n;
    uint64_t in_offset; /* packed bytes before `in` */
    bool in_ended;
    uint8_t piece[PIECE];
    Pack pack;
    z_stream z;
    ZSTD_DStream *zstd;
    bool frame_open; /* inside a member or frame */
    uint64_t out;    /* unpacked bytes so far */
    uint8_t *window;
    size_t window_n, window_cap;
    struct Mark {
        uint64_t out, in;
    } * marks; /* where members begin, those behind the present byte */
    size_t marks_n, marks_cap;
};

/* Remembers that a member begins here. Without memory for it the position of the member before is
 * told. */
static void mark_member(struct Unpacker *u)
{
    if (u->marks_n == u->marks_cap) {
        size_t cap = u->marks_cap ? u->marks_cap * 2 : 64;
        struct Mark *more = cap < (1u << 20) ? mem_resize(u->marks, cap * sizeof *more) : NULL;
        if (!more) return;
        u->marks = more;
        u->marks_cap = cap;
    }
    u->marks[u->marks_n++] = (struct Mark){u->out, u->in_offset};
}

uint64_t source_member(Source *s)
{
    struct Unpacker *u = s->unpacker;
    size_t last = 0;
    if (!s->packed || !u->marks_n) return s->offset;
    while (last + 1 < u->marks_n && u->marks[last + 1].out <= s->offset)
        last++;
    if (last) {
        memmove(u->marks, u->marks + last, (u->marks_n - last) * sizeof *u->marks);
        u->marks_n -= last;
    }
    return u->marks[0].in;
}

uint64_t source_taken(const Source *s)
{
    return s->unpacker->in_offset;
}

uint64_t source_allowance(uint64_t packed)
{
    return FREE_RATIO + (packed < UINT64_MAX / RATIO / 2 ? packed * RATIO : UINT64_MAX / 2);
}

static void damage(Source *s, const char *why)
{
    s->ended = true;
    if (!s->damage) {
        s->damage = why;
        s->damage_at = s->unpacker->in_offset;
    }
}

/* Next piece of packed bytes; false at the end. */
static bool refill(Source *s)
{
    struct Unpacker *u = s->unpacker;
    if (u->in_n || u->in_ended) return u->in_n > 0;
    if (u->fd < 0) {
        u->in_ended = true;
        return false;
    }
    ssize_t got;
    do
        got = read(u->fd, u->piece, PIECE);
    while (got < 0 && errno == EINTR);
    if (got <= 0) {
        if (got < 0) damage(s, "cannot be read to its end");
        u->in_ended = true;
        return false;
    }
    u->in = u->piece;
    u->in_n = (size_t)got;
    return true;
}

static void consumed(struct Unpacker *u, size_t n)
{
    u->in += n;
    u->in_n -= n;
    u->in_offset += n;
}

static bool room(Source *s, size_t more)
{
    struct Unpacker *u = s->unpacker;
    if (s->at != u->window && u->window_n) {
        size_t used = (size_t)(s->at - u->window);
        if (used >= u->window_n / 2) {
            memmove(u->window, s->at, s->n);
            u->window_n = s->n;
            s->at = u->window;
        }
    }
    if (u->window_n + more <= u->window_cap) return true;
    size_t cap = u->window_cap ? u->window_cap : 2 * PIECE,
           used = u->window ? (size_t)(s->at - u->window) : 0;
    while (cap < u->window_n + more)
        cap *= 2;
    uint8_t *fresh = mem_resize(u->window, cap);
    if (!fresh) return false;
    u->window = fresh;
    u->window_cap = cap;
    s->at = fresh + used;
    return true;
}

static void produced(Source *s, size_t n)
{
    struct Unpacker *u = s->unpacker;
    u->window_n += n;
    s->n += n;
    u->out += n;
    if (u->pack != PACK_NONE && u->out > source_allowance(u->in_offset))
        damage(s, "unpacks to more than 200 times its size");
}

static void step_gzip(Source *s)
{
    struct Unpacker *u = s->unpacker;
    if (!u->frame_open) {
        if (!u->in_n) {
            s->ended = true;
            return;
        }
        if (u->in[0] != 0x1f) {
            damage(s, "bytes behind the gzip data");
            return;
        }
        mark_member(u);
        inflateReset(&u->z);
        u->frame_open = true;
    }
    u->z.next_in = (Bytef *)(uintptr_t)u->in;
    u->z.avail_in = (uInt)(u->in_n > PIECE ? PIECE : u->in_n);
    u->z.next_out = u->window + u->window_n;
    u->z.avail_out = PIECE;
    uInt before = u->z.avail_in;
    int status = inflate(&u->z, Z_NO_FLUSH);
    consumed(u, before - u->z.avail_in);
    produced(s, PIECE - u->z.avail_out);
    if (status == Z_STREAM_END)
        u->frame_open = false;
    else if (status != Z_OK && status != Z_BUF_ERROR)
        damage(s, "gzip data is damaged");
}

static void step_zstd(Source *s)
{
    struct Unpacker *u = s->unpacker;
    if (!u->frame_open) {
        mark_member(u);
        u->frame_open = true;
    }
    ZSTD_inBuffer in = {u->in, u->in_n, 0};
    ZSTD_outBuffer out = {u->window + u->window_n, PIECE, 0};
    size_t status = ZSTD_decompressStream(u->zstd, &out, &in);
    consumed(u, in.pos);
    produced(s, out.pos);
    if (ZSTD_isError(status))
        damage(s, "zstd data is damaged");
    else if (status == 0)
        u->frame_open = false;
}

static void step_plain(Source *s)
{
    struct Unpacker *u = s->unpacker;
    size_t n = u->in_n < PIECE ? u->in_n : PIECE;
    memcpy(u->window + u->window_n, u->in, n);
    consumed(u, n);
    produced(s, n);
}

dln_status source_fill(Source *s, size_t want)
{
    struct Unpacker *u = s->unpacker;
    while (s->n < want && !s->ended) {
        bool more = refill(s);
        if (!more && (u->pack == PACK_NONE || !u->frame_open)) {
            s->ended = true;
            break;
        }
        if (!more && u->pack == PACK_ZSTD && u->frame_open) {
            damage(s, "zstd data ends early");
            break;
        }
        if (!room(s, PIECE)) return DLN_ERR_NOMEM;
        uint64_t before_in = u->in_offset, before_out = u->out;
        if (u->pack == PACK_GZIP)
            step_gzip(s);
        else if (u->pack == PACK_ZSTD)
            step_zstd(s);
        else
            step_plain(s);
        if (!s->ended && !more && before_in == u->in_offset && before_out == u->out)
            damage(s, "gzip data ends early");
    }
    return DLN_OK;
}

void source_skip(Source *s, size_t n)
{
    s->at += n;
    s->n -= n;
    s->offset += n;
}

/* A skippable frame at the very front may hold the dictionary of all frames behind it (as WARC
 * archives in zstd do). */
static dln_status take_dictionary(Source *s)
{
    struct Unpacker *u = s->unpacker;
    if (u->in_n < 8 || memcmp(u->in, "\x5D\x2A\x4D\x18", 4) != 0) return DLN_OK;
    size_t size = (size_t)u->in[4] | (size_t)u->in[5] << 8 | (size_t)u->in[6] << 16 |
                  (size_t)u->in[7] << 24;
    if (size > MAX_DICTIONARY) {
        damage(s, "its zstd dictionary is over 1 MiB");
        return DLN_OK;
    }
    uint8_t *dictionary = mem_alloc(size + 1);
    if (!dictionary) return DLN_ERR_NOMEM;
    consumed(u, 8);
    size_t n = 0;
    while (n < size && refill(s)) {
        size_t take = u->in_n < size - n ? u->in_n : size - n;
        memcpy(dictionary + n, u->in, take);
        consumed(u, take);
        n += take;
    }
    bool packed = n > 4 && memcmp(dictionary, "\x28\xB5\x2F\xFD", 4) == 0;
    size_t status = 0;
    if (packed) {
        uint8_t *raw = mem_alloc(MAX_DICTIONARY);
        size_t raw_n = raw ? ZSTD_decompress(raw, MAX_DICTIONARY, dictionary, n) : 0;
        if (raw && !ZSTD_isError(raw_n)) status = ZSTD_DCtx_loadDictionary(u->zstd, raw, raw_n);
        mem_free(raw);
    } else
        status = ZSTD_DCtx_loadDictionary(u->zstd, dictionary, n);
    mem_free(dictionary);
    if (ZSTD_isError(status)) damage(s, "its zstd dictionary is damaged");
    return DLN_OK;
}

static dln_status start(Source *s)
{
    struct Unpacker *u = s->unpacker;
    if (!refill(s)) {
        s->ended = true;
        return DLN_OK;
    }
    if (u->in_n >= 3 && u->in[0] == 0x1f && u->in[1] == 0x8b && u->in[2] == 8) {
        u->pack = PACK_GZIP;
        if (inflateInit2(&u->z, 15 + 16) != Z_OK) {
            u->pack = PACK_NONE;
            return DLN_ERR_NOMEM;
        }
    } else if (u->in_n >= 4 && (memcmp(u->in, "\x28\xB5\x2F\xFD", 4) == 0 ||
                                memcmp(u->in, "\x5D\x2A\x4D\x18", 4) == 0)) {
        u->zstd = ZSTD_createDStream();
        if (!u->zstd) return DLN_ERR_NOMEM;
        u->pack = PACK_ZSTD;
        ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, WINDOW_LOG);
        TRY(take_dictionary(s));
    }
    s->packed = u->pack != PACK_NONE;
    return DLN_OK;
}

static dln_status open_with(Source *s, int fd, Slice memory)
{
    *s = (Source){0};
    struct Unpacker *u = mem_alloc(sizeof *u);
    if (!u) {
        if (fd > STDIN_FILENO) close(fd);
        return DLN_ERR_NOMEM;
    }
    memset(u, 0, sizeof *u);
    u->fd = fd;
    u->in = (const uint8_t *)memory.p;
    u->in_n = memory.n;
    s->unpacker = u;
    dln_status status = start(s);
    if (status != DLN_OK) source_close(s);
    return status;
}

dln_status source_memory(Slice bytes, Source *source)
{
    return open_with(source, -1, bytes);
}

dln_status source_open(const char *path, Source *source, char message[256])
{
    bool standard = strcmp(path, "-") == 0;
    struct stat about;
    *source = (Source){0};
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 || fstat(fd, &about) != 0) {
        snprintf(message, 256, "cannot be opened: %s", strerror(errno));
        if (fd > STDIN_FILENO) close(fd);
        return DLN_ERR_IO;
    }
    if (S_ISDIR(about.st_mode)) {
        snprintf(message, 256, "is a directory; no file in it was read");
        if (!standard) close(fd);
        return DLN_ERR_IO;
    }
    return open_with(source, fd, (Slice){NULL, 0});
}

void source_close(Source *s)
{
    struct Unpacker *u = s->unpacker;
    if (!u) return;
    if (u->pack == PACK_GZIP) inflateEnd(&u->z);
    if (u->zstd) ZSTD_freeDStream(u->zstd);
    if (u->fd > STDIN_FILENO) close(u->fd);
    mem_free(u->window);
    mem_free(u->marks);
    mem_free(u);
    *s = (Source){0};
}
