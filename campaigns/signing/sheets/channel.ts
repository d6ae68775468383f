/** How signatures came in. */
export const channels = ["web", "paper", "import"] as const;
export type Channel = (typeof channels)[number];
