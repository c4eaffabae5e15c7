import Dispatch
import Glibc
import Synchronization

/// A server that speaks no Git: it accepts connections, says what it is told to say, and nothing more.
package final class GitStrangeServer: Sendable {
    package var port: UInt16 { listener.port }
    private let listener: GitListener
    private let count = Counter()

    /// How many connections it has accepted.
    package var connections: Int { count.value.withLock { $0 } }

    private final class Counter: Sendable {
        let value = Mutex(0)
    }

    /// Sends every client these words at once, then hangs up or holds the connection open for ever.
    package init(saying words: [UInt8] = [], hangsUp: Bool = false) throws {
        let listener = try GitListener()
        self.listener = listener
        // A copy of the socket that the thread owns: it ends when both are shut.
        let (number, count) = (listener.number, count)
        DispatchQueue(label: "strange server").async {
            var clients: [Int32] = []
            defer { for client in clients { close(client) } }
            while true {
                let client = accept(number, nil, nil)
                guard client >= 0 else { return }
                count.value.withLock { $0 += 1 }
                if !words.isEmpty { send(client, words, words.count, Int32(MSG_NOSIGNAL)) }
                if hangsUp { close(client) } else { clients.append(client) }
            }
        }
    }

    deinit {
        // Wakes the thread; the listener closes the socket after that.
        shutdown(listener.number, Int32(SHUT_RDWR))
    }
}
