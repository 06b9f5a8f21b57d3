"use strict";
(() => {
  const form = document.querySelector(".tools");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const checks = [...document.querySelectorAll(".check")].map((element) => ({
    element,
    verdict: element.dataset.verdict,
    text: element.textContent.toLowerCase(),
  }));

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdict = new FormData(form).get("verdict");
    let count = 0;
    for (const check of checks) {
      const fits = (!verdict || check.verdict === verdict) && words.every((word) => check.text.includes(word));
      check.element.hidden = !fits;
      count += fits;
    }
    for (const section of document.querySelectorAll("section")) {
      const own = [...section.querySelectorAll(".check")];
      const text = section.textContent.toLowerCase();
      const fits = own.length > 0 ? own.some((check) => !check.hidden) : !verdict && words.every((word) => text.includes(word));
      section.hidden = !fits;
    }
    const all = !verdict && words.length === 0;
    shown.value = all ? "" : `${count} of ${checks.length} checks`;
  };

  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) {
      target.open = true;
      target.scrollIntoView();
    }
  };

  for (const block of document.querySelectorAll(".command")) {
    const pre = block.querySelector("pre");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy: ${pre.getAttribute("aria-label")}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(pre.textContent);
        button.textContent = "Copied";
      } catch {
        // Not allowed here: what is selected can be copied by hand.
        getSelection().selectAllChildren(pre);
        button.textContent = "Selected";
      }
    });
    block.append(button);
  }

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !(event.target instanceof HTMLInputElement && event.target.type === "search")) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && event.target === search) {
      search.value = "";
      filter();
    }
  });
  addEventListener("hashchange", open);
  // A reload keeps what was typed.
  filter();
  open();
})();
