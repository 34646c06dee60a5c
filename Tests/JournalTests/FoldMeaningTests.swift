import Formats
import Testing

@testable import Journal

/// What the rules of the fold mean for people who work on one record.
struct FoldMeaningTests {
    private func open(_ value: String) -> StoredAnswer { .open(content: ["value": .string(value)], sealedNote: nil) }

    private func write(
        _ time: UInt64, seeing base: [Written] = [], device: UInt32 = 1, act: Entry.Act = .change, _ answers: [String: StoredAnswer]
    ) -> Written {
        Written(
            Histories.entry(
                clock: Timestamp(milliseconds: time, counter: 0, device: DeviceIdentifier(device)), base: base.map(\.identifier), answers: answers, act: act))
    }

    private func state(_ entries: Written...) throws -> RecordState {
        var fold = Fold()
        for item in entries.reversed() { fold.insert(item.entry, identifier: item.identifier) }
        return try #require(fold.state())
    }

    @Test func aLaterAnswerThatSawTheEarlierReplacesIt() throws {
        let first = write(1, ["a": open("1"), "b": open("1")])
        let second = write(2, seeing: [first], ["a": open("2")])
        let state = try state(first, second)
        #expect(state.fields["a"] == FieldState(answer: open("2"), clock: second.entry.clock, others: []))
        #expect(state.fields["b"]?.clock == first.entry.clock)
        #expect(state.heads == [second.identifier] && !state.hasClash)
        #expect(state.created == first.entry.clock && state.changed == second.entry.clock)
    }

    @Test func answersThatDidNotSeeEachOtherBothStayAndTheLaterShows() throws {
        let first = write(1, ["a": open("1")])
        let here = write(2, seeing: [first], ["a": open("2")])
        let there = write(3, seeing: [first], device: 2, ["a": open("3")])
        let state = try state(first, here, there)
        #expect(state.fields["a"] == FieldState(answer: open("3"), clock: there.entry.clock, others: [.init(answer: open("2"), clock: here.entry.clock)]))
        #expect(state.hasClash && state.heads == [here.identifier, there.identifier].sorted())
    }

    @Test func aResolutionEndsTheClashOfItsFieldsOnly() throws {
        let first = write(1, ["a": open("1"), "b": open("1")])
        let here = write(2, seeing: [first], ["a": open("2"), "b": open("2")])
        let there = write(3, seeing: [first], device: 2, ["a": open("3"), "b": open("3")])
        let resolution = write(4, seeing: [here, there], act: .resolve, ["a": open("2")])
        let state = try state(first, here, there, resolution)
        #expect(state.fields["a"]?.others == [] && state.fields["a"]?.answer == open("2"))
        #expect(state.fields["b"]?.others.count == 1)
        #expect(state.heads == [resolution.identifier])
    }

    /// Two people resolve the same clash, each alone, differently: that is a clash again.
    @Test func twoResolutionsClash() throws {
        let first = write(1, ["a": open("1")])
        let here = write(2, seeing: [first], ["a": open("2")])
        let there = write(3, seeing: [first], device: 2, ["a": open("3")])
        let one = write(4, seeing: [here, there], act: .resolve, ["a": open("2")])
        let other = write(5, seeing: [here, there], device: 2, act: .resolve, ["a": open("3")])
        #expect(try state(first, here, there, one, other).fields["a"]?.others == [.init(answer: open("2"), clock: one.entry.clock)])
        // Having chosen alike they agree.
        let same = write(5, seeing: [here, there], device: 2, act: .resolve, ["a": open("2")])
        #expect(try !state(first, here, there, one, same).hasClash)
    }

    @Test func clearingClashesWithAnAnswer() throws {
        let first = write(1, ["a": open("1")])
        let cleared = write(3, seeing: [first], ["a": .cleared])
        let there = write(2, seeing: [first], device: 2, ["a": open("2")])
        let state = try state(first, cleared, there)
        #expect(state.fields["a"]?.answer == .cleared && state.fields["a"]?.others.first?.answer == open("2"))
        #expect(try self.state(first, cleared).fields["a"] == nil)
    }

    @Test func undoGivesBackWhatStoodBefore() throws {
        let first = write(1, act: .create, ["a": open("1")])
        let change = write(2, seeing: [first], ["a": open("2"), "b": open("2")])
        let undo = write(3, seeing: [change], act: .undo, ["a": open("1"), "b": .cleared])
        let state = try state(first, change, undo)
        #expect(state.fields.count == 1 && state.fields["a"]?.answer == open("1"))
        // Whoever changed the field without knowing of the undoing is not undone.
        let there = write(4, seeing: [change], device: 2, ["a": open("4")])
        #expect(try self.state(first, change, undo, there).fields["a"]?.others == [.init(answer: open("1"), clock: undo.entry.clock)])
    }

    @Test func retractingAndRestoring() throws {
        let first = write(1, ["a": open("1")])
        let retracted = write(2, seeing: [first], act: .retract, [Mark.retracted: .mark])
        let there = write(3, seeing: [first], device: 2, ["a": open("3")])
        #expect(try state(first, retracted, there).isRetracted)
        #expect(try !state(first, retracted, there).hasClash)
        let restored = write(4, seeing: [retracted, there], act: .restore, [Mark.retracted: .cleared])
        #expect(try !state(first, retracted, there, restored).isRetracted)
    }

    @Test func ofAnErasedRecordOnlyOpenFactsRemain() throws {
        let note: [UInt8] = [1, 2, 3]
        let first = write(1, ["name": .sealed([9]), "sex": .open(content: ["value": .string("female")], sealedNote: note), "a": open("1"), "b": open("1")])
        let here = write(2, seeing: [first], ["a": .sealed([8]), "b": open("2")])
        let there = write(3, seeing: [first], device: 2, ["a": open("3"), "b": .sealed([7])])
        let erased = write(4, seeing: [here, there], act: .erase, [Mark.erased: .mark])
        let state = try state(first, here, there, erased)
        #expect(state.isErased && !state.hasSealedPart)
        #expect(state.fields["name"] == nil)
        #expect(state.fields["sex"] == FieldState(answer: open("female"), clock: first.entry.clock, others: []))
        #expect(state.fields["a"] == FieldState(answer: open("3"), clock: there.entry.clock, others: []))
        #expect(state.fields["b"] == FieldState(answer: open("2"), clock: here.entry.clock, others: []))
    }

    /// Somebody offline, who did not know that the person was erased, brings nothing back.
    @Test func whatArrivesAfterErasureBringsNothingBack() throws {
        let first = write(1, ["name": .sealed([9])])
        let erased = write(2, seeing: [first], act: .erase, [Mark.erased: .mark])
        let there = write(3, seeing: [first], device: 2, ["name": .sealed([8]), "a": open("3")])
        let state = try state(first, erased, there)
        #expect(state.isErased && Set(state.fields.keys) == [Mark.erased, "a"])
    }

    @Test func erasureIsNeverTakenBack() throws {
        let first = write(1, ["name": .sealed([9])])
        let erased = write(2, seeing: [first], act: .erase, [Mark.erased: .mark])
        for attempt: StoredAnswer in [.cleared, .sealed([1]), open("no"), .open(content: ["value": .bool(true)], sealedNote: [1])] {
            let later = write(3, seeing: [erased], [Mark.erased: attempt, "name": .sealed([7])])
            let full = try state(first, erased, later)
            #expect(full.isErased && full.fields["name"] == nil)
            #expect(try state(first, erased).applying(later.entry, identifier: later.identifier) == full)
        }
    }

    @Test func readingChangesNothing() throws {
        let first = write(1, ["a": open("1")])
        let reading = write(9, act: .read, ["a": open("2")])
        #expect(try state(first, reading) == state(first))
        #expect(try state(first).applying(reading.entry, identifier: reading.identifier) == state(first))
        var fold = Fold()
        fold.insert(reading.entry, identifier: reading.identifier)
        #expect(fold.state() == nil)
    }

    /// `String` takes composed and decomposed letters for equal, the journal does not.
    @Test func textsThatOnlyLookAlikeClash() throws {
        let first = write(1, ["a": open("1")])
        let here = write(2, seeing: [first], ["a": open("\u{E9}")])
        let there = write(3, seeing: [first], device: 2, ["a": open("e\u{301}")])
        let other = try #require(try state(first, here, there).fields["a"]?.others.first)
        #expect(other.clock == here.entry.clock)
    }

    @Test func aBaseThatHasNotArrivedIsNotSeenUntilItDoes() throws {
        let first = write(1, ["a": open("1")])
        let missing = write(2, seeing: [first], ["a": open("2")])
        let last = write(3, seeing: [missing], device: 2, ["a": open("3")])
        let early = try state(first, last)
        #expect(early.fields["a"]?.others.count == 1 && early.heads.count == 2)
        #expect(early.applying(missing.entry, identifier: missing.identifier) == nil)
        #expect(try !state(first, missing, last).hasClash)
    }

    @Test func aBaseThatIsNotEarlierByTheClockIsNotSeen() throws {
        let first = write(5, ["a": open("1")])
        for time in [UInt64(4), 5] {
            let wrong = write(time, seeing: [first], ["a": open("2")])
            let state = try state(first, wrong)
            #expect(state.fields["a"]?.others.count == 1 && state.heads.count == 2)
            #expect(try self.state(first).applying(wrong.entry, identifier: wrong.identifier) == nil)
        }
    }

    @Test func equalReadingsAreOrderedByIdentifier() throws {
        let one = write(1, ["a": open("1")])
        let other = write(1, ["a": open("2")])
        let last = [one, other].max { $0.identifier < $1.identifier }
        #expect(try state(one, other).fields["a"]?.answer == last?.entry.answers["a"])
        #expect(try state(one, other) == state(other, one))
    }

    @Test func theKindIsThatOfTheEarliestEntry() throws {
        let first = write(1, ["a": open("1")])
        var entry = write(2, seeing: [first], ["b": open("1")]).entry
        entry.kind = "party"
        #expect(try state(Written(entry), first).kind == "person")
    }
}
