// A classic script, so that it listens before anything else has loaded: what is dropped on the page never leads away
// from it, and nothing here takes a file. Text may go into a field as ever.

for (const name of ["dragover", "drop"]) {
  addEventListener(name, (event) => {
    const files = event.dataTransfer?.types.includes("Files");
    if (files || !event.target.closest?.("input, textarea")) event.preventDefault();
  });
}
