/* events_bar.c - parties that grammar bars, whatever the weights say.
 *
 * In: the events of a sentence with their parties. Out: some parties are gone. Idea: weights sum
 * many weak signs; a few constructions are plain and still fool them, and a wrong doer or victim of
 * harm is worse than none: a row whose second half has a state of its own ("left one dead and two
 * hurt"), a clause beside ("in the shooting, officers were called"), a shooting that shocks people,
 * whose town it is, the photographer before the words of a caption. Classes of words:
 * data/en/eventwords.txt.
 *
 * Known to get wrong: captions without a mark. */
#include "mean/events/roles_impl.h"

static bool harms(const Event *event)
{
    return event->traits & (TRAIT_HARM | TRAIT_LAW);
}

/* "dead" of "a girl dead", "hurt" of "two men hurt": a state right behind the noun. */
static uint32_t state_behind(const Scene *s, uint32_t noun)
{
    for (uint32_t child = scene_down(s, noun); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if (child > noun && (t->rel == REL_ACL || t->rel == REL_AMOD) &&
            scene_kind_has(s, child, TRAIT_HARM | TRAIT_BEFALLS))
            return child;
    }
    return NONE;
}

/* The noun before, in a row or as an object of one verb. */
static bool comes_second(const Scene *s, uint32_t head)
{
    const Token *t = scene_token(s, head);
    if (t->rel == REL_CONJ) return t->head < head;
    return t->rel == REL_OBJ && scene_holds(s, t->head) &&
           scene_child(s, t->head, REL_OBJ, NULL) < head;
}

/* "left a girl dead and her friend hurt": the friend is not dead. */
static bool other_state(const Scene *s, const Event *event, uint32_t head)
{
    uint32_t own = state_behind(s, head);
    if (own == NONE || own == event->token || !comes_second(s, head)) return false;
    return event->token < head && event->trigger.e <= scene_token(s, head)->span.b;
}

/* "Four killed, six wounded": the verb behind its own number has nobody before that. */
static bool before_number(const Scene *s, const Event *event, uint32_t head)
{
    uint32_t verb = event->token;
    if (verb < s->first + 2 || !token_verbal(scene_token(s, verb)) || head + 1 >= verb)
        return false;
    const Token *number = scene_token(s, verb - 1);
    bool counts = number->upos == UPOS_NUM || scene_lower_is(s, verb - 1, "others") ||
                  scene_lower_is(s, verb - 1, "another") || scene_lower_is(s, verb - 1, "more");
    const Token *gap = scene_token(s, verb - 2);
    bool opens = gap->upos == UPOS_PUNCT || gap->upos == UPOS_CCONJ;
    return counts && opens && !role_in_time(s, verb - 1) && scene_token(s, head)->head != verb &&
           number->head != head;
}

/* "Man wounds 2": a verb that the tagger took for a noun. */
static bool verb_of_headline(const Scene *s, const Event *event, uint32_t head)
{
    uint32_t word = event->token;
    if (word + 1 - s->first >= s->n || strcmp(scene_token(s, word)->xpos, "NNS") != 0) return false;
    return head < word && scene_token(s, word + 1)->upos == UPOS_NUM && !role_in_time(s, word + 1);
}

/* "In the shooting, officers were called", "The shooting shook the street": who has a part in what
 * another verb tells of the harm. */
static bool beside_noun(const Scene *s, const Event *event, const Participant *p)
{
    const Token *t = scene_token(s, event->token), *party = scene_token(s, p->head);
    if (t->upos != UPOS_NOUN || !scene_holds(s, t->head) || party->head != t->head) return false;
    uint32_t verb = t->head;
    bool argument = party->rel == REL_NSUBJ || party->rel == REL_OBJ || party->rel == REL_IOBJ;
    if (!argument || !token_verbal(scene_token(s, verb))) return false;
    if (t->rel == REL_OBL) return scene_word_is(s, verb, "summons");
    bool active = t->rel == REL_NSUBJ && !role_own_passive(s, verb);
    return active && !scene_kind_has(s, verb, TRAIT_HARM | TRAIT_BEFALLS) &&
           !scene_word_is(s, verb, "wreaks") && (event->traits & TRAIT_HARM);
}

/* "Velm's first murder of the year", "the city's latest killing". */
static bool is_place(const Scene *s, uint32_t head)
{
    const Entity *entity = role_entity(s, head);
    return (entity && entity->kind == ENTITY_PLACE) || scene_word_is(s, head, "placeword");
}

/* A name of one word that a town bears, whatever else the report takes it for. */
static bool town_name(const Scene *s, uint32_t head)
{
    uint32_t bearer;
    const Token *t = scene_token(s, head);
    return t->upos == UPOS_PROPN && scene_child(s, head, REL_FLAT, NULL) == NONE &&
           gazetteer_bearers(s->events->gazetteer, t->form, GAZ_PLACES, &bearer, 1) > 0;
}

/* Of harm done to somebody in a town the town is no party, nor does it do what is counted there. A
 * state may ("Chile's attack"). */
static bool ground_of(const Scene *s, const Event *event, const Participant *p)
{
    const Token *t = scene_token(s, p->head);
    if (!slice_is(event->type, "ASSAULT") && !harms(event)) return false;
    if (t->head != event->token) return false;
    bool owner = t->rel == REL_NMOD && subtype_is(t, "poss"), place = is_place(s, p->head);
    if (owner && noun_counted(&s->events->links, s->text, event->token) &&
        (place || town_name(s, p->head)))
        return true;
    bool under = p->role == PART_RECIPIENT && slice_is(event->type, "ASSAULT");
    uint32_t mark = scene_phrase_mark(s, p->head);
    bool when = under && mark != NONE && slice_is(scene_lower(s, mark), "of");
    if (when && scene_word_is(s, p->head, "placeword")) return true; /* "of the year" */
    return (owner || t->rel == REL_COMPOUND) && under && place;
}

/* "Ane Lund/Velm Times Two men were hurt": who took the picture. */
static bool took_picture(const Scene *s, const Participant *p)
{
    Slice text = s->findings->report->text;
    bool slash = p->span.e + 1 < text.n && text.p[p->span.e] == '/' &&
                 text.p[p->span.e + 1] >= 'A' && text.p[p->span.e + 1] <= 'Z';
    return slash && scene_token(s, p->head)->upos == UPOS_PROPN;
}

static bool capital(const Token *t)
{
    return t->form.p[0] >= 'A' && t->form.p[0] <= 'Z';
}

/* "Image Comics" is one name, "Photo Family members" none. */
static bool one_name(const Scene *s, const Participant *p)
{
    if (p->mention == NONE) return false;
    const Mention *m = &s->findings->mentions.at[p->mention];
    return m->form == FORM_NAME && m->span.b <= p->span.b && m->span.e >= p->span.e;
}

/* "Photo Family members react", "Image 2 of 8"; not "Image Comics sued". */
static bool of_caption(const Scene *s, const Participant *p)
{
    uint32_t first = token_at(s->text, p->span.b);
    if (!scene_holds(s, first) || !scene_holds(s, first + 1)) return false;
    const Token *next = scene_token(s, first + 1);
    bool opens = capital(scene_token(s, first)) && scene_word_is(s, first, "pictureword");
    if (!opens || next->upos == UPOS_NUM) return opens;
    bool caption = s->text->sentence[next->sentence].block == BLOCK_CAPTION;
    return capital(next) && (caption || !one_name(s, p));
}

/* "VELM (News 4) - The name was released": where it is told from. */
static bool of_dateline(const Scene *s, const Participant *p)
{
    enum { LONG = 8 };
    uint32_t first = token_at(s->text, p->span.b), i = first + 1;
    if (first != s->first || !scene_holds(s, i) || !scene_lower_is(s, i, "(")) return false;
    while (scene_holds(s, i) && i - first < LONG && !scene_lower_is(s, i, ")"))
        i++;
    return scene_holds(s, i + 1) && scene_lower_is(s, i, ")") && scene_word_is(s, i + 1, "dash");
}

/* "Deputies found her dead": they did not kill her. */
static bool only_learns(const Scene *s, const Event *event, const Participant *p)
{
    if (p->role != PART_ACTOR || !slice_is(event->kind, "death")) return false;
    uint32_t verb = scene_token(s, p->head)->head;
    return scene_holds(s, verb) && scene_word_is(s, verb, "finds");
}

/* "Deputies are investigating a shooting, leaving a boy on life support": the shooting did. */
static bool did_of_object(const Scene *s, const Event *event, const Participant *p)
{
    const Token *t = scene_token(s, event->token), *subject = scene_token(s, p->head);
    bool aside = strcmp(t->xpos, "VBG") == 0 && (t->rel == REL_ADVCL || t->rel == REL_XCOMP) &&
                 scene_holds(s, t->head);
    if (!aside || p->role != PART_ACTOR || subject->head != t->head) return false;
    uint32_t object = scene_child(s, t->head, REL_OBJ, NULL);
    bool harm = harms(event) || scene_word_is(s, event->token, "outcome");
    return harm && object != NONE && scene_word_is(s, t->head, "finds") &&
           (scene_kind(s, object) != NONE || role_people_noun(s, object) == NOUN_DEED);
}

/* "Police investigating after 4-year-old is shot": of two subjects that the parse gives a harm the
 * one with a clause of its own is not hurt. */
static bool farther_subject(const Scene *s, const Event *event, const Participant *p)
{
    const Token *t = scene_token(s, p->head);
    bool harm = harms(event) && !(event->traits & TRAIT_LAW);
    uint32_t own = scene_child(s, p->head, REL_ACL, NULL);
    if (!harm || t->rel != REL_NSUBJ || t->head != event->token || own == NONE) return false;
    for (uint32_t c = scene_down(s, event->token); c != NONE; c = scene_next(s, c))
        if (c > own && c < event->token && scene_token(s, c)->rel == REL_NSUBJ) return true;
    return false;
}

/* "heard arguing": somebody's whom nobody names. */
static bool only_perceives(const Scene *s, const Event *event, const Participant *p)
{
    const Token *t = scene_token(s, event->token);
    bool gerund = strcmp(t->xpos, "VBG") == 0 && (t->rel == REL_XCOMP || t->rel == REL_CCOMP);
    if (!gerund || p->role != PART_ACTOR || !scene_holds(s, t->head)) return false;
    bool passive = role_own_passive(s, t->head) ||
                   strcmp(scene_token(s, t->head)->xpos, "VBN") == 0; /* "was seen running" */
    return !passive && scene_word_is(s, t->head, "perceives") &&
           scene_token(s, p->head)->head == t->head && scene_token(s, p->head)->rel == REL_NSUBJ;
}

/* "Police said Lund shot one, then drove off and shot two": where the parse joins the second shot
 * to what police did; "police said they shot him" has a subject. */
static bool reports_it(const Scene *s, const Event *event, const Participant *p)
{
    const Token *t = scene_token(s, p->head);
    if (p->role != PART_ACTOR || !slice_is(event->type, "ASSAULT") || t->rel != REL_NSUBJ)
        return false;
    if (!scene_holds(s, t->head) || t->head == event->token || !scene_reports(s, t->head))
        return false;
    for (uint32_t c = scene_down(s, t->head); c != NONE; c = scene_next(s, c))
        if (c > p->head && scene_token(s, c)->rel == REL_NSUBJ)
            return false; /* "Lund drove off, shooting two, police said" */
    return scene_child(s, t->head, REL_CCOMP, NULL) != NONE &&
           scene_child(s, event->token, REL_NSUBJ, NULL) == NONE;
}

/* "Officers answered a call that masked men came in and shot four": where the parse joins the shots
 * to what the officers did, a nearer subject may be meant. A relative clause has its own ("Orsk hit
 * a man who lived there and shot him"). */
static bool nearer_subject(const Scene *s, const Event *event, const Participant *p)
{
    const Token *t = scene_token(s, p->head);
    if (p->role != PART_ACTOR || t->rel != REL_NSUBJ || t->head == event->token) return false;
    if (scene_child(s, event->token, REL_NSUBJ, NULL) != NONE) return false;
    for (uint32_t i = p->head + 1; i < event->token; i++) {
        const Token *c = scene_token(s, i);
        if (c->rel != REL_NSUBJ || c->upos == UPOS_PRON || !scene_holds(s, c->head)) continue;
        if (scene_reports(s, c->head)) continue; /* "Lund fired, Moe said, and shot two" */
        bool other = c->head != t->head && c->head < event->token && c->head > p->head;
        if (other && scene_token(s, c->head)->rel != REL_ACL && scene_can_act(s, i)) return true;
    }
    return false;
}

/* "was spotted near the shooting by police": they spotted, though the parse hangs them on the noun.
 */
static bool by_of_verb(const Scene *s, const Event *event, const Participant *p)
{
    uint32_t up = event->token;
    if (p->role != PART_ACTOR || scene_token(s, up)->upos != UPOS_NOUN || !harms(event) ||
        scene_token(s, p->head)->head != up || !role_case_is(s, p->head, "by"))
        return false;
    for (uint32_t steps = 0; steps < 3 && scene_holds(s, up); steps++) {
        const Token *t = scene_token(s, up);
        if (token_verbal(t))
            return role_own_passive(s, up) && !scene_kind_has(s, up, TRAIT_HARM | TRAIT_BEFALLS);
        if (t->rel != REL_NMOD && t->rel != REL_OBL) return false;
        up = t->head;
    }
    return scene_holds(s, up) && token_verbal(scene_token(s, up)) && role_own_passive(s, up) &&
           !scene_kind_has(s, up, TRAIT_HARM | TRAIT_BEFALLS);
}

/* "The firms are under sanctions": they undergo them. */
static bool is_under(const Scene *s, const Event *event, const Participant *p)
{
    if (!scene_holds(s, p->head) || p->role != PART_ACTOR) return false;
    const Token *t = scene_token(s, p->head);
    if (t->rel == REL_CONJ && scene_holds(s, t->head)) t = scene_token(s, t->head);
    return scene_token(s, event->token)->upos == UPOS_NOUN && t->head == event->token &&
           t->rel == REL_NSUBJ && role_case_is(s, event->token, "under");
}

/* "the man suspected in the shooting", "was charged in her death": no victim of it. */
static bool blamed_for(const Scene *s, const Event *event, const Participant *p)
{
    const Token *t = scene_token(s, event->token);
    bool noun = t->upos == UPOS_NOUN && (t->rel == REL_OBL || t->rel == REL_OBJ);
    bool harm = slice_is(event->type, "ASSAULT");
    if (p->role != PART_RECIPIENT || !harm || !noun || !scene_holds(s, t->head)) return false;
    uint32_t verb = t->head, kind = scene_kind(s, verb);
    bool blames = scene_word_is(s, verb, "charges") ||
                  (kind != NONE && (s->events->kind_traits[kind] & TRAIT_LAW));
    if (!blames || !token_verbal(scene_token(s, verb))) return false;
    return p->head == scene_subject(s, verb) || p->head == scene_token(s, verb)->head ||
           scene_token(s, p->head)->head == verb;
}

/* "allegations of fraud", "charges will be filed": what somebody is accused of is not accused. */
static bool is_charge(const Scene *s, const Event *event, const Participant *p)
{
    bool law = slice_is(event->kind, "accusation") || slice_is(event->kind, "sue") ||
               slice_is(event->kind, "charge");
    if (!law || p->role != PART_RECIPIENT || scene_token(s, p->head)->upos != UPOS_NOUN)
        return false;
    bool of = scene_token(s, event->token)->upos == UPOS_NOUN && role_case_is(s, p->head, "of");
    uint32_t sort = role_people_noun(s, p->head);
    bool charge = token_lemma_is(scene_token(s, p->head), "charge");
    return charge || sort == NOUN_DEED || (of && (sort == NOUN_UNKNOWN || sort == NOUN_THING));
}

/* Does another have a verb between the noun and the event, one that only reports aside? */
static bool others_subject(const Scene *s, uint32_t event, uint32_t noun)
{
    for (uint32_t i = noun + 1; i < event; i++) {
        const Token *t = scene_token(s, i);
        bool subject = t->rel == REL_NSUBJ && scene_holds(s, t->head) && t->xpos[0] != 'W';
        if (subject && !scene_reports(s, t->head) && !tree_under(s->text, i, noun)) return true;
    }
    return false;
}

/* "The victims had just come, when a car pulled up and fired": they did not, nor who stands in one
 * row with them. */
static bool is_victim(const Scene *s, const Event *event, const Participant *p)
{
    uint32_t i = p->head;
    if (p->role != PART_ACTOR || !slice_is(event->type, "ASSAULT")) return false;
    if (!others_subject(s, event->token, i)) return false; /* "a victim shot the robber" */
    for (uint32_t steps = 0; steps < 3; steps++) {
        const Token *t = scene_token(s, i);
        if (scene_word_is(s, i, "suffered")) return true;
        if ((t->rel != REL_CONJ && t->rel != REL_APPOS) || !scene_holds(s, t->head)) return false;
        i = t->head;
    }
    return false;
}

/* "in the shooting death of a girl": the death is no victim; "killed one another". */
static bool no_victim(const Scene *s, const Event *event, const Participant *p)
{
    if (p->role != PART_RECIPIENT || !slice_is(event->type, "ASSAULT")) return false;
    bool other = scene_holds(s, p->head + 1) && scene_lower_is(s, p->head, "one") &&
                 scene_lower_is(s, p->head + 1, "another");
    bool deed = scene_token(s, p->head)->upos == UPOS_NOUN &&
                role_people_noun(s, p->head) == NOUN_DEED;
    return other || (deed && (scene_kind_has(s, p->head, TRAIT_HARM | TRAIT_BEFALLS) ||
                              slice_is(event->kind, "kill")));
}

/* "2 hurt in Velm", where the tagger takes the verb for a noun; not "2 shot a man". */
static bool undergo(const Scene *s, uint32_t verb)
{
    uint32_t kind = scene_kind(s, verb);
    uint32_t traits = kind == NONE ? 0 : s->events->kind_traits[kind];
    return (traits & TRAIT_HARM) && (traits & (TRAIT_OWNED | TRAIT_BEFALLS)) &&
           !role_complement(s, verb) && role_sharing(s, verb) == NONE;
}

/* "3 killed, 2 hurt": the dead hurt nobody. */
static bool of_dead(const Scene *s, const Participant *p)
{
    const Token *t = scene_token(s, p->head);
    if (p->role != PART_ACTOR || t->upos != UPOS_NUM || t->rel != REL_NSUBJ) return false;
    uint32_t kind = scene_holds(s, t->head) ? scene_kind(s, t->head) : NONE;
    bool law = kind != NONE && (s->events->kind_traits[kind] & TRAIT_LAW);
    if (law || kind == NONE) return !law && strcmp(t->subtype, "pass") == 0;
    return strcmp(t->subtype, "pass") == 0 || undergo(s, t->head); /* not "5 charged" */
}

/* "Three men, Ane Lund, 23, and Piet Orsk, 24": all names of a row beside a plural or none, where
 * the parse joins the last to the plural or the first, and that is no party. */
static bool half_row(const Scene *s, const Event *event, const Participant *p)
{
    const Token *t = scene_token(s, p->head);
    uint32_t first = NONE;
    if (t->upos != UPOS_PROPN || t->rel != REL_CONJ || !scene_holds(s, t->head)) return false;
    if (scene_token(s, t->head)->rel == REL_APPOS) t = scene_token(s, t->head); /* of the first */
    if (!scene_holds(s, t->head) || strcmp(scene_token(s, t->head)->xpos, "NNS") != 0) return false;
    for (uint32_t c = scene_down(s, t->head); c != NONE; c = scene_next(s, c)) {
        bool beside = scene_token(s, c)->rel == REL_APPOS && c > t->head && c < p->head;
        if (beside && first == NONE && scene_token(s, c)->upos == UPOS_PROPN) first = c;
    }
    for (uint32_t i = 0; i < event->parts.n && first != NONE; i++)
        if (event->parts.at[i].head == first && event->parts.at[i].role == p->role) return false;
    return first != NONE;
}

/* "Ane Orsk, 21, and Carl Bram, 22": an age. */
static bool is_age(const Scene *s, const Participant *p)
{
    uint32_t at = p->head;
    if (scene_token(s, at)->upos != UPOS_NUM || at < s->first + 2 || !scene_holds(s, at + 1))
        return false;
    const Token *next = scene_token(s, at + 1);
    return slice_is(scene_token(s, at - 1)->form, ",") &&
           (next->upos == UPOS_CCONJ || slice_is(next->form, ",")) &&
           scene_token(s, at - 2)->upos == UPOS_PROPN;
}

/* "Boy shoots himself - Velm Channel 4": whose page it is. */
static bool of_outlet(const Scene *s, const Event *event, const Participant *p)
{
    const Sentence *sent = &s->text->sentence[scene_token(s, event->token)->sentence];
    if (sent->block != BLOCK_TITLE && sent->block != BLOCK_HEADING) return false;
    for (uint32_t i = event->token + 1; i < p->head && scene_holds(s, i + 1); i++) {
        const Token *t = scene_token(s, i);
        static const char *const marks[] = {"|", "\xC2\xAB", "\xC2\xBB", ":", "\xE2\x80\xA2"};
        bool bar = SLICE_AMONG(t->form, marks) && t[-1].span.e < t->span.b,
             dash = slice_is(t->form, "-");
        if (bar || (dash && t[-1].span.e < t->span.b && t->span.e < t[1].span.b)) return true;
    }
    return false;
}

/* "did not know who fired it": nobody who stands beside. */
static bool asks_who(const Scene *s, const Event *event, const Participant *p)
{
    const Token *t = scene_token(s, event->token);
    uint32_t who = scene_child(s, event->token, REL_NSUBJ, "");
    if (p->role != PART_ACTOR || !token_verbal(t) || t->rel == REL_ACL || who == NONE) return false;
    return scene_token(s, who)->xpos[0] == 'W' && who < event->token && p->head != who;
}

/* "complained to a clerk": about something else; "Mum, I hurt him": she is spoken to. */
static bool spoken_to(const Scene *s, const Event *event, const Participant *p)
{
    if (scene_token(s, p->head)->rel == REL_VOCATIVE) return true;
    if (!slice_is(event->kind, "complaint") || p->role != PART_RECIPIENT) return false;
    return role_case_is(s, p->head, "to");
}

static bool unharmed(const Scene *s, const Event *event, const Participant *p)
{
    if (blamed_for(s, event, p) || no_victim(s, event, p)) return true;
    return other_state(s, event, p->head) || before_number(s, event, p->head) ||
           verb_of_headline(s, event, p->head);
}

/* "backed Lund and Bram wept": Bram is not backed, nor did who backed Lund weep. */
static bool of_next_clause(const Scene *s, const Event *event, const Participant *p)
{
    uint32_t verb = role_taken_by(s, p->head), subject = NONE;
    if (verb != NONE) return verb != event->token;
    if (p->role == PART_ACTOR) subject = role_taken_subject(s, event->token);
    return subject != NONE;
}

/* "Lund's demand to close the port": another is to close it. */
static bool only_asks(const Scene *s, const Event *event, const Participant *p)
{
    const Token *t = scene_token(s, event->token);
    bool asked = p->role == PART_ACTOR && t->rel == REL_ACL && strcmp(t->xpos, "VB") == 0 &&
                 scene_holds(s, t->head) && scene_word_is(s, t->head, "asking");
    return asked && role_owner(s, t->head) == p->head;
}

/* "All clerks except Lund voted": not Lund; he may do what a clause of his own tells. */
static bool is_excepted(const Scene *s, const Event *event, const Participant *p)
{
    if (tree_under(s->text, event->token, p->head)) return false;
    uint32_t mark = scene_phrase_mark(s, p->head);
    return mark != NONE && scene_word_is(s, mark, "exceptmark");
}

/* Whatever the event is. */
static bool barred_anyhow(const Scene *s, const Event *event, const Participant *p)
{
    if (is_excepted(s, event, p) || only_asks(s, event, p) || of_next_clause(s, event, p))
        return true;
    if (took_picture(s, p) || only_perceives(s, event, p) || spoken_to(s, event, p)) return true;
    if (did_of_object(s, event, p) || only_learns(s, event, p) || farther_subject(s, event, p))
        return true;
    return asks_who(s, event, p) || of_dateline(s, p);
}

/* Of harm, of what the law does, of what somebody suffers. */
static bool barred_of_harm(const Scene *s, const Event *event, const Participant *p)
{
    if (reports_it(s, event, p) || nearer_subject(s, event, p) || by_of_verb(s, event, p) ||
        is_age(s, p) || of_outlet(s, event, p) || half_row(s, event, p))
        return true;
    if (is_charge(s, event, p) || is_victim(s, event, p) || of_dead(s, p)) return true;
    if (beside_noun(s, event, p) || ground_of(s, event, p) || of_caption(s, p)) return true;
    return p->role == PART_RECIPIENT && unharmed(s, event, p);
}

static bool barred(const Scene *s, const Event *event, const Participant *p)
{
    if (!scene_holds(s, p->head)) return false;
    if (barred_anyhow(s, event, p)) return true;
    return (harms(event) || (event->traits & TRAIT_SUFFERS)) && barred_of_harm(s, event, p);
}

void scene_bar(const Scene *s, uint32_t from)
{
    for (uint32_t i = from; i < s->findings->events.n; i++) {
        Event *event = &s->findings->events.at[i];
        uint32_t kept = 0;
        if (!scene_holds(s, event->token)) continue;
        for (uint32_t k = 0; k < event->parts.n; k++)
            if (is_under(s, event, &event->parts.at[k])) event->parts.at[k].role = PART_RECIPIENT;
        for (uint32_t k = 0; k < event->parts.n; k++)
            if (!barred(s, event, &event->parts.at[k]))
                event->parts.at[kept++] = event->parts.at[k];
        event->parts.n = kept;
    }
}
