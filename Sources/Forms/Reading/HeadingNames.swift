/// What the headings of columns mean, with the older names that forms still use (XLSForm; the list of pyxform 4.5).
struct HeadingNames {
    /// Older or shorter names, in snake case, and the path they stand for.
    let aliases: [String: [String]]
    /// Names that are meant as they stand.
    let columns: Set<String>

    private static let media: [String: [String]] = [
        "image": ["media", "image"], "big-image": ["media", "big-image"], "audio": ["media", "audio"], "video": ["media", "video"],
    ]

    static let survey = HeadingNames(
        aliases: [
            "compact_tag": ["instance", "odk:tag"], "read_only": ["bind", "readonly"], "readonly": ["bind", "readonly"],
            "relevant": ["bind", "relevant"], "relevance": ["bind", "relevant"], "caption": ["label"], "appearance": ["control", "appearance"],
            "required": ["bind", "required"], "constraint": ["bind", "constraint"], "constraining_message": ["bind", "jr:constraintMsg"],
            "constraint_message": ["bind", "jr:constraintMsg"], "calculation": ["bind", "calculate"], "calculate": ["bind", "calculate"],
            "command": ["type"], "tag": ["name"], "value": ["name"], "count": ["control", "jr:count"], "repeat_count": ["control", "jr:count"],
            "jr:count": ["control", "jr:count"], "autoplay": ["control", "autoplay"], "rows": ["control", "rows"],
            "noapperrorstring": ["bind", "jr:noAppErrorString"], "no_app_error_string": ["bind", "jr:noAppErrorString"],
            "requiredmsg": ["bind", "jr:requiredMsg"], "required_message": ["bind", "jr:requiredMsg"], "body": ["control"],
            "save_to": ["bind", "entities:saveto"],
        ].merging(media) { first, _ in first },
        columns: [
            "name", "label", "default", "guidance_hint", "instance", "query", "sms_field", "trigger", "bind", "choice_filter", "control", "hint", "media",
            "parameters", "type", "choices", "itemset", "list_name", "sms_option", "sms_separator", "sms_allow_media", "sms_date_format",
            "sms_datetime_format", "sms_response",
        ])

    static let choices = HeadingNames(
        aliases: ["caption": ["label"], "list_name": ["list name"], "value": ["name"]].merging(media) { first, _ in first },
        columns: ["name", "label", "media", "sms_option"])

    static let settings = HeadingNames(
        aliases: ["form_title": ["title"], "set_form_title": ["title"], "form_id": ["id_string"], "set_form_id": ["id_string"]],
        columns: [
            "name", "title", "id_string", "version", "default_language", "style", "instance_name", "submission_url", "public_key", "auto_send", "auto_delete",
            "client_editable", "allow_choice_duplicates", "omit_instanceID", "instance_xmlns", "namespaces", "attribute", "flat", "delimiter", "prefix",
            "clean_text_values", "add_none_option", "sms_keyword", "sms_separator", "sms_allow_media", "sms_date_format", "sms_datetime_format",
            "sms_response",
        ])

    static let entities = HeadingNames(
        aliases: ["list_name": ["dataset"]], columns: ["dataset", "entity_id", "create_if", "update_if", "repeat", "label"])

    /// The path of a heading: `label::English (en)` is `label` and `English (en)`, `Read Only` is `bind` and `readonly`.
    ///
    /// - Parameter usesDoubleColon: whether any heading of the sheet has two colons; only without any does a single colon part a heading.
    func path(of heading: String, usesDoubleColon: Bool) -> [String] {
        if columns.contains(heading), aliases[heading] == nil { return [heading] }
        let folded = SheetText.snakeCase(heading)
        if columns.contains(folded), aliases[folded] == nil { return [folded] }
        var tokens = Self.tokens(of: heading, usesDoubleColon: usesDoubleColon)
        guard let first = tokens.first else { return [heading] }
        let name = SheetText.snakeCase(first)
        if let alias = aliases[name] {
            tokens.replaceSubrange(0..<1, with: alias)
        } else if columns.contains(name) {
            tokens[0] = name
        }
        return tokens
    }

    private static func tokens(of heading: String, usesDoubleColon: Bool) -> [String] {
        let bytes = Array(heading.utf8)
        let colon = UInt8(ascii: ":")
        if usesDoubleColon {
            var tokens: [String] = []
            var start = 0
            var index = 0
            while index < bytes.count {
                if bytes[index] == colon, index + 1 < bytes.count, bytes[index + 1] == colon {
                    tokens.append(SheetText.trimmed(String(decoding: bytes[start..<index], as: UTF8.self)))
                    index += 2
                    start = index
                } else {
                    index += 1
                }
            }
            tokens.append(SheetText.trimmed(String(decoding: bytes[start...], as: UTF8.self)))
            return tokens
        }
        var tokens = bytes.split(separator: colon, omittingEmptySubsequences: false).map { SheetText.trimmed(String(decoding: $0, as: UTF8.self)) }
        // The namespace prefix of JavaRosa's own attributes is no name of a group.
        if let prefix = tokens.firstIndex(of: "jr"), prefix + 1 < tokens.count { tokens[prefix...(prefix + 1)] = ["jr:" + tokens[prefix + 1]] }
        return tokens
    }
}
