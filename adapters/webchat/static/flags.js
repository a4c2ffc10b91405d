// The flags people reach for most; the server knows them all and judges what is typed. `flag`: its name there, where
// people know a shorter one.

export const FLAGS = [
  { value: "--ar 16:9", summary: "Wide picture" },
  { value: "--ar 3:2", summary: "Like a photograph" },
  { value: "--ar 9:16", summary: "Tall, for a phone" },
  { value: "--stylize ", summary: "How much of its own taste it adds, 0 to 1000" },
  { value: "--chaos ", summary: "How different the four are, 0 to 100" },
  { value: "--seed ", summary: "Begin from the same noise again" },
  { value: "--no ", summary: "What shall not be in the picture" },
  { value: "--v ", flag: "--version", summary: "Version of the model" },
  { value: "--fast", summary: "The usual speed" },
  { value: "--turbo", summary: "Sooner, for more credit" },
  { value: "--relax", summary: "Later, for less credit" },
];
