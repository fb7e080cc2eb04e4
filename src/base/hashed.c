/* hashed.c - see hashed.h. Known to get wrong: nothing; a weight is trusted as the file has it. */
#include "base/hashed.h"
#include "base/datafile.h"
#include <math.h>

dln_status byte_weights_load(const char *data_dir, const char *name, size_t n, Arena *arena,
                             ByteWeights *weights, dln_error *err)
{
    DataFile file;
    const uint8_t *bytes, *scale;
    size_t n_bytes, n_scale;
    *weights = (ByteWeights){NULL, 0};
    TRY(datafile_open(data_dir, name, &file, err));
    bool good = datafile_section(&file, "weights", &bytes, &n_bytes) && n_bytes == n &&
                datafile_section(&file, "scale", &scale, &n_scale) && n_scale == sizeof(float);
    int8_t *kept = good ? ARENA_ARRAY(arena, int8_t, n) : NULL;
    if (kept) {
        memcpy(kept, bytes, n);
        memcpy(&weights->scale, scale, sizeof(float));
        if (isfinite(weights->scale) && weights->scale > 0) weights->at = kept;
    }
    datafile_close(&file);
    if (!good) return err_fill(err, DLN_ERR_DATA, "open", "%s: a section is missing", name);
    return kept ? DLN_OK : arena_status(arena);
}

float byte_weights_chance(const ByteWeights *weights, int32_t sum)
{
    return 1 / (1 + expf(-weights->scale * (float)sum));
}
