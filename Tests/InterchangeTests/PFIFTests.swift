import TestSupport
import Testing

@testable import Interchange

/// Documents of Google's Person Finder, which wrote the format, and their traps.
@Suite("PFIF")
struct PFIFTests {
    @Test(
        "Documents of all versions are read into the names of 1.4",
        .enabled(if: GroundTruth.has("pfif/pfif-1.4.xml"), "the documents are not here"), arguments: ["1.1", "1.2", "1.4"])
    func versions(_ version: String) throws {
        let document = try PFIFReader.read(try GroundTruth.bytes("pfif/pfif-\(version).xml"))
        let person = try #require(document.people.first)
        #expect(document.people.count == 1)
        #expect(document.rejects == [])
        #expect(person.record["given_name"] == "_test_first_name" || person.record["given_name"] == "_test_given_name")
        #expect(person.record["home_city"] == "_test_home_city")
        #expect(person.record["description"] == "_test_description")
        #expect(person.record["person_record_id"] == "test.google.com/person.21009")
        #expect(person.record["full_name"]?.isEmpty == false)
        #expect(person.notes.first?["note_record_id"] == "test.google.com/note.27009")
        #expect(person.notes.allSatisfy { $0["person_record_id"] == "test.google.com/person.21009" })
    }

    @Test(
        "A record of another domain is left out with its reason, the others are read",
        .enabled(if: GroundTruth.has("pfif/pfif-1.2-badrecord.xml"), "the documents are not here"))
    func badRecord() throws {
        let document = try PFIFReader.read(try GroundTruth.bytes("pfif/pfif-1.2-badrecord.xml"), domain: "test.google.com")
        #expect(document.people.map { $0.record["person_record_id"] } == ["test.google.com/person.21009"])
        #expect(document.people.first?.notes.count == 4)
        #expect(document.rejects.map(\.identifier) == ["foo.google.com/person.666"])
        #expect(document.rejects.first?.reason.contains("domain") == true)
    }

    @Test("What is written is read back as it was, whatever the text", .enabled(if: GroundTruth.has("pfif/pfif-1.4.xml"), "the documents are not here"))
    func roundTrip() throws {
        var document = try PFIFReader.read(try GroundTruth.bytes("pfif/pfif-1.4.xml"))
        document.people[0].record["full_name"] = "রফিক <b> & \"O'\u{301}\" ]]> محمد"
        #expect(try PFIFReader.read(PFIFWriter.bytes(document)) == document)
    }

    @Test("Statuses, dates and identifiers that are wrong are told by name")
    func faults() throws {
        func read(_ note: String) throws -> String? {
            let text =
                "<pfif xmlns=\"http://zesty.ca/pfif/1.4\"><person><person_record_id>a.org/p1</person_record_id><full_name>X</full_name><note>\(note)</note></person></pfif>"
            return try PFIFReader.read(Array(text.utf8)).rejects.first?.reason
        }
        #expect(try read("<note_record_id>a.org/n1</note_record_id><text>t</text>") == nil)
        #expect(try read("<note_record_id>a.org/n1</note_record_id><text>t</text><status>lost</status>")?.contains("status") == true)
        #expect(try read("<note_record_id>a.org/n1</note_record_id><text>t</text><source_date>yesterday</source_date>")?.contains("source_date") == true)
        #expect(try read("<note_record_id>n1</note_record_id><text>t</text>")?.contains("note_record_id") == true)
        #expect(try read("<note_record_id>a.org/n1</note_record_id><person_record_id>a.org/p2</person_record_id><text>t</text>")?.contains("a.org/p2") == true)
        #expect(throws: PFIFError.self) { try PFIFReader.read(Array("<people/>".utf8)) }
        #expect(throws: PFIFError.self) { try PFIFReader.read(Array("<pfif xmlns=\"http://zesty.ca/pfif/1.4\"><person>".utf8)) }
    }

    @Test("Cut off or altered anywhere, a document is refused or read, and nothing falls over")
    func damaged() throws {
        let text = "<pfif xmlns=\"http://zesty.ca/pfif/1.4\"><person><person_record_id>a.org/p1</person_record_id><full_name>X</full_name></person></pfif>"
        let bytes = Array(text.utf8)
        for place in bytes.indices {
            _ = try? PFIFReader.read(Array(bytes[..<place]))
            for other in [UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "/"), 0, 0xFF] {
                var changed = bytes
                changed[place] = other
                _ = try? PFIFReader.read(changed)
            }
        }
        #expect(try PFIFReader.read(bytes).people.count == 1)
    }
}
