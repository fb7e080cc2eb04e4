/* linktext.h - links that a site has run into a paragraph's words, and the words a line of links
 * begins with.
 *
 * In: the text as decoded. Out: the text with blanks in their place; the map leads back. */
#ifndef DLN_READ_LINKTEXT_H
#define DLN_READ_LINKTEXT_H
#include "read/newsroom.h"

/* Class of the words a line begins with ("READ MORE: ...", "Image caption The two leaders"); 0:
 * none of data/en/newsroom.txt. */
uint32_t first_words_class(const Newsroom *room, Slice line);
/* Blanks the links in report->text, before any block is cut. */
dln_status links_blank(const Newsroom *room, Report *report);
/* report->map leads from a text to the source; `run` leads from a new text to that one. The map of
 * the report becomes that of the new text. */
dln_status map_through(Report *report, const MapRun *run, uint32_t n);
#endif
