/* pile.h - made-up reports for the tests of stories: incidents in small towns, each told several
 * times in other words.
 *
 * Deterministic: report(i, telling) depends on its arguments alone. */
#ifndef TEST_PILE_H
#define TEST_PILE_H
#include <stdio.h>
#include "base/base.h"

static const char *const pile_towns[] = {"Ellery",      "Stonebridge", "Marlow Creek", "Port Havel",
                                         "Kestrel Bay", "Oakmere",     "Dunvale",      "Northgate",
                                         "Selby Falls", "Arden Hill"};
static const char *const pile_names[] = {
    "Tobias Renner", "Ingrid Castell", "Marek Dolan",  "Philippa Voss",     "Hamid Orell",
    "Greta Linwood", "Simon Achebe",   "Lucia Farrow", "Anton Bellweather", "Noor Sandoval"};
static const char *const pile_kinds[][3] = {
    {"ferry", "ran aground on a sandbank", "passengers were taken off by lifeboat"},
    {"warehouse", "burned to the ground overnight", "firefighters fought the flames for hours"},
    {"bridge", "was closed after cracks were found", "engineers will inspect the pillars"},
    {"school", "was flooded when the river rose", "pupils will be taught in the town hall"},
    {"bakery", "was robbed by two masked men", "police are looking at camera footage"}};

/* Telling `t` of incident `i`; numbers and people are those of the incident, the sentences those of
 * the telling. */
static inline void pile_report(uint32_t i, uint32_t t, char title[200], char text[1600])
{
    const char *town = pile_towns[(i * 7) % 10],
               *name = pile_names[(i * 3 + i / 10) % 10], *const *kind = pile_kinds[i % 5];
    unsigned number = 100 + i * 37 % 900, age = 20 + i * 11 % 60;
    if (t % 2 == 0) {
        snprintf(title, 200, "%s %s %s", town, kind[0], kind[1]);
        snprintf(
            text, 1600,
            "The %s at %u Quay Street in %s %s on day %u, officials said. %s, %u, who has worked "
            "there for years, told reporters that %s. The damage is put at %u thousand crowns.",
            kind[0], number, town, kind[1], i, name, age, kind[2], number);
    } else {
        snprintf(title, 200, "%s: %s after %s in %s", name, kind[2], kind[0], town);
        snprintf(text, 1600,
                 "Neighbours in %s woke to sirens: a %s near %u Quay Street %s. \"I have seen "
                 "nothing like it,\" said %s, aged %u. According to the council %s, and the bill "
                 "may reach %u thousand crowns. Telling number %u of the matter.",
                 town, kind[0], number, kind[1], name, age, kind[2], number, t);
    }
}
#endif
