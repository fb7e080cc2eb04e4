/* statements_source.c - the words that name who says so, round a cue.
 *
 * In: a cue. Out: the span of its subject with what describes it, without a dateline, a relative
 * clause or an apposition that is no part of it: "Pavel Orlov, a spokesman for the port".
 *
 * Known to fail: descriptions longer than an aside. */
#include "mean/statements/statements_build.h"

Span source_subject(const Scene *scene, uint32_t cue)
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

uint32_t cited_by(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    uint32_t verb = lang->token[cue].head;
    if (verb == NONE || verb + 2 > cue || strcmp(lang->token[cue].xpos, "VBG") != 0 ||
        !slice_eq_nocase(lang->token[cue - 1].form, SLICE("as")) || !scene->word[cue] ||
        !scene->word[cue]->strong || slice_eq_nocase(lang->token[cue - 2].form, SLICE("such")) ||
        speaker_noun(scene, verb) != SPEAKER_CITING)
        return NONE;
    uint32_t object = tree_child_rel(lang, verb, REL_OBJ);
    return object != NONE && object > verb && object < cue ? verb : NONE;
}

Span cited_source(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    uint32_t verb = cited_by(scene, cue), first, end;
    if (verb == NONE) return (Span){0, 0};
    tree_range(lang, tree_child_rel(lang, verb, REL_OBJ), &first, &end);
    if (end > cue - 1) end = cue - 1;
    return first > verb && first < end ? piece_span(scene, first, end) : (Span){0, 0};
}

/* The subject right before the cue, where the parse hangs one of the content on it too: "[Ana
 * Holm], 23, was shot, officials said". */
static uint32_t near_subject(const LangText *lang, uint32_t cue)
{
    uint32_t subject = tree_child_rel(lang, cue, REL_NSUBJ), near = subject;
    bool said = false; /* a clause of the content stands between the two */
    for (uint32_t t = subject; t != NONE && t < cue; t++) {
        if (lang->token[t].head != cue) continue;
        said = said || lang->token[t].rel == REL_CCOMP || lang->token[t].rel == REL_PARATAXIS;
        if (lang->token[t].rel == REL_NSUBJ && said) near = t;
    }
    return near;
}

Span own_subject(const Scene *scene, uint32_t cue, Span labelled)
{
    const LangText *lang = scene->lang;
    uint32_t subject = near_subject(lang, cue), first, end;
    if (subject == NONE || subject > cue || lang->token[subject].subtype[0] ||
        scene->quote[subject] != scene->quote[cue])
        return labelled;
    if (lang->token[subject].upos != UPOS_NOUN && lang->token[subject].upos != UPOS_PROPN)
        return labelled;
    tree_range(lang, subject, &first, &end);
    Span own = piece_span(scene, first, end);
    if (end > cue || cue - end > 1 || span_empty(own) || span_meet(own, labelled)) return labelled;
    if (labelled.b < own.b) return own;
    bool plain = labelled.b > lang->token[cue].span.b; /* "Orsk said [Ana Holm], 51, fell" */
    for (uint32_t t = first; t < end; t++) /* not "Holm was charged, said [Capt. Ana Orsk]" */
        plain = plain && lang->token[t].upos != UPOS_VERB && lang->token[t].upos != UPOS_AUX;
    return plain ? own : labelled;
}

/* "... unless he gets the money, saying that": the clause is a condition, which says nothing. */
static bool is_condition(const LangText *lang, uint32_t verb)
{
    uint32_t mark = tree_child_rel(lang, verb, REL_MARK);
    return lang->token[verb].rel == REL_ADVCL && mark != NONE &&
           (slice_eq_nocase(lang->token[mark].form, SLICE("if")) ||
            slice_eq_nocase(lang->token[mark].form, SLICE("unless")));
}

Span main_subject(const Scene *scene, uint32_t cue, Span labelled)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[cue];
    if (strcmp(t->xpos, "VBG") != 0 || t->rel != REL_ADVCL || t->head == NONE || cue == 0 ||
        !slice_is(lang->token[cue - 1].form, ","))
        return labelled;
    uint32_t at = t->head, first, end;
    if (at > cue || (lang->token[at].rel != REL_ACL && !is_condition(lang, at))) return labelled;
    for (uint32_t steps = 0; steps < 12 && lang->token[at].head != NONE; steps++)
        at = lang->token[at].head;
    uint32_t subject = tree_child_rel(lang, at, REL_NSUBJ);
    if (subject == NONE || subject > cue || scene->quote[subject] != scene->quote[cue])
        return labelled;
    tree_range(lang, subject, &first, &end);
    return end - first <= 16 ? piece_span(scene, first, end) : token_span(lang, subject);
}

static bool can_say(const Scene *scene, uint32_t token)
{
    const Token *t = &scene->lang->token[token];
    if (t->name != NONE)
        return scene->lang->name[t->name].kind == NAME_PERSON ||
               scene->lang->name[t->name].kind == NAME_ORG;
    return t->upos == UPOS_NOUN && speaker_noun(scene, token) == SPEAKER_PERSON;
}

Span controlling_subject(const Scene *scene, uint32_t cue, Span labelled)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[cue];
    uint32_t verb = t->head, first, end;
    if (strcmp(t->xpos, "VBG") != 0 || t->rel != REL_ADVCL || verb == NONE || verb > cue ||
        !slice_is(lang->token[cue - 1].form, ",") || span_empty(labelled) ||
        tree_child_rel(lang, cue, REL_NSUBJ) != NONE)
        return labelled;
    uint32_t subject = tree_child_rel(lang, verb, REL_NSUBJ);
    bool between = labelled.b > lang->token[verb].span.b && labelled.e <= t->span.b;
    if (subject == NONE || subject > verb || !between || lang->token[subject].subtype[0] ||
        !can_say(scene, subject) || scene->quote[subject] != scene->quote[cue])
        return labelled;
    uint32_t behind = token_at(lang, labelled.b); /* "a shadow over it, [with] the mayor asking" */
    for (uint32_t k = verb; k < behind; k++)
        if (slice_is(lang->token[k].form, "with")) return labelled;
    tree_range(lang, subject, &first, &end);
    return end <= verb && end - first <= 16 ? piece_span(scene, first, end)
                                            : token_span(lang, subject);
}

/* "A report full of errors that suggests": of a verb in the singular; NONE. */
static uint32_t singular_above(const LangText *lang, uint32_t noun)
{
    uint32_t from = noun;
    for (uint32_t steps = 0; steps < 4 && noun != NONE && noun + 5 > from; steps++) {
        if (strcmp(lang->token[noun].xpos, "NN") == 0) return noun;
        noun = lang->token[noun].head;
    }
    return NONE;
}

Span relative_noun(const Scene *scene, uint32_t cue, Span labelled)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[cue];
    uint32_t noun = t->head, subject = tree_child_rel(lang, cue, REL_NSUBJ), first, end;
    if (t->rel != REL_ACL || noun == NONE || noun > cue || subject == NONE || span_empty(labelled))
        return labelled;
    Slice word = lang->token[subject].form;
    bool thing = slice_is(word, "which") || slice_is(word, "that");
    if (thing && strcmp(t->xpos, "VBZ") == 0) noun = singular_above(lang, noun);
    if (noun == NONE) return labelled;
    if (!thing || lang->token[noun].upos != UPOS_NOUN || lang->token[noun].name != NONE)
        return labelled;
    tree_range(lang, noun, &first, &end);
    Span pronoun = lang->token[subject].span; /* alone it is resolved by itself */
    bool before = labelled.e <= lang->token[first].span.b,
         beside = labelled.b > lang->token[noun].span.b && labelled.b < pronoun.b &&
                  labelled.e <= pronoun.e;
    return before || beside ? piece_span(scene, first, noun + 1) : labelled;
}

static bool is_day(const Scene *scene, Span source)
{
    const LangText *lang = scene->lang;
    bool day = false;
    if (span_empty(source)) return false;
    for (uint32_t t = token_at(lang, source.b);
         t < lang->n_tokens && lang->token[t].span.b < source.e; t++) {
        uint8_t pos = lang->token[t].upos; /* "late" is part of "late Friday" */
        bool when = token_in_time(scene->findings, lang->token[t].span);
        if (pos != UPOS_ADJ && pos != UPOS_ADV && !when) return false;
        day |= when;
    }
    return day;
}

Span no_day(const Scene *scene, uint32_t cue, Span labelled)
{
    if (!is_day(scene, labelled)) return labelled;
    Span subject = source_subject(scene, cue);
    const Token *t = &scene->lang->token[cue];
    if (is_day(scene, subject) && t->rel == REL_CONJ && t->head != NONE)
        subject = source_subject(scene, t->head); /* "called it a crime and late Friday said" */
    return is_day(scene, subject) ? (Span){0, 0} : subject;
}

/* Where the noun phrase begins whose last words these are: "[a watchdog] group". */
static uint32_t phrase_begin(const LangText *lang, uint32_t first, uint32_t end)
{
    uint32_t low = lang->sentence[lang->token[first].sentence].first;
    while (first > low && lang->token[first - 1].head >= first &&
           lang->token[first - 1].head < end && lang->token[first - 1].upos != UPOS_PUNCT &&
           lang->token[first - 1].upos != UPOS_ADP && lang->token[first - 1].upos != UPOS_VERB)
        first--;
    return first;
}

Span source_phrase(const Scene *scene, uint32_t cue, Span labelled, Pieces *pieces)
{
    const LangText *lang = scene->lang;
    if (span_empty(labelled) || labelled.b > lang->token[cue].span.b || scene->quote[cue] != NONE)
        return labelled;
    uint32_t first = token_at(lang, labelled.b), end = token_at(lang, labelled.e - 1) + 1;
    Piece *last = pieces->n ? &pieces->at[pieces->n - 1] : NULL;
    if (!last || last->end > first || end > cue || cue - end > 1 ||
        lang->token[first].upos != UPOS_NOUN)
        return labelled;
    uint32_t begin = phrase_begin(lang, first, end);
    if (begin == first || lang->token[begin].upos != UPOS_DET) return labelled;
    if (begin > last->first + 3 && slice_is(lang->token[begin - 1].form, ",") &&
        lang->token[begin - 2].name != NONE) {
        uint32_t name = lang->name[lang->token[begin - 2].name].first;
        if (name > last->first + 2) begin = name; /* "Harbour Watch, a watchdog group" */
    }
    if (begin < last->first + 2) return labelled;
    if (begin < last->end) last->end = begin;
    return (Span){lang->token[begin].span.b, labelled.e};
}

bool is_told_subject(const Scene *scene, uint32_t cue, Span source)
{
    const LangText *lang = scene->lang;
    uint32_t subject = tree_child_rel(lang, cue, REL_NSUBJ);
    return subject != NONE && strcmp(lang->token[subject].subtype, "pass") == 0 &&
           span_meet(lang->token[subject].span, source);
}

Span without_relative(const Scene *scene, Span source)
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

/* "The gate was old, but [added] that it held": a second verb of who spoke before, told by its
 * "that" alone; the first one, or NONE. */
static uint32_t verb_before(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[cue];
    uint32_t low = lang->sentence[t->sentence].first, cc = cue;
    if (cue + 1 >= lang->n_tokens || !slice_is(lang->token[cue + 1].form, "that") ||
        strcmp(t->xpos, "VBD") != 0 || tree_child_rel(lang, cue, REL_NSUBJ) != NONE)
        return NONE;
    if (cc > low && lang->token[cc - 1].upos == UPOS_ADV) cc--;
    if (cc <= low || lang->token[cc - 1].upos != UPOS_CCONJ) return NONE;
    for (uint32_t k = cc - 1; k > low; k--) {
        const Token *verb = &lang->token[k - 1];
        if (scene->quote[k - 1] != scene->quote[cue]) return NONE;
        if (scene->cue_p[k - 1] >= CUE_THRESHOLD && strcmp(verb->xpos, "VBD") == 0 &&
            tree_child_rel(lang, k - 1, REL_NSUBJ) != NONE)
            return k - 1;
    }
    return NONE;
}

bool is_second_verb(const Scene *scene, uint32_t cue)
{
    return verb_before(scene, cue) != NONE;
}

/* "A man [called] 911 to say": who says so is the subject of the verb that the purpose hangs on. */
static Span purpose_subject(const Scene *scene, uint32_t cue)
{
    const LangText *lang = scene->lang;
    const Token *t = &lang->token[cue];
    uint32_t object = t->head == NONE ? NONE : tree_child_rel(lang, t->head, REL_OBJ);
    bool dialled = t->rel == REL_XCOMP && object != NONE && object < cue &&
                   lang->token[object].upos == UPOS_NUM; /* "called 911 to report" */
    if ((t->rel != REL_ADVCL && !dialled) || strcmp(t->xpos, "VB") != 0 || t->head == NONE ||
        t->head > cue || cue == 0 || !slice_is(lang->token[cue - 1].form, "to"))
        return (Span){0, 0};
    uint32_t subject = tree_child_rel(lang, t->head, REL_NSUBJ), first, end;
    if (subject == NONE || subject > t->head || lang->token[subject].subtype[0] ||
        lang->token[subject].upos == UPOS_PRON || lang->token[t->head].upos != UPOS_VERB ||
        scene->quote[subject] != scene->quote[cue])
        return (Span){0, 0};
    tree_range(lang, subject, &first, &end);
    if (end > t->head) end = subject + 1;
    return end - first <= 16 ? piece_span(scene, first, end) : token_span(lang, subject);
}

Span source_by_verb(const Scene *scene, uint32_t cue, Span labelled)
{
    uint32_t before = verb_before(scene, cue);
    Span other = before != NONE ? source_subject(scene, before) : purpose_subject(scene, cue);
    return span_empty(other) ? labelled : other;
}

/* Is it the letter of a party, "D", or what follows on it, "-", "D-"? */
static bool is_party(const Token *t)
{
    Slice f = t->form;
    bool letter = f.n <= 2 && strchr("DRI", f.p[0]) != NULL;
    return (letter && (f.n == 1 || f.p[1] == '-')) || slice_is(f, "-");
}

Span source_of_state(const Scene *scene, Span source)
{
    const LangText *lang = scene->lang;
    if (span_empty(source)) return source;
    uint32_t t = token_at(lang, source.b), low = lang->sentence[lang->token[t].sentence].first;
    uint32_t letter = t;
    while (letter > low && t - letter < 2 && is_party(&lang->token[letter - 1]))
        letter--;
    bool bare = letter < t && !slice_is(lang->token[letter].form, "-");
    if (!bare) return source;
    if (letter < low + 2 || !opens_aside(&lang->token[letter - 1])) return source;
    uint32_t name = lang->token[letter - 2].name;
    return name == NONE ? source : (Span){lang->token[lang->name[name].first].span.b, source.e};
}

Span without_preposition(const Scene *scene, uint32_t cue, Span source)
{
    const LangText *lang = scene->lang;
    if (span_empty(source)) return source;
    uint32_t t = token_at(lang, source.b), head = lang->token[t].head, first, end;
    bool more = t + 1 < lang->n_tokens && lang->token[t + 1].span.b < source.e;
    bool inside = head != NONE && head > t && lang->token[head].span.b < source.e;
    if (!more || !inside || lang->token[t].upos != UPOS_ADP || lang->token[t].rel != REL_CASE ||
        lang->token[t + 1].upos == UPOS_ADJ || lang->token[t + 1].upos == UPOS_ADV)
        return source; /* "at least ten clerks" */
    uint32_t subject = tree_child_rel(lang, cue, REL_NSUBJ);
    if (subject != NONE && subject < t && lang->token[head].head == subject &&
        !token_in_time(scene->findings, lang->token[head].span)) {
        tree_range(lang, subject, &first, &end); /* "[one officer] at the scene said" */
        if (end <= cue && end - first <= 16) return piece_span(scene, first, end);
    }
    if (subject != NONE && subject != head && span_in(lang->token[subject].span, source)) {
        tree_range(lang, subject, &first, &end); /* "in Velm v. Orsk, [Holm] wrote" */
        if (first > t && end <= cue) return piece_span(scene, first, end);
    }
    return (Span){lang->token[t + 1].span.b, source.e};
}

Span without_verb(const Scene *scene, Span source)
{
    const LangText *lang = scene->lang;
    if (span_empty(source)) return source;
    uint32_t begin = token_at(lang, source.b), first, end;
    for (uint32_t t = begin + 1; t < lang->n_tokens && lang->token[t].span.b < source.e; t++) {
        const Token *k = &lang->token[t];
        bool finite = k->upos == UPOS_VERB &&
                      (strcmp(k->xpos, "VBD") == 0 || strcmp(k->xpos, "VBZ") == 0 ||
                       strcmp(k->xpos, "VBP") == 0);
        uint32_t subject = finite && k->rel != REL_ACL ? tree_child_rel(lang, t, REL_NSUBJ) : NONE;
        if (subject == NONE || subject < begin || subject >= t ||
            lang->token[subject].xpos[0] == 'W')
            continue;
        tree_range(lang, subject, &first, &end);
        if (first > begin) continue; /* "Ana Holm, head of a group where clerks meet" */
        first = begin;
        return end <= t ? piece_span(scene, first, end) : token_span(lang, subject);
    }
    return source;
}

Span without_dateline(const Scene *scene, Span source)
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

Span source_whole(const Scene *scene, uint32_t cue, Span labelled)
{
    const LangText *lang = scene->lang;
    uint32_t first, end, at = cue, subject = NONE;
    if (span_empty(labelled)) return labelled;
    for (uint32_t steps = 0; at != NONE && steps < 3 && subject == NONE; steps++) {
        subject = tree_child_rel(lang, at, REL_NSUBJ);
        if (lang->token[at].rel != REL_ADVCL && lang->token[at].rel != REL_CONJ) break;
        at = lang->token[at].head;
    }
    uint32_t t = token_at(lang, labelled.b);
    if (subject == NONE || lang->token[subject].name == NONE || t <= subject ||
        scene->quote[subject] != scene->quote[cue] || lang->token[subject].subtype[0])
        return labelled;
    tree_range(lang, subject, &first, &end);
    bool aside = false;
    for (uint32_t k = subject + 1; k < t; k++)
        aside = aside || opens_aside(&lang->token[k]);
    if (!aside || !tree_under(lang, t, subject) || end > cue + LONGEST_ASIDE ||
        end - first > LONGEST_ASIDE || lang->token[end - 1].span.e < labelled.e ||
        (first <= cue && cue < end))
        return labelled;
    return piece_span(scene, first, end);
}

/* ---- what describes it ---- */

bool opens_aside(const Token *t)
{
    return slice_is(t->form, ",") || slice_is(t->form, "(") || slice_is(t->form, "--") ||
           slice_is(t->form, "\xE2\x80\x94") || slice_is(t->form, "\xE2\x80\x93");
}

/* Are the tokens outside quotations, without a likely cue among them? */
static bool build_quiet(const Scene *scene, uint32_t first, uint32_t end)
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
    return build_quiet(scene, end, stop) ? stop - 1 : end;
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
    return build_quiet(scene, end, t) ? t : end;
}

Span source_described(const Scene *scene, uint32_t cue, Span source)
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
