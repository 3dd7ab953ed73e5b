// Draws each plotly figure in place of its static SVG when it comes near the window. plotly is loaded
// once, from beside this script. When anything fails the static figure simply stays.
(() => {
  const PLOTLY = new URL("plotly.min.js", document.currentScript.src);
  const NEAR = "600px";
  const NARROW = 560;
  const CONFIG = { responsive: true, displayModeBar: false, displaylogo: false };
  let loading;

  /** Loads plotly once; a classic script, since modules are forbidden on file://. */
  function plotly() {
    loading ??= new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = PLOTLY;
      script.onload = () => done(globalThis.Plotly);
      script.onerror = () => fail(new Error("plotly.min.js did not load"));
      document.head.append(script);
    });
    return loading;
  }

  /** The figure's layout fitted to the page: its width, a legend above it on a phone, no drag on touch. */
  function fitted(layout, width) {
    const { width: _, ...rest } = layout;
    const touch = matchMedia("(pointer: coarse)").matches;
    const fit = { ...rest, autosize: true, dragmode: touch ? false : (rest.dragmode ?? "zoom") };
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

  /** About how wide a text is, in pixels, at the size of labels and cells. */
  function textWidth(text) {
    const letters = [...String(text).replace(/<[^>]*>/g, "")];
    return letters.reduce((sum, letter) => sum + (letter > "\u2e80" ? 14 : 7.2), 0);
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
    const library = await plotly();
    const room = figure.clientWidth;
    const spec = onPhone(JSON.parse(figure.querySelector("script").textContent), room);
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
      for (const menu of updatemenus) addMenu(live, menu, library);
      for (const slider of sliders) addSlider(live, slider, library);
      still.hidden = true;
      figure.dataset.live = "true";
    } catch (error) {
      live.hidden = true;
      throw error;
    }
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
})();
