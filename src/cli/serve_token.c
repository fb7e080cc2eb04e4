/* serve_token.c - who may ask a server that is not for this machine alone.
 *
 * In: a file of hashes, the head of a request. Out: yes or no. A token is 32 random bytes, shown
 * once; only its SHA-256 is kept, so that who reads the file cannot ask. All hashes are compared,
 * in a time that does not hang on where they differ. */
#include "cli/cli.h"
#include "cli/server.h"
#include <errno.h>
#include <fcntl.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

static void hex_of(const uint8_t bytes[32], char hex[65])
{
    for (size_t i = 0; i < 32; i++)
        snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
}

static void hash_of(const char *token, char hex[65])
{
    struct sha256_ctx sum;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&sum);
    sha256_update(&sum, strlen(token), (const uint8_t *)token);
    sha256_digest(&sum, sizeof digest, digest);
    hex_of(digest, hex);
}

static bool is_hash(const char *line)
{
    return strspn(line, "0123456789abcdef") == TOKEN_HEX && line[TOKEN_HEX] == 0;
}

bool tokens_read(Tokens *tokens, const char *path)
{
    char line[256];
    FILE *file = fopen(path, "r");
    bool good = true;
    tokens->n = 0;
    if (!file) {
        say("%s: %s", path, strerror(errno));
        return false;
    }
    while (good && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        if (!line[0] || line[0] == '#') continue;
        good = is_hash(line) && tokens->n < TOKENS_MOST;
        if (good) memcpy(tokens->hash[tokens->n++], line, TOKEN_HEX + 1);
    }
    fclose(file);
    if (!good)
        say("%s: a line is no hash of a token, or there are more than %d", path, TOKENS_MOST);
    else if (!tokens->n)
        say("%s holds no token; 'dateline serve --new-token --tokens %s' makes one", path, path);
    return good && tokens->n;
}

int token_make(const char *path)
{
    uint8_t bytes[32];
    char token[65], hash[65];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) {
        say("no random bytes: %s", strerror(errno));
        return EXIT_NOTHING;
    }
    hex_of(bytes, token);
    hash_of(token, hash);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    bool good = fd >= 0 && dprintf(fd, "%s\n", hash) == TOKEN_HEX + 1 && fsync(fd) == 0;
    if (fd >= 0 && close(fd)) good = false;
    if (!good) {
        say("%s: %s", path, strerror(errno));
        return EXIT_NOTHING;
    }
    puts(token);
    return fflush(stdout) ? EXIT_NOTHING : EXIT_DONE;
}

static bool is_known(const Tokens *tokens, const char *token)
{
    char hash[65];
    int found = 0;
    hash_of(token, hash);
    for (uint32_t i = 0; i < tokens->n; i++)
        found |= memeql_sec(tokens->hash[i], hash, TOKEN_HEX);
    return found != 0;
}

bool tokens_allow(const Tokens *tokens, struct MHD_Connection *connection)
{
    static const char bearer[] = "Bearer ";
    const char *head = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Authorization");
    if (!head) return false;
    if (strncmp(head, bearer, sizeof bearer - 1) == 0)
        return is_known(tokens, head + sizeof bearer - 1);
    char *password = NULL;
    char *user = MHD_basic_auth_get_username_password(connection, &password);
    bool known = password && is_known(tokens, password);
    MHD_free(user);
    MHD_free(password);
    return known;
}
