import type { Library } from "./list-libraries.ts";

/** Writes the notice that each copy must include: every library with its licence, and every licence text once. */
export function renderNotices(libraries: readonly Library[]): string {
  const byText = new Map<string, Library[]>();
  for (const library of libraries)
    for (const text of library.texts) byText.set(text, [...(byText.get(text) ?? []), library]);
  const line = ({ name, version, license, homepage }: Library): string =>
    `- ${name} ${version}: ${license ?? "no licence named"}${homepage === null ? "" : `, ${homepage}`}`;
  const sections = [...byText].map(
    ([text, owners]) => `${owners.map(({ name, version }) => `${name} ${version}`).join(", ")}\n\n${text}`,
  );
  return `Third-party libraries in Longhaul\n\n${libraries.map(line).join("\n")}\n\n${"=".repeat(80)}\n\n${sections.join(`\n\n${"=".repeat(80)}\n\n`)}\n`;
}

/** An SPDX expression of several licences. "MIT and ISC" isn't one (`AND` is upper case), so it counts as a name. */
const EXPRESSION = /^\(?[\w.+-]+\)?(?: (?:AND|OR|WITH) \(?[\w.+-]+\)?)+$/;

/** Writes the libraries as a bill of materials (CycloneDX 1.6, JSON). */
export function renderSbom(libraries: readonly Library[]): string {
  const components = libraries.map(({ name, version, license }) => {
    const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
    const licence =
      license !== null && EXPRESSION.test(license) ? { expression: license } : { license: { name: license } };
    return {
      type: "library",
      "bom-ref": purl,
      name,
      version,
      purl,
      ...(license === null ? {} : { licenses: [licence] }),
    };
  });
  return `${JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components }, null, 1)}\n`;
}
