/* statements_pieces.c - the words of a statement as runs of tokens, and a statement made of them.
 *
 * In: a frame whose units are labelled, tokens. Out: Pieces with loose punctuation off both ends,
 * their kind (direct, indirect, mixed), a Statement added to the findings, its words owned.
 *
 * Known to fail: a quotation mark that the report leaves out. */
#include "mean/statements/statements_build.h"

dln_status build_status(const Build *b)
{
    dln_status status = arena_status(b->arena);
    return status != DLN_OK ? status : arena_status(b->scratch);
}

Span token_span(const LangText *lang, uint32_t t)
{
    return lang->token[t].span;
}
/* Is the token nothing but a mark of a quotation? */
static bool is_mark(const Scene *scene, uint32_t t)
{
    uint32_t q = scene->quote[t];
    if (q == NONE) return false;
    const Quote *quote = &scene->marks.quote[q];
    Span s = token_span(scene->lang, t);
    return s.e <= quote->inner.b || s.b >= quote->inner.e;
}

/* Does `last` stand in a quotation that opened before `first`? "He told me he was tired": a part of
 * it keeps no closing mark. */
static bool half_quoted(const Scene *scene, uint32_t first, uint32_t last)
{
    uint32_t q = scene->quote[last];
    return q != NONE && scene->marks.quote[q].span.b < token_span(scene->lang, first).b &&
           scene->marks.quote[q].inside == NONE;
}

Span piece_span(const Scene *scene, uint32_t first, uint32_t end)
{
    const LangText *lang = scene->lang;
    while (first < end && is_punct(lang, first) && !is_mark(scene, first))
        first++;
    while (end > first && is_punct(lang, end - 1) &&
           (scene->quote[end - 1] == NONE || half_quoted(scene, first, end - 1)))
        end--;
    if (first >= end) return (Span){0, 0};
    return (Span){token_span(lang, first).b, token_span(lang, end - 1).e};
}

bool build_all_punct(const Scene *scene, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++)
        if (!is_punct(scene->lang, t)) return false;
    return true;
}

void pieces_add_token(const Scene *scene, Pieces *pieces, uint32_t t)
{
    Piece *last = pieces->n > 0 ? &pieces->at[pieces->n - 1] : NULL;
    if (last && (last->end == t || build_all_punct(scene, last->end, t))) {
        last->end = t + 1;
        return;
    }
    if (is_punct(scene->lang, t) && !is_mark(scene, t)) return;
    if (pieces->n < MAX_PIECES) pieces->at[pieces->n++] = (Piece){t, t + 1};
}

void pieces_drop_empty(const Scene *scene, Pieces *pieces)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < pieces->n; i++) {
        if (!build_all_punct(scene, pieces->at[i].first, pieces->at[i].end))
            pieces->at[kept++] = pieces->at[i];
    }
    pieces->n = kept;
}

void pieces_collect(const Build *b, const Frame *frame, uint8_t label, Pieces *pieces)
{
    pieces->n = 0;
    for (uint32_t k = 0; k < frame->n; k++) {
        if (frame->label[k] != label) continue;
        for (uint32_t t = frame->unit[k].first; t < frame->unit[k].end; t++)
            pieces_add_token(b->scene, pieces, t);
    }
    pieces_drop_empty(b->scene, pieces);
}

StatementKind pieces_kind(const Scene *scene, const Pieces *pieces)
{
    uint32_t words = 0, quoted = 0;
    for (uint32_t i = 0; i < pieces->n; i++) {
        for (uint32_t t = pieces->at[i].first; t < pieces->at[i].end; t++) {
            if (is_punct(scene->lang, t)) continue;
            words++;
            quoted += scene->quote[t] != NONE;
        }
    }
    return quoted * 10 >= words * 9 ? STATEMENT_DIRECT
           : quoted > 0             ? STATEMENT_MIXED
                                    : STATEMENT_INDIRECT;
}

Span pieces_source(const Build *b, const Frame *frame)
{
    Pieces pieces;
    pieces_collect(b, frame, LABEL_SOURCE, &pieces);
    uint32_t best = NONE;
    for (uint32_t i = 0; i < pieces.n; i++) {
        if (best == NONE ||
            pieces.at[i].end - pieces.at[i].first > pieces.at[best].end - pieces.at[best].first)
            best = i;
    }
    return best == NONE ? (Span){0, 0}
                        : piece_span(b->scene, pieces.at[best].first, pieces.at[best].end);
}

float frame_sureness(const Frame *frame)
{
    float sum = 0;
    uint32_t n = 0;
    for (uint32_t k = 0; k < frame->n; k++) {
        if (frame->label[k] == LABEL_OUT) continue;
        sum += frame->p[k];
        n++;
    }
    return n ? sum / (float)n : 0;
}

uint32_t pieces_words(const Scene *scene, const Pieces *pieces)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < pieces->n; i++)
        for (uint32_t t = pieces->at[i].first; t < pieces->at[i].end; t++)
            n += !is_punct(scene->lang, t);
    return n;
}

/* ---- a statement ---- */

bool build_add(Build *b, const Pieces *pieces, Statement *made, uint32_t cue)
{
    Scene *scene = b->scene;
    for (uint32_t i = 0; i < pieces->n; i++) {
        Span span = piece_span(scene, pieces->at[i].first, pieces->at[i].end);
        if (span_empty(span)) continue;
        if (!VEC_PUSH(b->arena, &made->content, span)) return false;
    }
    if (made->content.n == 0) return true;
    uint32_t index = scene->findings->statements.n;
    if (made->parent == NONE)
        for (uint32_t i = 0; i < pieces->n; i++)
            for (uint32_t t = pieces->at[i].first; t < pieces->at[i].end; t++)
                b->owner[t] = index;
    made->kind = pieces_kind(scene, pieces);
    return VEC_PUSH(b->scratch, &b->cues, cue) &&
           VEC_PUSH(b->arena, &scene->findings->statements, *made);
}

Statement build_new(const Scene *scene, uint32_t cue)
{
    Statement s = {
        .speaker = NONE, .speaker_mention = NONE, .occasion = NONE, .time = NONE, .parent = NONE};
    if (cue == NONE) return s;
    s.polarity = cue_polarity(scene, cue);
    if (s.polarity == POLARITY_SAYS && cue_is_stance(scene, cue) && cue_negated(scene, cue))
        s.polarity = POLARITY_DENIES; /* "does not believe that the gate was open" */
    s.verb = slice_is(scene->lang->token[cue].lemma, "according") ? SLICE("according to")
                                                                  : scene->lang->token[cue].lemma;
    s.cue_span = cue_span(scene, cue);
    return s;
}
