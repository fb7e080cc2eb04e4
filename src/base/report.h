/* report.h - one report as the reading stage leaves it: clean text, what is known about it, and the
 * way back to its bytes. All slices live in the report's arena (or are static). `text` is
 * well-formed UTF-8 of at most 2 GiB - 1. For plain text and markdown `text` is the file's own
 * bytes (decoded, nothing dropped) and `map` is empty when the two are identical. */
#ifndef DLN_BASE_REPORT_H
#define DLN_BASE_REPORT_H
#include "base/base.h"
#include "base/civil.h"

typedef enum BlockKind {
    BLOCK_BODY,
    BLOCK_TITLE,
    BLOCK_BYLINE,
    BLOCK_DATE,
    BLOCK_CAPTION,
    BLOCK_LINK,
    BLOCK_NOTE,   /* note: anything that is not the report's own telling */
    BLOCK_MARKUP, /* bytes of markup kept in text: not read by any stage */
    BLOCK_HEADING,
    BLOCK_KINDS
} BlockKind;
/* A stretch of text of one kind, usually a paragraph. Blocks are in order and do not overlap; text
 * outside any block is white space. */
typedef struct Block {
    BlockKind kind;
    Span span;
} Block;

typedef struct MapRun {
    uint32_t text, source, length;
} MapRun; /* text[text..+length) came from source bytes [source..+length); other runs: entities etc.
             map to their start */

/* How a date is known. */
typedef enum Basis {
    BASIS_NONE,
    BASIS_EXPLICIT,
    BASIS_META,
    BASIS_DATELINE,
    BASIS_TEXT,
    BASIS_URL,
    BASIS_PUBLISHED,
    BASIS_STORY,
    BASIS_CONTEXT,
    BASIS_COUNT
} Basis;
extern const char *const basis_name[BASIS_COUNT];
extern const char *const block_name[BLOCK_KINDS];

/* A date as known: any part may be missing (year 0, month 0, day 0: unknown). */
typedef struct PartDate {
    int32_t year;
    uint32_t month, day;
} PartDate;

typedef struct Stamp {
    Slice value; /* ISO 8601, as exact as known ("2023-04-17", "2023-04-17T08:30:00+03:00",
                    "XXXX-04-17"); empty: unknown */
    Basis basis;
    Span span;   /* its words in text; empty when it came from elsewhere */
    int32_t day; /* days since 1970, DAY_UNKNOWN when a part is missing */
} Stamp;

/* Codes of notes that tell where a limit cut a report short; the detail says it in words. */
#define NOTE_WORDS_LIMIT "words-limit"
#define NOTE_NO_MODEL "no-language-model"
#define NOTE_MEMORY_LIMIT "memory-limit"
#define NOTE_STORY_LIMIT "story-limit"
#define NOTE_TIME_LIMIT "time-limit"
/* Bytes that are of no character (U+FFFD stands for each), NULs in a text (a blank stands for
 * each); the detail says how many, the position where the first is. */
#define NOTE_BAD_BYTES "invalid-bytes"
#define NOTE_NUL_BYTES "nul-bytes"
#define NOTE_CHARSET_GUESSED "charset-guessed"
/* Words of a page that are not in its text; the detail says how many or behind what. */
#define NOTE_LEFT_OUT "text-left-out"

typedef struct Note {
    const char *code;
    uint32_t position;
    Slice detail;
} Note; /* damage and guesses: "charset-guessed", "truncated"; position: byte of the source */

typedef struct Report {
    Arena arena;
    Slice source;     /* file name or URL as given */
    Slice member;     /* entry inside a container ("3" of a JSONL, a WARC record's URL); empty for a
                         whole file */
    char sha256[65];  /* hex, of the report's source bytes */
    Slice media_type; /* "text/plain" */
    Slice language;   /* BCP 47, "en"; empty: unknown */
    Slice text;
    VEC(MapRun) map;
    VEC(Block) blocks;
    VEC(Span) markup; /* stretches inside blocks that are markup, not words ("<u>", "**"): no stage
                         reads them; in order */
    Slice title, outlet, byline, url, section, image, caption;
    Span title_span, byline_span;
    VEC(Slice) agencies; /* "AFP", "TASS" */
    VEC(Slice) authors;
    struct {
        Slice place, date;
        Span span, place_span, date_span;
        PartDate when;
    } dateline; /* "BEIJING, April 17. /TASS/." */
    Stamp published, modified;
    VEC(Note) notes;
    bool partial; /* a limit cut it short */
} Report;

/* Kind of the block that holds byte `at`; BLOCK_BODY when there are no blocks at all, BLOCK_MARKUP
 * outside any block. */
BlockKind report_block_at(const Report *report, uint32_t at);
/* The report with the first `end` bytes of its text alone: a copy in `arena` that owns no memory
 * and must not outlive the report. NULL: no memory. */
Report *report_first(const Report *report, uint32_t end, Arena *arena);
/* Is it in a language that is read and not analysed? */
bool report_unread(const Report *report);
/* The same as report_note, for a copy that owns no memory. */
bool report_note_in(Report *report, Arena *arena, const char *code, uint32_t position,
                    Slice detail);
/* Where a limit cut the report short, in words; {"", 0}: it did not. */
Slice report_cut(const Report *report);
/* What of the page is not in the text ("2 paragraphs", "all behind <textarea>"); {"", 0}: nothing.
 */
Slice report_left_out(const Report *report);
bool report_note(Report *report, const char *code, uint32_t position,
                 Slice detail); /* code static; false: no memory */
#endif
