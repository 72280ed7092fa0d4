"use strict";
// Without this the page still shows everything; only filter, copying and opening what a link names are missing.
(() => {
  const form = document.querySelector(".filter");
  const rules = [...document.querySelectorAll("details.rule")];
  const texts = new Map(rules.map((rule) => [rule, null]));
  const said = form.querySelector("output");

  const matches = (rule, wanted) => {
    for (const name of ["state", "level", "family"]) {
      if (wanted[name] && rule.dataset[name] !== wanted[name]) return false;
    }
    if (!wanted.words.length) return true;
    if (texts.get(rule) === null) texts.set(rule, rule.textContent.toLowerCase());
    return wanted.words.every((word) => texts.get(rule).includes(word));
  };

  const filter = () => {
    const given = new FormData(form);
    const wanted = { words: given.get("text").toLowerCase().split(/\s+/).filter(Boolean) };
    for (const name of ["state", "level", "family"]) wanted[name] = given.get(name);
    let count = 0;
    for (const rule of rules) {
      rule.hidden = !matches(rule, wanted);
      count += !rule.hidden;
    }
    for (const family of document.querySelectorAll(".family")) {
      family.hidden = !family.querySelector("details.rule:not([hidden])");
    }
    said.textContent = `${count} of ${rules.length} rules`;
  };

  // A link to a rule, a scenario or a statement opens it, even where the filter hides it.
  const reveal = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    const target = name && document.getElementById(name);
    if (!target) return;
    if (target.closest("[hidden]")) {
      form.reset();
      filter();
    }
    for (let at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
    target.scrollIntoView();
    const head = target.querySelector(":scope > summary");
    if (head) head.focus({ preventScroll: true });
  };

  const copy = async (button, code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };

  for (const command of document.querySelectorAll(".command")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy the command");
    button.addEventListener("click", () => copy(button, command.querySelector("code")));
    command.append(button);
  }
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  addEventListener("hashchange", reveal);
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    form.querySelector("input").focus();
  });
  filter();
  reveal();
})();
