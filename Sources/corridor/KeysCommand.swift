import App
import ArgumentParser
import Formats
import Foundation
import Vault

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Protect, share, recover and replace the node's keys.",
        subcommands: [Show.self, Protect.self, Split.self, Recover.self, Rotate.self])

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show how the node is unlocked, and the organisation's public keys.")
        @OptionGroup var node: NodeOptions
        @OptionGroup var output: JSONOption

        func run() throws {
            let keys = KeyAdministration(try node.open())
            if output.json {
                Console.json([
                    "fingerprint": .string(keys.publicKeys.fingerprint), "verificationCode": .string(keys.publicKeys.verificationCode),
                    "locks": .array(keys.locks.map { .string($0.kind.rawValue) }), "nodeKey": .string(keys.locks.first?.nodeKey ?? ""),
                ])
            } else {
                Console.line("Unlocked by: \(keys.locks.map(\.kind.rawValue).joined(separator: ", "))")
                Console.line("Fingerprint of the organisation's public keys: \(keys.publicKeys.fingerprint)")
                Console.line("To compare by telephone: \(keys.publicKeys.verificationCode)")
            }
        }
    }

    struct Protect: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a new passphrase, or a new key file, in place of the present lock.",
            discussion: "The passphrase is asked for at a terminal, or taken from CORRIDOR_NEW_PASSPHRASE. Without one a new key file is made.")
        @OptionGroup var node: NodeOptions
        @Option(name: .long, help: ArgumentHelp("Where a new key file is put.", valueName: "FILE"))
        var newKeyFile: String?

        func run() throws {
            let keys = KeyAdministration(try node.open())
            let file = try keys.protect(passphrase: try NewLock.passphrase(), means: NewLock.means(node, newKeyFile))
            Console.line(NewLock.sentence(file))
        }
    }

    struct Split: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Split the node's key among people, so that any few of them recover it together.",
            discussion: "Give each person one share, on paper, and keep none. One share alone tells nothing.")
        @OptionGroup var node: NodeOptions
        @Option(name: .long, help: ArgumentHelp("How many people get a share (2 to 16).", valueName: "N"))
        var shares = 3
        @Option(name: .long, help: ArgumentHelp("How many of them are needed (2 to N).", valueName: "K"))
        var threshold = 2
        @OptionGroup var output: JSONOption

        func run() throws {
            let parts = try KeyAdministration(try node.open()).split(threshold: threshold, count: shares)
            if output.json {
                Console.json(["threshold": .integer(Int64(threshold)), "shares": .array(parts.map { .string($0.text) })])
            } else {
                for part in parts { Console.line(part.printedText + "\n") }
            }
        }
    }

    struct Recover: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Recover the node's key from the holders' shares, and set a new lock.",
            discussion: "Give each share as a file, or as text with --share. The new passphrase is taken as in keys protect.")
        @OptionGroup var node: NodeOptions
        @Argument(help: ArgumentHelp("Files that hold one share each.", valueName: "FILE"))
        var files: [String] = []
        @Option(name: .long, help: ArgumentHelp("A share as text; may be given several times.", valueName: "TEXT"))
        var share: [String] = []
        @Option(name: .long, help: ArgumentHelp("Where a new key file is put.", valueName: "FILE"))
        var newKeyFile: String?

        func run() throws {
            var shares: [KeyShare] = []
            for file in files {
                guard let text = try? String(contentsOf: URL(filePath: file), encoding: .utf8) else { throw AppError("The file \(file) cannot be read.") }
                shares.append(try KeyShare(text: text, name: file))
            }
            for (number, text) in share.enumerated() { shares.append(try KeyShare(text: text, name: "share \(number + 1)")) }
            let keyFile = try KeyAdministration.recover(
                node.folder, shares: shares, passphrase: try NewLock.passphrase(), means: NewLock.means(node, newKeyFile))
            Console.line("The key was recovered. " + NewLock.sentence(keyFile))
        }
    }

    struct Rotate: ParsableCommand {
        enum Key: String, ExpressibleByArgument, CaseIterable {
            case node, wrapping, signing
        }

        static let configuration = CommandConfiguration(
            abstract: "Replace a key; what was sealed and signed before stays readable and valid.",
            discussion: """
                node: the key that opens the organisation's keys (all locks are set anew; old shares end). wrapping: the key under which the records' keys are
                kept. signing: the key that signs the journal.
                """)
        @OptionGroup var node: NodeOptions
        @Option(name: .long, help: ArgumentHelp("node, wrapping or signing.", valueName: "KEY"))
        var key: Key = .wrapping
        @Option(name: .long, help: ArgumentHelp("Where a new key file is put (node only).", valueName: "FILE"))
        var newKeyFile: String?

        func run() throws {
            let keys = KeyAdministration(try node.open())
            switch key {
            case .node:
                Console.line(
                    "The node key was replaced. "
                        + NewLock.sentence(try keys.rotateNodeKey(passphrase: try NewLock.passphrase(), means: NewLock.means(node, newKeyFile))))
            case .wrapping: Console.line("The wrapping key was replaced; \(try keys.rotateWrappingKey()) record keys were wrapped anew.")
            case .signing:
                try keys.rotateSigningKey()
                Console.line("The signing key was replaced. New fingerprint: \(try KeyAdministration(node.open()).publicKeys.fingerprint)")
            }
        }
    }
}

/// How the new lock of a node key is chosen.
enum NewLock {
    static func passphrase() throws -> String? {
        if let given = ProcessInfo.processInfo.environment["CORRIDOR_NEW_PASSPHRASE"], !given.isEmpty { return given }
        guard isatty(STDIN_FILENO) == 1, let first = Console.ask("New passphrase (empty for a key file): "), !first.isEmpty else { return nil }
        guard Console.ask("Once more: ") == first else { throw AppError("The two passphrases differ. Start again.") }
        return first
    }

    static func means(_ node: NodeOptions, _ newKeyFile: String?) -> UnlockMeans {
        var means = node.means
        means.keyFile = newKeyFile.map { URL(filePath: $0) }
        return means
    }

    static func sentence(_ keyFile: URL?) -> String {
        keyFile.map { "The node is unlocked by the key file \($0.path). Keep a copy of it apart from the data." }
            ?? "The node is unlocked by the new passphrase."
    }
}
