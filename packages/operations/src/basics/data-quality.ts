import type { ColumnQuality, DimensionQuality, Doubt, LogQuality } from "@longhaul/event-log";
import { cutList, type ListCut } from "./cut-list.ts";
import type { PhaseDataset } from "./phase-context.ts";

/** Most columns in results; the dataset's own answer has all. */
const MAX_COLUMNS = 50;

/** What the data of an operation is worth, as its import found, in the results of the phase that reads it. */
export interface DataQuality {
  /** 0–100. */
  readonly score: number;
  /** What the score consists of; absent of a dataset that was made before this was kept. */
  readonly dimensions?: readonly DimensionQuality[];
  readonly recordsLeftOut: number;
  /** What is in doubt, most weighty first. */
  readonly doubts: readonly ToldDoubt[];
  /** Quality of the columns with roles, and of the first others. */
  readonly columns: readonly ColumnQuality[];
  /** How many of `columns` are shown; absent in older results. */
  readonly lists?: { readonly columns: ListCut };
}

/** A doubt without its examples, which the dataset's own answer has. */
export type ToldDoubt = Omit<Doubt, "examples">;

/** The doubts of a dataset; none of one that was made before they were kept. */
export function doubtsOf({ detected }: PhaseDataset): readonly Doubt[] {
  return (detected["doubts"] ?? []) as readonly Doubt[];
}

/** Whether the import knows the order of all events, those of one time too; false of a dataset that was made before that was kept. */
export function isOrderKnown({ quality }: PhaseDataset): boolean {
  const { dimensions = [] } = quality as Partial<LogQuality>;
  return dimensions.some(({ dimension, pointsLost }) => dimension === "orderKnown" && pointsLost === 0);
}

function withoutExamples(whole: Doubt): ToldDoubt {
  const { examples: _, ...doubt } = whole;
  return doubt;
}

/** What is known of the worth of a dataset. */
export function dataQualityOf(dataset: PhaseDataset): DataQuality {
  const { score = 100, columns = [], dimensions } = dataset.quality as Partial<LogQuality>;
  const told = cutList(columns, MAX_COLUMNS, "their place in the table");
  return {
    score,
    ...(dimensions === undefined ? {} : { dimensions }),
    recordsLeftOut: dataset.errorRecords,
    doubts: doubtsOf(dataset).map(withoutExamples),
    columns: told.items,
    lists: { columns: told.cut },
  };
}
