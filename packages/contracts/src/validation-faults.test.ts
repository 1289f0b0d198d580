import Joi from "joi";
import { describe, expect, it } from "vitest";
import { jsonPointer } from "@longhaul/domain";
import { validateBody, validateQuery } from "./validation-faults.ts";

const schema = Joi.object({ name: Joi.string().max(3), list: Joi.array().items(Joi.any()), n: Joi.number() });

const nested = (levels: number): unknown => (levels === 0 ? 0 : [nested(levels - 1)]);

describe("validation of requests", () => {
  it("escapes pointers as RFC 6901 says", () => {
    expect(jsonPointer(["a/b", "c~d", 0])).toBe("/a~1b/c~0d/0");
    expect(jsonPointer([])).toBe("");
  });

  it("reports all faults of a body at once and converts nothing", () => {
    const checked = validateBody(schema, { name: "long", n: "7", odd: 1 }, ["parameters"]);
    expect(checked.ok ? [] : checked.faults.map((fault) => fault.pointer)).toEqual([
      "/parameters/name",
      "/parameters/n",
      "/parameters/odd",
    ]);
  });

  it.each([
    [{ name: "a\0" }, "/name"],
    [{ list: ["ok", { "x/y": "\ud800" }] }, "/list/1/x~1y"],
    [{ list: [{ "a\0b": 1 }] }, "/list/0"],
    [{ list: nested(200) }, `/list${"/0".repeat(99)}`],
  ])("refuses what can't be kept, case %#", (body, pointer) => {
    expect(validateBody(schema, body)).toMatchObject({ ok: false, faults: [{ pointer }] });
  });

  it("accepts every well-formed text, emoji and control characters included", () => {
    const body = { list: ["😀", "\u0001\n", "é", "\u{10ffff}"] };
    expect(validateBody(schema, body)).toEqual({ ok: true, value: body });
  });

  it("refuses the key __proto__ wherever it stands, which Joi would leave out without a word", () => {
    const open = Joi.object({ map: Joi.object().pattern(Joi.string(), Joi.string()) }).unknown(true);
    for (const [text, pointer] of [
      ['{"__proto__":{"map":{}}}', "/__proto__"],
      ['{"map":{"a":"b","__proto__":"c"}}', "/map/__proto__"],
      ['{"any":[{"__proto__":1}]}', "/any/0/__proto__"],
    ] as const) {
      expect(validateBody(open, JSON.parse(text))).toMatchObject({ ok: false, faults: [{ pointer }] });
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("converts query parameters and points at their names", () => {
    expect(validateQuery(schema, { n: "7" })).toEqual({ ok: true, value: { n: 7 } });
    expect(validateQuery(schema, { name: "long", n: "x" })).toMatchObject({
      ok: false,
      faults: [{ pointer: "?name" }, { pointer: "?n" }],
    });
    expect(validateQuery(schema, { name: "\0" })).toMatchObject({ ok: false, faults: [{ pointer: "?name" }] });
  });
});
