// say reads a sentence that the server translated into a data attribute and puts numbers in: "{n} characters left".
export function say(element, name, n) {
  return (element.dataset[name] ?? "").replace("{n}", String(n));
}

// announce tells screen readers. The region is in the page from the start, or nobody would listen to it.
export function announce(text) {
  const region = document.getElementById("verv-live");
  if (region) region.textContent = text;
}
