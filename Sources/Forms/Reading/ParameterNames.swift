/// The column `parameters`: pairs such as `start=1 end=10`, between spaces, commas or semicolons.
enum ParameterNames {
    /// Nil if the cell is not made of pairs. Values are turned to lower case, except those that name columns of a file.
    static func read(_ text: String) -> [String: String]? {
        var tokens: [String] = []
        var token: [UInt8] = []
        func flush() {
            if !token.isEmpty { tokens.append(String(decoding: token, as: UTF8.self)) }
            token = []
        }
        for scalar in text.unicodeScalars {
            if scalar == "=" {
                flush()
                tokens.append("=")
            } else if scalar == "," || scalar == ";" || SheetText.isSpace(scalar) {
                flush()
            } else {
                token += Array(String(scalar).utf8)
            }
        }
        flush()
        guard tokens.count % 3 == 0 else { return nil }
        var parameters: [String: String] = [:]
        for index in stride(from: 0, to: tokens.count, by: 3) {
            guard tokens[index] != "=", tokens[index + 1] == "=", tokens[index + 2] != "=" else { return nil }
            let name = tokens[index].lowercased()
            parameters[name] = name == "label" || name == "value" ? tokens[index + 2] : tokens[index + 2].lowercased()
        }
        return parameters
    }

    /// What a type of question accepts; nil for types whose parameters are not looked at.
    static func accepted(by type: QuestionType, isFromFile: Bool) -> Set<String>? {
        switch type {
        case .range: ["start", "end", "step", "tick_interval", "placeholder", "tick_labelset"]
        case .text: ["rows"]
        case .image: ["app", "max-pixels"]
        case .audio, .backgroundAudio: ["quality"]
        case .geopoint: ["allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy"]
        case .geotrace, .geoshape: ["allow-mock-accuracy", "incremental", "reference-geometry"]
        case .audit: ["identify-user", "location-max-age", "location-min-interval", "location-priority", "track-changes", "track-changes-reasons"]
        case .selectOne, .selectMultiple, .rank, .selectOneExternal: isFromFile ? ["label", "randomize", "seed", "value"] : ["randomize", "seed"]
        default: nil
        }
    }
}
