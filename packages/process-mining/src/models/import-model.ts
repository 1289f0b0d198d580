import { DomainError } from "@longhaul/domain";
import type { ImportRefused } from "@longhaul/event-log";
import { listable, MOST_LISTED } from "@longhaul/event-log/event-tables";
import { isModelFile, readModelFile } from "./model-file.ts";
import { modelActivities } from "./read-model.ts";
import type { ModelCounts } from "./read-xml-tree.ts";

/** An uploaded model. */
export interface ImportedModel {
  readonly ok: true;
  readonly format: "bpmn" | "pnml";
  readonly detected: {
    readonly model: ModelCounts & { readonly language: string };
    /** Names of the activities; absent where they are too many to be listed. */
    readonly activityNames?: readonly string[];
  };
}

/** Reads an uploaded model; null when the file is no model. */
export async function importModel(path: string, fileName: string): Promise<ImportedModel | ImportRefused | null> {
  try {
    if (!(await isModelFile(path, fileName))) return null;
    const { format, petriNet, counts } = await readModelFile(path);
    const names = modelActivities(petriNet);
    const activityNames = names.length > MOST_LISTED ? null : listable(names);
    return {
      ok: true,
      format: format === "BPMN" ? "bpmn" : "pnml",
      detected: {
        model: { language: format, ...counts },
        ...(activityNames === null ? {} : { activityNames }),
      },
    };
  } catch (err) {
    if (!(err instanceof DomainError)) throw err;
    const { line } = err.details;
    const message = `The model can't be read: ${err.message}. Correct it, and upload it again.`;
    return { ok: false, code: "UnreadableModel", message, ...(typeof line === "number" ? { line } : {}) };
  }
}
