/// Reads a ZIP archive that is in memory (PKWARE APPNOTE 6.3, stored and deflated entries, with the 64-bit extensions).
///
/// The directory is checked as a whole before anything is unpacked: names that stand twice and entries that share bytes are refused. Names are
/// data: nothing is ever written under them.
public struct ZIPArchive: Sendable {
    public struct Entry: Hashable, Sendable {
        /// As the archive writes it; bytes that are not UTF-8 are read as Latin-1.
        public let name: String
        /// What the directory says of the packed and unpacked size.
        public let packedBytes: Int
        public let bytes: Int
        let flags: Int
        let method: Int
        let checksum: UInt32
        let headerOffset: Int
        /// Where the packed bytes begin, known when the local header has been read.
        var dataOffset = 0
    }

    /// In the order of the directory.
    public let entries: [Entry]
    let bytes: [UInt8]
    let limits: ZIPLimits
    private let indexByName: [[UInt8]: Int]

    /// Reads and checks the directory.
    /// - Complexity: O(e log e) in the entries.
    public init(bytes: [UInt8], limits: ZIPLimits = .standard) throws(ZIPError) {
        self.bytes = bytes
        self.limits = limits
        let directory = try ZIPDirectory(bytes: bytes, limits: limits)
        var entries = try directory.entries()
        var indexByName: [[UInt8]: Int] = [:]
        for index in entries.indices {
            entries[index].dataOffset = try directory.dataOffset(of: entries[index])
            if indexByName.updateValue(index, forKey: Array(entries[index].name.utf8)) != nil { throw .duplicateName(entries[index].name) }
        }
        try Self.refuseOverlaps(entries)
        self.entries = entries
        self.indexByName = indexByName
    }

    private static func refuseOverlaps(_ entries: [Entry]) throws(ZIPError) {
        let ordered = entries.sorted { $0.headerOffset < $1.headerOffset }
        for (entry, next) in zip(ordered, ordered.dropFirst()) where entry.dataOffset + entry.packedBytes > next.headerOffset {
            throw .overlappingEntries(entry.name, next.name)
        }
    }

    /// The entry of this name, compared by bytes. O(1).
    public func entry(named name: String) -> Entry? {
        indexByName[Array(name.utf8)].map { entries[$0] }
    }

    /// Unpacks an entry and checks its checksum.
    /// - Complexity: O(unpacked bytes), of which at most ``ZIPLimits/entryBytes`` are made.
    public func contents(of entry: Entry) throws(ZIPError) -> [UInt8] {
        var stream = try ZIPEntryStream(entry, of: self)
        var contents: [UInt8] = []
        while true {
            let piece = try stream.nextPiece()
            if piece.isEmpty { return contents }
            contents += piece
        }
    }
}

/// The central directory.
private struct ZIPDirectory {
    let bytes: [UInt8]
    let limits: ZIPLimits
    private var start = 0
    private var length = 0
    private var count = 0

    init(bytes: [UInt8], limits: ZIPLimits) throws(ZIPError) {
        self.bytes = bytes
        self.limits = limits
        if bytes.isEmpty { throw .empty }
        let end = try Self.endRecord(in: bytes)
        let reader = ZIPFields(bytes: bytes)
        if reader.short(end + 4) != reader.short(end + 6) { throw .severalVolumes }
        count = reader.short(end + 10)
        length = reader.long(end + 12)
        start = reader.long(end + 16)
        if count == 0xFFFF || length == 0xFFFF_FFFF || start == 0xFFFF_FFFF { try readWideEnd(before: end, reader) }
        guard start >= 0, length >= 0, start <= end, length <= end - start else { throw .damaged("its directory lies outside the file") }
        if count > limits.entries { throw .tooManyEntries(limit: limits.entries) }
    }

    /// The end record is searched from the end: a comment of up to 65,535 bytes may follow it.
    private static func endRecord(in bytes: [UInt8]) throws(ZIPError) -> Int {
        let reader = ZIPFields(bytes: bytes)
        var index = bytes.count - 22
        let lowest = max(0, index - 0xFFFF)
        while index >= lowest {
            if reader.long(index) == 0x0605_4B50, index + 22 + reader.short(index + 20) <= bytes.count { return index }
            index -= 1
        }
        throw .notAnArchive
    }

    private mutating func readWideEnd(before end: Int, _ reader: ZIPFields) throws(ZIPError) {
        let locator = end - 20
        guard locator >= 0, reader.long(locator) == 0x0706_4B50 else { return }
        guard let record = reader.wide(locator + 8), record <= bytes.count - 56, reader.long(record) == 0x0606_4B50,
            let count = reader.wide(record + 32), let length = reader.wide(record + 40), let start = reader.wide(record + 48)
        else { throw .damaged("its 64-bit directory cannot be found") }
        (self.count, self.length, self.start) = (count, length, start)
    }

    func entries() throws(ZIPError) -> [ZIPArchive.Entry] {
        let reader = ZIPFields(bytes: bytes)
        var entries: [ZIPArchive.Entry] = []
        var index = start
        for _ in 0..<count {
            guard index + 46 <= start + length, reader.long(index) == 0x0201_4B50 else { throw .damaged("its directory is cut off") }
            let nameLength = reader.short(index + 28)
            let extraLength = reader.short(index + 30)
            let next = index + 46 + nameLength + extraLength + reader.short(index + 32)
            guard next <= start + length else { throw .damaged("its directory is cut off") }
            let nameBytes = bytes[(index + 46)..<(index + 46 + nameLength)]
            let name = String(validating: nameBytes, as: UTF8.self) ?? String(String.UnicodeScalarView(nameBytes.map { Unicode.Scalar($0) }))
            var wide = ZIPWideFields(reader, extra: (index + 46 + nameLength)..<(index + 46 + nameLength + extraLength))
            let size = try wide.value(reader.long(index + 24))
            let packed = try wide.value(reader.long(index + 20))
            let offset = try wide.value(reader.long(index + 42))
            entries.append(
                ZIPArchive.Entry(
                    name: name, packedBytes: packed, bytes: size, flags: reader.short(index + 8), method: reader.short(index + 10),
                    checksum: UInt32(truncatingIfNeeded: reader.long(index + 16)), headerOffset: offset))
            index = next
        }
        return entries
    }

    func dataOffset(of entry: ZIPArchive.Entry) throws(ZIPError) -> Int {
        let reader = ZIPFields(bytes: bytes)
        let header = entry.headerOffset
        guard header <= start - 30, reader.long(header) == 0x0403_4B50 else { throw .damaged("“\(entry.name)” has no header where it should be") }
        let data = header + 30 + reader.short(header + 26) + reader.short(header + 28)
        guard data <= start, entry.packedBytes <= start - data else { throw .damaged("“\(entry.name)” is cut off") }
        return data
    }
}

/// Numbers of two, four and eight bytes, lowest first. Callers have checked that they are there; what lies outside is read as zero.
private struct ZIPFields {
    let bytes: [UInt8]

    func short(_ index: Int) -> Int { byte(index) | byte(index + 1) << 8 }

    func long(_ index: Int) -> Int { short(index) | short(index + 2) << 16 }

    /// Nil beyond what any file of this machine can have.
    func wide(_ index: Int) -> Int? {
        let high = long(index + 4)
        return high < 0x4000_0000 ? long(index) | high << 32 : nil
    }

    private func byte(_ index: Int) -> Int { bytes.indices.contains(index) ? Int(bytes[index]) : 0 }
}

/// The extra field with the identifier 1: those of size, packed size and offset that are all ones in the directory, in this order.
private struct ZIPWideFields {
    private let reader: ZIPFields
    private var remaining: Range<Int> = 0..<0

    init(_ reader: ZIPFields, extra: Range<Int>) {
        self.reader = reader
        var index = extra.lowerBound
        while index + 4 <= extra.upperBound {
            let end = index + 4 + reader.short(index + 2)
            if reader.short(index) == 1, end <= extra.upperBound {
                remaining = (index + 4)..<end
                return
            }
            index = end
        }
    }

    mutating func value(_ narrow: Int) throws(ZIPError) -> Int {
        guard narrow == 0xFFFF_FFFF else { return narrow }
        guard remaining.count >= 8, let value = reader.wide(remaining.lowerBound) else { throw .damaged("a 64-bit size is missing") }
        remaining = (remaining.lowerBound + 8)..<remaining.upperBound
        return value
    }
}
