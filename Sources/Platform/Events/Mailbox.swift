internal import Synchronization

/// The way into an event loop: a message from another thread wakes it.
package final class Mailbox<Message: Sendable>: Sendable {
    package let wakeUp: WakeUp
    private let messages = Mutex<[Message]>([])

    package init() throws(SystemError) {
        wakeUp = try WakeUp()
    }

    package func post(_ message: Message) {
        let wasEmpty = messages.withLock { messages in
            defer { messages.append(message) }
            return messages.isEmpty
        }
        if wasEmpty { wakeUp.signal() }
    }

    /// Everything posted since the last call.
    package func take() -> [Message] {
        wakeUp.clear()
        return messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}
