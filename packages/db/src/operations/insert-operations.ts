import type { Operation } from "../../generated/client.ts";
import { columnOf } from "../model-row.ts";

/** Fields of a new operation that are columns of its row as they are given, with the columns' types. */
const FIELDS = {
  id: "text",
  type: "text",
  name: "text",
  description: "text",
  priority: "text",
  parameters: "jsonb",
  defaulted: "text[]",
  callbacks: "jsonb",
  notifications: "jsonb",
  retryPolicy: "jsonb",
  timeoutSec: "integer",
  cpuUnits: "float8",
  memoryGb: "float8",
  estimatedLowSec: "integer",
  estimatedHighSec: "integer",
  estimatedCost: "float8",
  datasetId: "uuid",
  furtherDatasetIds: "uuid[]",
  inputRecords: "bigint",
} as const satisfies Partial<Record<keyof Operation, string>>;

const GIVEN = { ...FIELDS, phaseNames: "text[]", phaseWeights: "float8[]" };

/** Columns of `jsonb_to_recordset` for new operations, and for what only one kind of them has. */
export const givenColumns = (further: Readonly<Record<string, string>>): string =>
  Object.entries({ ...GIVEN, ...further })
    .map(([field, type]) => `"${field}" ${type}`)
    .join(", ");

/** SQL of what depends on how an operation comes about; all other columns have their defaults. */
type Further = Readonly<Partial<Record<keyof Operation, string>>> &
  Readonly<Record<"tenantId" | "projectId" | "createdBy" | "timeoutAt" | "fairTag", string>>;

/**
 * The one insert of operations: of starts, batches and retries.
 * @param from what follows FROM, with the given columns as `g`
 */
export function insertOperations(further: Further, from: string): string {
  const values = new Map<string, string>([
    ...Object.keys(FIELDS).map((field) => [field, `g."${field}"`] as const),
    ["status", "'Initiated'"],
    ["totalPhases", `cardinality(g."phaseNames")`],
    ["currentPhase", `g."phaseNames"[1]`],
    ["eventSeq", "1"],
    ...Object.entries(further),
  ]);
  const columns = [...values.keys()].map(columnOf).join(", ");
  return `INSERT INTO operations (${columns})\n  SELECT ${[...values.values()].join(", ")}\n  FROM ${from}\n  RETURNING *`;
}
