// What row-level security costs Postgres: accepting an operation and reading its status, as the API works (a role that sees the
// rows of one tenant), as a role with the same rights and no walls, and as the superuser, of whom Postgres asks no rights either, in
// short turns on one server: pnpm bench walls [--rounds 60] [--together 1,8]
import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { asTenants, createDb, createOperations, findOperation, migrate, type Db, type Scope } from "@longhaul/db";
import { patientLimits } from "../src/patience.ts";
import { startPostgres } from "../src/start-postgres.ts";
import { emptyOperation } from "./empty-operation.ts";
import { cpuMicroseconds } from "./usage-of.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "60" }, together: { type: "string", default: "1,8" } },
});
const rounds = Number(values.rounds);
/** Calls of one side before the next one's turn: few, so that what else the machine does is alike for all. */
const CALLS = 80;
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

const SIDES = ["superuser", "worker", "api"] as const;
type Side = { readonly db: Db; readonly pids: readonly number[] };

/** Microseconds of Postgres' CPU a call. */
async function cost({ db, pids }: Side, call: typeof accept, together: number): Promise<number> {
  let left = CALLS;
  const before = await cpuMicroseconds(pids);
  await Promise.all(
    Array.from({ length: together }, async () => {
      for (let number = left--; number > 0; number = left--) await call(db, number);
    }),
  );
  return ((await cpuMicroseconds(pids)) - before) / CALLS;
}

/** A pool whose connections are all there. */
async function openSide(name: (typeof SIDES)[number], together: number): Promise<Side> {
  const applicationName = `bench-${name}-${together}`;
  const db = createDb({
    databaseUrl: postgres.url,
    applicationName,
    poolSize: together,
    limits: patientLimits(),
    ...(name === "superuser" ? {} : { role: `longhaul_${name}` as const }),
  });
  await Promise.all(Array.from({ length: together }, async () => db.query("SELECT pg_sleep(0.2)")));
  const { rows } = await db.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE application_name = $1", [
    applicationName,
  ]);
  return { db, pids: rows.map(({ pid }) => pid) };
}

const quantile = (list: readonly number[], share: number): number =>
  list.toSorted((a, b) => a - b)[Math.floor(share * list.length)] ?? NaN;
const median = (list: readonly number[]): number => quantile(list, 0.5);
const quartiles = (list: readonly number[]): string =>
  [0.25, 0.5, 0.75].map((share) => quantile(list, share).toFixed(3)).join(" / ");

for (const together of values.together.split(",").map(Number)) {
  const sides = await Promise.all(SIDES.map(async (name) => openSide(name, together)));
  for (const [name, call] of Object.entries({ accept, status: readStatus })) {
    const costs: number[][] = sides.map(() => []);
    for (let round = 0; round < rounds + 2; round++) {
      const turns = [...sides.entries()];
      if (round % 2 === 1) turns.reverse();
      for (const [number, side] of turns) {
        const each = await cost(side, call, together);
        if (round >= 2) costs[number]?.push(each); // before it are what is compiled and prepared at first
      }
    }
    const [superuser = [], worker = [], api = []] = costs;
    const against = (others: readonly number[]): string =>
      `${(median(api) / median(others)).toFixed(3)} (of the rounds, quartiles ${quartiles(api.map((value, round) => value / (others[round] ?? NaN)))})`;
    process.stdout.write(
      `${name}, ${together} at a time: ${median(api).toFixed(0)} µs of Postgres' CPU with walls; ` +
        `${median(worker).toFixed(0)} µs with the same rights and no walls: ${against(worker)}; ` +
        `${median(superuser).toFixed(0)} µs as the superuser: ${against(superuser)} · load ${loadavg()[0]?.toFixed(1)}\n`,
    );
  }
  await Promise.all(sides.map(async ({ db }) => db.close()));
}
await postgres.stop();
await rm(folder, { recursive: true, force: true });
