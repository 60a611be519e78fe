"use strict";

// The tools' forms, the calls they make, and what the answers say of the key's limits.

const $ = (id) => document.getElementById(id);

const PROMPT = { name: "prompt", label: "Prompt", kind: "text", value: "a red bicycle" };
const RATIO = { name: "aspectRatio", label: "Aspect ratio", kind: "ratio" };
const IMAGE = { name: "imageStorageFileId", label: "Image", kind: "file", type: "IMAGE" };
const VIDEO = { name: "videoStorageFileId", label: "Video", kind: "file", type: "VIDEO" };
const RESULTS = { name: "numResults", label: "How many", kind: "number", value: 1 };

const TOOLS = {
  "generate-image": [PROMPT, RATIO, RESULTS],
  "generate-video-clip": [PROMPT, RATIO, RESULTS],
  "text-to-speech": [
    { name: "ttsText", label: "Text", kind: "text", value: "Every key has its limits." },
    { name: "voiceId", label: "Voice", kind: "voice" },
  ],
  "generate-sound-effect": [
    { ...PROMPT, value: "rain on a roof" },
    { name: "durationSeconds", label: "Seconds", kind: "number", value: 3 },
  ],
  "generate-avatar": [
    { name: "avatarPresenterId", label: "Presenter", kind: "presenter" },
    { name: "audioStorageFileId", label: "Audio", kind: "file", type: "AUDIO" },
  ],
  "vectorize-image": [IMAGE],
  "remove-image-background": [IMAGE],
  "remove-video-background": [VIDEO],
  "upscale-image": [IMAGE],
  "upscale-video": [VIDEO],
};

const POLL_MILLIS = [500, 1000, 2000, 4000, 8000];
const LIMITS_PAGE = "/docs/rate-limits.json";

const limits = new Map(); // group -> {limit, remaining, reset}
let files = [];
let voices = null;
let presenters = null;
let running = null; // the execution that is under way
let brought = null; // the file that was uploaded last

// Calls.

class Refused extends Error {}

async function call(method, path, body) {
  const headers = { Authorization: `Bearer ${$("key").value}` };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  const response = await fetch(path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
  });
  learn(response.headers);
  const text = await response.text();
  const answer = text === "" ? null : JSON.parse(text);
  if (!response.ok) {
    const wait = response.headers.get("Retry-After");
    throw new Refused(
      `${response.status}: ${answer?.message ?? response.statusText}` +
        (wait ? `; again in ${wait} s` : ""),
    );
  }
  return answer;
}

function learn(headers) {
  const group = /^"([^"]+)"/.exec(headers.get("RateLimit") ?? "")?.[1];
  const limit = Number(headers.get("X-RateLimit-Limit"));
  if (group && limit) {
    limits.set(group, {
      limit,
      remaining: Number(headers.get("X-RateLimit-Remaining")),
      reset: Number(headers.get("X-RateLimit-Reset")),
      moved: Date.now(),
    });
    showLimits();
  }
}

async function attempt(work) {
  $("trouble").hidden = true;
  try {
    return await work();
  } catch (e) {
    $("trouble").textContent = e instanceof Refused ? e.message : `It did not work: ${e.message}`;
    $("trouble").hidden = false;
    return undefined;
  }
}

// What the key has left.

async function readLimits() {
  const response = await fetch(LIMITS_PAGE, {
    headers: { Authorization: `Bearer ${$("key").value}` },
    cache: "no-store",
  });
  if (!response.ok) {
    return; // no gateway, or one without a page: the rows come with the calls
  }
  for (const counter of (await response.json()).usage?.counters ?? []) {
    const one = counter.limits[0];
    limits.set(counter.group, { limit: one.count, remaining: one.remaining, reset: one.reset, moved: 0 });
  }
  showLimits();
}

function showLimits() {
  const now = Date.now();
  const rows = [...limits].map(([group, it]) => {
    const row = document.createElement("tr");
    row.classList.toggle("moved", now - it.moved < 2000);
    const left = Math.max(0, Math.round(it.reset - now / 1000));
    const isOpen = it.remaining < it.limit && left > 0;
    for (const text of [group, it.limit, isOpen ? it.remaining : it.limit, isOpen ? clock(left) : "–"]) {
      row.append(Object.assign(document.createElement("td"), { textContent: text }));
    }
    return row;
  });
  $("limits").replaceChildren(...rows);
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// Forms.

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function options(select, list) {
  select.replaceChildren(...list.map(([value, label]) => element("option", { value, textContent: label })));
}

async function showFields() {
  const tool = $("tool").value;
  $("run").disabled = true; // until its form is there
  const needs = new Set(TOOLS[tool].map((field) => field.kind));
  await attempt(async () => {
    if (needs.has("voice") && voices === null) {
      voices = (await call("GET", "/v1/resources/tts-voices")).ttsVoices;
    }
    if (needs.has("presenter") && presenters === null) {
      presenters = (await call("GET", "/v1/resources/avatar-presenters")).avatarPresenters;
    }
  });
  $("fields").replaceChildren(
    ...TOOLS[tool].map((field) => element("p", {}, element("label", {}, field.label, control(field)))),
  );
  $("fields").dataset.tool = tool;
  $("run").disabled = running !== null;
}

function control(field) {
  const name = { name: field.name, id: field.name };
  switch (field.kind) {
    case "text":
      return element("textarea", { ...name, value: field.value, required: true });
    case "number":
      return element("input", { ...name, type: "number", min: 1, max: 100, value: field.value });
    default: {
      const select = element("select", name);
      options(select, choices(field));
      choose(select, brought);
      return select;
    }
  }
}

/** Chooses what is offered; else the first stays chosen. */
function choose(select, value) {
  if ([...select.options].some((it) => it.value === value)) {
    select.value = value;
  }
}

function choices(field) {
  switch (field.kind) {
    case "ratio":
      return [["16:9", "16:9"], ["1:1", "1:1"], ["9:16", "9:16"], ["4:3", "4:3"]];
    case "voice":
      return [["", "The default"], ...(voices ?? []).map((it) => [it.voiceId, `${it.displayName} (${it.languageCode})`])];
    case "presenter":
      return (presenters ?? []).map((it, i) => [it.avatarPresenterId, `Presenter ${i + 1} (${it.displayableGender.toLowerCase()})`]);
    default:
      return files.filter((it) => it.type === field.type).map((it) => [it.fileId, it.displayName]);
  }
}

function body(tool) {
  const made = {};
  for (const field of TOOLS[tool]) {
    const value = $(field.name).value;
    if (field.kind === "ratio") {
      const [width, height] = value.split(":").map(Number);
      made[field.name] = { width, height };
    } else if (value !== "") {
      made[field.name] = field.kind === "number" ? Number(value) : value;
    }
  }
  return made;
}

// Executions.

async function run() {
  const tool = $("tool").value;
  $("results").replaceChildren();
  $("run").disabled = true;
  try {
    const id = (await call("POST", `/v1/tools/${tool}`, body(tool))).toolExecutionId;
    running = id;
    $("cancel").hidden = false;
    const execution = await ended(id);
    $("status").textContent = `${id}: ${execution.status}${execution.error ? `, ${execution.error.message}` : ""}`;
    for (const result of execution.results ?? []) {
      const file = result.file ?? (await call("POST", `/v1/files/${result.fileId}/hydrate`));
      $("results").append(shown(file));
    }
  } finally {
    running = null;
    $("cancel").hidden = true;
    $("run").disabled = false;
  }
  await readFiles();
}

/** Polls with growing intervals, as the page of limits asks; a server would use a webhook. */
async function ended(id) {
  for (let polls = 0; ; polls++) {
    const execution = await call("GET", `/v1/tools/executions/${id}`);
    $("status").textContent = `${id}: ${execution.status}`;
    if (!["pending", "running"].includes(execution.status)) {
      return execution;
    }
    await pause(POLL_MILLIS[Math.min(polls, POLL_MILLIS.length - 1)]);
  }
}

function pause(millis) {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

function shown(file) {
  const url = file.downloadSource?.url ?? "";
  const media = {
    IMAGE: () => element("img", { src: url, alt: file.description ?? file.displayName }),
    VIDEO: () => element("video", { src: url, controls: true }),
    AUDIO: () => element("audio", { src: url, controls: true }),
  }[file.type]();
  const link = element("a", { href: url, textContent: "open" });
  return element("figure", {}, media, element("figcaption", {}, `${file.displayName} · ${file.fileId} · `, link));
}

// Files.

async function readFiles() {
  const listed = (await call("GET", "/v1/files")).files;
  files = listed.slice(0, 20); // the newest first
  $("files").replaceChildren(
    ...files.map((file) => {
      const url = file.thumbnailSource?.url;
      const picture = url
        ? element("img", { src: url, alt: "" })
        : element("span", { className: "none" });
      return element("li", {}, picture, element("span", {}, file.displayName, element("small", { textContent: `${file.type ?? "…"} ${file.fileId}` })));
    }),
  );
  for (const field of TOOLS[$("tool").value]) {
    if (field.kind === "file" && $(field.name)) {
      const chosen = $(field.name).value;
      options($(field.name), choices(field));
      choose($(field.name), chosen);
    }
  }
}

async function upload() {
  const file = $("file").files[0];
  $("uploaded").textContent = `${file.name}: sending`;
  const { fileId, uploadUrl } = await call("POST", "/v1/files/upload", { displayName: file.name });
  const put = await fetch(uploadUrl, { method: "PUT", body: file });
  if (!put.ok) {
    throw new Refused(`${put.status}: ${(await put.json()).message}`);
  }
  let status = "pending";
  for (let polls = 0; status === "pending"; polls++) {
    $("uploaded").textContent = `${file.name}: being looked at`;
    await pause(POLL_MILLIS[Math.min(polls, POLL_MILLIS.length - 1)]);
    const now = await call("POST", `/v1/files/${fileId}/hydrate`);
    status = now.downloadSource?.status ?? "pending";
  }
  brought = fileId;
  await readFiles();
  for (const field of TOOLS[$("tool").value]) {
    if (field.kind === "file" && $(field.name)) {
      choose($(field.name), brought);
    }
  }
  $("uploaded").textContent = `${file.name}: ${status}, ${fileId}`;
}

// Beginning.

async function begin() {
  if ($("key").value === "") {
    return;
  }
  sessionStorage.setItem("key", $("key").value);
  voices = null;
  presenters = null;
  limits.clear();
  await attempt(async () => {
    await readLimits();
    await readFiles();
  });
  await showFields();
}

options($("tool"), Object.keys(TOOLS).map((tool) => [tool, tool.replaceAll("-", " ")]));
const given = new URLSearchParams(location.hash.slice(1)).get("key");
if (given) {
  history.replaceState(null, "", location.pathname); // so that it is not copied with the address
}
$("key").value = given ?? sessionStorage.getItem("key") ?? "";
$("key").addEventListener("change", begin);
$("who").addEventListener("submit", (event) => {
  event.preventDefault();
  begin();
});
$("tool").addEventListener("change", showFields);
$("call").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(run);
});
$("cancel").addEventListener("click", () =>
  attempt(() => call("POST", `/v1/tools/executions/${running}/cancel`)),
);
$("upload").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(upload);
});
setInterval(showLimits, 1000);
showFields();
begin();
