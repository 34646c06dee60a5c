import App
import ArgumentParser
import Dictionary
import Foundation
import Interchange

/// Which node, and how it is unlocked.
struct NodeOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The node's folder.", valueName: "DIR"))
    var data: String

    @Option(name: .long, help: ArgumentHelp("A file that unlocks the node, if it is not where init put it.", valueName: "FILE"))
    var keyFile: String?

    var folder: URL { URL(filePath: data) }

    var means: UnlockMeans {
        UnlockMeans(keyFile: keyFile.map { URL(filePath: $0) }, environment: ProcessInfo.processInfo.environment, ask: Console.ask)
    }

    func open() throws -> Node {
        try Node.open(folder, unlock: means)
    }
}

struct JSONOption: ParsableArguments {
    @Flag(name: .long, help: "Print one JSON object on standard output, and nothing else there.")
    var json = false
}

/// What may be seen. The holder of the node's key may see everything, and often should not.
struct ClearanceOption: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The most that is shown: open, sensitive or identity.", valueName: "LEVEL"))
    var upTo: Sensitivity = .identity

    var reader: Reader { Reader(account: Reader.keyHolder.account, clearance: upTo) }
}

extension Sensitivity: ExpressibleByArgument {}
extension NodeExportFormat: ExpressibleByArgument {}
