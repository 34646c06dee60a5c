import App
import ArgumentParser
import Foundation

/// Writes a schedule to a file: HTML as it is, DOCX, ODT and PDF as all documents of the product are made.
enum ClaimDocument {
    static func write(_ schedule: ClaimSchedule, to file: URL) throws {
        let ending = file.pathExtension.lowercased()
        if ending == "html" {
            try save(Data(schedule.page.bytes), to: file)
            return
        }
        guard let format = DocumentFormat(rawValue: ending) else {
            throw ValidationError("A statement can be written as .docx, .odt, .pdf or .html; “\(file.lastPathComponent)” is none of them.")
        }
        let bytes = try DocumentConversion().convert(
            schedule.page, to: format, language: schedule.language, isRightToLeft: schedule.isRightToLeft)
        try save(Data(bytes), to: file)
    }

    private static func save(_ data: Data, to file: URL) throws {
        do {
            try data.write(to: file, options: .atomic)
        } catch {
            throw AppError("The file \(file.path()) cannot be written. Check its folder and permissions.")
        }
    }
}
