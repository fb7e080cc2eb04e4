/* foreign_kinds.h - files that are no news document, told by their first bytes, and what helps. */
#ifndef DLN_READ_FOREIGN_KINDS_H
#define DLN_READ_FOREIGN_KINDS_H
#include "base/base.h"

/* What to say of such a file ("is a PDF: try pdftotext FILE - | dateline read -"); NULL: unknown.
 * *static* */
const char *foreign_kind(Slice head);
/* Lines of a program rather than of a text. */
bool looks_code(Slice head);
/* Head of a letter: at least two of From:, Subject:, Date:, ... */
bool looks_mail(Slice head);
#endif
