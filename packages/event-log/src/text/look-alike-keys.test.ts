import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roughlyAlikeSql, withAlike, type AlikeKind } from "./look-alike.ts";
import { sqlText } from "./sql-text.ts";

const sign = fc.constantFrom(
  ..."aAbBzZ0017".split(""),
  ..." \t_-.,:;'\"#({[)}]=%/".split(""),
  ".0",
  ".00",
  " - ",
  "0a",
  ",000",
  '="',
);
const text = fc.array(sign, { minLength: 1, maxLength: 9 }).map((signs) => signs.join(""));
/** A text as others write it. */
const rewritten: readonly ((text: string) => string)[] = [
  (one) => one.toUpperCase(), (one) => `#${one}`, (one) => `{${one}}`, (one) => `0${one}`, (one) => `${one}.0`, (one) => ` ${one} `,
  (one) => one.replaceAll(" ", "-"), (one) => one.replaceAll(" ", ""), (one) => one.replaceAll(",", ""), (one) => `'${one}`,
  (one) => `="${one}"`, (one) => `${one}.`, (one) => one.replaceAll("-", "_"), (one) => `${one})`,
]; // prettier-ignore

describe("the rough key of texts", () => {
  it("is one for all texts that are one to a reader", async () => {
    const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
    const connection = await instance.connect();
    const pairs = fc.sample(fc.tuple(text, fc.constantFrom(...rewritten), text), { numRuns: 4000, seed: 7 });
    const texts = [...new Set(pairs.flatMap(([one, write, other]) => [one, write(one), other]))];
    await connection.run(
      `CREATE TABLE texts AS SELECT * FROM (VALUES ${texts.map((one) => `(${sqlText(one)})`).join(", ")}) AS t(text)`,
    );
    for (const kind of ["id", "name", "person"] as const satisfies readonly AlikeKind[]) {
      const alike = withAlike(kind, { relation: "texts", column: "text", isAscii: true });
      const groups = await connection.runAndReadAll(
        `SELECT list(text), count(DISTINCT ${roughlyAlikeSql(kind, "text")}) FROM ${alike} GROUP BY alike HAVING count(*) > 1`,
      );
      const found = groups.getRowsJson();
      expect(found.length).toBeGreaterThan(100);
      expect(found.filter(([, keys]) => keys !== "1")).toEqual([]);
    }
    connection.closeSync();
    instance.closeSync();
  });
});
