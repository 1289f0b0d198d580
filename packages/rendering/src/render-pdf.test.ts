import { describe, expect, it } from "vitest";
import { renderPdf } from "./render-pdf.ts";

const pagesOf = (pdf: Uint8Array): number =>
  Buffer.from(pdf)
    .toString("latin1")
    .split(/\/Type \/Page\b/).length - 1;

const report = (rows: number) => ({
  title: "Café 流程报告",
  subtitle: "Łódź",
  createdAt: "2026-01-01T00:00:00.000Z",
  sections: [
    {
      heading: "Table",
      blocks: [
        { kind: "figures" as const, figures: [{ label: "Cases", value: "12" }] },
        { kind: "bars" as const, caption: "Bars", bars: [{ label: "x".repeat(200), value: 3, text: "3" }] },
        {
          kind: "table" as const,
          caption: "Rows",
          columns: ["Activity", "Count"],
          rows: Array.from({ length: rows }, (_, idx) => [`審査 Prüfung ${idx}`, String(idx)]),
        },
      ],
    },
  ],
});

describe("renderPdf", () => {
  it("gives a title page, contents and the sections", async () => {
    const pdf = await renderPdf(report(3));
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe("%PDF-");
    expect(pagesOf(pdf)).toBe(3);
  });

  it("goes on to further pages when a table is longer than one", async () => {
    expect(pagesOf(await renderPdf(report(100)))).toBe(5);
  });
});
