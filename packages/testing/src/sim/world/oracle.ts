import { isTerminal, type OperationStatus } from "@longhaul/domain";
import type { Change } from "./journal.ts";
import type { Sent } from "./slot.ts";

/** A promise that the ledger broke. */
export class Violation extends Error {
  /** Which one. */
  readonly promise: string;
  constructor(promise: string, detail: string) {
    super(`${promise}: ${detail}`);
    this.promise = promise;
  }
}

interface KnownOperation {
  readonly id: string;
  readonly status: OperationStatus;
  readonly epoch: number;
  readonly progress: number;
  readonly event_seq: number;
  readonly batch_id: string | null;
  readonly blocked: boolean;
}

interface KnownDelivery {
  readonly id: string;
  readonly status: string;
  readonly epoch: number;
  readonly attempts: number;
  readonly operation_id: string | null;
  readonly destination: string;
  readonly sequence: number;
}

interface KnownCheckpoint {
  readonly operation_id: string;
  readonly phase_idx: number;
  readonly epoch: number;
  readonly fingerprint: string;
  readonly files: Readonly<Record<string, string>>;
}

/** What the simulation knows of the ledger from its changes, and what must hold of them. */
export interface Oracle {
  /** Judges what one step changed. @throws Violation */
  judge(changes: readonly Change[], sent: Sent | null): void;
  /** The API has acknowledged the operation to a client. */
  acknowledge(operationIds: readonly string[]): void;
  /** A worker sent the delivery, and its receiver got it or not. @throws Violation */
  send(deliveryId: string, isReceived: boolean): void;
  /** A file was written or deleted. */
  readonly files: { add(key: string): void; delete(key: string): void };
  /** What hasn't come to its end. */
  unfinished(): string[];
  /** Judges a world in which nothing goes on any more. @throws Violation */
  judgeEnd(): void;
  /** Changes of operations, batches and deliveries so far. */
  readonly transitions: number;
  readonly operations: ReadonlyMap<string, KnownOperation>;
  readonly batches: ReadonlyMap<string, { readonly status: string }>;
}

const TERMINAL_EVENTS: ReadonlyMap<string, readonly OperationStatus[]> = new Map([
  ["operation.completed", ["Completed"]],
  ["operation.failed", ["Failed", "Timeout"]],
  ["operation.cancelled", ["Cancelled"]],
]);
const ENDED_DELIVERY = ["Delivered", "Failed", "Superseded"];
const isOpenBatch = (status: string): boolean => status === "Initiated" || status === "Running";

export function createOracle(): Oracle {
  const operations = new Map<string, KnownOperation>();
  const batches = new Map<string, { id: string; status: string; event_seq: number }>();
  const checkpoints = new Map<string, KnownCheckpoint>();
  const deliveries = new Map<string, KnownDelivery>();
  /** Last sequence of each operation's and each batch's events. */
  const sequences = new Map<string, number>();
  const ends = new Map<string, string>();
  const acknowledged = new Set<string>();
  const tried = new Set<string>();
  const received = new Set<string>();
  const files = new Set<string>();
  let transitions = 0;

  const judgeOperation = (now: KnownOperation): void => {
    transitions++;
    const before = operations.get(now.id);
    operations.set(now.id, now);
    if (before === undefined) return;
    const change = `${now.id} ${before.status} at epoch ${before.epoch}, ${before.progress} % → ${now.status} at ${now.epoch}, ${now.progress} %`;
    if (isTerminal(before.status) && before.status !== now.status) throw new Violation("one terminal status", change);
    if (before.status === "Running" && now.status === "Initiated") throw new Violation("one way", change);
    if (now.epoch < before.epoch) throw new Violation("epochs rise", change);
    if (now.progress < before.progress) throw new Violation("the percentage never falls", change);
    if (now.blocked && now.status === "Running") throw new Violation("what is blocked doesn't run", change);
  };

  const judgeCheckpoint = ({ action, row }: Change): void => {
    const now = row as unknown as KnownCheckpoint;
    const key = `${now.operation_id} ${now.phase_idx}`;
    if (action === "DELETE") return void checkpoints.delete(key);
    const before = checkpoints.get(key);
    checkpoints.set(key, now);
    if (before !== undefined)
      throw new Violation("a phase is committed once", `${key} at epoch ${before.epoch} and again at ${now.epoch}`);
    for (const file of Object.values(now.files))
      if (!files.has(file)) throw new Violation("results are there", `${key} names ${file}, which is gone`);
  };

  const judgeEvent = (event: {
    operation_id: string | null;
    batch_id: string | null;
    sequence: number;
    type: string;
  }): void => {
    const subject = event.operation_id ?? event.batch_id ?? "";
    const before = sequences.get(subject) ?? 0;
    if (event.sequence !== before + 1)
      throw new Violation("sequences have no gaps", `${subject} has ${event.sequence} after ${before}`);
    sequences.set(subject, event.sequence);
    const statuses = TERMINAL_EVENTS.get(event.type);
    if (statuses === undefined || event.operation_id === null) return;
    const earlier = ends.get(subject);
    if (earlier !== undefined) throw new Violation("one terminal event", `${subject} ${earlier} and ${event.type}`);
    ends.set(subject, event.type);
    const status = operations.get(subject)?.status;
    if (status === undefined || !statuses.includes(status))
      throw new Violation("events tell the truth", `${subject} is ${status}, the event ${event.type}`);
  };

  const judgeDelivery = (now: KnownDelivery): void => {
    transitions++;
    const before = deliveries.get(now.id);
    deliveries.set(now.id, now);
    if (before === undefined) return;
    const change = `${now.id} ${before.status}, ${before.attempts} attempts → ${now.status}, ${now.attempts}`;
    if (ENDED_DELIVERY.includes(before.status) && before.status !== now.status)
      throw new Violation("a delivery ends once", change);
    if (now.attempts < before.attempts || now.epoch < before.epoch) throw new Violation("attempts rise", change);
    if (now.status === "Delivered" && !received.has(now.id))
      throw new Violation("what counts as delivered was received", change);
  };

  const judgeSending = (id: string): void => {
    const now = deliveries.get(id);
    if (now === undefined || now.attempts > 0 || now.operation_id === null) return;
    const earlier = [...deliveries.values()].find(
      (other) =>
        other.operation_id === now.operation_id &&
        other.destination === now.destination &&
        other.sequence < now.sequence &&
        other.attempts === 0 &&
        !tried.has(other.id) &&
        !ENDED_DELIVERY.includes(other.status),
    );
    if (earlier !== undefined)
      throw new Violation(
        "first attempts are in order",
        `${now.id} (${now.sequence}) before ${earlier.id} (${earlier.sequence})`,
      );
  };

  const judgeBatches = (): void => {
    const open = new Set<string>();
    for (const { batch_id: batch, status } of operations.values())
      if (batch !== null && !isTerminal(status)) open.add(batch);
    for (const { id, status } of batches.values())
      if (isOpenBatch(status) !== open.has(id))
        throw new Violation(
          "a batch ends with its last operation",
          `${id} is ${status}, operations are ${open.has(id) ? "" : "not "}open`,
        );
  };

  return {
    operations,
    batches,
    get transitions() {
      return transitions;
    },
    judge(changes, sent) {
      const writers = writersOf(sent);
      for (const { table, row } of changes) {
        const writer = table === "operations" ? writers.get(String(row["id"])) : undefined;
        const known = writer === undefined ? undefined : operations.get(String(row["id"]));
        if (known !== undefined && known.epoch !== writer)
          throw new Violation(
            "no write of a dead epoch",
            `${known.id} is at epoch ${known.epoch}, ${sent?.name} wrote for ${writer}`,
          );
      }
      for (const { table, action, row } of changes)
        if (table === "operations" && action !== "DELETE") judgeOperation(row as unknown as KnownOperation);
      let hasBatch = false;
      for (const change of changes) {
        if (change.table === "checkpoints") judgeCheckpoint(change);
        if (change.table === "operations") hasBatch ||= change.row["batch_id"] !== null;
        if (change.action === "DELETE") continue;
        if (change.table === "events") judgeEvent(change.row as Parameters<typeof judgeEvent>[0]);
        if (change.table === "deliveries") judgeDelivery(change.row as unknown as KnownDelivery);
        if (change.table !== "batches") continue;
        transitions++;
        const now = change.row as { id: string; status: string; event_seq: number };
        batches.set(now.id, now);
      }
      if (hasBatch) judgeBatches();
    },
    acknowledge(operationIds) {
      for (const id of operationIds) {
        acknowledged.add(id);
        if (!operations.has(id)) throw new Violation("what is acknowledged is there", id);
      }
    },
    send(id, isReceived) {
      judgeSending(id);
      tried.add(id);
      if (isReceived) received.add(id);
    },
    files: {
      add: (key) => void files.add(key),
      delete(key) {
        files.delete(key);
        for (const [name, checkpoint] of checkpoints)
          if (Object.values(checkpoint.files).includes(key))
            throw new Violation("results are there", `${key} was deleted, ${name} names it`);
      },
    },
    unfinished: () => [
      ...[...operations.values()]
        .filter(({ status }) => !isTerminal(status))
        .map(({ id, status }) => `${id} ${status}`),
      ...[...batches.values()].filter(({ status }) => isOpenBatch(status)).map(({ id, status }) => `${id} ${status}`),
      ...[...deliveries.values()]
        .filter(({ status }) => !ENDED_DELIVERY.includes(status))
        .map(({ id, status }) => `${id} ${status}`),
    ],
    judgeEnd() {
      for (const { id, event_seq: seq, status } of operations.values()) {
        if (sequences.get(id) !== seq)
          throw new Violation("sequences have no gaps", `${id} told ${sequences.get(id)} of ${seq}`);
        if (!ends.has(id)) throw new Violation("one terminal event", `${id} is ${status}, and nobody was told`);
      }
      for (const { id, event_seq: seq } of batches.values())
        if (sequences.get(id) !== seq)
          throw new Violation("sequences have no gaps", `${id} told ${sequences.get(id)} of ${seq}`);
    },
  };
}

/** Statements that a claim's owner writes with, and where they name the operations and epochs. */
const OWNERS_WRITES: ReadonlySet<string> = new Set(["record-progress", "release-operation", "fail-operation"]);

/** The epoch under which a statement writes, by operation. */
function writersOf(sent: Sent | null): Map<string, number> {
  if (sent === null) return new Map();
  const [first, second] = sent.values;
  if (sent.name === "advance-operations") {
    const moves = JSON.parse(String(first)) as { operationId: string; epoch: number }[];
    return new Map(moves.map(({ operationId, epoch }) => [operationId, epoch]));
  }
  return OWNERS_WRITES.has(sent.name) ? new Map([[String(first), Number(second)]]) : new Map();
}
