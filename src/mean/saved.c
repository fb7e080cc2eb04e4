/* saved.c - see saved.h.
 *
 * In: Findings. Out: an image: the text, then every array and string that the findings point to,
 * each once, with offsets in place of pointers; packed by zstd. Restoring unpacks the image into
 * the arena and turns offsets into pointers again.
 *
 * Idea: the shapes below say of every struct which of its fields point somewhere; one walk over
 * them writes, the same walk restores, and nothing else knows the layout. A struct that gains a
 * pointer gains a row here: tests/unit/mean/test_saved.c restores with the original freed.
 *
 * Known to get wrong: bytes made by hand; only damage is found, by the checksum. */
#include "mean/saved.h"
#include "base/map.h"
#include "base/mem.h"
#include <dirent.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <zstd.h>

enum { SAVED_VERSION = 2, ALIGN = 16, PACKING = 1 };
#define SAVED_MAGIC "DLNSAVED"

/* ---- shapes: where a struct points to ---- */

typedef enum FieldKind {
    FIELD_SLICE, /* Slice */
    FIELD_NAME,  /* const char *, NUL-terminated, may be NULL */
    FIELD_LIST,  /* VEC(T) */
    FIELD_ARRAY  /* T *, its count a uint32_t elsewhere in the struct */
} FieldKind;
typedef struct Shape Shape;
typedef struct Field {
    FieldKind kind;
    size_t at;       /* bytes from the struct's begin */
    size_t count_at; /* of an array's count */
    const Shape *of; /* items of a list or array */
} Field;
struct Shape {
    size_t size;
    const Field *field;
    uint32_t n_fields;
};

#define SLICE_OF(T, name)                       \
    {                                           \
        FIELD_SLICE, offsetof(T, name), 0, NULL \
    }
#define NAME_OF(T, name)                       \
    {                                          \
        FIELD_NAME, offsetof(T, name), 0, NULL \
    }
#define LIST_OF(T, name, shape)                    \
    {                                              \
        FIELD_LIST, offsetof(T, name), 0, &(shape) \
    }
#define ARRAY_OF(T, name, count, shape)                              \
    {                                                                \
        FIELD_ARRAY, offsetof(T, name), offsetof(T, count), &(shape) \
    }
#define SHAPE(T, fields)                                     \
    {                                                        \
        sizeof(T), fields, sizeof(fields) / sizeof *(fields) \
    }
#define PLAIN(T)           \
    {                      \
        sizeof(T), NULL, 0 \
    }

static const Shape index_shape = PLAIN(uint32_t), span_shape = PLAIN(Span);
static const Shape run_shape = PLAIN(MapRun), block_shape = PLAIN(Block);
static const Shape sentence_shape = PLAIN(Sentence), name_shape = PLAIN(Name);

static const Field slice_fields[] = {{FIELD_SLICE, 0, 0, NULL}};
static const Shape slice_shape = SHAPE(Slice, slice_fields);
static const Field note_fields[] = {NAME_OF(Note, code), SLICE_OF(Note, detail)};
static const Shape note_shape = SHAPE(Note, note_fields);
static const Field token_fields[] = {SLICE_OF(Token, form), SLICE_OF(Token, lemma),
                                     NAME_OF(Token, xpos), NAME_OF(Token, feats),
                                     NAME_OF(Token, subtype)};
static const Shape token_shape = SHAPE(Token, token_fields);
static const Field time_fields[] = {SLICE_OF(TimeMention, value), SLICE_OF(TimeMention, mod)};
static const Shape time_shape = SHAPE(TimeMention, time_fields);
static const Field quantity_fields[] = {SLICE_OF(Quantity, unit), SLICE_OF(Quantity, noun),
                                        SLICE_OF(Quantity, attribute)};
static const Shape quantity_shape = SHAPE(Quantity, quantity_fields);
static const Field role_fields[] = {SLICE_OF(Role, text), SLICE_OF(Role, seat)};
static const Shape role_shape = SHAPE(Role, role_fields);
static const Field entity_fields[] = {SLICE_OF(Entity, name),
                                      SLICE_OF(Entity, key),
                                      SLICE_OF(Entity, actor),
                                      LIST_OF(Entity, mentions, index_shape),
                                      LIST_OF(Entity, roles, role_shape),
                                      SLICE_OF(Entity, seat)};
static const Shape entity_shape = SHAPE(Entity, entity_fields);
static const Field mention_fields[] = {SLICE_OF(Mention, rule)};
static const Shape mention_shape = SHAPE(Mention, mention_fields);
static const Field statement_fields[] = {
    SLICE_OF(Statement, verb), LIST_OF(Statement, content, span_shape),
    LIST_OF(Statement, via, index_shape), SLICE_OF(Statement, via_note), SLICE_OF(Statement, rule)};
static const Shape statement_shape = SHAPE(Statement, statement_fields);
static const Field part_fields[] = {SLICE_OF(Participant, how)};
static const Shape part_shape = SHAPE(Participant, part_fields);
static const Field event_fields[] = {
    SLICE_OF(Event, type),  SLICE_OF(Event, mode),
    SLICE_OF(Event, cameo), SLICE_OF(Event, label),
    SLICE_OF(Event, kind),  LIST_OF(Event, parts, part_shape),
    SLICE_OF(Event, rule),  LIST_OF(Event, quantities, index_shape)};
static const Shape event_shape = SHAPE(Event, event_fields);

static const Shape claim_shape = PLAIN(Claim);

/* What is saved: the report and its findings side by side. */
typedef struct Whole {
    Report report;
    Findings findings;
} Whole;
static const Field whole_fields[] = {
    SLICE_OF(Whole, report.text), /* first: other slices lie in it */
    SLICE_OF(Whole, report.source),
    SLICE_OF(Whole, report.member),
    SLICE_OF(Whole, report.media_type),
    SLICE_OF(Whole, report.language),
    LIST_OF(Whole, report.map, run_shape),
    LIST_OF(Whole, report.blocks, block_shape),
    LIST_OF(Whole, report.markup, span_shape),
    SLICE_OF(Whole, report.title),
    SLICE_OF(Whole, report.outlet),
    SLICE_OF(Whole, report.byline),
    SLICE_OF(Whole, report.url),
    SLICE_OF(Whole, report.section),
    SLICE_OF(Whole, report.image),
    SLICE_OF(Whole, report.caption),
    LIST_OF(Whole, report.agencies, slice_shape),
    LIST_OF(Whole, report.authors, slice_shape),
    SLICE_OF(Whole, report.dateline.place),
    SLICE_OF(Whole, report.dateline.date),
    SLICE_OF(Whole, report.published.value),
    SLICE_OF(Whole, report.modified.value),
    LIST_OF(Whole, report.notes, note_shape),
    ARRAY_OF(Whole, findings.lang.token, findings.lang.n_tokens, token_shape),
    ARRAY_OF(Whole, findings.lang.sentence, findings.lang.n_sentences, sentence_shape),
    ARRAY_OF(Whole, findings.lang.name, findings.lang.n_names, name_shape),
    LIST_OF(Whole, findings.times, time_shape),
    LIST_OF(Whole, findings.quantities, quantity_shape),
    LIST_OF(Whole, findings.entities, entity_shape),
    LIST_OF(Whole, findings.mentions, mention_shape),
    LIST_OF(Whole, findings.statements, statement_shape),
    LIST_OF(Whole, findings.events, event_shape),
    LIST_OF(Whole, findings.claims, claim_shape),
    LIST_OF(Whole, findings.claim_lemmas, index_shape),
    LIST_OF(Whole, findings.token_lemmas, index_shape)};
static const Shape whole_shape = SHAPE(Whole, whole_fields);

/* Sizes and places of all fields of all shapes: another layout, another number. */
static uint64_t layout_of(const Shape *shape, uint64_t seed)
{
    uint64_t sum = hash_bytes((Slice){(const char *)&shape->size, sizeof shape->size}, seed);
    for (uint32_t i = 0; i < shape->n_fields; i++) {
        const Field *f = &shape->field[i];
        uint64_t row[3] = {(uint64_t)f->kind, f->at, f->count_at};
        sum = hash_bytes((Slice){(const char *)row, sizeof row}, sum);
        if (f->of) sum = layout_of(f->of, sum); /* as deep as the structs of this file */
    }
    return sum;
}

/* ---- writing ---- */

typedef struct Image {
    Buf *bytes;
    Map strings; /* a string that lies outside the text -> its offset */
    Slice text;
    size_t text_at;
} Image;

/* Appends `n` bytes at an even place; the offset, 0 when there is no room. */
static size_t append(Image *image, const void *p, size_t n)
{
    static const char zeros[ALIGN] = {0};
    buf_add(image->bytes, (Slice){zeros, (ALIGN - image->bytes->n % ALIGN) % ALIGN});
    size_t at = image->bytes->n;
    buf_add(image->bytes, (Slice){p, n});
    return image->bytes->failed ? 0 : at;
}

static bool in_text(const Image *image, Slice s)
{
    uintptr_t p = (uintptr_t)s.p, begin = (uintptr_t)image->text.p;
    return image->text_at && p >= begin && p + s.n <= begin + image->text.n;
}

/* Offset of a string of the image, with a NUL behind it; each other string stands once. */
static size_t string_at(Image *image, Slice s)
{
    if (s.n && in_text(image, s)) return image->text_at + (size_t)(s.p - image->text.p);
    uint32_t known = map_find(&image->strings, s);
    if (known != NONE) return known;
    size_t at = append(image, s.p, s.n);
    buf_add(image->bytes, (Slice){"", 1});
    if (!at || image->bytes->failed || at >= NONE) return 0;
    return map_put(&image->strings, s, (uint32_t)at) ? at : 0;
}

static uint32_t count_of(const char *item, const Field *f)
{
    uint32_t n;
    size_t at = f->kind == FIELD_LIST ? f->at + sizeof(void *) : f->count_at;
    memcpy(&n, item + at, sizeof n);
    return n;
}

static void set_pointer(Image *image, size_t at, size_t offset)
{
    uintptr_t value = offset;
    memcpy(image->bytes->p + at, &value, sizeof value);
}

/* A list of the image has no room behind its items: what is appended to it later begins a list of
 * its own. */
static void close_list(char *item, const Field *f, uint32_t n)
{
    if (f->kind == FIELD_LIST) memcpy(item + f->at + sizeof(void *) + sizeof n, &n, sizeof n);
}

static bool write_struct(Image *image, const char *item, size_t at, const Shape *shape);

static bool write_items(Image *image, const char *items, uint32_t n, size_t field_at,
                        const Shape *shape)
{
    size_t at = n ? append(image, items, n * shape->size) : 0;
    if (n && !at) return false;
    set_pointer(image, field_at, at);
    for (uint32_t i = 0; i < n && shape->n_fields; i++)
        if (!write_struct(image, items + i * shape->size, at + i * shape->size, shape))
            return false;
    return true;
}

/* The struct's own bytes stand at `at`; what it points to is appended and its pointers become
 * offsets, 0 for NULL. Nested as deep as the shapes of this file, four. */
static bool write_struct(Image *image, const char *item, size_t at, const Shape *shape)
{
    for (uint32_t i = 0; i < shape->n_fields; i++) {
        const Field *f = &shape->field[i];
        const char *pointer;
        memcpy(&pointer, item + f->at, sizeof pointer);
        if (f->kind == FIELD_LIST || f->kind == FIELD_ARRAY) {
            if (!write_items(image, pointer, count_of(item, f), at + f->at, f->of)) return false;
            close_list(image->bytes->p + at, f, count_of(item, f));
            continue;
        }
        Slice s = {pointer, 0};
        if (f->kind == FIELD_SLICE)
            memcpy(&s, item + f->at, sizeof s);
        else
            s = slice_of(pointer);
        size_t string = s.p ? string_at(image, s) : 0;
        if (s.p && !string) return false;
        set_pointer(image, at + f->at, string);
    }
    return true;
}

typedef struct Head {
    char magic[8];
    uint64_t stamp, layout, sum; /* sum: of the packed bytes */
    uint64_t size;               /* bytes of the image */
    uint32_t version, reserved;
} Head;

static dln_status write_image(const Whole *whole, Buf *bytes, Arena *scratch)
{
    Image image = {.bytes = bytes};
    map_init(&image.strings, scratch);
    append(&image, whole, sizeof *whole);
    size_t text_at = append(&image, whole->report.text.p, whole->report.text.n);
    buf_add(bytes, (Slice){"", 1});
    if (bytes->failed) return DLN_ERR_LIMIT;
    image.text = whole->report.text;
    image.text_at = text_at;
    if (!write_struct(&image, (const char *)whole, 0, &whole_shape))
        return bytes->failed ? DLN_ERR_LIMIT : arena_status(scratch);
    return DLN_OK;
}

/* Checksum of the head and the packed bytes behind it. */
static uint64_t sum_of(Head head, Slice packed)
{
    head.sum = 0;
    return hash_bytes(packed, hash_bytes((Slice){(const char *)&head, sizeof head}, 0));
}

static dln_status pack(const Buf *image, Head *head, Buf *out)
{
    size_t room = ZSTD_compressBound(image->n), at = out->n;
    buf_add(out, (Slice){(const char *)head, sizeof *head});
    if (out->failed || room > out->max - out->n) return DLN_ERR_LIMIT;
    char *packed = mem_alloc(room);
    if (!packed) return DLN_ERR_NOMEM;
    size_t n = ZSTD_compress(packed, room, image->p, image->n, PACKING);
    if (!ZSTD_isError(n)) head->sum = sum_of(*head, (Slice){packed, n});
    if (!ZSTD_isError(n)) buf_add(out, (Slice){packed, n});
    mem_free(packed);
    if (ZSTD_isError(n) || out->failed) return DLN_ERR_NOMEM;
    memcpy(out->p + at, head, sizeof *head);
    return DLN_OK;
}

dln_status findings_save(const Findings *findings, uint64_t stamp, Buf *out, Arena *scratch)
{
    ArenaMark mark = arena_mark(scratch);
    Whole *whole = ARENA_NEW(scratch, Whole);
    if (!whole) return arena_status(scratch);
    whole->report = *findings->report;
    whole->report.arena = (Arena){0};
    whole->findings = *findings;
    whole->findings.report = NULL;
    whole->findings.reading = NULL; /* made again in a moment */
    Buf image;
    buf_init(&image, out->max);
    dln_status status = write_image(whole, &image, scratch);
    Head head = {.magic = SAVED_MAGIC,
                 .stamp = stamp,
                 .layout = layout_of(&whole_shape, 0),
                 .size = image.n,
                 .version = SAVED_VERSION};
    if (status == DLN_OK) status = pack(&image, &head, out);
    buf_free(&image);
    arena_rewind(scratch, mark);
    return status;
}

/* ---- restoring ---- */

/* Turns the offsets of a struct's pointers into pointers; false when one leads out of the image. */
static bool restore_struct(char *image, size_t size, char *item, const Shape *shape);

static bool restore_items(char *image, size_t size, char *item, const Field *f)
{
    uintptr_t offset;
    uint32_t n = count_of(item, f);
    memcpy(&offset, item + f->at, sizeof offset);
    close_list(item, f, n);
    if (!n || !offset) return n == 0;
    if (offset > size || n > (size - offset) / f->of->size) return false;
    char *items = image + offset;
    memcpy(item + f->at, &items, sizeof items);
    for (uint32_t i = 0; i < n && f->of->n_fields; i++)
        if (!restore_struct(image, size, items + i * f->of->size, f->of)) return false;
    return true;
}

static bool restore_string(char *image, size_t size, char *item, const Field *f)
{
    uintptr_t offset;
    size_t n = 0;
    memcpy(&offset, item + f->at, sizeof offset);
    if (f->kind == FIELD_SLICE) memcpy(&n, item + f->at + offsetof(Slice, n), sizeof n);
    if (offset > size || n > size - offset) return false;
    char *string = offset ? image + offset : NULL;
    if (!string && n) return false;
    memcpy(item + f->at, &string, sizeof string);
    return true;
}

static bool restore_struct(char *image, size_t size, char *item, const Shape *shape)
{
    for (uint32_t i = 0; i < shape->n_fields; i++) {
        const Field *f = &shape->field[i];
        bool good = f->kind == FIELD_LIST || f->kind == FIELD_ARRAY
                        ? restore_items(image, size, item, f)
                        : restore_string(image, size, item, f);
        if (!good) return false;
    }
    return true;
}

/* Reads the head: of this format, its sum that of all behind it. */
static bool head_whole(Slice saved, Head *head)
{
    if (saved.n < sizeof *head) return false;
    memcpy(head, saved.p, sizeof *head);
    return memcmp(head->magic, SAVED_MAGIC, sizeof head->magic) == 0 &&
           head->sum == sum_of(*head, (Slice){saved.p + sizeof *head, saved.n - sizeof *head});
}

bool findings_whole(Slice saved)
{
    Head head;
    return head_whole(saved, &head);
}

static bool head_fits(Slice saved, uint64_t stamp, Head *head)
{
    return head_whole(saved, head) && head->version == SAVED_VERSION && head->stamp == stamp &&
           head->layout == layout_of(&whole_shape, 0) && head->size >= sizeof(Whole);
}

dln_status findings_restore(Slice saved, uint64_t stamp, Report *report, Findings *findings)
{
    Head head;
    if (!head_fits(saved, stamp, &head)) return DLN_ERR_DATA;
    Arena arena = report->arena;
    if (arena.max && head.size > arena.max) return DLN_ERR_LIMIT;
    char *image = arena_alloc(&arena, head.size + 1); /* a NUL behind all */
    dln_status status = image ? DLN_OK : arena_status(&arena);
    size_t n = image
                   ? ZSTD_decompress(image, head.size, saved.p + sizeof head, saved.n - sizeof head)
                   : 0;
    if (image && (ZSTD_isError(n) || n != head.size ||
                  !restore_struct(image, head.size, image, &whole_shape)))
        status = DLN_ERR_DATA;
    if (status == DLN_OK) {
        Whole *whole = (Whole *)(void *)image;
        *report = whole->report;
        *findings = whole->findings;
        findings->report = report;
    }
    report->arena = arena;
    return status;
}

/* ---- what the findings hang on ---- */

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static uint64_t folder_sum(const char *dir, uint64_t seed)
{
    struct dirent **entry;
    int n = scandir(dir, &entry, visible, by_bytes);
    for (int i = 0; i < n; i++) {
        char path[4600];
        struct stat info;
        if (snprintf(path, sizeof path, "%s/%s", dir, entry[i]->d_name) < (int)sizeof path &&
            stat(path, &info) == 0 && S_ISREG(info.st_mode)) {
            seed = hash_bytes(slice_of(entry[i]->d_name), seed);
            seed = hash_bytes((Slice){(const char *)&info.st_size, sizeof info.st_size}, seed);
        }
        free(entry[i]);
    }
    if (n >= 0) free(entry);
    return seed;
}

uint64_t saved_stamp(const char *data_dir, dln_engine engine)
{
    char en[4600];
    uint64_t sum = hash_bytes(slice_of(DLN_VERSION), (uint64_t)engine);
    sum = hash_bytes(SLICE("en"), folder_sum(data_dir, sum)); /* where the one ends */
    return snprintf(en, sizeof en, "%s/en", data_dir) < (int)sizeof en ? folder_sum(en, sum) : sum;
}
