import { readFileSync } from "node:fs";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { detectLegacyEncoding, detectUnicodeMark } from "./detect-encoding.ts";

describe("detectLegacyEncoding", () => {
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
  ])("recognises %s", (encoding, text) => {
    expect(detectLegacyEncoding(iconv.encode(text, encoding))).toBe(encoding);
  });

  it("recognises a Hebrew export among Latin column names", () => {
    const bytes = readFileSync(new URL("../../fixtures/malformed/apromore_test11-encoding.csv", import.meta.url));
    expect(detectLegacyEncoding(bytes)).toBe("windows-1255");
  });
});

describe("detectUnicodeMark", () => {
  it("reads marks and recognises unmarked UTF-16", () => {
    expect(detectUnicodeMark(Buffer.from("\uFEFFcase"))).toBe("utf-8");
    expect(detectUnicodeMark(Buffer.from("\uFEFFcase", "utf16le"))).toBe("utf-16le");
    expect(detectUnicodeMark(Buffer.from("case,activity", "utf16le"))).toBe("utf-16le");
    expect(detectUnicodeMark(Buffer.from("case,activity", "utf16le").swap16())).toBe("utf-16be");
    expect(detectUnicodeMark(Buffer.from("case,activity"))).toBeNull();
  });
});
