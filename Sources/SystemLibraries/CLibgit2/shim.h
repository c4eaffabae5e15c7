#pragma once
#include <git2.h>
#include <git2/sys/repository.h>

// git_libgit2_opts is variadic, which Swift does not import: one function for each option that is set.
static inline int reconciler_git_set_search_path(int level, const char *path) {
    return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}

// Whether a repository on this machine must belong to the user who opens it.
static inline int reconciler_git_set_owner_validation(int on) {
    return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, on);
}

// A file of certificates that are trusted from now on.
static inline int reconciler_git_set_certificates(const char *file) {
    return git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, (const char *)0);
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
