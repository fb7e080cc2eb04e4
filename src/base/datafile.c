/* datafile.c - see datafile.h. */
#include "base/datafile.h"
#include "base/map.h"
#include <stdio.h>

enum { HEAD = 32, ENTRY = 40, NAME = 24, ALIGN = 64, MAX_SECTIONS = 4096 };

static uint64_t le64(const uint8_t *p)
{
    uint64_t v = 0;
    for (int i = 7; i >= 0; i--)
        v = v << 8 | p[i];
    return v;
}
static uint32_t le32(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static const char *entry_check(const uint8_t *entry, size_t first, size_t n)
{
    uint64_t offset = le64(entry + NAME), size = le64(entry + NAME + 8);
    if (entry[NAME - 1] != 0 || entry[0] == 0) return "section name";
    if (offset < first || offset % ALIGN || offset > n || size > n - offset)
        return "section bounds";
    return NULL;
}

const char *datafile_check(const uint8_t *bytes, size_t n)
{
    if (n < HEAD || memcmp(bytes, "DLNDATA1", 8) != 0) return "not a dateline data file";
    if (le32(bytes + 8) != 1) return "unknown version";
    uint32_t sections = le32(bytes + 12);
    if (le64(bytes + 16) != n) return "file size";
    if (sections > MAX_SECTIONS || HEAD + (uint64_t)sections * ENTRY > n) return "section table";
    if (le64(bytes + 24) != hash_bytes((Slice){(const char *)bytes + HEAD, n - HEAD}, 0))
        return "checksum";
    for (uint32_t i = 0; i < sections; i++) {
        const char *fault = entry_check(bytes + HEAD + (size_t)i * ENTRY,
                                        HEAD + (size_t)sections * ENTRY, n);
        if (fault) return fault;
    }
    return NULL;
}

dln_status datafile_open(const char *dir, const char *name, DataFile *data, dln_error *err)
{
    char path[4096];
    *data = (DataFile){{NULL, 0}, 0};
    if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path)
        return err_fill(err, DLN_ERR_DATA, "open", "data path too long");
    if (file_map(path, &data->file) != DLN_OK)
        return err_fill(err, DLN_ERR_DATA, "open", "%.200s cannot be opened", path);
    const char *fault = datafile_check(data->file.p, data->file.n);
    if (fault) {
        file_unmap(&data->file);
        return err_fill(err, DLN_ERR_DATA, "open", "%.180s is damaged: %s", path, fault);
    }
    data->sections = le32(data->file.p + 12);
    return DLN_OK;
}

void datafile_close(DataFile *data)
{
    file_unmap(&data->file);
    data->sections = 0;
}

bool datafile_section(const DataFile *data, const char *name, const uint8_t **bytes, size_t *n)
{
    for (uint32_t i = 0; i < data->sections; i++) {
        const uint8_t *entry = data->file.p + HEAD + (size_t)i * ENTRY;
        if (strncmp((const char *)entry, name, NAME) != 0) continue;
        *bytes = data->file.p + le64(entry + NAME);
        *n = (size_t)le64(entry + NAME + 8);
        return true;
    }
    return false;
}

const void *datafile_list(const DataFile *data, const char *name, size_t size, uint32_t *n)
{
    const uint8_t *bytes;
    size_t all;
    if (!datafile_section(data, name, &bytes, &all) || all % size) return NULL;
    *n = (uint32_t)(all / size);
    return bytes;
}
