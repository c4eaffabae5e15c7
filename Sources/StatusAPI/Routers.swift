package import Domain
internal import WebServer

/// The two faces of the API, each a handler for the web server.
package enum Routers {
    /// What `status_listen` answers: whether the daemon lives and does its work.
    package static func publicStatus(
        _ queries: any StatusQuerying,
        hosts: HostRule,
        report: @escaping @Sendable (String) -> Void
    ) -> Router {
        Router(HealthRoutes(queries: queries).all, hosts: hosts, report: report)
    }

    /// What the control socket answers: everything, because its mode is the right to ask.
    ///
    /// - `userName`: The login name of a user id; nil for one without.
    /// - `report`: Is told of errors that are nobody's request's fault.
    package static func control(
        _ queries: any StatusQuerying,
        logs: any RunLogReading,
        controls: any SyncControlling,
        services: any ServiceControlling,
        store: any StoreControlling,
        userName: @escaping @Sendable (UInt32) -> String?,
        report: @escaping @Sendable (String) -> Void
    ) -> Router {
        let people = People(userName: userName)
        let routes =
            HealthRoutes(queries: queries).all + StatusRoutes(queries: queries).all
            + LogRoutes(queries: queries, logs: logs).all
            + ControlRoutes(controls: controls, people: people).all
            + ServiceControlRoutes(services: services, people: people).all
            + StoreControlRoutes(store: store).all
        return Router(routes, hosts: HostRule(), report: report)
    }
}
