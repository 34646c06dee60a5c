/// The search in an attached file by which ODK Collect fills a list of choices: the appearance `search('file')`, with a condition
/// `search('file', 'contains', 'columns', text)` and a second one `…, 'column', text)` (<https://docs.getodk.org/form-question-types/#dynamic-selects-from-pre-loaded-data>).
///
/// The list on the sheet `choices` says which columns are value and label; a choice whose name is a whole number stands for itself.
struct ChoiceSearch {
    private enum Way: String {
        case contains, startswith, endswith, matches
    }

    let file: String
    private let way: Way?
    private let columns: [String]
    private let wanted: String
    private let filter: (column: String, value: String)?

    /// - Parameter arguments: of the call, as texts.
    init(_ arguments: [String]) {
        func argument(_ index: Int) -> String? { arguments.indices.contains(index) ? arguments[index] : nil }
        let name = argument(0) ?? ""
        file = name.hasSuffix(".csv") ? name : name + ".csv"
        way = argument(1).flatMap { Way(rawValue: $0.lowercased()) }
        columns = Self.names(argument(2) ?? "")
        wanted = argument(3) ?? ""
        filter = argument(4).flatMap { column in argument(5).map { (column, $0) } }
    }

    func rows(of table: FormTable) -> [[String]] {
        table.rows.filter { row in
            if let filter, table.value(filter.column, row) != filter.value { return false }
            guard let way else { return true }
            return columns.contains { table.value($0, row).map { fits($0, way) } ?? false }
        }
    }

    /// As the database in Collect compares: without regard to case, but for equality.
    private func fits(_ value: String, _ way: Way) -> Bool {
        let (text, part) = (value.lowercased(), wanted.lowercased())
        return switch way {
        case .matches: value == wanted
        case .contains: part.isEmpty || FormReferences.firstIndex(of: Array(part.utf8), in: Array(text.utf8), from: 0) != nil
        case .startswith: text.utf8.starts(with: part.utf8)
        case .endswith: text.utf8.reversed().starts(with: part.utf8.reversed())
        }
    }

    static func names(_ list: String) -> [String] {
        list.utf8.split(separator: UInt8(ascii: ",")).map { SheetText.trimmed(String(decoding: $0, as: UTF8.self)) }.filter { !$0.isEmpty }
    }
}

extension FormNode {
    /// What stands between the brackets of `search(…)`; nil if the appearance does not call it.
    var searchArguments: String? {
        guard usesSearch, let appearance else { return nil }
        let bytes = Array(appearance.utf8)
        let call = Array("search(".utf8)
        guard let start = FormReferences.firstIndex(of: call, in: bytes, from: 0) else { return nil }
        var depth = 1
        var quote: UInt8?
        for index in (start + call.count)..<bytes.count {
            switch (bytes[index], quote) {
            case (let byte, let open?): if byte == open { quote = nil }
            case (UInt8(ascii: "'"), nil), (UInt8(ascii: "\""), nil): quote = bytes[index]
            case (UInt8(ascii: "("), nil): depth += 1
            case (UInt8(ascii: ")"), nil): depth -= 1
            default: break
            }
            if depth == 0 { return String(decoding: bytes[(start + call.count)..<index], as: UTF8.self) }
        }
        return nil
    }
}
