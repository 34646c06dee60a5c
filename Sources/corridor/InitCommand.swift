import App
import ArgumentParser
import Formats
import Foundation
import Storage

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "init", abstract: "Set up a node for an organisation in an empty folder.")

    @OptionGroup var node: NodeOptions
    @Option(name: .long, help: ArgumentHelp("The organisation's name.", valueName: "NAME"))
    var organisation: String
    @Option(name: .long, help: ArgumentHelp("The country it works in, two letters (ISO 3166).", valueName: "CODE"))
    var country: String
    @Option(name: .long, help: ArgumentHelp("A PostgreSQL database, postgres://…; without it the folder holds an SQLite file.", valueName: "ADDRESS"))
    var database: String?
    @OptionGroup var output: JSONOption

    func run() throws {
        let outcome = try NodeInitialisation(
            folder: node.folder, organisationName: organisation, country: country, database: database, means: node.means, passphrase: try chosenPassphrase()
        ).run()
        if output.json {
            Console.json([
                "organisation": .string(outcome.node.organisation.identifier), "folder": .string(node.folder.path),
                "keyFile": outcome.keyFile.map { .string($0.path) } ?? .null, "database": .string(outcome.node.database.dialect.rawValue),
            ])
        } else {
            Console.line("The node of \(outcome.node.organisation.name) is in \(node.folder.path).")
        }
        if let keyFile = outcome.keyFile {
            Console.message(
                """
                It is unlocked by the key file \(keyFile.path). Without it nothing can be read: keep a copy apart from the data, or set a passphrase with
                corridor keys protect, or let several people hold the key together with corridor keys split.
                """)
        }
    }

    /// At a terminal the person chooses; elsewhere the environment or a key file does.
    private func chosenPassphrase() throws -> String? {
        guard node.keyFile == nil, try node.means.passphrase() == nil, isatty(STDIN_FILENO) == 1 else { return nil }
        guard let first = Console.ask("Choose a passphrase (empty for a key file): "), !first.isEmpty else { return nil }
        guard Console.ask("Once more: ") == first else { throw AppError("The two passphrases differ. Start again.") }
        return first
    }
}
