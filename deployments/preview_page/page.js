"use strict";
// Everything that comes from the document is set as text: nothing of it is ever parsed as markup.
const find = id => document.getElementById(id);
const player = find("player"), script = find("script"), chapters = find("chapters");
let film = null, wanted = "", lines = [], marks = [], handled = 0;

function make(tag, text, name) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (name) element.className = name;
  return element;
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function list(element, texts) {
  element.replaceChildren(...texts.map(text => make("li", text)));
  element.hidden = !texts.length;
}

function showState(state) {
  const building = state.phase === "building", count = state.total ? ` ${state.done}/${state.total}` : "";
  find("status").textContent = building ? state.doing + count : state.phase === "failed" ? "Not built" : "Up to date";
  const bar = find("progress");
  bar.hidden = !building;
  if (state.total) { bar.max = state.total; bar.value = state.done; } else bar.removeAttribute("value");
  list(find("errors"), state.errors);
  document.documentElement.dataset.phase = state.phase;
  if (state.version && state.version !== wanted) { wanted = state.version; load(); }
}

async function load() {
  const reply = await fetch("film.json");
  if (!reply.ok) return;
  const place = whereNow(), playing = film !== null && !player.paused;
  film = await reply.json();
  wanted = film.version;
  document.title = film.title;
  find("title").textContent = film.title;
  list(find("warnings"), film.warnings);
  showScript();
  showChapters();
  mark();
  const track = make("track");
  track.kind = "captions"; track.label = film.language; track.srclang = film.language;
  track.src = `${film.version}/film.vtt`; track.default = true;
  player.replaceChildren(track);
  player.poster = `${film.version}/thumbnail.png`;
  player.src = `${film.version}/film.mp4`;
  if (place) player.addEventListener("loadedmetadata", () => {
    player.currentTime = placeAgain(place);
    if (playing) player.play().catch(() => {});
  }, {once: true});
}

// A scene keeps its name when others change: the same moment of it is found again.
function whereNow() {
  if (!film || !player.currentTime) return null;
  const at = player.currentTime, scene = film.scenes.findLast(one => one.start <= at);
  return scene && {name: scene.name, offset: at - scene.start, at};
}

function placeAgain(place) {
  const scene = film.scenes.find(one => one.name === place.name);
  return scene ? Math.min(scene.start + place.offset, scene.end - 0.1) : Math.min(place.at, player.duration || 0);
}

function seekButton(start) {
  const button = make("button");
  button.type = "button";
  button.addEventListener("click", () => { handled = 0; player.currentTime = start + 0.001; mark(); });
  return button;
}

function showScript() {
  lines = [];
  script.replaceChildren(...film.scenes.map(scene => {
    const part = make("section"), head = make("h2", `${scene.number}`);
    head.append(make("span", scene.name), make("time", clock(scene.start)));
    part.append(head);
    for (const sentence of scene.sentences) {
      const button = seekButton(sentence.start);
      button.textContent = sentence.text;
      button.dir = "auto";
      if (sentence.line) button.title = `${film.source}:${sentence.line}`;
      lines.push({start: sentence.start, button});
      part.append(button);
    }
    return part;
  }));
}

function showChapters() {
  marks = [];
  chapters.replaceChildren(...film.chapters.map(chapter => {
    const item = make("li"), button = seekButton(chapter.start);
    button.append(make("time", clock(chapter.start)), ` ${chapter.title}`);
    marks.push({start: chapter.start, button});
    item.append(button);
    return item;
  }));
}

function markOne(entries) {
  const now = entries.findLast(entry => entry.start <= player.currentTime + 0.05);
  if (!now || now.button.classList.contains("now")) return null;
  for (const entry of entries) { entry.button.classList.remove("now"); entry.button.removeAttribute("aria-current"); }
  now.button.classList.add("now");
  now.button.setAttribute("aria-current", "true");
  return now.button;
}

function mark() {
  const line = markOne(lines);
  markOne(marks);
  if (line && performance.now() - handled > 4000) script.scrollTop = line.offsetTop - script.clientHeight / 3;
}

for (const name of ["wheel", "touchmove", "keydown"]) {
  script.addEventListener(name, () => { handled = performance.now(); }, {passive: true});
}
for (const name of ["timeupdate", "seeked"]) player.addEventListener(name, mark);
const channel = new EventSource("events");
channel.onmessage = event => showState(JSON.parse(event.data));
channel.onerror = () => { find("status").textContent = "The preview has ended"; find("progress").hidden = true; };
