export type { Bar, Block, KeyFigure, Report, Section } from "./report.ts";
export { renderHtml } from "./render-html.ts";
export { renderPdf } from "./render-pdf.ts";
