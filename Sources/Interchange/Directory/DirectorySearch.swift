import Dictionary

/// Finds who can help with a need, best first, and says for each result what speaks for it and what against.
///
/// A service that gives none of the kinds asked for, is not given in the country, or has ended, is no result; only where no shelter has a place, those who may know of one
/// are. One that by its own words is not for this worker
/// comes last, since it may know who is. The order follows the product of four numbers between 0 and 1, each told in the reasons:
/// - *fit*: how many of the things that were said about the worker the entry names, those that it leaves open counting 0.7, and languages 0.5;
/// - *freshness*: halves with every ``halfLife`` days since the entry was confirmed, down to ``leastFreshness``;
/// - *response*: the measured share of referrals acknowledged in time, with two made-up answers, one of each kind, so that one lucky answer is no record;
///   it takes at most half away;
/// - *availability*, where it cannot wait: open now, an emergency phone, or neither; free places or none.
///
/// The constants are judgements of the authors and were not fitted to data.
public struct DirectorySearch: Sendable {
    /// Days in which an unconfirmed entry loses half its weight.
    public static let halfLife = 180.0
    public static let leastFreshness = 0.2
    /// Days after which a number of free places is old.
    public static let capacityLife = 2

    /// What speaks for or against a result, as a key of a sentence and the codes in it.
    public struct Reason: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            case givesType = "gives-type"
            case inCountry = "in-country"
            case inPlace = "in-place"
            case otherPlace = "other-place"
            case forNationality = "for-nationality"
            case forAllNationalities = "for-all-nationalities"
            case notForNationality = "not-for-nationality"
            case servesCorridor = "serves-corridor"
            case forSex = "for-sex"
            case notForSex = "not-for-sex"
            case forSector = "for-sector"
            case notForSector = "not-for-sector"
            case forStatus = "for-status"
            case notForStatus = "not-for-status"
            case speaks
            case languageNotTold = "language-not-told"
            case doesNotSpeak = "does-not-speak"
            case openNow = "open-now"
            case closedNow = "closed-now"
            case emergencyPhone = "emergency-phone"
            case hoursNotKnown = "hours-not-known"
            case placesFree = "places-free"
            case isFull = "is-full"
            case capacityOld = "capacity-old"
            case isPaused = "is-paused"
            case confirmed
            case confirmedLongAgo = "confirmed-long-ago"
            case neverConfirmed = "never-confirmed"
            case confirmationDue = "confirmation-due"
            case answersInTime = "answers-in-time"
            case answersLate = "answers-late"
            case noPhone = "no-phone"
        }

        public var kind: Kind
        /// Codes of the dictionary that the sentence names.
        public var codes: [String]
        /// A count that the sentence names: days, places, percent.
        public var number: Int?
    }

    public struct Result: Sendable, Hashable {
        public var listing: DirectoryListing
        /// Between 0 and 1; higher is better.
        public var score: Double
        public var reasons: [Reason]
        public var against: [Reason]
        /// Whether the entry says that it is not for this worker.
        public var isExcluded: Bool
    }

    private let dictionary: DataDictionary

    public init(dictionary: DataDictionary) { self.dictionary = dictionary }

    /// - Parameter moment: the local time in a country; nil where it is not known.
    /// - Returns: results, best first; equal ones by name. O(n log n).
    public func find(_ need: DirectoryNeed, in listings: [DirectoryListing], moment: (String) -> LocalMoment?) -> [Result] {
        let results = listings.compactMap { result(need, $0, moment) }
        return (results + placeFinders(need, besides: results, in: listings, moment)).sorted { left, right in
            if left.isExcluded != right.isExcluded { return right.isExcluded }
            if left.score != right.score { return left.score > right.score }
            return (left.listing.serviceName, left.listing.service) < (right.listing.serviceName, right.listing.service)
        }
    }

    /// Kinds of service whose givers know where somebody can be put up: a judgement of the authors.
    private static let finders = ["helpline", "consular-help", "labour-attache", "rescue"]

    /// Whom to ask where a place to stay is needed and no shelter of the country has one: none is known, or each is full, pauses or is not for this worker. Helplines and
    /// missions, and of each other organisation that has a duty desk or an emergency phone one service.
    private func placeFinders(
        _ need: DirectoryNeed, besides results: [Result], in listings: [DirectoryListing], _ moment: (String) -> LocalMoment?
    ) -> [Result] {
        func isShelter(_ type: String) -> Bool { isSame(type, "shelter", "service-type") }
        let hasPlace = results.contains { result in
            let listing = result.listing
            return listing.types.contains(where: isShelter) && !result.isExcluded && listing.status != "full" && listing.status != "paused" && listing.placesFree != 0
        }
        guard need.country != nil, need.types.contains(where: isShelter), !hasPlace else { return [] }
        var (asked, known) = (need, Set(results.map(\.listing.service)))
        asked.types = Self.finders
        var found = listings.filter { !known.contains($0.service) }.compactMap { result(asked, $0, moment) }.filter { !$0.isExcluded }
        known.formUnion(found.map(\.listing.service))
        var organisations = Set((results + found).map(\.listing.organisation))
        asked.types = []
        for listing in listings where listing.hasEmergencyPhone && !known.contains(listing.service) && !organisations.contains(listing.organisation) {
            guard var result = result(asked, listing, moment), !result.isExcluded else { continue }
            organisations.insert(listing.organisation)
            if !result.reasons.contains(where: { $0.kind == .emergencyPhone }) { result.reasons.append(Reason(kind: .emergencyPhone, codes: [])) }
            found.append(result)
        }
        return found
    }

    private func result(_ need: DirectoryNeed, _ listing: DirectoryListing, _ moment: (String) -> LocalMoment?) -> Result? {
        guard listing.status != "closed" else { return nil }
        var weighing = Weighing()
        guard weighType(need, listing, &weighing), weighPlace(need, listing, &weighing) else { return nil }
        weighPeople(need, listing, &weighing)
        weighLanguages(need, listing, &weighing)
        let availability = need.isUrgent ? weighAvailability(need, listing, moment, &weighing) : weighStatus(listing, &weighing)
        let freshness = weighFreshness(listing, &weighing)
        let response = weighResponse(listing, &weighing)
        if !listing.hasPhone && !listing.hasEmergencyPhone { weighing.against.append(Reason(kind: .noPhone, codes: [])) }
        let score = weighing.fit * freshness * response * availability
        return Result(listing: listing, score: score, reasons: weighing.reasons, against: weighing.against, isExcluded: weighing.isExcluded)
    }

    /// What has been weighed so far.
    private struct Weighing {
        var reasons: [Reason] = []
        var against: [Reason] = []
        var isExcluded = false
        private var points = 0.0
        private var asked = 0.0

        /// 1 where nothing was asked.
        var fit: Double { asked == 0 ? 1 : points / asked }

        mutating func count(_ points: Double) {
            self.points += points
            asked += 1
        }
    }

    // MARK: What is needed, and where

    private func weighType(_ need: DirectoryNeed, _ listing: DirectoryListing, _ weighing: inout Weighing) -> Bool {
        guard !need.types.isEmpty else { return true }
        let given = need.types.filter { wanted in listing.types.contains { isSame($0, wanted, "service-type") } }
        guard !given.isEmpty else { return false }
        weighing.reasons.append(Reason(kind: .givesType, codes: given))
        weighing.count(Double(given.count) / Double(need.types.count))
        return true
    }

    private func weighPlace(_ need: DirectoryNeed, _ listing: DirectoryListing, _ weighing: inout Weighing) -> Bool {
        if let country = need.country {
            guard listing.countries.contains(country) else { return false }
            weighing.reasons.append(Reason(kind: .inCountry, codes: [country]))
        }
        guard let locality = need.locality, !listing.area.isEmpty else { return true }
        let isThere = WordFolding.words(listing.area).joined(separator: " ").contains(WordFolding.words(locality).joined(separator: " "))
        if isThere {
            weighing.reasons.append(Reason(kind: .inPlace, codes: []))
        } else {
            weighing.against.append(Reason(kind: .otherPlace, codes: []))
        }
        weighing.count(isThere ? 1 : 0.5)
        return true
    }

    // MARK: For whom

    private func weighPeople(_ need: DirectoryNeed, _ listing: DirectoryListing, _ weighing: inout Weighing) {
        if let nationality = need.nationality {
            if listing.nationalities.isEmpty {
                let isServed = listing.corridorsFrom.contains(nationality)
                weighing.reasons.append(Reason(kind: isServed ? .servesCorridor : .forAllNationalities, codes: isServed ? [nationality] : []))
                weighing.count(isServed ? 0.9 : 0.7)
            } else {
                weigh(nationality, listing.nationalities, nil, .forNationality, .notForNationality, &weighing)
            }
        }
        if let sex = need.sex { weigh(sex, listing.sexes, nil, .forSex, .notForSex, &weighing) }
        if let sector = need.sector { weigh(sector, listing.sectors, "work-sector", .forSector, .notForSector, &weighing) }
        if let isDocumented = need.isDocumented {
            weigh(isDocumented ? "regular" : "irregular", listing.statuses, "migration-status", .forStatus, .notForStatus, &weighing)
        }
    }

    /// An entry that names nobody is for all, which counts a little less than one that names this worker.
    private func weigh(
        _ code: String, _ served: Set<String>, _ vocabulary: String?, _ fits: Reason.Kind, _ excludes: Reason.Kind, _ weighing: inout Weighing
    ) {
        guard !served.isEmpty else { return weighing.count(0.7) }
        if served.contains(where: { item in vocabulary.map { isSame(code, item, $0) } ?? (code == item) }) {
            weighing.reasons.append(Reason(kind: fits, codes: [code]))
            weighing.count(1)
        } else {
            weighing.against.append(Reason(kind: excludes, codes: [code]))
            weighing.isExcluded = true
            weighing.count(0)
        }
    }

    private func weighLanguages(_ need: DirectoryNeed, _ listing: DirectoryListing, _ weighing: inout Weighing) {
        guard !need.languages.isEmpty else { return }
        let spoken = need.languages.filter(listing.languages.contains)
        if !spoken.isEmpty {
            weighing.reasons.append(Reason(kind: .speaks, codes: spoken))
        } else {
            weighing.against.append(Reason(kind: listing.languages.isEmpty ? .languageNotTold : .doesNotSpeak, codes: need.languages))
        }
        weighing.count(!spoken.isEmpty ? 1 : listing.languages.isEmpty ? 0.5 : 0.2)
    }

    // MARK: Now

    private func weighStatus(_ listing: DirectoryListing, _ weighing: inout Weighing) -> Double {
        switch listing.status {
        case "full"?:
            weighing.against.append(Reason(kind: .isFull, codes: []))
            return 0.7
        case "paused"?:
            weighing.against.append(Reason(kind: .isPaused, codes: []))
            return 0.4
        default: return 1
        }
    }

    private func weighAvailability(
        _ need: DirectoryNeed, _ listing: DirectoryListing, _ moment: (String) -> LocalMoment?, _ weighing: inout Weighing
    ) -> Double {
        var weight = weighStatus(listing, &weighing)
        let place = need.country ?? (listing.countries.count == 1 ? listing.countries.first : nil)
        let now = place.flatMap(moment)
        let isOpen = listing.hours.flatMap { hours in now.map { hours.isOpen(weekday: $0.weekday, minute: $0.minute) } }
        if isOpen == true { weighing.reasons.append(Reason(kind: .openNow, codes: [])) }
        if isOpen == false { weighing.against.append(Reason(kind: .closedNow, codes: [])) }
        if isOpen == nil { weighing.against.append(Reason(kind: .hoursNotKnown, codes: [])) }
        if listing.hasEmergencyPhone { weighing.reasons.append(Reason(kind: .emergencyPhone, codes: [])) }
        weight *= isOpen == true ? 1 : listing.hasEmergencyPhone ? 0.95 : isOpen == nil ? 0.6 : 0.3
        if let free = listing.placesFree {
            let isOld = listing.capacityAge.map { $0 > Self.capacityLife } ?? true
            if free > 0 {
                weighing.reasons.append(Reason(kind: .placesFree, codes: [], number: free))
            } else if listing.status != "full" {
                weighing.against.append(Reason(kind: .isFull, codes: []))
                weight *= isOld ? 0.7 : 0.4
            }
            if isOld { weighing.against.append(Reason(kind: .capacityOld, codes: [], number: listing.capacityAge)) }
        }
        return weight
    }

    // MARK: How far it can be trusted

    private func weighFreshness(_ listing: DirectoryListing, _ weighing: inout Weighing) -> Double {
        // A day to come says nothing.
        guard let age = listing.confirmedAge, age >= 0 else {
            weighing.against.append(Reason(kind: .neverConfirmed, codes: []))
            return Self.leastFreshness
        }
        if listing.isConfirmationDue {
            weighing.against.append(Reason(kind: .confirmationDue, codes: [], number: age))
        } else if Double(age) > Self.halfLife {
            weighing.against.append(Reason(kind: .confirmedLongAgo, codes: [], number: age))
        } else {
            weighing.reasons.append(Reason(kind: .confirmed, codes: [], number: age))
        }
        return max(Self.leastFreshness, Self.power(halvings: Double(age) / Self.halfLife))
    }

    private func weighResponse(_ listing: DirectoryListing, _ weighing: inout Weighing) -> Double {
        guard let response = listing.response, response.asked > 0 else { return 0.75 }
        let share = Double(response.acknowledgedInTime + 1) / Double(response.asked + 2)
        let percent = Int((Double(response.acknowledgedInTime) / Double(response.asked) * 100).rounded())
        if share >= 0.5 {
            weighing.reasons.append(Reason(kind: .answersInTime, codes: [], number: percent))
        } else {
            weighing.against.append(Reason(kind: .answersLate, codes: [], number: percent))
        }
        return 0.5 + share / 2
    }

    /// 2 to the power of −halvings, linear between whole halvings, which keeps this target free of a mathematics library.
    private static func power(halvings: Double) -> Double {
        let whole = halvings.rounded(.down)
        var weight = 1.0
        for _ in 0..<min(60, Int(whole)) { weight /= 2 }
        return weight * (1 - (halvings - whole) / 2)
    }

    /// Whether two codes are the same or one is a kind of the other.
    private func isSame(_ left: String, _ right: String, _ vocabulary: String) -> Bool {
        guard left != right, let list = dictionary.vocabulary(vocabulary) else { return left == right }
        return list.ancestors(of: left).contains { $0.code == right } || list.ancestors(of: right).contains { $0.code == left }
    }
}
