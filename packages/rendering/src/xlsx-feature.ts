import type writeXlsxFile from "write-excel-file/node";

/** What adds to the parts of a workbook; the library doesn't export the type of what its functions take. */
export type SheetFeature = NonNullable<NonNullable<Parameters<typeof writeXlsxFile>[1]>["features"]>[number];
