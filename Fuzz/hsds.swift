import Dictionary
import Formats

@testable import Interchange

private let dictionary = try? DataDictionary.standard()

/// A document of the directory, as it comes in a partner's feed or in a file, is read or refused with a sentence; what was read becomes records, whose values the dictionary
/// takes, and is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0, let dictionary else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: data + 1, count: count - 1))
    let conversion = HSDSConversion(dictionary: dictionary)
    do throws(ImportError) {
        var entries: [HSDSEntry] = []
        switch data[0] % 3 {
        case 0:
            let document = try HSDSDocument(json: bytes, file: "file")
            precondition((try? JSONValue.parse(document.page.canonicalBytes(), limits: JSONLimits(depth: 100, bytes: 64 << 20))) != nil, "what was read cannot be written")
            entries = conversion.entries(document)
            for entry in entries { _ = conversion.object(ExportRecord(identifier: "0123456789ABCDEF", kind: entry.kind, answers: entry.answers)) }
        case 1:
            let document = try HSDSDocument(tables: [(name: "organizations.csv", bytes: bytes), (name: "services.csv", bytes: bytes)], place: "folder")
            entries = conversion.entries(document)
        default: entries = try FlatDirectory.read(bytes, file: "list.csv", dictionary: dictionary).entries
        }
        for entry in entries {
            for (field, answer) in entry.answers {
                precondition((try? dictionary.validate(record: entry.kind, field: field, answer: answer)) != nil, "a value was read that the dictionary refuses: \(field)")
            }
        }
    } catch {
        precondition(!error.description.isEmpty, "a document was refused without saying why")
    }
    return 0
}
