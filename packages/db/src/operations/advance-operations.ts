import { storableJson, UnstorableValueError } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { DerivedDataset } from "../datasets/derived-dataset.ts";
import type { ResourceUsage } from "./operation-record.ts";
import { withLockLimit } from "../write-past-locks.ts";

/** A downloadable file that a phase made; its bytes are in storage already. */
export interface NewArtifact {
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  readonly type: string;
  readonly format: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly storageKey: string;
  readonly description?: string;
}

/** A phase's output, to be applied once: checkpoint, artifacts, the dataset that was made, progress and event. */
export interface PhaseOutputs {
  readonly phaseIdx: number;
  readonly phaseName: string;
  readonly percentage: number;
  readonly fingerprint: string;
  readonly output: Record<string, unknown>;
  readonly files: Record<string, string>;
  readonly artifacts: readonly NewArtifact[];
  /** A dataset that the phase made; the output names it as `outputDatasetId`. */
  readonly dataset?: DerivedDataset;
  readonly recordsProcessed?: number;
  readonly detail: Record<string, unknown>;
  readonly usage?: ResourceUsage;
}

/**
 * What the owner of a claim writes of its operation: phases that are committed, one after the other, or a phase that starts, or the
 * end, or phases and then one of these. All or nothing.
 */
export interface Move {
  readonly operationId: string;
  readonly epoch: number;
  /** Until when the claim holds from now on. */
  readonly leaseMs?: number;
  /** The first phase of `commits`, where it begins with this move; without it, that phase must be Running. */
  readonly begin?: number;
  /** Consecutive phases. A claim commits a phase once: the same move again is refused. */
  readonly commits?: readonly WrittenCommit[];
  /** The index of a phase that begins, again or for the first time; later ones become Pending. After commits, the next one. */
  readonly start?: number;
  /** The operation ends as Completed; all its phases must be. */
  readonly complete?: { readonly summary: Record<string, unknown>; readonly usage?: ResourceUsage };
}

/** What became of a move. */
export interface Moved {
  /** False when the caller no longer owns the operation, the phase was committed already, or phases are left to run. */
  readonly isOwned: boolean;
}

/** Longest JSON of a phase's output: every answer about results reads a phase's output whole. What is larger belongs into a file. */
const MAX_CHARACTERS = 64_000_000;

/** A phase's output as it is sent. */
export interface WrittenCommit extends Pick<
  PhaseOutputs,
  "phaseIdx" | "phaseName" | "percentage" | "recordsProcessed" | "usage"
> {
  readonly json: string;
}

/** @throws UnstorableValueError for what the ledger can't keep, as far as that is known without asking it */
export function writtenCommit(commit: PhaseOutputs): WrittenCommit {
  const { phaseIdx, phaseName, percentage, recordsProcessed, usage } = commit;
  // JSON would make it null.
  if (recordsProcessed !== undefined && !Number.isFinite(recordsProcessed))
    throw new UnstorableValueError(new Error(`recordsProcessed is ${recordsProcessed}`));
  const json = bounded(storableJson(told(commit)));
  return {
    phaseIdx,
    phaseName,
    percentage,
    json,
    ...(recordsProcessed === undefined ? {} : { recordsProcessed }),
    ...(usage === undefined ? {} : { usage }),
  };
}

/** What a commit says: what the operation says after it is the move's, and what there is none of costs both sides. */
function told({ usage: _usage, files, artifacts, detail, ...commit }: PhaseOutputs): Partial<PhaseOutputs> {
  return {
    ...commit,
    ...(Object.keys(files).length === 0 ? {} : { files }),
    ...(artifacts.length === 0 ? {} : { artifacts }),
    ...(Object.keys(detail).length === 0 ? {} : { detail }),
  };
}

/** A move as it is sent. */
export interface WrittenMove {
  readonly operationId: string;
  readonly json: string;
}

/** @throws UnstorableValueError for what the ledger can't keep */
export function writtenMove({ commits = [], ...move }: Move): WrittenMove {
  const { operationId } = move;
  const json = bounded(storableJson({ ...move, ...committedSoFar(commits) }));
  if (commits.length === 0) return { operationId, json };
  return { operationId, json: `${json.slice(0, -1)},"commits":[${commits.map((commit) => commit.json).join(",")}]}` };
}

function bounded(json: string): string {
  if (json.length <= MAX_CHARACTERS) return json;
  const size = `${(json.length / 1e6).toFixed(1)} MB, more than ${MAX_CHARACTERS / 1e6} MB`;
  throw new UnstorableValueError(new Error(`the output is ${size}; large results belong into files`));
}

/** What the operation itself tells after these commits. */
function committedSoFar(commits: readonly WrittenCommit[]): Record<string, unknown> {
  const last = commits.at(-1);
  if (last === undefined) return {};
  const records = commits.flatMap(({ recordsProcessed }) => recordsProcessed ?? []);
  return {
    first: commits[0]?.phaseIdx,
    last: last.phaseIdx,
    phaseName: last.phaseName,
    percentage: Math.max(...commits.map(({ percentage }) => percentage)),
    ...(records.length === 0 ? {} : { processedRecords: records.at(-1), totalRecords: Math.max(...records) }),
    usage: last.usage,
  };
}

const STATEMENT = {
  name: "advance-operations",
  text: `SELECT id FROM advance_operations(${withLockLimit("$1::jsonb", "$2")})`,
};

/**
 * Moves running operations on, in one transaction; at most one move for an operation.
 * @param lockMs longest wait for locks, also of what follows in the transaction; 0 for as long as a statement may take
 * @returns what became of each, in order
 */
export async function advanceOperations(sql: Sql, moves: readonly WrittenMove[], lockMs = 0): Promise<Moved[]> {
  const { rows } = await sql.query<{ readonly id: string }>(STATEMENT, [
    `[${moves.map(({ json }) => json).join(",")}]`,
    String(lockMs),
  ]);
  const moved = new Set(rows.map(({ id }) => id));
  return moves.map(({ operationId }) => ({ isOwned: moved.has(operationId) }));
}

/** One move by itself. @returns as `Moved.isOwned` */
export async function advanceOperation(sql: Sql, move: Move): Promise<boolean> {
  const [moved] = await advanceOperations(sql, [writtenMove(move)]);
  return moved?.isOwned === true;
}
