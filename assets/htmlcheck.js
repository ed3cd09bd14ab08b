// Checks pages with html-validate: node htmlcheck.js FILE... prints one line per finding and exits with 1 if there is one.
// The command line of html-validate wants a newer Node than Debian's; its library does not.
import { readFile } from "node:fs/promises";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const rules = JSON.parse(await readFile(new URL(".htmlvalidate.json", import.meta.url), "utf8"));
const checker = new HtmlValidate(new StaticConfigLoader(rules));
let found = 0;
for (const file of process.argv.slice(2)) {
  const report = await checker.validateString(await readFile(file, "utf8"), file);
  for (const m of report.results.flatMap((r) => r.messages)) {
    found++;
    console.log(`${file}:${m.line}:${m.column}: ${m.ruleId}: ${m.message} ${m.selector ?? ""}`);
  }
}
console.log(`${process.argv.length - 2} pages, ${found} findings`);
process.exit(found > 0 ? 1 : 0);
