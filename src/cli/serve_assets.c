/* serve_assets.c - style, script and description of the desk's pages, taken into the program as
 * they stand in serve.css, serve.js and docs/openapi.json. */
#include "cli/serve.h"

__asm__(".section .rodata\n"
        ".global serve_css\n.hidden serve_css\nserve_css:\n.incbin \"src/cli/serve.css\"\n.byte 0\n"
        ".global serve_js\n.hidden serve_js\nserve_js:\n.incbin \"src/cli/serve.js\"\n.byte 0\n"
        ".global serve_openapi\n.hidden serve_openapi\nserve_openapi:\n"
        ".incbin \"docs/openapi.json\"\n.byte 0\n"
        ".previous\n");
