import { FILE_KIND_WORDS, fileKindOf } from "@longhaul/domain";
import type { ImportRefused } from "@longhaul/event-log";
import type { FilePreview, ImportedFile, ImportTask } from "./protocol.ts";

/** Imports an upload that is a model or a template; null when it may be a log. */
export async function importFile(
  path: string,
  { fileName, appendTo }: Pick<ImportTask, "fileName" | "appendTo">,
): Promise<ImportedFile | ImportRefused | null> {
  const { importModel } = await import("@longhaul/process-mining/uploads");
  const { importTemplate } = await import("@longhaul/operations/import-template");
  const found = (await importModel(path, fileName)) ?? (await importTemplate(path, fileName));
  if (found?.ok === true && appendTo !== undefined)
    return {
      ok: false,
      code: "RolesDiffer",
      message: `The file is ${FILE_KIND_WORDS[fileKindOf(found.format)]}, which can't be appended to an event log. Upload it as a dataset of its own.`,
    };
  return found;
}

/** The preview of a model or a template. */
export const previewOfFile = (file: ImportedFile): FilePreview => ({
  ...file,
  counts: {},
  columns: [],
  errors: [],
  quality: {},
  sample: { columns: [], rows: [], isWhole: true },
  map: { activities: [], edges: [] },
});
