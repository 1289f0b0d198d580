import { hash } from "node:crypto";

/** JSON text with the keys of every object in code-point order: equal values give equal texts. Undefined keys are left out. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) {
    return value.some(isStructure) ? `[${value.map(canonicalJson).join(",")}]` : JSON.stringify(value);
  }
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

const isStructure = (value: unknown): boolean => typeof value === "object" && value !== null;

/** SHA-256, in hex, of a value's canonical JSON. */
export function fingerprint(value: unknown): string {
  return hash("sha256", canonicalJson(value), "hex");
}
