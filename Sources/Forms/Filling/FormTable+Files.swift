import Formats

/// Why an attached file is no list.
public struct FormTableError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A sentence: what is wrong with the file.
    public var fault: String
    /// What would be right.
    public var remedy: String

    public var description: String { "\(fault) \(remedy)" }
}

/// Attached files as ODK Collect reads them (<https://docs.getodk.org/form-datasets>).
extension FormTable {
    /// - Parameter file: its name, whose ending says what it is.
    /// - Returns: nil for a file that is no list by its ending, such as a picture.
    /// - Throws: ``FormTableError`` if the file is not what its ending says.
    public init?(file: String, bytes: [UInt8]) throws(FormTableError) {
        do {
            switch FileName.split(file).suffix.lowercased() {
            case ".csv": try self.init(csv: bytes)
            case ".xml": try self.init(xml: bytes)
            case ".geojson": try self.init(geoJSON: bytes)
            default: return nil
            }
        } catch let error as FormTableError {
            throw error
        } catch {
            throw FormTableError(fault: "“\(file)” cannot be read: \(error).", remedy: "Save it again in UTF-8.")
        }
    }

    /// A header, then rows.
    public init(csv bytes: [UInt8]) throws(CSVError) {
        var reader = try CSVReader(bytes: bytes)
        let columns = try reader.next()?.fields ?? []
        var rows: [[String]] = []
        while let record = try reader.next() { rows.append(record.fields) }
        self.init(columns: columns, rows: rows)
    }

    /// A root element with one `item` for each row, whose elements are the columns.
    init(xml bytes: [UInt8]) throws {
        var reader = try XMLReader(bytes: bytes)
        var rows: [[(name: String, value: String)]] = []
        var path: [String] = []
        var text = ""
        while let event = try reader.next() {
            switch event {
            case .start(let element):
                path.append(element.name.local)
                if path.count == 2, element.name.local == "item" { rows.append([]) }
                text = ""
            case .text(let more): text += more
            case .end:
                if path.count == 3, path[1] == "item", let column = path.last { rows[rows.count - 1].append((column, SheetText.trimmed(text))) }
                path.removeLast()
            }
        }
        guard !rows.isEmpty else {
            throw FormTableError(fault: "The XML file has no items.", remedy: "Write <root><item><name>…</name><label>…</label></item></root>.")
        }
        self.init(rows: rows)
    }

    /// A FeatureCollection (RFC 7946, 3.3): the properties of each feature, its `id`, and a point as `geometry` in the way that answers of places are written.
    init(geoJSON bytes: [UInt8]) throws {
        let content = try JSONValue.parse(bytes)
        guard content["type"]?.string == "FeatureCollection", let features = content["features"]?.array else {
            throw FormTableError(fault: "The file is no collection of features.", remedy: "Write a GeoJSON FeatureCollection.")
        }
        self.init(
            rows: features.map { feature in
                var row: [(name: String, value: String)] = []
                if let identifier = feature["id"].flatMap(Self.text) { row.append(("id", identifier)) }
                if let point = Self.point(feature["geometry"]) { row.append(("geometry", point)) }
                for member in feature["properties"]?.object?.members ?? [] { if let value = Self.text(member.value) { row.append((member.name, value)) } }
                return row
            })
    }

    /// Latitude, longitude, altitude and accuracy; GeoJSON has longitude first.
    private static func point(_ geometry: JSONValue?) -> String? {
        guard geometry?["type"]?.string == "Point", let places = geometry?["coordinates"]?.array?.compactMap(text), places.count >= 2 else { return nil }
        return "\(places[1]) \(places[0]) 0 0"
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .null, .object, .array: nil
        default: String(decoding: value.canonicalBytes(), as: UTF8.self)
        }
    }
}
