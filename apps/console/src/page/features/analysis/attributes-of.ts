import type { Attribute } from "./findings.ts";
import type { Discovery, Report } from "./report.ts";

const MOST = 20;

/** The column of those who work on cases, which the log has by itself. */
export const RESOURCE = "resource";

/** Attributes that group cases; the last one, where there are any, is who works on them. */
export function attributesOf({ attributes = [] }: Report, discovery: Discovery): readonly Attribute[] {
  const { resources = [], resourceCount = resources.length } = discovery;
  if (resources.length === 0) return attributes;
  const values = resources.slice(0, MOST).map(({ resource, cases }) => ({ value: resource, cases }));
  return [
    ...attributes,
    { column: RESOURCE, values, lists: { values: { shown: values.length, total: resourceCount } } },
  ];
}
