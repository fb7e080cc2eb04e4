/* language_id.h - the language of a text, by Compact Language Detector 2. */
#ifndef READ_LANGUAGE_ID_H
#define READ_LANGUAGE_ID_H
#include <stdbool.h>
#include <stddef.h>

enum { LANGUAGE_NAME = 40 };

#ifdef __cplusplus
extern "C" {
#endif
/* Two-letter code (or what the detector calls it) of n bytes of UTF-8 into code[8]; *share: its
 * part of the text in per cent. False when the detector is not sure. */
bool language_detect(const char *text, size_t n, char code[8], int *share);
/* The English name of a language by its code ("pt-BR": "Portuguese") in `name`; the code itself
 * where the detector knows none. */
void language_name(const char *code, size_t n, char name[LANGUAGE_NAME]);
#ifdef __cplusplus
}
#endif
#endif
