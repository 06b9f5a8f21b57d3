// What can be seen in a page without touching it, apart from unfolding everything for a moment.
(() => {
  const found = {};
  const all = (selector) => [...document.querySelectorAll(selector)];
  const name = (element) => `${element.tagName} ${element.className} ${element.textContent.slice(0, 30)}`;
  found.scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  found.shown = all(".check").filter((check) => check.getClientRects().length > 0).length;
  found.open = all(".check[open]").length;
  found.commands = all(".command button").length;
  // With everything unfolded nothing may stick out of the screen.
  const opened = all(".check:not([open])");
  for (const check of opened) check.open = true;
  const width = document.documentElement.clientWidth;
  found.width = width;
  found.wider = document.documentElement.scrollWidth > width ? ["the page"] : [];
  for (const element of all("body *")) {
    const box = element.getBoundingClientRect();
    if (box.width > 0 && box.right > width + 1 && !element.matches(".leap")) found.wider.push(name(element));
  }
  // WCAG 2: the contrast of every text with what is behind it.
  const parse = (color) => color.match(/[\d.]+/g).map(Number);
  const light = ([red, green, blue]) => [red, green, blue]
    .map((part) => part / 255).map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  found.faint = [];
  for (const element of all("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || element.matches(".unseen, .leap, script")) continue;
    const [one, two] = [light(parse(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (two + 0.05);
    if (ratio < 4.5) found.faint.push(`${name(element)}: ${ratio.toFixed(2)}`);
  }
  for (const check of opened) check.open = false;
  found.unnamed = all("input, button, pre, a").filter((element) => {
    const label = element.labels && element.labels[0] ? element.labels[0].textContent : "";
    return !(label.trim() || element.getAttribute("aria-label") || element.matches("a, button") && element.textContent.trim());
  }).map(name);
  found.pwned = globalThis.pwned ?? null;
  found.landmarks = ["header", "main", "search", "footer"]
    .filter((mark) => document.querySelector(mark === "search" ? "[role=search]" : mark));
  return found;
})()
