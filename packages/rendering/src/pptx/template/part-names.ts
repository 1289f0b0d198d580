import { TemplateFault } from "./template-fault.ts";
import { childrenOf, element, parseXml, writeXml, type XmlBudget, type XmlNode } from "./xml-node.ts";

const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
/** Prefix of relationship types. Later extensions have other prefixes. */
export const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A reference from a part to another. */
export interface Relationship {
  readonly id: string;
  readonly type: string;
  /** Name of the part, or the URL of an external target. */
  readonly target: string;
  readonly isExternal: boolean;
}

/** The last part of a relationship's type, such as `slideLayout`. */
export const kindOf = ({ type }: Pick<Relationship, "type">): string => type.slice(type.lastIndexOf("/") + 1);

/** The name of the part with a part's relationships; an empty name stands for the file itself. */
export function relationshipsName(part: string): string {
  const at = part.lastIndexOf("/") + 1;
  return `${part.slice(0, at)}_rels/${part.slice(at)}.rels`;
}

/** Whether a part has content. The others describe how parts belong together. */
export const isContent = (part: string): boolean =>
  !/(?:^|\/)_rels\/|\.rels$|^\[content_types\]\.xml$/.test(part.toLowerCase());

/** Reads the relationships of a part, in file order, each id once. */
export function readRelationships(
  parts: ReadonlyMap<string, Uint8Array>,
  part: string,
  budget?: XmlBudget,
): Relationship[] {
  const name = relationshipsName(part);
  const bytes = parts.get(name);
  if (bytes === undefined) return [];
  const all = childrenOf(parseXml(bytes, name, budget), "Relationship").map(({ attributes }) => {
    const target = attributes.get("Target") ?? "";
    const isExternal = attributes.get("TargetMode") === "External";
    return {
      id: attributes.get("Id") ?? "",
      type: attributes.get("Type") ?? "",
      target: isExternal ? target : resolved(part, target),
      isExternal,
    };
  });
  return [...new Map(all.toReversed().map((one) => [one.id, one])).values()].reverse();
}

export function writeRelationships(part: string, relationships: readonly Relationship[]): Uint8Array {
  const children = relationships.map(({ id, type, target }) =>
    element("Relationship", [
      ["Id", id],
      ["Type", type],
      ["Target", relativeName(part, target)],
    ]),
  );
  return writeXml(element("Relationships", [["xmlns", `${PACKAGE}/relationships`]], children));
}

/** Resolves a part name relative to the part that refers to it. */
function resolved(part: string, target: string): string {
  const path = target.startsWith("/") ? target.slice(1) : `${part.slice(0, part.lastIndexOf("/") + 1)}${target}`;
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "..") {
      if (steps.pop() === undefined) throw new TemplateFault(`${part} refers to ${target}, outside of the file`);
    } else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}

function relativeName(part: string, target: string): string {
  const from = part.split("/").slice(0, -1);
  const to = target.split("/");
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => ".."), ...to.slice(same)].join("/");
}

/** Content types of parts, by name and by file extension. */
export class ContentTypes {
  readonly #byName = new Map<string, string>();
  readonly #byEnding = new Map<string, string>();

  constructor(bytes: Uint8Array, budget?: XmlBudget) {
    const root: XmlNode = parseXml(bytes, "[Content_Types].xml", budget);
    for (const { attributes } of childrenOf(root, "Override"))
      this.#byName.set(lower(attributes.get("PartName")).slice(1), attributes.get("ContentType") ?? "");
    for (const { attributes } of childrenOf(root, "Default"))
      this.#byEnding.set(lower(attributes.get("Extension")), attributes.get("ContentType") ?? "");
  }

  of(part: string): string {
    const name = part.toLowerCase();
    return this.#byName.get(name) ?? this.#byEnding.get(name.slice(name.lastIndexOf(".") + 1)) ?? "";
  }

  all(): string[] {
    return [...this.#byName.values(), ...this.#byEnding.values()];
  }
}

const lower = (text: string | undefined): string => (text ?? "").toLowerCase();

/** Writes the part with the content types. */
export function writeContentTypes(types: ReadonlyMap<string, string>): Uint8Array {
  const relationships = "application/vnd.openxmlformats-package.relationships+xml";
  const children = [
    element("Default", [
      ["Extension", "rels"],
      ["ContentType", relationships],
    ]),
    ...[...types].map(([name, type]) =>
      element("Override", [
        ["PartName", `/${name}`],
        ["ContentType", type],
      ]),
    ),
  ];
  return writeXml(element("Types", [["xmlns", `${PACKAGE}/content-types`]], children));
}
