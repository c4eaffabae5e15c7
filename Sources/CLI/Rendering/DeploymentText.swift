internal import Domain

/// Deployments: a list of them, or one with its steps.
struct DeploymentText {
    let paint: Paint
    let now: Instant
    /// Of the terminal; nil where lines may have any length.
    var width: Int?

    func list(_ deployments: [JSONValue]) -> String {
        var table = TextTable("ID", "SERVICE", "VERSION", "STATE", "WHEN", "TOOK", "TRY", "REASON")
        for deployment in deployments {
            let state = deployment.line("state")
            table.add(
                .init(deployment.line("id")),
                .init(deployment.line("service")),
                .init(deployment.line("version")),
                .init(Words.plain(state), Words.colour(state: state)),
                .init(TimeText.age(deployment.line("started") ?? deployment.line("queued"), now: now)),
                .init(took(deployment)),
                .init(deployment.line("attempt")),
                .init(deployment.line("message") ?? Words.reason(deployment.line("reason")))
            )
        }
        return table.isEmpty ? "No deployments.\n" : table.text(paint, width: width)
    }

    func detail(_ deployment: JSONValue) -> String {
        let state = deployment.line("state")
        let facts = FactList([
            ("Deployment", deployment.line("id").map { paint($0, .bold) }),
            ("Service", deployment.line("service")),
            ("Version", deployment.line("version")),
            ("Revision", deployment.line("revision")),
            ("State", Words.plain(state).map { paint($0, Words.colour(state: state)) }),
            ("Message", deployment.line("message")),
            ("Reason", Words.reason(deployment.line("reason"))),
            ("Origin", origin(deployment)),
            ("Try", deployment.line("attempt")),
            ("Queued", TimeText.moment(deployment.line("queued"))),
            ("Started", TimeText.moment(deployment.line("started"))),
            ("Finished", TimeText.moment(deployment.line("finished"))),
            ("Took", took(deployment)),
            ("Exit status", deployment.line("exit_code")),
            ("Run by", owner(deployment["owner"])),
        ])
        return facts.text(width: width) + steps(deployment["steps"]?.array ?? [])
    }

    private func origin(_ deployment: JSONValue) -> String? {
        guard let origin = deployment.line("origin") else { return nil }
        return deployment.line("user").map { "\(origin), by \($0)" } ?? origin
    }

    /// On which machine and in which state dir the run is.
    private func owner(_ owner: JSONValue?) -> String? {
        guard let host = owner?.line("host"), let stateDir = owner?.line("state_dir") else { return nil }
        return "\(host):\(stateDir)"
    }

    private func took(_ thing: JSONValue) -> String? {
        TimeText.duration(from: thing.line("started"), to: thing.line("finished"), now: now)
    }

    private func steps(_ steps: [JSONValue]) -> String {
        guard !steps.isEmpty else { return "" }
        var table = TextTable("STEP", "NAME", "HOST", "STATE", "TOOK", "MESSAGE")
        for step in steps {
            let state = step.line("state")
            let isChange = step["changed"]?.bool ?? false
            table.add(
                .init(step.line("position")),
                .init(step.line("name")),
                .init(step.line("host")),
                .init(isChange ? "\(state ?? "-"), changed" : state, Words.colour(state: state)),
                .init(took(step)),
                .init(step.line("message"))
            )
        }
        return "\n" + table.text(paint, width: width)
    }
}
