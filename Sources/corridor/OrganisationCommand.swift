import App
import ArgumentParser
import Foundation

struct OrganisationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organisation", abstract: "The organisations that live on a node.", subcommands: [Add.self, List.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add an organisation with keys of its own.")
        @OptionGroup var node: NodeOptions
        @Option(name: .long, help: ArgumentHelp("The organisation's name.", valueName: "NAME"))
        var organisation: String
        @Option(name: .long, help: ArgumentHelp("The country it works in, two letters (ISO 3166).", valueName: "CODE"))
        var country: String

        func run() throws {
            let added = try NodeOrganisations(try node.open()).add(name: organisation, country: country)
            Console.line("\(added.organisation.name) is on the node as \(added.organisation.identifier).")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the organisations of a node.")
        @OptionGroup var node: NodeOptions

        func run() throws {
            let all = try NodeOrganisations(try node.open()).all().map(\.organisation)
            Console.table(["Identifier", "Country", "Name"], all.map { [$0.identifier, $0.country, $0.name] })
        }
    }
}

struct InviteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Make a link with which somebody makes an account, or sets a new passphrase for theirs.",
        discussion:
            "The link works once and for seven days; that for a forgotten passphrase for one day. Roles: caseworker, supervisor, legal, analyst, coordinator, custodian, administrator, partner."
    )

    @OptionGroup var node: NodeOptions
    @Option(name: .long, parsing: .upToNextOption, help: ArgumentHelp("What the person may do.", valueName: "ROLE"))
    var role: [String] = []
    @Option(name: .long, help: ArgumentHelp("The name with which somebody signs in who has forgotten the passphrase.", valueName: "NAME"))
    var account: String?
    @Flag(name: .long, help: "With --account: the second step is lost too, and ends.")
    var withoutSecondStep = false
    @Option(name: .long, help: ArgumentHelp("Identifier of the organisation, where a node has several.", valueName: "ID"))
    var organisation: String?
    @Option(name: .long, help: ArgumentHelp("The address of the server, if no configuration says it.", valueName: "ADDRESS"))
    var address: String?

    func run() throws {
        let all = try NodeOrganisations(try node.open()).all()
        guard let chosen = organisation.map({ wanted in all.first { $0.organisation.identifier == wanted } }) ?? all.first else {
            throw AppError("The node has no organisation \(organisation ?? ""). corridor organisation list shows them.", isWrongUse: true)
        }
        let invitations = Invitations(chosen)
        Console.line(try (address ?? node.settings().publicAddress) + (try account.map { try invitations.renew($0, endingSecondFactor: withoutSecondStep) } ?? invitations.make(roles: role)))
    }
}
