// What the pages do beyond links and forms. Every page works without this file, save the pictures of charts.
"use strict";

// Colours: the button changes them at once; the form behind it lets the server remember.
document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button || !button.hasAttribute("data-theme-toggle")) return;
  event.preventDefault();
  const form = new FormData(event.target);
  const dark = shownTheme() === "dark";
  form.set("theme", dark ? "light" : "dark");
  document.documentElement.dataset.theme = form.get("theme");
  await fetch(event.target.action, { method: "POST", body: form, redirect: "manual" });
  drawCharts();
});

function shownTheme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawCharts());

// Charts: the drawing script is fetched once, when the first chart is near the screen.
let drawing = null;
function chartScript() {
  drawing ??= new Promise((loaded, failed) => {
    const script = document.createElement("script");
    script.src = document.body.dataset.charts;
    script.onload = loaded;
    script.onerror = failed;
    document.head.append(script);
  });
  return drawing;
}

function inColours(value, colours) {
  if (typeof value === "string") return value.startsWith("token:") ? colours[value.slice(6)] ?? value : value;
  if (Array.isArray(value)) return value.map((one) => inColours(one, colours));
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inColours(one, colours)]));
  return value;
}

// Small charts side by side: as many in a row as stay readable, each with room for its own axis.
function inColumns(spec, width) {
  const columns = Math.max(1, Math.min(spec.columns ?? spec.concat.length, Math.floor(width / 280)));
  spec.columns = columns;
  for (const one of spec.concat) one.width = Math.floor(width / columns) - 64;
}

async function draw(plot) {
  const source = document.getElementById(plot.dataset.chart);
  if (!source) return;
  const given = JSON.parse(source.textContent);
  const spec = inColours(given.spec, given.tokens[shownTheme()]);
  const width = Math.round(plot.clientWidth);
  if (typeof spec.width === "number" && width) {
    // the fields of a heat map are as wide as their columns
    for (const { mark } of spec.layer ?? []) if (mark?.type === "rect" && mark.width) mark.width = Math.max(4, mark.width * width / spec.width);
    spec.width = width;
  }
  if (spec.concat && width) inColumns(spec, width);
  await chartScript();
  // ast: expressions are interpreted, because the site's policy allows no code made from text.
  await window.vegaEmbed(plot, spec, {
    actions: false, ast: true, renderer: "svg", tooltip: false, defaultStyle: false,
    formatLocale: given.numbers, timeFormatLocale: given.months,
  });
  plot.dataset.drawn = "1";
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); draw(entry.target); }
}, { rootMargin: "600px" });

function drawCharts(within = document) {
  for (const plot of within.querySelectorAll("[data-chart]")) {
    seen.unobserve(plot); // observing again is what tells its place again
    seen.observe(plot);
  }
}
let waiting = null;
let widthThen = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === widthThen) return; // a phone's address bar changes the height only
  widthThen = innerWidth;
  clearTimeout(waiting);
  waiting = setTimeout(() => drawCharts(), 200);
});
document.addEventListener("DOMContentLoaded", () => drawCharts());
document.addEventListener("htmx:afterSettle", () => drawCharts());
