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

    @OptionGroup var node: NodeOptions
    @Option(name: .long, help: ArgumentHelp("How many cases.", valueName: "N"))
    var cases = 200
    @Option(name: .long, help: ArgumentHelp("Any number: other numbers make other cases.", valueName: "S"))
    var seed: UInt64 = 1
    @OptionGroup var output: JSONOption

    func run() throws {
        let progress = ProgressLine()
        let demonstration = try Demonstration(try openedNode(), cases: cases, seed: seed)
        let outcome = try demonstration.run { made in
            let rate = made.seconds > 0 ? Double(made.cases) / made.seconds : 0
            let left = rate > 0 ? Int((Double(cases - made.cases) / rate).rounded(.up)) : 0
            progress.show("\(made.cases) of \(cases) cases, \(Int(rate)) a second, about \(left) s left")
        }
        progress.end()
        report(outcome)
    }

    private func openedNode() throws -> Node {
        guard !FileManager.default.fileExists(atPath: node.folder.appending(path: NodeConfiguration.fileName).path) else { return try node.open() }
        let outcome = try NodeInitialisation(folder: node.folder, organisationName: "Demonstration (generated)", country: "NP", means: node.means).run()
        if let keyFile = outcome.keyFile { Console.message("A node was set up in \(node.folder.path). It is unlocked by the key file \(keyFile.path).") }
        return outcome.node
    }

    private func report(_ outcome: DemonstrationOutcome) {
        if output.json {
            Console.json([
                "cases": .integer(Int64(outcome.cases)), "records": .integer(Int64(outcome.records)), "entries": .integer(Int64(outcome.entries)),
                "seed": .integer(Int64(clamping: outcome.seed)), "clash": outcome.clash.map { .string($0) } ?? .null,
                "undone": outcome.undone.map { .string($0) } ?? .null, "seconds": .number((outcome.seconds * 1000).rounded() / 1000),
            ])
            return
        }
        Console.line("\(outcome.cases) made-up cases with \(outcome.records) records, \(outcome.entries) entries in the journal (seed \(outcome.seed)).")
        Console.line("Try: corridor cases --data \(node.data)")
        Console.line("     corridor tabulate --data \(node.data) --by case.origin-country,case.destination-country")
        if let clash = outcome.clash {
            Console.line("     corridor show \(clash) --data \(node.data) --history    (two people wrote without seeing each other)")
        }
        if let undone = outcome.undone { Console.line("     corridor show \(undone) --data \(node.data) --history    (an entry was taken back)") }
    }
}
