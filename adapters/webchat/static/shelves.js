// The messages of a long room stand on shelves of some dozen each, so that a browser has few things to watch: a shelf
// that is far away is not laid out at all, and of one that comes near only the messages that are seen. All of them stay
// in the document, for the browser's own search, for links and for who has the page read out.

import { make } from "./dom.js";

const LONGEST = 40; // messages on a shelf
const LINES_REM = 4.5; // about as high as words alone are, before they have been laid out
const PICTURE_REM = 40; // the same, with a picture

export class Shelves {
  #list;

  /** `list` holds nothing else. */
  constructor(list) {
    this.#list = list;
  }

  /** At the end. */
  append(element) {
    const last = this.#list.lastElementChild;
    (last && last.childElementCount < LONGEST ? last : this.#build(null)).append(element);
  }

  /** Before all others, in this order. */
  prepend(elements) {
    for (let end = elements.length; end > 0;) {
      const first = this.#list.firstElementChild;
      const room = first ? LONGEST - first.childElementCount : 0;
      const shelf = room > 0 ? first : this.#build(first);
      const begin = Math.max(0, end - (room > 0 ? room : LONGEST));
      shelf.prepend(...elements.slice(begin, end));
      this.#guess(shelf);
      end = begin;
    }
  }

  /** These alone, in this order; what is in its place already is not moved, so it keeps focus. */
  arrange(elements) {
    const wanted = new Set(elements);
    for (const element of this.#list.querySelectorAll("article")) if (!wanted.has(element)) this.remove(element);
    let before = null;
    for (const element of elements) {
      if (this.#next(before) !== element) this.#put(element, before);
      before = element;
    }
  }

  remove(element) {
    const shelf = element.parentNode;
    element.remove();
    if (shelf?.childElementCount === 0) shelf.remove();
  }

  get first() {
    return this.#list.firstElementChild?.firstElementChild ?? null;
  }

  #next(element) {
    if (!element) return this.first;
    return element.nextElementSibling ?? element.parentNode.nextElementSibling?.firstElementChild ?? null;
  }

  #put(element, before) {
    const shelf = element.parentNode;
    if (before) before.after(element);
    else (this.#list.firstElementChild ?? this.#build(null)).prepend(element);
    if (shelf?.childElementCount === 0) shelf.remove();
  }

  #build(before) {
    const shelf = make("div", { class: "shelf" });
    this.#list.insertBefore(shelf, before);
    return shelf;
  }

  // How long the page is before a shelf has been seen.
  #guess(shelf) {
    const pictures = shelf.getElementsByClassName("pictured").length;
    const rem = pictures * PICTURE_REM + (shelf.childElementCount - pictures) * LINES_REM;
    shelf.style.setProperty("--guess", `${rem}rem`);
  }
}
