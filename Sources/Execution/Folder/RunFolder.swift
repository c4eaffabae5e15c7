/// The places in one run's folder.
///
/// | name | is |
/// |---|---|
/// | `lock` | held by the daemon, then by the supervisor, as long as the run may go on |
/// | `run.json` | what the supervisor needs to know, see ``RunSpecification`` |
/// | `export/` | the files that the digest covers |
/// | `started` | written before the main process is started |
/// | `config.json` | what the run is told, see ``RunConfiguration`` |
/// | `events.jsonl` | what the run reported, one report a line |
/// | `output.log`, `output.tail` | what it printed, see ``OutputLog`` |
/// | `exit.json` | how it ended, put in place at once; until then `exit.json.room` keeps disk for it |
/// | `cancel` | a named pipe; any byte ends the run |
/// | `ansible/`, `tmp/` | the plugin, variables and vault password that a playbook is given; temporary files |
/// | `supervisor.log` | what the supervisor itself printed, if anything |
struct RunFolder: Hashable, Sendable {
    /// Absolute.
    let path: String

    var lock: String { path + "/lock" }
    var specification: String { path + "/run.json" }
    var export: String { path + "/export" }
    var started: String { path + "/started" }
    var configuration: String { path + "/config.json" }
    var events: String { path + "/events.jsonl" }
    var output: String { path + "/output.log" }
    var outputTail: String { path + "/output.tail" }
    var exit: String { path + "/exit.json" }
    var exitRoom: String { path + "/exit.json.room" }
    var cancel: String { path + "/cancel" }
    var ansible: String { path + "/ansible" }
    var temporary: String { path + "/tmp" }
    var supervisorLog: String { path + "/supervisor.log" }
    var vaultPassword: String { path + "/ansible/vault-password" }
    var extraVariables: String { path + "/ansible/extra-vars.json" }
}
