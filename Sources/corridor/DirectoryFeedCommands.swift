import App
import ArgumentParser
import Foundation
import Interchange
import Vault

extension DirectoryCommand {
    struct Publish: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the entries that this organisation owns as a signed feed.",
            discussion: "Private notes, contact persons and places that must stay secret are not in it. Followers compare the code that is printed.")
        @OptionGroup var node: NodeOptions
        @Option(name: .long, help: ArgumentHelp("The file.", valueName: "FILE"))
        var output: String

        func run() throws {
            let bytes = try DirectoryFeed.bytes(of: try node.open())
            try Data(bytes).write(to: URL(filePath: output), options: .atomic)
            let feed = try DirectoryFeed(bytes: bytes, file: output)
            Console.line("\(feed.document.organizations.count) organisations and \(feed.document.services.count) services written to \(output).")
            Console.line("Code of the keys, to be compared by voice: \(feed.keys.verificationCode)")
        }
    }

    struct Follow: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take in the signed feed of another organisation.")
        @Argument(help: ArgumentHelp("The file that its owner published.", valueName: "FILE"))
        var file: String
        @OptionGroup var node: NodeOptions
        @Option(name: .long, help: ArgumentHelp("The code that you have compared with the owner by voice or face to face.", valueName: "CODE"))
        var code: String?
        @Flag(name: .long, help: "The owner coordinates a network and may vouch for the keys of its members. Needs --code.")
        var coordinator = false

        func validate() throws {
            guard !coordinator || code != nil else { throw ValidationError("--coordinator needs --code: compare the coordinator's code first.") }
        }

        func run() throws {
            let feed = try DirectoryFeed(bytes: [UInt8](try Data(contentsOf: URL(filePath: file))), file: URL(filePath: file).lastPathComponent)
            let outcome = try DirectoryFollowing(try node.open()).follow(
                feed, comparedCode: code, isCoordinator: coordinator, by: Reader.keyHolder.account)
            for finding in outcome.entries.findings { Console.message(finding) }
            Console.line(
                "Feed of \(feed.name) (\(outcome.trust.rawValue)): \(outcome.entries.read) entries read, \(outcome.entries.saved) saved, \(outcome.entries.unchanged) there already."
            )
        }
    }

    struct Vouch: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "As coordinator of a network, sign for the keys of a member in its feed.",
            discussion: "Compare the code with the member first. Whoever follows you as coordinator then takes the feed without comparing again.")
        @Argument(help: ArgumentHelp("The member's feed.", valueName: "FILE"))
        var file: String
        @OptionGroup var node: NodeOptions
        @Option(name: .long, help: ArgumentHelp("The code that you have compared with the member.", valueName: "CODE"))
        var code: String
        @Option(name: .long, help: ArgumentHelp("Where the feed with your signature is written.", valueName: "FILE"))
        var output: String

        func run() throws {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
            let feed = try DirectoryFeed(bytes: bytes, file: URL(filePath: file).lastPathComponent)
            let node = try node.open()
            // Following checks the code, and refuses keys that have changed.
            _ = try DirectoryFollowing(node).follow(feed, comparedCode: code, by: Reader.keyHolder.account)
            try Data(try SignedFeed.adding(try SignedFeed.vouch(for: feed.keys, by: node), to: bytes)).write(
                to: URL(filePath: output), options: .atomic)
            Console.line("Signed for the keys of \(feed.name): \(output)")
        }
    }
}
