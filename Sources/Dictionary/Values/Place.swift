import Formats

/// A place, from coarse to fine, so that a coarser one can be shown. Every part may be missing, but not all.
public struct Place: Sendable, Hashable {
    /// ISO 3166-1 alpha-2.
    public let country: String?
    /// ISO 3166-2, of the same country.
    public let subdivision: String?
    /// The town, district or village, as it was said.
    public let locality: String?
    /// The address, the site, how to find it.
    public let detail: String?
    /// Degrees north (WGS 84), −90 to 90.
    public let latitude: ExactDecimal?
    /// Degrees east (WGS 84), −180 to 180.
    public let longitude: ExactDecimal?

    /// Refuses a place without any part, codes of the wrong form, and half a coordinate.
    public init(
        country: String? = nil, subdivision: String? = nil, locality: String? = nil, detail: String? = nil,
        latitude: ExactDecimal? = nil, longitude: ExactDecimal? = nil
    ) throws(ValueError) {
        self.locality = if let locality { try NormalText.clean(locality, limit: NormalText.textLimit, what: "locality") } else { nil }
        self.detail = if let detail { try NormalText.clean(detail, limit: NormalText.textLimit, what: "detail of the place") } else { nil }
        try Place.check(country: country, subdivision: subdivision)
        try Place.check(latitude: latitude, longitude: longitude)
        if country == nil, subdivision == nil, locality == nil, detail == nil, latitude == nil {
            throw ValueError(.empty, "is a place without any part.", remedy: "Give at least the country, or answer unknown.")
        }
        self.country = country
        self.subdivision = subdivision
        self.latitude = latitude
        self.longitude = longitude
    }

    private static func check(country: String?, subdivision: String?) throws(ValueError) {
        if let country, !CodeSyntax.isCountry(country) {
            throw ValueError(
                .malformed, offered: country, "is not a country code.", remedy: "Write the two capital letters of ISO 3166, such as NP or QA.")
        }
        guard let subdivision else { return }
        guard CodeSyntax.isSubdivision(subdivision) else {
            throw ValueError(
                .malformed, offered: subdivision, "is not a code of a subdivision.",
                remedy: "Write the country and its part as in ISO 3166-2, such as NP-P3.")
        }
        if let country, !subdivision.utf8.starts(with: country.utf8) {
            throw ValueError(
                .contradictory, offered: subdivision, "is not in the country \(country).", remedy: "Correct the country or the subdivision.")
        }
    }

    private static func check(latitude: ExactDecimal?, longitude: ExactDecimal?) throws(ValueError) {
        guard (latitude == nil) == (longitude == nil) else {
            throw ValueError(.contradictory, "has one coordinate only.", remedy: "Give latitude and longitude, or neither.")
        }
        if let latitude, latitude > ExactDecimal(90) || latitude < ExactDecimal(-90) {
            throw ValueError(
                .outOfRange, offered: latitude.description, "is not a latitude.", remedy: "Give degrees between -90 and 90; check the order.")
        }
        if let longitude, longitude > ExactDecimal(180) || longitude < ExactDecimal(-180) {
            throw ValueError(.outOfRange, offered: longitude.description, "is not a longitude.", remedy: "Give degrees between -180 and 180.")
        }
    }

    /// How fine a place is shown.
    public enum Level: Int, Sendable, Hashable, CaseIterable, Comparable {
        case country, subdivision, locality, exact

        /// The coarser level first.
        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// The place with nothing finer than this level; nil if nothing is left. The country is taken from the subdivision where only that is known.
    public func coarsened(to level: Level) -> Place? {
        if level == .exact { return self }
        return try? Place(
            country: country ?? subdivision.map { String($0.prefix(2)) }, subdivision: level >= .subdivision ? subdivision : nil,
            locality: level >= .locality ? locality : nil)
    }
}

extension Place {
    /// Reads the JSON form; a member that the type does not have is refused.
    public init(json: JSONValue) throws(ValueError) {
        let members = try JSONMembers(
            json, type: .place, allowed: ["country", "subdivision", "locality", "detail", "latitude", "longitude"])
        let latitude = try members.optional("latitude")
        let longitude = try members.optional("longitude")
        try self.init(
            country: members.optional("country"), subdivision: members.optional("subdivision"), locality: members.optional("locality"),
            detail: members.optional("detail"), latitude: Place.degrees(latitude), longitude: Place.degrees(longitude))
    }

    private static func degrees(_ text: String?) throws(ValueError) -> ExactDecimal? {
        guard let text else { return nil }
        return try ExactDecimal(text)
    }

    /// The parts that are there, coordinates as text.
    public var json: JSONValue {
        var members: [JSONObject.Member] = []
        if let country { members.append(.init("country", .string(country))) }
        if let subdivision { members.append(.init("subdivision", .string(subdivision))) }
        if let locality { members.append(.init("locality", .string(locality))) }
        if let detail { members.append(.init("detail", .string(detail))) }
        if let latitude { members.append(.init("latitude", .string(latitude.description))) }
        if let longitude { members.append(.init("longitude", .string(longitude.description))) }
        return .object(JSONObject(members))
    }
}
