import { COLORS } from "../report/colors.ts";
import { escapeMarkup } from "../text/escape-markup.ts";
import type { NumberForm } from "./xlsx-cells.ts";

/** Texts or numbers in cells of a sheet, and what they are. */
export interface CellRange<Value extends string | number> {
  /** Such as `'Charts'!$B$4:$B$9`. */
  readonly address: string;
  readonly values: readonly Value[];
}

/** What a native chart draws. */
export interface SheetChart {
  /** Bars lie, columns stand. */
  readonly kind: "bars" | "columns" | "lines";
  readonly title: string;
  readonly categories: CellRange<string>;
  readonly series: readonly {
    readonly name: CellRange<string>;
    readonly values: CellRange<number>;
    /** `#rrggbb`. */
    readonly color: string;
  }[];
  readonly form: NumberForm;
  readonly categoryTitle?: string;
  readonly valueTitle?: string;
}

const NAMESPACES =
  'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" ' +
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ' +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const CATEGORY_AXIS = 1;
const VALUE_AXIS = 2;
/** More labels than these are written in part. */
const MOST_LABELS = 14;
/** More points than these have no marks and no figures beside them. */
const MOST_MARKED = 40;
const GRID = `<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="${COLORS.line.slice(1).toUpperCase()}"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>`;

/** The part of an Office file that is a chart (ECMA-376, part 1, 21.2). */
export function chartXml(chart: SheetChart): string {
  const { kind, series, categories } = chart;
  const isSeveral = series.length > 1;
  const isLying = kind === "bars";
  const drawn = series.map((one, at) => seriesXml(chart, one, at)).join("");
  const axes = `<c:axId val="${CATEGORY_AXIS}"/><c:axId val="${VALUE_AXIS}"/>`;
  const plot =
    kind === "lines"
      ? `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${drawn}<c:marker val="1"/>${axes}</c:lineChart>`
      : `<c:barChart><c:barDir val="${isLying ? "bar" : "col"}"/><c:grouping val="clustered"/><c:varyColors val="0"/>${drawn}<c:gapWidth val="${isLying ? 55 : 8}"/>${axes}</c:barChart>`;
  const skip = Math.ceil(categories.values.length / MOST_LABELS);
  const categoryAxis =
    `<c:catAx><c:axId val="${CATEGORY_AXIS}"/><c:scaling><c:orientation val="${isLying ? "maxMin" : "minMax"}"/></c:scaling>` +
    `<c:delete val="0"/><c:axPos val="${isLying ? "l" : "b"}"/>${titleXml(chart.categoryTitle)}${ticks("low")}` +
    `<c:crossAx val="${VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>` +
    `<c:tickLblSkip val="${isLying ? 1 : skip}"/><c:noMultiLvlLbl val="1"/></c:catAx>`;
  const valueAxis =
    `<c:valAx><c:axId val="${VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>` +
    `<c:delete val="${isLying ? 1 : 0}"/><c:axPos val="${isLying ? "t" : "l"}"/>` +
    (isLying ? "" : GRID) +
    `${titleXml(chart.valueTitle)}<c:numFmt formatCode="${escapeMarkup(chart.form.format)}" sourceLinked="0"/>${ticks("nextTo")}` +
    `<c:crossAx val="${CATEGORY_AXIS}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>`;
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace ${NAMESPACES}><c:roundedCorners val="0"/><c:chart>` +
    `${titleXml(chart.title, 1200)}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>${plot}${categoryAxis}${valueAxis}</c:plotArea>` +
    (isSeveral ? '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>' : "") +
    `<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>`
  );
}

function seriesXml(chart: SheetChart, series: SheetChart["series"][number], at: number): string {
  const { kind, categories, form } = chart;
  const color = `<a:solidFill><a:srgbClr val="${series.color.slice(1).toUpperCase()}"/></a:solidFill>`;
  const isMarked = categories.values.length <= MOST_MARKED;
  const look =
    kind === "lines"
      ? `<c:spPr><a:ln w="25400">${color}</a:ln></c:spPr><c:marker><c:symbol val="${isMarked ? "circle" : "none"}"/>` +
        `${isMarked ? `<c:size val="6"/><c:spPr>${color}</c:spPr>` : ""}</c:marker>`
      : `<c:spPr>${color}</c:spPr><c:invertIfNegative val="0"/>`;
  const figures =
    kind === "lines" || !isMarked
      ? ""
      : `<c:dLbls><c:numFmt formatCode="${escapeMarkup(form.format)}" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>` +
        '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>' +
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>';
  return (
    `<c:ser><c:idx val="${at}"/><c:order val="${at}"/><c:tx>${texts(series.name)}</c:tx>${look}${figures}` +
    `<c:cat>${texts(categories)}</c:cat><c:val>${numbers(series.values, form.format)}</c:val>` +
    `${kind === "lines" ? '<c:smooth val="0"/>' : ""}</c:ser>`
  );
}

const texts = (range: CellRange<string>): string =>
  `<c:strRef><c:f>${escapeMarkup(range.address)}</c:f><c:strCache>${points(range)}</c:strCache></c:strRef>`;

const numbers = (range: CellRange<number>, format: string): string =>
  `<c:numRef><c:f>${escapeMarkup(range.address)}</c:f><c:numCache><c:formatCode>${escapeMarkup(format)}</c:formatCode>${points(range)}</c:numCache></c:numRef>`;

/** What the cells hold, for programs that show a chart without reading the sheet. */
const points = ({ values }: CellRange<string | number>): string =>
  `<c:ptCount val="${values.length}"/>` +
  values.map((value, at) => `<c:pt idx="${at}"><c:v>${escapeMarkup(String(value))}</c:v></c:pt>`).join("");

/** @param size in hundredths of a point */
function titleXml(text: string | undefined, size = 1000): string {
  if (text === undefined) return "";
  return (
    `<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="${size}" b="0"/></a:pPr><a:r><a:rPr sz="${size}" b="0"/>` +
    `<a:t>${escapeMarkup(text)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`
  );
}

const ticks = (labels: "low" | "nextTo"): string =>
  `<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="${labels}"/>`;
