/* event_scene.c - the sentence of a telling as the join compares it.
 *
 * In: a sentence and the token that tells the event. Out: in a Unit, the sentence's content words
 * but that one, sorted, with their weights, and the mean of the words' vectors.
 *
 * Idea: a sentence tells several events ("shot", "killed", "fled"); its words are read once and
 * every telling drops its own. "Two men were shot and killed": of "shot" the words are two, man,
 * kill. */
#include "collate/event_pair.h"
#include <math.h>
#include <stdlib.h>

enum { MAX_SCENE = 60 }; /* words of a sentence whose vectors are added */

static bool tells_something(const Token *t)
{
    return t->upos == UPOS_NOUN || t->upos == UPOS_VERB || t->upos == UPOS_PROPN ||
           t->upos == UPOS_ADJ || t->upos == UPOS_NUM;
}

/* Content words of a sentence, each once, sorted; those of `token` are left out (NONE: none is).
 * Ends behind `most` of them. */
static uint32_t words_of(const LangText *lang, const Sentence *s, uint32_t token, uint32_t most,
                         uint32_t *word)
{
    uint32_t n = 0;
    for (uint32_t i = s->first; i < s->end && n < most; i++) {
        if (i == token || !tells_something(&lang->token[i])) continue;
        uint32_t hash = lemma_hash(lang->token[i].lemma);
        if (!in_list(word, n, hash)) word[n++] = hash;
    }
    sort_u32(word, n);
    return n;
}

static Slice hashed(Slice lemma) /* the part that lemma_hash reads */
{
    return (Slice){lemma.p, lemma.n < 64 ? lemma.n : 64};
}

/* Does another token of the sentence have the word of this one? */
static bool told_twice(const LangText *lang, const Sentence *s, uint32_t token)
{
    Slice lemma = hashed(lang->token[token].lemma);
    for (uint32_t i = s->first; i < s->end; i++)
        if (i != token && tells_something(&lang->token[i]) &&
            slice_eq_nocase(hashed(lang->token[i].lemma), lemma))
            return true;
    return false;
}

/* Mean of the vectors of the words that tell something. */
static void set_vector(const Reader *reader, const LangText *lang, const Sentence *s,
                       float scene[LANG_VECTOR])
{
    float sum[LANG_VECTOR] = {0}, square = 0;
    for (uint32_t i = s->first; reader->lang && i < s->end && i < s->first + MAX_SCENE; i++) {
        const int8_t *v = tells_something(&lang->token[i])
                              ? lang_vector(reader->lang, lang->token[i].form)
                              : NULL;
        for (uint32_t k = 0; v && k < LANG_VECTOR; k++)
            sum[k] += (float)v[k];
    }
    for (uint32_t k = 0; k < LANG_VECTOR; k++)
        square += sum[k] * sum[k];
    for (uint32_t k = 0; square > 0 && k < LANG_VECTOR; k++)
        scene[k] = sum[k] / sqrtf(square);
}

static float weight_of(const Reader *reader, uint32_t word)
{
    return reader->aligner ? aligner_weight(reader->aligner, word) : 1;
}

static bool read_scene(const Reader *reader, const LangText *lang, uint32_t sentence, Scene *scene)
{
    const Sentence *s = &lang->sentence[sentence];
    float *vector = ARENA_ARRAY(reader->arena, float, LANG_VECTOR);
    if (!vector) return false;
    set_vector(reader, lang, s, vector);
    *scene = (Scene){.lang = lang, .sentence = sentence, .vector = vector};
    scene->n = words_of(lang, s, NONE, MAX_UNIT_WORDS + 1, scene->word);
    for (uint32_t i = 0; i < scene->n; i++)
        scene->weight[i] = weight_of(reader, scene->word[i]);
    return true;
}

/* The words of the scene but those of `token`. */
static uint32_t words_without(const Scene *scene, uint32_t token, uint32_t own, uint32_t *word)
{
    const Sentence *s = &scene->lang->sentence[scene->sentence];
    if (scene->n > MAX_UNIT_WORDS) return words_of(scene->lang, s, token, MAX_UNIT_WORDS, word);
    bool drop = tells_something(&scene->lang->token[token]) && !told_twice(scene->lang, s, token);
    uint32_t n = 0;
    for (uint32_t i = 0; i < scene->n; i++)
        if (!drop || scene->word[i] != own) word[n++] = scene->word[i];
    return n;
}

bool set_scene(const Reader *reader, uint32_t token, Scene *scene, Unit *u)
{
    const LangText *lang = &reader->f->lang;
    uint32_t sentence = lang->token[token].sentence, word[MAX_UNIT_WORDS];
    float square = 0;
    if ((scene->lang != lang || scene->sentence != sentence) &&
        !read_scene(reader, lang, sentence, scene))
        return false;
    u->head_word = lemma_hash(lang->token[token].lemma);
    u->telling = weight_of(reader, u->head_word);
    u->scene = scene->vector;
    u->n_words = words_without(scene, token, u->head_word, word);
    uint32_t *words = ARENA_ARRAY(reader->arena, uint32_t, u->n_words + 1);
    float *weight = ARENA_ARRAY(reader->arena, float, u->n_words + 1);
    if (!words || !weight) return false;
    for (uint32_t i = 0, k = 0; i < u->n_words; i++) {
        while (k < scene->n && scene->word[k] < word[i])
            k++;
        bool known = k < scene->n && scene->word[k] == word[i];
        words[i] = word[i];
        weight[i] = known ? scene->weight[k] : weight_of(reader, word[i]);
        u->sign[sign_place(word[i])] |= sign_bit(word[i]);
        square += weight[i] * weight[i];
    }
    u->word = words;
    u->weight = weight;
    u->weighed = sqrtf(square);
    return true;
}
