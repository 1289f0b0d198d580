const NAMES: ReadonlyMap<string, string> = new Map([
  ["timeWindow", "period"],
  ["attributes", "attribute"],
  ["caseLength", "events per case"],
  ["durations", "case durations"],
  ["activities", "activities"],
  ["startActivities", "first activities"],
  ["endActivities", "last activities"],
  ["transitions", "transition"],
  ["variants", "variants"],
]);

/** What readers call a filter, by its place in requests, such as `attributes[0]`. */
export function filterName(filter: string): string {
  const [, name = filter, at] = /^(\w+)(?:\[(\d+)\])?/.exec(filter) ?? [];
  return `${NAMES.get(name) ?? name}${at === undefined ? "" : ` ${Number(at) + 1}`}`;
}
