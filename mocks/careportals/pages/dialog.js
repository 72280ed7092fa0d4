// A window that a page comes with is open without scripts too; here it also keeps the keyboard inside.
for (const dialog of document.querySelectorAll("dialog[open]")) {
  dialog.close();
  dialog.showModal();
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dialog.querySelector("a.cancel").click();
  });
}
