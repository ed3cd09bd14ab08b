// What axe does not look at, in the colours that the reader's system asks for: whether one sees where a control ends, what an icon in it
// shows, and where the focus is. WCAG 2.2, 1.4.11 and 2.4.7: three to one against what lies around.
(() => {
  const visible = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.getBoundingClientRect().width > 2;
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const known = new Map();

  // rgba gives the four figures of any colour of CSS.
  function rgba(colour) {
    if (!known.has(colour)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      known.set(colour, [...pen.getImageData(0, 0, 1, 1).data].map((v) => v / 255));
    }
    return known.get(colour);
  }
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const light = (c) => {
    const [r, g, b] = c.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  // ground is the colour that lies behind an element, or on it.
  function ground(e) {
    if (!e) return rgba(matchMedia("(prefers-color-scheme: dark)").matches ? "black" : "white");
    const own = rgba(getComputedStyle(e).backgroundColor);
    return own[3] === 1 ? own : over(own, ground(e.parentElement));
  }
  function contrast(colour, back) {
    const [a, b] = [light(over(rgba(colour), back)), light(back)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  }
  const line = (style, width, colour, back, least) => style !== "none" && style !== "hidden" && parseFloat(width) >= 1 && contrast(colour, back) >= least;

  // edged reports whether one sees where a control ends: by a line around or below it, or by its own ground.
  function edged(e, least) {
    const s = getComputedStyle(e);
    const back = ground(e.parentElement);
    return (
      line(s.borderBottomStyle, s.borderBottomWidth, s.borderBottomColor, back, least) ||
      line(s.outlineStyle, s.outlineWidth, s.outlineColor, back, least) ||
      (s.appearance !== "none" && e.matches("input, select, textarea")) ||
      contrast(s.backgroundColor, back) >= least
    );
  }

  const name = (e) => (e.getAttribute("aria-label") ?? e.labels?.[0]?.innerText ?? e.innerText ?? "").trim().split("\n")[0].slice(0, 40);
  const called = (e) => `${e.tagName.toLowerCase()}${e.type ? " " + e.type : ""} "${name(e)}"`;
  const controls = () =>
    [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea, [contenteditable=true]")].filter(
      (e) => !e.disabled && e.ariaDisabled !== "true",
    );

  // faint are the elements whose own words cannot be read.
  function faint() {
    const found = [];
    for (const e of document.body.querySelectorAll(":not(script, style, option, svg *)")) {
      const words = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
      if (!words || e.closest(":disabled, [aria-disabled=true]") || !visible(e)) continue;
      const to = contrast(getComputedStyle(e).color, ground(e));
      if (to < 4.5) found.push(`${e.tagName.toLowerCase()} "${e.innerText.slice(0, 40)}" is faint: ${to.toFixed(1)} to 1`);
    }
    return found;
  }

  const before = new WeakMap(); // what had an edge before the colours were forced
  window.vervLook = () => {
    const forced = matchMedia("(forced-colors: active)").matches;
    const found = forced ? faint() : [];
    for (const e of controls().filter(visible)) {
      if (!forced) before.set(e, edged(e, 1.1));
      else if (before.get(e) && !edged(e, 3)) found.push(`${called(e)} has no edge`);
      for (const svg of e.querySelectorAll("svg")) {
        if (!visible(svg)) continue;
        const inks = svg.querySelector("use") ? [getComputedStyle(svg).color] : [...svg.querySelectorAll("path, rect, circle, text")].flatMap((p) => [getComputedStyle(p).fill, getComputedStyle(p).stroke]);
        if (!inks.some((c) => c !== "none" && contrast(c, ground(svg)) >= 3)) found.push(`the icon in ${called(e)} cannot be seen`);
      }
    }
    return found;
  };

  // The focus goes to one control of each kind that is not known yet; what it does not change about it, its label or what holds it, cannot
  // be seen. A kind is the way from the body by elements and classes, and what the control stands on.
  window.vervFocus = (known) => {
    const forced = matchMedia("(forced-colors: active)").matches;
    const found = [];
    const kinds = new Set(known);
    const shown = (e) => {
      const s = getComputedStyle(e);
      const inside = parseFloat(s.outlineOffset) < 0;
      return line(s.outlineStyle, s.outlineWidth, s.outlineColor, ground(inside ? e : e.parentElement), 3) || (!forced && s.boxShadow !== "none" && s.boxShadow);
    };
    for (const e of controls()) {
      const kind = hash(way(e) + e.type + e.dataset.variant + ground(e));
      if (kinds.has(kind) || e.tabIndex < 0 || !e.checkVisibility({ visibilityProperty: true })) continue;
      kinds.add(kind);
      const around = [e, ...(e.labels ?? []), e.parentElement];
      document.activeElement?.blur();
      const was = around.map(shown);
      e.focus({ preventScroll: true, focusVisible: true });
      if (document.activeElement === e && !around.some((a, i) => shown(a) && shown(a) !== was[i])) found.push(`the focus on ${called(e)} cannot be seen`);
    }
    document.activeElement?.blur();
    return { Found: found, Kinds: [...kinds] };
  };
  const way = (e) => (e === document.body ? "" : `${way(e.parentElement)}>${e.tagName}.${e.getAttribute("class") ?? ""}`);

  // hash is FNV-1a, twice: equal texts are equal, and others hardly ever.
  function hash(text) {
    let a = 0x811c9dc5;
    let b = 0x1234567;
    for (let i = 0; i < text.length; i++) {
      a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
      b = Math.imul(b ^ text.charCodeAt(i), 0x5bd1e995);
    }
    return (a >>> 0).toString(36) + (b >>> 0).toString(36);
  }

  // Two looks that show the same elements differ in colours alone; two that paint the same ones, in whatever order (the language that is
  // current is another one), differ in words alone.
  window.vervSeen = () => {
    const all = [...document.body.querySelectorAll("*")].map((e) => [e, e.checkVisibility({ visibilityProperty: true })]);
    const paint = (e) => {
      const s = getComputedStyle(e);
      return [e.tagName, s.color, ground(e).map((v) => v.toFixed(3)), s.backgroundImage, s.fontSize, s.fontWeight, s.opacity, s.textDecorationLine, s.borderBottomColor, s.fill].join();
    };
    return { Shown: hash(all.map(([, shown]) => +shown).join("")), Painted: hash(all.filter(([, shown]) => shown).map(([e]) => paint(e)).sort().join(";")) };
  };
})();
