import { latestValues, type OcelSource } from "./ocel-source.ts";
import { readXmlText, type TextSource } from "../encoding/read-text.ts";
import { XmlEvents } from "./xml-events.ts";

interface OpenElement {
  readonly kind: "object" | "event";
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly line: number;
  readonly values: { name: string; value: string; time: string }[];
  readonly objectIds: string[];
}

/** The XML form of OCEL 2.0: `<log>` with `<objects>` and `<events>`. */
export function openOcelXml(source: TextSource): OcelSource {
  return {
    format: source.isGzip ? "ocel2.xml.gz" : "ocel2.xml",
    placeName: "line",
    async read(handler) {
      let open: OpenElement | null = null;
      let attribute = { name: "", time: "" };
      const xml = new XmlEvents(
        {
          onOpen(path, attributes, line) {
            const name = path.at(-1);
            const get = (key: string): string => attributes.get(key) ?? "";
            if (path.length === 3 && (name === "object" || name === "event")) {
              open = {
                kind: name,
                id: get("id"),
                type: get("type"),
                time: get("time"),
                line,
                values: [],
                objectIds: [],
              };
            } else if (name === "attribute") attribute = { name: get("name"), time: get("time") };
            else if (path.length > 3 && attributes.has("object-id")) open?.objectIds.push(get("object-id"));
          },
          onClose(path, text) {
            if (open === null) return;
            if (path.at(-1) === "attribute") open.values.push({ ...attribute, value: text.trim() });
            if (path.length !== 3) return;
            const { kind, id, type, time, line, values, objectIds } = open;
            open = null;
            if (kind === "object") handler.onObject?.({ id, type, attributes: latestValues(values) });
            else handler.onEvent?.({ id, type, time, attributes: latestValues(values), objectIds, place: line });
          },
        },
        source.bounds,
      );
      await readXmlText(
        source,
        (text) => xml.push(text),
        () => handler.flush(),
      );
      xml.end();
    },
  };
}
