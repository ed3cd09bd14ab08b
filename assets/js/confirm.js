// confirms shows a dialog where, without the script, a link leads to a page with the same question.
export function confirms(root) {
  for (const opener of root.querySelectorAll("[data-confirm]")) {
    const dialog = root.getElementById(opener.dataset.confirm);
    if (!dialog?.showModal) continue;
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
  }
  for (const dialog of root.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) {
        event.preventDefault();
        dialog.close();
      }
    });
  }
}
