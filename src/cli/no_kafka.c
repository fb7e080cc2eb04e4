/* no_kafka.c - what a program built without librdkafka says. */
#include "cli/cli.h"

static int no_kafka(const Settings *settings)
{
    say("%s: this dateline was built without librdkafka (librdkafka-dev, then make)",
        settings->command);
    return EXIT_NOTHING;
}

int cmd_consume(const Settings *settings)
{
    return no_kafka(settings);
}

int cmd_follow(const Settings *settings)
{
    return no_kafka(settings);
}
