// The automation editor: a graph beside a form, over the JSON that the page is sent with. The picture, what is wrong and
// where steps lead come from the server after every change; forms come from what step types say of themselves.
(() => {
  "use strict";

  const form = document.getElementById("editor");
  if (!form) return;

  const HISTORY_MAX = 200;
  const DRAW_AFTER_MILLIS = 250;
  const ONE_EDIT_MILLIS = 1500;
  const CONTROLS = "input, select, textarea";

  const offer = JSON.parse(form.dataset.offer);
  const types = new Map(offer.types.map((type) => [type.name, type]));
  const operators = new Map(offer.operators.map((operator) => [operator.word, operator]));
  const source = document.getElementById("editor-definition");
  const nameInput = document.getElementById("editor-name");

  // What is being written, and what it was: each entry is a whole state, so undoing is taking another one.
  let state = null;
  let history = [];
  let place = -1;
  let lastEdit = { group: null, at: 0 };
  let isDirty = form.dataset.sent === "yes";

  // What the server said of the state last, and whether it is of the state that is shown.
  let answer = { problems: [], steps: [] };
  let isStale = false;
  let isMoved = true;
  let adding = null;
  let view = "graph";

  // Small tools

  function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name === "value") element.value = value;
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
  }

  const copyOf = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const isEmpty = (value) => value === undefined || (isObject(value) && Object.keys(value).length === 0);
  const isReference = (value) => isObject(value) && typeof value.var === "string" && Object.keys(value).length === 1;

  // A text that would be read as something else stands in quotes, so that "5" is told from 5.
  function shownValue(value) {
    if (value === undefined) return "";
    if (typeof value !== "string") return JSON.stringify(value);
    return value !== "" && parsed(value) === undefined ? value : JSON.stringify(value);
  }

  function readValue(text) {
    const value = parsed(text);
    return value === undefined ? text : value;
  }

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  // A field of a config, by a name with dots; the empty name is the whole config.
  function getIn(config, name) {
    return (name === "" ? [] : name.split(".")).reduce((at, part) => (isObject(at) ? at[part] : undefined), config);
  }

  function setIn(config, name, value) {
    if (name === "") return value === undefined ? {} : value;
    const [first, ...rest] = name.split(".");
    const changed = isObject(config) ? { ...config } : {};
    const inner = rest.length === 0 ? value : setIn(changed[first], rest.join("."), value);
    if (rest.length === 0 ? inner === undefined : isEmpty(inner)) delete changed[first];
    else changed[first] = inner;
    return changed;
  }

  // The definition

  // The words of older days become today's; whatever else is there stays as it is.
  function canonical(definition) {
    const { edges, name, status, ...rest } = definition;
    const steps = Array.isArray(rest.steps) ? rest.steps : [];
    const arrows = Array.isArray(rest.connections) ? rest.connections : Array.isArray(edges) ? edges : [];
    return {
      ...rest,
      steps: steps.filter(isObject).map(({ ref, ...step }) => (step.key === undefined && ref !== undefined ? { key: ref, ...step } : step)),
      connections: arrows.filter(isObject).map(({ edge_type: old, ...arrow }) => ({ ...arrow, type: arrow.type ?? old ?? "default" })),
    };
  }

  // Who pastes what the API takes has the name in it.
  const nameBeside = (read, name) => (name === "" && isObject(read) && typeof read.name === "string" ? read.name : name);

  const steps = () => state.definition.steps;
  const arrows = () => state.definition.connections;
  const selectedStep = () => (state.selected === null ? null : steps()[state.selected] ?? null);
  const keyOf = (index) => steps()[index]?.key;
  const titleOf = (step) => types.get(step.type)?.title ?? String(step.type ?? "Step");

  function branchesOf(index) {
    return answer.steps[index]?.branches ?? types.get(steps()[index]?.type)?.branches ?? ["default"];
  }

  function freeKey(type) {
    const taken = new Set(steps().map((step) => step.key));
    const base = type.replace(/^(send|wait_for|contact|add_to|http)_/, "");
    if (!taken.has(base)) return base;
    let number = 2;
    while (taken.has(`${base}_${number}`)) number += 1;
    return `${base}_${number}`;
  }

  // Changes

  // One change of the state. Typing in one field is one edit: it is undone as a whole.
  function change(edit, { group = null, redraw = true } = {}) {
    const next = copyOf(state);
    edit(next);
    const now = Date.now();
    const isSame = group !== null && group === lastEdit.group && now - lastEdit.at < ONE_EDIT_MILLIS && place > 0;
    history = history.slice(0, isSame ? place : place + 1);
    history.push(next);
    if (history.length > HISTORY_MAX) history.shift();
    place = history.length - 1;
    lastEdit = { group, at: now };
    isDirty = true;
    state = next;
    written(redraw);
  }

  // A change of what there is, not only of what stands in a field: the old picture is no longer of it.
  function restructure(edit) {
    isStale = true;
    isMoved = true;
    change(edit);
    adding = null;
    showPanel();
  }

  function written(redraw) {
    if (document.activeElement !== source) source.value = JSON.stringify(state.definition, null, 2);
    if (document.activeElement !== nameInput) nameInput.value = state.name;
    undoButton.disabled = place === 0;
    redoButton.disabled = place === history.length - 1;
    if (redraw) draw(isStale ? 0 : DRAW_AFTER_MILLIS);
  }

  function travel(to) {
    if (to < 0 || to >= history.length) return;
    place = to;
    state = copyOf(history[to]);
    lastEdit = { group: null, at: 0 };
    adding = null;
    isStale = true;
    source.value = JSON.stringify(state.definition, null, 2);
    nameInput.value = state.name;
    sourceFault.textContent = "";
    written(true);
    showPanel();
  }

  const undo = () => travel(place - 1);
  const redo = () => travel(place + 1);

  function setConfig(index, config, group) {
    change((next) => { next.definition.steps[index].config = config; }, { group });
  }

  function insert(type, where) {
    const kind = types.get(type);
    const key = freeKey(type);
    const first = kind.branches[0] ?? "default";
    restructure((next) => {
      const definition = next.definition;
      definition.steps.push({ key, type, config: copyOf(kind.blank) });
      next.selected = definition.steps.length - 1;
      if (where.arrow !== undefined) {
        const arrow = definition.connections[where.arrow];
        definition.connections.push({ from: key, to: arrow.to, type: first });
        arrow.to = key;
      } else if (where.from !== undefined) {
        definition.connections.push({ from: definition.steps[where.from].key, to: key, type: where.branch });
      }
    });
    focusPanel();
  }

  // Neighbours are connected again where one way goes on; where several do, nobody can say which.
  function remove(index) {
    const key = keyOf(index);
    const before = arrows().find((arrow) => arrow.to === key)?.from;
    restructure((next) => {
      const definition = next.definition;
      const leaving = definition.connections.filter((arrow) => arrow.from === key);
      const target = leaving.length === 1 ? leaving[0].to : null;
      definition.connections = definition.connections
        .filter((arrow) => arrow.from !== key)
        .flatMap((arrow) => (arrow.to !== key ? [arrow] : target === null ? [] : [{ ...arrow, to: target }]));
      definition.steps.splice(index, 1);
      const at = definition.steps.findIndex((step) => step.key === before);
      next.selected = at < 0 ? null : at;
    });
    focusPanel();
  }

  function retype(index, type) {
    const kind = types.get(type);
    restructure((next) => {
      const step = next.definition.steps[index];
      const leaving = next.definition.connections.filter((arrow) => arrow.from === step.key);
      step.type = type;
      step.config = copyOf(kind.blank);
      if (leaving.length === 1 && !kind.branches.includes(leaving[0].type)) leaving[0].type = kind.branches[0];
      next.definition.connections = next.definition.connections
        .filter((arrow) => arrow.from !== step.key || kind.branches.includes(arrow.type));
    });
  }

  function rename(index, key) {
    const old = keyOf(index);
    restructure((next) => {
      next.definition.steps[index].key = key;
      next.definition.connections.forEach((arrow) => {
        if (arrow.from === old) arrow.from = key;
        if (arrow.to === old) arrow.to = key;
      });
    });
  }

  function lead(from, branch, to) {
    restructure((next) => {
      const others = next.definition.connections.filter((arrow) => arrow.from !== from || arrow.type !== branch);
      next.definition.connections = to === "" ? others : [...others, { from, to, type: branch }];
    });
  }

  function select(index) {
    state = { ...state, selected: index };
    history[place] = { ...history[place], selected: index };
    adding = null;
    showPanel();
    markSelected();
  }

  // The picture and what is wrong, from the server

  let drawTimer = null;
  let drawing = null;

  // From the change on, what is shown is of before it.
  function draw(delay) {
    frame.setAttribute("aria-busy", "true");
    clearTimeout(drawTimer);
    drawTimer = setTimeout(ask, delay);
  }

  async function ask() {
    drawing?.abort();
    const asked = new AbortController();
    drawing = asked;
    try {
      const response = await fetch("/dashboard/automations/drawings", {
        method: "POST",
        signal: asked.signal,
        body: new URLSearchParams({
          form_key: form.elements.form_key.value,
          name: state.name,
          definition: JSON.stringify(state.definition),
        }),
      });
      const isAnswer = response.ok && (response.headers.get("content-type") ?? "").startsWith("application/json");
      if (!isAnswer) throw new Error(String(response.status));
      const told = await response.json();
      if (asked.signal.aborted) return;
      answer = told;
      isStale = false;
      showPicture();
      showProblems();
      showWays();
    } catch (fault) {
      if (fault.name === "AbortError") return;
      summary.className = "bad";
      summary.textContent = "The server did not look at this: it may be down, or you are logged out. Nothing is lost; the next change asks again.";
    } finally {
      if (drawing === asked) frame.removeAttribute("aria-busy");
    }
  }

  function showPicture() {
    const focused = frame.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    if (answer.svg === null) {
      frame.replaceChildren(h("p", { class: "quiet" }, steps().length === 0 ? "Nothing here yet. Begin with its trigger." : "There is no picture of this."));
      return;
    }
    const { scrollLeft, scrollTop } = frame;
    const svg = new DOMParser().parseFromString(answer.svg, "image/svg+xml").documentElement;
    frame.replaceChildren(document.importNode(svg, true));
    frame.scrollTo(scrollLeft, scrollTop);
    markSelected();
    if (focused) linkTo(focused)?.focus();
    else if (isMoved) reveal();
    isMoved = false;
  }

  // Brings the chosen step into the frame, without moving the page.
  function reveal() {
    const card = frame.querySelector("a[aria-current]")?.getBoundingClientRect();
    if (!card) return;
    const box = frame.getBoundingClientRect();
    const over = (from, to, least, most) => (from < least ? from - least : to > most ? to - most : 0);
    frame.scrollBy(over(card.left, card.right, box.left + 20, box.right - 20), over(card.top, card.bottom, box.top + 20, box.bottom - 60));
  }

  const linkTo = (href) => frame.querySelector(`a[href="${CSS.escape(href)}"]`);

  function markSelected() {
    frame.querySelectorAll("[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
    const href = adding?.href ?? (state.selected === null ? null : `#step-${state.selected}`);
    if (href !== null) linkTo(href)?.setAttribute("aria-current", "true");
  }

  // Problems stand beside the field they are about, else above the fields of their step, else above all.
  function showProblems() {
    const severe = answer.problems.filter((problem) => problem.keeps_from === "saving");
    const count = (number) => (number === 1 ? "1 problem" : `${number} problems`);
    summary.className = answer.problems.length === 0 ? "good" : "quiet";
    summary.textContent = severe.length > 0
      ? `${count(severe.length)} to mend before it can be saved.`
      : answer.problems.length > 0 ? `Can be saved ${form.dataset.enabled ? "and stopped" : "as a draft"}; ${count(answer.problems.length)} to mend before it can be enabled.` : form.dataset.enabled ? "No problems." : "Ready to be enabled.";
    list.replaceChildren(...answer.problems.map((problem) => {
      const step = problem.step === null ? null : steps()[problem.step];
      return h("li", {}, step ? h("button", { type: "button", class: "plain", onclick: () => { select(problem.step); focusPanel(); } }, step.key || titleOf(step)) : null, step ? " · " : null, problem.message);
    }));
    listBox.hidden = answer.problems.length === 0;
    nameInput.setAttribute("aria-invalid", String(isDirty && answer.problems.some((problem) => problem.step === null && problem.field === "name")));
    showFieldProblems();
  }

  function showFieldProblems() {
    const mine = answer.problems.filter((problem) => state.selected !== null && problem.step === state.selected);
    const fields = [...panel.querySelectorAll("[data-field]")];
    const homeOf = (problem) => fields
      .filter(({ dataset: { field } }) => problem.field === field || problem.field.startsWith(`${field}.`) || problem.field.startsWith(`${field}[`))
      .sort((one, other) => other.dataset.field.length - one.dataset.field.length)[0];
    const homes = mine.map(homeOf);
    fields.forEach((field) => {
      const words = mine.filter((problem, index) => homes[index] === field).map((problem) => problem.message);
      const line = field.querySelector(".editor-fault");
      if (!line.dataset.local) line.textContent = words.join(" ");
      field.classList.toggle("is-wrong", line.textContent !== "");
      field.querySelectorAll(CONTROLS).forEach((input) => input.setAttribute("aria-invalid", String(line.textContent !== "")));
    });
    const rest = panel.querySelector(".editor-faults");
    if (rest) rest.textContent = mine.filter((problem, index) => homes[index] === undefined).map((problem) => problem.message).join(" ");
  }

  // The panel beside the picture

  // What had the keyboard in the form has it again, where it is still there.
  function showPanel() {
    const field = document.activeElement?.closest("#editor-board [data-field]");
    const control = field ? [...field.querySelectorAll(CONTROLS)].indexOf(document.activeElement) : -1;
    fillPanel();
    if (control >= 0) panel.querySelector(`[data-field="${CSS.escape(field.dataset.field)}"]`)?.querySelectorAll(CONTROLS)[control]?.focus();
  }

  function fillPanel() {
    const step = selectedStep();
    if (adding !== null) panel.replaceChildren(...picker());
    else if (step !== null) panel.replaceChildren(...stepForm(step, state.selected));
    else panel.replaceChildren(...overview());
    showWays();
    showFieldProblems();
    markSelected();
  }

  function focusPanel() {
    (panel.querySelector(".editor-fields :is(input, select, textarea), .editor-types button") ?? panel.querySelector("h2"))?.focus();
  }

  function overview() {
    const trigger = steps().some((step) => step.type === "trigger");
    return [
      h("h2", { tabindex: "-1" }, "The automation"),
      h("p", { class: "quiet" }, "Choose a step to change it, or a plus to add one there."),
      trigger ? null : h("button", { type: "button", onclick: () => insert("trigger", {}) }, "Add the trigger"),
    ].filter(Boolean);
  }

  function picker() {
    const where = adding;
    const isFull = steps().length >= offer.steps_max;
    return [
      h("h2", { tabindex: "-1" }, "Add a step"),
      h("p", { class: "quiet" }, isFull ? `An automation has at most ${offer.steps_max} steps.` : where.words),
      isFull ? null : h("ul", { class: "editor-types" }, offer.types.filter((type) => type.name !== "trigger").map((type) => h("li", {},
        h("button", { type: "button", onclick: () => insert(type.name, where) },
          h("strong", {}, type.title),
          h("span", { class: "quiet" }, firstSentence(type.explanation)))))),
      h("button", { type: "button", class: "plain", onclick: leave }, "Cancel"),
    ].filter(Boolean);
  }

  const firstSentence = (text) => text.split(/(?<=\.) /)[0].replaceAll("`", "");

  // Back to the graph, where the keyboard was.
  function leave() {
    const href = adding?.href ?? `#step-${state.selected}`;
    if (adding !== null) {
      adding = null;
      showPanel();
    }
    linkTo(href)?.focus();
  }

  function stepForm(step, index) {
    const type = types.get(step.type);
    const isOnlyTrigger = step.type === "trigger" && steps().filter((other) => other.type === "trigger").length === 1;
    return [
      h("h2", { tabindex: "-1" }, titleOf(step)),
      type ? explanation(type.explanation.replaceAll("`", "")) : null,
      h("p", { class: "editor-faults bad", role: "status" }),
      h("div", { class: "editor-fields" },
        type ? type.fields.map((field) => fieldOf(field, step, index)) : labelled(
          { label: "Config", field: "config", words: "This server knows no such type of step." }, jsonInput(step.config, (value) => setConfig(index, value, `config-${index}`)))),
      h("div", { class: "editor-ways" }),
      h("details", { class: "editor-more" },
        h("summary", {}, "Key and type"),
        labelled({ label: "Key", field: "key", words: "What connections, trails and steps.<key> name it by." }, keyInput(index)),
        isOnlyTrigger ? null : labelled({ label: "Type", field: "type", words: "Another type begins with an empty form." },
          h("select", { onchange: (event) => retype(index, event.target.value) },
            type ? null : h("option", { value: "", selected: true }, String(step.type ?? "")),
            offer.types.map((one) => h("option", { value: one.name, selected: one.name === step.type }, one.title))))),
      isOnlyTrigger ? null : h("button", { type: "button", class: "editor-delete", onclick: () => remove(index) }, "Delete this step"),
    ].filter(Boolean);
  }

  // The first sentence, and the others for who asks.
  function explanation(text) {
    const first = firstSentence(text);
    const rest = text.slice(first.length).trim();
    return h("div", { class: "editor-about quiet" }, h("p", {}, first), rest === "" ? null : h("details", {}, h("summary", {}, "More"), h("p", {}, rest)));
  }

  let lastId = 0;

  // A label, its input, what to fill in and what is wrong with it; the last two are read with the input.
  function labelled({ label, field, words, required = false, isGroup = false }, ...inputs) {
    lastId += 1;
    const id = `field-${lastId}`;
    const controls = inputs.flatMap((input) => (input.matches(CONTROLS) ? [input] : [...input.querySelectorAll(CONTROLS)]));
    controls.forEach((control) => control.setAttribute("aria-describedby", `${id}-words ${id}-fault`));
    if (!isGroup && controls.length > 0) controls[0].id = id;
    const caption = [label, required ? h("span", { class: "editor-needed", title: "needed" }, " *") : null];
    return h("div", { class: "editor-field", "data-field": field, role: isGroup ? "group" : null, "aria-labelledby": isGroup ? `${id}-label` : null },
      isGroup ? h("span", { class: "editor-label", id: `${id}-label` }, caption) : h("label", { for: id }, caption),
      ...inputs,
      h("p", { class: "editor-words", id: `${id}-words` }, words),
      h("p", { class: "editor-fault", id: `${id}-fault` }));
  }

  function keyInput(index) {
    return h("input", { value: keyOf(index) ?? "", maxlength: 100, autocomplete: "off", spellcheck: "false", onchange: (event) => {
      const key = event.target.value.trim();
      const isTaken = steps().some((step, other) => other !== index && step.key === key);
      const line = event.target.closest(".editor-field").querySelector(".editor-fault");
      line.dataset.local = isTaken || key === "" ? "yes" : "";
      line.textContent = isTaken ? `Another step has the key ${key}.` : key === "" ? "A step needs a key." : "";
      if (!line.dataset.local && key !== keyOf(index)) rename(index, key);
    } });
  }

  // Inputs by kind: each shows a value and hands over what it becomes; undefined takes the field away.

  const nameOf = (field) => {
    const last = field.name.split(".").pop().replaceAll("_", " ");
    const word = field.name === "template.id" ? "template" : field.name === "" ? "rule" : last.replace(/ id$/, "");
    return word.charAt(0).toUpperCase() + word.slice(1);
  };

  function fieldOf(field, step, index) {
    const value = getIn(step.config, field.name);
    const group = `${index}-${field.name}`;
    const set = (next) => setConfig(index, setIn(steps()[index].config, field.name, next), group);
    const at = field.name === "" ? "config" : `config.${field.name}`;
    const make = inputs[field.kind] ?? (field.choices.length > 0 ? choiceInput : textInput);
    const isGroup = groups.has(field.kind);
    return labelled({ label: nameOf(field), field: at, words: field.explanation.replaceAll("`", ""), required: field.required, isGroup }, make(value, set, field));
  }

  const textValue = (value) => (value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value));

  function textInput(value, set, field, listed = null) {
    return h("input", { value: textValue(value), autocomplete: "off", spellcheck: "false", list: listed, oninput: (event) => set(event.target.value === "" ? undefined : event.target.value) });
  }

  const listedIn = (list) => (value, set, field) => textInput(value, set, field, `offer-${list}`);

  function choiceInput(value, set, field) {
    const known = ["", ...field.choices, ...(value === undefined || field.choices.includes(value) ? [] : [textValue(value)])];
    return h("select", { onchange: (event) => set(event.target.value === "" ? undefined : event.target.value) },
      known.map((choice) => h("option", { value: choice, selected: choice === textValue(value) }, choice === "" ? "not set" : choice)));
  }

  function countInput(value, set) {
    return h("input", { value: textValue(value), inputmode: "numeric", autocomplete: "off", oninput: ({ target }) => set(target.value === "" ? undefined : /^-?\d{1,15}$/.test(target.value) ? Number(target.value) : target.value) });
  }

  function linesInput(value, set) {
    const lines = Array.isArray(value) ? value.map(textValue) : value === undefined ? [] : [textValue(value)];
    return h("textarea", { rows: 2, value: lines.join("\n"), placeholder: "one on each line", oninput: ({ target }) => {
      const given = target.value.split("\n").map((line) => line.trim()).filter((line) => line !== "");
      set(given.length === 0 ? undefined : given.length === 1 ? given[0] : given);
    } });
  }

  function daysInput(value, set, field) {
    const chosen = new Set(Array.isArray(value) ? value : []);
    return h("div", { class: "editor-days" }, field.choices.map((day) => h("label", {},
      h("input", { type: "checkbox", checked: chosen.has(day), onchange: ({ target }) => {
        if (target.checked) chosen.add(day);
        else chosen.delete(day);
        set(chosen.size === 0 ? undefined : field.choices.filter((one) => chosen.has(one)));
      } }), day)));
  }

  // A value as it stands, or the path of a field that is looked up when the run comes here.
  function referenceInput(value, set, read = (text) => text, show = textValue) {
    const isField = isReference(value);
    const kind = h("select", { "aria-label": "What it is", onchange: () => hand() },
      h("option", { value: "value", selected: !isField }, "value"), h("option", { value: "field", selected: isField }, "field"));
    const input = h("input", { "aria-label": "Value or field", value: isField ? value.var : show(value), autocomplete: "off", spellcheck: "false", oninput: () => hand() });
    function hand() {
      input.placeholder = kind.value === "field" ? "event.plan" : "";
      if (input.value === "") set(undefined);
      else set(kind.value === "field" ? { var: input.value } : read(input.value));
    }
    return h("div", { class: "editor-pair" }, kind, input);
  }

  const truth = (text) => (text === "true" ? true : text === "false" ? false : text);

  // An object of values, a row each.
  function rowsInput(value, set) {
    const rows = isObject(value) ? Object.entries(value) : [];
    const box = h("div", { class: "editor-rows" });
    const hand = () => {
      const given = rows.filter(([name]) => name !== "");
      set(given.length === 0 ? undefined : Object.fromEntries(given.map(([name, one]) => [name, one === undefined ? "" : one])));
    };
    function show() {
      box.replaceChildren(
        ...rows.map((row, index) => h("div", { class: "editor-row" },
          h("input", { "aria-label": `Name ${index + 1}`, placeholder: "name", value: row[0], autocomplete: "off", spellcheck: "false", oninput: ({ target }) => { row[0] = target.value.trim(); hand(); } }),
          referenceInput(row[1], (next) => { row[1] = next; hand(); }, readValue, shownValue),
          h("button", { type: "button", class: "plain", "aria-label": `Take away ${row[0] || "this row"}`, onclick: () => { rows.splice(index, 1); show(); hand(); } }, "×"))),
        h("button", { type: "button", class: "plain editor-add", onclick: () => { rows.push(["", undefined]); show(); box.querySelectorAll(".editor-row > input")[rows.length - 1].focus(); } }, "+ Add one"));
    }
    show();
    return box;
  }

  function jsonInput(value, set, rows = 6) {
    return h("textarea", { rows, spellcheck: "false", autocomplete: "off", class: "editor-json", value: value === undefined ? "" : JSON.stringify(value, null, 2), oninput: ({ target }) => {
      const line = target.closest(".editor-field").querySelector(".editor-fault");
      const next = parsed(target.value);
      const isWrong = target.value.trim() !== "" && next === undefined;
      line.dataset.local = isWrong ? "yes" : "";
      line.textContent = isWrong ? "Expected JSON; this is none yet." : "";
      if (!isWrong) set(next);
    } });
  }

  // Comparisons in rows, joined by all or any; what is nested deeper is JSON.
  const isComparison = (rule) => isObject(rule) && (rule.type === undefined || rule.type === "rule");

  function ruleInput(value, set) {
    const isFlat = value === undefined || isComparison(value)
      || (["and", "or"].includes(value?.type) && Array.isArray(value.rules) && value.rules.length > 0 && value.rules.every(isComparison));
    if (!isFlat) return jsonInput(value, set, 10);
    let join = value?.type === "or" ? "or" : "and";
    const rules = value === undefined ? [] : isComparison(value) ? [{ ...value }] : value.rules.map((rule) => ({ ...rule }));
    const box = h("div", { class: "editor-rows" });
    const hand = () => set(rules.length === 0 ? undefined : rules.length === 1 ? rules[0] : { type: join, rules });
    function comparison(rule, index) {
      const operand = h("input", { "aria-label": `Value ${index + 1}`, placeholder: "100", autocomplete: "off", spellcheck: "false", value: shownValue(rule.value), oninput: ({ target }) => {
        const takes = operators.get(rule.operator)?.takes ?? "";
        const asText = (takes === "a text" || takes.startsWith("a duration")) && !isReference(parsed(target.value)) && typeof parsed(target.value) !== "string";
        if (target.value === "") delete rule.value;
        else rule.value = asText ? target.value : readValue(target.value);
        hand();
      } });
      operand.hidden = operators.get(rule.operator)?.alone === true;
      return h("div", { class: "editor-rule" },
        h("input", { "aria-label": `Field ${index + 1}`, placeholder: "event.total", autocomplete: "off", spellcheck: "false", value: textValue(rule.field), oninput: ({ target }) => { rule.field = target.value; hand(); } }),
        h("select", { "aria-label": `Operator ${index + 1}`, onchange: ({ target }) => {
          rule.operator = target.value;
          operand.hidden = operators.get(rule.operator)?.alone === true;
          if (operand.hidden) delete rule.value;
          hand();
        } }, offer.operators.map((operator) => h("option", { value: operator.word, selected: operator.word === rule.operator, title: operator.explanation }, operator.sign))),
        operand,
        h("button", { type: "button", class: "plain", "aria-label": `Take away comparison ${index + 1}`, onclick: () => { rules.splice(index, 1); show(); hand(); } }, "×"));
    }
    function show() {
      box.replaceChildren(...[
        rules.length > 1 ? h("select", { "aria-label": "How many have to hold", onchange: ({ target }) => { join = target.value; hand(); } },
          h("option", { value: "and", selected: join === "and" }, "all of these"), h("option", { value: "or", selected: join === "or" }, "any of these")) : null,
        ...rules.map(comparison),
        h("button", { type: "button", class: "plain editor-add", onclick: () => { rules.push({ type: "rule", field: "", operator: "eq" }); show(); hand(); box.querySelectorAll(".editor-rule > input:first-child")[rules.length - 1].focus(); } }, "+ Add a comparison"),
      ].filter(Boolean));
    }
    show();
    return box;
  }

  function correlationInput(value, set) {
    const pair = isObject(value) ? { ...value } : {};
    const part = (name, label, example) => h("input", { "aria-label": label, placeholder: example, autocomplete: "off", spellcheck: "false", value: textValue(isReference(pair[name]) ? pair[name].var : pair[name]), oninput: ({ target }) => {
      if (target.value === "") delete pair[name];
      else pair[name] = target.value;
      set(isEmpty(pair) ? undefined : { ...pair });
    } });
    return h("div", { class: "editor-pair" }, part("field", "Field of the event that comes", "event.order_id"), h("span", {}, "="), part("equals", "Field of the run", "event.order_id"));
  }

  const withReference = (read) => (value, set) => referenceInput(value, set, read);
  const inputs = {
    EVENT_NAME: listedIn("events"),
    TEMPLATE: listedIn("templates"),
    SEGMENT: listedIn("segments"),
    TOPIC: listedIn("topics"),
    COUNT: countInput,
    ADDRESSES: linesInput,
    WEEKDAYS: daysInput,
    PLATFORMS: daysInput,
    VALUE: withReference(),
    MOMENT: withReference(),
    TIME_ZONE: withReference(),
    TRUTH: withReference(truth),
    VARIABLES: rowsInput,
    HEADERS: rowsInput,
    RULE: ruleInput,
    CORRELATION: correlationInput,
    EVENTS: (value, set) => jsonInput(value, set),
    BRANCHES: (value, set) => jsonInput(value, set, 10),
    BODY: (value, set) => jsonInput(value, set),
    FLAG: (value, set) => h("input", { type: "checkbox", checked: value === true, onchange: ({ target }) => set(target.checked ? true : undefined) }),
  };
  const groups = new Set(["WEEKDAYS", "PLATFORMS", "VALUE", "MOMENT", "TIME_ZONE", "TRUTH", "VARIABLES", "HEADERS", "RULE", "CORRELATION"]);

  // Where a step leads, branch by branch: the way to join two ways in one step, and to mend what leads astray.
  function showWays() {
    const box = panel.querySelector(".editor-ways");
    if (!box || (box.contains(document.activeElement) && document.activeElement.matches("select"))) return;
    const index = state.selected;
    const key = keyOf(index);
    const branches = branchesOf(index);
    const leaving = arrows().map((arrow, at) => ({ ...arrow, at })).filter((arrow) => arrow.from === key);
    const stray = leaving.filter((arrow) => !branches.includes(arrow.type));
    box.replaceChildren(
      h("h3", {}, "Leads to"),
      ...branches.map((branch) => {
        const target = leaving.find((arrow) => arrow.type === branch)?.to ?? "";
        return h("label", { class: "editor-way" }, h("code", {}, branch),
          h("select", { onchange: ({ target: chosen }) => {
            const at = [...box.querySelectorAll("select")].indexOf(chosen);
            chosen.blur();
            lead(key, branch, chosen.value);
            panel.querySelectorAll(".editor-ways select")[at]?.focus();
          } },
            h("option", { value: "" }, "the end"),
            steps().filter((step) => step.key !== key && step.type !== "trigger").map((step) => h("option", { value: step.key, selected: step.key === target }, `${step.key}: ${titleOf(step)}`))));
      }),
      ...stray.map((arrow) => h("p", { class: "editor-way bad" }, h("code", {}, arrow.type), ` leads to ${arrow.to}, and is no way out of this step. `,
        h("button", { type: "button", class: "plain", onclick: () => restructure((next) => { next.definition.connections.splice(arrow.at, 1); }) }, "Take it away"))));
  }

  // The board

  const lists = ["events", "templates", "segments", "topics"].map((list_) => h("datalist", { id: `offer-${list_}` },
    offer[list_].map((item) => h("option", { value: item.value, label: item.words || item.value }))));
  const frame = h("figure", { class: "graph-frame editor-graph", "aria-label": "Graph" });
  const panel = h("section", { class: "editor-panel", "aria-label": "Step" });
  const summary = h("p", { class: "quiet", role: "status" });
  const list = h("ul", {});
  const listBox = h("details", { class: "editor-problems", hidden: true }, h("summary", {}, "Problems"), list);
  const sourceFault = h("p", { class: "editor-fault", role: "status" });
  const undoButton = h("button", { type: "button", title: "Ctrl-Z", onclick: undo, disabled: true }, "Undo");
  const redoButton = h("button", { type: "button", title: "Ctrl-Shift-Z", onclick: redo, disabled: true }, "Redo");
  const viewButton = h("button", { type: "button", "aria-pressed": "false", onclick: () => show(view === "graph" ? "json" : "graph") }, "JSON");

  function show(which) {
    view = which;
    form.classList.toggle("shows-json", view === "json");
    viewButton.setAttribute("aria-pressed", String(view === "json"));
    if (view === "json") source.focus();
  }

  function start() {
    const read = parsed(source.value);
    const definition = isObject(read) ? canonical(read) : { steps: [], connections: [] };
    state = { name: nameBeside(read, nameInput.value), definition, selected: definition.steps.length === 1 ? 0 : null };
    history = [copyOf(state)];
    place = 0;
    document.getElementById("editor-tools").append(undoButton, redoButton, viewButton);
    source.after(sourceFault);
    source.removeAttribute("rows");
    document.getElementById("editor-board").append(h("div", { class: "editor-state" }, summary, listBox), h("div", { class: "editor-halves" }, frame, panel), ...lists);
    form.classList.add("is-alive");
    if (!isObject(read)) show("json");
    showPanel();
    draw(0);
  }

  // A choice in the picture

  function choose(href) {
    if (isStale) return false;
    const [what, first, second] = href.slice(1).split("-");
    const from = Number(first);
    if (what === "step") {
      select(from);
    } else if (what === "arrow") {
      const arrow = arrows()[from];
      adding = { href, arrow: from, words: `Between ${arrow.from} and ${arrow.to}.` };
      showPanel();
    } else {
      const branch = branchesOf(from)[Number(second)];
      adding = { href, from, branch, words: `After ${keyOf(from)}${branch === "default" ? "" : `, when ${branch.replaceAll("_", " ")}`}.` };
      showPanel();
    }
    return true;
  }

  frame.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    // A click by key has no place on the screen; then the keyboard goes on in the form.
    if (choose(link.getAttribute("href")) && (event.detail === 0 || adding !== null)) focusPanel();
  });

  frame.addEventListener("keydown", (event) => {
    const links = [...frame.querySelectorAll("a")];
    const at = links.indexOf(event.target.closest("a"));
    if (at < 0) return;
    const next = { ArrowDown: links[at + 1], ArrowUp: links[at - 1] }[event.key];
    if (next) {
      event.preventDefault();
      next.focus();
    }
    const step = /^#step-(\d+)$/.exec(links[at].getAttribute("href"));
    if (["Delete", "Backspace"].includes(event.key) && step && !isStale && steps()[step[1]]?.type !== "trigger") {
      event.preventDefault();
      remove(Number(step[1]));
    }
  });

  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      leave();
    }
    // Enter in a field is no wish to save.
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target === source) return;
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") {
      event.preventDefault();
      if (key === "y" || event.shiftKey) redo();
      else undo();
    }
  });

  nameInput.addEventListener("input", () => change((next) => { next.name = nameInput.value; }, { group: "name" }));

  source.addEventListener("input", () => {
    const read = parsed(source.value);
    sourceFault.textContent = isObject(read) ? "" : "Expected a JSON object; this is none yet. The graph shows what stood here before.";
    if (!isObject(read)) return;
    isStale = true;
    adding = null;
    change((next) => {
      next.definition = canonical(read);
      next.name = nameBeside(read, next.name);
      next.selected = null;
    }, { group: "json" });
    showPanel();
  });

  source.addEventListener("blur", () => {
    if (sourceFault.textContent === "") source.value = JSON.stringify(state.definition, null, 2);
  });

  form.addEventListener("submit", () => { isDirty = false; });
  window.addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault(); });

  start();
})();
