#pragma once
// Linux calls that Swift's Glibc module leaves out.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/statfs.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// GNU extensions: Swift's Glibc module is built without _GNU_SOURCE, so their declarations are missing.
extern int pipe2(int descriptors[2], int flags);
extern int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
extern int memfd_create(const char *name, unsigned flags);
extern const char *strerrordesc_np(int code);
extern int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int lowest);

// Macros and structures behind _GNU_SOURCE.
enum { reconciler_O_PATH = 010000000, reconciler_SPAWN_SETSID = 0x80, reconciler_SO_PEERCRED = SO_PEERCRED };
enum { reconciler_MFD_CLOEXEC = 1, reconciler_RENAME_EXCHANGE = 2 };

// struct ucred: who is at the other end of a Unix socket.
struct reconciler_peer { pid_t process; uid_t user; gid_t group; };

// A signal handler may run between any two instructions: only C can promise that it
// neither allocates nor initialises a global on its way.
static volatile sig_atomic_t reconciler_signal_sink = -1;

// The handler itself.
static void reconciler_note_signal(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    // A full pipe already holds news; there is nobody here to tell about any other failure.
    ssize_t ignored = write(reconciler_signal_sink, &byte, 1);
    (void)ignored;
    errno = saved;
}

// Writes the number of each of these signals as one byte into `sink`, from now on.
static inline int reconciler_forward_signal(int number, int sink) {
    struct sigaction action = {0};
    reconciler_signal_sink = sink;
    action.sa_handler = reconciler_note_signal;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    return sigaction(number, &action, 0);
}

// prctl is variadic, which Swift cannot call.
static inline int reconciler_become_subreaper(void) {
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

// glibc knows the call from 2.36 on; syscall is variadic, which Swift cannot call.
static inline int reconciler_pidfd_open(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}
