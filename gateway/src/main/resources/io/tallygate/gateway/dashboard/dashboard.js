/* What the pages do in the browser beside htmx: plots, countdowns, copying, the sign of life. */
"use strict";

(() => {
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const two = (number) => String(number).padStart(2, "0");

  const clock = (second) => {
    const at = new Date(second * 1000);
    return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  };

  const day = (second) => {
    const at = new Date(second * 1000);
    return `${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  };

  /* The table has only hours in which something was called; a plot needs the others as well. */
  const series = (figure) => {
    const step = Number(figure.dataset.step);
    const rows = new Map();
    for (const row of figure.querySelectorAll("tr[data-at]")) {
      rows.set(Number(row.dataset.at), row.dataset);
    }
    const first = Math.ceil(Number(figure.dataset.from) / step) * step;
    const last = Math.floor(Date.now() / 1000 / step) * step;
    const xs = [];
    const admitted = [];
    const refused = [];
    for (let at = first; at <= last; at += step) {
      const row = rows.get(at);
      xs.push(at);
      admitted.push(row ? Number(row.admitted) : 0);
      refused.push(row ? Number(row.refused) : 0);
    }
    return [xs, admitted, refused];
  };

  const draw = (figure) => {
    const canvas = figure.querySelector(".canvas");
    const data = series(figure);
    const isLong = data[0].length * Number(figure.dataset.step) > 2 * 86400;
    const axis = { stroke: css("--soft"), grid: { stroke: css("--line"), width: 1 }, ticks: { show: false } };
    const line = (label, color) => ({
      label, stroke: css(color), fill: css(color) + "22", width: 1.5, points: { show: data[0].length < 50 },
    });
    canvas.replaceChildren();
    const plot = new uPlot({
      width: canvas.clientWidth,
      height: 220,
      tzDate: (second) => uPlot.tzDate(new Date(second * 1000), "UTC"),
      scales: { y: { range: (u, low, high) => [0, Math.max(1, high * 1.05)] } },
      axes: [
        { ...axis, values: (u, seconds) => seconds.map(isLong ? day : clock) },
        { ...axis, size: 56 },
      ],
      series: [
        { label: "Begins", value: (u, second) => second === null ? "—" : `${day(second)} ${clock(second)}` },
        line("Admitted", "--bar"),
        line("Refused", "--spent-bar"),
      ],
    }, data, canvas);
    return plot;
  };

  const drawAll = () => document.querySelectorAll("figure.plot").forEach(draw);

  const span = (seconds) => {
    const rest = Math.max(0, Math.floor(seconds));
    if (rest < 60) return `${rest} s`;
    if (rest < 3600) return `${Math.floor(rest / 60)} min${rest % 60 ? ` ${rest % 60} s` : ""}`;
    if (rest < 86400) return `${Math.floor(rest / 3600)} h${rest % 3600 >= 60 ? ` ${Math.floor(rest % 3600 / 60)} min` : ""}`;
    return `${Math.floor(rest / 86400)} d${rest % 86400 >= 3600 ? ` ${Math.floor(rest % 86400 / 3600)} h` : ""}`;
  };

  const countDown = () => {
    for (const time of document.querySelectorAll("[data-countdown]")) {
      const left = Number(time.dataset.countdown) - Date.now() / 1000;
      time.textContent = left > 0 ? span(left) : "now";
    }
  };

  const say = (text) => {
    const live = document.getElementById("live");
    if (live && live.textContent !== text) live.textContent = text;
  };

  document.addEventListener("DOMContentLoaded", () => {
    drawAll();
    countDown();
    setInterval(countDown, 1000);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
    let width = innerWidth;
    addEventListener("resize", () => {
      if (innerWidth !== width) {
        width = innerWidth;
        drawAll();
      }
    });
  });

  document.addEventListener("htmx:sseMessage", () => say("Live"));
  document.addEventListener("htmx:sseError", () => say("Not live; load the page again"));

  /* A second click does not send a form twice. */
  document.addEventListener("submit", (event) => {
    if (event.target.method === "post" && !event.target.hasAttribute("hx-post")) {
      for (const button of event.target.querySelectorAll("button")) button.disabled = true;
    }
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    for (const button of event.target.querySelectorAll("button")) button.disabled = true;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.xhr.getResponseHeader("HX-Redirect")) {
      for (const button of event.target.querySelectorAll("button")) button.disabled = false;
    }
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(text);
      button.textContent = "Press Ctrl+C";
    }
  });
})();
