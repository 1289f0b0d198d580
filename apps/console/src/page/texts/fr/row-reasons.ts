import { DOUBT_KINDS } from "@longhaul/contracts/doubt-kinds";
import type { Texts } from "../en/en.ts";

export const rowReasons: Texts["datasets"]["reasons"] = {
  "Missing Case": "pas de dossier",
  "Missing Activity": "pas d’activité",
  "Missing Timestamp": "pas de date",
  "Invalid Timestamp": "date illisible",
  "Invalid Start Timestamp": "date de début illisible",
  "Placeholder Time": "date de remplissage",
  "Wrong Column Count": "nombre de colonnes incorrect",
  "Malformed Quotes": "guillemets mal appariés",
  "Record Too Long": "enregistrement trop long",
  "Value Too Long": "valeur trop longue",
  "Invalid Encoding": "caractères illisibles",
  "Malformed Record": "enregistrement illisible",
  "Word For Nothing": "mot pour «\u00a0pas de valeur\u00a0»",
  "Folded Text": "même nom écrit autrement",
  ...DOUBT_KINDS.fr,
};
