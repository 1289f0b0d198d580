import { MOST_OF_QUOTA, QUOTA_LEVELS, QUOTA_NAMES, type Quota } from "@longhaul/domain";
import Joi from "joi";

/** New limits by quota: null is no limit, `default` the deployment's. */
export type QuotaLimitChanges = Readonly<Partial<Record<Quota, number | "default" | null>>>;

/** Body of PATCH …/async/quotas. */
export interface QuotaPatch {
  readonly tenant?: QuotaLimitChanges;
  readonly project?: QuotaLimitChanges;
  readonly tenantWeight?: number;
}

/** A new limit of a quota. */
export const quotaLimitSchema = Joi.alternatives(
  Joi.number().min(0).max(MOST_OF_QUOTA),
  Joi.string().valid("default"),
).allow(null);

const limits = Joi.object<QuotaLimitChanges>(
  Object.fromEntries(QUOTA_NAMES.map((quota) => [quota, quotaLimitSchema])),
).min(1);

export const quotaPatchSchema = Joi.object<QuotaPatch>({
  tenant: limits.description("limits of the tenant as a whole: for operators of the service only"),
  project: limits.description("limits of the project, beside those of its tenant"),
  tenantWeight: Joi.number()
    .min(0.01)
    .max(1000)
    .description("the tenant's share of the workers, where others have 1: for operators of the service only"),
})
  .min(1)
  .required();

/** Answer of GET and PATCH …/async/quotas. */
export const quotasSchema = Joi.object({
  quotas: Joi.array()
    .items(
      Joi.object({
        quota: Joi.string()
          .valid(...QUOTA_NAMES)
          .required(),
        level: Joi.string()
          .valid(...QUOTA_LEVELS)
          .required(),
        limit: Joi.number().min(0).description("absent: there is none"),
        used: Joi.number().min(0).required(),
        isDefault: Joi.boolean()
          .required()
          .description("whether the limit is the deployment's, and not this one's own"),
      }),
    )
    .required(),
  tenantWeight: Joi.number().required().description("the tenant's share of the workers, where others have 1"),
});
