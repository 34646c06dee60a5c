import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite("Pictures, recordings and films")
struct MediaTests {
    private static func fixture(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Media").appending(path: name)))
    }

    private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        guard let first = part.first, bytes.count >= part.count else { return false }
        return (0...(bytes.count - part.count)).contains { bytes[$0] == first && bytes[$0...].starts(with: part) }
    }

    @Test(
        "Each kind is recognised by its content",
        arguments: [("located.jpg", MediaKind.jpeg), ("located.png", .png), ("located.webp", .webp), ("located.gif", .gif), ("located.heic", .heic)])
    func recognised(_ name: String, _ kind: MediaKind) throws {
        #expect(MediaKind(beginning: try Self.fixture(name)) == kind)
    }

    @Test(
        "What can run, and what nobody knows, is no document",
        arguments: ["<html><script>", "  <svg xmlns=", "#!/bin/sh", "MZ\u{1}", "PK\u{3}\u{4}other archive", "\u{FEFF}<!DOCTYPE html>"])
    func refused(_ content: String) {
        #expect(MediaKind(beginning: Array(content.utf8)) == nil)
    }

    @Test("A text is one, also where a character is cut at the end of what is looked at")
    func text() {
        #expect(MediaKind(beginning: Array("मलाई तलब दिएन।\n".utf8)) == .text)
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: MediaKind.recognisedWithin - 1) + Array("म".utf8)
        #expect(MediaKind(beginning: Array(long.prefix(MediaKind.recognisedWithin))) == .text)
        #expect(MediaKind(beginning: [0x61, 0xFF, 0xFE, 0x00]) == nil)
        #expect(MediaKind(beginning: []) == nil)
    }

    @Test(
        "The cleaned picture says nothing of place, device and comments, and cleaning it again changes nothing",
        arguments: ["located.jpg", "located.png", "located.webp", "located.gif", "located.heic"])
    func cleaned(_ name: String) throws {
        let bytes = try Self.fixture(name)
        let kind = try #require(MediaKind(beginning: bytes))
        #expect(Self.contains(bytes, Array("Secret".utf8)))
        let cleaned = try #require(try MediaCleaning.clean(bytes, kind))
        #expect(!Self.contains(cleaned, Array("Secret".utf8)))
        #expect(!Self.contains(cleaned, Array("2026:01:02".utf8)))
        #expect(MediaKind(beginning: cleaned) == kind)
        #expect(try MediaCleaning.clean(cleaned, kind) == cleaned)
    }

    @Test("Which way up a picture is stays", arguments: ["located.jpg", "located.webp"])
    func orientation(_ name: String) throws {
        let bytes = try Self.fixture(name)
        let kind = try #require(MediaKind(beginning: bytes))
        let cleaned = try #require(try MediaCleaning.clean(bytes, kind))
        #expect(Self.contains(cleaned, PictureOrientation.tiff(6)))
    }

    @Test("What stands behind the end of a picture goes, such as the film of a moving picture")
    func trailing() throws {
        let bytes = try Self.fixture("located.jpg")
        #expect(try MediaCleaning.clean(bytes + Array("ftypmp42 Secret".utf8), .jpeg) == (try MediaCleaning.clean(bytes, .jpeg)))
    }

    @Test("A film keeps its length and the places of its data, and loses notes and times")
    func film() throws {
        func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
            let length = content.count + 8
            return [0, 0, UInt8(length >> 8), UInt8(length & 255)] + Array(type.utf8) + content
        }
        let time = box("mvhd", [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 3, 232])
        let notes = box("udta", box("\u{A9}xyz".replacingOccurrences(of: "\u{A9}", with: "x"), Array("+25.2854+051.5310/".utf8)))
        let data = box("mdat", Array("the film itself".utf8))
        let film = box("ftyp", Array("isom\0\0\0\0".utf8)) + box("moov", time + notes + box("trak", box("meta", Array("Secret".utf8)))) + data
        let cleaned = try #require(try MediaCleaning.clean(film, .mp4))
        #expect(cleaned.count == film.count)
        #expect(cleaned.suffix(data.count) == data[...])
        #expect(!Self.contains(cleaned, Array("+25.2854".utf8)))
        #expect(!Self.contains(cleaned, Array("Secret".utf8)))
        #expect(!Self.contains(cleaned, [1, 2, 3, 4, 5, 6, 7, 8]))
    }

    @Test("A damaged file is refused or cleaned, and nothing worse", arguments: ["located.jpg", "located.png", "located.webp", "located.gif", "located.heic"])
    func damaged(_ name: String) throws {
        let bytes = try Self.fixture(name)
        let kind = try #require(MediaKind(beginning: bytes))
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<3_000 {
            var copy = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                copy[Int.random(in: 0..<copy.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) { copy.removeLast(Int.random(in: 0..<copy.count, using: &generator)) }
            _ = try? MediaCleaning.clean(copy, kind)
        }
    }
}
