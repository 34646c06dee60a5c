/// The names of question types in the column `type`, with the older ones that forms still use (pyxform 4.5).
enum QuestionTypeNames {
    struct Entry {
        var type: QuestionType
        /// Used where the row says nothing else.
        var constraint: String?
        var hint: String?
    }

    static func entry(_ name: String) -> Entry? { entries[name] }

    static var all: [String] { entries.keys.sorted() }

    private static let entries: [String: Entry] = {
        var entries: [String: Entry] = [:]
        for (type, names) in names { for name in names { entries[name] = Entry(type: type) } }
        for metadata in FormMetadata.allCases { entries[metadata.rawValue] = Entry(type: .metadata(metadata)) }
        entries["percentage"] = Entry(type: .integer, constraint: "0 <= . and . <= 100")
        entries["phone number"] = Entry(type: .text, constraint: "regex(., '^\\d*$')", hint: "Enter numbers only.")
        for (period, days) in [("last month", 31), ("last six months", 183), ("last year", 365)] {
            entries["number of days in \(period)"] = Entry(type: .integer, constraint: "0 <= . and . <= \(days)", hint: "Enter a number 0-\(days).")
        }
        return entries
    }()

    private static let names: [(QuestionType, [String])] = [
        (.text, ["text", "string", "q string", "add text prompt"]),
        (.integer, ["integer", "int", "q int", "add integer prompt"]),
        (.decimal, ["decimal", "q decimal", "add decimal prompt"]),
        (.range, ["range"]),
        (.date, ["date", "q date", "add date prompt"]),
        (.time, ["time"]),
        (.dateTime, ["dateTime", "datetime", "date time", "q dateTime", "q date time", "add dateTime prompt", "add date time prompt"]),
        (.note, ["note", "q note", "add note prompt"]),
        (.acknowledge, ["acknowledge", "q acknowledge", "add acknowledge prompt"]),
        (.trigger, ["trigger"]),
        (.calculate, ["calculate", "q calculate", "add calculate prompt"]),
        (.hidden, ["hidden"]),
        (.barcode, ["barcode", "q barcode", "add barcode prompt"]),
        (.geopoint, ["geopoint", "gps", "location", "q location", "q geopoint", "add location prompt"]),
        (.geotrace, ["geotrace", "q geotrace"]),
        (.geoshape, ["geoshape", "q geoshape"]),
        (.image, ["image", "photo", "q picture", "q image", "add image prompt", "add photo prompt"]),
        (.audio, ["audio", "q audio", "add audio prompt"]),
        (.video, ["video", "q video", "add video prompt"]),
        (.file, ["file", "add file prompt"]),
        (.openStreetMap, ["osm"]),
        (.backgroundAudio, ["background-audio"]),
        (.startGeopoint, ["start-geopoint"]),
        (.backgroundGeopoint, ["background-geopoint"]),
        (.audit, ["audit"]),
        (.xmlExternal, ["xml-external"]),
        (.csvExternal, ["csv-external"]),
        (.metadata(.start), ["get start time", "start time"]),
        (.metadata(.end), ["get end time", "end time"]),
        (.metadata(.today), ["get today"]),
        (.metadata(.deviceIdentifier), ["imei", "device id", "get device id"]),
        (.metadata(.subscriberIdentifier), ["subscriber id", "get subscriber id"]),
        (.metadata(.simSerial), ["sim id", "get sim id"]),
        (.metadata(.phoneNumber), ["get phone number"]),
    ]

    enum Select { case one, multiple, rank, external }

    /// Commands that a list's name follows, longer before shorter where one begins the other.
    private static let selects: [(String, Select)] = [
        ("add select one prompt using", .one), ("add select multiple prompt using", .multiple), ("select all that apply from", .multiple),
        ("select one from", .one), ("select1", .one), ("select_one", .one), ("select one", .one), ("select_multiple", .multiple),
        ("select all that apply", .multiple), ("select_one_external", .external), ("select_one_from_file", .one),
        ("select_multiple_from_file", .multiple), ("select one from file", .one), ("select multiple from file", .multiple), ("rank", .rank),
    ]

    struct SelectCommand {
        var command: String
        var select: Select
        var list: String
        var allowsOther: Bool

        /// Whether a file must follow.
        var isFromFile: Bool { ["select_one_from_file", "select_multiple_from_file", "select one from file", "select multiple from file"].contains(command) }
    }

    /// Reads `select_one LIST or_other`.
    static func select(_ type: String) -> SelectCommand? {
        let bytes = Array(type.utf8)
        for (command, select) in selects {
            guard bytes.starts(with: (command + " ").utf8) else { continue }
            let rest = String(decoding: bytes[(command.utf8.count + 1)...], as: UTF8.self)
            let words = rest.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
            guard let list = words.first, !list.isEmpty else { continue }
            let suffix = words.dropFirst().joined(separator: " ")
            guard suffix.isEmpty || ["or specify other", "or_other", "or other"].contains(suffix) else { continue }
            return SelectCommand(command: command, select: select, list: list, allowsOther: !suffix.isEmpty)
        }
        return nil
    }

    enum Container: String { case group, repeated = "repeat", loop }

    private static let containers: [(String, Container)] = [
        ("looped group", .repeated), ("lgroup", .repeated), ("group", .group), ("repeat", .repeated), ("loop", .loop),
    ]

    /// Reads `begin group`, `begin_repeat`, `begin loop over LIST`.
    static func begin(_ type: String) -> (container: Container, list: String?)? {
        guard let rest = rest(of: type, after: "begin") else { return nil }
        for (name, container) in containers {
            if rest == name { return (container, nil) }
            guard rest.utf8.starts(with: (name + " ").utf8) else { continue }
            var words = SheetText.words(String(decoding: Array(rest.utf8)[name.utf8.count...], as: UTF8.self))
            if words.count == 2, words[0] == "over" { words.removeFirst() }
            if words.count == 1 { return (container, words[0]) }
        }
        return nil
    }

    static func end(_ type: String) -> Container? {
        guard let rest = rest(of: type, after: "end") else { return nil }
        return containers.first { $0.0 == rest }?.1
    }

    private static func rest(of type: String, after word: String) -> String? {
        let scalars = type.unicodeScalars
        guard type.utf8.starts(with: word.utf8), let separator = scalars.dropFirst(word.utf8.count).first,
            separator == "_" || SheetText.isSpace(separator)
        else { return nil }
        return String(scalars.dropFirst(word.utf8.count + 1))
    }
}
