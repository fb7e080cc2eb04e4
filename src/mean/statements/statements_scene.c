/* statements_scene.c - lays a report out for the statements stage.
 *
 * In: LangText, text. Out: Scene: paragraphs, quotations per token, hashes of words. Single marks
 * count as quotations only in a document that puts its speech in them. */
#include "mean/statements/statements_parts.h"

static uint64_t hash_lower(Slice text)
{
    char small[64];
    return hash_bytes(slice_lower(text, small, sizeof small), 7);
}

/* Which paragraph each token stands in. */
static void number_paragraphs(Scene *scene, const Span *paragraph)
{
    const LangText *lang = scene->lang;
    for (uint32_t s = 0, p = 0; s < lang->n_sentences; s++) {
        while (p + 1 < scene->n_paragraphs && lang->sentence[s].span.b >= paragraph[p + 1].b)
            p++;
        for (uint32_t t = lang->sentence[s].first; t < lang->sentence[s].end; t++)
            scene->paragraph[t] = p;
    }
}

static void mark_tokens(Scene *scene)
{
    const LangText *lang = scene->lang;
    uint32_t q = 0;
    for (uint32_t t = 0; t < lang->n_tokens; t++)
        scene->quote[t] = NONE;
    for (uint32_t t = 0; t < lang->n_tokens; t++) {
        Span span = lang->token[t].span;
        while (q < scene->marks.n) {
            const Quote *quote = &scene->marks.quote[q];
            bool speech = quote->inside == NONE && (!quote->single || scene->marks.single_speech);
            if (speech && quote->span.e > span.b) break;
            q++;
        }
        if (q < scene->marks.n && span_meet(span, scene->marks.quote[q].span)) scene->quote[t] = q;
    }
}

dln_status scene_build(const Statements *statements, const Report *report, Findings *findings,
                       Arena *scratch, Scene *scene)
{
    const LangText *lang = &findings->lang;
    uint32_t n = lang->n_tokens;
    *scene = (Scene){.model = statements, .report = report, .findings = findings, .lang = lang};
    scene->quote = ARENA_ARRAY(scratch, uint32_t, n);
    scene->paragraph = ARENA_ARRAY(scratch, uint32_t, n);
    scene->form = ARENA_ARRAY(scratch, uint64_t, n);
    scene->lemma = ARENA_ARRAY(scratch, uint64_t, n);
    scene->word = ARENA_ARRAY(scratch, const CueWord *, n);
    scene->candidate = ARENA_ARRAY(scratch, uint8_t, n);
    scene->cue_p = ARENA_ARRAY(scratch, float, n);
    Span *paragraph = marks_paragraphs(report->text, lang, scratch, &scene->n_paragraphs);
    if (!paragraph || arena_status(scratch) != DLN_OK) return arena_status(scratch);
    number_paragraphs(scene, paragraph);
    TRY(marks_find(report->text, paragraph, scene->n_paragraphs, scratch, &scene->marks));
    for (uint32_t t = 0; t < n; t++) {
        scene->form[t] = hash_lower(lang->token[t].form);
        scene->lemma[t] = hash_lower(lang->token[t].lemma);
    }
    mark_tokens(scene);
    cues_candidates(scene);
    return DLN_OK;
}
