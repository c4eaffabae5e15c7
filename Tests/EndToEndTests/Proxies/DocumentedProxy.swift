import Domain
import Foundation
import Glibc
import Platform
import TestSupport

/// A proxy as `Docs/proxies.md` has it configured, in front of a daemon: somebody else's program.
///
/// Of the page's block only the addresses are others, the certificates are left out, and what it logs goes to the test's
/// folder.
enum DocumentedProxy: String, CaseIterable, CustomStringConvertible, Sendable {
    case nginx
    case haproxy
    case caddy
    case apache

    var description: String { rawValue }

    private var program: String {
        switch self {
        case .nginx: "/usr/sbin/nginx"
        case .haproxy: "/usr/sbin/haproxy"
        case .caddy: "/usr/bin/caddy"
        case .apache: "/usr/sbin/apache2"
        }
    }

    static let areInstalled = allCases.allSatisfy { Folder.somethingExists(at: $0.program) }

    /// Starts it on a free port, in front of the daemon that answers on `upstream`.
    ///
    /// - Returns: The port. The process names `folder` and ends with it.
    func start(in folder: String, before upstream: Int) async throws -> Int {
        let place = "\(folder)/\(rawValue)"
        try Folder.create(place)
        let port = Int(try GitServer.freePort())
        try TextFile.write(try configuration(in: place, port, upstream), to: "\(place)/configuration")
        let output = try Descriptor.open("\(place)/output.log", [.write, .create])
        _ = try SpawnRequest(
            executable: program,
            arguments: arguments(in: place),
            environment: Subprocess.surroundings.merging(["HOME": place, "XDG_DATA_HOME": place]) { $1 },
            workingDirectory: place,
            descriptors: [1: output.number, 2: output.number]
        ).start()
        try await waitUntil("\(rawValue) listens: \(TextFile.read("\(place)/output.log") ?? "")") {
            let asked = try await Subprocess.run("curl", ["-s", "-o", "/dev/null", "http://127.0.0.1:\(port)/"])
            return asked.exit == 0
        }
        return port
    }

    private func arguments(in place: String) -> [String] {
        let configuration = "\(place)/configuration"
        return switch self {
        case .nginx: ["-p", place, "-c", configuration, "-g", "daemon off;"]
        case .haproxy: ["-db", "-f", configuration]
        case .caddy: ["run", "--config", configuration, "--adapter", "caddyfile"]
        case .apache: ["-DFOREGROUND", "-d", place, "-f", configuration]
        }
    }

    private func configuration(in place: String, _ port: Int, _ upstream: Int) throws -> String {
        let page = try DocumentedPage("Docs/proxies.md")
        let block = page.blocks.filter { $0.mark == "file: \(rawValue)" }.map(\.text).joined()
        let kept = block.split(separator: "\n").filter { !$0.contains(/^ *(ssl_|SSL)/) }.joined(separator: "\n")
        let ours = replacements(in: place, port).reduce(kept) { $0.replacing($1.0, with: $1.1) }
        return around(ours.replacing("127.0.0.1:8080", with: "127.0.0.1:\(upstream)"), in: place, port)
    }

    private func replacements(in place: String, _ port: Int) -> [(String, String)] {
        switch self {
        case .nginx: [("listen 443 ssl", "listen 127.0.0.1:\(port)"), ("/var/log/nginx", place)]
        case .haproxy: [("bind :443 ssl crt /etc/haproxy/reconciler.pem", "bind 127.0.0.1:\(port)")]
        case .caddy: [("reconciler.example.org {", "http://:\(port) {")]
        case .apache: [("*:443", "127.0.0.1:\(port)"), ("/var/log/apache2", place)]
        }
    }

    /// What the distribution's own configuration has around it.
    private func around(_ block: String, in place: String, _ port: Int) -> String {
        switch self {
        case .nginx:
            """
            pid \(place)/pid; error_log \(place)/error.log; \(geteuid() == 0 ? "user root;" : "")
            events {}
            http {
                client_body_temp_path \(place)/1; proxy_temp_path \(place)/2; fastcgi_temp_path \(place)/3;
                uwsgi_temp_path \(place)/4; scgi_temp_path \(place)/5; access_log off;
            \(block)
            }

            """
        case .haproxy:
            """
            defaults
                mode http
                timeout connect 5s
                timeout client 50s
                timeout server 50s
            \(block)

            """
        case .caddy:
            """
            {
                admin off
                auto_https off
            }
            \(block)

            """
        case .apache:
            """
            \(Self.apacheModules.map { "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so\n" }.joined())
            \(geteuid() == 0 ? "User www-data\nGroup www-data" : "")
            PidFile \(place)/pid
            DefaultRuntimeDir \(place)
            Listen 127.0.0.1:\(port)
            ErrorLog \(place)/error.log
            ServerName localhost
            \(block)

            """
        }
    }

    private static let apacheModules = ["mpm_event", "authz_core", "proxy", "proxy_http"]
}
