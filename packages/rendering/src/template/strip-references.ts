import { TemplateFault } from "./template-fault.ts";
import { localName, type XmlNode } from "./xml-node.ts";

/** Elements that can go without what is around them: links, sounds, films, tags, and whatever is drawn. */
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
]);
/** Animations and transitions belong to what is shown, which is ours. */
const DROPPED: ReadonlySet<string> = new Set(["timing", "transition", "custDataLst", "controls"]);
const HARMLESS_ACTION = /^(?:ppaction:\/\/(?:hlinkshowjump|noaction)|$)/;

/**
 * Takes out of a part what refers to relationships that it no longer has, what runs programs or macros, and what moves.
 * @param dropped ids of those relationships
 */
export function stripReferences(root: XmlNode, dropped: ReadonlySet<string>, name: string): void {
  if (isLost(root, dropped)) throw new TemplateFault(`${name} is nothing without what it refers to elsewhere`);
}

/** Whether the element can't stay; what is to go within it is gone then. */
function isLost(node: XmlNode, dropped: ReadonlySet<string>): boolean {
  const kept: XmlNode["children"] = [];
  for (const child of node.children) {
    if (typeof child === "string") {
      kept.push(child);
      continue;
    }
    const name = localName(child.name);
    if (DROPPED.has(name) || runsProgram(child)) continue;
    if (isLost(child, dropped)) {
      if (REMOVABLE.has(name)) continue;
      return true;
    }
    kept.push(child);
  }
  node.children = kept;
  for (const [key, value] of node.attributes) {
    if (!key.includes(":") || !dropped.has(value)) continue;
    // A picture that is in the file as well as elsewhere.
    if (localName(key) === "link" && localName(node.name) === "blip") node.attributes.delete(key);
    else return true;
  }
  return false;
}

const runsProgram = ({ name, attributes }: XmlNode): boolean =>
  localName(name).startsWith("hlink") && !HARMLESS_ACTION.test(attributes.get("action") ?? "");
