import Dictionary
import Forms

/// Which answers a field of the dictionary can take: the table in `Docs/forms.md`.
enum SavedAnswer {
    /// What a question gives.
    enum Shape: String {
        case text, number, date, time, oneChoice, choices, file, point
    }

    /// Nil for a question whose answer may be anything: one that is computed, hidden, or filled in by the client.
    static func shape(of question: QuestionType) -> Shape? {
        switch question {
        case .text, .barcode: .text
        case .integer, .decimal, .range: .number
        case .date, .dateTime: .date
        case .time: .time
        case .selectOne, .selectOneExternal: .oneChoice
        case .selectMultiple, .rank: .choices
        case .image, .audio, .video, .file, .backgroundAudio: .file
        case .geopoint, .geotrace, .geoshape, .startGeopoint, .backgroundGeopoint: .point
        case .note, .acknowledge, .trigger, .calculate, .hidden, .openStreetMap, .audit, .xmlExternal, .csvExternal, .metadata, .unknown: nil
        }
    }

    /// The types of question that a field, or a part of it, takes, as they are written on the sheet; nil if this one is among them.
    static func needed(for field: Field, part: String?, insteadOf question: QuestionType) -> String? {
        guard let shape = shape(of: question) else { return nil }
        let (taken, written): (Set<Shape>, String) =
            switch (field.type, part) {
            case (_, "amount"?): ([.number, .text], "integer or decimal")
            case (_, "currency"?), (_, "unit"?), (_, "kind"?), (_, "country"?), (_, "subdivision"?): ([.oneChoice, .text], "select_one")
            case (_, "coordinates"?): ([.point, .text], "geopoint")
            case (_, _?): ([.text, .number, .oneChoice], "text")
            case (.name, _), (.identifier, _), (.money, _), (.quantity, _), (.place, _): ([.text, .oneChoice], "text")
            case (.phone, _): ([.text, .number, .oneChoice], "text")
            case (.code, _): ([.oneChoice, .text], "select_one")
            case (.codes, _): ([.oneChoice, .choices, .text], "select_multiple or select_one")
            case (.date, _): ([.date, .text], "date")
            case (.file, _): ([.file], "image, file, audio or video")
            case (.link, _): ([.oneChoice, .choices], "select_one ${question}")
            default: ([.text, .number, .date, .time, .oneChoice, .choices, .point], "text")
            }
        return taken.contains(shape) ? nil : written
    }
}
