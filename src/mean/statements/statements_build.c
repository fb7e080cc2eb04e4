/* statements_build.c - from labelled frames to statements.
 *
 * In: Scene with the probability of every cue. Out: Findings.statements without speakers.
 *
 * Steps: every cue above the threshold is framed and labelled; frames claim their words, surest
 * first, and a word belongs to the surest statement; a statement whose cue stands in another's
 * content is inside that one (parent); quotations that nobody claimed go to the best cue beside
 * them, else to the speaker of the statement before them (floating: “A,” he said. ¶ “B.”).
 *
 * Known to fail: dialogue without any cue; a quotation between two cues that could belong to
 * either. */
#include "mean/statements/statements_parts.h"
#include <stdlib.h>

#define CUE_THRESHOLD 0.45f
#define USED_CUE -1.0f           /* in place of its probability: a form has its words */
#define LEAST_SCORE 0.5f         /* cue and labels together; words in marks may be less sure */
#define LONE_CUE_THRESHOLD 0.08f /* for a quotation that no statement claimed */
enum {
    MAX_PIECES = 24,
    WORDS_OF_SPEECH = 4,
    WORDS_OF_LONE = 6,
    LONGEST_ASIDE = 30,
    MAX_CUES_A_SENTENCE = 64
};

typedef struct Placed {
    uint32_t at, index;
} Placed;
typedef struct Piece {
    uint32_t first, end;
} Piece; /* tokens */
typedef struct Pieces {
    Piece at[MAX_PIECES];
    uint32_t n;
} Pieces;
typedef struct CueClaim { /* what one cue wants */
    uint32_t cue, rank, words, n;
    float score;
    Piece *piece; /* [n] */
    Span source;
} CueClaim;
typedef struct Build {
    Scene *scene;
    Arena *arena, *scratch;
    uint32_t *owner;    /* [n_tokens] statement whose content holds the token, or NONE */
    VEC(uint32_t) cues; /* per statement: its cue token */
    VEC(Span) relay; /* per statement: the source that passes it on, empty when none; may be shorter
                        than the statements */
    Frame *frame;
} Build;

/* Why a step could not go on: either arena may be the one that gave out. */
static dln_status build_status(const Build *b)
{
    dln_status status = arena_status(b->arena);
    return status != DLN_OK ? status : arena_status(b->scratch);
}

static Span token_span(const LangText *lang, uint32_t t)
{
    return lang->token[t].span;
}
static bool is_punct(const LangText *lang, uint32_t t)
{
    return lang->token[t].upos == UPOS_PUNCT;
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

/* One run of content tokens as a span: loose punctuation off both ends, marks of quotation kept
 * only in pairs. */
static Span piece_span(const Scene *scene, uint32_t first, uint32_t end)
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

static bool all_punct(const Scene *scene, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++)
        if (!is_punct(scene->lang, t)) return false;
    return true;
}

/* ---- content ---- */
/* Adds one token; punctuation between it and the last piece joins the two. */
static void add_token(const Scene *scene, Pieces *pieces, uint32_t t)
{
    Piece *last = pieces->n > 0 ? &pieces->at[pieces->n - 1] : NULL;
    if (last && (last->end == t || all_punct(scene, last->end, t))) {
        last->end = t + 1;
        return;
    }
    if (is_punct(scene->lang, t) && !is_mark(scene, t)) return;
    if (pieces->n < MAX_PIECES) pieces->at[pieces->n++] = (Piece){t, t + 1};
}

static void drop_empty(const Scene *scene, Pieces *pieces)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < pieces->n; i++) {
        if (!all_punct(scene, pieces->at[i].first, pieces->at[i].end))
            pieces->at[kept++] = pieces->at[i];
    }
    pieces->n = kept;
}

/* Runs of units labelled `label`. */
static void collect(const Build *b, const Frame *frame, uint8_t label, Pieces *pieces)
{
    pieces->n = 0;
    for (uint32_t k = 0; k < frame->n; k++) {
        if (frame->label[k] != label) continue;
        for (uint32_t t = frame->unit[k].first; t < frame->unit[k].end; t++)
            add_token(b->scene, pieces, t);
    }
    drop_empty(b->scene, pieces);
}

static StatementKind kind_of(const Scene *scene, const Pieces *pieces)
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

/* The longest run of source labels, without loose punctuation at its ends. */
static Span source_span(const Build *b, const Frame *frame)
{
    Pieces pieces;
    collect(b, frame, LABEL_SOURCE, &pieces);
    uint32_t best = NONE;
    for (uint32_t i = 0; i < pieces.n; i++) {
        if (best == NONE ||
            pieces.at[i].end - pieces.at[i].first > pieces.at[best].end - pieces.at[best].first)
            best = i;
    }
    return best == NONE ? (Span){0, 0}
                        : piece_span(b->scene, pieces.at[best].first, pieces.at[best].end);
}

static float mean_p(const Frame *frame)
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

static bool add_statement(Build *b, const Pieces *pieces, Statement *made, uint32_t cue)
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
    made->kind = kind_of(scene, pieces);
    return VEC_PUSH(b->scratch, &b->cues, cue) &&
           VEC_PUSH(b->arena, &scene->findings->statements, *made);
}

static Statement new_statement(const Scene *scene, uint32_t cue)
{
    Statement s = {.speaker = NONE, .speaker_mention = NONE, .occasion = NONE, .parent = NONE};
    if (cue == NONE) return s;
    s.polarity = cue_polarity(scene, cue);
    s.verb = slice_is(scene->lang->token[cue].lemma, "according") ? SLICE("according to")
                                                                  : scene->lang->token[cue].lemma;
    s.cue_span = cue_span(scene, cue);
    return s;
}

static uint32_t words_in(const Scene *scene, const Pieces *pieces)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < pieces->n; i++)
        for (uint32_t t = pieces->at[i].first; t < pieces->at[i].end; t++)
            n += !is_punct(scene->lang, t);
    return n;
}
/* "Russia vetoed a text on the attack in which 17 died, saying that": a participle behind a comma
 * goes with the main verb, not with that of a relative clause before it. Its subject, or
 * `labelled`. */
static Span main_subject(const Scene *scene, uint32_t cue, Span labelled)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[cue];
    if (strcmp(t->xpos, "VBG") != 0 || t->rel != REL_ADVCL || t->head == NONE || cue == 0 ||
        !slice_is(lang->token[cue - 1].form, ","))
        return labelled;
    uint32_t at = t->head, first, end;
    if (lang->token[at].rel != REL_ACL || at > cue) return labelled;
    for (uint32_t steps = 0; steps < 12 && lang->token[at].head != NONE; steps++)
        at = lang->token[at].head;
    uint32_t subject = tree_child_rel(lang, at, REL_NSUBJ);
    if (subject == NONE || subject > cue || scene->quote[subject] != scene->quote[cue])
        return labelled;
    tree_range(lang, subject, &first, &end);
    return end - first <= 16 ? piece_span(scene, first, end) : token_span(lang, subject);
}

/* Subject of a verb, or of the verb it hangs on ("Trump spoke, saying ..."; "the man who said"):
 * where the frame found no source. */
static Span subject_near(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    uint32_t at = cue, first, end;
    for (uint32_t steps = 0; at != NONE && steps < 3; steps++) {
        const Token *t = &lang->token[at];
        uint32_t subject = tree_child_rel(lang, at, REL_NSUBJ);
        if (subject != NONE && (scene->quote[subject] == scene->quote[cue]) &&
            !lang->token[subject].subtype[0]) {
            tree_range(lang, subject, &first, &end);
            return end - first <= 16 ? piece_span(scene, first, end) : token_span(lang, subject);
        }
        if (t->rel != REL_ADVCL && t->rel != REL_XCOMP && t->rel != REL_CONJ) break;
        at = t->head;
    }
    return (Span){0, 0};
}

/* "The council failed, hours after officials said that": the verb's own subject right before it
 * speaks, not one of another clause. */
static Span own_subject(const Scene *scene, uint32_t cue, Span labelled)
{
    const LangText *lang = scene->lang;
    uint32_t subject = tree_child_rel(lang, cue, REL_NSUBJ), first, end;
    if (subject == NONE || subject > cue || lang->token[subject].subtype[0] ||
        scene->quote[subject] != scene->quote[cue])
        return labelled;
    if (lang->token[subject].upos != UPOS_NOUN && lang->token[subject].upos != UPOS_PROPN)
        return labelled;
    tree_range(lang, subject, &first, &end);
    Span own = piece_span(scene, first, end);
    return end > cue || cue - end > 1 || span_empty(own) || span_meet(own, labelled) ||
                   labelled.b > own.b
               ? labelled
               : own;
}

/* "Marrero was accused of": the subject of a passive verb does not speak. "was quoted as saying"
 * has a second cue for that. */
static bool is_told_subject(const Scene *scene, uint32_t cue, Span source)
{
    const LangText *lang = scene->lang;
    uint32_t subject = tree_child_rel(lang, cue, REL_NSUBJ);
    return subject != NONE && strcmp(lang->token[subject].subtype, "pass") == 0 &&
           span_meet(lang->token[subject].span, source);
}

/* "the boat which police say sank", "shot back Amy Lorne": the relative pronoun before another
 * subject, and the particle of the cue, are no source. */
static Span without_relative(const Scene *scene, Span source)
{
    const LangText *lang = scene->lang;
    uint32_t t = token_at(lang, source.b);
    bool more = t + 1 < lang->n_tokens && lang->token[t + 1].span.b < source.e;
    if (span_empty(source) || !more) return source;
    bool relative = lang->token[t].xpos[0] == 'W' && lang->token[t].upos == UPOS_PRON &&
                    lang->token[t + 1].upos != UPOS_PUNCT;
    bool particle = lang->token[t].upos == UPOS_ADV && lang->token[t + 1].upos == UPOS_PROPN &&
                    slice_is(lang->token[t].form, "back");
    if (!relative && !particle) return source;
    return (Span){lang->token[t + 1].span.b, source.e};
}

/* "WASHINGTON -- President Hale said": the dateline is no part of the source. */
static Span without_dateline(const Scene *scene, Span source)
{
    const LangText *lang = scene->lang;
    if (span_empty(source)) return source;
    uint32_t first = token_at(lang, source.b), t = first;
    if (t >= lang->n_tokens || lang->sentence[lang->token[t].sentence].first != t) return source;
    for (; t < lang->n_tokens && lang->token[t].span.e < source.e; t++) {
        const Token *k = &lang->token[t];
        if (t > first && opens_aside(k) && k->form.n > 1 && k->upos == UPOS_PUNCT)
            return (Span){lang->token[t + 1].span.b, source.e};
        if (k->upos != UPOS_PROPN && k->upos != UPOS_NUM && k->upos != UPOS_PUNCT) return source;
    }
    return source;
}

/* "Long, the relief administrator, warned": an apposition is no speaker beside the name it stands
 * with; the source is the whole subject. */
static Span whole_subject(const Scene *scene, uint32_t cue, Span labelled)
{
    const LangText *lang = scene->lang;
    uint32_t first, end, at = cue, subject = NONE;
    if (span_empty(labelled)) return labelled;
    for (uint32_t steps = 0; at != NONE && steps < 3 && subject == NONE; steps++) {
        subject = tree_child_rel(lang, at, REL_NSUBJ);
        if (lang->token[at].rel != REL_ADVCL && lang->token[at].rel != REL_CONJ) break;
        at = lang->token[at].head;
    }
    uint32_t t = token_at(lang, labelled.b), climb = t;
    if (subject == NONE || lang->token[subject].name == NONE || t <= subject ||
        scene->quote[subject] != scene->quote[cue] || lang->token[subject].subtype[0])
        return labelled;
    tree_range(lang, subject, &first, &end);
    bool aside = false;
    for (uint32_t k = subject + 1; k < t; k++)
        aside = aside || opens_aside(&lang->token[k]);
    while (climb != NONE && climb != subject)
        climb = lang->token[climb].head;
    if (!aside || climb != subject || end > cue + LONGEST_ASIDE || end - first > LONGEST_ASIDE ||
        lang->token[end - 1].span.e < labelled.e || (first <= cue && cue < end))
        return labelled;
    return piece_span(scene, first, end);
}

bool opens_aside(const Token *t)
{
    return slice_is(t->form, ",") || slice_is(t->form, "(") || slice_is(t->form, "--") ||
           slice_is(t->form, "\xE2\x80\x94") || slice_is(t->form, "\xE2\x80\x93");
}

/* Are the tokens outside quotations, without a likely cue among them? */
static bool is_quiet(const Scene *scene, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++)
        if (scene->quote[t] != NONE || scene->cue_p[t] >= CUE_THRESHOLD) return false;
    return true;
}

/* "Pavel Orlov, who runs the ferry line, said": what describes the source up to the mark before its
 * cue belongs to it. */
static uint32_t described_before(const Scene *scene, uint32_t end, uint32_t cue)
{
    const LangText *lang = scene->lang;
    uint32_t stop = cue;
    while (stop > end && lang->token[stop - 1].head == cue &&
           (lang->token[stop - 1].rel == REL_AUX || lang->token[stop - 1].rel == REL_ADVMOD))
        stop--;
    if (stop <= end + 1 || stop - end > LONGEST_ASIDE || !is_punct(lang, stop - 1) ||
        lang->token[stop - 1].form.p[0] == '"' || strcmp(lang->token[end + 1].xpos, "VBG") == 0 ||
        lang->token[end + 1].upos == UPOS_ADP)
        return end;
    return is_quiet(scene, end, stop) ? stop - 1 : end;
}

/* “...,” said Pavel Orlov, a spokesman for the port: the description runs to the end of the
 * sentence or to the next quotation. */
static uint32_t described_behind(const Scene *scene, uint32_t end)
{
    const LangText *lang = scene->lang;
    uint32_t stop = lang->sentence[lang->token[end].sentence].end, t = end + 1;
    const Token *first = &lang->token[t < stop ? t : end];
    bool noun = first->upos == UPOS_DET || first->upos == UPOS_NOUN || first->upos == UPOS_PROPN ||
                strcmp(first->xpos, "WP") == 0 || first->upos == UPOS_ADJ;
    if (!slice_is(lang->token[end].form, ",") || !noun) return end;
    bool relative = first->xpos[0] == 'W';
    for (; t < stop && scene->quote[t] == NONE; t++) {
        bool verb = lang->token[t].upos == UPOS_VERB || lang->token[t].upos == UPOS_AUX;
        if ((verb && !relative) || t - end > LONGEST_ASIDE) return end;
        relative = relative || lang->token[t].xpos[0] == 'W';
    }
    return is_quiet(scene, end, t) ? t : end;
}

/* A source that is a name, with what describes it beside it. */
static Span with_description(const Scene *scene, uint32_t cue, Span source)
{
    const LangText *lang = scene->lang;
    if (span_empty(source) || scene->quote[cue] != NONE) return source;
    uint32_t end = token_at(lang, source.e), sentence = lang->token[cue].sentence;
    if (end == 0 || end >= lang->n_tokens || lang->token[end].sentence != sentence ||
        lang->token[end - 1].upos != UPOS_PROPN || !opens_aside(&lang->token[end]))
        return source;
    uint32_t to = end <= cue ? described_before(scene, end, cue) : described_behind(scene, end);
    if (to <= end + 1) return source;
    Span more = piece_span(scene, end, to);
    return span_empty(more) ? source : (Span){source.b, more.e};
}

/* May a content grow over these tokens: outside quotations as its cue is, and no other cue among
 * them? */
static bool may_take(const Scene *scene, uint32_t cue, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++)
        if (scene->quote[t] != scene->quote[cue] || scene->cue_p[t] >= CUE_THRESHOLD) return false;
    return true;
}

/* "said Iran had asked [for the money and that he had refused]", "[The toll rose after] three died,
 * officials said": a content that lies in the clause of its cue holds the whole of it. */
static void complete_clause(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    uint32_t clause = tree_child_rel(scene->lang, cue, REL_CCOMP), first, end;
    if (clause == NONE || pieces->n != 1) return;
    Piece *piece = &pieces->at[0];
    tree_range(scene->lang, clause, &first, &end);
    if ((first <= cue && cue < end) || piece->first < first || piece->end > end) return;
    if (first > cue && clause >= piece->first && clause < piece->end &&
        may_take(scene, cue, piece->end, end))
        piece->end = end;
    if (end <= cue && may_take(scene, cue, first, piece->first)) piece->first = first;
}

/* "Activists said hundreds were held, but the ministry denied this": somebody else's words behind
 * "but" or "while" are no part of the content. */
static void cut_rival(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    static const char *const turns[] = {"but", "while", "although", "though", "whereas"};
    const LangText *lang = scene->lang;
    Piece *piece = pieces->n == 1 ? &pieces->at[0] : NULL;
    if (!piece || piece->first <= cue || scene->quote[cue] != NONE) return;
    for (uint32_t t = piece->first + 2; t + 2 < piece->end; t++) {
        bool turn = false;
        for (size_t i = 0; i < sizeof turns / sizeof *turns; i++)
            turn = turn || slice_is(lang->token[t].form, turns[i]);
        if (!turn || !slice_is(lang->token[t - 1].form, ",") || scene->quote[t] != NONE) continue;
        for (uint32_t k = t + 1; k < piece->end && k < t + 12; k++) {
            if (scene->cue_p[k] < CUE_THRESHOLD || scene->quote[k] != NONE) continue;
            uint32_t subject = tree_child_rel(lang, k, REL_NSUBJ);
            bool other = subject != NONE && subject > t && subject < k &&
                         (lang->token[subject].upos == UPOS_NOUN ||
                          lang->token[subject].upos == UPOS_PROPN);
            if (other) {
                piece->end = t - 1;
                return;
            }
        }
    }
}

/* "'...,' the coalition's spokesman, Col Orlov, said": words between a quotation that ends in a
 * comma and the cue, without a verb, are the source. Cuts them off the content; their span, or an
 * empty one. */
static Span tail_of_quote(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    Span none = {0, 0};
    Piece *piece = pieces->n == 1 ? &pieces->at[0] : NULL;
    if (!piece || scene->quote[cue] != NONE || cue < piece->end ||
        scene->quote[piece->first] == NONE || scene->quote[piece->end - 1] != NONE)
        return none;
    uint32_t after = piece->end;
    while (after > piece->first && scene->quote[after - 1] == NONE)
        after--;
    const Quote *quote = &scene->marks.quote[scene->quote[after - 1]];
    if (quote->inner.e <= quote->inner.b || scene->report->text.p[quote->inner.e - 1] != ',')
        return none;
    for (uint32_t t = after; t < cue; t++)
        if (scene->quote[t] != NONE || scene->lang->token[t].upos == UPOS_VERB ||
            scene->lang->token[t].upos == UPOS_SCONJ)
            return none;
    piece->end = after;
    return piece_span(scene, after, cue);
}

/* Frames the cue and keeps what its labels say. */
static void read_frame(Build *b, uint32_t cue, float score, CueClaim *claim)
{
    Pieces pieces;
    *claim = (CueClaim){.cue = cue};
    frame_build(b->scene, cue, b->frame, b->scratch);
    frame_decode(b->scene, b->frame);
    collect(b, b->frame, LABEL_CONTENT, &pieces);
    complete_clause(b->scene, cue, &pieces);
    cut_rival(b->scene, cue, &pieces);
    Span tail = tail_of_quote(b->scene, cue, &pieces);
    claim->piece = ARENA_ARRAY(b->scratch, Piece, pieces.n);
    if (!claim->piece) return;
    claim->n = pieces.n;
    if (pieces.n > 0) memcpy(claim->piece, pieces.at, pieces.n * sizeof *claim->piece);
    claim->words = words_in(b->scene, &pieces);
    claim->source = source_span(b, b->frame);
    if (!span_empty(tail)) claim->source = tail;
    if (span_empty(claim->source))
        claim->source = subject_near(b->scene, cue);
    else
        claim->source = own_subject(b->scene, cue, claim->source);
    claim->source = without_relative(b->scene, main_subject(b->scene, cue, claim->source));
    claim->source = whole_subject(b->scene, cue, claim->source);
    claim->source = without_dateline(b->scene, claim->source);
    claim->source = with_description(b->scene, cue, claim->source);
    if (is_told_subject(b->scene, cue, claim->source)) claim->source = (Span){0, 0};
    claim->score = score * mean_p(b->frame);
}

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

/* The part of a claim whose tokens belong to `owner` still (NONE: to nobody). */
static void free_part(const Build *b, const CueClaim *claim, uint32_t owner, Pieces *pieces)
{
    pieces->n = 0;
    for (uint32_t i = 0; i < claim->n; i++) {
        for (uint32_t t = claim->piece[i].first; t < claim->piece[i].end; t++)
            if (b->owner[t] == owner) add_token(b->scene, pieces, t);
    }
    drop_empty(b->scene, pieces);
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

static bool settle(Build *b, const CueClaim *claim, Slice rule)
{
    Pieces pieces;
    uint32_t inside = b->owner[claim->cue];
    if (inside != NONE && b->scene->findings->statements.at[inside].parent != NONE)
        return true; /* two levels are enough */
    free_part(b, claim, inside, &pieces);
    uint32_t words = words_in(b->scene, &pieces);
    if (words == 0 || words * 2 < claim->words)
        return note_via(b, claim); /* another statement has its words */
    if (claim->score < LEAST_SCORE && kind_of(b->scene, &pieces) != STATEMENT_DIRECT) return true;
    if (inside != NONE && span_empty(claim->source)) return true; /* whose words inside whose? */
    drop_pointer(b->scene, &pieces);
    if (is_unsaid(b->scene, claim->cue, claim->source, pieces.at[0].first,
                  pieces.at[pieces.n - 1].end))
        return true;
    Statement made = new_statement(b->scene, claim->cue);
    made.speaker_span = claim->source;
    made.score = claim->score;
    made.rule = rule;
    made.parent = inside;
    return add_statement(b, &pieces, &made, claim->cue);
}

static bool claim(Build *b, uint32_t cue, float score, Slice rule)
{
    CueClaim one;
    read_frame(b, cue, score, &one);
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

/* Outer statements first, surest first; cues inside the content of a statement make statements
 * inside it. */
static dln_status claim_all(Build *b)
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
        if (scene->cue_p[t] >= CUE_THRESHOLD) read_frame(b, t, scene->cue_p[t], &claims[n++]);
    if (arena_status(b->scratch) != DLN_OK) return arena_status(b->scratch);
    rank_claims(scene, claims, n, at_token);
    list_sort(claims, n, sizeof *claims, by_rank);
    for (uint32_t i = 0; i < n; i++)
        if (!settle(b, &claims[i], SLICE("model"))) return build_status(b);
    return DLN_OK;
}

/* ---- forms ---- */
/* Quotations and answers that the layout gives to somebody. */
static dln_status claim_forms(Build *b)
{
    Forms forms;
    TRY(statements_forms(b->scene, b->scratch, &forms));
    for (uint32_t i = 0; i < forms.n; i++) {
        const Form *form = &forms.at[i];
        bool taken = false;
        for (uint32_t t = form->first; t < form->end; t++)
            taken = taken || b->owner[t] != NONE;
        if (taken) continue;
        Statement made = new_statement(b->scene, form->cue);
        made.speaker_span = form->source;
        made.speaker_mention = form->mention;
        made.score = LEAST_SCORE;
        made.rule = SLICE("form");
        Pieces pieces = {.n = 1, .at = {{form->first, form->end}}};
        if (!add_statement(b, &pieces, &made, form->cue)) return build_status(b);
        if (form->cue != NONE) b->scene->cue_p[form->cue] = USED_CUE; /* it has its words */
    }
    return DLN_OK;
}

/* ---- attributions that close a sentence ---- */
static bool is_verb(const Token *t)
{
    return t->upos == UPOS_VERB || t->upos == UPOS_AUX;
}

/* The comma before the noun phrase that ends with `end`: no verb between, a noun or pronoun among
 * its words; NONE. */
static uint32_t comma_before(const Scene *scene, uint32_t low, uint32_t end)
{
    bool noun = false;
    for (uint32_t t = end; t > low && end - t < 14; t--) {
        const Token *k = &scene->lang->token[t - 1];
        if (is_verb(k) || scene->quote[t - 1] != NONE || k->upos == UPOS_SCONJ) return NONE;
        noun = noun || k->upos == UPOS_NOUN || k->upos == UPOS_PROPN || k->upos == UPOS_PRON;
        if (slice_is(k->form, ",")) return noun ? t - 1 : NONE;
    }
    return NONE;
}

/* "More than 200 people were held on Monday, Interior Minister Anna Brandt said.": a strong verb of
 * speech that ends its sentence, or nearly, behind a comma and a noun phrase, and that no statement
 * used: the words before the comma are the content. */
static bool add_closing(Build *b, uint32_t cue)
{
    const Scene *scene = b->scene;
    const Sentence *s = &scene->lang->sentence[scene->lang->token[cue].sentence];
    uint32_t comma = comma_before(scene, s->first, cue), verbs = 0;
    if (comma == NONE || s->end - cue > 6) return true;
    for (uint32_t t = cue + 1; t < s->end; t++)
        if (is_verb(&scene->lang->token[t]) || slice_is(scene->lang->token[t].form, ","))
            return true;
    for (uint32_t t = s->first; t < s->end; t++)
        if (b->owner[t] != NONE || scene->quote[t] != NONE) return true;
    for (uint32_t t = s->first; t < comma; t++)
        verbs += is_verb(&scene->lang->token[t]);
    uint32_t lead = s->first + (scene->lang->token[s->first].upos ==
                                UPOS_CCONJ); /* "But when funds were cut, Mexico said no" */
    if (verbs == 0 || scene->lang->token[lead].upos == UPOS_SCONJ ||
        scene->lang->token[lead].xpos[0] == 'W')
        return true;
    Statement made = new_statement(scene, cue);
    made.speaker_span = piece_span(scene, comma + 1, cue);
    made.score = LEAST_SCORE;
    made.rule = SLICE("model");
    Pieces pieces = {.n = 1, .at = {{s->first, comma}}};
    return add_statement(b, &pieces, &made, cue);
}

/* The number of "put the crowd at about 7,000", its last token; NONE. */
static uint32_t estimate_of(const LangText *lang, uint32_t put)
{
    uint32_t end = lang->sentence[lang->token[put].sentence].end,
             stop = put + 10 < end ? put + 10 : end, found = NONE;
    bool at = false;
    if (!slice_is(lang->token[put].lemma, "put")) return NONE;
    for (uint32_t t = put + 2; t < stop && (found == NONE || found == t - 1); t++) {
        if (lang->token[t].upos == UPOS_NUM && at)
            found = t;
        else if (is_verb(&lang->token[t]) || lang->token[t].upos == UPOS_PUNCT)
            break;
        at = at || slice_is(lang->token[t].form, "at");
    }
    return found;
}

/* "Police put the crowd at 7,000": an estimate is told; the content is what was counted, and the
 * number. */
static bool add_estimate(Build *b, uint32_t put)
{
    const Scene *scene = b->scene;
    uint32_t last = estimate_of(scene->lang, put);
    if (last == NONE || b->owner[put] != NONE || b->owner[last] != NONE ||
        scene->quote[put] != NONE)
        return true;
    Statement made = new_statement(scene, put);
    made.speaker_span = subject_near(scene, put);
    if (span_empty(made.speaker_span)) return true;
    made.polarity = POLARITY_SAYS;
    made.score = LEAST_SCORE;
    made.rule = SLICE("model");
    Pieces pieces = {.n = 1, .at = {{put + 1, last + 1}}};
    return add_statement(b, &pieces, &made, put);
}

static dln_status claim_closings(Build *b)
{
    const LangText *lang = b->scene->lang;
    for (uint32_t t = 0; t < lang->n_tokens; t++) {
        if (!add_estimate(b, t)) return build_status(b);
        const CueWord *word = b->scene->word[t];
        if (!word || !word->strong || strcmp(lang->token[t].xpos, "VBD") != 0 ||
            b->scene->quote[t] != NONE || b->scene->cue_p[t] == USED_CUE)
            continue;
        if (!add_closing(b, t)) return build_status(b);
    }
    return DLN_OK;
}

/* ---- quotations that nobody claimed ---- */
static bool free_quote(const Build *b, uint32_t q, uint32_t *first, uint32_t *end)
{
    const Scene *scene = b->scene;
    const Quote *quote = &scene->marks.quote[q];
    uint32_t t = token_at(scene->lang, quote->span.b), owned = 0;
    *first = t;
    for (; t < scene->lang->n_tokens && scene->quote[t] == q; t++)
        owned += b->owner[t] != NONE;
    *end = t;
    return *end > *first && owned == 0;
}

/* A quotation of speech, not a title or a word held with tongs: long enough, or ends like a
 * sentence. */
static bool reads_as_speech(const Scene *scene, uint32_t q)
{
    const Quote *quote = &scene->marks.quote[q];
    if (quote->words >= WORDS_OF_SPEECH + 2) return true;
    if (quote->words < WORDS_OF_SPEECH || quote->inner.e <= quote->inner.b) return false;
    char last = scene->report->text.p[quote->inner.e - 1];
    return last == '.' || last == ',' || last == '!' || last == '?';
}

/* Last sentence a cue of the quotation may stand in. “What a day!” Anna Keller shouted: the
 * sentence seems to end with the mark and does not. */
static const Sentence *last_sentence(const Scene *scene, uint32_t end)
{
    const LangText *lang = scene->lang;
    const Sentence *last = &lang->sentence[lang->token[end - 1].sentence];
    const Quote *quote = &scene->marks.quote[scene->quote[end - 1]];
    char stop = scene->report->text.p[quote->inner.e > 0 ? quote->inner.e - 1 : 0];
    bool cut = (stop == '!' || stop == '?') && last->end == end && end < lang->n_tokens &&
               scene->paragraph[end] == scene->paragraph[end - 1];
    return last + cut;
}

/* The likeliest cue in the sentences of the quotation or right behind it, outside all marks and not
 * used yet. */
static uint32_t cue_beside(const Build *b, uint32_t first, uint32_t end)
{
    const LangText *lang = b->scene->lang;
    const Sentence *from = &lang->sentence[lang->token[first].sentence],
                   *to = last_sentence(b->scene, end);
    uint32_t best = NONE;
    for (uint32_t t = from->first; t < to->end; t++) {
        if (b->scene->quote[t] != NONE || b->owner[t] != NONE || !b->scene->candidate[t] ||
            b->scene->cue_p[t] < LONE_CUE_THRESHOLD || b->scene->cue_p[t] >= CUE_THRESHOLD)
            continue;
        if (best == NONE || b->scene->cue_p[t] > b->scene->cue_p[best]) best = t;
    }
    return best;
}

/* Statement that ended last before `first`, in this paragraph or the one before; its words or its
 * cue may stand between. */
static uint32_t statement_before(const Build *b, uint32_t first)
{
    const Scene *scene = b->scene;
    for (uint32_t t = first; t > 0 && first - t < 400; t--) {
        if (scene->paragraph[first] - scene->paragraph[t - 1] > 1) return NONE;
        if (b->owner[t - 1] != NONE) return b->owner[t - 1];
    }
    return NONE;
}

/* The quotation fills its sentences: nothing but punctuation stands beside it in the first and in
 * the last. */
static bool fills_sentences(const Scene *scene, uint32_t first, uint32_t end)
{
    const LangText *lang = scene->lang;
    return all_punct(scene, lang->sentence[lang->token[first].sentence].first, first) &&
           all_punct(scene, end, lang->sentence[lang->token[end - 1].sentence].end);
}

/* Keller said she was alarmed. “The old line paid for itself.”: the sentence right before, in the
 * same paragraph, tells what somebody said. */
static bool right_behind(const Build *b, uint32_t before, uint32_t first)
{
    const LangText *lang = b->scene->lang;
    uint32_t cue = b->cues.at[before];
    return cue != NONE && b->scene->paragraph[cue] == b->scene->paragraph[first] &&
           lang->token[first].sentence == lang->token[cue].sentence + 1;
}

/* “A,” he said. ¶ “B.”: B is his too, when the statement before it was quoted or stands right
 * before it. */
static bool add_floating(Build *b, uint32_t first, uint32_t end)
{
    uint32_t before = statement_before(b, first);
    if (before == NONE || !fills_sentences(b->scene, first, end)) return true;
    Statement *last = &b->scene->findings->statements.at[before];
    bool near = last->kind != STATEMENT_INDIRECT || right_behind(b, before, first);
    if (!near || last->parent != NONE) return true;
    Statement made = new_statement(b->scene, NONE);
    made.polarity = POLARITY_SAYS;
    made.verb = last->verb;
    made.speaker_span = last->speaker_span;
    made.cue_span = last->cue_span;
    made.score = last->score * 0.8f;
    made.rule = SLICE("floating");
    Pieces pieces = {.n = 1, .at = {{first, end}}};
    return add_statement(b, &pieces, &made, b->cues.at[before]);
}

/* The residents were angry. “Nobody had told us that the gate was broken.” Somebody said it, the
 * text does not tell who. */
static bool add_lone(Build *b, uint32_t q, uint32_t first, uint32_t end)
{
    const Scene *scene = b->scene;
    const Sentence *s = &scene->lang->sentence[scene->lang->token[first].sentence];
    if (!fills_sentences(scene, first, end) || scene->marks.quote[q].words < WORDS_OF_LONE ||
        s->block != BLOCK_BODY)
        return true;
    Statement made = new_statement(scene, NONE);
    made.score = LEAST_SCORE;
    made.rule = SLICE("lone");
    Pieces pieces = {.n = 1, .at = {{first, end}}};
    return add_statement(b, &pieces, &made, NONE);
}

static dln_status claim_quotes(Build *b)
{
    for (uint32_t q = 0; q < b->scene->marks.n; q++) {
        uint32_t first, end;
        if (b->scene->marks.quote[q].inside != NONE || !reads_as_speech(b->scene, q) ||
            !free_quote(b, q, &first, &end))
            continue;
        uint32_t cue = cue_beside(b, first, end);
        if (cue != NONE && !claim(b, cue, b->scene->cue_p[cue], SLICE("quotation")))
            return build_status(b);
        if (!free_quote(b, q, &first, &end)) continue;
        if (!add_floating(b, first, end)) return build_status(b);
        if (!free_quote(b, q, &first, &end)) continue;
        if (!add_lone(b, q, first, end)) return build_status(b);
    }
    return DLN_OK;
}

/* ---- statements ---- */
static int by_place(const void *a, const void *b)
{
    const Placed *x = a, *y = b;
    return x->at != y->at        ? (x->at < y->at ? -1 : 1)
           : x->index < y->index ? -1
                                 : x->index > y->index;
}

/* Puts the statements in order of their first byte; parents follow. */
static dln_status order_statements(Build *b)
{
    uint32_t n = b->scene->findings->statements.n;
    Statement *at = b->scene->findings->statements.at;
    Placed *placed = ARENA_ARRAY(b->scratch, Placed, n);
    Statement *copy = ARENA_ARRAY(b->scratch, Statement, n);
    Span *relay = ARENA_ARRAY(b->scratch, Span, n);
    uint32_t *now = ARENA_ARRAY(b->scratch, uint32_t, n),
             *cue = ARENA_ARRAY(b->scratch, uint32_t, n);
    if (!placed || !copy || !now || !cue || !relay) return arena_status(b->scratch);
    for (uint32_t i = 0; i < n; i++)
        placed[i] = (Placed){at[i].content.at[0].b, i};
    list_sort(placed, n, sizeof *placed, by_place);
    for (uint32_t i = 0; i < n; i++) {
        copy[i] = at[placed[i].index];
        now[placed[i].index] = i;
        cue[i] = b->cues.at[placed[i].index];
    }
    for (uint32_t i = 0; i < n; i++) {
        at[i] = copy[i];
        if (at[i].parent != NONE) at[i].parent = now[at[i].parent];
    }
    for (uint32_t i = 0; i < b->relay.n && i < n; i++)
        relay[now[i]] = b->relay.at[i];
    b->scene->cue_of = cue;
    b->scene->relay_of = relay;
    return DLN_OK;
}

static void score_cues(Scene *scene)
{
    CueClues f;
    for (uint32_t t = 0; t < scene->lang->n_tokens; t++) {
        if (!scene->candidate[t]) continue;
        cue_features(scene, t, &f);
        scene->cue_p[t] = score_one(&scene->model->cue, &f);
    }
}

dln_status statements_build(Scene *scene, Arena *arena, Arena *scratch)
{
    Build b = {.scene = scene, .arena = arena, .scratch = scratch};
    uint32_t n = scene->lang->n_tokens;
    b.owner = ARENA_ARRAY(scratch, uint32_t, n);
    b.frame = ARENA_NEW(scratch, Frame);
    if (!b.owner || !b.frame) return arena_status(scratch);
    for (uint32_t t = 0; t < n; t++)
        b.owner[t] = NONE;
    score_cues(scene);
    TRY(claim_forms(&b));
    TRY(claim_all(&b));
    TRY(claim_closings(&b));
    TRY(claim_quotes(&b));
    return order_statements(&b);
}
