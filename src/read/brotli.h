/* brotli.h - unpacks a brotli body (RFC 7932), as servers send pages and archives keep them. */
#ifndef DLN_READ_BROTLI_H
#define DLN_READ_BROTLI_H
#include "base/buf.h"

/* Appends what `packed` unpacks to to `out`, which must be fresh (buf_init, whose maximum is the
 * limit). DLN_ERR_LIMIT: more than that; DLN_ERR_FORMAT: damaged or cut (what came before stands in
 * `out`); DLN_ERR_NOMEM. The caller frees `out` in every case. */
dln_status brotli_unpack(Slice packed, Buf *out);
#endif
