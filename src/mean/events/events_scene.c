/* events_scene.c - one sentence: its frames, its tree, and the composition of acts along the tree.
 *
 * In: tokens with tags and heads. Out: Found[], each an act with the outer acts around it. Idea:
 * from an act walk up to the root and put every outer act met on the way, or hanging on the way
 * (will, not, must), around it; a clause of circumstance or a relative clause ends the walk. "The
 * ministry said it would refuse to meet": meet <- refuse <- would <- say.
 *
 * Known to get wrong: what the parse gets wrong; outer acts far to the left of a long coordination.
 */
#include "mean/events/events_impl.h"
#include "base/utf8.h"

/* ---- words and tree ---- */

static bool opens_phrase(const Token *before)
{
    return before->upos == UPOS_DET || before->upos == UPOS_NUM || before->upos == UPOS_ADJ ||
           before->upos == UPOS_ADV || before->upos == UPOS_ADP || before->rel == REL_NMOD;
}

static uint8_t kind_of(const Token *token, uint32_t at)
{
    if (token->upos == UPOS_PROPN)
        return 'x'; /* a word of a name names no act, save where a list shields it */
    if (token->upos == UPOS_VERB && token->rel == REL_AMOD && token->head != NONE &&
        token->head > at && at > 0 && opens_phrase(token - 1))
        return 'o'; /* "the captured pilot": told before */
    switch (token->upos) {
    case UPOS_VERB:
    case UPOS_AUX: return 'v';
    case UPOS_NOUN: return 'n';
    case UPOS_ADP:
    case UPOS_ADV:
    case UPOS_DET:
    case UPOS_CCONJ:
    case UPOS_SCONJ:
    case UPOS_PART:
    case UPOS_PRON: return 'o'; /* only patterns that name the form itself */
    case UPOS_ADJ:
        if (slice_ends(token->form, SLICE("ed")) || slice_ends(token->form, SLICE("ing")))
            return token->rel == REL_AMOD ? 'o' : 'v'; /* "compelling reasons" */
        return token->rel == REL_AMOD || token->rel == REL_ROOT ? 'n'
                                                                : 0; /* "free tickets", "fine" */
    default: return 0;
    }
}

/* "a similar fire at the depot": a noun with its article or adjective is no verb, whatever a
 * pattern would like. */
static void mark_sure_nouns(Scene *s)
{
    for (uint32_t i = 0; i < s->n; i++) {
        const Token *child = scene_token(s, s->first + i),
                    *noun = child->head == NONE ? NULL : scene_token(s, child->head);
        bool dresses = child->rel == REL_DET || child->rel == REL_AMOD || child->rel == REL_NUMMOD;
        bool joined = dresses && child->rel == REL_NUMMOD && noun->rel == REL_CONJ &&
                      slice_is(noun->form, "shot"); /* "five are dead, six shot" */
        if (joined && child->head - s->first < s->n) s->word[child->head - s->first].kind = 'v';
        if (dresses && !joined && noun->upos == UPOS_NOUN && child->head > s->first + i &&
            child->head - s->first < s->n)
            s->word[child->head - s->first].sure = true;
    }
}

/* In small letters, with the apostrophe of typewriters: "haven\xE2\x80\x99t" is "haven't". */
static Slice plain_word(Slice form, Arena *arena)
{
    static const char curly[] = "\xE2\x80\x99";
    Slice lower = text_lower(form, arena);
    size_t at = lower.p ? slice_find(lower, slice_of(curly)) : SIZE_MAX, rest = at + 3;
    if (at == SIZE_MAX) return lower;
    char *out = ARENA_ARRAY(arena, char, lower.n);
    if (!out) return (Slice){NULL, 0};
    memcpy(out, lower.p, at);
    out[at] = '\'';
    memcpy(out + at + 1, lower.p + rest, lower.n - rest);
    return (Slice){out, lower.n - 2};
}

static bool fill_words(Scene *s)
{
    for (uint32_t i = 0; i < s->n; i++) {
        const Token *token = scene_token(s, s->first + i);
        s->word[i] = (FrameWord){.lower = plain_word(token->form, s->scratch),
                                 .kind = kind_of(token, s->first + i)};
        if (!s->word[i].lower.p) return false;
        s->hit_at[i] = s->down[i] = s->next[i] = NONE;
    }
    frames_guess_kinds(s->word, s->n);
    mark_sure_nouns(s);
    frames_words(&s->events->frames, s->word, s->n);
    return true;
}

static void link_tree(Scene *s)
{
    for (uint32_t i = s->n; i-- > 0;) {
        uint32_t head = scene_token(s, s->first + i)->head;
        if (!scene_holds(s, head) || head - s->first == i) continue;
        s->next[i] = s->down[head - s->first];
        s->down[head - s->first] = i;
    }
}

/* Words between quotation marks; a mark that closes what an earlier sentence opened quotes all
 * before it. */
static void mark_quoted(Scene *s)
{
    bool open = false;
    for (uint32_t i = 0; i < s->n; i++) {
        const Token *t = scene_token(s, s->first + i);
        bool plain = slice_is(t->form, "\""), tight = i > 0 && t[-1].span.e == t->span.b;
        bool closes = slice_is(t->form, "\xE2\x80\x9D") || (plain && tight);
        if (closes && !open)
            for (uint32_t k = 0; k < i; k++)
                s->quoted[k] = true;
        if (closes)
            open = false;
        else if (plain || slice_is(t->form, "\xE2\x80\x9C"))
            open = true;
        s->quoted[i] = open;
    }
}

#define PASSIVE_WORDS 6u

/* Verb and noun of a passive clause in the order of the frames: "stones were thrown" as "thrown
 * stones". Words written. */
static uint32_t active_order(const Scene *s, uint32_t verb, uint32_t noun,
                             FrameWord word[PASSIVE_WORDS])
{
    uint32_t left = noun, n = 1;
    while (left > 0 && noun - left + 2 < PASSIVE_WORDS &&
           scene_token(s, s->first + left - 1)->head == s->first + noun &&
           scene_token(s, s->first + left - 1)->rel != REL_DET)
        left--;
    word[0] = s->word[verb];
    while (left <= noun)
        word[n++] = s->word[left++];
    return n;
}

/* A frame of several words that only the active order shows replaces what its words name alone. */
static void match_passive(Scene *s, uint32_t verb, uint32_t noun)
{
    FrameWord word[PASSIVE_WORDS];
    FrameHit hit;
    uint32_t kept = 0, n = active_order(s, verb, noun, word), first = noun < verb ? noun : verb,
             last = noun < verb ? verb : noun;
    if (frames_match(&s->events->frames, word, n, &hit, 1) == 0 || hit.first != 0 || hit.last == 0)
        return;
    for (uint32_t h = 0; h < s->n_hits; h++)
        if (s->hit[h].first != s->hit[h].last && s->hit[h].first <= verb && s->hit[h].last >= verb)
            return;
    for (uint32_t h = 0; h < s->n_hits; h++)
        if (s->hit[h].last < noun + 2 - n || s->hit[h].first > last ||
            (s->hit[h].first > noun && s->hit[h].last < verb))
            s->hit[kept++] = s->hit[h];
    if (kept == s->n) return;
    uint32_t at = kept;
    for (; at > 0 && s->hit[at - 1].first > first; at--)
        s->hit[at] = s->hit[at - 1];
    s->hit[at] = (FrameHit){hit.sense, first, last, hit.pattern, true, false};
    s->n_hits = kept + 1;
}

static void match_passives(Scene *s)
{
    for (uint32_t i = 0; i < s->n; i++) {
        const Token *t = scene_token(s, s->first + i);
        uint32_t head = t->head == NONE || t->head < s->first ? NONE : t->head - s->first;
        bool passive = t->rel == REL_NSUBJ && strcmp(t->subtype, "pass") == 0 &&
                       t->upos == UPOS_NOUN && head != NONE && head < s->n && head > i;
        if (passive && s->word[head].kind == 'v' && !scene_word_is(s, s->first + head, "engage"))
            match_passive(s, head, i);
    }
}

/* "Russian-backed", "anti-war": part of a compound that only describes; "cease-fire" is a word of
 * the list. */
static bool in_compound(const Scene *s, uint32_t hit)
{
    uint32_t token = s->first + s->hit[hit].first;
    const Token *t = scene_token(s, token);
    if (s->hit[hit].first < 2 || s->hit[hit].first != s->hit[hit].last) return false;
    return slice_is(t[-1].form, "-") && t[-1].span.e == t->span.b && t[-2].span.e == t[-1].span.b &&
           t->head != NONE && t->head > token;
}

static void drop_compounds(Scene *s)
{
    uint32_t kept = 0;
    for (uint32_t h = 0; h < s->n_hits; h++)
        if (!in_compound(s, h)) s->hit[kept++] = s->hit[h];
    s->n_hits = kept;
}

/* "attacked apprentices who were marching for higher pay": the "for" of "attack .. for" belongs to
 * another verb. */
static bool strays(const Scene *s, const FrameHit *hit)
{
    uint32_t verb = s->first + hit->first, mark = s->first + hit->last;
    const Token *last = scene_token(s, mark);
    if (hit->last - hit->first < 2 || last->upos != UPOS_ADP || last->rel != REL_CASE ||
        scene_token(s, verb)->upos != UPOS_VERB || !scene_holds(s, last->head))
        return false;
    uint32_t above = scene_token(s, last->head)->head;
    if (!scene_holds(s, above) || above <= verb || above >= mark) return false;
    const Token *other = scene_token(s, above);
    return other->upos == UPOS_VERB &&
           (other->rel == REL_ADVCL || strcmp(other->subtype, "relcl") == 0);
}

/* A pattern that strays names what its verb names alone. */
static void drop_strays(Scene *s)
{
    uint32_t kept = 0;
    for (uint32_t h = 0; h < s->n_hits; h++) {
        FrameHit hit = s->hit[h], alone;
        if (strays(s, &hit)) {
            if (frames_match(&s->events->frames, &s->word[hit.first], 1, &alone, 1) == 0) continue;
            alone.first = alone.last = hit.first;
            hit = alone;
        }
        s->hit[kept++] = hit;
    }
    s->n_hits = kept;
}

/* The word of a hit that no other of its words governs. */
static uint32_t top_of(const Scene *s, const FrameHit *hit)
{
    uint32_t token = s->first + hit->first;
    for (uint32_t steps = hit->last - hit->first + 1; steps > 0; steps--) {
        uint32_t head = scene_token(s, token)->head;
        if (head == NONE || head < s->first + hit->first || head > s->first + hit->last) break;
        token = head;
    }
    return token;
}

/* What kind of happening each word tells, by kinds.txt. */
static bool mark_kinds(Scene *s)
{
    const Frames *kinds = &s->events->kinds;
    FrameWord *word = ARENA_ARRAY(s->scratch, FrameWord, s->n + 1);
    FrameHit *hit = ARENA_ARRAY(s->scratch, FrameHit, s->n + 1);
    s->kind_at = ARENA_ARRAY(s->scratch, uint32_t, s->n + 1);
    s->figure = ARENA_ARRAY(s->scratch, uint32_t, s->n + 1);
    if (!word || !hit || !s->kind_at || !s->figure) return false;
    memcpy(word, s->word, s->n * sizeof *word);
    frames_words(kinds, word, s->n);
    for (uint32_t i = 0; i < s->n; i++)
        s->kind_at[i] = s->figure[i] = NONE;
    uint32_t n = frames_match(kinds, word, s->n, hit, s->n);
    for (uint32_t h = 0; h < n; h++) {
        uint32_t kind = hit[h].sense - OUT_COUNT;
        s->kind_at[top_of(s, &hit[h]) - s->first] = kind;
        bool harmless = !(s->events->kind_traits[kind] & (TRAIT_HARM | TRAIT_LAW | TRAIT_BEFALLS));
        for (uint32_t i = hit[h].first; harmless && hit[h].last > hit[h].first && i <= hit[h].last;
             i++)
            s->figure[i] = kind;
    }
    return true;
}

/* Which hit holds each word. */
static void place_hits(Scene *s)
{
    for (uint32_t h = 0; h < s->n_hits; h++) {
        s->hit_at[s->hit[h].first] = s->hit_at[s->hit[h].last] = h;
        for (uint32_t i = s->hit[h].first; s->hit[h].whole && i < s->hit[h].last; i++)
            s->hit_at[i] = h;
    }
}

dln_status scene_open(Scene *s, const Events *events, const Tone *tone, Findings *findings,
                      uint32_t sentence, Arena *scratch)
{
    const Sentence *sent = &findings->lang.sentence[sentence];
    *s = (Scene){.events = events,
                 .tone = tone,
                 .findings = findings,
                 .text = &findings->lang,
                 .scratch = scratch,
                 .first = sent->first,
                 .n = sent->end - sent->first};
    if (s->n > SCENE_TOKENS) s->n = SCENE_TOKENS;
    s->word = ARENA_ARRAY(scratch, FrameWord, s->n + 1);
    s->hit = ARENA_ARRAY(scratch, FrameHit, s->n + 1);
    s->hit_at = ARENA_ARRAY(scratch, uint32_t, 3 * s->n + 3);
    s->at = ARENA_ARRAY(scratch, Found, 2 * s->n + 2); /* acts, then predicates */
    if (!s->word || !s->hit || !s->hit_at || !s->at) return arena_status(scratch);
    s->down = s->hit_at + s->n;
    s->next = s->down + s->n;
    s->quoted = ARENA_ARRAY(scratch, bool, s->n + 1);
    if (!s->quoted || !fill_words(s)) return arena_status(scratch);
    mark_quoted(s);
    link_tree(s);
    if (!mark_kinds(s)) return arena_status(scratch);
    s->n_hits = frames_match(&events->frames, s->word, s->n, s->hit, s->n);
    drop_compounds(s);
    drop_strays(s);
    match_passives(s);
    place_hits(s);
    scene_verdicts(s);
    place_hits(s);
    return DLN_OK;
}

uint32_t scene_child(const Scene *s, uint32_t token, Rel rel, const char *subtype)
{
    for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c)) {
        const Token *child = scene_token(s, c);
        if (child->rel == rel && (!subtype || strcmp(child->subtype, subtype) == 0)) return c;
    }
    return NONE;
}

/* ---- composition ---- */

static bool is_outer(const Scene *s, uint32_t hit)
{
    return hit != NONE && s->hit[hit].sense < OUT_COUNT;
}

/* The word of a hit that stands highest in the tree: "hunger strike" is its last word, "lifted a
 * curfew" its first. */
static uint32_t trigger_of(const Scene *s, const FrameHit *hit)
{
    uint32_t token = top_of(s, hit);
    return scene_hit(s, token) == scene_hit(s, s->first + hit->first) ? token
                                                                      : s->first + hit->first;
}

/* "The chase ended with his arrest", "the talks stopped in anger": what it came to was done. */
static bool ends_with(const Scene *s, const Found *f, uint32_t verb)
{
    const Token *t = scene_token(s, f->token);
    uint32_t mark = scene_child(s, f->token, REL_CASE, NULL);
    return t->head == verb && t->rel == REL_OBL && mark != NONE &&
           frames_word_is(&s->events->words, scene_lower(s, mark), "amidst");
}

static void put_outer(Scene *s, Found *f, uint32_t token, Outer outer)
{
    bool over = outer == OUT_STOP && f->coding.outer == OUT_COUNT &&
                strncmp(f->coding.code, "04", 2) == 0 &&
                slice_starts(scene_lower(s, token), SLICE("end"));
    if (over || (outer == OUT_STOP && ends_with(s, f, token)))
        return; /* a summit that ended was held */
    coding_under(&s->events->frames, &f->coding, outer);
    if (outer == OUT_SAY) f->spoken = true;
    if (outer == OUT_AFTER || outer == OUT_IF) f->aside = true;
    if (f->n_outer < SCENE_OUTERS) {
        f->outer[f->n_outer] = token;
        f->outer_kind[f->n_outer++] = (uint8_t)outer;
    }
}

static bool hangs(const Token *child)
{
    return child->rel == REL_AUX || child->rel == REL_ADVMOD || child->rel == REL_MARK ||
           child->rel == REL_DET || child->rel == REL_CASE || child->rel == REL_COP;
}

/* "not", "unable to". */
static bool tells_not(const Scene *s, uint32_t hit)
{
    return s->hit[hit].sense == OUT_NOT || s->hit[hit].sense == OUT_FAIL;
}

static void put_hanging_kind(Scene *s, Found *f, uint32_t token, bool negation)
{
    for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c)) {
        uint32_t hit = scene_hit(s, c);
        if (!hangs(scene_token(s, c)) || !is_outer(s, hit) || hit == f->hit) continue;
        bool next = negation && scene_holds(s, c + 1);
        if (next &&
            (slice_is(scene_lower(s, c + 1), "only") || slice_is(scene_lower(s, c + 1), "before")))
            continue; /* "not only did he shoot", "but not before he shot" */
        if (tells_not(s, hit) == negation) put_outer(s, f, c, (Outer)s->hit[hit].sense);
    }
}

/* will, not, must, if ... that hang on a word of the way; "not" is the innermost ("will not" is
 * will(not)). */
static void put_hanging(Scene *s, Found *f, uint32_t token)
{
    put_hanging_kind(s, f, token, true);
    put_hanging_kind(s, f, token, false);
    for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c)) {
        if (!hangs(scene_token(s, c))) continue;
        f->possible |= frames_word_is(&s->events->words, scene_lower(s, c), "maybe");
    }
}

/* "accused Iran of launching an attack", "barred him from leaving": the clause is what the outer
 * act is about. */
static bool of_clause(const Scene *s, uint32_t mark, uint32_t head)
{
    if (mark == NONE || !is_outer(s, scene_hit(s, head))) return false;
    Slice word = scene_lower(s, mark);
    return slice_is(word, "of") || slice_is(word, "from");
}

/* "called on all sides to observe a truce": the parse hangs the infinitive on whom it is asked of.
 */
static bool asked_to(const Scene *s, uint32_t mark, uint32_t noun)
{
    const Token *t = scene_token(s, noun);
    if (mark == NONE || !slice_is(scene_lower(s, mark), "to") ||
        (t->rel != REL_OBJ && t->rel != REL_OBL))
        return false;
    return scene_holds(s, t->head) && is_outer(s, scene_hit(s, t->head));
}

/* Does the walk go on from a word to its head? Relative clauses, asides and participles that only
 * describe end it. */
static bool way_up(const Scene *s, const Token *token, uint32_t head)
{
    uint32_t mark = scene_child(s, (uint32_t)(token - s->text->token), REL_MARK, NULL);
    if (mark != NONE && slice_is(scene_lower(s, mark), "that"))
        return true; /* a content clause, wherever the parse hangs it */
    switch (token->rel) {
    case REL_ADVCL: return of_clause(s, mark, head);
    case REL_PARATAXIS:
    case REL_DISLOCATED:
    case REL_APPOS:
    case REL_VOCATIVE:
    case REL_DISCOURSE: return false;
    case REL_ACL:
        return strcmp(token->subtype, "relcl") != 0 &&
               (is_outer(s, scene_hit(s, head)) || asked_to(s, mark, head));
    case REL_NSUBJ:
    case REL_CSUBJ:
        return scene_token(s, head)->upos != UPOS_NOUN || strcmp(token->subtype, "pass") == 0;
    default: return true;
    }
}

static uint32_t found_of(const Scene *s, uint32_t hit)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->at[i].hit == hit) return i;
    return NONE;
}

/* The act of a word of the way; true: the walk ends. */
static bool meet_act(Scene *s, Found *f, uint32_t hit)
{
    if (hit == NONE || is_outer(s, hit) || hit == f->hit) return false;
    f->inside = found_of(s, hit);
    return f->inside != NONE;
}

bool scene_nobody(const Scene *s, uint32_t head)
{
    uint32_t det = scene_child(s, head, REL_DET, NULL);
    return scene_word_is(s, head, "nobody") || (det != NONE && scene_word_is(s, det, "nobody"));
}

/* "No group claimed responsibility", "neither of them was charged": the subject denies it. */
static void no_subject(const Scene *s, Found *f)
{
    uint32_t subject = scene_child(s, f->token, REL_NSUBJ, NULL);
    if (subject != NONE && scene_nobody(s, subject)) f->coding.negated = true;
}

/* "ordered his release" is done; "ordered Chile to release them" demands it of another. */
static Outer outer_of(const Scene *s, uint32_t token, uint32_t hit)
{
    uint32_t object = scene_token(s, token)->rel == REL_XCOMP ||
                              scene_token(s, token)->rel == REL_CCOMP
                          ? scene_child(s, scene_token(s, token)->head, REL_OBJ, NULL)
                          : NONE;
    if (s->hit[hit].sense == OUT_ORDER && object != NONE &&
        scene_token(s, object)->upos == UPOS_PROPN)
        return OUT_DEMAND;
    return (Outer)s->hit[hit].sense;
}

/* "determination to strengthen ties", "plans to visit": the noun right before the infinitive, where
 * the parse hangs that elsewhere. */
static uint32_t meant_before(const Scene *s, uint32_t token, uint32_t head)
{
    uint32_t mark = scene_child(s, token, REL_MARK, NULL), hit;
    if (mark == NONE || mark == s->first || mark > token || mark - 1 == head ||
        !slice_is(scene_lower(s, mark), "to"))
        return NONE;
    hit = scene_hit(s, mark - 1);
    return is_outer(s, hit) &&
                   (s->hit[hit].sense == OUT_INTEND || s->hit[hit].sense == OUT_APPEAL ||
                    s->hit[hit].sense == OUT_DEMAND || s->hit[hit].sense == OUT_REJECT) &&
                   scene_token(s, mark - 1)->upos == UPOS_NOUN
               ? mark - 1
               : NONE;
}

/* "demanded answers after an explosion": the phrase says when, not what is demanded. */
static bool circumstance(const Scene *s, uint32_t token)
{
    Rel rel = scene_token(s, token)->rel;
    uint32_t mark = rel == REL_OBL || rel == REL_NMOD ? scene_child(s, token, REL_CASE, NULL)
                                                      : NONE,
             hit = mark == NONE ? NONE : scene_hit(s, mark);
    return hit != NONE && s->hit[hit].sense == OUT_AFTER;
}

/* "refused to speak during the election", "asked at the meeting", "faces a charge of murder": a
 * noun of a phrase that tells when, where or which is not what is refused, asked, faced. */
static bool of_setting(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    uint32_t mark = scene_child(s, token, REL_CASE, NULL);
    if (t->upos != UPOS_NOUN || (t->rel != REL_OBL && t->rel != REL_NMOD) || mark == NONE)
        return false;
    return scene_word_is(s, mark, "setting");
}

/* "asked anyone with knowledge of the shooting to call", "denied a part in the killing": it was
 * done, whatever is asked or denied. */
static bool known_harm(const Scene *s, const Found *f, uint32_t token, uint32_t head)
{
    const Token *t = scene_token(s, token);
    uint32_t article = scene_child(s, token, REL_DET, NULL);
    if (f->token != token || t->upos != UPOS_NOUN || f->coding.code[0] < '1') return false;
    bool harm = strchr("789", f->coding.code[1]) || f->coding.code[0] == '2';
    return harm && t->rel == REL_NMOD && article != NONE &&
           slice_is(scene_lower(s, article), "the") && scene_token(s, head)->upos == UPOS_NOUN &&
           scene_hit(s, head) == NONE;
}

/* "no charge that the plot changed the election": what another verb does to a topic, nobody
 * refuses or promises; "will hold an election", "passed reforms" bring it about. */
static bool of_other_verb(const Scene *s, const Found *f, uint32_t head)
{
    if (!coding_topic(&s->events->frames, &f->coding) || scene_hit(s, head) != NONE) return false;
    if (scene_token(s, f->token)->rel == REL_COMPOUND) return true; /* "the election board plans" */
    return scene_token(s, head)->upos == UPOS_VERB && !scene_word_is(s, head, "perform") &&
           !scene_word_is(s, head, "bringabout") && !scene_word_is(s, head, "aspect");
}

/* "The autopsy would show that he was shot": he was. */
static bool would_show(const Scene *s, uint32_t token, uint32_t head)
{
    uint32_t aux = scene_child(s, head, REL_AUX, NULL), own = scene_child(s, token, REL_AUX, NULL);
    if (scene_token(s, token)->rel != REL_CCOMP || aux == NONE ||
        !scene_word_is(s, head, "shows") || !slice_is(scene_lower(s, aux), "would"))
        return false;
    return strcmp(scene_token(s, own == NONE ? token : own)->xpos, "VBD") == 0;
}

/* "have not said how he died", "do not know who fired": he did, somebody did; what is not said is
 * how, who. "Could not say if he died": he may have. */
static bool asks_how(const Scene *s, uint32_t token)
{
    enum { NEAR = 8, DEEP = 3 };
    if (scene_token(s, token)->rel != REL_CCOMP) return false;
    uint32_t mark = scene_child(s, token, REL_MARK, NULL);
    if (mark != NONE && scene_word_is(s, mark, "whether")) return true;
    for (uint32_t i = token - s->first > NEAR ? token - NEAR : s->first; i < token; i++) {
        uint32_t up = i;
        if (scene_token(s, i)->xpos[0] != 'W') continue;
        for (uint32_t k = 0; k < DEEP && scene_holds(s, up) && up != token; k++)
            up = scene_token(s, up)->head;
        if (up == token) return true;
    }
    return false;
}

/* "the visit was not new", "did not say how he died": made, dead all the same. */
static bool stands_whatever(const Scene *s, uint32_t token, uint32_t head)
{
    bool judged = scene_token(s, token)->rel == REL_NSUBJ && scene_word_is(s, head, "valued");
    return judged || asks_how(s, token);
}

/* "suggesting that the inquiry has found nothing": a claim, where "suggested that he go" asks. */
static bool only_claims(const Scene *s, uint32_t hit)
{
    uint32_t verb = s->first + s->hit[hit].first, clause = scene_child(s, verb, REL_CCOMP, NULL);
    if (!slice_starts(scene_lower(s, verb), SLICE("suggest")) || clause == NONE || clause < verb)
        return false;
    const char *tag = scene_token(s, clause)->xpos;
    uint32_t aux = scene_child(s, clause, REL_AUX, NULL);
    if (aux == NONE) aux = scene_child(s, clause, REL_COP, NULL);
    bool should = aux != NONE && slice_is(scene_lower(s, aux), "should");
    bool bare = strcmp(tag, "VB") == 0 || strcmp(tag, "VBP") == 0; /* "that the two sides meet" */
    return !should && (!bare || aux != NONE);
}

/* "did not know them and called them quiet": a past form shares no "did not". */
static bool shares_helper(const Scene *s, uint32_t token, uint32_t head)
{
    const Token *t = scene_token(s, token);
    bool past = strcmp(t->xpos, "VBD") == 0 && !slice_eq_nocase(t->form, t->lemma) &&
                strcmp(scene_token(s, head)->xpos, "VB") == 0;
    return !past && scene_child(s, token, REL_NSUBJ, NULL) == NONE;
}

/* `stands`: done whatever is not said of it. */
static bool counts_outer(const Scene *s, uint32_t hit, bool stands)
{
    return is_outer(s, hit) && !(stands && tells_not(s, hit)) && !only_claims(s, hit);
}

/* From `token` to the root; `last`: the hit met last. */
static void walk_from(Scene *s, Found *f, uint32_t token, uint32_t last)
{
    uint32_t hint;
    bool stands = false; /* "were not able to say how he died" */
    for (uint32_t steps = s->n; steps > 0; steps--) {
        const Token *t = scene_token(s, token);
        uint32_t head = t->head;
        if (!scene_holds(s, head)) return;
        if (circumstance(s, token)) {
            f->aside = true;
            return;
        }
        if (of_setting(s, token)) {
            f->aside |= scene_hit(s, head) != NONE && scene_hit(s, head) != f->hit;
            return;
        }
        if (of_other_verb(s, f, head) || known_harm(s, f, token, head) ||
            would_show(s, token, head))
            return;
        if (!way_up(s, t, head)) {
            f->aside |= t->rel == REL_ACL || t->rel == REL_ADVCL;
            return;
        }
        if (s->quoted[head - s->first] && !s->quoted[token - s->first])
            return; /* '"We will win," he said at the meeting': the meeting is not in the quotation
                     */
        uint32_t hit = scene_hit(s, head);
        bool beside = t->rel ==
                      REL_CONJ; /* shares what stands around its neighbour, not the neighbour */
        if (!stands && (hint = meant_before(s, token, head)) != NONE &&
            scene_hit(s, hint) != last) {
            put_outer(s, f, hint, (Outer)s->hit[scene_hit(s, hint)].sense);
            last = scene_hit(s, hint);
        }
        if (!beside) {
            if (hit != last && hit != f->hit && counts_outer(s, hit, stands)) {
                put_outer(s, f, head, outer_of(s, token, hit));
                last = hit;
            }
            if (meet_act(s, f, hit)) return;
        }
        stands |= stands_whatever(s, token, head);
        if (stands)
            put_hanging_kind(s, f, head, false);
        else if (!beside || shares_helper(s, token, head))
            put_hanging(s, f, head);
        token = head;
    }
}

void scene_walk(Scene *s, Found *f)
{
    no_subject(s, f);
    put_hanging(s, f, f->token);
    walk_from(s, f, f->token, f->hit);
}

static void add_found(Scene *s, uint32_t hit)
{
    s->at[s->count++] = (Found){.hit = hit,
                                .token = trigger_of(s, &s->hit[hit]),
                                .coding = coding_of(&s->events->frames, s->hit[hit].sense, hit),
                                .said = NONE,
                                .kind = NONE,
                                .inside = NONE};
}

/* Outer acts that no act uses are acts of their own ("Paris criticised ... and rejected it"). */
static bool tells_alone(uint32_t sense)
{
    return sense == OUT_APPEAL || sense == OUT_DEMAND || sense == OUT_ORDER ||
           sense == OUT_REJECT || sense == OUT_THREATEN || sense == OUT_DENY ||
           sense == OUT_ACCUSE || sense == OUT_AGREE || sense == OUT_CONSIDER;
}

static bool used(const Scene *s, uint32_t hit)
{
    for (uint32_t i = 0; i < s->count; i++) {
        for (uint32_t k = 0; k < s->at[i].n_outer; k++)
            if (scene_hit(s, s->at[i].outer[k]) == hit) return true;
    }
    return false;
}

/* "demonstrates its intention", "demonstrate to the world": with an object or an audience the verb
 * shows, it does not protest. */
static bool shows(const Scene *s, uint32_t hit)
{
    uint32_t verb = s->first + s->hit[hit].first, audience = scene_child(s, verb, REL_OBL, NULL),
             mark = audience == NONE ? NONE : scene_child(s, audience, REL_CASE, NULL);
    if (!slice_starts(scene_lower(s, verb), SLICE("demonstrat")) ||
        scene_token(s, verb)->upos != UPOS_VERB)
        return false;
    if (scene_child(s, verb, REL_OBJ, NULL) != NONE ||
        scene_child(s, verb, REL_CCOMP, NULL) != NONE)
        return true;
    return mark != NONE && slice_is(scene_lower(s, mark), "to");
}

/* The verb that shows tells no protest by its kind either. */
static void drop_shown(Scene *s, uint32_t hit)
{
    uint32_t at = s->hit[hit].first, kind = s->kind_at[at];
    if (kind != NONE && slice_is(s->events->kind_type[kind], "PROTEST")) s->kind_at[at] = NONE;
}

#define ADOPT_WORDS 14u

/* "demanded answers after a blast killed four": a circumstance opens between two words. */
static bool circumstance_between(const Scene *s, uint32_t left, uint32_t right)
{
    for (uint32_t i = left + 1; i < right; i++) {
        uint32_t hit = scene_hit(s, i);
        if (hit != NONE && s->hit[hit].sense == OUT_AFTER) return true;
    }
    return false;
}

/* Is `token` under `above`, whatever the relations, with no clause of circumstance or relative
 * clause on the way? */
static bool under(const Scene *s, uint32_t token, uint32_t above)
{
    for (uint32_t steps = 0; steps < 10; steps++) {
        const Token *t = scene_token(s, token);
        if (!scene_holds(s, t->head)) return false;
        if (t->rel == REL_PARATAXIS || (t->rel == REL_ACL && strcmp(t->subtype, "relcl") == 0) ||
            t->rel == REL_NSUBJ)
            return false;
        for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c))
            if (scene_hit(s, c) != NONE && s->hit[scene_hit(s, c)].sense == OUT_AFTER) return false;
        token = t->head;
        if (token == above) return true;
    }
    return false;
}

static bool calls(const Scene *s, uint32_t hit)
{
    uint32_t sense = s->hit[hit].sense,
             object = sense == OUT_ORDER
                          ? scene_child(s, trigger_of(s, &s->hit[hit]), REL_OBJ, NULL)
                          : NONE;
    if (sense == OUT_ORDER) return object != NONE && scene_token(s, object)->upos == UPOS_PROPN;
    return sense == OUT_APPEAL || sense == OUT_DEMAND || sense == OUT_REJECT ||
           sense == OUT_THREATEN;
}

static bool is_known(const Scene *s, const Found *f)
{
    uint32_t head = scene_token(s, f->token)->head;
    return scene_holds(s, head) && known_harm(s, f, f->token, head);
}

/* "called on Chile to join a pact", where the parse hangs the infinitive oddly: an outer act that
 * found nothing takes the first act under it. */
static void adopt(Scene *s, uint32_t hit)
{
    uint32_t outer = trigger_of(s, &s->hit[hit]);
    for (uint32_t i = 0; i < s->count; i++) {
        Found *f = &s->at[i];
        if (f->token <= outer || f->token - outer > ADOPT_WORDS || f->n_outer ||
            f->inside != NONE || !under(s, f->token, outer) || is_known(s, f) ||
            circumstance_between(s, outer, f->token))
            continue;
        put_outer(s, f, outer,
                  s->hit[hit].sense == OUT_ORDER ? OUT_DEMAND : (Outer)s->hit[hit].sense);
        put_hanging(s, f, outer);
        walk_from(s, f, outer, hit);
        return;
    }
}

void scene_compose(Scene *s)
{
    for (uint32_t h = 0; h < s->n_hits; h++) {
        if (s->hit[h].sense < OUT_COUNT || only_claims(s, h)) continue;
        if (shows(s, h))
            drop_shown(s, h);
        else
            add_found(s, h);
    }
    uint32_t acts = s->count;
    for (uint32_t i = 0; i < acts; i++)
        scene_walk(s, &s->at[i]);
    for (uint32_t h = 0; h < s->n_hits; h++)
        if (calls(s, h) && !used(s, h)) adopt(s, h);
    for (uint32_t h = 0; h < s->n_hits; h++) {
        if (s->hit[h].sense >= OUT_COUNT || !tells_alone(s->hit[h].sense) || used(s, h)) continue;
        if (only_claims(s, h)) continue;
        add_found(s, h);
        scene_walk(s, &s->at[s->count - 1]);
    }
}
