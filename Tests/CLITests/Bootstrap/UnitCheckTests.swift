import Testing

@testable import CLI

@Suite("The unit that a process is of")
struct UnitCheckTests {
    @Test("is the last service of its control group")
    func system() {
        let unit = UnitCheck.unit(in: "0::/system.slice/reconciler.service\n")
        #expect(unit == UnitCheck.Unit(name: "reconciler.service", ofUser: false))
        #expect(UnitCheck.unit(in: "0::/system.slice/reconciler.service/part\n") == unit)
        let older = "2:cpu:/\n1:name=systemd:/system.slice/reconciler.service\n"
        #expect(UnitCheck.unit(in: older) == unit)
    }

    @Test("may be of a user's own service manager")
    func user() {
        let path = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/reconciler.service\n"
        #expect(UnitCheck.unit(in: path) == UnitCheck.Unit(name: "reconciler.service", ofUser: true))
    }

    @Test("is none in a session or outside of systemd", arguments: ["", "0::/\n", "0::/user.slice/session-2.scope\n"])
    func none(cgroup: String) {
        #expect(UnitCheck.unit(in: cgroup) == nil)
    }
}
