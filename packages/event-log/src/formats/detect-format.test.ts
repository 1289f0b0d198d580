import { expect, it } from "vitest";
import { detectFormat } from "./detect-format.ts";
import { ImportBounds } from "../terms/import-bounds.ts";
import { fileOf } from "../import/test-imports.fixture.ts";

const TRACE = '<trace>\n\t\t<string key="concept:name" value="1"/>\n\t</trace>\n</log>';

it.each([
  [`<log xes.version="1.0">\n\t${TRACE}`, "xes"],
  [`<log>\r\n\t${TRACE}`, "xes"],
  [`<log>\t${TRACE}`, "xes"],
  [`\uFEFF<log>\n\t${TRACE}`, "xes"],
  [`<?xml version="1.0"?>\n<log>\n\t${TRACE}`, "xes"],
  [`<!-- made by hand -->\n<log>\n\t${TRACE}`, "xes"],
  [`<xes:log xmlns:xes="http://www.xes-standard.org/">\n\t${TRACE.replaceAll("log>", "xes:log>")}`, "xes"],
  ['<WorkflowLog>\n\t<Process id="p"/>\n</WorkflowLog>', "mxml"],
  ["<log>\n\t<object-types>\n\t</object-types>\n</log>", "ocel2.xml"],
  ["<case>;<activity>;<time>\n1;a;2024-01-01\n", "csv"],
  ["<case>\t<activity>\t<time>\n1\ta\t2024-01-01\n", "csv"],
  ["<case> , <activity>\n1,a\n", "csv"],
])("tells what %j is", async (text, format) => {
  expect(await detectFormat(await fileOf(text), new ImportBounds({}))).toBe(format);
});
