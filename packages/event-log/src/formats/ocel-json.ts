import { ownValue } from "@longhaul/domain";
import { ImportRefusal } from "../terms/import-refusal.ts";
import { parseJson } from "./flatten-json.ts";
import { JsonElements } from "./json-elements.ts";
import { latestValues, type OcelSource } from "./ocel-source.ts";
import { readText, type TextSource } from "../encoding/read-text.ts";
import type { RecordField } from "../records/record-stage.ts";

/** The JSON form of OCEL 2.0: `objectTypes`, `eventTypes`, `objects` and `events` at the top of one document. */
export function openOcelJson(source: TextSource): OcelSource {
  return {
    format: source.isGzip ? "ocel2.json.gz" : "ocel2.json",
    placeName: "line",
    async read(handler) {
      const elements = new JsonElements({
        topLevel: false,
        maxLength: source.bounds.limits.maxLineBytes,
        onTooLong: (line) => refuse(line, `has ${source.bounds.moreThan("maxLineBytes", "bytes")}`),
        onObject(path, text, line) {
          if (path !== "objects" && path !== "events") return;
          const value = parse(text, line);
          const id = textOf(value, "id");
          const type = textOf(value, "type");
          if (path === "objects") {
            const values = items(value, "attributes").map((attribute) => ({
              name: textOf(attribute, "name"),
              value: textOf(attribute, "value"),
              time: textOf(attribute, "time"),
            }));
            handler.onObject?.({ id, type, attributes: latestValues(values) });
          } else {
            handler.onEvent?.({
              id,
              type,
              time: textOf(value, "time"),
              attributes: items(value, "attributes").map((attribute): RecordField => [
                textOf(attribute, "name"),
                textOf(attribute, "value"),
              ]),
              objectIds: items(value, "relationships").map((relationship) => textOf(relationship, "objectId")),
              place: line,
            });
          }
        },
      });
      await readText(
        source,
        (text) => elements.push(text),
        () => handler.flush(),
      );
    },
  };
}

function parse(text: string, line: number): unknown {
  try {
    return parseJson(text);
  } catch (err) {
    return refuse(line, `isn't sound JSON (${err instanceof Error ? err.message : String(err)})`);
  }
}

function refuse(line: number, fault: string): never {
  throw new ImportRefusal(
    "UnreadableJson",
    `The object or event that begins on line ${line} ${fault}. Export the log again.`,
    {
      line,
    },
  );
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? ownValue(value as Record<string, unknown>, key) : undefined;
}

function textOf(value: unknown, key: string): string {
  const found = property(value, key);
  if (typeof found === "string") return found;
  return found === undefined || found === null ? "" : JSON.stringify(found);
}

function items(value: unknown, key: string): readonly unknown[] {
  const found = property(value, key);
  return Array.isArray(found) ? found : [];
}
