import { execFile } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { SaxesParser } from "saxes";
import { seededRandom } from "@longhaul/domain";
import { importEventLog } from "@longhaul/event-log/event-tables";

// pnpm bench xes [events = 500000]: imports a synthetic XES log, against an XML parser that only parses it, and against
// PM4Py's reader where python3 has it.

const eventCount = Number(process.argv[2] ?? 500_000);
const EVENTS_PER_CASE = 10;

async function writeXes(path: string): Promise<void> {
  const random = seededRandom(5);
  const file = createWriteStream(path);
  file.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n');
  for (let event = 0; event < eventCount; event += EVENTS_PER_CASE) {
    let timeMs = Date.UTC(2024, 0, 1) + event * 1000;
    const rows = [`<trace><string key="concept:name" value="case ${event / EVENTS_PER_CASE}"/>`];
    for (let at = event; at < Math.min(eventCount, event + EVENTS_PER_CASE); at++) {
      timeMs += Math.floor(random() * 86_400_000);
      rows.push(
        `<event><string key="concept:name" value="step ${Math.floor(random() * 20)}"/>`,
        `<date key="time:timestamp" value="${new Date(timeMs).toISOString()}"/>`,
        `<string key="org:resource" value="user ${Math.floor(random() * 50)}"/>`,
        `<string key="lifecycle:transition" value="complete"/><int key="amount" value="${Math.floor(random() * 1000)}"/></event>`,
      );
    }
    if (!file.write(`${rows.join("\n")}</trace>\n`)) await once(file, "drain");
  }
  file.end("</log>\n");
  await once(file, "finish");
}

const folder = await mkdtemp(join(tmpdir(), "xes-bench-"));
try {
  const sourcePath = join(folder, "log.xes");
  await writeXes(sourcePath);
  const megabytes = (await stat(sourcePath)).size / 1e6;
  const startMs = performance.now();
  const result = await importEventLog({
    sourcePath,
    fileName: "log.xes",
    tablePath: join(folder, "log.parquet"),
    scratchDir: folder,
    threads: 2,
    memoryLimitMB: 1024,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const seconds = (performance.now() - startMs) / 1000;
  if (!result.ok || result.events !== eventCount) throw new Error("the log was not imported whole");
  const peakMB = process.resourceUsage().maxRSS / 1024;
  const load = loadavg().map((value) => value.toFixed(1));
  print(`${eventCount.toLocaleString("en-US")} events, XES ${megabytes.toFixed(0)} MB, load ${load.join(" ")}`);
  print(
    `import: ${seconds.toFixed(1)} s, ${(megabytes / seconds).toFixed(1)} MB/s, ${Math.round(eventCount / seconds).toLocaleString("en-US")} events/s, peak ${peakMB.toFixed(0)} MB`,
  );
  const parsing = await parserSeconds(sourcePath);
  print(`an XML parser (saxes) alone: ${parsing.toFixed(1)} s, ${(parsing / seconds).toFixed(1)} times as long`);
  const theirs = await pm4pySeconds(sourcePath);
  print(
    theirs === null
      ? "PM4Py isn't installed here."
      : `PM4Py: ${theirs.toFixed(1)} s, ${(theirs / seconds).toFixed(1)} times as long`,
  );
} finally {
  await rm(folder, { recursive: true });
}

/** What parsing takes, without anything made of it. */
async function parserSeconds(path: string): Promise<number> {
  const startMs = performance.now();
  const parser = new SaxesParser();
  let tags = 0;
  parser.on("opentag", () => tags++);
  const chunks: AsyncIterable<string> = createReadStream(path, { encoding: "utf8", highWaterMark: 1024 * 1024 });
  for await (const chunk of chunks) parser.write(chunk);
  parser.close();
  if (tags < eventCount) throw new Error("the log was not parsed whole");
  return (performance.now() - startMs) / 1000;
}

/** What PM4Py's reader takes; null where it isn't installed. */
async function pm4pySeconds(path: string): Promise<number | null> {
  const python = async (code: string): Promise<string> =>
    (await promisify(execFile)("python3", ["-c", code, path])).stdout;
  try {
    await python("import pm4py");
  } catch {
    return null;
  }
  return Number(
    await python(
      "import pm4py, sys, time\nt = time.perf_counter()\npm4py.read_xes(sys.argv[1])\nprint(time.perf_counter() - t)",
    ),
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
