internal import CLibgit2
internal import Platform

/// libgit2's smart transport over a ``RemoteProgram``, where libgit2's own is slower or knows less, or is
/// none.
///
/// libgit2 sees it as an untyped pointer, so it must outlive the remote that it is given to.
final class ProgramTransport {
    private let program: RemoteProgram
    /// Why the program has ended too early, in its own words for people; nil if it has none or has not.
    private(set) var explanation: String?

    init(_ program: RemoteProgram) {
        self.program = program
    }

    fileprivate func begin() throws -> ProgramConversation {
        let program = program
        return try ProgramConversation(with: program) { [weak self] words in
            if program.explain != nil { self?.explanation = words }
        }
    }

    /// Makes the transport of one connection (`git_transport_cb`); libgit2 frees it.
    func make(_ output: UnsafeMutablePointer<UnsafeMutablePointer<git_transport>?>?, _ remote: OpaquePointer?) -> Int32
    {
        var definition = git_smart_subtransport_definition(
            callback: { output, _, transport in
                guard let output, let transport else { return GIT_ERROR.rawValue }
                let owner = Unmanaged<ProgramTransport>.fromOpaque(transport).takeUnretainedValue()
                output.pointee = ProgramSubtransport.make(owner)
                return GIT_OK.rawValue
            },
            rpc: 0,
            param: Unmanaged.passUnretained(self).toOpaque()
        )
        return git_transport_smart(output, remote, &definition)
    }
}

/// One connection's program: started with the first action, and the same for the listing and the fetch.
private final class ProgramSubtransport {
    private let transport: ProgramTransport
    private var stream: Stream?

    private init(_ transport: ProgramTransport) {
        self.transport = transport
    }

    /// Memory that libgit2 gives back by `free`.
    static func make(_ transport: ProgramTransport) -> UnsafeMutablePointer<git_smart_subtransport> {
        let memory = UnsafeMutablePointer<reconciler_git_subtransport>.allocate(capacity: 1)
        memory.initialize(to: reconciler_git_subtransport())
        memory.pointee.owner = Unmanaged.passRetained(ProgramSubtransport(transport)).toOpaque()
        memory.pointee.base.action = { output, subtransport, _, _ in
            ProgramSubtransport.from(subtransport)?.begin(output, subtransport) ?? GIT_ERROR.rawValue
        }
        memory.pointee.base.close = { subtransport in
            // By now libgit2 has freed the stream, and the program has ended with it.
            ProgramSubtransport.forgetStream(of: subtransport)
            return GIT_OK.rawValue
        }
        memory.pointee.base.free = { subtransport in
            guard let subtransport else { return }
            let memory = UnsafeMutableRawPointer(subtransport).assumingMemoryBound(to: reconciler_git_subtransport.self)
            Unmanaged<ProgramSubtransport>.fromOpaque(memory.pointee.owner).release()
            memory.deallocate()
        }
        return UnsafeMutableRawPointer(memory).assumingMemoryBound(to: git_smart_subtransport.self)
    }

    private static func from(_ pointer: UnsafeMutablePointer<git_smart_subtransport>?) -> ProgramSubtransport? {
        guard let pointer else { return nil }
        let memory = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: reconciler_git_subtransport.self)
        return Unmanaged<ProgramSubtransport>.fromOpaque(memory.pointee.owner).takeUnretainedValue()
    }

    static func forgetStream(of subtransport: UnsafeMutablePointer<git_smart_subtransport>?) {
        from(subtransport)?.stream = nil
    }

    private typealias Stream = UnsafeMutablePointer<git_smart_subtransport_stream>

    private func begin(
        _ output: UnsafeMutablePointer<Stream?>?,
        _ subtransport: UnsafeMutablePointer<git_smart_subtransport>?
    ) -> Int32 {
        answering {
            let stream = try stream ?? ProgramStream.make(transport.begin(), of: subtransport)
            self.stream = stream
            output?.pointee = stream
        }
    }
}

/// What libgit2 reads and writes.
private enum ProgramStream {
    /// Memory that libgit2 gives back by `free`.
    static func make(
        _ conversation: ProgramConversation,
        of subtransport: UnsafeMutablePointer<git_smart_subtransport>?
    ) -> UnsafeMutablePointer<git_smart_subtransport_stream> {
        let memory = UnsafeMutablePointer<reconciler_git_stream>.allocate(capacity: 1)
        memory.initialize(to: reconciler_git_stream())
        memory.pointee.owner = Unmanaged.passRetained(conversation).toOpaque()
        memory.pointee.base.subtransport = subtransport
        memory.pointee.base.read = { stream, buffer, size, count in
            guard let stream, let buffer, let count else { return GIT_ERROR.rawValue }
            return answering {
                let bytes = try ProgramStream.conversation(stream).read(upTo: size)
                UnsafeMutableRawPointer(buffer).copyMemory(from: bytes, byteCount: bytes.count)
                count.pointee = bytes.count
            }
        }
        memory.pointee.base.write = { stream, buffer, size in
            guard let stream else { return GIT_ERROR.rawValue }
            return answering {
                try ProgramStream.conversation(stream).write(UnsafeRawBufferPointer(start: buffer, count: size))
            }
        }
        memory.pointee.base.free = { stream in
            guard let stream else { return }
            ProgramSubtransport.forgetStream(of: stream.pointee.subtransport)
            Unmanaged<ProgramConversation>.fromOpaque(ProgramStream.memory(stream).pointee.owner).release()
            ProgramStream.memory(stream).deallocate()
        }
        return UnsafeMutableRawPointer(memory).assumingMemoryBound(to: git_smart_subtransport_stream.self)
    }

    private static func conversation(
        _ stream: UnsafeMutablePointer<git_smart_subtransport_stream>
    ) -> ProgramConversation {
        Unmanaged<ProgramConversation>.fromOpaque(memory(stream).pointee.owner).takeUnretainedValue()
    }

    private static func memory(
        _ stream: UnsafeMutablePointer<git_smart_subtransport_stream>
    ) -> UnsafeMutablePointer<reconciler_git_stream> {
        UnsafeMutableRawPointer(stream).assumingMemoryBound(to: reconciler_git_stream.self)
    }
}

/// Carries out what libgit2 has asked for, and hands it what went wrong as its own error.
private func answering(_ work: () throws -> Void) -> Int32 {
    do {
        try work()
        return GIT_OK.rawValue
    } catch {
        git_error_set_str(Int32(GIT_ERROR_NET.rawValue), "\(error)")
        return GIT_ERROR.rawValue
    }
}
