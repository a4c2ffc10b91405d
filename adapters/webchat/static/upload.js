// Sends one picture to the server, which gives it a name for the message that it goes along with.

import { say } from "./texts.js";

const LOST = { tone: "error", text: [{ text: say("lost") }] };

/** The name; throws an answer that says what is wrong. */
export async function upload(file, query) {
  const url = new URL("/chat/files", location.href);
  url.search = new URLSearchParams(query);
  let said;
  try {
    const answer = await fetch(url, { method: "POST", body: file });
    said = await answer.json();
  } catch {
    throw LOST; // no line, or a proxy that answers for the server
  }
  if (typeof said.file !== "string") throw said.text ? said : LOST;
  return said.file;
}
