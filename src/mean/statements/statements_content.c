/* statements_content.c - the words of a statement, put right by the tree.
 *
 * In: a cue and the runs of words that its frame labelled as content. Out: the same, whole: neither
 * cut inside the clause that is said nor running on into what another says.
 *
 * Known to fail: a clause that the parse hangs elsewhere. */
#include "mean/statements/statements_build.h"

enum { STEPS = 12 };

/* May a content grow over these tokens: outside quotations as its cue is, and no other cue among
 * them? */
static bool may_take(const Scene *scene, uint32_t cue, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++)
        if (scene->quote[t] != scene->quote[cue] || scene->cue_p[t] >= CUE_THRESHOLD) return false;
    return true;
}

/* Does a token hang under `top`, or is it that? */
static bool is_below(const LangText *lang, uint32_t token, uint32_t top)
{
    for (uint32_t steps = 0; token != NONE && steps < 4 * STEPS; steps++) {
        if (token == top) return true;
        token = lang->token[token].head;
    }
    return false;
}

/* Behind the words from `from` on that hang under `top`, without the marks at their end. */
static uint32_t run_behind(const LangText *lang, uint32_t from, uint32_t top)
{
    uint32_t end = lang->sentence[lang->token[top].sentence].end, last = from;
    for (uint32_t t = from; t < end; t++) {
        if (is_punct(lang, t)) continue;
        if (!is_below(lang, t, top)) break;
        last = t + 1;
    }
    return last;
}

/* First of the words up to `to` that hang under `top`. */
static uint32_t run_before(const LangText *lang, uint32_t to, uint32_t top, uint32_t low)
{
    while (to > low && is_below(lang, to - 1, top))
        to--;
    return to;
}

/* "said Iran had asked [for the money and that he had refused]", "[The toll rose after] three died,
 * officials said", "a rule [under which boats would be banned]": a content that lies in the clause
 * of its cue holds the whole of it. */
static void complete_clause(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    uint32_t clause = tree_child_rel(scene->lang, cue, REL_CCOMP), first, end;
    if (clause == NONE || pieces->n != 1) return;
    Piece *piece = &pieces->at[0];
    tree_range(scene->lang, clause, &first, &end);
    if ((first <= cue && cue < end) || piece->first < first || piece->end > end) return;
    if (first > cue && clause >= piece->first && clause < piece->end) {
        end = run_behind(scene->lang, piece->end, clause);
        if (may_take(scene, cue, piece->end, end)) piece->end = end;
    }
    if (end <= cue && may_take(scene, cue, first, piece->first)) piece->first = first;
}

/* Of a run that hangs under the clause `over`, where what is said begins: behind "though, that",
 * and behind the preposition of "warned [against] building there". */
static uint32_t clause_begin(const LangText *lang, uint32_t first, uint32_t end, uint32_t over)
{
    bool gerund = strcmp(lang->token[over].xpos, "VBG") == 0;
    for (uint32_t t = end; t-- > first;)
        if (slice_is(lang->token[t].form, ",") ||
            (lang->token[t].rel == REL_MARK && lang->token[t].head == over))
            return gerund || is_punct(lang, t) ? t + 1 : t;
    while (first < end && lang->token[first].upos == UPOS_ADP)
        first++;
    return first;
}

/* The child of the cue that a token hangs under; NONE. */
static uint32_t child_over(const LangText *lang, uint32_t token, uint32_t cue)
{
    for (uint32_t steps = 0; token != NONE && steps < 2 * STEPS; steps++) {
        if (lang->token[token].head == cue) return token;
        token = lang->token[token].head;
    }
    return NONE;
}

/* "told the Herald [when she left] the pier she ran": a content that begins inside a clause of the
 * cue begins with it. "told the paper [one reason] she asked": nor does it begin inside a relative
 * clause whose noun stands right before. */
static void complete_start(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    const LangText *lang = scene->lang;
    Piece *piece = pieces->n ? &pieces->at[0] : NULL;
    if (!piece || piece->first <= cue + 1 || scene->quote[piece->first] != NONE) return;
    uint32_t over = child_over(lang, piece->first, cue), first = piece->first;
    if (over == NONE) return;
    Rel rel = lang->token[over].rel;
    const Token *t = &lang->token[first];
    if (t->rel == REL_NSUBJ && t->head == over) return; /* "told clerk Orsk [he had a boat]" */
    if (rel == REL_CCOMP || rel == REL_ADVCL) {
        first = clause_begin(lang, run_before(lang, piece->first, over, cue + 1), piece->first,
                             over);
    } else if (over + 1 == first && lang->token[first].rel == REL_NSUBJ &&
               lang->token[first].xpos[0] != 'W') {
        while (first > cue + 1 &&
               (first - 1 == over ||
                (lang->token[first - 1].head == over && (lang->token[first - 1].rel == REL_DET ||
                                                         lang->token[first - 1].upos == UPOS_NUM))))
            first--;
        if (lang->token[over].upos != UPOS_NOUN || first == over) return;
    }
    if (may_take(scene, cue, first, piece->first)) piece->first = first;
}

/* "claimed, without any proof, [that] boats were sold": what stands before "that" and hangs on the
 * cue tells how it was said. */
static void cut_manner(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    const LangText *lang = scene->lang;
    Piece *piece = pieces->n ? &pieces->at[0] : NULL;
    uint32_t clause = tree_child_rel(lang, cue, REL_CCOMP);
    uint32_t mark = clause == NONE ? NONE : tree_child_rel(lang, clause, REL_MARK);
    if (!piece || mark == NONE || mark <= cue || mark <= piece->first || mark >= piece->end ||
        !slice_is(lang->token[mark].form, "that") || piece->first <= cue ||
        scene->quote[piece->first] != NONE)
        return;
    uint8_t pos = lang->token[piece->first].upos; /* "admitted [after the vote] that" */
    bool hung = pos == UPOS_ADP || pos == UPOS_SCONJ || pos == UPOS_ADV;
    if (is_below(lang, piece->first, clause)) {
        if (hung) piece->first = mark;
        return;
    }
    uint32_t over = child_over(lang, piece->first, cue);
    Rel rel = over == NONE ? REL_NSUBJ : (Rel)lang->token[over].rel;
    bool said = slice_is(lang->token[cue].lemma,
                         "say"); /* "said the boat that Orsk used was his" */
    if (is_punct(lang, mark - 1) || rel == REL_OBL || rel == REL_ADVMOD || rel == REL_ADVCL ||
        ((rel == REL_IOBJ || rel == REL_OBJ) && !said))
        piece->first = mark;
}

/* "told ABC [his family] comes first": whom a cue names before its clause is no part of it. */
static void cut_hearer(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    const LangText *lang = scene->lang;
    Piece *piece = pieces->n ? &pieces->at[0] : NULL;
    uint32_t clause = tree_child_rel(lang, cue, REL_CCOMP);
    if (!piece || clause == NONE || clause < cue || piece->first != cue + 1 ||
        !slice_is(lang->token[cue].lemma, "tell") || is_below(lang, piece->first, clause))
        return;
    uint32_t over = child_over(lang, piece->first, cue);
    if (over == NONE || (lang->token[over].rel != REL_IOBJ && lang->token[over].rel != REL_OBJ))
        return;
    uint32_t first = run_before(lang, clause, clause, over + 1);
    if (first < piece->end && over + 1 == first) piece->first = first;
}

/* "when bullets hit the shop, police said": what is said does not begin with a clause that hangs on
 * words before it: "[Two were inside] when bullets hit the shop". */
static void complete_lead(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    const LangText *lang = scene->lang;
    Piece *piece = pieces->n == 1 ? &pieces->at[0] : NULL;
    if (!piece || piece->end > cue || scene->quote[piece->first] != NONE ||
        lang->token[piece->first].sentence != lang->token[cue].sentence)
        return;
    const Token *t = &lang->token[piece->first];
    uint32_t low = lang->sentence[t->sentence].first;
    bool hangs = t->upos == UPOS_SCONJ || t->upos == UPOS_CCONJ || t->rel == REL_MARK ||
                 strcmp(t->xpos, "WRB") == 0;
    uint32_t over = hangs ? t->head : NONE;
    over = over == NONE ? NONE : lang->token[over].head;
    if (over == NONE || over >= piece->first || over < low || lang->token[low].upos == UPOS_CCONJ ||
        lang->token[low].upos == UPOS_SCONJ || !may_take(scene, cue, low, piece->first))
        return;
    piece->first = low;
}

/* Is the run told in the reporter's words beside a quotation: "he said [as the talk grew loud]",
 * "“our friend David,” [a likely reference to Orsk]", "a man [who would not be named] said"? */
static bool is_beside(const LangText *lang, uint32_t first, uint32_t cue)
{
    static const char *const marks[] = {"as", "while", "when", "after", "before"};
    const Token *t = &lang->token[first];
    if (t->head == NONE) return false;
    const Token *verb = &lang->token[t->head];
    if (strcmp(t->xpos, "WP") == 0 && t->rel == REL_NSUBJ && verb->rel == REL_ACL) return true;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (first > cue && verb->head == cue && verb->rel != REL_PARATAXIS && t->head > first &&
            slice_is(t->form, marks[i]))
            return true;
    return false;
}

/* Behind a quotation that ends in a comma: "a possible reference to". */
static bool comments(const Token *t)
{
    return t->upos == UPOS_DET || strcmp(t->xpos, "WDT") == 0 || strcmp(t->xpos, "VBG") == 0;
}

static void cut_beside(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    const LangText *lang = scene->lang;
    for (uint32_t i = 0; i < pieces->n; i++) {
        Piece *piece = &pieces->at[i];
        uint32_t t = piece->first;
        bool alone = pieces->n == 1;
        if (scene->quote[t] == NONE && !alone && is_beside(lang, t, cue)) {
            while (t < piece->end && scene->quote[t] == NONE)
                t++;
            piece->first = t;
        }
        while (t < piece->end && scene->quote[t] != NONE)
            t++;
        if (t == piece->first || t >= piece->end || scene->quote[cue] != NONE) continue;
        const Quote *quote = &scene->marks.quote[scene->quote[t - 1]];
        bool comma = quote->inner.e > quote->inner.b &&
                     scene->report->text.p[quote->inner.e - 1] == ',';
        if (comma && comments(&lang->token[t])) piece->end = t;
    }
    pieces_drop_empty(scene, pieces);
}

/* "the law was void (a view that many share": the report's own aside goes where its bracket is not
 * closed. */
static void cut_bracket(const Scene *scene, Pieces *pieces)
{
    Piece *piece = pieces->n ? &pieces->at[pieces->n - 1] : NULL;
    uint32_t open = NONE;
    for (uint32_t t = piece ? piece->first : 0; piece && t < piece->end; t++) {
        if (slice_is(scene->lang->token[t].form, "(")) open = t;
        if (slice_is(scene->lang->token[t].form, ")")) open = NONE;
    }
    if (open != NONE && open > piece->first + 2 && scene->quote[open] == NONE) piece->end = open;
}

static bool is_dash(const Token *t)
{
    return slice_is(t->form, "--") || slice_is(t->form, "\xE2\x80\x94") ||
           slice_is(t->form, "\xE2\x80\x93");
}

/* "Police said they smelled smoke — but they never found a fire": what a reporter sets against the
 * words behind a dash is his own. */
static void cut_comment(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    static const char *const turns[] = {"but", "though", "although", "despite"};
    const LangText *lang = scene->lang;
    Piece *piece = pieces->n == 1 ? &pieces->at[0] : NULL;
    if (!piece || piece->first <= cue || scene->quote[cue] != NONE) return;
    for (uint32_t t = piece->first + 3; t + 3 < piece->end; t++) {
        if (!SLICE_AMONG(lang->token[t].form, turns) || !is_dash(&lang->token[t - 1]) ||
            scene->quote[t] != NONE)
            continue;
        piece->end = t - 1;
        return;
    }
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
        if (!SLICE_AMONG(lang->token[t].form, turns) || !slice_is(lang->token[t - 1].form, ",") ||
            scene->quote[t] != NONE)
            continue;
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

/* The noun of saying that stands behind the dash at `dash`: "[claims] China denied"; NONE. The
 * tagger may take it for a verb, which nobody is the subject of. */
static uint32_t noun_behind_dash(const Scene *scene, uint32_t dash)
{
    const LangText *lang = scene->lang;
    const Statements *s = scene->model;
    uint32_t noun = dash + 1, stop = lang->sentence[lang->token[dash].sentence].end;
    while (noun + 2 < stop && noun < dash + 4 &&
           (lang->token[noun].upos == UPOS_DET || lang->token[noun].upos == UPOS_ADJ))
        noun++;
    const Token *t = &lang->token[noun];
    uint32_t verb = map_find(&s->cue_verb, t->lemma);
    bool looks = strncmp(t->xpos, "NN", 2) == 0 ||
                 (strcmp(t->xpos, "VBZ") == 0 && noun == dash + 1);
    if (noun + 2 >= stop || !looks ||
        (map_find(&s->cue_noun, t->lemma) == NONE && (verb == NONE || !s->word[verb].strong)) ||
        tree_child_rel(lang, noun, REL_NSUBJ) != NONE)
        return NONE;
    return noun;
}

/* "Washington has accused Beijing of it — claims China denied": behind the dash stands a noun of
 * saying with what somebody else made of it. */
static void cut_dash(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    const LangText *lang = scene->lang;
    Piece *piece = pieces->n == 1 ? &pieces->at[0] : NULL;
    if (!piece || piece->first <= cue || scene->quote[cue] != NONE) return;
    for (uint32_t t = piece->first + 3; t + 2 < piece->end; t++) {
        uint32_t noun = is_dash(&lang->token[t]) ? noun_behind_dash(scene, t) : NONE;
        if (noun == NONE || noun >= piece->end || scene->quote[t] != NONE) continue;
        for (uint32_t k = noun + 2; k < piece->end && k < noun + LONGEST_ASIDE; k++) {
            uint32_t subject = lang->token[k].upos == UPOS_VERB ? tree_child_rel(lang, k, REL_NSUBJ)
                                                                : NONE;
            if (subject == NONE || subject <= noun || subject >= k) continue;
            piece->end = t;
            return;
        }
    }
}

bool is_noun_behind_dash(const Scene *scene, uint32_t cue)
{
    return cue > 0 && is_dash(&scene->lang->token[cue - 1]) &&
           scene->lang->token[cue].upos == UPOS_VERB && noun_behind_dash(scene, cue - 1) == cue;
}

/* "One person who plans to come is Ana Holm, [who] said": the noun before a relative pronoun is
 * whom it stands for, no words of his. */
void content_without_antecedent(const Scene *scene, uint32_t cue, Span source, Pieces *pieces)
{
    const LangText *lang = scene->lang;
    if (span_empty(source) || pieces->n < 2) return;
    uint32_t who = token_at(lang, source.b);
    const Token *t = &lang->token[who];
    if (t->xpos[0] != 'W' || t->rel != REL_NSUBJ || t->head != cue || scene->quote[who] != NONE)
        return; /* "the man who police say fled" */
    uint32_t kept = 0;
    for (uint32_t i = 0; i < pieces->n; i++) {
        const Piece *p = &pieces->at[i];
        bool before = p->end <= who && lang->token[p->first].sentence == t->sentence &&
                      scene->quote[p->end - 1] == NONE && i + 1 < pieces->n;
        if (!before) pieces->at[kept++] = *p;
    }
    pieces->n = kept;
}

/* "Said the couple had quarrels[, but added that] he was kind": each verb has the words behind it.
 */
static void cut_second_verb(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    const LangText *lang = scene->lang;
    if (is_second_verb(scene, cue)) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < pieces->n; i++)
            if (pieces->at[i].first > cue) pieces->at[kept++] = pieces->at[i];
        if (kept > 0) pieces->n = kept;
        return;
    }
    Piece *piece = pieces->n == 1 ? &pieces->at[0] : NULL;
    if (!piece || piece->first <= cue || scene->quote[cue] != NONE) return;
    for (uint32_t t = piece->first + 3; t < piece->end; t++) {
        if (scene->cue_p[t] < CUE_THRESHOLD || scene->quote[t] != NONE ||
            strcmp(lang->token[t].xpos, lang->token[cue].xpos) != 0 || !is_second_verb(scene, t))
            continue;
        uint32_t end = t;
        while (end > piece->first + 1 && lang->token[end - 1].upos != UPOS_CCONJ)
            end--;
        piece->end = end - 1;
        return;
    }
}

/* "said [in] that case, nobody was hurt", "said [at] noon guards came": a phrase that opens what is
 * said has its preposition. */
static void complete_phrase(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    const LangText *lang = scene->lang;
    Piece *piece = pieces->n == 1 ? &pieces->at[0] : NULL;
    if (!piece || piece->first <= cue + 1 || scene->quote[piece->first] != NONE) return;
    uint32_t over = child_over(lang, piece->first, cue), first, end;
    if (over == NONE || lang->token[over].rel != REL_OBL || over < piece->first) return;
    tree_range(lang, over, &first, &end);
    if (first != cue + 1 || tree_child_rel(lang, over, REL_CASE) != first ||
        end + 2 >= piece->end || slice_is(lang->token[first].form, "about"))
        return; /* "told about his father" */
    uint32_t next = is_punct(lang, end) ? end + 1 : end, rest = child_over(lang, next, cue);
    if (rest != NONE && lang->token[rest].rel == REL_CCOMP) piece->first = first;
}

/* "Reached on Friday, police said nobody was held": how somebody came to speak is not said. */
static void cut_circumstance(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    const LangText *lang = scene->lang;
    Piece *piece = pieces->n > 1 ? &pieces->at[0] : NULL;
    if (!piece || piece->end > cue || scene->quote[piece->first] != NONE) return;
    const Token *t = &lang->token[piece->first];
    bool participle = strcmp(t->xpos, "VBN") == 0 || strcmp(t->xpos, "VBG") == 0;
    if (participle && t->rel == REL_ADVCL && t->head == cue &&
        tree_child_rel(lang, piece->first, REL_MARK) == NONE)
        memmove(pieces->at, pieces->at + 1, --pieces->n * sizeof *pieces->at);
}

void content_mend(const Scene *scene, uint32_t cue, Pieces *pieces)
{
    complete_clause(scene, cue, pieces);
    complete_start(scene, cue, pieces);
    complete_lead(scene, cue, pieces);
    cut_manner(scene, cue, pieces);
    cut_hearer(scene, cue, pieces);
    cut_beside(scene, cue, pieces);
    cut_rival(scene, cue, pieces);
    cut_comment(scene, cue, pieces);
    cut_dash(scene, cue, pieces);
    cut_second_verb(scene, cue, pieces);
    complete_phrase(scene, cue, pieces);
    cut_circumstance(scene, cue, pieces);
    cut_bracket(scene, pieces);
}

/* "'...,' the coalition's spokesman, Col Orlov, said": words between a quotation that ends in a
 * comma and the cue, without a verb, are the source. Cuts them off the content; their span, or an
 * empty one. */
Span content_tail(const Scene *scene, uint32_t cue, Pieces *pieces)
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
