import type { Texts } from "../en/en.ts";
import { counted } from "../words/counted.ts";

const count = counted("fr");

export const operations: Texts["operations"] = {
  status: {
    Initiated: "En attente",
    Pending: "Bloquée",
    Running: "En cours",
    Completed: "Terminée",
    Failed: "En échec",
    Cancelled: "Annulée",
    Timeout: "Délai dépassé",
    Skipped: "Ignorée",
    PartiallyCompleted: "Terminé en partie",
  },
  priority: { Low: "Basse", Normal: "Normale", High: "Haute", Critical: "Critique" },
  list: {
    title: "Opérations",
    all: "Toutes",
    groups: { running: "Ouvertes", completed: "Terminées", failed: "En échec", cancelled: "Annulées" },
    type: "Type",
    anyType: "Tous les types",
    anyPriority: "Toutes les priorités",
    priorityOf: "Priorité",
    from: "Du",
    to: "Au",
    search: "Chercher : noms, ids, paramètres, erreurs, journaux",
    columns: "Colonnes",
    columnNames: {
      progress: "Avancement",
      started: "Début",
      ended: "Fin",
      duration: "Durée",
      records: "Enregistrements",
      expected: "Fin prévue",
      priority: "Priorité",
      id: "Identifiant",
    },
    retryAll: "Les relancer toutes",
    retryTitle: (total, isPartial) =>
      `Relancer ${count(total, isPartial ? "opération ou plus" : "opération", isPartial ? "opérations ou plus" : "opérations")} ?`,
    retryText:
      "Chacune repart de la phase qui a échoué. Celles dont une relance est déjà en cours sont laissées telles quelles.",
    retried: (done, refused) =>
      `${count(done, "relance lancée", "relances lancées")} ; ${count(refused, "n’a pas pu l’être", "n’ont pas pu l’être")}.`,
    clear: "Effacer les filtres",
    name: "Nom",
    state: "État",
    progress: "Avancement",
    selected: (selected) => count(selected, "sélectionnée", "sélectionnées"),
    select: (name) => `Sélectionner ${name}`,
    cancelAll: (total) => `Annuler les ${total} qui correspondent`,
    selectAll: "Sélectionner tout ce qui peut être annulé",
    cancelSelected: "Les annuler",
    cancelTitle: (total) => `Annuler ${count(total, "opération", "opérations")} ?`,
    cancelText: "Elles s’arrêtent aussitôt. Ce qu’elles ont terminé reste.",
    cancelled: (done, failed) =>
      failed === 0
        ? `${count(done, "annulée", "annulées")}.`
        : `${count(done, "annulée", "annulées")} ; ${count(failed, "n’a pas pu l’être", "n’ont pas pu l’être")}.`,
    keep: "Les garder",
    live: "En direct",
    paused: "En pause",
    pause: "Suspendre le direct",
    resume: "Reprendre le direct",
    empty: "Pas encore d’opération",
    emptyText: "Déposez un journal d’événements et lancez une analyse ; cela prend une minute.",
    noMatch: "Rien ne correspond à ces filtres",
    more: "Page suivante",
    previous: "Page précédente",
    page: (page) => `Page ${page}`,
    keys: "Clavier",
    keysOn: "Les touches seules agissent",
    keyList: [
      ["j  k", "ligne suivante, précédente"],
      ["Entrée", "ouvrir la ligne"],
      ["x", "sélectionner la ligne"],
      ["/", "chercher"],
      ["n", "nouvelle opération"],
      ["?", "cette aide"],
    ],
  },
};
