import iconv from "iconv-lite";

/** The encoding told by a byte-order mark, or by the zero bytes of unmarked UTF-16 with mostly Latin text. */
export function detectUnicodeMark(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  let evenZeros = 0;
  let oddZeros = 0;
  const length = Math.min(head.length & ~1, 4096);
  for (let index = 0; index < length; index += 2) {
    if (head[index] === 0) evenZeros++;
    if (head[index + 1] === 0) oddZeros++;
  }
  const most = length * 0.3;
  if (length >= 8 && oddZeros > most && evenZeros === 0) return "utf-16le";
  if (length >= 8 && evenZeros > most && oddZeros === 0) return "utf-16be";
  return null;
}

/** Letters in order of their frequency in running text, most frequent first. */
interface Script {
  readonly encoding: string;
  readonly letters: string;
  /** Scripts of their own form whole words without ASCII letters; in Latin ones foreign letters stand among ASCII letters. */
  readonly latin: boolean;
}

// Where two encodings agree on a text, the earlier is taken.
const scripts: readonly Script[] = [
  {
    encoding: "windows-1252",
    latin: true,
    letters: "éäüöèàßçêáíóñåøæôâîûëïìòùãõÉÄÜÖÅØÆÇÀÁÑÓÍÈÊðþý€–’“”…°§«»©®´·¿¡£ºª",
  },
  { encoding: "windows-1250", latin: true, letters: "ąęłóżśćńźáíéčřžýěšůúťďňőűăâîşţĺľŕäöüßŁŚŻĆŹČŘŽŠÁÉÍÓÚĚŮŐŰ–„”’…°§" },
  { encoding: "windows-1254", latin: true, letters: "ıişğüçöĞŞİÖÜÇâîû’“”–…" },
  { encoding: "windows-1257", latin: true, letters: "āēīšūņļžķģčąėęįųõäöüŠŽĀĒĪŪŅĻĶĢČĄĖĘĮŲ–„“…" },
  { encoding: "iso-8859-2", latin: true, letters: "ąęłóżśćńźáíéčřžýěšůúťďňőűľŁŚŻĆŹČŘŽŠÁÉÍÓÚĚŮŐŰĽŤ" },
  { encoding: "iso-8859-15", latin: true, letters: "éäüöèàßçêáíóñåøæôâîûëïìòùãõ€œŒšžŸ" },
  {
    encoding: "windows-1251",
    latin: false,
    letters: "оеаинтсрвлкмдпуяызьбгчйхжюшцщэфъіїєґёОАНПСВКРТИМДЕБГЗУЛФЯЭЧШХЖЦЮІЇЄ№«»–",
  },
  { encoding: "koi8-r", latin: false, letters: "оеаинтсрвлкмдпуяызьбгчйхжюшцщэфъёОАНПСВКРТИМДЕБГЗУЛФЯЭЧШХЖЦЮ" },
  { encoding: "windows-1253", latin: false, letters: "αοιετσνηυρπκμλςωδγχθφβξζψάόίέήύώϊϋΑΟΙΕΤΣΝΗΥΡΠΚΜΛΩΔΓΧΘΦΒΞΖΨΆΈΌ" },
  { encoding: "windows-1255", latin: false, letters: "יוהלארתבשמנקדחעפםטגצכזסןךףץ׳״–₪" },
  { encoding: "windows-1256", latin: false, letters: "اليمونرتبةعدسفهكقحجشطصخذضثزىءأإآئؤظغپچژگ،؟ًٌٍَُِّْ" },
  { encoding: "windows-874", latin: false, letters: "านรอกเงยวลมทดสตะคบปหแจพช่้ิีัื็์ำไใโขผฟซถธณศญษฐุูึฉภ" },
];

/**
 * The likeliest 8-bit encoding of a text that isn't UTF-8: the one in which its high bytes decode to the frequent
 * letters of a language written with it. Only the high bytes and their neighbours count.
 */
export function detectLegacyEncoding(sample: Buffer): string {
  let best = "windows-1252";
  let bestScore = -Infinity;
  for (const script of scripts) {
    const score = scoreScript(iconv.decode(sample, script.encoding), script);
    if (score > bestScore + 1e-9) {
      best = script.encoding;
      bestScore = score;
    }
  }
  return best;
}

const isAsciiLetter = (char: string | undefined): boolean => char !== undefined && /[A-Za-z]/.test(char);

function scoreScript(text: string, script: Script): number {
  let sum = 0;
  let count = 0;
  for (let index = 0; index < text.length && count < 20_000; index++) {
    const char = text[index];
    if (char === undefined || char.charCodeAt(0) < 128) continue;
    count++;
    const rank = script.letters.indexOf(char);
    // Letter frequencies fall about exponentially with the rank, so their logarithm falls linearly.
    sum += rank < 0 ? -7 : -2 - rank * (script.latin ? 0.05 : 0.12);
    const previous = text[index - 1];
    const isLetter = /\p{L}/u.test(char);
    if (!isLetter) continue;
    const previousIsForeign = previous !== undefined && previous.charCodeAt(0) >= 128 && /\p{L}/u.test(previous);
    if (script.latin && previousIsForeign) sum -= 2;
    if (!script.latin && isAsciiLetter(previous)) sum -= 1;
    // A capital inside a word is a sign of the wrong table.
    if (previous !== undefined && /\p{Ll}/u.test(previous) && /\p{Lu}/u.test(char)) sum -= 1.5;
  }
  return count === 0 ? 0 : sum / count + (script.encoding === "windows-1252" ? 0.5 : 0);
}
