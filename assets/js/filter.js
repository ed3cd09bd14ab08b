import { announce, say } from "./say.js";

// filters narrows the rows of a table to those that hold every word. The field is hidden until this runs: without the
// script it would promise what it cannot do.
export function filters(root) {
  for (const input of root.querySelectorAll("input[data-filter]")) {
    const table = root.getElementById(input.dataset.filter);
    if (!table) continue;
    input.closest("[hidden]")?.removeAttribute("hidden");
    input.addEventListener("input", () => narrow(input, table));
    if (input.value) narrow(input, table); // the browser kept the word after Back
  }
}

function narrow(input, table) {
  const words = fold(input.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of table.tBodies[0].rows) {
    const text = fold(row.textContent);
    row.hidden = !words.every((word) => text.includes(word));
    if (!row.hidden) shown++;
  }
  announce(say(input, shown === 1 ? "one" : "many", shown));
}

const fold = (text) => text.normalize("NFC").toLocaleLowerCase(document.documentElement.lang);
