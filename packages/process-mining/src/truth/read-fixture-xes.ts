import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { SaxesParser } from "saxes";
import { sqlText, type EventLog } from "@longhaul/event-log";
import { readTableFromSql } from "@longhaul/event-log/read-table-from-sql";
import { fixturesUrl } from "./read-truth.ts";

/**
 * The event log of a small, well-formed XES fixture: the concept names, the time as an instant, the resource. Simple
 * on purpose and apart from the importer, so that a test that fails here accuses the mining.
 */
export async function readFixtureXes(file: string): Promise<EventLog> {
  const bytes = await readFile(new URL(file, fixturesUrl));
  const rows = eventRows((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
  const folder = await mkdtemp(join(tmpdir(), "xes-fixture-"));
  try {
    const path = join(folder, "events.csv");
    const quoted = (value: string | undefined) => (value === undefined ? "" : `"${value.replaceAll('"', '""')}"`);
    await writeFile(path, rows.map((row) => row.map(quoted).join(",")).join("\n"));
    const columns = "{'c': 'VARCHAR', 'a': 'VARCHAR', 't': 'TIMESTAMPTZ', 'r': 'VARCHAR'}";
    return await readTableFromSql(`
      SELECT c AS case_id, a AS activity, t::TIMESTAMP AS timestamp, r AS resource
      FROM read_csv(${sqlText(path)}, header = false, columns = ${columns})`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Case, activity, time and resource of each event. */
function eventRows(xml: string): (string | undefined)[][] {
  const rows: (string | undefined)[][] = [];
  const parser = new SaxesParser();
  const path: string[] = [];
  let caseId: string | undefined;
  let event = new Map<string, string>();
  parser.on("opentag", ({ name, attributes: { key, value } }) => {
    path.push(name);
    const parent = path.at(-2);
    if (name === "event") event = new Map();
    else if (parent === "event" && key !== undefined && value !== undefined) event.set(key, value);
    else if (parent === "trace" && key === "concept:name") caseId = value;
  });
  parser.on("closetag", ({ name }) => {
    path.pop();
    if (name !== "event") return;
    rows.push([caseId, event.get("concept:name"), event.get("time:timestamp"), event.get("org:resource")]);
  });
  parser.write(xml).close();
  return rows;
}
