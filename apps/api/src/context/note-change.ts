import type { Response } from "express";
import type { AuditBody } from "@longhaul/db";
import { canonicalJson } from "@longhaul/domain";

type AuditChange = NonNullable<AuditBody["changes"]>[number];

/** A resource that can be changed, as the API presents it. */
type View = object;

const MAX_CHANGES = 50;
const MAX_VALUE = 300;

/** Views that a call leaves behind, and changes of them. */
const noted = new WeakMap<Response, readonly AuditChange[]>();

/**
 * Adds to the audit log what a call changed: the fields that differ before and after it.
 * @param before null where it made the thing; as answers show it, so without secrets
 * @param after null where the thing is gone
 */
export function noteChange(res: Response, before: View | null, after: View | null): void {
  noted.set(res, changesBetween(before ?? {}, after ?? {}));
}

/** What was noted; empty where a call changes nothing that was there before. */
export const changesOf = (res: Response): readonly AuditChange[] => noted.get(res) ?? [];

function changesBetween(before: View, after: View): AuditChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changes = fields.flatMap((field): AuditChange[] => {
    const [from, to] = [before, after].map((view) => textOf(Reflect.get(view, field)));
    if (from === undefined || to === undefined || from === to) return [];
    return [{ field, ...(from === null ? {} : { from: cut(from) }), ...(to === null ? {} : { to: cut(to) }) }];
  });
  return changes.slice(0, MAX_CHANGES);
}

const textOf = (value: unknown): string | null => (value === undefined ? null : canonicalJson(value));

const cut = (text: string): string =>
  hideQueries(text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text)
    .toWellFormed()
    .replaceAll("\0", "");

/** The query of a URL is often its key: receivers of webhooks and signed links have it there. The text is JSON. */
const hideQueries = (text: string): string => text.replaceAll(/(https?:\/\/[^\s"?#\\]*)[?#][^\s"\\]*/gi, "$1?***");
