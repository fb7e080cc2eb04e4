/* brief_words.h - the words of a stretch by class, counted: what a line is weighed by
 * beside its grammar (brief_line.c). */
#ifndef DLN_WRITE_BRIEF_WORDS_H
#define DLN_WRITE_BRIEF_WORDS_H
#include "write/brief.h"

typedef struct WordCounts {
    uint32_t pronouns, pointing, proper, figures, capitals, marks, commas;
    bool colon, dash;
} WordCounts;

enum { SET_WORDS = 48 };
/* The nouns, verbs and figures of a stretch, its first ones, each once. */
typedef struct WordSet {
    uint64_t word[SET_WORDS]; /* hashes of lemmas */
    bool figure[SET_WORDS];
    uint32_t n;
} WordSet;

WordSet word_set(const LangText *lang, Span span);
void word_set_less(WordSet *set, const WordSet *other); /* takes the other's words out */
/* Nearly all words of `mine` are the other's: it brings nothing. */
bool words_told(const WordSet *mine, const WordSet *other);
/* At least `tenths` in ten of the words of `mine` are the other's. */
bool words_mostly(const WordSet *mine, const WordSet *other, uint32_t tenths);
/* Are all figures of `mine` the other's: "rose 12 percent", not "14"? */
bool figures_told(const WordSet *mine, const WordSet *other);
/* Does the mention's sentence share enough with these words (one in `part`) to be shown as telling
 * of the event too? Of all joins of two reports one in three is false. */
bool brief_akin(const Brief *brief, const WordSet *words, uint32_t part,
                const RecordEventMention *mention);

WordCounts words_by_class(const LangText *lang, uint32_t first, uint32_t end);
bool token_feature(const Token *token, const char *feature); /* "PronType=Dem" */
/* Penn tags of verbs by time: 1 past, present, bare, -ing, participle, 7 modal; 0 no verb. */
float verb_tense(const Token *token);
/* Share of the stretch's words of content that the lead has. */
float lead_share(const Brief *brief, const LangText *lang, uint32_t first, uint32_t end);
/* Marks of quotation in a sentence before a token. */
uint32_t marks_before(const LangText *lang, const Sentence *sentence, uint32_t token);
/* Does the sentence say I, we or you? */
bool says_we(const LangText *lang, const Sentence *sentence);
bool asks(const LangText *lang, const Sentence *sentence);
/* Is the byte inside what somebody is told to say? */
bool byte_said(const Findings *found, uint32_t byte);
bool byte_quoted(const Findings *found, uint32_t byte); /* and that between marks */
#endif
