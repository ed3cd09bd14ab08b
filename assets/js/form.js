import { announce, say } from "./say.js";

// forms: the error summary takes the focus, counters count, and a changed form is not lost by a slip.
export function forms(root) {
  root.querySelector("[data-error-summary]")?.focus();
  for (const input of root.querySelectorAll("[data-counter]")) count(input);
  for (const form of root.querySelectorAll("form[data-guard]")) guard(form);
}

function count(input) {
  const line = root(input).getElementById(input.dataset.counter);
  if (!line) return;
  const most = Number(line.dataset.most);
  let told = false;
  const show = () => {
    const left = most - [...input.value].length;
    line.textContent = say(line, (left < 0 ? "over" : "under") + (Math.abs(left) === 1 ? "One" : ""), Math.abs(left));
    line.classList.toggle("v-over", left < 0);
    const near = left <= most / 10;
    if (near && !told) announce(line.textContent);
    told = near;
  };
  input.addEventListener("input", show);
  show();
}

const root = (element) => element.ownerDocument;

// guard asks before leaving only once something was typed, and never when the form itself is sent.
function guard(form) {
  let changed = form.querySelector("[data-error-summary]") !== null;
  let sent = false;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (sent = true));
  addEventListener("pageshow", () => (sent = false));
  addEventListener("beforeunload", (event) => {
    if (changed && !sent) event.preventDefault();
  });
}
