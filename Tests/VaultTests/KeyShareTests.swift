import Crypto
import Foundation
import Testing

@testable import Vault

@Suite struct SecretSharingTests {
    /// The field beside another way to multiply: logarithms to the generator 3 of FIPS 197's field, all 65 536 products.
    @Test func arithmetic() {
        // FIPS 197 § 4.2 and § 4.2.1.
        #expect(GaloisField.multiply(0x57, 0x83) == 0xC1)
        #expect(GaloisField.multiply(0x57, 0x13) == 0xFE)
        var powers: [UInt8] = []
        var logarithms = [Int](repeating: 0, count: 256)
        var value = 1
        for exponent in 0..<255 {
            powers.append(UInt8(value))
            logarithms[value] = exponent
            value ^= value << 1
            if value > 255 { value ^= 0x11B }
        }
        for left in 0...255 {
            for right in 0...255 {
                let expected = left == 0 || right == 0 ? 0 : powers[(logarithms[left] + logarithms[right]) % 255]
                #expect(GaloisField.multiply(UInt8(left), UInt8(right)) == expected)
            }
            if left > 0 { #expect(GaloisField.multiply(UInt8(left), GaloisField.inverse(UInt8(left))) == 1) }
        }
        #expect(GaloisField.inverse(0) == 0)
    }

    private static let secret = Array(SHA256.hash(data: Array("corridor share vector secret".utf8)))

    private static func value(_ index: Int) -> [UInt8] {
        Array(SHA256.hash(data: Array("corridor share vector coefficient \(index)".utf8)))
    }

    /// Points computed by `_interpolate` of PyPI shamir-mnemonic 0.3.0 (the reference implementation of SLIP-39, same field): the polynomial has
    /// the secret at 0 and `value(i)` at 1 … threshold − 1.
    @Test(arguments: [
        (2, 2, "6d1e1d2a66abb067d39ce6a6121de9800c925d5f518bbf2473165eb07dfcf54f"),
        (2, 3, "90b7015ce6696fa00f5e52053df353915d91e387ac49d3d609f52182f41464ec"),
        (3, 3, "1a4892d872917bd9ded97a9927866ca5040f4bfe0115314d063846d32bc187e5"),
        (3, 4, "44f112301e373ccefd198324ac6ada5e3cf129b4aae2b64956f20ee19272c29e"),
        (3, 5, "b9580e469ef5e30921db37878384604f6df2976c5720dabb2c1171d31b9a533d"),
        (16, 16, "af7a7b01c204506e1c40f6d3cffc530b474ac38b9ee6362d6d90275f10a0e68c"),
    ]) func vectors(threshold: Int, index: Int, point: String) throws {
        let known = (1..<threshold).map { (index: UInt8($0), values: Self.value($0)) }
        #expect(SecretSharing.combine(known + [(UInt8(index), try unhex(point))]) == Self.secret)
        if threshold == 2 {
            // The line through (0, secret) and (1, value(1)) has the slope secret ⊕ value(1).
            let slope = zip(Self.secret, Self.value(1)).map { $0 ^ $1 }
            let shares = SecretSharing.split(Self.secret, threshold: 2, count: 3) { _ in slope }
            #expect(shares[index - 1] == (try unhex(point)))
        }
    }
}

@Suite struct KeyShareTests {
    /// All thresholds and counts; for the smaller ones all subsets.
    @Test func grid() throws {
        let nodeKey = NodeKey()
        for count in 2...KeyShare.maximumCount {
            for threshold in 2...count {
                let shares = try KeyShare.split(nodeKey, threshold: threshold, count: count)
                #expect(shares.map(\.index) == Array(1...count))
                let subsets = count <= 6 ? Array(1..<(1 << count)) : [0b1111_1111_1111_1111, 0b1010_1010_1010_1010, 0b0111_0011_0101_1001]
                for subset in subsets {
                    let chosen = shares.filter { subset >> ($0.index - 1) & 1 == 1 }.reversed()
                    if chosen.count >= threshold {
                        #expect(try KeyShare.combine(Array(chosen), expecting: nodeKey.identifier).key == nodeKey.key)
                    } else {
                        expectError(.unsuitableShares) { _ = try KeyShare.combine(Array(chosen)) }
                    }
                }
            }
        }
    }

    @Test(arguments: [(1, 3), (0, 0), (3, 2), (2, 17), (17, 17), (-1, 5)]) func impossibleSplits(threshold: Int, count: Int) {
        expectError(.invalidRequest) { _ = try KeyShare.split(NodeKey(), threshold: threshold, count: count) }
    }

    /// Fewer shares than the threshold tell nothing: with one share of two, every secret is still possible.
    @Test func oneShareFitsEverySecret() {
        for byte in UInt8.min ... .max {
            let slope = GaloisField.multiply(byte ^ 0x5A, GaloisField.inverse(1))
            #expect(SecretSharing.split([byte], threshold: 2, count: 2) { _ in [slope] }[0] == [0x5A])
        }
    }

    @Test func textForms() throws {
        let shares = try KeyShare.split(NodeKey(), threshold: 2, count: 3)
        for share in shares {
            let forms = [
                share.text, share.printedText, share.text.lowercased(), share.text.replacingOccurrences(of: " ", with: "-"),
                share.text.replacingOccurrences(of: "0", with: "o").replacingOccurrences(of: "1", with: "l"),
                share.printedText.replacingOccurrences(of: "\n", with: "\r\n"),
            ]
            for form in forms {
                let read = try KeyShare(text: form)
                #expect(read.text == share.text)
                #expect(read.description == share.description)
            }
        }
        #expect(shares[0].text.split(separator: " ").count == 20)
    }

    /// Every single wrong letter, and every exchange of two neighbouring letters of a group, is found and its group named.
    @Test func mistypedGroupIsNamed() throws {
        let share = try #require(KeyShare.split(NodeKey(), threshold: 2, count: 2).first)
        let letters = Array(share.text.utf8)
        for position in letters.indices where letters[position] != 0x20 {
            let group = position / 6 + 1
            for wrong in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8 where wrong != letters[position] {
                var typed = letters
                typed[position] = wrong
                let message = expectError(.damaged, containing: "Group \(group) of share 1") {
                    _ = try KeyShare(text: String(decoding: typed, as: UTF8.self), name: "share 1")
                }
                #expect(!message.contains(String(decoding: typed[(group - 1) * 6..<(group - 1) * 6 + 5], as: UTF8.self)))
            }
            if position + 1 < letters.count, letters[position + 1] != 0x20, letters[position] != letters[position + 1] {
                var typed = letters
                typed.swapAt(position, position + 1)
                expectError(.damaged, containing: "Group \(group) ") { _ = try KeyShare(text: String(decoding: typed, as: UTF8.self)) }
            }
        }
        var groups = share.text.split(separator: " ")
        groups.swapAt(3, 7)
        expectError(.damaged, containing: "Group 4 ") { _ = try KeyShare(text: groups.joined(separator: " ")) }
        groups.swapAt(3, 7)
        expectError(.truncated, containing: "20 groups; 19 were given") { _ = try KeyShare(text: groups.dropLast().joined(separator: " ")) }
        expectError(.damaged, containing: "21 were given") { _ = try KeyShare(text: (groups + ["00000"]).joined(separator: " ")) }
        expectError(.damaged, containing: "Group 2 of the share has 4 letters") {
            _ = try KeyShare(text: share.text.replacingOccurrences(of: groups[1], with: groups[1].dropLast()))
        }
        expectError(.damaged, containing: "Group 1 ") { _ = try KeyShare(text: "U" + share.text.dropFirst()) }
        expectError(.truncated) { _ = try KeyShare(text: "") }
    }

    @Test func unsuitableSets() throws {
        let nodeKey = NodeKey()
        let first = try KeyShare.split(nodeKey, threshold: 3, count: 5)
        let second = try KeyShare.split(nodeKey, threshold: 3, count: 5)
        expectError(.unsuitableShares, containing: "No share") { _ = try KeyShare.combine([]) }
        expectError(.unsuitableShares, containing: "2 of 3 shares") { _ = try KeyShare.combine(Array(first.prefix(2))) }
        expectError(.unsuitableShares, containing: "Share 2 was given twice") { _ = try KeyShare.combine([first[0], first[1], first[1]]) }
        expectError(.unsuitableShares, containing: "of set") { _ = try KeyShare.combine([first[0], first[1], second[2]]) }
        expectError(.unsuitableShares, containing: "is needed here") {
            _ = try KeyShare.combine(Array(first.prefix(3)), expecting: NodeKey().identifier)
        }
    }

    /// A share forged with right checksums but other values.
    @Test func forgedShare() throws {
        let shares = try KeyShare.split(NodeKey(), threshold: 2, count: 3)
        let forged = try forge(shares[2])
        expectError(.unsuitableShares, containing: "false") { _ = try KeyShare.combine([shares[0], forged]) }
        expectError(.unsuitableShares, containing: "Share 3 does not fit") { _ = try KeyShare.combine([shares[0], shares[1], forged]) }
    }

    private func forge(_ share: KeyShare) throws -> KeyShare {
        var payload = try GroupedText.bytes(share.text.utf8, groups: 20, subject: "the share")
        payload[20] ^= 1
        var writer = ByteWriter(domain: "corridor/key-share/1")
        writer.append(fixed: payload.prefix(44))
        payload.replaceSubrange(44..<50, with: Array(SHA256.hash(data: writer.bytes)).prefix(6))
        return try KeyShare(text: GroupedText.groups(payload).joined(separator: " "))
    }
}
