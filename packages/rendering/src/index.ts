export { chartSvg } from "./chart-svg.ts";
export { chartTable } from "./chart-table.ts";
export type {
  Bar,
  Bin,
  Block,
  Brand,
  Cell,
  Chart,
  Column,
  KeyFigure,
  Priority,
  Quantity,
  Report,
  Section,
} from "./report.ts";
export { renderHtml } from "./render-html.ts";
export { renderPdf } from "./render-pdf.ts";
export { renderPptx } from "./render-pptx.ts";
export { readTemplate, TemplateFault, type Template } from "./template/read-template.ts";
export { renderXlsx } from "./render-xlsx.ts";
