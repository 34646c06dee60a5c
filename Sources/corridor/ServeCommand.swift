import App
import ArgumentParser
import Entitlements
import Foundation
import Logging

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the web application of a node.",
        discussion: """
            Settings come from the configuration file and from the environment (CORRIDOR_PORT for port, and so on), which wins. The server ends at SIGTERM or
            SIGINT, after the requests that are under way.
            """)

    @Option(name: .long, help: ArgumentHelp("A file that unlocks the node, if it is not where init put it.", valueName: "FILE"))
    var keyFile: String?
    @Option(name: .long, help: ArgumentHelp("The configuration file (YAML).", valueName: "FILE"))
    var config: String?
    @Option(name: .long, help: ArgumentHelp("The node's folder, if the configuration does not name it.", valueName: "DIR"))
    var data: String?
    @Option(name: .long, help: ArgumentHelp("The port, if the configuration does not name it; 0 for any that is free.", valueName: "PORT"))
    var port: Int?

    private var means: UnlockMeans {
        UnlockMeans(keyFile: keyFile.map { URL(filePath: $0) }, environment: ProcessInfo.processInfo.environment, ask: Console.ask)
    }

    func run() async throws {
        var environment = ProcessInfo.processInfo.environment
        if let data { environment["CORRIDOR_DATA"] = data }
        if let port { environment["CORRIDOR_PORT"] = String(port) }
        let settings = try ServerSettings.read(file: config.map { URL(filePath: $0) }, environment: environment)
        if let law = settings.law {
            // What is refused does not stop the server: the books that come with the program stay.
            for refusal in try LawFolder.use(URL(filePath: law)).refused { Console.message("\(refusal)") }
        }
        let node = try Node.open(URL(filePath: settings.data), unlock: means)
        defer { try? node.close() }
        let server = try WebServer(settings: settings, nodes: try NodeOrganisations(node).all(), logger: Logger(label: "corridor"))
        try await server.run { port in Console.message("Corridor answers at \(settings.publicAddress) (port \(port)).") }
    }
}
