/*
 * Prints the CPU time, in nanoseconds, that each process has used so far with all its threads: cputime PID...
 *
 * /proc/PID/stat counts in steps of 10 ms, too coarse for short slices.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        clockid_t clock;
        struct timespec used;
        if (clock_getcpuclockid(atoi(argv[i]), &clock) != 0 || clock_gettime(clock, &used) != 0) {
            fprintf(stderr, "cputime: no process %s\n", argv[i]);
            return 1;
        }
        printf("%lld\n", used.tv_sec * 1000000000LL + used.tv_nsec);
    }
    return 0;
}
