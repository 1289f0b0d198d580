import Joi from "joi";
import { describe, expect, it } from "vitest";
import { checkSize } from "./check-size.ts";
import { MAX_FAULTS, shortenFaults } from "./shorten-faults.ts";
import { OPEN, sizeBoundsOf } from "./size-bounds.ts";
import { validateBody } from "./validation-faults.ts";

const schema = Joi.object({
  names: Joi.array().items(Joi.string().max(3)).max(2),
  tags: Joi.object().pattern(Joi.string().max(5), Joi.string().max(4)).max(2),
  either: Joi.alternatives(Joi.string().max(5), Joi.array().items(Joi.number()).max(3)),
  only: Joi.string().max(9).when("names", { is: Joi.exist(), otherwise: Joi.forbidden() }),
});
const check = (value: unknown) => checkSize(value, sizeBoundsOf(schema));
const many = (n: number): number[] => Array.from({ length: n }, (_, idx) => idx);

describe("checkSize", () => {
  it("gives back the very value that is within its bounds", () => {
    const value = { names: ["a", "b"], tags: { a: "b" }, either: [1, 2, 3], odd: { deep: many(10) } };
    const { faults, rest } = check(value);
    expect(faults).toEqual([]);
    expect(rest?.value).toBe(value);
  });

  it.each([
    [{ names: ["a", "b", "c"] }, ["names"], { names: ["a", "b"] }],
    [{ names: ["long"] }, ["names", 0], { names: ["lon"] }],
    [{ tags: { a: "1", b: "2", c: "3" } }, ["tags"], { tags: { a: "1", b: "2" } }],
    [{ tags: { a: "12345" } }, ["tags", "a"], { tags: { a: "1234" } }],
    [{ either: [1, 2, 3, 4] }, ["either"], { either: [1, 2, 3] }],
    [{ either: "123456" }, ["either"], { either: "12345" }],
    [{ only: "1234567890" }, ["only"], { only: "123456789" }],
  ])("cuts %j down to its bounds and says where", (value, path, rest) => {
    const before = structuredClone(value);
    expect(check(value)).toMatchObject({ faults: [{ path }], rest: { value: rest } });
    expect(value).toEqual(before);
  });

  it("bounds what a schema leaves open", () => {
    for (const value of ["x".repeat(100_001), many(10_001), Object.fromEntries(many(10_001).map((n) => [n, n]))]) {
      const { faults, rest } = checkSize({ open: value }, sizeBoundsOf(Joi.object({ open: Joi.any() })));
      expect(faults).toMatchObject([{ path: ["open"] }]);
      expect(JSON.stringify(rest?.value).length).toBeLessThan(JSON.stringify({ open: value }).length);
    }
  });

  it("gives nothing to look at further where there are too many values, levels or faults, or unheard-of keys", () => {
    const nested = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as unknown;
    const hopeless = [
      many(30).map(() => many(9_000)),
      nested,
      { ["k".repeat(1001)]: 1 },
      { "a\0": 1 },
      many(200).map(() => "\ud800"),
    ];
    for (const value of hopeless) {
      const { faults, rest } = checkSize(value, OPEN);
      expect(rest).toBeNull();
      expect(faults.length).toBeGreaterThan(0);
      expect(faults.length).toBeLessThanOrEqual(MAX_FAULTS + 1);
    }
  });

  it("looks at no more than it has to: what is behind a bound is never touched", () => {
    const names = ["a", "b"];
    Object.defineProperty(names, 2, { get: () => expect.unreachable("looked behind the bound"), enumerable: true });
    expect(check({ names }).faults).toHaveLength(1);
  });
});

it("tells the faults of a schema's validator at most a hundred and one times", () => {
  const open = Joi.object().pattern(Joi.string().max(9), Joi.number()).max(5000);
  const checked = validateBody(open, Object.fromEntries(many(4000).map((n) => [n, "x"])));
  expect(checked.ok ? 0 : checked.faults.length).toBe(MAX_FAULTS + 1);
});

it("shortens faults, whatever their texts, below 130 kB as JSON", () => {
  const fault = { pointer: "/\u0001".repeat(5000), detail: "é\u0001".repeat(5000) };
  const { faults, isCut } = shortenFaults(many(500).map(() => fault));
  expect(isCut).toBe(true);
  expect(Buffer.byteLength(JSON.stringify(faults))).toBeLessThan(130_000);
});
