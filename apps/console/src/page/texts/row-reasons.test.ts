import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { rowReasons as en } from "./en/row-reasons.ts";
import { rowReasons as fr } from "./fr/row-reasons.ts";

const TERMS = new URL("../../../../../packages/event-log/src/terms/", import.meta.url);

/** The literals of a union, as its file lists them. */
async function namesOf(file: string, type: string): Promise<string[]> {
  const source = await readFile(new URL(file, TERMS), "utf8");
  const union = new RegExp(`export type ${type} =([^;]*);`).exec(source)?.[1] ?? "";
  return [...union.matchAll(/\| "([^"]+)"/g)].map(([, name = ""]) => name);
}

it("has words in both languages for all that an import leaves out, repairs or doubts", async () => {
  const names = [...(await namesOf("import-error.ts", "ImportErrorType")), ...(await namesOf("doubt.ts", "DoubtKind"))];
  expect(names.length).toBeGreaterThan(40);
  for (const texts of [en, fr]) {
    expect(Object.keys(texts).toSorted()).toEqual(names.toSorted());
    expect(Object.values(texts).filter((text) => names.includes(text))).toEqual([]);
  }
});
