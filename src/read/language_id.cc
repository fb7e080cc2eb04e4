/* language_id.cc: the door to libcld2, which is C++. In: UTF-8. Out: code and share of the main
 * language. */
#include "read/language_id.h"

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
