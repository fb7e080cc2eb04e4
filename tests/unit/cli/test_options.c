/* test_options.c - the one table of commands and options that help, the man page and completion are
 * printed from: nothing stands in it twice, and what a command takes there is. */
#include "cli/cli.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static void options_are_told_apart(void **state)
{
    (void)state;
    for (int i = 0; i < OPT_IDS; i++) {
        const Option *o = &cli_options[i];
        assert_int_equal(o->id, i); /* found by its number */
        assert_true(o->name && *o->name && o->help && *o->help);
        assert_int_equal(strspn(o->name, "abcdefghijklmnopqrstuvwxyz-"), strlen(o->name));
        assert_int_not_equal(o->help[strlen(o->help) - 1], '.'); /* the man page puts it there */
        assert_null(strchr(o->help, '\n'));
        if (o->values) assert_non_null(o->value); /* words for completion of a value */
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(o->name, cli_options[k].name);
            if (o->letter) assert_int_not_equal(o->letter, cli_options[k].letter);
        }
    }
}

static void commands_are_told_apart(void **state)
{
    (void)state;
    uint64_t taken = 0;
    for (const Command *c = cli_commands; c->name; c++) {
        assert_true(c->arguments && c->summary && *c->summary && c->details && c->run);
        assert_true(c->takes & (uint64_t)1 << OPT_HELP);
        assert_int_equal(c->takes & ~TAKES_WORDS & ~TAKES_NONE & ~(((uint64_t)1 << OPT_IDS) - 1),
                         0);
        assert_int_equal(c->formats != NULL, (c->takes & (uint64_t)1 << OPT_FORMAT) != 0);
        taken |= c->takes;
        for (const Command *d = cli_commands; d != c; d++)
            assert_string_not_equal(c->name, d->name);
    }
    for (int i = 0; i < OPT_IDS; i++) /* no option that nothing takes */
        if (i != OPT_VERSION) assert_true(taken & (uint64_t)1 << i);
}

/* Every form that a command offers is one that the library writes, or its own. */
static void forms_are_known(void **state)
{
    (void)state;
    for (const Command *c = cli_commands; c->name; c++) {
        if (!c->formats) continue;
        char name[40];
        uint32_t n = 0;
        for (const char *p = c->formats; *p; n++) {
            size_t length = strcspn(p, " ");
            dln_format format;
            snprintf(name, sizeof name, "%.*s", (int)length, p);
            assert_int_equal(dln_format_by_name(name, &format), DLN_OK);
            p += length;
            p += strspn(p, " ");
        }
        assert_true(n > 0);
    }
}

/* What print_help prints of a command; NULL: of all. No line is wider than a terminal. */
static const char *help_of(const Command *c)
{
    char path[] = "/tmp/dateline-help-XXXXXX";
    static char text[1 << 16];
    int fd = mkstemp(path), kept = dup(STDOUT_FILENO);
    assert_true(fd >= 0 && kept >= 0);
    fflush(stdout);
    dup2(fd, STDOUT_FILENO);
    print_help(c);
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    lseek(fd, 0, SEEK_SET);
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    unlink(path);
    assert_true(n > 0);
    text[n] = 0;
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n')
        assert_in_range(strcspn(line, "\n"), 0, 79);
    return text;
}

static void help_names_all_commands(void **state)
{
    (void)state;
    const char *text = help_of(NULL);
    for (const Command *c = cli_commands; c->name; c++)
        assert_non_null(strstr(text, c->name));
}

/* Help of every command prints, names each option and form it takes, and fits a terminal. */
static void help_names_what_is_taken(void **state)
{
    (void)state;
    for (const Command *c = cli_commands; c->name; c++) {
        const char *text = help_of(c);
        assert_non_null(strstr(text, c->name));
        for (const char *p = c->formats; p && *p; p += strspn(p, " ")) {
            char form[40];
            int n = (int)strcspn(p, " ");
            snprintf(form, sizeof form, "\n  %.*s ", n, p);
            assert_non_null(strstr(text, form)); /* each is told what it is */
            p += n;
        }
        for (int i = 0; i < OPT_IDS; i++) {
            char option[60];
            snprintf(option, sizeof option, "--%s", cli_options[i].name);
            if (c->takes & (uint64_t)1 << i) assert_non_null(strstr(text, option));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_are_told_apart),  cmocka_unit_test(commands_are_told_apart),
        cmocka_unit_test(forms_are_known),         cmocka_unit_test(help_names_what_is_taken),
        cmocka_unit_test(help_names_all_commands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
