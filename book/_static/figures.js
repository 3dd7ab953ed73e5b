// Draws each plotly figure in place of its static picture when it comes near the window, and shows a long table
// when it is opened. plotly is loaded once, from beside this script, and each figure's JSON and table from figures/:
// classic scripts, since modules and fetch are forbidden on file://. When anything fails the picture simply stays.
(() => {
  const HERE = document.currentScript.src;
  const NEAR = "600px";
  const NARROW = 560;
  const CONFIG = { responsive: true, displayModeBar: false, displaylogo: false };
  const loading = new Map();

  /** Loads a script once. */
  function load(name) {
    if (!loading.has(name)) {
      const done = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = new URL(name, HERE);
        script.onload = resolve;
        script.onerror = () => reject(new Error(`${name} did not load`));
        document.head.append(script);
      });
      loading.set(name, done);
    }
    return loading.get(name);
  }

  /** What stands beside the page for a figure: `figure`, plotly's JSON, and `table`, HTML; either may be null. */
  async function dataOf({ id }) {
    const number = id.replace("fig-", "");
    await load(`figures/${number}.js`);
    return globalThis.bookFigures[number];
  }

  /** About how wide a text is, in pixels, at the size of labels and cells. */
  function textWidth(text) {
    const letters = [...String(text).replace(/<[^>]*>/g, "")];
    return letters.reduce((sum, letter) => sum + (letter > "\u2e80" ? 14 : 7.2), 0);
  }

  /** A text in lines that `room` pixels hold, where its words are short enough. */
  function inLines(text, room) {
    const lines = [];
    for (const word of text.split(" ")) {
      const longer = `${lines.at(-1)} ${word}`;
      if (lines.length > 0 && textWidth(longer) <= room) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines.join("<br>");
  }

  /** An x axis for a phone, where plotly would cut a long title and leave out a label for which it finds no room. */
  function narrowAxis(axis, width) {
    const { title, ticktext } = axis;
    const plot = width - 90;
    const labels = ticktext?.map((text) => inLines(String(text), plot / ticktext.length - 8));
    // A title's letters are larger than those of labels, and it may be as wide as the figure.
    const text = title?.text && inLines(title.text, plot / 1.15);
    return {
      ...axis,
      ...(text && { title: { ...title, text } }),
      ...(labels && { ticktext: labels }),
    };
  }

  /** The figure's layout fitted to the page: its width, a legend above it on a phone, no drag on touch. */
  function fitted(layout, width) {
    const { width: _, ...rest } = layout;
    const touch = matchMedia("(pointer: coarse)").matches;
    const fit = { ...rest, autosize: true, dragmode: touch ? false : (rest.dragmode ?? "zoom") };
    if (width < NARROW && rest.xaxis) fit.xaxis = narrowAxis(rest.xaxis, width);
    if (width < NARROW && rest.legend?.orientation !== "h") {
      fit.legend = {
        ...rest.legend,
        orientation: "h",
        x: 0,
        xanchor: "left",
        y: 1.02,
        yanchor: "bottom",
      };
    }
    return fit;
  }

  /** The width that a heat map needs so that what is written in its cells does not overlap. */
  function neededWidth({ x }, { annotations = [], yaxis }) {
    const widest = (texts) => Math.max(0, ...texts.map(textWidth));
    const inCells = widest(annotations.filter(({ xref }) => xref === "x").map(({ text }) => text));
    return inCells && x.length * (inCells + 4) + widest(yaxis?.ticktext ?? []) + 60;
  }

  /** On a phone: a heat map has its colour bar above it, and scrolls sideways rather than overlap. */
  function onPhone({ data, layout = {} }, width) {
    if (width >= NARROW || data[0]?.type !== "heatmap") return { data, layout };
    const [{ colorbar, ...map }] = data;
    const title = { text: colorbar.title.text.replace(" (", "<br>("), side: "top" };
    const top = title.text.includes("<br>") ? 94 : 76;
    const place = { orientation: "h", x: 0, xanchor: "left", yref: "container", yanchor: "top" };
    const needed = neededWidth(map, layout);
    return {
      data: [
        { ...map, colorbar: { ...colorbar, ...place, y: 1, title, thickness: 12, nticks: 4 } },
      ],
      layout: {
        ...layout,
        height: (layout.height ?? 380) + top - (layout.margin?.t ?? 0),
        margin: { ...layout.margin, t: top },
      },
      needed: needed > width ? needed : undefined,
    };
  }

  /** A control of the page's own, which keys and screen readers reach; plotly's they do not. */
  function addControl(live, name, ...parts) {
    const label = document.createElement("label");
    label.className = "book-figure-control";
    label.append(`${name} `, ...parts);
    live.before(label);
  }

  function addMenu(live, { name, active, buttons }, library) {
    const select = document.createElement("select");
    select.append(...buttons.map((button) => new Option(button.label)));
    select.selectedIndex = active;
    select.onchange = () => library.update(live, ...buttons[select.selectedIndex].args);
    addControl(live, name, select);
  }

  /** The views of a menu as buttons in a row: pointing at one, or tabbing to it, shows its view, which stays. */
  function addViews(live, { name, active, buttons }, library) {
    const group = document.createElement("div");
    const all = buttons.map(({ label, args }, i) => {
      const view = document.createElement("button");
      Object.assign(view, { type: "button", textContent: label, ariaPressed: `${i === active}` });
      const pick = () => {
        if (view.ariaPressed === "true") return;
        for (const other of all) other.ariaPressed = `${other === view}`;
        library.update(live, ...args);
      };
      view.onmouseenter = pick;
      view.onfocus = pick;
      view.onclick = pick; // a finger neither hovers nor, everywhere, focuses
      return view;
    });
    Object.assign(group, { className: "book-figure-control", role: "group", ariaLabel: name });
    group.append(`${name} `, ...all);
    live.before(group);
  }

  function addSlider(live, { name, active, steps }, library) {
    const input = document.createElement("input");
    const output = document.createElement("output");
    Object.assign(input, { type: "range", min: 0, max: steps.length - 1, value: active });
    const tell = () => {
      output.value = steps[input.value].label;
      input.setAttribute("aria-valuetext", output.value);
    };
    tell();
    input.oninput = () => {
      tell();
      library.update(live, ...steps[input.value].args);
    };
    addControl(live, name, input, output);
  }

  async function draw(figure) {
    const live = figure.querySelector(".book-figure-live");
    const still = figure.querySelector(".book-figure-static");
    const [data] = await Promise.all([dataOf(figure), load("plotly.min.js")]);
    const library = globalThis.Plotly;
    const room = figure.clientWidth;
    const spec = onPhone(data.figure, room);
    Object.assign(live, { role: "img", ariaLabel: still.querySelector("img").alt });
    live.style.height = `${spec.layout?.height ?? still.clientHeight}px`;
    live.hidden = false;
    try {
      const { updatemenus = [], sliders = [], ...layout } = spec.layout ?? {};
      const plan = fitted(layout, room);
      if (spec.needed) {
        Object.assign(plan, { autosize: false, width: spec.needed });
        live.style.overflowX = "auto";
        live.tabIndex = 0; // a scroller is reached by keys as well
      }
      await library.newPlot(live, spec.data, plan, CONFIG);
      for (const menu of updatemenus)
        (menu.type === "dropdown" ? addViews : addMenu)(live, menu, library);
      for (const slider of sliders) addSlider(live, slider, library);
      still.hidden = true;
      figure.dataset.live = "true";
    } catch (error) {
      live.hidden = true;
      throw error;
    }
  }

  /** A long table, when its fold is opened for the first time; the link to it as a file stays. */
  async function showTable(folded) {
    const box = folded.querySelector(".book-scroll");
    const { table } = await dataOf(folded.closest(".book-figure"));
    box.insertAdjacentHTML("afterbegin", table);
  }

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) {
          observer.unobserve(target);
          draw(target).catch((error) =>
            console.warn(`Figure ${target.id} stays static: ${error.message}`),
          );
        }
      }
    },
    { rootMargin: NEAR },
  );
  for (const figure of document.querySelectorAll(".book-figure:has(.book-figure-live)")) {
    observer.observe(figure);
  }
  for (const folded of document.querySelectorAll(".book-figure-data:has(a[download])")) {
    const show = () =>
      showTable(folded).catch((error) => console.warn(`A table stays a file: ${error.message}`));
    folded.addEventListener("toggle", show, { once: true });
  }
})();
