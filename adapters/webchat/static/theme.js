// Light or dark, chosen before the first paint: a classic script in <head>, because modules run too late for that.
(() => {
  const KEY = "chatelier.theme";
  const PAPER = { light: "#f6f2ea", dark: "#161412" };
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  // Storage may be forbidden (private windows, strict settings): then the choice lasts as long as the page.
  const kept = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return root.dataset.theme ?? null;
    }
  };
  const keep = (theme) => {
    try {
      if (theme) localStorage.setItem(KEY, theme);
      else localStorage.removeItem(KEY);
    } catch {
      // nothing to keep it in
    }
  };

  const systemTheme = () => (system.matches ? "dark" : "light");
  const current = () => root.dataset.theme ?? systemTheme();

  function show(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    document.querySelector("meta[name=theme-color]").content = PAPER[current()];
    const button = document.getElementById("theme-button");
    if (button) {
      button.setAttribute("aria-pressed", String(current() === "dark"));
      button.title = current() === "dark" ? button.dataset.light : button.dataset.dark;
    }
  }

  function flip() {
    const next = current() === "dark" ? "light" : "dark";
    // Choosing what the system says anyway means following the system again.
    const choice = next === systemTheme() ? null : next;
    keep(choice);
    show(choice);
  }

  show(kept());
  system.addEventListener("change", () => show(root.dataset.theme));
  addEventListener("storage", (event) => {
    if (event.key === KEY) show(event.newValue);
  });
  document.addEventListener("DOMContentLoaded", () => {
    show(root.dataset.theme);
    document.getElementById("theme-button").addEventListener("click", flip);
  });
})();
