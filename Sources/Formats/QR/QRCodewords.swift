/// How many codewords each version holds, and where its patterns are.
enum QRGeometry {
    /// Error-correction codewords of a block, by version from 1 on (ISO/IEC 18004:2015, table 9).
    private static let corrections: [QRCode.Correction: [Int]] = [
        .low: [
            7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
            30,
            30, 30,
        ],
        .medium: [
            10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
            28,
            28, 28,
        ],
    ]
    /// Blocks, by version from 1 on (table 9).
    private static let blocks: [QRCode.Correction: [Int]] = [
        .low: [
            1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25,
        ],
        .medium: [
            1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
        ],
    ]

    static func correctionLength(_ version: Int, _ correction: QRCode.Correction) -> Int { corrections[correction]?[version - 1] ?? 0 }

    static func blockCount(_ version: Int, _ correction: QRCode.Correction) -> Int { blocks[correction]?[version - 1] ?? 1 }

    static func size(_ version: Int) -> Int { 4 * version + 17 }

    /// Codewords of a code, data and correction together: what the patterns leave free, in whole bytes.
    static func codewords(_ version: Int) -> Int {
        var modules = (16 * version + 128) * version + 64
        if version >= 2 {
            let alignments = version / 7 + 2
            modules -= (25 * alignments - 10) * alignments - 55
        }
        if version >= 7 { modules -= 36 }
        return modules / 8
    }

    static func dataCodewords(_ version: Int, _ correction: QRCode.Correction) -> Int {
        codewords(version) - correctionLength(version, correction) * blockCount(version, correction)
    }

    /// Where the alignment patterns have their centres, in columns and in rows (annex E).
    static func alignments(_ version: Int) -> [Int] {
        guard version > 1 else { return [] }
        let count = version / 7 + 2
        let step = version == 32 ? 26 : (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        return [6] + (0..<count - 1).reversed().map { size(version) - 7 - $0 * step }
    }
}

/// Reed–Solomon correction over GF(2⁸) with the polynomial x⁸ + x⁴ + x³ + x² + 1 (section 7.5.2).
enum QRCodewords {
    /// Data divided into blocks, each with its correction, as they are placed: the first codewords of all blocks, then the second, and so on (section 7.6).
    static func interleaved(_ data: [UInt8], _ version: Int, _ correction: QRCode.Correction) -> [UInt8] {
        let (count, length) = (QRGeometry.blockCount(version, correction), QRGeometry.correctionLength(version, correction))
        let (short, longer) = (data.count / count, data.count % count)
        let divisor = divisor(length)
        var blocks: [[UInt8]] = []
        var corrections: [[UInt8]] = []
        var start = 0
        for index in 0..<count {
            let end = start + short + (index >= count - longer ? 1 : 0)
            blocks.append(Array(data[start..<end]))
            corrections.append(remainder(data[start..<end], divisor))
            start = end
        }
        var result: [UInt8] = []
        for index in 0...short { for block in blocks where index < block.count { result.append(block[index]) } }
        for index in 0..<length { for correction in corrections { result.append(correction[index]) } }
        return result
    }

    /// The product of (x − 2⁰) … (x − 2ⁿ⁻¹) without its highest coefficient, the next highest first.
    private static func divisor(_ degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                result[index] = product(result[index], root)
                if index + 1 < degree { result[index] ^= result[index + 1] }
            }
            root = product(root, 2)
        }
        return result
    }

    private static func remainder(_ data: ArraySlice<UInt8>, _ divisor: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: divisor.count)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for index in divisor.indices { result[index] ^= product(divisor[index], factor) }
        }
        return result
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var result = 0
        for bit in stride(from: 7, through: 0, by: -1) {
            result = (result << 1) ^ ((result >> 7) * 0x11D)
            if (right >> UInt8(bit)) & 1 == 1 { result ^= Int(left) }
        }
        return UInt8(truncatingIfNeeded: result)
    }
}
