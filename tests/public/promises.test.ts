import { expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { everyPage, sampleCampaign } from "./sample-pages.ts";

const campaign = await sampleCampaign();

/** Words for what no part of Sheaf keeps yet: replies of officials, paper and partners' totals, erasure on demand. */
const unkept: Record<string, RegExp> = {
  en: /what they answered|the reply|on paper|from partners|have the signatures erased/i,
  fr: /quelle réponse|la réponse|sur papier|totaux de partenaires|fassent effacer/i,
  es: /cuál fue la respuesta|la respuesta|en papel|totales de otras|manden borrar/i,
  ar: /وردّها|والرد عليه|على الورق|مجاميع الشركاء|محو التوقيعات/,
  th: /ได้รับคำตอบว่าอย่างไร|และคำตอบ|บนกระดาษ|ยอดรวมจากองค์กรอื่น|จะให้ลบรายชื่อ/,
  tl: /ang naging tugon|ang tugon|sa papel|mula sa mga katuwang|hanggang ipabura/i,
};

test.each(languages)("No page in $name promises what no part keeps", ({ code }) => {
  for (const [name, page] of everyPage(campaign, code)) {
    const text = withoutChannels(page);
    expect(text.match(unkept[code] ?? /^/)?.[0], name).toBeUndefined();
  }
});

/** The table of channels names paper where paper was counted; the sample has some. */
function withoutChannels(page: string): string {
  const [before = "", rest = ""] = page.split('<table class="channels">');
  return before + rest.slice(Math.max(0, rest.indexOf("</table>")));
}
