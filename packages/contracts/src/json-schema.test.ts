import Joi from "joi";
import { describe, expect, it } from "vitest";
import { jsonSchemaOf } from "./json-schema.ts";
import { listQuerySchema } from "./operations/operation-queries.ts";

describe("jsonSchemaOf", () => {
  it("tells types, limits, defaults, what is required, and that other keys are refused", () => {
    const schema = Joi.object({
      name: Joi.string().max(20).required().description("what it is called"),
      note: Joi.string().allow(""),
      size: Joi.number().integer().min(1).default(3),
      kind: Joi.string().valid("a", "b"),
      last: Joi.string().allow(null),
    });
    expect(jsonSchemaOf(schema)).toEqual({
      type: "object",
      required: ["name"],
      additionalProperties: false,
      properties: {
        name: { type: "string", minLength: 1, maxLength: 20, description: "what it is called" },
        note: { type: "string" },
        size: { type: "integer", minimum: 1, default: 3 },
        kind: { type: "string", enum: ["a", "b"] },
        last: { type: ["string", "null"], minLength: 1 },
      },
    });
  });

  it("allows other keys where the schema does", () => {
    expect(jsonSchemaOf(Joi.object({ a: Joi.any() }).unknown(true))).not.toHaveProperty("additionalProperties", false);
  });

  it("requires no key that is forbidden under some condition", () => {
    const schema = Joi.object({
      rule: Joi.string().required(),
      mapping: Joi.object().required().when("rule", { is: "map", otherwise: Joi.forbidden() }),
    });
    expect(jsonSchemaOf(Joi.array().items(schema))).toMatchObject({ items: { required: ["rule"] } });
  });

  it("tells a choice of one as what it is", () => {
    const schema = Joi.object({
      a: Joi.alternatives(Joi.number()).description("some"),
      b: Joi.alternatives(1, "x"),
      anyOf: Joi.number(),
    });
    expect(jsonSchemaOf(schema)).toMatchObject({
      properties: {
        a: { type: "number", description: "some" },
        b: { anyOf: [expect.anything(), expect.anything()] },
        anyOf: { type: "number" },
      },
    });
  });

  it("names the values of a filter, which are checked in code", () => {
    expect(jsonSchemaOf(listQuerySchema(["Trial"]))).toMatchObject({
      properties: {
        operationType: { description: "one or more, comma-separated or repeated, in any case: Trial" },
        status: { description: expect.stringContaining("Timeout, Pending") },
      },
    });
  });
});
