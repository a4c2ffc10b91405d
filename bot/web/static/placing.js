// A picture on a larger ground: how large that is, of which shape, and where on it the picture lies.

const SIZE_LEAST = 1.1; // times the picture, where no other shape says that it is larger
const SIZE_MOST = 4;
const SIZE_STEP = 0.1;
const STEP = 1 / 20; // of the room beside the picture, by an arrow
const FINE_STEP = 1 / 100; // with Shift

export class Placing {
  #picture;
  #wanted = 1.5; // before it is one of the steps that there are
  #size = 1.5;
  #ratio = [0, 0];
  #at = [0.5, 0.5];
  #changed;

  /** `changed` hears of every change. */
  constructor(picture, changed) {
    this.#picture = picture;
    this.#changed = changed;
  }

  get size() {
    return this.#size;
  }

  get least() {
    return this.#ratio[0] ? 1 : SIZE_LEAST;
  }

  /** As the server reads it: a factor, a ratio, and the shares of the room at the left and the top. */
  get wish() {
    return { scale: this.#size >= SIZE_LEAST ? this.#size : 0, ratio: this.#ratio, at: this.#at };
  }

  /** The ground in pixels of the picture, whose own left top corner is 0, 0; as `frame_around` reckons it. */
  get ground() {
    const { scale } = this.wish;
    let { width, height } = this.#shaped();
    if (scale) [width, height] = [width, height].map((side) => Math.max(side + 1, Math.round(side * scale)));
    const [left, top] = this.#room(width, height).map((room, way) => Math.round(room * this.#at[way]));
    return { x: -left || 0, y: -top || 0, width, height };
  }

  /** `text`: 16:9, or nothing for the picture's own. */
  shape(text) {
    this.#ratio = text ? text.split(":").map(Number) : [0, 0];
    this.resize(this.#size);
  }

  /** To so many times the picture, or the least of that shape. */
  resize(times) {
    this.#wanted = between(times, this.least, SIZE_MOST);
    this.#size = Number((Math.round(this.#wanted / SIZE_STEP) * SIZE_STEP).toFixed(1));
    this.#changed();
  }

  /** So that the picture is so many times as large on it. */
  zoom(factor) {
    this.resize(this.#wanted / factor);
  }

  /** By so many of the steps that there are. */
  grow(steps) {
    this.resize(this.#size + steps * SIZE_STEP);
  }

  /** By pixels of the picture. */
  move(right, down) {
    const { width, height } = this.ground;
    const room = this.#room(width, height);
    this.#at = this.#at.map((share, way) => (room[way] > 0 ? between(share + [right, down][way] / room[way], 0, 1) : share));
    this.#changed();
  }

  /** By an arrow, `fine` with Shift. */
  step([right, down], fine) {
    const step = fine ? FINE_STEP : STEP;
    this.#at = this.#at.map((share, way) => between(share + [right, down][way] * step, 0, 1));
    this.#changed();
  }

  /** The smallest of the shape that holds the picture. */
  #shaped() {
    const { width, height } = this.#picture;
    const [across, down] = this.#ratio;
    if (!across) return { width, height };
    if (width * down > height * across) return { width, height: Math.ceil((width * down) / across) };
    return { width: Math.ceil((height * across) / down), height };
  }

  #room(width, height) {
    return [width - this.#picture.width, height - this.#picture.height];
  }
}

function between(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
