import type { ImportBounds } from "../terms/import-bounds.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import { readXmlMember } from "./read-xml-member.ts";
import { XmlEvents, type XmlHandler } from "../formats/xml-events.ts";
import type { ZipArchive, ZipMember } from "../formats/zip-archive.ts";
import { kindOfFormat, type CellKind } from "./cell-format.ts";

/** Characters of shared text that are held in memory while a sheet is read. */
const MAX_SHARED_CHARACTERS = 128 * 1024 * 1024;

export interface WorkbookSheet {
  readonly name: string;
  readonly isHidden: boolean;
  readonly member: ZipMember;
}

export interface Workbook {
  readonly sheets: readonly WorkbookSheet[];
  readonly isFrom1904: boolean;
  /** Text of the cells that refer to it by number. */
  readonly sharedTexts: readonly string[];
  /** Kind of the numbers in cells of each style. */
  readonly kindOfStyle: readonly CellKind[];
}

/** Reads what an Excel workbook (.xlsx, .xlsm; ECMA-376) says about its sheets, not the sheets themselves. */
export async function readWorkbook(archive: ZipArchive, bounds: ImportBounds, signal: AbortSignal): Promise<Workbook> {
  const find = (name: string): ZipMember | undefined =>
    archive.members.find((member) => member.name.toLowerCase() === name.toLowerCase());
  const root = await readRelations(find("_rels/.rels"), "", bounds, signal);
  const workbookPath = root.find(({ type }) => type.endsWith("/officeDocument"))?.target ?? "xl/workbook.xml";
  const main = find(workbookPath);
  if (main === undefined) throw new ImportRefusal("UnreadableXlsx", "The Excel workbook has no list of its sheets.");
  const folder = workbookPath.slice(0, workbookPath.lastIndexOf("/") + 1);
  const file = workbookPath.slice(folder.length);
  const relations = await readRelations(find(`${folder}_rels/${file}.rels`), folder, bounds, signal);

  let isFrom1904 = false;
  const named: { name: string; isHidden: boolean; id: string }[] = [];
  await readXml(
    main,
    {
      onOpen(path, attributes) {
        const element = path.at(-1);
        if (element === "workbookPr") isFrom1904 = /^(?:1|true)$/.test(attributes.get("date1904") ?? "");
        if (element !== "sheet") return;
        const isHidden = (attributes.get("state") ?? "visible") !== "visible";
        named.push({ name: attributes.get("name") ?? "", isHidden, id: attributes.get("id") ?? "" });
      },
      onClose: () => undefined,
    },
    bounds,
    signal,
  );
  const sheets = named.flatMap(({ name, isHidden, id }): WorkbookSheet[] => {
    const relation = relations.find((each) => each.id === id && each.type.endsWith("/worksheet"));
    const member = relation === undefined ? undefined : find(relation.target);
    return member === undefined ? [] : [{ name, isHidden, member }];
  });
  const part = (type: string): ZipMember | undefined => {
    const target = relations.find((relation) => relation.type.endsWith(type))?.target;
    return target === undefined ? undefined : find(target);
  };
  return {
    sheets,
    isFrom1904,
    sharedTexts: await readSharedTexts(part("/sharedStrings"), bounds, signal),
    kindOfStyle: await readStyles(part("/styles"), bounds, signal),
  };
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

async function readRelations(
  member: ZipMember | undefined,
  folder: string,
  bounds: ImportBounds,
  signal: AbortSignal,
): Promise<Relation[]> {
  const relations: Relation[] = [];
  await readXml(
    member,
    {
      onOpen(path, attributes) {
        if (path.at(-1) !== "Relationship") return;
        const target = attributes.get("Target") ?? "";
        relations.push({
          id: attributes.get("Id") ?? "",
          type: attributes.get("Type") ?? "",
          target: target.startsWith("/") ? target.slice(1) : folder + target,
        });
      },
      onClose: () => undefined,
    },
    bounds,
    signal,
  );
  return relations;
}

async function readSharedTexts(
  member: ZipMember | undefined,
  bounds: ImportBounds,
  signal: AbortSignal,
): Promise<string[]> {
  const texts: string[] = [];
  let current = "";
  let characters = 0;
  await readXml(
    member,
    {
      onOpen(path) {
        if (path.at(-1) === "si") current = "";
      },
      onClose(path, text) {
        const element = path.at(-1);
        // Phonetic guides (rPh) stand beside the text, not in it.
        if (element === "t" && !path.includes("rPh")) {
          current += text;
          characters += text.length;
        }
        if (element === "si") texts.push(unescaped(current));
        if (characters <= MAX_SHARED_CHARACTERS) return;
        throw new ImportRefusal(
          "TooLarge",
          "The Excel workbook holds more text than can be read at once. Save the sheet as CSV and upload that.",
        );
      },
    },
    bounds,
    signal,
  );
  return texts;
}

/** Decodes a cell's text. Excel writes a character that XML can't hold as `_x000D_`, and a `_` before such a code as `_x005F_`. */
export const unescaped = (text: string): string =>
  text.includes("_x")
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

async function readStyles(
  member: ZipMember | undefined,
  bounds: ImportBounds,
  signal: AbortSignal,
): Promise<CellKind[]> {
  const codes = new Map<number, string>();
  const kinds: CellKind[] = [];
  await readXml(
    member,
    {
      onOpen(path, attributes) {
        const element = path.at(-1);
        const id = Number(attributes.get("numFmtId") ?? 0);
        if (element === "numFmt") codes.set(id, attributes.get("formatCode") ?? "");
        else if (element === "xf" && path.at(-2) === "cellXfs") kinds.push(kindOfFormat(id, codes.get(id)));
      },
      onClose: () => undefined,
    },
    bounds,
    signal,
  );
  return kinds;
}

async function readXml(
  member: ZipMember | undefined,
  handler: XmlHandler,
  bounds: ImportBounds,
  signal: AbortSignal,
): Promise<void> {
  if (member === undefined) return;
  const xml = new XmlEvents(handler, bounds);
  for await (const text of readXmlMember(member)) {
    signal.throwIfAborted();
    xml.push(text);
  }
  xml.end();
}
