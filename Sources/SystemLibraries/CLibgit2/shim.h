#pragma once
#include <git2.h>

// `git_libgit2_opts` takes variable arguments, which Swift cannot pass: one function for each option used.

/// Where libgit2 looks for configuration files of `level`; an empty path: nowhere.
static inline int clibgit2_set_search_path(int level, const char *path) {
    return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}

/// Whether a repository must belong to this process's user.
static inline int clibgit2_set_owner_validation(int on) {
    return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, on);
}

/// The certificates that are trusted instead of the built-in list: a file in PEM, and a folder of such.
static inline int clibgit2_set_certificates(const char *file, const char *folder) {
    return git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, folder);
}
