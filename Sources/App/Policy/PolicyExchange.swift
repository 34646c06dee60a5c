import Dictionary
import Entitlements
import Formats
import Journal
import Storage
import Vault

/// The register out of the node and into it: exports, imports as proposals, and signed feeds.
public struct PolicyExchange: Sendable {
    private let node: Node

    public init(_ node: Node) { self.node = node }

    /// The register as this organisation has it.
    public func register() throws -> Register {
        try node.database.read { connection in
            var reading = PolicyReading(node, reader: .keyHolder, connection)
            return try reading.register().register
        }
    }

    // MARK: Imports

    /// What an import did.
    public struct ImportOutcome: Sendable {
        public var read = 0
        public var proposed = 0
        public var unchanged = 0
        /// Entries that could not be proposed, with the reason.
        public var findings: [String] = []
    }

    /// Proposes what a document says and the register does not. Nothing changes before a second person has approved it; importing twice proposes once.
    /// - Throws: `RegisterDocument.Problem` if the document is damaged.
    public func propose(_ bytes: [UInt8], reason: String, by author: String) throws -> ImportOutcome {
        let entries = try RegisterDocument.read(try JSONValue.parse(bytes))
        var outcome = ImportOutcome(read: entries.count)
        let work = PolicyWork(node: node, account: author)
        let present = try register()
        let waiting = try node.database.read { connection in
            var reading = PolicyReading(node, reader: .keyHolder, connection)
            return Set(try reading.changes().filter { $0.state == .waiting }.map { "\($0.entry)\n\(PolicyContent.json($0.change).canonicalBytes())" })
        }
        for entry in entries {
            for change in Self.changes(from: present[entry.identifier], to: entry) {
                guard !waiting.contains("\(entry.identifier)\n\(PolicyContent.json(change).canonicalBytes())") else {
                    outcome.unchanged += 1
                    continue
                }
                do {
                    _ = try work.propose(change, to: entry.identifier, reason: reason, submission: RecordIdentifier.random())
                    outcome.proposed += 1
                } catch let error as RegisterError where error.problem == .unchanged {
                    outcome.unchanged += 1
                } catch let error as RegisterError {
                    outcome.findings.append("\(entry.identifier): \(error)")
                }
            }
            if Self.changes(from: present[entry.identifier], to: entry).isEmpty { outcome.unchanged += 1 }
        }
        return outcome
    }

    /// The steps that lead from an entry to what a document says of it. What the document does not name stays.
    static func changes(from present: Instrument?, to entry: Instrument) -> [RegisterChange] {
        guard let present else { return [.entry(entry)] }
        var changes: [RegisterChange] = []
        var described = entry
        described.versions = present.versions
        if described != present { changes.append(.entry(described)) }
        for version in entry.versions {
            guard var held = present.versions.first(where: { $0.identifier == version.identifier }) else {
                changes.append(.version(version))
                continue
            }
            held.provisions = []
            if held.translations != version.translations {
                for (language, translation) in version.translations.sorted(by: { $0.key < $1.key }) where held.translations[language]?.text != translation.text
                {
                    changes.append(.translation(version: version.identifier, language: language, text: translation.text))
                }
                held.translations = version.translations
            }
            if held != version { changes.append(.correction(version)) }
        }
        return changes
    }

    // MARK: Feeds

    /// The signed feed of what this organisation itself has added to the register: its own entries, and its versions of entries of the program.
    public func feed() throws -> [UInt8] {
        let own = try node.database.read { connection in
            var reading = PolicyReading(node, reader: .keyHolder, connection)
            return try reading.register().all.filter { $0.origin == .own && !$0.versionRecords.isEmpty }.map { entry in
                var instrument = entry.instrument
                instrument.versions = instrument.versions.filter { entry.versionRecords[$0.identifier] != nil }
                return instrument
            }
        }
        return try SignedFeed.bytes(of: node, .policy, entries: RegisterDocument.json(own, withProvisions: false))
    }

    private static func entries(of feed: SignedFeed, file: String) throws -> [Instrument] {
        do {
            return try RegisterDocument.read(feed.entries)
        } catch {
            throw AppError("\(file): \(error)")
        }
    }

    /// What taking in a feed would do.
    struct FeedDifference: Sendable {
        var added: [Instrument] = []
        var changed: [Instrument] = []
        /// Entries that came with an earlier feed of the owner and are no longer in it.
        var gone: [Instrument] = []
        var unchanged = 0
    }

    /// What a feed would add, change and take out. Nothing is written.
    func difference(_ feed: SignedFeed, file: String) throws -> FeedDifference {
        let entries = try Self.entries(of: feed, file: file)
        let owner = feed.keys.organisation
        return try node.database.read { connection in
            var reading = PolicyReading(node, reader: .keyHolder, connection)
            let known = try reading.register().all.filter { $0.owner == owner }
            var difference = FeedDifference()
            var kept: Set<String> = []
            for entry in entries {
                let record = PolicyWriting.record(ofFeed: owner, entry.identifier, node)
                kept.insert(record)
                guard let before = known.first(where: { $0.record == record }) else {
                    difference.added.append(entry)
                    continue
                }
                var instrument = entry
                instrument.identifier = record
                if before.instrument == instrument { difference.unchanged += 1 } else { difference.changed.append(entry) }
            }
            difference.gone = known.filter { entry in entry.record.map { !kept.contains($0) } ?? false }.map(\.instrument)
            return difference
        }
    }

    public struct FollowOutcome: Sendable {
        public var read = 0
        public var changed = 0
        public var name = ""
        public var trust = FollowedFeeds.Trust.compared
    }

    /// Takes in the feed of another organisation. Its entries stand beside the own ones under its name; what it no longer publishes is taken out.
    /// - Parameter comparedCode: the verification code that somebody has compared with the owner; nil where keys are known or vouched for.
    /// - Throws: ``AppError`` if the feed is damaged, its keys are not known to be the owner's, or it is older than one that was taken in.
    public func follow(_ bytes: [UInt8], file: String, comparedCode: String? = nil, isCoordinator: Bool = false, by author: String) throws -> FollowOutcome {
        let feed = try SignedFeed(bytes: bytes, file: file, purpose: .policy)
        let entries = try Self.entries(of: feed, file: file)
        let owner = feed.keys.organisation
        let word = FollowedFeeds.Word(comparedCode: comparedCode)
        let (changed, trust) = try FollowedFeeds(node).takeIn(feed, word, isCoordinator: isCoordinator, by: author) { transaction in
            var reading = PolicyReading(node, reader: .keyHolder, transaction.connection)
            let known = try reading.register().all.filter { $0.owner == owner }
            let writing = PolicyWriting(transaction)
            var changed = 0
            var kept: Set<String> = []
            for entry in entries {
                let record = PolicyWriting.record(ofFeed: owner, entry.identifier, node)
                kept.insert(record)
                let before = known.first { $0.record == record }
                var instrument = entry
                instrument.identifier = record
                if let before, before.instrument == instrument { continue }
                // What the owner had taken out and publishes again is there again.
                if before == nil { try transaction.setRetracted(false, record: record, ground: "In the feed of \(feed.name) again") }
                try writing.write(before == nil ? entry : instrument, over: before, owner: owner, source: feed.name)
                changed += 1
                for follower in try PolicyFollowing(node: node, connection: transaction.connection).followers(of: entry) where follower != author {
                    try Notifications.announce(to: follower, in: transaction)
                }
            }
            for gone in known {
                guard let record = gone.record, !kept.contains(record) else { continue }
                try transaction.setRetracted(true, record: record, ground: "No longer in the feed of \(feed.name)")
                changed += 1
            }
            return changed
        }
        return FollowOutcome(read: entries.count, changed: changed, name: feed.name, trust: trust)
    }
}
