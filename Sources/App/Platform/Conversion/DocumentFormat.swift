/// What a letter, a schedule or a report is given out as.
public enum DocumentFormat: String, Sendable, Hashable, CaseIterable {
    case docx, odt, pdf

    /// The media type (RFC 6838).
    public var mediaType: String {
        switch self {
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .odt: "application/vnd.oasis.opendocument.text"
        case .pdf: "application/pdf"
        }
    }
}
