package import Domain
internal import Synchronization

/// Says in the log what an operator looks for among the events, once they are on disk.
package final class EventLog: Sendable {
    /// How many problems of one service or source are told of at once.
    static let mostProblems = 20

    private let log: any Log
    /// The problems that were told of.
    private let told = Mutex<[Subject: Set<Problem>]>([:])

    private enum Subject: Hashable {
        case service(Service.ID)
        case source(Source.ID)
    }

    package init(_ log: any Log) {
        self.log = log
    }

    func tell(_ event: DomainEvent) {
        if let entry = event.entry { log.write(entry) }
        switch event {
        case .serviceCreated(let event): tell(of: event.service)
        case .serviceUpdated(let event): tell(of: event.service)
        case .serviceDeleted(let event): told.withLock { $0[.service(event.service.id)] = nil }
        case .sourceUpdated(let event): tell(of: event.source)
        default: break
        }
    }

    private func tell(_ problems: [Problem], of subject: Subject, _ fields: LogFields) {
        let known = told.withLock { told in
            let known = told.removeValue(forKey: subject) ?? []
            if !problems.isEmpty { told[subject] = Set(problems) }
            return known
        }
        let new = problems.filter { !known.contains($0) }
        for problem in new.prefix(Self.mostProblems) {
            log.warning("a definition has a problem", fields + problem.fields)
        }
        if new.count > Self.mostProblems {
            log.warning("definitions have more problems", fields + ["more": new.count - Self.mostProblems])
        }
        if problems.isEmpty, !known.isEmpty { log.info("definitions have no problem any more", fields) }
    }

    private func tell(of service: Service) {
        let fields: LogFields = ["service": service.name.text, "source": service.sourceName.text]
        tell(service.problems, of: .service(service.id), fields)
    }

    private func tell(of source: Source) {
        tell(source.problems, of: .source(source.id), ["source": source.name.text, "revision": source.accepted?.hex])
    }
}

extension Problem {
    fileprivate var fields: LogFields {
        [
            "kind": kind.rawValue, "severity": severity.rawValue, "path": path.text, "line": position?.line,
            "column": position?.column, "problem": message,
        ]
    }
}
