import { DomainError } from "@longhaul/domain";
import iconv from "iconv-lite";
import { detectXmlEncoding, ImportRefusal, readStart } from "@longhaul/event-log/file-start";
import { readModel, type ReadModel } from "./read-model.ts";
import { unreadable } from "./read-xml-tree.ts";

/** A model with the drawing of all its elements is smaller; a larger file has more elements than are read. */
const MOST_BYTES = 8 * 2 ** 20;
const HEAD_BYTES = 64 * 1024;

/** Names of files that hold nothing else. */
const NAMES = /\.(?:bpmn2?|bpmn20\.xml|pnml)$/i;

/** Whether a file is a model rather than a log: by its name, else by its root element. */
export async function isModelFile(path: string, fileName: string): Promise<boolean> {
  if (NAMES.test(fileName)) return true;
  const head = await readStart(path, HEAD_BYTES);
  const encoding = encodingOf(head);
  // Its declared encoding is wrong; the import of logs reports that.
  if (encoding instanceof ImportRefusal) return false;
  const start = iconv.decode(head, encoding);
  const root = rootName(start);
  // Other languages, such as DMN and WSDL, have definitions too.
  return root === "pnml" || (root === "definitions" && start.includes("/spec/BPMN/"));
}

/**
 * Reads a file of BPMN 2.0 or PNML.
 * @throws DomainError `unprocessable`, as `readModel`
 */
export async function readModelFile(path: string): Promise<ReadModel> {
  const bytes = await readStart(path, MOST_BYTES + 1);
  if (bytes.length > MOST_BYTES)
    throw new DomainError("unprocessable", `the model has more than ${MOST_BYTES / 2 ** 20} MB`);
  return readModel(decoded(bytes));
}

/** What may stand before the root element, and how each ends. */
const PROLOG = [
  ["<?", "?>"],
  ["<!--", "-->"],
  ["<!", ">"],
] as const;
const BLANKS = /\s*/y;
const START_TAG = /<(?:[\w.-]+:)?([\w.-]+)/y;

/** Name of the root element without its prefix; empty where the text doesn't begin as XML does. */
function rootName(text: string): string {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  for (;;) {
    BLANKS.lastIndex = at;
    BLANKS.test(text);
    at = BLANKS.lastIndex;
    const passed = PROLOG.find(([begin]) => text.startsWith(begin, at));
    if (passed === undefined) break;
    const end = text.indexOf(passed[1], at);
    if (end === -1) return "";
    at = end + passed[1].length;
  }
  START_TAG.lastIndex = at;
  return START_TAG.exec(text)?.[1] ?? "";
}

function encodingOf(bytes: Buffer): string | ImportRefusal {
  try {
    return detectXmlEncoding(bytes);
  } catch (err) {
    if (!(err instanceof ImportRefusal)) throw err;
    return err;
  }
}

function decoded(bytes: Buffer): string {
  const encoding = encodingOf(bytes);
  if (!(encoding instanceof ImportRefusal)) return iconv.decode(bytes, encoding);
  // Without the remedy, which is for logs.
  throw unreadable({ line: 1 }, encoding.message.replace(/\. .*$/s, ""));
}
