import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Screens that pages are looked at on, in CSS pixels. */
export const screens = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  small: { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} satisfies Record<string, BrowserContextOptions>;

/** Somebody's visit to the site in a window of its own. */
export type Visit = {
  page: Page;
  /**
   * What must never happen and did: requests to other hosts, refusals by the page's policy, failing scripts and files.
   */
  complaints: string[];
  end(): Promise<void>;
};

/** Starts Debian's Chromium, or the one that SHEAF_CHROMIUM names. */
export function startBrowser(): Promise<Browser> {
  const executablePath = process.env.SHEAF_CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: quiet, timeout: 60_000 });
}

/** Opens a window that knows nothing of other visits and watches what the pages of `site` do. */
export async function startVisit(
  browser: Browser,
  site: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ baseURL: site, ...screens.desktop, ...options });
  context.setDefaultTimeout(60_000);
  const complaints: string[] = [];

  context.on("request", (request) => {
    const { protocol, origin, href } = new URL(request.url());
    if (protocol !== "data:" && origin !== site) complaints.push(`asked ${href}`);
  });
  context.on("response", (response) => {
    const isPage = response.request().resourceType() === "document";
    if (!isPage && response.status() >= 400)
      complaints.push(`${response.url()} was answered with ${response.status()}`);
  });
  context.on("weberror", (failure) => complaints.push(`a script failed: ${failure.error().message}`));
  context.on("console", (message) => {
    // The status of a page that tells of a failure is right; those of files are complained of above.
    const isStatus = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isStatus) complaints.push(`the console says: ${message.text()}`);
  });

  const page = await context.newPage();
  return {
    page,
    complaints,
    end: () => context.close(),
  };
}
