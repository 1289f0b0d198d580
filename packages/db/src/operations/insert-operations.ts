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

/** A new operation as `givenColumns` reads it. */
export function givenOf<
  Given extends { readonly phases: readonly { readonly name: string; readonly weight: number }[] },
>({ phases, ...operation }: Given) {
  return {
    ...operation,
    phaseNames: phases.map((phase) => phase.name),
    phaseWeights: phases.map((phase) => phase.weight),
  };
}

/** Further columns of operations that say themselves whose they are; those of a batch have it from their batch. */
export const OWN_COLUMNS = { tenantId: "uuid", projectId: "uuid", createdBy: "text" };

/** What `insertOperations` takes of these. */
export const OWN = {
  tenantId: `g."tenantId"`,
  projectId: `g."projectId"`,
  createdBy: `g."createdBy"`,
  timeoutAt: `now() + g."timeoutSec" * interval '1 second'`,
};

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
