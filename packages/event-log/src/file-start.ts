// How a file that may be a model begins, without what imports logs.
export { detectXmlEncoding } from "./encoding/xml-encoding.ts";
export { ImportRefusal } from "./terms/import-refusal.ts";
export { readStart } from "./text/read-start.ts";
