extension QuestionType {
    /// The data type of the bind (ODK XForms 1.0, section 6); nil for types without one.
    var bindType: String? {
        switch self {
        case .text, .note, .acknowledge, .calculate, .hidden, .selectOne, .selectMultiple, .selectOneExternal: "string"
        case .integer, .range: "int"
        case .decimal: "decimal"
        case .date: "date"
        case .time: "time"
        case .dateTime: "dateTime"
        case .barcode: "barcode"
        case .geopoint, .startGeopoint, .backgroundGeopoint: "geopoint"
        case .geotrace: "geotrace"
        case .geoshape: "geoshape"
        case .image, .audio, .video, .file, .openStreetMap, .backgroundAudio, .audit: "binary"
        case .rank: "odk:rank"
        case .metadata(.start), .metadata(.end): "dateTime"
        case .metadata(.today): "date"
        case .metadata: "string"
        case .trigger, .xmlExternal, .csvExternal, .unknown: nil
        }
    }

    /// What a client fills in by itself (ODK XForms 1.0, section 7).
    var preload: (kind: String, parameter: String)? {
        switch self {
        case .metadata(.start), .metadata(.end): ("timestamp", self == .metadata(.start) ? "start" : "end")
        case .metadata(.today): ("date", "today")
        case .metadata(let metadata): ("property", metadata.rawValue)
        default: nil
        }
    }

    /// The element of the control in the body; nil for what is not shown.
    var controlName: String? {
        switch self {
        case .text, .integer, .decimal, .date, .time, .dateTime, .note, .barcode, .geopoint, .geotrace, .geoshape, .selectOneExternal: "input"
        case .range: "range"
        case .acknowledge, .trigger, .backgroundGeopoint: "trigger"
        case .image, .audio, .video, .file, .openStreetMap: "upload"
        case .selectOne: "select1"
        case .selectMultiple: "select"
        case .rank: "odk:rank"
        case .calculate, .hidden, .backgroundAudio, .startGeopoint, .audit, .xmlExternal, .csvExternal, .metadata, .unknown: nil
        }
    }

    var mediaType: String? {
        switch self {
        case .image: "image/*"
        case .audio: "audio/*"
        case .video: "video/*"
        case .file: "application/*"
        case .openStreetMap: "osm/*"
        default: nil
        }
    }
}
