import App
import ArgumentParser
import Dictionary
import Foundation
import Interchange

/// Which node, and how it is unlocked.
struct NodeOptions: ParsableArguments {
    @Option(name: .customLong("data"), help: ArgumentHelp("The node's folder.", valueName: "DIR"))
    var namedFolder: String?

    @Option(name: .long, help: ArgumentHelp("The configuration file of the server, in place of --data.", valueName: "FILE"))
    var config: String?

    @Option(name: .long, help: ArgumentHelp("A file that unlocks the node, if it is not where init put it.", valueName: "FILE"))
    var keyFile: String?

    /// The path of the node's folder, as it was named.
    var data: String { namedFolder ?? (try? settings())?.data ?? "" }
    var folder: URL { URL(filePath: data) }

    func validate() throws {
        guard namedFolder != nil || config != nil else {
            throw ValidationError("Say which node: --data DIR names its folder, --config FILE the server's configuration.")
        }
        _ = try settings()
    }

    /// How the server is set up, as far as the configuration says it.
    func settings() throws -> ServerSettings {
        try ServerSettings.read(file: config.map { URL(filePath: $0) }, environment: config == nil ? [:] : ProcessInfo.processInfo.environment)
    }

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
