// The board and the table of one job's applications. Everything here also works without it: it posts the forms that stand on the cards
// and links, moves the card at once, and puts it back when the server refuses.
import { drags } from "./drag.js";
import { keys } from "./keys.js";
import { announce } from "./say.js";
import { undos } from "./undo.js";

const list = document.querySelector("[data-list]");
if (list) start(list);

function start(list) {
  const board = { list, move, undo, last: null };
  for (const form of list.querySelectorAll("form[data-move]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.closest("[popover]")?.hidePopover?.();
      move(document.getElementById("a-" + form.closest("[popover]").id.slice(2)), event.submitter);
    });
  }
  picks(list);
  drags(board);
  keys(board);

  // move posts the form of a card by one of its buttons.
  async function move(card, button) {
    const form = button.form;
    const to = button.value;
    const back = place(list, card, to);
    const answer = await post(form, new FormData(form, button));
    if (!answer.ok) {
      back();
      return trouble(list, answer.text || list.dataset.failed);
    }
    if (!back.moved) return again(card); // hired, or a table: what the card says now is the server's to say
    board.last = { card, from: form.elements.from.value };
    settle(card, form, to);
    show(list, answer.page, board);
    announce(list.dataset.moved.replace("{name}", nameOf(card)).replace("{stage}", column(list, to).dataset.name));
  }

  // undo takes the last move back, by the line that says so.
  async function undo() {
    const form = list.querySelector("[data-undo]");
    if (!form || !form.querySelector("button")) return;
    if (!board.last) return form.requestSubmit();
    const answer = await post(form, new FormData(form));
    if (!answer.ok) return trouble(list, answer.text || list.dataset.failed);
    const { card, from } = board.last;
    board.last = null;
    place(list, card, from);
    settle(card, document.querySelector("#m-" + CSS.escape(card.id.slice(2)) + " form"), from);
    form.remove();
    announce(answer.text);
    card.querySelector("[data-open]")?.focus();
  }
}

// again loads the page once more, with the line of undo for a card.
function again(card) {
  const here = new URL(location.href);
  here.searchParams.set("moved", card.id.slice(2));
  location.assign(here);
}

const column = (list, stage) => list.querySelector(`.v-column[data-stage="${CSS.escape(stage)}"]`);
const nameOf = (card) => card.querySelector("[data-open]").textContent;

// place brings a card to the top of a column and gives back what takes it home again.
function place(list, card, stage) {
  const target = column(list, stage)?.querySelector("[data-cards]");
  const home = card.parentElement;
  const next = card.nextElementSibling;
  if (!target || target === home) return Object.assign(() => {}, { moved: false });
  const go = (where, before) => {
    const focused = card.contains(document.activeElement);
    const was = card.getBoundingClientRect();
    count(card, -1);
    where.insertBefore(card, before);
    count(card, 1);
    slide(card, was);
    if (focused) card.querySelector("[data-open]").focus();
  };
  go(target, target.firstElementChild);
  return Object.assign(() => go(home, next), { moved: true });
}

function count(card, by) {
  const figure = card.closest(".v-column")?.querySelector("[data-count]");
  const n = Number(figure?.textContent.replace(/\D/g, ""));
  if (figure) figure.textContent = String(n + by);
}

// slide explains where the card went, unless the reader asks for no motion.
function slide(card, was) {
  if (!card.animate || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const is = card.getBoundingClientRect();
  card.animate([{ transform: `translate(${was.x - is.x}px, ${was.y - is.y}px)` }, { transform: "none" }], { duration: 160, easing: "ease-out" });
}

// settle lets the card's own form say where it is now.
function settle(card, form, stage) {
  card.dataset.stage = stage;
  form.elements.from.value = stage;
  for (const button of form.querySelectorAll("button")) button.hidden = button.value === stage;
}

// post sends a form and asks for a part of a page instead of a redirect. The request reads the answer as a document by itself; the policy
// of the house lets no script turn text into one.
function post(form, data) {
  data.set("part", "on");
  return new Promise((done) => {
    const ask = new XMLHttpRequest();
    ask.open("POST", form.action);
    ask.responseType = "document";
    ask.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    ask.onerror = () => done({ ok: false });
    ask.onload = () => {
      const page = ask.responseXML;
      const here = ask.responseURL === form.action; // elsewhere is the way to log in
      done({ ok: here && ask.status < 300, page, text: page?.querySelector("main p, body > p")?.textContent.trim() });
    };
    ask.send(new URLSearchParams(data).toString());
  });
}

// show puts the line of undo on the page.
function show(list, page, board) {
  const here = list.querySelector("[data-undo-here]");
  here.replaceChildren(...page.body.children);
  undos(here);
  here.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    board.undo();
  });
}

// trouble says what went wrong, to eyes and ears, until the next thing is done.
function trouble(list, text) {
  list.querySelector(".v-trouble")?.remove();
  const line = document.createElement("p");
  line.className = "v-trouble";
  line.textContent = text;
  list.prepend(line);
  line.scrollIntoView({ block: "nearest" });
  announce(text);
}

// picks shows what can be done to those that are chosen, once something is.
function picks(list) {
  const bar = list.querySelector("[data-bulk]");
  if (!bar) return;
  const line = bar.querySelector("[data-picked]");
  const how = line.textContent;
  const show = () => {
    const n = list.querySelectorAll("[data-pick]:checked").length;
    bar.toggleAttribute("data-live", n > 0);
    line.textContent = n ? list.dataset.selected.replace("{n}", n) : how;
    bar.elements.all.disabled = n > 0; // what is ticked counts
  };
  list.addEventListener("change", (event) => {
    if (!event.target.matches("[data-pick]")) return;
    show();
    announce(line.textContent);
  });
  show();
}
