// suggests fills the list of a field with what the server knows to begin with what was typed. The list is the browser's own: it takes keys, touch
// and screen readers as it always does.
export function suggests(root) {
  for (const input of root.querySelectorAll("input[data-suggest]")) {
    let waiting, asked = "";
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 150);
    });
    async function ask() {
      const typed = input.value.trim();
      if (typed.length < 2 || typed === asked) return;
      asked = typed;
      try {
        const answer = await fetch(input.dataset.suggest + "?" + new URLSearchParams({ [input.name]: typed }));
        if (!answer.ok || typed !== asked) return;
        const words = await answer.json();
        if (typed === asked) input.list.replaceChildren(...words.map((word) => Object.assign(document.createElement("option"), { value: word })));
      } catch {
        // without an answer the field is a field
      }
    }
  }
}
