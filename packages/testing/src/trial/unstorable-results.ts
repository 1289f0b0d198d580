import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PhaseContext, PhaseOutput } from "@longhaul/operations";

type Maker = Pick<PhaseContext, "scratchDir" | "giveDataset">;

const DATASET = {
  name: "made",
  columns: [],
  detected: {},
  quality: {},
  events: 1,
  cases: 1,
  activities: 1,
  timeStart: "2024-01-01T00:00:00Z",
  timeEnd: "2024-01-01T00:00:00Z",
};

/** Results of a phase that Postgres refuses for what is in them, by the behaviour that gives them. */
const UNSTORABLE = {
  "give-half-a-record": async () => ({ results: {}, recordsProcessed: 0.5 }),
  "give-too-many-records": async () => ({ results: {}, recordsProcessed: 1e30 }),
  "give-no-number": async () => ({ results: {}, recordsProcessed: Number.NaN }),
  "give-too-much": async () => ({ results: { trial: "x".repeat(70_000_000) } }),
  "give-impossible-time": async (ctx) => giveDataset(ctx, { timeEnd: "300000-01-01T00:00:00Z" }),
  "give-word-for-time": async (ctx) => giveDataset(ctx, { timeStart: "yesterday evening" }),
  "give-too-many-events": async (ctx) => giveDataset(ctx, { events: 2 ** 70 }),
} satisfies Record<string, (ctx: Maker) => Promise<PhaseOutput>>;

export type UnstorableBehaviour = keyof typeof UNSTORABLE;

export const UNSTORABLE_BEHAVIOURS = Object.keys(UNSTORABLE) as readonly UnstorableBehaviour[];

/** The result of a behaviour; null for any other behaviour. */
export async function giveUnstorable(ctx: Maker, behaviour: string | undefined): Promise<PhaseOutput | null> {
  const known = UNSTORABLE_BEHAVIOURS.find((name) => name === behaviour);
  return known === undefined ? null : UNSTORABLE[known](ctx);
}

async function giveDataset(ctx: Maker, changes: Partial<typeof DATASET>): Promise<PhaseOutput> {
  const tablePath = join(ctx.scratchDir, "table");
  await writeFile(tablePath, "");
  await ctx.giveDataset({ ...DATASET, ...changes, tablePath, lineage: {} });
  return { results: {} };
}
