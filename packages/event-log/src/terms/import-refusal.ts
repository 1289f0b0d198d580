import type { ImportRefusalCode, ImportRefused } from "./import-result.ts";

/** Ends an import from any depth; `importEventLog` turns it into its `ok: false` answer. */
export class ImportRefusal extends Error {
  readonly refused: ImportRefused;

  constructor(code: ImportRefusalCode, message: string, where: Omit<ImportRefused, "ok" | "code" | "message"> = {}) {
    super(message);
    this.name = "ImportRefusal";
    this.refused = { ok: false, code, message, ...where };
  }
}
