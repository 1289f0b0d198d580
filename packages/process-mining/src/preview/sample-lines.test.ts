import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleLines } from "./sample-lines.ts";

const text = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString();
const none = new Uint8Array();

describe("the lines of a sample", () => {
  it("are all of a text that is short", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "é") }), (value) => {
        expect(sampleLines({ head: Buffer.from(value), tail: none })).toEqual({
          parts: [Buffer.from(value)],
          isWhole: true,
        });
      }),
    );
  });

  it("are whole records, the first 10,000 below the header and the last 1,000, however quotes hold line ends", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.boolean(), (more, hasTail) => {
        const rows = Array.from({ length: 10_900 + more }, (_, at) =>
          at % 3 === 0 ? `${at},"x\ny ""\n"""` : `${at},z`,
        );
        const whole = `head,er\n${rows.join("\n")}\n`;
        const cut = Math.floor(whole.length * 0.95);
        const ends = hasTail
          ? { head: Buffer.from(whole.slice(0, cut)), tail: Buffer.from(whole.slice(cut - 100_000 + 17)) }
          : { head: Buffer.from(whole), tail: none };
        const sample = sampleLines(ends);
        const first = rows.slice(0, 10_000).join("\n");
        const isWhole = !hasTail && rows.length <= 11_000;
        expect(sample.isWhole).toBe(isWhole);
        const expected = isWhole ? whole : `head,er\n${first}\n${rows.slice(-1000).join("\n")}\n`;
        expect(text(sample.parts) === expected).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
