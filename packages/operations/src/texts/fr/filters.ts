const NAMES: ReadonlyMap<string, string> = new Map([
  ["timeWindow", "période"],
  ["attributes", "attribut"],
  ["caseLength", "événements par dossier"],
  ["durations", "durées de dossier"],
  ["activities", "activités"],
  ["startActivities", "premières activités"],
  ["endActivities", "dernières activités"],
  ["transitions", "transition"],
  ["variants", "variantes"],
]);

/** What readers call a filter, by its place in requests, such as `attributes[0]`. */
export function filterName(filter: string): string {
  const [, name = filter, at] = /^(\w+)(?:\[(\d+)\])?/.exec(filter) ?? [];
  return `${NAMES.get(name) ?? name}${at === undefined ? "" : ` ${Number(at) + 1}`}`;
}
