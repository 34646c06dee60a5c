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
        @OptionGroup var place: FeedOutput

        func run() throws {
            let bytes = try DirectoryFeed.bytes(of: try place.node.open())
            let feed = try DirectoryFeed(bytes: bytes, file: place.output)
            let counts = DirectoryCommand.counted(feed.document.organizations.count, feed.document.services.count)
            try place.write(bytes, feed.signed, contents: counts)
        }
    }

    struct Follow: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take in the signed feed of another organisation.", discussion: "What its owner no longer publishes is taken out.")
        @OptionGroup var feed: FeedArguments

        func run() throws {
            let read = try DirectoryFeed(bytes: try feed.bytes(), file: feed.name)
            let outcome = try DirectoryFollowing(try feed.node.open()).follow(
                read, comparedCode: feed.code, isCoordinator: feed.coordinator, by: Reader.keyHolder.account)
            let entries = outcome.entries
            for finding in entries.findings { Console.message(finding) }
            feed.report(
                read.name, outcome.trust,
                "\(entries.read) entries read, \(entries.saved) saved, \(entries.unchanged) there already, \(entries.takenOut) taken out")
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
