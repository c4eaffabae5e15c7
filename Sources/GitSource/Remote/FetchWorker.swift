internal import CLibgit2
internal import Domain
internal import Glibc
internal import Platform

/// The body of the hidden command `reconciler fetch`: talks to remotes on behalf of a daemon that must never wait
/// for one without end, and can end this process instead.
package enum FetchWorker {
    /// Answers requests from standard input on standard output, a line each, until there are no more.
    ///
    /// - Returns: The exit status.
    package static func run() -> Int32 {
        var requests = LineReader(Descriptor(adopting: STDIN_FILENO), limit: FetchRequest.limit)
        let answers = Descriptor(adopting: STDOUT_FILENO)
        do {
            try Libgit2.use()
            var trust = Trust()
            while let line = try requests.next() {
                let answer = answer(to: line, &trust)
                try answers.writeAll(answer.json.bytes() + [UInt8(ascii: "\n")])
            }
            return 0
        } catch {
            return 1
        }
    }

    private static func answer(to line: [UInt8], _ trust: inout Trust) -> FetchAnswer {
        let limits = JSONLimits(bytes: FetchRequest.limit)
        guard let json = try? JSONParser.parse(line, limits: limits).value, let request = FetchRequest(json: json)
        else {
            return .failed(GitError(task: "read a request", message: "it is none that `reconciler fetch` knows"))
        }
        do throws(GitError) {
            return try carryOut(request, &trust)
        } catch {
            return .failed(error)
        }
    }

    private static func carryOut(_ request: FetchRequest, _ trust: inout Trust) throws(GitError) -> FetchAnswer {
        switch request {
        case .list(let address):
            try trust.extend(by: address.certificates)
            return .refs(try RemoteSession(address).list())
        case .fetch(let address, let refspecs, let repository):
            try trust.extend(by: address.certificates)
            try RemoteSession(address).fetch(refspecs, into: repository)
            return .fetched
        }
    }
}

/// The certificates that this process trusts: the system's, and once a source names a file, those in it too.
private struct Trust {
    private static let systemFolder = "/etc/ssl/certs"
    private var file: String?

    mutating func extend(by file: String?) throws(GitError) {
        guard let file, self.file != file else { return }
        guard access(file, R_OK) == 0 else {
            throw GitError(task: "trust the certificates in \(file)", message: SystemError.text(of: errno))
        }
        let folder = access(Self.systemFolder, R_OK) == 0 ? Self.systemFolder : nil
        try check("trust the certificates in \(file)") { clibgit2_set_certificates(file, folder) }
        self.file = file
    }
}
