import Dictionary
import Formats
import TestSupport
import Testing
import Vault

@testable import Journal

struct AnswerSealingTests {
    private let key = RecordKey()
    private let clock = Timestamp(milliseconds: 1, counter: 0, device: DeviceIdentifier(1))
    private var sealing: AnswerSealing { AnswerSealing(organisation: "organisation", record: "record", key: key) }

    private func sealed(_ text: String, sensitivity: Sensitivity = .identity) throws -> StoredAnswer {
        try sealing.stored(Answer(.text(text)), field: "field", sensitivity: sensitivity, clock: clock)
    }

    private func bytes(_ stored: StoredAnswer) -> [UInt8]? {
        if case .sealed(let bytes) = stored { bytes } else { nil }
    }

    @Test("What was answered when a field took one value is read as a list of one when it takes several")
    func oneValueOfSeveral() throws {
        let one = Answer(try FieldValue(text: "once"))
        for sensitivity in [Sensitivity.open, .identity] {
            let stored = try sealing.stored(one, field: "field", sensitivity: sensitivity, clock: clock)
            let read = try sealing.answer(stored, field: "field", type: .text, multiple: true, clock: clock)
            let list = Answer(try FieldValue(list: [FieldValue(text: "once")], type: .text))
            #expect(read == list)
        }
    }

    @Test(arguments: [Sensitivity.identity, .sensitive])
    func whatIsNotOpenIsSealedWhole(_ sensitivity: Sensitivity) throws {
        for answer in [Answer(.text("Sita"), note: "as she says"), Answer(.text("x")), Answer(absent: .refused), Answer(absent: .unknown, note: "é\u{0}\n")] {
            let stored = try sealing.stored(answer, field: "field", sensitivity: sensitivity, clock: clock)
            #expect(bytes(stored) != nil)
            #expect(try sealing.answer(stored, field: "field", type: .text, multiple: false, clock: clock) == answer)
        }
    }

    @Test func anOpenAnswerStaysOpenAndItsNoteIsSealed() throws {
        let answer = Answer(.code("female"), note: "her brother Ram said so")
        let stored = try sealing.stored(answer, field: "sex", sensitivity: .open, clock: clock)
        guard case .open(let content, let note?) = stored else {
            Issue.record("\(stored)")
            return
        }
        #expect(content == ["value": .string("female")])
        let entry = Histories.entry(clock: clock, base: [], answers: ["sex": stored])
        #expect(!String(decoding: entry.canonicalBytes(), as: UTF8.self).contains("brother"))
        #expect(!String(decoding: note, as: UTF8.self).contains("brother"))
        #expect(try sealing.answer(stored, field: "sex", type: .code, multiple: false, clock: clock) == answer)
        #expect(AnswerSealing.needsKey(answer, sensitivity: .open))
        #expect(!AnswerSealing.needsKey(Answer(.code("female")), sensitivity: .open))
        #expect(!AnswerSealing.needsKey(nil, sensitivity: .identity))
        // Without a key the note stays hidden and the code is read.
        #expect(try AnswerSealing.answer(open: stored, type: .code, multiple: false) == Answer(.code("female")))
    }

    @Test func aSealedPartOpensOnlyInItsPlace() throws {
        let stored = try sealed("Sita")
        let noted = try sealing.stored(Answer(.code("a"), note: "n"), field: "field", sensitivity: .open, clock: clock)
        let later = Timestamp(milliseconds: 1, counter: 1, device: DeviceIdentifier(1))
        let elsewhere: [(AnswerSealing, String, Timestamp)] = [
            (sealing, "other", clock), (sealing, "field#note", clock), (sealing, "@ground", clock), (sealing, "field", later),
            (AnswerSealing(organisation: "organisation", record: "record2", key: key), "field", clock),
            (AnswerSealing(organisation: "organisation2", record: "record", key: key), "field", clock),
            (AnswerSealing(organisation: "organisationr", record: "ecord", key: key), "field", clock),
            (AnswerSealing(organisation: "organisation", record: "record", key: RecordKey()), "field", clock),
        ]
        for (sealing, field, clock) in elsewhere {
            #expect(throws: VaultError.self) { try sealing.check(stored, field: field, clock: clock) }
            #expect(throws: VaultError.self) { try sealing.check(noted, field: field, clock: clock) }
            #expect(throws: VaultError.self) { try sealing.answer(stored, field: field, type: .text, multiple: false, clock: clock) }
        }
        try sealing.check(stored, field: "field", clock: clock)
        try sealing.check(noted, field: "field", clock: clock)
    }

    /// A note is no answer, an answer no note, a ground neither.
    @Test func partsOfOneEntryCannotStandForEachOther() throws {
        let answer = try #require(bytes(sealed("Sita")))
        let ground = try sealing.sealedGround("Sita", clock: clock)
        guard case .open(_, let note?) = try sealing.stored(Answer(.code("a"), note: "Sita"), field: "field", sensitivity: .open, clock: clock) else {
            Issue.record("no note")
            return
        }
        #expect(throws: VaultError.self) { try sealing.ground(answer, clock: clock) }
        #expect(throws: VaultError.self) { try sealing.ground(note, clock: clock) }
        #expect(throws: VaultError.self) { try sealing.check(.sealed(note), field: "field", clock: clock) }
        #expect(throws: VaultError.self) { try sealing.check(.sealed(ground), field: "field", clock: clock) }
        #expect(throws: VaultError.self) { try sealing.check(.open(content: [:], sealedNote: answer), field: "field", clock: clock) }
        #expect(try sealing.ground(ground, clock: clock) == "Sita")
    }

    @Test func anAlteredByteIsNoticed() throws {
        let stored = try #require(bytes(sealed("Sita")))
        for place in stored.indices {
            var altered = stored
            altered[place] ^= 1
            #expect(throws: VaultError.self) { try sealing.check(.sealed(altered), field: "field", clock: clock) }
        }
        for count in 0..<stored.count {
            #expect(throws: VaultError.self) { try sealing.check(.sealed(Array(stored.prefix(count))), field: "field", clock: clock) }
        }
    }

    /// `{"value":""}` has 12 bytes: 20 more fill the first 32.
    @Test func lengthsShowInStepsOf32Bytes() throws {
        for length in 0..<200 {
            let count = try #require(bytes(sealed(String(repeating: "x", count: length)))).count
            #expect(count == (12 + length + 31) / 32 * 32 + 28, "length \(length)")
        }
        #expect(try sealing.sealedGround("", clock: clock).count == 60)
    }

    @Test func sealingTwiceGivesOtherBytes() throws {
        #expect(try sealed("Sita") != sealed("Sita"))
    }
}
