/* conllu.h - CoNLL-U writer: sentences, words, tags, features, tree, byte spans.
 * Ten columns as in Universal Dependencies; MISC holds SpaceAfter=No, the byte span in the report
 * (Bytes=b-e) and names (NER=B-PER). */
#ifndef DLN_OUT_CONLLU_H
#define DLN_OUT_CONLLU_H
#include "base/buf.h"
#include "lang/lang.h"

/* Whose sentences: "# newdoc id = NAME#MEMBER", "# sent_id = rNUMBER-SENTENCE"; number 0: sentences
 * are counted alone. */
typedef struct ConlluDoc {
    Slice name, member;
    uint32_t number;
} ConlluDoc;

/* One report. names: also write names and bytes into MISC. */
void conllu_write(Sink *sink, const ConlluDoc *doc, const LangText *lang, bool names);
#endif
