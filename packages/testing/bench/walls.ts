// What row-level security costs Postgres: accepting an operation and reading its status, as the API works (a role that sees the
// rows of one tenant) and as the owner of the tables, in turns on one server: pnpm bench walls [--rounds 60] [--together 1,8]
import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { asTenants, createDb, createOperations, findOperation, migrate, type Db, type Scope } from "@longhaul/db";
import { patientLimits } from "../src/patience.ts";
import { startPostgres } from "../src/start-postgres.ts";
import { emptyOperation } from "./empty-operation.ts";
import { usageOf } from "./usage-of.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "60" }, together: { type: "string", default: "1,8" } },
});
const rounds = Number(values.rounds);
/** Calls of one side before the other's turn: their CPU is counted in hundredths of a second. */
const CALLS = 800;
const TENANTS = 50;

const folder = await mkdtemp(join(tmpdir(), "longhaul-bench-"));
await chmod(folder, 0o711); // the server may run as another account
const postgres = await startPostgres(folder);
await migrate(postgres.url);
const scopes: readonly Scope[] = Array.from({ length: TENANTS }, () => ({
  tenantId: randomUUID(),
  projectId: randomUUID(),
}));
const known: { readonly id: string; readonly scope: Scope }[] = [];

async function accept(db: Db, number: number): Promise<unknown> {
  const scope = scopes[number % TENANTS] ?? { tenantId: "", projectId: "" };
  const operation = emptyOperation(scope);
  const { id } = operation;
  known.push({ id, scope });
  return asTenants([scope.tenantId], async () => createOperations(db, [operation]));
}

async function readStatus(db: Db, number: number): Promise<unknown> {
  const { id, scope } = known[(number * 7919) % known.length] ?? { id: "", scope: { tenantId: "", projectId: "" } };
  return asTenants([scope.tenantId], async () => findOperation(db, scope, id));
}

/** Microseconds of Postgres' CPU a call. */
async function cost(db: Db, call: typeof accept, together: number): Promise<number> {
  let left = CALLS;
  const before = (await usageOf([postgres.pid])).cpuSeconds;
  await Promise.all(
    Array.from({ length: together }, async () => {
      for (let number = left--; number > 0; number = left--) await call(db, number);
    }),
  );
  return (1e6 * ((await usageOf([postgres.pid])).cpuSeconds - before)) / CALLS;
}

const quartiles = (list: readonly number[]): string =>
  [0.25, 0.5, 0.75]
    .map((share) => (list.toSorted((a, b) => a - b)[Math.floor(share * list.length)] ?? NaN).toFixed(3))
    .join(" / ");
const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;

for (const together of values.together.split(",").map(Number)) {
  const open = (role?: "longhaul_api"): Db =>
    createDb({
      databaseUrl: postgres.url,
      applicationName: "bench",
      poolSize: together,
      limits: patientLimits(),
      ...(role === undefined ? {} : { role }),
    });
  const [owner, api] = [open(), open("longhaul_api")];
  for (const [name, call] of Object.entries({ accept, status: readStatus })) {
    const costs = { owner: [] as number[], api: [] as number[] };
    for (let round = 0; round < rounds + 2; round++) {
      const turns = round % 2 === 0 ? (["owner", "api"] as const) : (["api", "owner"] as const);
      const turn = new Map<string, number>();
      for (const side of turns) turn.set(side, await cost(side === "owner" ? owner : api, call, together));
      if (round < 2) continue; // what is compiled and prepared at first
      for (const side of turns) costs[side].push(turn.get(side) ?? NaN);
    }
    const ratios = costs.api.map((value, round) => value / (costs.owner[round] ?? NaN));
    process.stdout.write(
      `${name}, ${together} at a time: ${mean(costs.api).toFixed(0)} µs of Postgres' CPU with walls, ${mean(costs.owner).toFixed(0)} µs without: ` +
        `${(mean(costs.api) / mean(costs.owner)).toFixed(3)} (of the rounds, quartiles ${quartiles(ratios)}) · load ${loadavg()[0]?.toFixed(1)}\n`,
    );
  }
  await Promise.all([owner.close(), api.close()]);
}
await postgres.stop();
await rm(folder, { recursive: true, force: true });
