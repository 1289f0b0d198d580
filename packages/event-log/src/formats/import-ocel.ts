import { ErrorTally } from "../terms/error-tally.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import type { OcelSource } from "./ocel-source.ts";
import { RecordStage, type RecordField } from "../records/record-stage.ts";
import type { RecordReading } from "../records/stage-records.ts";

export interface ImportOcelOptions extends RecordReading {
  readonly bounds: ImportBounds;
  readonly signal: AbortSignal;
  readonly source: OcelSource;
  /** The type whose objects become the cases. */
  readonly objectType?: string | undefined;
}

/**
 * Flattens an object-centric log: each object of one type is a case, and each event stands in the case of every object
 * of that type that it belongs to. `details.flattening` reports what is lost: events that belong to no such object
 * are left out, and events that belong to several are repeated. Without a type the file is refused with its types.
 */
export async function importOcel(options: ImportOcelOptions): Promise<StagedLog> {
  const { source } = options;
  const types = new Map<string, number>();
  const cases = new Map<string, readonly RecordField[]>();
  await source.read({
    onObject({ id, type, attributes }) {
      types.set(type, (types.get(type) ?? 0) + 1);
      if (type === options.objectType) {
        cases.set(
          id,
          [...attributes].map(([name, value]): RecordField => [`case:${name}`, value]),
        );
      }
    },
    flush: () => Promise.resolve(),
  });
  const { objectType } = options;
  if (objectType === undefined || cases.size === 0) throw typeNeeded(objectType, types);

  const tally = new ErrorTally();
  const { placeName } = source;
  const describePlace = (place: number) => (placeName === "line" ? { line: place } : { row: place });
  const stage = new RecordStage({ ...options, tally, describePlace, sortByPlace: placeName === "row" });
  let events = 0;
  let eventsWithoutObject = 0;
  let repeatedEvents = 0;
  await source.read({
    onEvent({ id, type, time, attributes, objectIds, place }) {
      events++;
      const found = [...new Set(objectIds)].filter((objectId) => cases.has(objectId));
      if (found.length === 0) eventsWithoutObject++;
      if (found.length > 1) repeatedEvents++;
      const own: RecordField[] = [["concept:name", type], ["time:timestamp", time], ["ocel:eid", id], ...attributes];
      for (const objectId of found) {
        stage.write(place, [["case:concept:name", objectId], ...own, ...(cases.get(objectId) ?? [])]);
      }
    },
    flush: () => stage.flush(),
  });
  if (events === eventsWithoutObject) {
    throw new ImportRefusal(
      "NoEvents",
      `No event belongs to an object of type ${JSON.stringify(objectType)}. Choose another type in \`mapping.objectType\`: ${listTypes(types)}.`,
    );
  }
  const otherTypes = [...types.keys()].filter((type) => type !== objectType);
  return stage.finish({
    format: source.format,
    details: {
      flattening: { objectType, objects: cases.size, otherTypes, events, eventsWithoutObject, repeatedEvents },
    },
  });
}

function typeNeeded(objectType: string | undefined, types: ReadonlyMap<string, number>): ImportRefusal {
  if (types.size === 0) return new ImportRefusal("NoEvents", "The object-centric event log (OCEL 2.0) has no objects.");
  const [first] = types.keys();
  const fault =
    objectType === undefined
      ? "The file is an object-centric event log (OCEL 2.0), in which an event may belong to objects of several types. Choose the type whose objects are the cases"
      : `The object-centric event log (OCEL 2.0) has no objects of type ${JSON.stringify(objectType)}. Choose another`;
  return new ImportRefusal(
    "ObjectTypeNeeded",
    `${fault}, for example {"objectType": ${JSON.stringify(first)}} in the mapping. Its types are: ${listTypes(types)}.`,
  );
}

const listTypes = (types: ReadonlyMap<string, number>): string =>
  [...types]
    .slice(0, 30)
    .map(([type, count]) => `${JSON.stringify(type)} (${count} ${count === 1 ? "object" : "objects"})`)
    .join(", ");
