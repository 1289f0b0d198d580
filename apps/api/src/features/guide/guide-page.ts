import { readFileSync } from "node:fs";
import { GUIDE_SECTIONS, GUIDE_TEXTS, type GuideLanguage, type GuideSection } from "./guide-texts.ts";

/** Languages of the code, with what they are called. Each has a file, whose parts are a program. */
export const CODE_LANGUAGES = { curl: "curl", typescript: "TypeScript", python: "Python" } as const;
type CodeLanguage = keyof typeof CODE_LANGUAGES;

const codeLanguages = Object.entries(CODE_LANGUAGES) as readonly (readonly [CodeLanguage, string])[];

/** The program of a language, with a comment in front of each part. */
export const guideCode = (language: CodeLanguage): string =>
  readFileSync(new URL(`./code/${language}.txt`, import.meta.url), "utf8");

/** Its parts by section. */
function partsOf(language: CodeLanguage): ReadonlyMap<string, string> {
  const [, ...pieces] = guideCode(language).split(/^(?:#|\/\/) == (\w+)\n/m);
  return new Map(pieces.flatMap((name, at) => (at % 2 === 0 ? [[name, (pieces[at + 1] ?? "").trim()] as const] : [])));
}

/** French puts a space before these that no line may break at. */
const typeset = (text: string): string => escaped(text.replace(/ (?=[:;?!])/g, "\u00a0"));

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

function section(
  name: GuideSection,
  language: GuideLanguage,
  parts: ReadonlyMap<CodeLanguage, ReadonlyMap<string, string>>,
): string {
  const [title, ...paragraphs] = GUIDE_TEXTS[language].sections[name];
  const code = codeLanguages.map(
    ([id, label]) =>
      `<pre class="${id}" tabindex="0" role="region" aria-label="${label}: ${typeset(title)}"><code>${escaped(parts.get(id)?.get(name) ?? "")}</code></pre>`,
  );
  return `<section id="${name}">
<h2>${typeset(title)}</h2>
${paragraphs.map((text) => `<p>${typeset(text)}</p>`).join("\n")}
${code.join("\n")}
</section>`;
}

/**
 * The page at `/docs/guide`. Its addresses are relative, so that it also works below a path of a proxy. All of it can be read without
 * its script, which fills in the session's values.
 */
export function guidePage(language: GuideLanguage): string {
  const texts = GUIDE_TEXTS[language];
  const other = language === "en" ? "fr" : "en";
  const parts = new Map(codeLanguages.map(([id]) => [id, partsOf(id)] as const));
  const choices = codeLanguages.map(
    ([id, label], at) =>
      `<label><input type="radio" name="code" value="${id}"${at === 0 ? " checked" : ""} /> ${label}</label>`,
  );
  const links = GUIDE_SECTIONS.map((name) => `<a href="#${name}">${typeset(texts.sections[name][0])}</a>`);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>Longhaul: ${texts.title}</title>
<link rel="icon" href="data:," />
<link rel="stylesheet" href="guide.css" />
<script src="guide.js" defer></script>
</head>
<body>
<header>
<a href="../docs">${typeset(texts.reference)}</a>
<a href="guide?lang=${other}" hreflang="${other}" lang="${other}">${texts.other}</a>
</header>
<main>
<h1>${texts.title}</h1>
<p>${typeset(texts.intro)}</p>
<nav>${links.join("\n")}</nav>
<p>${typeset(texts.session)}</p>
<pre tabindex="0" role="region" aria-label="LONGHAUL_…"><code id="session">export LONGHAUL_URL=…
export LONGHAUL_TENANT=…
export LONGHAUL_PROJECT=…
export LONGHAUL_TOKEN=…</code></pre>
<p id="sign-in">${typeset(texts.signIn)}</p>
<fieldset><legend>${typeset(texts.code)}</legend>
${choices.join("\n")}
</fieldset>
${GUIDE_SECTIONS.map((name) => section(name, language, parts)).join("\n")}
</main>
</body>
</html>
`;
}

export const GUIDE_STYLE = `:root { color-scheme: light dark; --line: #8886; --code: #8881; --link: light-dark(#0b57d0, #8ab4f8); }
body { font: 1rem/1.6 system-ui, sans-serif; margin: 0; overflow-wrap: break-word; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; padding: .75rem 1rem; border-bottom: 1px solid var(--line); }
main { max-width: 46rem; margin: 0 auto; padding: 1rem 1rem 6rem; }
a { color: var(--link); }
header a, nav a { padding: .35rem 0; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 1rem 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; scroll-margin-top: 4rem; }
nav { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 1.5rem 0; }
pre { overflow-x: auto; padding: .9rem 1rem; margin: 1rem 0; border: 1px solid var(--line); border-radius: .4rem; background: var(--code); font: .85rem/1.5 ui-monospace, monospace; }
pre:focus-visible, input:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
fieldset { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 1.5rem 0; padding: .35rem 1rem; border: 1px solid var(--line); border-radius: .4rem; background: Canvas; }
fieldset label { padding: .35rem 0; }
body:has([value="curl"]:checked) :is(.typescript, .python),
body:has([value="typescript"]:checked) :is(.curl, .python),
body:has([value="python"]:checked) :is(.curl, .typescript) { display: none; }
`;

/** Whoever is signed in to the console in the same tab finds their values filled in; they stay in the tab. */
export const GUIDE_SCRIPT = `const session = (() => {
  try {
    return JSON.parse(sessionStorage.getItem("longhaul-session")) ?? {};
  } catch {
    return {};
  }
})();
const values = {
  LONGHAUL_URL: new URL("..", location.href).href.replace(/\\/$/, ""),
  LONGHAUL_TENANT: session.tenantId,
  LONGHAUL_PROJECT: session.projectId,
  LONGHAUL_TOKEN: session.token,
};
const quoted = (value) => (typeof value === "string" ? "'" + value.replaceAll("'", "'\\\\''") + "'" : "…");
document.getElementById("session").textContent = Object.entries(values)
  .map(([name, value]) => "export " + name + "=" + quoted(value))
  .join("\\n");
document.getElementById("sign-in").hidden = typeof session.token === "string";
`;
