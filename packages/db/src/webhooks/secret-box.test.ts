import fc from "fast-check";
import { expect, it } from "vitest";
import { createSecretBox } from "./secret-box.ts";

const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

it("opens what it sealed, in the same context only, and seals the same alike and all else apart", () => {
  const box = createSecretBox([first]);
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: "grapheme" }), { minLength: 4, maxLength: 4 }), (texts) => {
      const [secret = "", context = "", otherSecret = "", otherContext = ""] = texts;
      const sealed = box.seal(secret, context);
      expect(box.open(sealed, context)).toBe(secret);
      expect(box.seal(secret, context)).toEqual(sealed);
      expect(() => box.open(sealed, otherContext)).toThrow("unable to authenticate");
      const ivs = [sealed, box.seal(secret, otherContext), box.seal(otherSecret, context)].map(({ iv }) => iv);
      expect(new Set(ivs).size).toBe(3);
    }),
  );
});

it("opens with every key that it knows, and seals with the first", () => {
  const old = createSecretBox([first]).seal("a secret", "a");
  const both = createSecretBox([second, first]);
  expect(both.open(old, "a")).toBe("a secret");
  expect(both.seal("a secret", "a")).toMatchObject({ keyId: createSecretBox([second]).seal("x", "y").keyId });
  expect(both.seal("a secret", "a").iv).not.toBe(old.iv);
});
