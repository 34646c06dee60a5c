import Dictionary
import Formats

@testable import ReferralParts

/// What a partner or a link delivers of a referral: a message, and the fields of a link's form in both of the ways in which browsers send them. It is read or refused by the
/// name of what is wrong, and what was read is a message that the other side reads as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0, let dictionary = try? fuzzed.get() else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: data + 1, count: count - 1))
    switch data[0] % 3 {
    case 0: message(bytes, dictionary)
    case 1: if let fields = try? FormReading.urlencoded(bytes) { step(fields, dictionary) }
    default:
        guard let (fields, files) = try? MultipartReader.read(bytes, contentType: "multipart/form-data; boundary=XX") else { return 0 }
        step(fields, dictionary)
        for file in files { precondition(!file.fileName.unicodeScalars.contains("/"), "a file has the name of a folder in its own") }
    }
    return 0
}

private let fuzzed = Result { try DataDictionary.standard() }

private func message(_ bytes: [UInt8], _ dictionary: DataDictionary) {
    do throws(ReferralContentError) {
        same(try ReferralContent(bytes: bytes, dictionary), dictionary)
    } catch {
        precondition(!error.member.isEmpty, "a message was refused without saying why")
    }
}

private func step(_ fields: FormFields, _ dictionary: DataDictionary) {
    let (content, wrong) = ReferralStepForm(form: fields, dictionary: dictionary).read()
    precondition(content != nil || !wrong.isEmpty, "a form was refused without saying why")
    // What a form does crosses as a message, whose reader refuses what the form's lets through otherwise.
    if let content, wrong.isEmpty { same(content, dictionary) }
}

private func same(_ content: ReferralContent, _ dictionary: DataDictionary) {
    guard let again = try? ReferralContent(bytes: content.canonicalBytes, dictionary) else { preconditionFailure("what was read cannot be sent") }
    precondition(again.leftOut == 0, "what was read is not all known")
    precondition(again.canonicalBytes == content.canonicalBytes, "what was sent is read as something else")
}
