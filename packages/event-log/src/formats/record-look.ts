import { flattenJson, recordsOf } from "./flatten-json.ts";
import { looksLikeTime } from "./looks-like-time.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The objects of a list; none for anything else, or where they are not most of it. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  const objects = value.filter(isObject);
  return objects.length > value.length / 2 ? objects : [];
}

const TEXT = /\p{L}/u;

/** Number of records that stands for all. */
const MOST_LOOKED_AT = 50;

/** Whether most records have a time, and a text that is none, be it in a list of events that they hold. */
export function lookLikeEvents(records: readonly JsonObject[]): boolean {
  const looked = records.slice(0, MOST_LOOKED_AT);
  const alike = looked.filter((record) => recordsOf(record).some(isEvent));
  return alike.length > looked.length / 2;
}

function isEvent(fields: readonly (readonly [name: string, value: string])[]): boolean {
  const isTime = fields.map(([, value]) => looksLikeTime(value));
  return isTime.includes(true) && fields.some(([, value], at) => isTime[at] === false && TEXT.test(value));
}

/** Estimates from a few records how many events all of them stand for. */
export function eventsPerRecord(records: readonly JsonObject[]): number {
  const looked = records.slice(0, MOST_LOOKED_AT);
  return looked.reduce((sum, record) => sum + recordsOf(record).length, 0) / Math.max(1, looked.length);
}

/** The plain values of an object. */
export const plainFields = (value: JsonObject): ReturnType<typeof flattenJson> =>
  flattenJson(Object.fromEntries(Object.entries(value).filter(([, inner]) => typeof inner !== "object")));
