import type { ImportMapping } from "./import-options.ts";
import { columnRoles, type ColumnMapping } from "./import-result.ts";

/** The columns that the caller gives roles to. */
export function givenColumns(mapping: ImportMapping): ColumnMapping {
  return Object.fromEntries(
    columnRoles.flatMap((role) =>
      mapping[role] === undefined || mapping[role] === null ? [] : [[role, mapping[role]]],
    ),
  );
}
