/*
 * Starts the agent and says how long after the fork each of its outputs answers first:
 *
 *     firstanswer RUNS CONTROL_SOCKET AGENT_CHECK_PORT HTTP_PORT COMMAND...
 *
 * Prints one line per run, in nanoseconds: CONTROL AGENT_CHECK HEALTH VERDICT, where the last is the first answer of
 * the control socket that is not STARTING. Each of them is of a start of its own, and asked every 0.5 ms until it
 * answers: to ask all at once would take a good part of the CPU that the agent starts on.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum output { CONTROL, AGENT_CHECK, HEALTH, VERDICT, OUTPUTS };

static const char *const QUESTIONS[OUTPUTS] = {
    "check\n", "\n", "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "check\n"};
static const char *const STARTING = "23 ";
static const int GIVE_UP_SECONDS = 30;

static const char *path;
static int ports[OUTPUTS];

static long long nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static int dial(enum output output) {
    if (ports[output]) {
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(ports[output])};
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(client, (struct sockaddr *)&address, sizeof address) == 0) {
            return client;
        }
        close(client);
        return -1;
    }
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(client, (struct sockaddr *)&address, sizeof address) == 0) {
        return client;
    }
    close(client);
    return -1;
}

static int answers(enum output output) {
    int client = dial(output);
    if (client < 0) {
        return 0;
    }
    struct timeval patience = {.tv_sec = 1};
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    char answer[64] = {0};
    ssize_t sent = send(client, QUESTIONS[output], strlen(QUESTIONS[output]), MSG_NOSIGNAL);
    ssize_t received = sent < 0 ? -1 : recv(client, answer, sizeof answer - 1, 0);
    close(client);
    return received > 0 && (output != VERDICT || strncmp(answer, STARTING, strlen(STARTING)) != 0);
}

/* The child's only word is the moment of the first answer, or 0. */
static int watch(enum output output) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) {
        perror("firstanswer");
        exit(71);
    }
    if (fork() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        long long end = nanos() + GIVE_UP_SECONDS * 1000000000LL, moment = 0;
        while (!moment && nanos() < end) {
            if (answers(output)) {
                moment = nanos();
            } else {
                usleep(500);
            }
        }
        _exit(write(ends[1], &moment, sizeof moment) != sizeof moment);
    }
    close(ends[1]);
    return ends[0];
}

/* How long after its start the agent gives this output's first answer, in nanoseconds. */
static long long run(enum output output, char **command) {
    int end = watch(output);
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    long long start = nanos(), moment = 0;
    pid_t agent = vfork();
    if (agent == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        dup2(nowhere, 0);
        dup2(nowhere, 1);
        dup2(nowhere, 2);
        execv(command[0], command);
        _exit(127);
    }
    if (read(end, &moment, sizeof moment) != sizeof moment || !moment) {
        fprintf(stderr, "firstanswer: output %d did not answer within %d s\n", output, GIVE_UP_SECONDS);
        kill(agent, SIGKILL);
        exit(1);
    }
    close(end);
    close(nowhere);
    kill(agent, SIGTERM);
    while (wait(NULL) > 0) {
    }
    return moment - start;
}

int main(int argc, char **argv) {
    if (argc < 6) {
        fprintf(stderr, "usage: firstanswer RUNS CONTROL_SOCKET AGENT_CHECK_PORT HTTP_PORT COMMAND...\n");
        return 64;
    }
    path = argv[2];
    ports[AGENT_CHECK] = atoi(argv[3]);
    ports[HEALTH] = atoi(argv[4]);
    for (int i = 0; i < atoi(argv[1]); i++) {
        for (int output = 0; output < OUTPUTS; output++) {
            printf("%lld%c", run(output, argv + 5), output == OUTPUTS - 1 ? '\n' : ' ');
        }
    }
    return 0;
}
