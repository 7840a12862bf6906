/* Fails one system call of a process: the FAULT_AT-th that touches a path below FAULT_PREFIX, or
 * a file opened there, with the error FAULT_ERRNO. Writes how many there were, and the name of
 * the one that failed, to FAULT_LOG.
 *
 *     cc -shared -fPIC -o shim.so shim.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define MAX_FD 4096
static unsigned char ours[MAX_FD];
static int count;

static int below(const char *path) {
    const char *prefix = getenv("FAULT_PREFIX");
    char here[4096];
    if (path && path[0] != '/') path = getcwd(here, sizeof here); /* as the deck's */
    return prefix && path && strncmp(path, prefix, strlen(prefix)) == 0;
}

static int held(int fd) { return fd >= 0 && fd < MAX_FD && ours[fd]; }

static int fails(const char *name) {
    const char *at = getenv("FAULT_AT"), *log = getenv("FAULT_LOG");
    int failing = at && ++count == atoi(at);
    if (log && (failing || !at || atoi(at) == 0)) {
        int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
        int fd = real(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
        char line[64];
        int size = snprintf(line, sizeof line, "%s\n", name);
        ssize_t (*put)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
        if (fd >= 0) {
            put(fd, line, size);
            int (*shut)(int) = dlsym(RTLD_NEXT, "close");
            shut(fd);
        }
    }
    if (failing) errno = atoi(getenv("FAULT_ERRNO"));
    return failing;
}

static int opened(int fd, const char *path) {
    if (fd >= 0 && fd < MAX_FD) ours[fd] = below(path);
    return fd;
}

#define OPEN(NAME)                                                                     \
    int NAME(const char *path, int flags, ...) {                                       \
        va_list rest;                                                                  \
        va_start(rest, flags);                                                         \
        mode_t mode = va_arg(rest, mode_t);                                            \
        va_end(rest);                                                                  \
        int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, #NAME);                 \
        if (below(path) && fails("open")) return -1;                                   \
        return opened(real(path, flags, mode), path);                                  \
    }
OPEN(open)
OPEN(open64)

#define ON_FD(NAME, RESULT, PARAMETERS, ARGUMENTS)                                     \
    RESULT NAME PARAMETERS {                                                           \
        RESULT (*real) PARAMETERS = dlsym(RTLD_NEXT, #NAME);                           \
        if (held(fd) && fails(#NAME)) return -1;                                       \
        return real ARGUMENTS;                                                         \
    }
ON_FD(write, ssize_t, (int fd, const void *data, size_t size), (fd, data, size))
ON_FD(pwrite64, ssize_t, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at))
ON_FD(read, ssize_t, (int fd, void *data, size_t size), (fd, data, size))
ON_FD(fsync, int, (int fd), (fd))
ON_FD(ftruncate64, int, (int fd, off64_t size), (fd, size))
ON_FD(lseek64, off64_t, (int fd, off64_t at, int whence), (fd, at, whence))

int close(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "close");
    int failing = held(fd) && fails("close");
    int error = errno;
    if (fd >= 0 && fd < MAX_FD) ours[fd] = 0;
    int result = real(fd); /* as Linux does: closed, whatever it says */
    if (!failing) return result;
    errno = error;
    return -1;
}

#define ON_PATH(NAME, PARAMETERS, ARGUMENTS)                                           \
    int NAME PARAMETERS {                                                              \
        int (*real) PARAMETERS = dlsym(RTLD_NEXT, #NAME);                              \
        if (below(path) && fails(#NAME)) return -1;                                    \
        return real ARGUMENTS;                                                         \
    }
ON_PATH(unlink, (const char *path), (path))
ON_PATH(mkdir, (const char *path, mode_t mode), (path, mode))
ON_PATH(rename, (const char *path, const char *to), (path, to))
