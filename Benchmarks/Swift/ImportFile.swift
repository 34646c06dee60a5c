import App
import Foundation

/// A made-up CSV file of cases to import, with the mapping that reads it.
struct ImportFile {
    private let options: Options

    init(_ options: Options) {
        self.options = options
    }

    func write() throws {
        try FileManager.default.createDirectory(at: options.folder, withIntermediateDirectories: true)
        var text = "Case No,Name,Sex,Age,From,To,Sector,Received,Violations,Amount,Story\n"
        var state: UInt64 = 42
        func pick(_ values: [String]) -> String {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return values[Int((state >> 33) % UInt64(values.count))]
        }
        for number in 1...options.count(or: 20_000) {
            let day = "20\(pick(["21", "22", "23", "24", "25"]))-\(pick(["01", "03", "06", "09", "11"]))-\(pick(["04", "11", "17", "25"]))"
            let story =
                "The worker, \"\(pick(["a cleaner", "a driver", "a guard"]))\", was not paid for \(pick(["two", "four", "seven"])) months, and asks for help."
            text +=
                [
                    "GENERATED-\(number)", "\(pick(["Maya", "Hari", "Sita", "Ram"])) \(pick(["Rai", "Gurung", "Thapa"]))", pick(["F", "M"]),
                    pick(["19", "24", "31", "44"]),
                    pick(["NP", "BD", "ID"]), pick(["QA", "SA", "MY"]), pick(["House", "Building", "Factory"]), day,
                    pick(["fee", "wages;papers", "wages", "fee;wages"]),
                    pick(["1200", "3400.50", "900"]), "\"\(story.replacingOccurrences(of: "\"", with: "\"\""))\"",
                ].joined(separator: ",") + "\n"
        }
        try Data(text.utf8).write(to: options.folder.appending(path: "import.csv"))
    }
}
