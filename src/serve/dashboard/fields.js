// The fields of an event that can be set, from its schema.

import { el, option } from "./dom.js";

/** The maximum depth of a field. */
const DEPTH = 5;
/** The number of fields from which on they can be searched. */
const MANY = 12;

const isScalar = (type) => ["string", "number", "integer", "boolean"].includes(type);

/** A node with what it refers to, and whether it may be null. */
function resolved(root, node, seen = []) {
  if (typeof node !== "object" || node === null) return {};
  if (typeof node.$ref === "string") {
    if (seen.includes(node.$ref) || !node.$ref.startsWith("#/")) return {};
    const path = node.$ref.slice(2).split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
    const target = path.reduce((at, part) => at?.[part], root);
    const { $ref, ...own } = node;
    return { ...resolved(root, target, [...seen, $ref]), ...own };
  }
  const choices = node.anyOf ?? node.oneOf;
  if (choices) {
    const real = choices.filter((choice) => choice.type !== "null");
    const nullable = real.length < choices.length;
    if (real.length !== 1) return { ...node, nullable };
    return { ...resolved(root, real[0], seen), ...(node.description ? { description: node.description } : {}), nullable };
  }
  if (node.allOf) {
    const parts = node.allOf.map((part) => resolved(root, part, seen));
    const properties = Object.assign({}, ...parts.map((part) => part.properties), node.properties);
    return { ...Object.assign({}, ...parts), ...node, properties };
  }
  if (Array.isArray(node.type)) {
    const real = node.type.filter((type) => type !== "null");
    return { ...node, type: real.length === 1 ? real[0] : undefined, nullable: real.length < node.type.length };
  }
  return node;
}

/** Returns the scalar fields of a schema by their JSON pointers, those at the top first. */
export function schemaFields(schema) {
  const found = [];
  let level = [["", resolved(schema, schema)]];
  for (let depth = 0; depth < DEPTH && level.length > 0; depth += 1) {
    const deeper = [];
    for (const [pointer, node] of level) {
      for (const [name, raw] of Object.entries(node.properties ?? {})) {
        const field = resolved(schema, raw);
        const at = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
        if ("const" in field) continue;
        if (field.properties) deeper.push([at, field]);
        else if (isScalar(field.type) || field.enum) found.push({ pointer: at, ...field });
      }
    }
    level = deeper;
  }
  return found;
}

/** Creates inputs for these fields. A field that is left empty is generated. `value()` returns what was set. */
export function fieldInputs(all) {
  const readers = [];
  const shown = all.map((field, index) => {
    const id = `field-${index}`;
    const control = controlOf(field, id);
    readers.push([field.pointer, control.read]);
    const label = el("label", { for: id }, el("code", {}, field.pointer));
    const about = field.description ? el("p", { class: "dim", id: `${id}-about` }, field.description) : null;
    if (about) control.input.setAttribute("aria-describedby", about.id);
    return el("div", { class: "field", "data-pointer": field.pointer }, label, el("div", { class: "row" }, control.input, control.nothing), about);
  });
  const search = el("input", {
    type: "search", placeholder: "name", spellcheck: "false",
    input: () => {
      const word = search.value.trim().toLowerCase();
      for (const field of shown) field.hidden = !field.dataset.pointer.toLowerCase().includes(word);
    },
  });
  const finder = all.length > MANY ? el("label", { class: "finder" }, "Find a field ", search) : null;
  const value = () => Object.fromEntries(readers.map(([pointer, read]) => [pointer, read()]).filter(([, read]) => read !== undefined));
  return { elements: [finder, el("div", { class: "fields" }, shown)], value };
}

function controlOf(field, id) {
  const values = field.enum ?? (field.type === "boolean" ? [true, false] : null);
  if (values) {
    const all = field.nullable && !values.includes(null) ? [...values, null] : values;
    const input = el("select", { id }, option("", "generated"), all.map((value) => option(JSON.stringify(value), String(value))));
    return { input, nothing: null, read: () => (input.value === "" ? undefined : JSON.parse(input.value)) };
  }
  const isNumber = field.type === "number" || field.type === "integer";
  const input = isNumber
    ? el("input", { id, type: "number", step: field.type === "integer" ? "1" : "any", placeholder: "generated" })
    : el("input", { id, type: "text", spellcheck: "false", autocomplete: "off", placeholder: "generated" });
  let empty = null;
  if (field.nullable) {
    empty = el("input", {
      type: "checkbox", "aria-label": `${field.pointer} is null`,
      change: () => {
        input.disabled = empty.checked;
      },
    });
  }
  const read = () => {
    if (empty?.checked) return null;
    if (input.value === "") return undefined;
    return isNumber ? Number(input.value) : input.value;
  };
  return { input, nothing: empty && el("label", { class: "check" }, empty, " null"), read };
}
