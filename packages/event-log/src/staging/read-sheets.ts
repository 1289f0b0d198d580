import { ImportRefusal } from "../terms/import-refusal.ts";
import type { StagedLog } from "./staged-log.ts";

/** Sheets, or groups of them with the same columns, that are tried one after another. */
const MOST_TRIED = 10;

/**
 * Reads a log; of a workbook, unless a sheet of it is named, the first visible sheet whose columns have the roles of a log.
 * Where none has, the refusal is that of the first.
 */
export async function readSheets<T>(
  stage: (passedOver: readonly string[]) => Promise<StagedLog>,
  wanted: string | undefined,
  read: (log: StagedLog) => Promise<T>,
): Promise<T> {
  const passedOver: string[] = [];
  let first: ImportRefusal | null = null;
  for (let tried = 1; ; tried++) {
    let sheets: readonly string[] = [];
    try {
      const log = await stage(passedOver);
      sheets = wanted === undefined ? (log.details.sheets ?? [log.details.sheet ?? []].flat()) : [];
      return await read(log);
    } catch (err) {
      if (!(err instanceof ImportRefusal)) throw err;
      first ??= err;
      if (err.refused.code !== "ColumnNotIdentified" || sheets.length === 0 || tried >= MOST_TRIED) throw first;
      passedOver.push(...sheets);
    }
  }
}
