/* watch_address.c - which addresses are of the open net.
 *
 * In: the address a name led to, when a connection is about to be made. Out: whether it may.
 * Deciding on the address instead of the name leaves no way around by redirects, odd spellings
 * ("0x7f.1") or a name server that answers twice. By the special-purpose registries of IANA. */
#include "cli/watch.h"
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

typedef struct Range4 {
    uint32_t first;
    int bits;
} Range4;

static const Range4 not_public4[] = {
    {0x00000000, 8},  /* this network */
    {0x0A000000, 8},  /* private */
    {0x64400000, 10}, /* shared by carriers */
    {0x7F000000, 8},  /* this machine */
    {0xA9FE0000, 16}, /* link-local, where clouds keep their secrets */
    {0xAC100000, 12}, /* private */
    {0xC0000000, 24}, /* protocol assignments */
    {0xC0000200, 24}, /* documentation */
    {0xC0586300, 24}, /* relays to IPv6 */
    {0xC0A80000, 16}, /* private */
    {0xC6120000, 15}, /* benchmarks */
    {0xC6336400, 24}, /* documentation */
    {0xCB007100, 24}, /* documentation */
    {0xE0000000, 4},  /* multicast */
    {0xF0000000, 4}   /* reserved, broadcast */
};

static bool public4(uint32_t address)
{
    for (size_t i = 0; i < sizeof not_public4 / sizeof *not_public4; i++) {
        uint32_t mask = ~(uint32_t)0 << (32 - not_public4[i].bits);
        if ((address & mask) == not_public4[i].first) return false;
    }
    return true;
}

static uint32_t four(const unsigned char *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static bool starts(const unsigned char *b, const char *prefix, size_t n)
{
    return memcmp(b, prefix, n) == 0;
}

static bool public6(const unsigned char *b)
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    static const unsigned char translated[12] = {0, 0x64, 0xFF, 0x9B};
    if (memcmp(b, mapped, 12) == 0 || memcmp(b, translated, 12) == 0) return public4(four(b + 12));
    if ((b[0] & 0xE0) != 0x20) return false;                   /* 2000::/3 is all that is open */
    if (starts(b, "\x20\x02", 2)) return public4(four(b + 2)); /* 6to4 */
    if (starts(b, "\x20\x01", 2) && b[2] < 2) return false;    /* 2001::/23, tunnels and tests */
    if (starts(b, "\x20\x01\x0d\xb8", 4)) return false;        /* documentation */
    return !(starts(b, "\x3f\xff", 2) && (b[2] & 0xF0) == 0);  /* documentation */
}

bool address_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return public4(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        return public6(in.sin6_addr.s6_addr);
    }
    return false;
}
