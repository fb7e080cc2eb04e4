/* datafile.h - the container of trained weights: named sections in one file that is mapped, never
 * copied.
 *
 * Layout, little endian: "DLNDATA1" | u32 version (1) | u32 sections | u64 file size | u64 XXH3-64
 * of all bytes behind the 32-byte header | sections x { char name[24] (NUL padded) | u64 offset |
 * u64 size } | section bytes, each at a multiple of 64.
 *
 * A file is hostile until checked: magic, version, size, checksum, every offset. Written by
 * train/datafile.py. */
#ifndef DLN_BASE_DATAFILE_H
#define DLN_BASE_DATAFILE_H
#include "base/io.h"

typedef struct DataFile {
    Mapped file;
    uint32_t sections;
} DataFile;

dln_status datafile_open(const char *dir, const char *name, DataFile *data,
                         dln_error *err); /* DLN_ERR_DATA names the file and the fault */
void datafile_close(DataFile *data);
/* Checks bytes in memory as a container (used by datafile_open and by the fuzz target). NULL when
 * good, else what is wrong. *static* */
const char *datafile_check(const uint8_t *bytes, size_t n);
/* A section, 64-byte aligned within the file; false when absent. `bytes` borrowed from the mapping.
 */
bool datafile_section(const DataFile *data, const char *name, const uint8_t **bytes, size_t *n);
/* A section of items of that size, and their number; NULL: absent, or a part of one is left over.
 */
const void *datafile_list(const DataFile *data, const char *name, size_t size, uint32_t *n);
#endif
