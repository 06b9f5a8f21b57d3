// Elements and the words in them. Whatever comes from outside is set as text and never becomes markup.

export const byId = (id) => document.getElementById(id);

/** An element: what is a function listens, what is `true` is set bare, what is `null` or `false` is left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const SIGNS = { waiting: "…", sending: "→", succeeded: "✓", exhausted: "✗", parked: "⇥", cancelled: "–" };
export const STATUSES = Object.keys(SIGNS);

/** Shows the status of a delivery with a sign, a word and a colour. */
export function badge(status) {
  const sign = el("span", { "aria-hidden": "true", class: "sign" }, SIGNS[status] ?? "?");
  return el("span", { class: `badge ${SIGNS[status] ? status : ""}` }, sign, status);
}

/** A time of day, with the date where it is another day; the exact time is its title. */
export function time(text, now = Date.now()) {
  return el("time", { datetime: text, title: text }, clockTime(text, now));
}

export function clockTime(text, now = Date.now()) {
  const at = new Date(text);
  const two = (number) => String(number).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const shown = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return new Date(now).toDateString() === at.toDateString() ? shown : `${day} ${shown}`;
}

/** Seconds in the units of people: `450 ms`, `30 s`, `1 min 30 s`, `2 h`, `1 d 3 h`. */
export function lasting(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  const units = [["d", 86_400], ["h", 3_600], ["min", 60], ["s", 1]];
  let rest = Math.round(seconds);
  const parts = [];
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * size;
  }
  return parts.slice(0, 2).join(" ");
}

export const counted = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** Says something to those who hear the page; what comes at once is said at once. */
export const say = (() => {
  let waiting = [];
  let timer = 0;
  return (text) => {
    waiting.push(text);
    if (timer) return;
    timer = setTimeout(() => {
      byId("said").textContent = waiting.length > 3 ? `${waiting.length} changes, the last: ${waiting.at(-1)}` : waiting.join("; ");
      waiting = [];
      timer = 0;
    }, 1_000);
  };
})();

/** Fills a select, and keeps what was chosen if it is still there. */
export function options(select, ...children) {
  const chosen = select.value;
  select.replaceChildren(...children.flat());
  if ([...select.options].some((option) => option.value === chosen)) select.value = chosen;
}

export const option = (value, text = value) => el("option", { value }, text);

/** Runs what a button starts; the button is off as long as it takes, and what goes wrong is shown. */
export async function busy(button, output, work) {
  button.disabled = true;
  try {
    showMessage(output, await work());
  } catch (error) {
    showMessage(output, error.message, true);
  } finally {
    button.disabled = false;
  }
}

export function showMessage(output, what, isWrong = false) {
  output.classList.toggle("wrong", isWrong);
  output.replaceChildren(what ?? "");
}
