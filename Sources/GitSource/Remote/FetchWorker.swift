/// The body of the hidden command `reconciler fetch`.
package enum FetchWorker {
    /// Answers requests from standard input on standard output until there are no more.
    ///
    /// - Returns: The exit status.
    package static func run() -> Int32 { 0 }
}
