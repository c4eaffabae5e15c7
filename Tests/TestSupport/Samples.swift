package import Domain

extension ServiceName {
    package static func sample(_ text: String = "web") -> ServiceName { expect(ServiceName(text), text) }
}

extension SourceName {
    package static func sample(_ text: String = "config") -> SourceName { expect(SourceName(text), text) }
}

extension Revision {
    /// One hexadecimal digit, forty times.
    package static func sample(_ digit: Character = "a") -> Revision {
        let text = String(repeating: digit, count: 40)
        return expect(Revision(text), text)
    }
}

extension Digest {
    /// One hexadecimal digit, sixty-four times.
    package static func sample(_ digit: Character = "d", scheme: Int = currentScheme) -> Digest {
        let text = String(repeating: digit, count: 64)
        return expect(Digest(hex: text, scheme: scheme), text)
    }
}

extension RepositoryPath {
    package static func sample(_ text: String = "services/web") -> RepositoryPath { expect(RepositoryPath(text), text) }
}

extension RelativePath {
    package static func sample(_ text: String = "deploy.sh") -> RelativePath { expect(try? RelativePath(text), text) }
}

extension Instant {
    /// So many milliseconds after 1970-01-01.
    package static func sample(_ milliseconds: Int64 = 1_000) -> Instant {
        Instant(millisecondsSince1970: milliseconds)
    }
}

extension BootMoment {
    package static func sample(_ milliseconds: Int64 = 1_000, boot: String = "boot-1") -> BootMoment {
        BootMoment(boot: boot, milliseconds: milliseconds)
    }
}

extension Problem {
    package static func sample(
        _ kind: Kind = .invalidDefinition,
        path: String = "services/web/service.json",
        position: TextPosition? = TextPosition(line: 2, column: 5),
        message: String = "unknown key \"nmae\"",
        severity: Severity = .error
    ) -> Problem {
        Problem(kind, path: .sample(path), position: position, message: message, severity: severity)
    }
}

/// The value, or a stop that says which sample is wrong.
private func expect<Value>(_ value: Value?, _ text: String) -> Value {
    guard let value else { preconditionFailure("'\(text)' is no sample of \(Value.self)") }
    return value
}
