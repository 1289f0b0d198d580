// Searches among many operations of one project, through the public API and in the console: pnpm bench search [operations]
import { loadavg } from "node:os";
import { createDb, indexOperations, type Db } from "@longhaul/db";
import { patientLimits } from "../src/patience.ts";
import { timeFirstRows } from "./first-rows.ts";
import { seedSearchable, SEEDED, vacuum } from "./seed-searchable.ts";
import { startMeasuredApi } from "./start-measured-api.ts";

const REQUESTS = 60;
/** Of a browser that keeps nothing. */
const VISITS = 20;
const count = Number(process.argv[2] ?? 1_000_000);
const say = (line: string): unknown => process.stdout.write(`${line}\n`);

const api = await startMeasuredApi();
const db = createDb({ databaseUrl: api.databaseUrl, applicationName: "bench", limits: patientLimits() });
await seedSearchable(db, api, count);
await vacuum(api.databaseUrl, "operations, operation_counts, operation_count_deltas, log_entries");
say(`${count} operations seeded · load ${loadavg()[0]?.toFixed(1)}`);
await indexAll(db);

const { rows: known } = await db.query<{ id: string }>(
  "SELECT id FROM operations WHERE tenant_id = $1 AND project_id = $2 ORDER BY created_at, id LIMIT 1",
  [api.tenantId, api.projectId],
);
const oldest = known[0]?.id ?? "";
/** Operations are 8 s apart. */
const agoAt = (share: number): string => new Date(Date.now() - share * count * 8000).toISOString();
const period = { dateFrom: agoAt(0.6), dateTo: agoAt(0.5) };
const [alpha, omega] = SEEDED.apart;

const searches: readonly (readonly [what: string, query: Readonly<Record<string, string>>])[] = [
  ["no search: the list", {}],
  ["a word that all have", { search: SEEDED.everywhere }],
  ["one of 20 has it", { search: SEEDED.frequent }],
  ["seldom, in errors and logs", { search: SEEDED.seldom }],
  ["the oldest fifth alone has it", { search: SEEDED.old }],
  ["one has it (parameters)", { search: `order-${count - 7}` }],
  ["the id of the oldest", { search: oldest }],
  ["the beginning of an id", { search: oldest.slice(0, 11) }],
  ["one letter", { search: "m" }],
  ["beginning of seldom words", { search: "platt" }],
  ["two words, many have both", { search: `${SEEDED.frequent} invoices` }],
  ["two words, many each, none both", { search: `${alpha} ${omega}` }],
  ["seven words", { search: "mining of invoices bordeaux week order user" }],
  ["nothing has it", { search: "zzyzx" }],
  ["all have it, status=Timeout", { search: SEEDED.everywhere, status: "Timeout" }],
  ["all have it, Running (none is)", { search: SEEDED.everywhere, status: "Running" }],
  ["seldom, type and priority", { search: SEEDED.seldom, operationType: "DataEnrichment", priority: "High" }],
  ["all have it, dates", { search: SEEDED.everywhere, ...period }],
  ["seldom, dates", { search: SEEDED.seldom, ...period }],
  ["the oldest fifth, dates without", { search: SEEDED.old, dateFrom: period.dateTo }],
  ["page 100 of what all have", { search: SEEDED.everywhere, page: "100", pageSize: "100" }],
  ["page 100 of one of 20", { search: SEEDED.frequent, page: "100", pageSize: "50" }],
];
const everything: number[] = [];
const firstPages: number[] = [];
for (const [what, query] of searches) {
  const took: number[] = [];
  let found = "";
  for (let n = 0; n < REQUESTS; n++) {
    const before = performance.now();
    const response = await fetch(
      `${api.url}/api/${api.tenantId}/${api.projectId}/async/operations?${new URLSearchParams(query).toString()}`,
      { headers: { authorization: api.authorization } },
    );
    const body = (await response.json()) as {
      readonly operations: readonly unknown[];
      readonly summary: { readonly totalOperations: number; readonly isPartial?: boolean };
    };
    took.push(performance.now() - before);
    found = `${body.operations.length} of ${body.summary.totalOperations}${body.summary.isPartial === true ? "+" : ""}`;
  }
  everything.push(...took);
  if (query["page"] === undefined) firstPages.push(...took);
  say(`${what.padEnd(34)}${percentiles(took)}  ${found}`);
}
say(`${"all of page 1".padEnd(34)}${percentiles(firstPages)}`);
say(`${"all".padEnd(34)}${percentiles(everything)}  load ${loadavg()[0]?.toFixed(1)}`);
const { opened, navigated } = await timeFirstRows(api, VISITS);
if (opened.length > 0) {
  say(`${"console, first row: opened".padEnd(34)}${percentiles(opened)}  nothing kept by the browser`);
  say(`${"console, first row: by a click".padEnd(34)}${percentiles(navigated)}  from another screen`);
}
await db.close();
await api.close();

/** Indexes the words of all operations, as the reconciler does, and prints the time. */
async function indexAll(sql: Db): Promise<void> {
  const patient = sql.withStatementLimit(600_000);
  const before = performance.now();
  while ((await indexOperations(patient, 1000)) > 0);
  const took = performance.now() - before;
  await vacuum(api.databaseUrl, "search_blocks, search_places, search_words");
  const { rows } = await sql.query<{ name: string; mb: number }>(
    `SELECT name, pg_total_relation_size(name::regclass) / 1e6::float8 AS mb
     FROM unnest(ARRAY['search_words', 'search_places', 'search_blocks', 'operations']) AS name`,
  );
  const sizes = rows.map(({ name, mb }) => `${name} ${mb.toFixed(0)} MB`).join(", ");
  say(`indexed in ${(took / 1000).toFixed(0)} s, ${((1000 * took) / count).toFixed(0)} µs each · ${sizes}`);
}

function percentiles(took: number[]): string {
  took.sort((a, b) => a - b);
  const ms = (share: number): string =>
    (took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? 0).toFixed(1).padStart(7);
  return `p50 ${ms(0.5)} ms  p99 ${ms(0.99)} ms`;
}
