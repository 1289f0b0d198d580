import type { Report } from "../report/report.ts";

/** A report with every kind of block, and a table of so many rows. */
export function sampleReport({ rows, text = "Plain text" }: { rows: number; text?: string }): Report {
  const quantity = (value: number) => ({ value, text: `${value} days` });
  return {
    language: "en",
    title: "Café 流程报告 → 한국어",
    kind: "Detailed report",
    subtitle: text,
    createdAt: "2026-01-01T00:00:00.000Z",
    figures: [{ label: "Cases", value: { value: 1234, text: "1,234" } }],
    isShort: false,
    sections: [
      {
        heading: "Overview",
        blocks: [
          { kind: "text", text },
          { kind: "figures", figures: [{ label: text, value: { value: 12, text: "12" } }] },
          {
            kind: "advice",
            priority: "High",
            title: text,
            effect: "Expected: less",
            notes: [text],
            evidence: [text, "Cases: 12"],
          },
          {
            kind: "chart",
            caption: "Bars",
            reading: [text],
            chart: {
              kind: "bars",
              series: ["Time"],
              unit: "d",
              bars: [text, "審査 Prüfung → Łódź", "한국어 확인", "x".repeat(200)].map((label, idx) => ({
                label,
                values: [quantity(10 - idx)],
              })),
            },
          },
          {
            kind: "picture",
            caption: "A map",
            svg: `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="100pt" viewBox="0 0 200 100"><script>alert(1)</script><g transform="translate(4 96)"><polygon points="0,0 20,0 20,-20" fill="#486581"/><text x="10" y="-30" text-anchor="middle" font-size="12">Box</text></g></svg>`,
          },
        ],
      },
      {
        heading: "Table",
        blocks: [
          {
            kind: "table",
            caption: "Rows",
            columns: [{ label: "Activity" }, { label: "Time", unit: "d" }],
            rows: Array.from({ length: rows }, (_, idx) => [
              `Row ${idx} begins ${"and goes on with its name ".repeat(6)} Row ${idx} ends`,
              idx === 1 ? null : quantity(idx + 0.5),
            ]),
          },
        ],
      },
    ],
  };
}
