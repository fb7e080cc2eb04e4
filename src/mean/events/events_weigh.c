/* events_weigh.c - what is true of a noun beside an event of its sentence; see events_weigh.h.
 *
 * In: a sentence, an event, a noun. Out: signs. Idea: the way over the tree between both, the words
 * on it and beside it, what sort of thing the noun is, and what the rules (roles.c, events_parts.c)
 * made of it and of others. Rules are right where grammar is plain; where the parse errs or grammar
 * leaves a role open ("declared an emergency for Velm") many weak signs together know more.
 *
 * Known to get wrong: parties that only another sentence names; adjectives ("Israeli") are no nouns
 * and stay as the rules have them. */
#include "mean/events/events_weigh.h"
#include "base/map.h"
#include "mean/events/roles_impl.h"

enum { NO_WAY = 99 };

/* A path between a noun and an event over the tree. */
typedef struct Way {
    uint32_t full;  /* hash of all steps */
    uint32_t plain; /* without rows, appositions and parts of names at the noun's end */
    uint32_t steps; /* ten times those up, and those down */
    uint32_t top;   /* the token where it turns, or NONE */
    uint32_t mark;  /* hash of the word that marks the noun's phrase; 0 none */
} Way;

static uint32_t word_hash(Slice word)
{
    return (uint32_t)hash_bytes(word, 7);
}

/* Of a tag or the subtype of a relation: a few letters. */
static uint32_t short_hash(const char *word)
{
    uint32_t h = 0;
    for (; *word; word++)
        h = h * 31 + (uint8_t)*word;
    return h;
}

static void put(WeighSigns *out, uint32_t kind, uint32_t a, uint32_t b, uint32_t c)
{
    if (out->n < WEIGH_SIGNS) out->at[out->n++] = sign_mix(kind + 1, a, b, c);
}

/* ---- words ---- */

/* "Two were shot", "the 11-year-old told police", "of the wounded": numbers and adjectives stand as
 * nouns do. "At least 60" has no noun "least". */
static bool stands_as_noun(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    if (t->upos != UPOS_ADJ && t->upos != UPOS_NUM && t->upos != UPOS_DET) return false;
    if (t->rel == REL_NSUBJ || t->rel == REL_OBJ || t->rel == REL_IOBJ) return true;
    return t->upos == UPOS_ADJ && (t->rel == REL_OBL || t->rel == REL_NMOD) &&
           scene_child(s, token, REL_DET, NULL) != NONE;
}

static bool heads_phrase(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    bool noun = t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_PRON ||
                stands_as_noun(s, token);
    return noun && t->rel != REL_FLAT && t->rel != REL_COMPOUND && t->rel != REL_FIXED &&
           t->rel != REL_GOESWITH && t->rel != REL_EXPL;
}

/* What sort of thing a noun is: which pronoun, which kind of name, person, group, deed, thing. */
static uint32_t sort_of(const Scene *s, uint32_t head, uint32_t acts)
{
    const Token *t = scene_token(s, head);
    if (t->upos == UPOS_PRON) return sign_mix(1, word_hash(scene_lower(s, head)), 0, 0);
    const Entity *e = role_entity(s, head);
    if (e && t->upos == UPOS_PROPN)
        return sign_mix(2, e->kind, acts, slice_starts(e->key, SLICE("country:")));
    return sign_mix(3 + acts, role_people_noun(s, head), e != NULL, t->upos == UPOS_PROPN);
}

dln_status weigh_open(Weigh *weigh, const Scene *s)
{
    *weigh = (Weigh){s, ARENA_ARRAY(s->scratch, WeighWord, s->n + 1)};
    if (!weigh->word) return arena_status(s->scratch);
    uint32_t nouns = 0, actors = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        const Token *t = scene_token(s, s->first + i);
        WeighWord *w = &weigh->word[i];
        *w = (WeighWord){.lemma = word_hash(t->lemma.n ? t->lemma : t->form),
                         .lower = word_hash(s->word[i].lower),
                         .tag = short_hash(t->xpos),
                         .rel = sign_mix(t->rel, short_hash(t->subtype), 0, 0),
                         .before = nouns,
                         .actors = actors,
                         .noun = heads_phrase(s, s->first + i)};
        if (!w->noun) continue;
        w->acts = scene_can_act(s, s->first + i);
        w->named = role_entity(s, s->first + i) != NULL;
        w->sort = sort_of(s, s->first + i, w->acts);
        nouns++;
        actors += w->acts;
    }
    weigh->word[s->n] = (WeighWord){.before = nouns, .actors = actors};
    return DLN_OK;
}

static const WeighWord *word_at(const Weigh *w, uint32_t token)
{
    return &w->word[token - w->s->first];
}

/* ---- the way ---- */

/* A token and what it hangs on, WEIGH_WAY of them. */
static uint32_t climb(const Scene *s, uint32_t token, uint32_t up[WEIGH_WAY + 1])
{
    uint32_t n = 0;
    while (n <= WEIGH_WAY) {
        up[n++] = token;
        token = scene_token(s, token)->head;
        if (!scene_holds(s, token)) break;
    }
    return n;
}

static bool beside(const Token *t)
{
    return t->rel == REL_CONJ || t->rel == REL_APPOS || t->rel == REL_FLAT ||
           t->rel == REL_COMPOUND;
}

static uint32_t mark_of(const Weigh *w, uint32_t token)
{
    uint32_t mark = scene_phrase_mark(w->s, token);
    return mark == NONE ? 0 : word_at(w, mark)->lower;
}

static void way_between(const Weigh *w, uint32_t noun, const WeighDeed *deed, Way *way)
{
    const uint32_t *b = deed->up, nb = deed->n_up;
    uint32_t a[WEIGH_WAY + 1], i = 0, k = 0;
    uint32_t na = climb(w->s, noun, a);
    for (; i < na; i++) {
        for (k = 0; k < nb && b[k] != a[i];)
            k++;
        if (k < nb) break;
    }
    *way = (Way){NO_WAY, NO_WAY, NO_WAY, NONE, mark_of(w, noun)};
    if (i == na) return;
    bool row = true;
    way->full = way->plain = 1;
    for (uint32_t j = 0; j < i; j++) {
        uint32_t rel = word_at(w, a[j])->rel;
        way->full = sign_mix(way->full, rel, 0, 0);
        row = row && beside(scene_token(w->s, a[j]));
        if (!row) way->plain = sign_mix(way->plain, rel, 0, 0);
    }
    for (uint32_t j = k; j-- > 0;) {
        uint32_t rel = word_at(w, b[j])->rel;
        way->full = sign_mix(way->full, rel, 1, 0);
        if (scene_token(w->s, b[j])->rel != REL_CONJ) way->plain = sign_mix(way->plain, rel, 1, 0);
    }
    way->steps = i * 10 + k;
    way->top = a[i];
}

/* ---- what the rules say ---- */

typedef struct Ruled {
    uint32_t role, how; /* PartRole of the noun, or PART_ROLES: none */
    uint32_t row;       /* of a word joined to it, with the relation; 0 none */
    uint32_t entity;    /* of another word for the same entity */
    uint32_t others;    /* whether somebody else does it, undergoes it */
} Ruled;

static uint32_t entity_at(const Scene *s, uint32_t mention)
{
    return mention == NONE ? NONE : s->findings->mentions.at[mention].entity;
}

bool weigh_tells(const Scene *s, const Participant *p, uint32_t head)
{
    Span noun = scene_token(s, head)->span;
    if (noun.b >= p->span.b && noun.e <= p->span.e) return true;
    uint32_t first = token_at(s->text, p->span.b);
    if (first >= s->text->n_tokens) return p->head == head;
    const Token *word = scene_token(s, first);
    if (word->upos == UPOS_PRON && word->span.e == p->span.e) return false; /* "I": who speaks */
    uint32_t mention = p->mention == NONE ? NONE : mention_of(s->findings, head);
    return p->head == head || (mention != NONE && mention == p->mention);
}

static uint32_t row_of(const Scene *s, uint32_t head, const Participant *p)
{
    if (p->head == head || !scene_holds(s, p->head)) return 0;
    const Token *h = scene_token(s, head), *t = scene_token(s, p->head);
    bool one = (beside(h) && h->head == p->head) || (beside(t) && t->head == head) ||
               (h->rel == REL_CONJ && t->rel == REL_CONJ && h->head == t->head);
    return one ? sign_mix(p->role, beside(h) ? h->rel : t->rel, 0, 0) : 0;
}

static Ruled ruled(const Scene *s, const Event *event, uint32_t head)
{
    Ruled out = {PART_ROLES, 0, 0, PART_ROLES, 0};
    uint32_t mention = mention_of(s->findings, head), entity = entity_at(s, mention);
    for (uint32_t i = event->parts.n; i-- > 0;) { /* the first has the last word */
        const Participant *p = &event->parts.at[i];
        uint32_t row = row_of(s, head, p);
        if (row) out.row = row;
        if (entity != NONE && p->entity == entity) out.entity = p->role;
        if (weigh_tells(s, p, head))
            out.role = p->role, out.how = word_hash(p->how);
        else
            out.others |= p->role == PART_ACTOR ? 2 : p->role == PART_RECIPIENT ? 1 : 0;
    }
    return out;
}

/* ---- the signs ---- */

void weigh_deed(const Weigh *w, const Event *event, WeighDeed *deed)
{
    static const Rel own[] = {REL_NSUBJ, REL_OBJ, REL_OBL, REL_NMOD, REL_XCOMP, REL_CCOMP};
    const Scene *s = w->s;
    const Token *t = scene_token(s, event->token);
    bool verb = token_verbal(t);
    *deed = (WeighDeed){.event = event,
                        .word = word_at(w, event->token),
                        .passive = verb && scene_passive(s, event->token, event->traits),
                        .traits = event->traits,
                        .kind = word_hash(event->kind),
                        .type = event->cameo.n > 1 ? word_hash((Slice){event->cameo.p, 2}) : 0,
                        .label = word_hash(event->label),
                        .under = scene_holds(s, t->head) ? word_at(w, t->head)->lemma : 0,
                        .subject = verb ? scene_subject(s, event->token) : NONE};
    deed->n_up = climb(s, event->token, deed->up);
    deed->form = sign_mix(t->upos, deed->passive, 0, 0);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        deed->has = deed->has * 2 + (scene_child(s, event->token, own[i], NULL) != NONE);
    deed->has = deed->has * 2 + (scene_child(s, event->token, REL_NMOD, "poss") != NONE);
}

/* Where both stand in the sentence. */
typedef struct Place {
    uint32_t side, between, first, last, nearest;
    uint32_t left, right; /* the words beside the noun */
} Place;

static Place place_of(const Weigh *w, uint32_t head, uint32_t at)
{
    const WeighWord *h = word_at(w, head), *end = &w->word[w->s->n];
    uint32_t low = head < at ? head : at, high = head < at ? at : head;
    const WeighWord *a = word_at(w, low) + 1, *b = word_at(w, high);
    uint32_t between = low == high ? 0 : b->before - a->before;
    return (Place){.side = head<at, .between = between> 3 ? 3 : between,
                   .first = h->before == 0,
                   .last = h->before + 1 == end->before,
                   .nearest = low == high || b->actors == a->actors,
                   .left = head > w->s->first ? h[-1].lower : 0,
                   .right = h + 1 < end ? h[1].lower : 0};
}

static void put_ways(WeighSigns *out, const WeighDeed *deed, const Way *way, const WeighWord *h,
                     uint32_t top, uint32_t right)
{
    uint32_t form = deed->form, plain = way->plain;
    put(out, 1, way->full, form, 0);
    put(out, 2, plain, form, way->mark);
    put(out, 3, plain, form, h->sort);
    put(out, 4, plain, deed->kind, deed->passive);
    put(out, 5, plain, deed->word->lemma, way->mark);
    put(out, 6, way->full, deed->word->tag, way->mark);
    put(out, 7, plain, deed->traits, deed->passive);
    put(out, 8, plain, top, 0);
    put(out, 9, plain, deed->under, deed->word->rel);
    put(out, 10, plain, right, 0);
    put(out, 11, plain, deed->has, form);
    put(out, 12, plain, deed->type, deed->passive);
    put(out, 13, way->steps, form, 0);
}

static void put_words(WeighSigns *out, const WeighDeed *deed, const Way *way, const WeighWord *h,
                      uint32_t over, const Place *place)
{
    put(out, 14, h->rel, way->mark, deed->form);
    put(out, 15, h->rel, way->mark, deed->kind);
    put(out, 16, h->rel, way->mark, deed->label);
    put(out, 17, h->rel, way->mark, over);
    put(out, 18, h->rel, h->lemma, 0);
    put(out, 19, h->rel, deed->has, place->side);
    put(out, 20, deed->word->lemma, way->mark, 0);
    put(out, 21, deed->word->lemma, deed->passive, place->side);
    put(out, 22, deed->word->lemma, h->sort, place->side);
    put(out, 23, h->sort, deed->traits, place->side);
    put(out, 24, place->left, deed->form, place->side);
    put(out, 25, place->right, deed->form, place->side);
    put(out, 26, place->between, deed->form, place->side);
    put(out, 27, place->nearest, sign_mix(h->sort, deed->form, 0, 0), place->side);
}

static void put_rules(WeighSigns *out, const WeighDeed *deed, const Way *way, const WeighWord *h,
                      const Ruled *r, const Place *place)
{
    put(out, 28, r->role, r->how, h->sort);
    put(out, 29, r->role, r->how, deed->kind);
    put(out, 30, r->role, way->plain, deed->form);
    put(out, 31, r->role, r->others, sign_mix(way->plain, deed->form, 0, 0));
    put(out, 32, r->role, r->others, h->sort);
    put(out, 33, r->role, h->lemma, 0);
    put(out, 34, r->role, r->entity, r->others);
    put(out, 35, r->role, r->row, r->others);
    put(out, 36, way->plain, r->row, 0);
    put(out, 37, r->role, sign_mix(place->nearest, r->others, 0, 0), place->side);
    put(out, 38, r->role, sign_mix(place->first, place->last, 0, 0), place->side);
}

void weigh_signs(const Weigh *w, const WeighDeed *deed, uint32_t head, WeighSigns *out)
{
    const Scene *s = w->s;
    uint32_t at = deed->event->token, over = scene_token(s, head)->head;
    const WeighWord *h = word_at(w, head);
    Place place = place_of(w, head, at);
    Ruled r = ruled(s, deed->event, head);
    Way way;
    way_between(w, head, deed, &way);
    uint32_t is_subject = deed->subject == head ? 2 : deed->subject != NONE;
    bool apart = s->quoted[head - s->first] != s->quoted[at - s->first];
    out->n = 0;
    put(out, 0, 0, 0, 0);
    put_ways(out, deed, &way, h, way.top == NONE ? 0 : word_at(w, way.top)->lemma,
             deed->word + 1 < w->word + s->n ? deed->word[1].lower : 0);
    put_words(out, deed, &way, h, scene_holds(s, over) ? word_at(w, over)->lemma : 0, &place);
    put_rules(out, deed, &way, h, &r, &place);
    put(out, 39, is_subject, deed->form, h->sort);
    put(out, 40, is_subject, deed->form, way.plain);
    put(out, 41, apart, r.role, place.side);
}
