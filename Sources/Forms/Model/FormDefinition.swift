/// A questionnaire as its author wrote it: an XLSForm, read and checked, nothing computed yet.
///
/// Expressions are kept as written, with `${name}` for other questions.
public struct FormDefinition: Hashable, Sendable {
    /// `form_id` of the settings, else the file's name.
    public var identifier: String
    /// `form_title` of the settings, else the identifier.
    public var title: String
    /// The title by language (columns `form_title::LANGUAGE`).
    public var titles: TranslatedText
    public var version: String?
    /// The name of the element around the answers: `name` of the settings, else `data`.
    public var rootName: String
    /// The language of texts in columns without one, and the one shown first; `TranslatedText.unnamedLanguage` unless the settings name one.
    public var defaultLanguage: String
    /// Every language that a text of the form is written in, in the order of columns, survey before choices. Empty for a form without texts.
    public var languages: [String]
    public var settings: FormSettings
    public var nodes: [FormNode]
    /// Fields in the `meta` block that the form itself asks for, such as the audit log; `instanceID` and `instanceName` follow from the settings.
    public var metaNodes: [FormNode]
    public var choiceLists: [ChoiceList]
    /// Lists of the sheet `external_choices`, which travel beside the form in `itemsets.csv`.
    public var externalChoiceLists: [ChoiceList]
    public var entities: [EntityDeclaration]

    public init(identifier: String, title: String, rootName: String = "data", defaultLanguage: String = TranslatedText.unnamedLanguage) {
        self.identifier = identifier
        self.title = title
        titles = TranslatedText(plain: title, defaultLanguage: defaultLanguage)
        version = nil
        self.rootName = rootName
        self.defaultLanguage = defaultLanguage
        languages = []
        settings = FormSettings()
        nodes = []
        metaNodes = []
        choiceLists = []
        externalChoiceLists = []
        entities = []
    }

    public func choiceList(_ name: String) -> ChoiceList? { choiceLists.first { $0.name == name } }
}

/// What the sheet `settings` says beside identity and languages.
public struct FormSettings: Hashable, Sendable {
    /// An expression that names a filled form.
    public var instanceName: String?
    /// Appearance of the whole form, such as `pages theme-grid`.
    public var style: String?
    public var submissionAddress: String?
    /// RSA key in Base64: submissions are encrypted with it.
    public var publicKey: String?
    /// `true` or `false` as written.
    public var autoSend: String?
    public var autoDelete: String?
    /// How the identifier of a filled form is made; ODK's `uid` unless told.
    public var instanceIdentifierSource: String
    public var omitsInstanceIdentifier: Bool
    public var allowsChoiceDuplicates: Bool
    /// Whether filled forms may be edited on the client after sending.
    public var clientEditable: Bool
    /// Whether the groups are left out of the answers' structure.
    public var isFlat: Bool
    /// Prefix and delimiter of the compact form of answers for text messages, by ODK's attribute name (`prefix`, `delimiter`).
    public var compactAttributes: [String: String]
    /// Namespace of the element around the answers.
    public var instanceNamespace: String?
    /// Attributes of the element around the answers (columns `attribute::NAME`).
    public var rootAttributes: [String: String]
    /// Further namespaces: prefix to address.
    public var namespaces: [String: String]
    /// Columns that have no meaning here, as written.
    public var others: [String: String]

    public init() {
        instanceIdentifierSource = "uid"
        omitsInstanceIdentifier = false
        allowsChoiceDuplicates = false
        clientEditable = false
        isFlat = false
        compactAttributes = [:]
        rootAttributes = [:]
        namespaces = [:]
        others = [:]
    }
}
