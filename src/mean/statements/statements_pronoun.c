/* statements_pronoun.c - whom "he said" and "she said" mean.
 *
 * In: the pronoun's token; who spoke so far; names and pronoun links of the report. Out: the
 * person, or NONE.
 *
 * Idea: every person of that gender, or of none known, who is named outside quotations in the
 * sentences before, and the one who spoke last, is a choice; "nobody" is one too. A linear score
 * (statements.model, section "speaker", fitted by train/speakers.py on statements read by us)
 * weighs three witnesses - the last speaker, what the pronoun ranker of the entities stage says,
 * the subject of the last sentence that names somebody - with distance, paragraphs, roles and how
 * often the person is named. A wrong name is worse than none: nobody is named where the best choice
 * is not sure enough.
 *
 * Known to get wrong: two speakers of one gender in turn without names; a person meant whom the
 * report names only further down. */
#include "mean/entities/entities.h"
#include "mean/statements/statements_parts.h"
#include <math.h>

enum { LOOK_BACK = 400, LAST_LOOK_BACK = 600 }; /* tokens: names; who spoke last */
#define SURE_ENOUGH 0.6f /* share of the best choice; five folds: nine of ten names right */

static bool fits(const Chain *c, uint32_t e, Gender gender)
{
    const Entity *one = entity(c, e);
    return one->kind == ENTITY_PERSON && (one->gender == gender || one->gender == GENDER_UNKNOWN);
}

/* What the entities stage makes of the pronoun. */
static uint32_t ranked_entity(const Chain *c, uint32_t token)
{
    uint32_t m = mention_at_token(c->f, token, 1u << FORM_PRONOUN);
    if (m == NONE || c->f->mentions.at[m].entity == NONE) return NONE;
    uint32_t e = c->f->mentions.at[m].entity;
    return entity(c, e)->kind == ENTITY_PERSON ? e : NONE;
}

/* Sentences between two tokens that are not all quotation. */
static uint32_t plain_sentences(const Chain *c, uint32_t from, uint32_t to)
{
    const LangText *lang = c->scene->lang;
    uint32_t n = 0, first = lang->token[from].sentence, last = lang->token[to].sentence;
    for (uint32_t k = first + 1; k < last && n < 6; k++) {
        const Sentence *s = &lang->sentence[k];
        n += c->scene->quote[s->first] == NONE || c->scene->quote[s->end - 1] == NONE;
    }
    return n;
}

/* A nameless person as a subject outside quotations between two tokens ("the teen told police"),
 * who is not `but`: he may be meant. */
static bool stranger_between(const Chain *c, uint32_t from, uint32_t to, uint32_t but)
{
    const LangText *lang = c->scene->lang;
    for (uint32_t t = from; t < to; t++) {
        const Token *token = &lang->token[t];
        if (token->rel != REL_NSUBJ || c->scene->quote[t] != NONE || c->mention_of[t] != NONE)
            continue;
        bool aged = slice_is(token->form, "old") ||
                    slice_ends(token->lemma, SLICE("-old")); /* "the 15-year-old" */
        if (!aged && (token->upos != UPOS_NOUN || speaker_noun(c->scene, t) != SPEAKER_PERSON))
            continue;
        if (is_plural(token)) continue;
        uint32_t m = mention_at_token(c->f, t, 1u << FORM_NOMINAL);
        if (m == NONE || c->f->mentions.at[m].entity != but) return true;
    }
    return false;
}

/* ---- choices ---- */

static uint32_t add_choice(SpeakerChoice *choice, uint32_t n, uint32_t e, uint32_t at)
{
    for (uint32_t i = 0; i < n; i++)
        if (choice[i].entity == e) return n;
    if (n == SPEAKER_CHOICES) return n;
    choice[n] = (SpeakerChoice){.entity = e, .at = at};
    return n + 1;
}

/* "the Orsk family", "Orsk administration staff": the name says which thing, and is no person. */
static bool names_thing(const Chain *c, uint32_t m)
{
    const Mention *one = &c->f->mentions.at[m];
    const Token *head = &c->scene->lang->token[one->head];
    return head->rel == REL_COMPOUND && head->head != NONE && head->head >= one->end &&
           c->scene->lang->token[head->head].upos == UPOS_NOUN;
}

/* "Of Orsk, he said": two arguments of one verb are two persons. */
static bool beside_pronoun(const Chain *c, uint32_t token, uint32_t e)
{
    const LangText *lang = c->scene->lang;
    const Sentence *s = &lang->sentence[lang->token[token].sentence];
    uint32_t verb = lang->token[token].rel == REL_NSUBJ ? lang->token[token].head : NONE;
    for (uint32_t t = s->first; verb != NONE && t < token; t++) {
        uint32_t m = c->mention_of[t];
        Rel rel = (Rel)lang->token[t].rel;
        if (m != NONE && c->f->mentions.at[m].head == t && c->f->mentions.at[m].entity == e &&
            lang->token[t].head == verb && c->scene->quote[t] == NONE &&
            (rel == REL_OBJ || rel == REL_IOBJ || rel == REL_OBL))
            return true;
    }
    return false;
}

/* Is one of no known gender "she" all through the report, when "he" is asked for? */
static bool has_other_pronoun(const Chain *c, uint32_t e, Gender gender)
{
    uint32_t own = 0, other = 0;
    if (entity(c, e)->gender != GENDER_UNKNOWN) return false;
    for (uint32_t m = 0; m < c->f->mentions.n; m++) {
        const Mention *one = &c->f->mentions.at[m];
        if (one->form != FORM_PRONOUN || one->entity != e) continue;
        Slice form = c->scene->lang->token[one->head].form;
        bool he = slice_eq_nocase(form, SLICE("he")) || slice_eq_nocase(form, SLICE("his")) ||
                  slice_eq_nocase(form, SLICE("him"));
        bool she = slice_eq_nocase(form, SLICE("she")) || slice_eq_nocase(form, SLICE("her"));
        own += gender == GENDER_HE ? he : she;
        other += gender == GENDER_HE ? she : he;
    }
    return other > 2 * own;
}

static bool may_be_meant(const Chain *c, uint32_t token, Gender gender, uint32_t e)
{
    return fits(c, e, gender) && !beside_pronoun(c, token, e);
}

/* Nearest first: names outside quotations, and who spoke last; with `things` those too that only
 * name a thing ("Orsk show pulled after she mocked Velm"). */
static uint32_t gather(const Chain *c, uint32_t token, Gender gender, bool things,
                       SpeakerChoice *choice)
{
    uint32_t n = 0, start = token > LOOK_BACK ? token - LOOK_BACK : 0, last = c->person;
    bool spoke = last != NONE && token - c->person_at < LAST_LOOK_BACK &&
                 may_be_meant(c, token, gender, last);
    for (uint32_t t = token; t > start; t--) {
        uint32_t at = t - 1, m = c->mention_of[at];
        if (spoke && at == c->person_at) n = add_choice(choice, n, last, at);
        if (m == NONE || c->f->mentions.at[m].head != at || c->scene->quote[at] != NONE) continue;
        bool meant = c->scene->lang->token[at].rel != REL_VOCATIVE &&
                     (things || !names_thing(c, m)) &&
                     may_be_meant(c, token, gender, c->f->mentions.at[m].entity);
        if (meant) n = add_choice(choice, n, c->f->mentions.at[m].entity, at);
    }
    return spoke ? add_choice(choice, n, last, c->person_at) : n;
}

/* ---- what is seen of a choice ---- */

/* Verb whose subject the token is; NONE. */
static uint32_t subject_of(const Chain *c, uint32_t t)
{
    const LangText *lang = c->scene->lang;
    for (uint32_t steps = 0; steps < 4; steps++) {
        const Token *k = &lang->token[t];
        if (k->rel == REL_NSUBJ) return k->head;
        if ((k->rel != REL_FLAT && k->rel != REL_APPOS && k->rel != REL_COMPOUND) ||
            k->head == NONE)
            return NONE;
        t = k->head;
    }
    return NONE;
}

static bool is_main(const Chain *c, uint32_t verb)
{
    Rel rel = (Rel)c->scene->lang->token[verb].rel;
    return rel == REL_ROOT || rel == REL_CONJ || rel == REL_PARATAXIS;
}

static bool is_reported(const Chain *c, uint32_t verb)
{
    return c->scene->lang->token[verb].rel == REL_CCOMP;
}

static void see_role(const Chain *c, uint32_t at, float *f)
{
    uint32_t verb = subject_of(c, at);
    Rel rel = (Rel)c->scene->lang->token[at].rel;
    f[8] = verb != NONE && is_main(c, verb);
    f[9] = verb != NONE && !is_main(c, verb);
    f[10] = rel == REL_OBJ || rel == REL_IOBJ || rel == REL_OBL;
    f[11] = rel == REL_NMOD;
    f[30] = verb != NONE && is_reported(c, verb);
}

static void see_place(const Chain *c, const SpeakerChoice *one, uint32_t token, float *f)
{
    const Scene *scene = c->scene;
    const LangText *lang = scene->lang;
    uint32_t here = lang->token[token].sentence, there = lang->token[one->at].sentence,
             apart = here == there ? 0 : 1 + plain_sentences(c, one->at, token),
             paragraphs = scene->paragraph[token] - scene->paragraph[one->at];
    f[12] = here == there;
    f[13] = apart == 1;
    f[14] = (float)(apart > 5 ? 5 : apart) / 5;
    f[15] = (float)(paragraphs > 4 ? 4 : paragraphs) / 4;
    f[31] = paragraphs == 0;
}

static void see_chain(const Chain *c, const SpeakerChoice *one, uint32_t token, float *f)
{
    uint32_t ranked = ranked_entity(c, token);
    bool last = one->entity == c->person;
    f[1] = last;
    if (last) {
        uint32_t apart = c->scene->paragraph[token] - c->scene->paragraph[c->person_at];
        f[2] = apart == 0;
        f[3] = apart == 1;
    }
    f[5] = ranked == one->entity;
    f[6] = ranked != NONE && ranked != one->entity;
    f[7] = ranked == one->entity && last;
    f[29] = c->spoke[one->entity] > 0;
    f[16] = c->stranger_at != NONE && c->stranger_at > one->at;
    f[24] = stranger_between(c, one->at, token, one->entity);
}

/* Is he the only choice named in that sentence? */
static bool alone_in_sentence(const Chain *c, const SpeakerChoice *choice, uint32_t n, uint32_t i)
{
    const LangText *lang = c->scene->lang;
    for (uint32_t k = 0; k < n; k++)
        if (k != i && lang->token[choice[k].at].sentence == lang->token[choice[i].at].sentence)
            return false;
    return true;
}

static void see(const Chain *c, const SpeakerChoice *choice, uint32_t n, uint32_t i, uint32_t token,
                Gender gender, float *f)
{
    const SpeakerChoice *one = &choice[i];
    const Scene *scene = c->scene;
    const Entity *e = entity(c, one->entity);
    const Sentence *s = &scene->lang->sentence[scene->lang->token[token].sentence];
    f[0] = 1;
    see_role(c, one->at, f);
    see_place(c, one, token, f);
    see_chain(c, one, token, f);
    f[17] = i == 0;
    f[18] = (float)i / 4;
    f[19] = e->gender == gender;
    uint32_t sure = 0;
    for (uint32_t k = 0; k < n; k++)
        sure += entity(c, choice[k].entity)->gender == gender;
    f[20] = e->gender == gender && sure == 1;
    f[21] = n == 1;
    f[22] = logf(1.0f + (float)e->mentions.n) / 3;
    bool leads = token <= s->first + 1;
    f[23] = leads && f[8] > 0 && f[13] > 0;
    f[25] = !leads && f[8] > 0 && f[13] > 0;
    f[26] = leads && f[1] > 0;
    f[27] = !leads && f[13] > 0;
    f[4] = f[13] > 0 && alone_in_sentence(c, choice, n, i);
    f[28] = i == 0 && f[8] > 0;
}

static float score_of(const Statements *model, const float *f)
{
    float sum = 0;
    for (uint32_t i = 0; i < SPEAKER_FEATURES; i++)
        sum += model->speaker[i] * f[i];
    return sum;
}

/* The likeliest choice where its share of a soft-max over the choices and nobody is sure enough. */
static uint32_t surest(const SpeakerChoice *choice, uint32_t n)
{
    uint32_t best = NONE;
    float top = 0, sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (choice[i].score <= top) continue;
        top = choice[i].score;
        best = i;
    }
    if (best == NONE) return NONE;
    sum = expf(-top); /* nobody */
    for (uint32_t i = 0; i < n; i++)
        sum += expf(choice[i].score - top);
    return 1 >= SURE_ENOUGH * sum ? choice[best].entity : NONE;
}

/* "Baez's uncle said Clark had a gun. ... “It is sad,” he said": somebody without a name spoke
 * last, and the choice is only named in what he told. */
static bool told_of_by_stranger(const Chain *c, uint32_t token, uint32_t e)
{
    const Scene *scene = c->scene;
    const LangText *lang = scene->lang;
    uint32_t by = c->stranger_at;
    if (by == NONE || c->mention_of[by] != NONE || (c->person != NONE && c->person_at > by) ||
        by > token || c->person == e || scene->paragraph[token] - scene->paragraph[by] > 1)
        return false;
    uint32_t end = lang->sentence[lang->token[by].sentence].end;
    bool told = false;
    for (uint32_t t = by; t < token; t++) {
        uint32_t m = c->mention_of[t];
        if (m == NONE || c->f->mentions.at[m].entity != e) continue;
        const Token *head = &lang->token[c->f->mentions.at[m].head];
        bool spoken_to = (head->rel == REL_OBJ || head->rel == REL_IOBJ) &&
                         head->head == lang->token[by].head; /* "he asked Ms. Holm why" */
        if (t >= end || spoken_to) return false;             /* or named again since */
        told = true;
    }
    return told;
}

/* "A driver", "one of the men shot": somebody without a name, told of for the first time. */
static bool is_new_stranger(const Chain *c, uint32_t t)
{
    const LangText *lang = c->scene->lang;
    uint32_t det = tree_child_rel(lang, t, REL_DET), of = tree_child_rel(lang, t, REL_NMOD);
    if (c->mention_of[t] != NONE || c->scene->quote[t] != NONE) return false;
    if (form_is(&lang->token[t], "one"))
        return of != NONE && lang->token[of].upos == UPOS_NOUN && is_plural(&lang->token[of]);
    return det != NONE && !is_plural(&lang->token[t]) &&
           speaker_noun(c->scene, t) == SPEAKER_PERSON &&
           (form_is(&lang->token[det], "a") || form_is(&lang->token[det], "an") ||
            form_is(&lang->token[det], "another"));
}

/* "One of the men shot has left hospital. He told": who is the subject of the sentence right before
 * speaks, and none of those named before it. */
static bool after_stranger(const Chain *c, uint32_t token, uint32_t e)
{
    const LangText *lang = c->scene->lang;
    uint32_t here = lang->token[token].sentence, subject = NONE;
    if (here == 0 || token > lang->sentence[here].first + 1) return false;
    const Sentence *before = &lang->sentence[here - 1];
    if (c->scene->paragraph[before->first] != c->scene->paragraph[token]) return false;
    for (uint32_t t = before->first; t < before->end; t++) {
        uint32_t m = c->mention_of[t];
        if (m != NONE && c->f->mentions.at[m].entity == e) return false;
        if (lang->token[t].rel == REL_ROOT) subject = tree_child_rel(lang, t, REL_NSUBJ);
    }
    return subject != NONE && is_new_stranger(c, subject);
}

/* The choices, scored; with `things` those too that only name a thing. */
static uint32_t weigh(const Chain *c, uint32_t token, Gender gender, bool things,
                      SpeakerChoice *choice)
{
    uint32_t n = gather(c, token, gender, things, choice);
    for (uint32_t i = 0; i < n; i++) {
        see(c, choice, n, i, token, gender, choice[i].feature);
        choice[i].score = score_of(c->scene->model, choice[i].feature);
    }
    return n;
}

/* Is the choice, where it stands nearest, the name of a thing? */
static bool chosen_as_thing(const Chain *c, const SpeakerChoice *choice, uint32_t n, uint32_t e)
{
    for (uint32_t i = 0; i < n; i++)
        if (choice[i].entity == e && c->mention_of[choice[i].at] != NONE)
            return names_thing(c, c->mention_of[choice[i].at]);
    return false;
}

uint32_t pronoun_speaker(const Chain *c, uint32_t token, Gender gender)
{
    SpeakerChoice choice[SPEAKER_CHOICES];
    if (c->person != NONE && c->person_at == token) return c->person; /* "A," he said. "B." */
    uint32_t n = weigh(c, token, gender, true, choice);
    if (c->scene->trace)
        c->scene->trace->see(c->scene->trace->context, c->f, c->scene->lang->token[token].span,
                             choice, n);
    uint32_t best = surest(choice, n);
    if (best != NONE && n > 1 && chosen_as_thing(c, choice, n, best))
        best = surest(choice, weigh(c, token, gender, false, choice));
    bool another = best != NONE &&
                   (told_of_by_stranger(c, token, best) || after_stranger(c, token, best) ||
                    has_other_pronoun(c, best, gender));
    return another ? NONE : best;
}
