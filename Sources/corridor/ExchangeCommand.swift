import App
import ArgumentParser
import Exchange
import Formats
import Foundation
import Vault

struct ExchangeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exchange", abstract: "Exchange with partner organisations: who they are, what waits, carrying by file, repairing.",
        subcommands: [
            Peers.self, Invite.self, Add.self, Verify.self, Block.self, Export.self, Import.self, Status.self, Try.self, Repair.self, Rehearse.self,
        ])

    /// Which organisation of which node.
    struct Place: ParsableArguments {
        @OptionGroup var node: NodeOptions
        @Option(name: .long, help: ArgumentHelp("Identifier of the organisation, where a node has several.", valueName: "ID"))
        var organisation: String?

        func exchange() throws -> ExchangeAdministration {
            let all = try NodeOrganisations(try node.open()).all()
            guard let chosen = organisation.map({ wanted in all.first { $0.organisation.identifier == wanted } }) ?? all.first else {
                throw AppError("The node has no organisation \(organisation ?? ""). corridor organisation list shows them.", isWrongUse: true)
            }
            return ExchangeAdministration(chosen)
        }
    }

    struct Peers: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the partner organisations.")
        @OptionGroup var place: Place
        @OptionGroup var output: JSONOption

        func run() throws {
            let exchange = try place.exchange()
            let partners = try exchange.partners()
            if output.json { return Console.json(["partners": .array(try partners.map { try json($0, exchange) })]) }
            Console.table(
                ["Identifier", "Country", "Name", "Trust", "Waiting"],
                partners.map { [$0.identifier, $0.country, $0.name, $0.changedKeys == nil ? $0.trust.rawValue : "KEYS CHANGED", String($0.unconfirmed)] })
        }

        private func json(_ partner: Partner, _ exchange: ExchangeAdministration) throws -> JSONValue {
            let trouble: JSONValue = partner.troubles.first.map { .string($0.rawValue) } ?? .null
            // What is read out to the partner. The other half is the partner's to say, and stands nowhere here.
            let code = exchange.halves(with: partner).ours.joined(separator: " ")
            let untold = Int64(try exchange.untold(of: partner))
            return .object([
                "identifier": .string(partner.identifier), "name": .string(partner.name), "country": .string(partner.country),
                "trust": .string(partner.trust.rawValue), "keysChanged": .bool(partner.changedKeys != nil), "waiting": .integer(partner.unconfirmed),
                "confirmed": .integer(partner.confirmed), "received": .integer(partner.received), "untold": .integer(untold), "trouble": trouble,
                "code": .string(code),
            ])
        }
    }

    struct Invite: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the organisation's own invitation, to be sent to a partner. It holds no secret.",
            discussion: "With --address and --relay also sets where partners reach the organisation; an empty text takes it away.")
        @OptionGroup var place: Place
        @Option(name: .long, help: ArgumentHelp("The address of this node as partners reach it.", valueName: "ADDRESS"))
        var address: String?
        @Option(name: .long, help: ArgumentHelp("The address of a relay, for a node that cannot be reached.", valueName: "ADDRESS"))
        var relay: String?

        func run() throws {
            Console.line(try place.exchange().invitation(address: address, relay: relay))
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add the organisation of an invitation. It is not trusted by that: see verify.")
        @OptionGroup var place: Place
        @Argument(help: ArgumentHelp("A file with the invitation; - for standard input.", valueName: "FILE"))
        var file: String

        func run() throws {
            let exchange = try place.exchange()
            let data = file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try Files.read(file)
            let partner = try exchange.add(String(decoding: data, as: UTF8.self))
            let halves = exchange.halves(with: partner)
            let isChanged = partner.changedKeys != nil
            if isChanged { Console.message(ExchangeError(.changedKeys).description) }
            Console.line("\(Console.plain(partner.name)) is a partner as \(partner.identifier), \(isChanged ? "KEYS CHANGED" : partner.trust.rawValue).")
            guard !partner.trust.isTrusted || partner.changedKeys != nil else { return }
            Console.line("Call them on a number that did not come with the invitation. Read to them:  \(halves.ours.joined(separator: " "))")
            Console.line("Then: corridor exchange verify \(partner.identifier) --code \"WHAT THEY READ TO YOU\" --data \(place.node.data)")
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Trust a partner's keys after comparing the code by telephone.")
        @OptionGroup var place: Place
        @Argument(help: "Identifier of the partner.") var partner: String
        @Option(name: .long, help: ArgumentHelp("The digits that the partner has read to you.", valueName: "DIGITS"))
        var code: String

        func run() throws {
            try place.exchange().verify(partner, code: code)
            Console.line("The keys agree. Messages cross from now on.")
        }
    }

    struct Block: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Block a partner, unblock or remove it.")
        @OptionGroup var place: Place
        @Argument(help: "Identifier of the partner.") var partner: String
        @Flag(name: .long, help: "Take the blocking back; the keys are then to be compared again.") var undo = false
        @Flag(name: .long, help: "Remove the partner, and throw away what was still to go.") var remove = false

        func run() throws {
            try place.exchange().set(remove ? .removed : undo ? .unverified : .blocked, of: partner)
            Console.line(remove ? "Removed." : undo ? "Unblocked; compare the code again." : "Blocked: nothing is sent or taken.")
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write everything that a partner does not have yet, to be carried by hand: as a file, or as pictures of QR codes.",
            discussion: """
                What is written is sealed to the partner. What is not confirmed by what comes back is written again next time; nothing takes effect twice. Codes hold no \
                attachments; the partner scans them in any order and imports the texts.
                """)
        @OptionGroup var place: Place
        @Argument(help: "Identifier of the partner.") var partner: String
        @Option(name: .long, help: ArgumentHelp("The file to write.", valueName: "FILE"))
        var output: String?
        @Option(name: .customLong("qr"), help: ArgumentHelp("A folder for a picture of each code.", valueName: "FOLDER"))
        var folder: String?
        @Option(name: .long, help: ArgumentHelp("A page with all codes, to be printed or shown.", valueName: "FILE"))
        var html: String?

        func validate() throws {
            guard [output, folder, html].count(where: { $0 != nil }) == 1 else { throw ValidationError("Say one of --output FILE, --qr FOLDER, --html FILE.") }
        }

        func run() throws {
            let exchange = try place.exchange()
            if let output {
                let count = try exchange.export(to: partner, into: URL(filePath: output))
                return Console.line("\(Console.count(count, "envelope is", "envelopes are")) in \(output).")
            }
            let pictures = try exchange.codes(for: partner).map { try QRCode($0, correction: .low).svg }
            if let folder {
                try FileManager.default.createDirectory(at: URL(filePath: folder), withIntermediateDirectories: true)
                for (index, picture) in pictures.enumerated() {
                    try Data(picture.utf8).write(to: URL(filePath: folder).appending(path: "code-\(index + 1)-of-\(pictures.count).svg"))
                }
            } else if let html {
                let title = "Codes for a partner"
                let sections = pictures.enumerated().map { "<h2>\($0.offset + 1) / \(pictures.count)</h2>\($0.element)" }.joined(separator: "\n")
                let page = "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>\(title)</title><h1>\(title)</h1>\n\(sections)</html>\n"
                try Data(page.utf8).write(to: URL(filePath: html))
            }
            Console.line("\(Console.count(pictures.count, "code is", "codes are")) in \(folder ?? html ?? "").")
        }
    }

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take what a partner has exported: a file, or a text file with the texts of scanned codes in any order.")
        @OptionGroup var place: Place
        @Argument(help: ArgumentHelp("The file.", valueName: "FILE"))
        var file: String
        @OptionGroup var output: JSONOption

        func run() throws {
            let outcome = try place.exchange().take(Array(try Files.read(file)))
            if output.json {
                Console.json([
                    "taken": .integer(Int64(outcome.taken)), "refused": .integer(Int64(outcome.refused)), "new": .integer(Int64(outcome.new)),
                    "repeated": .integer(Int64(outcome.repeated)),
                ])
            } else {
                Console.line(
                    "\(Console.count(outcome.taken, "envelope", "envelopes")) taken, \(outcome.refused) refused; \(Console.count(outcome.new, "new message", "new messages")), \(outcome.repeated) that were here already.")
            }
            guard let reason = outcome.reasons.first else { return }
            if outcome.taken == 0 { throw reason }
            for reason in outcome.reasons { Console.message(reason.description) }
        }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what waits for each partner, what was confirmed, and what hinders it.")
        @OptionGroup var place: Place

        func run() throws {
            let exchange = try place.exchange()
            let mailbox = try exchange.mailbox()
            Console.line("Own mailbox: \(mailbox.name)\(mailbox.relay.isEmpty ? "" : " at the relay \(mailbox.relay)")")
            if let trouble = mailbox.trouble { Console.message(trouble.description) }
            Console.table(
                ["Partner", "Waiting", "Confirmed", "Received", "Not told yet", "Trouble"],
                try exchange.partners().map { partner in
                    [
                        partner.name, String(partner.unconfirmed), String(partner.confirmed), String(partner.received),
                        String(try exchange.untold(of: partner)),
                        partner.troubles.map { ExchangeError($0).description }.joined(separator: " "),
                    ]
                })
        }
    }

    struct Try: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Send a partner messages that say nothing, to try whether they arrive: see status.")
        @OptionGroup var place: Place
        @Argument(help: "Identifier of the partner.") var partner: String
        @Option(name: .long, help: ArgumentHelp("How many, at most \(ExchangeAdministration.testLimit).", valueName: "N")) var count = 1

        func validate() throws {
            guard (1...ExchangeAdministration.testLimit).contains(count) else {
                throw ValidationError("--count must be a number from 1 to \(ExchangeAdministration.testLimit).")
            }
        }

        func run() throws {
            // Each part is on its way once it is told: an interruption ends between two.
            try place.exchange().sendTest(to: partner, count: count) { done in
                if count > 1_000, done % 1_000 == 0, done < count { Console.message("\(done) of \(count) messages are on their way …") }
            }
            Console.line(count == 1 ? "1 message is on its way." : "\(count) messages are on their way.")
        }
    }

    struct Repair: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ask a partner what they have; what either side lacks is sent again.")
        @OptionGroup var place: Place
        @Argument(help: "Identifier of the partner.") var partner: String

        func run() throws {
            try place.exchange().repair(partner)
            Console.line("The partner is asked with the next envelope.")
        }
    }

    struct Rehearse: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Let two made-up organisations exchange referrals over a bad network, on a simulated clock, and check that nothing is lost, doubled or leaked.",
            discussion:
                "Each number is a schedule of loss, delay, repetition, damage, cuts, crashes, restores and wrong clocks. A schedule that fails is shown again with --seed. With --nodes two real nodes with a database each take the place of stores in memory, and are killed at any statement."
        )
        @Option(name: .long, help: ArgumentHelp("How many schedules.", valueName: "N")) var schedules = 1_000
        @Option(name: .long, help: ArgumentHelp("The first schedule.", valueName: "S")) var first: UInt64 = 1
        @Option(name: .long, help: ArgumentHelp("Only this schedule.", valueName: "S")) var seed: UInt64?
        @Flag(name: .long, help: "Really seal and sign every envelope.") var sealed = false
        @Flag(name: .long, help: "Two real nodes with databases, in a folder that is removed afterwards.") var nodes = false
        @Option(
            name: .long,
            help: ArgumentHelp("With --nodes: a PostgreSQL database, in which two schemas are made and removed; else SQLite files.", valueName: "URL"))
        var database: String?
        @OptionGroup var output: JSONOption

        func validate() throws {
            guard schedules > 0, schedules <= 10_000_000 else { throw ValidationError("--schedules must be a number from 1 to 10000000.") }
            guard database == nil || nodes else { throw ValidationError("--database goes with --nodes.") }
            guard !nodes || !sealed else { throw ValidationError("Between nodes every envelope is sealed: leave --sealed out.") }
        }

        /// What runs a schedule, and the folder to be removed afterwards; nil for none.
        private func rehearsal() throws -> (run: (UInt64) -> RehearsalOutcome, folder: URL?) {
            guard nodes else {
                let keys = sealed ? (try OrganisationKeys(organisation: "first", at: 0), try OrganisationKeys(organisation: "second", at: 0)) : nil
                return ({ Rehearsal.run(seed: $0, (RehearsedReferrals(), RehearsedReferrals()), sealed: keys) }, nil)
            }
            let folder = FileManager.default.temporaryDirectory.appending(path: "corridor-rehearsal-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let place = try RehearsedPlace(in: folder, server: database)
            return ({ NodeRehearsal.run(seed: $0, at: place) }, folder)
        }

        func run() throws {
            let (rehearse, folder) = try rehearsal()
            defer { if let folder { try? FileManager.default.removeItem(at: folder) } }
            let seeds = seed.map { $0...$0 } ?? first...(first + UInt64(schedules) - 1)
            var (failed, messages, envelopes, lost, damaged, crashes, restores, secrets) = (0, 0, 0, 0, 0, 0, 0, 0)
            let started = ContinuousClock.now
            for seed in seeds {
                let outcome = rehearse(seed)
                messages += outcome.messages
                envelopes += outcome.envelopes
                lost += outcome.lost
                damaged += outcome.damaged
                crashes += outcome.crashes
                restores += outcome.restores
                secrets += outcome.secrets
                guard !outcome.faults.isEmpty else { continue }
                failed += 1
                for fault in outcome.faults { Console.message("schedule \(seed): \(fault)") }
            }
            let elapsed = started.duration(to: .now).components
            let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
            if output.json {
                Console.json([
                    "schedules": .integer(Int64(seeds.count)), "failed": .integer(Int64(failed)), "messages": .integer(Int64(messages)),
                    "envelopes": .integer(Int64(envelopes)), "lost": .integer(Int64(lost)), "damaged": .integer(Int64(damaged)),
                    "crashes": .integer(Int64(crashes)), "restores": .integer(Int64(restores)), "secretsTakenBack": .integer(Int64(secrets)),
                    "seconds": .number((seconds * 1000).rounded() / 1000),
                ])
            } else {
                Console.line(
                    "\(seeds.count) schedules, \(failed) failed: \(messages) messages in \(envelopes) envelopes, \(lost) lost, \(damaged) damaged, \(crashes) crashes, \(restores) restores, \(secrets) secrets taken back; \(Int(seconds.rounded())) s."
                )
            }
            if failed > 0 { throw AppError("\(failed) schedules failed. Show one again with: corridor exchange rehearse\(nodes ? " --nodes" : "") --seed S") }
        }
    }

    private enum Files {
        static func read(_ path: String) throws -> Data {
            guard let data = try? Data(contentsOf: URL(filePath: path)) else { throw AppError("The file \(path) cannot be read.", isWrongUse: true) }
            return data
        }
    }
}
