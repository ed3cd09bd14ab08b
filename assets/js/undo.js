import { announce, say } from "./say.js";

// undos counts down how long an action can still be taken back. The server decides; this only shows it, and takes the
// button away when the time is over.
export function undos(root) {
  for (const line of root.querySelectorAll("[data-undo]")) countdown(line);
}

function countdown(line) {
  const left = line.querySelector("[data-undo-left]");
  const bar = line.querySelector("progress");
  const end = performance.now() + Number(line.dataset.undo) * 1000;
  let last = -1;
  const timer = setInterval(show, 250);

  function show() {
    const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (seconds === last) return;
    if (last === -1 || seconds === 5) announce(say(line, seconds === 1 ? "one" : "many", seconds));
    last = seconds;
    if (bar) bar.value = seconds;
    if (seconds > 0) {
      left.textContent = say(line, seconds === 1 ? "one" : "many", seconds);
      return;
    }
    clearInterval(timer);
    over(line, left, bar);
  }
  show();
}

function over(line, left, bar) {
  const button = line.querySelector("button");
  const focused = button === document.activeElement;
  button?.remove();
  bar?.remove();
  left.textContent = line.dataset.over ?? "";
  announce(left.textContent);
  if (!focused) return;
  line.tabIndex = -1; // the keyboard stays where it was
  line.focus();
}
