import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ImportRefusal } from "../terms/import-refusal.ts";
import { ImportBounds } from "../terms/import-bounds.ts";
import { XesReader, type XesHandler } from "./xes-reader.ts";

/** What the reader tells, and how it ended, when the text comes in pieces of these lengths. */
function told(text: string, lengths: readonly number[]): { calls: string[]; refused: unknown } {
  const calls: string[] = [];
  const handler: XesHandler = {
    onTraceStart: () => void calls.push("trace"),
    onTraceAttribute: (key, type, value) => void calls.push(`case ${type} ${key}=${value}`),
    onEventAttribute: (key, type, value) => void calls.push(`${type} ${key}=${value}`),
    onEventEnd: (inTrace) => void calls.push(`event ${inTrace}`),
    onPlainEvent: (event) => {
      event.visit((key, type, value) => void calls.push(`${type} ${key}=${value}`));
      calls.push("event true");
    },
    onTraceEnd: () => void calls.push("end"),
  };
  const reader = new XesReader(handler, new ImportBounds());
  let refused: unknown = null;
  try {
    let at = 0;
    const bytes = Buffer.from(text);
    for (let piece = 0; at < bytes.length; piece++) {
      let end = Math.min(bytes.length, at + (lengths[piece % lengths.length] ?? 1));
      // Pieces end with a whole character.
      while (((bytes[end] ?? 0) & 0xc0) === 0x80) end++;
      reader.push(bytes.subarray(at, end));
      at = end;
    }
    reader.end();
  } catch (err) {
    if (!(err instanceof ImportRefusal)) throw err;
    const { code, line, element } = err.refused as { code: string; line?: number; element?: string };
    refused = { code, line, element };
  }
  return { calls, refused };
}

/** The same document with events that don't look plain, so that the parser sees all of it. */
const careful = (text: string): string =>
  text
    .replaceAll("<event>", "<event >")
    .replaceAll("<trace>", "<trace >")
    .replaceAll(/(<[a-z]+) key=/g, "$1  key=");

const blank = fc.constantFrom("", "", " ", "\n", "\t\n  ", "\r\n", "\r");
const key = fc.constantFrom("concept:name", "time:timestamp", "cost", "é", "日本", "🧾");
const value = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("", "a", "Register request", "2020-01-01T00:00:00Z", "7", "ñandú", "日本") },
  {
    weight: 2,
    arbitrary: fc.constantFrom("a &amp; b", "&#10;", "🧾", "x > y", "it's", "\t", "a\nb", "\r\n", "\uFFFD"),
  },
  { weight: 1, arbitrary: fc.constantFrom("&no;", "a < b", "\u0001", '"') },
);
const type = fc.constantFrom("string", "string", "date", "int", "float", "boolean", "id");
const attribute = fc
  .tuple(type, key, value, fc.constantFrom("/>", "/>", "/>", " />", `></string>`), fc.integer({ min: 0, max: 9 }))
  .map(([name, k, v, end, form]) => {
    if (form === 0) return `<${name} value="${v}" key="${k}"/>`;
    if (form === 1) return `<${name} key='${k}' value='${v}'/>`;
    if (form === 2) return `<string key="${k}" value="${v}"><int key="inner" value="1"/></string>`;
    return `<${end.startsWith("></") ? "string" : name} key="${k}" value="${v}"${end}`;
  });
const oddity = fc.constantFrom(
  "<!-- <event> -->",
  "<![CDATA[</event>]]>",
  "text",
  '<list key="l"><values/></list>',
  "<?pi x?>",
);
const content = fc
  .array(fc.tuple(blank, fc.oneof({ weight: 9, arbitrary: attribute }, { weight: 1, arbitrary: oddity })), {
    maxLength: 4,
  })
  .map((parts) => parts.flat().join(""));
const event = fc
  .tuple(fc.constantFrom("<event>", "<event>", "<event>", '<event id="1">', "<e:event>"), content, blank)
  .map(([open, inner, tail]) => `${open}${inner}${tail}${open === "<e:event>" ? "</e:event>" : "</event>"}`);
const inTrace = fc
  .array(
    fc.tuple(
      blank,
      fc.oneof({ weight: 8, arbitrary: event }, { weight: 2, arbitrary: attribute }, { weight: 1, arbitrary: oddity }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.flat().join(""));
const log = fc
  .tuple(fc.array(fc.tuple(blank, inTrace), { maxLength: 4 }), event, fc.boolean())
  .map(
    ([traces, loose, hasLoose]) =>
      `<?xml version="1.0"?>\n<log>${hasLoose ? loose : ""}${traces.map(([before, inner]) => `${before}<trace>${inner}</trace>`).join("")}</log>`,
  );
const lengths = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });

describe("XesReader", () => {
  it("tells of plain events what the parser would, wherever the text is cut", () => {
    fc.assert(
      fc.property(log, lengths, (text, cuts) => {
        expect(told(text, cuts)).toEqual(told(careful(text), [4 * text.length + 100]));
      }),
      { numRuns: 3_000 },
    );
  });

  it("names line and column of what is malformed behind plain events", () => {
    const plain = '<event><string key="concept:name" value="a"/></event>';
    const at = (text: string): string => {
      const reader = new XesReader(
        {
          onTraceStart: () => undefined,
          onTraceAttribute: () => undefined,
          onEventAttribute: () => undefined,
          onEventEnd: () => undefined,
          onPlainEvent: () => undefined,
          onTraceEnd: () => undefined,
        },
        new ImportBounds(),
      );
      try {
        reader.push(Buffer.from(text));
      } catch (err) {
        return err instanceof ImportRefusal ? err.refused.message : String(err);
      }
      return "nothing";
    };
    expect(at(`<log><trace>\n${plain}\n${plain}${plain}<event><oops</event>`)).toContain(
      `at line 3, column ${2 * plain.length + "<event><oops<".length}:`,
    );
    expect(at(`<log><trace>${plain}</oops>`)).toContain(`at line 1, column ${`<log><trace>${plain}</oops>`.length}:`);
  });
});
