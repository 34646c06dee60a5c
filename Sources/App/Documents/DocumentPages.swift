import Dictionary
import Formats
import Journal

/// The pages of documents.
enum DocumentPages {
    /// What the form offers.
    struct Choices: Sendable {
        var dictionary: DataDictionary
        /// Records of the case.
        var linked: [RecordView]
    }

    /// What a browser shows by itself without running anything.
    static func isShown(_ mediaType: String) -> Bool {
        switch MediaKind(rawValue: mediaType) {
        case .jpeg, .png, .webp, .gif, .pdf, .text, .mp3, .m4a, .ogg, .wav, .mp4, .webm: true
        default: false
        }
    }

    /// The kinds that the browser's chooser offers first; what is taken is decided by content.
    private static let accepted = "image/*,audio/*,video/*,application/pdf,text/plain,.docx,.xlsx,.odt,.ods"

    // MARK: Adding

    static func new(_ request: WebRequest, _ caseRecord: String, _ choices: Choices) -> HTML {
        let page = Page(request, title: "documents.new.title", area: .cases)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        return page.html { html in
            script(&html)
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)")], text: translator("cases.back")) }
            controls.summary(&html)
            html.element("form", uploadForm("/cases/\(caseRecord)/documents", page)) { html in
                page.keptFields(&html, "documents.new.title")
                fileControl(&html, controls, hasFiles: request.kept?.draft?.files.isEmpty == false)
                controls.text(&html, "title", label: label("document.title", choices.dictionary, translator), .init(isRequired: true))
                controls.select(
                    &html, "kind", label: label("document.kind", choices.dictionary, translator),
                    options: (choices.dictionary.vocabulary("document-type")?.terms ?? []).filter { !$0.isDeprecated }.map {
                        .init(value: $0.code, label: $0.label(translator.language))
                    })
                controls.text(&html, "received-from", label: label("document.received-from", choices.dictionary, translator))
                about(&html, choices, controls)
                controls.submit(&html, translator("documents.save"))
                KeptForm.state(&html)
                progress(&html, translator)
            }
        }
    }

    private static func uploadForm(_ action: String, _ page: Page) -> [Attribute?] {
        let translator = page.request.translator
        return page.uploadAttributes(action) + [
            Attribute("data-upload", "pieces"), Attribute("data-failed", translator("documents.upload.failed")),
            Attribute("data-ended", translator("documents.upload.ended")), Attribute("data-page", translator("documents.show.title")),
        ]
    }

    private static func fileControl(_ html: inout HTMLWriter, _ controls: FormControls, hasFiles: Bool) {
        controls.file(
            &html, label: controls.translator("documents.file"), hint: controls.translator("documents.file.hint"), accept: accepted, isMultiple: true,
            isRequired: !hasFiles)
    }

    private static func about(_ html: inout HTMLWriter, _ choices: Choices, _ controls: FormControls) {
        let answers = AnswerText(dictionary: choices.dictionary, translator: controls.translator)
        let options = choices.linked.filter { ["person", "party", "violation", "claim", "action"].contains($0.kind) }
            .map { FormControls.Option(value: $0.record, label: RecordTitle.text($0, answers)) }
        guard !options.isEmpty else { return }
        controls.choices(&html, "about", label: label("document.about", choices.dictionary, controls.translator), options: options)
    }

    private static func progress(_ html: inout HTMLWriter, _ translator: Translator) {
        html.element("div", [.class("upload"), .flag("hidden"), .role("status")]) { html in
            html.element("p", text: translator("documents.upload.progress"))
            html.element("progress", [Attribute("max", "100"), .value("0"), Attribute("aria-label", translator("documents.upload.progress"))])
            html.element("p", [.class("problem")])
        }
    }

    private static func script(_ html: inout HTMLWriter) {
        html.element("script", [Attribute("src", Assets.standard.path("documents.js")), .flag("defer")])
    }

    // MARK: One document

    /// - Parameters:
    ///   - isAgreed: whether the worker agrees to papers being given to others.
    ///   - isUsable: whether something can be added; not where the sender of a referral has taken the case back.
    static func show(
        _ request: WebRequest, _ caseRecord: String, _ report: RecordReport, isAgreed: Bool, isUsable: Bool, dictionary: DataDictionary, names: [String: String]
    ) -> HTML {
        let translator = request.translator
        let refused = request.query.text("refused").flatMap { Int($0) }
        let notice = refused.map { $0 == 0 ? translator("documents.error.file") : translator("documents.refused", ["count": .number(min($0, 1_000))]) }
        let page = Page(request, title: "documents.show.title", area: .cases, notice: notice)
        let answers = AnswerText(dictionary: dictionary, translator: translator)
        let mayWrite = isUsable && request.session?.may(.writeCases) == true && !report.view.isErased
        let path = "/cases/\(caseRecord)/documents/\(report.view.record)"
        return page.html { html in
            script(&html)
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)")], text: translator("cases.back")) }
            html.element("section", [.class("card")]) { html in
                var view = report.view
                view.fields.removeAll { $0.field.name == "file" || $0.field.name == "custody" }
                CasePages.facts(&html, view, answers)
                if mayWrite {
                    html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)/records/\(report.view.record)")], text: translator("cases.edit")) }
                }
            }
            html.element("h2", text: translator("documents.files"))
            if !isAgreed {
                let scope = dictionary.vocabulary("consent-scope")?.label(of: Documents.sharingScope, translator.language) ?? Documents.sharingScope
                ConsentPages.lacking(&html, scope, caseRecord, translator)
            }
            for (number, reference) in Documents.references(report.view).enumerated() { file(&html, reference, "\(path)/files/\(number)", translator) }
            if mayWrite { addFiles(&html, path, page) }
            custody(&html, report, path, page, names, answers, mayWrite)
        }
    }

    private static func file(_ html: inout HTMLWriter, _ reference: FileReference, _ path: String, _ translator: Translator) {
        let title = "file-\(reference.sha256.prefix(12))"
        html.element("section", [.class("card"), Attribute("aria-labelledby", title)]) { html in
            html.element("h3", [.dir("auto"), .id(title)], text: reference.name)
            html.element("dl", [.class("facts")]) { html in
                html.element("dt", text: translator("documents.size"))
                html.element("dd", text: size(reference.bytes, translator))
                html.element("dt", text: translator("documents.hash"))
                html.element("dd") { $0.element("code", [.dir("ltr")], text: reference.sha256) }
            }
            if isShown(reference.type) {
                html.element("details") { html in
                    html.element("summary", text: translator("documents.look"))
                    preview(&html, reference, path, translator)
                }
            }
            html.element("p", [.class("actions")]) { html in
                html.element("a", [.class("button second"), .href(path)], text: translator("documents.original"))
                html.element("a", [.class("button second"), .href("\(path)/shared")], text: translator("documents.shared"))
            }
            let isCleaned = MediaKind(rawValue: reference.type)?.isCleanable == true
            html.element("p", [.class("hint")], text: translator(isCleaned ? "documents.shared.cleaned" : "documents.shared.not-cleaned"))
        }
    }

    /// Loaded when it is opened: a picture of a phone is large.
    private static func preview(_ html: inout HTMLWriter, _ reference: FileReference, _ path: String, _ translator: Translator) {
        let kind = reference.type.utf8.split(separator: UInt8(ascii: "/")).first.map { String(decoding: $0, as: UTF8.self) }
        let source = Attribute("src", "\(path)/view")
        switch kind {
        case "image": html.element("img", [source, Attribute("alt", reference.name), Attribute("loading", "lazy"), .class("preview")])
        case "audio": html.element("audio", [source, .flag("controls"), Attribute("preload", "none")])
        case "video": html.element("video", [source, .flag("controls"), Attribute("preload", "none"), .class("preview")])
        default:
            html.element("p") {
                $0.element("a", [.href("\(path)/view"), Attribute("target", "_blank"), Attribute("rel", "noopener")], text: translator("documents.open"))
            }
        }
    }

    private static func addFiles(_ html: inout HTMLWriter, _ path: String, _ page: Page) {
        let translator = page.request.translator
        let isResumed = page.request.isResumed("documents.add")
        html.element("details", [.flag("open", if: isResumed)]) { html in
            html.element("summary", text: translator("documents.add"))
            html.element("form", uploadForm("\(path)/files", page) + [Attribute("data-document", path)]) { html in
                page.keptFields(&html, "documents.add")
                fileControl(&html, page.request.controls(of: "documents.add"), hasFiles: isResumed && page.request.kept?.draft?.files.isEmpty == false)
                html.element("p", [.class("actions")]) { $0.element("button", [.type("submit")], text: translator("documents.save")) }
                progress(&html, translator)
            }
        }
    }

    /// Who had the document in their hands: what was written of it, and what the journal knows by itself.
    private static func custody(
        _ html: inout HTMLWriter, _ report: RecordReport, _ path: String, _ page: Page, _ names: [String: String], _ answers: AnswerText, _ mayWrite: Bool
    ) {
        let translator = answers.translator
        html.element("section", [.class("card")]) { html in
            html.element("h2", text: translator("documents.custody"))
            if case .list(let lines)? = report.view.answer("custody")?.value {
                html.element("ul") { html in
                    for line in lines {
                        html.element("li") { html in
                            html.element("span", [.dir("auto")], text: line.displayText)
                            guard let entry = writing(of: line, in: report.history) else { return }
                            html.element("br")
                            html.element("span", [.class("muted")]) { html in
                                html.element("bdi", text: names[entry.author] ?? translator("cases.author.other"))
                                html.text(" · \(MomentText.text(entry.clock.milliseconds, translator))")
                            }
                        }
                    }
                }
            }
            html.element("ol", [.class("history")]) { html in
                for entry in report.history.reversed() {
                    html.element("li") { html in
                        html.text(translator("cases.act.\(entry.act.rawValue)") + " · ")
                        html.element("span", [.dir("auto")], text: names[entry.author] ?? translator("cases.author.other"))
                        html.text(" · \(MomentText.text(entry.clock.milliseconds, translator))")
                    }
                }
            }
            guard mayWrite else { return }
            html.element("form", page.keptAttributes("\(path)/custody", look: nil)) { html in
                page.keptFields(&html, "documents.custody")
                let controls = page.request.controls(of: "documents.custody")
                controls.summary(&html)
                controls.text(&html, "custody", label: translator("documents.custody.add"), .init(hint: translator("documents.custody.hint"), rows: 2))
                page.keptActions(&html, save: translator("platform.save"), isLong: false)
            }
        }
    }

    /// The entry that first has a line of custody: who wrote it, and when, is known by the journal and need not be written in it.
    private static func writing(of line: FieldValue, in history: [RecordReport.HistoryEntry]) -> RecordReport.HistoryEntry? {
        let writing = history.filter { entry in
            entry.changes.contains { $0.field == "custody" && $0.answer?.value?.elements.contains(line) == true }
        }
        return writing.min { $0.clock < $1.clock }
    }

    // MARK: Within the page of a case

    /// The documents of a case, as its page lists them, and the way to letters.
    static func list(_ html: inout HTMLWriter, _ documents: [RecordView], _ caseRecord: String, _ answers: AnswerText, mayWrite: Bool) {
        let translator = answers.translator
        if documents.isEmpty { html.element("p", [.class("muted")], text: translator("cases.section.empty")) }
        html.element("ul", [.class("documents")]) { html in
            for document in documents {
                html.element("li") { html in
                    html.element("a", [.href("/cases/\(caseRecord)/documents/\(document.record)"), .dir("auto")], text: RecordTitle.text(document, answers))
                    let count = Documents.references(document).count
                    html.element("span", [.class("muted")], text: " · " + translator("documents.count", ["count": .number(count)]))
                }
            }
        }
        guard mayWrite else { return }
        html.element("p", [.class("actions")]) { html in
            html.element("a", [.class("button second"), .href("/cases/\(caseRecord)/documents/new")], text: translator("documents.new.title"))
            html.element("a", [.class("button second"), .href("/cases/\(caseRecord)/letters")], text: translator("letters.title"))
        }
    }

    private static func label(_ field: String, _ dictionary: DataDictionary, _ translator: Translator) -> String {
        dictionary.field(field)?.label(translator.language) ?? field
    }

    private static func size(_ bytes: Int64, _ translator: Translator) -> String {
        let kilobytes = max(1, Int((bytes + 512) / 1_024))
        return kilobytes < 1_024
            ? translator("documents.kilobytes", ["size": .number(kilobytes)]) : translator("documents.megabytes", ["size": .number((kilobytes + 512) / 1_024)])
    }
}

/// A record in a few words, for lists in which one is chosen.
enum RecordTitle {
    private static let telling: [String: [String]] = [
        "person": ["names"], "party": ["names", "kind"], "violation": ["type", "since"], "claim": ["head", "amount"], "action": ["type", "date"],
        "document": ["title", "kind"],
    ]

    static func text(_ view: RecordView, _ answers: AnswerText) -> String {
        let kind = answers.dictionary.record(view.kind)?.label(answers.translator.language) ?? view.kind
        let parts = (telling[view.kind] ?? []).compactMap { name -> String? in
            guard let entry = view.fields.first(where: { $0.field.name == name }), let answer = entry.answer else { return nil }
            return answers.text(answer, entry.field)
        }
        return parts.isEmpty ? kind : parts.joined(separator: " · ")
    }
}
