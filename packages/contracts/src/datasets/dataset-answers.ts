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

export const datasetListSchema = Joi.object({
  datasets: Joi.array().items(datasetSchema).required(),
  page: count.required(),
  pageSize: count.required(),
  hasNextPage: Joi.boolean().required(),
});
