@testable import Formats
@testable import Forms

/// A form as sheets in one CSV file. What is read without errors must come out as well-formed XML; what is refused must say why.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let reading = FormReader.read(bytes: Array(UnsafeBufferPointer(start: data, count: count)), name: "form")
    guard let form = reading.form else {
        precondition(!reading.errors.isEmpty, "refused without a reason")
        return 0
    }
    do throws(XMLError) {
        var reader = try XMLReader(bytes: Array(XFormWriter.xml(of: form).utf8))
        while try reader.next() != nil {}
    } catch {
        fatalError(error.description)
    }
    return 0
}
