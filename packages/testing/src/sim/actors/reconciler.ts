import {
  compactCounts,
  freeDependents,
  listFreeingBatches,
  listReadyOperations,
  listSupersededResults,
  purgeResults,
  reclaimOperations,
  setAdmission,
  sweepDeliveries,
  timeoutOperations,
  turnFairOrder,
} from "@longhaul/db";
import { AGEING_SEC, PRIORITIES } from "@longhaul/domain";
import type { Actor, Turn } from "../world/actor.ts";
import type { World } from "../world/world.ts";

const LIMIT = 100;
const MIN_AGE_MS = 3000;

/** The duties of `reconcile` and of the delivery worker's sweep, one after the other and for ever. */
export function reconcilerActor(world: World): Actor {
  return async (turn) => {
    for (;;) {
      await turn.pass();
      await timeoutOperations(turn.sql, LIMIT);
      const reclaimed = await reclaimOperations(turn.sql, LIMIT);
      world.queue.add(reclaimed.map(({ id }) => id));
      for (const batchId of await listFreeingBatches(turn.sql, LIMIT)) await freeDependents(turn.sql, batchId);
      await admit(world, turn);
      for (const superseded of await listSupersededResults(turn.sql, LIMIT)) await purge(world, turn, superseded);
      await compactCounts(turn.sql, LIMIT);
      await sweepDeliveries(turn.sql);
    }
  };
}

/** So few that most operations have to wait in the ledger. */
const WINDOW = 4;

/** Lets the queue hold the first operations in the fair order. */
async function admit({ queue }: World, turn: Turn): Promise<void> {
  const aged = await turnFairOrder(turn.sql, AGEING_SEC);
  const ready = await listReadyOperations(turn.sql, { minAgeMs: MIN_AGE_MS, limit: WINDOW });
  queue.add([...aged, ...ready.map(({ id }) => id)]);
  const ends = PRIORITIES.map((priority): [(typeof PRIORITIES)[number], number] => {
    const own = ready.filter((operation) => operation.priority === priority && !operation.hasRun);
    return [priority, own.length < WINDOW ? Infinity : Math.max(...own.map(({ fairTag }) => fairTag))];
  });
  await setAdmission(turn.sql, new Map(ends));
}

/** Rows go first, then the files that only they named. */
async function purge(
  { oracle, bug }: World,
  turn: Turn,
  operation: { readonly id: string; readonly rootId: string | null },
): Promise<void> {
  if (bug === "delete-before-commit") {
    const { rows } = await turn.sql.query<{ key: string }>(
      "SELECT file.value AS key FROM checkpoints c, jsonb_each_text(c.files) AS file WHERE c.operation_id = $1",
      [operation.id],
    );
    for (const { key } of rows) oracle.files.delete(key);
  }
  for (const key of await purgeResults(turn.sql, operation)) oracle.files.delete(key);
}
