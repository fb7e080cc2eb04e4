/* language_id.cc: the door to libcld2, which is C++. In: UTF-8. Out: code and share of the main
 * language. */
#include "read/language_id.h"

#include <cctype>
#include <cstdio>
#include <cld2/public/compact_lang_det.h>
#include <cstring>

extern "C" bool language_detect(const char *text, size_t n, char code[8], int *share)
{
    bool reliable = false;
    CLD2::Language languages[3];
    int percents[3], text_bytes = 0;
    const int most = 1 << 15;
    int length = n < static_cast<size_t>(most) ? static_cast<int>(n) : most;
    CLD2::Language found = CLD2::DetectLanguageSummary(text, length, true, languages, percents,
                                                       &text_bytes, &reliable);
    const char *name = CLD2::LanguageCode(found);
    if (!std::strcmp(name, "iw")) /* codes that ISO 639 has given up */
        name = "he";
    else if (!std::strcmp(name, "jw"))
        name = "jv";
    std::strncpy(code, name, 7);
    code[7] = 0;
    *share = percents[0];
    return reliable && found != CLD2::UNKNOWN_LANGUAGE;
}

/* "PORTUGUESE" to "Portuguese"; names that have small letters are as people write them. */
static void write_name(const char *known, char name[LANGUAGE_NAME])
{
    bool small = false;
    for (const char *p = known; *p; p++)
        small = small || std::islower(static_cast<unsigned char>(*p));
    int n = std::snprintf(name, LANGUAGE_NAME, "%s", known);
    for (int i = 1; !small && i < n && i < LANGUAGE_NAME - 1; i++)
        name[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
}

extern "C" void language_name(const char *code, size_t n, char name[LANGUAGE_NAME])
{
    size_t stem = 0;
    while (stem < n && code[stem] != '-' && code[stem] != '_')
        stem++;
    for (size_t length : {n, stem}) {
        std::snprintf(name, LANGUAGE_NAME, "%.*s", static_cast<int>(length), code);
        if (!std::strcmp(name, "he")) std::strcpy(name, "iw"); /* as the detector has it */
        CLD2::Language known = CLD2::GetLanguageFromName(name);
        if (known == CLD2::UNKNOWN_LANGUAGE) continue;
        write_name(CLD2::LanguageName(known), name);
        return;
    }
    std::snprintf(name, LANGUAGE_NAME, "%.*s", static_cast<int>(n), code);
}
