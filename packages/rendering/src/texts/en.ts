import { formatsIn } from "@longhaul/domain";

const { number, day } = formatsIn("en");

/** What the formats add to a report in English. */
export const en = {
  number,
  day,
  contents: "Contents",
  keyFigures: "Key figures",
  overview: "Overview",
  sheets: "Sheets",
  charts: "Charts",
  chartsCaption: "All charts, each beside its figures",
  page: (page: number, of: number): string => `Page ${page} of ${of}`,
  figure: (at: number): string => `Figure ${at}`,
  table: (at: number): string => `Table ${at}`,
  tableName: "Table",
  caption: (label: string, caption: string): string => `${label}: ${caption}`,
  inUnit: (caption: string, unit: string): string => `${caption}, in ${unit}`,
  priority: { High: "High priority", Medium: "Medium priority", Low: "Low priority" },
  continued: (heading: string): string => `${heading} (continued)`,
  whatItSays: "What it says",
  furtherRows: (rows: number): string =>
    rows === 1 ? "1 further row is in the other formats" : `${number(rows)} further rows are in the other formats`,
  what: "What",
  from: "From",
  to: "To",
  period: "Period",
  units: { days: "days", hours: "hours", minutes: "minutes", seconds: "seconds" },
};

/** What the formats add to a report; each language has all of it. */
export type ReportTexts = typeof en;

export type TimeUnit = keyof ReportTexts["units"];
