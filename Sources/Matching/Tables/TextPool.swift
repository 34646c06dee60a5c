/// Distinct texts with numbers from 1; number 0 is the empty text, which everywhere means that a value is missing.
///
/// A column of a million records often holds a few thousand texts: keeping each once makes records small and lets all work on texts be done once a text.
struct TextPool: Sendable {
    private(set) var bytes: [UInt8] = []
    /// Where each text ends; text `n` begins where `n - 1` ends.
    private(set) var ends: [Int] = [0]
    /// Open addressing: half of a text's hash above its number, 0 for a free place, so that one look at memory usually decides. Its length is a power of two.
    private var places: [UInt64] = Array(repeating: 0, count: 64)

    /// How many numbers there are, the empty text included.
    var count: Int { ends.count }

    /// The number of a text, a new one if it was not there. O(bytes).
    mutating func number(of text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        if text.isEmpty { return 0 }
        let hash = Hashing.hash(text) >> 32
        let mask = places.count &- 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while places[place] != 0 {
            let found = places[place]
            if found >> 32 == hash, isSame(Int(found & 0xFFFF_FFFF), text) { return UInt32(truncatingIfNeeded: found) }
            place = (place &+ 1) & mask
        }
        let number = UInt32(ends.count)
        places[place] = hash << 32 | UInt64(number)
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
        if ends.count &* 2 > places.count { grow() }
        return number
    }

    mutating func number(of text: [UInt8]) -> UInt32 {
        text.withUnsafeBufferPointer { number(of: $0) }
    }

    /// The bytes of a text.
    func text(_ number: UInt32) -> ArraySlice<UInt8> {
        number == 0 ? [] : bytes[ends[Int(number) - 1]..<ends[Int(number)]]
    }

    func string(_ number: UInt32) -> String {
        String(decoding: text(number), as: UTF8.self)
    }

    private func isSame(_ number: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = ends[number &- 1]
        guard ends[number] &- start == text.count else { return false }
        return bytes.withUnsafeBufferPointer { all in
            for index in 0..<text.count where all[start &+ index] != text[index] { return false }
            return true
        }
    }

    private mutating func grow() {
        var larger = [UInt64](repeating: 0, count: places.count * 4)
        let mask = larger.count - 1
        for entry in places where entry != 0 {
            var place = Int(entry >> 32) & mask
            while larger[place] != 0 { place = (place &+ 1) & mask }
            larger[place] = entry
        }
        places = larger
    }
}

/// Texts of several pools, numbered through: number 0 is the missing value, pool `p` has the numbers from `bases[p] + 1`.
struct JoinedTexts: Sendable {
    let bytes: [UInt8]
    let ends: [Int]
    let bases: [UInt32]

    init(_ pools: [TextPool]) {
        var bytes: [UInt8] = []
        var ends = [0]
        var bases: [UInt32] = []
        bytes.reserveCapacity(pools.reduce(0) { $0 + $1.bytes.count })
        ends.reserveCapacity(pools.reduce(1) { $0 + $1.count })
        for pool in pools {
            bases.append(UInt32(ends.count - 1))
            let offset = bytes.count
            bytes.append(contentsOf: pool.bytes)
            for end in pool.ends.dropFirst() { ends.append(offset + end) }
        }
        self.bytes = bytes
        self.ends = ends
        self.bases = bases
    }

    func string(_ number: UInt32) -> String {
        number == 0 ? "" : String(decoding: bytes[ends[Int(number) - 1]..<ends[Int(number)]], as: UTF8.self)
    }

    /// Lends the flat memory: all bytes, and where each text ends.
    func withPointers<Result>(_ body: (UnsafePointer<UInt8>, UnsafePointer<Int>) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBufferPointer { bytes in
            try ends.withUnsafeBufferPointer { ends in
                guard let ends = ends.baseAddress else { preconditionFailure("there is always an empty text") }
                // Without a text there are no bytes, and then none is read.
                return try body(bytes.baseAddress ?? UnsafeRawPointer(ends).assumingMemoryBound(to: UInt8.self), ends)
            }
        }
    }
}

/// Quick mixing of bits for tables in memory and check sums against accidents. Not for secrets.
enum Hashing {
    /// The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    @inline(__always)
    static func mix(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    @inline(__always)
    static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let raw = UnsafeRawBufferPointer(text)
        var state = UInt64(truncatingIfNeeded: text.count)
        var index = 0
        while index &+ 8 <= text.count {
            state = mix(state ^ UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index &+= 8
        }
        if index < text.count {
            var rest: UInt64 = 0
            while index < text.count {
                rest = rest << 8 | UInt64(text[index])
                index &+= 1
            }
            state = mix(state ^ rest)
        }
        return state
    }

    static func hash(_ text: some Collection<UInt8>) -> UInt64 {
        Array(text).withUnsafeBufferPointer { hash($0) }
    }
}
