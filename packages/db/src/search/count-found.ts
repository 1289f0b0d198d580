import type { OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import type { SearchFilter } from "./search-rows.ts";

/** Counting the results of a search ends here. */
const ENOUGH = 1000;

export interface FoundCounts {
  /** Those that haven't ended are counted as Running. */
  readonly counts: Partial<Record<OperationStatus, number>>;
  /** There are more, older ones. */
  readonly isPartial: boolean;
}

/** The operations that a search finds, whatever their status, by status. */
export async function countFound(sql: Sql, scope: Scope, filter: SearchFilter): Promise<FoundCounts> {
  const { rows } = await sql.query<{ status: OperationStatus | "open"; n: number; is_partial: boolean }>(
    "SELECT status, sum(n)::bigint AS n, bool_or(is_partial) AS is_partial FROM count_searched($1, $2, $3, $4, $5, $6, $7, $8) GROUP BY 1",
    [
      scope.tenantId,
      scope.projectId,
      filter.search,
      filter.types ?? null,
      filter.priorities ?? null,
      filter.from ?? "-infinity",
      filter.before ?? "infinity",
      ENOUGH,
    ],
  );
  return {
    counts: Object.fromEntries(rows.map(({ status, n }) => [status === "open" ? "Running" : status, n])),
    isPartial: rows.some((row) => row.is_partial),
  };
}
