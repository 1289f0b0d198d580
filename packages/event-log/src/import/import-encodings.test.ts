import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { accepted, fileOf, rowsOf } from "./test-imports.fixture.ts";
import { WORDS_BY_LANGUAGE } from "../encoding/words.fixture.ts";

const logOf = (activities: readonly string[], rows = 40): string =>
  `case,activity,timestamp\n${Array.from({ length: rows }, (_, at) => `c${at % 8},${activities[at % activities.length]},2024-01-0${1 + (at % 9)} 08:00:00\n`).join("")}`;
const activitiesOf = async (tablePath: string): Promise<string[]> =>
  (await rowsOf(tablePath, "DISTINCT activity")).flat().map(String).toSorted();

describe("texts in other encodings than UTF-8", () => {
  it.each([
    ["de", "cp437"],
    ["fr", "macintosh"],
    ["pl", "cp852"],
    ["tr", "windows-1254"],
    ["ru", "cp866"],
    ["el", "iso-8859-7"],
    ["ja", "euc-jp"],
    ["ko", "euc-kr"],
    ["zhHant", "big5"],
    ["zhHans", "utf-16be"],
    ["th", "utf-32le"],
  ])("reads %s in %s", async (language, encoding) => {
    const words = WORDS_BY_LANGUAGE[language] ?? [];
    const { tablePath, detected } = await accepted(await fileOf(iconv.encode(logOf(words), encoding)));
    expect(await activitiesOf(tablePath)).toEqual(words.toSorted());
    expect(detected.doubts.filter(({ kind }) => kind === "Encoding")).toEqual([]);
  });

  it("reads Japanese in bytes of ASCII, as mail has it", async () => {
    const words = ["受付", "確認", "支払い", "差し戻し"];
    const jis = words.map((word) => {
      const bytes = iconv.encode(word, "euc-jp").map((byte) => byte & 0x7f);
      return `\u001b$B${Buffer.from(bytes).toString("latin1")}\u001b(B`;
    });
    for (const rows of [40, 200_000]) {
      const { tablePath, detected } = await accepted(await fileOf(Buffer.from(logOf(jis, rows), "latin1")));
      expect(detected.encoding).toBe("iso-2022-jp");
      expect(await activitiesOf(tablePath)).toEqual(words.toSorted());
    }
  });

  it("judges a file by all of it, not by its start", async () => {
    const late = `${logOf(["Start", "End"], 60_000)}c1,Größe geprüft,2024-02-01\nc2,Überweisung läuft,2024-02-01\n`;
    const { detected } = await accepted(await fileOf(iconv.encode(late, "cp850")));
    expect(iconv.decode(Buffer.from([0x81]), detected.encoding ?? "")).toBe("ü");
  });

  it("reads lines in another encoding among those in UTF-8, and counts them as repaired", async () => {
    const [head, tail] = [logOf(["Prüfung läuft"]), "c9,Größe erfaßt,2024-01-09\n"];
    const path = await fileOf(
      Buffer.concat([
        Buffer.from(head),
        iconv.encode(tail, "windows-1252"),
        Buffer.from("c9,Prüfung läuft,2024-01-10\n"),
      ]),
    );
    const { tablePath, errors, errorRecords, detected } = await accepted(path);
    expect(await activitiesOf(tablePath)).toEqual(["Größe erfaßt", "Prüfung läuft"]);
    expect(detected.encoding).toBe("utf-8");
    expect(errorRecords).toBe(0);
    expect(errors).toEqual([{ type: "Invalid Encoding", count: 1, resolved: true, examples: [{ line: 42 }] }]);
  });

  it("says so when a word reads well in two encodings, and takes the one that is named", async () => {
    const path = await fileOf(iconv.encode(logOf(["Rašymas", "Start"]), "windows-1257"));
    const { detected, quality } = await accepted(path);
    const doubtsOf = (found: typeof detected) => found.doubts.filter(({ kind }) => kind === "Encoding");
    expect(doubtsOf(detected)).toMatchObject([{ count: 1, detail: expect.stringContaining("Rašymas") as string }]);
    expect(quality.score).toBeLessThan(100);
    const named = await accepted(path, { encoding: "windows-1257" });
    expect(named.detected.encoding).toBe("windows-1257");
    expect(doubtsOf(named.detected)).toEqual([]);
    expect(await activitiesOf(named.tablePath)).toEqual(["Rašymas", "Start"]);
  });
});
