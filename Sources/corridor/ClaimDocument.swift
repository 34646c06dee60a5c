import App
import ArgumentParser
import Foundation

/// Writes a schedule to a file: HTML as it is, DOCX, ODT and PDF as all documents of the product are made.
enum ClaimDocument {
    static func write(_ schedule: ClaimSchedule, to file: URL) throws {
        let ending = file.pathExtension.lowercased()
        if ending == "html" {
            try Data(schedule.page.bytes).write(to: file, options: .atomic)
            return
        }
        guard let format = DocumentFormat(rawValue: ending) else {
            throw ValidationError("A statement can be written as .docx, .odt, .pdf or .html; “\(file.lastPathComponent)” is none of them.")
        }
        let bytes = try DocumentConversion().convert(
            schedule.page, to: format, language: schedule.language, isRightToLeft: schedule.isRightToLeft)
        try Data(bytes).write(to: file, options: .atomic)
    }
}
