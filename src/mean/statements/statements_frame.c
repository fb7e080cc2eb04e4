/* statements_frame.c - what stands round one cue.
 *
 * In: Scene, a cue token. Out: a Frame: the tokens of the cue's sentence, and stretches of whole
 * sentences or quotations before and after it, in text order, with what lies between neighbours;
 * and the features of each unit.
 *
 * Idea: semantic-role labelling with the cue as predicate: one linear chain finds content and
 * source together, seen from the cue, so that linking needs no second step. Words outside the cue's
 * sentence are taken by the stretch, so a long quotation costs one decision.
 *
 * Known to fail: sentences of more than MAX_UNITS tokens are cut at both ends; two statements hung
 * on one cue come out as one. */
#include "mean/statements/statements_parts.h"

enum { MAX_STEPS = 24, NEAR_PARAGRAPHS = 1 };

static bool push_unit(Frame *frame, uint32_t first, uint32_t end, bool token)
{
    if (frame->n == MAX_UNITS) return false;
    frame->unit[frame->n++] = (Unit){first, end, token};
    return true;
}

/* A quotation the paragraph break does not end: both tokens lie in quotes of one group. */
static bool same_quotation(const Scene *scene, uint32_t a, uint32_t b)
{
    uint32_t p = scene->quote[a], q = scene->quote[b];
    return p != NONE && q != NONE && scene->marks.quote[p].group == scene->marks.quote[q].group;
}

static bool too_far(const Scene *scene, uint32_t near, uint32_t far)
{
    uint32_t p = scene->paragraph[near], q = scene->paragraph[far];
    uint32_t gap = p > q ? p - q : q - p;
    return gap > NEAR_PARAGRAPHS;
}

/* Start of the stretch that ends before `end`: same sentence, same side of the marks. */
static uint32_t stretch_before(const Scene *scene, uint32_t end)
{
    uint32_t t = end - 1, sentence = scene->lang->token[t].sentence, quote = scene->quote[t];
    while (t > scene->lang->sentence[sentence].first && scene->quote[t - 1] == quote)
        t--;
    return t;
}
static uint32_t stretch_after(const Scene *scene, uint32_t first)
{
    uint32_t t = first, sentence = scene->lang->token[t].sentence, quote = scene->quote[t];
    while (t < scene->lang->sentence[sentence].end && scene->quote[t] == quote)
        t++;
    return t;
}

/* Stretches before the sentence, nearest first, then turned round. */
static void units_before(const Scene *scene, uint32_t start, Frame *frame)
{
    uint32_t from = frame->n, at = start;
    for (uint32_t k = 0; k < UNITS_AROUND && at > 0; k++) {
        if (too_far(scene, start, at - 1) && !(same_quotation(scene, at - 1, at) && k > 0)) break;
        uint32_t first = stretch_before(scene, at);
        if (!push_unit(frame, first, at, false)) break;
        at = first;
    }
    for (uint32_t a = from, b = frame->n; a + 1 < b; a++, b--) {
        Unit swap = frame->unit[a];
        frame->unit[a] = frame->unit[b - 1];
        frame->unit[b - 1] = swap;
    }
}

static void units_after(const Scene *scene, uint32_t end, Frame *frame)
{
    uint32_t at = end;
    for (uint32_t k = 0; k < UNITS_AROUND && at < scene->lang->n_tokens; k++) {
        if (too_far(scene, end - 1, at) && !(k > 0 && same_quotation(scene, at - 1, at))) break;
        uint32_t stop = stretch_after(scene, at);
        if (!push_unit(frame, at, stop, false)) break;
        at = stop;
    }
}

static uint64_t step(uint64_t path, bool up, const Token *t)
{
    return hash_bytes((Slice){(const char *)&path, sizeof path},
                      (uint64_t)t->rel * 2 + up +
                          (t->subtype[0] ? 100u + (uint8_t)t->subtype[0] : 0));
}

typedef struct PathNote {
    uint64_t path, arm;
    uint32_t branch;
    uint8_t depth;
    bool known;
} PathNote;

/* Marks the cue and what stands above it: an ancestor is its own branch. */
static void paths_up(const LangText *lang, const Sentence *s, uint32_t cue, PathNote *note)
{
    uint64_t path = 1;
    uint32_t at = cue;
    note[cue - s->first] = (PathNote){.path = 1, .arm = 1, .branch = cue, .known = true};
    for (uint32_t k = 0; k < MAX_STEPS; k++) {
        uint32_t head = lang->token[at].head;
        if (head == NONE || head < s->first || head >= s->end || note[head - s->first].known)
            return;
        path = step(path, true, &lang->token[at]);
        note[head - s->first] = (PathNote){
            .path = path, .arm = path ^ 5, .branch = head, .known = true};
        at = head;
    }
}

/* Path of one token: climb to a token that is known, then come down again. */
static void path_down(const LangText *lang, const Sentence *s, uint32_t token, PathNote *note)
{
    uint32_t chain[MAX_STEPS], n = 0, at = token;
    while (n < MAX_STEPS && at != NONE && at >= s->first && at < s->end &&
           !note[at - s->first].known) {
        chain[n++] = at;
        at = lang->token[at].head;
    }
    PathNote from = {.path = 3, .arm = 3, .branch = token, .known = false};
    if (at != NONE && at >= s->first && at < s->end && note[at - s->first].known)
        from = note[at - s->first];
    bool on_spine = from.branch == at;
    while (n > 0) {
        uint32_t down = chain[--n];
        from.path = step(from.path, false, &lang->token[down]);
        if (on_spine)
            from = (PathNote){.path = from.path, .arm = from.path, .branch = down, .known = true};
        else if (from.depth < 9)
            from.depth++;
        from.known = true;
        on_spine = false;
        note[down - s->first] = from;
    }
}

/* An ancestor of the cue, and the cue itself, are branches of their own; what hangs on them starts
 * new ones. */
static void find_paths(const Scene *scene, Frame *frame, Arena *scratch)
{
    const LangText *lang = scene->lang;
    const Sentence *s = &lang->sentence[lang->token[frame->cue].sentence];
    ArenaMark mark = arena_mark(scratch);
    PathNote *note = ARENA_ARRAY(scratch, PathNote, s->end - s->first);
    if (note) {
        paths_up(lang, s, frame->cue, note);
        for (uint32_t k = 0; k < frame->n; k++) {
            const Unit *u = &frame->unit[k];
            if (!u->token) continue;
            path_down(lang, s, u->first, note);
            PathNote n = note[u->first - s->first];
            frame->path[k] = n.path;
            frame->arm[k] = n.arm;
            frame->branch[k] = n.branch;
            frame->depth[k] = n.depth;
        }
    }
    arena_rewind(scratch, mark);
}

static uint8_t edge_between(const Scene *scene, const Frame *frame, uint32_t k)
{
    const Unit *a = &frame->unit[k - 1], *b = &frame->unit[k];
    uint32_t left = a->end - 1, right = b->first;
    if (scene->paragraph[left] != scene->paragraph[right]) return EDGE_PARAGRAPH;
    if (!a->token || !b->token) return EDGE_UNIT;
    if (left == frame->cue || right == frame->cue) return EDGE_CUE;
    if (scene->quote[left] != scene->quote[right]) return EDGE_QUOTE;
    if (scene->lang->token[left].upos == UPOS_PUNCT || scene->lang->token[right].upos == UPOS_PUNCT)
        return EDGE_PUNCT;
    return frame->branch[k - 1] != frame->branch[k] ? EDGE_ARM : EDGE_PLAIN;
}

void frame_build(const Scene *scene, uint32_t cue, Frame *frame, Arena *scratch)
{
    const Sentence *s = &scene->lang->sentence[scene->lang->token[cue].sentence];
    uint32_t most = MAX_UNITS - 2 * UNITS_AROUND;
    uint32_t first = s->first, end = s->end;
    if (end - first > most) {
        first = cue > s->first + most / 2 ? cue - most / 2 : s->first;
        end = first + most < s->end ? first + most : s->end;
    }
    memset(frame, 0, sizeof *frame);
    frame->cue = cue;
    units_before(scene, s->first, frame);
    for (uint32_t t = first; t < end; t++)
        push_unit(frame, t, t + 1, true);
    units_after(scene, s->end, frame);
    find_paths(scene, frame, scratch);
    for (uint32_t k = 1; k < frame->n; k++)
        frame->edge[k] = edge_between(scene, frame, k);
}

/* ---- features ---- */
static uint64_t text_hash(const char *text)
{
    return hash_bytes(slice_of(text), 11);
}
static uint64_t bucket(uint32_t n)
{
    return n <= 4 ? n : n <= 8 ? 5 : n <= 16 ? 6 : 7;
}

/* Counts from the start of the window up to unit k, k included. */
static void count_up(const Scene *scene, const Frame *frame, FrameView *v)
{
    uint16_t comma = 0, turn = 0, rival = 0;
    for (uint32_t k = 0; k < frame->n; k++) {
        uint32_t t = frame->unit[k].first;
        if (frame->unit[k].token) {
            comma = (uint16_t)(comma + slice_is(scene->lang->token[t].form, ","));
            turn = (uint16_t)(turn + (t > 0 && scene->quote[t] != scene->quote[t - 1]));
            rival = (uint16_t)(rival + (scene->cue_p[t] > 0.5f && t != frame->cue));
            if (t == frame->cue) v->at = k;
        }
        v->comma[k] = comma;
        v->turn[k] = turn;
        v->rival[k] = rival;
    }
}

void frame_view(const Scene *scene, const Frame *frame, FrameView *v)
{
    const LangText *lang = scene->lang;
    uint32_t cue = frame->cue;
    const CueWord *word = scene->word[cue];
    v->scene = scene;
    v->frame = frame;
    v->sentence = &lang->sentence[lang->token[cue].sentence];
    v->lemma = scene->lemma[cue];
    v->kind = (word ? 1u + word->polarity * 2u + word->strong : 0) + 32u * lang->token[cue].upos;
    bool before = false, after = false;
    for (uint32_t k = 0; k < frame->n; k++) {
        const Unit *u = &frame->unit[k];
        if (!u->token || scene->quote[u->first] == NONE) continue;
        if (u->first < cue)
            before = true;
        else
            after = true;
    }
    v->shape = before * 2u + after + (scene->quote[cue] != NONE ? 4u : 0);
    count_up(scene, frame, v);
}

/* How many of what is counted lie between unit k and the cue, at most `most`. */
static uint64_t between(const uint16_t *count, uint32_t k, uint32_t at, uint64_t most)
{
    uint64_t n = (uint64_t)(k < at ? count[at] - count[k] : count[k] - count[at]);
    return n < most ? n : most;
}

/* Other likely cues from the unit up to the cue; a unit before the cue counts itself. */
static uint64_t rivals_between(const FrameView *v, uint32_t k)
{
    uint32_t here = v->rival[v->at], past = k > 0 ? v->rival[k - 1] : 0;
    uint32_t n = k < v->at ? here - past : k > v->at ? past - here : 0;
    return n < 2 ? n : 2;
}

static void tree_features(const FrameView *v, uint32_t k, CueClues *f)
{
    const Frame *frame = v->frame;
    uint32_t token = frame->unit[k].first, branch = frame->branch[k];
    const Token *t = &v->scene->lang->token[token];
    uint64_t side = token > v->frame->cue, path = frame->path[k], arm = frame->arm[k],
             depth = frame->depth[k] < 3 ? frame->depth[k] : 3;
    uint64_t quoted = v->scene->quote[token] != NONE;
    clue(f, 1, path, side);
    clue(f, 2, path, v->lemma);
    clue(f, 3, path, v->kind);
    clue(f, 4, arm, side);
    clue(f, 5, arm, v->lemma * 2 + side);
    clue(f, 6, arm, v->kind * 2 + side);
    clue(f, 7, arm, depth * 4 + side * 2 + quoted);
    clue(f, 8, arm * 8 + v->shape, side * 2 + quoted);
    clue(f, 9, arm, t->upos * 2u + side);
    clue(f, 10, arm, text_hash(t->xpos) + depth);
    clue(f, 11, arm, v->scene->lemma[token]);
    if (branch != NONE) {
        const Token *top = &v->scene->lang->token[branch];
        uint32_t mark = tree_child_rel(v->scene->lang, branch, REL_MARK),
                 adp = tree_child_rel(v->scene->lang, branch, REL_CASE);
        uint64_t word = mark != NONE  ? v->scene->lemma[mark]
                        : adp != NONE ? v->scene->lemma[adp]
                                      : 0;
        clue(f, 12, arm, text_hash(top->xpos) + side);
        clue(f, 13, arm, word);
        clue(f, 14, word, v->lemma * 2 + side);
        clue(f, 15, arm + word, v->kind);
        clue(f, 16, v->scene->lemma[branch], arm);
        clue(f, 17, arm,
             (top->name == NONE ? 9u : (uint64_t)v->scene->lang->name[top->name].kind) * 2 + side);
    }
    clue(f, 18, t->rel * 4u + side * 2 + quoted, depth);
}

static void word_features(const FrameView *v, uint32_t k, CueClues *f)
{
    const Frame *frame = v->frame;
    uint32_t token = frame->unit[k].first;
    const Token *t = &v->scene->lang->token[token];
    uint64_t side = token > frame->cue, quoted = v->scene->quote[token] != NONE,
             xpos = text_hash(t->xpos);
    clue(f, 20, v->scene->form[token], side);
    clue(f, 21, xpos, side * 2 + quoted);
    for (int d = -2; d <= 2; d++) {
        int64_t at = (int64_t)token + d;
        if (d == 0) continue;
        bool in = at >= v->sentence->first && at < v->sentence->end;
        clue(f, 22 + (uint64_t)(d + 2),
             in ? v->scene->form[at] : (uint64_t)(at < v->sentence->first), side);
        clue(f, 28 + (uint64_t)(d + 2),
             in ? text_hash(v->scene->lang->token[at].xpos) : (uint64_t)(at < v->sentence->first),
             xpos + side);
    }
    clue(f, 34, t->name == NONE ? 9u : (uint64_t)v->scene->lang->name[t->name].kind,
         side * 2 + quoted);
    clue(f, 35, t->name == NONE ? 9u : (uint64_t)v->scene->lang->name[t->name].kind,
         v->shape * 8 + bucket(side ? token - frame->cue : frame->cue - token));
}

static void place_features(const FrameView *v, uint32_t k, CueClues *f)
{
    const Frame *frame = v->frame;
    uint32_t token = frame->unit[k].first, cue = frame->cue;
    uint64_t side = token > cue, quoted = v->scene->quote[token] != NONE,
             gap = bucket(side ? token - cue : cue - token);
    uint64_t place = side * 8 + gap, rivals = rivals_between(v, k);
    uint64_t commas = between(v->comma, k, v->at, 3), marks = between(v->turn, k, v->at, 3);
    clue(f, 40, place, token == cue);
    clue(f, 41, place, v->lemma);
    clue(f, 42, side * 4 + commas, v->lemma);
    clue(f, 43, side * 4 + commas, v->shape * 2 + quoted);
    clue(f, 44, side * 4 + marks, v->shape * 2 + quoted);
    clue(f, 45, quoted * 8 + v->shape, v->lemma * 2 + side);
    clue(f, 46, rivals * 4 + side * 2 + quoted, v->shape);
    clue(f, 47, frame->arm[k], rivals * 2 + side);
    clue(f, 48, bucket(token - v->sentence->first), side * 2 + quoted);
    clue(f, 49, bucket(v->sentence->end - 1 - token), side * 2 + quoted);
    clue(f, 50, frame->edge[k], k + 1 < frame->n ? frame->edge[k + 1] : 99);
    clue(f, 51, frame->arm[k], commas * 2 + side);
    if (quoted) {
        const Quote *q = &v->scene->marks.quote[v->scene->quote[token]];
        clue(f, 52, bucket(q->words), side * 8 + v->shape);
        clue(f, 53, bucket(q->words) * 4 + marks, v->kind);
    }
}

/* Is there a likely cue outside quotation marks in [first, end)? */
static bool has_cue(const Scene *scene, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++)
        if (scene->cue_p[t] > 0.5f && scene->quote[t] == NONE) return true;
    return false;
}

/* What lies between a stretch and the cue's sentence. */
typedef struct Gap {
    uint64_t distance, rivals, paragraphs;
    bool same, quoted;
} Gap;

static Gap gap_to_sentence(const FrameView *v, uint32_t k)
{
    const Frame *frame = v->frame;
    const Scene *scene = v->scene;
    const Unit *u = &frame->unit[k];
    bool after = u->first > frame->cue;
    uint32_t border = after ? v->sentence->end - 1 : v->sentence->first,
             near = after ? u->first : u->end - 1;
    uint32_t a = after ? border + 1 : u->end, b = after ? u->first : border;
    Gap gap = {.same = same_quotation(scene, border, near), .quoted = true};
    for (uint32_t j = k; j < frame->n && !frame->unit[j].token && !after; j++)
        gap.distance++;
    for (uint32_t j = k + 1; j > 0 && !frame->unit[j - 1].token && after; j--)
        gap.distance++;
    for (uint32_t t = a; t < b && gap.rivals < 2; t++)
        gap.rivals += scene->cue_p[t] > 0.5f && scene->quote[t] == NONE;
    for (uint32_t t = a; t < b && gap.quoted; t++)
        gap.quoted = scene->quote[t] != NONE;
    uint32_t p = scene->paragraph[border], q = scene->paragraph[near];
    gap.paragraphs = p > q ? p - q : q - p;
    if (gap.paragraphs > 2) gap.paragraphs = 2;
    return gap;
}

/* Whole sentences and quotations before and after the cue's sentence. */
static void stretch_features(const FrameView *v, uint32_t k, CueClues *f)
{
    const Frame *frame = v->frame;
    const Scene *scene = v->scene;
    const Unit *u = &frame->unit[k];
    const Sentence *s = &scene->lang->sentence[scene->lang->token[u->first].sentence];
    Gap gap = gap_to_sentence(v, k);
    bool after = u->first > frame->cue, quoted = scene->quote[u->first] != NONE,
         whole = u->first == s->first && u->end == s->end;
    uint64_t own = has_cue(scene, u->first, u->end),
             own_sentence = has_cue(scene, s->first, s->end);
    uint64_t kind = after + 2u * quoted + 4u * whole + 8u * gap.same + 16u * gap.paragraphs +
                    64u * gap.quoted;
    clue(f, 60, kind, 0);
    clue(f, 61, kind, v->shape);
    clue(f, 62, kind, bucket((uint32_t)gap.distance) * 8 + v->shape);
    clue(f, 63, kind, gap.rivals * 2 + own_sentence);
    clue(f, 64, kind * 8 + v->shape, gap.rivals * 4 + own * 2 + own_sentence);
    clue(f, 65, kind, v->lemma);
    clue(f, 66, kind * 8 + v->shape, v->kind);
    clue(f, 67, after + 2u * quoted, v->lemma);
    clue(f, 68, kind, scene->form[v->sentence->end - 1]);
    clue(f, 69, kind,
         bucket(frame->cue - v->sentence->first) * 8 + bucket(v->sentence->end - 1 - frame->cue));
    clue(f, 72, kind, frame->edge[k] * 100u + (k + 1 < frame->n ? frame->edge[k + 1] : 99u));
    if (!quoted) return;
    const Quote *q = &scene->marks.quote[scene->quote[u->first]];
    clue(f, 70, kind, (uint64_t)q->end * 8 + bucket(q->words));
    clue(f, 71, kind * 8 + v->shape, q->group != scene->quote[u->first]);
}

void frame_features(const FrameView *v, uint32_t k, CueClues *f)
{
    const Unit *u = &v->frame->unit[k];
    f->n = 0;
    clue(f, 0, u->token, u->first > v->frame->cue);
    if (!u->token) {
        stretch_features(v, k, f);
        return;
    }
    tree_features(v, k, f);
    word_features(v, k, f);
    place_features(v, k, f);
}
