/* completion.c - `dateline completion SHELL`: scripts printed from the option table. */
#include "cli/cli.h"
#include <stdio.h>
#include <string.h>

#define BIT(id) ((uint64_t)1 << (id))

static void option_words(const Command *c)
{
    for (int i = 0; i < OPT_IDS; i++)
        if (c->takes & BIT(i)) printf(" --%s", cli_options[i].name);
}

static void bash(void)
{
    puts("# bash completion for dateline\n_dateline() {\n  local cur=${COMP_WORDS[COMP_CWORD]} "
         "prev=${COMP_WORDS[COMP_CWORD-1]} cmd=${COMP_WORDS[1]}");
    fputs("  if [ \"$COMP_CWORD\" -eq 1 ]; then COMPREPLY=($(compgen -W '", stdout);
    for (const Command *c = cli_commands; c->name; c++)
        printf("%s ", c->name);
    puts("--help --version' -- \"$cur\")); return; fi\n  case $prev in\n    "
         "--output|-o|--data|--petrarch|--desk) "
         "COMPREPLY=($(compgen -f -- \"$cur\")); return;;");
    for (int i = 0; i < OPT_IDS; i++)
        if (cli_options[i].values)
            printf("    --%s) COMPREPLY=($(compgen -W '%s' -- \"$cur\")); return;;\n",
                   cli_options[i].name, cli_options[i].values);
    puts("    --format|-f) case $cmd in");
    for (const Command *c = cli_commands; c->name; c++)
        if (c->formats)
            printf("      %s) COMPREPLY=($(compgen -W '%s' -- \"$cur\"));;\n", c->name, c->formats);
    puts("    esac; return;;\n  esac\n  if [[ $cur == -* ]]; then case $cmd in");
    for (const Command *c = cli_commands; c->name; c++) {
        printf("    %s) COMPREPLY=($(compgen -W '", c->name);
        option_words(c);
        puts("' -- \"$cur\"));;");
    }
    puts("  esac; else COMPREPLY=($(compgen -f -- \"$cur\")); fi\n}\ncomplete -o filenames -F "
         "_dateline dateline");
}

static void zsh(void)
{
    puts("#compdef dateline\n_dateline() {\n  local -a commands\n  commands=(");
    for (const Command *c = cli_commands; c->name; c++)
        printf("    '%s:%s'\n", c->name, c->summary);
    puts("  )\n  if (( CURRENT == 2 )); then _describe command commands; return; fi\n  case "
         "$words[2] in");
    for (const Command *c = cli_commands; c->name; c++) {
        printf("    %s) _arguments", c->name);
        for (int i = 0; i < OPT_IDS; i++) {
            const Option *o = &cli_options[i];
            if (!(c->takes & BIT(i))) continue;
            printf(" '--%s[%s]", o->name, o->help);
            if (o->id == OPT_FORMAT)
                printf(":format:(%s)", c->formats);
            else if (o->values)
                printf(":value:(%s)", o->values);
            else if (o->value)
                printf(":value:_files");
            putchar('\'');
        }
        puts(" '*:file:_files';;");
    }
    puts("  esac\n}\n_dateline \"$@\"");
}

static void fish(void)
{
    puts("# fish completion for dateline");
    for (const Command *c = cli_commands; c->name; c++) {
        printf("complete -c dateline -n __fish_use_subcommand -a %s -d '%s'\n", c->name,
               c->summary);
        for (int i = 0; i < OPT_IDS; i++) {
            const Option *o = &cli_options[i];
            if (!(c->takes & BIT(i))) continue;
            printf("complete -c dateline -n '__fish_seen_subcommand_from %s' -l %s -d '%s'",
                   c->name, o->name, o->help);
            if (o->letter) printf(" -s %c", o->letter);
            if (o->id == OPT_FORMAT)
                printf(" -x -a '%s'", c->formats);
            else if (o->values)
                printf(" -x -a '%s'", o->values);
            else if (o->value)
                printf(" -r");
            putchar('\n');
        }
    }
}

int cmd_completion(const Settings *settings)
{
    const char *shell = settings->n_files == 1 ? settings->file[0] : "";
    if (strcmp(shell, "bash") == 0)
        bash();
    else if (strcmp(shell, "zsh") == 0)
        zsh();
    else if (strcmp(shell, "fish") == 0)
        fish();
    else {
        say("completion takes one of: bash zsh fish");
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}
