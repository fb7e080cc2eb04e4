/* test_files.c - folders of the command line, the state that `group` keeps, tokens of `serve`: what
 * is read, what is left out, who holds the lock. */
#include "cli/cli.h"
#include "cli/server.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static char folder[] = "/tmp/dateline-files-XXXXXX";
static int quiet_fd = -1;

static int begin(void **state)
{
    (void)state;
    if (!mkdtemp(folder) || chdir(folder) != 0) return -1;
    quiet_fd = dup(STDERR_FILENO); /* what is said is not looked at here */
    return freopen("/dev/null", "w", stderr) ? 0 : -1;
}
static int end(void **state)
{
    (void)state;
    dup2(quiet_fd, STDERR_FILENO);
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void put_file(const char *name, const char *bytes)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs(bytes, file);
    fclose(file);
}

/* "a b" of the files that the words open to. */
static void opened_are(const char *const *words, int n, const char *output, const char *want)
{
    Settings given = {.file = (const char **)(uintptr_t)words, .n_files = n, .output = output},
             open;
    char all[400] = "";
    assert_true(files_open(&given, &open));
    for (int i = 0; i < open.n_files; i++) {
        if (i) strcat(all, " ");
        strcat(all, open.file[i]);
    }
    files_close(&open);
    assert_string_equal(all, want);
}
#define OPENED(output, want, ...)                  \
    opened_are((const char *const[]){__VA_ARGS__}, \
               sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), output, want)

static void folders_are_opened(void **state)
{
    (void)state;
    mkdir("d", 0700);
    mkdir("d/sub", 0700);
    mkdir("d/.git", 0700);
    mkdir("empty", 0700);
    put_file("d/b.txt", "x");
    put_file("d/a.txt", "x");
    put_file("d/.hidden", "x");
    put_file("d/.git/c.txt", "x");
    put_file("d/sub/c.txt", "x");
    put_file(".own", "x");
    assert_int_equal(symlink("..", "d/sub/loop"), 0);
    assert_int_equal(mkfifo("d/pipe", 0600), 0);
    OPENED(NULL, "d/a.txt d/b.txt d/sub/c.txt", "d");      /* names in order; no pipe, no circle */
    OPENED(NULL, "d/b.txt d/a.txt", "d/b.txt", "d/a.txt"); /* words as they came */
    OPENED(NULL, "-", "-");
    OPENED(NULL, "none.txt", "none.txt"); /* reading says what is wrong with it */
    OPENED(NULL, "empty", "empty");
    OPENED(NULL, ".own", ".own"); /* a hidden file that was named */
    OPENED(NULL, "d/a.txt d/a.txt", "d/a.txt", "d/a.txt");
    OPENED("d/b.txt", "d/a.txt d/sub/c.txt", "d"); /* not what will be written */
    OPENED("d/new.txt", "d/a.txt d/b.txt d/sub/c.txt", "d");
    Settings given = {.command = "add",
                      .desk = "d/b.txt",
                      .file = (const char *[]){"d"},
                      .n_files = 1},
             open;
    put_file("d/b.txt-wal", "x"); /* of the desk too */
    assert_true(files_open(&given, &open));
    assert_int_equal(open.n_files, 2);
    assert_string_equal(open.file[1], "d/sub/c.txt");
    files_close(&open);
    given.command = "story"; /* another only reads */
    assert_true(files_open(&given, &open));
    assert_int_equal(open.n_files, 4);
    files_close(&open);
    unlink("d/b.txt-wal");
    unlink("d/pipe");
    unlink("d/sub/loop");
    unlink("d/sub/c.txt");
    unlink("d/.git/c.txt");
    unlink("d/.hidden");
    unlink("d/a.txt");
    unlink("d/b.txt");
    unlink(".own");
    rmdir("d/sub");
    rmdir("d/.git");
    rmdir("d");
    rmdir("empty");
}

/* ---- a kept state ---- */

static void one_at_a_time(void **state)
{
    (void)state;
    Settings settings = {.state = "s"};
    KeptState first, second;
    kept_none(&first);
    kept_none(&second);
    assert_int_equal(kept_lock(&first, &settings), 0);
    assert_int_equal(kept_lock(&second, &settings), EXIT_NOTHING);
    assert_int_equal(second.lock, -1);
    kept_close(&second); /* who does not hold it takes nothing away */
    assert_int_equal(access("s.lock", F_OK), 0);
    kept_close(&first);
    assert_int_not_equal(access("s.lock", F_OK), 0);
    assert_int_equal(kept_lock(&second, &settings), 0);
    kept_close(&second);
    kept_close(&second);
    Settings none = {0};
    assert_int_equal(kept_lock(&first, &none), 0); /* no state: nothing to lock */
    assert_int_equal(first.lock, -1);
    char wide[5000];
    memset(wide, 'x', sizeof wide - 1);
    wide[sizeof wide - 1] = 0;
    settings.state = wide;
    assert_int_equal(kept_lock(&first, &settings), EXIT_NOTHING);
    settings.state = "no-folder/s";
    assert_int_equal(kept_lock(&first, &settings), EXIT_NOTHING);
    assert_int_equal(symlink("elsewhere", "s.lock"), 0); /* a lock that leads elsewhere is none */
    settings.state = "s";
    assert_int_equal(kept_lock(&first, &settings), EXIT_NOTHING);
    assert_int_not_equal(access("elsewhere", F_OK), 0);
    unlink("s.lock");
}

static void the_size_of_a_state(void **state)
{
    (void)state;
    KeptState kept = {.path = "s", .lock = -1};
    assert_int_equal(kept_size(&kept), 0);
    put_file("s", "12345");
    assert_int_equal(kept_size(&kept), 5);
    unlink("s");
}

/* ---- tokens ---- */

static void files_of_tokens(void **state)
{
    (void)state;
    static const char hash[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    static const struct {
        const char *bytes;
        bool good;
        uint32_t n;
    } cases[] = {
        {"%s\n", true, 1},        {"# ours\n\n%s\r\n%s\n", true, 2},
        {"%s", true, 1},          {"", false, 0},
        {"# none\n", false, 0},   {"%s0\n", false, 0},
        {" %s\n", false, 0},      {"0123\n", false, 0},
        {"%s\nnone\n", false, 1},
    };
    Tokens *tokens = malloc(sizeof *tokens);
    assert_non_null(tokens);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bytes[400] = "";
        for (const char *p = cases[i].bytes; *p; p++) {
            size_t at = strlen(bytes);
            if (p[0] == '%') {
                memcpy(bytes + at, hash, sizeof hash);
                p++;
            } else
                bytes[at] = *p;
        }
        put_file("t", bytes);
        assert_int_equal(tokens_read(tokens, "t"), cases[i].good);
        if (cases[i].good) assert_int_equal(tokens->n, cases[i].n);
    }
    FILE *file = fopen("t", "w");
    assert_non_null(file);
    for (int i = 0; i < TOKENS_MOST + 1; i++)
        fprintf(file, "%s\n", hash);
    fclose(file);
    assert_false(tokens_read(tokens, "t")); /* more than are looked through */
    assert_true(tokens->n <= TOKENS_MOST);
    unlink("t");
    assert_false(tokens_read(tokens, "t"));
    free(tokens);
}

/* A token that is made is readable, its file for its owner alone, the hash not the token. */
static void a_token_is_made(void **state)
{
    (void)state;
    char shown[200] = "";
    int kept = dup(STDOUT_FILENO), out = open("shown", O_RDWR | O_CREAT | O_TRUNC, 0600);
    fflush(stdout);
    dup2(out, STDOUT_FILENO);
    int code = token_make("t");
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    assert_int_equal(code, EXIT_DONE);
    assert_int_equal(lseek(out, 0, SEEK_SET), 0);
    assert_int_equal(read(out, shown, sizeof shown - 1), TOKEN_HEX + 1);
    close(out);
    struct stat about;
    Tokens *tokens = malloc(sizeof *tokens);
    assert_non_null(tokens);
    assert_int_equal(stat("t", &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_true(tokens_read(tokens, "t"));
    assert_int_equal(tokens->n, 1);
    assert_int_equal(strspn(shown, "0123456789abcdef"), TOKEN_HEX);
    assert_int_not_equal(memcmp(shown, tokens->hash[0], TOKEN_HEX), 0);
    free(tokens);
    unlink("t");
    unlink("shown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_are_opened),  cmocka_unit_test(one_at_a_time),
        cmocka_unit_test(the_size_of_a_state), cmocka_unit_test(files_of_tokens),
        cmocka_unit_test(a_token_is_made),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
