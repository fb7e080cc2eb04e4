/* core.c - what dateline for Python is made of: thin calls of libdateline, by the stable ABI.
 *
 * In: capsules and plain values from dateline/__init__.py, which is the only caller. Out: capsules
 * (engine, run, record, Arrow stream), bytes and plain values; a failure is dateline.Error.
 *
 * A run's capsule holds its engine's, a record's its run's, so that no order of collection can free
 * what is in use. The interpreter's lock is released while the library works; a run and its records
 * belong to one thread at a time, which __init__.py sees to with a lock a run.
 *
 * Known to get wrong: bytes that are not UTF-8 in a file name are handed on as Python decodes them
 * (surrogateescape) and fail for what the file system calls otherwise. */
#include "core.h"
#include "errors.h"
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

const char ENGINE[] = "dateline.engine", RUN[] = "dateline.run", RECORD[] = "dateline.record";
static const char STREAM[] = "arrow_array_stream"; /* the name that the protocol asks for */

/* ---- errors ---- */

/* (code, stage, input, position or None, message), the arguments of dateline.Error. */
static PyObject *error_values(const dln_error *e)
{
    PyObject *position = e->position == UINT64_MAX ? Py_BuildValue("")
                                                   : PyLong_FromUnsignedLongLong(e->position);
    return Py_BuildValue("(issNs)", (int)e->code, e->stage ? e->stage : "",
                         e->input ? e->input : "", position, e->message);
}

static PyObject *fail_error(const dln_error *e)
{
    PyObject *module = PyImport_ImportModule("dateline._error");
    PyObject *class = module ? PyObject_GetAttrString(module, "Error") : NULL;
    PyObject *values = class ? error_values(e) : NULL;
    if (values) PyErr_SetObject(class, values);
    Py_XDECREF(values);
    Py_XDECREF(class);
    Py_XDECREF(module);
    return NULL;
}

PyObject *fail(dln_status status, const char *stage)
{
    dln_error e = {.code = status, .stage = stage, .input = "", .position = UINT64_MAX};
    if (status == DLN_ERR_NOMEM) return PyErr_NoMemory();
    PyOS_snprintf(e.message, sizeof e.message, "%s", dln_status_text(status));
    return fail_error(&e);
}

/* ---- capsules ---- */

static void engine_free(PyObject *capsule)
{
    dln_close(PyCapsule_GetPointer(capsule, ENGINE));
}

static void run_free(PyObject *capsule)
{
    dln_run_free(PyCapsule_GetPointer(capsule, RUN));
    Py_XDECREF((PyObject *)PyCapsule_GetContext(capsule));
}

static void record_free(PyObject *capsule)
{
    dln_record_free(PyCapsule_GetPointer(capsule, RECORD));
    Py_XDECREF((PyObject *)PyCapsule_GetContext(capsule));
}

/* A capsule of `object` that keeps `owner` alive. */
PyObject *held(void *object, const char *name, PyCapsule_Destructor give_back, PyObject *owner)
{
    PyObject *capsule = PyCapsule_New(object, name, give_back);
    if (!capsule) return NULL;
    Py_INCREF(owner);
    PyCapsule_SetContext(capsule, owner);
    return capsule;
}

static PyObject *core_open(PyObject *self, PyObject *args)
{
    const char *data;
    unsigned jobs;
    int careful;
    double seconds;
    long long words; /* negative: the default */
    dln_options options;
    dln_error e;
    dln *engine = NULL;
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "sIpdL", &data, &jobs, &careful, &seconds, &words)) return NULL;
    dln_options_init(&options);
    options.data_dir = data;
    options.jobs = jobs;
    options.engine = careful ? DLN_ENGINE_CAREFUL : DLN_ENGINE_FAST;
    options.max_report_seconds = seconds;
    if (words >= 0) options.max_report_words = words < UINT32_MAX ? (uint32_t)words : 0;
    Py_BEGIN_ALLOW_THREADS status = dln_open(&options, &engine, &e);
    Py_END_ALLOW_THREADS if (status != DLN_OK) return fail_error(&e);
    PyObject *capsule = PyCapsule_New(engine, ENGINE, engine_free);
    if (!capsule) dln_close(engine);
    return capsule;
}

static PyObject *core_run(PyObject *self, PyObject *owner)
{
    dln *engine = PyCapsule_GetPointer(owner, ENGINE);
    dln_run *run;
    (void)self;
    if (!engine) return NULL;
    dln_status status = dln_run_new(engine, &run);
    if (status != DLN_OK) return fail(status, "open");
    PyObject *capsule = held(run, RUN, run_free, owner);
    if (!capsule) dln_run_free(run);
    return capsule;
}

/* ---- inputs ---- */

static PyObject *errors_from(const dln_run *run, size_t first)
{
    PyObject *list = PyList_New(0);
    for (size_t i = first; list && i < dln_run_error_count(run); i++) {
        PyObject *one = error_values(dln_run_error(run, i));
        if (!one || PyList_Append(list, one) != 0) Py_CLEAR(list);
        Py_XDECREF(one);
    }
    return list;
}

/* add(run, name, bytes or None): None reads the file. The errors that came up. */
static PyObject *core_add(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    const char *name, *bytes;
    Py_ssize_t length;
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "Osz#", &capsule, &name, &bytes, &length)) return NULL;
    dln_run *run = PyCapsule_GetPointer(capsule, RUN);
    if (!run) return NULL;
    size_t before = dln_run_error_count(run);
    Py_BEGIN_ALLOW_THREADS status = bytes ? dln_run_add_bytes(run, name, bytes, (size_t)length)
                                          : dln_run_add_file(run, name);
    Py_END_ALLOW_THREADS if (status != DLN_OK &&
                             dln_run_error_count(run) == before) return fail(status, "read");
    return errors_from(run, before);
}

/* add_document(run, name, bytes, charset, url, outlet, published); the last four may be None. */
static PyObject *core_add_document(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    Py_ssize_t length;
    const char *bytes;
    dln_status status;
    dln_document d = {.size = sizeof d};
    (void)self;
    if (!PyArg_ParseTuple(args, "Osy#zzzz", &capsule, &d.name, &bytes, &length, &d.charset, &d.url,
                          &d.outlet, &d.published))
        return NULL;
    dln_run *run = PyCapsule_GetPointer(capsule, RUN);
    if (!run) return NULL;
    d.bytes = bytes;
    d.length = (size_t)length;
    size_t before = dln_run_error_count(run);
    Py_BEGIN_ALLOW_THREADS status = dln_run_add_document(run, &d);
    Py_END_ALLOW_THREADS if (status != DLN_OK &&
                             dln_run_error_count(run) == before) return fail(status, "read");
    return errors_from(run, before);
}

static PyObject *core_restore(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    const char *bytes;
    Py_ssize_t length;
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "Oy#", &capsule, &bytes, &length)) return NULL;
    dln_run *run = PyCapsule_GetPointer(capsule, RUN);
    if (!run) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_run_restore(run, bytes, (size_t)length);
    Py_END_ALLOW_THREADS if (status != DLN_OK) return fail(status, "read");
    Py_RETURN_NONE;
}

static PyObject *core_count(PyObject *self, PyObject *capsule)
{
    dln_run *run = PyCapsule_GetPointer(capsule, RUN);
    (void)self;
    return run ? PyLong_FromSize_t(dln_run_report_count(run)) : NULL;
}

/* ---- records ---- */

static PyObject *record_of(PyObject *owner, dln_status status, dln_record *record)
{
    if (status != DLN_OK) return fail(status, "collate");
    PyObject *capsule = held(record, RECORD, record_free, owner);
    if (!capsule) dln_record_free(record);
    return capsule;
}

static PyObject *core_story(PyObject *self, PyObject *owner)
{
    dln_run *run = PyCapsule_GetPointer(owner, RUN);
    dln_record *record = NULL;
    dln_status status;
    (void)self;
    if (!run) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_run_story(run, &record);
    Py_END_ALLOW_THREADS return record_of(owner, status, record);
}

static PyObject *core_reports(PyObject *self, PyObject *owner)
{
    dln_run *run = PyCapsule_GetPointer(owner, RUN);
    dln_record *record = NULL;
    (void)self;
    if (!run) return NULL;
    dln_status status = dln_run_reports(run, &record);
    return record_of(owner, status, record);
}

static PyObject *core_annotate(PyObject *self, PyObject *args)
{
    PyObject *owner;
    Py_ssize_t report;
    dln_record *record = NULL;
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "On", &owner, &report)) return NULL;
    dln_run *run = PyCapsule_GetPointer(owner, RUN);
    if (!run) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_run_annotate(run, (size_t)report, &record);
    Py_END_ALLOW_THREADS return record_of(owner, status, record);
}

/* Indices of a list as numbers of C; NULL: an exception is set. */
static size_t *indices_of(PyObject *list, size_t *count)
{
    Py_ssize_t n = PyList_Size(list);
    size_t *at = n < 0 ? NULL : PyMem_Malloc(((size_t)n + 1) * sizeof *at);
    if (!at) return n < 0 ? NULL : (size_t *)PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < n; i++)
        at[i] = PyLong_AsSize_t(PyList_GetItem(list, i));
    if (PyErr_Occurred()) {
        PyMem_Free(at);
        return NULL;
    }
    *count = (size_t)n;
    return at;
}

static PyObject *core_story_of(PyObject *self, PyObject *args)
{
    PyObject *owner, *list;
    dln_record *record = NULL;
    dln_status status;
    size_t count = 0;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO", &owner, &list)) return NULL;
    dln_run *run = PyCapsule_GetPointer(owner, RUN);
    size_t *at = run ? indices_of(list, &count) : NULL;
    if (!at) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_run_story_of(run, at, count, &record);
    Py_END_ALLOW_THREADS PyMem_Free(at);
    return record_of(owner, status, record);
}

/* counts(record): reports, entities, times, statements, events, facts. */
static PyObject *core_counts(PyObject *self, PyObject *capsule)
{
    dln_record *record = PyCapsule_GetPointer(capsule, RECORD);
    dln_counts n;
    (void)self;
    if (!record) return NULL;
    dln_record_counts(record, &n);
    return Py_BuildValue("(IIIIII)", n.reports, n.entities, n.times, n.statements, n.events,
                         n.facts);
}

PyObject *text_of(dln_text text)
{
    if (!text.n) Py_RETURN_NONE;
    return PyUnicode_DecodeUTF8(text.p, (Py_ssize_t)text.n, "replace");
}

static PyObject *core_title(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    Py_ssize_t report;
    dln_report about = {.size = sizeof about};
    (void)self;
    if (!PyArg_ParseTuple(args, "On", &capsule, &report)) return NULL;
    dln_record *record = PyCapsule_GetPointer(capsule, RECORD);
    if (!record) return NULL;
    dln_status status = dln_record_report(record, (size_t)report, &about);
    if (status != DLN_OK) return fail(status, "write");
    return text_of(about.title);
}

/* ---- bytes out ---- */

enum { BYTES_LEAST = 1 << 16 }; /* a record's JSON is about that */

int append(const void *bytes, size_t length, void *context)
{
    Bytes *out = context;
    if (length > out->room - out->n) {
        size_t room = 2 * (out->n + length);
        if (room < BYTES_LEAST) room = BYTES_LEAST;
        char *grown = realloc(out->p, room);
        if (!grown) return 1;
        out->p = grown;
        out->room = room;
    }
    memcpy(out->p + out->n, bytes, length);
    out->n += length;
    return 0;
}

PyObject *bytes_of(dln_status status, Bytes *out)
{
    PyObject *bytes = status == DLN_OK ? PyBytes_FromStringAndSize(out->p, (Py_ssize_t)out->n)
                                       : fail(status, "write");
    free(out->p);
    return bytes;
}

/* write(record, format, everything, width, min_confidence) */
static PyObject *core_write(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    int format, all;
    unsigned width;
    dln_write_options options = {.size = sizeof options};
    Bytes out = {NULL, 0, 0};
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "OipIf", &capsule, &format, &all, &width, &options.min_confidence))
        return NULL;
    dln_record *record = PyCapsule_GetPointer(capsule, RECORD);
    if (!record) return NULL;
    options.all = (uint32_t)all;
    options.width = width;
    Py_BEGIN_ALLOW_THREADS status = dln_record_write(record, (dln_format)format, &options, append,
                                                     &out);
    Py_END_ALLOW_THREADS return bytes_of(status, &out);
}

static PyObject *core_save(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    Py_ssize_t report;
    Bytes out = {NULL, 0, 0};
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "On", &capsule, &report)) return NULL;
    dln_run *run = PyCapsule_GetPointer(capsule, RUN);
    if (!run) return NULL;
    Py_BEGIN_ALLOW_THREADS status = dln_run_save(run, (size_t)report, append, &out);
    Py_END_ALLOW_THREADS return bytes_of(status, &out);
}

static PyObject *core_format(PyObject *self, PyObject *args)
{
    const char *name;
    dln_format format;
    (void)self;
    if (!PyArg_ParseTuple(args, "s", &name)) return NULL;
    if (dln_format_by_name(name, &format) == DLN_OK) return PyLong_FromLong((long)format);
    PyErr_Format(PyExc_ValueError, "no format %s", name);
    return NULL;
}

static PyObject *core_columns(PyObject *self, PyObject *args)
{
    int table;
    (void)self;
    if (!PyArg_ParseTuple(args, "i", &table)) return NULL;
    const char *names = dln_table_columns((dln_table)table);
    return PyUnicode_FromFormat("%s%s", names ? names : "",
                                table == DLN_TABLE_REPORTS ? ",error" : "");
}

/* ---- stories of a pile ---- */

static PyObject *placed(const dln_grouped *g, size_t n)
{
    PyObject *list = PyList_New(0);
    for (size_t i = 0; list && i < n; i++) {
        Py_ssize_t source = g[i].source == DLN_NO_REPORT ? -1 : (Py_ssize_t)g[i].source;
        PyObject *one = Py_BuildValue("(nnif)", (Py_ssize_t)g[i].story, source, g[i].is_copy,
                                      g[i].share);
        if (!one || PyList_Append(list, one) != 0) Py_CLEAR(list);
        Py_XDECREF(one);
    }
    return list;
}

/* group(engine, record): for each report (story, source or -1, is a copy, share). */
static PyObject *core_group(PyObject *self, PyObject *args)
{
    PyObject *e, *r;
    dln_status status;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO", &e, &r)) return NULL;
    dln *engine = PyCapsule_GetPointer(e, ENGINE);
    dln_record *record = engine ? PyCapsule_GetPointer(r, RECORD) : NULL;
    if (!record) return NULL;
    size_t n = dln_record_report_count(record);
    dln_grouped *out = PyMem_Calloc(n + 1, sizeof *out);
    if (!out) return PyErr_NoMemory();
    Py_BEGIN_ALLOW_THREADS status = dln_group_all(engine, record, out);
    Py_END_ALLOW_THREADS PyObject *list = status == DLN_OK ? placed(out, n)
                                                           : fail(status, "collate");
    PyMem_Free(out);
    return list;
}

/* ---- tables ---- */

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

/* One table of several records, a batch a record; `next` is handed out next. */
typedef struct Batches {
    uint32_t table;
    size_t n, next;
    struct ArrowArray at[];
} Batches;

static void batches_free(Batches *b)
{
    for (size_t i = b->next; i < b->n; i++)
        b->at[i].release(&b->at[i]);
    free(b);
}

static dln_status schema_of(uint32_t table, struct ArrowSchema *out)
{
    dln_write_options options = {.size = sizeof options, .table = table};
    struct ArrowArray none;
    dln_status status = dln_record_arrow(NULL, &options, out, &none);
    if (status == DLN_OK) none.release(&none);
    return status == DLN_OK && table == DLN_TABLE_REPORTS ? schema_with_error(out) : status;
}

/* Ids go on from record to record. */
static void go_on(dln_counts *before, const dln_record *record)
{
    dln_counts n;
    dln_record_counts(record, &n);
    before->reports += n.reports;
    before->entities += n.entities;
    before->times += n.times;
    before->statements += n.statements;
    before->events += n.events;
    before->facts += n.facts;
}

static dln_status add_batch(Batches *b, const dln_record *record, dln_counts *before)
{
    struct ArrowSchema schema;
    dln_write_options options = {.size = sizeof options, .table = b->table, .before = *before};
    dln_status status = dln_record_arrow(record, &options, &schema, &b->at[b->n]);
    if (status != DLN_OK) return status;
    schema.release(&schema);
    go_on(before, record);
    if (b->table == DLN_TABLE_REPORTS && (status = array_without_error(&b->at[b->n])) != DLN_OK)
        b->at[b->n].release(&b->at[b->n]);
    else
        b->n++;
    return status;
}

/* (input, message) of what failed: a row of the reports. */
static dln_status add_failure(Batches *b, PyObject *item)
{
    const char *input, *message;
    struct ArrowSchema schema;
    if (b->table != DLN_TABLE_REPORTS || !PyArg_ParseTuple(item, "ss", &input, &message))
        return DLN_ERR_USAGE;
    dln_status status = schema_of(b->table, &schema);
    if (status != DLN_OK) return status;
    status = array_of_error(&schema, input, message, &b->at[b->n]);
    schema.release(&schema);
    b->n += status == DLN_OK;
    return status;
}

/* The batches of a list of records, ids going on from one to the next or each record's own; NULL:
 * an exception is set. */
static Batches *batches_of(PyObject *list, uint32_t table, bool own_ids)
{
    Py_ssize_t n = PyList_Size(list);
    if (n < 0) return NULL;
    Batches *b = malloc(sizeof *b + (size_t)n * sizeof *b->at);
    if (!b) return (Batches *)PyErr_NoMemory();
    *b = (Batches){.table = table};
    dln_counts before = {0};
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *item = PyList_GetItem(list, i);
        bool failure = PyTuple_Check(item);
        dln_record *record = failure ? NULL : PyCapsule_GetPointer(item, RECORD);
        if (own_ids) before = (dln_counts){0};
        dln_status status = failure  ? add_failure(b, item)
                            : record ? add_batch(b, record, &before)
                                     : DLN_ERR_USAGE;
        if (status == DLN_OK) continue;
        if (!PyErr_Occurred()) fail(status, "write");
        batches_free(b);
        return NULL;
    }
    return b;
}

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    const Batches *b = stream->private_data;
    return schema_of(b->table, out) == DLN_OK ? 0 : ENOMEM;
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    Batches *b = stream->private_data;
    if (b->next < b->n)
        *out = b->at[b->next++];
    else
        memset(out, 0, sizeof *out);
    return 0;
}

static const char *stream_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "out of memory";
}

static void stream_release(struct ArrowArrayStream *stream)
{
    batches_free(stream->private_data);
    stream->release = NULL;
}

static void stream_free(PyObject *capsule)
{
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, STREAM);
    if (stream->release) stream->release(stream);
    free(stream);
}

/* stream(records, table, own_ids): a capsule of an ArrowArrayStream. */
static PyObject *core_stream(PyObject *self, PyObject *args)
{
    PyObject *list;
    unsigned table;
    int own_ids;
    (void)self;
    if (!PyArg_ParseTuple(args, "OIp", &list, &table, &own_ids)) return NULL;
    struct ArrowArrayStream *stream = malloc(sizeof *stream);
    if (!stream) return PyErr_NoMemory();
    Batches *b = batches_of(list, table, own_ids);
    *stream = (struct ArrowArrayStream){stream_schema, stream_next, stream_error, stream_release,
                                        b};
    PyObject *capsule = b ? PyCapsule_New(stream, STREAM, stream_free) : NULL;
    if (capsule) return capsule;
    if (b) batches_free(b);
    free(stream);
    return NULL;
}

static PyObject *words_at(const struct ArrowArray *a, int64_t row)
{
    const int64_t *at = a->buffers[1];
    const char *bytes = a->buffers[2];
    return PyUnicode_DecodeUTF8(bytes + at[row], (Py_ssize_t)(at[row + 1] - at[row]), "strict");
}

/* The words of a list. */
static PyObject *names_at(const struct ArrowArray *a, int64_t row)
{
    const int32_t *at = a->buffers[1];
    PyObject *list = PyList_New(0);
    for (int32_t i = at[row]; list && i < at[row + 1]; i++) {
        PyObject *one = words_at(a->children[0], i);
        if (!one || PyList_Append(list, one) != 0) Py_CLEAR(list);
        Py_XDECREF(one);
    }
    return list;
}

static int bit_at(const void *bits, int64_t row)
{
    return ((const unsigned char *)bits)[row / 8] >> row % 8 & 1;
}

/* A value as Python has it; a day is days since 1970-01-01. */
static PyObject *value_at(const struct ArrowArray *a, char format, int64_t row)
{
    if (a->buffers[0] && !bit_at(a->buffers[0], row)) Py_RETURN_NONE;
    switch (format) {
    case 'l': return PyLong_FromLongLong(((const int64_t *)a->buffers[1])[row]);
    case 'g': return PyFloat_FromDouble(((const double *)a->buffers[1])[row]);
    case 'b': return PyBool_FromLong(bit_at(a->buffers[1], row));
    case 't': return PyLong_FromLong(((const int32_t *)a->buffers[1])[row]);
    case '+': return names_at(a, row);
    default: return words_at(a, row);
    }
}

static int add_values(PyObject *list, const struct ArrowArray *a, char format)
{
    int failed = 0;
    for (int64_t row = 0; row < a->length && !failed; row++) {
        PyObject *value = value_at(a, format, row);
        failed = !value || PyList_Append(list, value) != 0;
        Py_XDECREF(value);
    }
    return failed;
}

/* (name, format, values) of a column over all batches. */
static PyObject *column_of(const Batches *b, const struct ArrowSchema *field, int64_t column)
{
    PyObject *list = PyList_New(0);
    for (size_t i = 0; list && i < b->n; i++)
        if (add_values(list, b->at[i].children[column], field->format[0])) Py_CLEAR(list);
    return list ? Py_BuildValue("(ssN)", field->name, field->format, list) : NULL;
}

/* values(records, table, own_ids): the columns as Python lists. */
static PyObject *core_values(PyObject *self, PyObject *args)
{
    PyObject *list;
    unsigned table;
    int own_ids;
    struct ArrowSchema schema;
    (void)self;
    if (!PyArg_ParseTuple(args, "OIp", &list, &table, &own_ids)) return NULL;
    Batches *b = batches_of(list, table, own_ids);
    if (!b) return NULL;
    dln_status status = schema_of(table, &schema);
    PyObject *all = status == DLN_OK ? PyList_New(0) : fail(status, "write");
    for (int64_t i = 0; all && i < schema.n_children; i++) {
        PyObject *one = column_of(b, schema.children[i], i);
        if (!one || PyList_Append(all, one) != 0) Py_CLEAR(all);
        Py_XDECREF(one);
    }
    if (status == DLN_OK) schema.release(&schema);
    batches_free(b);
    return all;
}

/* ---- a table of one record after the other ---- */

static const char COLUMNS[] = "dateline.columns";
static const char SCHEMA[] = "arrow_schema", ARRAY[] = "arrow_array"; /* as the protocol has it */

static void columns_free(PyObject *capsule)
{
    dln_columns_free(PyCapsule_GetPointer(capsule, COLUMNS));
}

static PyObject *core_gather(PyObject *self, PyObject *args)
{
    dln_write_options options = {.size = sizeof options};
    dln_columns *columns;
    (void)self;
    if (!PyArg_ParseTuple(args, "I", &options.table)) return NULL;
    dln_status status = dln_columns_new(&options, &columns);
    if (status != DLN_OK) return fail(status, "write");
    PyObject *capsule = PyCapsule_New(columns, COLUMNS, columns_free);
    if (!capsule) dln_columns_free(columns);
    return capsule;
}

/* gather_add(columns, record): (rows, bytes) since they were taken; ids are the record's own. */
static PyObject *core_gather_add(PyObject *self, PyObject *args)
{
    PyObject *c, *r;
    uint64_t rows = 0, bytes = 0;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO", &c, &r)) return NULL;
    dln_columns *columns = PyCapsule_GetPointer(c, COLUMNS);
    dln_record *record = columns ? PyCapsule_GetPointer(r, RECORD) : NULL;
    if (!record) return NULL;
    dln_status status = dln_columns_add(columns, record, NULL);
    if (status == DLN_OK) status = dln_columns_size(columns, &rows, &bytes);
    if (status != DLN_OK) return fail(status, "write");
    return Py_BuildValue("(KK)", (unsigned long long)rows, (unsigned long long)bytes);
}

static void schema_free(PyObject *capsule)
{
    struct ArrowSchema *schema = PyCapsule_GetPointer(capsule, SCHEMA);
    if (schema->release) schema->release(schema);
    free(schema);
}

static void array_free(PyObject *capsule)
{
    struct ArrowArray *array = PyCapsule_GetPointer(capsule, ARRAY);
    if (array->release) array->release(array);
    free(array);
}

/* Both structs as capsules, which own them; NULL: an exception is set and both are released. */
static PyObject *capsules_of(struct ArrowSchema *schema, struct ArrowArray *array)
{
    PyObject *s = PyCapsule_New(schema, SCHEMA, schema_free);
    PyObject *a = s ? PyCapsule_New(array, ARRAY, array_free) : NULL;
    if (a) return Py_BuildValue("(NN)", s, a);
    array->release(array);
    free(array);
    if (s)
        Py_DECREF(s);
    else {
        schema->release(schema);
        free(schema);
    }
    return NULL;
}

/* gather_take(columns): (schema, array), capsules of what was added; the columns begin anew. */
static PyObject *core_gather_take(PyObject *self, PyObject *capsule)
{
    dln_columns *columns = PyCapsule_GetPointer(capsule, COLUMNS);
    (void)self;
    if (!columns) return NULL;
    struct ArrowSchema *schema = malloc(sizeof *schema);
    struct ArrowArray *array = malloc(sizeof *array);
    dln_status status = schema && array ? dln_columns_take(columns, schema, array) : DLN_ERR_NOMEM;
    if (status == DLN_OK) return capsules_of(schema, array);
    free(schema);
    free(array);
    return fail(status, "write");
}

/* ---- module ---- */

static PyMethodDef methods[] = {{"open", core_open, METH_VARARGS, NULL},
                                {"run", core_run, METH_O, NULL},
                                {"add", core_add, METH_VARARGS, NULL},
                                {"add_document", core_add_document, METH_VARARGS, NULL},
                                {"restore", core_restore, METH_VARARGS, NULL},
                                {"count", core_count, METH_O, NULL},
                                {"story", core_story, METH_O, NULL},
                                {"reports", core_reports, METH_O, NULL},
                                {"annotate", core_annotate, METH_VARARGS, NULL},
                                {"story_of", core_story_of, METH_VARARGS, NULL},
                                {"counts", core_counts, METH_O, NULL},
                                {"title", core_title, METH_VARARGS, NULL},
                                {"write", core_write, METH_VARARGS, NULL},
                                {"save", core_save, METH_VARARGS, NULL},
                                {"format", core_format, METH_VARARGS, NULL},
                                {"columns", core_columns, METH_VARARGS, NULL},
                                {"group", core_group, METH_VARARGS, NULL},
                                {"stream", core_stream, METH_VARARGS, NULL},
                                {"values", core_values, METH_VARARGS, NULL},
                                {"gather", core_gather, METH_VARARGS, NULL},
                                {"gather_add", core_gather_add, METH_VARARGS, NULL},
                                {"gather_take", core_gather_take, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "dateline._core", NULL, 0, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__core(void);
PyMODINIT_FUNC PyInit__core(void)
{
    PyObject *made = PyModule_Create(&module);
    if (made && PyModule_AddFunctions(made, core_stories) != 0) Py_CLEAR(made);
    return made;
}
