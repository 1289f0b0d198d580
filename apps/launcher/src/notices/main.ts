// Writes THIRD-PARTY.txt and sbom.cdx.json about the libraries that are installed: pnpm notices [project folder] [folder to write to]
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { listLibraries } from "./list-libraries.ts";
import { renderNotices, renderSbom } from "./render-notices.ts";

const [root = process.cwd(), target = root] = process.argv.slice(2);
const libraries = listLibraries(root);
writeFileSync(join(target, "THIRD-PARTY.txt"), renderNotices(libraries));
writeFileSync(join(target, "sbom.cdx.json"), renderSbom(libraries));
const unlicensed = libraries.filter(({ license }) => license === null).map(({ name, version }) => `${name} ${version}`);
process.stdout.write(
  `${libraries.length} libraries${unlicensed.length === 0 ? "" : `, without a licence: ${unlicensed.join(", ")}`}\n`,
);
