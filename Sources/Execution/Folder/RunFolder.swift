internal import Domain

/// The places in one run's folder.
///
/// | name | is |
/// |---|---|
/// | `lock` | held by the daemon, then by the guardian and the supervisor, as long as the run may go on |
/// | `run.json` | what the supervisor needs to know, see ``RunSpecification`` |
/// | `export/` | the files that the digest covers |
/// | `started` | written before the main process is started |
/// | `config.json` | what the run is told, see ``RunConfiguration`` |
/// | `events.jsonl` | what the run reported, one report a line |
/// | `output.log`, `output.tail` | what it printed, see ``OutputLog`` |
/// | `exit.json` | how it ended, put in place at once; until then `exit.json.room` keeps disk for it |
/// | `cancel` | a named pipe; any byte ends the run |
/// | `ansible/`, `tmp/` | the plugin, variables and vault passwords that a playbook is given; temporary files |
/// | `galaxy/`, `requirements/` | where the run's requirements are installed; its own copy of them |
/// | `supervisor.log` | what the guardian and the supervisor themselves printed, if anything |
///
/// What another user's run works with (`export`, `config.json`, `ansible`, `galaxy`, `requirements`, `tmp`) lies outside of
/// it, because that user cannot enter the state folder; `outside` names the place, and is there before the place is.
struct RunFolder: Hashable, Sendable {
    /// Absolute.
    let path: String
    /// The folder for what the run's user must reach; nil where that is this one.
    var outside: String?

    /// Where the run's user can go.
    var rooms: String { outside ?? path }
    var outsideNote: String { path + "/outside" }

    var lock: String { path + "/lock" }
    var specification: String { path + "/run.json" }
    var export: String { "\(rooms)/\(MissingContent.exportFolder)" }
    var started: String { path + "/started" }
    var configuration: String { rooms + "/config.json" }
    var events: String { path + "/events.jsonl" }
    var output: String { path + "/output.log" }
    var outputTail: String { path + "/output.tail" }
    var exit: String { path + "/exit.json" }
    var exitRoom: String { path + "/exit.json.room" }
    var cancel: String { path + "/cancel" }
    var ansible: String { rooms + "/ansible" }
    /// What the run's requirements are installed with and in, while that goes on.
    var galaxy: String { rooms + "/galaxy" }
    /// The run's own copy of what was installed: `roles` and `collections`.
    var requirements: String { rooms + "/requirements" }
    var temporary: String { rooms + "/tmp" }
    var supervisorLog: String { path + "/supervisor.log" }
    var vaultPassword: String { rooms + "/ansible/vault-password" }
    /// The password of the vault at this place of the definition's list.
    func vaultPassword(_ index: Int) -> String { "\(rooms)/ansible/vault-password-\(index)" }
    var extraVariables: String { rooms + "/ansible/extra-vars.json" }
}
