import Domain
import Execution
import Platform
import TestSupport
import Testing

@Suite("A script's run")
struct ScriptRunTests {
    @Test("succeeds with exit status 0, and keeps what was printed to both streams")
    func success() async throws {
        let run = try await RunBench().run(script: "echo hello; echo trouble >&2")
        #expect(run.end == RunEnd(outcome: .succeeded, exitCode: 0))
        #expect(run.text.contains("hello\n") && run.text.contains("trouble\n"))
    }

    @Test("reports steps, one JSON object a line, and takes every other line for output")
    func steps() async throws {
        let run = try await RunBench().run(
            script: """
                echo '{"name": "build", "state": "running"}'
                echo 'plain {"name": "no", "state": "success"}'
                echo '{"name": "no", "state": 1}'
                echo '{"name": "build", "state": "success", "message": "made"}'
                echo '{"name": "stderr is not read", "state": "failure"}' >&2
                printf '{"name": "last", "state": "success"}'
                """
        )
        #expect(run.story == ["build running", "build success", "last success"])
        #expect(run.last("build")?.message == "made")
        #expect(run.end.outcome == .succeeded)
    }

    @Test("fails with its exit status and the last words on stderr")
    func exitStatus() async throws {
        let run = try await RunBench().run(script: "echo first >&2; echo no such bucket >&2; exit 3")
        #expect(run.end == RunEnd(outcome: .failed, exitCode: 3, message: "exit status 3: no such bucket"))
    }

    @Test("fails when a step's last state is failure, also with exit status 0")
    func failedStep() async throws {
        let bench = try RunBench()
        let failed = try await bench.run(
            script: """
                echo '{"name": "copy", "state": "failure", "error_message": "disk full"}'
                """
        )
        #expect(failed.end == RunEnd(outcome: .failed, exitCode: 0, message: "step \"copy\" failed: disk full"))
        let mended = try await RunBench().run(
            script: """
                echo '{"name": "copy", "state": "failure"}'
                echo '{"name": "copy", "state": "success"}'
                """
        )
        #expect(mended.end.outcome == .succeeded)
    }

    @Test("fails when a signal ends it")
    func signal() async throws {
        let run = try await RunBench().run(script: "kill -KILL $$")
        #expect(run.end == RunEnd(outcome: .failed, message: "killed by signal 9 (SIGKILL)"))
    }

    @Test("says what is missing when its interpreter or it itself cannot be started")
    func cannotStart() async throws {
        let interpreter = try await RunBench().run(script: "#!/no/such/thing\n")
        #expect(interpreter.end.outcome == .failed)
        #expect(
            interpreter.end.message
                == "could not be started: deploy.sh asks for the interpreter \"/no/such/thing\", which is not there"
        )
        let bench = try RunBench()
        let plain = try await bench.start(.sample(action: .script(RelativePath("deploy.sh"))), files: ["x": ""])
        #expect(
            try await bench.follow(plain).end.message == "could not be started: deploy.sh: No such file or directory"
        )
    }

    @Test("keeps bytes that are no text, and reads of a line too long what its beginning tells")
    func hostileOutput() async throws {
        let run = try await RunBench().run(
            script: """
                printf '\\xff\\xfe\\x00{"name"\\n'
                printf '{"name": "long", "state": "success", "message": "'
                head -c 3000000 /dev/zero | tr '\\0' x
                echo '"}'
                echo '{"name": "after", "state": "success"}'
                """
        )
        #expect(run.story == ["long success", "after success"])
        #expect(run.last("long")?.message?.count == 4_096)
        #expect(run.output.starts(with: [0xFF, 0xFE, 0x00]))
        #expect(run.output.count > 3_000_000)
    }

    @Test("fails by a step whose message is longer than a line may be, and notes a line that tells no step")
    func longLines() async throws {
        let run = try await RunBench().run(
            script: """
                long() { head -c 1500000 /dev/zero | tr '\\0' y; }
                echo "{\\"message\\": \\"$(long)\\"}"
                echo "{\\"message\\": \\"$(long)\\", \\"name\\": \\"s\\", \\"state\\": \\"failure\\"}"
                """
        )
        #expect(run.story == ["s failure"])
        #expect(run.end.outcome == .failed)
        #expect(run.text.contains("\nreconciler: a line of 1500015 bytes could not be read as a report: "))
    }

    @Test("fails by a step whose line is not quite JSON, as Python reads it")
    func lenientReports() async throws {
        let run = try await RunBench().run(
            script: #"""
                #!/usr/bin/env python3
                import json, sys
                def say(text): sys.stdout.buffer.write(text + b'\n')
                for state in ('running', 'failure'):
                    say(json.dumps({'name': 'half', 'state': state, 'message': 'caf\udce9.txt'}).encode())
                say(json.dumps({'name': 'nan', 'state': 'failure', 'ratio': float('nan')}).encode())
                say(b'{"name": "bytes", "state": "failure", "message": "caf\xe9.txt"}')
                say(b'\r{"name": "return", "state": "failure"}')
                say(b'{"name": "deep", "state": "failure", "of": ' + b'[' * 90000 + b']' * 90000 + b'}')
                """#
        )
        #expect(
            run.story == [
                "half running", "half failure", "nan failure", "bytes failure", "return failure", "deep failure",
            ]
        )
        #expect(run.last("half")?.message == "caf\u{FFFD}.txt" && run.last("bytes")?.message == "caf\u{FFFD}.txt")
        #expect(run.end == RunEnd(outcome: .failed, exitCode: 0, message: "step \"deep\" failed"))
    }

    @Test("notes lines that begin like a report and are none, and does not fill its output with that")
    func unreadableReports() async throws {
        let run = try await RunBench().run(
            script:
                #"for i in {1..100}; do echo '{"name": "x", "state": "failure", "message": "said "no""}'; done; echo {"#
        )
        let notes = run.text.split(separator: "\n").filter { $0.hasPrefix("reconciler: ") }
        #expect(notes.count == 20 && notes.last?.hasSuffix("; no more is said of such lines") == true)
        let begin = "reconciler: a line of 57 bytes could not be read as a report: column 53: expected "
        #expect(notes.first?.hasPrefix(begin) == true)
        #expect(run.end.outcome == .succeeded && run.steps.isEmpty)
    }

    @Test("keeps the message of a step in a state that nobody knows, and leaves its state")
    func unknownState() async throws {
        let run = try await RunBench().run(
            script: """
                say() { echo '{"name": "'$1'", "state": "'$2'", "message": "'$3'"}'; }
                say check running; say check warning inactive; say copy failure full; say copy degraded still
                """
        )
        #expect(run.story == ["check running", "check running", "copy failure", "copy failure"])
        #expect(run.last("check")?.message == "inactive")
        #expect(run.text.contains("reconciler: the state \"warning\" of a step is not known; its message is kept\n"))
        #expect(run.end.message == "step \"copy\" failed: still")
    }

    @Test("fails by a step whose words are somebody's secret")
    func secretWords() async throws {
        let run = try await RunBench().run(
            script: """
                echo '{"name": "copy", "state": "failure", "message": "failure"}'
                """,
            environment: [EnvironmentVariable(name: "KEY", value: "failure")]
        )
        #expect(run.end == RunEnd(outcome: .failed, exitCode: 0, message: "step \"copy\" failed: ***"))
        #expect(run.text == "{\"name\": \"copy\", \"state\": \"***\", \"message\": \"***\"}\n")
    }

    @Test("masks each line of a secret of several lines, and the whole without its end")
    func severalLines() async throws {
        let run = try await RunBench().run(
            script: """
                sed 's/^/+   /' <<< "$DEPLOY_KEY"
                python3 -c 'import json,os; print(json.dumps({"name": "s", "state": "success",
                    "message": os.environ["DEPLOY_KEY"].strip()}))'
                """,
            environment: [EnvironmentVariable(name: "DEPLOY_KEY", value: "-----BEGIN\nb3BlbnNzaC1r\nzz\n-----END\n")]
        )
        #expect(run.text.hasPrefix("+   ***\n+   ***\n+   zz\n+   ***\n"))
        #expect(run.last("s")?.message == "***")
    }

    @Test("notes once that it reports more steps than are kept")
    func manySteps() async throws {
        let run = try await RunBench().run(
            script: #"for i in $(seq 2100); do echo "{\"name\": \"s$i\", \"state\": \"success\"}"; done"#
        )
        #expect(run.text.ranges(of: "the run reports more than 2000 steps").count == 1)
    }

    @Test("notes once that it reports more than is kept, and goes on to its end")
    func manyReports() async throws {
        let run = try await RunBench { $0.reportBytes = 2_000 }.run(
            script: #"for i in {1..100}; do echo "{\"name\": \"step $i\", \"state\": \"success\"}"; done; echo end"#
        )
        #expect((1..<100).contains(run.steps.count))
        #expect(run.text.split(separator: "\n").count { $0.contains("reports more than is kept") } == 1)
        #expect(run.text.contains("\nend\n"))
        #expect(run.end == RunEnd(outcome: .succeeded, exitCode: 0))
    }

    @Test("cuts messages at 4,096 characters")
    func longMessage() async throws {
        let run = try await RunBench().run(
            script: """
                printf '{"name": "s", "state": "success", "message": "%s"}\\n' "$(head -c 9000 /dev/zero | tr '\\0' m)"
                """
        )
        #expect(run.last("s")?.message?.count == 4_096)
    }

    @Test("keeps the beginning and the end of more output than it may keep, with the gap marked")
    func longOutput() async throws {
        let bench = try RunBench { limits in
            limits.logBytes = 10_000
            limits.logTailBytes = 2_000
        }
        let run = try await bench.run(script: "for i in $(seq -w 1 5000); do echo line $i; done")
        #expect(run.text.hasPrefix("line 0001\n") && run.text.hasSuffix("line 4999\nline 5000\n"))
        #expect(run.text.contains("\n[reconciler: 40000 bytes of output were left out here]\n"))
        #expect(run.output.count < 10_100)
    }

    @Test("masks secrets of its environment and its token in output and messages")
    func masking() async throws {
        let run = try await RunBench().run(
            script: """
                printf 'first %s' "${DB_PASSWORD:0:4}"; sleep 0.1; echo "${DB_PASSWORD:4}"
                echo '{"name": "s", "state": "failure", "message": "wrong: '$DB_PASSWORD'"}'
                python3 -c 'import json,os; print(json.load(open(os.environ["DEPLOY_CONFIG_FILE"]))["access_token"])'
                """,
            environment: [EnvironmentVariable(name: "DB_PASSWORD", value: "correct-horse")]
        )
        #expect(run.text.contains("first ***\n"))
        #expect(run.text.hasSuffix("\n***\n"))
        #expect(!run.text.contains("correct") && run.last("s")?.message == "wrong: ***")
        #expect(run.end.message == "step \"s\" failed: wrong: ***")
    }

    @Test("sees a small environment, a private configuration and its own folder, and nothing else")
    func settings() async throws {
        let run = try await RunBench().run(
            script: """
                env | cut -d= -f1 | grep -v -e '^_$' -e PWD -e SHLVL | sort | tr '\\n' ' '; echo
                echo "$RECONCILER_SERVICE $RECONCILER_VERSION $RECONCILER_DEPLOYMENT $COLOUR"
                [ "$1" = --config ] && [ "$2" = "$DEPLOY_CONFIG_FILE" ] && stat -c %a "$2"
                ls; ls -m /proc/self/fd
                """,
            environment: [EnvironmentVariable(name: "COLOUR", value: "blue")],
            files: ["beside.txt": "x"]
        )
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(
            lines[0] == "COLOUR DEPLOY_CONFIG_FILE HOME LANG PATH RECONCILER_DEPLOYMENT RECONCILER_REVISION "
                + "RECONCILER_RUN RECONCILER_SERVICE RECONCILER_VERSION "
        )
        #expect(lines[1].hasSuffix(" 1 blue"))
        #expect(lines[2...4] == ["600", "beside.txt", "deploy.sh"])
        // The last one is the folder that ls reads.
        #expect(lines[5] == "0, 1, 2, 3")
    }
}
