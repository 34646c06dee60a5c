import Dictionary
import Formats
import Foundation
import Testing

import struct Crypto.SymmetricKey

@testable import Journal
@testable import Vault

/// The worked example of `Docs/journal.md`. It was made from that page by another program.
struct ExampleTests {
    private static func lines(_ name: String) throws -> [JSONValue] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors").appending(path: name)
        return try Data(contentsOf: file).split(separator: 0x0A).map { try JSONValue.parse([UInt8]($0)) }
    }

    private struct Line {
        var sequence: Int64
        var link: Digest
        var body: [UInt8]
    }

    private let header: JSONValue
    private let entries: [Line]
    private let signatures: [JSONValue]

    init() throws {
        let lines = try Self.lines("journal-example.jsonl")
        header = try #require(lines.first)
        var entries: [Line] = []
        for line in lines where line["body"] != nil {
            let body = try #require(line["body"]?.string)
            let link = try #require(Digest(line["link"]?.string ?? ""))
            entries.append(Line(sequence: try #require(line["sequence"]?.integer), link: link, body: Array(body.utf8)))
        }
        self.entries = entries
        signatures = lines.filter { $0["signed"] != nil }
    }

    @Test func bodiesAreReadAndWrittenToTheByte() throws {
        #expect(entries.count == 6)
        for line in entries { #expect(try Entry(body: line.body).canonicalBytes() == line.body) }
        let first = try Entry(body: entries[0].body)
        #expect(first.act == .create && first.batch == "K0000000000000B1" && first.base.isEmpty)
        #expect(first.clock == Timestamp(milliseconds: 1_767_225_600_000, counter: 0, device: DeviceIdentifier(0x0A0A_0A0A)))
        #expect(first.answers["sex"] == .open(content: ["absent": .string("refused")], sealedNote: nil))
    }

    @Test func linksFollowOnEachOther() {
        var link = Digest.zero
        for line in entries {
            link = Chain.link(previous: link, entry: Entry.identifier(of: line.body))
            #expect(link == line.link, "entry \(line.sequence)")
        }
    }

    @Test func signaturesAreValidAndOfNothingElse() throws {
        let keys = try JSONDecoder().decode(OrganisationPublicKeys.self, from: Data(try #require(header["publicKeys"]).canonicalBytes()))
        let organisation = try #require(header["organisation"]?.string)
        #expect(signatures.compactMap { $0["signed"]?.integer } == [2, 3, 5, 6])
        for line in signatures {
            let sequence = try #require(line["signed"]?.integer)
            let signature = try #require(line["signature"]?.string.flatMap { Base64.decode($0) })
            let link = entries[Int(sequence) - 1].link
            func message(_ organisation: String, _ sequence: Int64) -> [UInt8] {
                Chain.signedMessage(organisation: organisation, sequence: sequence, link: link)
            }
            #expect(keys.isValid(signature: signature, for: message(organisation, sequence), generation: 1))
            #expect(
                !keys.isValid(signature: signature, for: message(organisation, sequence + 1), generation: 1))
            #expect(!keys.isValid(signature: signature, for: message("X", sequence), generation: 1))
        }
    }

    @Test func theMessageIsTheOneOnThePage() {
        let message = Chain.signedMessage(organisation: "7K3M9QXD4T2VB6HA", sequence: 2, link: entries[1].link)
        let expected = "corridor-signature-1\n7K3M9QXD4T2VB6HA\n2\n3336830e3639d4930a76a215949e026d4e683135eef1144eed6af5fc22740808\n"
        #expect(message == Array(expected.utf8))
    }

    @Test func statesAfterEachEntry() throws {
        let states = try Self.lines("journal-example-states.jsonl")
        #expect(states.count == entries.count)
        var fold = Fold()
        var state: RecordState?
        for (line, expected) in zip(entries, states) {
            let entry = try Entry(body: line.body)
            fold.insert(entry, identifier: Entry.identifier(of: line.body))
            #expect(fold.state()?.canonicalBytes() == expected["state"]?.canonicalBytes(), "after entry \(line.sequence)")
            if let next = state?.applying(entry, identifier: Entry.identifier(of: line.body)) { #expect(next == fold.state()) }
            state = fold.state()
        }
        #expect(state?.isErased == true && state?.hasSealedPart == false)
    }

    @Test func sealedPartsOpen() throws {
        let first = try Entry(body: entries[0].body)
        let sealing = AnswerSealing(
            organisation: first.organisation, record: first.record, key: RecordKey(key: SymmetricKey(data: Data(0..<32))))
        let names = try sealing.answer(try #require(first.answers["names"]), field: "names", type: .name, multiple: true, clock: first.clock)
        #expect(names?.json.canonicalBytes() == Array(#"{"value":[{"full":"Sita \"S\" Tamāṅ"}]}"#.utf8))

        let second = try Entry(body: entries[1].body)
        let nationality = try sealing.answer(
            try #require(second.answers["nationality"]), field: "nationality", type: .codes, multiple: true, clock: second.clock)
        #expect(nationality?.note == "told by the brother")

        let fourth = try Entry(body: entries[3].body)
        #expect(try sealing.ground(try #require(fourth.ground), clock: fourth.clock) == "asked her again")

        let own = AnswerSealing(
            organisation: first.organisation, record: first.organisation, key: RecordKey(key: SymmetricKey(data: Data(32..<64))))
        let last = try Entry(body: entries[5].body)
        #expect(try own.ground(try #require(last.ground), clock: last.clock) == "she asked for it")
    }
}
