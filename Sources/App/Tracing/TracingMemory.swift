import Dictionary
import Matching

/// The notices and sightings of one organisation that take part, in memory.
struct TracingMemory: Sendable {
    private(set) var notices = PersonIndex()
    private(set) var sightings = PersonIndex()
    /// Notices whose seeker chose that they are shown in public, by name alone. Others are not even candidates of a search from outside: neither can they take the place of those
    /// that may be shown, nor does the time of an answer tell that they are there.
    private(set) var published = PersonIndex()
    /// The last day of each that has one.
    private var ends: [String: CalendarDay] = [:]
    /// The place in the journal up to which it is true.
    var sequence: Int64 = 0
    /// The day for which it is true.
    private(set) var day: CalendarDay?

    /// Puts a notice or sighting in, or takes it out if it takes part no more.
    mutating func put(_ profile: TraceProfile) {
        let takesPart = profile.isOpen && profile.isComparable
        let person = PersonRecord(identifier: profile.record, names: profile.names, born: profile.born, place: profile.place, numbers: profile.numbers)
        // Also of somebody who was found: what others told us until a day is erased after it.
        ends[profile.record] = profile.isRunning && profile.isComparable ? profile.end : nil
        switch profile.kind {
        case .notice:
            if takesPart { notices.insert(person) } else { notices.remove(profile.record) }
            if takesPart, profile.isPublic {
                published.insert(PersonRecord(identifier: profile.record, names: profile.names))
            } else {
                published.remove(profile.record)
            }
        case .sighting: if takesPart { sightings.insert(person) } else { sightings.remove(profile.record) }
        case .person: break
        }
    }

    /// Takes out what ran out before a day, of which no entry of the journal says so.
    /// - Returns: the records that were taken out; none if the day is the same as before.
    /// - Complexity: linear in the records once a day.
    mutating func begin(_ day: CalendarDay) -> [String] {
        guard day != self.day else { return [] }
        self.day = day
        let over = ends.filter { $0.value < day }.map(\.key)
        for record in over {
            ends[record] = nil
            notices.remove(record)
            published.remove(record)
            sightings.remove(record)
        }
        return over
    }
}
