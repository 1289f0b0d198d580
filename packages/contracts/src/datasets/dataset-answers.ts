import { ROW_STATES } from "@longhaul/domain";
import Joi from "joi";
import { count, time } from "../answer-parts.ts";
import { guid } from "../request-parts.ts";

/** One dataset, as answered by its upload, by GET one and in lists. */
export const datasetSchema = Joi.object({
  datasetId: guid.required(),
  name: Joi.string().required(),
  status: Joi.string().valid("Importing", "Ready", "Failed").required(),
  fileName: Joi.string().required(),
  format: Joi.string(),
  sizeBytes: count,
  importProgress: Joi.number().integer().min(0).max(100),
  counts: Joi.object({ events: count, cases: count, activities: count, errorRecords: count }),
  timeRange: Joi.object({ start: time.required(), end: time.required() }),
  detected: Joi.object().unknown(true),
  columns: Joi.array().items(Joi.object().unknown(true)),
  quality: Joi.object().unknown(true),
  error: Joi.object().unknown(true),
  lineage: Joi.object().unknown(true),
  dateCreated: time.required(),
  dateReady: time,
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
  page: count.required(),
  pageSize: count.required(),
  hasNextPage: Joi.boolean().required(),
});
