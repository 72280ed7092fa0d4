// Live rows, the details of an exchange in a dialog, and "Copy as curl". Without it both are plain pages.
"use strict";

const rows = document.getElementById("rows");
const dialog = document.getElementById("exchange");

function offerCopies(root) {
  for (const button of root.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = button.closest("section").querySelector(".curl").textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Cannot copy here";
      }
      setTimeout(() => { button.textContent = "Copy as curl"; }, 2000);
    });
  }
}

async function show(link) {
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.replaceChildren(close, page.querySelector("article.exchange") ?? page.querySelector("main"));
  offerCopies(dialog);
  dialog.showModal();
}

function listen() {
  const most = Number(rows.dataset.most);
  const state = document.getElementById("live");
  const pause = document.getElementById("pause");
  const nothing = document.getElementById("nothing");
  let waiting = [];
  let drawing = false;
  let paused = false;
  let connected = false;

  function say() {
    const text = paused ? (waiting.length ? `Paused, ${waiting.length === most ? `${most} or more` : waiting.length} new` : "Paused")
      : connected ? "Live" : "Connecting again…";
    if (state.textContent !== text) state.textContent = text;
    state.classList.toggle("on", connected && !paused);
  }

  function draw() {
    drawing = false;
    if (paused || !waiting.length) return say();
    const fresh = document.createElement("template");
    fresh.innerHTML = waiting.reverse().join("");  // rows made and escaped by the server
    waiting = [];
    rows.prepend(fresh.content);
    while (rows.rows.length > most) rows.deleteRow(-1);
    nothing.hidden = true;
    say();
  }

  const source = new EventSource(rows.dataset.events);
  source.onopen = () => { connected = true; say(); };
  source.onerror = () => { connected = false; say(); };
  source.onmessage = (event) => {
    waiting.push(JSON.parse(event.data));
    if (waiting.length > most) waiting.shift();
    if (paused) return say();
    if (!drawing) { drawing = true; setTimeout(draw, 100); }
  };
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", paused);
    pause.textContent = paused ? "Go on" : "Pause";
    draw();
  });
  addEventListener("pagehide", () => source.close());
  state.hidden = pause.hidden = false;
  say();
}

offerCopies(document);
if (rows) {
  rows.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link).catch(() => { location.href = link.href; });
  });
  const form = document.getElementById("filter");
  form.addEventListener("change", () => form.requestSubmit());
  if (rows.dataset.events) listen();
}
