"""The fold: the state of a record from its entries, by the steps of the section "The fold" in Docs/journal.md."""

from journal_form import canonical


def holding(entries):
    """Step 3, of entries in order: for each identifier the digests of its base that hold, and all that it has seen."""
    held, seen = {}, {}
    for identifier, entry in entries.items():
        held[identifier] = [digest for digest in entry["base"]
                            if digest in entries and entries[digest]["clock"] < entry["clock"]]
        seen[identifier] = set(held[identifier]).union(*(seen[digest] for digest in held[identifier]))
    return held, seen


def live_answers(entries, seen):
    """Step 5: for each name, in order, the answers that did not see each other."""
    lists = {}
    for identifier, entry in entries.items():
        for name in entry["set"]:
            lists[name] = [other for other in lists.get(name, []) if other not in seen[identifier]] + [identifier]
    return {name: [{"answer": entries[one]["set"][name], "clock": entries[one]["clock"]} for one in left]
            for name, left in lists.items()}


def field_state(answers):
    """Step 6: of answers in order the last, which shows, and the others; None if the name is left out."""
    listed = {}
    for one in reversed(answers):
        listed.setdefault(canonical(one["answer"]), one)
    shows, *others = listed.values()
    if shows["answer"] is None and not others:
        return None
    return {**shows, "others": others} if others else dict(shows)


def reduced(state):
    """Step 7 for one field state."""
    left = []
    for one in [*reversed(state.get("others", [])), state]:
        answer = one["answer"]
        if answer is None or "sealed" not in answer:
            cut = answer and {name: value for name, value in answer.items() if name != "note"}
            left.append({"answer": cut, "clock": one["clock"]})
    return field_state(left) if left else None


def field_states(states):
    return {name: state for name, state in states if state is not None}


def fold(arrived):
    """The state of a record from its entries by identifier; None if there is none."""
    in_order = sorted((entry["clock"], identifier) for identifier, entry in arrived.items() if entry["act"] != "read")
    entries = {identifier: arrived[identifier] for _, identifier in in_order}
    if not entries:
        return None
    held, seen = holding(entries)
    bases = {digest for digests in held.values() for digest in digests}
    fields = field_states((name, field_state(left)) for name, left in live_answers(entries, seen).items())
    if "@erased" in fields:
        fields = field_states((name, reduced(state)) for name, state in fields.items())
    first, last = arrived[in_order[0][1]], arrived[in_order[-1][1]]
    return {"changed": last["clock"], "created": first["clock"], "fields": fields,
            "heads": sorted(entries.keys() - bases), "kind": first["kind"]}


def is_marked(state, mark):
    return state["fields"].get(mark, {"answer": None})["answer"] is not None


def has_clash(state):
    return any("others" in one for one in state["fields"].values())


def needs_key(state, entries):
    """Whether the state, or an entry whose ground the record's key seals, has a sealed part."""
    answers = [a["answer"] for one in state["fields"].values() for a in [one, *one.get("others", [])]]
    by_record = [entry for entry in entries.values() if entry["act"] not in ("read", "erase")]
    answers += [answer for entry in by_record for answer in entry["set"].values()]
    return any(answer and answer.keys() & {"note", "sealed"} for answer in answers) or any("ground" in e for e in by_record)
