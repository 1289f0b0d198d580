import { usualRule } from "../time/read-time.ts";
import type { DetectedTimeFormat } from "../time/time-format.ts";
import type { ColumnRole } from "../terms/import-result.ts";
import { chooseRoles, type ChosenRoles } from "./choose-roles.ts";
import type { ColumnFacts } from "./column-facts.ts";

const PLACES: DetectedTimeFormat = {
  format: { rule: usualRule, given: null, fast: { kind: "iso" }, described: "place in the file", hasNanos: false },
  kind: "moment",
  share: 1,
  isAmbiguous: false,
  isWeak: true,
  isFaint: false,
  mixedUnits: [],
};

/** As `chooseRoles` does for a log without times: the places of rows in the file stand for their times. */
export function chooseRolesInFileOrder(
  columns: readonly ColumnFacts[],
  given: Partial<Record<ColumnRole, number>>,
): ChosenRoles {
  const rows = columns[0]?.codes.length ?? 0;
  const places: ColumnFacts = {
    name: "",
    time: PLACES,
    codes: Int32Array.from({ length: rows }, (_, row) => row),
    filled: rows,
    distinct: rows,
    words: [],
    letters: 0,
    fractions: 1,
    seconds: Float64Array.from({ length: rows }, (_, row) => row),
  };
  const chosen = chooseRoles([...columns, places], { ...given, timestamp: columns.length });
  const { timestamp: _, startTimestamp: __, ...roles } = chosen.roles;
  const { timestamp: ___, startTimestamp: ____, ...detectedBy } = chosen.detectedBy;
  return { ...chosen, roles, detectedBy };
}
