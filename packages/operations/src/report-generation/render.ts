import { readFile } from "node:fs/promises";
import {
  readTemplate,
  renderHtml,
  renderPdf,
  renderPptx,
  renderXlsx,
  TemplateFault,
  type Report,
  type Template,
} from "@longhaul/rendering";
import { PhaseError, type PhaseContext, type PhaseFile, type PhaseOutput } from "../basics/phase-context.ts";
import { REPORT_FILE } from "./compose.ts";
import type { ReportParameters } from "./parameters.ts";
import { reportCsv } from "./report-csv.ts";

const OFFICE = "application/vnd.openxmlformats-officedocument";
const FORMATS = {
  PDF: { extension: "pdf", mediaType: "application/pdf", write: renderPdf },
  PowerPoint: {
    extension: "pptx",
    mediaType: `${OFFICE}.presentationml.presentation`,
    write: (report: Report, template?: Template) => renderPptx(report, template),
  },
  Excel: { extension: "xlsx", mediaType: `${OFFICE}.spreadsheetml.sheet`, write: renderXlsx },
  HTML: { extension: "html", mediaType: "text/html; charset=utf-8", write: renderHtml },
  CSV: { extension: "csv", mediaType: "text/csv; charset=utf-8", write: reportCsv },
  JSON: {
    extension: "json",
    mediaType: "application/json",
    write: (report: Report) => JSON.stringify(report, null, 2),
  },
};

/** Writes the report in each requested format. */
export async function render(ctx: PhaseContext<ReportParameters>): Promise<PhaseOutput> {
  const report = JSON.parse(await readFile(await ctx.openFile(REPORT_FILE), "utf8")) as Report;
  const { exportFormats, templateDatasetId } = ctx.parameters;
  const file = templateDatasetId === undefined ? null : await ctx.openDatasetFile(templateDatasetId);
  const template = file === null ? undefined : await openTemplate(file);
  for (const [idx, format] of exportFormats.entries()) {
    ctx.signal.throwIfAborted();
    ctx.progress(idx / exportFormats.length, { currentActivity: `Writing ${format}` });
    const { extension, mediaType, write } = FORMATS[format];
    const meta = { name: `Report (${format})`, fileName: `report.${extension}`, type: "Report", format, mediaType };
    await ctx.artifact(meta, await write(report, template));
  }
  return {
    results: {
      reportsCreated: exportFormats.length,
      formats: exportFormats,
      ...(file === null
        ? {}
        : { template: { name: file.name, datasetId: file.datasetId, datasetVersion: file.version } }),
    },
    summary: { reportsCreated: exportFormats.length },
  };
}

async function openTemplate({ path }: PhaseFile): Promise<Template> {
  try {
    return readTemplate(await readFile(path));
  } catch (err) {
    if (!(err instanceof TemplateFault)) throw err;
    throw new PhaseError("template_unreadable", `parameters/templateDatasetId can't be read: ${err.message}`);
  }
}
