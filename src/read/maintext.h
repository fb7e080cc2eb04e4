/* maintext.h - which blocks of a page are the report's own text. */
#ifndef READ_MAINTEXT_H
#define READ_MAINTEXT_H
#include "read/page.h"

enum {
    MAINTEXT_NEAR = 3, /* blocks looked at on either side */
    MAINTEXT_FIRST = 20 + HINT_COUNT + 17 + 12 + 4 + 6 + 8 + 6 * 2 * MAINTEXT_NEAR + 6 + 10, /* features of a block alone */
    MAINTEXT_SECOND = MAINTEXT_FIRST + 24 /* with the first judge's opinion of it and its neighbours */
};

/* What the features are computed from; in the page's arena. */
typedef struct MaintextView MaintextView;
/* NULL: no memory. Page.title_block must be known. */
MaintextView *maintext_view(Page *page);
/* Features of one block: row[MAINTEXT_FIRST]. */
void maintext_row(const MaintextView *view, uint32_t block, float *row);
/* Number of the group of blocks marked up like this one, below maintext_groups. */
uint32_t maintext_group(const MaintextView *view, uint32_t block);
uint32_t maintext_groups(const MaintextView *view);
/* Characters of a block. */
float maintext_points(const MaintextView *view, uint32_t block);
/* Node with the best readability score, 0: none; node that holds a block as one of several. */
uint32_t maintext_best(const MaintextView *view);
uint32_t maintext_container(const MaintextView *view, uint32_t block);

/* The first judge's opinions of all blocks and their sums by container, group and page. */
typedef struct Opinions {
    float *of; /* [blocks] probability of being body text */
    float *node_mass, *node_points; /* [nodes] characters, weighted by opinion and not, of the blocks that have the node as container or its parent */
    float *group_mass, *group_points; /* [groups] */
    float *mass_before; /* [blocks + 1] */
    float best;
    uint32_t count; /* blocks above one half */
} Opinions;
/* Sums up opinions.of. False: no memory. */
bool maintext_sum(const MaintextView *view, Page *page, Opinions *opinions);
/* Features for the second judge: row[MAINTEXT_SECOND]. */
void maintext_second_row(const MaintextView *view, const Page *page, const Opinions *opinions, uint32_t block, float *row);

/* Judges the blocks: fills PageBlock.body and kind (BLOCK_BODY, BLOCK_HEADING for subheads inside the body), first_body, last_body. */
dln_status maintext_choose(Page *page);

#endif
