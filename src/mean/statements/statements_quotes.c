/* statements_quotes.c - quotations that no cue claimed.
 *
 * In: quotations whose words are free. Out: statements: by the best cue beside them, else by the
 * speaker of the statement before them (floating: “A,” he said. ¶ “B.”), else without a speaker.
 *
 * Known to fail: a quotation between two cues that could belong to either. */
#include "mean/statements/statements_build.h"

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

/* "fired back Amy Lorne", not "published in 1948": behind the verb, and an adverb, stands a noun
 * phrase of its own. */
static bool names_next(const LangText *lang, uint32_t verb, uint32_t stop)
{
    uint32_t t = verb + 1;
    if (t < stop && lang->token[t].upos == UPOS_ADV) t++;
    return t < stop && (lang->token[t].upos == UPOS_PROPN || lang->token[t].upos == UPOS_DET ||
                        lang->token[t].upos == UPOS_NOUN || lang->token[t].upos == UPOS_PRON);
}

/* “Some get the lot and others get the bill,” fired back Amy Lorne.  “They lied to us,” Amy Lorne
 * fired back.  Behind a quotation that ends in a comma the layout makes any verb one of speech: the
 * verb that stands first, or the one whose subject does. Its token; NONE. */
static uint32_t cue_behind_comma(const Build *b, uint32_t end)
{
    const Scene *scene = b->scene;
    const LangText *lang = scene->lang;
    const Quote *quote = &scene->marks.quote[scene->quote[end - 1]];
    if (end >= lang->n_tokens || lang->token[end].sentence != lang->token[end - 1].sentence ||
        quote->inner.e <= quote->inner.b || scene->report->text.p[quote->inner.e - 1] != ',')
        return NONE;
    uint32_t stop = lang->sentence[lang->token[end].sentence].end;
    if (stop > end + LONGEST_SUBJECT) stop = end + LONGEST_SUBJECT;
    for (uint32_t t = end; t < stop && scene->quote[t] == NONE && !is_punct(lang, t); t++) {
        if (lang->token[t].upos != UPOS_VERB || b->owner[t] != NONE ||
            scene->cue_p[t] >= CUE_THRESHOLD)
            continue;
        uint32_t subject = tree_child_rel(lang, t, REL_NSUBJ);
        bool past = strcmp(lang->token[t].xpos, "VBD") == 0 ||
                    strcmp(lang->token[t].xpos, "VBN") ==
                        0; /* the tagger takes one for the other */
        bool first = past && t == end && names_next(lang, t, stop);
        return first || (subject != NONE && subject >= end && subject < t) ? t : NONE;
    }
    return NONE;
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
    return build_all_punct(scene, lang->sentence[lang->token[first].sentence].first, first) &&
           build_all_punct(scene, end, lang->sentence[lang->token[end - 1].sentence].end);
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
    Statement made = build_new(b->scene, NONE);
    made.polarity = POLARITY_SAYS;
    made.verb = last->verb;
    made.speaker_span = last->speaker_span;
    made.cue_span = last->cue_span;
    made.score = last->score * 0.8f;
    made.rule = SLICE("floating");
    Pieces pieces = {.n = 1, .at = {{first, end}}};
    return build_add(b, &pieces, &made, b->cues.at[before]);
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
    Statement made = build_new(scene, NONE);
    made.score = LEAST_SCORE;
    made.rule = SLICE("lone");
    Pieces pieces = {.n = 1, .at = {{first, end}}};
    return build_add(b, &pieces, &made, NONE);
}

dln_status build_claim_quotes(Build *b)
{
    for (uint32_t q = 0; q < b->scene->marks.n; q++) {
        uint32_t first, end;
        if (b->scene->marks.quote[q].inside != NONE || !reads_as_speech(b->scene, q) ||
            !free_quote(b, q, &first, &end))
            continue;
        uint32_t cue = cue_beside(b, first, end);
        if (cue == NONE) cue = cue_behind_comma(b, end);
        if (cue != NONE && !build_claim(b, cue, b->scene->cue_p[cue], SLICE("quotation")))
            return build_status(b);
        if (!free_quote(b, q, &first, &end)) continue;
        if (!add_floating(b, first, end)) return build_status(b);
        if (!free_quote(b, q, &first, &end)) continue;
        if (!add_lone(b, q, first, end)) return build_status(b);
    }
    return DLN_OK;
}
