import { strFromU8, unzipSync } from "fflate";
import { extractText } from "unpdf";

/** The text of a PDF, in one line. */
export async function pdfText(pdf: Uint8Array): Promise<string> {
  const { text } = await extractText(new Uint8Array(pdf), { mergePages: true });
  return inOneLine(text);
}

/** The texts of an Office file's slides, charts or sheets, in one line. */
export function officeText(file: Uint8Array): string {
  const parts = Object.entries(unzipSync(file)).filter(([name]) => name.endsWith(".xml"));
  const texts = parts.flatMap(([, bytes]) =>
    [...strFromU8(bytes).matchAll(/<(?:a:)?t(?: [^>]*)?>([^<]*)<\/(?:a:)?t>/g)].map(([, text = ""]) => text),
  );
  return inOneLine(unescaped(texts.join(" ")));
}

/** What a page says, without its markup, style and drawings. */
export function htmlText(html: string): string {
  const body = html.replaceAll(/<style>.*?<\/style>/gs, " ").replaceAll(/<[^>]*>/g, " ");
  return inOneLine(unescaped(body));
}

/** With plain blanks alone: where a line ends is the format's business. */
export function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&apos;", "'")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
