import App
import ArgumentParser
import Entitlements
import Foundation

/// Books of law that somebody corrected.
struct LawOption: ParsableArguments {
    @Option(
        name: .customLong("law"),
        help: ArgumentHelp(
            "A folder of corrected books of law (QA-private.yaml …), used in place of those that come with the program; what has errors is not used.", valueName: "DIR"))
    var folder: String?

    /// Puts them in use for this run.
    /// - Returns: what was refused; nil without a folder.
    @discardableResult
    func use() throws -> LawCorrections? {
        guard let folder else { return nil }
        let corrections = try LawFolder.use(URL(filePath: folder))
        for refusal in corrections.refused { Console.message("\(refusal)") }
        return corrections
    }
}
