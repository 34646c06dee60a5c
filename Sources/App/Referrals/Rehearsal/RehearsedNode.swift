import Dictionary
import Exchange
import Foundation
import Referral
import Storage

/// One of the two nodes of a schedule: the real code over a real database, whose process can be killed at every statement.
final class RehearsedNode {
    private let place: RehearsedPlace
    private let side: Int
    private let folder: URL
    /// The database file in use; a new one after each crash, with the bytes that were on the disk at that moment.
    private var file: URL
    private var copies = 0
    private(set) var node: Node
    private var database: CrashingDatabase
    /// By how much its clock is wrong, in milliseconds.
    var offset: Int64 = 0
    private var backups: [Int: URL] = [:]
    /// Every text that was offered or shared here, by referral.
    var secrets: [String: [String]] = [:]
    let partner: String

    init(_ place: RehearsedPlace, side: Int, folder: URL) throws {
        (self.place, self.side, self.folder) = (place, side, folder)
        file = folder.appending(path: "\(side)-0")
        if place.isCopied { try Self.copy(place.file(side), to: file) }
        partner = place.nodes[1 - side].organisation.identifier
        (node, database) = try Self.open(place, side, file, keeping: folder.appending(path: "\(side)-1"))
    }

    deinit { try? node.close() }

    private static func open(_ place: RehearsedPlace, _ side: Int, _ file: URL, keeping next: URL) throws -> (Node, CrashingDatabase) {
        let isCopied = place.isCopied
        let database = CrashingDatabase(try place.database(side, file: file)) { if isCopied { try copy(file, to: next) } }
        let model = place.nodes[side]
        let node = Node(
            folder: model.folder, configuration: model.configuration, database: database, dictionary: model.dictionary, organisation: model.organisation,
            nodeKey: model.nodeKey, keys: model.keys, terms: FactTerms(), listFields: model.listFields, clock: model.clock, now: model.now)
        return (node, database)
    }

    /// The database and its log as they are on the disk; what SQLite holds in shared memory is lost with the process.
    private static func copy(_ file: URL, to copy: URL) throws {
        for suffix in ["", "-wal"] {
            try? FileManager.default.removeItem(atPath: copy.path + suffix)
            if FileManager.default.fileExists(atPath: file.path + suffix) {
                try FileManager.default.copyItem(atPath: file.path + suffix, toPath: copy.path + suffix)
            }
        }
    }

    func set(_ time: Int64) { place.clocks[side].set(UInt64(max(0, Int64(RehearsedPlace.start) + time + offset))) }

    // MARK: The process

    /// Runs what the process does. With a number the process is killed at that statement.
    /// - Throws: ``RehearsedCrash`` where it was killed.
    func run<Result>(crashAfter statements: Int?, _ body: (Node) throws -> Result) throws -> Result {
        database.crash(after: statements)
        let result = try body(node)
        database.crash(after: nil)
        return result
    }

    /// Kills the process wherever it is and starts another on what is on the disk. A node that starts asks its partners what they have.
    func restart() throws {
        if place.isCopied {
            let next = folder.appending(path: "\(side)-\(copies + 1)")
            if !FileManager.default.fileExists(atPath: next.path) { try Self.copy(file, to: next) }
            try go(on: next)
        } else {
            try? node.close()
            (node, database) = try Self.open(place, side, file, keeping: file)
        }
        try ExchangeDelivery(node: node).compare(partner)
    }

    private func go(on next: URL) throws {
        try? node.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
        copies += 1
        file = next
        (node, database) = try Self.open(place, side, file, keeping: folder.appending(path: "\(side)-\(copies + 1)"))
    }

    func backUp(_ number: Int) throws {
        let backup = folder.appending(path: "\(side)-backup-\(number)")
        try Self.copy(file, to: backup)
        backups[number] = backup
    }

    /// - Returns: false if there is no such backup.
    func restore(_ number: Int) throws -> Bool {
        guard place.isCopied, let backup = backups[number] else { return false }
        let next = folder.appending(path: "\(side)-\(copies + 1)")
        try Self.copy(backup, to: next)
        try go(on: next)
        try ExchangeDelivery(node: node).compare(partner)
        return true
    }

    // MARK: The exchange

    func state() throws -> Partner {
        try node.database.read { try PartnerRows($0, organisation: node.organisation).require(partner) }
    }

    /// When the exchange has something to do next, in milliseconds of the schedule; nil for never.
    func due() throws -> Int64? {
        let due = try state().due
        return due == Partner.never ? nil : due - Int64(RehearsedPlace.start) - offset
    }

    // MARK: Looking

    func rows() throws -> [ReferralRow] {
        try node.database.read { connection in
            let names = try connection.all(
                "SELECT referral FROM referral WHERE organisation = ? ORDER BY offered, conversation", [.integer(node.organisation.number)]
            ) { $0.text(0) }
            return try names.compactMap { try ReferralRows(node, connection).find($0) }
        }
    }

    func steps(_ referral: String) throws -> [ReferralStep] { try node.database.read { try ReferralSteps(node, $0).all(of: referral) } }

    /// Everything of a referral that can be read here: its steps, and the records that came with it.
    func readable(_ row: ReferralRow) throws -> String {
        let told = try steps(row.referral).compactMap(\.content).map { String(decoding: $0.canonicalBytes, as: UTF8.self) }
        guard row.direction == .incoming, !row.caseRecord.isEmpty else { return told.joined(separator: "\n") }
        let report = try RecordViewing(node, reader: .keyHolder).report(on: row.caseRecord, withHistory: false)
        let views = [report.view] + report.linked.map(\.view)
        return (told + views.flatMap { $0.fields.compactMap { $0.answer?.value?.displayText } }).joined(separator: "\n")
    }
}
