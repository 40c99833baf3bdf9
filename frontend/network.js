// The network one can walk through: positions come from the study; nothing is laid out or measured here.
import Graph from "graphology";
import Sigma from "sigma";

const box = document.getElementById("jejaring");
const style = getComputedStyle(document.documentElement);
const token = (name) => style.getPropertyValue(name).trim();
const SERIES = [1, 2, 3, 4, 5, 6].map((number) => token(`--series-${number}`));
const field = (id) => document.getElementById(id);

function colours(nodes, by) {
  const counts = new Map();
  for (const node of nodes) counts.set(node[by], (counts.get(node[by]) || 0) + node.n);
  const common = [...counts].sort((a, b) => b[1] - a[1]).slice(0, SERIES.length).map(([value]) => value);
  return (node) => SERIES[common.indexOf(node[by])] || token("--line-strong");
}

function sizes(nodes, by) {
  const largest = Math.max(1e-9, ...nodes.map((node) => node[by] || 0));
  return (node) => 3 + 14 * Math.sqrt(Math.max(0, node[by] || 0) / largest);
}

function build({ nodes, ties }) {
  const graph = new Graph({ type: "directed" });
  nodes.forEach((node, number) => {
    if (node.x !== null && node.y !== null) graph.addNode(number, { ...node, size: 3, color: token("--muted") });
  });
  for (const [source, target, weight, month] of ties) {
    if (graph.hasNode(source) && graph.hasNode(target) && !graph.hasEdge(source, target)) {
      graph.addEdge(source, target, { month, size: Math.min(4, 0.4 + Math.log10(1 + weight)), color: token("--line") });
    }
  }
  return graph;
}

function show(data) {
  box.replaceChildren();
  const graph = build(data);
  const state = { chosen: null, near: new Set(), month: data.months.length - 1 };
  const renderer = new Sigma(graph, box, {
    labelColor: { color: token("--ink") },
    labelFont: token("--sans"),
    labelSize: 12,
    labelRenderedSizeThreshold: 7,
    allowInvalidContainer: true,
    nodeReducer: (id, node) => (state.chosen === null || state.near.has(id) ? { ...node, forceLabel: state.near.has(id) && node.label !== "" } : { ...node, label: "", color: token("--line") }),
    edgeReducer: (id, edge) => {
      const [source, target] = graph.extremities(id);
      const hidden = edge.month > state.month || (state.chosen !== null && source !== state.chosen && target !== state.chosen);
      return { ...edge, hidden };
    },
  });
  const paint = () => {
    const color = colours(data.nodes, field("warna").value);
    const size = sizes(data.nodes, field("besar").value);
    graph.updateEachNodeAttributes((_, node) => ({ ...node, color: color(node), size: size(node) }));
  };
  const choose = (id) => {
    state.chosen = id;
    state.near = new Set(id === null ? [] : [id, ...graph.neighbors(id)]);
    field("terpilih").textContent = id === null ? "" : `${graph.getNodeAttribute(id, "label") || "–"}: ${state.near.size - 1}`;
    renderer.refresh();
  };
  field("warna").addEventListener("change", paint);
  field("besar").addEventListener("change", paint);
  field("semua").addEventListener("click", () => { choose(null); renderer.getCamera().animatedReset(); });
  field("cari").addEventListener("change", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    const found = wanted && graph.findNode((_, node) => node.label.toLowerCase().includes(wanted));
    if (!found) return choose(null);
    choose(found);
    const place = renderer.getNodeDisplayData(found);
    renderer.getCamera().animate({ x: place.x, y: place.y, ratio: 0.4 }, { duration: 300 });
  });
  field("waktu")?.addEventListener("input", (event) => {
    state.month = Number(event.target.value);
    field("bulan").textContent = data.months[state.month];
    renderer.refresh();
  });
  renderer.on("clickNode", ({ node }) => choose(node));
  renderer.on("clickStage", () => choose(null));
  paint();
  box.dataset.ready = String(graph.order);
}

if (box) {
  fetch(box.dataset.url, { headers: { Accept: "application/json" } })
    .then((answer) => answer.json())
    .then(show)
    .catch(() => { box.textContent = "Gambar tidak dapat dimuat; tabel di bawah memuat simpul yang sama."; });
}
