/// The sounds and letters of a part of a vocabulary, side by side in 32 bytes: parts are compared in any order, and each other piece of memory that is
/// touched takes as long as the comparison.
struct PartShape: Sendable {
    /// From the beginning sounds, then letters, their numbers, and the script.
    private let bytes: SIMD32<UInt8>

    private static var mostSounds: Int { 13 }
    private static var mostLetters: Int { 16 }
    private static var isLong: UInt8 { 255 }

    /// - Parameters:
    ///   - letters: what is compared letter by letter with parts of the same script; see ``NameLetters``.
    init(sounds: some Collection<UInt8>, letters: [UInt8], script: NameScript) {
        var bytes = SIMD32<UInt8>()
        if sounds.count > Self.mostSounds || letters.count > Self.mostLetters {
            bytes[29] = Self.isLong
        } else {
            for (place, sound) in sounds.enumerated() { bytes[place] = sound }
            for (place, letter) in letters.enumerated() { bytes[Self.mostSounds + place] = letter }
            bytes[29] = UInt8(sounds.count)
            bytes[30] = UInt8(letters.count)
        }
        bytes[31] = script.rawValue
        self.bytes = bytes
    }

    /// Lends sounds and letters of a part; nil if they are too long to be kept here.
    @inline(__always)
    static func with<Result>(
        _ shape: UnsafePointer<PartShape>, _ body: (_ sounds: UnsafeBufferPointer<UInt8>, _ letters: UnsafeBufferPointer<UInt8>, _ script: NameScript) -> Result
    ) -> Result? {
        let base = UnsafeRawPointer(shape).assumingMemoryBound(to: UInt8.self)
        guard base[29] != isLong else { return nil }
        return body(
            UnsafeBufferPointer(start: base, count: Int(base[29])), UnsafeBufferPointer(start: base + mostSounds, count: Int(base[30])),
            NameScript(rawValue: base[31]) ?? .other)
    }
}

/// The letters by which two parts of one script are compared, one byte each.
enum NameLetters {
    /// Of Latin parts those of the alphabet; of others the last eight bits of each letter, which differ within a script. None where letters are too many for
    /// that (Han), or stand for other letters (abbreviations).
    static func letters(text: some Sequence<UInt8>, isPlain: Bool, script: NameScript) -> [UInt8] {
        switch script {
        case .latin: isPlain ? Array(text) : []
        case .han, .hangul, .other: []
        default: lowBytes(text)
        }
    }

    private static func lowBytes(_ text: some Sequence<UInt8>) -> [UInt8] {
        var letters: [UInt8] = []
        for byte in text {
            if byte & 0xC0 == 0x80, let last = letters.popLast() {
                letters.append(last << 6 | byte & 0x3F)
            } else {
                letters.append(byte)
            }
        }
        return letters
    }
}
