/* entities_pronoun.c - whom a pronoun stands for: a ranker over the entities in sight, with
 * "nobody" as one of the choices.
 *
 * In: a pronoun draft, the entities mentioned last. Out: its entity, or none. Gender, number and
 * binding (a plain pronoun is not another argument of its own verb) filter; a linear score over
 * distance, grammatical roles, salience and quotation ranks (weights of entities.model, one row for
 * he/she, it, they, trained by train/pronouns.py; Durrett and Klein 2013 show that such surface
 * features go far). Looks back five sentences, and ahead to the subject of the same sentence ("In
 * his speech Orlov said"). Known to fail: two persons of one gender in one sentence with none of
 * the above to part them: the score is then below that of nobody, and the pronoun stays unlinked.
 */
#include "mean/entities/entities_impl.h"
#include <math.h>

#define LOOK_BACK 5
#define CHOICES 24

typedef struct Choice {
    uint32_t build, mention;
    bool ahead;
} Choice;

static uint32_t sort_of(const Draft *p)
{
    return p->gender == GENDER_IT ? 1 : p->gender == GENDER_THEY ? 2 : 0;
}

static bool may_be(const Linker *l, const Draft *p, const Build *b)
{
    const Draft *first = draft(l, b->name_draft);
    if (first->first_person) return false;
    if (p->gender == GENDER_IT) return b->kind != ENTITY_PERSON && !b->plural;
    if (p->gender == GENDER_THEY) return b->plural || b->kind == ENTITY_ORG;
    return b->kind == ENTITY_PERSON && !b->plural &&
           (b->gender == GENDER_UNKNOWN || b->gender == p->gender);
}

/* Verb or noun whose arguments the token is among. */
static uint32_t governor(const Linker *l, uint32_t t)
{
    for (uint32_t steps = 0; steps < 6; steps++) {
        const Token *k = token(l, t);
        if (k->rel != REL_CONJ && k->rel != REL_FLAT && k->rel != REL_APPOS) return k->head;
        if (k->head == NONE) return NONE;
        t = k->head;
    }
    return NONE;
}

static bool bound(const Linker *l, const Draft *p, const Draft *m)
{
    if (p->sentence != m->sentence) return false;
    if (m->first < p->end && m->end > p->first) return true; /* a phrase and a pronoun inside it */
    if (p->reflexive || p->possessive) return false;
    uint32_t a = governor(l, p->head), b = governor(l, m->head);
    return a != NONE && a == b && m->gram != GRAM_POSSESSOR;
}

static bool starts_paragraph_between(const Linker *l, uint32_t from, uint32_t to)
{
    for (uint32_t s = from + 1; s <= to && s <= from + LOOK_BACK; s++)
        if (l->found->lang.sentence[s].paragraph_first) return true;
    return false;
}

static bool is_speaker(const Linker *l, const Draft *m)
{
    uint32_t v = governor(l, m->head);
    return m->gram == GRAM_SUBJECT && v != NONE &&
           word_is(l->words, WORD_SPEECH, token(l, v)->lemma);
}

/* Is some mention of the build a subject before the pronoun in its own sentence? */
static bool subject_here(const Linker *l, const Build *b, const Draft *p)
{
    for (uint32_t i = b->drafts.n, steps = 0; i-- > 0 && steps < NEAR; steps++) {
        const Draft *m = draft(l, b->drafts.at[i]);
        if (m->sentence != p->sentence) break;
        if (m->gram == GRAM_SUBJECT && m->first < p->first) return true;
    }
    return false;
}

static void place_features(const Linker *l, const Draft *p, const Draft *m, float *f)
{
    uint32_t apart = m->sentence > p->sentence ? 0 : p->sentence - m->sentence;
    f[1] = apart == 0;
    f[2] = apart == 1;
    f[3] = (float)apart / LOOK_BACK;
    f[4] = m->gram == GRAM_SUBJECT;
    f[5] = m->gram == GRAM_OBJECT;
    f[6] = m->gram == GRAM_POSSESSOR;
    f[7] = m->gram == GRAM_OBLIQUE;
    uint32_t tokens = m->first > p->first ? m->first - p->first : p->first - m->first;
    f[25] = logf(1.0f + (float)tokens) / 5;
    f[28] = !starts_paragraph_between(l, m->sentence, p->sentence);
    f[17] = m->first < l->found->lang.sentence[m->sentence].first + 3;
    f[15] = p->gram == m->gram;
    f[23] = apart == 1 && p->gram == GRAM_SUBJECT && m->gram == GRAM_SUBJECT;
    f[32] = apart == 0 && p->gram == GRAM_SUBJECT && m->gram == GRAM_SUBJECT;
}

static void fill(const Linker *l, const Draft *p, const Choice *c, uint32_t rank, uint32_t n,
                 float *f)
{
    const Build *b = &l->build.at[c->build];
    const Draft *m = draft(l, c->mention);
    memset(f, 0, PRONOUN_FEATURES * sizeof *f);
    f[0] = 1;
    place_features(l, p, m, f);
    f[8] = subject_here(l, b, p);
    f[9] = m->form == FORM_PRONOUN && m->gender == p->gender;
    f[10] = m->form == FORM_NAME;
    f[11] = b->names > 0;
    f[12] = logf(1.0f + (float)b->drafts.n) / 3;
    f[13] = b->gender != GENDER_UNKNOWN && b->gender == p->gender;
    f[14] = b->gender == GENDER_UNKNOWN;
    if (sort_of(p) == 0 && b->gender == GENDER_UNKNOWN) {
        f[30] = b->hint == p->gender;
        f[31] = b->hint != GENDER_UNKNOWN && b->hint != p->gender;
    }
    f[16] = (float)rank / 8;
    f[18] = bound(l, p, m);
    f[19] = p->quoted && !m->quoted && is_speaker(l, m);
    f[20] = !p->quoted && m->quoted;
    f[21] = draft(l, b->name_draft)->sentence <= 1;
    f[22] = p->possessive && subject_here(l, b, p);
    f[24] = n == 1;
    f[26] = b->drafts.n ? (float)b->subjects / (float)b->drafts.n : 0;
    f[27] = token(l, m->head)->rel == REL_COMPOUND;
    f[29] = b->names == 0;
    if (sort_of(p) > 0) {
        f[30] = b->kind == ENTITY_ORG;
        f[31] = b->kind == ENTITY_PLACE;
    }
    f[33] = c->ahead;
    f[34] = c->ahead && p->possessive;
    f[35] = is_speaker(l, m);
    f[36] = p->reflexive && subject_here(l, b, p);
    f[37] = rank == 0;
    f[38] = b->names > 0 && m->end - m->first > 1 && m->form == FORM_NAME;
    f[39] = p->quoted && m->quoted;
}

/* Weights until a model is there: same sentence, subjects, names; a clash of binding rules out. */
static const struct {
    uint32_t feature;
    float weight;
} by_hand[] = {
    {0, -1.2f},  {1, 0.8f},  {2, 0.5f},  {3, -1.5f}, {4, 0.8f},   {8, 0.8f}, {9, 0.8f},
    {11, 0.6f},  {12, 0.6f}, {13, 0.8f}, {15, 0.3f}, {16, -0.6f}, {18, -5},  {19, -1.5f},
    {20, -0.6f}, {23, 0.6f}, {24, 0.8f}, {28, 0.3f}, {31, -1},    {36, 2},   {37, 0.3f},
};

static float score_of(const EntityWords *words, uint32_t sort, const float *f)
{
    float sum = 0;
    if (words->weight) {
        for (uint32_t i = 0; i < PRONOUN_FEATURES; i++) {
            float w;
            memcpy(&w, words->weight + 4 * ((size_t)sort * PRONOUN_FEATURES + i), 4);
            sum += w * f[i];
        }
        return sum;
    }
    for (size_t i = 0; i < sizeof by_hand / sizeof *by_hand; i++)
        sum += by_hand[i].weight * f[by_hand[i].feature];
    return sum;
}

static uint32_t gather(const Linker *l, const Draft *p, Choice choice[CHOICES])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->n_recent && n < CHOICES - 1; i++) {
        const Build *b = &l->build.at[l->recent[i]];
        const Draft *m = draft(l, b->last);
        if (p->sentence > m->sentence + LOOK_BACK || !may_be(l, p, b)) continue;
        choice[n++] = (Choice){l->recent[i], b->last, false};
    }
    return n;
}

/* Subject name further on in the sentence, when the pronoun stands in what precedes it: "In his
 * speech Orlov said". */
static uint32_t name_ahead(const Linker *l, uint32_t index)
{
    const Draft *p = draft(l, index);
    for (uint32_t i = index + 1; i < l->draft.n && i < index + 12; i++) {
        const Draft *d = draft(l, i);
        if (d->sentence != p->sentence) return NONE;
        if (d->form != FORM_NAME || d->gram != GRAM_SUBJECT || d->entity != NONE) continue;
        uint32_t verb = governor(l, d->head);
        bool before = verb != NONE && under(l, p->head, verb) && governor(l, p->head) != verb;
        if (before &&
            (d->kind == ENTITY_PERSON) == (p->gender == GENDER_HE || p->gender == GENDER_SHE) &&
            (d->gender == GENDER_UNKNOWN || d->gender == p->gender))
            return i;
    }
    return NONE;
}

static void trace(const Linker *l, const Draft *p, PronounChoice *seen, const Choice *choice,
                  uint32_t n, uint32_t best)
{
    for (uint32_t i = 0; i < n; i++) {
        const Build *b = &l->build.at[choice[i].build];
        seen[i].chosen = i == best;
        for (uint32_t k = b->drafts.n; k-- > 0 && seen[i].n_spans < 12;)
            seen[i].span[seen[i].n_spans++] = draft(l, b->drafts.at[k])->span;
        if (choice[i].ahead && seen[i].n_spans < 12)
            seen[i].span[seen[i].n_spans++] = draft(l, choice[i].mention)->span;
    }
    l->trace->see(l->trace->context, p->span, sort_of(p), seen, n);
}

/* "I" outside quotations is the writer, one in a report; inside them it waits for the statements
 * (mean_first_person). */
static void link_first_person(Linker *l, uint32_t index)
{
    if (draft(l, index)->quoted) return;
    uint32_t writer = map_find(&l->full, SLICE("\x01writer"));
    if (writer != NONE) {
        join_build(l, index, writer, "writer");
        return;
    }
    writer = new_build(l, index, "writer");
    if (writer != NONE && !map_put(&l->full, SLICE("\x01writer"), writer)) l->full_up = true;
}

/* The choice's share in a soft-max over all in sight and nobody. */
static float chance_of(const PronounChoice *seen, uint32_t n, uint32_t best, float nobody)
{
    float sum = expf(nobody - seen[best].score);
    for (uint32_t i = 0; i < n; i++)
        sum += expf(seen[i].score - seen[best].score);
    return 1 / sum;
}

void link_pronoun(Linker *l, uint32_t index)
{
    const Draft *p = draft(l, index);
    if (p->first_person) {
        link_first_person(l, index);
        return;
    }
    uint32_t ahead = name_ahead(l, index);
    if (ahead != NONE) link_name(l, ahead);
    Choice choice[CHOICES];
    uint32_t n = gather(l, p, choice), best = NONE;
    if (ahead != NONE && draft(l, ahead)->entity != NONE) {
        for (uint32_t i = 0; i < n; i++)
            if (choice[i].mention == ahead) choice[i].ahead = true;
    }
    PronounChoice seen[CHOICES];
    /* "it" and "they" often stand for no entity */
    const float nobody = sort_of(p) == 0 ? 0 : 0.5f;
    float top = nobody;
    for (uint32_t i = 0; i < n; i++) {
        memset(&seen[i], 0, sizeof seen[i]);
        fill(l, p, &choice[i], i, n, seen[i].feature);
        seen[i].score = seen[i].feature[18] > 0 ? -9
                                                : score_of(l->words, sort_of(p), seen[i].feature);
        if (seen[i].score > top) {
            top = seen[i].score;
            best = i;
        }
    }
    if (l->trace) trace(l, p, seen, choice, n, best);
    if (best == NONE) return;
    l->draft.at[index].chance = chance_of(seen, n, best, nobody);
    join_build(l, index, choice[best].build, "pronoun");
}
