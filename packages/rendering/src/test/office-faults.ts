import { officeParts } from "./office-parts.ts";

const OWN = "[Content_Types].xml";

/** What is wrong with an Office file as a whole: parts without a type, references to nothing, ids that are there twice. */
export function officeFaults(bytes: Uint8Array): string[] {
  const parts = officeParts(bytes);
  const types = parts.get(OWN) ?? "";
  const overrides = new Set([...types.matchAll(/PartName="\/([^"]+)"/g)].map(([, name = ""]) => name));
  const endings = new Set([...types.matchAll(/Extension="([^"]+)"/g)].map(([, ending = ""]) => ending));
  const typed = (name: string): boolean => overrides.has(name) || endings.has(name.slice(name.lastIndexOf(".") + 1));
  return [
    ...[...parts.keys()].filter((name) => name !== OWN && !typed(name)).map((name) => `${name} has no type`),
    ...[...overrides].filter((name) => !parts.has(name)).map((name) => `${name} has a type, and isn't there`),
    ...[...parts].flatMap(([name, xml]) => (name.endsWith(".rels") ? relationshipFaults(name, xml, parts) : [])),
    ...[...parts].flatMap(([name, xml]) => (name.includes("/slides/") ? idFaults(name, xml) : [])),
  ];
}

function relationshipFaults(name: string, xml: string, parts: ReadonlyMap<string, string>): string[] {
  const source = name.replace("_rels/", "").replace(/\.rels$/, "");
  const folder = source.slice(0, source.lastIndexOf("/") + 1);
  const all = [...xml.matchAll(/<Relationship [^>]*>/g)].map(([text]) => {
    const of = (key: string): string => new RegExp(` ${key}="([^"]*)"`).exec(text)?.[1] ?? "";
    return { id: of("Id"), target: of("Target"), isExternal: of("TargetMode") === "External" };
  });
  const ids = new Set(all.map(({ id }) => id));
  const used = [...(parts.get(source) ?? "").matchAll(/ r:(?:id|embed|link|pict)="([^"]+)"/g)].map(([, id = ""]) => id);
  return [
    ...all.filter(({ isExternal }) => isExternal).map(({ target }) => `${source} leads out of the file: ${target}`),
    ...all
      .map(({ target }) => new URL(target, `file:///${folder}`).pathname.slice(1))
      .filter((target) => !parts.has(target))
      .map((target) => `${source} refers to ${target}, which isn't there`),
    ...(ids.size < all.length ? [`${source} has an id of a relationship twice`] : []),
    ...used.filter((id) => !ids.has(id)).map((id) => `${source} uses ${id}, which isn't there`),
  ];
}

function idFaults(name: string, xml: string): string[] {
  const ids = [...xml.matchAll(/<p:cNvPr id="(\d+)"/g)].map(([, id]) => id);
  return new Set(ids).size === ids.length ? [] : [`${name} has an id of a shape twice`];
}
