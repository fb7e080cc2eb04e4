/* names_agree.c - one report, one reading of a name: what the finder saw clearly in one sentence
 * helps where it saw dimly.
 *
 * In: the names of a whole text, sentence by sentence. Out: the same list, with
 *   kinds voted: the same words get the kind that weighs most ("Miramar" place five times, person
 * once -> place), surnames:    a single word that ends a clear person's full name is that person's
 * ("Iyad Allawi ... Allawi"), gaps filled: a proper noun written exactly like a clear name
 * elsewhere is one too.
 *
 * Wrong: two bearers of one name in a report (father and son are harmless, Washington the man and
 * the city are not). */
#include "lang/net.h"
#include "base/map.h"

enum { LONGEST = 8 };
static const float CLEAR = 0.7f, TWICE = 1.5f; /* TWICE: seen clearly more than once */

typedef struct Vote {
    float weight[NAME_KINDS];
} Vote;
typedef struct Votes {
    Map whole, surname;
    VEC(Vote) vote;
    Arena *arena;
    const LangText *text;
} Votes;

/* The words' forms with one space between; {NULL, 0}: no memory. */
static Slice words_key(const Votes *v, uint32_t first, uint32_t end)
{
    const Token *token = v->text->token;
    if (end - first == 1) return token[first].form;
    size_t n = 0;
    for (uint32_t i = first; i < end; i++)
        n += token[i].form.n + 1;
    char *key = arena_alloc(v->arena, n);
    if (!key) return (Slice){NULL, 0};
    n = 0;
    for (uint32_t i = first; i < end; i++) {
        memcpy(key + n, token[i].form.p, token[i].form.n);
        n += token[i].form.n;
        key[n++] = ' ';
    }
    return (Slice){key, n};
}

static bool add_vote(Votes *v, Map *map, Slice key, NameKind kind, float weight)
{
    uint32_t at = map_find(map, key);
    if (!key.p) return false;
    if (at == NONE) {
        at = v->vote.n;
        if (!VEC_PUSH(v->arena, &v->vote, (Vote){{0, 0, 0, 0}}) || !map_put(map, key, at))
            return false;
    }
    v->vote.at[at].weight[kind] += weight;
    return true;
}

static bool count_votes(Votes *v, const NameList *names)
{
    for (uint32_t i = 0; i < names->n; i++) {
        const Name *name = &names->at[i];
        if (name->end - name->first > LONGEST) continue;
        if (!add_vote(v, &v->whole, words_key(v, name->first, name->end), name->kind, name->score))
            return false;
        bool full = name->kind == NAME_PERSON && name->end - name->first > 1 &&
                    name->score >= CLEAR;
        if (full &&
            !add_vote(v, &v->surname, v->text->token[name->end - 1].form, NAME_PERSON, name->score))
            return false;
    }
    return true;
}

static NameKind heaviest(const Vote *vote)
{
    NameKind best = NAME_PERSON;
    for (NameKind k = NAME_PERSON; k < NAME_KINDS; k++)
        if (vote->weight[k] > vote->weight[best]) best = k;
    return best;
}

static void revote(const Votes *v, Name *name)
{
    uint32_t at = name->end - name->first <= LONGEST
                      ? map_find(&v->whole, words_key(v, name->first, name->end))
                      : NONE;
    if (at == NONE || name->score >= CLEAR) return;
    const Vote *vote = &v->vote.at[at];
    NameKind best = heaviest(vote);
    uint32_t person = name->end - name->first == 1
                          ? map_find(&v->surname, v->text->token[name->first].form)
                          : NONE;
    if (person != NONE && v->vote.at[person].weight[NAME_PERSON] > vote->weight[best])
        best = NAME_PERSON;
    name->kind = best;
}

static bool starts_big(Slice form)
{
    return form.n > 1 && (slice_capital_at(form, 0) || (unsigned char)form.p[0] >= 0xC3);
}
static bool proper(const Token *token)
{
    return token->upos == UPOS_PROPN && starts_big(token->form);
}

/* A name that begins at token i and is clear elsewhere; end = first when there is none. */
static Name seen_elsewhere(const Votes *v, uint32_t i, uint32_t limit)
{
    Name name = {.first = i, .end = i};
    uint32_t end = i;
    while (end < limit && end - i < LONGEST &&
           v->text->token[end].sentence == v->text->token[i].sentence &&
           proper(&v->text->token[end]))
        end++;
    for (; end > i; end--) {
        uint32_t at = map_find(&v->whole, words_key(v, i, end));
        bool surname = at == NONE && end == i + 1;
        if (surname) at = map_find(&v->surname, v->text->token[i].form);
        if (at == NONE) continue;
        NameKind kind = heaviest(&v->vote.at[at]);
        if (v->vote.at[at].weight[kind] < (surname ? CLEAR : TWICE)) continue;
        name.end = end;
        name.kind = kind;
        name.score = 0.5f;
        return name;
    }
    return name;
}

static bool fill_gap(const Votes *v, uint32_t from, uint32_t to, Arena *arena, NameList *out)
{
    for (uint32_t i = from; i < to;) {
        Name name = seen_elsewhere(v, i, to);
        if (name.end > i && !VEC_PUSH(arena, out, name)) return false;
        /* a run of proper nouns is one name or none: never a part of it */
        uint32_t next = name.end > i ? name.end : i + 1;
        while (name.end == i && next < to && proper(&v->text->token[i]) &&
               proper(&v->text->token[next]))
            next++;
        i = next;
    }
    return true;
}

bool names_agree(const LangText *text, NameList *names, Arena *arena, Arena *scratch)
{
    Votes v = {.arena = scratch, .text = text};
    map_init(&v.whole, scratch);
    map_init(&v.surname, scratch);
    if (names->n == 0) return true;
    if (!count_votes(&v, names)) return false;
    NameList all = {NULL, 0, 0};
    uint32_t at = 0;
    for (uint32_t i = 0; i < names->n; i++) {
        revote(&v, &names->at[i]);
        if (!fill_gap(&v, at, names->at[i].first, arena, &all) ||
            !VEC_PUSH(arena, &all, names->at[i]))
            return false;
        at = names->at[i].end;
    }
    if (!fill_gap(&v, at, text->n_tokens, arena, &all)) return false;
    *names = all;
    return !scratch->failed;
}
