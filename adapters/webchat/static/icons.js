// Our own signs, drawn with lines of one weight on a field of 24 by 24.

const NS = "http://www.w3.org/2000/svg";
const EYE = "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z";
const BIN = "M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5M14 11v5";
const CROSS = "M6 6l12 12M18 6 6 18";
const PEN = "M4 20l1-4L16.5 4.5l3 3L8 19ZM14 7l3 3";
const SLIDERS = "M4 7h9M17 7h3M15 4.5v5M4 17h3M11 17h9M9 14.5v5";
const TURN = "M19.5 9A8 8 0 0 0 5 8M4.5 15A8 8 0 0 0 19 16M5 3.5V8h4.5M19 20.5V16h-4.5";
const PATHS = {
  upscale: "M4 14v6h6M20 10V4h-6M4 20l7-7M20 4l-7 7",
  vary: "M12 3l1.8 5.2L19 10l-5.2 1.8L12 17l-1.8-5.2L5 10l5.2-1.8ZM19 16v4M17 18h4",
  reroll: TURN,
  zoom: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 21 21M8 10.5h5",
  pan: "M12 3v18M3 12h18M9.5 5.5 12 3l2.5 2.5M9.5 18.5 12 21l2.5-2.5M5.5 9.5 3 12l2.5 2.5M18.5 9.5 21 12l-2.5 2.5",
  animate: "M4 5h16v14H4ZM10 9v6l5-3Z",
  extend: "M3 6h11v12H3ZM17 8l4 4-4 4M14 12h7",
  piece: "M4 4h16v16H4ZM12 4v16M4 12h16",
  other: "M5 12h.01M12 12h.01M19 12h.01",
  cancel: CROSS,
  drop: CROSS,
  more: "M12 5v14M5 12h14",
  made: EYE,
  show: EYE,
  details: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5M12 7.5h.01",
  delete: BIN,
  erase: BIN,
  retry: TURN,
  describe: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 21 21",
  "form-imagine": PEN,
  "form-change": PEN,
  "form-edit": "M9.5 14.5 19 5M4 20c3.5.5 6-1 6-3.5a2.5 2.5 0 0 0-2.5-2.5C5 14 5.5 17.5 4 20ZM17 3.5l3.5 3.5-9 9-3-3Z",
  "form-reframe": "M3 3h18v18H3ZM8 8h8v8H8Z",
  "form-animate": SLIDERS,
  "form-extend": SLIDERS,
  pan_left: "M20 12H4M10 6l-6 6 6 6",
  pan_right: "M4 12h16M14 6l6 6-6 6",
  pan_up: "M12 20V4M6 10l6-6 6 6",
  pan_down: "M12 4v16M6 14l6 6 6-6",
  large: "M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5",
  prompt: "M9 9h11v11H9ZM5 15H4V4h11v1",
  reference: "M4 5h16v14H4ZM4 16l5-5 4 4 3-2.5 4 3.5M15.5 9h.01",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1",
  share: "M12 15V4M8 7.5 12 3.5l4 4M6 11H5v9h14v-9h-1",
  reply: "M9 6 4 11l5 5M4 11h9a7 7 0 0 1 7 7",
  previous: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  close: CROSS,
  actual: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M9 12h6M12 9v6",
};

/** The sign of that name, for eyes alone; null where there is none. */
export function icon(name) {
  if (!PATHS[name]) return null;
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(NS, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
