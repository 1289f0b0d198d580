import type { DuckDbSession } from "../duckdb-session.ts";
import { ErrorTally } from "../error-tally.ts";
import type { ImportBounds } from "../import-bounds.ts";
import type { StagedLog } from "../staged-log.ts";
import { detectXmlEncoding } from "../xml-encoding.ts";
import { readText, type TextSource } from "../read-text.ts";
import { RecordStage } from "./record-stage.ts";
import { XmlEvents } from "./xml-events.ts";

/** Elements of an entry that hold one value, by the XES key that means the same (MXML schema 1.1, ProM). */
const ENTRY_FIELDS: ReadonlyMap<string, string> = new Map([
  ["WorkflowModelElement", "concept:name"],
  ["EventType", "lifecycle:transition"],
  ["Timestamp", "time:timestamp"],
  ["Originator", "org:resource"],
]);

/**
 * Stages an MXML log, the format of ProM before XES: one record an audit trail entry, in the columns of XES. `Data`
 * attributes of an entry keep their names, those of a process instance are called `case:<name>`.
 */
export async function importMxml(
  options: TextSource & {
    readonly session: DuckDbSession;
    readonly scratchDir: string;
    readonly bounds: ImportBounds;
    readonly onLoad: (fraction: number) => void;
  },
): Promise<StagedLog> {
  const tally = new ErrorTally();
  const stage = new RecordStage({ ...options, tally, describePlace: (line) => ({ line }) });
  const caseFields = new Map<string, string>();
  let entry: Map<string, string> | null = null;
  let entryLine = 0;
  let attributeName = "";
  const xml = new XmlEvents(
    {
      onOpen(path, attributes, line) {
        const name = path.at(-1);
        if (name === "ProcessInstance") {
          caseFields.clear();
          caseFields.set("case:concept:name", attributes.get("id") ?? "");
        } else if (name === "AuditTrailEntry") {
          entry = new Map();
          entryLine = line;
        } else if (name === "Attribute" || name === "attribute") attributeName = attributes.get("name") ?? "";
        else if (name === "EventType" && attributes.has("unknowntype")) {
          entry?.set("lifecycle:transition", attributes.get("unknowntype") ?? "");
        }
      },
      onClose(path, rawText, line) {
        const text = rawText.trim();
        const name = path.at(-1) ?? "";
        if (name === "AuditTrailEntry" && entry !== null) {
          stage.write(entryLine, [...caseFields, ...entry]);
          entry = null;
        } else if ((name === "Attribute" || name === "attribute") && attributeName !== "") {
          if (entry !== null) entry.set(attributeName, text);
          else if (path.includes("ProcessInstance")) {
            caseFields.set(`case:${attributeName}`, text);
            options.bounds.checkColumns(caseFields.size, { line });
          }
        } else if (entry !== null && text !== "") {
          const key = ENTRY_FIELDS.get(name);
          if (key !== undefined && !(key === "lifecycle:transition" && entry.has(key))) entry.set(key, text);
        }
      },
    },
    options.bounds,
  );
  try {
    const encoding = await readText(
      options,
      (text) => xml.push(text),
      () => stage.flush(),
      detectXmlEncoding,
    );
    xml.end();
    return await stage.finish({ format: options.isGzip ? "mxml.gz" : "mxml", details: { encoding } }, options.onLoad);
  } finally {
    stage.destroy();
  }
}
