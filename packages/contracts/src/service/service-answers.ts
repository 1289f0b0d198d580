import Joi from "joi";
import { time, words } from "../answer-parts.ts";
import { PERMISSIONS } from "./permissions.ts";

/** Answer of GET …/async/ping: who asks, what the token covers, and what it talks to. */
export const pingSchema = Joi.object({
  subject: words.required().description("the token's `sub`, which answers name as `cancelledBy` and the like"),
  tenantId: Joi.string().guid().required(),
  projectId: Joi.string().guid().required(),
  projects: Joi.alternatives(Joi.array().items(Joi.string()), Joi.string().valid("*"))
    .required()
    .description("the tenant's projects that the token covers; `*` is all of them"),
  role: words.description("in the tenant, or of the token as a whole"),
  permissions: Joi.array()
    .items(Joi.string().valid(...PERMISSIONS))
    .required()
    .description("what it may do here; each endpoint says which one it needs"),
  tokenExpires: time.required(),
  serverTime: time.required(),
  version: words.required().description("of the service"),
});

/** Answer of GET …/async/operation-types. */
export const operationTypesSchema = Joi.object({
  operationTypes: Joi.array()
    .items(
      Joi.object({
        operationType: words.required(),
        description: words,
        phases: Joi.array()
          .items(
            Joi.object({
              phaseName: words.required(),
              description: words,
              share: Joi.number()
                .min(0)
                .max(100)
                .required()
                .description("of the progress in percent; 0 for what doesn't count"),
            }),
          )
          .min(1)
          .required(),
        needsDataset: Joi.boolean()
          .required()
          .description("whether it can't run without a dataset, its own or that of a dependency"),
        givesDataset: Joi.boolean()
          .required()
          .description("whether it makes a dataset, which dependents in a batch work on"),
        needsSources: Joi.boolean()
          .required()
          .description("whether it can't run without results of other operations, named or those of dependencies"),
        parameters: Joi.object()
          .unknown(true)
          .required()
          .description("JSON Schema (draft 2020-12) of `parameters`, with their defaults"),
        examples: Joi.array()
          .items(
            Joi.object({
              operationType: words.required(),
              operationName: words.required(),
              parameters: Joi.object().unknown(true).required(),
            }),
          )
          .required()
          .description("bodies of POST …/async/operation"),
      }),
    )
    .min(1)
    .required(),
});

/** Answer of GET / to those that ask for JSON: where to go on. Addresses are relative to this one. */
export const startPageSchema = Joi.object({
  name: words.required(),
  version: words.required(),
  links: Joi.object()
    .pattern(Joi.string(), Joi.string())
    .required()
    .description("what there is beside the API, by name, relative to this address"),
});
