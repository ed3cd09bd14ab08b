// Measures the public pages with Lighthouse and prints a table: node run.js ADDRESS [--runs 5] [--page job]. It exits with 1 where a
// median is below 100 or a page weighs more than the bars allow. Provided throttling adds nothing to what this machine and loopback do;
// the figures of a simulated phone on a slow network stand beside it and decide nothing.
import { parseArgs } from "node:util";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const bars = { script: 30_000, style: 24_000, all: 130_000, requests: 8 };
const categories = ["performance", "accessibility", "best-practices", "seo"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "5" }, page: { type: "string", default: "" } },
});
const base = positionals[0]?.replace(/\/$/, "");
if (!base) throw new Error("which address?");

// pages are what somebody without an account sees, in a language.
async function pages(lang) {
  const list = await (await fetch(`${base}/${lang}/jobs`)).text();
  const job = list.match(/href="(\/\w\w\/jobs\/[0-9a-f-]{36}\/[^"]+)"/)?.[1];
  if (!job) throw new Error(`${base}/${lang}/jobs lists no job`);
  const ad = await (await fetch(base + job)).text();
  const employer = ad.match(/href="(\/\w\w\/employers\/[0-9a-f-]{36})"/)?.[1];
  return {
    home: `/${lang}/`,
    jobs: `/${lang}/jobs`,
    job,
    apply: `${job.split("/").slice(0, 4).join("/")}/apply`,
    employer,
    career: `/midtfjord/${lang}/`,
    developers: `/${lang}/developers`,
  };
}

const chrome = await launch({ chromePath: process.env.CHROME_PATH ?? "chromium", chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
// measure looks at a page once; a busy machine may lose the trace of a look, which is then taken again.
async function measure(path, throttlingMethod, tries = 3) {
  const flags = { port: chrome.port, logLevel: "silent", onlyCategories: categories, throttlingMethod };
  const { lhr } = await lighthouse(base + path, flags);
  if (!lhr.runtimeError) return lhr;
  if (tries > 1) return measure(path, throttlingMethod, tries - 1);
  throw new Error(`${path}: ${lhr.runtimeError.message}`);
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const score = (lhr, c) => Math.round((lhr.categories[c].score ?? 0) * 100);
const ms = (lhr, audit) => Math.round(lhr.audits[audit].numericValue ?? 0);
const layout = (lhr) => lhr.audits["cumulative-layout-shift"].numericValue ?? 0;

// packed is how many bytes of a file come over the line, without the headers.
const known = new Map();
async function packed(url) {
  if (!known.has(url)) {
    const answer = await fetch(url, { headers: { "Accept-Encoding": "gzip" } });
    known.set(url, Number(answer.headers.get("Content-Length")));
  }
  return known.get(url);
}

// weight is script and style as they are packed, and all that came over the line, with headers.
async function weight(lhr) {
  const w = { script: 0, style: 0, all: 0, requests: 0 };
  for (const r of lhr.audits["network-requests"].details.items) {
    if (r.url.startsWith("data:")) continue;
    w.requests++;
    w.all += r.transferSize;
    if (r.resourceType === "Script") w.script += await packed(r.url);
    if (r.resourceType === "Stylesheet") w.style += await packed(r.url);
  }
  return w;
}

// lost are the audits that cost a page its hundred.
function lost(lhr, category) {
  return lhr.categories[category].auditRefs
    .filter((ref) => ref.weight > 0 && (lhr.audits[ref.id].score ?? 1) < 1)
    .map((ref) => `${ref.id}: ${lhr.audits[ref.id].displayValue ?? lhr.audits[ref.id].title}`);
}

const trouble = [];
const line = (...cells) => console.log(cells.map((c, i) => (i === 0 ? String(c).padEnd(14) : String(c).padStart([5, 5, 5, 5, 6, 6, 5, 8, 7, 7, 7, 8, 7, 5, 5][i - 1]))).join(" "));
console.log(`Lighthouse ${(await import("lighthouse/package.json", { with: { type: "json" } })).default.version}, median of ${values.runs}, provided throttling; at the right a simulated phone, once`);
line("page", "perf", "a11y", "best", "seo", "LCP", "CLS", "TBT", "script", "style", "all", "requests", "| perf", "LCP", "CLS", "TBT");
try {
  for (const lang of ["nb", "fi"]) {
    for (const [name, path] of Object.entries(await pages(lang))) {
      if (!name.includes(values.page)) continue;
      const runs = [];
      for (let i = 0; i < Number(values.runs); i++) runs.push(await measure(path, "provided"));
      const phone = await measure(path, "simulate");
      const scores = categories.map((c) => median(runs.map((r) => score(r, c))));
      const w = await weight(runs[0]);
      const of = (f) => median(runs.map(f));
      line(`${name} ${lang}`, ...scores, of((r) => ms(r, "largest-contentful-paint")), of(layout).toFixed(3), of((r) => ms(r, "total-blocking-time")),
        w.script, w.style, w.all, w.requests,
        "| " + score(phone, "performance"), ms(phone, "largest-contentful-paint"), layout(phone).toFixed(3), ms(phone, "total-blocking-time"));
      categories.forEach((c, i) => {
        if (scores[i] < 100) trouble.push(`${name} ${lang}: ${c} ${scores[i]}: ${lost(runs[0], c).join("; ")}`);
      });
      for (const [what, bar] of Object.entries(bars)) if (w[what] > bar) trouble.push(`${name} ${lang}: ${w[what]} ${what}, the bar is ${bar}`);
    }
  }
} finally {
  await chrome.kill();
}
for (const t of trouble) console.log(t);
process.exit(trouble.length > 0 ? 1 : 0);
