import ArgumentParser

/// Finding people and comparing records; works on files, without a node unless one is named.
struct MatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "Find people by badly spelt names, compare names in any script, link records.",
        subcommands: [
            MatchFindCommand.self, MatchBenchFindCommand.self, MatchNamesCommand.self, MatchExplainCommand.self, MatchLinkCommand.self, MatchEncodeCommand.self,
            MatchCompareCommand.self,
        ])
}
