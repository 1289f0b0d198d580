import { describe, expect, it } from "vitest";
import { findRoleConflicts, pairColumns, type TableColumn } from "./pair-columns.ts";

const caseId: TableColumn = { name: "case_id", sourceName: "Case", type: "VARCHAR", role: "caseId" };
const resource: TableColumn = { name: "resource", sourceName: "User", type: "VARCHAR", role: "resource" };
const column = (name: string, type = "VARCHAR", sourceName = name): TableColumn => ({ name, type, sourceName });

describe("pairing the columns of two tables", () => {
  it.each([
    ["BIGINT", "BIGINT", "BIGINT"],
    ["INTEGER", "BIGINT", "HUGEINT"],
    ["BIGINT", "DOUBLE", "DOUBLE"],
    ["DECIMAL(18,2)", "DOUBLE", "DOUBLE"],
    ["BOOLEAN", "BIGINT", "VARCHAR"],
    ["TIMESTAMP", "DATE", "VARCHAR"],
    ["DOUBLE", "VARCHAR", "VARCHAR"],
  ])("makes one of %s and %s that holds both: %s", (base, added, type) => {
    expect(pairColumns([column("x", base)], [column("x", added)])).toMatchObject([{ name: "x", type }]);
  });

  it("pairs roles by role, and others by their names in the files, whatever they are called in the tables", () => {
    const base = [caseId, column("cost"), column("note_2", "VARCHAR", "note")];
    const added = [{ ...caseId, sourceName: "Order" }, resource, column("note"), column("Cost"), column("new")];
    const paired = pairColumns(base, added).map(({ name, base: left, added: right }) => [
      name,
      left?.name ?? null,
      right?.name ?? null,
    ]);
    expect(paired).toEqual([
      ["case_id", "case_id", "case_id"],
      ["resource", null, "resource"],
      ["cost", "cost", null],
      ["note_2", "note_2", "note"],
      // Names that differ in case alone are the same to SQL.
      ["Cost_2", null, "Cost"],
      ["new", null, "new"],
    ]);
  });

  it("finds columns that have one role here and another, or none, there", () => {
    const plainUser = column("User");
    expect(findRoleConflicts([caseId, resource], [caseId, plainUser])).toEqual([
      { column: "User", inDataset: "resource", inFile: null },
    ]);
    expect(findRoleConflicts([caseId, plainUser], [caseId, resource])).toEqual([
      { column: "User", inDataset: null, inFile: "resource" },
    ]);
    expect(findRoleConflicts([caseId, resource], [{ ...caseId, sourceName: "Order" }])).toEqual([]);
  });
});
