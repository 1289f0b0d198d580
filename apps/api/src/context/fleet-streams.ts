import { randomUUID } from "node:crypto";
import {
  deleteOpenStreams,
  writeOpenStreams,
  writeStreamOpened,
  type Db,
  type Scope,
  type StreamCount,
} from "@longhaul/db";
import type { QuotaDefaults } from "@longhaul/domain";
import type { Logger } from "@longhaul/runtime";
import { createTurns } from "@longhaul/stores";

/** Live streams of this process as the quotas of the whole fleet count them. */
export interface FleetStreams {
  /**
   * Counts one more of a project. Without the ledger, which it would stream from, none begins.
   * @returns what takes it back @throws DomainError `quota_exceeded`
   */
  open(scope: Scope): Promise<() => void>;
  /** Renews the rows of open streams: a row that isn't renewed for half a minute doesn't count. */
  renew(): Promise<void>;
  /** Deletes all counts: no stream is open any more. */
  close(): Promise<void>;
}

export function createFleetStreams(db: Db, quotas: QuotaDefaults, logger: Logger): FleetStreams {
  const processId = randomUUID();
  const counts = new Map<string, StreamCount>();
  // Each writes how many there are, so that what one failed to write the next does: one after another.
  const inTurn = createTurns(1);
  const keyOf = ({ tenantId, projectId }: Scope): string => `${tenantId}/${projectId}`;
  const add = ({ tenantId, projectId }: Scope, change: number): StreamCount => ({
    tenantId,
    projectId,
    count: (counts.get(keyOf({ tenantId, projectId }))?.count ?? 0) + change,
  });
  const keep = (count: StreamCount): void => {
    if (count.count > 0) counts.set(keyOf(count), count);
    else counts.delete(keyOf(count));
  };
  const takeBack = async (scope: Scope): Promise<void> =>
    inTurn(async () => {
      const left = add(scope, -1);
      keep(left);
      await writeOpenStreams(db, processId, [left]);
    });
  return {
    async open(scope) {
      await inTurn(async () => {
        const more = add(scope, 1);
        await writeStreamOpened(db, processId, more, quotas);
        keep(more);
      });
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        takeBack(scope).catch((err: unknown) => logger.warn({ err }, "a closed stream counts for a while longer"));
      };
    },
    renew: async () =>
      inTurn(async () => {
        if (counts.size > 0) await writeOpenStreams(db, processId, [...counts.values()]);
        await deleteOpenStreams(db, null);
      }),
    close: async () => {
      await inTurn(async () => {
        counts.clear();
        await deleteOpenStreams(db, processId);
      }).catch((err: unknown) => logger.warn({ err }, "streams of this process count for a while longer"));
    },
  };
}
