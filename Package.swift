// swift-tools-version: 6.2

import PackageDescription

/// Settings every Swift target shares: Swift 6 mode, explicit existentials and imports, warnings as errors.
let common: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Added where no C library is touched: any unsafe construct is then an error.
let pure = common + [.strictMemorySafety()]

/// The target, its tests, and what both may import.
func library(_ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = common) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.byName(name: name), "TestSupport"] + dependencies,
        swiftSettings: common
    )
}

func system(_ name: String, pkgConfig: String? = nil, apt: [String] = []) -> Target {
    .systemLibrary(
        name: name,
        path: "Sources/SystemLibraries/\(name)",
        pkgConfig: pkgConfig,
        providers: apt.isEmpty ? nil : [.apt(apt)]
    )
}

let package = Package(
    name: "reconciler",
    products: [
        .executable(name: "reconciler", targets: ["Main"]),
        // For tests: the same program, which ends itself at milestones that they choose.
        .executable(name: "reconciler-failpoints", targets: ["FailpointProgram"]),
        // For tests: a wall clock that jumps, preloaded into the program.
        .library(name: "ClockShift", type: .dynamic, targets: ["ClockShift"]),
    ],
    targets: [
        // System libraries: the only places that name a C header.
        system("CLibgit2", pkgConfig: "libgit2", apt: ["libgit2-dev"]),
        system("CSQLite", pkgConfig: "sqlite3", apt: ["libsqlite3-dev"]),
        system("CCrypto", apt: ["libgit2-dev"]),
        system("CLinux"),

        // The hexagon. Depends on nothing.
        library("Domain", settings: pure),

        // The service layer: bus, handlers, loop, scheduler, supervisor of runs.
        library("Reconciler", ["Domain"], settings: pure),

        // Wrappers over the operating system that adapters share.
        library("Platform", ["CLinux"]),

        // Digests and codes that adapters share; the only place that knows the cryptographic library.
        library("Crypto", ["CCrypto"]),

        // Adapters. Each knows the domain and its own outside world, never another adapter.
        library("GitSource", ["Domain", "Platform", "CLibgit2", "Crypto"]),
        library("Persistence", ["Domain", "Platform", "CSQLite"]),
        .target(
            name: "Execution",
            dependencies: ["Domain", "Platform", "WebServer", "Crypto"],
            resources: [
                .embedInCode("Resources/reconciler_events.py"), .embedInCode("Resources/reconciler_requirements.py"),
                .embedInCode("Resources/ansible_references.py"),
            ],
            swiftSettings: common
        ),
        library("WebServer", ["Platform", "Crypto"]),
        .target(
            name: "StatusAPI",
            dependencies: ["Domain", "WebServer", "Crypto"],
            resources: [.embedInCode("Resources/openapi.json")],
            swiftSettings: common
        ),

        // One file a command, and the composition root.
        library(
            "CLI",
            ["Domain", "Reconciler", "GitSource", "Persistence", "Execution", "WebServer", "StatusAPI", "Platform"]
        ),

        // The users' executable.
        .executableTarget(name: "Main", dependencies: ["CLI", "Domain"], swiftSettings: common),

        .target(
            name: "TestSupport",
            dependencies: ["Domain", "Platform", "CLibgit2"],
            path: "Tests/TestSupport",
            swiftSettings: common
        ),
        .target(name: "ClockShift", path: "Tests/ClockShift"),
        .executableTarget(
            name: "FailpointProgram",
            dependencies: ["CLI", "TestSupport"],
            path: "Tests/FailpointProgram",
            swiftSettings: common
        ),
        // Makes faults on purpose and checks the promises afterwards: `make torture`.
        .executableTarget(
            name: "Torture",
            dependencies: ["Domain", "Platform", "WebServer", "CSQLite", "TestSupport"],
            path: "Tests/Torture",
            swiftSettings: common
        ),
        // The server's WebSocket for suites that somebody else wrote: `make autobahn`.
        .executableTarget(
            name: "WebSocketEcho",
            dependencies: ["WebServer"],
            path: "Tests/WebSocketEcho",
            swiftSettings: common
        ),
        .testTarget(name: "ArchitectureTests", swiftSettings: common),
        tests(of: "Domain"),
        tests(of: "Reconciler", ["Domain"]),
        tests(of: "Platform"),
        tests(of: "Crypto"),
        tests(of: "GitSource", ["Domain", "Platform", "Crypto"]),
        tests(of: "Persistence", ["Domain"]),
        tests(of: "Execution", ["Domain", "Platform"]),
        tests(of: "WebServer", ["Platform"]),
        tests(of: "StatusAPI", ["Domain", "Reconciler", "WebServer", "Crypto", "Platform"]),
        tests(of: "CLI", ["Domain", "GitSource", "Platform", "WebServer"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["Domain", "Platform", "TestSupport", "WebServer"],
            swiftSettings: common
        ),
    ]
)
