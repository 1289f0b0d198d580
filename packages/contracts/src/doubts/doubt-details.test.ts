import { describe, expect, it } from "vitest";
import { doubtDetail } from "./doubt-details.ts";
import { DOUBT_KINDS } from "./doubt-kinds.ts";

const detail = `3 values, as "1/2", mean nothing: the file's owner knows.`;

describe("doubtDetail", () => {
  it.each([
    ["DateOrder", undefined, "Toutes les dates peuvent se lire"],
    ["MissingWords", 1, "1\u00a0valeur est un mot"],
    ["MissingWords", 1234, "1\u00a0234\u00a0valeurs sont des mots"],
    ["MissingWords", undefined, "Des valeurs sont des mots"],
  ])("says %s of %s values in French", (kind, count, start) => {
    expect(doubtDetail("fr", { kind, detail, count })).toMatch(new RegExp(`^${start}`));
  });

  it("has French words for every kind", () => {
    const kinds = Object.keys(DOUBT_KINDS.en);
    expect(kinds.filter((kind) => doubtDetail("fr", { kind, detail }).includes("owner"))).toEqual([]);
    expect(Object.keys(DOUBT_KINDS.fr).toSorted()).toEqual(kinds.toSorted());
  });

  it.each([
    ["en", "DateOrder"],
    ["fr", "ANewKind"],
    ["fr", "constructor"],
  ] as const)("keeps an import's own words, with the signs of print, in %s of %s", (language, kind) => {
    expect(doubtDetail(language, { kind, detail })).toBe("3 values, as “1/2”, mean nothing: the file’s owner knows.");
  });

  it("has the quotes of print around names that have quotes of their own, not the signs of data", () => {
    const told = doubtDetail("en", {
      kind: "Encoding",
      detail: 'Values, for example "say \\"A\\" \\\\ b", and taken.',
    });
    expect(told).toBe("Values, for example “say ‘A’ \\ b”, and taken.");
  });
});
