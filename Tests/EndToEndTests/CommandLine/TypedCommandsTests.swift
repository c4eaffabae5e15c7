import Foundation
import Glibc
import Platform
import TestSupport
import Testing

/// Runs what the documents tell their readers to type, as it stands there.
@Suite("What the documents say to type")
struct TypedCommandsTests {
    /// What stands before the commands: nothing that they would have to say themselves.
    private static let preparations = #"""
        set -euo pipefail
        daemon=
        trap '[ -z "$daemon" ] || kill "$daemon"' EXIT

        # Starts what is typed, and waits until it answers; its default address may be taken here.
        in_background() {
            : > ~/daemon.log
            bash -c "exec $(cat)" >> ~/daemon.log 2>&1 &
            daemon=$!
            until grep -q ' info started ' ~/daemon.log; do
                kill -0 "$daemon" || { cat ~/daemon.log; exit 1; }
                sleep 0.1
            done
            address=$(sed -n 's|.* info started .* status=http://\([^ ]*\).*|\1|p' ~/daemon.log)
        }
        curl() { command curl --silent --show-error "${@//127.0.0.1:8080/$address}"; }

        # What a unit of the service manager does.
        systemctl() {
            case "$1" in
            start) in_background <<< 'reconciler run --repo ~/config.git' ;;
            stop) [ -z "$daemon" ] || { kill "$daemon"; wait "$daemon" || true; daemon=; } ;;
            esac
        }

        """#

    /// Runs a script in a home of its own, with the program on the path.
    private func type(_ script: String, in folder: String, wrapper: [String] = []) async throws -> String {
        let programs = "\(folder)/programs"
        try Folder.create(programs)
        try FileManager.default.createSymbolicLink(atPath: "\(programs)/reconciler", withDestinationPath: Program.path)
        try TextFile.write(Self.preparations + script, to: "\(folder)/typed")
        var environment = [
            "HOME": "\(folder)/home", "PATH": "\(programs):\(Subprocess.surroundings["PATH"] ?? "")",
            "RECONCILER_STATUS_LISTEN": "127.0.0.1:0", "STATUS_LISTEN": "127.0.0.1:0",
        ]
        if geteuid() == 0 { environment["RECONCILER_RUN_AS"] = "root" }
        let command = wrapper + ["bash", "-x", "\(folder)/typed"]
        return try await Subprocess.succeed(
            command[0],
            Array(command.dropFirst()),
            environment: environment,
            in: folder
        ).output
    }

    private func page(_ name: String) throws -> DocumentedPage { try DocumentedPage(name) }

    @Test("makes a repository of one's own, and releases, looks and operates, on every page", .behindTheGate)
    func own() async throws {
        try await withFolder { folder in
            let script = try ["Docs/getting-started.md", "Docs/command-line.md", "Docs/operating.md"]
                .map { try page($0).script("own") }
            #expect(script.allSatisfy { !$0.isEmpty })
            let shown = try await type(script.joined(), in: folder)
            #expect(shown.contains("this is hello 1.0.0"))
            #expect(shown.contains(#""name":"hello""#))
            #expect(shown.contains("1 service: 1 in sync"))
            #expect(shown.contains("deployment 2"))
        }
    }

    @Test("follows the example", .behindTheGate)
    func example() async throws {
        try await withFolder { folder in
            let checkout = "\(folder)/checkout"
            let examples = ExampleRepositoryTests.files(writingBelow: folder)
            for case .write(let path, let text, let isExecutable) in examples {
                try TextFile.write(text, to: "\(checkout)/examples/config-repo/\(path)", executable: isExecutable)
            }
            let program = try #require(TextFile.read("\(Program.checkout)/Scripts/run-example"))
            try TextFile.write(program, to: "\(checkout)/Scripts/run-example", executable: true)
            try Folder.create("\(checkout)/.build")
            try Folder.create("\(checkout)/.build/release")
            try FileManager.default.createSymbolicLink(
                atPath: "\(checkout)/.build/release/reconciler",
                withDestinationPath: Program.path
            )
            let typed = try ["README.md", "Docs/getting-started.md"].map { try page($0).script("example") }
            #expect(typed.allSatisfy { !$0.isEmpty })
            // What `make run` does once the program is built.
            let script =
                "cd checkout\nin_background <<< 'Scripts/run-example .build/release/reconciler'\n" + typed.joined()
                + "until .build/release/reconciler history hello-script | grep '1.1.0 *succeeded'; do sleep 0.2; done\n"
            #expect(try await type(script, in: folder).contains("hello-script"))
        }
    }

    @Test("restores a backup on an empty host, where nothing is deployed again", .enabled(if: SmallDisk.isPossible))
    func restore() async throws {
        try await withFolder { folder in
            let operating = try page("Docs/operating.md")
            let own = try page("Docs/getting-started.md").blocks.filter { $0.mark == "run: own" }.prefix(3).map(\.text)
            let script = [
                "mount -t tmpfs tmpfs /var/lib\nmount -t tmpfs tmpfs /var/backups\n", own.joined(),
                "systemctl start reconciler\nreconciler sync --wait\n", operating.script("backup"),
                "systemctl stop reconciler\nrm -r /var/lib/reconciler\n", operating.script("restore"),
                "reconciler sync --accept \"$(git rev-parse HEAD)\" --wait\n",
                "reconciler history hello -o json | grep -c '\"id\"'\n",
            ].joined()
            #expect(!operating.script("backup").isEmpty && !operating.script("restore").isEmpty)
            let shown = try await type(script, in: folder, wrapper: ["unshare", "--mount"])
            #expect(shown.contains("restored"))
            #expect(shown.hasSuffix("\n1\n"))
        }
    }

    @Test("describes a service whose files Ansible finds", .behindTheGate)
    func service() async throws {
        let files = try page("README.md").files
        #expect(files.count == 3)
        try await withDaemon(on: { trace in
            files + [
                .file(
                    "web/hosts",
                    "[webservers]\nlocalhost ansible_connection=local ansible_python_interpreter=/usr/bin/python3 "
                        + "web_root=\(trace.folder)\n"
                ),
                .file("shared/pages/index.html", "first\n"),
                .file("shared/roles/common/tasks/main.yml", Samples.note.replacing("$TRACE", with: trace.path)),
            ]
        }) { scene in
            #expect(try await scene.daemon.sync().exit == 0)
            #expect(TextFile.read("\(scene.folder)/index.html") == "first\n")
            for (path, text) in [("pages/index.html", "second\n"), ("roles/common/defaults/main.yml", "a: 1\n")] {
                try await scene.repository.push(.file("shared/\(path)", text))
                #expect(try await scene.daemon.sync().exit == 0)
            }
            #expect(TextFile.read("\(scene.folder)/index.html") == "second\n")
            #expect(scene.trace.lines.count == 3)
        }
    }

    @Test("is read from between the fences, without their indentation")
    func blocks() {
        let page = DocumentedPage(
            text: """
                1. Text

                   <!-- run: a -->
                   ```sh
                   one
                     two
                   ```
                <!-- run: a, in the background -->
                ```sh
                three
                ```
                <!-- run: a -->
                no fence
                ```sh
                four
                ```
                <!-- file: b/c -->
                ```json
                {}
                ```
                """
        )
        #expect(page.script("a") == "one\n  two\nin_background <<'TYPED'\nthree\nTYPED\n")
        #expect(page.files.count == 1)
    }
}
