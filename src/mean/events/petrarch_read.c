/* petrarch_read.c - reads the dictionaries of PETRARCH and TABARI.
 *
 * In: files of users, of any age and tidiness. Out: phrases, verbs and patterns in an arena. Lines
 * that make no sense are skipped, as the programs of origin do; a file that cannot be read is an
 * error. */
#include "mean/events/petrarch_impl.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static Slice upper_copy(Arena *arena, Slice text)
{
    Slice made = arena_copy(arena, text);
    char *p = (char *)(uintptr_t)made.p;
    for (size_t i = 0; i < made.n; i++)
        if (p[i] >= 'a' && p[i] <= 'z') p[i] = (char)(p[i] - 32);
    return made;
}

/* Takes the next line without comment; false at the end. */
static bool next_line(Slice *rest, Slice *line)
{
    if (rest->n == 0) return false;
    size_t n = slice_find(*rest, SLICE("\n"));
    *line = (Slice){rest->p, n == SIZE_MAX ? rest->n : n};
    *rest = n == SIZE_MAX ? (Slice){"", 0} : (Slice){rest->p + n + 1, rest->n - n - 1};
    for (size_t i = 0; i < line->n; i++)
        if (line->p[i] == '#' && (i == 0 || line->p[i - 1] != '[')) {
            line->n = i;
            break;
        }
    *line = slice_trim(*line);
    if (slice_starts(*line, SLICE("<!"))) line->n = 0;
    return true;
}

/* Cuts "[...]" off the end of a line. */
static bool bracketed(Slice *line, Slice *inside)
{
    size_t open = slice_find(*line, SLICE("["));
    if (open == SIZE_MAX) return false;
    Slice rest = {line->p + open + 1, line->n - open - 1};
    size_t close = slice_find(rest, SLICE("]"));
    *inside = slice_trim((Slice){rest.p, close == SIZE_MAX ? rest.n : close});
    line->n = open;
    *line = slice_trim(*line);
    return true;
}

/* "RED_CROSS" -> two words side by side; "PRINCE OF" -> a gap may stand between; a final "_" is
 * only an end mark. */
static dln_status petrarch_phrase(Arena *arena, Slice text, PetrarchPhrase *phrase)
{
    *phrase = (PetrarchPhrase){.n = 0};
    bool joined = true;
    for (size_t i = 0; i < text.n && phrase->n < PHRASE_WORDS;) {
        size_t b = i;
        while (i < text.n && text.p[i] != '_' && text.p[i] != ' ' && text.p[i] != '\t')
            i++;
        if (i > b) {
            phrase->word[phrase->n] = upper_copy(arena, (Slice){text.p + b, i - b});
            if (!phrase->word[phrase->n].p) return arena_status(arena);
            phrase->joined[phrase->n++] = joined;
            joined = false;
        }
        if (i < text.n && text.p[i] == '_') joined = true;
        i++;
    }
    return DLN_OK;
}

/* ---- actors and agents ---- */

static uint32_t number_of(Slice text)
{
    uint32_t value = 0, digits = 0;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= '0' && text.p[i] <= '9') {
            value = value * 10 + (uint32_t)(text.p[i] - '0');
            digits++;
            if (digits == 8) break;
        }
    return digits == 6 ? value + (value / 10000 < 30 ? 20000000 : 19000000)
                       : value; /* years of two digits */
}

/* "HOBREB > 990816", "HOBGOV 19950601 - 19990815", "USR <911226", "LTH" */
static PetrarchCode code_of(Arena *arena, Slice inside)
{
    PetrarchCode code = {.from = 0, .to = UINT32_MAX};
    size_t n = 0;
    while (n < inside.n && inside.p[n] != ' ' && inside.p[n] != '<' && inside.p[n] != '>')
        n++;
    code.code = upper_copy(arena, (Slice){inside.p, n});
    Slice rest = slice_trim((Slice){inside.p + n, inside.n - n});
    size_t dash = slice_find(rest, SLICE("-"));
    if (rest.n == 0) return code;
    code.dated = true;
    if (rest.p[0] == '<')
        code.to = number_of(rest) - 1;
    else if (rest.p[0] == '>')
        code.from = number_of(rest) + 1;
    else if (dash != SIZE_MAX) {
        code.from = number_of((Slice){rest.p, dash});
        code.to = number_of((Slice){rest.p + dash, rest.n - dash});
    }
    return code;
}

static dln_status add_name(Petrarch *p, Slice name, uint32_t group)
{
    PetrarchName made = {.group = group};
    TRY(petrarch_phrase(p->arena, name, &made.phrase));
    if (made.phrase.n == 0) return DLN_OK;
    return VEC_PUSH(p->arena, &p->names, made) ? DLN_OK : arena_status(p->arena);
}

static dln_status read_actor_line(Petrarch *p, Slice line)
{
    Slice inside;
    bool coded = bracketed(&line, &inside), other = line.n && line.p[0] == '+';
    if (other) line = slice_trim((Slice){line.p + 1, line.n - 1});
    if (line.n && !other && !VEC_PUSH(p->arena, &p->groups, (PetrarchGroup){.n = 0}))
        return arena_status(p->arena);
    if (p->groups.n == 0) return DLN_OK;
    PetrarchGroup *group = &p->groups.at[p->groups.n - 1];
    if (line.n) TRY(add_name(p, line, p->groups.n - 1));
    if (coded && group->n < GROUP_CODES) group->code[group->n++] = code_of(p->arena, inside);
    return DLN_OK;
}

static dln_status read_actors(Petrarch *p, Slice text)
{
    Slice line;
    while (next_line(&text, &line))
        if (line.n) TRY(read_actor_line(p, line));
    return DLN_OK;
}

static dln_status add_agent(Petrarch *p, Slice noun, Slice code)
{
    PetrarchAgent made = {.code = upper_copy(p->arena, code)};
    TRY(petrarch_phrase(p->arena, noun, &made.phrase));
    return made.phrase.n == 0 || VEC_PUSH(p->arena, &p->agents, made) ? DLN_OK
                                                                      : arena_status(p->arena);
}

/* CONGRESS -> CONGRESSES, MINISTRY -> MINISTRIES, CLERIC -> CLERICS */
static Slice plural_of(Arena *arena, Slice noun)
{
    char last = noun.n ? noun.p[noun.n - 1] : 0;
    bool vowel = noun.n > 1 && strchr("AEIOUaeiou", noun.p[noun.n - 2]) != NULL;
    if ((last == 'Y' || last == 'y') && !vowel)
        return arena_printf(arena, "%.*sIES", (int)(noun.n - 1), noun.p);
    bool hiss = last == 'S' || last == 'X' || last == 'Z' || slice_ends(noun, SLICE("CH")) ||
                slice_ends(noun, SLICE("SH"));
    return arena_printf(arena, "%.*s%s", (int)noun.n, noun.p, hiss ? "ES" : "S");
}

/* "CONGRESS!PERSON!": one agent for each word of the set. */
static dln_status add_agent_sets(Petrarch *p, Slice noun, Slice code, bool plural)
{
    size_t open = slice_find(noun, SLICE("!"));
    if (open == SIZE_MAX) {
        TRY(add_agent(p, noun, code));
        return plural ? add_agent(p, plural_of(p->arena, noun), code) : DLN_OK;
    }
    Slice rest = {noun.p + open + 1, noun.n - open - 1};
    size_t close = slice_find(rest, SLICE("!"));
    for (uint32_t i = 0; close != SIZE_MAX && i < p->sets.n; i++) {
        const PetrarchSet *set = &p->sets.at[i];
        if (!slice_eq(set->name, (Slice){rest.p, close})) continue;
        for (uint32_t k = 0; k < set->members.n; k++) {
            Slice m = set->members.at[k],
                  made = arena_printf(p->arena, "%.*s%.*s%.*s", (int)open, noun.p, (int)m.n, m.p,
                                      (int)(rest.n - close - 1), rest.p + close + 1);
            if (!made.p) return arena_status(p->arena);
            TRY(add_agent(p, made, code));
        }
    }
    return DLN_OK;
}

static dln_status read_agent_set(Petrarch *p, Slice line)
{
    PetrarchSet set = {.members = {0}};
    Slice rest = {line.p + 1, line.n - 1};
    size_t close = slice_find(rest, SLICE("!")), equal = slice_find(rest, SLICE("="));
    if (close == SIZE_MAX || equal == SIZE_MAX) return DLN_OK;
    set.name = upper_copy(p->arena, (Slice){rest.p, close});
    for (rest = (Slice){rest.p + equal + 1, rest.n - equal - 1}; rest.n;) {
        size_t n = slice_find(rest, SLICE(","));
        if (!VEC_PUSH(
                p->arena, &set.members,
                upper_copy(p->arena, slice_trim((Slice){rest.p, n == SIZE_MAX ? rest.n : n}))))
            return arena_status(p->arena);
        rest = n == SIZE_MAX ? (Slice){"", 0} : (Slice){rest.p + n + 1, rest.n - n - 1};
    }
    return VEC_PUSH(p->arena, &p->sets, set) ? DLN_OK : arena_status(p->arena);
}

static dln_status read_agents(Petrarch *p, Slice text)
{
    Slice line, inside, plural;
    while (next_line(&text, &line)) {
        if (line.n && line.p[0] == '!' && slice_find(line, SLICE("=")) != SIZE_MAX) {
            TRY(read_agent_set(p, line));
            continue;
        }
        if (!line.n || !bracketed(&line, &inside)) continue;
        size_t brace = slice_find(line, SLICE("{"));
        if (brace == SIZE_MAX) {
            TRY(add_agent_sets(p, line, inside, true));
            continue;
        }
        plural = slice_trim((Slice){line.p + brace + 1, line.n - brace - 1});
        size_t end = slice_find(plural, SLICE("}"));
        plural = slice_trim((Slice){plural.p, end == SIZE_MAX ? plural.n : end});
        TRY(add_agent_sets(p, slice_trim((Slice){line.p, brace}), inside, false));
        if (plural.n) TRY(add_agent(p, plural, inside));
    }
    return DLN_OK;
}

/* ---- verbs ---- */

static dln_status add_verb(Petrarch *p, Slice word, uint32_t block, Slice code, bool exact)
{
    PetrarchVerb made = {.block = block, .code = code, .exact = exact};
    if (word.n && word.p[0] == '+') word = (Slice){word.p + 1, word.n - 1};
    TRY(petrarch_phrase(p->arena, word, &made.phrase));
    for (uint32_t i = 0; i < made.phrase.n; i++) {
        Slice *w = &made.phrase.word[i];
        made.phrase.joined[i] = true;
        if (w->n > 1 && w->p[0] == '+') {
            *w = (Slice){w->p + 1, w->n - 1};
            made.core = i;
        }
    }
    return made.phrase.n == 0 || VEC_PUSH(p->arena, &p->verbs, made) ? DLN_OK
                                                                     : arena_status(p->arena);
}

/* "BREAK { BROKE BROKEN }", "DOWNPLAY [014]", "+CORDON_OFF {+CORDONED_OFF ..}" */
static dln_status read_verb_word(Petrarch *p, Slice line, uint32_t block, Slice block_code)
{
    Slice inside, code = block_code, forms = {"", 0};
    if (bracketed(&line, &inside)) code = upper_copy(p->arena, inside);
    size_t brace = slice_find(line, SLICE("{"));
    if (brace != SIZE_MAX) {
        forms = (Slice){line.p + brace + 1, line.n - brace - 1};
        line = slice_trim((Slice){line.p, brace});
    }
    TRY(add_verb(p, line, block, code, forms.n > 0));
    while (forms.n) {
        size_t n = 0;
        while (n < forms.n && forms.p[n] != ' ' && forms.p[n] != '}')
            n++;
        if (n) TRY(add_verb(p, (Slice){forms.p, n}, block, code, true));
        forms = n < forms.n ? (Slice){forms.p + n + 1, forms.n - n - 1} : (Slice){"", 0};
    }
    return DLN_OK;
}

static dln_status read_pattern(Petrarch *p, Slice line, uint32_t block)
{
    PetrarchPattern made = {.block = block};
    Slice inside;
    if (!bracketed(&line, &inside)) return DLN_OK;
    made.code = upper_copy(p->arena, inside);
    size_t star = slice_find(line, SLICE("*"));
    if (star == SIZE_MAX || slice_is(made.code, "+++"))
        return DLN_OK; /* "+++" switches a pattern off */
    TRY(petrarch_phrase(p->arena, (Slice){line.p, star}, &made.before));
    TRY(petrarch_phrase(p->arena, (Slice){line.p + star + 1, line.n - star - 1}, &made.after));
    made.before_joined = star > 0 && line.p[star - 1] == '_';
    if (made.after.n) made.after.joined[0] = star + 1 < line.n && line.p[star + 1] == '_';
    return VEC_PUSH(p->arena, &p->patterns, made) ? DLN_OK : arena_status(p->arena);
}

static dln_status read_verb_line(Petrarch *p, Slice line, Slice *code, bool *in_set)
{
    Slice inside;
    if (slice_starts(line, SLICE("---"))) {
        *in_set = false;
        p->blocks++;
        *code = bracketed(&line, &inside) ? upper_copy(p->arena, inside) : SLICE("---");
        return DLN_OK;
    }
    if (line.p[0] == '&') {
        *in_set = true;
        Slice name = {line.p, line.n};
        while (name.n && (name.p[name.n - 1] == '_' || name.p[name.n - 1] == ' '))
            name.n--;
        return VEC_PUSH(p->arena, &p->sets, (PetrarchSet){.name = upper_copy(p->arena, name)})
                   ? DLN_OK
                   : arena_status(p->arena);
    }
    if (*in_set && line.p[0] == '+') {
        Slice member = upper_copy(p->arena, slice_trim((Slice){line.p + 1, line.n - 1}));
        return VEC_PUSH(p->arena, &p->sets.at[p->sets.n - 1].members, member)
                   ? DLN_OK
                   : arena_status(p->arena);
    }
    if (line.p[0] == '-')
        return read_pattern(p, slice_trim((Slice){line.p + 1, line.n - 1}), p->blocks);
    return read_verb_word(p, line, p->blocks, *code);
}

static dln_status read_verbs(Petrarch *p, Slice text)
{
    Slice line, code = SLICE("---");
    bool in_set = false;
    while (next_line(&text, &line))
        if (line.n) TRY(read_verb_line(p, line, &code, &in_set));
    return DLN_OK;
}

static dln_status read_discards(Petrarch *p, Slice text)
{
    Slice line;
    while (next_line(&text, &line)) {
        PetrarchPhrase phrase;
        if (line.n && line.p[0] == '+') line = slice_trim((Slice){line.p + 1, line.n - 1});
        TRY(petrarch_phrase(p->arena, line, &phrase));
        for (uint32_t i = 0; i < phrase.n; i++)
            phrase.joined[i] = true;
        if (phrase.n && !VEC_PUSH(p->arena, &p->discards, phrase)) return arena_status(p->arena);
    }
    return DLN_OK;
}

#define DICTIONARY_BYTES (64u << 20)

static dln_status read_file(Petrarch *p, const char *path, dln_status (*reader)(Petrarch *, Slice),
                            dln_error *err)
{
    Slice text;
    char message[256];
    if (!path) return DLN_OK;
    dln_status status = file_read(path, DICTIONARY_BYTES, p->arena, &text, message);
    if (status != DLN_OK) return err_fill(err, status, "open", "%.100s: %.140s", path, message);
    status = reader(p, text);
    return status == DLN_OK ? DLN_OK : err_fill(err, status, "open", "%.100s: out of memory", path);
}

/* Names by their first word, in the order they were defined. */
static bool index_names(Petrarch *p)
{
    map_init(&p->first, p->arena);
    for (uint32_t i = p->names.n; i-- > 0;) {
        Slice word = p->names.at[i].phrase.word[0];
        p->names.at[i].next = map_find(&p->first, word);
        if (!map_put(&p->first, word, i)) return false;
    }
    return true;
}

static dln_status begin(Arena *arena, Petrarch **made, dln_error *err)
{
    *made = ARENA_NEW(arena, Petrarch);
    if (!*made) return err_fill(err, arena_status(arena), "open", "out of memory");
    (*made)->arena = arena;
    return DLN_OK;
}

static dln_status finish(Petrarch *p, const Petrarch **out, dln_error *err)
{
    if (!index_names(p)) return err_fill(err, arena_status(p->arena), "open", "out of memory");
    *out = p;
    return DLN_OK;
}

dln_status petrarch_open(const char *actors, const char *agents, const char *verbs,
                         const char *discards, Arena *arena, const Petrarch **out, dln_error *err)
{
    Petrarch *p;
    *out = NULL;
    TRY(begin(arena, &p, err));
    TRY(read_file(p, actors, read_actors, err));
    TRY(read_file(p, agents, read_agents, err));
    TRY(read_file(p, verbs, read_verbs, err));
    TRY(read_file(p, discards, read_discards, err));
    return finish(p, out, err);
}

/* ---- a folder of dictionaries ---- */

#define FOLDER_FILES 64u
typedef dln_status (*Reader)(Petrarch *, Slice);

static Reader reader_of(const char *name)
{
    static const struct {
        const char *part;
        Reader reader;
    } kinds[] = {{"actors", read_actors},
                 {"agents", read_agents},
                 {"verbs", read_verbs},
                 {"discards", read_discards}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strstr(name, kinds[i].part)) return kinds[i].reader;
    return NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp((const char *)a, (const char *)b);
}

/* Names of the dictionaries in a folder, sorted; their number, NONE when the folder cannot be read.
 */
static uint32_t folder_names(const char *folder, char name[FOLDER_FILES][256])
{
    uint32_t n = 0;
    DIR *dir = opendir(folder);
    if (!dir) return NONE;
    for (const struct dirent *entry; n < FOLDER_FILES && (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] != '.' && reader_of(entry->d_name) && strlen(entry->d_name) < 256)
            snprintf(name[n++], 256, "%s", entry->d_name);
    }
    closedir(dir);
    return n;
}

dln_status petrarch_open_folder(const char *folder, Arena *arena, const Petrarch **out,
                                dln_error *err)
{
    char name[FOLDER_FILES][256], path[4352];
    Petrarch *p;
    uint32_t n = folder_names(folder, name);
    *out = NULL;
    if (n == NONE)
        return err_fill(err, DLN_ERR_IO, "open", "%.200s: not a folder that can be read", folder);
    TRY(begin(arena, &p, err));
    list_sort(name, n, sizeof name[0], by_name);
    for (uint32_t i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%.4090s/%.255s", folder, name[i]);
        TRY(read_file(p, path, reader_of(name[i]), err));
    }
    if (p->verbs.n == 0)
        return err_fill(err, DLN_ERR_DATA, "open", "%.200s: no verbs dictionary in the folder",
                        folder);
    return finish(p, out, err);
}
