internal import Glibc

/// What writing to a pipe or socket that nobody reads any more does.
package enum BrokenPipes {
    /// Makes it an error (EPIPE) instead of this process's end; children start with the default again.
    package static func reportAsErrors() {
        _ = signal(SIGPIPE, SIG_IGN)
    }
}
