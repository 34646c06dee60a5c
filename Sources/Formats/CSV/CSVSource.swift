import Foundation

/// Where the bytes come from: memory or a file, which is read in pieces and never whole.
struct CSVSource {
    private var memory: [UInt8]?
    private let givesMemoryInPieces: Bool
    private let file: FileHandle?
    private let name: String

    /// - Parameter inPieces: whether memory is given like a file, as tests of the seams between pieces need it.
    init(bytes: [UInt8], inPieces: Bool = false) {
        memory = bytes
        givesMemoryInPieces = inPieces
        file = nil
        name = ""
    }

    init(file url: URL) throws(CSVError) {
        name = url.lastPathComponent
        givesMemoryInPieces = false
        do {
            file = try FileHandle(forReadingFrom: url)
        } catch {
            throw Self.cannotRead(name, error)
        }
    }

    /// The next piece, empty at the end. Memory is given whole.
    mutating func next(_ count: Int) throws(CSVError) -> [UInt8] {
        if let bytes = memory {
            memory = givesMemoryInPieces ? Array(bytes.dropFirst(count)) : []
            return givesMemoryInPieces ? Array(bytes.prefix(count)) : bytes
        }
        do {
            return try file?.read(upToCount: count).map { [UInt8]($0) } ?? []
        } catch {
            throw Self.cannotRead(name, error)
        }
    }

    private static func cannotRead(_ name: String, _ error: any Error) -> CSVError {
        let known = (error as? CocoaError)?.code
        let why =
            switch known {
            case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such file. Check its name and folder."
            case .fileReadNoPermission: "reading it is not permitted. Change its permissions or copy it to a folder of yours."
            default: "\(error.localizedDescription)"
            }
        return CSVError(reason: .cannotRead(file: name, why: why), line: 0, record: 0, offset: nil)
    }
}
