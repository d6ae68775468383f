import type { BundleMark } from "#campaigns/bundles/print/print-frame.ts";
import type { Letter } from "#campaigns/bundles/print/print-letter.ts";
import type { PagesOrder, PrintedSignature } from "#campaigns/bundles/print/print-pages.ts";
import type { Summary } from "#campaigns/bundles/print/print-summary.ts";
import type { FrameLocale } from "#campaigns/platform/languages/languages.ts";

/** Names of people who were made up, by the script or language that they are written in. */
export const namesByScript = {
  Thai: "สมหญิง ใจดี ณ อยุธยา",
  "Thai with marks above marks": "ชื่นจิต ศรีสุข ปิ่นแก้ว น้ำทิพย์ ศักดิ์สิทธิ์",
  Arabic: "محمد بن عبد الله النجار",
  "Arabic with a second name": "فاطمة الزهراء حسين",
  Chinese: "王小明",
  "traditional Chinese": "黃國樑",
  Korean: "김민준",
  Japanese: "佐藤 さくら",
  Amharic: "አበበ ቢቂላ",
  Devanagari: "श्रीमती कृष्णा क्षेत्री",
  Vietnamese: "Nguyễn Thị Phượng",
  Hebrew: "דוד כהן",
  Bengali: "রহিমা খাতুন",
  Tamil: "முருகன் செல்வி",
  Sinhala: "නිමල් පෙරේරා",
  Burmese: "အောင်မြင့်",
  Khmer: "សុខា ចាន់",
  Lao: "ສົມພອນ",
  Georgian: "ნინო ბერიძე",
  Armenian: "Անի Հակոբյան",
  Cyrillic: "Олександр Їжакевич",
  Greek: "Ελένη Παπαδοπούλου",
  Tagalog: "José Ñuñez de la Peña",
  Icelandic: "Þórdís Æsa Ðórðardóttir",
} as const;

/** What a print has at its foot. */
export const mark: BundleMark = {
  id: "stop-sex-trafficking-TH-20261130-0123456789ab",
  file: "signatures.csv",
  sha256: "0123456789abcdef".repeat(4),
};

const accent = "#17365d";

/** Signature pages of a bundle with so many signatures. */
export function pagesOrder(signatures: number, changes: Partial<PagesOrder> = {}): PagesOrder {
  const fixed = { locale: "en", campaign: "Stop Sex Trafficking", mark, accent } as const;
  return { ...fixed, signatures, asksPostcode: false, namesPetition: false, ...changes };
}

/** A signature by its name. */
export function signatureOf(name: string | null, changes: Partial<PrintedSignature> = {}): PrintedSignature {
  return { country: "TH", petition: "th", name, postcode: "", day: "2026-11-30", ...changes };
}

const text = `To: Ministry of Tests of Thailand

We, the undersigned, call on you to safeguard the rights of children and adolescents.

– to prevent it, beginning where children are most at risk;
– to report publicly, every year, on what has been done. #panic() *not bold* $x$ "quoted" -- as written

We ask you to answer this petition in public.
`;

/** A letter in a language, its text signed in English. */
export function letterOf(locale: FrameLocale, changes: Partial<Letter> = {}): Letter {
  return {
    locale,
    campaign: "Stop Sex Trafficking",
    office: "Ministry of Tests of Thailand",
    ask: "Protect every child from trafficking.",
    signatures: 735_889,
    whole: null,
    country: "TH",
    firstDay: "2026-01-01",
    lastDay: "2026-11-30",
    asOf: new Date("2026-11-30T20:02:03Z"),
    collectedBy: { name: "ECPAT International", address: "Bangkok, Thailand", website: null },
    handedOverBy: { name: "ECPAT of Tests", address: null, website: "https://ecpat.example" },
    signed: { locale: "en", version: 1, signatures: 700_000, file: "texts/th/en-v1.txt", text },
    translation: null,
    others: [{ locale: "fr", version: 1, signatures: 35_889, file: "texts/th/fr-v1.txt" }],
    ...changes,
  };
}

/** A summary in a language. */
export function summaryOf(locale: FrameLocale, changes: Partial<Summary> = {}): Summary {
  return {
    locale,
    campaign: "Stop Sex Trafficking",
    rule: { verification: "email", sharedMailbox: false },
    signatures: 7_044_278,
    country: null,
    organisation: null,
    asOf: new Date("2026-11-30T20:02:03Z"),
    byPetition: [
      { office: "United Nations Human Rights Council", signatures: 6_308_389 },
      { office: "Home Office of the United Kingdom", signatures: 735_889 },
    ],
    byCountry: [
      { country: "GB", signatures: 735_889 },
      { country: "TH", signatures: 5_308_389 },
      { country: "BR", signatures: 999_988 },
      { country: "", signatures: 12 },
    ],
    byChannel: [
      { channel: "import", signatures: 4_278 },
      { channel: "paper", signatures: 40_000 },
      { channel: "web", signatures: 7_000_000 },
    ],
    byDay: Array.from({ length: 60 }, (_, index) => ({
      day: new Date(Date.UTC(2026, 9, 1 + index)).toISOString().slice(0, 10),
      signatures: 1_000 * (1 + ((index * 37) % 61)),
    })),
    log: {
      origin: "sheaf.test/log/stop-sex-trafficking",
      size: 7_050_001,
      root: "cm9vdA==".repeat(5),
    },
    showsLeaves: true,
    keySha256: "fedcba9876543210".repeat(4),
    mark,
    accent,
    shades: ["#d3d8df", "#a9bfdb", "#3a69a6", "#17365d"],
    ...changes,
  };
}

/** Signatures that come in batches. */
export async function* inBatches(
  signatures: readonly PrintedSignature[],
  size = 4_000,
): AsyncGenerator<readonly PrintedSignature[]> {
  for (let at = 0; at < signatures.length; at += size) yield signatures.slice(at, at + size);
}
