/* foreign_kinds.c - see foreign_kinds.h.
 *
 * In: the first bytes of a file. Out: its kind, in words.
 *
 * Known to get wrong: a program that is mostly comments is read as a text; poetry with semicolons
 * at each line's end is taken for a program. */
#include "read/foreign_kinds.h"

typedef struct Magic {
    const char *bytes;
    size_t n;
    const char *says;
} Magic;

static const Magic magics[] = {
    {"%PDF-", 5, "is a PDF: try pdftotext FILE - | dateline read -"},
    {"\xD0\xCF\x11\xE0", 4, "is an old Office document: try catdoc FILE | dateline read -"},
    {"%!PS", 4, "is PostScript: try ps2ascii FILE | dateline read -"},
    {"\x89PNG", 4, "is a picture: its words would have to be read by tesseract"},
    {"\xFF\xD8\xFF", 3, "is a picture: its words would have to be read by tesseract"},
    {"GIF8", 4, "is a picture: its words would have to be read by tesseract"},
    {"II*\0", 4, "is a picture: its words would have to be read by tesseract"},
    {"MM\0*", 4, "is a picture: its words would have to be read by tesseract"},
    {"AT&TFORM", 8, "is a DjVu document: try djvutxt FILE | dateline read -"},
    {"ID3", 3, "is a sound recording"},
    {"OggS", 4, "is a sound or film recording"},
    {"RIFF", 4, "is a sound or film recording"},
    {"\x7F"
     "ELF",
     4, "is a program"},
    {"SQLite format 3", 15, "is a SQLite file"},
    {"BZh", 3, "is packed by bzip2: try bzcat FILE | dateline read -"},
    {"\xFD"
     "7zXZ",
     5, "is packed by xz: try xzcat FILE | dateline read -"},
    {"7z\xBC\xAF", 4, "is a 7z archive: try 7z x, then dateline on the folder"},
};

static bool holds(Slice head, const char *words)
{
    return slice_find(head, slice_of(words)) != SIZE_MAX;
}

static const char *zip_kind(Slice head)
{
    if (holds(head, "application/epub+zip"))
        return "is an EPUB: try pandoc -t plain FILE | dateline read -";
    if (holds(head, "application/vnd.oasis.opendocument"))
        return "is an OpenDocument: try pandoc -t plain FILE | dateline read -";
    if (holds(head, "word/")) return "is a DOCX: try pandoc -t plain FILE | dateline read -";
    if (holds(head, "[Content_Types].xml"))
        return "is an Office document: try pandoc -t plain FILE | dateline read -";
    return "is a zip archive: try unzip, then dateline on the folder";
}

const char *foreign_kind(Slice head)
{
    enum { TAR_MARK = 257 };
    if (slice_starts(head, SLICE("PK\x03\x04"))) return zip_kind(head);
    if (head.n > TAR_MARK + 5 && memcmp(head.p + TAR_MARK, "ustar", 5) == 0)
        return "is a tar archive: try tar x, then dateline on the folder";
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (head.n >= magics[i].n && memcmp(head.p, magics[i].bytes, magics[i].n) == 0)
            return magics[i].says;
    return NULL;
}

/* ---- programs ---- */

static bool code_line(Slice line)
{
    static const char *const starts[] = {
        "#include", "#define",   "#!/",       "import ", "from __",    "def ",    "class ",
        "package ", "using ",    "public ",   "private", "static ",    "const ",  "function",
        "var ",     "let ",      "return ",   "if (",    "for (",      "while (", "} else",
        "//",       "/*",        "@Override", "export ", "fn ",        "pub ",    "struct ",
        "typedef",  "namespace", "<?php",     "self.",   "elif ",      "try:",    "except",
        "raise ",   "end",       "end if",    "select ", "insert into"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (slice_starts(line, slice_of(starts[i]))) return true;
    char last = line.p[line.n - 1];
    return last == ';' || last == '{' || last == '}' || slice_ends(line, SLICE("):")) ||
           slice_ends(line, SLICE("),")) || slice_ends(line, SLICE("*/"));
}

bool looks_code(Slice head)
{
    uint32_t lines = 0, code = 0;
    for (size_t i = 0; i < head.n;) {
        const char *end = memchr(head.p + i, '\n', head.n - i);
        size_t n = end ? (size_t)(end - head.p) - i : head.n - i;
        Slice line = slice_trim((Slice){head.p + i, n});
        i += n + 1;
        if (!line.n) continue;
        lines++;
        code += code_line(line);
    }
    return lines >= 8 && code * 10 >= lines * 6;
}

/* ---- letters ---- */

bool looks_mail(Slice head)
{
    static const char *const names[] = {
        "from",     "to",           "subject",      "date",
        "received", "message-id",   "mime-version", "return-path",
        "reply-to", "delivered-to", "content-type", "x-mailer",
        "list-id",  "sender",       "cc",           "content-transfer-encoding"};
    uint32_t known = 0;
    for (size_t i = 0; i < head.n;) {
        const char *end = memchr(head.p + i, '\n', head.n - i);
        size_t n = end ? (size_t)(end - head.p) - i : head.n - i;
        Slice line = {head.p + i, n};
        bool folded = n && (line.p[0] == ' ' || line.p[0] == '\t');
        i += n + 1;
        if (slice_trim(line).n == 0) break;
        if (folded && known) continue;
        const char *colon = memchr(line.p, ':', line.n);
        if (!colon || colon == line.p) return false;
        Slice name = {line.p, (size_t)(colon - line.p)};
        if (memchr(name.p, ' ', name.n)) return false;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            known += slice_eq_nocase(name, slice_of(names[k]));
    }
    return known >= 3;
}
