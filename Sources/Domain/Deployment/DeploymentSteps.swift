extension Deployment {
    /// Takes in what the run reports of its steps.
    ///
    /// - Throws: ``WrongPhase`` unless the deployment is running.
    package mutating func process(_ report: StepReport) throws(WrongPhase) {
        guard state == .running else { throw WrongPhase(self, attempted: "take in a step of") }
        switch report {
        case .plan(let planned): expect(planned)
        case .step(let update): apply(update)
        }
    }

    /// Appends the steps that the run expects, unless the definition has said which ones count.
    private mutating func expect(_ planned: [StepReport.PlannedStep]) {
        guard order.definition.steps == nil else { return }
        for planned in planned {
            guard steps.count < Step.limit else { return }
            add(StepDefinition(name: planned.name), key: planned.key)
            recordStep(at: steps.count - 1)
        }
    }

    /// Appends a step that has not begun.
    mutating func add(_ definition: StepDefinition, key: String?) {
        let number = steps.count + 1
        steps.append(Step(Step.identity(number, in: id), expected: definition, position: number, key: key))
    }

    private mutating func apply(_ update: StepUpdate) {
        guard let index = place(for: update) else {
            droppedSteps += 1
            return
        }
        let before = steps[index]
        steps[index].take(update)
        if steps[index] != before { recordStep(at: index) }
    }

    /// The index of the step that `update` speaks of, made if nobody expected it; nil if there is no room.
    private mutating func place(for update: StepUpdate) -> Int? {
        if let index = steps.firstIndex(where: { $0.isSame(as: update) }) { return index }
        if let index = steps.firstIndex(where: { $0.expects(update) }) { return index }
        guard let id = identityForNew(update) else { return nil }
        let index = placeForNew(update)
        steps.insert(Step(id, expected: StepDefinition(name: update.name), position: 0), at: index)
        renumber()
        return index
    }

    /// The id of a step that nobody expected; nil if there is no room for it.
    ///
    /// Room is made for a step that failed: whatever else is not seen, that one is to be.
    private mutating func identityForNew(_ update: StepUpdate) -> Step.ID? {
        if steps.count < Step.limit { return Step.identity(steps.count + 1, in: id) }
        guard update.state == .failure,
            let index = steps.lastIndex(where: \.isDoneWell) ?? steps.lastIndex(where: { $0.state == .pending })
        else { return nil }
        droppedSteps += 1
        return steps.remove(at: index).id
    }

    private func placeForNew(_ update: StepUpdate) -> Int {
        let sameTask = update.key.flatMap { key in steps.lastIndex { $0.key == key } }
        if let sameTask { return sameTask + 1 }
        guard update.placement == .afterLastBegun else { return steps.count }
        return (steps.lastIndex { $0.state != .pending } ?? -1) + 1
    }

    private mutating func renumber() {
        for index in steps.indices { steps[index].position = index + 1 }
    }

    private mutating func recordStep(at index: Int) {
        let step = steps[index]
        if step.state.isFinished {
            events.append(.stepProcessed(StepProcessed(deployment: id, service: order.serviceName, step: step)))
        } else {
            events.append(.stepUpdated(StepUpdated(deployment: id, service: order.serviceName, step: step)))
        }
    }

    /// Brings every open step to the end that the run's own end gives it.
    mutating func endSteps(succeeded: Bool, at now: Instant) {
        for index in steps.indices where !steps[index].state.isFinished {
            steps[index].end(succeeded: succeeded, at: now)
            recordStep(at: index)
        }
    }
}

extension Step {
    fileprivate var isDoneWell: Bool { state == .success || state == .skipped }

    fileprivate func isSame(as update: StepUpdate) -> Bool {
        guard let key = update.key else { return name == update.name }
        return self.key == key && host == update.host
    }

    /// Whether this step has been waiting for the task that `update` speaks of.
    fileprivate func expects(_ update: StepUpdate) -> Bool {
        guard let key = update.key, host == nil, state == .pending || state == .running else { return false }
        return self.key == key || (self.key == nil && name == update.name)
    }

    fileprivate mutating func take(_ update: StepUpdate) {
        name = update.name
        key = update.key ?? key
        host = update.host ?? host
        let isMended = state == .failure && update.state != .failure
        state = update.state
        changed = update.changed || changed
        message = update.message.map(Step.cut) ?? (isMended ? nil : message)
        started = started ?? update.time
        finished = update.state.isFinished ? update.time : nil
    }

    fileprivate mutating func end(succeeded: Bool, at now: Instant) {
        let hadBegun = state == .running
        state = hadBegun ? (succeeded ? .success : .failure) : .skipped
        finished = hadBegun ? now : nil
    }
}
