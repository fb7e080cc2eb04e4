/* replay.c - runs a fuzz target over the files of its corpus, and over every file with one byte
 * flipped, cut at a quarter, half and three quarters: what `make test` does where no fuzzer is at
 * hand. Usage: fuzz_NAME FILE... Prints how many inputs were run. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long runs;

static void feed(const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size ? size
                                 : 1); /* an exact block, so that a read past the end is seen */
    if (!exact) exit(3);
    if (size) memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    runs++;
}

static void feed_around(uint8_t *data, size_t size)
{
    feed(data, size);
    for (size_t part = 1; part < 4; part++)
        feed(data, size * part / 4);
    size_t step = size / 24 + 1;
    for (size_t i = 0; i < size; i += step) {
        data[i] ^= (uint8_t)(0x80 >> (i % 8));
        feed(data, size);
        data[i] ^= (uint8_t)(0x80 >> (i % 8));
    }
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (!file) {
            perror(argv[i]);
            return 1;
        }
        static uint8_t data[4 << 20];
        size_t size = fread(data, 1, sizeof data, file);
        fclose(file);
        feed_around(data, size);
    }
    printf("%lu inputs\n", runs);
    return 0;
}
