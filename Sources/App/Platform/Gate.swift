import Dictionary
import Formats
import Journal
import Storage

/// The one place that decides what a reader sees of a record, field by field. Pages, lists, exports and commands receive ``RecordView``s, never states.
struct Gate {
    let reader: Reader
    let dictionary: DataDictionary
    private let organisation: Organisation
    private let connection: any Connection
    private var keyring: RecordKeyring

    init(reader: Reader, node: Node, connection: any Connection) {
        self.reader = reader
        dictionary = node.dictionary
        organisation = node.organisation
        self.connection = connection
        keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
    }

    /// What the reader may see of the record.
    mutating func view(_ state: RecordState, of record: String) throws -> RecordView {
        let sealing = try sealing(of: record, state: state)
        var view = RecordView(
            record: record, kind: state.kind, created: state.created, changed: state.changed, isRetracted: state.isRetracted, isErased: state.isErased)
        let definitions = dictionary.fields(of: state.kind)
        for definition in definitions {
            guard let field = state.fields[definition.name] else { continue }
            guard reader.clearance >= definition.sensitivity else {
                view.hiddenFields.append(definition.name)
                continue
            }
            let shown = try answer(field.answer, definition, field.clock, sealing)
            let others = try field.others.map { RecordView.Other(answer: try answer($0.answer, definition, $0.clock, sealing), clock: $0.clock) }
            if shown != nil || !others.isEmpty {
                view.fields.append(RecordView.Entry(field: definition, answer: shown, clock: field.clock, others: others))
            }
        }
        let known = Set(definitions.map(\.name))
        view.unknownFields = state.fields.keys.filter { !$0.hasPrefix("@") && !known.contains($0) }
        view.hiddenFields.sort()
        view.unknownFields.sort()
        return view
    }

    /// One answer of the record, without opening the others; nil if there is none or the reader may not see it.
    mutating func answer(_ field: String, _ state: RecordState, of record: String) throws -> Answer? {
        guard let definition = dictionary.field(state.kind, field), reader.clearance >= definition.sensitivity, let written = state.fields[field] else {
            return nil
        }
        return try answer(written.answer, definition, written.clock, try sealing(of: record, state: state))
    }

    /// What one entry wrote into a field, for the record's history; nil if the reader may not see it or nobody can any more.
    mutating func writtenAnswer(_ stored: StoredAnswer, field: Field, clock: Timestamp, record: String) throws -> Answer? {
        guard reader.clearance >= field.sensitivity else { return nil }
        guard let key = try keyring.key(of: record) else { return try AnswerSealing.answer(open: stored, type: field.type, multiple: field.multiple) }
        return try answer(stored, field, clock, AnswerSealing(organisation: organisation.identifier, record: record, key: key))
    }

    /// The reason given for an entry, which is a narrative.
    mutating func ground(_ sealed: [UInt8], of record: String, clock: Timestamp) throws -> String? {
        guard reader.clearance >= .identity, let key = try keyring.key(of: record) else { return nil }
        return try AnswerSealing(organisation: organisation.identifier, record: record, key: key).ground(sealed, clock: clock)
    }

    private mutating func sealing(of record: String, state: RecordState) throws -> AnswerSealing? {
        guard reader.clearance > .open, state.hasSealedPart else { return nil }
        guard let key = try keyring.key(of: record) else {
            // As it was on an earlier day the record was not erased, but today nobody has its key.
            if try RecordRows(connection: connection, organisation: organisation.number).state(of: record)?.isErased == true { return nil }
            throw AppError("The key of record \(record) is missing although the record was not erased. Run: corridor verify --data DIR")
        }
        return AnswerSealing(organisation: organisation.identifier, record: record, key: key)
    }

    /// Notes are narratives: only a reader of identity sees them.
    private func answer(_ stored: StoredAnswer, _ field: Field, _ clock: Timestamp, _ sealing: AnswerSealing?) throws -> Answer? {
        guard let sealing else { return try AnswerSealing.answer(open: stored, type: field.type, multiple: field.multiple) }
        var answer = try sealing.answer(stored, field: field.name, type: field.type, multiple: field.multiple, clock: clock)
        if reader.clearance < .identity { answer?.note = nil }
        return answer
    }
}

/// What a reader may see of a record.
public struct RecordView: Sendable {
    public struct Other: Sendable {
        public var answer: Answer?
        public var clock: Timestamp
    }

    public struct Entry: Sendable {
        public var field: Field
        /// Nil if the field was cleared by one person while another answered it.
        public var answer: Answer?
        public var clock: Timestamp
        /// Answers that clash with the one that shows.
        public var others: [Other]
    }

    public var record: String
    public var kind: String
    public var created: Timestamp
    public var changed: Timestamp
    public var isRetracted: Bool
    public var isErased: Bool
    /// In the order of the data dictionary.
    public var fields: [Entry] = []
    /// Fields that have an answer which this reader may not see.
    public var hiddenFields: [String] = []
    /// Fields that this version of the dictionary does not know.
    public var unknownFields: [String] = []

    /// Whether identity is in it, so that the reading has to be logged.
    public var showsIdentity: Bool {
        fields.contains { $0.field.sensitivity == .identity || $0.answer?.note != nil }
    }

    public func answer(_ field: String) -> Answer? {
        fields.first { $0.field.name == field }?.answer
    }
}
