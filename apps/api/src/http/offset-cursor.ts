import { DomainError } from "@longhaul/domain";

/** The byte where the next page begins, as a cursor. */
export const writeOffsetCursor = (offset: number): string => Buffer.from(String(offset)).toString("base64url");

/** @param list what is listed, for who gives another cursor */
export function readOffsetCursor(text: string, list: string): number {
  const offset = Buffer.from(text, "base64url").toString("utf8");
  if (!/^[1-9]\d{0,14}$/.test(offset)) throw strangeOffsetCursor(list);
  return Number(offset);
}

export const strangeOffsetCursor = (list: string): DomainError =>
  new DomainError("validation_failed", `cursor is not one that this API gave for ${list}`, {
    errors: [{ pointer: "?cursor", detail: "take it from nextCursor of the page before" }],
  });
