/*
 * Runs commands in turn and says what each run cost: spawn ROUNDS < COMMANDS
 *
 * A line of COMMANDS is one command, its words separated by tabs. Each round runs every command once, in an order of
 * its own, so that none always follows the same neighbour. Prints one line per run:
 *
 *     COMMAND_INDEX WALL_NS CPU_US MAX_RSS_KIB MINOR_FAULTS EXIT_STATUS
 *
 * It is small and linked statically on purpose: the peak memory of a child is at least that of its parent at the fork.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_COMMANDS 32
#define MOST_WORDS 64

extern char **environ;

static char *commands[MOST_COMMANDS][MOST_WORDS + 1];
static int count;
static int results;

static void read_commands(void) {
    static char line[8192];
    while (count < MOST_COMMANDS && fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        int words = 0;
        for (char *word = strtok(strdup(line), "\t"); word && words < MOST_WORDS; word = strtok(NULL, "\t")) {
            commands[count][words++] = word;
        }
        if (words > 0) {
            count++;
        }
    }
}

static long long nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static long micros(struct timeval time) {
    return time.tv_sec * 1000000L + time.tv_usec;
}

static void run(int index) {
    int status;
    struct rusage usage;
    long long start = nanos();
    pid_t child = vfork();
    if (child == 0) {
        execve(commands[index][0], commands[index], environ);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
        perror("spawn");
        exit(71);
    }
    long long wall = nanos() - start;
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    dprintf(results, "%d %lld %ld %ld %ld %d\n", index, wall, micros(usage.ru_utime) + micros(usage.ru_stime),
            usage.ru_maxrss, usage.ru_minflt, code);
}

int main(int argc, char **argv) {
    int rounds = argc == 2 ? atoi(argv[1]) : 0;
    if (rounds <= 0) {
        fprintf(stderr, "usage: spawn ROUNDS < COMMANDS\n");
        return 64;
    }
    read_commands();
    /* What the commands print goes nowhere; only we keep our own output. */
    results = fcntl(1, F_DUPFD_CLOEXEC, 3);
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (results < 0 || nowhere < 0) {
        perror("spawn");
        return 71;
    }
    dup2(nowhere, 0);
    dup2(nowhere, 1);
    dup2(nowhere, 2);
    srand(1);
    int order[MOST_COMMANDS];
    for (int i = 0; i < count; i++) {
        order[i] = i;
    }
    for (int round = 0; round < rounds; round++) {
        for (int i = count - 1; i > 0; i--) {
            int j = rand() % (i + 1), other = order[i];
            order[i] = order[j];
            order[j] = other;
        }
        for (int i = 0; i < count; i++) {
            run(order[i]);
        }
    }
    return 0;
}
