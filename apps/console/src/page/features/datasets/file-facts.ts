import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { MODEL_ELEMENTS, type Detected } from "./dataset.ts";

/** Label and value of each fact about a model or template file. */
export function fileFacts({ model, template }: Detected): [string, string | undefined][] {
  const texts = t.value.datasets;
  if (template !== undefined) {
    const { layouts, widthInches, heightInches } = template;
    const size = `${formatNumber(widthInches)} × ${formatNumber(heightInches)}`;
    return [
      [texts.layouts, formatNumber(layouts)],
      [texts.slideSize, size],
    ];
  }
  if (model === undefined) return [];
  return [
    [texts.modelLanguage, model.language],
    ...MODEL_ELEMENTS.map((name): [string, string | undefined] => {
      const count = model[name];
      return [texts.elements[name], count === undefined ? undefined : formatNumber(count)];
    }),
  ];
}
