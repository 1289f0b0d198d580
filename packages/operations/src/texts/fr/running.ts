import { formatsIn } from "@longhaul/domain";
import type { Catalogue } from "../en/index.ts";
import { counted, isOne } from "./counted.ts";

const { number, percent } = formatsIn("fr");

/** Cases under way at the end of the log, and what is predicted of them. */
export const running: Catalogue["running"] = {
  count: (cases) => `${counted(cases, "dossier")} ${isOne(cases) ? "était" : "étaient"} en cours à la fin du journal.`,
  interval: (level, coverage, checkedOn) =>
    `L’intervalle du temps restant vise à contenir la vraie valeur dans ${percent(level)} des cas\u00a0; vérifié ${number(checkedOn)} fois sur des dossiers plus récents, il la contenait dans ${percent(coverage)} d’entre eux.`,
  next: "L’étape suivante est la plus probable\u00a0; sa probabilité dit combien de fois des prédictions aussi sûres se sont vérifiées.",
  latest: "Dossiers en cours et ce qui en est prédit, du dernier événement au plus ancien",
  atRisk: "Dossiers en cours et ce qui en est prédit, du plus grand risque au plus petit",
  endOfCase: "fin du dossier",
  columns: {
    caseId: "Dossier",
    last: "Dernière étape",
    next: "Étape suivante",
    probability: "Probabilité",
    remaining: "Temps restant",
    atLeast: "Au moins",
    atMost: "Au plus",
    overdue: "Risque de retard",
    outcome: "Risque de l’issue",
  },
};
