"use strict";
(() => {
const data = JSON.parse(document.getElementById("data").textContent);
const { name, x, y, group, measures, attributes, ends, words, colours, rest, groups } = data;
const n = name.length, all = id => document.getElementById(id);
const canvas = all("canvas"), pen = canvas.getContext("2d"), card = all("card");
const number = new Intl.NumberFormat(data.lang, { maximumSignificantDigits: 4 });
const near = Array.from({ length: n }, () => new Set());
for (let e = 0; e < ends.length; e += 2) { near[ends[e]].add(ends[e + 1]); near[ends[e + 1]].add(ends[e]); }
const byTies = Array.from({ length: n }, (_, i) => i);  // the data come with the most tied first
let view = { scale: 1, left: 0, top: 0 }, chosen = -1, over = -1, ego = null, radius = [], colour = [], busy = false, rested = 0, asked = false;

function choose_size() {
  const values = measures[all("size").value], known = values.filter(v => v !== null);
  const low = Math.min(...bounds(known)[0]), high = Math.max(...bounds(known)[1]);
  const room = Math.min(1, Math.sqrt(canvas.clientWidth / 900));
  const largest = room * Math.max(7, Math.min(22, 90 / n ** 0.22)), least = room * Math.max(1.2, Math.min(5, 18 / n ** 0.33));
  radius = values.map(v => v === null ? least : Math.sqrt(least ** 2 + (largest ** 2 - least ** 2) * (high > low ? (v - low) / (high - low) : 0)));
}
function bounds(values) { let low = Infinity, high = -Infinity; for (const v of values) { if (v < low) low = v; if (v > high) high = v; } return [[low], [high]]; }
function choose_colour() {
  const key = all("colour").value, legend = all("legend");
  let codes, titles;
  if (key === "") { codes = group; titles = groups; }
  else { codes = attributes[key].codes; titles = attributes[key].values; }
  colour = codes.map(c => c >= 0 && c < colours.length ? colours[c] : rest);
  const counts = new Map();
  for (const c of codes) { const k = c >= 0 && c < colours.length ? c : -1; counts.set(k, (counts.get(k) || 0) + 1); }
  legend.replaceChildren(...[...counts.keys()].sort((a, b) => (a < 0) - (b < 0) || a - b).map(k => {
    const item = document.createElement("li"), dot = document.createElement("i");
    dot.style.background = k < 0 ? rest : colours[k];
    item.append(dot, `${k < 0 ? words.others : titles[k]} (${number.format(counts.get(k))})`);
    return item;
  }));
}
const shown = i => ego === null || ego.has(i);
const at = i => [x[i] * view.scale + view.left, y[i] * view.scale + view.top];

function fit() {
  const [w, h] = [canvas.clientWidth, canvas.clientHeight];
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < n; i++) if (shown(i)) { x0 = Math.min(x0, x[i]); x1 = Math.max(x1, x[i]); y0 = Math.min(y0, y[i]); y1 = Math.max(y1, y[i]); }
  if (x0 === Infinity) return;
  const scale = Math.min((w - 60) / Math.max(x1 - x0, 1e-3), (h - 60) / Math.max(y1 - y0, 1e-3), 5e4);
  view = { scale, left: w / 2 - (x0 + x1) / 2 * scale, top: h / 2 - (y0 + y1) / 2 * scale };
}
function draw() {
  asked = false;
  const ratio = devicePixelRatio || 1, w = canvas.clientWidth, h = canvas.clientHeight;
  if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) { canvas.width = Math.round(w * ratio); canvas.height = Math.round(h * ratio); }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, w, h);
  const focus = chosen >= 0 ? chosen : over;
  const most = busy ? 8000 : ends.length / 2;
  pen.lineWidth = 0.8; pen.strokeStyle = "#6f7b7c"; pen.globalAlpha = Math.max(0.025, Math.min(0.45, 8 / Math.sqrt(ends.length / 2 + 1)));
  pen.beginPath();
  for (let e = 0; e < Math.min(ends.length, most * 2); e += 2) line(ends[e], ends[e + 1]);
  pen.stroke();
  if (focus >= 0) {
    pen.globalAlpha = 0.85; pen.lineWidth = 1.6; pen.strokeStyle = "#1c2526"; pen.beginPath();
    for (const j of near[focus]) line(focus, j);
    pen.stroke();
  }
  for (let rank = n - 1; rank >= 0; rank--) {
    const i = byTies[rank]; if (!shown(i)) continue;
    const [left, top] = at(i); if (left < -30 || top < -30 || left > w + 30 || top > h + 30) continue;
    pen.globalAlpha = focus < 0 || i === focus || near[focus].has(i) ? 1 : 0.25;
    pen.fillStyle = colour[i]; pen.beginPath(); pen.arc(left, top, radius[i], 0, 7); pen.fill();
    if (radius[i] > 3) { pen.strokeStyle = "#fff"; pen.lineWidth = 1; pen.stroke(); }
    if (i === chosen) { pen.globalAlpha = 1; pen.strokeStyle = "#1c2526"; pen.lineWidth = 2.5; pen.beginPath(); pen.arc(left, top, radius[i] + 3, 0, 7); pen.stroke(); }
  }
  names(w, h, focus);
}
function line(a, b) { if (!shown(a) || !shown(b)) return; const [x1, y1] = at(a), [x2, y2] = at(b); pen.moveTo(x1, y1); pen.lineTo(x2, y2); }
function names(w, h, focus) {
  pen.globalAlpha = 1; pen.font = '13px "Liberation Sans", Arial, sans-serif'; pen.lineJoin = "round"; pen.lineWidth = 3.5; pen.strokeStyle = "#fff"; pen.fillStyle = "#1c2526";
  const taken = [], most = w < 500 ? 14 : 40; let count = 0;
  const order = focus >= 0 ? [focus, ...[...near[focus]].sort((a, b) => a - b), ...byTies] : byTies;
  for (const i of order) {
    if (count >= most) break;
    if (!shown(i) || data.unnamed[i] || (focus >= 0 && i !== focus && !near[focus].has(i))) continue;
    const [left, top] = at(i); if (left < 0 || top < 0 || left > w || top > h) continue;
    const text = name[i].length > 28 ? name[i].slice(0, 27) + "…" : name[i], wide = pen.measureText(text).width;
    const start = left + radius[i] + 4 + wide < w ? left + radius[i] + 4 : left - radius[i] - 4 - wide;
    const box = [start, top - 9, start + wide, top + 9];
    if (start < 0 || taken.some(t => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3])) continue;
    taken.push(box); count++;
    pen.strokeText(text, start, top + 4.5); pen.fillText(text, start, top + 4.5);
  }
}
function ask() { if (!asked) { asked = true; requestAnimationFrame(draw); } }
function move() { busy = true; clearTimeout(rested); rested = setTimeout(() => { busy = false; ask(); }, 160); ask(); }
function zoom(by, left = canvas.clientWidth / 2, top = canvas.clientHeight / 2) {
  const scale = Math.max(20, Math.min(1e5, view.scale * by)), real = scale / view.scale;
  view = { scale, left: left - (left - view.left) * real, top: top - (top - view.top) * real };
  move();
}
function found(left, top, reach) {
  let best = -1, least = Infinity;
  for (let i = 0; i < n; i++) {
    if (!shown(i)) continue;
    const [a, b] = at(i), d = Math.hypot(a - left, b - top) - radius[i];
    if (d < reach && d < least) { best = i; least = d; }
  }
  return best;
}
function element(tag, text) { const made = document.createElement(tag); made.textContent = text; return made; }
function choose(i, centre = false) {
  chosen = i;
  card.hidden = i < 0;
  if (i >= 0) {
    const list = document.createElement("dl"), tell = (key, value) => list.append(element("dt", key), element("dd", value));
    tell(words.group, group[i] < groups.length ? groups[group[i]] : words.others);
    for (const key in attributes) { const c = attributes[key].codes[i]; if (c >= 0) tell(attributes[key].title, attributes[key].values[c]); }
    for (const key in measures) tell(words.measures[key], measures[key][i] === null ? "–" : number.format(measures[key][i]));
    const around = element("button", words.ego); around.type = "button"; around.id = "around";
    around.addEventListener("click", () => { ego = new Set([i, ...near[i]]); all("whole").hidden = false; fit(); ask(); all("whole").focus(); });
    const close = element("button", words.close); close.type = "button"; close.addEventListener("click", () => { choose(-1); canvas.focus(); });
    card.replaceChildren(element("h2", name[i]), list, around, " ", close);
    if (centre) { view.left = canvas.clientWidth / 2 - x[i] * view.scale; view.top = canvas.clientHeight / 2 - y[i] * view.scale; }
  }
  ask();
}
const touches = new Map(); let moved = 0;
canvas.addEventListener("pointerdown", e => { canvas.setPointerCapture(e.pointerId); touches.set(e.pointerId, [e.offsetX, e.offsetY]); moved = 0; });
canvas.addEventListener("pointermove", e => {
  const before = touches.get(e.pointerId);
  if (!before) { const hit = found(e.offsetX, e.offsetY, 6); if (hit !== over) { over = hit; canvas.style.cursor = hit < 0 ? "grab" : "pointer"; canvas.title = hit < 0 ? "" : name[hit]; ask(); } return; }
  const now = [e.offsetX, e.offsetY], step = [now[0] - before[0], now[1] - before[1]];
  if (touches.size === 2) {
    const [[, other]] = [...touches].filter(([id]) => id !== e.pointerId), gap = (p, q) => Math.hypot(p[0] - q[0], p[1] - q[1]);
    zoom(gap(now, other) / Math.max(gap(before, other), 1), other[0], other[1]);
  } else { view.left += step[0]; view.top += step[1]; }
  touches.set(e.pointerId, now); moved += Math.abs(step[0]) + Math.abs(step[1]); move();
});
const lift = e => { const down = touches.delete(e.pointerId); if (down && e.type === "pointerup" && moved < 6) choose(found(e.offsetX, e.offsetY, e.pointerType === "touch" ? 18 : 6)); };
canvas.addEventListener("pointerup", lift); canvas.addEventListener("pointercancel", lift);
canvas.addEventListener("wheel", e => { e.preventDefault(); zoom(Math.exp(-e.deltaY * 0.0015), e.offsetX, e.offsetY); }, { passive: false });
canvas.addEventListener("keydown", e => {
  const pan = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[e.key];
  const seen = byTies.filter(shown), place = seen.indexOf(chosen);
  if (pan) { view.left += pan[0]; view.top += pan[1]; move(); }
  else if (e.key === "+" || e.key === "=") zoom(1.3);
  else if (e.key === "-") zoom(1 / 1.3);
  else if (e.key === "0") { fit(); ask(); }
  else if (e.key === "n" && seen.length) choose(seen[(place + 1) % seen.length], true);
  else if (e.key === "p" && seen.length) choose(seen[(place - 1 + seen.length) % seen.length], true);
  else if (e.key === "Enter" && chosen >= 0) all("around").click();
  else if (e.key === "Escape") { whole(); choose(-1); }
  else return;
  e.preventDefault();
});
function whole() { if (ego === null) return; ego = null; all("whole").hidden = true; fit(); ask(); }
all("whole").addEventListener("click", () => { whole(); canvas.focus(); });
all("in").addEventListener("click", () => zoom(1.4)); all("out").addEventListener("click", () => zoom(1 / 1.4));
all("fit").addEventListener("click", () => { fit(); ask(); });
all("size").addEventListener("change", () => { choose_size(); ask(); });
all("colour").addEventListener("change", () => { choose_colour(); ask(); });
const named = byTies.filter(i => !data.unnamed[i]);
all("names").replaceChildren(...named.slice(0, 500).map(i => { const option = document.createElement("option"); option.value = name[i]; return option; }));
all("search").addEventListener("input", e => {
  const wanted = e.target.value.trim().toLowerCase(); if (wanted.length < 2) return;
  const hit = named.find(i => name[i].toLowerCase() === wanted) ?? named.find(i => name[i].toLowerCase().includes(wanted));
  if (hit !== undefined) { whole(); choose(hit, true); }
});
addEventListener("resize", () => { choose_size(); fit(); ask(); });
choose_size(); choose_colour(); fit(); draw();
window.simpul = { at, chosen: () => chosen, shown: () => byTies.filter(shown).length, scale: () => view.scale };
})();
