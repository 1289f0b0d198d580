import { session } from "../../session/session.ts";

interface RecentBatch {
  readonly batchId: string;
  readonly name: string;
}

const MOST = 20;
const keyOf = (): string => `longhaul-batches-${session.value?.projectId ?? ""}`;

/** Batches of the project that were opened in this browser, the last one first. */
export function recentBatches(): readonly RecentBatch[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf()) ?? "[]");
    return Array.isArray(kept) ? (kept as readonly RecentBatch[]) : [];
  } catch {
    return [];
  }
}

export function rememberBatch(batch: RecentBatch): void {
  const others = recentBatches().filter(({ batchId }) => batchId !== batch.batchId);
  localStorage.setItem(keyOf(), JSON.stringify([batch, ...others].slice(0, MOST)));
}
