// What can be done with any picture as it is: looked at, taken along, named, handed on, gone by.

import { copyText } from "./act.js";
import { make, put } from "./dom.js";
import { icon } from "./icons.js";
import { safeMedia } from "./spans.js";
import { say } from "./texts.js";

const TOLD = 2_000; // ms that a button says that it has copied

const absolute = (path) => new URL(path, location.origin).href;

/** The file at its full size, and what it is to be called; null where there is none. */
export function fileOf({ media, code }) {
  const one = (media ?? []).find(({ src }) => safeMedia(src) !== null);
  if (!one) return null;
  const src = safeMedia(one.full ?? null) ?? one.src;
  return { src, name: `chatelier${code ? `-${code}` : ""}${/\.[a-z0-9]+$/.exec(src)?.[0] ?? ""}` };
}

export class Tools {
  element = make("div", { class: "tools", role: "group", "aria-label": say("tools") });
  #message = null;
  #large = this.#button("large", () => this.element.dispatchEvent(new CustomEvent("enlarge", { bubbles: true })));
  #prompt = this.#button("prompt", () => this.#copy(this.#prompt, this.#message.prompt));
  #reference = this.#button("reference", () => this.#tell("reference", this.#message));
  #download = make("a", { class: "tool", "data-tool": "download", "aria-label": say("download"), title: say("download") });
  #link = this.#button("link", () => this.#copy(this.#link, absolute(`/#message-${this.#message.id}`)));
  #share = this.#button("share", () => this.#hand());

  constructor() {
    this.#download.append(icon("download"));
    this.element.append(this.#large, this.#prompt, this.#reference, this.#download, this.#link, this.#share);
  }

  /** False where there is nothing to be done it with. */
  update(message) {
    this.#message = message;
    const file = message.state === "done" ? fileOf(message) : null;
    if (!file) return false;
    put(this.#download, "href", file.src);
    put(this.#download, "download", file.name);
    this.#prompt.hidden = !message.prompt;
    this.#large.hidden = !message.media.some(({ kind }) => kind === "image");
    return true;
  }

  #button(name, act) {
    const button = make("button", { type: "button", class: "tool", "data-tool": name, "aria-label": say(name), title: say(name) });
    button.append(icon(name));
    button.addEventListener("click", act);
    return button;
  }

  #tell(type, detail) {
    this.element.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }

  async #copy(button, text) {
    await copyText(text);
    button.classList.add("told");
    put(button, "title", say("copied"));
    this.#tell("told", say("copied"));
    setTimeout(() => {
      button.classList.remove("told");
      put(button, "title", say(button.dataset.tool));
    }, TOLD);
  }

  // By what the system has for it; elsewhere the address of the picture is copied.
  async #hand() {
    const { src, name } = fileOf(this.#message);
    if (navigator.share) {
      const blob = await (await fetch(src)).blob();
      const files = [new File([blob], name, { type: blob.type })];
      const what = navigator.canShare?.({ files }) ? { files } : { url: absolute(src) };
      await navigator.share({ title: this.#message.prompt || name, ...what }).catch(() => {});
    } else {
      await this.#copy(this.#share, absolute(src));
    }
  }
}
