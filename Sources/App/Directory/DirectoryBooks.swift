import Dictionary
import Journal
import Storage
import Synchronization

/// The directories of all organisations of a node, in memory as readers of each clearance see them, each in step with its journal at every question.
///
/// Nothing writes to it: before it answers, it reads what was appended to the journal since its last answer, in the same transaction. What identifies people (contact
/// persons, private notes) is never held.
final class DirectoryBooks: Sendable {
    /// All entries, in the order in which they were written.
    struct Entries: Sendable {
        var organisations: [DirectoryEntry] = []
        var services: [DirectoryEntry] = []
    }

    private struct Key: Hashable, Sendable {
        var organisation: Int64
        var clearance: Sensitivity
    }

    private struct Held: Sendable {
        var entries = Entries()
        /// The journal's place that it is as of.
        var sequence: Int64
    }

    /// Beyond so many entries of the journal reading the whole directory is quicker than going after each.
    private static let tailLimit: Int64 = 1_000

    private let held = Mutex<[Key: Held]>([:])

    /// The directory as it is in the connection's transaction. O(entries of the journal since the last question), and O(entries of the directory) at the first.
    /// - Parameter clearance: the most sensitive that the reader may see; who may see identity gets what is less.
    func entries(of node: Node, _ clearance: Sensitivity, _ connection: any Connection) throws -> Entries {
        let clearance = min(clearance, .sensitive)
        let key = Key(organisation: node.organisation.number, clearance: clearance)
        return try held.withLock { held throws -> Entries in
            // Taken out, so that changing it copies nothing. After an error it is filled anew.
            let current = try Self.current(held.removeValue(forKey: key), node, clearance, connection)
            held[key] = current
            return current.entries
        }
    }

    private static func current(_ held: consuming Held?, _ node: Node, _ clearance: Sensitivity, _ connection: any Connection) throws -> Held {
        let tail = JournalTail(connection: connection, organisation: node.organisation.number)
        let head = try tail.head()
        var reading = DirectoryReading(node, reader: Reader(account: Reader.keyHolder.account, clearance: clearance), connection)
        guard var book = held, head - book.sequence <= tailLimit else {
            let entries = Entries(organisations: try reading.entries("organisation"), services: try reading.entries("service"))
            return Held(entries: entries, sequence: head)
        }
        // Another question, whose transaction began later, may have been answered first.
        guard head > book.sequence else { return book }
        for change in try tail.changes(after: book.sequence) where change.kind == "organisation" || change.kind == "service" {
            let entry = try entry(change.record, &reading)
            if change.kind == "organisation" {
                update(&book.entries.organisations, change.record, entry)
            } else {
                update(&book.entries.services, change.record, entry)
            }
        }
        book.sequence = head
        return book
    }

    /// Nil for what was taken out or erased.
    private static func entry(_ record: String, _ reading: inout DirectoryReading) throws -> DirectoryEntry? {
        do { return try reading.entry(record) } catch WebError.notFound { return nil }
    }

    private static func update(_ entries: inout [DirectoryEntry], _ record: String, _ entry: DirectoryEntry?) {
        let place = entries.firstIndex { $0.record == record }
        switch (place, entry) {
        case (let place?, let entry?): entries[place] = entry
        case (let place?, nil): entries.remove(at: place)
        case (nil, let entry?): entries.append(entry)
        case (nil, nil): break
        }
    }
}
