// "Explore this chart": on demand, draws a page's chart with Plotly (from this site) so that it can be zoomed and asked.
"use strict";

const CONFIG = { displayModeBar: false, showSendToCloud: false, showTips: false, responsive: true };
const FAILED = "The chart could not be loaded. The picture and the table on this page have the same figures.";
// Plotly writes no style of its own where it finds these: its rules are in plotly.css, and it draws no maps here.
const STYLES = ["plotly.js-style-global", "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53"];
const drawn = new Map(); // box -> its chart's specification, while it is open
let library = null;

function arrived(element) {
  return new Promise((done, failed) => {
    element.onload = done;
    element.onerror = () => failed(new Error(`${element.src || element.href} did not load`));
    document.head.append(element);
  });
}

async function plotlyLoaded({ plotly, style }) {
  const links = STYLES.map((id) =>
    Object.assign(document.createElement("link"), { id, className: "no-inline-styles", rel: "stylesheet", href: style }));
  const script = Object.assign(document.createElement("script"), { src: plotly });
  try {
    await Promise.all(links.map(arrived));
    await arrived(script);
    return window.Plotly;
  } catch (error) {
    [...links, script].forEach((element) => element.remove());
    library = null;
    throw error;
  }
}

async function chartOf({ charts, explore }) {
  const answer = await fetch(charts);
  if (!answer.ok) throw new Error(`${charts}: ${answer.status}`);
  return (await answer.json()).charts[explore];
}

// Names of the style sheet's tokens become colours and fonts: light or dark, as the page is now.
function looked(value, style) {
  if (typeof value === "string") return value.startsWith("--") ? style.getPropertyValue(value).trim() : value;
  if (Array.isArray(value)) return value.map((each) => looked(each, style));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, looked(each, style)]));
}

function parts(box) {
  return {
    opener: box.querySelector("[data-open]"),
    said: box.querySelector("[role=status]"),
    panel: box.querySelector(".explored-chart"),
    plot: box.querySelector(".plot"),
    choice: box.querySelector("select"),
    figure: box.closest("figure"),
  };
}

function draw(box, chart) {
  const { data, layout } = looked({ data: chart.data, layout: chart.layout }, getComputedStyle(document.documentElement));
  layout.dragmode = window.matchMedia("(pointer: fine)").matches ? "zoom" : false; // a finger scrolls the page
  parts(box).choice.value = "";
  return window.Plotly.react(parts(box).plot, data, layout, CONFIG);
}

async function open(box) {
  const { opener, said, panel, plot, choice, figure } = parts(box);
  opener.setAttribute("aria-expanded", "true");
  said.textContent = "Loading the chart ...";
  try {
    library ??= plotlyLoaded(box.dataset);
    const [chart] = await Promise.all([chartOf(box.dataset), library]);
    if (opener.getAttribute("aria-expanded") === "false") return; // closed again meanwhile
    drawn.set(box, chart);
    marks(chart).customdata.forEach((name, at) => choice.options[at + 1] ?? choice.add(new Option(name, at)));
    plot.setAttribute("aria-label", `${chart.title}. The table has the same figures.`);
    panel.hidden = false;
    figure.classList.add("explored");
    await draw(box, chart);
    said.textContent = "The chart is drawn; its controls follow it.";
  } catch (error) {
    fold(box);
    said.textContent = FAILED;
    console.warn(error);
  }
}

function fold(box) {
  const { opener, said, panel, plot, figure } = parts(box);
  if (drawn.delete(box)) window.Plotly.purge(plot);
  panel.hidden = true;
  figure.classList.remove("explored");
  opener.setAttribute("aria-expanded", "false");
  said.textContent = "";
}

function close(box) {
  fold(box);
  parts(box).opener.focus();
}

function marks(chart) {
  return chart.data.at(-1);
}

// A range `factor` times as wide about the middle, moved by `step` widths; never past the whole chart.
function ranged([low, high], [least, most], factor, step, about = (low + high) / 2) {
  const width = Math.min((high - low) * factor, most - least);
  const start = about - width / 2 + step * width;
  const kept = Math.max(least, Math.min(start, most - width));
  return [kept, kept + width];
}

async function move(box, factor, step) {
  const { plot, choice, said } = parts(box);
  const { layout } = drawn.get(box);
  const chosen = choice.value !== "" && factor < 1 ? pointOf(box, Number(choice.value)) : {};
  const now = { xaxis: plot.layout.xaxis.range, yaxis: plot.layout.yaxis.range };
  const change = { "xaxis.range": ranged(now.xaxis, layout.xaxis.range, factor, step, chosen.x) };
  if (layout.xaxis.type !== "category") {
    change["yaxis.range"] = ranged(now.yaxis, layout.yaxis.range, factor, 0, chosen.y);
  }
  await window.Plotly.relayout(plot, change);
  await pointOut(box);
  said.textContent = `${inSight(drawn.get(box), change["xaxis.range"])} ${said.textContent}`;
}

// What the range across shows: whole months, or sizes.
function inSight(chart, [low, high]) {
  const names = marks(chart).customdata;
  const [first, last] = chart.layout.xaxis.type === "category"
    ? [names[Math.ceil(low)], names[Math.floor(high)]]
    : [low, high].map((value) => Math.round(value).toLocaleString("en-GB"));
  return `Now showing ${first} to ${last}.`;
}

function pointOf(box, at) {
  const chart = drawn.get(box);
  const { x, y } = marks(chart);
  return chart.layout.xaxis.type === "category" ? { x: at } : { x: x[at], y: y[at] };
}

// Says what the chosen mark is, and shows it: the others fade, its label opens.
async function pointOut(box) {
  const { plot, said, choice } = parts(box);
  const chart = drawn.get(box);
  const trace = chart.data.length - 1;
  const at = choice.value === "" ? null : Number(choice.value);
  const shown = at !== null && marks(chart).y[at] !== null;
  await window.Plotly.restyle(plot, { selectedpoints: [shown ? [at] : null] }, [trace]);
  window.Plotly.Fx.hover(plot, shown ? [{ curveNumber: trace, pointNumber: at }] : []);
  said.textContent = at === null ? "" : `${marks(chart).hovertext[at]}.`;
}

async function picture(box) {
  const { plot, said, choice } = parts(box);
  const { title, source, explains, file } = drawn.get(box);
  const chosen = choice.value === "" ? "" : `${marks(drawn.get(box)).hovertext[Number(choice.value)]}.`;
  const below = [source, explains, chosen].filter(Boolean).join("<br>");
  const layout = { ...plot.layout, title: { text: title, subtitle: { text: below } } };
  layout.margin = { ...layout.margin, t: 130 };
  const wanted = { format: "svg", width: 1000, height: 620, imageDataOnly: true };
  const svg = await window.Plotly.toImage({ data: plot.data, layout, config: CONFIG }, wanted);
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  Object.assign(document.createElement("a"), { href: address, download: file }).click();
  URL.revokeObjectURL(address);
  said.textContent = `Downloaded as ${file}.`;
}

function showTable(event) {
  event.preventDefault();
  const table = document.querySelector(event.currentTarget.hash);
  const folded = table.closest("details");
  if (folded) folded.open = true;
  table.focus();
  table.scrollIntoView({ block: "start" });
}

async function whole(box) {
  await draw(box, drawn.get(box));
  parts(box).said.textContent = "Now showing the whole chart.";
}

const ACTIONS = {
  nearer: (box) => move(box, 0.5, 0),
  farther: (box) => move(box, 2, 0),
  left: (box) => move(box, 1, -0.5),
  right: (box) => move(box, 1, 0.5),
  whole,
  picture,
  close,
};

function prepare(box) {
  const { opener, panel, choice } = parts(box);
  opener.addEventListener("click", () => (opener.getAttribute("aria-expanded") === "true" ? close(box) : open(box)));
  for (const button of box.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => ACTIONS[button.dataset.do](box));
  }
  choice.addEventListener("change", () => pointOut(box));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close(box));
  box.querySelector("[data-table]").addEventListener("click", showTable);
  box.hidden = false;
}

document.querySelectorAll("[data-explore]").forEach(prepare);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach((chart, box) => draw(box, chart)));
