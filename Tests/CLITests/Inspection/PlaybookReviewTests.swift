import Domain
import TestSupport
import Testing

@testable import CLI

@Suite("A gap in what a service covers")
struct PlaybookReviewTests {
    private func gap(_ target: String, isFound: Bool) -> Problem {
        PlaybookReview.Gap(
            service: .sample(.sample(), folder: "services/web"),
            file: .sample("plays/site.yml"),
            position: TextPosition(line: 3, column: 7),
            target: .sample(target),
            isFound: isFound
        ).problem
    }

    @Test("is a warning with its place and the line to add")
    func watched() {
        let problem = gap("roles/common", isFound: true)
        #expect(problem.severity == .warning && problem.kind == .notCovered)
        #expect(
            problem.description
                == "plays/site.yml:3:7: warning: roles/common is named here and not covered: "
                + #"add "../../roles/common" to watch in services/web/service.json"#
        )
    }

    @Test("is told with another cure where Ansible would not look for the role")
    func elsewhere() {
        #expect(
            gap("shared/roles/common", isFound: false).message
                == "shared/roles/common is named here and not covered: Ansible does not look there for "
                + "services/web/service.json; let the roles_path of an ansible.cfg above the playbook name shared/roles"
        )
    }
}
