/// A document of the People Finder Interchange Format (PFIF 1.4, zesty.ca/pfif/1.4): people who are looked for, and notes about them.
public struct PFIFDocument: Sendable, Hashable {
    /// A person or a note: its fields under the names of version 1.4, without empty ones.
    public struct Record: Sendable, Hashable {
        public var fields: [String: String]

        public init(_ fields: [String: String] = [:]) { self.fields = fields }

        public subscript(field: String) -> String? {
            get { fields[field] }
            set { fields[field] = newValue?.isEmpty == true ? nil : newValue }
        }
    }

    public struct Person: Sendable, Hashable {
        public var record: Record
        public var notes: [Record]

        public init(_ record: Record, notes: [Record] = []) {
            self.record = record
            self.notes = notes
        }

        /// Whether it says only that a record was there and has expired; what it said is to be deleted wherever it went (PFIF 1.4, “Data expiry”).
        public var isTombstone: Bool {
            record["expiry_date"] != nil && record["full_name"] == nil && record["given_name"] == nil && record["family_name"] == nil
        }
    }

    public var people: [Person]
    /// Notes that stand outside a person.
    public var notes: [Record]
    /// Records that were left out, each with the reason.
    public var rejects: [Reject]

    public init(people: [Person] = [], notes: [Record] = [], rejects: [Reject] = []) {
        self.people = people
        self.notes = notes
        self.rejects = rejects
    }

    public struct Reject: Sendable, Hashable {
        /// Its place among all records of the document, counted from 1.
        public var position: Int
        public var kind: String
        /// Its identifier, if it has one.
        public var identifier: String
        public var reason: String
    }

    /// The fields of version 1.4 in their order.
    static let personFields = [
        "person_record_id", "entry_date", "expiry_date", "author_name", "author_email", "author_phone", "source_name", "source_date", "source_url", "full_name",
        "given_name", "family_name", "alternate_names", "description", "sex", "date_of_birth", "age", "home_street", "home_neighborhood", "home_city",
        "home_state", "home_postal_code", "home_country", "photo_url", "profile_urls",
    ]
    static let noteFields = [
        "note_record_id", "person_record_id", "linked_person_record_id", "entry_date", "author_name", "author_email", "author_phone", "source_date",
        "author_made_contact", "status", "email_of_found_person", "phone_of_found_person", "last_known_location", "text", "photo_url",
    ]
    /// Statuses of a note (PFIF 1.4, “status”).
    public static let statuses: Set<String> = ["information_sought", "is_note_author", "believed_alive", "believed_missing", "believed_dead"]

    /// Names that versions before 1.4 used.
    static let earlierNames = ["first_name": "given_name", "last_name": "family_name", "home_zip": "home_postal_code", "found": "author_made_contact"]
}

/// Why a document cannot be read at all.
public struct PFIFError: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
}
