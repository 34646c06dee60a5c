import Foundation

/// Reads a file that a setting names, and says why it cannot be read: a file that is not there and one that another account owns need different remedies.
enum ReadableFile {
    /// - Parameter what: what the file is to whoever named it, such as "configuration file".
    static func read(_ file: URL, as what: String) throws(AppError) -> Data {
        do { return try Data(contentsOf: file) } catch { throw AppError(explain(error, file, what), isWrongUse: true) }
    }

    private static func explain(_ error: any Error, _ file: URL, _ what: String) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile?, .fileNoSuchFile?: "The \(what) \(file.path) is not there. Check the name."
        case .fileReadNoPermission?: "The \(what) \(file.path) may not be read by this account (\(account)). Check who owns it and its folder: ls -ld"
        default: "The \(what) \(file.path) cannot be read: \(PrivateFile.reason(error))."
        }
    }

    /// The name of the account that runs the program.
    static var account: String { NSUserName() }
}
