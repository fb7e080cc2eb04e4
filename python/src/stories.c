/* stories.c - cards, groups that are followed, piles in parts, copies: thin calls of libdateline.
 *
 * In: capsules, bytes and plain values from dateline/stories.py. Out: the same. Arrays of the
 * library's structs are bytes, as it writes them. Numbers that must be right for memory to be safe
 * are checked by the library, lengths of arrays here. */
#include "core.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char GROUP[] = "dateline.group", PILE[] = "dateline.pile",
                  COPIES[] = "dateline.copies";

/* ---- cards ---- */

/* card(record, report, id) */
static PyObject *core_card(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    Py_ssize_t report;
    const char *id;
    Bytes out = {NULL, 0, 0};
    (void)self;
    if (!PyArg_ParseTuple(args, "Ons", &capsule, &report, &id)) return NULL;
    dln_record *record = PyCapsule_GetPointer(capsule, RECORD);
    if (!record) return NULL;
    return bytes_of(dln_card_write(record, (size_t)report, id, append, &out), &out);
}

/* lines(engine, card): hashes of 8 bytes each */
static PyObject *core_lines(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    const char *card;
    Py_ssize_t n;
    Bytes out = {NULL, 0, 0};
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "Oy#", &capsule, &card, &n)) return NULL;
    dln *engine = PyCapsule_GetPointer(capsule, ENGINE);
    if (!engine) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_card_lines(engine, card, (size_t)n, append, &out);
    Py_END_ALLOW_THREADS return bytes_of(status, &out);
}

/* Items of an array of bytes, in memory that C may read as what it is; NULL: an exception is set.
 */
static void *items_of(const char *bytes, Py_ssize_t n, size_t size, size_t *count)
{
    if ((size_t)n % size) {
        PyErr_SetString(PyExc_ValueError, "bytes are no whole number of items");
        return NULL;
    }
    void *items = malloc((size_t)n + 1);
    if (!items) return PyErr_NoMemory();
    if (n) memcpy(items, bytes, (size_t)n);
    *count = (size_t)n / size;
    return items;
}

/* sketch(engine, card, shared): shared are hashes, ascending */
static PyObject *core_sketch(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    const char *card, *bytes;
    Py_ssize_t n, length;
    size_t count;
    Bytes out = {NULL, 0, 0};
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "Oy#y#", &capsule, &card, &n, &bytes, &length)) return NULL;
    dln *engine = PyCapsule_GetPointer(capsule, ENGINE);
    uint64_t *shared = engine ? items_of(bytes, length, sizeof *shared, &count) : NULL;
    if (!shared) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_card_sketch(engine, card, (size_t)n, shared, count, append,
                                                    &out);
    Py_END_ALLOW_THREADS free(shared);
    return bytes_of(status, &out);
}

/* ---- a group that is followed ---- */

static void group_free(PyObject *capsule)
{
    dln_group_free(PyCapsule_GetPointer(capsule, GROUP));
    Py_XDECREF((PyObject *)PyCapsule_GetContext(capsule));
}

/* follow(engine, live, days, increments, saved or None) */
static PyObject *core_follow(PyObject *self, PyObject *args)
{
    PyObject *owner;
    const char *saved;
    Py_ssize_t n;
    int increments;
    dln_group_options options = {.size = sizeof options};
    dln_group *group = NULL;
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "OIIpz#", &owner, &options.live, &options.days, &increments, &saved,
                          &n))
        return NULL;
    dln *engine = PyCapsule_GetPointer(owner, ENGINE);
    if (!engine) return NULL;
    options.increments = (uint32_t)increments;
    Py_BEGIN_ALLOW_THREADS status = dln_group_open(engine, &options, saved, saved ? (size_t)n : 0,
                                                   &group);
    Py_END_ALLOW_THREADS if (status != DLN_OK) return fail(status, "group");
    PyObject *capsule = held(group, GROUP, group_free, owner);
    if (!capsule) dln_group_free(group);
    return capsule;
}

/* add_card(group, card): (number, id, story, source or None, is copy, share, merged or None) */
static PyObject *core_add_card(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    const char *card;
    Py_ssize_t n;
    dln_placed p = {.size = sizeof p};
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "Oy#", &capsule, &card, &n)) return NULL;
    dln_group *group = PyCapsule_GetPointer(capsule, GROUP);
    if (!group) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_group_add_card(group, card, (size_t)n, &p);
    Py_END_ALLOW_THREADS if (status != DLN_OK) return fail(status, "group");
    return Py_BuildValue("(INNNNfN)", p.number, text_of(p.id), text_of(p.story), text_of(p.source),
                         PyBool_FromLong(p.is_copy), (double)p.share, text_of(p.merged));
}

static int add_change(dln_text story, dln_text line, void *context)
{
    PyObject *one = Py_BuildValue("(NN)", text_of(story), text_of(line));
    int failed = !one || PyList_Append(context, one) != 0;
    Py_XDECREF(one);
    return failed;
}

/* changes(group): (story, line of JSON) each */
static PyObject *core_changes(PyObject *self, PyObject *capsule)
{
    dln_group *group = PyCapsule_GetPointer(capsule, GROUP);
    PyObject *list = group ? PyList_New(0) : NULL;
    (void)self;
    if (!list) return NULL;
    dln_status status = dln_group_changes(group, add_change, list);
    if (status == DLN_OK) return list;
    Py_DECREF(list);
    return PyErr_Occurred() ? NULL : fail(status, "group");
}

/* save_group(group, position, increment) */
static PyObject *core_save_group(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    const char *position;
    int increment;
    Bytes out = {NULL, 0, 0};
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "Osp", &capsule, &position, &increment)) return NULL;
    dln_group *group = PyCapsule_GetPointer(capsule, GROUP);
    if (!group) return NULL;
    status = dln_group_set_position(group, position);
    if (status != DLN_OK) return fail(status, "group");
    Py_BEGIN_ALLOW_THREADS status = increment ? dln_group_save_increment(group, append, &out)
                                              : dln_group_save(group, append, &out);
    Py_END_ALLOW_THREADS return bytes_of(status, &out);
}

static PyObject *core_position(PyObject *self, PyObject *capsule)
{
    dln_group *group = PyCapsule_GetPointer(capsule, GROUP);
    (void)self;
    return group ? PyUnicode_DecodeUTF8(dln_group_position(group),
                                        (Py_ssize_t)strlen(dln_group_position(group)), "replace")
                 : NULL;
}

/* ---- piles ---- */

typedef struct HeldPile {
    dln_pile *pile;
    const dln *engine;
    void *map; /* of a file, NULL: own */
    size_t n;
} HeldPile;

static void pile_give_back(HeldPile *held_pile)
{
    dln_pile_free(held_pile->pile);
    if (held_pile->map) munmap(held_pile->map, held_pile->n);
    free(held_pile);
}

static void pile_free(PyObject *capsule)
{
    pile_give_back(PyCapsule_GetPointer(capsule, PILE));
    Py_XDECREF((PyObject *)PyCapsule_GetContext(capsule));
}

static dln_status map_pile(HeldPile *h, const dln *engine, const char *path)
{
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return DLN_ERR_IO;
    void *map = fstat(file, &about) == 0 && about.st_size > 0
                    ? mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_SHARED, file, 0)
                    : MAP_FAILED;
    close(file);
    if (map == MAP_FAILED) return DLN_ERR_IO;
    h->map = map;
    h->n = (size_t)about.st_size;
    return dln_pile_open(engine, h->map, h->n, &h->pile);
}

/* pile(engine, path or None): a new one, or one of a file */
static PyObject *core_pile(PyObject *self, PyObject *args)
{
    PyObject *owner;
    const char *path;
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "Oz", &owner, &path)) return NULL;
    dln *engine = PyCapsule_GetPointer(owner, ENGINE);
    HeldPile *h = engine ? calloc(1, sizeof *h) : NULL;
    if (!h) return engine ? PyErr_NoMemory() : NULL;
    h->engine = engine;
    Py_BEGIN_ALLOW_THREADS status = path ? map_pile(h, engine, path)
                                         : dln_pile_new(engine, &h->pile);
    Py_END_ALLOW_THREADS PyObject *capsule = status == DLN_OK ? held(h, PILE, pile_free, owner)
                                                              : fail(status, "pile");
    if (!capsule) pile_give_back(h);
    return capsule;
}

static PyObject *done_or_fail(dln_status status)
{
    if (status != DLN_OK) return fail(status, "pile");
    Py_RETURN_NONE;
}

static PyObject *core_pile_add(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    const char *sketch;
    Py_ssize_t n;
    (void)self;
    if (!PyArg_ParseTuple(args, "Oy#", &capsule, &sketch, &n)) return NULL;
    HeldPile *h = PyCapsule_GetPointer(capsule, PILE);
    return h ? done_or_fail(dln_pile_add(h->pile, sketch, (size_t)n)) : NULL;
}

static PyObject *core_pile_close(PyObject *self, PyObject *capsule)
{
    HeldPile *h = PyCapsule_GetPointer(capsule, PILE);
    dln_status status;
    (void)self;
    if (!h) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_pile_close(h->pile);
    Py_END_ALLOW_THREADS return done_or_fail(status);
}

static PyObject *core_pile_count(PyObject *self, PyObject *capsule)
{
    HeldPile *h = PyCapsule_GetPointer(capsule, PILE);
    (void)self;
    return h ? PyLong_FromUnsignedLong(dln_pile_count(h->pile)) : NULL;
}

static PyObject *core_pile_threshold(PyObject *self, PyObject *capsule)
{
    HeldPile *h = PyCapsule_GetPointer(capsule, PILE);
    (void)self;
    return h ? PyFloat_FromDouble((double)dln_pile_threshold(h->pile)) : NULL;
}

static PyObject *core_pile_save(PyObject *self, PyObject *capsule)
{
    HeldPile *h = PyCapsule_GetPointer(capsule, PILE);
    Bytes out = {NULL, 0, 0};
    (void)self;
    return h ? bytes_of(dln_pile_save(h->pile, append, &out), &out) : NULL;
}

/* pile_pairs(pile, from, to): dln_pair each */
static PyObject *core_pile_pairs(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    unsigned from, to;
    Bytes out = {NULL, 0, 0};
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "OII", &capsule, &from, &to)) return NULL;
    HeldPile *h = PyCapsule_GetPointer(capsule, PILE);
    if (!h) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_pile_pairs(h->pile, from, to, append, &out);
    Py_END_ALLOW_THREADS return bytes_of(status, &out);
}

/* The pile and the items of a call's two arguments; NULL: an exception is set. */
static HeldPile *pile_and_items(PyObject *args, size_t size, void **items, size_t *count)
{
    PyObject *capsule;
    const char *bytes;
    Py_ssize_t n;
    if (!PyArg_ParseTuple(args, "Oy#", &capsule, &bytes, &n)) return NULL;
    HeldPile *h = PyCapsule_GetPointer(capsule, PILE);
    *items = h ? items_of(bytes, n, size, count) : NULL;
    return *items ? h : NULL;
}

static PyObject *core_pile_meet(PyObject *self, PyObject *args)
{
    void *pairs;
    size_t count;
    dln_status status;
    HeldPile *h = pile_and_items(args, sizeof(dln_pair), &pairs, &count);
    (void)self;
    if (!h) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_pile_meet(h->pile, pairs, count);
    Py_END_ALLOW_THREADS free(pairs);
    return done_or_fail(status);
}

static PyObject *core_pile_judge(PyObject *self, PyObject *args)
{
    void *pairs;
    size_t count;
    Bytes out = {NULL, 0, 0};
    dln_status status;
    HeldPile *h = pile_and_items(args, sizeof(dln_pair), &pairs, &count);
    (void)self;
    if (!h) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_pile_judge(h->pile, pairs, count, append, &out);
    Py_END_ALLOW_THREADS free(pairs);
    return bytes_of(status, &out);
}

static PyObject *core_pile_keep(PyObject *self, PyObject *args)
{
    void *pairs;
    size_t count;
    dln_status status;
    HeldPile *h = pile_and_items(args, sizeof(dln_judged), &pairs, &count);
    (void)self;
    if (!h) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_pile_keep(h->pile, pairs, &count);
    Py_END_ALLOW_THREADS PyObject *kept = status == DLN_OK
                                              ? PyBytes_FromStringAndSize(
                                                    pairs, (Py_ssize_t)(count * sizeof(dln_judged)))
                                              : fail(status, "pile");
    free(pairs);
    return kept;
}

/* link(engine, judged, n): uint32_t each */
static PyObject *core_link(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    const char *bytes;
    Py_ssize_t length;
    unsigned n;
    size_t count;
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "Oy#I", &capsule, &bytes, &length, &n)) return NULL;
    dln *engine = PyCapsule_GetPointer(capsule, ENGINE);
    dln_judged *pairs = engine ? items_of(bytes, length, sizeof *pairs, &count) : NULL;
    uint32_t *group = pairs ? malloc(((size_t)n + 1) * sizeof *group) : NULL;
    if (!group) {
        free(pairs);
        return PyErr_Occurred() ? NULL : PyErr_NoMemory();
    }
    Py_BEGIN_ALLOW_THREADS status = dln_pile_link(engine, pairs, count, n, group);
    Py_END_ALLOW_THREADS PyObject *out = status == DLN_OK ? PyBytes_FromStringAndSize(
                                                                (const char *)group,
                                                                (Py_ssize_t)(n * sizeof *group))
                                                          : fail(status, "pile");
    free(group);
    free(pairs);
    return out;
}

/* pile_settle(pile, groups, sources or b""): uint32_t each, by number */
static PyObject *core_pile_settle(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    const char *groups, *links;
    Py_ssize_t n_groups, n_links;
    size_t count = 0, linked = 0;
    (void)self;
    if (!PyArg_ParseTuple(args, "Oy#y#", &capsule, &groups, &n_groups, &links, &n_links))
        return NULL;
    HeldPile *h = PyCapsule_GetPointer(capsule, PILE);
    if (!h) return NULL;
    uint32_t *group = items_of(groups, n_groups, sizeof *group, &count);
    dln_source *sources = group ? items_of(links, n_links, sizeof *sources, &linked) : NULL;
    uint32_t *story = sources ? malloc((count + 1) * sizeof *story) : NULL;
    dln_status status = DLN_ERR_USAGE;
    if (story && count == dln_pile_count(h->pile) && (!linked || linked == count))
        status = dln_pile_settle(h->pile, group, linked ? sources : NULL, story);
    PyObject *out = NULL;
    if (story && status == DLN_OK)
        out = PyBytes_FromStringAndSize((const char *)story, (Py_ssize_t)(count * sizeof *story));
    else if (!PyErr_Occurred())
        fail(story ? status : DLN_ERR_NOMEM, "pile");
    free(group);
    free(sources);
    free(story);
    return out;
}

/* ---- copies ---- */

static void copies_free(PyObject *capsule)
{
    dln_copies_free(PyCapsule_GetPointer(capsule, COPIES));
    Py_XDECREF((PyObject *)PyCapsule_GetContext(capsule));
}

static PyObject *core_copies(PyObject *self, PyObject *args)
{
    PyObject *owner;
    unsigned cards;
    dln_copies *copies;
    (void)self;
    if (!PyArg_ParseTuple(args, "OI", &owner, &cards)) return NULL;
    dln *engine = PyCapsule_GetPointer(owner, ENGINE);
    if (!engine) return NULL;
    dln_status status = dln_copies_new(engine, cards, &copies);
    if (status != DLN_OK) return fail(status, "copies");
    PyObject *capsule = held(copies, COPIES, copies_free, owner);
    if (!capsule) dln_copies_free(copies);
    return capsule;
}

/* copies_add(copies, card): dln_source */
static PyObject *core_copies_add(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    const char *card;
    Py_ssize_t n;
    dln_source source;
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "Oy#", &capsule, &card, &n)) return NULL;
    dln_copies *copies = PyCapsule_GetPointer(capsule, COPIES);
    if (!copies) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_copies_add(copies, card, (size_t)n, &source);
    Py_END_ALLOW_THREADS if (status != DLN_OK) return fail(status, "copies");
    return PyBytes_FromStringAndSize((const char *)&source, (Py_ssize_t)sizeof source);
}

PyMethodDef core_stories[] = {{"card", core_card, METH_VARARGS, NULL},
                              {"lines", core_lines, METH_VARARGS, NULL},
                              {"sketch", core_sketch, METH_VARARGS, NULL},
                              {"follow", core_follow, METH_VARARGS, NULL},
                              {"add_card", core_add_card, METH_VARARGS, NULL},
                              {"changes", core_changes, METH_O, NULL},
                              {"save_group", core_save_group, METH_VARARGS, NULL},
                              {"position", core_position, METH_O, NULL},
                              {"pile", core_pile, METH_VARARGS, NULL},
                              {"pile_add", core_pile_add, METH_VARARGS, NULL},
                              {"pile_close", core_pile_close, METH_O, NULL},
                              {"pile_count", core_pile_count, METH_O, NULL},
                              {"pile_threshold", core_pile_threshold, METH_O, NULL},
                              {"pile_save", core_pile_save, METH_O, NULL},
                              {"pile_pairs", core_pile_pairs, METH_VARARGS, NULL},
                              {"pile_meet", core_pile_meet, METH_VARARGS, NULL},
                              {"pile_judge", core_pile_judge, METH_VARARGS, NULL},
                              {"pile_keep", core_pile_keep, METH_VARARGS, NULL},
                              {"link", core_link, METH_VARARGS, NULL},
                              {"pile_settle", core_pile_settle, METH_VARARGS, NULL},
                              {"copies", core_copies, METH_VARARGS, NULL},
                              {"copies_add", core_copies_add, METH_VARARGS, NULL},
                              {NULL, NULL, 0, NULL}};
