// Keeps what is being written over a reload, for this tab.

const KEY = "chatelier.draft";

/** What was in the box when the page was left. */
export function keptDraft() {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

export function keepDraft(text) {
  try {
    if (text) sessionStorage.setItem(KEY, text);
    else sessionStorage.removeItem(KEY);
  } catch {
    // then it lasts as long as the page
  }
}
