/* statements_claim.c - what each cue claims, and who gets the words.
 *
 * In: cues with their probability. Out: statements. Every cue above the threshold is framed and
 * labelled; frames claim their words, surest first, outer statements before those inside them; a
 * word belongs to the surest statement. Forms (statements_forms.c) claim without a cue.
 *
 * Known to fail: dialogue without any cue. */
#include "mean/statements/statements_build.h"
#include <stdlib.h>

/* "The Herald cites police as saying": the cue "saying" below "cites"; NONE. */
static uint32_t citing_for(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    for (uint32_t c = tree_child(lang, cue, cue + 1); c != NONE; c = tree_child(lang, cue, c + 1))
        if (cited_by(scene, c) == cue) return c;
    return NONE;
}

/* The words that name who says so: what the labels found, put right by the tree. */
static Span source_read(const Scene *scene, uint32_t cue, Span found)
{
    Span source = span_empty(found) ? source_subject(scene, cue) : own_subject(scene, cue, found);
    source = controlling_subject(scene, cue, main_subject(scene, cue, source));
    source = without_relative(scene, relative_noun(scene, cue, source));
    source = without_dateline(scene, source_whole(scene, cue, source));
    source = without_preposition(scene, cue, source_of_state(scene, source));
    source = no_day(scene, cue, source_described(scene, cue, source));
    source = source_by_verb(scene, cue, without_verb(scene, source));
    return is_told_subject(scene, cue, source) ? (Span){0, 0} : source;
}

/* "Holm said [Ana Orsk, 51,] shot himself", "[Ana Orsk, 23,] was shot, officials said": words that
 * the labels took for the source and that stand before the content are part of it, where somebody
 * else speaks. */
static void give_back(const Scene *scene, uint32_t cue, Span labelled, Span source, Pieces *pieces)
{
    enum { GAP = 4 };
    const LangText *lang = scene->lang;
    Piece *piece = pieces->n ? &pieces->at[0] : NULL;
    if (!piece || span_empty(labelled) || span_empty(source) || span_meet(labelled, source)) return;
    uint32_t first = token_at(lang, labelled.b), end = token_at(lang, labelled.e - 1) + 1;
    if (end > piece->first || piece->first - end > GAP || (first < cue && cue < piece->first) ||
        lang->token[first].sentence != lang->token[piece->first].sentence)
        return;
    for (uint32_t t = end; t < piece->first; t++)
        if (!is_punct(lang, t) && lang->token[t].upos != UPOS_NUM) return;
    for (uint32_t t = first; t < piece->first; t++)
        if (scene->quote[t] != NONE) return;
    piece->first = first;
}

/* "[Rod Velm, 22,] was at home, said Major Ana Orsk": a content that begins its sentence but for
 * the subject has that too. */
static void take_subject(const Scene *scene, uint32_t cue, Span source, Pieces *pieces)
{
    enum { LONGEST = 14 };
    const LangText *lang = scene->lang;
    Piece *piece = pieces->n ? &pieces->at[0] : NULL;
    if (!piece || piece->end > cue || span_empty(source)) return;
    const Token *t = &lang->token[piece->first];
    uint32_t low = lang->sentence[t->sentence].first;
    bool finite = strcmp(t->xpos, "VBD") == 0 || strcmp(t->xpos, "VBZ") == 0;
    if (!finite || t->sentence != lang->token[cue].sentence || piece->first == low ||
        piece->first - low > LONGEST || source.b < lang->token[cue].span.b)
        return;
    for (uint32_t k = low; k < piece->first; k++)
        if (scene->quote[k] != NONE || scene->cue_p[k] >= CUE_THRESHOLD ||
            lang->token[k].upos == UPOS_VERB)
            return;
    if (lang->token[low].upos == UPOS_PROPN || lang->token[low].upos == UPOS_NOUN ||
        lang->token[low].upos == UPOS_DET)
        piece->first = low;
}

/* "[The boy], said Orsk, was released": a cue between commas with its speaker behind it parts the
 * words that are said; `found` is what the labels took for the source. */
static Span inverted_aside(const Scene *scene, uint32_t cue, Span found, Pieces *pieces)
{
    enum { LONGEST = 8 };
    const LangText *lang = scene->lang;
    Piece *piece = pieces->n == 1 ? &pieces->at[0] : NULL;
    if (!piece || span_empty(found) || cue == 0 || piece->first != cue + 1 ||
        found.e > lang->token[cue].span.b || !slice_is(lang->token[cue - 1].form, ",") ||
        scene->quote[cue] != NONE)
        return found;
    uint32_t first = token_at(lang, found.b), end = token_at(lang, found.e - 1) + 1, t = cue + 1;
    bool noun = false;
    for (; t < piece->end && t < cue + LONGEST && !slice_is(lang->token[t].form, ","); t++) {
        uint8_t pos = lang->token[t].upos;
        noun = noun || pos == UPOS_NOUN || pos == UPOS_PROPN;
        if (pos != UPOS_NOUN && pos != UPOS_PROPN && pos != UPOS_DET && pos != UPOS_ADJ &&
            pos != UPOS_PUNCT)
            return found;
    }
    if (!noun || end + 1 != cue || t + 2 >= piece->end || !slice_is(lang->token[t].form, ","))
        return found;
    Span speaker = piece_span(scene, cue + 1, t);
    pieces->at[1] = (Piece){t + 1, piece->end};
    pieces->at[0] = (Piece){first, end};
    pieces->n = 2;
    return speaker;
}

/* "[The suspect's mother], Ana Velm, said": what the name is apposed to speaks with it and is not
 * said. */
static Span take_apposed(const Scene *scene, uint32_t cue, Span source, Pieces *pieces)
{
    const LangText *lang = scene->lang;
    if (span_empty(source) || pieces->n < 2 || cue == 0 ||
        !slice_is(lang->token[cue - 1].form, ","))
        return source; /* not "the port, Velm said, was shut" */
    const Piece p = pieces->at[0];
    uint32_t first = token_at(lang, source.b), subject = tree_child_rel(lang, cue, REL_NSUBJ);
    if (p.end > first || first - p.end > 1 || subject == NONE || subject < p.first ||
        subject >= p.end || scene->quote[p.first] != NONE)
        return source;
    for (uint32_t t = p.first; t < p.end; t++)
        if (lang->token[t].upos == UPOS_VERB || lang->token[t].upos == UPOS_AUX) return source;
    memmove(pieces->at, pieces->at + 1, --pieces->n * sizeof *pieces->at);
    return (Span){lang->token[p.first].span.b, source.e};
}

/* Frames the cue and keeps what its labels say. */
static void build_read_frame(Build *b, uint32_t cue, float score, CueClaim *claim)
{
    Pieces pieces;
    *claim = (CueClaim){.cue = cue};
    frame_build(b->scene, cue, b->frame, b->scratch);
    frame_decode(b->scene, b->frame);
    pieces_collect(b, b->frame, LABEL_CONTENT, &pieces);
    content_mend(b->scene, cue, &pieces);
    Span tail = content_tail(b->scene, cue, &pieces);
    Span source = no_day(b->scene, cue, pieces_source(b, b->frame));
    source = source_phrase(b->scene, cue, source, &pieces);
    source = inverted_aside(b->scene, cue, source, &pieces);
    content_without_antecedent(b->scene, cue, source, &pieces);
    claim->source = source_read(b->scene, cue, span_empty(tail) ? source : tail);
    give_back(b->scene, cue, source, claim->source, &pieces);
    take_subject(b->scene, cue, claim->source, &pieces);
    claim->source = take_apposed(b->scene, cue, claim->source, &pieces);
    claim->piece = ARENA_ARRAY(b->scratch, Piece, pieces.n);
    if (!claim->piece) return;
    claim->n = pieces.n;
    if (pieces.n > 0) memcpy(claim->piece, pieces.at, pieces.n * sizeof *claim->piece);
    claim->words = pieces_words(b->scene, &pieces);
    uint32_t below = citing_for(b->scene, cue);
    Span cited = cited_source(b->scene, below == NONE ? cue : below);
    if (!span_empty(cited)) claim->source = cited;
    claim->score = score * frame_sureness(b->frame);
}

/* ---- who passes it on ---- */

static bool in_pieces(const CueClaim *claim, uint32_t token)
{
    for (uint32_t i = 0; i < claim->n; i++)
        if (token >= claim->piece[i].first && token < claim->piece[i].end) return true;
    return false;
}

/* "X said, according to Y": the words are X's, and Y passes them on. Holds when the inner claim has
 * most of the outer one's words. */
static bool passes_on(const Scene *scene, const CueClaim *outer, const CueClaim *inner)
{
    Slice lemma = scene->lang->token[outer->cue].form;
    return (slice_eq_nocase(lemma, SLICE("according")) || slice_eq_nocase(lemma, SLICE("per"))) &&
           inner->words * 10 >= outer->words * 6;
}

/* "When Clinton noted the debt, Trump boasted ...": the clause of circumstance does not hold the
 * main one. */
static bool is_aside(const Scene *scene, uint32_t outer, uint32_t inner)
{
    const Token *cue = &scene->lang->token[outer];
    return cue->rel == REL_ADVCL && cue->head == inner && scene->quote[inner] == NONE;
}

/* Notes Y for the statement that holds most of the claim's words. */
static bool note_via(Build *b, const CueClaim *claim)
{
    uint32_t owner = NONE;
    if (!slice_eq_nocase(b->scene->lang->token[claim->cue].form, SLICE("according")) ||
        span_empty(claim->source))
        return true;
    for (uint32_t i = 0; i < claim->n && owner == NONE; i++) {
        for (uint32_t t = claim->piece[i].first; t < claim->piece[i].end && owner == NONE; t++)
            owner = b->owner[t];
    }
    if (owner == NONE || b->owner[claim->cue] != NONE) return true;
    while (b->relay.n <= owner)
        if (!VEC_PUSH(b->scratch, &b->relay, (Span){0, 0})) return false;
    b->relay.at[owner] = claim->source;
    return true;
}

/* ---- settling ---- */

/* The part of a claim whose tokens belong to `owner` still (NONE: to nobody). */
static void free_part(const Build *b, const CueClaim *claim, uint32_t owner, Pieces *pieces)
{
    pieces->n = 0;
    for (uint32_t i = 0; i < claim->n; i++) {
        for (uint32_t t = claim->piece[i].first; t < claim->piece[i].end; t++)
            if (b->owner[t] == owner) pieces_add_token(b->scene, pieces, t);
    }
    pieces_drop_empty(b->scene, pieces);
}

/* "in what Keller called “a gift”": the word that points at the quoted ones is no part of them. */
static void drop_pointer(const Scene *scene, Pieces *pieces)
{
    const Piece *first = &pieces->at[0];
    if (pieces->n < 2 || first->end - first->first != 1 || scene->quote[first->first] != NONE ||
        scene->lang->token[first->first].xpos[0] != 'W')
        return;
    memmove(pieces->at, pieces->at + 1, --pieces->n * sizeof *pieces->at);
}

/* Notes the Herald for the statement `made`. */
static bool note_citing(Build *b, uint32_t cue, uint32_t made)
{
    uint32_t verb = cited_by(b->scene, cue);
    Span by = verb == NONE ? (Span){0, 0} : source_subject(b->scene, verb);
    if (span_empty(by)) return true;
    while (b->relay.n <= made)
        if (!VEC_PUSH(b->scratch, &b->relay, (Span){0, 0})) return false;
    b->relay.at[made] = by;
    return true;
}

/* "We stood still. Some insist on a march": a statement inside a quotation has no words of the
 * sentences round its own. */
static void own_sentence(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    const LangText *lang = scene->lang;
    uint32_t s = lang->token[cue].sentence, kept = 0;
    if (scene->quote[cue] == NONE) return;
    for (uint32_t i = 0; i < pieces->n; i++) {
        Piece p = pieces->at[i];
        if (p.first < lang->sentence[s].first) p.first = lang->sentence[s].first;
        if (p.end > lang->sentence[s].end) p.end = lang->sentence[s].end;
        if (p.first < p.end) pieces->at[kept++] = p;
    }
    pieces->n = kept;
    pieces_drop_empty(scene, pieces);
}

static bool settle(Build *b, const CueClaim *claim, Slice rule)
{
    Pieces pieces;
    uint32_t below = citing_for(b->scene, claim->cue);
    if (below != NONE && b->scene->cue_p[below] >= CUE_THRESHOLD)
        return true; /* it has the words */
    uint32_t inside = b->owner[claim->cue];
    if (inside != NONE && b->scene->findings->statements.at[inside].parent != NONE)
        return true; /* two levels are enough */
    free_part(b, claim, inside, &pieces);
    uint32_t words = pieces_words(b->scene, &pieces);
    if (words == 0 || words * 2 < claim->words)
        return note_via(b, claim); /* another statement has its words */
    if (inside != NONE) own_sentence(b->scene, claim->cue, &pieces);
    if (pieces.n == 0) return true;
    if (claim->score < LEAST_SCORE && pieces_kind(b->scene, &pieces) != STATEMENT_DIRECT)
        return true;
    if (inside != NONE && span_empty(claim->source)) return true; /* whose words inside whose? */
    if (is_noun_behind_dash(b->scene, claim->cue)) return true;
    drop_pointer(b->scene, &pieces);
    if (is_unsaid(b->scene, claim->cue, claim->source, pieces.at[0].first,
                  pieces.at[pieces.n - 1].end))
        return true;
    Statement made = build_new(b->scene, claim->cue);
    made.speaker_span = claim->source;
    made.score = claim->score;
    made.rule = rule;
    made.parent = inside;
    made.negated = cue_not_uttered(b->scene, claim->cue, pieces.at[0].first);
    uint32_t before = b->scene->findings->statements.n;
    if (!build_add(b, &pieces, &made, claim->cue)) return false;
    bool added = b->scene->findings->statements.n > before; /* not where no words are left */
    return !added || note_citing(b, claim->cue, before);
}

bool build_claim(Build *b, uint32_t cue, float score, Slice rule)
{
    CueClaim one;
    build_read_frame(b, cue, score, &one);
    return settle(b, &one, rule);
}

static int by_rank(const void *a, const void *b)
{
    const CueClaim *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return x->cue < y->cue ? -1 : x->cue > y->cue;
}

/* A cue that stands in the content another cue claims is ranked behind it, unless each claims the
 * other: "She said he denied it". */
static void rank_claims(const Scene *scene, CueClaim *claims, uint32_t n, uint32_t *at_token)
{
    for (uint32_t i = 0; i < n; i++)
        at_token[claims[i].cue] = i + 1;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < claims[i].n; k++) {
            for (uint32_t t = claims[i].piece[k].first; t < claims[i].piece[k].end; t++) {
                CueClaim *inner = at_token[t] > 0 ? &claims[at_token[t] - 1] : NULL;
                if (!inner || inner == &claims[i] || in_pieces(inner, claims[i].cue)) continue;
                if (passes_on(scene, &claims[i], inner) ||
                    is_aside(scene, claims[i].cue, inner->cue))
                    claims[i].rank += n;
                else
                    inner->rank++;
            }
        }
    }
}

dln_status build_claim_all(Build *b)
{
    Scene *scene = b->scene;
    uint32_t n = 0, tokens = scene->lang->n_tokens;
    for (uint32_t t = 0; t < tokens; t++)
        n += scene->cue_p[t] >= CUE_THRESHOLD;
    CueClaim *claims = ARENA_ARRAY(b->scratch, CueClaim, n);
    uint32_t *at_token = ARENA_ARRAY(b->scratch, uint32_t, tokens);
    if (!claims || !at_token) return arena_status(b->scratch);
    n = 0;
    for (uint32_t t = 0; t < tokens; t++)
        if (scene->cue_p[t] >= CUE_THRESHOLD) build_read_frame(b, t, scene->cue_p[t], &claims[n++]);
    if (arena_status(b->scratch) != DLN_OK) return arena_status(b->scratch);
    rank_claims(scene, claims, n, at_token);
    list_sort(claims, n, sizeof *claims, by_rank);
    for (uint32_t i = 0; i < n; i++)
        if (!settle(b, &claims[i], SLICE("model"))) return build_status(b);
    return DLN_OK;
}

dln_status build_claim_forms(Build *b)
{
    Forms forms;
    TRY(statements_forms(b->scene, b->scratch, &forms));
    for (uint32_t i = 0; i < forms.n; i++) {
        const Form *form = &forms.at[i];
        bool taken = false;
        for (uint32_t t = form->first; t < form->end; t++)
            taken = taken || b->owner[t] != NONE;
        if (taken) continue;
        Statement made = build_new(b->scene, form->cue);
        made.speaker_span = form->source;
        made.speaker_mention = form->mention;
        made.score = LEAST_SCORE;
        made.rule = SLICE("form");
        Pieces pieces = {.n = 1, .at = {{form->first, form->end}}};
        if (!build_add(b, &pieces, &made, form->cue)) return build_status(b);
        if (form->cue != NONE) b->scene->cue_p[form->cue] = USED_CUE; /* it has its words */
    }
    return DLN_OK;
}
