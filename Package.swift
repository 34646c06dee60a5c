// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// Matching compares millions of records: without optimisation its tests and a demonstration from the debug build would take hours.
// Cutting a large file into fields is part of it. As one module, because otherwise what is defined in another file is called and not inlined.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O", "-whole-module-optimization", "-num-threads", "2"])]

let package = Package(
    name: "corridor",
    products: [
        .executable(name: "corridor", targets: ["corridor"]),
        .executable(name: "corridor-bench", targets: ["CorridorBenchmarks"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    ],
    targets: [
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // glibc's own functions about the heap, which Swift's module of it leaves out.
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        // The data files of other targets, compiled into the binary so that it can be copied anywhere.
        .target(name: "EmbeddedResources", exclude: ["README.md"], cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),

        .target(name: "Formats", dependencies: ["CZlib"], swiftSettings: settings + optimised),
        .target(
            name: "Vault",
            dependencies: [.product(name: "Crypto", package: "swift-crypto"), "CArgon2"],
            swiftSettings: settings),
        .target(
            name: "Dictionary", dependencies: ["Formats", "EmbeddedResources"], exclude: ["Resources"],
            swiftSettings: settings + optimised),
        .target(
            name: "Journal",
            dependencies: ["Vault", "Dictionary", "Formats", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings),
        // What crosses between organisations: envelopes, and the two streams of messages between a pair.
        .target(
            name: "Exchange", dependencies: ["Vault", "Formats", .product(name: "Crypto", package: "swift-crypto")], swiftSettings: settings),
        .target(
            name: "Interchange",
            dependencies: ["Dictionary", "Formats", "EmbeddedResources", .product(name: "Yams", package: "Yams")],
            exclude: ["Resources"],
            swiftSettings: settings),
        .target(
            name: "Forms", dependencies: ["Formats", .product(name: "Crypto", package: "swift-crypto")], exclude: ["Resources"],
            swiftSettings: settings),
        // The inner loop of encoded linkage, in C because the compiler then chooses the instruction set when the program runs.
        .target(name: "CFilterComparison", cSettings: [.unsafeFlags(["-O3"])]),
        .target(
            name: "Matching",
            dependencies: [
                "Formats", "CFilterComparison", "EmbeddedResources", .product(name: "Yams", package: "Yams"), .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["Resources"], swiftSettings: settings + optimised),
        .target(
            name: "Entitlements", dependencies: ["Formats", "EmbeddedResources", .product(name: "Yams", package: "Yams")], exclude: ["Resources"],
            swiftSettings: settings),
        .target(name: "Disclosure", swiftSettings: settings),
        .target(name: "Referral", swiftSettings: settings),
        .target(
            name: "Storage",
            dependencies: [
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"), "CPostgres",
            ],
            swiftSettings: settings),
        .target(
            name: "App",
            dependencies: [
                "Formats", "Vault", "Dictionary", "Journal", "Exchange", "Interchange", "Disclosure", "Forms", "Matching", "Entitlements", "Referral",
                "Storage",
                "EmbeddedResources", "CZlib", "CMalloc",
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "Yams", package: "Yams"),
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "HummingbirdCore", package: "hummingbird"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            exclude: ["Resources"], swiftSettings: settings),
        .executableTarget(
            name: "corridor",
            dependencies: [
                "App", "Dictionary", "Disclosure", "Entitlements", "Exchange", "Formats", "Forms", "Interchange", "Journal", "Matching", "Storage", "Vault",
                .product(name: "ArgumentParser", package: "swift-argument-parser"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),

        // What `make bench` runs; Benchmarks/run.sh puts its figures beside those of other programs.
        .executableTarget(
            name: "CorridorBenchmarks",
            dependencies: [
                "App", "Dictionary", "Disclosure", "Entitlements", "Exchange", "Formats", "Journal", "Storage", "Vault",
                .product(name: "GRDBSQLite", package: "GRDB.swift"), "CPostgres", .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Benchmarks/Swift", swiftSettings: settings),

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        .testTarget(name: "FormatsTests", dependencies: ["Formats", "TestSupport"], exclude: ["Media"], swiftSettings: settings),
        .testTarget(
            name: "VaultTests", dependencies: ["Vault", "TestSupport", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings),
        .testTarget(name: "DictionaryTests", dependencies: ["Dictionary", "Formats", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "JournalTests",
            dependencies: ["Journal", "Vault", "Dictionary", "Formats", "TestSupport", .product(name: "Crypto", package: "swift-crypto")],
            exclude: ["Vectors"], swiftSettings: settings),
        .testTarget(
            name: "InterchangeTests", dependencies: ["Interchange", "Dictionary", "Formats", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "FormsTests", dependencies: ["Dictionary", "Forms", "Formats", "TestSupport"], exclude: ["check_expressions.mjs"], swiftSettings: settings),
        .testTarget(
            name: "MatchingTests",
            dependencies: ["Matching", "CFilterComparison", "Formats", "TestSupport", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings),
        .testTarget(
            name: "EntitlementsTests", dependencies: ["Entitlements", "Formats", "TestSupport"], exclude: ["published-examples.json"], swiftSettings: settings),
        .testTarget(
            name: "ExchangeTests",
            dependencies: ["Exchange", "Vault", "Formats", "TestSupport", .product(name: "Crypto", package: "swift-crypto")], exclude: ["Vectors"],
            swiftSettings: settings),
        .testTarget(name: "DisclosureTests", dependencies: ["Disclosure", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "ReferralTests", dependencies: ["Referral", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "StorageTests", dependencies: ["Storage", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "AppTests",
            dependencies: [
                "App", "corridor", "Dictionary", "Disclosure", "Entitlements", "Exchange", "Formats", "Forms", "Interchange", "Matching", "Journal", "Referral",
                "Storage", "Vault",
                "TestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
    ]
)
