// All pages work without this: it says what a button is busy with, and follows a refresh without loading the page.

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || !button.dataset.busy) return;
  // The browser reads the form after this event: a button that was disabled at once would not be sent.
  setTimeout(() => {
    button.textContent = button.dataset.busy;
    for (const each of event.target.querySelectorAll("button")) each.disabled = true;
  });
});

// A page that the browser brings back from its memory is not busy any more.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

async function follow() {
  const live = document.getElementById("live");
  if (!live || !("running" in live.dataset)) return;
  try {
    const answer = await fetch(location.href, { redirect: "error" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("live");
    if (answer.ok && fresh) show(live, fresh);
  } catch {
    // The mock is restarting, or was stopped: ask again.
  }
  setTimeout(follow, 500);
}

function show(live, fresh) {
  const done = !("running" in fresh.dataset);
  if (done) delete live.dataset.running;
  if (fresh.innerHTML !== live.innerHTML) live.replaceChildren(...fresh.childNodes);
  // The region that a screen reader listens to stays in the page, and hears the end only.
  if (done) document.getElementById("announce").textContent = "Refresh finished";
}

follow();
