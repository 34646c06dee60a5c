/// What somebody needs, in the codes of the dictionary. What is nil or empty was not said, and nothing is concluded from it.
public struct DirectoryNeed: Sendable, Hashable {
    /// Codes of `service-type`; a service that gives one of them, or a kind of one of them, can be a result.
    public var types: [String] = []
    /// ISO 3166: where the help is needed.
    public var country: String?
    /// The town or district, as written.
    public var locality: String?
    /// ISO 3166: of the worker.
    public var nationality: String?
    /// Code of `sex`.
    public var sex: String?
    /// Code of `work-sector`.
    public var sector: String?
    /// Whether the stay is permitted.
    public var isDocumented: Bool?
    /// Codes of `language` that the worker speaks.
    public var languages: [String] = []
    /// Whether it cannot wait: then hours, the emergency phone and free places count.
    public var isUrgent = false

    public init() {}
}

/// A service as the search compares it: open facts of the service and its organisation, and what was measured.
public struct DirectoryListing: Sendable, Hashable {
    /// Identifiers of the records.
    public var service: String
    public var organisation: String
    public var serviceName = ""
    public var organisationName = ""
    public var types: Set<String> = []
    /// Empty: for all.
    public var nationalities: Set<String> = []
    public var sexes: Set<String> = []
    public var sectors: Set<String> = []
    public var statuses: Set<String> = []
    /// Where the service is given.
    public var countries: Set<String> = []
    /// Towns and districts, as written.
    public var area = ""
    /// Countries of origin and of destination that the organisation serves.
    public var corridorsFrom: Set<String> = []
    public var corridorsTo: Set<String> = []
    public var languages: Set<String> = []
    public var hours: OpeningHours?
    public var hasPhone = false
    public var hasEmergencyPhone = false
    /// Nil: not told.
    public var placesFree: Int?
    /// Days since the free places were told; nil: no day was given.
    public var capacityAge: Int?
    /// Code of `service-status`; nil: not told.
    public var status: String?
    /// Days since it was last confirmed; nil: never.
    public var confirmedAge: Int?
    /// Whether the day by which it must be confirmed again is past.
    public var isConfirmationDue = false
    public var response: MeasuredResponse?

    public init(service: String, organisation: String) {
        self.service = service
        self.organisation = organisation
    }
}

/// How an organisation has answered referrals: counts, not opinions.
public struct MeasuredResponse: Sendable, Hashable {
    /// Referrals whose time for acknowledging is over or that were acknowledged.
    public var asked: Int
    /// Of these, acknowledged before the deadline.
    public var acknowledgedInTime: Int
    /// Median hours from offer to acknowledgement; nil where there was none.
    public var medianHours: Double?

    public init(asked: Int, acknowledgedInTime: Int, medianHours: Double? = nil) {
        self.asked = asked
        self.acknowledgedInTime = acknowledgedInTime
        self.medianHours = medianHours
    }
}

/// What time it is where a service is given.
public struct LocalMoment: Sendable, Hashable {
    /// 0 is Monday.
    public var weekday: Int
    /// Minutes after midnight.
    public var minute: Int

    public init(weekday: Int, minute: Int) {
        self.weekday = weekday
        self.minute = minute
    }
}
