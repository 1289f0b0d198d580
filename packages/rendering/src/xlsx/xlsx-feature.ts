import type writeXlsxFile from "write-excel-file/node";

/** What adds to the parts of a workbook; the library doesn't export the type of what its functions take. */
export type SheetFeature = NonNullable<NonNullable<Parameters<typeof writeXlsxFile>[1]>["features"]>[number];

export const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** The name of a sheet as a reference to its cells begins. */
export const quotedSheet = (name: string): string => `'${name.replaceAll("'", "''")}'`;

/** Parts of a workbook of one kind, such as its charts: numbered from 1, each referred to by its number. */
export interface WorkbookParts {
  /** Their content types, for `[Content_Types].xml`. */
  readonly types: () => string;
  /** What another part's list of relationships says of one, whose id is `refer` of its number. */
  readonly relationship: (number: number) => string;
  readonly refer: (number: number) => string;
  readonly files: () => Record<string, string>;
}

/** @param contentType behind `application/vnd.openxmlformats-officedocument.` @param xmls of the parts, in their order */
export function workbookParts(kind: "chart" | "table", contentType: string, xmls: readonly string[]): WorkbookParts {
  const path = (number: number): string => `xl/${kind}s/${kind}${number}.xml`;
  const refer = (number: number): string => `rId-${kind}-${number}`;
  return {
    refer,
    types: () =>
      xmls
        .map(
          (_, at) =>
            `<Override PartName="/${path(at + 1)}" ContentType="application/vnd.openxmlformats-officedocument.${contentType}"/>`,
        )
        .join(""),
    relationship: (number) =>
      `<Relationship Id="${refer(number)}" Type="${RELATIONSHIPS}/${kind}" Target="/${path(number)}"/>`,
    files: () => Object.fromEntries(xmls.map((xml, at) => [path(at + 1), xml])),
  };
}
