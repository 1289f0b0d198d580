import type { FontBook } from "../../text/font-book.ts";
import { SLIDE } from "../text/pptx-text.ts";
import { titleOf } from "./choose-layouts.ts";
import {
  ContentTypes,
  kindOf,
  OFFICE,
  readRelationships,
  relationshipsName,
  writeContentTypes,
  writeRelationships,
  type Relationship,
} from "./part-names.ts";
import { filledPlace, numberPlace, whiteGround } from "./placeholder-shapes.ts";
import { emu, type EmuBox, type Layout } from "./placeholders.ts";
import type { Template } from "./read-template.ts";
import { colorsOf, restyle, type Restyling } from "./restyle.ts";
import { contrastOf } from "../../report/contrast.ts";
import { childAt, childrenOf, element, localName, parseXml, writeXml, type XmlNode } from "./xml-node.ts";
import { readZip, UNBOUNDED, writeZip } from "./zip-parts.ts";

/** What a slide says in the places of its layout. */
export interface SlideFrame {
  readonly isCover: boolean;
  readonly heading: string;
  /** Of a cover, below its title. */
  readonly paragraphs: readonly string[];
  readonly foot: string;
}

export const EMU_PER_INCH = 914_400;
/** Where our own headings begin, of slides whose layout has no place for one. */
const HEADING_TOP = 0.45;
/** Inches of our own slides that contents need below each other. */
const LEAST_ROOM = 3.5;
const FIRST_SLIDE_ID = 256;
const FIRST_SHAPE_ID = 100_001;
const PREFIX = "http://schemas.openxmlformats.org/presentationml/2006/main";

/** What is left of the height, in inches of our own slides, where contents are as wide as these. */
export function roomOf({ chosen }: Template): number {
  const whole = chosen.area.h / EMU_PER_INCH / scaleOf(chosen.area);
  return chosen.heading === undefined ? whole - (SLIDE.top - HEADING_TOP) : whole;
}

/** As wide as there is room for, but so that a slide holds something. */
const scaleOf = ({ w, h }: EmuBox): number => Math.min(w / SLIDE.width, h / LEAST_ROOM) / EMU_PER_INCH;

/**
 * Puts generated slides on a template's layouts, in its size, fonts and colours.
 * @param ours a generated presentation whose slides have contents only
 * @param frames of its slides, in their order
 */
export function graftSlides(
  template: Template,
  ours: Uint8Array,
  frames: readonly SlideFrame[],
  book: FontBook,
): Uint8Array {
  const given = readZip(ours, UNBOUNDED);
  const file = new GraftedFile(template, given);
  const styling = stylingOf(template);
  const slides = frames.map((frame, idx) => {
    const name = `ppt/slides/slide${idx + 1}.xml`;
    const root = parseXml(given.get(name) ?? new Uint8Array(), name);
    restyle(root, styling);
    const layout = frame.isCover ? template.chosen.cover : template.chosen.content;
    fillPlaces(root, layout, frame, idx + 1, { book, isDark: isDark(template) });
    return file.addSlide(name, root, layout, (chart) => restyle(chart, styling));
  });
  return file.write(slides);
}

function stylingOf({ chosen, colors }: Template): Restyling {
  const { area, heading } = chosen;
  const top = heading === undefined ? HEADING_TOP : SLIDE.top;
  const scale = scaleOf(area);
  return {
    scale,
    from: { x: SLIDE.left * EMU_PER_INCH, y: top * EMU_PER_INCH },
    to: { x: Math.round(area.x + (area.w - SLIDE.width * EMU_PER_INCH * scale) / 2), y: area.y },
    colorOf: colorsOf(colors),
  };
}

const isDark = ({ colors }: Template): boolean => contrastOf(colors.get("bg1") ?? "#ffffff", "#ffffff") > 4.5;

function fillPlaces(
  root: XmlNode,
  layout: Layout,
  { isCover, heading, paragraphs, foot }: SlideFrame,
  number: number,
  { book, isDark: isOnDark }: { readonly book: FontBook; readonly isDark: boolean },
): void {
  const tree = childAt(root, "cSld", "spTree");
  if (tree === undefined) throw new Error("a slide has no shapes");
  let id = FIRST_SHAPE_ID;
  const of = (type: string) => layout.placeholders.find((place) => place.type === type);
  const [title, subtitle, footer, counter] = [titleOf(layout), of("subTitle"), of("ftr"), of("sldNum")];
  const places = [
    ...(title === undefined ? [] : [filledPlace(title, [heading], id++, book)]),
    ...(isCover && subtitle !== undefined ? [filledPlace(subtitle, paragraphs, id++, book)] : []),
    ...(isCover || footer === undefined ? [] : [filledPlace(footer, [foot], id++, book)]),
    ...(isCover || counter === undefined ? [] : [numberPlace(counter, number, id++)]),
  ];
  tree.children = [
    ...tree.children.slice(0, 2),
    ...places,
    ...tree.children.slice(2).flatMap((child) => {
      const box = isOnDark && typeof child !== "string" && localName(child.name) === "pic" ? boxOf(child) : null;
      return box === null ? [child] : [whiteGround(box, id++), child];
    }),
  ];
}

function boxOf(shape: XmlNode) {
  const frame = childAt(shape, "spPr", "xfrm");
  const [at, size] = [childAt(frame, "off")?.attributes, childAt(frame, "ext")?.attributes];
  return {
    x: emu(at?.get("x")) ?? 0,
    y: emu(at?.get("y")) ?? 0,
    w: emu(size?.get("cx")) ?? 0,
    h: emu(size?.get("cy")) ?? 0,
  };
}

/** The template's parts together with those of the generated slides. */
class GraftedFile {
  readonly #template: Template;
  readonly #ours: ReadonlyMap<string, Uint8Array>;
  readonly #oursTypes: ContentTypes;
  readonly #parts: Map<string, Uint8Array>;
  readonly #types: Map<string, string>;
  /** Names of the template's parts, which are the same in any case. */
  readonly #taken: ReadonlySet<string>;
  readonly #names = new Map<string, string>();

  constructor(template: Template, ours: ReadonlyMap<string, Uint8Array>) {
    this.#template = template;
    this.#ours = ours;
    this.#oursTypes = new ContentTypes(ours.get("[Content_Types].xml") ?? new Uint8Array());
    this.#parts = new Map(template.parts);
    this.#types = new Map(template.types);
    this.#taken = new Set([...template.types.keys()].map((name) => name.toLowerCase()));
    for (const [part, relationships] of template.relationships)
      if (part !== template.presentationName) this.#relate(part, relationships);
  }

  /** Adds a slide with what it refers to. @returns its name */
  addSlide(name: string, root: XmlNode, layout: Layout, onChart: (chart: XmlNode) => void): string {
    const relationships = readRelationships(this.#ours, name).flatMap((one): Relationship[] => {
      switch (kindOf(one)) {
        case "slideLayout":
          return [{ ...one, target: layout.name }];
        case "slide":
          return [{ ...one, target: this.#nameOf(one.target) }];
        case "image":
          return [{ ...one, target: this.#copy(one.target) }];
        case "chart":
          return [{ ...one, target: this.#addChart(one.target, onChart) }];
        default:
          return [];
      }
    });
    const own = this.#nameOf(name);
    this.#put(own, writeXml(root), this.#oursTypes.of(name));
    this.#relate(own, relationships);
    return own;
  }

  write(slides: readonly string[]): Uint8Array {
    const { presentation, presentationName, relationships } = this.#template;
    const kept = relationships.get(presentationName) ?? [];
    const taken = new Set(kept.map(({ id }) => id));
    const ids = slides.map((_, idx) => {
      let id = `rId${idx + 1}`;
      while (taken.has(id)) id = `${id}s`;
      taken.add(id);
      return id;
    });
    const type = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
    this.#put(presentationName, writeXml(withSlides(presentation, ids)), type);
    this.#relate(presentationName, [
      ...kept,
      ...slides.map((target, idx) => ({ id: ids[idx] ?? "", type: `${OFFICE}/slide`, target, isExternal: false })),
    ]);
    const ofFile = readRelationships(this.#ours, "").map((one) =>
      kindOf(one) === "officeDocument"
        ? { ...one, target: presentationName }
        : { ...one, target: this.#copy(one.target) },
    );
    this.#relate("", ofFile);
    this.#parts.set("[Content_Types].xml", writeContentTypes(this.#types));
    return writeZip(this.#parts);
  }

  #addChart(name: string, onChart: (chart: XmlNode) => void): string {
    const own = this.#nameOf(name);
    if (this.#parts.has(own)) return own;
    const root = parseXml(this.#ours.get(name) ?? new Uint8Array(), name);
    onChart(root);
    this.#put(own, writeXml(root), this.#oursTypes.of(name));
    this.#relate(
      own,
      readRelationships(this.#ours, name).map((one) => ({ ...one, target: this.#copy(one.target) })),
    );
    return own;
  }

  #copy(name: string): string {
    const own = this.#nameOf(name);
    this.#put(own, this.#ours.get(name) ?? new Uint8Array(), this.#oursTypes.of(name));
    return own;
  }

  /** A new name for a generated part, unused in the template. */
  #nameOf(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const isTaken = (one: string): boolean => this.#taken.has(one.toLowerCase());
    const [, folder = "", stem = "", ending = ""] = /^(.*\/)?([^/]*?)(\.[^./]*)?$/.exec(name) ?? [];
    let own = name;
    for (let number = 2; isTaken(own); number++) own = `${folder}${stem}-${number}${ending}`;
    this.#names.set(name, own);
    return own;
  }

  #put(name: string, bytes: Uint8Array, type: string): void {
    this.#parts.set(name, bytes);
    this.#types.set(name, type);
  }

  #relate(part: string, relationships: readonly Relationship[]): void {
    this.#parts.set(relationshipsName(part), writeRelationships(part, relationships));
  }
}

/** A presentation that has slides by the ids of their relationships. */
function withSlides(presentation: XmlNode, ids: readonly string[]): XmlNode {
  const list = element(
    "p:sldIdLst",
    [
      ["xmlns:p", PREFIX],
      ["xmlns:r", OFFICE],
    ],
    ids.map((id, idx) =>
      element("p:sldId", [
        ["id", String(FIRST_SLIDE_ID + idx)],
        ["r:id", id],
      ]),
    ),
  );
  const before = ["sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst"].flatMap((name) =>
    childrenOf(presentation, name),
  );
  const after = presentation.children.filter((child) => typeof child === "string" || !before.includes(child));
  return { ...presentation, children: [...before, list, ...after] };
}
