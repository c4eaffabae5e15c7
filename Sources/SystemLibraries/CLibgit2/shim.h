#pragma once
#include <git2.h>
#include <git2/sys/alloc.h>
#include <git2/sys/repository.h>
#include <stdlib.h>
#include <string.h>

// git_libgit2_opts is variadic, which Swift does not import: one function for each option that is set.
static inline int reconciler_git_set_search_path(int level, const char *path) {
    return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}

// Whether a repository on this machine must belong to the user who opens it.
static inline int reconciler_git_set_owner_validation(int on) {
    return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, on);
}

// The extensions of repositories that are understood besides libgit2's own (git-config(1), "extensions").
//
// worktreeConfig: settings of one working tree, of which none concerns what is read here. partialClone: objects may be
// missing. preciousObjects: nothing is deleted here. relativeWorktrees: libgit2 takes relative paths as they are.
static inline int reconciler_git_allow_extensions(void) {
    static const char *names[] = {"worktreeconfig", "partialclone", "preciousobjects", "relativeworktrees"};
    return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, sizeof names / sizeof *names);
}

// A file of certificates that are trusted from now on.
static inline int reconciler_git_set_certificates(const char *file) {
    return git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, (const char *)0);
}

// Whether what is written into a repository is on disk before the call that writes it returns.
static inline int reconciler_git_set_synchronizing(int on) {
    return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, on);
}

// How many bytes a tree may have to be kept in memory, and how many all kept objects may have.
static inline int reconciler_git_set_tree_cache(size_t tree, ssize_t all) {
    int code = git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, tree);
    return code < 0 ? code : git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, all);
}

// A transport of our own: what libgit2 calls stands first, and behind it the object that answers.
#include <git2/sys/transport.h>
typedef struct {
    git_smart_subtransport base;
    void *owner;
} reconciler_git_subtransport;
typedef struct {
    git_smart_subtransport_stream base;
    void *owner;
} reconciler_git_stream;

// The most that one allocation of libgit2 may have, whatever an object claims to need: one that a few bytes unpack to is
// held in memory as a whole, and so is what a difference is applied to.
static inline size_t *reconciler_git_allocation_limit(void) {
    static size_t limit = SIZE_MAX;
    return &limit;
}

// An allocation within the limit; any other fails, as if there were no memory.
static void *reconciler_git_reallocate(void *old, size_t size, const char *file, int line) {
    (void)file, (void)line;
    return size > *reconciler_git_allocation_limit() ? NULL : realloc(old, size);
}

// The same for an array.
static void *reconciler_git_reallocate_array(void *old, size_t count, size_t size, const char *file, int line) {
    size_t all;
    if (__builtin_mul_overflow(count, size, &all)) return NULL;
    return reconciler_git_reallocate(old, all, file, line);
}

// The functions that a git_allocator consists of, each by the two above.
static void *reconciler_git_malloc(size_t size, const char *file, int line) {
    return reconciler_git_reallocate(NULL, size, file, line);
}

// As calloc does it, without touching the pages.
static void *reconciler_git_calloc(size_t count, size_t size, const char *file, int line) {
    size_t all;
    (void)file, (void)line;
    if (__builtin_mul_overflow(count, size, &all) || all > *reconciler_git_allocation_limit()) return NULL;
    return calloc(count, size);
}

// Exactly so many bytes, and a zero.
static char *reconciler_git_copy(const char *text, size_t length, const char *file, int line) {
    if (length == SIZE_MAX) return NULL;
    char *copy = (char *)reconciler_git_reallocate(NULL, length + 1, file, line);
    if (copy == NULL) return NULL;
    memcpy(copy, text, length);
    copy[length] = 0;
    return copy;
}

// As strdup does it.
static char *reconciler_git_copy_text(const char *text, const char *file, int line) {
    return reconciler_git_copy(text, strlen(text), file, line);
}

// As strndup does it.
static char *reconciler_git_copy_start(const char *text, size_t most, const char *file, int line) {
    return reconciler_git_copy(text, strnlen(text, most), file, line);
}

// A new array.
static void *reconciler_git_malloc_array(size_t count, size_t size, const char *file, int line) {
    return reconciler_git_reallocate_array(NULL, count, size, file, line);
}

// Sets the limit, before anything is read.
static inline int reconciler_git_limit_allocations(size_t limit) {
    static git_allocator allocator = {
        reconciler_git_malloc, reconciler_git_calloc, reconciler_git_copy_text, reconciler_git_copy_start,
        reconciler_git_copy, reconciler_git_reallocate, reconciler_git_reallocate_array, reconciler_git_malloc_array,
        free,
    };
    *reconciler_git_allocation_limit() = limit;
    return git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &allocator);
}
