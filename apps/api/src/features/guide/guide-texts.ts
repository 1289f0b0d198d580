/** Languages of the guide. */
export const GUIDE_LANGUAGES = ["en", "fr"] as const;
export type GuideLanguage = (typeof GUIDE_LANGUAGES)[number];

/** The sections of the guide, in order; each piece of code has a part for each of these. */
export const GUIDE_SECTIONS = ["start", "follow", "datasets", "batches", "webhooks", "errors"] as const;
export type GuideSection = (typeof GUIDE_SECTIONS)[number];

interface GuideTexts {
  readonly title: string;
  readonly intro: string;
  readonly reference: string;
  readonly other: string;
  readonly session: string;
  readonly signIn: string;
  readonly code: string;
  readonly sections: Readonly<Record<GuideSection, readonly [title: string, ...paragraphs: string[]]>>;
}

/** The guide's words. */
export const GUIDE_TEXTS: Readonly<Record<GuideLanguage, GuideTexts>> = {
  en: {
    title: "Guide",
    intro:
      "From an event log to its analysis in six steps. The pieces of code of one language follow on one another: together they are a program that runs as it stands.",
    reference: "Reference",
    other: "Français",
    session: "Where and who you are. Everything below reads these four variables.",
    signIn: "Sign in to the console in this tab, and your own values stand here.",
    code: "Language of the code",
    sections: {
      start: [
        "Start",
        "Upload a log, then start an operation on it. The answer is 202: the operation is committed, and reaches exactly one end whatever crashes.",
        "The same Idempotency-Key stands for the same request: sent again, it answers the same and starts nothing. The clients choose one for each request; give your own where your process may be restarted.",
      ],
      follow: [
        "Follow",
        "Live events end with the operation's last one; a stream that breaks goes on behind Last-Event-ID. Where no stream gets through, ask for the status with Prefer: wait=30, which is held until something changes.",
        "Results name their files with URLs that work for an hour. Before the end they are a 409 with Retry-After.",
      ],
      datasets: [
        "Datasets",
        "An append puts the rows of a file behind those of a dataset, under the same id, as its next version. Operations keep the version that they began with. Versions can be listed, exported and restored.",
        "detected.doubts lists what was read with a doubt; the rows of the dataset list what was left out.",
        "An import is followed live at …/datasets/{datasetId}/events and cancelled with POST …/cancel; webhooks whose events name dataset.ready, dataset.failed or dataset.cancelled get its end.",
        "A BPMN or PNML file becomes a dataset of the kind model, which referenceModel compares cases with; a .pptx file one of the kind template, whose look slides of a report take (templateDatasetId). Neither can be mined.",
      ],
      batches: [
        "Batches",
        "Operations of a batch name each other by key, and start when those that they depend on have completed. One without a dataset works on that of its dependencies. failurePolicy says what happens when one fails.",
      ],
      webhooks: [
        "Webhooks",
        "Instead of polling, receive events: each one is signed as Standard Webhooks says, sent until you answer with 2xx, and kept, so that it can be sent again. Verify the raw bytes before you parse them; recognise repeated events by webhook-id.",
      ],
      errors: [
        "Errors",
        "Every fault is application/problem+json. The answer has all faults of a request, each with a JSON pointer. error.code says what to do: not_yet and temporarily_unavailable have Retry-After, conflict doesn't pass by itself. Quote requestId when you report a fault of ours.",
      ],
    },
  },
  fr: {
    title: "Guide",
    intro:
      "D’un journal d’événements à son analyse en six étapes. Les extraits de code d’un même langage se suivent : ensemble, ils forment un programme qui s’exécute tel quel.",
    reference: "Référence (en anglais)",
    other: "English",
    session: "Où et qui vous êtes. Tout ce qui suit lit ces quatre variables.",
    signIn: "Connectez-vous à la console dans cet onglet : vos propres valeurs s’affichent ici.",
    code: "Langage du code",
    sections: {
      start: [
        "Démarrer",
        "Envoyez un journal, puis démarrez une opération. La réponse est 202 : l’opération est enregistrée et connaîtra exactement une fin, quelle que soit la panne.",
        "Une même Idempotency-Key désigne une même demande : envoyée à nouveau, elle obtient la même réponse et ne démarre rien. Les clients en choisissent une par requête ; donnez la vôtre si votre processus peut être redémarré.",
      ],
      follow: [
        "Suivre",
        "Le flux d’événements se termine avec le dernier de l’opération ; un flux interrompu reprend après Last-Event-ID. Là où aucun flux ne passe, demandez l’état avec Prefer: wait=30 : la réponse attend un changement.",
        "Les résultats donnent pour chaque fichier une URL valable une heure. Avant la fin, la réponse est 409 avec Retry-After.",
      ],
      datasets: [
        "Jeux de données",
        "Un ajout place les lignes d’un fichier à la suite de celles du jeu de données, sous le même identifiant, comme version suivante. Les opérations gardent la version avec laquelle elles ont commencé. Les versions se listent, s’exportent et se restaurent.",
        "Ce qui a été lu avec un doute figure dans detected.doubts, ce qui a été écarté dans les lignes (rows) du jeu de données.",
        "Un import se suit en direct à …/datasets/{datasetId}/events, s’arrête avec POST …/cancel, et s’annonce aux webhooks qui nomment dataset.ready, dataset.failed ou dataset.cancelled.",
        "Un fichier BPMN ou PNML devient un jeu de données de la sorte model, auquel referenceModel compare les cas ; un fichier .pptx devient un template, dont les diapositives d’un rapport prennent l’aspect (templateDatasetId). Ni l’un ni l’autre ne s’analyse.",
      ],
      batches: [
        "Lots",
        "Les opérations d’un lot se désignent par clé et démarrent quand celles dont elles dépendent sont terminées. Une opération sans jeu de données travaille sur celui de ses dépendances. failurePolicy dit ce qui se passe quand l’une échoue.",
      ],
      webhooks: [
        "Webhooks",
        "Plutôt que de demander, soyez prévenu : chaque événement est signé selon Standard Webhooks, envoyé jusqu’à une réponse 2xx et conservé pour un nouvel envoi. Vérifiez les octets tels qu’ils sont arrivés avant de les analyser ; webhook-id reconnaît ce qui est arrivé deux fois.",
      ],
      errors: [
        "Erreurs",
        "Toute erreur est en application/problem+json. Toutes les fautes d’une requête sont données à la fois, chacune avec le pointeur JSON de ce qui ne va pas. error.code dit quoi faire : not_yet et temporarily_unavailable viennent avec Retry-After, conflict ne passera pas de lui-même. Citez requestId en signalant une erreur de notre part.",
      ],
    },
  },
};
