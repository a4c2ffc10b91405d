// Spans of a message as nodes. Everything in them was typed by strangers.

import { make } from "./dom.js";

const FLAG = /(?<=[\s[])(--[\w-]+(?:\s+[^\s-]\S*)?)/;
const TAGS = { bold: "strong", code: "code", muted: "small" };

/** The address if it is an http(s) one, or a page of this very server on which a region is painted; else null. */
export function safeLink(url) {
  if (typeof url !== "string" || !/^(https?:\/\/|\/mask\/[\w-]+$)/i.test(url)) return null;
  try {
    return new URL(url, location.origin).href;
  } catch {
    return null;
  }
}

/** The path if it lies under /media/ on this very server, else null. */
export function safeMedia(src) {
  if (typeof src !== "string" || !src.startsWith("/media/")) return null;
  const url = new URL(src, location.origin);
  return url.origin === location.origin && url.pathname.startsWith("/media/") ? src : null;
}

/** The text of spans without their styles. */
export function plain(spans) {
  return (spans ?? []).map((span) => span.text ?? "").join("");
}

/** Shows `spans` in `element`, in place of what it held. */
export function showSpans(element, spans) {
  element.replaceChildren(...(spans ?? []).map(node));
}

/** Words, with the flags among them on their own: they are read from left to right in every language. */
function isolated(text) {
  return text.split(FLAG).map((part, place) => (place % 2 ? make("bdi", { dir: "ltr" }, part) : part));
}

function node(span) {
  const text = String(span.text ?? "");
  const href = safeLink(span.url);
  const inner = TAGS[span.style] ? make(TAGS[span.style], {}, ...isolated(text)) : document.createTextNode(text);
  return href ? make("a", { href, target: "_blank", rel: "noopener noreferrer" }, inner) : inner;
}
