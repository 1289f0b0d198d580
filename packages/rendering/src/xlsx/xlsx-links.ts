import { escapeMarkup } from "../text/escape-markup.ts";
import { quotedSheet, type SheetFeature } from "./xlsx-feature.ts";

/** A cell, such as `A7`, that leads to the top of another sheet. */
export interface SheetLink {
  readonly cell: string;
  readonly to: string;
}

/** Writes links of one sheet to others (ECMA-376, part 1, 18.3.1.47). */
export function linksFeature(sheet: string, links: readonly SheetLink[]): SheetFeature {
  const written = links
    .map(({ cell, to }) => `<hyperlink ref="${cell}" location="${escapeMarkup(`${quotedSheet(to)}!A1`)}"/>`)
    .join("");
  return {
    files: {
      transform: {
        "xl/worksheets/sheet{id}.xml": {
          transform: (xml, options) => {
            const isThis = typeof options === "object" && "sheet" in options && options.sheet === sheet;
            if (!isThis || written === "") return xml;
            return xml.replace(/(?=<pageMargins)/, () => `<hyperlinks>${written}</hyperlinks>`);
          },
        },
      },
    },
  };
}
