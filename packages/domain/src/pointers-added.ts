import { jsonPointer } from "./json-pointer.ts";

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** JSON pointers (RFC 6901) to values that `completed` has and `requested` doesn't. A new object has one pointer, not one per member. */
export function pointersAdded(requested: unknown, completed: unknown): readonly string[] {
  if (!isObject(completed) || !isObject(requested)) return [];
  const given = new Map<string, unknown>(Object.entries(requested));
  return Object.entries(completed).flatMap(([key, value]) => {
    const at = jsonPointer([key]);
    return given.has(key) ? pointersAdded(given.get(key), value).map((below) => at + below) : [at];
  });
}

/** The pointers outside of the members that the JSON Merge Patch `patch` changes. */
export function pointersLeft(pointers: readonly string[], patch: object): readonly string[] {
  const touched = new Set(Object.keys(patch).map((key) => jsonPointer([key])));
  return pointers.filter((pointer) => !touched.has(`/${pointer.split("/", 2)[1] ?? ""}`));
}
