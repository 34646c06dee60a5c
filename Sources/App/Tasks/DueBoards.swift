import Dictionary

/// What is due in an organisation, in memory: sorted by day for everyone together and for each person. A subject is found and replaced in O(log n) steps and a move of
/// twelve bytes for each slot behind it; a page of a board is read in O(page).
struct DueBoards: Sendable {
    /// A part of the day view.
    enum Section: String, Sendable, CaseIterable {
        case overdue, today, soon, standing
    }

    /// Whose board.
    enum Scope: Sendable, Hashable {
        case account(String)
        /// All but what belongs to confidential cases.
        case everyone
    }

    /// Something due, with the subject that it belongs to.
    struct Item: Sendable, Hashable {
        var reminder: Reminder
        /// The case, or the task outside a case.
        var subject: String
        var isCase: Bool
        /// Which of the subject's reminders it is.
        var index: Int

        var place: Place { Place(day: reminder.day, subject: subject, index: index) }
    }

    /// The place of an item in its section, which stays what it is when others are done meanwhile.
    struct Place: Sendable, Hashable {
        var day: CalendarDay
        var subject: String
        var index: Int
    }

    /// Days after today that count as soon.
    static let soonDays = 14

    private struct Slot: Comparable {
        var day: Int32
        var subject: Int32
        var reminder: Int32

        static func < (left: Slot, right: Slot) -> Bool {
            (left.day, left.subject, left.reminder) < (right.day, right.subject, right.reminder)
        }
    }

    private struct Board {
        var dated: [Slot] = []
        var standing: [Slot] = []
    }

    private var numbers: [String: Int32] = [:]
    private var subjects: [DueSubject?] = []
    private var everyone = Board()
    private var accounts: [String: Board] = [:]
    /// Subjects by the day on which they are to be looked at again.
    private var again: [CalendarDay: Set<String>] = [:]

    /// Puts what a subject calls for in place of what it called for before; nil for nothing.
    mutating func replace(_ record: String, with subject: DueSubject?) {
        if let number = numbers[record], let old = subjects[Int(number)] {
            forEachPlace(old, number) { $0.remove($1, from: $2) }
            subjects[Int(number)] = nil
            if let day = old.again { again[day]?.remove(record) }
        }
        guard let subject, !subject.reminders.isEmpty || subject.again != nil else { return }
        let number = take(subject)
        forEachPlace(subject, number) { $0.insert($1, into: $2) }
    }

    /// Adds many subjects at once, none of which is there.
    mutating func load(_ loaded: [DueSubject]) {
        for subject in loaded {
            let number = take(subject)
            forEachPlace(subject, number) { boards, slot, place in boards.withBoard(place) { $0.append(slot) } }
        }
        everyone.dated.sort()
        everyone.standing.sort()
        for account in accounts.keys {
            accounts[account]?.dated.sort()
            accounts[account]?.standing.sort()
        }
    }

    /// Subjects that call for other things on this day than when they were put here. O(days on which something ends).
    func changing(by today: CalendarDay) -> [String] { again.filter { $0.key <= today }.flatMap(\.value).sorted() }

    /// How many there are in a section.
    func count(_ section: Section, _ scope: Scope, today: CalendarDay) -> Int { range(section, scope, today).count }

    /// A page of a section: what is overdue the latest first, everything else by day.
    func items(_ section: Section, _ scope: Scope, today: CalendarDay, from: Int, limit: Int) -> [Item] {
        let slots = range(section, scope, today)
        let ordered: [Slot] = section == .overdue ? Array(slots.reversed().dropFirst(from).prefix(limit)) : Array(slots.dropFirst(from).prefix(limit))
        return ordered.compactMap(item)
    }

    /// The items of a section that come after a place, in the same order. O(log n + limit).
    func items(_ section: Section, _ scope: Scope, today: CalendarDay, after place: Place, limit: Int) -> [Item] {
        let slots = range(section, scope, today)
        let last = Slot(day: Int32(clamping: place.day.daysSinceEpoch), subject: numbers[place.subject] ?? .max, reminder: Int32(clamping: place.index))
        var position = Self.position(of: last, in: slots)
        if section == .overdue { return slots[..<position].reversed().prefix(limit).compactMap(item) }
        if position < slots.endIndex, slots[position] == last { position += 1 }
        return slots[position...].prefix(limit).compactMap(item)
    }

    private func item(_ slot: Slot) -> Item? {
        guard let subject = subjects[Int(slot.subject)] else { return nil }
        return Item(reminder: subject.reminders[Int(slot.reminder)], subject: subject.record, isCase: subject.isCase, index: Int(slot.reminder))
    }

    /// What is due on the days of a span, the earliest first.
    func items(_ scope: Scope, from first: CalendarDay, through last: CalendarDay, limit: Int) -> [Item] {
        let board: Board? =
            switch scope {
            case .everyone: everyone
            case .account(let account): accounts[account]
            }
        guard let board else { return [] }
        let start = Self.position(of: Slot(day: Int32(clamping: first.daysSinceEpoch), subject: .min, reminder: .min), in: board.dated[...])
        return board.dated[start...].prefix(limit).prefix { $0.day <= Int32(clamping: last.daysSinceEpoch) }.compactMap(item)
    }

    /// What a case calls for; nothing if it is not here.
    func reminders(of record: String) -> [Reminder] { numbers[record].flatMap { subjects[Int($0)]?.reminders } ?? [] }

    // MARK: Places

    private struct BoardPlace: Hashable {
        /// Nil for everyone's board.
        var account: String?
        var isStanding: Bool
    }

    private mutating func take(_ subject: DueSubject) -> Int32 {
        if let day = subject.again { again[day, default: []].insert(subject.record) }
        if let number = numbers[subject.record] {
            subjects[Int(number)] = subject
            return number
        }
        let number = Int32(subjects.count)
        numbers[subject.record] = number
        subjects.append(subject)
        return number
    }

    private mutating func forEachPlace(_ subject: DueSubject, _ number: Int32, _ body: (inout DueBoards, Slot, BoardPlace) -> Void) {
        for (index, reminder) in subject.reminders.enumerated() {
            let slot = Slot(day: Int32(clamping: reminder.day.daysSinceEpoch), subject: number, reminder: Int32(index))
            if !subject.isConfidential { body(&self, slot, BoardPlace(account: nil, isStanding: reminder.kind.isStanding)) }
            let own = reminder.accounts ?? []
            for account in Set(own.isEmpty ? subject.accounts : own) { body(&self, slot, BoardPlace(account: account, isStanding: reminder.kind.isStanding)) }
        }
    }

    private mutating func withBoard(_ place: BoardPlace, _ body: (inout [Slot]) -> Void) {
        switch (place.account, place.isStanding) {
        case (nil, false): body(&everyone.dated)
        case (nil, true): body(&everyone.standing)
        case (let account?, false): body(&accounts[account, default: Board()].dated)
        case (let account?, true): body(&accounts[account, default: Board()].standing)
        }
    }

    private mutating func insert(_ slot: Slot, into place: BoardPlace) {
        withBoard(place) { $0.insert(slot, at: Self.position(of: slot, in: $0[...])) }
    }

    private mutating func remove(_ slot: Slot, from place: BoardPlace) {
        withBoard(place) { slots in
            let position = Self.position(of: slot, in: slots[...])
            if position < slots.count, slots[position] == slot { slots.remove(at: position) }
        }
    }

    private func range(_ section: Section, _ scope: Scope, _ today: CalendarDay) -> ArraySlice<Slot> {
        let board: Board? =
            switch scope {
            case .everyone: everyone
            case .account(let account): accounts[account]
            }
        guard let board else { return [] }
        func start(_ days: Int) -> Int {
            Self.position(of: Slot(day: Int32(clamping: today.daysSinceEpoch + days), subject: .min, reminder: .min), in: board.dated[...])
        }
        switch section {
        case .overdue: return board.dated[..<start(0)]
        case .today: return board.dated[start(0)..<start(1)]
        case .soon: return board.dated[start(1)..<start(Self.soonDays + 1)]
        case .standing: return board.standing[...]
        }
    }

    /// The place of the first slot that is not before the wanted one.
    private static func position(of wanted: Slot, in slots: ArraySlice<Slot>) -> Int {
        var low = slots.startIndex
        var high = slots.endIndex
        while low < high {
            let middle = (low + high) / 2
            if slots[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
