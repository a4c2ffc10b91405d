// By keyboard alone: a rectangle that arrows move and, with Shift, size; Enter adds it, Delete takes it away. On a larger
// ground arrows move the picture, and + and - size the ground.

const STEPS = 40; // of an arrow, across the picture
const SIZES = { "+": 1, "=": 1, "-": -1 }; // steps of a larger ground
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Keys {
  #view;
  #strokes;
  #picture;
  #actions;

  /** `actions`: by key, what else there is; `changed` and `moved` hear of what was done. */
  constructor(canvas, view, strokes, picture, actions) {
    this.#view = view;
    this.#strokes = strokes;
    this.#picture = picture;
    this.#actions = actions;
    canvas.addEventListener("keydown", (event) => this.#press(event));
  }

  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const act = this.#actions[key.toLowerCase()];
    const { placing } = this.#view;
    if (placing && MOVES[key]) placing.step(MOVES[key], event.shiftKey);
    else if (placing && SIZES[key]) placing.grow(SIZES[key]);
    else if (placing && (key === "Enter" || key === "Delete" || key === "Backspace")) return;
    else if (MOVES[key]) this.#move(MOVES[key], event.shiftKey);
    else if (key === "Enter" || key === "Delete" || key === "Backspace") this.#set(key !== "Enter");
    else if (act) act();
    else return;
    event.preventDefault();
  }

  #box() {
    const { width, height } = this.#picture;
    const third = (side) => Math.round(side / 3);
    this.#view.box ??= { x: third(width), y: third(height), width: third(width), height: third(height) };
    return this.#view.box;
  }

  #move([right, down], sizes) {
    const fresh = !this.#view.box;
    const box = this.#box();
    if (!fresh) {
      const { width, height } = this.#picture;
      const across = Math.max(1, Math.round(width / STEPS)) * right;
      const along = Math.max(1, Math.round(height / STEPS)) * down;
      if (sizes) {
        box.width = between(box.width + across, 1, width - box.x);
        box.height = between(box.height + along, 1, height - box.y);
      } else {
        box.x = between(box.x + across, 0, width - box.width);
        box.y = between(box.y + along, 0, height - box.height);
      }
    }
    this.#view.draw();
    this.#actions.moved(box);
  }

  #set(takes) {
    const { x, y, width, height } = this.#box();
    this.#strokes.add({ kind: "box", x, y, width, height, takes });
    this.#actions.changed();
  }
}

function between(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
