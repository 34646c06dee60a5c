/// Many short byte strings in one buffer.
struct FlatTexts: Sendable {
    var bytes: [UInt8] = []
    /// Where each ends; the first begins at 0.
    var ends: [UInt32] = []

    var count: Int { ends.count }

    func range(_ place: Int) -> Range<Int> { (place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place]) }

    subscript(_ place: Int) -> ArraySlice<UInt8> { bytes[range(place)] }

    mutating func append(_ text: some Sequence<UInt8>) {
        bytes.append(contentsOf: text)
        ends.append(UInt32(bytes.count))
    }

    func string(_ place: Int) -> String { String(decoding: self[place], as: UTF8.self) }
}
