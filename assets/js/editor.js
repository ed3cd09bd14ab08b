// The editor of formatted text: paragraphs, two headings, two lists, bold, italic, links. The text field beneath it is the form's own
// and holds what is sent; without this script it is what one types in. The server cleans whatever arrives.
import { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { DOMParser, DOMSerializer, Schema } from "prosemirror-model";
import { liftListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

const web = /^(https?:\/\/|mailto:)\S+$/i;

const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { group: "block", content: "inline*", parseDOM: [{ tag: "p" }, { tag: "div" }], toDOM: () => ["p", 0] },
    heading: {
      group: "block", content: "text*", defining: true, attrs: { level: { default: 2 } },
      parseDOM: [1, 2, 3, 4, 5, 6].map((n) => ({ tag: `h${n}`, attrs: { level: n < 3 ? 2 : 3 } })),
      toDOM: (node) => [`h${node.attrs.level}`, 0],
    },
    bullet_list: { group: "block", content: "list_item+", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
    ordered_list: { group: "block", content: "list_item+", parseDOM: [{ tag: "ol" }], toDOM: () => ["ol", 0] },
    list_item: { content: "paragraph", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    hard_break: { group: "inline", inline: true, selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
    text: { group: "inline" },
  },
  marks: {
    link: {
      attrs: { href: {} }, inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: (a) => (web.test(a.getAttribute("href")) ? { href: a.getAttribute("href") } : false) }],
      toDOM: (mark) => ["a", { href: mark.attrs.href }, 0],
    },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
  },
});
const { nodes, marks } = schema;

const within = (state, type, attrs) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (node.type === type && (!attrs || node.attrs.level === attrs.level)) return true;
  }
  return false;
};

const marked = (state, type) => {
  const { from, to, empty, $from } = state.selection;
  return empty ? Boolean(type.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, type);
};

// block turns a paragraph into a heading, and back.
const block = (level) => ({
  run: (state, ...rest) => setBlockType(within(state, nodes.heading, { level }) ? nodes.paragraph : nodes.heading, { level })(state, ...rest),
  on: (state) => within(state, nodes.heading, { level }),
});
const list = (type) => ({
  run: (state, ...rest) => (within(state, type) ? liftListItem(nodes.list_item) : wrapInList(type))(state, ...rest),
  on: (state) => within(state, type),
});
const mark = (type) => ({ run: toggleMark(type), on: (state) => marked(state, type) });

const tools = {
  heading: block(2), subheading: block(3), bold: mark(marks.strong), italic: mark(marks.em),
  bullets: list(nodes.bullet_list), numbers: list(nodes.ordered_list), undo: { run: undo }, redo: { run: redo },
};

const lineBreak = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});

function plugins() {
  return [
    inputRules({
      rules: [
        textblockTypeInputRule(/^(##|###)\s$/, nodes.heading, (match) => ({ level: match[1].length })),
        wrappingInputRule(/^[-*]\s$/, nodes.bullet_list), wrappingInputRule(/^1[.)]\s$/, nodes.ordered_list),
      ],
    }),
    keymap({
      "Mod-b": tools.bold.run, "Mod-i": tools.italic.run, "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo,
      Enter: splitListItem(nodes.list_item), "Shift-Enter": lineBreak,
    }),
    keymap(baseKeymap),
    history(),
  ];
}

// rich mounts the editor over one text field.
function rich(box) {
  const field = box.querySelector("textarea");
  const bar = box.querySelector("[role=toolbar]");
  const label = box.querySelector(`label[for="${field.id}"]`);
  const serializer = DOMSerializer.fromSchema(schema);
  const keep = (doc) => {
    const page = document.createElement("div");
    page.append(serializer.serializeFragment(doc.content));
    field.value = doc.textContent.trim() ? page.innerHTML : "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const place = document.createElement("div");
  field.before(place);
  const view = new EditorView({ mount: place }, {
    state: EditorState.create({ doc: DOMParser.fromSchema(schema).parse(box.querySelector("template").content), plugins: plugins() }),
    attributes: named(field, label),
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr));
      if (tr.docChanged) keep(view.state.doc);
      show(view.state);
    },
  });
  field.hidden = true;
  place.before(bar, box.querySelector("[data-rich-link]")); // below the label, above the text
  field.id += "-plain";
  place.id = label.htmlFor; // the summary of what is wrong leads to it
  box.querySelector("[data-field=description]")?.setAttribute("hidden", ""); // it explains the marks that the editor sets itself
  label.addEventListener("click", () => view.focus());
  bar.hidden = false;
  const buttons = [...bar.querySelectorAll("button[data-tool]")];
  const show = toolbar(bar, buttons, view);
  links(box, view);
  show(view.state);
}

function named(field, label) {
  const out = { role: "textbox", "aria-multiline": "true", "aria-label": label.textContent.trim(), class: "ds-input v-prose" };
  for (const name of ["lang", "aria-invalid"]) if (field.hasAttribute(name)) out[name] = field.getAttribute(name);
  const error = document.getElementById(`${field.id}-error`);
  if (error) out["aria-describedby"] = error.id;
  return out;
}

// toolbar: one stop of the tab key, arrows between the buttons, and each says whether it is on.
function toolbar(bar, buttons, view) {
  const focus = (n) => {
    buttons.forEach((button, i) => (button.tabIndex = i === n ? 0 : -1));
    buttons[n].focus();
  };
  buttons.forEach((button, i) => (button.tabIndex = i ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    focus((to + buttons.length) % buttons.length);
  });
  for (const button of buttons) {
    const tool = tools[button.dataset.tool];
    if (!tool) continue;
    button.addEventListener("click", () => {
      tool.run(view.state, view.dispatch, view);
      view.focus();
    });
  }
  return (state) => {
    for (const button of buttons) {
      const tool = tools[button.dataset.tool] ?? { on: (s) => marked(s, marks.link) };
      if (tool.on) button.setAttribute("aria-pressed", String(tool.on(state)));
    }
  };
}

// links: a small panel below the toolbar asks for the address.
function links(box, view) {
  const opener = box.querySelector("[data-tool=link]");
  const panel = box.querySelector("[data-rich-link]");
  const input = panel.querySelector("input");
  const wrong = panel.querySelector("[data-rich-wrong]");
  const shut = () => {
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    view.focus();
  };
  const around = () => {
    const { from, to, empty, $from } = view.state.selection;
    if (!empty) return { from, to };
    const href = marks.link.isInSet($from.marks())?.attrs.href;
    if (!href) return { from, to };
    let start = from, end = to;
    const at = (pos) => marks.link.isInSet(view.state.doc.resolve(pos).marks())?.attrs.href === href;
    while (start > $from.start() && at(start)) start--;
    while (end < $from.end() && at(end + 1)) end++;
    return { from: start, to: end };
  };
  const set = () => {
    const href = input.value.trim();
    wrong.hidden = web.test(href);
    input.setAttribute("aria-invalid", String(!wrong.hidden));
    if (!wrong.hidden) return input.focus();
    const { from, to } = around();
    const tr = view.state.tr;
    if (from === to) tr.insert(from, schema.text(href, [marks.link.create({ href })]));
    else tr.removeMark(from, to, marks.link).addMark(from, to, marks.link.create({ href }));
    view.dispatch(tr);
    shut();
  };
  opener.addEventListener("click", () => {
    const $from = view.state.selection.$from;
    input.value = marks.link.isInSet($from.marks())?.attrs.href ?? "";
    wrong.hidden = true;
    input.removeAttribute("aria-invalid");
    panel.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    input.focus();
  });
  panel.querySelector("[data-rich-set]").addEventListener("click", set);
  panel.querySelector("[data-rich-remove]").addEventListener("click", () => {
    const { from, to } = around();
    view.dispatch(view.state.tr.removeMark(from, to, marks.link));
    shut();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shut();
    if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      set();
    }
  });
}

for (const box of document.querySelectorAll("[data-rich]")) rich(box);
