// One message: an article that is changed in place, piece by piece, so that nothing in it flickers or loses focus.

import { arrange, make, portray, put } from "./dom.js";
import { Buttons } from "./buttons.js";
import { Blank, Film, Picture } from "./picture.js";
import { plain, safeMedia, showSpans } from "./spans.js";

const LONG_TEXT = 560; // letters; about six lines at full width
const LONG_LINES = 6;

/** The picture's shape as its prompt asks for it, for the time before the first picture. */
export function guessRatio(text) {
  const match = /--(?:ar|aspect)\s+(\d{1,4}):(\d{1,4})/.exec(text);
  const ratio = match ? Number(match[1]) / Number(match[2]) : 1;
  return ratio > 0 && Number.isFinite(ratio) ? Math.min(4, Math.max(0.25, ratio)) : 1;
}

function clock(at) {
  const date = new Date(at);
  const time = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const today = date.toDateString() === new Date().toDateString();
  return today ? time : `${date.toLocaleDateString([], { day: "numeric", month: "short" })}, ${time}`;
}

// Why something failed may stand at the end of the text, so that is never folded away.
function isLong({ text, state }) {
  const words = plain(text);
  return state !== "failed" && (words.length > LONG_TEXT || words.split("\n").length > LONG_LINES);
}

const anchor = (id) => `message-${id}`;

const showable = ({ kind, src }) => (kind === "image" || kind === "video") && safeMedia(src) !== null;

export class MessageView {
  rev = -1;
  #message = null;
  #avatar = make("span", { class: "avatar", "aria-hidden": "true" });
  #author = make("span", { class: "author", dir: "auto" });
  #time = make("time", { class: "time" });
  #reply = make("button", { type: "button", class: "reply" }, "Reply");
  #answered = make("a", { class: "answered", dir: "auto" });
  #text = make("div", { class: "text", dir: "auto" });
  #more = make("details", { class: "more" }, make("summary"));
  #gallery = make("div", { class: "gallery" });
  #works = []; // the Picture, Film or Blank of each medium, in order
  #progress = new Progress();
  #body = make("div", { class: "body" });
  #buttons;

  constructor(id, press, reply) {
    this.id = id;
    this.#reply.addEventListener("click", () => reply(this.#message));
    this.#buttons = new Buttons((payload) => press(id, payload, plain(this.#message.text).split("\n", 1)[0]));
    const line = make("div", { class: "who" }, this.#author, this.#time, this.#reply);
    const head = make("header", { class: "head" }, this.#avatar, line);
    this.element = make("article", { class: "message", tabindex: "-1", id: anchor(id) }, head, this.#body);
  }

  get message() {
    return this.#message;
  }

  update(message, mine) {
    const before = this.#message;
    const focused = this.element.contains(document.activeElement);
    this.#message = message;
    this.rev = message.rev;
    const data = this.element.dataset;
    if (data.state !== message.state) data.state = message.state;
    this.element.classList.toggle("mine", mine);
    this.#showAuthor(message);
    if (JSON.stringify(before?.text) !== JSON.stringify(message.text)) showSpans(this.#text, message.text);
    const parts = [
      this.#showAnswered(message) && this.#answered,
      isLong(message) && this.#more,
      plain(message.text) !== "" && this.#text,
      this.#showMedia(message) && this.#gallery,
      this.#progress.update(message.progress) && this.#progress.element,
      this.#buttons.update(message.buttons ?? []) && this.#buttons.element,
    ];
    arrange(this.#body, parts.filter(Boolean));
    // What had the keyboard focus is gone (Cancel on a finished picture): its message keeps the place in the page.
    if (focused && !this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
  }

  #showAuthor({ author, at }) {
    const time = clock(at);
    this.element.classList.toggle("bot", author.bot);
    put(this.element, "aria-label", `${author.name}, ${time}`);
    put(this.#reply, "aria-label", `Reply to ${author.name}, ${time}`);
    if (this.#author.textContent === author.name && this.#time.textContent === time) return;
    this.#author.textContent = author.name;
    this.#time.textContent = time;
    put(this.#time, "datetime", new Date(at).toISOString());
    if (!author.bot) portray(this.#avatar, author.name);
  }

  #showAnswered({ answers }) {
    if (!answers) return false;
    put(this.#answered, "href", `#${anchor(answers.id)}`);
    this.#answered.textContent = `${answers.name}: ${answers.text}`;
    return true;
  }

  #showMedia(message) {
    const media = (message.media ?? []).filter(showable);
    const guess = guessRatio(plain(message.text));
    const expected = message.author.bot && (message.state === "waiting" || message.state === "working");
    const items = media.length === 0 && expected ? [{ kind: "blank" }] : media;
    this.#works = items.map((item, index) => this.#work(item, this.#works[index]));
    arrange(this.#gallery, this.#works.map((work) => work.element));
    this.#works.forEach((work, index) => work.show(items[index], guess));
    this.#gallery.classList.toggle("several", items.length > 1);
    return items.length > 0;
  }

  #work(item, before) {
    if (before?.kind === item.kind) return before;
    if (item.kind === "image") return new Picture();
    return item.kind === "video" ? new Film() : new Blank();
  }
}

class Progress {
  #label = make("span", { class: "progress-label" });
  #figure = make("span", { class: "progress-figure" });
  #bar = make("div", { class: "bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" });
  #fill = make("span", { class: "bar-fill" });

  constructor() {
    this.#bar.append(this.#fill);
    const line = make("div", { class: "progress-line", "aria-hidden": "true" }, this.#label, this.#figure);
    this.element = make("div", { class: "progress" }, line, this.#bar);
  }

  update(progress) {
    if (!progress) return false;
    const known = typeof progress.percent === "number";
    const percent = known ? Math.round(Math.min(100, Math.max(0, progress.percent))) : null;
    this.#label.textContent = progress.label || "Working";
    this.#figure.textContent = known ? `${percent} %` : "";
    put(this.#bar, "aria-label", progress.label || "Working");
    put(this.#bar, "aria-valuenow", percent);
    this.#bar.classList.toggle("unknown", !known);
    this.#fill.style.transform = known ? `scaleX(${percent / 100})` : "";
    return true;
  }
}
