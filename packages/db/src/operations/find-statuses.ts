import type { Sql } from "../client.ts";
import { eachOf } from "../each-of.ts";
import { columnsOf } from "../model-row.ts";
import type { Scope } from "../scope.ts";
import { withoutSamples, type OperationRecord } from "./operation-record.ts";
import {
  BESIDE,
  DATASETS,
  HAS_DATASETS,
  LOG_COUNTS,
  PHASES,
  readBeside,
  readPhases,
  type BesideRow,
  type OperationParts,
} from "./operation-view.ts";

/** Fields of an operation that a status answer is made of. */
const FIELDS = [
  "id",
  "tenantId",
  "projectId",
  "type",
  "name",
  "status",
  "priority",
  "blocked",
  "version",
  "attempt",
  "progress",
  "error",
  "usage",
  "currentPhase",
  "phasesCompleted",
  "totalPhases",
  "createdBy",
  "estimatedLowSec",
  "estimatedHighSec",
  "executionId",
  "workerNode",
  "processedRecords",
  "totalRecords",
  "recordsPerMinute",
  "cpuUnits",
  "memoryGb",
  "fairTag",
  "startedAt",
  "endedAt",
  "createdAt",
  "timeoutAt",
  "expiredAt",
  "leaseUntil",
  "nextAttemptAt",
] as const satisfies readonly (keyof OperationRecord)[];

const COLUMNS = withoutSamples(
  columnsOf(Object.fromEntries(FIELDS.map((field) => [field, field])), { alias: "o", isNamed: true }),
);

/** The row of an operation, as far as a status answer tells it; its usage without samples. */
export type StatusRecord = Pick<OperationRecord, (typeof FIELDS)[number]>;

type TimeField = {
  [Field in keyof StatusRecord]: StatusRecord[Field] extends Date | null ? Field : never;
}[keyof StatusRecord];

/** The data of a status answer. */
export interface StatusView extends OperationParts {
  readonly operation: StatusRecord;
  /** Another one after each change of the operation's row, and so of its phases: none changes without it. */
  readonly rowVersion: string;
}

/** An operation to find. */
export interface WantedStatus {
  readonly scope: Scope;
  readonly operationId: string;
  /** How it was found before: what hasn't changed of that isn't read again. */
  readonly known?: StatusView | undefined;
}

const IS_NEW = `o."rowVersion" IS DISTINCT FROM w.known`;

// Datasets are deleted once no open operation reads them, which changes no row of an operation.
const STATEMENT = {
  name: "find-statuses",
  text: `SELECT w.place, o."rowVersion", ${BESIDE},
  CASE WHEN ${IS_NEW} THEN (SELECT row_to_json(r) FROM (SELECT ${COLUMNS}) r) END AS operation,
  CASE WHEN ${IS_NEW} THEN ${PHASES} END AS phases,
  CASE WHEN (${IS_NEW} OR o.stage <> 'open') AND ${HAS_DATASETS} THEN ${DATASETS} END AS read
FROM ${eachOf("$1::text[]", "$2::uuid[]", "$3::uuid[]", "$4::text[]")} WITH ORDINALITY AS w (id, tenant_id, project_id, known, place)
CROSS JOIN LATERAL (SELECT *, concat(xmin, '-', version) AS "rowVersion" FROM operations
  WHERE id = w.id AND tenant_id = w.tenant_id AND project_id = w.project_id LIMIT 1) o
${LOG_COUNTS}`,
};

type JsonRecord = Omit<StatusRecord, TimeField | "fairTag"> &
  Record<TimeField, string | null> & { readonly fairTag: number | string };

interface Row extends BesideRow {
  readonly place: number;
  readonly rowVersion: string;
  /** Null where it hasn't changed. */
  readonly operation: JsonRecord | null;
  readonly phases: unknown;
  readonly read: OperationParts["datasets"] | null;
}

/** Finds what is told of operations, in the given order; null for an operation that isn't in its project. */
export async function findStatuses(sql: Sql, wanted: readonly WantedStatus[]): Promise<(StatusView | null)[]> {
  const { rows } = await sql.query<Row>(STATEMENT, [
    wanted.map(({ operationId }) => operationId),
    arrayText(wanted.map(({ scope }) => scope.tenantId)),
    arrayText(wanted.map(({ scope }) => scope.projectId)),
    arrayText(wanted.map(({ known }) => known?.rowVersion ?? "NULL")),
  ]);
  const views: (StatusView | null)[] = wanted.map(() => null);
  for (const row of rows) views[row.place - 1] = toView(row, wanted[row.place - 1]?.known);
  return views;
}

/** An array as Postgres reads it, of texts that need no quotes: ids, which it checks, and its own numbers. */
const arrayText = (items: readonly string[]): string => `{${items.join(",")}}`;

const NO_DATASETS: OperationParts["datasets"] = [];

function toView(row: Row, known: StatusView | undefined): StatusView {
  const { rowVersion, operation, phases, read } = row;
  const beside = readBeside(row);
  if (operation !== null)
    return {
      ...beside,
      rowVersion,
      operation: toRecord(operation),
      phases: readPhases(phases),
      datasets: read ?? NO_DATASETS,
    };
  if (known === undefined) throw new Error("a status was left out that nobody knew");
  const datasets = known.operation.endedAt === null ? known.datasets : (read ?? NO_DATASETS);
  return { ...beside, rowVersion, operation: known.operation, phases: known.phases, datasets };
}

const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** JSON has times as texts, and -Infinity. */
const toRecord = (row: JsonRecord): StatusRecord => ({
  ...row,
  createdAt: new Date(row.createdAt ?? 0),
  startedAt: toDate(row.startedAt),
  endedAt: toDate(row.endedAt),
  timeoutAt: toDate(row.timeoutAt),
  expiredAt: toDate(row.expiredAt),
  leaseUntil: toDate(row.leaseUntil),
  nextAttemptAt: toDate(row.nextAttemptAt),
  fairTag: Number(row.fairTag),
});
