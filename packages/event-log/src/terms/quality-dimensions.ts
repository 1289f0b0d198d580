import type { DoubtKind } from "./doubt.ts";

/** What the quality of a log consists of. */
export const qualityDimensions = [
  "completeness",
  "uniqueness",
  "orderKnown",
  "plausibleTimes",
  "consistentNames",
  "certainRoles",
] as const;
export type QualityDimension = (typeof qualityDimensions)[number];

/** How a log does in one dimension. */
export interface DimensionQuality {
  readonly dimension: QualityDimension;
  /** 0–100: 100 less `pointsLost`. */
  readonly score: number;
  /** `100 × affected / of`, and the points of the doubts. */
  readonly pointsLost: number;
  /** What has the fault that the dimension counts. */
  readonly affected: number;
  /** What could have it. */
  readonly of: number;
  /** Doubts that the dimension takes points off for. */
  readonly doubts: readonly DoubtKind[];
}

/** The dimension that each kind of doubt is about. */
export const dimensionOfDoubt: Readonly<Record<DoubtKind, QualityDimension>> = {
  DateOrder: "plausibleTimes",
  MixedTimeUnits: "plausibleTimes",
  PlaceholderTime: "plausibleTimes",
  OutlyingTime: "plausibleTimes",
  StartAfterEnd: "plausibleTimes",
  SharedTime: "plausibleTimes",
  RepeatedHour: "plausibleTimes",
  ZoneWord: "plausibleTimes",
  MixedZones: "plausibleTimes",
  ZoneColumn: "plausibleTimes",
  UnusualYears: "plausibleTimes",
  NoTimes: "plausibleTimes",
  LostClock: "plausibleTimes",
  NewestFirst: "orderKnown",
  UnreadOrder: "orderKnown",
  RoleUncertain: "certainRoles",
  LifecycleWords: "certainRoles",
  LifecycleStates: "certainRoles",
  CutOff: "completeness",
  ScientificIds: "consistentNames",
  DatedTexts: "consistentNames",
  SameTraceName: "consistentNames",
  FoldedText: "consistentNames",
  SpreadsheetText: "consistentNames",
  MissingWords: "completeness",
  RunawayQuote: "consistentNames",
  RepeatedKey: "uniqueness",
  HiddenRows: "certainRoles",
  JoinedSheets: "certainRoles",
  UnreadRecords: "completeness",
  RepeatedFile: "uniqueness",
  FilledCases: "completeness",
  Preamble: "certainRoles",
  ReplacedCharacters: "consistentNames",
  Encoding: "consistentNames",
  DoubleEncoding: "consistentNames",
};
