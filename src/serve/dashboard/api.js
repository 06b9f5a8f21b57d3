// Calls to /_hookproof/, with the token where one is needed.

const KEY = "hookproof-token";
/** Nothing is silent so long: the server sends a sign of life more often. */
const SILENCE = 40_000;

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const setToken = (token) => sessionStorage.setItem(KEY, token);
export const hasToken = () => sessionStorage.getItem(KEY) !== null;

function headers(more = {}) {
  const token = sessionStorage.getItem(KEY);
  return token === null ? more : { ...more, Authorization: `Bearer ${token}` };
}

/** What a call answers; anything but success throws the server's own words. */
export async function api(path, { method = "GET", body, query = {} } = {}) {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined));
  const url = `/_hookproof${path}${asked.size > 0 ? `?${asked}` : ""}`;
  const sent = body === undefined
    ? { method, headers: headers() }
    : { method, headers: headers({ "Content-Type": "application/json" }), body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(url, sent);
  } catch {
    throw new ApiError(0, "the server does not answer");
  }
  return read(response);
}

async function read(response) {
  const text = await response.text();
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    document = null;
  }
  if (!response.ok) throw new ApiError(response.status, document?.error?.message ?? `the server answered ${response.status}`);
  return document;
}

/** Passes on the changes as they happen. Throws if the connection ends or is silent for too long. */
export async function listen(opened, happened) {
  const stop = new AbortController();
  let watch = 0;
  const alive = () => {
    clearTimeout(watch);
    watch = setTimeout(() => stop.abort(), SILENCE);
  };
  try {
    alive();
    const response = await fetch("/_hookproof/stream", { headers: headers(), signal: stop.signal });
    if (!response.ok) await read(response);
    opened();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new ApiError(0, "the stream has ended");
      alive();
      const messages = (rest + value).split("\n\n");
      rest = messages.pop();
      for (const message of messages) dispatch(message, happened);
    }
  } finally {
    clearTimeout(watch);
    stop.abort();
  }
}

function dispatch(message, happened) {
  const fields = message.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trimStart()]);
  const named = (name) => fields.filter(([field]) => field === name).map(([, value]) => value).join("\n");
  const event = named("event");
  if (event) happened(event, JSON.parse(named("data")));
}
