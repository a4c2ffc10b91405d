// One message: an article that is changed in place, piece by piece, so that nothing in it flickers or loses focus.

import { arrange, make, portray, put } from "./dom.js";
import { Buttons } from "./buttons.js";
import { icon } from "./icons.js";
import { Blank, Film, Picture } from "./picture.js";
import { Quarters, partsOf } from "./quarters.js";
import { plain, safeMedia, showSpans } from "./spans.js";
import { say } from "./texts.js";
import { Tools } from "./tools.js";

const LONG_TEXT = 560; // letters; about six lines at full width
const LONG_LINES = 10; // what is folded shows six: to hide less than half of it is not worth a press
const NAME_LENGTH = 120; // characters of what a message is called by
const RESTING = ["waiting", "thinking"]; // nothing is painted yet: a message of one line

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
  #reply = make("button", { type: "button", class: "reply" }, icon("reply"), make("span", {}, say("reply")));
  #answered = make("a", { class: "answered", dir: "auto" });
  #text = make("div", { class: "text", dir: "auto" });
  #more = make("details", { class: "more" },
    make("summary", {}, make("span", { class: "unfolds" }, say("unfold")), make("span", { class: "folds" }, say("fold"))));
  #gallery = make("div", { class: "gallery" });
  #works = []; // the Picture, Film or Blank of each medium, in order
  #progress = new Progress();
  #body = make("div", { class: "body" });
  #tools = new Tools();
  #quarters = null;
  #buttons;

  constructor(id, press, reply) {
    this.id = id;
    this.#reply.addEventListener("click", () => reply(this.#message));
    this.press = (payload) => press(id, payload, plain(this.#message.text).split("\n", 1)[0]);
    this.#buttons = new Buttons(this.press);
    const line = make("div", { class: "who" }, this.#author, this.#time, this.#reply);
    const head = make("header", { class: "head" }, this.#avatar, line);
    this.element = make("article", { class: "message", tabindex: "-1", id: anchor(id) }, head, this.#body);
    this.element.view = this; // for what stands above the room, and shows what is in it
    this.element.addEventListener("enlarge", () => this.#enlarge());
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
    this.element.classList.toggle("line", RESTING.includes(message.state));
    this.#showAuthor(message);
    if (JSON.stringify(before?.text) !== JSON.stringify(message.text)) showSpans(this.#text, message.text);
    const parts = [
      this.#showAnswered(message) && this.#answered,
      isLong(message) && this.#more,
      plain(message.text) !== "" && this.#text,
      this.#showMedia(message) && this.#gallery,
      this.#tools.update(message) && this.#tools.element,
      this.#progress.update(message.progress) && this.#progress.element,
      this.#buttons.update(message.buttons ?? []) && this.#buttons.element,
    ];
    arrange(this.#body, parts.filter(Boolean));
    this.#showQuarters(message);
    this.#tellActed();
    // What had the keyboard focus is gone (Cancel on a finished picture): its message keeps the place in the page.
    if (focused && !this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
  }

  /** Folds its actions away, until somebody wants them. */
  fold() {
    this.#buttons.fold();
  }

  #enlarge() {
    this.element.querySelector("a.print")?.click();
  }

  // The first time that there are groups of actions, which fold when the message gets old.
  #tellActed() {
    if (!this.#buttons.grouped || this.element.classList.contains("acted")) return;
    this.element.classList.add("acted");
    queueMicrotask(() => this.element.dispatchEvent(new CustomEvent("acted", { bubbles: true })));
  }

  #showQuarters({ buttons }) {
    const [work, ...more] = this.#works;
    const parts = work?.kind === "image" && more.length === 0 ? partsOf(buttons ?? []) : null;
    if (!parts) {
      this.#quarters?.element.remove();
      return;
    }
    this.#quarters ??= new Quarters(this.press, () => this.#enlarge());
    this.#quarters.show(parts);
    if (this.#quarters.element.parentNode !== work.element) work.element.append(this.#quarters.element);
  }

  // A message is called by what it is about; who said it stands in it.
  #showAuthor({ author, at, prompt, text }) {
    const time = clock(at);
    const about = (prompt || plain(text).split("\n", 1)[0]).slice(0, NAME_LENGTH);
    this.element.classList.toggle("bot", author.bot);
    this.element.classList.toggle("asked", Boolean(author.asked));
    put(this.element, "aria-label", [about, author.name, time].filter(Boolean).join(", "));
    put(this.#reply, "aria-label", `${say("reply")}: ${author.name}, ${time}`);
    if (this.#author.textContent === author.name && this.#time.textContent === time) return;
    this.#author.textContent = author.name;
    this.#time.textContent = time;
    put(this.#time, "datetime", new Date(at).toISOString());
    if (!author.bot || author.asked) portray(this.#avatar, author.name);
  }

  #showAnswered({ answers }) {
    if (!answers) return false;
    put(this.#answered, "href", `#${anchor(answers.id)}`);
    const words = `${answers.name}: ${answers.text}`;
    this.#answered.textContent = this.#message.author.bot ? `${say("source")} ${words}` : words;
    return true;
  }

  #showMedia(message) {
    const media = (message.media ?? []).filter(showable);
    const guess = guessRatio(plain(message.text));
    const expected = message.author.bot && message.state === "working";
    const items = media.length === 0 && expected ? [{ kind: "blank" }] : media;
    this.#works = items.map((item, index) => this.#work(item, this.#works[index]));
    arrange(this.#gallery, this.#works.map((work) => work.element));
    this.#works.forEach((work, index) => work.show(items[index], guess));
    const films = items.filter(({ kind }) => kind === "video").length > 1;
    this.#works.forEach((work, index) => {
      put(work.element, "data-take", films ? index + 1 : null);
      put(work.element, "role", films ? "group" : null);
      put(work.element, "aria-label", films ? say("film", { n: index + 1 }) : null);
    });
    this.#gallery.classList.toggle("several", items.length > 1);
    this.element.classList.toggle("pictured", items.length > 0);
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
    this.#label.textContent = progress.label || say("working");
    this.#figure.textContent = known ? `${percent} %` : "";
    put(this.#bar, "aria-label", progress.label || say("working"));
    put(this.#bar, "aria-valuenow", percent);
    this.#bar.classList.toggle("unknown", !known);
    this.#fill.style.transform = known ? `scaleX(${percent / 100})` : "";
    return true;
  }
}
