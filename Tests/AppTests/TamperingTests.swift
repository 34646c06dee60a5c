import Dictionary
import Formats
import Foundation
import Journal
import Storage
import Testing
import Vault

@testable import App

/// A node whose journal has entries of several transactions: two cases in one each, a change, and single records.
private func makeWorld(_ backend: Backend) throws -> (world: World, first: SavedCase, second: SavedCase) {
    let world = try World(backend)
    let first = try world.saveCase()
    let second = try world.saveCase(name: "Maya Rai", sector: "construction", summary: "The employer kept her passport.")
    try world.save("case", ["sector": .code("agriculture", note: "on a date farm")], record: first.case)
    try world.save("party", ["names": try .name("Golden Gate Manpower"), "kind": .code("employer-company")])
    try world.save("case", ["summary": .text("A new account of it.")], record: second.case)
    #expect(try world.verify().faults.isEmpty)
    return (world, first, second)
}

/// What somebody with the database file, and without the keys, does to the journal.
private enum JournalEdit: String, CaseIterable, CustomTestStringConvertible {
    case bodyChanged, bodyChangedAndHashed, bodyReplaced, identifierChanged, linkChanged, recordChanged, organisationChanged
    case firstRemoved, middleRemoved, lastRemoved, lastRemovedWithSignature, lastRemovedWithoutTrace, allRemoved
    case swapped, bodiesSwapped, addedAtEnd, addedAtEndWithHead, addedBefore, addedForAnotherOrganisation
    case signatureChanged, signatureMoved, lastSignatureRemoved, signatureFromElsewhere, signatureGeneration, signatureAdded
    case headSequence, headLink, headClock, headRemoved

    var testDescription: String { rawValue }

    /// Where the fault has to be found: part, table, place in the journal (nil where the edit has none).
    var expected: (part: VerificationReport.Fault.Part, table: String, sequence: Int64?) {
        switch self {
        case .bodyChanged, .bodyReplaced, .identifierChanged, .linkChanged, .recordChanged: (.chain, "journal_entry", 6)
        // Nothing is wrong with the altered entry itself; the next one does not follow on it.
        case .bodyChangedAndHashed: (.chain, "journal_entry", 7)
        case .organisationChanged: (.chain, "journal_entry", 6)
        case .firstRemoved: (.chain, "journal_entry", 1)
        case .middleRemoved: (.chain, "journal_entry", 6)
        case .lastRemoved, .lastRemovedWithSignature: (.chain, "journal_entry", 11)
        case .lastRemovedWithoutTrace: (.projections, "record_state", nil)
        case .allRemoved: (.projections, "record_state", nil)
        case .swapped, .bodiesSwapped: (.chain, "journal_entry", 6)
        case .addedAtEnd: (.chain, "journal_head", 12)
        case .addedAtEndWithHead: (.signatures, "journal_signature", 12)
        case .addedBefore: (.chain, "journal_entry", 0)
        // The organisation that was added for it is found first: this node's key does not open its keys.
        case .addedForAnotherOrganisation: (.signatures, "organisation", nil)
        case .signatureChanged, .signatureFromElsewhere, .signatureGeneration: (.signatures, "journal_signature", 8)
        case .signatureMoved: (.signatures, "journal_signature", 7)
        case .lastSignatureRemoved: (.signatures, "journal_signature", 11)
        case .signatureAdded: (.signatures, "journal_signature", 0)
        case .headSequence, .headLink, .headClock, .headRemoved: (.chain, "journal_head", 11)
        }
    }

    func apply(to world: World) throws {
        let someDigest = Value.blob([UInt8](repeating: 7, count: 32))
        func body(_ sequence: Int64) throws -> [UInt8] {
            try world.rows("SELECT body FROM journal_entry WHERE sequence = ?", [.integer(sequence)]) { $0.blob(0) }[0]
        }
        func link(_ sequence: Int64) throws -> Digest {
            try #require(Digest(bytes: try world.rows("SELECT link FROM journal_entry WHERE sequence = ?", [.integer(sequence)]) { $0.blob(0) }[0]))
        }
        func insert(organisation: Int64, sequence: Int64, record: String, body: [UInt8], previous: Digest) throws {
            let identifier = Entry.identifier(of: body)
            try world.tamper(
                "INSERT INTO journal_entry (organisation, sequence, record, identifier, link, body) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    .integer(organisation), .integer(sequence), .text(record), .blob(identifier.bytes),
                    .blob(Chain.link(previous: previous, entry: identifier).bytes), .blob(body),
                ])
        }
        switch self {
        case .bodyChanged:
            var bytes = try body(6)
            bytes[bytes.count / 2] ^= 1
            try world.tamper("UPDATE journal_entry SET body = ? WHERE sequence = 6", [.blob(bytes)])
        case .bodyChangedAndHashed:
            // The attacker computes identifier and link anew, which need no key; the next link betrays it.
            let text = String(decoding: try body(6), as: UTF8.self).replacing("\"author\":\"tester\"", with: "\"author\":\"nobody\"")
            let identifier = Entry.identifier(of: Array(text.utf8))
            try world.tamper(
                "UPDATE journal_entry SET body = ?, identifier = ?, link = ? WHERE sequence = 6",
                [.blob(Array(text.utf8)), .blob(identifier.bytes), .blob(Chain.link(previous: try link(5), entry: identifier).bytes)])
        case .bodyReplaced: try world.tamper("UPDATE journal_entry SET body = ? WHERE sequence = 6", [.blob(try body(5))])
        case .identifierChanged: try world.tamper("UPDATE journal_entry SET identifier = ? WHERE sequence = 6", [someDigest])
        case .linkChanged: try world.tamper("UPDATE journal_entry SET link = ? WHERE sequence = 6", [someDigest])
        case .recordChanged: try world.tamper("UPDATE journal_entry SET record = (SELECT record FROM journal_entry WHERE sequence = 1) WHERE sequence = 6")
        case .organisationChanged:
            try addOrganisation(world)
            try world.tamper("UPDATE journal_entry SET organisation = 2 WHERE sequence = 6")
        case .firstRemoved: try world.tamper("DELETE FROM journal_entry WHERE sequence = 1")
        case .middleRemoved: try world.tamper("DELETE FROM journal_entry WHERE sequence = 6")
        case .lastRemoved: try world.tamper("DELETE FROM journal_entry WHERE sequence = 11")
        case .lastRemovedWithSignature:
            try world.tamper("DELETE FROM journal_entry WHERE sequence = 11")
            try world.tamper("DELETE FROM journal_signature WHERE sequence = 11")
        case .lastRemovedWithoutTrace:
            try world.tamper("DELETE FROM journal_entry WHERE sequence = 11")
            try world.tamper("DELETE FROM journal_signature WHERE sequence = 11")
            let clock = try Entry(body: body(10)).clock
            try world.tamper("UPDATE journal_head SET sequence = 10, link = ?, clock = ?", [.blob(try link(10).bytes), .text(clock.description)])
        case .allRemoved:
            for table in ["journal_entry", "journal_signature", "journal_head"] { try world.tamper("DELETE FROM \(table)") }
        case .swapped:
            try world.tamper("UPDATE journal_entry SET sequence = 600 WHERE sequence = 6")
            try world.tamper("UPDATE journal_entry SET sequence = 6 WHERE sequence = 7")
            try world.tamper("UPDATE journal_entry SET sequence = 7 WHERE sequence = 600")
        case .bodiesSwapped:
            let (sixth, seventh) = (try body(6), try body(7))
            try world.tamper("UPDATE journal_entry SET body = ? WHERE sequence = 6", [.blob(seventh)])
            try world.tamper("UPDATE journal_entry SET body = ? WHERE sequence = 7", [.blob(sixth)])
        case .addedAtEnd:
            let record = try Entry(body: body(11)).record
            try insert(organisation: 1, sequence: 12, record: record, body: try body(11), previous: try link(11))
        case .addedAtEndWithHead:
            let record = try Entry(body: body(11)).record
            try insert(organisation: 1, sequence: 12, record: record, body: try body(11), previous: try link(11))
            try world.tamper("UPDATE journal_head SET sequence = 12, link = ?", [.blob(try link(12).bytes)])
        case .addedBefore: try insert(organisation: 1, sequence: 0, record: try Entry(body: body(11)).record, body: try body(11), previous: .zero)
        case .addedForAnotherOrganisation:
            try addOrganisation(world)
            try insert(organisation: 2, sequence: 1, record: try Entry(body: body(11)).record, body: try body(11), previous: .zero)
        case .signatureChanged:
            var bytes = try world.rows("SELECT signature FROM journal_signature WHERE sequence = 8") { $0.blob(0) }[0]
            bytes[10] ^= 1
            try world.tamper("UPDATE journal_signature SET signature = ? WHERE sequence = 8", [.blob(bytes)])
        case .signatureMoved: try world.tamper("UPDATE journal_signature SET sequence = 7 WHERE sequence = 8")
        case .lastSignatureRemoved: try world.tamper("DELETE FROM journal_signature WHERE sequence = 11")
        case .signatureFromElsewhere:
            let bytes = try world.rows("SELECT signature FROM journal_signature WHERE sequence = 9") { $0.blob(0) }[0]
            try world.tamper("UPDATE journal_signature SET signature = ? WHERE sequence = 8", [.blob(bytes)])
        case .signatureGeneration: try world.tamper("UPDATE journal_signature SET generation = 2 WHERE sequence = 8")
        case .signatureAdded:
            let bytes = try world.rows("SELECT signature FROM journal_signature WHERE sequence = 8") { $0.blob(0) }[0]
            try world.tamper("INSERT INTO journal_signature (organisation, sequence, generation, signature) VALUES (1, 0, 1, ?)", [.blob(bytes)])
        case .headSequence: try world.tamper("UPDATE journal_head SET sequence = 9")
        case .headLink: try world.tamper("UPDATE journal_head SET link = ?", [someDigest])
        case .headClock: try world.tamper("UPDATE journal_head SET clock = '019c5b2a3c0000000000abcd'")
        case .headRemoved: try world.tamper("DELETE FROM journal_head")
        }
    }

    private func addOrganisation(_ world: World) throws {
        try world.tamper(
            """
            INSERT INTO organisation (number, identifier, name, country, public_keys, statement, sealed_keys)
            SELECT 2, '0000000000000000', name, country, public_keys, statement, sealed_keys FROM organisation WHERE number = 1
            """)
    }
}

@Suite("Tampering")
struct TamperingTests {
    @Test("an edit of the journal is found at its place", arguments: JournalEdit.allCases, Backend.available)
    private func journalEdit(_ edit: JournalEdit, _ backend: Backend) throws {
        let (world, _, _) = try makeWorld(backend)
        try edit.apply(to: world)
        let report = try world.verify()
        let fault = try #require(report.firstFault, "\(edit) was not found")
        #expect(fault.part == edit.expected.part)
        #expect(fault.table == edit.expected.table)
        if let sequence = edit.expected.sequence { #expect(fault.sequence == sequence) }
        #expect(!fault.sentence.isEmpty)
        // A rebuild must not make an edit look right that the journal itself betrays.
        if fault.part != .projections {
            _ = try? NodeMaintenance(world.node).rebuild()
            #expect(try world.verify().firstFault != nil)
        }
    }

    @Test("a removed signature in the middle is covered by the next one")
    func removedSignatureInTheMiddle() throws {
        // Stated here because it is a property to know: entries before a later signature stay proven by it.
        let (world, _, _) = try makeWorld(.sqlite)
        try world.tamper("DELETE FROM journal_signature WHERE sequence = 9")
        try world.tamper("UPDATE journal_entry SET body = ? WHERE sequence = 9", [.blob(Array("{}".utf8))])
        #expect(try world.verify().firstFault?.sequence == 9)
    }

    @Test("the command names the fault and exits with 1")
    func throughTheCommand() throws {
        let (world, _, _) = try makeWorld(.sqlite)
        try JournalEdit.bodyChanged.apply(to: world)
        let result = try world.run("verify", "--json")
        #expect(result.status == 1)
        let report = try result.json()
        #expect(report["firstFault"]?["part"]?.string == "chain")
        #expect(report["firstFault"]?["sequence"]?.integer == 6)
        #expect(report["chain"]?.string != "ok")
        let said = try world.run("verify")
        #expect(said.status == 1)
        #expect(said.text.contains("Entry 6"))
    }

    @Test("a key of a record that was removed, swapped, damaged or added is found", arguments: Backend.available)
    func keys(_ backend: Backend) throws {
        let (world, first, second) = try makeWorld(backend)
        func key(_ record: String) throws -> Value {
            .blob(try world.rows("SELECT wrapped FROM record_key WHERE record = ?", [.text(record)]) { $0.blob(0) }[0])
        }
        func set(_ record: String, _ wrapped: Value) throws {
            try world.tamper("UPDATE record_key SET wrapped = ? WHERE record = ?", [wrapped, .text(record)])
        }
        func expectFault(_ record: String?, _ what: String) throws {
            let fault = try world.verify().firstFault
            #expect(fault?.part == .keys, "\(what)")
            #expect(fault?.table == "record_key", "\(what)")
            if let record { #expect(fault?.record == record, "\(what)") }
        }
        let (firstKey, secondKey) = (try key(first.case), try key(second.case))
        try set(first.case, secondKey)
        try set(second.case, firstKey)
        try expectFault([first.case, second.case].min(), "swapped")
        try set(first.case, firstKey)
        try set(second.case, secondKey)
        #expect(try world.verify().faults.isEmpty)

        try world.tamper("DELETE FROM record_key WHERE record = ?", [.text(first.person)])
        try expectFault(first.person, "removed")
        try world.tamper("INSERT INTO record_key (record, organisation, wrapped) VALUES (?, 1, ?)", [.text(first.person), firstKey])
        try expectFault(first.person, "the key of another record")
        try world.tamper("DELETE FROM record_key WHERE record = ?", [.text(first.person)])
        try world.tamper("INSERT INTO record_key (record, organisation, wrapped) VALUES (?, 1, ?)", [.text(first.person), .blob([1, 2, 3])])
        try expectFault(first.person, "damaged")
    }

    @Test("a key for a record that the journal does not have is found")
    func strayKey() throws {
        let (world, first, _) = try makeWorld(.sqlite)
        try world.tamper(
            "INSERT INTO record_key (record, organisation, wrapped) SELECT 'ZZZZZZZZZZZZZZZZ', 1, wrapped FROM record_key WHERE record = ?", [.text(first.case)]
        )
        let fault = try #require(try world.verify().firstFault)
        #expect(fault.part == .keys)
        #expect(fault.record == "ZZZZZZZZZZZZZZZZ")
    }

    @Test("the key of a record of which only a reason is sealed is watched too")
    func keyOfReason() throws {
        let (world, first, _) = try makeWorld(.sqlite)
        try world.node.change(by: "tester") { try $0.setRetracted(true, record: first.relation, ground: "Recorded by mistake.") }
        #expect(try world.verify().faults.isEmpty)
        try world.tamper("DELETE FROM record_key WHERE record = ?", [.text(first.relation)])
        #expect(try world.verify().firstFault?.record == first.relation)
    }

    @Test("the organisation's own key, which seals the reasons of erasures, is watched too")
    func keyOfOrganisation() throws {
        let (world, first, _) = try makeWorld(.sqlite)
        _ = try Erasure(world.node).erase(first.case, reason: "She asked for it.")
        #expect(try world.verify().faults.isEmpty)
        try world.tamper("DELETE FROM record_key WHERE record = ?", [.text(world.node.organisation.identifier)])
        let fault = try #require(try world.verify().firstFault)
        #expect(fault.part == .keys)
    }

    @Test("an erased record's key that was put back is found", arguments: Backend.available)
    func erasedKeyPutBack(_ backend: Backend) throws {
        let (world, first, _) = try makeWorld(backend)
        let keys = try world.rows("SELECT record, organisation, wrapped FROM record_key") {
            [Value.text($0.text(0)), .integer($0.integer(1)), .blob($0.blob(2))]
        }
        let erased = try Erasure(world.node).erase(first.case, reason: "She asked for it.").erased
        #expect(try world.verify().faults.isEmpty)
        let kept = try #require(keys.first { erased.contains(text(of: $0[0])) })
        try world.tamper("INSERT INTO record_key (record, organisation, wrapped) VALUES (?, ?, ?)", kept)
        let fault = try #require(try world.verify().firstFault)
        #expect(fault.part == .keys)
        #expect(fault.record == text(of: kept[0]))
        #expect(fault.sentence.contains("erased"))
    }

    private func text(of value: Value) -> String {
        if case .text(let text) = value { text } else { "" }
    }
}
