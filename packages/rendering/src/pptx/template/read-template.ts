import { chooseLayouts, type ChosenLayouts } from "./choose-layouts.ts";
import { ContentTypes, isContent, kindOf, OFFICE, readRelationships, type Relationship } from "./part-names.ts";
import { emu, masterBody, readLayout, type Layout } from "./placeholders.ts";
import { stripReferences } from "./strip-references.ts";
import { TemplateFault } from "./template-fault.ts";
import { schemeColors, type SchemeColors } from "./theme-colors.ts";
import {
  childAt,
  childrenOf,
  elementsOf,
  localName,
  parseXml,
  templateBudget,
  writeXml,
  type XmlBudget,
  type XmlNode,
} from "./xml-node.ts";
import { readZip } from "./zip-parts.ts";

export { TemplateFault } from "./template-fault.ts";

/** A presentation without its slides. */
export interface Template {
  /** Its parts as they are kept, by name, but for the presentation itself. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
  /** What each part refers to, of those that refer to any. */
  readonly relationships: ReadonlyMap<string, readonly Relationship[]>;
  readonly types: ReadonlyMap<string, string>;
  readonly presentation: XmlNode;
  readonly presentationName: string;
  /** Width and height of a slide, in EMU. */
  readonly slide: { readonly w: number; readonly h: number };
  readonly masters: number;
  readonly layouts: number;
  readonly chosen: ChosenLayouts;
  readonly colors: SchemeColors;
}

/** What is kept, by the kind of relationship that leads to it, and what type it must have. */
const KEPT: ReadonlyMap<string, RegExp> = new Map([
  ["slideMaster", /presentationml\.slideMaster\+xml$/],
  ["slideLayout", /presentationml\.slideLayout\+xml$/],
  ["notesMaster", /presentationml\.notesMaster\+xml$/],
  ["handoutMaster", /presentationml\.handoutMaster\+xml$/],
  ["theme", /officedocument\.theme\+xml$/],
  ["themeOverride", /officedocument\.themeOverride\+xml$/],
  ["tableStyles", /presentationml\.tableStyles\+xml$/],
  // A drawing of SVG has scripts and links; what it stands for is there as another picture, too.
  ["image", /^image\/(?!svg)/],
  ["hdphoto", /^image\/(?!svg)/],
  ["font", /^application\/(?:x-fontdata|x-font-ttf|vnd\.openxmlformats-officedocument\.obfuscatedFont)$/],
]);
const KEPT_ELEMENTS: ReadonlySet<string> = new Set([
  "sldMasterIdLst",
  "notesMasterIdLst",
  "handoutMasterIdLst",
  "sldSz",
  "notesSz",
  "embeddedFontLst",
  "kinsoku",
  "defaultTextStyle",
]);
const MAIN = /presentationml\.(?:presentation|template|slideshow)\.main\+xml$/;
const EMU_PER_INCH = 914_400;

/**
 * Reads a PowerPoint file as what a report's slides are put on: themes, masters, layouts and their pictures. Slides, notes,
 * comments, embedded documents, and whatever leads out of the file are left out.
 * @throws TemplateFault that says why it can't be one
 */
export function readTemplate(bytes: Uint8Array): Template {
  const parts = readZip(bytes);
  const typesPart = parts.get("[Content_Types].xml");
  if (typesPart === undefined) throw new TemplateFault("the file is no PowerPoint presentation; save it as .pptx");
  const budget = templateBudget();
  const types = new ContentTypes(typesPart, budget);
  if (types.all().some((type) => /macroEnabled|vbaProject/i.test(type)))
    throw new TemplateFault("the presentation has macros; save it as .pptx or .potx, without them");
  const main = readRelationships(parts, "", budget).find((one) => kindOf(one) === "officeDocument" && !one.isExternal);
  if (main !== undefined && !main.type.startsWith(OFFICE))
    throw new TemplateFault("the presentation is Strict Open XML; save it as a usual PowerPoint presentation (.pptx)");
  if (main === undefined || !parts.has(main.target) || !MAIN.test(types.of(main.target)))
    throw new TemplateFault("the file is no PowerPoint presentation; save it as .pptx");
  const kept = keepParts({ parts, types, budget }, main.target);
  const presentation = kept.roots.get(main.target);
  if (presentation === undefined) throw new TemplateFault("the presentation is empty");
  presentation.attributes.delete("removePersonalInfoOnSave");
  const size = childAt(presentation, "sldSz")?.attributes;
  const [w = 0, h = 0] = [emu(size?.get("cx")), emu(size?.get("cy"))];
  if (w < EMU_PER_INCH || h < EMU_PER_INCH)
    throw new TemplateFault("the presentation doesn't say how large a slide is");
  return {
    ...kept.written(main.target),
    presentation,
    presentationName: main.target,
    slide: { w, h },
    ...mastersOf(kept, main.target, { w, h }),
  };
}

/** Parts that were reached from the presentation. */
class KeptParts {
  readonly roots = new Map<string, XmlNode>();
  readonly relationships = new Map<string, readonly Relationship[]>();
  readonly types = new Map<string, string>();
  readonly bytes = new Map<string, Uint8Array>();

  /** All but the presentation, which is written with its slides. */
  written(presentation: string): Pick<Template, "parts" | "relationships" | "types"> {
    const parts = new Map(this.bytes);
    for (const [name, root] of this.roots) if (name !== presentation) parts.set(name, writeXml(root));
    return { parts, relationships: this.relationships, types: this.types };
  }

  /** The elements of the parts that another one refers to by a kind, in its order. */
  of(part: string, kind: string): { readonly name: string; readonly root: XmlNode }[] {
    return (this.relationships.get(part) ?? []).flatMap((one) => {
      const root = this.roots.get(one.target);
      return kindOf(one) === kind && root !== undefined ? [{ name: one.target, root }] : [];
    });
  }
}

/** A file as it was opened. */
interface Opened {
  readonly parts: ReadonlyMap<string, Uint8Array>;
  readonly types: ContentTypes;
  readonly budget: XmlBudget;
}

function keepParts(opened: Opened, presentation: string): KeptParts {
  const { parts, types, budget } = opened;
  const kept = new KeptParts();
  const waiting = [presentation];
  const seen = new Set(waiting);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const bytes = parts.get(name) ?? new Uint8Array();
    const type = types.of(name);
    kept.types.set(name, type);
    if (!type.endsWith("+xml") || type.startsWith("image/")) {
      kept.bytes.set(name, bytes);
      continue;
    }
    const all = readRelationships(parts, name, budget);
    const own = all.filter((one) => isKept(one, opened));
    const root = parseXml(bytes, name, budget);
    if (name === presentation)
      root.children = elementsOf(root).filter((child) => KEPT_ELEMENTS.has(localName(child.name)));
    stripReferences(root, new Set(own.map(({ id }) => id)), name);
    kept.roots.set(name, root);
    if (own.length > 0) kept.relationships.set(name, own);
    for (const { target } of own) {
      if (seen.has(target)) continue;
      seen.add(target);
      waiting.push(target);
    }
  }
  return kept;
}

function isKept(one: Relationship, { parts, types }: Opened): boolean {
  const { target, isExternal } = one;
  const wanted = KEPT.get(kindOf(one));
  return !isExternal && wanted !== undefined && parts.has(target) && isContent(target) && wanted.test(types.of(target));
}

function mastersOf(
  kept: KeptParts,
  presentation: string,
  slide: { readonly w: number; readonly h: number },
): Pick<Template, "masters" | "layouts" | "chosen" | "colors"> {
  const root = kept.roots.get(presentation);
  const ids = childAt(root, "sldMasterIdLst");
  const order = (ids === undefined ? [] : childrenOf(ids, "sldMasterId")).map(({ attributes }) => {
    const [, id] = [...attributes].find(([key]) => key.includes(":")) ?? [];
    return kept.relationships.get(presentation)?.find((one) => one.id === id)?.target;
  });
  const all = kept.of(presentation, "slideMaster").toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  const masters = all.flatMap(({ name, root: master }) => {
    const [first, ...others] = kept.of(name, "slideLayout").map((one) => readLayout(one.name, one.root, master));
    const [theme] = kept.of(name, "theme");
    if (first === undefined) return [];
    const layouts: [Layout, ...Layout[]] = [first, ...others];
    return [{ layouts, body: masterBody(master), colors: schemeColors(master, theme?.root) }];
  });
  const [first, ...others] = masters;
  if (first === undefined) throw new TemplateFault("the presentation has no slide master with a layout");
  const { chosen, master } = chooseLayouts([first, ...others], slide);
  const layouts = masters.reduce((sum, one) => sum + one.layouts.length, 0);
  return { masters: all.length, layouts, chosen, colors: master.colors };
}
