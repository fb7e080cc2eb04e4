/* core.h - what the files of the extension share. */
#ifndef DATELINE_PYTHON_CORE_H
#define DATELINE_PYTHON_CORE_H
#define Py_LIMITED_API 0x03090000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "dateline.h"

/* Names of capsules. */
extern const char ENGINE[], RUN[], RECORD[];

/* Sets dateline.Error; NULL. */
PyObject *fail(dln_status status, const char *stage);
/* A capsule of `object` that keeps `owner` alive (its context). */
PyObject *held(void *object, const char *name, PyCapsule_Destructor give_back, PyObject *owner);
/* str, or None where nothing is known. */
PyObject *text_of(dln_text text);

/* Bytes that a writer of the library fills, without the interpreter's lock: raw memory alone. */
typedef struct Bytes {
    char *p;
    size_t n, room;
} Bytes;
int append(const void *bytes, size_t length, void *context);
/* bytes, or NULL and an exception; the memory is given back. */
PyObject *bytes_of(dln_status status, Bytes *out);

extern PyMethodDef core_stories[]; /* stories.c */
#endif
