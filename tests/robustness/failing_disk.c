/* Loaded before the C library: counts what a process does to files below FAIL_UNDER, and lets number FAIL_AT go wrong.
   FAIL_HOW: kill (SIGKILL before it is done, a write after half of it), or a number of errno. FAIL_COUNT: a file that
   receives how many there were. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define MOST 65536

static long done, fail_at;
static int number;
static const char *under, *count_to;
static unsigned char ours[MOST];

__attribute__((constructor)) static void begin(void) {
    const char *at = getenv("FAIL_AT"), *how = getenv("FAIL_HOW");
    under = getenv("FAIL_UNDER");
    count_to = getenv("FAIL_COUNT");
    fail_at = at ? atol(at) : 0;
    number = how && strcmp(how, "kill") ? atoi(how) : 0;
}

__attribute__((destructor)) static void end(void) {
    if (!count_to) return;
    FILE *file = fopen(count_to, "w");
    if (file) { fprintf(file, "%ld", done); fclose(file); }
}

static int below(const char *path) { return under && path && !strncmp(path, under, strlen(under)); }

/* True when the call is to fail with errno set; does not return when it is to be the last. */
static int fails(void) {
    if (__atomic_add_fetch(&done, 1, __ATOMIC_SEQ_CST) != fail_at) return 0;
    if (!number) { kill(getpid(), SIGKILL); for (;;) pause(); }
    errno = number;
    return 1;
}

static int note(int fd, int writes) {
    if (fd >= 0 && fd < MOST) ours[fd] = (unsigned char)writes;
    return fd;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
        REAL(name); \
        int mine = below(path), makes = mine && (flags & O_CREAT); \
        if (makes && fails()) return -1; \
        return note(real(path, flags, mode), mine); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
        REAL(name); \
        int mine = below(path), makes = mine && (flags & O_CREAT); \
        if (makes && fails()) return -1; \
        return note(real(folder, path, flags, mode), mine); \
    }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    if (fd >= 0 && fd < MOST && ours[fd]) {
        if (__atomic_load_n(&done, __ATOMIC_SEQ_CST) + 1 == fail_at && size > 1) {
            ssize_t half = real(fd, data, size / 2);
            (void)half;
        }
        if (fails()) return -1;
    }
    return real(fd, data, size);
}

int fsync(int fd) {
    REAL(fsync);
    if (fd >= 0 && fd < MOST && ours[fd] && fails()) return -1;
    return real(fd);
}

int close(int fd) {
    REAL(close);
    if (fd >= 0 && fd < MOST) ours[fd] = 0;
    return real(fd);
}

int rename(const char *from, const char *to) { REAL(rename); return below(to) && fails() ? -1 : real(from, to); }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
    REAL(renameat2);
    return below(to) && fails() ? -1 : real(a, from, b, to, flags);
}
int mkdir(const char *path, mode_t mode) { REAL(mkdir); return below(path) && fails() ? -1 : real(path, mode); }
int chmod(const char *path, mode_t mode) { REAL(chmod); return below(path) && fails() ? -1 : real(path, mode); }
int unlink(const char *path) { REAL(unlink); return below(path) && fails() ? -1 : real(path); }
int rmdir(const char *path) { REAL(rmdir); return below(path) && fails() ? -1 : real(path); }
