// keys are shortcuts of one letter. A member can turn them off (WCAG 2.2, 2.1.4); they never work while something is typed.
export function keys(board) {
  const { list } = board;
  const sheet = document.getElementById("keys");
  if (list.dataset.shortcuts !== "on") return;
  const cards = () => [...list.querySelectorAll("[data-card]")];
  const current = () => document.activeElement?.closest("[data-card]");
  const go = (by) => {
    const all = cards();
    const at = all.indexOf(current());
    const card = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    card?.querySelector("[data-open]").focus();
    card?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const deeds = {
    j: () => go(1),
    k: () => go(-1),
    x: () => current()?.querySelector("[data-pick]")?.click(),
    m: () => {
      const opener = current()?.querySelector("[data-menu-of]");
      opener?.click();
      opener?.popoverTargetElement?.querySelector("button:not([hidden])")?.focus();
    },
    r: () => {
      const card = current();
      const link = card && document.querySelector("#m-" + CSS.escape(card.id.slice(2)) + " [data-reject]");
      if (link) location.assign(link.href);
    },
    u: () => board.undo(),
    "/": () => document.querySelector("input[name=name]")?.focus(),
    "?": () => sheet?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    const deed = deeds[event.key];
    if (!deed || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("textarea, select, dialog, [popover]:popover-open, input:not([type=checkbox])")) return;
    event.preventDefault();
    deed();
  });
}
