import App
import Dictionary
import Formats
import Journal

extension CaseSummary {
    var json: JSONObject {
        var facts = JSONObject()
        for (fact, values) in self.facts.sorted(by: { $0.key < $1.key }) { facts[fact] = .array(values.map { .string($0) }) }
        return [
            "record": .string(record), "created": .string(Moment.isoText(created.milliseconds)), "erased": .bool(isErased), "clash": .bool(hasClash),
            "facts": .object(facts),
        ]
    }
}

extension ImportSummary {
    var json: JSONObject {
        [
            "batch": .string(batch), "begun": .string(Moment.isoText(begun)), "status": .string(status), "source": .string(source),
            "rowsRead": rowsRead.map { .integer(Int64($0)) } ?? .null, "rowsRejected": rowsRejected.map { .integer(Int64($0)) } ?? .null,
        ]
    }
}

extension RecordView {
    var json: JSONObject {
        var answers = JSONObject()
        for entry in fields {
            var answer = entry.answer?.json.object ?? JSONObject(["cleared": .bool(true)].map { JSONObject.Member($0.key, $0.value) })
            if !entry.others.isEmpty {
                answer["clashesWith"] = .array(
                    entry.others.map { other in
                        var object = other.answer?.json.object ?? [:]
                        object["at"] = .string(Moment.isoText(other.clock.milliseconds))
                        return .object(object)
                    })
            }
            answers[entry.field.name] = .object(answer)
        }
        var object: JSONObject = [
            "record": .string(record), "kind": .string(kind), "created": .string(Moment.isoText(created.milliseconds)),
            "changed": .string(Moment.isoText(changed.milliseconds)), "retracted": .bool(isRetracted), "erased": .bool(isErased), "answers": .object(answers),
        ]
        if !hiddenFields.isEmpty { object["hidden"] = .array(hiddenFields.map { .string($0) }) }
        return object
    }
}

extension RecordReport {
    var json: JSONObject {
        var object = view.json
        object["linked"] = .array(
            linked.map { item in
                var linked = item.view.json
                linked["through"] = .string(item.field)
                return .object(linked)
            })
        if !history.isEmpty { object["history"] = .array(history.map { .object($0.json) }) }
        return object
    }
}

extension RecordReport.HistoryEntry {
    var json: JSONObject {
        var set = JSONObject()
        for change in changes {
            set[change.field] = change.isHidden ? .object(["hidden": .bool(true)]) : change.answer?.json ?? .null
        }
        var object: JSONObject = [
            "sequence": .integer(sequence), "entry": .string(identifier.description), "act": .string(act.rawValue), "author": .string(author),
            "at": .string(Moment.isoText(clock.milliseconds)), "device": .string(clock.device.description), "dictionary": .string(dictionary),
            "set": .object(set),
        ]
        if let batch { object["import"] = .string(batch) }
        if let ground { object["ground"] = .string(ground) }
        return object
    }
}
