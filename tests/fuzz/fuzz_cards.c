/* fuzz_cards.c - cards, piles and the names of a followed stream made of any bytes: refused, or
 * good enough to go on with. First byte: which of the three. Magic words and checksums are set
 * right, so that the fields are reached. */
#include "base/map.h"
#include "engine/card.h"
#include "story/follow.h"
#include "story/furniture.h"
#include "story/pile.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static StoryModel model; /* no background, no trees: every pair is as likely as not */

static void take_card(Slice line, Arena *arena)
{
    Card card;
    FurnitureLines lines;
    Buf sketch;
    Pile *pile;
    if (card_read(line, arena, &card) != DLN_OK) return;
    buf_init(&sketch, 1 << 20);
    if (furniture_lines(&card.report, arena, &lines) != DLN_OK ||
        furniture_blank_shared(&card.report, lines.hash, lines.n, arena) != DLN_OK ||
        pile_sketch(&model, &card.report, &sketch) != DLN_OK || pile_new(&model, &pile) != DLN_OK) {
        buf_free(&sketch);
        return;
    }
    for (int k = 0; k < 2; k++)
        if (pile_add(pile, buf_slice(&sketch)) != DLN_OK) abort();
    if (pile_close(pile) != DLN_OK || pile_count(pile) != 2) abort();
    pile_free(pile);
    buf_free(&sketch);
}

static void take_pile(const uint8_t *data, size_t size, Arena *arena)
{
    char *bytes = arena_alloc(arena, size + 8);
    Pile *pile;
    PilePairs pairs = {0};
    JudgedPair judged;
    float evidence;
    if (!bytes || size < 8) return;
    memcpy(bytes, "DLNPILE1", 8);
    memcpy(bytes + 8, data + 8, size - 8);
    if (pile_open(&model, (Slice){bytes, size}, &pile) != DLN_OK) return;
    if (pile_pairs(pile, 0, pile_count(pile), arena, &pairs) == DLN_OK)
        for (uint32_t k = 0; k < pairs.list.n; k++)
            pile_judge(pile, pairs.list.at[k].a, pairs.list.at[k].b, &judged, &evidence);
    pile_free(pile);
}

static int to_buffer(const void *bytes, size_t n, void *context)
{
    buf_add(context, (Slice){bytes, n});
    return 0;
}

static const PileReport report = {
    .title = {"Ferry aground", 13},
    .text = {"The ferry Halcyon ran aground off Port Ellery before dawn on Monday.", 68},
    .day = 19000};

static void put_desk(Buf *out, Arena *arena)
{
    Desk *desk;
    DeskAnswer answer;
    if (desk_new(&model, 8, &desk) != DLN_OK) return;
    for (int k = 0; k < 3; k++)
        desk_add(desk, &report, arena, &answer);
    desk_save(desk, to_buffer, out);
    desk_free(desk);
}

static void take_names(const uint8_t *data, size_t size, Arena *arena)
{
    Buf names, desk, all;
    Follow *follow;
    DeskAnswer answer;
    buf_init(&names, 1 << 22), buf_init(&desk, 1 << 22), buf_init(&all, 1 << 22);
    buf_add(&names, (Slice){"DLNNAME1", 8});
    buf_add(&names, (Slice){(const char *)data, size});
    uint64_t hash = hash_bytes(buf_slice(&names), 0);
    buf_add(&names, (Slice){(const char *)&hash, sizeof hash});
    put_desk(&desk, arena);
    uint64_t length[2] = {names.n, desk.n};
    buf_add(&all, (Slice){"DLNFLLW1", 8});
    buf_add(&all, (Slice){(const char *)length, sizeof length});
    buf_add(&all, buf_slice(&names));
    buf_add(&all, buf_slice(&desk));
    if (follow_restore(&model, (FollowLimits){8, 4}, buf_slice(&all), &follow) == DLN_OK) {
        for (int k = 0; k < 12; k++)
            follow_add(follow, &report, SLICE("again"), arena, &answer);
        follow_free(follow);
    }
    buf_free(&names), buf_free(&desk), buf_free(&all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 1 << 20) return 0;
    Arena arena;
    arena_init(&arena, 64u << 20);
    word_fold_init(&model.fold);
    model.join_online = 0.4f;
    if (data[0] % 3 == 0)
        take_card((Slice){(const char *)data + 1, size - 1}, &arena);
    else if (data[0] % 3 == 1)
        take_pile(data + 1, size - 1, &arena);
    else
        take_names(data + 1, size - 1, &arena);
    arena_free(&arena);
    return 0;
}
