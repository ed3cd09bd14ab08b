// What an integrator would write: a job is posted and opened, somebody applies through a front end of the integrator's own, the application
// is moved and rejected, and its timeline is read. api.ts is made from the installation's own document:
//
//   npx oazapfts https://jobs.example.org/api/openapi.json api.ts
//
// VERV_URL is the installation, VERV_TOKEN the token of a recruiter. The steps are: post | apply JOB | decide JOB
import { HttpError, ok } from "@oazapfts/runtime";
import * as verv from "./api.js";

verv.defaults.baseUrl = process.env.VERV_URL ?? "";
verv.defaults.headers = { "Accept-Language": "en" };

const recruiter = { headers: { Authorization: `Bearer ${process.env.VERV_TOKEN}` } };

// post writes a draft and opens it. Sent twice with the same key, it is done once.
async function post() {
  const draft: verv.Job = {
    title: "Nurse, night shifts",
    text: "You work nights with a good team.",
    language: "en",
    places: [{ town: "Tromsø", country: "NO" }],
    employment: ["permanent"],
    payText: "by collective agreement",
    deadline: "2027-03-01",
  };
  const key = { idempotencyKey: "nurse-night-2027" };
  const job = await ok(verv.createJob(draft, key, recruiter));
  const again = await ok(verv.createJob(draft, key, recruiter));
  if (again.id !== job.id) throw new Error("one key made two jobs");
  const open = await ok(verv.publishJob(job.id!, { version: job.version! }, {}, recruiter));
  return { job: open.id, state: open.state };
}

// apply needs no token: the person confirms by the letter that they get.
async function apply(job: string) {
  return ok(verv.apply(job, { name: "Kari Nordmann", email: "kari@example.org", letter: "I have worked nights for eight years." }));
}

// decide reads who applied, page by page, and lets each of them know.
async function decide(job: string) {
  let cursor: string | undefined;
  const seen: string[] = [];
  do {
    const page: verv.ApplicationLinePage = await ok(verv.listApplications(job, { cursor, limit: 1 }, recruiter));
    seen.push(...page.items.map((line) => line.id));
    cursor = page.next;
  } while (cursor);
  const first = seen[0]!;
  const early = await verv.rejectApplication(first, { reason: "experience" }, {}, recruiter);
  const opened = await ok(verv.openApplication(first, {}, recruiter));
  const moved = await ok(verv.moveApplication(first, { to: "interview" }, {}, recruiter));
  await ok(verv.rejectApplication(first, { reason: "experience" }, {}, recruiter));
  const timeline = await ok(verv.getTimeline(first, {}, recruiter));
  return { seen, early: early.status, letter: opened.letter, move: moved.move, timeline: timeline.items.map((line) => line.what) };
}

const [step, job = ""] = process.argv.slice(2);
try {
  const out = step === "post" ? await post() : step === "apply" ? await apply(job) : await decide(job);
  console.log(JSON.stringify(out));
} catch (e) {
  if (e instanceof HttpError) console.error(e.status, JSON.stringify(e.data)); // a problem document, in the language that was asked for
  throw e;
}
