/* align.h - claims of several reports that answer one question.
 *
 * In: the claims of every report (mean/claims), and what the joins know of entities, times,
 * statements and events. Out: groups; a group holds one telling or more of two reports or more, and
 * no two tellings of a group overlap.
 *
 *   align_side.c    a report as the aligner sees it: words with weights, clauses, typed keys
 *   align_near.c    which pairs of claims of two reports are worth a look: inverted index, best few
 *                   each way
 *   align_pair.c    a pair in numbers, all symmetric
 *   align_again.c   what the other pairs say about a pair: rivals, brothers, third reports
 *   align_verdict.c do the tellings of a group agree
 *   align_group.c   scored pairs, best first, to groups
 *
 * What is said of a pair hangs on its two reports alone; a third report is a witness only in the
 * second pass. Weights: data/align.model, made by train/align.py. */
#ifndef DLN_COLLATE_ALIGN_H
#define DLN_COLLATE_ALIGN_H
#include "base/datafile.h"
#include "base/tree_bank.h"
#include "mean/mean.h"

/* Least scores: `join` of a pair that starts a group, `merge` of the mean over the pairs of two
 * groups, `repeat` of the same where a report would get a second telling; `agree` of the verdict.
 */
typedef struct AlignCuts {
    float join, merge, repeat, agree;
} AlignCuts;

typedef struct AlignPair {
    uint32_t a, b;             /* claims, counted over the sides */
    float near, worse, better; /* likeness of the index; behind the best of each of the two */
    float score;               /* probability that they answer one question */
} AlignPair;

typedef struct AlignTelling {
    uint32_t report, claim; /* Findings.claims */
} AlignTelling;
/* What is said to be one value slot: tellings in the order of decisions, then by place. */
typedef struct AlignGroup {
    VEC(AlignTelling) tellings;
    float score; /* mean over its pairs of different reports */
    float agree; /* probability that its tellings say the same (align_verdict.c) */
} AlignGroup;

typedef struct Aligned {
    VEC(AlignPair) pairs;
    VEC(AlignGroup) groups; /* best first */
} Aligned;

/* Called for every pair with its columns of the first and the second pass, while training data is
 * gathered. `pass` 0 or 1. */
typedef struct AlignTrace {
    int pass; /* 0, 1: of a pair; 2: of a group */
    AlignTelling a, b;
    const AlignPair *pair;
    const AlignGroup *group;
    const float *column;
    uint32_t n;
} AlignTrace;
typedef void (*AlignEach)(void *context, const AlignTrace *trace);
struct Sides;
/* How much a word tells, 0 to 1: one that most news uses tells little. */
typedef struct WordWeight {
    uint32_t lemma; /* as Findings.token_lemmas */
    float weight;
} WordWeight;
enum { USUAL_BITS = 12, USUAL_DOORS = 1 << USUAL_BITS };
typedef struct Aligner {
    DataFile data;
    const WordWeight *usual; /* by lemma; a word that is not there tells most: 1 */
    uint32_t n_usual;
    const uint32_t *usual_first; /* [USUAL_DOORS + 1] where those of the same upper bits begin */
    Trees half, pair, again,
        verdict; /* first pass half way and whole, second pass, do groups agree */
    TreeBank half_bank, pair_bank, again_bank; /* the same, many pairs at once */
    Arena arena;                               /* of the banks */
    AlignCuts cuts;
    /* NULL but in training: every pair of either pass, every group; all pairs before they are
     * grouped. */
    AlignEach each;
    void (*paired)(void *context, const struct Sides *sides, Aligned *alignment);
    void *context;
} Aligner;

dln_status aligner_open(const char *data_dir, Aligner *aligner, dln_error *err);
void aligner_close(Aligner *aligner);
float aligner_weight(const Aligner *aligner, uint32_t lemma);
/* Names of the columns, in order; for the trainer. */
const char *align_column_name(int pass, uint32_t i); /* NULL behind the last */

typedef struct Join Join;
/* Groups in scratch memory of `join`. */
dln_status align_claims(Join *join, const Aligner *aligner, Aligned *out);
#endif
