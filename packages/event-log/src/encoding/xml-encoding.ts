import iconv from "iconv-lite";
import { detectUnicodeMark } from "./unicode-mark.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";

/**
 * The encoding of an XML document by its first bytes: the byte-order mark's, else the declared one, else UTF-8 (XML 1.0,
 * 4.3.3). A declaration that reads as single bytes and says UTF-16 is wrong; some tools write it over UTF-8.
 */
export function detectXmlEncoding(head: Buffer): string {
  const mark = detectUnicodeMark(head);
  if (mark !== null) return mark;
  const text = head.subarray(0, 1024).toString("latin1");
  const name = /^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(text)?.[1] ?? "utf-8";
  if (/^(?:utf-?16|ucs-?2|utf-?32|ucs-?4)/i.test(name)) return "utf-8";
  if (iconv.encodingExists(name)) return name;
  throw new ImportRefusal(
    "MalformedXml",
    `The XML declares the encoding ${JSON.stringify(name)}, which is unknown. Export the log as UTF-8.`,
    { line: 1 },
  );
}
