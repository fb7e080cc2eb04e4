/* page_assets.c - the page's style and script, taken into the program as they stand in page.css and
 * page.js. */
#include "write/markup.h"

__asm__(".section .rodata\n"
        ".global page_css\n.hidden page_css\npage_css:\n.incbin \"src/write/page.css\"\n.byte 0\n"
        ".global page_js\n.hidden page_js\npage_js:\n.incbin \"src/write/page.js\"\n.byte 0\n"
        ".previous\n");
