// What only this page is shown, above the text box: a list with buttons, or a form with controls of its own.

import { Buttons } from "./buttons.js";
import { arrange, make, put } from "./dom.js";
import { showSpans } from "./spans.js";
import { say } from "./texts.js";

const LONG = 1000; // characters from which on a text has more than a line

let controls = 0; // for names that join labels to their controls

const shortId = () => `sheet-${(controls += 1)}`;

function textControl({ name, value, longest }) {
  const long = longest > LONG;
  const box = make(long ? "textarea" : "input", { name, id: shortId(), dir: "auto", maxlength: longest || null });
  if (long) box.rows = 3;
  else box.type = "text";
  box.value = value;
  return box;
}

// One of a few: all of them are seen at once.
function choiceControl({ name, value, label, choices }) {
  const group = make("fieldset", { class: "sheet-choice" }, make("legend", {}, label));
  const line = make("div", { class: "sheet-options" });
  for (const choice of choices) {
    const radio = make("input", { type: "radio", name, value: choice.value, id: shortId() });
    radio.checked = choice.value === value;
    line.append(make("label", { class: "sheet-option" }, radio, make("span", {}, choice.label)));
  }
  group.append(line);
  return group;
}

// Several of a few, which lie on the screen as they lie in the picture.
function severalControl({ name, value, label, choices, across }) {
  const group = make("fieldset", { class: "sheet-choice" }, make("legend", {}, label));
  const grid = make("div", { class: "sheet-several" });
  grid.style.gridTemplateColumns = `repeat(${across}, 1fr)`;
  const chosen = value.split(" ");
  for (const choice of choices) {
    const box = make("input", { type: "checkbox", name, value: choice.value, id: shortId() });
    box.checked = chosen.includes(choice.value);
    grid.append(make("label", {}, box, make("span", {}, choice.label)));
  }
  group.append(grid);
  return group;
}

function switchControl({ name, value, label }) {
  const box = make("input", { type: "checkbox", name, id: shortId() });
  box.checked = value === "on";
  return make("label", { class: "sheet-switch" }, box, make("span", {}, label));
}

// An address or a code is typed, where that may be; a file is sent as soon as it is chosen, and goes before that.
function pictureControl(field, sending) {
  const typed = field.longest > 0;
  const box = make("input", { name: field.name, id: shortId(), type: "text", maxlength: field.longest || null });
  box.placeholder = say("address");
  box.value = field.value;
  const file = make("input", { type: "file", accept: "image/*", id: shortId() });
  if (typed) file.setAttribute("aria-label", say("file", { name: field.label }));
  const state = make("span", { class: "sheet-state", role: "status" }, field.file ? "✓" : "");
  file.addEventListener("change", () => sending(field.name, file, state));
  return make("div", { class: "sheet-field" },
    make("label", { for: (typed ? box : file).id }, field.label), ...(typed ? [box] : []),
    make("div", { class: "sheet-file" }, file, state));
}

function fieldElement(field, sending) {
  if (field.kind === "choice") return choiceControl(field);
  if (field.kind === "switch") return switchControl(field);
  if (field.kind === "several") return severalControl(field);
  if (field.kind === "picture") return pictureControl(field, sending);
  const box = textControl(field);
  return make("div", { class: "sheet-field" }, make("label", { for: box.id }, field.label), box);
}

// Pages on which the same is chosen by hand.
function pageLinks(links) {
  if (!links.length) return [];
  const line = make("p", { class: "sheet-links" });
  showSpans(line, links.map(({ label, url }) => ({ text: label, style: "plain", url })));
  return [line];
}

export class Sheet {
  #element;
  #press;
  #fill;
  #upload;
  #files = {}; // names of what was sent for the form that is shown, by its fields
  #under = new Set(); // promises of what is being sent
  #back = null; // what had the keyboard focus before
  #name = ""; // of the sheet that is shown, as the server calls it
  #buttons;
  #text = make("div", { class: "sheet-text", dir: "auto" });

  /**
   * `press(sheet, payload)` and `fill(form, values, files)` tell the server; `press` settles when it has taken it.
   * `upload(file)` gives the name of what it sends, or null when it was refused, which is said then.
   */
  constructor(element, { press, fill, upload }) {
    this.#element = element;
    this.#press = press;
    this.#fill = fill;
    this.#upload = upload;
    element.addEventListener("keydown", (event) => this.#key(event));
  }

  /** A card with buttons, by its name; one that was closed stays so unless it is fresh. */
  show({ sheet, fresh, text, buttons }) {
    if (!fresh && this.#name !== sheet) return;
    if (this.#name !== sheet) this.#buttons = new Buttons((payload) => this.#press(sheet, payload), { flat: true });
    this.#name = sheet;
    const inside = this.#element.contains(document.activeElement);
    showSpans(this.#text, text);
    put(this.#text, "id", "sheet-title");
    const parts = [this.#closeButton(), this.#text, this.#buttons.update(buttons ?? []) && this.#buttons.element];
    arrange(this.#element, parts.filter(Boolean));
    // The button that was pressed may be another one now: the keyboard stays here.
    if (inside && !this.#element.contains(document.activeElement)) this.#element.focus({ preventScroll: true });
    this.#open(fresh);
  }

  /** A form; `values` and `files` are what was filled in before, when it comes back. */
  ask(form, values = {}, files = {}) {
    const filled = ({ name, value }) => ({ value: values[name] ?? value, file: files[name] });
    const fields = form.fields.map((field) => ({ ...field, ...filled(field), across: form.across }));
    const sending = (...chosen) => this.#send(...chosen);
    const go = make("button", { class: "solid", type: "submit" }, form.go);
    const drop = make("button", { class: "quiet", type: "button" }, say("cancel"));
    drop.addEventListener("click", () => this.close());
    const body = make("form", { class: "sheet-form", autocomplete: "off" },
      make("h2", { id: "sheet-title" }, form.title),
      ...pageLinks(form.links),
      ...fields.map((field) => fieldElement(field, sending)),
      make("p", { class: "sheet-hint", dir: "auto" }, form.hint),
      make("div", { class: "dialog-actions" }, drop, go));
    body.addEventListener("submit", async (event) => {
      event.preventDefault();
      await Promise.all(this.#under);
      if (!body.isConnected) return; // it was ordered, or closed, meanwhile
      const given = this.#values(body, form);
      const sent = this.#files;
      this.close();
      this.#fill(form, given, sent);
    });
    this.#name = "";
    this.#files = { ...files };
    this.#element.replaceChildren(body);
    this.#open(true);
  }

  /** Takes it away; false when there was none. */
  close() {
    const had = !this.#element.hidden;
    const inside = this.#element.contains(document.activeElement);
    this.#element.hidden = true;
    this.#element.replaceChildren();
    this.#name = "";
    if (inside && this.#back?.isConnected) this.#back.focus({ preventScroll: true });
    return had;
  }

  // Nothing chosen takes back what was.
  #send(name, { files: [file] }, state) {
    delete this.#files[name];
    state.textContent = file ? "…" : "";
    if (!file) return;
    const [files, sent] = [this.#files, this.#upload(file)];
    const done = sent.then((given) => {
      if (given) files[name] = given;
      state.textContent = given ? "✓" : "";
    }).finally(() => this.#under.delete(done));
    this.#under.add(done);
  }

  #open(fresh) {
    if (this.#element.hidden) this.#back = document.activeElement;
    this.#element.hidden = false;
    if (!fresh) return;
    this.#element.scrollTop = 0; // where the last one was read to
    (this.#element.querySelector("textarea, input") ?? this.#element).focus({ preventScroll: true });
  }

  #closeButton() {
    const known = this.#element.querySelector(".note-close");
    if (known) return known;
    const close = make("button", { class: "note-close", type: "button", "aria-label": say("close") }, "×");
    close.addEventListener("click", () => this.close());
    return close;
  }

  #values(body, form) {
    const given = new FormData(body);
    const value = ({ name, kind }) => {
      if (kind === "switch") return given.has(name) ? "on" : "off";
      return kind === "several" ? given.getAll(name).join(" ") : given.get(name) ?? "";
    };
    return Object.fromEntries(form.fields.map((field) => [field.name, value(field)]));
  }

  // Enter orders, as it sends in the text box; a new line takes Shift with it.
  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && !event.shiftKey && event.target.tagName === "TEXTAREA") {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  }
}
