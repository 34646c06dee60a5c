import App
import ArgumentParser
import Foundation
import Vault

/// How a feed of another organisation is named on the command line, whatever collection it is of.
struct FeedArguments: ParsableArguments {
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

    /// What the file is called in sentences.
    var name: String { URL(filePath: file).lastPathComponent }

    func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: file))) }

    /// Says what came of it.
    func report(_ name: String, _ trust: FollowedFeeds.Trust, _ outcome: String) {
        Console.line("Feed of \(name) (\(trust.rawValue)): \(outcome).")
    }
}

/// Where the own feed of a collection is written.
struct FeedOutput: ParsableArguments {
    @OptionGroup var node: NodeOptions
    @Option(name: .long, help: ArgumentHelp("The file.", valueName: "FILE"))
    var output: String

    /// Writes it, and prints what followers have to compare.
    /// - Parameter contents: what is in it, in words.
    func write(_ bytes: [UInt8], _ feed: SignedFeed, contents: String) throws {
        try Data(bytes).write(to: URL(filePath: output), options: .atomic)
        Console.line("\(contents) written to \(output).")
        Console.line("Code of the keys, to be compared by voice: \(feed.keys.verificationCode)")
    }
}
