import type { Request, Response } from "express";
import type { ApiContext } from "../../context/context.ts";
import { docsPolicy } from "./docs-policy.ts";
import { guidePage } from "./guide-page.ts";
import { GUIDE_LANGUAGES } from "./guide-texts.ts";

/** GET /docs/guide: in the language of `?lang=`, else in the first that the client takes. */
export function sendGuide({ config }: ApiContext) {
  const policy = docsPolicy(config);
  const pages = new Map(GUIDE_LANGUAGES.map((language) => [language, guidePage(language)] as const));
  return (req: Request, res: Response): void => {
    const requested = GUIDE_LANGUAGES.find((language) => language === req.query["lang"]);
    const taken = GUIDE_LANGUAGES.find((language) => language === req.acceptsLanguages([...GUIDE_LANGUAGES]));
    const language = requested ?? taken ?? "en";
    res.vary("Accept-Language");
    res.setHeader("Content-Language", language);
    res.setHeader("Content-Security-Policy", policy);
    res.type("text/html").send(pages.get(language));
  };
}
