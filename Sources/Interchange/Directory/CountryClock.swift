import Foundation

/// What time it is in a country that has one time zone (Resources/directory/country-time-zones.csv, from the zone table of the IANA time zone database).
public struct CountryClock: Sendable {
    private let zones: [String: String]

    /// - Throws: ``ImportError`` if the table is not in the program.
    public init() throws(ImportError) {
        let path = "Interchange/Resources/directory/country-time-zones.csv"
        guard let file = EmbeddedFiles.all(in: path).first else {
            throw ImportError(place: path, problem: "the table of time zones is not in this program", remedy: "Build it again from its sources.")
        }
        var table = try CSVTable(bytes: file.bytes, name: "country-time-zones.csv", encoding: "utf-8")
        var zones: [String: String] = [:]
        while let row = try table.next() {
            if row.fields.count == 2 { zones[row.fields[0]] = row.fields[1] }
        }
        self.zones = zones
    }

    /// - Returns: nil for a country that is not in the table.
    public func zone(of country: String) -> TimeZone? { zones[country].flatMap { TimeZone(identifier: $0) } }

    /// - Parameter now: milliseconds since 1970.
    /// - Returns: nil for a country that is not in the table.
    public func moment(in country: String, now: UInt64) -> LocalMoment? {
        guard let zone = zone(of: country) else { return nil }
        let seconds = Int(now / 1000) + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(now) / 1000))
        // 1970-01-01 was a Thursday, and Monday is 0.
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
        return LocalMoment(weekday: (days + 3) % 7, minute: rest / 60)
    }
}
