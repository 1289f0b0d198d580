// Makes the product's processes and stores fail under load, and checks what clients were promised:
// pnpm chaos [cell …] [--seed 1] [--quick | --full] [--backend redis|postgres] [--json <file>]; `pnpm chaos --list` names the cells
import { writeFile } from "node:fs/promises";
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { endOrphanedRedis } from "../end-orphaned-redis.ts";
import { findOnPath } from "../find-on-path.ts";
import { sweepRunFolders } from "../run-folder.ts";
import { CELLS } from "./cells.ts";
import type { CellReport } from "./run-cell.ts";
import { runCells } from "./run-cells.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    quick: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    backend: { type: "string" },
    json: { type: "string" },
    list: { type: "boolean", default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const unknown = positionals.filter((name) => !CELLS.some((cell) => cell.name === name));
const redisServerPath = findOnPath("redis-server");

function printReport({
  cell,
  backend,
  operations,
  seconds,
  readyMs,
  recoveryMs,
  acceptMs,
  faults,
  seed,
}: CellReport): void {
  const outcome = faults.length === 0 ? "kept" : `${faults.length} BROKEN`;
  say(
    `${backend.padEnd(8)} ${cell.padEnd(24)} ${outcome}: ${operations} operations, ${seconds} s, ready ${readyMs.p50} / ${readyMs.p99} ms, recovery ${recoveryMs.p50} / ${recoveryMs.p99} ms, acceptance ${acceptMs.p50} / ${acceptMs.p99} ms`,
  );
  for (const { promise, detail } of faults.slice(0, 10)) say(`  ${promise}: ${detail}`);
  if (faults.length > 0) say(`  pnpm chaos ${cell} --backend ${backend} --seed ${seed}`);
}

if (values.list) {
  for (const { name, fault, promise } of CELLS) say(`${name.padEnd(24)} ${fault}; ${promise}`);
} else if (unknown.length > 0 || (values.backend !== undefined && !["redis", "postgres"].includes(values.backend))) {
  say(
    unknown.length > 0 ? `there is no cell ${unknown.join(", ")}; --list names them` : "--backend is redis or postgres",
  );
  process.exitCode = 2;
} else if (values.backend === "redis" && redisServerPath === null) {
  say("this machine has no redis-server");
  process.exitCode = 2;
} else {
  // Of runs that were killed.
  await sweepRunFolders(new Date(), endOrphanedRedis).catch(() => []);
  const begunAt = performance.now();
  const reports: CellReport[] = [];
  /** After each cell, for a run that is ended half-way. */
  const save = async (path: string): Promise<void> => {
    const machine = { cores: availableParallelism(), load: loadavg()[0], node: process.version };
    await writeFile(path, `${JSON.stringify({ date: new Date().toISOString(), machine, reports }, null, 1)}\n`);
  };
  for (const backend of ["postgres", "redis"]) {
    if (values.backend !== undefined && values.backend !== backend) continue;
    if (backend === "redis" && redisServerPath === null) continue;
    const cells = CELLS.filter(
      (cell) =>
        (cell.backend === undefined || cell.backend === backend) &&
        (positionals.length > 0 ? positionals.includes(cell.name) : values.full || cell.isQuick),
    );
    const options = { seed: Number(values.seed), isFull: values.full, backend };
    const impossible = await runCells(cells, backend === "redis" ? redisServerPath : null, options, async (report) => {
      reports.push(report);
      printReport(report);
      if (values.json !== undefined) await save(values.json);
    });
    for (const name of impossible) say(`${backend.padEnd(8)} ${name.padEnd(24)} can't be done on this machine`);
  }
  const broken = reports.flatMap(({ faults }) => faults).length;
  const operations = reports.reduce((sum, report) => sum + report.operations, 0);
  say(
    `${reports.length} cells · ${operations} operations · ${broken} promises broken · ${Math.round((performance.now() - begunAt) / 1000)} s · load ${loadavg()[0]?.toFixed(1)}`,
  );
  process.exitCode = broken > 0 ? 1 : 0;
}
