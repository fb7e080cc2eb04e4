/* sha256.c - SHA-256 of bytes in memory, by nettle, which takes the processor's own instructions
 * where it has them.
 *
 * In: bytes. Out: digest in hexadecimal. */
#include "base/sha256.h"
#include <nettle/sha2.h>

void sha256_hex(Slice bytes, char hex[65])
{
    static const char digit[] = "0123456789abcdef";
    struct sha256_ctx context;
    uint8_t sum[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    sha256_update(&context, bytes.n, (const uint8_t *)bytes.p);
    sha256_digest(&context, sizeof sum, sum);
    for (size_t i = 0; i < sizeof sum; i++) {
        hex[2 * i] = digit[sum[i] >> 4];
        hex[2 * i + 1] = digit[sum[i] & 15];
    }
    hex[64] = 0;
}
