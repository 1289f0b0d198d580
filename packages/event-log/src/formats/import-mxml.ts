import type { Doubt } from "../terms/doubt.ts";
import { ErrorTally, maxExamples } from "../terms/error-tally.ts";
import type { ImportErrorExample } from "../terms/import-error.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import { doubtNames } from "../records/same-names.ts";
import { readXmlText, type TextSource } from "../encoding/read-text.ts";
import { RecordStage } from "../records/record-stage.ts";
import type { RecordReading } from "../records/stage-records.ts";
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
export async function importMxml(options: TextSource & RecordReading): Promise<StagedLog> {
  const tally = new ErrorTally();
  const stage = new RecordStage({ ...options, tally, describePlace: (line) => ({ line }) });
  const caseFields = new Map<string, string>();
  const names = new CaseNames();
  let entry: Map<string, string> | null = null;
  let entryLine = 0;
  let attributeName = "";
  const xml = new XmlEvents(
    {
      onOpen(path, attributes, line) {
        const name = path.at(-1);
        if (name === "ProcessInstance") {
          caseFields.clear();
          caseFields.set("case:concept:name", names.take(attributes.get("id") ?? ""));
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
            options.bounds.checkColumns(caseFields.size, { line }, attributeName);
          }
        } else if (entry !== null && text !== "") {
          const key = ENTRY_FIELDS.get(name);
          if (key !== undefined && !(key === "lifecycle:transition" && entry.has(key))) entry.set(key, text);
        }
      },
    },
    options.bounds,
  );
  const encoding = await readXmlText(
    options,
    (text) => xml.push(text),
    () => stage.flush(),
  );
  xml.end();
  const format = options.isGzip ? "mxml.gz" : "mxml";
  return stage.finish({
    format,
    details: { encoding },
    doubts: names.doubts(),
    isTimed: stage.hasField("time:timestamp"),
  });
}

/** Names of process instances, each of which is a case: one with the name of an earlier one gets its number behind it. */
class CaseNames {
  readonly #taken = new Set<string>();
  readonly #examples: ImportErrorExample[] = [];
  #instances = 0;
  #repeated = 0;

  take(id: string): string {
    this.#instances++;
    if (id.trim() === "" || !this.#taken.has(id)) {
      this.#taken.add(id);
      return id;
    }
    this.#repeated++;
    if (this.#examples.length < maxExamples) {
      this.#examples.push({ element: `process instance ${this.#instances}`, value: id });
    }
    return `${id} (${this.#instances})`;
  }

  doubts(): Doubt[] {
    return doubtNames(this.#repeated, this.#examples);
  }
}
