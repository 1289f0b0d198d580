import { readFileSync } from "node:fs";
import { encodingNames, findEncoding } from "@longhaul/domain";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { CellEvidence } from "./cell-evidence.ts";
import { judgeEncoding } from "./judge-encoding.ts";
import { LEGACY_ENCODINGS } from "./legacy-encodings.ts";
import { detectUnicodeMark } from "./unicode-mark.ts";
import { WORDS_BY_LANGUAGE } from "./words.fixture.ts";

describe("judgeEncoding", () => {
  it.each([
    ["windows-1251", "дело,активность\n1,Проверка заявки\n1,Отправка документа"],
    ["windows-1252", "Prüfung der Anträge, Größe, Straße; Überprüfung"],
    ["windows-1252", "vérification du dossier, créé à l'étape, français"],
    ["windows-1252", "Revisión, aprobación, año, señal"],
    ["windows-1252", "ação, revisão, não"],
    ["windows-1252", "Müller"],
    ["windows-1250", "sprawdź wniosek, płatność, zażalenie, wysłać"],
    ["windows-1250", "žádost přijata, ověření, schválení"],
    ["windows-1254", "başvuru, ödeme, değerlendirme, sınıf, İş"],
    ["windows-1253", "έλεγχος αίτησης, πληρωμή"],
    ["windows-1255", "בדיקת בקשה, תשלום"],
    ["windows-1256", "طلب شراء, موافقة المدير"],
    ["koi8-r", "Проверка заявки и отправка"],
    ["macintosh", "Prüfung läuft, Größe erfaßt"],
    ["cp850", "Prüfung läuft, Größe erfaßt, façade"],
    ["shift_jis", "受付,承認,データ入力"],
    ["gb18030", "受理申请,审批"],
    ["big5", "受理申請,審批,驗收入庫"],
    ["euc-kr", "접수,승인,검토"],
    ["euc-jp", "受付,承認,データ入力"],
  ])("recognises %s", (encoding, text) => {
    const { encoding: found } = judgeEncoding(text.split(/[,;\n]/).map((cell) => iconv.encode(cell, encoding)));
    expect(iconv.decode(iconv.encode(text, encoding), found)).toBe(text);
  });

  it("recognises a Hebrew export among Latin column names", () => {
    const bytes = readFileSync(new URL("../../fixtures/malformed/apromore_test11-encoding.csv", import.meta.url));
    const evidence = new CellEvidence();
    evidence.collect(bytes, true);
    expect(judgeEncoding(evidence.cells().other).encoding).toBe("windows-1255");
  });

  // Every log of one to all of a language's words in every encoding that has their letters.
  it("never takes a wrong encoding without a doubt", () => {
    const figures = { right: 0, doubted: 0 };
    const wrong: string[] = [];
    for (const [language, words] of Object.entries(WORDS_BY_LANGUAGE)) {
      const groups = [
        words,
        ...words.map((word) => [word]),
        ...words.map((word, at) => [word, words.at(at - 1) ?? word]),
      ];
      for (const { name } of LEGACY_ENCODINGS) {
        for (const group of groups) {
          const cells = group.map((word) => iconv.encode(word, name));
          if (group.some((word, at) => iconv.decode(cells[at] ?? Buffer.of(), name) !== word)) continue;
          const high = cells.filter((cell) => cell.some((byte) => byte >= 0x80));
          if (high.length === 0) continue;
          const { encoding, rival, isStrange } = judgeEncoding(high);
          const got = cells.map((cell) => iconv.decode(cell, encoding));
          if (got.join() === group.join()) figures.right++;
          else if (rival !== null || isStrange) figures.doubted++;
          else wrong.push(`${language} in ${name} as ${encoding}: ${group.join()} → ${got.join()}`);
        }
      }
    }
    console.log(
      `Encodings by bytes alone: ${figures.right} read rightly, ${figures.doubted} doubted, ${wrong.length} wrong.`,
    );
    expect(wrong).toEqual([]);
    expect(figures.doubted).toBeLessThan(figures.right / 5);
  });

  it("knows only encodings that can be decoded, and that have a name", () => {
    expect(encodingNames.filter((name) => !iconv.encodingExists(name))).toEqual([]);
    expect(LEGACY_ENCODINGS.filter(({ name }) => findEncoding(name) !== name)).toEqual([]);
  });
});

describe("detectUnicodeMark", () => {
  it.each(["utf-16le", "utf-16be", "utf-32le", "utf-32be"])("recognises %s, marked or not", (encoding) => {
    for (const text of ["case,activity\n1,a\n", "事例,活動,时间\n一,审批,2024-01-01 10:00\n"]) {
      for (const addBOM of [false, true]) {
        expect(detectUnicodeMark(iconv.encode(text, encoding, { addBOM }))).toBe(encoding);
      }
    }
  });

  it("takes a U+0000 behind the mark of UTF-16 for what it is", () => {
    expect(detectUnicodeMark(Buffer.from("\uFEFF\u0000case,activity", "utf16le"))).toBe("utf-16le");
  });

  it("sees no mark in plain text", () => {
    expect(detectUnicodeMark(Buffer.from("\uFEFFcase"))).toBe("utf-8");
    expect(detectUnicodeMark(Buffer.from("case,activity"))).toBeNull();
    expect(detectUnicodeMark(Buffer.from("受付,承認,2024-01-01"))).toBeNull();
    expect(detectUnicodeMark(Buffer.from(""))).toBeNull();
  });
});
