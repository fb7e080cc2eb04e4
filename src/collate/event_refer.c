/* event_refer.c - how a telling refers to what its report told before ("the attack", "the move"),
 * and what that says of a pair of tellings.
 *
 * In: the parsed sentence of a trigger; two Units. Out: the fields of a Unit that say how it
 * refers; the features from REFER_FIRST on. The idea is that of mention pairs in coreference: what
 * the later of two says of itself (definite, plain, a wider word) and what stands between them. Two
 * reports have no order: there the lesser value stands first.
 *
 * Known to get wrong: "the attack" that all the world knows and no sentence tells. */
#include "collate/event_pair.h"
#include "lang/tree.h"
#include <math.h>
#include <string.h>

/* ---- reading a trigger ---- */

static Seat seat_of(const Token *t)
{
    switch ((Rel)t->rel) {
    case REL_NSUBJ:
    case REL_CSUBJ: return SEAT_SUBJECT;
    case REL_OBJ:
    case REL_IOBJ: return SEAT_OBJECT;
    case REL_OBL: return SEAT_OBLIQUE;
    case REL_NMOD: return SEAT_NOUN;
    case REL_COMPOUND: return SEAT_COMPOUND;
    case REL_ACL:
    case REL_ADVCL: return SEAT_CLAUSE;
    case REL_CCOMP:
    case REL_XCOMP: return SEAT_CONTENT;
    case REL_CONJ: return SEAT_ROW;
    default: return t->head == NONE ? SEAT_ROOT : SEAT_ELSE;
    }
}

static Refers by_article(const Token *article)
{
    if (strstr(article->feats, "PronType=Dem")) return REFERS_THIS;
    return strstr(article->feats, "Definite=Def") ? REFERS_THE : REFERS_NEW;
}

static bool hangs_lightly(const Token *t)
{
    return t->rel == REL_DET || t->rel == REL_CASE || t->rel == REL_PUNCT || t->rel == REL_CC ||
           t->rel == REL_CONJ;
}

static void read_noun(const LangText *lang, uint32_t token, Unit *u)
{
    u->refers = REFERS_BARE;
    u->plain = true;
    u->plural = strstr(lang->token[token].feats, "Number=Plur") != NULL;
    for (uint32_t c = tree_child(lang, token, 0); c != NONE; c = tree_child(lang, token, c + 1)) {
        const Token *t = &lang->token[c];
        bool describes = t->rel == REL_AMOD || t->rel == REL_COMPOUND || t->rel == REL_NUMMOD;
        if (t->rel == REL_DET) u->refers = by_article(t);
        if (t->rel == REL_NMOD && strcmp(t->subtype, "poss") == 0) u->refers = REFERS_OWNED;
        if (describes && u->n_own < MAX_OWN) u->own[u->n_own++] = t->lemma;
        u->plain = u->plain && hangs_lightly(t);
    }
}

void set_reference(const Findings *f, const Event *e, Unit *u)
{
    u->token = u->parent = NONE;
    u->seat = SEAT_ELSE;
    if (e->token >= f->lang.n_tokens) return;
    const Token *t = &f->lang.token[e->token];
    u->token = e->token;
    u->parent = t->head;
    u->seat = seat_of(t);
    if (u->noun) read_noun(&f->lang, e->token, u);
}

/* ---- pairs ---- */

static const Sense *sense_of_unit(const Unit *u)
{
    return u->n_heads ? u->head[0].sense : NULL;
}

bool may_refer(const Join *join, const Unit *earlier, const Unit *later)
{
    enum { NEXT = 8, TOP = 3 };
    const Sense *a = sense_of_unit(earlier), *b = sense_of_unit(later);
    if (earlier->token == NONE || later->token == NONE || earlier->token >= later->token)
        return false;
    if (later->local - earlier->local <= NEXT || earlier->top || earlier->sentence <= TOP)
        return true;
    return a && b &&
           (same_sense(a, b, false) || kind_of_sense(&join->collate->model, a, b) ||
            kind_of_sense(&join->collate->model, b, a));
}

/* Of one report: what the earlier says, then the later; of two: the lesser first. */
static void both(bool one, float x, float y, float *out)
{
    out[0] = one || x < y ? x : y;
    out[1] = one || x < y ? y : x;
}

static float shared_own(const Unit *a, const Unit *b)
{
    if (!a->n_own || !b->n_own) return 0;
    for (uint32_t i = 0; i < a->n_own; i++) {
        for (uint32_t k = 0; k < b->n_own; k++) {
            if (slice_eq_nocase(a->own[i], b->own[k])) return 1;
        }
    }
    return -1;
}

/* A word for every kind of act ("the move") has many kinds below it. */
static float breadth(const Unit *u)
{
    const Sense *s = sense_of_unit(u);
    return s ? (float)s->breadth : 0;
}

/* 1: the later is the wider word ("the shooting", "the attack"), -1: the earlier is. */
static float widens(const JoinModel *model, const Unit *a, const Unit *b)
{
    const Sense *x = sense_of_unit(a), *y = sense_of_unit(b);
    if (!x || !y) return 0;
    if (kind_of_sense(model, x, y)) return 1;
    return kind_of_sense(model, y, x) ? -1 : 0;
}

static float most(float x, float y)
{
    return x > y ? x : y;
}

static float least_of(float x, float cap)
{
    return x < cap ? x : cap;
}

/* "The attack that killed five": one hangs on the other. */
static float hangs_on(const Unit *a, const Unit *b)
{
    if (a->report != b->report || a->sentence != b->sentence) return 0;
    return (a->parent != NONE && a->parent == b->token) ||
                   (b->parent != NONE && b->parent == a->token)
               ? 1
               : -1;
}

/* Told by one speaker 1, by two or by one and the report -1. */
static float one_holder(const Unit *a, const Unit *b)
{
    if (a->report != b->report || (a->holder == NONE && b->holder == NONE)) return 0;
    return a->holder == b->holder ? 1 : -1;
}

static void noun_features(bool one, const Unit *x, const Unit *y, float *out)
{
    both(one, (float)x->refers, (float)y->refers, out);
    both(one, x->plain, y->plain, out + 2);
    both(one, x->plural, y->plural, out + 4);
    both(one, (float)x->seat, (float)y->seat, out + 6);
    both(one, (float)x->n_own, (float)y->n_own, out + 8);
    out[10] = shared_own(x, y);
    both(one, breadth(x), breadth(y), out + 11);
}

static void order_features(bool one, const Unit *x, const Unit *y, float *out)
{
    const float far = 60, many = 12;
    float gap = (float)y->local - (float)x->local;
    bool class = slice_eq(x->class, y->class);
    out[0] = one ? least_of(gap < 0 ? -gap : gap, far) : -1;
    both(one, least_of((float)x->before, many), least_of((float)y->before, many), out + 1);
    out[3] = one && class && x->before + 1 == y->before;
    both(one, x->top, y->top, out + 4);
    both(one, x->title, y->title, out + 6);
    both(one, (float)x->n_args, (float)y->n_args, out + 8);
    both(one, x->from != DAY_UNKNOWN, y->from != DAY_UNKNOWN, out + 10);
    out[12] = x->modality == y->modality ? 1 : -1;
    out[13] = most((float)x->told, (float)y->told);
}

void refer_features(const Join *join, const Unit *a, const Unit *b, float *out)
{
    bool one = a->report == b->report, turned = one && a->local > b->local;
    const Unit *x = turned ? b : a, *y = turned ? a : b;
    float *row = out + REFER_FIRST, wide = widens(&join->collate->model, x, y);
    noun_features(one, x, y, row);
    order_features(one, x, y, row + 13);
    row[27] = one || wide > 0 ? wide : -wide;
    row[28] = x->n_heads && y->n_heads ? most(vectors_likeness(x->what_vector, y->head[0].vector),
                                              vectors_likeness(y->what_vector, x->head[0].vector))
                                       : 0;
    row[29] = most(head_in_scene(x, y), head_in_scene(y, x));
    row[30] = hangs_on(x, y);
    row[31] = one_holder(x, y);
    row[32] = one && x->sentence == y->sentence;
}
