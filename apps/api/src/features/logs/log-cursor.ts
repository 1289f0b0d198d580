import type { LogPosition } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";

/** Before the first entry. */
export const LOG_START: LogPosition = { epoch: -1, number: 0 };

/** A position as text, for cursors and as the id of an event. */
export const writeLogCursor = ({ epoch, number }: LogPosition): string => `${epoch}-${number}`;

/** @returns null when it is none */
export function readLogCursor(text: string): LogPosition | null {
  const [, epoch, number] = /^(\d{1,9})-(\d{1,9})$/.exec(text) ?? [];
  return epoch === undefined ? null : { epoch: Number(epoch), number: Number(number) };
}

export const strangeLogCursor = (): DomainError =>
  new DomainError("validation_failed", "cursor is not one that this API gave for a log", {
    errors: [{ pointer: "?cursor", detail: "take it from nextCursor of the page before" }],
  });
