/* fuzz_robots.c - hostile bytes as robots.txt: an answer within the limits, and robots.txt itself
 * may always be asked for. The first line is the path. */
#include "cli/watch.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[2000];
    double delay;
    const uint8_t *end = memchr(data, '\n', size);
    size_t n = end ? (size_t)(end - data) : 0;
    snprintf(path, sizeof path, "/%.*s", (int)(n < 1900 ? n : 1900), (const char *)data);
    robots_allow((const char *)data + n, size - n, "dateline", path, &delay);
    if (delay < 0 || delay > 300) abort();
    if (!robots_allow((const char *)data + n, size - n, "dateline", "/robots.txt", &delay)) abort();
    return 0;
}
