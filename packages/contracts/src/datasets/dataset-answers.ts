import { EXPORT_FORMATS, FILE_KINDS, ROW_STATES } from "@longhaul/domain";
import Joi from "joi";
import { count, paging, percentage, time, words } from "../answer-parts.ts";
import { guid } from "../request-parts.ts";
import { DATASET_STATUSES } from "./dataset-request.ts";

const share = Joi.number().min(0).max(1);

const columnQuality = Joi.object({
  column: Joi.string().allow("").required().description("name in `columns`"),
  missing: count.required().description("rows of the table without a value"),
  distinct: count
    .required()
    .description(
      "different values; in a table of more than 200,000 rows within a few per cent, but exact for cases and activities",
    ),
  valueType: Joi.string().required().description("the type that most values have, as they stand in the file"),
  typeAgreement: share
    .required()
    .description(
      "share of the values that have `valueType`: of all values for times and for what is a number or a truth value throughout, else of those in the first 10,000 and last 1,000 records",
    ),
  rejected: count.required().description("records that were left out because of this column"),
  repaired: count.required().description("values that were left empty or replaced because they could not be read"),
  doubtful: count
    .required()
    .description("values that `detected.doubts` is about; one that is in two doubts counts twice"),
});

/** What is counted in each dimension of the quality of a log. */
const DIMENSIONS = {
  completeness:
    "values that the records of the file lack: all of a record that is left out, and those of a resource, a start or a life cycle where at least a tenth of the activity's events have one",
  uniqueness: "events that are equal to another one in every column",
  orderKnown: "steps to another activity at the very time of the step before, where no column tells the order",
  plausibleTimes:
    "events that start after they end; and in `doubts` placeholders and outlying times (a point for each per cent of the cases that have one), days and months that may be exchanged, mixed units",
  consistentNames:
    "events whose activity is written otherwise than usual, by case, blanks or hyphens alone; and in `doubts` rounded ids, damaged characters, and others",
  certainRoles: "nothing is counted: in `doubts` columns that may not be what they were taken for",
} as const;

const qualityDimension = Joi.object({
  dimension: Joi.string()
    .valid(...Object.keys(DIMENSIONS))
    .required()
    .description(
      Object.entries(DIMENSIONS)
        .map(([name, counted]) => `\`${name}\`: ${counted}`)
        .join(". "),
    ),
  score: Joi.number().min(0).max(100).required().description("100 less `pointsLost`, rounded down to a tenth"),
  pointsLost: Joi.number().min(0).required().description("100 × `affected` ÷ `of`, and the points of `doubts`"),
  affected: count.required().description("those with the fault that the dimension counts"),
  of: count.required().description("those that could have it"),
  doubts: Joi.array()
    .items(Joi.string())
    .required()
    .description("kinds of `detected.doubts` that the dimension takes points off for"),
});

const rowCounts = Joi.object({ total: count.required(), kept: count.required() });

const quality = Joi.object({
  score: Joi.number()
    .min(0)
    .max(100)
    .description("0–100: 100 less the points that each entry of `dimensions` loses, rounded down to a tenth"),
  dimensions: Joi.array()
    .items(qualityDimension)
    .description("what the score consists of; absent of a dataset that was made before it was kept"),
  validShare: share.description("share of the file's records that are in the table"),
  completeness: Joi.object()
    .pattern(Joi.string(), share)
    .description("share of the file's records with a readable value, for each role that has a column"),
  columns: Joi.array()
    .items(columnQuality)
    .description("what the values of each column of the table are worth; left out in lists of datasets"),
  errors: Joi.array()
    .items(Joi.object().unknown(true))
    .description("why records were left out (`resolved` false) or repaired (true): type, count, the first examples"),
  untimedRows: count.description(
    "records left out that only lack a readable time, which `fix_timestamps` can bring back",
  ),
  rows: Joi.object({ rejected: rowCounts, repaired: rowCounts, doubtful: rowCounts }).description(
    "how many faults GET …/rows counts and lists for each state",
  ),
}).unknown(true);

const fileKind = Joi.string().valid(...FILE_KINDS);

const detected = Joi.object({
  activityNames: Joi.array()
    .items(Joi.string())
    .description("names of the activities, as `filters` may give them; absent of more than 500"),
  doubts: Joi.array()
    .items(Joi.object().unknown(true))
    .description(
      "what was read in a way that its owner should look at, most weighty first: `kind`, `column`, `detail` (what was seen, what was taken, the remedy), `count`, the first `examples`, `points` off the score, and where an operation made the dataset `inheritedFrom`, the dataset that it is about",
    ),
})
  .unknown(true)
  .description(
    "how the file was read: columns by role, and how each was found; or what is in the `model` or `template`",
  );

const timeRange = Joi.object({ start: time.required(), end: time.required() }).description(
  "first and last event; absent of a log without times",
);

const datasetVersion = Joi.number().integer().min(1);
const datasetChange = Joi.string().valid("append", "replace", "restore");
const status = Joi.string().valid(...DATASET_STATUSES);
const importError = Joi.object({ code: words, message: words }).unknown(true).description("why it could not be read");
const cancellation = Joi.object({
  cancelledBy: words.required(),
  cancellationTime: time.required(),
  reason: Joi.string().allow(""),
});

/** One dataset, as answered by its upload, by GET one and in lists. */
export const datasetSchema = Joi.object({
  datasetId: guid.required(),
  version: datasetVersion.required().description("from 1"),
  change: datasetChange.description("absent of the first version"),
  newerVersion: Joi.object({
    version: datasetVersion.required(),
    change: datasetChange.required(),
    status: status.required(),
  }).description("one that is being imported, or was not"),
  name: Joi.string().required(),
  status: status.required(),
  fileName: Joi.string().required(),
  kind: fileKind.description("once Ready; only a log has counts and columns"),
  format: Joi.string(),
  sizeBytes: count,
  importProgress: Joi.number().integer().min(0).max(100),
  counts: Joi.object({ events: count, cases: count, activities: count, errorRecords: count }),
  timeRange,
  detected,
  columns: Joi.array().items(Joi.object().unknown(true)),
  quality,
  error: importError,
  cancellation,
  lineage: Joi.object().unknown(true).description("what it was made from; `appended` has what an append did"),
  dateCreated: time.required(),
  dateReady: time,
});

/** What an import of a file would find, by a sample of it. */
export const datasetPreviewSchema = Joi.object({
  fileName: Joi.string().required(),
  kind: fileKind.required(),
  format: Joi.string().required(),
  counts: Joi.object({ events: count, cases: count, activities: count, errorRecords: count })
    .required()
    .description("of the sample"),
  timeRange,
  detected: detected.required(),
  columns: Joi.array().items(Joi.object().unknown(true)).required(),
  quality: quality.required(),
  errors: Joi.array()
    .items(Joi.object().unknown(true))
    .required()
    .description("why records of the sample would be left out or repaired; lines and rows are counted in the sample"),
  sample: Joi.object({
    columns: Joi.array().items(Joi.string().allow("")).required(),
    rows: Joi.array()
      .items(Joi.array().items(Joi.string().allow(null, "")))
      .required()
      .description("the first 20, of the first 50 columns"),
    isWhole: Joi.boolean().required().description("whether the sample is the whole file"),
  }).required(),
  map: Joi.object({
    activities: Joi.array()
      .items(Joi.object({ activity: Joi.string().required(), count, startCount: count, endCount: count }))
      .required()
      .description("the 100 most frequent, with the cases of the sample that begin and end with each"),
    edges: Joi.array()
      .items(Joi.object({ from: Joi.string().required(), to: Joi.string().required(), count }))
      .required()
      .description("the 100 most frequent"),
  })
    .required()
    .description("the process map of the sample"),
});

/** A page of the rows of an upload that are not simply in the table. */
export const datasetRowsSchema = Joi.object({
  datasetId: guid.required(),
  state: Joi.string()
    .valid(...ROW_STATES)
    .required(),
  total: count.required().description("faults of this state in the whole file; a row with two counts twice"),
  kept: count
    .required()
    .description("how many of them are listed: the first 10,000 of each reason at most, in the order of the file"),
  rows: Joi.array()
    .items(
      Joi.object({
        line: count.description("of a text file, from 1"),
        row: count.description("of a Parquet file or a sheet, from 1"),
        element: Joi.string().description("of an XML file or another that has no lines"),
        column: Joi.string().allow("").description("as the file calls it"),
        value: Joi.string().allow("").description("what stands there, cut to 200 characters"),
        reason: Joi.string()
          .required()
          .description("as in `quality.errors[].type`, for doubtful rows as in `detected.doubts[].kind`"),
      }),
    )
    .required(),
  hasNextPage: Joi.boolean().required(),
  nextCursor: Joi.string(),
});

export const datasetListSchema = Joi.object({
  datasets: Joi.array().items(datasetSchema).required(),
  ...paging,
});

/** A page of a dataset's versions. */
export const datasetVersionsSchema = Joi.object({
  datasetId: guid.required(),
  currentVersion: datasetVersion.required(),
  versions: Joi.array().items(datasetSchema).required().description("newest first"),
  ...paging,
});

/** Where a version is to be had as a file, or how far it is written. */
export const datasetExportSchema = Joi.object({
  datasetId: guid.required(),
  version: datasetVersion.required(),
  format: Joi.string()
    .valid(...EXPORT_FORMATS)
    .required(),
  status: Joi.string().valid("Exporting", "Ready").required(),
  progress: percentage,
  fileName: Joi.string(),
  sizeBytes: count,
  downloadUrl: Joi.string().description("works for an hour"),
});

/** What is told of the import of one version in events. */
export const datasetEventData = Joi.object({
  datasetId: guid.required(),
  version: datasetVersion.required(),
  change: datasetChange,
  name: Joi.string().required(),
  status: status.required(),
  fileName: Joi.string().required(),
  format: Joi.string(),
  sizeBytes: count,
  progress: Joi.object({
    percentage: percentage.required(),
    currentActivity: words,
    processedBytes: count,
    totalBytes: count,
  }).required(),
  counts: Joi.object({ events: count, cases: count, activities: count, errorRecords: count }),
  error: importError,
  cancellation,
  dateCreated: time.required(),
  dateReady: time,
});
