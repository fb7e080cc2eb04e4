/* maintext.h - which blocks of a page are the report's own text. */
#ifndef READ_MAINTEXT_H
#define READ_MAINTEXT_H
#include "read/page/page.h"

enum {
    MAINTEXT_NEAR = 3, /* blocks looked at on either side */
    MAINTEXT_FEATURES = 20 + HINT_COUNT + 17 + 12 + 4 + 6 + 8 + 6 * 2 * MAINTEXT_NEAR + 6 + 10 + 4 +
                        4 + 3 + 1 /* of one block */
};

/* What the features are computed from; in the page's arena. */
typedef struct MaintextView MaintextView;
/* NULL: no memory. Page.title_block must be known. */
MaintextView *maintext_view(Page *page);
/* Features of one block: row[MAINTEXT_FEATURES]. */
void maintext_row(const MaintextView *view, uint32_t block, float *row);
/* Number of the group of blocks marked up like this one, below maintext_groups. */
uint32_t maintext_group(const MaintextView *view, uint32_t block);
uint32_t maintext_groups(const MaintextView *view);
/* Node with the best readability score, 0: none. */
uint32_t maintext_best(const MaintextView *view);

/* Judges the blocks: fills PageBlock.body and kind (BLOCK_BODY, BLOCK_HEADING for subheads inside
 * the body), first_body, last_body. PageBlock.kind must say before which blocks are captions. */
dln_status maintext_choose(Page *page);
/* Takes out of the body what says itself that it is not the telling (veto.c). */
void maintext_veto(Page *page);
/* Paragraphs behind the body that may be the report's and are left out. */
typedef struct LeftOut {
    uint32_t paragraphs, first; /* block, NONE */
} LeftOut;
/* Takes paragraphs back that broken markup put behind the body (regain.c). */
LeftOut maintext_regain(Page *page);

#endif
