import { OFFICE } from "./part-names.ts";
import { TemplateFault } from "./template-fault.ts";
import { localName, type XmlNode } from "./xml-node.ts";

/** Elements that can go without what is around them: links, sounds, films, tags, extensions, and whatever is drawn. */
const REMOVABLE: ReadonlySet<string> = new Set([
  "hlinkClick",
  "hlinkHover",
  "hlinkMouseOver",
  "tags",
  "custData",
  "snd",
  "control",
  "embeddedFont",
  "wavAudioFile",
  "audioFile",
  "videoFile",
  "quickTimeFile",
  "externalData",
  "legacyDrawing",
  "sp",
  "pic",
  "graphicFrame",
  "cxnSp",
  "grpSp",
  "contentPart",
  "bg",
  "ext",
  "sldMasterId",
  "sldLayoutId",
  "notesMasterId",
  "handoutMasterId",
]);
/** Animations and transitions belong to what is shown, which is ours. */
const DROPPED: ReadonlySet<string> = new Set(["timing", "transition", "custDataLst", "controls"]);
const HARMLESS_ACTION = /^(?:ppaction:\/\/(?:hlinkshowjump|noaction)|$)/;

/**
 * Takes out of a part what refers to anything else than what it keeps, what runs programs or macros, and what moves.
 * @param kept ids of the relationships that it has
 */
export function stripReferences(root: XmlNode, kept: ReadonlySet<string>, name: string): void {
  if (isLost(root, { kept, prefixes: new Set() }))
    throw new TemplateFault(`${name} is nothing without what it refers to elsewhere`);
}

interface References {
  readonly kept: ReadonlySet<string>;
  /** By which attributes that refer to relationships are known here. */
  readonly prefixes: ReadonlySet<string>;
}

/** Whether the element can't stay; what is to go within it is gone then. */
function isLost(node: XmlNode, outer: References): boolean {
  const references = { ...outer, prefixes: prefixesIn(node, outer.prefixes) };
  const left: XmlNode["children"] = [];
  for (const child of node.children) {
    if (typeof child === "string") {
      left.push(child);
      continue;
    }
    const name = localName(child.name);
    if (DROPPED.has(name) || runsProgram(child)) continue;
    if (isLost(child, references)) {
      if (REMOVABLE.has(name)) continue;
      return true;
    }
    left.push(child);
  }
  node.children = left;
  for (const [key, value] of node.attributes) {
    const isReference = references.prefixes.has(key.slice(0, key.indexOf(":") + 1));
    // That of a link which leads to another slide is empty.
    if (!isReference || value === "" || references.kept.has(value)) continue;
    // A picture that is in the file as well as elsewhere.
    if (localName(key) === "link" && localName(node.name) === "blip") node.attributes.delete(key);
    else return true;
  }
  return false;
}

/** Prefixes, with their colons, that stand for relationships within an element. */
function prefixesIn({ attributes }: XmlNode, outer: ReadonlySet<string>): ReadonlySet<string> {
  const told = [...attributes].filter(([key]) => key.startsWith("xmlns:"));
  if (told.length === 0) return outer;
  const prefixes = new Set(outer);
  for (const [key, value] of told) {
    const prefix = `${key.slice("xmlns:".length)}:`;
    if (value === OFFICE) prefixes.add(prefix);
    else prefixes.delete(prefix);
  }
  return prefixes;
}

const runsProgram = ({ name, attributes }: XmlNode): boolean =>
  localName(name).startsWith("hlink") && !HARMLESS_ACTION.test(attributes.get("action") ?? "");
