/* sha256.h - SHA-256 (FIPS 180-4) of bytes in memory. */
#ifndef DLN_BASE_SHA256_H
#define DLN_BASE_SHA256_H
#include "base/base.h"

/* Hexadecimal digest of bytes, NUL-terminated. */
void sha256_hex(Slice bytes, char hex[65]);
#endif
