import Testing

@testable import Formats

/// The codes below were read back, each as what it should say, with ZXing-C++ 3 (module zxing-cpp of Python); so were full codes of all forty versions in both modes.
@Suite("QR codes")
struct QRCodeTests {
    private static let capitals = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:")
    private static let letters = Array("abcdefghijklmnopqrstuvwxyz")

    private func text(_ count: Int, of characters: [Character]) -> String {
        String((0..<count).map { (index: Int) -> Character in characters[(index * 7 + index / characters.count) % characters.count] })
    }

    /// FNV-1a over the modules, row by row.
    private func digest(_ code: QRCode) -> UInt64 {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for row in 0..<code.size { for column in 0..<code.size { digest = (digest ^ (code[column, row] ? 1 : 0)) &* 0x100_0000_01b3 } }
        return digest
    }

    @Test("A small code is the one that readers read")
    func small() throws {
        let code = try QRCode("CORRIDOR1/1/3", correction: .medium)
        let drawn = (0..<code.size).map { row in (0..<code.size).map { code[$0, row] ? "#" : "." }.joined() }.joined(separator: "\n")
        #expect(
            drawn == """
                #######..#.##.#######
                #.....#.#.##..#.....#
                #.###.#...#...#.###.#
                #.###.#..#.##.#.###.#
                #.###.#.#.###.#.###.#
                #.....#....#..#.....#
                #######.#.#.#.#######
                .....................
                #.#.#.#..#..#...#..#.
                .#.#.#..#..#.###.###.
                ##.####.#.##.#..#####
                #..##..#..####.#.##.#
                ...#.##.##.#..#..#..#
                ........##...#.....##
                #######..#..#####.#..
                #.....#..##..###..###
                #.###.#.#.#.#.#...###
                #.###.#..#.#.#....##.
                #.###.#.#.##..#..##.#
                #.....#...####.##.###
                #######.##.#..#.#...#
                """)
    }

    @Test(
        "Codes of digits and capital letters of all sizes",
        arguments: [
            (1, 1, 0x47de_2c42_d89b_ce9d), (20, 1, 0x492b_6d1a_16dc_3c45), (154, 5, 0xa2ad_c9b7_6eed_4329), (600, 13, 0xa351_e32a_505a_dca7),
            (1500, 23, 0xe8e5_0329_7061_14d9), (3000, 33, 0xcca2_b9ef_6795_5325), (4296, 40, 0x6fdc_87b9_45df_0297),
        ] as [(Int, Int, UInt64)])
    func capitals(_ count: Int, _ version: Int, _ expected: UInt64) throws {
        let code = try QRCode(text(count, of: Self.capitals), correction: .low)
        #expect(code.version == version && code.size == 17 + 4 * version && digest(code) == expected)
    }

    @Test(
        "Codes of any text",
        arguments: [(1, 1, 0x3ad5_e32b_1fe6_8951), (300, 13, 0x2229_af48_6d06_6819), (2331, 40, 0xe28f_672a_1ea6_0997)] as [(Int, Int, UInt64)])
    func bytes(_ count: Int, _ version: Int, _ expected: UInt64) throws {
        let code = try QRCode(text(count, of: Self.letters), correction: .medium)
        #expect(code.version == version && digest(code) == expected)
    }

    @Test("More than the largest code holds is refused with the number that is possible")
    func tooLong() {
        #expect(throws: QRCode.TooLong(length: 4297, limit: 4_296)) { _ = try QRCode(text(4297, of: Self.capitals), correction: .low) }
        #expect(throws: QRCode.TooLong(length: 2332, limit: 2331)) { _ = try QRCode(text(2332, of: Self.letters), correction: .medium) }
    }

    @Test("The picture has a rectangle for every run of dark modules, and the quiet zone around")
    func picture() throws {
        let code = try QRCode("CORRIDOR1/1/3", correction: .medium)
        var dark = Set<[Int]>()
        for run in code.path.split(separator: "M") {
            let numbers = run.split { !"0123456789".contains($0) }.compactMap { Int($0) }
            for column in numbers[0]..<numbers[0] + numbers[2] { dark.insert([column - 4, numbers[1] - 4]) }
        }
        for row in 0..<code.size { for column in 0..<code.size { #expect(dark.contains([column, row]) == code[column, row]) } }
        #expect(code.svg.contains("viewBox=\"0 0 29 29\""))
    }
}
