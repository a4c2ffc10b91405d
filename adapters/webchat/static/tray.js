// The pictures that go along with the next message: added by button, drop or paste, and sent ahead of it.

import { arrange, make, put } from "./dom.js";
import { say } from "./texts.js";

const MOST = 5; // pictures of one message
const AT_ONCE = 3; // that are sent at the same time; the server takes no more of one person
const LARGEST = 20; // MB
const FRESH = 45 * 60_000; // ms; the server lets go of what is not used within an hour

const words = (text) => ({ tone: "error", text: [{ text }] });
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");

/** One picture: what is shown of it, and its name at the server once it is there. */
class Item {
  #address;
  name = null;
  since = 0;

  constructor(file, remove) {
    this.file = file;
    this.#address = URL.createObjectURL(file);
    const title = file.name || say("file-unnamed");
    this.button = make("button", { type: "button", class: "tray-remove", "aria-label": say("remove", { name: title }) },
      make("span", { class: "tray-sign" }, "×"));
    this.button.addEventListener("click", () => remove(this));
    const picture = make("img", { src: this.#address, alt: title });
    this.element = make("li", { class: "tray-item" }, picture, this.button);
  }

  get ready() {
    return this.name !== null && Date.now() - this.since < FRESH;
  }

  async send(upload) {
    put(this.element, "aria-busy", "true");
    try {
      this.name = await upload(this.file);
      this.since = Date.now();
    } finally {
      put(this.element, "aria-busy", null);
    }
  }

  close() {
    URL.revokeObjectURL(this.#address);
  }
}

export class Tray {
  #list;
  #box;
  #on;
  #items = [];
  #under = new Map(); // item -> promise of its being sent; never rejects
  #refusals = 0;

  /** `on`: { upload(file) gives its name or throws an answer, explain(answer) }; `parts` are the page's elements. */
  constructor({ form, box, list, button, input }, on) {
    this.#list = list;
    this.#box = box;
    this.#on = on;
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      this.add(input.files);
      input.value = ""; // the same one may be chosen again
    });
    box.addEventListener("paste", (event) => this.#pasted(event));
    addEventListener("dragover", (event) => hasFiles(event) && form.classList.add("dropping"));
    addEventListener("dragleave", (event) => event.relatedTarget || form.classList.remove("dropping"));
    addEventListener("drop", (event) => hasFiles(event) && this.#dropped(event, form));
  }

  get empty() {
    return this.#items.length === 0;
  }

  /** Puts files beside the text, as many as there is room for, and begins to send them. */
  add(files) {
    const room = MOST - this.#items.length;
    const fitting = [...files].filter((file) => file.size <= LARGEST * 1024 * 1024);
    if (fitting.length < files.length) this.#on.explain(words(say("too-large", { limit: LARGEST })));
    if (fitting.length > room) this.#on.explain(words(say("tray-full", { limit: MOST })));
    this.#items.push(...fitting.slice(0, room).map((file) => new Item(file, (item) => this.#remove(item))));
    this.#show();
    this.#sendMore();
    this.#box.focus();
  }

  /** Waits until all of them are at the server; false when one was refused meanwhile. */
  async settled() {
    const before = this.#refusals;
    while (this.#items.some((item) => !item.ready)) {
      this.#sendMore();
      await Promise.race(this.#under.values());
    }
    return before === this.#refusals;
  }

  /** Takes them all away, as they were sent. */
  take() {
    const taken = this.#items;
    this.#items = [];
    this.#show();
    return taken;
  }

  /** Gives back what a refused message had, unless others are there already. */
  restore(items) {
    if (this.empty) this.#items = items;
    this.#show();
  }

  #sendMore() {
    const next = this.#items.filter((item) => !item.ready && !this.#under.has(item));
    for (const item of next.slice(0, AT_ONCE - this.#under.size)) {
      const sent = item.send(this.#on.upload).catch((answer) => this.#refused(item, answer));
      this.#under.set(item, sent.finally(() => this.#under.delete(item) && this.#sendMore()));
    }
  }

  #refused(item, answer) {
    if (!this.#items.includes(item)) return; // nobody wants it any more
    this.#refusals += 1;
    this.#drop(item);
    this.#on.explain(answer);
  }

  #remove(item) {
    const place = this.#items.indexOf(item);
    this.#drop(item);
    (this.#items[Math.min(place, this.#items.length - 1)]?.button ?? this.#box).focus();
  }

  #drop(item) {
    this.#items = this.#items.filter((other) => other !== item);
    item.close();
    this.#show();
  }

  #show() {
    arrange(this.#list, this.#items.map((item) => item.element));
    this.#list.hidden = this.empty;
  }

  // Where words are copied along with a picture of them, the words are meant.
  #pasted(event) {
    const { files, types } = event.clipboardData;
    if (files.length === 0 || types.includes("text/plain")) return;
    event.preventDefault();
    this.add(files);
  }

  #dropped(event, form) {
    form.classList.remove("dropping");
    this.add(event.dataTransfer.files);
  }
}
