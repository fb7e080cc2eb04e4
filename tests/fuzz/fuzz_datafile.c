/* fuzz_datafile.c - the container of trained weights with hostile bytes: checked before anything is
 * believed. */
#include "base/datafile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (datafile_check(data, size) != NULL) return 0;
    DataFile file = {{data, size}, 0};
    const uint8_t *bytes;
    size_t n, sum = 0;
    file.sections = data[12];
    if (datafile_section(&file, "meta", &bytes, &n))
        for (size_t i = 0; i < n; i++)
            sum += bytes[i];
    return sum == SIZE_MAX;
}
