// Makes a form answer at once: questions come and go, values are computed, lists follow other answers, rules are told beside the field.
// The server does the same when the form is sent, so that nothing here is needed.
"use strict";
(async () => {
  const form = document.getElementById("form"), source = document.getElementById("form-program");
  if (!form || !source) return;
  const { Filling, Moment, plainNumerals, words } = globalThis.corridorForms;
  const program = JSON.parse(source.content.textContent);
  // Long lists come by themselves, and stay in the browser for the next form. Without them the page is as if it had no script.
  try {
    for (const [name, address] of Object.entries(program.addresses ?? {})) {
      const { columns, rows } = await (await fetch(address)).json();
      program.lists[name] = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
    }
  } catch { return; }
  // Today is that of the case, wherever the browser is.
  const offset = program.offset;
  const filling = new Filling(program, { offset, moment: () => new Moment(Date.now() + offset * 1000, offset) });
  const wrappers = new Map([...form.querySelectorAll("[data-node]")].map((element) => [element.dataset.node, element]));
  const controls = new Map();
  for (const control of form.elements) {
    if (!control.name || control.type === "hidden" || control.type === "submit") continue;
    controls.set(control.name, [...(controls.get(control.name) ?? []), control]);
  }

  const nodes = new Map(), named = new Map();
  for (const { id, element, control, parent, value } of program.nodes) {
    const node = filling.node(program.elements[element].name, parent === undefined ? filling.root : nodes.get(parent), element);
    Object.assign(node, { value: value ?? "", control, rules: program.elements[element] });
    nodes.set(id, node);
    named.set(control, node);
  }

  // Values in labels, hints and notes, each with the question, group or round whose text it stands in.
  const outputs = [...form.querySelectorAll("[data-output]")].flatMap((element) => {
    const node = named.get(element.closest("[data-node]")?.dataset.node);
    return node ? [{ element, node, expression: program.outputs[element.dataset.output] }] : [];
  });
  const shown = (expression, node, otherwise) => filling.attempt(() => filling.string(filling.value(expression, { node, current: node })), otherwise);

  const read = (name) => {
    const list = controls.get(name) ?? [];
    if (!list.length || (list[0].type === "file" && !list[0].files.length)) return null;
    const isChecked = list[0].type === "checkbox" || list[0].type === "radio";
    const texts = list.filter((control) => !isChecked || control.checked).flatMap((control) => (control.multiple ? [...control.selectedOptions].map((option) => option.value) : [control.value.trim()]));
    return texts.filter((text) => text).join(" ");
  };
  const absent = (name) => Boolean(read(`${name}.absent`));

  // Answers of a repeat to choose from, each once; where several can be chosen, their names have no spaces.
  const answered = (node, isMultiple) => {
    const texts = filling.attempt(() => filling.path(node.rules.answers, { node, current: node }, false), []).map((one) => one.value).filter((text) => text);
    return [...new Set(texts)].map((text) => [isMultiple ? words(text).join("_") : text, text]);
  };

  // Lists that other answers decide.
  const offer = (node) => {
    if ((node.rules.filter === undefined && node.rules.answers === undefined && node.rules.search === undefined) || !node.relevant) return;
    const list = controls.get(node.control);
    if (!list || list[0].tagName !== "SELECT") return;
    const select = list[0], chosen = new Set([...select.selectedOptions].map((option) => option.value));
    const wanted = node.rules.answers === undefined ? filling.choices(node, node.rules).map((row) => [row[node.rules.valueColumn ?? "name"], row[node.rules.labelColumn ?? "label"]]) : answered(node, select.multiple);
    const first = select.multiple ? [] : [select.options[0]];
    const present = [...select.options].slice(first.length).map((option) => option.value);
    if (present.length === wanted.length && present.every((value, index) => value === wanted[index][0])) return;
    select.replaceChildren(...first, ...wanted.map(([value, label]) => new Option(label, value, false, chosen.has(value))));
  };

  // A rule that an answer breaks is told beside it as soon as it was given.
  const judge = (node) => {
    const list = controls.get(node.control), wrapper = wrappers.get(node.control);
    if (!list || !wrapper || node.rules.constraint === undefined) return;
    const holds = node.value === "" || absent(node.control) || filling.attempt(() => filling.isTrue(node.rules.constraint, node), false);
    let text = wrapper.querySelector(".problem");
    if (holds) {
      if (text?.dataset.own) {
        text.remove();
        list.forEach((control) => control.removeAttribute("aria-invalid"));
      }
    } else if (!text) {
      text = document.createElement("p");
      Object.assign(text, { className: "problem", id: `problem-${node.control}`, textContent: shown(node.rules.message ?? form.dataset.wrong, node, form.dataset.wrong) });
      text.dataset.own = "yes";
      text.setAttribute("role", "status");
      (wrapper.querySelector(".field") ?? wrapper).append(text);
      list.forEach((control) => { control.setAttribute("aria-invalid", "true"); control.setAttribute("aria-describedby", text.id); });
    }
  };

  const update = (changed) => {
    for (const node of nodes.values()) {
      const value = read(node.control);
      if (value !== null) node.value = absent(node.control) ? "" : node.rules.digits ? plainNumerals(value) : value;
    }
    filling.compute();
    for (const node of nodes.values()) {
      const wrapper = wrappers.get(node.control);
      offer(node);
      if (!wrapper) continue;
      wrapper.hidden = !node.relevant;
      const output = wrapper.querySelector(":scope > dl [data-value]");
      if (output && output.textContent !== node.value) output.textContent = node.value;
      if (changed && changed.startsWith(node.control)) judge(node);
    }
    for (const { element, node, expression } of outputs) {
      const text = shown(expression, node, "");
      // As text, never as markup: it is somebody's answer.
      if (element.textContent !== text) element.textContent = text;
    }
  };

  form.addEventListener("change", (event) => update(event.target.name));
  update();

  // Tells the server that questions came and went before its eyes.
  const mark = Object.assign(document.createElement("input"), { type: "hidden", name: "script", value: "1" });
  form.append(mark);
})();
