/* events_compose.c - codes of nested acts.
 *
 * In: frame hits. Out: Coding. Idea: evaluate from the inside out, one rule for each outer act
 * (CAMEO codebook structure).
 *
 * Known to get wrong: outer acts whose object is not the next act ("refused, despite talks, to
 * leave") when there is no parse. */
#include "mean/events/events_compose.h"
#include <stdio.h>
#include <stdlib.h>

#define TOPIC_RANK 3u /* of acts.txt: what is more than a word for a topic stands above it */

static const Act *act_of(const Frames *frames, const Coding *told)
{
    return told->act == NONE ? NULL : &frames->act[told->act];
}

static void set_code(Coding *told, Outer outer, const char *root, Slice rest)
{
    snprintf(told->code, sizeof told->code, "%s%.*s", root, (int)(rest.n > 4 ? 4 : rest.n),
             rest.p ? rest.p : "");
    told->outer = outer;
}

/* The digits of a lift under an outer root: appeal, intend, demand count 1 cooperate ... 8 mediate;
 * reject has its own order. */
static void lift_code(Coding *told, Outer outer, const char *root)
{
    static const char letters[] = "CDARYMSB", plain[] = "12345678", reject[] = "11234576";
    const char *at = told->lift.n ? memchr(letters, told->lift.p[0], sizeof letters - 1) : NULL;
    char rest[3] = "0";
    if (at) {
        rest[0] = (outer == OUT_REJECT ? reject : plain)[at - letters];
        if (told->lift.n > 1) {
            rest[1] = told->lift.p[1];
            rest[2] = 0;
        }
    }
    set_code(told, outer, root, slice_of(rest));
}

Coding coding_of(const Frames *frames, uint32_t sense, uint32_t hit)
{
    static const struct {
        Outer outer;
        const char *code;
        uint32_t rank;
    } alone[] = {{OUT_APPEAL, "020", 3},   {OUT_INTEND, "030", 2}, {OUT_AGREE, "030", 4},
                 {OUT_DEMAND, "100", 4},   {OUT_ORDER, "100", 2},  {OUT_REJECT, "120", 4},
                 {OUT_THREATEN, "130", 4}, {OUT_DENY, "016", 4},   {OUT_ACCUSE, "112", 5},
                 {OUT_CONSIDER, "014", 2}, {OUT_SAY, "010", 1},    {OUT_ALLOW, "080", 2},
                 {OUT_BAN, "172", 3},      {OUT_GIVE, "070", 1},   {OUT_LIFT, "080", 1},
                 {OUT_PREVENT, "170", 1},  {OUT_STOP, "160", 1}};
    Coding told = {
        .act = NONE, .ended = NONE, .outer = OUT_COUNT, .first = hit, .last = hit, .core = hit};
    if (sense >= OUT_COUNT) {
        const Act *act = &frames->act[sense - OUT_COUNT];
        told.act = sense - OUT_COUNT;
        told.lift = act->lift;
        told.rank = act->rank;
        snprintf(told.code, sizeof told.code, "%.*s", (int)(act->code.n > 4 ? 4 : act->code.n),
                 act->code.p ? act->code.p : "");
        return told;
    }
    told.outer = (uint32_t)sense;
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++) {
        if ((uint32_t)alone[i].outer != sense) continue;
        snprintf(told.code, sizeof told.code, "%s", alone[i].code);
        told.rank = alone[i].rank;
    }
    return told;
}

static void become(const Frames *frames, Coding *told, uint32_t act)
{
    Coding made = coding_of(frames, OUT_COUNT + act, told->core);
    told->act = act;
    told->outer = OUT_COUNT;
    told->lift = made.lift;
    told->rank = made.rank;
    memcpy(told->code, made.code, sizeof told->code);
}

static void become_named(const Frames *frames, Coding *told, const char *name)
{
    uint32_t act = frames_act(frames, name);
    if (act != NONE) become(frames, told, act);
}

static bool hostile(const Frames *frames, const Coding *told)
{
    const Act *act = act_of(frames, told);
    return act && told->outer == OUT_COUNT && act->threat.n && !act->lift.n;
}

static bool act_is(const Frames *frames, const Coding *told, const char *name)
{
    return told->act != NONE && slice_is(frames->act[told->act].name, name);
}
static bool code_under(const Coding *told, const char *root)
{
    return strncmp(told->code, root, strlen(root)) == 0;
}

/* "Voters will punish the party over taxes", "there is no policy": elections, taxes and rights are
 * topics; that they will be or are not is no promise and no refusal. */
bool coding_topic(const Frames *frames, const Coding *told)
{
    const Act *act = act_of(frames, told);
    return act && told->outer == OUT_COUNT && act->lift.n && act->lift.p[0] == 'R' &&
           act->rank <= TOPIC_RANK;
}

/* A hostile act announced is a threat; a friendly one an intent to cooperate. */
static void under_intend(const Frames *frames, Coding *told, Outer outer)
{
    const Act *act = act_of(frames, told);
    told->future = true;
    if (outer == OUT_WILL && (coding_topic(frames, told) || told->outer == OUT_CONSIDER)) return;
    if (told->outer == OUT_AGREE || told->outer == OUT_APPEAL || told->outer == OUT_REJECT ||
        told->outer == OUT_THREATEN || told->outer == OUT_DEMAND || told->outer == OUT_MUST ||
        told->outer == OUT_ACCUSE)
        return;
    if (hostile(frames, told)) {
        if (outer == OUT_AGREE) return;
        set_code(told, outer, "", act->threat);
        told->rank++;
        return;
    }
    if (act && !told->lift.n) return; /* statements and disapproval stay what they are */
    lift_code(told, outer, "03");
    told->rank += outer == OUT_WILL ? 1 : 2;
}

/* A call for something hostile (sanctions, a boycott) rallies opposition: 113; one for an
 * investigation is a request. */
static void under_request(const Frames *frames, Coding *told, Outer outer, const char *root)
{
    if (told->outer == OUT_DENY) return;
    if (hostile(frames, told) || (told->outer == OUT_COUNT && code_under(told, "11"))) {
        set_code(told, outer, "113", (Slice){"", 0});
        told->rank += 2;
        return;
    }
    lift_code(told, outer, root);
    told->rank += 3;
}

static void under_threat(const Frames *frames, Coding *told)
{
    const Act *act = act_of(frames, told);
    bool own = act && told->outer == OUT_COUNT && act->threat.n;
    if (told->outer < OUT_COUNT && code_under(told, "13")) return;
    set_code(told, OUT_THREATEN, own ? "" : "130", own ? act->threat : (Slice){"", 0});
    told->rank += 3;
}

static void under_accuse(const Frames *frames, Coding *told)
{
    static const struct {
        const char *root, *code;
    } kinds[] = {{"20", "1124"}, {"18", "1123"}, {"19", "1123"},  {"15", "1123"},
                 {"17", "1122"}, {"09", "1121"}, {"116", "1121"}, {"064", "1125"}};
    static const struct {
        const char *act, *code;
    } of[] = {{"crime", "1121"},
              {"espionage", "1125"},
              {"warcrime", "1124"},
              {"rightsabuse", "1122"},
              {"aggression", "1123"}};
    const char *code = "112";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (code_under(told, kinds[i].root)) {
            code = kinds[i].code;
            break;
        }
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        if (act_is(frames, told, of[i].act)) code = of[i].code;
    set_code(told, OUT_ACCUSE, code, (Slice){"", 0});
    told->rank += 3;
    told->alleged = true;
}

static void under_stop(const Frames *frames, Coding *told)
{
    const Act *act = act_of(frames, told);
    if (told->outer != OUT_COUNT || !act) return;
    uint32_t ended = told->act;
    if (act->stop != NONE) {
        become(frames, told, act->stop);
        told->ended = ended;
        told->rank++;
    } else if (code_under(told, "05") || code_under(told, "06"))
        become_named(frames, told, "relations"), told->ended = ended;
    else
        told->negated = true;
}

static void under_allow(const Frames *frames, Coding *told)
{
    if (told->outer != OUT_COUNT || told->act == NONE) return;
    if (code_under(told, "14"))
        become_named(frames, told, "rights");
    else if ((act_is(frames, told, "elections") || act_is(frames, told, "election")))
        become_named(frames, told, "easeparty");
    else if (act_is(frames, told, "visit") || act_is(frames, told, "inspectors") ||
             code_under(told, "07"))
        become_named(frames, told, "access");
    told->rank++;
}

static void under_ban(const Frames *frames, Coding *told)
{
    if (told->outer != OUT_COUNT || told->act == NONE) return;
    if (code_under(told, "061"))
        become_named(frames, told, "sanction");
    else if (code_under(told, "07"))
        become_named(frames, told, "cutaid");
    else if ((act_is(frames, told, "elections") || act_is(frames, told, "election")))
        become_named(frames, told, "banparty");
    else if (!code_under(told, "17"))
        become_named(frames, told, "ban");
    told->rank++;
}

static void under_not(const Frames *frames, Coding *told)
{
    if (told->ended != NONE && told->outer == OUT_COUNT && frames->act[told->ended].lift.n) {
        become(frames, told, told->ended);
        return;
    } /* "will not reduce cooperation": goes on */
    if (told->outer == OUT_COUNT && hostile(frames, told)) {
        told->negated = true;
        told->rank = 1;
        return;
    }
    if (!told->lift.n || told->outer == OUT_REJECT || coding_topic(frames, told)) {
        told->negated = true;
        return;
    }
    lift_code(told, OUT_REJECT, "12");
    told->rank++;
}

static void under_fail(const Frames *frames, Coding *told)
{
    bool talks = told->lift.n && strchr("MSB", told->lift.p[0]) != NULL;
    if ((code_under(told, "03") && talks) || code_under(told, "04") || code_under(told, "057"))
        become_named(frames, told, "halttalks");
    else
        told->negated = true;
}

static void under_reject(const Frames *frames, Coding *told)
{
    if (told->outer == OUT_DENY || told->outer == OUT_ACCUSE) {
        set_code(told, OUT_DENY, "016", (Slice){"", 0});
        return;
    }
    if (act_is(frames, told, "veto") || act_is(frames, told, "halttalks")) return;
    lift_code(told, OUT_REJECT, "12");
    told->rank += 3;
}

/* What somebody says of the act, or means with it. False: the word is of another sort. */
static bool under_words(const Frames *frames, Coding *told, Outer outer)
{
    switch (outer) {
    case OUT_WILL:
    case OUT_INTEND:
    case OUT_AGREE: under_intend(frames, told, outer); return true;
    case OUT_APPEAL: under_request(frames, told, outer, "02"); return true;
    case OUT_DEMAND:
    case OUT_MUST: under_request(frames, told, outer, "10"); return true;
    case OUT_ORDER:
        if (!hostile(frames, told) && !code_under(told, "08"))
            under_request(frames, told, outer, "10");
        else
            told->rank++;
        return true; /* "ordered the arrest", "ordered his release": done */
    case OUT_REJECT: under_reject(frames, told); return true;
    case OUT_THREATEN: under_threat(frames, told); return true;
    case OUT_DENY:
        set_code(told, OUT_DENY, "016", (Slice){"", 0});
        told->rank += 2;
        return true;
    case OUT_ACCUSE: under_accuse(frames, told); return true;
    case OUT_CONSIDER:
        set_code(told, OUT_CONSIDER, "014", (Slice){"", 0});
        told->rank++;
        return true;
    default: return false;
    }
}

static void under_prevent(const Frames *frames, Coding *told)
{
    if (code_under(told, "14"))
        become_named(frames, told, "coerce");
    else
        told->negated = true;
}

static void under_try(const Frames *frames, Coding *told)
{
    told->tried = true;
    if (code_under(told, "186")) become_named(frames, told, "attempt");
}

void coding_under(const Frames *frames, Coding *told, Outer outer)
{
    if (under_words(frames, told, outer)) return;
    switch (outer) {
    case OUT_STOP:
    case OUT_LIFT: under_stop(frames, told); break;
    case OUT_ALLOW: under_allow(frames, told); break;
    case OUT_BAN: under_ban(frames, told); break;
    case OUT_PREVENT: under_prevent(frames, told); break;
    case OUT_FAIL: under_fail(frames, told); break;
    case OUT_TRY: under_try(frames, told); break;
    case OUT_NOT: under_not(frames, told); break;
    case OUT_IF: told->conditional = true; break;
    case OUT_AFTER: told->aside = true; break;
    default: break;
    }
}

static bool is_light(uint32_t sense)
{
    return sense == OUT_SAY || sense == OUT_GIVE || sense == OUT_SEND || sense == OUT_WILL ||
           sense == OUT_IF || sense == OUT_NOT || sense == OUT_TRY || sense == OUT_FAIL ||
           sense == OUT_AFTER;
}

/* Hits [first, core] as one: outer acts around the act at `core`, from the inside out. */
static Coding fold(const Frames *frames, const FrameHit *hits, uint32_t first, uint32_t core)
{
    Coding told = coding_of(frames, hits[core].sense, core);
    for (uint32_t i = core; i-- > first;)
        coding_under(frames, &told, (Outer)hits[i].sense);
    told.first = first;
    return told;
}

static bool judges(const Coding *told)
{
    return code_under(told, "11") || code_under(told, "09") || code_under(told, "051") ||
           code_under(told, "052") || code_under(told, "016") || code_under(told, "141");
}

uint32_t coding_line(const Frames *frames, const FrameHit *hits, uint32_t n, Coding *told,
                     uint32_t room)
{
    uint32_t made = 0, first = 0;
    bool judged = false,
         aside = false; /* judged: behind an act that speaks of another (condemned, hailed,
                           investigated); aside: behind a word that opens a clause of circumstance;
                           one at the start holds for its own act only */
    for (uint32_t i = 0; i < n && made < room; i++) {
        bool act = hits[i].sense >= OUT_COUNT, end = i + 1 == n;
        if (!act && !end) continue;
        uint32_t core = i;
        while (!act && core > first && is_light(hits[core].sense))
            core--; /* outer acts alone: the last one that says something */
        told[made] = fold(frames, hits, first, core);
        if (told[made].aside && hits[first].first > 1) aside = true;
        told[made].aside |= aside;
        if (judged && told[made].outer == OUT_COUNT)
            told[made].rank = told[made].rank > 2 ? told[made].rank - 2 : 0;
        if (judges(&told[made])) judged = true;
        if (told[made].aside) told[made].rank = told[made].rank > 3 ? told[made].rank - 3 : 0;
        made++;
        first = i + 1;
    }
    return made;
}

Slice plover_of(const char *code)
{
    static const struct {
        const char *root, *type;
    } types[] = {{"03", "AGREE"},    {"04", "CONSULT"},   {"05", "SUPPORT"},   {"06", "COOPERATE"},
                 {"07", "AID"},      {"0813", "RETREAT"}, {"0814", "RETREAT"}, {"084", "RETREAT"},
                 {"085", "RETREAT"}, {"086", "RETREAT"},  {"087", "RETREAT"},  {"08", "CONCEDE"},
                 {"09", "ACCUSE"},   {"10", "REQUEST"},   {"02", "REQUEST"},   {"11", "ACCUSE"},
                 {"12", "REJECT"},   {"13", "THREATEN"},  {"14", "PROTEST"},   {"15", "MOBILIZE"},
                 {"16", "SANCTION"}, {"17", "COERCE"},    {"18", "ASSAULT"},   {"19", "ASSAULT"},
                 {"20", "ASSAULT"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strncmp(code, types[i].root, strlen(types[i].root)) == 0)
            return slice_of(types[i].type);
    return (Slice){"", 0};
}
