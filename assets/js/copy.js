import { announce } from "./say.js";

// copies puts an address on the clipboard. The button is hidden until this runs; the address stands beside it as text.
export function copies(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy]")) {
    const label = button.querySelector("[data-copy-label]") ?? button;
    const before = label.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
      } catch {
        return; // refused by the browser: the address is still there to be marked
      }
      label.textContent = button.dataset.copied;
      announce(button.dataset.copied);
      setTimeout(() => (label.textContent = before), 3000);
    });
  }
}
