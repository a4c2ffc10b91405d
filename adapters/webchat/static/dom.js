// Building elements from untrusted text: attributes and text nodes only, never markup.

/** An element with attributes and children; `null`, `undefined` and `false` attributes are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) put(element, name, value);
  element.append(...children);
  return element;
}

/** Sets, changes or removes one attribute; touches the page only when something differs. */
export function put(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/** Puts `nodes` in this order under `parent`; a node that is already in its place is not moved, so it keeps focus. */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
}

/** A random id; `crypto.randomUUID` exists in secure contexts only, and a page on a home network is none. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** A colour wheel angle that is always the same for one name. */
export function hueOf(name) {
  let sum = 7;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return (sum * 47) % 360;
}

/** The first visible letter of a name, for the round portrait. */
export function initialOf(name) {
  const words = name.trim().split(/\s+/);
  const word = words.length > 1 && words[0] === "Guest" ? words[1] : words[0];
  return ([...word][0] ?? "?").toLocaleUpperCase();
}

/** Paints the round portrait of a person. */
export function portray(avatar, name) {
  avatar.textContent = initialOf(name);
  avatar.style.setProperty("--hue", hueOf(name));
}
