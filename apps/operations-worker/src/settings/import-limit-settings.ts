import Joi from "joi";
import { DEFAULT_IMPORT_LIMITS, type ImportLimits, type LimitNames } from "@longhaul/event-log/import-limits";

/** What each limit of an import is set by, and what may be set. */
const SETTINGS = {
  maxUncompressedBytes: { name: "IMPORT_MAX_BYTES", min: 1_000_000 },
  maxRatio: { name: "IMPORT_MAX_RATIO", min: 10 },
  maxColumns: { name: "IMPORT_MAX_COLUMNS", min: 3 },
  // Lines are held in memory, several copies at once.
  maxLineBytes: { name: "IMPORT_MAX_LINE_BYTES", min: 1000, max: 64_000_000 },
  maxCellBytes: { name: "IMPORT_MAX_CELL_BYTES", min: 100, max: 64_000_000 },
  maxDistinctValues: { name: "IMPORT_MAX_VALUES", min: 1 },
  maxCases: { name: "IMPORT_MAX_CASES", min: 1 },
  maxScratchBytes: { name: "IMPORT_MAX_SCRATCH_BYTES", min: 1_000_000 },
} as const satisfies Record<keyof ImportLimits, { name: string; min: number; max?: number }>;

type LimitKey = keyof typeof SETTINGS;
export type ImportLimitSettings = Readonly<Record<(typeof SETTINGS)[LimitKey]["name"], number>>;

const limits = Object.entries(SETTINGS) as [LimitKey, { name: keyof ImportLimitSettings; min: number; max?: number }][];

/** What messages about limits call them. */
export const IMPORT_LIMIT_NAMES: LimitNames = Object.fromEntries(limits.map(([limit, { name }]) => [limit, name]));

export const importLimitSchemas = Object.fromEntries(
  limits.map(([limit, { name, min, max = Number.MAX_SAFE_INTEGER }]) => [
    name,
    Joi.number().integer().min(min).max(max).default(DEFAULT_IMPORT_LIMITS[limit]),
  ]),
);

export function readImportLimits(settings: ImportLimitSettings): ImportLimits {
  return Object.fromEntries(limits.map(([limit, { name }]) => [limit, settings[name]])) as Record<LimitKey, number>;
}
