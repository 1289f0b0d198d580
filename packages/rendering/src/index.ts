export { chartSvg } from "./charts/chart-svg.ts";
export { chartTable } from "./report/chart-table.ts";
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
} from "./report/report.ts";
export { renderHtml } from "./html/render-html.ts";
export { renderPdf } from "./pdf/render-pdf.ts";
export { renderPptx } from "./pptx/render-pptx.ts";
export { readTemplate, TemplateFault, type Template } from "./pptx/template/read-template.ts";
export { renderXlsx } from "./xlsx/render-xlsx.ts";
