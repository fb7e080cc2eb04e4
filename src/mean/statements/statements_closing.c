/* statements_closing.c - attributions that close a sentence, and estimates.
 *
 * In: sentences without a statement of their own. Out: statements: "More than 200 people were held
 * on Monday, Interior Minister Anna Brandt.", "Police put the crowd at 7,000".
 *
 * Known to fail: a list of names that ends a sentence. */
#include "mean/statements/statements_build.h"

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
    Statement made = build_new(scene, cue);
    made.speaker_span = piece_span(scene, comma + 1, cue);
    if (is_unsaid(scene, cue, made.speaker_span, s->first, comma)) return true;
    made.score = LEAST_SCORE;
    made.rule = SLICE("model");
    Pieces pieces = {.n = 1, .at = {{s->first, comma}}};
    return build_add(b, &pieces, &made, cue);
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
    Statement made = build_new(scene, put);
    made.speaker_span = source_subject(scene, put);
    if (span_empty(made.speaker_span)) return true;
    made.polarity = POLARITY_SAYS;
    made.score = LEAST_SCORE;
    made.rule = SLICE("model");
    Pieces pieces = {.n = 1, .at = {{put + 1, last + 1}}};
    return build_add(b, &pieces, &made, put);
}

dln_status build_claim_closings(Build *b)
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
