/// What a question asks for (XLSForm, column `type`).
public enum QuestionType: Hashable, Sendable {
    case text
    case integer
    case decimal
    /// A number between `start` and `end` of the parameters.
    case range
    case date
    case time
    case dateTime
    case note
    /// A box to tick: the answer is `OK`.
    case acknowledge
    /// Like `acknowledge`, without a data type of its own in the XForm.
    case trigger
    case calculate
    case hidden
    case barcode
    case geopoint
    case geotrace
    case geoshape
    case image
    case audio
    case video
    case file
    case openStreetMap
    case backgroundAudio
    /// The place where the form was begun.
    case startGeopoint
    /// The place where another question was answered.
    case backgroundGeopoint
    case audit
    case selectOne(ChoiceSource)
    case selectMultiple(ChoiceSource)
    case rank(ChoiceSource)
    /// A list of the sheet `external_choices`.
    case selectOneExternal(list: String)
    /// Attaches `NAME.xml` as a secondary instance; holds no answer.
    case xmlExternal
    /// Attaches `NAME.csv` as a secondary instance; holds no answer.
    case csvExternal
    /// Filled in by the client.
    case metadata(FormMetadata)
    /// A type without meaning to ODK: an empty text field in the answers and nothing else.
    case unknown(String)

    /// Whether its answers are numbers, or made of numbers, that people write in the digits of their script.
    public var isWrittenInDigits: Bool {
        switch self {
        case .integer, .decimal, .range, .date, .dateTime, .time, .geopoint, .geotrace, .geoshape: true
        default: false
        }
    }

    public var choiceSource: ChoiceSource? {
        switch self {
        case .selectOne(let source), .selectMultiple(let source), .rank(let source): source
        default: nil
        }
    }
}

/// Where the choices of a select come from.
public enum ChoiceSource: Hashable, Sendable {
    /// A list of the sheet `choices`.
    case list(String)
    /// A file that travels beside the form, with the columns (or properties) of value and label.
    case file(String, value: String, label: String)
    /// Answers to a question in a repeat, as written: `${name}`.
    case answers(String)
}

/// What a client knows about itself and the moment.
public enum FormMetadata: String, Hashable, Sendable, CaseIterable {
    case start
    case end
    case today
    case deviceIdentifier = "deviceid"
    case subscriberIdentifier = "subscriberid"
    case simSerial = "simserial"
    case phoneNumber = "phonenumber"
    case username
    case email
    case deviceIdentifierAddress = "uri:deviceid"
    case subscriberIdentifierAddress = "uri:subscriberid"
    case simSerialAddress = "uri:simserial"
    case phoneNumberAddress = "uri:phonenumber"
    case usernameAddress = "uri:username"
    case emailAddress = "uri:email"
}
