import { strFromU8, unzipSync } from "fflate";
import { SaxesParser } from "saxes";

/** The XML parts of an Office file by name, each well-formed; others are empty. */
export function officeParts(bytes: Uint8Array): Map<string, string> {
  return new Map(
    Object.entries(unzipSync(bytes)).map(([name, content]) => {
      if (!/\.(xml|rels)$/.test(name)) return [name, ""];
      const xml = strFromU8(content);
      const parser = new SaxesParser();
      parser.on("error", (err) => {
        throw new Error(`${name}: ${err.message}`);
      });
      parser.write(xml).close();
      return [name, xml];
    }),
  );
}

/** The texts of a part's elements of this name. */
export function textsOf(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}(?: [^>]*)?>([^<]*)</${element}>`, "g"))].map(([, text]) =>
    (text ?? "")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll(/&(?:apos|#39);/g, "'")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&"),
  );
}
