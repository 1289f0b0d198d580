import type { CellReport } from "./run-cell.ts";

/** The content of a `--json` file. */
export interface ChaosRun {
  readonly date: string;
  readonly machine: { readonly cores: number; readonly load: number; readonly node: string };
  readonly reports: readonly CellReport[];
}

/** The column in which a broken promise counts; a promise that isn't listed counts as `other`. */
const COLUMNS: ReadonlyMap<string, "lost" | "double" | "stuck"> = new Map([
  ["what was accepted is found", "lost"],
  ["an operation that completed has its results", "lost"],
  ["each end is delivered", "lost"],
  ["events have no gaps", "lost"],
  ["an operation ends once", "double"],
  ["a phase is committed once", "double"],
  ["one request makes one operation", "double"],
  ["what was accepted ends", "stuck"],
  ["a batch ends", "stuck"],
]);

const seconds = (ms: number): string => (ms / 1000).toFixed(1);
const count = (n: number): string => n.toLocaleString("en-US");

function rowOf({
  cell,
  backend,
  fault,
  promise,
  rounds,
  operations,
  faults,
  readyMs,
  recoveryMs,
  tookOverMs,
  acceptMs,
}: CellReport): string {
  const of = (column: string): number => faults.filter((one) => COLUMNS.get(one.promise) === column).length;
  const others = faults.filter((one) => !COLUMNS.has(one.promise)).length;
  const figures = [`${of("lost")} / ${of("double")} / ${of("stuck")} / ${others}`];
  const elsewhere =
    tookOverMs === undefined ? "" : `; elsewhere ${seconds(tookOverMs.p50)} / ${seconds(tookOverMs.p99)}`;
  const recovery = `${seconds(recoveryMs.p50)} / ${seconds(recoveryMs.p99)}${elsewhere}`;
  const ready = `${seconds(readyMs.p50)} / ${seconds(readyMs.p99)}`;
  const cells = [
    fault,
    promise,
    `\`${cell}\``,
    backend,
    rounds,
    count(operations),
    ...figures,
    ready,
    recovery,
    acceptMs.p99,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The row of a pressure cell: the ledger at its beginning and at its end. */
function pressureOf({ cell, backend, samples }: CellReport): string[] {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return [];
  const mb = (last.walBytes / 2 ** 20).toFixed(1);
  const dead = `${count(first.deadRows)} → ${count(last.deadRows)}`;
  const oldest = Math.max(...samples.map((sample) => sample.oldestWaitingMs));
  const half = Math.ceil(samples.length / 2);
  const p99 = (part: readonly { readonly acceptP99Ms: number }[]): number =>
    Math.max(0, ...part.map((sample) => sample.acceptP99Ms));
  const latency = `${p99(samples.slice(0, half))} → ${p99(samples.slice(half))}`;
  return [`| \`${cell}\` | ${backend} | ${last.second} | ${dead} | ${mb} | ${seconds(oldest)} | ${latency} |`];
}

/** The matrix as Markdown. */
export function renderMatrix(runs: readonly ChaosRun[]): string {
  const reports = runs.flatMap((run) => run.reports);
  const operations = reports.reduce((sum, report) => sum + report.operations, 0);
  const broken = reports.flatMap((report) => report.faults).length;
  const machines = runs.map(
    ({ date, machine }) =>
      `${date.slice(0, 16)}Z, ${machine.cores} cores, load ${machine.load.toFixed(1)}, Node ${machine.node}`,
  );
  const pressures = reports.flatMap(pressureOf);
  return `# Failures and what they cost

Written by \`pnpm chaos:matrix\` from the last runs of \`pnpm chaos\` (${machines.join("; ")}): ${count(operations)} operations
acknowledged, ${broken} promises broken. Clients keep working during a fault. *Lost* is what a client was told and the ledger,
the results or the webhook don't have; *double* is what ended, was committed or was created twice; *stuck* is what never ended.
*Ready* is the time from the end of the fault (or from the kill) until every process reports that it is ready, replacements of killed
processes included; in a full run, more than 5 s after a fault of a store breaks a promise. *Recovery* is the time until a new operation has
completed, behind those that waited; *elsewhere* is the time from a kill until the killed process's work ran in another process or had ended. The machine's load is in the figures. \`pnpm chaos <cell> --backend <backend>\` does one again.

| fault | promise | cell | queue | rounds | operations | lost / double / stuck / other | ready p50 / p99 (s) | recovery p50 / p99 (s) | acceptance p99 (ms) |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${reports.map(rowOf).join("\n")}
${
  pressures.length === 0
    ? ""
    : `
## Pressure

| cell | queue | seconds | dead rows | WAL (MB) | oldest wait (s) | acceptance p99, first → second half (ms) |
| --- | --- | --- | --- | --- | --- | --- |
${pressures.join("\n")}
`
}`;
}
