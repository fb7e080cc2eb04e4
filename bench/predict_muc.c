/* predict_muc.c - the set "muc4" of task "events": who did it, to what and whom, with what, in a
 * report that is all capitals.
 *
 * In: a row of ../shared/bench/events/dev/muc4.jsonl. Out: its "slots". The library reads mixed
 * case, so the text is first given small letters, bytes for bytes, names that the word lists know
 * with a capital; the slots are the parties of its ASSAULT events and the words for arms beside
 * them. Known to get wrong: names that no list knows; which of several incidents the set asks for.
 */
#include "predict.h"
#include "mean/events/events.h"
#include <ctype.h>
#include <stdlib.h>

#define SLOT_FILLERS 12u

typedef struct Slots {
    Span at[5][SLOT_FILLERS];
    uint32_t n[5];
} Slots;
enum { PERP_IND, PERP_ORG, TARGET, VICTIM, WEAPON };
static const char *const slot_name[5] = {"perp_ind", "perp_org", "target", "victim", "weapon"};

static bool known_word(const dln *engine, Slice word)
{
    FrameWord one = {.lower = word};
    frames_words(&engine->events.frames, &one, 1);
    if (one.n) return true;
    frames_words(&engine->events.parties, &one, 1);
    return one.n > 0 || gazetteer_role(engine->gazetteer, word) != NULL;
}

static bool name_word(const dln *engine, Slice word)
{
    if (word.n < 4 || known_word(engine, word)) return false;
    return gazetteer_is_given(engine->gazetteer, word) ||
           gazetteer_find(engine->gazetteer, word, GAZ_ALL) != NONE ||
           gazetteer_demonym(engine->gazetteer, word) != NONE;
}

/* Small letters; capitals for names and where a sentence begins. */
static void set_case(const dln *engine, char *p, size_t n)
{
    bool begins = true;
    for (size_t i = 0; i < n; i++)
        p[i] = (char)tolower((unsigned char)p[i]);
    for (size_t i = 0, e; i < n; i = e) {
        e = i + 1;
        if (!isalpha((unsigned char)p[i])) {
            if (p[i] == '.' || (p[i] == '\n' && i + 1 < n && p[i + 1] == '\n')) begins = true;
            continue;
        }
        while (e < n && isalpha((unsigned char)p[e]))
            e++;
        if (begins || name_word(engine, (Slice){p + i, e - i}))
            p[i] = (char)toupper((unsigned char)p[i]);
        begins = false;
    }
}

static void put(Slots *slots, int slot, Span span)
{
    for (uint32_t i = 0; i < slots->n[slot]; i++)
        if (slots->at[slot][i].b < span.e && span.b < slots->at[slot][i].e) return;
    if (slots->n[slot] < SLOT_FILLERS) slots->at[slot][slots->n[slot]++] = span;
}

/* Class of actorwords.txt that the head belongs to, "" none. */
static Slice party_class(const dln *engine, const Findings *found, uint32_t head)
{
    FrameWord word = {.lower = found->lang.token[head].form};
    FrameHit hit;
    frames_words(&engine->events.parties, &word, 1);
    return frames_match(&engine->events.parties, &word, 1, &hit, 1)
               ? frames_sense_name(&engine->events.parties, hit.sense)
               : SLICE("");
}

static void put_party(const dln *engine, const Findings *found, const Participant *part,
                      Slots *slots)
{
    Slice class = party_class(engine, found, part->head);
    EntityKind kind = part->entity == NONE ? ENTITY_OTHER : found->entities.at[part->entity].kind;
    bool people = kind == ENTITY_PERSON || slice_is(class, "civilians") ||
                  slice_is(class, "crowd") || slice_is(class, "government");
    bool armed = slice_is(class, "rebels") || slice_is(class, "criminals") ||
                 slice_is(class, "army") || slice_is(class, "police");
    if (part->head >= found->lang.n_tokens || found->lang.token[part->head].upos == UPOS_PRON)
        return;
    bool named = part->mention != NONE && found->mentions.at[part->mention].form == FORM_NAME;
    Span span = named && kind == ENTITY_PERSON ? found->mentions.at[part->mention].span
                                               : part->span;
    if (part->role == PART_ACTOR) {
        if (kind == ENTITY_ORG && named && !armed)
            put(slots, PERP_ORG, span);
        else if (armed || (named && people))
            put(slots, PERP_IND, span);
    } else if (named && kind == ENTITY_PERSON)
        put(slots, VICTIM, span);
    else if (!people && !armed && kind != ENTITY_PLACE)
        put(slots, TARGET, span);
}

/* Arms named in the sentence of an attack. */
static void put_weapons(const Findings *found, const Event *event, Slots *slots)
{
    static const char *const arms[] = {
        "bomb",   "bombs",      "dynamite", "grenade",  "grenades",   "rocket",      "rockets",
        "mortar", "mortars",    "missile",  "missiles", "machinegun", "machineguns", "rifle",
        "rifles", "explosives", "mine",     "mines",    "gun",        "guns"};
    for (uint32_t i = 0; i < found->lang.n_tokens; i++) {
        const Token *t = &found->lang.token[i];
        if (t->span.b < event->sentence.b || t->span.e > event->sentence.e || t->upos != UPOS_NOUN)
            continue;
        for (size_t k = 0; k < sizeof arms / sizeof *arms; k++)
            if (slice_eq_nocase(t->form, slice_of(arms[k]))) put(slots, WEAPON, t->span);
    }
}

static void write_slots(Json *json, Slice text, const Slots *slots)
{
    jw_key(json, "slots");
    jw_begin(json, '{');
    for (int s = 0; s < 5; s++) {
        jw_key(json, slot_name[s]);
        jw_begin(json, '[');
        for (uint32_t i = 0; i < slots->n[s]; i++) {
            jw_begin(json, '[');
            jw_string(json, slice_span(text, slots->at[s][i]));
            jw_end(json, ']');
        }
        jw_end(json, ']');
    }
    jw_end(json, '}');
}

int predict_muc(const dln *engine, const json_t *row, Json *json)
{
    Report report;
    Findings found;
    Arena scratch;
    Slots slots = {.n = {0}};
    size_t n;
    const char *text = row_string(row, "text", &n);
    if (predict_report(slice_of(row_string(row, "id", NULL)), (Slice){text, n}, &report) != DLN_OK)
        return 1;
    set_case(engine, (char *)(uintptr_t)report.text.p, report.text.n);
    arena_init(&scratch, 0);
    dln_status status = engine_findings(engine, &report, &found, &scratch);
    for (uint32_t i = 0; status == DLN_OK && i < found.events.n; i++) {
        const Event *event = &found.events.at[i];
        if (!slice_is(event->type, "ASSAULT") || event->modality == MODALITY_DENIED) continue;
        for (uint32_t k = 0; k < event->parts.n; k++)
            put_party(engine, &found, &event->parts.at[k], &slots);
        put_weapons(&found, event, &slots);
    }
    if (status == DLN_OK) write_slots(json, (Slice){text, n}, &slots);
    arena_free(&scratch);
    arena_free(&report.arena);
    return status != DLN_OK;
}
