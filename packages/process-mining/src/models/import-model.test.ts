import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importModel } from "./import-model.ts";

const net = (name: string): string =>
  `<net id="n"><place id="a"/><place id="b"/><transition id="t"><name><text>${name}</text></name></transition><arc id="1" source="a" target="t"/><arc id="2" source="t" target="b"/></net>`;
const PNML = `<pnml>${net("Prüfen")}</pnml>`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longhaul-model-"));
});
afterAll(async () => rm(folder, { recursive: true }));

async function read(content: string | Uint8Array, fileName = "model.xml"): Promise<unknown> {
  const path = join(folder, "source");
  await writeFile(path, content);
  return importModel(path, fileName);
}

describe("importModel", () => {
  it.each<[string, string | Uint8Array]>([
    ["as it is", PNML],
    ["behind comments and instructions", `<?xml version="1.0"?>\n<!-- <log> -->\n<?x <y>?> ${PNML}`],
    ["with a byte order mark", `\uFEFF${PNML}`],
    ["with a prefix", PNML.replaceAll(/(<\/?)pnml/g, "$1p:pnml")],
    ["in UTF-16", Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${PNML}`, "utf16le")],
    ["in Latin-1", Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${PNML}`, "latin1")],
  ])("knows a net by its root element: %s", async (_, content) => {
    expect(await read(content)).toEqual({
      ok: true,
      format: "pnml",
      detected: { model: { language: "PNML", places: 2, transitions: 1, arcs: 2 }, activityNames: ["Prüfen"] },
    });
  });

  it.each([
    ["a table", "case,activity\n1,a"],
    ["a log", '<?xml version="1.0"?><log><trace/></log>'],
    ["definitions of another language", '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'],
    ["a prolog without an end", "<?".repeat(30_000)],
    ["a comment without an end", "<!--".repeat(16_000)],
    ["nothing", ""],
    ["a log of an encoding that is unknown", '<?xml version="1.0" encoding="x-none"?><log/>'],
  ])("leaves %s to others", async (_, content) => {
    expect(await read(content)).toBeNull();
  });

  it("lists no names where they are too many", async () => {
    const transitions = Array.from(
      { length: 501 },
      (_, at) =>
        `<transition id="t${at}"><name><text>n${at}</text></name></transition><arc id="i${at}" source="a" target="t${at}"/><arc id="o${at}" source="t${at}" target="b"/>`,
    );
    const found = await read(`<pnml><net id="n"><place id="a"/><place id="b"/>${transitions.join("")}</net></pnml>`);
    expect(found).toMatchObject({ ok: true, detected: { model: { transitions: 501 } } });
    expect(found).not.toHaveProperty("detected.activityNames");
  });

  it.each<[string, string, string, number | undefined]>([
    ["no XML", "case;activity", "line 1: text data outside of root node. Correct it", 1],
    [
      "a weighted arc",
      PNML.replace('target="t"/>', '\n target="t"><inscription><text>2</text></inscription></arc>'),
      "weight 2",
      2,
    ],
    ["an encoding that is unknown", `<?xml version="1.0" encoding="x-none"?>${PNML}`, "x-none", 1],
    ["a document type", `<!DOCTYPE pnml>${PNML}`, "document type", 1],
    ["too many bytes", `<pnml>${" ".repeat(8 * 2 ** 20)}</pnml>`, "more than 8 MB", undefined],
  ])("refuses a file named so that is %s, with the reason and the line", async (_, content, reason, line) => {
    const refused = await read(content, "net.pnml");
    expect(refused).toMatchObject({ ok: false, code: "UnreadableModel", message: expect.stringContaining(reason) });
    expect((refused as { line?: number }).line).toBe(line);
  });
});
