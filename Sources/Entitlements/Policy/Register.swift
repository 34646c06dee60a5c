/// The register of law and policy: entries with their versions, and the questions that are asked of it.
public struct Register: Sendable {
    /// In the order of country, kind and identifier.
    public let entries: [Instrument]
    private let positions: [String: Int]

    /// Of two entries with one identifier the last counts. O(entries log entries).
    public init(_ entries: [Instrument]) {
        var byIdentifier: [String: Instrument] = [:]
        for entry in entries { byIdentifier[entry.identifier] = entry }
        let kinds = Dictionary(InstrumentKind.allCases.enumerated().map { ($1, $0) }) { first, _ in first }
        let keyed = byIdentifier.values.map { (key: ($0.countries.first ?? "", kinds[$0.kind] ?? 0, $0.identifier), entry: $0) }
        self.entries = keyed.sorted { $0.key < $1.key }.map(\.entry)
        positions = Dictionary(self.entries.enumerated().map { ($1.identifier, $0) }) { first, _ in first }
    }

    public subscript(identifier: String) -> Instrument? { positions[identifier].map { entries[$0] } }

    /// What is asked for; what is empty asks for nothing.
    public struct Query: Sendable, Hashable {
        /// A state whose rule it is, or in whose corridors it matters by name.
        public var country: String?
        public var origin: String?
        public var destination: String?
        public var kind: InstrumentKind?
        /// With the sectors above it.
        public var sectors: [String] = []
        /// Only what binds on that day.
        public var inForceOn: Day?

        public init(
            country: String? = nil, origin: String? = nil, destination: String? = nil, kind: InstrumentKind? = nil, sectors: [String] = [],
            inForceOn: Day? = nil
        ) {
            self.country = country
            self.origin = origin
            self.destination = destination
            self.kind = kind
            self.sectors = sectors
            self.inForceOn = inForceOn
        }
    }

    /// O(entries).
    public func entries(_ query: Query) -> [Instrument] { entries.filter { $0.fits(query) } }

    // MARK: Changes

    /// A version that began or ended.
    public struct Change: Sendable {
        public enum Kind: String, Sendable, Hashable { case began, ended }

        public var kind: Kind
        /// The first day of it, or the first day without it.
        public var day: KnownDate
        public var entry: Instrument
        public var version: InstrumentVersion
        /// What held before, of a version that began.
        public var before: InstrumentVersion?
    }

    /// What began or ended on or after a day, up to another, in the order of time. A version that is followed by the next at once is told as the beginning of
    /// the next.
    /// O(versions log versions).
    public func changes(since: Day, until: Day? = nil, _ query: Query = Query()) -> [Change] {
        var changes: [Change] = []
        for entry in entries(query) {
            for (index, version) in entry.versions.enumerated() {
                let before = index > 0 ? entry.versions[index - 1] : nil
                if let from = version.from { changes.append(Change(kind: .began, day: from, entry: entry, version: version, before: before)) }
                guard let end = version.until else { continue }
                let next = KnownDate(earliest: end.earliest.adding(days: 1), latest: end.latest.adding(days: 1))
                let following = index + 1 < entry.versions.count ? entry.versions[index + 1].from : nil
                if following != next { changes.append(Change(kind: .ended, day: next, entry: entry, version: version)) }
            }
        }
        return changes.filter { change in change.day.latest >= since && (until.map { change.day.earliest <= $0 } ?? true) }
            .sorted { ($0.day.earliest, $0.entry.identifier, $0.kind.rawValue) < ($1.day.earliest, $1.entry.identifier, $1.kind.rawValue) }
    }
}

extension Instrument {
    /// Whether somebody who asks so is shown it.
    public func fits(_ query: Register.Query) -> Bool {
        if let country = query.country, !countries.contains(country), !origins.contains(country), !destinations.contains(country) { return false }
        guard concerns(origin: query.origin, destination: query.destination, sectors: query.sectors) else { return false }
        if let kind = query.kind, kind != self.kind { return false }
        if let day = query.inForceOn, !isInForce(on: day) { return false }
        return true
    }

    /// Whether it matters to work in a corridor. A rule that names neither end matters where its own state is one of them.
    /// - Parameter sectors: one sector with those above it; empty for all.
    public func concerns(origin: String?, destination: String?, sectors: [String] = []) -> Bool {
        if let origin, !origins.isEmpty, !origins.contains(origin) { return false }
        if let destination, !destinations.isEmpty, !destinations.contains(destination) { return false }
        if origins.isEmpty, destinations.isEmpty, origin != nil || destination != nil {
            guard countries.contains(where: { $0 == origin || $0 == destination }) else { return false }
        }
        return sectors.isEmpty || self.sectors.isEmpty || !Set(sectors).isDisjoint(with: self.sectors)
    }
}
