import type { Block, Report } from "@longhaul/rendering";
import { LANGUAGES, type Language } from "@longhaul/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Discovery } from "../findings/discovery.ts";
import { figuresNotIn } from "./figures-in-text.fixture.ts";
import { otherLanguageIn } from "./other-language.fixture.ts";
import { plantedCsv } from "./planted-csv.fixture.ts";
import { htmlText, officeText, pdfText } from "./read-report.fixture.ts";
import { openReportBench, type ReportBench } from "./report.fixture.ts";

const TYPES = ["executive_summary", "detailed", "comparison"] as const;
/** Sections whose figures are settings and bounds, none of results. */
const NO_RESULTS = /: (?:how the figures|parameters|définition|paramètres)/;

/** Without blanks: each format ends its lines where it likes, and fonts change within a word. */
const squeezed = (text: string): string => text.replaceAll(/\s+/g, "");

/** What a block says in sentences. */
function sentences(block: Block): string[] {
  switch (block.kind) {
    case "text":
      return block.text.split("\n");
    case "advice":
      return [block.title, block.effect, ...block.notes, ...block.evidence];
    case "chart":
      return [...(block.reading ?? [])];
    default:
      return [];
  }
}

/** All texts of a block with figures in them. */
function textsIn(block: Block): string[] {
  const cells =
    block.kind === "table"
      ? block.rows.flat().map((cell) => (typeof cell === "object" ? (cell?.text ?? "") : cell))
      : [];
  return [...sentences(block), ...cells, ...("caption" in block ? [block.caption] : [])];
}

/** Figures that sentences compute of those of an analysis. */
function derived(discovery: Discovery): unknown[] {
  const { rework, cases, events, caseDurations, variants = [], bottlenecks, graph, handover } = discovery;
  const sum = (shares: readonly number[]): number => shares.reduce((total, share) => total + share, 0);
  const first = (count: number) => sum(variants.slice(0, count).map(({ share }) => share));
  const { median = 1, mean = 1, p95 = 1 } = caseDurations ?? {};
  return [
    rework.cases / cases,
    (handover?.betweenDifferent ?? 0) / (events - cases),
    mean / median,
    p95 / median,
    ...[3, 10, variants.length].map(first),
    variants.filter((one) => one.cases === 1).length,
    sum((bottlenecks?.activities ?? []).slice(0, 3).map(({ shareOfCycleTime }) => shareOfCycleTime)),
    graph.nodes.length,
    graph.edges.length,
    // Places in a list, lengths of paths, and parts of a map.
    ...Array.from({ length: 60 }, (_, at) => at),
  ];
}

describe("a report in each language", () => {
  let bench: ReportBench;

  beforeAll(async () => {
    bench = await openReportBench("sierra.csv", plantedCsv(), {
      analysis: { algorithmSettings: { performanceOptimization: "high_throughput" } },
      phases: ["load", "discover", "learn", "report"],
    });
  });
  afterAll(() => bench.close());

  async function made(reportType: string, language: Language, exportFormats: readonly string[]) {
    const parameters = { reportType, language, exportFormats: [...exportFormats, "JSON"], title: "Sierra" };
    const files = await bench.report(parameters, reportType === "comparison" ? 2 : 1);
    const bytes = (extension: string) => files.get(`report.${extension}`)?.bytes ?? Buffer.alloc(0);
    return { report: JSON.parse(bytes("json").toString()) as Report, bytes };
  }

  it.each(TYPES.flatMap((type) => LANGUAGES.map((language) => [type, language] as const)))(
    "(%s, %s) says what the results say, and says it in PDF and PowerPoint alike",
    async (type, language) => {
      const { report, bytes } = await made(type, language, ["PDF", "PowerPoint"]);
      const blocks = report.sections
        .filter(({ heading }) => !NO_RESULTS.test(heading))
        .flatMap((section) => section.blocks);
      const sources = [bench.results, bench.discovery, derived(bench.discovery)];
      expect(figuresNotIn(sources, blocks.flatMap(textsIn), language)).toEqual([]);
      const said = blocks.flatMap(sentences).filter((text) => text !== "");
      expect(said.length).toBeGreaterThan(10);
      const pages = (await pdfText(bytes("pdf"))).replaceAll(/Sierra Page \d+ (?:of|sur) \d+/g, " ");
      const [pdf, pptx] = [pages, officeText(bytes("pptx"))].map(squeezed);
      expect(said.filter((text) => pdf?.includes(squeezed(text)) !== true)).toEqual([]);
      // Titles of slides end without a full stop.
      expect(said.filter((text) => pptx?.includes(squeezed(text).replace(/\.$/, "")) !== true)).toEqual([]);
    },
  );

  it.each(LANGUAGES)("has nothing of the other language in any format: %s", async (language) => {
    for (const type of TYPES) {
      const { bytes } = await made(type, language, ["PDF", "PowerPoint", "Excel", "HTML"]);
      const texts = [
        await pdfText(bytes("pdf")),
        officeText(bytes("pptx")),
        officeText(bytes("xlsx")),
        htmlText(bytes("html").toString()),
      ];
      expect(texts.map((text) => text.length > 1000)).toEqual([true, true, true, true]);
      expect(texts.flatMap((text) => otherLanguageIn(text, language))).toEqual([]);
    }
  });

  it("tells the planted causes of long cases and of rework in its words, with the figures of the results", async () => {
    const told = bench.phases.map(({ output }) => output.results["rootCauses"]).find(Boolean) as {
      readonly causes: readonly { readonly segment: string; readonly coverage: number }[];
      readonly questions: readonly {
        readonly question: string;
        readonly causes: readonly { readonly segment: string; readonly share: number; readonly coverage: number }[];
      }[];
    };
    const rework = told.questions.find(({ question }) => question === "rework")?.causes[0];
    expect([told.causes[0]?.segment, rework?.segment]).toEqual(["with zone = Zulu", "with zone = Yankee"]);
    for (const language of LANGUAGES) {
      const { report } = await made("detailed", language, []);
      const heading = language === "en" ? "Root causes" : "Recherche des causes";
      const blocks = report.sections.find((section) => section.heading === heading)?.blocks ?? [];
      const rows = blocks.flatMap((block) => (block.kind === "table" ? block.rows : []));
      const row = rows.find(([name]) => typeof name === "string" && name.includes("zone = Yankee"));
      const values = (row ?? []).map((cell) => (typeof cell === "object" ? cell?.value : cell));
      expect(values.slice(2, 4)).toEqual(
        [rework?.coverage, rework?.share].map((share = 0) => Number((100 * share).toFixed(1))),
      );
      expect(blocks.flatMap((block) => (block.kind === "text" ? (block.lead ?? []) : [])).length).toBe(
        1 + told.questions.length,
      );
    }
  });

  it("has recommendations and insights in it that the planted cause makes", () => {
    const codes = bench.phases.flatMap(({ output }) => output.recommendations ?? []).map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => code === undefined)).toEqual([]);
  });

  it.each(LANGUAGES)("answers the three questions on its first page: %s", async (language) => {
    const { report } = await made("executive_summary", language, []);
    const [first] = report.sections;
    const leads = first?.blocks.map((block) => (block.kind === "text" ? block.lead : ""));
    expect(leads).toEqual(
      language === "en"
        ? ["What is going on?", "What should be done?", "How sure is that?"]
        : ["Que se passe-t-il\u00a0?", "Que faire\u00a0?", "Quelle confiance accorder à ces résultats\u00a0?"],
    );
  });
});
