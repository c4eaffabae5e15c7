import TestSupport

/// What a service's deploy script does beside writing into the trace.
enum Behaviour: Hashable {
    case quick
    /// Fails whenever it runs.
    case failing
    /// Fails when it runs for the first time.
    case flaky
    /// Reports so many steps.
    case reporting(Int)
    /// Goes on for so many twentieths of a second.
    case long(Int)
    /// Leaves processes behind.
    case leaving
    /// Prints so many lines.
    case chatty(Int)
    /// Waits until the gate beside the trace is open.
    case waiting

    static func any(_ random: inout SplitMix64) -> Behaviour {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<2: .failing
        case 2..<4: .flaky
        case 4..<8: .reporting(Int.random(in: 1...8, using: &random))
        case 8..<11: .long(Int.random(in: 1...8, using: &random))
        case 11..<13: .leaving
        case 13..<15: .chatty(Int.random(in: 1...200, using: &random))
        default: .quick
        }
    }

    /// One that ends well at the first try.
    static func good(_ random: inout SplitMix64) -> Behaviour {
        while true {
            let behaviour = any(&random)
            if behaviour != .failing, behaviour != .flaky { return behaviour }
        }
    }

    /// Whether a run of it may exit with this status.
    func mayExit(with status: Int64) -> Bool {
        switch self {
        case .failing: status == 3
        case .flaky: status == 0 || status == 4
        default: status == 0
        }
    }

    /// How many steps a run reports that succeeds.
    var steps: Int { if case .reporting(let count) = self { count } else { 0 } }

    /// The file `behaviour` beside the script, which the script reads.
    var text: String {
        switch self {
        case .quick: "true\n"
        case .failing: "finish 3\n"
        case .flaky: "again || finish 4\n"
        case .reporting(let count): "report \(count)\n"
        case .long(let count): "last \(count)\n"
        case .leaving: "leave\n"
        case .chatty(let count): "chat \(count)\n"
        case .waiting: "wait_for_gate\n"
        }
    }
}

/// The deploy script of every service.
enum DeployScript {
    static let text = #"""
        #!/bin/sh
        # Says in the trace that it runs, one short line at a time, and does what the file `behaviour` says.
        say() { echo "$1 $RECONCILER_SERVICE $RECONCILER_DEPLOYMENT $RECONCILER_VERSION $2" >>"$TRACE"; }
        finish() { say end "$1"; exit "$1"; }
        again() { [ -e "$TRACE.$RECONCILER_SERVICE.$RECONCILER_VERSION" ] || ! : >"$TRACE.$RECONCILER_SERVICE.$RECONCILER_VERSION"; }
        step() { echo "{\"name\": \"step $1\", \"state\": \"$2\"}"; }
        report() {
            i=0
            while [ $i -lt "$1" ]; do i=$((i + 1)); step $i running; say tick $i; step $i success; done
        }
        last() {
            i=0
            while [ $i -lt "$1" ]; do i=$((i + 1)); sleep 0.05; say tick $i; done
        }
        leave() { sleep 3600 & setsid sleep 3600 & }
        chat() {
            i=0
            while [ $i -lt "$1" ]; do i=$((i + 1)); echo "line $i of what nobody will ever read, to the last letter"; done
        }
        wait_for_gate() { : <"$TRACE.gate"; }
        say begin "$RECONCILER_REVISION"
        . ./behaviour
        finish 0

        """#
}
