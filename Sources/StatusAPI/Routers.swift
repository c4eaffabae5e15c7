package import Domain
internal import WebServer

/// The two faces of the API, each a handler for the web server.
package enum Routers {
    /// What `status_listen` answers: everything that can be read, to whom it is meant for.
    ///
    /// - `authenticator`: Says who asks; nil if everybody may ask everything.
    /// - `hosts`: Whom requests may believe to speak to.
    /// - `origins`: Which web pages may read the answers, and follow the feed.
    /// - `report`: Is told of errors that are nobody's request's fault.
    package static func publicStatus(
        _ queries: any StatusQuerying,
        logs: any RunLogReading,
        logins: Logins,
        feed: FeedHub,
        authenticator: Authenticator?,
        hosts: HostRule,
        origins: OriginRule = OriginRule(),
        report: @escaping @Sendable (String) -> Void
    ) -> Router {
        let routes =
            HealthRoutes(queries: queries, tellsWhy: authenticator == nil).all
            + reading(queries, logs, logins, feed, origins, isOpen: authenticator == nil)
            + FeedRoutes(hub: feed, origins: origins, authenticator: authenticator).all
        return Router(
            routes,
            gate: Gate(authenticator: authenticator),
            hosts: hosts,
            origins: origins,
            report: report
        )
    }

    /// What the control socket answers: everything, because its mode is the right to ask.
    ///
    /// - `userName`: The login name of a user id; nil for one without.
    /// - `log`: Where it is kept what people have had the daemon do.
    /// - `report`: Is told of errors that are nobody's request's fault.
    package static func control(
        _ queries: any StatusQuerying,
        logs: any RunLogReading,
        logins: Logins,
        controls: any SyncControlling,
        services: any ServiceControlling,
        store: any StoreControlling,
        feed: FeedHub,
        access: any AccessControlling,
        userName: @escaping @Sendable (UInt32) -> String?,
        log: any Log,
        report: @escaping @Sendable (String) -> Void
    ) -> Router {
        let people = UserRoutes(userName: userName)
        let deeds = DeedLog(log: log, people: people)
        let routes =
            HealthRoutes(queries: queries, tellsWhy: true).all
            + reading(queries, logs, logins, feed, OriginRule(), isOpen: true)
            + ControlRoutes(controls: controls, people: people, deeds: deeds).all
            + ServiceControlRoutes(services: services, people: people, deeds: deeds).all
            + StoreControlRoutes(store: store, deeds: deeds).all
            + AccessRoutes(access: access, deeds: deeds).all
            + FeedRoutes(hub: feed, origins: OriginRule(), authenticator: nil).all
        return Router(routes, gate: .open, hosts: HostRule(), report: report)
    }

    /// What a command asks about users and tokens when no daemon runs.
    ///
    /// - `report`: Is told of errors that are nobody's request's fault.
    package static func access(
        _ access: any AccessControlling,
        report: @escaping @Sendable (String) -> Void
    ) -> Router {
        let deeds = DeedLog(log: nil, people: UserRoutes { _ in nil })
        return Router(AccessRoutes(access: access, deeds: deeds).all, gate: .open, hosts: HostRule(), report: report)
    }

    /// What either face has to read.
    ///
    /// - `isOpen`: Whether whoever asks may read everything.
    private static func reading(
        _ queries: any StatusQuerying,
        _ logs: any RunLogReading,
        _ logins: Logins,
        _ feed: FeedHub,
        _ origins: OriginRule,
        isOpen: Bool
    ) -> [Route] {
        StatusRoutes(queries: queries, namesOthers: isOpen, origins: origins).all
            + LogRoutes(queries: queries, logs: logs).all
            + LoginRoutes(logins: logins).all + MetricsRoutes(queries: queries, feed: feed).all + DocumentRoutes().all
    }
}
