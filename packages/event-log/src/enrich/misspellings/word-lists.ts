/**
 * Parts of words that turn a word into another one, in English, French, German, Spanish, Portuguese,
 * Italian, Dutch, Swedish, Danish, Polish, Czech, Russian and Turkish: a
 * name that differs by one of them means something else, often the opposite.
 */
const REVERSED_PREFIXES = new Set(
  (
    "un in im il ir non dis de des dé dés mé més re ré res mis mal anti pre pré post sub over under up down out off on co ex en em " +
    "inter intra trans fore back sur sous contre ver be ent er ge zer ab an auf aus ein zu vor nach um los weg her hin " +
    "fehl rück unter über wieder des in im sin sobre sub s dis ri pro contra on ver ont her uit af aan op in toe be mis niet " +
    "o u åter ut ud gen för nie w wy z za ode do roz przy prze pod na ne vy při roze не за от при вы пере под раз рас до на с"
  )
    .split(" ")
    .map(reversed),
);

/** Endings by which forms of one word differ: approve, approved, approval; Prüfung, Prüfungen; validé, validée. */
const SUFFIXES = new Set(
  (
    "s es d ed t er r or ers ing ion al y e n en em es te ten tes st et é ée és ées er ir a o as os ado ada ido ida ato ata " +
    "ito ita ung ungen ent dı di du dü tı ti tu tü madı medi mış miş mamış memiş ez are ere ire de den ment mente able ible less ful"
  ).split(" "),
);

/** Particles that are written as endings: login, logout. */
const PARTICLES = new Set("in out on off up down over back".split(" "));

/** Numbers and ranks as words, and Roman numerals. */
const NUMERALS = new Set(
  (
    "zero one two three four five six seven eight nine ten first second third fourth fifth sixth once twice single double " +
    "un une deux trois quatre cinq six sept huit neuf dix premier première deuxième second seconde troisième quatrième " +
    "ein eine eins zwei drei vier fünf sechs sieben acht neun zehn erste erster erstes zweite zweiter zweites dritte dritter " +
    "uno una dos tres cuatro cinco seis siete ocho nueve diez primero primera segundo segunda tercero tercera " +
    "um uma dois duas três quatro cinco sete oito nove dez primeiro primeira terceiro terceira " +
    "due tre quattro cinque sei sette otto nove dieci primo prima secondo seconda terzo terza " +
    "een twee drie vier vijf zes zeven acht negen tien eerste tweede derde vierde " +
    "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv"
  ).split(" "),
);

/** Pairs of words that look alike and aren't; the members of a group are different words. */
const LOOKALIKES: readonly ReadonlySet<string>[] = [
  "accept except expect",
  "contact contract contrast contrat contrato contato",
  "import export report impart",
  "increase decrease",
  "include exclude",
  "internal external interne externe intern extern interno externo",
  "inbound outbound",
  "input output",
  "input invoice",
  "format formal",
  "credit debit crédit débit crédito débito",
  "quality quantity qualité quantité qualität quantität",
  "eingang ausgang abgang zugang",
  "einzahlung auszahlung anzahlung",
  "annahme abnahme aufnahme ausnahme",
  "einlagerung auslagerung",
  "anmelden abmelden ummelden",
  "entrée sortie entrata",
  "loading landing lading unloading",
  "billing filling",
  "shipping shopping stopping skipping",
  "payer payee",
  "lender vendor sender tender",
  "sale sell sold",
  "start stop",
  "login logout logon logoff",
  "prescribe proscribe",
  "assess access",
  "affect effect",
  "adopt adapt",
  "insure ensure assure",
  "formally formerly",
  "personal personnel",
  "planning planting",
  "testing resting",
  "sending seeding spending",
  "packing picking parking",
  "collect correct connect",
  "reject inject project",
  "defer refer",
  "hiring firing",
  "morning evening",
  "lock block clock unlock",
].map((group) => new Set(group.split(" ")));

export function isNumeral(word: string): boolean {
  return Array.from(word).length === 1 || NUMERALS.has(word);
}

/** Whether one word is the other with another known beginning or ending, or the two are a known pair. */
export function areRelatedWords(a: string, b: string): boolean {
  return (
    LOOKALIKES.some((group) => group.has(a) && group.has(b)) ||
    differByPart(reversed(a), reversed(b), REVERSED_PREFIXES) ||
    differByPart(a, b, SUFFIXES) ||
    differByPart(a, b, PARTICLES)
  );
}

/**
 * Whether two words have one stem and known endings. The longest common stem is tried first; a shorter one may leave two
 * known endings where the longest leaves halves of them.
 */
function differByPart(a: string, b: string, endings: ReadonlySet<string>): boolean {
  let longest = 0;
  while (longest < a.length && longest < b.length && a[longest] === b[longest]) longest++;
  const isKnown = (ending: string): boolean => ending === "" || endings.has(ending);
  for (let stem = longest; stem >= Math.max(2, longest - 3); stem--) {
    const [endA, endB] = [a.slice(stem), b.slice(stem)];
    if (isKnown(endA) && isKnown(endB) && !isSlip(endA, endB, a[stem - 1] ?? "")) return true;
  }
  return false;
}

/** Endings that differ as by a slip of the hand: two letters swapped, the outer one lost, or one doubled. */
function isSlip(endA: string, endB: string, before: string): boolean {
  const [short = "", long = ""] = [endA, endB].toSorted((x, y) => x.length - y.length);
  if (short.length === long.length) return short.length === 2 && short === reversed(long);
  if (long.length !== short.length + 1 || (short === reversed("re") && long === reversed("pre"))) return false;
  return long.slice(0, -1) === short && (short !== "" || long === before);
}

function reversed(word: string): string {
  return Array.from(word).toReversed().join("");
}
