import {
  EXPORT_FORMATS,
  FILE_KINDS,
  ROW_STATES,
  findEncoding,
  nearestEncodings,
  type AllowList,
  type ExportFormat,
  type FileKind,
  type RowState,
} from "@longhaul/domain";
import Joi from "joi";
import { targetUrlSchema } from "../target-url.ts";

export const DATASET_STATUSES = ["Importing", "Ready", "Failed", "Cancelled"] as const;

/** Column mapping of an upload; everything absent is detected. */
export interface DatasetMapping {
  readonly caseId?: string;
  readonly activity?: string;
  /** One column, or a column of days and one of times of day; null for a log without times. */
  readonly timestamp?: string | readonly string[] | null;
  readonly startTimestamp?: string | readonly string[];
  readonly resource?: string;
  readonly lifecycle?: string;
  /** Words of the life-cycle column for the start of an activity. */
  readonly lifecycleStart?: string | readonly string[];
  /** Words of the life-cycle column for the completion of an activity. */
  readonly lifecycleComplete?: string | readonly string[];
  /** Columns of a table with one row a case that hold the times of its steps, or patterns of their names with `*`. */
  readonly unpivot?: string | readonly string[];
  /** Column of numbers that order events of one time. */
  readonly order?: string;
  readonly delimiter?: string;
  /** How a text is written, by a name of `encodingNames`. */
  readonly encoding?: string;
  /** Sheet of an Excel workbook, by name or number from 1. */
  readonly sheet?: string;
  /** File of a ZIP archive. */
  readonly file?: string;
  /** Type of an object-centric log whose objects are the cases. */
  readonly objectType?: string;
  readonly timestampFormat?: string;
  readonly timezone?: string;
  /** `omit`: times far from all others, such as 1970 for unknown, count as missing. */
  readonly placeholderTimes?: "keep" | "omit";
}

const MOST_UNPIVOTED = 2000;
const column = Joi.string().min(1).max(500);
/** The value becomes the encoding's usual name. */
const encoding = Joi.string()
  .min(1)
  .max(100)
  .custom((label: string, helpers) => {
    const name = findEncoding(label);
    return name ?? helpers.error("encoding", { nearest: nearestEncodings(label).join(", ") });
  })
  .messages({ encoding: "{#label} must be an encoding that is known; the nearest are {#nearest}" });
const MOST_LIFECYCLE_WORDS = 50;
const word = Joi.string().min(1).max(100);
const words = Joi.alternatives(word, Joi.array().items(word).min(1).max(MOST_LIFECYCLE_WORDS));
const timeColumns = Joi.alternatives(column, Joi.array().items(column).min(1).max(2));

export const datasetMappingSchema = Joi.object<DatasetMapping>({
  caseId: column,
  activity: column,
  timestamp: timeColumns
    .allow(null)
    .description(
      "one column, or a column of days and one of times of day; null for a log without times, whose events are taken in the order of the file (or of `order`), and which has no results about time",
    ),
  startTimestamp: timeColumns,
  resource: column,
  lifecycle: column,
  lifecycleStart: words.description(
    "words of the life-cycle column that mean the start of an activity, where they aren't known; `start` takes their place in the table",
  ),
  lifecycleComplete: words.description("as `lifecycleStart`, of its completion; `complete` takes their place"),
  unpivot: Joi.alternatives(column, Joi.array().items(column).min(1).max(MOST_UNPIVOTED)).description(
    "for a table with one row a case: the columns that hold the times of its steps, by name or by a pattern with `*` for any characters; each time becomes an event whose activity is the name of its column; two columns such as `Pick start` and `Pick end` make one event, `Pick`, with both",
  ),
  order: column,
  delimiter: Joi.string().length(1),
  encoding,
  sheet: Joi.string().min(1).max(100),
  file: Joi.string().min(1).max(1000),
  objectType: Joi.string().min(1).max(500),
  timestampFormat: Joi.string().min(1).max(100),
  timezone: Joi.string().min(1).max(100),
  placeholderTimes: Joi.string()
    .valid("keep", "omit")
    .description(
      "times that lie far from all others, such as 1970 or 9999 for unknown: `keep` (as if not given) counts them in every figure and lists them in `detected.doubts`; `omit` leaves events with such a time out (`Placeholder Time` in `quality.errors`) and such a start empty",
    ),
})
  .without("unpivot", ["activity", "timestamp", "startTimestamp"])
  .messages({ "object.without": "{#mainWithLabel} takes the place of {#peerWithLabel}: give only one of them" });

export const datasetNameSchema = Joi.string().trim().min(1).max(200);

/** Body of POST …/datasets that names a file elsewhere. */
export interface DatasetImport {
  readonly url: string;
  readonly name?: string;
  readonly mapping?: DatasetMapping;
}

/** @param allowList private networks that may be reached */
export function datasetImportSchema(allowList: AllowList): Joi.ObjectSchema<DatasetImport> {
  return Joi.object<DatasetImport>({
    url: targetUrlSchema(allowList)
      .required()
      .description(
        "where a worker gets the event log from, such as a signed URL of an object store; an http or https URL of a public address, as are those that it redirects to",
      ),
    name: datasetNameSchema.description("default the last part of the URL's path"),
    mapping: datasetMappingSchema.description("which column is what; what is absent is detected"),
  }).required();
}

/** Body of POST …/datasets/{datasetId}/remap. */
export interface DatasetRemap {
  readonly mapping: DatasetMapping;
  readonly name?: string;
}

export const datasetRemapSchema = Joi.object<DatasetRemap>({
  mapping: datasetMappingSchema.required().description("which column is what; what is absent is detected"),
  name: datasetNameSchema.description("of the new dataset; default that of the old one"),
});

/** Body of POST …/datasets/{datasetId}/restore. */
export interface DatasetRestore {
  readonly version: number;
}

export const datasetRestoreSchema = Joi.object<DatasetRestore>({
  version: Joi.number().integer().min(1).required().description("the one to have again, from GET …/versions"),
}).required();

/** Body of POST …/datasets/{datasetId}/cancel. */
export interface DatasetCancel {
  readonly version?: number;
  readonly reason?: string;
}

export const datasetCancelSchema = Joi.object<DatasetCancel>({
  version: Joi.number().integer().min(1).description("default the newest"),
  reason: Joi.string().max(2000).allow(""),
}).default();

/** Query of GET …/datasets/{datasetId}/events. */
export interface DatasetEventsQuery {
  readonly version?: number;
}

export const datasetEventsQuerySchema = Joi.object<DatasetEventsQuery>({
  version: Joi.number().integer().min(1).description("default the newest"),
});

/** Query of GET …/datasets/{datasetId}/export. */
export interface DatasetExportQuery {
  readonly format: ExportFormat;
  readonly version?: number;
}

export const datasetExportQuerySchema = Joi.object<DatasetExportQuery>({
  format: Joi.string()
    .valid(...EXPORT_FORMATS)
    .insensitive()
    .required(),
  version: Joi.number().integer().min(1).description("the current one when absent"),
});

/** Query of GET …/datasets/{datasetId}/versions. */
export interface DatasetVersionsQuery {
  readonly page: number;
  readonly pageSize: number;
}

export const datasetVersionsQuerySchema = Joi.object<DatasetVersionsQuery>({
  page: Joi.number().integer().min(1).default(1),
  pageSize: Joi.number().integer().min(1).default(20),
});

/** Query of GET …/datasets. */
export interface DatasetListQuery {
  readonly status?: (typeof DATASET_STATUSES)[number];
  readonly kind?: FileKind;
  readonly page: number;
  readonly pageSize: number;
}

/** Query of GET …/datasets/{datasetId}/rows. */
export interface DatasetRowsQuery {
  readonly state: RowState;
  readonly limit: number;
  readonly cursor?: string;
}

export const datasetRowsQuerySchema = Joi.object<DatasetRowsQuery>({
  state: Joi.string()
    .valid(...ROW_STATES)
    .insensitive()
    .required()
    .description(
      "rejected: left out of the table; repaired: in it, with what could not be read left empty or replaced; doubtful: in it as read, but its owner should look at it",
    ),
  limit: Joi.number().integer().min(1).default(100),
  cursor: Joi.string().max(100).description("from `nextCursor` of the page before"),
});

export const datasetListQuerySchema = Joi.object<DatasetListQuery>({
  status: Joi.string()
    .valid(...DATASET_STATUSES)
    .insensitive(),
  kind: Joi.string()
    .valid(...FILE_KINDS)
    .insensitive()
    .description("of those that are Ready"),
  page: Joi.number().integer().min(1).default(1),
  pageSize: Joi.number().integer().min(1).default(20),
});
