import { hash } from "node:crypto";

/** The UUID (version 8) of a text: the same each time, so that what it names is never made twice. */
export function uuidOfText(text: string): string {
  const hex = hash("sha256", text, "hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
