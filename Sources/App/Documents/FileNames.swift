import Formats

/// Names of files as they are kept and given back.
enum FileNames {
    /// The name without folders, control characters and marks that turn the direction of writing — with which `gpj.exe` can look like a picture — and with the ending
    /// of what the file really is.
    static func clean(_ name: String, _ kind: MediaKind) -> String {
        let base = name.unicodeScalars.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map { String($0) } ?? ""
        var scalars = String.UnicodeScalarView()
        for scalar in base.unicodeScalars where !isHarmful(scalar) && scalars.count < 120 { scalars.append(scalar) }
        var text = String(scalars).trimmingSpaces
        while text.hasPrefix(".") { text.removeFirst() }
        if text.isEmpty { text = "document" }
        let endings = kind == .jpeg ? ["jpg", "jpeg"] : [kind.fileExtension]
        let ending = text.utf8.split(separator: UInt8(ascii: ".")).last.map { String(decoding: $0, as: UTF8.self).lowercased() }
        return endings.contains(ending ?? "") ? text : "\(text).\(kind.fileExtension)"
    }

    /// Endings of names with which the systems in use run a file instead of showing it.
    private static let programEndings: Set<String> = [
        "apk", "app", "bat", "cmd", "com", "cpl", "dll", "dmg", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "pif", "ps1", "scr", "sh", "vbe", "vbs", "wsf",
    ]

    /// Whether a name says that the file is a program, whatever is in it.
    static func isProgram(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return programEndings.contains(name[name.index(after: dot)...].filter { !$0.isWhitespace }.lowercased())
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: true
        default: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value) || (0x200E...0x200F).contains(scalar.value)
        }
    }
}
