import Domain
import TestSupport
import Testing

@Suite("The command validate")
struct ValidateCommandTests {
    @Test("warns of requirements that may change, and refuses those that nobody may name")
    func requirements() async throws {
        let lab = try await GalaxyLab()
        try await withFolder { folder in
            let repository = try await ConfigRepository(in: folder)
            let trace = Trace(folder: folder)
            try await repository.push(
                trace.samples.playbook("site") + [
                    .file(
                        "site/requirements.yml",
                        "- {name: demo, src: \"\(lab.repository("role"))\", scm: git, version: main}\n"
                    )
                ],
                message: "Start"
            )
            let warned = try await Subprocess.run(Program.path, ["validate", repository.bare, "--ref", "main"])
            #expect(warned.exit == 0, "\(warned.output)\(warned.errors)")
            #expect(warned.output.contains("site/requirements.yml: warning: the role demo (\(lab.repository("role")))"))
            #expect(warned.output.contains("\"main\" may be a branch"))
            try await repository.push([.file("site/requirements.yml", "- {name: a, src: 'git+ext::sh -c id'}\n")])
            let refused = try await Subprocess.run(Program.path, ["validate", repository.bare, "--ref", "main"])
            #expect(refused.exit == 1 && refused.output.contains("has Git run a program"))
        }
    }
}
