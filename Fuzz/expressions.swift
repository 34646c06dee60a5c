@testable import Forms

/// An expression of a form. Parsing it and computing with it ends, whatever it is; what is refused says why.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    var form = FormDefinition(identifier: "f", title: "f")
    let source = FormSource(sheet: "survey", row: 2)
    func question(_ name: String, _ type: QuestionType) -> FormNode { FormNode(name: name, kind: .question(type), source: source) }
    var group = FormNode(name: "r", kind: .repeated, source: source)
    group.children = [question("a", .integer), question("b", .date)]
    var result = question("c", .calculate)
    result.calculation = text
    var other = question("d", .text)
    other.relevant = text
    form.nodes = [question("t", .text), group, result, other]
    let program = FormProgram(form)
    guard program.isUsable else {
        precondition(program.problems.contains { !$0.fault.isEmpty && !$0.remedy.isEmpty }, "refused without a reason")
        return 0
    }
    var filling = FormFilling(program, clock: FormClock(now: 1_710_498_030_000, offset: 20_700))
    for (number, node) in filling.allNodes.enumerated() { filling.answer(node, value: ["25.2 51.5", "7", "2024-03-15", ""][number % 4]) }
    filling.compute()
    return 0
}
