import { guid } from "@longhaul/contracts";
import type { Language } from "@longhaul/domain";
import Joi from "joi";
import { filterKeys, type FilterParameters } from "../filters/filters-parameter.ts";
import { brandingSchema, type BrandingParameter } from "../branding/branding.ts";
import { languageSchema } from "../basics/language-parameter.ts";

export const REPORT_TYPES = ["executive_summary", "detailed", "comparison"] as const;
export const REPORT_FORMATS = ["PDF", "PowerPoint", "Excel", "HTML", "CSV", "JSON"] as const;

/** Parameters of ReportGeneration after validation. */
export interface ReportParameters extends FilterParameters {
  readonly reportType: (typeof REPORT_TYPES)[number];
  readonly includeVisualizations: boolean;
  readonly exportFormats: readonly (typeof REPORT_FORMATS)[number][];
  /** Operations of the project whose results the report shows. */
  readonly sourceOperationIds?: readonly string[];
  readonly title?: string;
  readonly branding?: BrandingParameter;
  /** A dataset that is a presentation, on whose layouts PowerPoint slides are put. */
  readonly templateDatasetId?: string;
  /** Absent in operations that were made before there was a choice. */
  readonly language?: Language;
}

/** What a request may say; every unknown value is refused with the list of the known. */
export const reportParametersSchema = Joi.object({
  reportType: Joi.string()
    .valid(...REPORT_TYPES)
    .default("executive_summary"),
  includeVisualizations: Joi.boolean().default(true),
  exportFormats: Joi.array()
    .items(Joi.string().valid(...REPORT_FORMATS))
    .max(REPORT_FORMATS.length)
    .unique()
    .min(1)
    .default(["PDF"]),
  sourceOperationIds: Joi.array().items(Joi.string().max(100)).unique().max(20),
  ...filterKeys,
  title: Joi.string().max(200),
  branding: brandingSchema,
  templateDatasetId: guid
    .when("exportFormats", { is: Joi.array().has("PowerPoint").required(), otherwise: Joi.forbidden() })
    .messages({ "any.unknown": "{#label} is for slides; add PowerPoint to exportFormats" })
    .description("a .pptx dataset whose look PowerPoint slides take"),
  language: languageSchema,
});
