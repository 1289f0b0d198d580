import { createStreamDecoder } from "../encoding/text-decoder.ts";
import { XmlReferences } from "../text/xml-references.ts";
import type { ZipMember } from "../formats/zip-archive.ts";

/** The text of an XML file of a workbook, piece by piece. */
export async function* readXmlMember(member: ZipMember): AsyncGenerator<string> {
  const decoder = createStreamDecoder("utf-8");
  const references = new XmlReferences();
  for await (const chunk of (await member.open()) as AsyncIterable<Buffer>) yield references.push(decoder.write(chunk));
  yield references.push(decoder.end());
  yield references.end();
}
