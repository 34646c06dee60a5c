import Journal

/// Which cases a list shows, and in which order.
struct CaseQuery: Sendable, Hashable {
    enum Order: String, Sendable, CaseIterable {
        /// Registered last comes first.
        case newest
        /// Changed last comes first, whatever of the case was changed.
        case changed
        /// The most urgent come first, of those the newest; cases without a priority come last.
        case priority
    }

    /// Whom a case is assigned to.
    enum Assignment: Sendable, Hashable {
        case account(String)
        case nobody
    }

    /// One of the codes must be an answer of the field; by full name of the field. All fields must fit.
    var facts: [String: Set<String>] = [:]
    var assigned: Assignment?
    /// Only cases with answers that clash.
    var onlyClashes = false
    /// Only cases registered at this moment or later, in milliseconds since 1970.
    var openedSince: UInt64?
    var order = Order.newest
}

/// A place in a list that stays the same when cases come and go: what the last case shown is sorted by.
struct CaseCursor: Sendable, Hashable {
    var rank: UInt8
    var moment: Timestamp
    var record: String

    init(rank: UInt8, moment: Timestamp, record: String) {
        self.rank = rank
        self.moment = moment
        self.record = record
    }

    /// Reads what ``text`` wrote; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let rank = UInt8(parts[0]), let moment = Timestamp(String(parts[1])), !parts[2].isEmpty, parts[2].utf8.count <= 64 else {
            return nil
        }
        self.init(rank: rank, moment: moment, record: String(parts[2]))
    }

    var text: String { "\(rank).\(moment).\(record)" }

    /// Whether the place comes before another: the lower rank first, then the later moment, then the greater identifier.
    static func isBefore(_ left: CaseCursor, _ right: CaseCursor) -> Bool {
        if left.rank != right.rank { return left.rank < right.rank }
        if left.moment != right.moment { return left.moment > right.moment }
        return left.record > right.record
    }
}

/// A page of a list.
struct CasePage: Sendable {
    /// The cases of the page, in order.
    var records: [String] = []
    /// How many cases fit the query and may be opened.
    var total = 0
    /// How many cases may be opened at all.
    var visible = 0
    /// Where the next page goes on; nil at the end.
    var next: CaseCursor?
}
