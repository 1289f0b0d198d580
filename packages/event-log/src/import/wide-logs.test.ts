import { describe, expect, it } from "vitest";
import { fileOf, run } from "./test-imports.fixture.ts";

/** Cells by the kind of column that they make. */
const cells: Readonly<Record<string, (row: number, column: number) => string>> = {
  "texts of few values": (row, column) => `v${(row * 7 + column) % 9}`,
  "whole numbers": (row, column) => String((row * 7 + column) % 9),
  "dates whose order isn't known": (row, column) => `0${1 + ((row + column) % 9)}/0${1 + ((row * 5) % 9)}/2024`,
  "ISO times": (row, column) => `2024-01-0${1 + ((row + column) % 9)} 10:00:00`,
};

/** A log of 6 cases, the events of which are far from each other. */
function wideLog(columns: number, cell: (row: number, column: number) => string): string {
  const header = ["Case", "Activity", "Timestamp", ...Array.from({ length: columns }, (_name, at) => `a${at}`)];
  const rows = Array.from({ length: 30 }, (_row, row) => [
    `c${row % 6}`,
    ["Start", "Check", "Decide", "Pay", "End"][Math.floor(row / 6)] ?? "",
    `2024-03-01T08:${String(row).padStart(2, "0")}:00Z`,
    ...Array.from({ length: columns }, (_cell, column) => cell(row, column)),
  ]);
  return [header, ...rows].map((fields) => `${fields.join(",")}\n`).join("");
}

async function cpuOf(file: string): Promise<number> {
  const before = process.cpuUsage();
  const result = await run(file);
  const { user, system } = process.cpuUsage(before);
  expect(result).toMatchObject({ ok: true, events: 30, cases: 6 });
  return user + system;
}

/** With room: between 170 and 190 MB suffice, as threads happen to meet. */
const MEMORY_MB = 320;

describe("logs of many columns", () => {
  it.each(Object.entries(cells))("takes little memory for hundreds of columns of %s", async (_, cell) => {
    const result = await run(await fileOf(wideLog(500, cell)), {}, { memoryLimitMB: MEMORY_MB });
    expect(result).toMatchObject({ ok: true, events: 30, cases: 6, activities: 5 });
    expect("columns" in result ? result.columns : []).toHaveLength(503);
  });

  it.each(["whole numbers", "dates whose order isn't known"])(
    "costs no more than in proportion to the columns, of %s",
    async (kind) => {
      const cell = cells[kind] ?? (() => "");
      const [few, many] = [await fileOf(wideLog(200, cell)), await fileOf(wideLog(1000, cell))];
      const costOfFew = Math.min(await cpuOf(few), await cpuOf(few));
      // Five times the columns; the square of that is 25.
      expect(await cpuOf(many)).toBeLessThan(12 * costOfFew);
    },
  );
});
