import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isStorableText, storableJson, storableText, UnstorableValueError } from "./index.ts";

/** Texts of UTF-16 units, so that halves of pairs and NULs are among them. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0xd800, 0xdc00, 0x5c, 0x75)), {
    maxLength: 12,
  })
  .map((units) => String.fromCharCode(...units));

describe("text that Postgres can keep", () => {
  it("replaces NULs and lone surrogates, and nothing else", () => {
    expect(storableText("a\0b\ud800c\udc00🧾\\u0000é")).toBe("a\uFFFDb\uFFFDc\uFFFD🧾\\u0000é");
    fc.assert(
      fc.property(anyText, (text) => {
        const kept = storableText(text);
        expect(isStorableText(kept)).toBe(true);
        expect(kept).toHaveLength(text.length);
        expect(kept === text).toBe(isStorableText(text));
      }),
    );
  });

  it("replaces them in values and keys of JSON, however deep, and leaves an escape that is text", () => {
    expect(JSON.parse(storableJson({ "k\0": [{ "x\ud800": "a\0" }], plain: "\\u0000 \\ud800" }))).toEqual({
      "k\uFFFD": [{ "x\uFFFD": "a\uFFFD" }],
      plain: "\\u0000 \\ud800",
    });
    fc.assert(
      fc.property(fc.dictionary(anyText, fc.array(anyText)), (value) => {
        const text = storableJson(value);
        const keys = new Set(Object.keys(value).map(storableText));
        const parsed = JSON.parse(text) as Record<string, string[]>;
        expect(new Set(Object.keys(parsed))).toEqual(keys);
        expect([...Object.keys(parsed), ...Object.values(parsed).flat()].every(isStorableText)).toBe(true);
      }),
    );
  });

  it("keeps what objects have of their own whatever its name", () => {
    const value = JSON.parse('{"__proto__":"a\\u0000","constructor":1}') as unknown;
    expect(storableJson(value)).toBe('{"__proto__":"a\uFFFD","constructor":1}');
  });

  it("writes what JSON has no word for, and says what can't be written", () => {
    expect(storableJson({ small: 7n, big: 2n ** 70n, gone: undefined })).toBe(`{"small":7,"big":"${2n ** 70n}"}`);
    expect(storableJson(undefined)).toBe("null");
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    expect(() => storableJson(loop)).toThrow(UnstorableValueError);
  });
});
