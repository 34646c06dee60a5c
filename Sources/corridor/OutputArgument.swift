import ArgumentParser
import Foundation
import Matching

/// The file that a command is to write, looked at before anything is read: what is refused here is wrong use.
enum OutputArgument {
    /// - Parameter inputs: the files that the command reads, as far as they were named.
    static func check(_ output: String, inputs: [String?]) throws {
        do {
            try OutputFile.check(URL(filePath: output), inputs: inputs.compactMap { $0.map { URL(filePath: $0) } })
        } catch {
            throw ValidationError(error.description)
        }
    }
}
