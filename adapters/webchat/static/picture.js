// One picture or film of a message: a box that keeps its shape while better versions of the picture come in.
// Whoever hands media in has made sure that their addresses lie on this server.

import { make, put } from "./dom.js";
import { whenNear } from "./near.js";
import { safeMedia } from "./spans.js";

const RETRY = 1_500; // ms before the one second try

/** Gives a frame its shape before, while and after its picture loads. */
export function shape(frame, ratio) {
  const value = String(Math.round(ratio * 10_000) / 10_000);
  if (frame.style.getPropertyValue("--ratio") !== value) frame.style.setProperty("--ratio", value);
}

const ratioOf = (media) => (media.width > 0 && media.height > 0 ? media.width / media.height : null);

/** As wide as the style sheet draws it, for the browser to choose the smallest file that is sharp at that. */
const sizesAt = (ratio) => `min(94vw, 47rem, max(62svh, 17rem) * ${Math.round(ratio * 1000) / 1000})`;

/** Smaller versions of a picture, as `srcset` takes them; null where there are none. */
function sourceSet({ thumbs }) {
  const safe = (thumbs ?? []).filter(({ src, width }) => safeMedia(src) !== null && width > 0);
  return safe.length > 0 ? safe.map(({ src, width }) => `${src} ${Math.round(width)}w`).join(", ") : null;
}

/** Names the files of a picture; `sizes` and `srcset` first, so that nothing is fetched that is not shown. */
function aim(image, media, ratio) {
  put(image, "sizes", sourceSet(media) && sizesAt(ratio));
  put(image, "srcset", sourceSet(media));
  put(image, "src", media.src);
}

const later = (ms) => new Promise((done) => setTimeout(done, ms));

/** Loads and decodes out of sight, so that the swap itself needs no time; fails only after a second try. */
async function fetched(media, ratio) {
  for (const wait of [RETRY, null]) {
    const image = new Image();
    aim(image, media, ratio);
    try {
      await image.decode();
      return image;
    } catch (error) {
      if (wait === null) throw error;
      await later(wait);
    }
  }
}

export class Picture {
  kind = "image";
  #link;
  #img = null;
  #wanted = 0; // counts the versions asked for
  #shown = 0; // which of them is on the wall
  #src = null;

  constructor() {
    this.#link = make("a", { class: "print", target: "_blank", rel: "noopener" });
    this.element = make("div", { class: "frame" }, this.#link);
  }

  show(media, guess) {
    const { src } = media;
    put(this.#link, "data-full", safeMedia(media.full ?? null));
    if (!this.#img) shape(this.element, ratioOf(media) ?? guess);
    if (this.#img) put(this.#img, "alt", media.alt ?? "");
    if (src === this.#src) return;
    this.#src = src;
    this.#wanted += 1;
    if (this.#img) this.#swap(this.#wanted, media, ratioOf(media) ?? guess);
    else this.#hang(media, ratioOf(media) ?? guess);
  }

  // The first picture has nothing to replace: the browser may load it lazily into the reserved box.
  #hang(media, ratio) {
    this.#shown = this.#wanted;
    this.#img = make("img", { alt: media.alt ?? "", loading: "lazy", decoding: "async" });
    this.#size(media);
    this.#img.addEventListener("load", () => this.element.classList.add("loaded"));
    this.#img.addEventListener("error", () => this.#again(), { once: true });
    aim(this.#img, media, ratio);
    put(this.#link, "href", media.src);
    this.#link.replaceChildren(this.#img);
  }

  async #again() {
    const turn = this.#shown;
    await later(RETRY);
    if (this.#shown !== turn) return; // a newer one is here meanwhile
    this.#img.addEventListener("error", () => this.element.classList.add("broken"), { once: true });
    const src = this.#img.getAttribute("src");
    put(this.#img, "srcset", null); // should one of the small ones be missing
    this.#img.removeAttribute("src"); // setting the same address again would load nothing
    this.#img.src = src;
  }

  async #swap(turn, media, ratio) {
    const { src } = media;
    let image;
    try {
      image = await fetched(media, ratio);
    } catch {
      return; // the old picture stays
    }
    if (turn < this.#shown) return; // overtaken by a newer one
    this.#shown = turn;
    this.#size({ width: media.width || image.naturalWidth, height: media.height || image.naturalHeight });
    this.#img.loading = "eager";
    this.#img.decoding = "sync"; // it is decoded already: paint it in the same frame
    aim(this.#img, media, ratio);
    put(this.#link, "href", src);
    this.element.classList.remove("broken");
    this.element.dispatchEvent(new CustomEvent("swap", { bubbles: true, detail: { link: this.#link, src } }));
  }

  #size(media) {
    const ratio = ratioOf(media);
    if (!ratio) return;
    put(this.#img, "width", media.width);
    put(this.#img, "height", media.height);
    shape(this.element, ratio);
  }
}

export class Film {
  kind = "video";
  #video;
  #src = null;
  #near = false;

  constructor() {
    this.#video = make("video", { loop: "", playsinline: "", preload: "none", tabindex: "0" });
    this.#video.muted = true;
    this.element = make("div", { class: "frame film" }, this.#video);
    // Controls would hide a small film: they come with who wants them.
    for (const name of ["pointerenter", "focusin"]) this.#video.addEventListener(name, () => this.#steer(true));
    for (const name of ["pointerleave", "focusout"]) this.#video.addEventListener(name, () => this.#steer(false));
    for (const name of ["play", "pause"]) this.#video.addEventListener(name, () => this.#mark());
    this.#mark();
    whenNear(this.#video, (near) => this.#seen(near));
  }

  #steer(wanted) {
    this.#video.controls = wanted || this.element.matches(":hover, :focus-within");
  }

  #mark() {
    this.element.classList.toggle("still", this.#video.paused);
  }

  // Films from the service are silent and a few seconds long, so they may run by themselves where motion is welcome;
  // what nobody sees is neither fetched nor running.
  #seen(near) {
    this.#near = near;
    this.#load();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (near && !calm) this.#video.play().catch(() => {}); // a browser may want a press first
    else if (!near) this.#video.pause();
  }

  #load() {
    if (this.#near) put(this.#video, "src", this.#src);
  }

  show(media, guess) {
    const ratio = ratioOf(media);
    shape(this.element, ratio ?? guess);
    put(this.#video, "width", ratio && media.width);
    put(this.#video, "height", ratio && media.height);
    put(this.#video, "aria-label", media.alt);
    put(this.#video, "poster", safeMedia(media.poster ?? null));
    this.#src = media.src;
    this.#load();
  }
}

/** An empty canvas of about the right shape, until the first picture comes. */
export class Blank {
  kind = "blank";
  element = make("div", { class: "frame blank", "aria-hidden": "true" }, make("div", { class: "print" }));

  show(_media, guess) {
    shape(this.element, guess);
  }
}
