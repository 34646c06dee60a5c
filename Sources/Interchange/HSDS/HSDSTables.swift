import Formats

/// The CSV form of HSDS: one table a file. Nested objects become rows that point to their parents, and the way back.
enum HSDSTables {
    /// Rows by table name, each row by column.
    typealias Rows = [String: [JSONObject]]

    // MARK: Objects to rows

    /// Every object and what is nested in it as rows. Objects with the same identifier become one row that has the columns of both. O(members).
    static func flatten(_ objects: [(table: String, object: JSONObject)]) -> Rows {
        var flattening = Flattening()
        for item in objects { flattening.add(item.object, item.table, parent: nil) }
        return flattening.rows
    }

    private struct Flattening {
        var rows: Rows = [:]
        private var positions: [String: Int] = [:]

        mutating func add(_ object: JSONObject, _ name: String, parent: (table: String, id: String)?) {
            guard let table = HSDSStandard.table(name), let id = object["id"]?.string else { return }
            var row = JSONObject()
            for column in table.columns { row[column] = object[column] }
            if let parent { row[HSDSStandard.parentColumn(child: name, parent: parent.table)] = .string(parent.id) }
            if name == "attribute", let parent { row["link_entity"] = row["link_entity"] ?? .string(parent.table) }
            for single in table.singles {
                guard let inner = object[single.member]?.object, let innerID = inner["id"] else { continue }
                row[single.column] = innerID
                add(inner, single.table, parent: nil)
            }
            merge(row, name, id)
            for list in table.lists {
                for case .object(let inner) in object[list.member]?.array ?? [] { add(inner, list.table, parent: (name, id)) }
            }
        }

        private mutating func merge(_ row: JSONObject, _ name: String, _ id: String) {
            let key = "\(name) \(id)"
            guard let position = positions[key] else {
                positions[key] = rows[name, default: []].count
                rows[name, default: []].append(row)
                return
            }
            for member in row.members { rows[name]?[position][member.name] = member.value }
        }
    }

    // MARK: Rows to objects

    /// The organisations and services of the rows, each with what belongs to it.
    static func nest(_ rows: Rows) -> (organizations: [JSONObject], services: [JSONObject], leftOut: [String]) {
        var nesting = Nesting(rows)
        let organizations = (rows["organization"] ?? []).map { nesting.object($0, "organization", depth: 0) }
        let services = (rows["service"] ?? []).map { nesting.object($0, "service", depth: 0) }
        return (organizations, services, nesting.unreached(rows))
    }

    private struct Nesting {
        /// Rows by table and identifier, and by table, parent column and parent.
        private var byIdentifier: [String: JSONObject] = [:]
        private var byParent: [String: [JSONObject]] = [:]
        private var reached: Set<String> = []

        /// Tables whose rows belong to none above them.
        private static let free: Set<String> = ["organization", "service", "taxonomy", "taxonomy_term", "metadata", "meta_table_description"]

        /// Rows that belong to no organisation and no service that was read.
        func unreached(_ rows: Rows) -> [String] {
            HSDSStandard.tables.filter { !Self.free.contains($0.name) }.flatMap { table in
                (rows[table.name] ?? []).enumerated().filter { !reached.contains("\(table.name) \($0.element["id"]?.string ?? "")") }.map { index, row in
                    "\(table.file).csv, row \(index + 1)\(row["id"]?.string.map { " (\($0))" } ?? ""): It belongs to no organisation and no service of these files and was not read. Give the id of what it belongs to."
                }
            }
        }

        init(_ rows: Rows) {
            for (name, list) in rows {
                for row in list {
                    if let id = row["id"]?.string { byIdentifier["\(name) \(id)"] = row }
                    for member in row.members where member.name.hasSuffix("_id") {
                        if let parent = member.value.string { byParent["\(name) \(member.name) \(parent)", default: []].append(row) }
                    }
                }
            }
        }

        /// - Parameter depth: how deep the object stands; rows that point to each other in a ring end there.
        mutating func object(_ row: JSONObject, _ name: String, depth: Int) -> JSONObject {
            guard let table = HSDSStandard.table(name), let id = row["id"]?.string, depth < 8 else { return row }
            reached.insert("\(name) \(id)")
            var object = row
            for single in table.singles where single.table != "organization" {
                guard let target = row[single.column]?.string, let inner = byIdentifier["\(single.table) \(target)"] else { continue }
                object[single.member] = .object(self.object(inner, single.table, depth: depth + 1))
            }
            for list in table.lists where list.table != "service" {
                let column = HSDSStandard.parentColumn(child: list.table, parent: name)
                let inner = byParent["\(list.table) \(column) \(id)"] ?? []
                if !inner.isEmpty { object[list.member] = .array(inner.map { .object(self.object($0, list.table, depth: depth + 1)) }) }
            }
            return object
        }
    }

    // MARK: Files

    /// The rows of one CSV file; columns that are empty are as if they were not there.
    static func read(_ bytes: [UInt8], table: HSDSStandard.Table, file: String) throws(ImportError) -> [JSONObject] {
        var source = try CSVTable(bytes: bytes, name: file, encoding: nil)
        var rows: [JSONObject] = []
        while let row = try source.next() {
            var object = JSONObject()
            for (column, text) in zip(source.columns, row.fields) where !text.isEmpty { object[column] = value(text, column) }
            rows.append(object)
        }
        return rows
    }

    private static func value(_ text: String, _ column: String) -> JSONValue {
        guard HSDSStandard.numbers.contains(column) else { return .string(text) }
        return Int64(text).map { .integer($0) } ?? Double(text).flatMap { $0.isFinite ? .number($0) : nil } ?? .string(text)
    }

    /// One CSV file a table that has rows, by name.
    static func files(_ rows: Rows) -> [(name: String, bytes: [UInt8])] {
        HSDSStandard.tables.compactMap { table in
            guard let list = rows[table.name], !list.isEmpty else { return nil }
            var writer = CSVWriter(lineEnd: .lineFeed)
            writer.write(table.columns)
            for row in list { writer.write(table.columns.map { text(row[$0]) }) }
            return ("\(table.file).csv", writer.bytes)
        }
    }

    private static func text(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text)?: text
        case .integer(let number)?: String(number)
        case .number(let number)?: String(number)
        case .bool(let flag)?: String(flag)
        default: ""
        }
    }
}
