// drags lets a card be dragged to another column with a mouse. It presses the button that the card's own form has for that stage.
export function drags(board) {
  let dragged = null;
  const cards = board.list.querySelectorAll(".v-card");
  if (!matchMedia("(pointer: fine)").matches) return;
  for (const card of cards) {
    if (!menuOf(card)) continue;
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      dragged = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", ""); // Firefox starts no drag without data
      card.dataset.drag = "";
    });
    card.addEventListener("dragend", () => {
      dragged = null;
      delete card.dataset.drag;
      for (const c of board.list.querySelectorAll("[data-over]")) delete c.dataset.over;
    });
  }
  for (const column of board.list.querySelectorAll(".v-column")) {
    const takes = () => dragged && dragged.dataset.stage !== column.dataset.stage;
    column.addEventListener("dragover", (event) => {
      if (!takes()) return;
      event.preventDefault();
      column.dataset.over = "";
    });
    column.addEventListener("dragleave", (event) => {
      if (!column.contains(event.relatedTarget)) delete column.dataset.over;
    });
    column.addEventListener("drop", (event) => {
      if (!takes()) return;
      event.preventDefault();
      const card = dragged;
      const button = menuOf(card).querySelector(`button[value="${CSS.escape(column.dataset.stage)}"]`);
      if (button) board.move(card, button);
    });
  }
}

const menuOf = (card) => document.getElementById("m-" + card.id.slice(2));
