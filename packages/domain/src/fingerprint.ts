import { hash } from "node:crypto";
import { ownValue } from "./own-value.ts";

/** JSON text with the keys of every object in code-point order: equal values give equal texts. Undefined keys are left out. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) {
    return value.some(isStructure) ? `[${value.map(canonicalJson).join(",")}]` : JSON.stringify(value);
  }
  // A loop over sorted keys costs half of what lists of entries do.
  const items = value as Readonly<Record<string, unknown>>;
  let text = "";
  for (const key of Object.keys(items).sort()) {
    const item = ownValue(items, key);
    if (item !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(item)}`;
  }
  return `{${text}}`;
}

const isStructure = (value: unknown): boolean => typeof value === "object" && value !== null;

/** SHA-256, in hex, of a value's canonical JSON. */
export function fingerprint(value: unknown): string {
  return hash("sha256", canonicalJson(value), "hex");
}
