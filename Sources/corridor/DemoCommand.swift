import App
import ArgumentParser
import Formats
import Foundation

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Fill a new node with made-up cases, to try Corridor out.",
        discussion: """
            No person, employer, agency or event of these cases exists; each record is marked as generated. A folder without a node is set up first; a node
            that holds entries is left alone. The same seed makes the same cases.
            """)

    @OptionGroup var options: NodeOptions
    @Option(name: .long, help: ArgumentHelp("How many cases.", valueName: "N"))
    var cases = 200
    @Option(name: .long, help: ArgumentHelp("A whole number from 0 on: other numbers make other cases.", valueName: "S"))
    var seed: UInt64 = 1
    @Flag(name: .long, help: "Also make accounts to sign in with, and a second organisation; prints their passphrases.")
    var accounts = false
    @Option(name: .long, help: ArgumentHelp("How many organisations in all, each a verified partner of every other.", valueName: "N"))
    var organisations = 1
    @Option(name: .long, help: ArgumentHelp("How many nodes; the others are put into DIR-2, DIR-3 … and talk to each other on this machine.", valueName: "N"))
    var nodes = 1
    @Option(name: .long, help: ArgumentHelp("The port of the first node; the others take the ones after it.", valueName: "PORT"))
    var port = 8080
    @OptionGroup var output: JSONOption

    func validate() throws {
        guard (1...10_000_000).contains(cases) else { throw ValidationError("--cases must be a number from 1 to 10,000,000.") }
        guard (1...9).contains(nodes), (1...50).contains(organisations) else {
            throw ValidationError("--nodes must be a number from 1 to 9, --organisations one from 1 to 50.")
        }
        guard (1...65_000).contains(port) else { throw ValidationError("--port must be a number from 1 to 65000.") }
    }

    func run() throws {
        let progress = ProgressLine()
        let node = try openedNode()
        let demonstration = try Demonstration(node, cases: cases, seed: seed)
        let outcome = try demonstration.run { show($0, of: cases, "cases", progress) }
        progress.end()
        let secondCases = max(1, cases / 10)
        var signIns: [DemonstrationAccounts.SignIn] = []
        if accounts {
            signIns = try DemonstrationAccounts(node).make(secondCases: secondCases, seed: seed &+ 1) {
                show($0, of: secondCases, "cases of the second organisation", progress)
            }
        } else if nodes > 1 {
            // Two nodes are there to be looked at from both ends.
            signIns = try DemonstrationAccounts(node).makeForOneOrganisation()
        }
        progress.end()
        let others = try organisations > 1 || nodes > 1 ? connect(node) : []
        report(outcome, signIns + others)
    }

    private func show(_ made: DemonstrationOutcome, of count: Int, _ what: String, _ progress: ProgressLine) {
        let rate = made.seconds > 0 ? Double(made.cases) / made.seconds : 0
        let left = rate > 0 ? Int((Double(count - made.cases) / rate).rounded(.up)) : 0
        progress.show("\(made.cases) of \(count) \(what), \(Int(rate)) a second, about \(left) s left")
    }

    /// Sets up the other nodes and organisations, makes all partners of each other, and writes how each node is served.
    private func connect(_ first: Node) throws -> [DemonstrationAccounts.SignIn] {
        var signIns: [DemonstrationAccounts.SignIn] = []
        var all = [first]
        for number in 2...max(2, nodes) where number <= nodes {
            let folder = URL(filePath: "\(options.data)-\(number)")
            let outcome = try NodeInitialisation(
                folder: folder, organisationName: "Demonstration \(number) (generated)", country: number == 2 ? "QA" : "NP",
                means: UnlockMeans(
                    keyFile: options.keyFile.map { URL(filePath: "\($0)-\(number)") }, environment: ProcessInfo.processInfo.environment, ask: Console.ask)
            ).run()
            _ = try Demonstration(outcome.node, cases: max(1, cases / 10), seed: seed &+ UInt64(number)).run()
            signIns += try DemonstrationAccounts(outcome.node).makeForOneOrganisation()
            all.append(outcome.node)
        }
        try DemonstrationNetwork(nodes: all, organisations: organisations, firstPort: port).connect(folder: options.data)
        return signIns
    }

    private func openedNode() throws -> Node {
        guard !FileManager.default.fileExists(atPath: options.folder.appending(path: NodeConfiguration.fileName).path) else { return try options.open() }
        let outcome = try NodeInitialisation(folder: options.folder, organisationName: "Demonstration (generated)", country: "NP", means: options.means).run()
        if let keyFile = outcome.keyFile { Console.message("A node was set up in \(options.folder.path). It is unlocked by the key file \(keyFile.path).") }
        return outcome.node
    }

    /// What to type next, and what to open in a browser.
    private func tellHowToServe(hasAccounts: Bool) {
        guard hasAccounts else {
            return Console.line("Nobody can sign in to this node. To look at it in a browser make another with accounts: corridor demo --data DIR --accounts")
        }
        guard nodes > 1 || organisations > 1 else { return Console.line("To look at it in a browser: corridor serve --data \(options.data)\(unlocking(1))") }
        for number in 1...nodes {
            let name = nodes == 1 ? "the node" : "node \(number)"
            let file = "\(options.data)\(number == 1 ? "" : "-\(number)").yaml"
            Console.line("Serve \(name): corridor serve --config \(file)\(unlocking(number))    then open http://127.0.0.1:\(port + number - 1)")
        }
        if nodes > 1 {
            Console.line("The nodes are partners of each other: refer a case at one, and find it under Referrals at the other, while both are served.")
        }
    }

    /// How a node is unlocked whose key file somebody has named; the others find theirs by themselves.
    private func unlocking(_ number: Int) -> String {
        options.keyFile.map { " --key-file \($0)\(number == 1 ? "" : "-\(number)")" } ?? ""
    }

    private func report(_ outcome: DemonstrationOutcome, _ signIns: [DemonstrationAccounts.SignIn]) {
        if output.json {
            Console.json([
                "cases": .integer(Int64(outcome.cases)), "records": .integer(Int64(outcome.records)), "entries": .integer(Int64(outcome.entries)),
                "seed": .integer(Int64(clamping: outcome.seed)), "clash": outcome.clash.map { .string($0) } ?? .null,
                "undone": outcome.undone.map { .string($0) } ?? .null, "seconds": .number((outcome.seconds * 1000).rounded() / 1000),
                "signIns": .array(
                    signIns.map {
                        .object([
                            "name": .string($0.name), "passphrase": .string($0.passphrase), "role": .string($0.role), "organisation": .string($0.organisation),
                        ])
                    }),
            ])
            return
        }
        Console.line("\(outcome.cases) made-up cases with \(outcome.records) records, \(outcome.entries) entries in the journal (seed \(outcome.seed)).")
        if !signIns.isEmpty {
            Console.table(["Sign in as", "Passphrase", "Role", "Organisation"], signIns.map { [$0.name, $0.passphrase, $0.role, $0.organisation] })
        }
        tellHowToServe(hasAccounts: !signIns.isEmpty)
        Console.line("Try: corridor cases --data \(options.data)")
        Console.line("     corridor directory find --data \(options.data) --need \"a domestic worker, Nepali, in Beirut, left her employer tonight\"")
        Console.line("     corridor tabulate --data \(options.data) --by case.origin-country,case.destination-country")
        if let clash = outcome.clash {
            Console.line("     corridor show \(clash) --data \(options.data) --history    (two people wrote without seeing each other)")
        }
        if let undone = outcome.undone { Console.line("     corridor show \(undone) --data \(options.data) --history    (an entry was taken back)") }
    }
}
